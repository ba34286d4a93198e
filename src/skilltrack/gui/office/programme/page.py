"""The content of schemes: chosen, copied, changed with live effect, written out, taken over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.programme.dialogs import CopyDialog, RefusedDialog, SaveDialog
from skilltrack.gui.office.programme.editor import Draft, SchemeEditor
from skilltrack.gui.office.programme.effect_view import summary_text
from skilltrack.gui.office.programme.view import PARTS, ProgrammeView, SchemesRead
from skilltrack.gui.office.questionnaires.dialogs import ProblemsDialog
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.schemes import editing as schemes_editing
from skilltrack.services.schemes import files as scheme_files
from skilltrack.services.schemes.editing import EditingWords, Saved, SchemeVersion
from skilltrack.store.database import Database

CHANGES = frozenset({Changed.SCHEMES, Changed.INCLUSION})


class ProgrammePage(Page[SchemesRead]):
    """Connects the content of schemes with the services."""

    key = "programme"
    concerns = frozenset({Changed.SCHEMES, Changed.QUESTIONNAIRES})

    def __init__(self, desk: Desk) -> None:
        self.view = ProgrammeView()
        super().__init__(
            desk,
            _("制度の内容"),
            _("変えると新しい版になり、誰の判定が変わるかを保存の前に確かめられます。"),
            self.view,
        )
        self.deeds = Deeds(desk, self, CHANGES)
        self.add_choice(self.view.schemes)
        self.edit_button = primary_button(_("編集する"))
        self.edit_button.clicked.connect(self.edit)
        self.add_action(self.edit_button, needs_content=True)
        self.more_button = menu_button(_("ほかの操作"))
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add_action(self.more_button, needs_content=True)
        self.editor: SchemeEditor | None = None
        self.saving: SaveDialog | None = None
        self.problems: ProblemsDialog | None = None
        self.refused: RefusedDialog | None = None
        self.view.undo_requested.connect(self.ask_undo)
        self.view.chosen.connect(self._show_chosen)

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], SchemesRead]:
        return read_schemes

    def emptiness(self, read: SchemesRead) -> EmptyState | None:
        if read.entries:
            return None
        return EmptyState(_("育成制度を取り入れると、区分と要件がここに出ます。"))

    def show_read(self, read: SchemesRead) -> None:
        self.view.show_schemes(read)

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

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def _fill_menu(self) -> None:
        self.menu.clear()
        entry = self.view.entry
        if entry is None:
            return
        self.menu.addAction(_("写して団体の制度を作る"), self.copy)
        if entry.is_own:
            self.menu.addAction(_("Excelかテキストに書き出す"), self.write)
            use = self.drop if entry.is_in_use else self.take_back
            text = _("使用を終える") if entry.is_in_use else _("使用を再開する")
            self.menu.addAction(text, use)
        self.menu.addSeparator()
        self.menu.addAction(_("ファイルから取り込む"), self.ask_file)
        self.menu.addAction(_("表をExcelに保存"), self._export)

    def _export(self) -> None:
        entry = self.view.entry
        if entry is not None:
            part = dict(PARTS)[self.view.switch.current]
            title = _("{name} {part}").format(name=entry.scheme.name, part=part)
            self.export_table(self.view.table(), title)

    # Changing

    def edit(self) -> None:
        """Open the editor, or take a shipped scheme first."""
        entry = self.view.entry
        if entry is None:
            return
        if not entry.is_own:
            self._adopt(entry.scheme.id)
            return
        draft = Draft(entry.scheme, entry.programme)
        self.desk.read(
            lambda database: schemes_editing.editing_words(database, draft.scheme),
            done=lambda words: self._open_editor(draft, words),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _adopt(self, scheme_id: str) -> None:
        self.deeds.act(
            _("育成制度を取り入れています"),
            lambda database: definitions.adopt_shipped(database, [scheme_id]),
            lambda taken: _("「{name}」を取り入れました。").format(name=taken[0].name),
            changes=CHANGES | {Changed.ORGANISATION, Changed.QUESTIONNAIRES, Changed.EXAMS},
        )

    def _open_editor(self, draft: Draft, words: EditingWords) -> None:
        on = self.desk.today if self.standpoint is None else self.standpoint.as_of
        self.editor = SchemeEditor(self.desk, draft, words, on, self)
        self.editor.save_requested.connect(self._rehearse)
        self.editor.open()

    def _rehearse(self, draft: Draft) -> None:
        self.desk.act(
            _("育成制度を確かめています"),
            lambda database, _progress: schemes_editing.save_scheme(
                database, draft.scheme, draft.programme, _("確認"), is_rehearsal=True
            ),
            done=lambda saved: self._ask_reason(draft, saved),
            failed=self._show_refused,
            owner=self,
        )

    def _ask_reason(self, draft: Draft, saved: Saved) -> None:
        if not saved.is_new_version:
            self.desk.tell(_("変更はありません。"), Tone.INFO)
            return
        editor = self.editor
        effect = "" if editor is None or editor.effect is None else summary_text(editor.effect)
        self.saving = SaveDialog(saved, effect, editor or self)
        self.saving.submitted.connect(lambda: self._save(draft))
        self.saving.open()

    def _save(self, draft: Draft) -> None:
        reason = "" if self.saving is None else self.saving.reason.text()
        self.desk.act(
            _("育成制度を保存しています"),
            lambda database, _progress: schemes_editing.save_scheme(
                database, draft.scheme, draft.programme, reason
            ),
            done=self._tell_saved,
            failed=self._show_refused,
            owner=self,
            changes=CHANGES,
        )

    def _tell_saved(self, saved: Saved) -> None:
        for dialog in (self.saving, self.editor):
            if dialog is not None:
                dialog.done(1)
        self.desk.tell(
            _("「{name}」の版{version}を保存しました。").format(
                name=saved.scheme.name, version=saved.scheme.version
            )
        )

    def _show_refused(self, error: SkilltrackError) -> None:
        """Show why it was not saved, over the editor."""
        if self.saving is not None and self.saving.isVisible():
            self.saving.show_problems(sentences_of(error))
            return
        self.refused = RefusedDialog(error.problems, self.editor or self)
        self.refused.open()

    # Copies, use, undo

    def copy(self) -> None:
        """Ask for the id and name of a copy."""
        entry = self.view.entry
        if entry is None:
            return
        source = entry.scheme
        dialog = CopyDialog(source, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("育成制度を写しています"),
                lambda database: schemes_editing.copy_scheme(
                    database,
                    source.id,
                    dialog.id.text().strip(),
                    dialog.name.text(),
                    dialog.reason.text(),
                ),
                lambda scheme: _("「{name}」を作りました。").format(name=scheme.name),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def drop(self) -> None:
        """Ask why the scheme is no longer used."""
        self._use(schemes_editing.drop_scheme, _("使用を終える"))

    def take_back(self) -> None:
        """Ask why the scheme is used again."""
        self._use(schemes_editing.return_scheme, _("使用を再開する"))

    def _use(self, act: Callable[[Database, str, str], Any], title: str) -> None:
        entry = self.view.entry
        if entry is None:
            return
        scheme_id = entry.scheme.id
        reason = self.desk.asking.text(self, title, _("理由"))
        if reason is None:
            return
        self.deeds.act(
            _("育成制度の使用を変えています"),
            lambda database: act(database, scheme_id, reason),
            lambda operation: _("{title}を記録しました。").format(title=operation.title),
        )

    def ask_undo(self, version: SchemeVersion) -> None:
        """Ask whether a version is to be undone."""
        text = _("「{name}」の版{version}を取り消し、前の版に戻します。").format(
            name=version.scheme.name, version=version.scheme.version
        )
        if not self.desk.asking.decision(self, _("版を元に戻す"), text, _("元に戻す")):
            return
        self.deeds.act(
            _("育成制度を元に戻しています"),
            lambda database: schemes_editing.undo_scheme_change(database, version.change),
            lambda operation: _("{title}を元に戻しました。").format(title=operation.title),
        )

    # Files

    def write(self) -> None:
        """Write the scheme as a workbook or as text."""
        entry = self.view.entry
        if entry is None:
            return
        scheme = entry.scheme
        suggested = _("{id}_版{version}.xlsx").format(id=scheme.id, version=scheme.version)
        path = self.desk.asking.file_to_save(
            self, _("育成制度を書き出す"), suggested, _written_files()
        )
        if path is None:
            return
        self.desk.act(
            _("育成制度を書き出しています"),
            lambda database, _progress: scheme_files.export_scheme(
                database, scheme.id, scheme.version, path
            ),
            done=lambda _scheme: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def ask_file(self) -> None:
        """Ask for a file and open what it holds in the editor."""
        path = self.desk.asking.file_to_open(self, _("取り込む制度"), _read_files())
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Read a file; without a mistake it opens for saving."""

        def read(database: Database, _progress: object) -> tuple[Draft, Saved]:
            saved = scheme_files.import_file(database, path, _("確認"), is_rehearsal=True)
            return Draft(*scheme_files.check_file(path)), saved

        self.desk.act(
            _("制度のファイルを確かめています"),
            read,
            done=lambda found: self._ask_reason(*found),
            failed=lambda error: self._show_file_refused(path, error),
            owner=self,
        )

    def _show_file_refused(self, path: Path, error: SkilltrackError) -> None:
        self.problems = ProblemsDialog(path.name, error.problems, self)
        self.problems.setWindowTitle(_("制度を取り込めません"))
        self.problems.open()


def read_schemes(database: Database) -> SchemesRead:
    """Read every scheme with its versions."""
    entries = schemes_editing.list_entries(database)
    own = [entry.scheme for entry in entries if entry.is_own]
    names: dict[str, str] = {}
    for scheme in own:
        names |= schemes_editing.editing_words(database, scheme).names
    return SchemesRead(
        entries,
        names,
        {scheme.id: schemes_editing.list_versions(database, scheme.id) for scheme in own},
    )


def _read_files() -> str:
    return _("育成制度 (*.xlsx *.xls *.ods *.toml)")


def _written_files() -> str:
    return excel_files() + ";;" + _("テキスト定義 (*.toml)")
