"""The pass rule as a tree with a form beside it: all, any, at least so many of the scores."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
)

from skilltrack.domain.exams.definition import ExamEdition
from skilltrack.domain.exams.rules import (
    Path,
    children_of,
    free_id,
    node_at,
    with_child,
    with_count,
    with_node,
    without_node,
)
from skilltrack.domain.schemes.gates import All, AtLeast, Gate
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.gate_tree import GateTree, add_group_rows, new_form
from skilltrack.gui.office.parts import level_labels
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.exam_rules import group_name, leaf_text, score_names
from skilltrack.i18n.texts import _


class RuleEditor(GateTree):
    """Changes a pass rule; ``changed`` carries the rule as it is now, None for none."""

    def __init__(self) -> None:
        self._edition: ExamEdition | None = None
        self.rule: Gate | None = None
        super().__init__(
            _("合格の規則"),
            (
                (_("得点の条件"), self.add_leaf),
                (_("条件の組（どれか1つ、いくつか以上）"), self.add_group),
            ),
        )

    def show_rule(self, edition: ExamEdition) -> None:
        """Show the rule of an edition."""
        self._edition, self.rule = edition, edition.pass_rule
        self._fill(())

    def take_fields(self, edition: ExamEdition) -> None:
        """Take the fields as they are now; the rule stays as it is."""
        self._edition = edition
        self._fill(self.path)

    @property
    def path(self) -> Path:
        """Return the way to the place chosen."""
        chosen = self.tree.selectedItems()
        path: Path = chosen[0].data(0, Qt.ItemDataRole.UserRole) if chosen else ()
        return path

    def _names(self) -> dict[str, str]:
        return {} if self._edition is None else dict(score_names(self._edition))

    def _fill(self, chosen: Path) -> None:
        names = self._names()
        with self.filling(chosen) as add:

            def add_gate(parent: QTreeWidget | QTreeWidgetItem, gate: Gate, path: Path) -> None:
                text = (
                    group_name(gate) if isinstance(gate, All | AtLeast) else leaf_text(gate, names)
                )
                item = add(parent, text, path)
                for place, child in enumerate(children_of(gate)):
                    add_gate(item, child, (*path, place))

            if self.rule is not None:
                add_gate(self.tree, self.rule, ())

    def _set(self, rule: Gate | None, chosen: Path | None = None) -> None:
        """Take a changed rule; ``chosen`` None keeps the form as it is."""
        self.rule = rule
        if chosen is not None:
            self._fill(chosen)
        self.changed.emit(rule)

    # The form

    def show_form(self, item: QTreeWidgetItem | None) -> None:
        """Show the form of a condition or of a group of them."""
        form, rows = new_form()
        has_fields = bool(self._edition is not None and self._edition.fields)
        self.add_button.setEnabled(has_fields)
        self.remove_button.setEnabled(item is not None)
        if item is None or self.rule is None:
            text = _("規則がありません。合否だけを記録します。「加える」で得点の条件を書けます。")
            if not has_fields:
                text = _("規則がありません。分野を先に書くと、得点の条件を書けます。")
            rows.addRow(Paragraph(text, TextRole.SECONDARY))
        else:
            path: Path = item.data(0, Qt.ItemDataRole.UserRole)
            node = node_at(self.rule, path)
            if isinstance(node, All | AtLeast):
                add_group_rows(rows, node, lambda needed: self._take_group(path, needed))
            elif isinstance(node, ScoreAtLeast):
                self._leaf_rows(rows, path, node)
        level_labels(rows)
        self.put_form(form)

    def _take_group(self, path: Path, needed: int | None) -> None:
        if self.rule is not None:
            self._set(with_count(self.rule, path, needed), path)

    def _leaf_rows(self, form: QFormLayout, path: Path, node: ScoreAtLeast) -> None:
        names = self._names()
        maxima = (
            {} if self._edition is None else {one.code: one.maximum for one in self._edition.fields}
        )
        score = NamedChoice(_("得点"))
        known = tuple(names.items())
        score.offer(known if node.score in names else (*known, (node.score, node.score)))
        score.choose(node.score)
        points = QSpinBox()
        points.setAccessibleName(_("点数"))
        points.setRange(0, maxima.get(node.score, node.points))
        points.setValue(node.points)
        points.setSuffix(_(" 点以上"))
        label = QLineEdit(node.label)
        label.setAccessibleName(_("表示名"))

        def take() -> None:
            if self.rule is None:
                return
            points.setMaximum(maxima.get(score.code, node.points))
            old = node_at(self.rule, path)
            was = leaf_text(old, names) if isinstance(old, ScoreAtLeast) else ""
            plain = ScoreAtLeast(node.id, "", score.code, points.value())
            text = label.text()
            if text == was or not text.strip():
                text = leaf_text(plain, names)
                label.setText(text)
            leaf = ScoreAtLeast(node.id, text, score.code, points.value())
            self._set(with_node(self.rule, path, leaf))
            self.tree.currentItem().setText(0, leaf_text(leaf, names))

        score.activated.connect(lambda _at: take())
        points.valueChanged.connect(lambda _value: take())
        label.editingFinished.connect(take)
        form.addRow(_("得点"), score)
        form.addRow(_("基準"), points)
        form.addRow(_("表示名"), label)

    # What the buttons do

    def _new_leaf(self) -> ScoreAtLeast | None:
        if self._edition is None or not self._edition.fields:
            return None
        first = self._edition.fields[0]
        plain = ScoreAtLeast(free_id(self.rule), "", first.code, first.maximum * 6 // 10)
        text = leaf_text(plain, self._names())
        return ScoreAtLeast(plain.id, text, plain.score, plain.points)

    def add_leaf(self) -> None:
        """Add a condition below the group chosen, or after the condition."""
        leaf = self._new_leaf()
        if leaf is not None:
            self._set(*with_child(self.rule, self.path, leaf))

    def add_group(self) -> None:
        """Add a group of which one condition is enough."""
        leaf = self._new_leaf()
        if leaf is not None:
            self._set(*with_child(self.rule, self.path, AtLeast(1, (leaf,))))

    def remove(self) -> None:
        """Take the place chosen away; the last one leaves no rule."""
        if self.rule is None:
            return
        path = self.path
        self._set(without_node(self.rule, path) if path else None, path[:-1])
