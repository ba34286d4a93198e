"""組織改編."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.reorganisation.contrast import DepartmentRow
from skilltrack.domain.reorganisation.steps import Action, Step
from skilltrack.gui.office.asking import excel_files, table_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.organisation.forms import StepDialog, StepForm, Tree
from skilltrack.gui.office.organisation.rows import step_rows, tree_row
from skilltrack.gui.office.organisation.split import SplitDialog
from skilltrack.gui.office.organisation.view import HISTORY, PLAN, TREE, OrganisationView
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _
from skilltrack.services.organisation import reorganisation as service
from skilltrack.services.organisation.files import (
    PlanFile,
    read_division_file,
    read_plan_file,
)
from skilltrack.services.organisation.reorganisation import Member, Reorganisation
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

CHANGES = frozenset({Changed.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Read:
    """What the page reads."""

    standpoint: Standpoint
    tree: tuple[DepartmentRow, ...]
    history: tuple[Operation, ...]


class OrganisationPage(Page[Read]):
    """Connects the tree, the plan and the list with the services."""

    key = "organisation"
    concerns = CHANGES

    def __init__(self, desk: Desk) -> None:
        self.view = OrganisationView(desk.today)
        super().__init__(
            desk,
            _("組織改編"),
            _("改称・移管・統合・分割・廃止・新設を、日を決めてまとめて行います。"),
            self.view,
        )
        export = QPushButton(_("表をExcelに保存"))
        export.clicked.connect(self._export)
        self.add_action(export, needs_content=True)
        self.dialog: StepForm | None = None
        self._names: dict[str, str] = {}
        self._checked: Reorganisation | None = None
        view = self.view
        view.step_requested.connect(self.ask_step)
        view.others_toggled.connect(self.reload)
        view.check_requested.connect(self.check)
        view.apply_requested.connect(self.apply)
        view.print_requested.connect(self._print_plan)
        view.file_requested.connect(self._ask_file)
        view.undo_requested.connect(self.undo)
        view.print_done_requested.connect(self._print_done)
        desk.is_acting_changed.connect(view.show_acting)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Read]:
        has_others = self.view.others.isChecked()
        return lambda database: Read(
            standpoint,
            service.organisation_tree(database, standpoint.as_of, has_others=has_others),
            service.reorganisations(database),
        )

    def emptiness(self, read: Read) -> EmptyState | None:
        if read.tree or read.history:
            return None
        empty = EmptyState(
            _("基準日に所属がありません。所属の一覧を取り込むと、ここに組織図が出ます。"),
            _("所属を取り込む"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports", part="departments")))
        return empty

    def show_read(self, read: Read) -> None:
        self._names |= {row.department.code: row.department.name for row in read.tree}
        self.view.show_tree([tree_row(row, read.standpoint.as_of) for row in read.tree])
        self.view.show_history(read.history)

    def table(self) -> TableView[Any]:
        return self.view.tree

    def visit(self, destination: Destination) -> None:
        if destination.part in {TREE, PLAN, HISTORY}:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    # Putting a plan together

    def ask_step(self, action: Action) -> None:
        """Ask for the details of a step; the departments are those of the day of the plan."""
        on = self.view.on.day
        codes = () if action is Action.OPEN else self.view.chosen_codes()

        def read(database: Database) -> tuple[tuple[DepartmentRow, ...], tuple[Member, ...]]:
            rows = service.organisation_tree(database, on)
            people = service.members(database, codes[0], on) if action is Action.SPLIT else ()
            return rows, people

        self.desk.read(
            read,
            done=lambda found: self._open_dialog(action, codes, *found),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _open_dialog(
        self,
        action: Action,
        codes: tuple[str, ...],
        rows: tuple[DepartmentRow, ...],
        members: tuple[Member, ...],
    ) -> None:
        standing = {row.department.code for row in rows}
        missing = [code for code in codes if code not in standing]
        if missing:
            text = _("所属 {codes} は、改編の日（{day}）にはありません。改編の日を直します。")
            day = wareki(self.view.on.day)
            self.desk.tell(text.format(codes=_("・").join(missing), day=day), Tone.ATTENTION)
            return
        self._names |= {row.department.code: row.department.name for row in rows}
        made = [part for step in self.view.planned for part in step.parts if part.name]
        planned = tuple((part.code, part.name) for part in made if part.code not in standing)
        tree = Tree(rows, planned)
        if action is Action.SPLIT:
            dialog: StepForm = self._split_dialog(codes[0], tree, members)
        else:
            dialog = StepDialog(action, codes, tree, self)
        dialog.submitted.connect(self.add_step)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _split_dialog(self, code: str, tree: Tree, members: tuple[Member, ...]) -> SplitDialog:
        dialog = SplitDialog(code, tree, members, self)
        dialog.list_requested.connect(lambda: self._ask_division(dialog))
        return dialog

    def _ask_division(self, dialog: SplitDialog) -> None:
        title = _("職員番号と所属コードの一覧")
        path = self.desk.asking.file_to_open(dialog, title, table_files())
        if path is not None:
            self.desk.act(
                _("一覧を読んでいます"),
                lambda _database, _progress: read_division_file(path),
                done=dialog.assign,
                owner=dialog,
            )

    def add_step(self, step: Step) -> None:
        """Add a step to the plan and show it."""
        self._show_plan((*self.view.planned, step))
        self.view.switch.choose(PLAN)

    def _show_plan(self, steps: tuple[Step, ...]) -> None:
        self._checked = None
        self.view.show_steps(step_rows(steps, self._names))

    def _ask_file(self) -> None:
        kinds = _("改編の計画 (*.xlsx *.xls *.ods *.csv *.toml)")
        path = self.desk.asking.file_to_open(self, _("計画のファイル"), kinds)
        if path is None:
            return
        self.desk.act(
            _("計画を読んでいます"),
            lambda _database, _progress: read_plan_file(path),
            done=lambda read: self._show_file(path, read),
            owner=self,
        )

    def _show_file(self, path: Path, read: PlanFile) -> None:
        self._show_plan((*self.view.planned, *read.steps))
        text = _("「{file}」の操作{count}件を計画に加えました。")
        told = [text.format(file=path.name, count=len(read.steps))]
        self.desk.tell("\n".join([*told, *map(sentence, read.notices)]))

    # Checking and applying

    def check(self) -> None:
        """Apply the plan and leave everything as it was, and show what would happen."""
        steps, on = self.view.planned, self.view.on.day
        self.desk.act(
            _("計画を確かめています"),
            lambda database, progress: service.preview_reorganisation(
                database, steps, on, progress=progress
            ),
            done=lambda done: self._show_checked(steps, done),
            owner=self,
        )

    def _show_checked(self, steps: tuple[Step, ...], done: Reorganisation) -> None:
        if steps != self.view.planned or done.on != self.view.on.day:
            return  # the plan was changed meanwhile
        self._checked = None if done.problems else done
        self.view.show_checked(done)

    def apply(self) -> None:
        """Apply the checked plan."""
        steps, on, reason = self.view.planned, self.view.on.day, self.view.reason.text().strip()
        self.desk.act(
            _("改編しています"),
            lambda database, progress: service.reorganise(
                database, steps, on, reason=reason, progress=progress
            ),
            done=self._show_applied,
            failed=self._show_refused,
            owner=self,
            changes=CHANGES,
        )

    def _show_applied(self, done: Reorganisation) -> None:
        self._show_plan(())
        self.view.reason.clear()
        self.view.switch.choose(HISTORY)
        text = _("{day}の改編を記録しました（{title}）。一覧から元に戻せます。")
        self.desk.tell(text.format(day=wareki(done.on), title=done.title))

    def _show_refused(self, error: SkilltrackError) -> None:
        self.view.forget_check()
        self.desk.tell_error(error)

    # Printing and undoing

    def _export(self) -> None:
        """Save the table in sight."""
        view = self.view
        tables: dict[str, tuple[TableView[Any], str]] = {
            TREE: (view.tree, _("組織図")),
            PLAN: (view.steps, _("改編の計画")),
            HISTORY: (view.history, _("組織の改編")),
        }
        self.export_table(*tables[view.switch.current])

    def _print_plan(self) -> None:
        if self._checked is not None:
            self._save(self._checked, self._checked.on.isoformat())

    def _print_done(self, operation: Operation) -> None:
        self._save(operation.change, str(operation.effective_on))

    def _save(self, done: Reorganisation | int, day: str) -> None:
        suggested = _("新旧対照表_{day}.xlsx").format(day=day.replace("-", ""))
        title = _("新旧対照表を保存")
        path = self.desk.asking.file_to_save(self, title, suggested, excel_files())
        if path is None:
            return
        reason = self.view.reason.text().strip()
        self.desk.act(
            _("新旧対照表を保存しています"),
            lambda database, _progress: service.save_comparison(
                database, path, done, reason=reason
            ),
            done=lambda _none: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def undo(self, operation: Operation) -> None:
        """Undo a reorganisation after the user has agreed."""
        title = _("「{title}」を元に戻します").format(title=operation.title)
        text = _("所属、配属、任命がすべて、この改編をする前の記録に戻ります。")
        if not self.desk.asking.decision(self, title, text, _("元に戻す")):
            return
        self.desk.act(
            _("改編を元に戻しています"),
            lambda database, _progress: service.undo_reorganisation(database, operation.change),
            done=lambda done: self.desk.tell(
                _("「{title}」を元に戻しました。").format(title=done.title)
            ),
            owner=self,
            changes=CHANGES,
        )
