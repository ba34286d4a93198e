"""What is asked for one step of a reorganisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.reorganisation.contrast import DepartmentRow
from skilltrack.domain.reorganisation.steps import TOP, Action, Part, Step
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.organisation.rows import INDENT
from skilltrack.gui.office.parts import clear, level_labels
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.reorganisation import ACTION_NAMES
from skilltrack.i18n.texts import _

WIDTH = 560
KEEP, AT_TOP, NEW, NOBODY = "=keep", "=top", "=new", "=nobody"
"""Choices beside department codes; no code begins with an equals sign here."""
CHOOSE = ""
"""Nothing chosen yet."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Tree:
    """The departments that a step can name: those of the day, and those the plan makes."""

    rows: tuple[DepartmentRow, ...]
    planned: tuple[tuple[str, str], ...] = ()

    def offered(self, *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Return (code, name) pairs, indented as a tree."""
        found = [
            (row.department.code, f"{INDENT * row.depth}{row.department.name}")
            for row in self.rows
            if row.department.code not in without
        ]
        new = [(code, _("{name}（計画で新設）").format(name=name)) for code, name in self.planned]
        return found + new

    def named(self, code: str) -> str:
        """Return the name of a department with its code."""
        names = {row.department.code: row.department.name for row in self.rows}
        return f"{names.get(code, '')}（{code}）"

    def name(self, code: str) -> str:
        """Return the name of a department."""
        return next((r.department.name for r in self.rows if r.department.code == code), "")

    def children(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return the departments right below others, those among the others left out."""
        return tuple(
            row.department.code
            for row in self.rows
            if row.department.parent in codes and row.department.code not in codes
        )


class StepForm(QDialog):
    """A dialog with problems on top, a form, and one button; ``submitted`` carries the ``Step``."""

    submitted = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.form = QFormLayout()
        self.form.setSpacing(Space.S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.submit_button = primary_button(_("計画に加える"))
        self.submit_button.clicked.connect(self.submit)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        leave.setAutoDefault(False)
        self.submit_button.setDefault(True)
        self._problems = QVBoxLayout()
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.M)
        self.body.addLayout(self._problems)
        self.body.addLayout(self.form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.submit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(self.body, 1)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        level_labels(self.form)
        super().showEvent(event)

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        raise NotImplementedError

    def step(self) -> Step:
        """Return what the form holds."""
        raise NotImplementedError

    def submit(self) -> None:
        """Hand the step over, or show what is missing."""
        problems = self.check()
        clear(self._problems)
        if problems:
            self._problems.addWidget(ErrorPanel(_("計画に加えられません"), problems))
        else:
            self.submitted.emit(self.step())
            self.accept()


class StepDialog(StepForm):
    """Asks for a renaming, a move, a merger, a closure or an opening."""

    def __init__(
        self,
        action: Action,
        sources: Sequence[str],
        tree: Tree,
        parent: QWidget | None = None,
    ) -> None:
        title = _("{action}の内容").format(action=ACTION_NAMES[action])
        super().__init__(title, parent)
        self._action = action
        self._sources = tuple(sources)
        self._tree = tree
        self.into = NamedChoice(_("統合した後の所属"))
        self.code = QLineEdit()
        self.code.setAccessibleName(_("所属コード"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("所属名"))
        self.parent_choice = NamedChoice(_("上位所属"))
        self.unit = NamedChoice(_("評価単位"))
        self.successor = NamedChoice(_("後継の所属"))
        self.children_to = NamedChoice(_("下位所属の移し先"))
        self._fill()
        self._lay_out()
        self.into.currentIndexChanged.connect(lambda _at: self._show_into())
        self.successor.currentIndexChanged.connect(lambda _at: self._suggest_children())
        self._show_into()

    def _fill(self) -> None:
        tree, sources = self._tree, self._sources
        is_new = self._action is Action.OPEN
        keep = (
            [(CHOOSE, _("上位所属を選びます"))]
            if self._action is Action.MOVE
            else [(KEEP, _("今のまま"))]
        )
        if is_new:
            keep = []
        top = [(AT_TOP, _("最上位（上の所属なし）"))]
        self.parent_choice.offer([*keep, *top, *tree.offered(without=sources)])
        flags = [(YES, _("評価単位にする")), (NO, _("評価単位にしない"))]
        self.unit.offer([*(() if is_new else ((KEEP, _("今のまま")),)), *flags])
        self.into.offer(
            [
                (NEW, _("新しい所属を作る")),
                *((code, _("{name}に統合").format(name=tree.named(code))) for code in sources),
            ]
        )
        none = (CHOOSE, _("引き継ぐ所属を選びます"))
        if not self._has_people():
            none = (NOBODY, _("後継なし"))
        self.successor.offer([none, *tree.offered(without=sources)])
        if self._action is Action.RENAME:
            self.code.setText(sources[0])
            self.name.setText(tree.name(sources[0]))

    def _has_people(self) -> bool:
        return any(row.people for row in self._tree.rows if row.department.code in self._sources)

    def _lay_out(self) -> None:
        action, form = self._action, self.form
        if self._sources:
            names = _("、").join(self._tree.named(code) for code in self._sources)
            form.addRow(_("元の所属"), Paragraph(names))
        if action is Action.MERGE:
            form.addRow(_("統合した後"), self.into)
        if action is Action.CLOSE:
            form.addRow(_("後継の所属"), self.successor)
        if action in {Action.OPEN, Action.RENAME, Action.MERGE}:
            form.addRow(_("所属コード"), self.code)
            form.addRow(_("所属名"), self.name)
        if action is not Action.CLOSE:
            form.addRow(_("上位所属"), self.parent_choice)
        if action in {Action.OPEN, Action.RENAME, Action.MERGE}:
            form.addRow(_("評価単位"), self.unit)
        if action in {Action.MERGE, Action.CLOSE} and self._tree.children(self._sources):
            form.addRow(_("下位所属の移し先"), self.children_to)
        self.body.addWidget(Paragraph(_EXPLANATIONS[action](), TextRole.SECONDARY))
        self.body.addStretch(1)

    def _show_into(self) -> None:
        """Take code and name of a department that lives on, and keep the code as it is."""
        if self._action is Action.MERGE:
            code = self.into.code
            self.code.setEnabled(code == NEW)
            self.code.setText("" if code == NEW else code)
            self.name.setText("" if code == NEW else self._tree.name(code))
        self._suggest_children()

    def _suggest_children(self) -> None:
        offered = self._tree.offered(without=self._sources)
        if self._action is Action.MERGE:
            text = _("統合した後の所属")
            self.children_to.offer([(NEW, text), *offered])
        elif self._action is Action.CLOSE:
            self.children_to.offer([(CHOOSE, _("移し先を選びます")), *offered])
            self.children_to.choose(self.successor.code)

    def step(self) -> Step:
        """Return what the form holds."""
        action, sources = self._action, self._sources
        code = self.code.text().strip()
        children = ""
        if action in {Action.MERGE, Action.CLOSE} and self._tree.children(sources):
            children = code if self.children_to.code == NEW else self.children_to.code
        if action is Action.CLOSE:
            successor = self.successor.code
            parts = () if successor == NOBODY else (Part(successor),)
            return Step(action, sources, parts, children)
        if action is Action.MOVE:
            return Step(action, sources, (Part(sources[0], parent=self._parent()),))
        name = self.name.text().strip()
        if name == self._tree.name(code):
            name = ""
        part = Part(code, name, self._parent(), self._flag())
        return Step(action, sources, (part,), children)

    def _parent(self) -> str | None:
        chosen = self.parent_choice.code
        return {KEEP: None, AT_TOP: TOP}.get(chosen, chosen)

    def _flag(self) -> bool | None:
        return {YES: True, NO: False}.get(self.unit.code)

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        step = self.step()
        code = self.code.text().strip()
        part = step.parts[0] if step.parts else None
        asks_code = self._action in {Action.OPEN, Action.RENAME, Action.MERGE}
        known = {row.department.code for row in self._tree.rows}
        is_taken = code in known and code not in self._sources
        says = () if part is None else (part.name, part.parent, part.is_evaluation_unit)
        is_unchanged = self._action is Action.RENAME and code in self._sources
        is_closing = self._action is Action.CLOSE
        is_parentless = self._action is Action.MOVE and self.parent_choice.code == CHOOSE
        has_children = bool(self._tree.children(self._sources))
        found = (
            (is_parentless, _("移した先の上位所属を選びます。")),
            (is_closing and self.successor.code == CHOOSE, _("引き継ぐ所属を選びます。")),
            (
                is_closing and has_children and self.children_to.code == CHOOSE,
                _("下位の所属の移し先を選びます。"),
            ),
            (asks_code and not code, _("所属コードを入力します。")),
            (asks_code and is_taken, _("所属コード {code} は使われています。").format(code=code)),
            (
                asks_code and code not in known and not self.name.text().strip(),
                _("所属名を入力します。"),
            ),
            (
                is_unchanged and says == ("", None, None),
                _("名称、コード、上位所属、評価単位のどれかを変えます。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


_EXPLANATIONS = {
    Action.OPEN: lambda: _("新しい所属には、まだだれもいません。人事異動の名簿で配属します。"),
    Action.RENAME: lambda: _(
        "名称だけを変えると、配属の記録はそのままです。コードも変えると、"
        "前の所属を引き継ぐ所属として、職員と下位の所属が続きます。"
    ),
    Action.MOVE: lambda: _("所属の職員と、その下の所属も一緒に移ります。"),
    Action.MERGE: lambda: _(
        "全員が統合した後の所属に移ります。主務と兼務が同じ所属になる職員は、主務だけが残ります。"
    ),
    Action.CLOSE: lambda: _(
        "職員は後継の所属に移ります。だれもいない所属は、後継なしで終われます。"
    ),
}
