"""Taking files over, and undoing it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from skilltrack.domain.intake import (
    ColumnMapping,
    ImportKind,
    ImportOutcome,
    MappingDraft,
    MissingRule,
)
from skilltrack.domain.problems import Cancelled, Problem, SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.gui.office.asking import excel_files, table_files
from skilltrack.gui.office.changes import NOTHING, Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.imports.kinds import CHANGED_BY_IMPORT
from skilltrack.gui.office.imports.mapping import MappingDialog
from skilltrack.gui.office.imports.result import HEADING_PROBLEMS, OutcomePanel, ProblemsPanel
from skilltrack.gui.office.imports.view import HISTORY, TAKE, Chosen, ImportsView
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services.handover import save_problems
from skilltrack.services.imports import files, mappings, results
from skilltrack.store.database import Database
from skilltrack.store.imports import ImportFile


class ImportsPage(Page[tuple[ImportFile, ...]]):
    """Connects the form and the list with the services."""

    key = "imports"
    concerns = frozenset({Changed.IMPORTS})

    def __init__(self, desk: Desk) -> None:
        self.view = ImportsView(desk.today)
        super().__init__(
            desk,
            _("取り込み"),
            _("Excel や CSV の表を確かめてから取り込みます。取り込んだ後も元に戻せます。"),
            self.view,
        )
        self.add_choice(self.view.switch)
        view = self.view
        view.file_requested.connect(self._ask_file)
        view.check_requested.connect(self.check)
        view.take_requested.connect(self.take_over)
        view.mapping_requested.connect(self.ask_mapping)
        view.undo_requested.connect(self.undo)
        desk.is_acting_changed.connect(view.show_acting)

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], tuple[ImportFile, ...]]:
        return files.list_imports

    def show_read(self, read: tuple[ImportFile, ...]) -> None:
        self.view.show_history(read)

    def table(self) -> TableView[Any]:
        return self.view.history

    def visit(self, destination: Destination) -> None:
        part = destination.part
        if part in {TAKE, HISTORY}:
            self.view.switch.choose(part)
        elif part:
            self.view.switch.choose(TAKE)
            self.view.choose_kind(ImportKind(part))

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def _ask_file(self) -> None:
        path = self.desk.asking.file_to_open(self, _("取り込むファイル"), table_files())
        if path is not None:
            self.view.choose_file(path)

    # Checking and taking over

    def check(self, chosen: Chosen) -> None:
        """Do everything but take the file over, and show what would happen."""
        self.desk.act(
            _("ファイルを確かめています"),
            self._work(chosen, is_dry_run=True),
            done=lambda outcome: self._show_checked(chosen, outcome),
            failed=lambda error: self._show_refused(chosen, error),
            owner=self,
        )

    def take_over(self, chosen: Chosen) -> None:
        """Take the checked file over."""
        self.desk.act(
            _("取り込んでいます"),
            self._work(chosen, is_dry_run=False),
            done=self._show_taken,
            failed=lambda error: self._show_refused(chosen, error),
            owner=self,
            changes=CHANGED_BY_IMPORT[chosen.kind],
        )

    def _work(
        self, chosen: Chosen, *, is_dry_run: bool
    ) -> Callable[[Database, Progress], ImportOutcome]:
        today = self.desk.today
        rule = MissingRule(is_partial=True) if chosen.is_partial else self.view.rule
        if is_dry_run and not chosen.is_partial:
            rule = MissingRule()  # what was decided is shown beside the preview
        return lambda database, progress: files.import_file(
            database,
            chosen.kind,
            chosen.path,
            today=today,
            effective=chosen.effective,
            mapping=chosen.mapping,
            missing=rule,
            is_dry_run=is_dry_run,
            progress=progress,
        )

    def _show_checked(self, chosen: Chosen, outcome: ImportOutcome) -> None:
        if chosen != self.view.chosen():  # something else was chosen meanwhile
            return
        panel = self._show_outcome(outcome)
        panel.decided.connect(
            lambda: self.view.take_decisions(panel.rule, is_decided=panel.is_decided)
        )
        self.view.mark_checked(chosen)
        self.view.take_decisions(panel.rule, is_decided=panel.is_decided)

    def _show_taken(self, outcome: ImportOutcome) -> None:
        self._show_outcome(outcome)
        self.view.forget_file()

    def _show_outcome(self, outcome: ImportOutcome) -> OutcomePanel:
        panel = OutcomePanel(outcome, self.view.rule)
        panel.save_requested.connect(lambda: self._save_outcome(panel.outcome()))
        self.view.show_result(panel)
        return panel

    def _show_refused(self, chosen: Chosen, error: SkilltrackError) -> None:
        if isinstance(error, Cancelled):
            self.desk.tell_error(error)
            return
        panel = ProblemsPanel(chosen.path.name, error.problems)
        panel.save_requested.connect(lambda: self._save_problems(chosen.path, error.problems))
        panel.mapping_requested.connect(lambda: self.ask_mapping(chosen))
        self.view.show_result(panel)
        if any(problem.code in HEADING_PROBLEMS for problem in error.problems):
            self.ask_mapping(chosen)

    def _save_outcome(self, outcome: ImportOutcome) -> None:
        suggested = _("{file}の結果.xlsx").format(file=Path(outcome.file).stem)
        title = _("結果をExcelに保存")
        path = self.desk.asking.file_to_save(self, title, suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("結果を保存しています"),
            lambda database, progress: results.save_outcome(database, path, outcome, progress),
            done=lambda _none: self._tell_saved(path),
            owner=self,
        )

    def _tell_saved(self, path: Path) -> None:
        text = _("「{file}」に保存しました。").format(file=path.name)
        self.desk.tell(text, folder=path.parent)

    # Headings and words

    def ask_mapping(self, chosen: Chosen) -> None:
        """Ask which column of the file is which of ours."""
        self._propose(chosen, chosen.mapping, self._open_mapping)

    def _propose(
        self,
        chosen: Chosen,
        mapping: ColumnMapping | None,
        show: Callable[[Chosen, MappingDraft], None],
    ) -> None:
        self.desk.act(
            _("見出しを調べています"),
            lambda database, progress: mappings.propose(
                database, chosen.kind, chosen.path, mapping=mapping, progress=progress
            ),
            done=lambda draft: show(chosen, draft),
            owner=self,
        )

    def _open_mapping(self, chosen: Chosen, draft: MappingDraft) -> None:
        dialog = MappingDialog(draft, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.submitted.connect(lambda mapping: self._use_mapping(dialog, chosen, mapping))
        dialog.header_row_chosen.connect(
            lambda row: self._propose(
                chosen,
                replace(dialog.mapping(), header_row=row),
                lambda _chosen, other: dialog.show_draft(other),
            )
        )
        dialog.open()

    def _use_mapping(self, dialog: MappingDialog, chosen: Chosen, mapping: ColumnMapping) -> None:
        is_remembered = dialog.is_remembered.isChecked()
        dialog.accept()
        if not is_remembered:
            self._check_again(mapping)
            return
        self.desk.act(
            _("見出しの対応を覚えています"),
            lambda database, _progress: mappings.remember(database, chosen.kind, mapping),
            done=lambda _none: self._check_again(None),
            owner=self,
        )

    def _check_again(self, mapping: ColumnMapping | None) -> None:
        self.view.use_mapping(mapping)
        chosen = self.view.chosen()
        if chosen is not None:
            self.check(chosen)

    def _save_problems(self, source: Path, problems: tuple[Problem, ...]) -> None:
        suggested = _("{file}の確認事項.xlsx").format(file=source.stem)
        title = _("問題の一覧をExcelに保存")
        path = self.desk.asking.file_to_save(self, title, suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("問題の一覧を保存しています"),
            lambda database, _progress: save_problems(database, path, problems),
            done=lambda _none: self._tell_saved(path),
            owner=self,
        )

    # Undoing

    def undo(self, record: ImportFile) -> None:
        """Undo an import after the user has agreed."""
        title = _("「{file}」の取り込みを元に戻します").format(file=record.file_name)
        text = _(
            "新規{new:,}件は取り消され、変更{changed:,}件は取り込む前の値に戻ります。"
            "もう一度必要になったときは、同じファイルを取り込みます。"
        ).format(new=record.rows_new, changed=record.rows_changed)
        if not self.desk.asking.decision(self, title, text, _("元に戻す")):
            return
        today = self.desk.today
        self.desk.act(
            _("取り込みを元に戻しています"),
            lambda database, _progress: files.undo_import(database, record.change, today=today),
            done=lambda done: self.desk.tell(
                _("「{file}」の取り込みを元に戻しました。").format(file=done.file_name)
            ),
            owner=self,
            changes=CHANGED_BY_IMPORT.get(record.kind, NOTHING),
        )
