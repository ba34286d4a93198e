"""Tiers and their requirements as a tree with a form beside it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

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
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.programme.leaf_form import LeafForm, first_leaf
from skilltrack.gui.office.programme.rows import names_of
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, menu_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.scheme_changes import group_text, requirement_text
from skilltrack.i18n.texts import _
from skilltrack.services.schemes.editing import EditingWords

ALL, ANY, SOME = "all", "any", "some"
FORM_WIDTH, TREE_WIDTH = 340, 320
EXPLANATION_HEIGHT = 64


class GateEditor(QWidget):
    """Changes tiers and requirements; ``changed`` carries the scheme as it is now."""

    changed = Signal(object)

    def __init__(self, scheme: Scheme, words: EditingWords) -> None:
        super().__init__()
        self.scheme, self._words = scheme, words
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(_("区分と要件"))
        self.tree.currentItemChanged.connect(lambda item, _old: self._show_form(item))
        self.form: QWidget | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_button = menu_button(_("加える"))
        menu = QMenu(self.add_button)
        menu.addAction(_("要件"), self.add_leaf)
        menu.addAction(_("要件の組（どれか1つ、いくつか以上）"), self.add_group)
        menu.addAction(_("区分"), self.add_tier)
        self.add_button.setMenu(menu)
        self.remove_button = QPushButton(_("取り除く"))
        self.remove_button.clicked.connect(self.remove)
        self._lay_out()
        self._fill(Spot(0))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self._area)
        left.setMinimumWidth(TREE_WIDTH)
        self._area.setMinimumWidth(FORM_WIDTH)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(parts, 1)

    # The tree

    def _fill(self, chosen: Spot) -> None:
        names = names_of(self.scheme, self._words.names)
        self.tree.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.tree.clear()
        found: QTreeWidgetItem | None = None

        def add(
            parent: QTreeWidgetItem, tier: int, gate: gates.Gate, path: tuple[int, ...]
        ) -> None:
            nonlocal found
            spot = Spot(tier, path)
            item = QTreeWidgetItem(parent, [_node_text(gate, names)])
            item.setData(0, Qt.ItemDataRole.UserRole, spot)
            item.setToolTip(0, item.text(0))
            item.setSizeHint(0, QSize(0, ROW_HEIGHT - Space.XS))
            found = item if spot == chosen else found
            for place, child in enumerate(children_of(gate)):
                add(item, tier, child, (*path, place))

        for place, tier in enumerate(self.scheme.tiers):
            item = QTreeWidgetItem(self.tree, [tier.name])
            item.setData(0, Qt.ItemDataRole.UserRole, Spot(place))
            item.setSizeHint(0, QSize(0, ROW_HEIGHT - Space.XS))
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            found = item if Spot(place) == chosen else found
            add(item, place, tier.gate, ())
        self.tree.expandAll()
        self.tree.blockSignals(False)  # noqa: FBT003 (Qt's own)
        chosen_item = found or self.tree.topLevelItem(0)
        if chosen_item is not None:
            self.tree.setCurrentItem(chosen_item)
            self._show_form(chosen_item)

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

    def _show_form(self, item: QTreeWidgetItem | None) -> None:
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
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.addWidget(form)
        column.addStretch(1)
        self._area.setWidget(holder)
        is_last_tier = spot.path is None and len(self.scheme.tiers) == 1
        self.remove_button.setEnabled(not is_last_tier and spot.path != ())

    def _tier_form(self, place: int) -> QWidget:
        tier = self.scheme.tiers[place]
        form, rows = _form()
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
        form, rows = _form()
        way = NamedChoice(_("満たし方"))
        way.offer(((ALL, _("すべて")), (ANY, _("どれか1つ")), (SOME, _("いくつか以上"))))
        count = QSpinBox()
        count.setAccessibleName(_("必要な数"))
        count.setRange(1, len(node.children))
        count.setSuffix(_(" つ以上"))
        if isinstance(node, AtLeast):
            way.choose(ANY if node.count == 1 else SOME)
            count.setValue(node.count)
        count.setEnabled(way.code == SOME)

        def take() -> None:
            count.setEnabled(way.code == SOME)
            needed = {ALL: None, ANY: 1}.get(way.code, max(2, count.value()))
            self._set(with_group(self.scheme, spot, needed), spot)

        way.activated.connect(lambda _at: take())
        count.valueChanged.connect(lambda _value: take())
        rows.addRow(_("満たし方"), way)
        rows.addRow(_("必要な数"), count)
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


def _form() -> tuple[QWidget, QFormLayout]:
    form = QWidget()
    rows = QFormLayout(form)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(Space.S)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form, rows
