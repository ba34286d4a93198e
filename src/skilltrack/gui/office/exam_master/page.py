"""試験の内容: editions and pass rules changed with their effect, written out, taken over."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams.definition import Exam, ExamEdition
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exam_master.dialogs import NewExamDialog, SaveDialog
from skilltrack.gui.office.exam_master.editor import ExamEditor
from skilltrack.gui.office.exam_master.rows import EditionRow
from skilltrack.gui.office.exam_master.view import PARTS, ExamMasterView, ExamsRead
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.programme.dialogs import RefusedDialog
from skilltrack.gui.office.questionnaires.dialogs import ProblemsDialog
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.exams import master, master_files
from skilltrack.services.exams.master import ExamVersion, SavedExam
from skilltrack.services.exams.master_words import EditingWords, editing_words
from skilltrack.store.database import Database

CHANGES = frozenset({Changed.EXAMS, Changed.SCHEMES})
Rehearsed = Sequence[SavedExam]


class ExamMasterPage(Page[ExamsRead]):
    """Connects the content of exams with the services."""

    key = "exam_master"
    concerns = frozenset({Changed.EXAMS, Changed.SCHEMES, Changed.QUESTIONNAIRES})

    def __init__(self, desk: Desk) -> None:
        self.view = ExamMasterView()
        super().__init__(
            desk,
            _("試験の内容"),
            _(
                "受験の結果は、受験日の制度版で判定します。変える前に、誰の合否が変わるかを確かめられます。"
            ),
            self.view,
        )
        self.deeds = Deeds(desk, self, CHANGES)
        self.add_choice(self.view.exams)
        self.edit_button = primary_button(_("編集する"))
        self.edit_button.clicked.connect(lambda: self.edit())
        self.add_action(self.edit_button, needs_content=True)
        self.more_button = menu_button(_("ほかの操作"))
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.add_action(self.more_button)
        self.editor: ExamEditor | None = None
        self.saving: SaveDialog | None = None
        self.new: NewExamDialog | None = None
        self.problems: ProblemsDialog | None = None
        self.refused: RefusedDialog | None = None
        self.view.edit_requested.connect(self._edit_row)
        self.view.undo_requested.connect(self.ask_undo)
        self.view.chosen.connect(self._show_chosen)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], ExamsRead]:
        on = standpoint.as_of

        def read(database: Database) -> ExamsRead:
            entries = master.list_exams(database)
            own = [entry.exam.code for entry in entries if entry.is_own]
            return ExamsRead(
                entries,
                on,
                editing_words(database).names,
                {code: master.list_versions(database, code) for code in own},
            )

        return read

    def emptiness(self, read: ExamsRead) -> EmptyState | None:
        if read.entries:
            return None
        empty = EmptyState(
            _("試験を加えると、制度版と合格の規則がここに出ます。"), _("試験を加える")
        )
        empty.action_requested.connect(self.add_exam)
        return empty

    def show_read(self, read: ExamsRead) -> None:
        self.view.show_exams(read)

    def _show_chosen(self) -> None:
        entry = self.view.entry
        is_own = entry is not None and entry.is_own
        self.edit_button.setText(_("編集する") if is_own else _("取り入れる"))

    def table(self) -> TableView[Any]:
        return self.view.table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in dict(PARTS):
            self.view.switch.choose(destination.part)
            self.view.show_part()

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def fill_menu(self) -> None:
        """Offer what can be done with the exam chosen."""
        self.menu.clear()
        self.menu.addAction(_("試験を加える"), self.add_exam)
        entry = self.view.entry
        if entry is not None:
            self.menu.addAction(_("写して団体の試験を作る"), self.copy)
        if entry is not None and entry.is_own:
            if entry.has_shipped_change:
                self.menu.addAction(_("付いている内容を取り込む"), self.take_shipped)
            self.menu.addAction(_("Excelかテキストに書き出す"), self.write)
            drop = self.menu.addAction(_("使わないのでなくす"), self.drop)
            drop.setEnabled(not entry.uses)
        self.menu.addSeparator()
        self.menu.addAction(_("すべての試験を書き出す"), self.write_all)
        self.menu.addAction(_("ファイルから取り込む"), self.ask_file)
        self.menu.addAction(_("変更の履歴"), self.show_history)
        self.menu.addAction(_("表をExcelに保存"), self._export)

    def show_history(self) -> None:
        """Show what was changed, with the way back."""
        self.deeds.show_history(
            _("試験の内容の変更の履歴"), _("試験の内容を変えると、ここに並びます。"), master.AREA
        )

    def _export(self) -> None:
        part = dict(PARTS)[self.view.switch.current]
        self.export_table(self.view.table(), _("試験の内容 {part}").format(part=part))

    # Changing

    def _edit_row(self, row: EditionRow) -> None:
        self.view.exams.choose(row.entry.exam.code)
        self.edit(row.edition.code)

    def edit(self, edition: str = "") -> None:
        """Open the editor at an edition, or take a shipped exam first."""
        entry = self.view.entry
        if entry is None:
            return
        if not entry.is_own:
            self._rehearse_shipped(entry.exam.code)
            return
        self._open_editor(entry.exam, edition or self.view.edition)

    def _open_editor(self, exam: Exam, edition: str = "", *, is_new: bool = False) -> None:
        def show(words: EditingWords) -> None:
            self.editor = ExamEditor(
                self.desk, exam, words, edition=edition, is_new=is_new, parent=self
            )
            self.editor.save_requested.connect(self._rehearse)
            self.editor.open()

        self.desk.read(editing_words, done=show, failed=self.desk.tell_error, owner=self)

    def add_exam(self) -> None:
        """Ask for code and name of an own exam, then open it in the editor."""
        dialog = NewExamDialog(None, self)
        self.new = dialog

        def go_on() -> None:
            code, name = dialog.code.text().strip(), dialog.name.text().strip()
            known = () if self.view.read is None else self.view.read.entries
            if any(one.exam.code == code for one in known):
                dialog.show_problems((_("このコードは使われています。別のコードにしてください。"),))
                return
            dialog.accept()
            edition = ExamEdition("1", ALWAYS, (), None)
            self._open_editor(Exam(code, name, (), (edition,)), is_new=True)

        dialog.submitted.connect(go_on)
        dialog.open()

    def _rehearse(self, exam: Exam) -> None:
        self._try(
            lambda database: (master.save_exam(database, exam, _("確認"), is_rehearsal=True),),
            lambda database, reason: (master.save_exam(database, exam, reason),),
        )

    def take_shipped(self) -> None:
        """Show what the shipped content would change."""
        if self.view.entry is not None:
            self._rehearse_shipped(self.view.entry.exam.code)

    def _rehearse_shipped(self, code: str) -> None:
        self._try(
            lambda database: master_files.import_shipped(
                database, [code], _("確認"), is_rehearsal=True
            ),
            lambda database, reason: master_files.import_shipped(database, [code], reason),
        )

    def _try(
        self,
        rehearse: Callable[[Database], Rehearsed],
        save: Callable[[Database, str], Rehearsed],
        failed: Callable[[SkilltrackError], None] | None = None,
    ) -> None:
        """Check everything and show the effect; saved is what was shown."""
        self.desk.act(
            _("試験の内容を確かめています"),
            lambda database, _progress: rehearse(database),
            done=lambda saved: self._ask_reason(saved, save),
            failed=failed or self._show_refused,
            owner=self,
        )

    def _ask_reason(self, saved: Rehearsed, save: Callable[[Database, str], Rehearsed]) -> None:
        if not any(one.is_new_version for one in saved):
            self.desk.tell(_("変更はありません。"), Tone.INFO)
            return
        dialog = SaveDialog(saved, self.editor_in_sight or self)
        self.saving = dialog
        dialog.submitted.connect(lambda: self._save(save, dialog.reason.text()))
        dialog.open()

    @property
    def editor_in_sight(self) -> ExamEditor | None:
        """Return the editor where it is open."""
        is_open = self.editor is not None and self.editor.isVisible()
        return self.editor if is_open else None

    def _save(self, save: Callable[[Database, str], Rehearsed], reason: str) -> None:
        self.desk.act(
            _("試験の内容を保存しています"),
            lambda database, _progress: save(database, reason),
            done=self._tell_saved,
            failed=self._show_refused,
            owner=self,
            changes=CHANGES,
        )

    def _tell_saved(self, saved: Rehearsed) -> None:
        for dialog in (self.saving, self.editor_in_sight):
            if dialog is not None:
                dialog.done(1)
        made = [one for one in saved if one.is_new_version]
        if len(made) == 1:
            text = _("「{name}」の版{version}を保存しました。")
            self.desk.tell(text.format(name=made[0].exam.name, version=made[0].version))
        else:
            self.desk.tell(_("{count}つの試験を保存しました。").format(count=len(made)))

    def _show_refused(self, error: SkilltrackError) -> None:
        """Show why it was not saved, over the editor."""
        if self.saving is not None and self.saving.isVisible():
            self.saving.show_problems(sentences_of(error))
            return
        self.refused = RefusedDialog(error.problems, self.editor_in_sight or self)
        self.refused.open()

    # Copies, drops, undo

    def copy(self) -> None:
        """Ask for the code and name of a copy."""
        entry = self.view.entry
        if entry is None:
            return
        source = entry.exam
        dialog = NewExamDialog(source, self)
        self.new = dialog
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("試験を写しています"),
                lambda database: master.copy_exam(
                    database,
                    source.code,
                    dialog.code.text().strip(),
                    dialog.name.text(),
                    dialog.reason.text(),
                ),
                lambda saved: _("「{name}」を作りました。").format(name=saved.exam.name),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def drop(self) -> None:
        """Ask why the exam is taken away."""
        entry = self.view.entry
        if entry is None:
            return
        code = entry.exam.code
        reason = self.desk.asking.text(self, _("使わないのでなくす"), _("理由"))
        if reason is None:
            return
        self.deeds.act(
            _("試験をなくしています"),
            lambda database: master.drop_exam(database, code, reason),
            lambda operation: _("{title}を記録しました。").format(title=operation.title),
        )

    def ask_undo(self, version: ExamVersion) -> None:
        """Ask whether a version is to be undone."""
        text = _(
            "「{name}」の版{version}を取り消し、前の版に戻します。受験の判定も戻ります。"
        ).format(name=version.exam.name, version=version.version)
        if not self.desk.asking.decision(self, _("版を元に戻す"), text, _("元に戻す")):
            return
        self.deeds.act(
            _("試験の内容を元に戻しています"),
            lambda database: master.undo_exam_change(database, version.change),
            lambda operation: _("{title}を元に戻しました。").format(title=operation.title),
        )

    # Files

    def write(self) -> None:
        """Write the exam as a workbook or as text."""
        if self.view.entry is not None:
            entry = self.view.entry
            name = _("{code}_版{version}.xlsx").format(code=entry.exam.code, version=entry.version)
            self._write(name, [entry.exam.code])

    def write_all(self) -> None:
        """Write every exam of the body."""
        self._write(_("試験の内容.xlsx"), [])

    def _write(self, suggested: str, codes: Sequence[str]) -> None:
        kinds = excel_files() + ";;" + _("テキスト定義 (*.toml)")
        path = self.desk.asking.file_to_save(self, _("試験の内容を書き出す"), suggested, kinds)
        if path is None:
            return
        self.desk.act(
            _("試験の内容を書き出しています"),
            lambda database, _progress: master_files.export_exams(database, codes, path),
            done=lambda _exams: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def ask_file(self) -> None:
        """Ask for a file and show what it would change."""
        kinds = _("試験の内容 (*.xlsx *.xls *.ods *.toml)")
        path = self.desk.asking.file_to_open(self, _("取り込む試験の内容"), kinds)
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Read a file; without a mistake it is shown for saving."""
        self._try(
            lambda database: master_files.import_file(database, path, _("確認"), is_rehearsal=True),
            lambda database, reason: master_files.import_file(database, path, reason),
            lambda error: self._show_file_refused(path, error),
        )

    def _show_file_refused(self, path: Path, error: SkilltrackError) -> None:
        self.problems = ProblemsDialog(path.name, error.problems, self)
        self.problems.setWindowTitle(_("試験の内容を取り込めません"))
        self.problems.open()
