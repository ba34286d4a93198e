"""Tiers and their requirements as a tree with a form beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTreeWidgetItem, QWidget

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule
from skilltrack.domain.schemes.edits import (
    Spot,
    children_of,
    free_id,
    node_at,
    with_child,
    with_group,
    with_new_tier,
    with_node,
    with_tier,
    without_node,
    without_tier,
)
from skilltrack.domain.schemes.gates import All, AtLeast
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.gui.office.gate_tree import GateTree, add_group_rows, new_form
from skilltrack.gui.office.programme.leaf_form import LeafForm, first_leaf
from skilltrack.gui.office.programme.rows import names_of
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.scheme_changes import group_text, requirement_text
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import EditingWords

EXPLANATION_HEIGHT = 64


class GateEditor(GateTree):
    """Changes tiers and requirements; ``changed`` carries the scheme as it is now."""

    def __init__(self, scheme: Scheme, words: EditingWords) -> None:
        self.scheme, self._words = scheme, words
        self.form: QWidget | None = None
        super().__init__(
            _("区分と要件"),
            (
                (_("要件"), self.add_leaf),
                (_("要件の組（どれか1つ、いくつか以上）"), self.add_group),
                (_("区分"), self.add_tier),
            ),
        )
        self._fill(Spot(0))

    def _fill(self, chosen: Spot) -> None:
        names = names_of(self.scheme, self._words.names)
        with self.filling(chosen) as add:

            def add_gate(
                parent: QTreeWidgetItem, tier: int, gate: gates.Gate, path: tuple[int, ...]
            ) -> None:
                item = add(parent, _node_text(gate, names), Spot(tier, path))
                for place, child in enumerate(children_of(gate)):
                    add_gate(item, tier, child, (*path, place))

            for place, tier in enumerate(self.scheme.tiers):
                item = add(self.tree, tier.name, Spot(place))
                font = item.font(0)
                font.setBold(True)
                item.setFont(0, font)
                add_gate(item, place, tier.gate, ())

    @property
    def spot(self) -> Spot:
        """Return the place chosen."""
        spot: Spot = self.tree.currentItem().data(0, Qt.ItemDataRole.UserRole)
        return spot

    def choose(self, spot: Spot) -> None:
        """Choose a place."""
        self._fill(spot)

    def _set(self, scheme: Scheme, chosen: Spot | None = None) -> None:
        """Take a changed scheme; ``chosen`` None keeps tree and form as they are."""
        self.scheme = scheme
        if chosen is not None:
            self._fill(chosen)
        self.changed.emit(scheme)

    # The form

    def show_form(self, item: QTreeWidgetItem | None) -> None:
        """Show the form of a tier, of a requirement or of a group of them."""
        if item is None:
            return
        spot = item.data(0, Qt.ItemDataRole.UserRole)
        node = node_at(self.scheme, spot)
        if node is None:
            form: QWidget = self._tier_form(spot.tier)
        elif isinstance(node, All | AtLeast):
            form = self._group_form(spot, node)
        else:
            leaf_form = LeafForm(node, self.scheme, self._words)
            leaf_form.changed.connect(lambda leaf: self._take_leaf(spot, leaf))
            form = leaf_form
        self.form = form
        self.put_form(form)
        is_last_tier = spot.path is None and len(self.scheme.tiers) == 1
        self.remove_button.setEnabled(not is_last_tier and spot.path != ())

    def _tier_form(self, place: int) -> QWidget:
        tier = self.scheme.tiers[place]
        form, rows = new_form()
        name = QLineEdit(tier.name)
        name.setAccessibleName(_("区分名"))
        name.textEdited.connect(lambda text: self._take_tier(place, name=text))
        explanation = QPlainTextEdit(tier.explanation)
        explanation.setAccessibleName(_("説明"))
        explanation.setFixedHeight(EXPLANATION_HEIGHT)
        explanation.setTabChangesFocus(True)
        explanation.textChanged.connect(
            lambda: self._take_tier(place, explanation=explanation.toPlainText())
        )
        rows.addRow(_("区分名"), name)
        rows.addRow(_("説明"), explanation)
        return form

    def _group_form(self, spot: Spot, node: All | AtLeast) -> QWidget:
        form, rows = new_form()
        add_group_rows(
            rows, node, lambda needed: self._set(with_group(self.scheme, spot, needed), spot)
        )
        rows.addRow(
            Paragraph(_("下に並ぶ要件をどう組み合わせるかを決めます。"), TextRole.SECONDARY)
        )
        return form

    def _take_tier(self, place: int, **values: str) -> None:
        self._set(with_tier(self.scheme, place, **values))
        item = self.tree.topLevelItem(place)
        if item is not None:
            item.setText(0, self.scheme.tiers[place].name)

    def _take_leaf(self, spot: Spot, leaf: leaves.Leaf) -> None:
        before = node_at(self.scheme, spot)
        is_other_kind = type(before) is not type(leaf)
        self._set(with_node(self.scheme, spot, leaf), spot if is_other_kind else None)
        if not is_other_kind:
            item = self.tree.currentItem()
            item.setText(0, _node_text(leaf, names_of(self.scheme, self._words.names)))

    # What the buttons do

    def add_leaf(self) -> None:
        """Add a requirement below the group chosen, or after the requirement."""
        kind = LeafKind.CATEGORY if self._words.categories else LeafKind.COURSES
        scheme, spot = with_child(self.scheme, self._place(), self._new_leaf(kind))
        self._set(scheme, spot)

    def add_group(self) -> None:
        """Add a group of which one requirement is enough."""
        kind = LeafKind.CATEGORY if self._words.categories else LeafKind.COURSES
        first = self._new_leaf(kind)
        scheme, spot = with_child(self.scheme, self._place(), AtLeast(1, (first,)))
        self._set(scheme, spot)

    def _new_leaf(self, kind: LeafKind) -> leaves.Leaf:
        tier = self.scheme.tiers[self.spot.tier]
        leaf_id = free_id(self.scheme, tier.code)
        return first_leaf(kind, leaf_id, _("新しい要件（目安）"), self.scheme, self._words)

    def _place(self) -> Spot:
        spot = self.spot
        return Spot(spot.tier, spot.path or ())

    def add_tier(self) -> None:
        """Add a tier after the others."""
        codes = {tier.code for tier in self.scheme.tiers}
        number = next(n for n in range(1, len(codes) + 2) if f"tier{n}" not in codes)
        place = len(self.scheme.tiers)
        leaf = first_leaf(
            LeafKind.CATEGORY if self._words.categories else LeafKind.COURSES,
            free_id(self.scheme, f"tier{number}"),
            _("新しい要件（目安）"),
            self.scheme,
            self._words,
        )
        by_post = self.scheme.rule is TierRule.BY_POST and self.scheme.roles
        tier = Tier(
            f"tier{number}",
            _("新しい区分"),
            All((leaf,)),
            expected_role=self.scheme.roles[0].code if by_post else None,
        )
        self._set(with_new_tier(self.scheme, tier), Spot(place))

    def remove(self) -> None:
        """Take the tier or requirement chosen away."""
        spot = self.spot
        if spot.path is None:
            self._set(without_tier(self.scheme, spot.tier), Spot(max(0, spot.tier - 1)))
        else:
            self._set(without_node(self.scheme, spot), Spot(spot.tier, spot.path[:-1]))


def _node_text(gate: gates.Gate, names: dict[str, str]) -> str:
    if isinstance(gate, All | AtLeast):
        return group_text(gate)
    return requirement_text(gate, names)
