"""The page 組織改編: the tree, the plan, and what was done."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.reorganisation.steps import Action, Step
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.organisation.preview import ResultPart, result_parts, verdict
from skilltrack.gui.office.organisation.rows import (
    STEP_FIELDS,
    TREE_FIELDS,
    StepRow,
    TreeRow,
    history_fields,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button, set_surface
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import ToneLabel, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.reorganisation import ACTION_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.reorganisation import Reorganisation
from skilltrack.store.operations import Operation

TREE, PLAN, HISTORY = "tree", "plan", "history"
STEPS = "steps"

CHOSEN_ACTIONS = (Action.RENAME, Action.MOVE, Action.MERGE, Action.SPLIT, Action.CLOSE)
"""What is done to departments chosen in the tree."""


class OrganisationView(QWidget):
    """Lays out the three parts; emits what is asked for."""

    step_requested = Signal(object)
    """Carries the ``Action``."""
    check_requested = Signal()
    apply_requested = Signal()
    print_requested = Signal()
    file_requested = Signal()
    undo_requested = Signal(object)
    """Carries the ``Operation``."""
    print_done_requested = Signal(object)
    """Carries the ``Operation``."""
    others_toggled = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.switch = Switch(
            ((TREE, _("組織図")), (PLAN, _("改編の計画")), (HISTORY, _("これまでの改編")))
        )
        self.tree: TableView[TreeRow] = TableView(TREE_FIELDS, fold=fold)
        self.tree.setAccessibleName(_("組織図"))
        self.others = QCheckBox(_("終わった所属と予定の所属も示す"))
        self.buttons = {action: QPushButton(ACTION_NAMES[action]) for action in CHOSEN_ACTIONS}
        self.open_button = QPushButton(ACTION_NAMES[Action.OPEN])
        year = FiscalYear.of(today).year + 1
        self.on = EraDateField(_("改編の日"), FiscalYear(year).first_day)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("例　令和9年度の組織改正。人の名前は書きません"))
        self.reason.setAccessibleName(_("理由"))
        self.steps: TableView[StepRow] = TableView(STEP_FIELDS)
        self.steps.setAccessibleName(_("計画の操作"))
        self.remove_button = QPushButton(_("操作を除く"))
        self.file_button = QPushButton(_("計画のファイルを読む"))
        self.check_button = QPushButton(_("確かめる"))
        self.print_button = QPushButton(_("新旧対照表を保存"))
        self.apply_button = primary_button(_("改編する"))
        self.verdict = ToneLabel("", Tone.INFO)
        self.plan_switch = Switch(((STEPS, _("操作")),))
        self.plan_parts = QStackedWidget()
        self.no_steps = EmptyState(
            _(
                "組織図で所属を選び、改称・統合などを計画に加えます。\n"
                "いくつもの改編をまとめて確かめ、一度に行えます。"
            ),
            _("組織図を開く"),
        )
        self.no_history = EmptyState(_("行った改編と予定の改編がここに並びます。"))
        self.history: TableView[Operation] = TableView(history_fields(today), fold=fold)
        self.history.setAccessibleName(_("これまでの改編"))
        self.undo_button = QPushButton(_("元に戻す"))
        self.print_done_button = QPushButton(_("新旧対照表を保存"))
        self.parts = QStackedWidget()
        self._planned: tuple[Step, ...] = ()
        self._is_acting = False
        self._can_apply = False
        self._lay_out()
        self._connect()
        self.show_steps(())

    def _lay_out(self) -> None:
        for part in (self._tree_part(), self._plan_part(), self._history_part()):
            self.parts.addWidget(part)
        choice = QHBoxLayout()
        choice.addWidget(self.switch)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(choice)
        column.addWidget(self.parts, 1)

    def _tree_part(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(text_label(_("選んだ所属を"), TextRole.SECONDARY))
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(Space.M)
        row.addWidget(self.open_button)
        row.addStretch(1)
        row.addWidget(self.others)
        return _column(row, self.tree)

    def _plan_part(self) -> QWidget:
        form = QWidget()
        set_surface(form)
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(text_label(_("改編の日"), TextRole.SECONDARY))
        first.addWidget(self.on)
        first.addWidget(text_label(_("理由"), TextRole.SECONDARY))
        first.addWidget(self.reason, 1)
        first.addWidget(self.file_button)
        second = QHBoxLayout()
        second.setSpacing(Space.S)
        second.addWidget(self.remove_button)
        second.addStretch(1)
        second.addWidget(self.check_button)
        second.addWidget(self.print_button)
        second.addWidget(self.apply_button)
        inner = QVBoxLayout(form)
        inner.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inner.setSpacing(Space.S)
        inner.addLayout(first)
        inner.addLayout(second)
        self._plan_choice = QHBoxLayout()
        self._plan_choice.setSpacing(Space.M)
        self._plan_choice.addWidget(self.plan_switch)
        self._plan_choice.addWidget(self.verdict, 1)
        self.plan_parts.addWidget(self.steps)
        self._plan_stack = QStackedWidget()
        checked = QWidget()
        column = QVBoxLayout(checked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._plan_choice)
        column.addWidget(self.plan_parts, 1)
        self._plan_stack.addWidget(checked)
        self._plan_stack.addWidget(self.no_steps)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(form)
        column.addWidget(self._plan_stack, 1)
        return part

    def _history_part(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        text = _("新しいものから順に、改編をまるごと元に戻せます。")
        row.addWidget(text_label(text, TextRole.SECONDARY), 1)
        row.addWidget(self.print_done_button)
        row.addWidget(self.undo_button)
        self._history_stack = QStackedWidget()
        self._history_stack.addWidget(_column(row, self.history))
        self._history_stack.addWidget(self.no_history)
        return self._history_stack

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda _key: self.show_part())
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _on, chosen=action: self.step_requested.emit(chosen))
        self.open_button.clicked.connect(lambda: self.step_requested.emit(Action.OPEN))
        self.others.toggled.connect(lambda _on: self.others_toggled.emit())
        self.tree.selectionModel().selectionChanged.connect(lambda *_what: self.show_buttons())
        self.check_button.clicked.connect(self.check_requested)
        self.apply_button.clicked.connect(self.apply_requested)
        self.print_button.clicked.connect(self.print_requested)
        self.file_button.clicked.connect(self.file_requested)
        self.remove_button.clicked.connect(self.remove_step)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.steps)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete.activated.connect(self.remove_step)
        self.steps.current_row_changed.connect(lambda _row: self.show_buttons())
        self.on.day_changed.connect(lambda _day: self.forget_check())
        self.no_steps.action_requested.connect(lambda: self.switch.choose(TREE))
        self.history.current_row_changed.connect(lambda _row: self.show_buttons())
        self.undo_button.clicked.connect(
            lambda: self.undo_requested.emit(self.history.current_row())
        )
        self.print_done_button.clicked.connect(
            lambda: self.print_done_requested.emit(self.history.current_row())
        )

    # What is chosen

    def chosen_codes(self) -> tuple[str, ...]:
        """Return the departments chosen in the tree that stand on the day, in its order."""
        numbers = sorted(index.row() for index in self.tree.selectionModel().selectedRows())
        rows = [self.tree.filter.row(number).row for number in numbers]
        return tuple(row.department.code for row in rows if row.is_standing)

    @property
    def planned(self) -> tuple[Step, ...]:
        """Return the steps of the plan."""
        return self._planned

    def remove_step(self) -> None:
        """Take the step under the cursor out of the plan."""
        row = self.steps.current_row()
        if row is not None:
            kept = [one for one in self.steps.rows.given_rows() if one.number != row.number]
            self.show_steps([StepRow(n, one.step, one.text) for n, one in enumerate(kept, 1)])

    # What is shown

    def show_tree(self, rows: Sequence[TreeRow]) -> None:
        """Show other departments."""
        self.tree.show_rows(rows)
        self.show_buttons()

    def show_steps(self, rows: Sequence[StepRow]) -> None:
        """Show another plan."""
        self._planned = tuple(row.step for row in rows)
        self.steps.show_rows(rows)
        count = _("改編の計画（{count}）").format(count=len(rows))
        self.switch.set_text(PLAN, count if rows else _("改編の計画"))
        self.forget_check()

    def forget_check(self) -> None:
        """Show that the plan as it stands was not checked."""
        self._show_parts((), can_apply=False)
        self.verdict.set_state(_("まだ確かめていません。"), Tone.INFO)

    def show_checked(self, done: Reorganisation) -> None:
        """Show what checking found."""
        self._show_parts(result_parts(done), can_apply=not done.problems)
        self.verdict.set_state(*verdict(done))

    def _show_parts(self, found: Sequence[ResultPart], *, can_apply: bool) -> None:
        """Offer the steps and what was found beside them; what was found first is shown."""
        while self.plan_parts.count() > 1:
            old = self.plan_parts.widget(1)
            self.plan_parts.removeWidget(old)
            old.deleteLater()
        for part in found:
            self.plan_parts.addWidget(part.widget)
        steps = _("操作 {count}件").format(count=len(self._planned))
        keys = [STEPS, *(part.key for part in found)]
        switch = Switch([(STEPS, steps), *((part.key, part.text) for part in found)])
        switch.chosen.connect(lambda key: self.plan_parts.setCurrentIndex(keys.index(key)))
        self._plan_choice.replaceWidget(self.plan_switch, switch)
        self.plan_switch.hide()
        self.plan_switch.deleteLater()
        self.plan_switch = switch
        if found:
            switch.choose(found[0].key)
        self._can_apply = can_apply
        self._plan_stack.setCurrentIndex(0 if self._planned else 1)
        self.show_buttons()

    def show_history(self, operations: Sequence[Operation]) -> None:
        """Show other reorganisations."""
        self.history.show_rows(operations)
        self._history_stack.setCurrentIndex(0 if operations else 1)
        self.show_buttons()

    def show_part(self) -> None:
        """Show the part chosen."""
        self.parts.setCurrentIndex((TREE, PLAN, HISTORY).index(self.switch.current))

    def show_acting(self, is_acting: bool) -> None:  # noqa: FBT001 (a slot)
        """Hold the buttons back while something is being done."""
        self._is_acting = is_acting
        self.show_buttons()

    def show_buttons(self) -> None:
        """Offer what can be done now."""
        count = 0 if self._is_acting else len(self.chosen_codes())
        for action, button in self.buttons.items():
            button.setEnabled(count >= 2 if action is Action.MERGE else count == 1)
        has_steps = bool(self._planned) and not self._is_acting
        self.open_button.setEnabled(not self._is_acting)
        self.check_button.setEnabled(has_steps)
        self.remove_button.setEnabled(has_steps and self.steps.current_row() is not None)
        for button in (self.apply_button, self.print_button):
            button.setEnabled(has_steps and self._can_apply)
        row = self.history.current_row()
        self.print_done_button.setEnabled(row is not None and not self._is_acting)
        can_undo = row is not None and row.undone_in is None
        self.undo_button.setEnabled(can_undo and not self._is_acting)


def _column(row: QHBoxLayout, table: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.S)
    column.addLayout(row)
    column.addWidget(table, 1)
    return part
