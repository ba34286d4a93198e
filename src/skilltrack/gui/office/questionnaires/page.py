"""Questionnaires: their versions, taken over from Excel, written out, tried."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from skilltrack.domain.problems import Cancelled, Problem, SkilltrackError
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes import gates
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.questionnaires.dialogs import (
    ImportDialog,
    OfferDialog,
    ProblemsDialog,
)
from skilltrack.gui.office.questionnaires.rows import VersionRow, version_rows
from skilltrack.gui.office.questionnaires.view import DIFFERENCE, ITEMS, QuestionnairesView
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, questionnaires
from skilltrack.services.handover import save_problems
from skilltrack.services.questionnaires import Imported
from skilltrack.store.database import Database

TITLES = {ITEMS: _("設問の一覧"), DIFFERENCE: _("前の版との違い")}


class QuestionnairesPage(Page[tuple[VersionRow, ...]]):
    """Connects the questionnaires with the services."""

    key = "questionnaires"
    concerns = frozenset({Changed.QUESTIONNAIRES, Changed.ROUNDS})

    def __init__(self, desk: Desk) -> None:
        self.view = QuestionnairesView()
        super().__init__(
            desk,
            _("調査票"),
            _("Excelで直して取り込むと新しい版になります。始めた調査の設問は変わりません。"),
            self.view,
        )
        self.take_button = primary_button(_("Excelから取り込む"))
        self.take_button.clicked.connect(self.ask_file)
        self.add_action(self.take_button)
        self.offer_button = QPushButton(_("付属の調査票"))
        self.offer_button.clicked.connect(self.offer)
        self.add_action(self.offer_button)
        self.dialog: ImportDialog | ProblemsDialog | OfferDialog | None = None
        self.preview: QWidget | None = None
        view = self.view
        view.write_requested.connect(self.write)
        view.preview_requested.connect(lambda row: self.show_preview(row.questionnaire, self))
        view.export_requested.connect(self._export)
        desk.is_acting_changed.connect(self._show_acting)

    def reading(self, _standpoint: Standpoint) -> Callable[[Database], tuple[VersionRow, ...]]:
        return lambda database: version_rows(questionnaires.list_versions(database))

    def emptiness(self, read: tuple[VersionRow, ...]) -> EmptyState | None:
        if read:
            return None
        empty = EmptyState(
            _("調査票を取り込むと、設問と版がここに出ます。"), _("Excelから取り込む")
        )
        empty.action_requested.connect(self.ask_file)
        return empty

    def show_read(self, read: tuple[VersionRow, ...]) -> None:
        self.view.show_versions(read)

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in TITLES:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def _show_acting(self, is_acting: bool) -> None:  # noqa: FBT001 (a slot)
        self.take_button.setEnabled(not is_acting)
        self.offer_button.setEnabled(not is_acting)

    def _export(self) -> None:
        row = self.view.row
        if row is not None:
            part = TITLES[self.view.switch.current]
            title = _("{name} {part}").format(name=row.name, part=part)
            self.export_table(self.view.shown_table(), title)

    # Taking a file over

    def ask_file(self) -> None:
        """Ask for a file and show what would come of it."""
        path = self.desk.asking.file_to_open(self, _("取り込む調査票"), _questionnaire_files())
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Do everything but take the file over."""
        self.desk.act(
            _("調査票を確かめています"),
            lambda database, _progress: _rehearsed(database, path),
            done=lambda found: self._show_checked(path, *found),
            failed=lambda error: self._show_refused(path, error),
            owner=self,
        )

    def _show_checked(self, path: Path, imported: Imported, orphaned: tuple[str, ...]) -> None:
        found = imported.questionnaire
        if not imported.is_new_version:
            self.desk.tell(
                _("「{file}」は「{title}」の版{version}と同じ内容です。").format(
                    file=path.name, title=found.title, version=found.version
                ),
                Tone.INFO,
            )
            return
        dialog = ImportDialog(imported, orphaned, self)
        dialog.take_requested.connect(lambda: self._take(path, dialog))
        dialog.preview_requested.connect(lambda: self.show_preview(found, dialog))
        self.dialog = dialog
        dialog.open()

    def _take(self, path: Path, dialog: ImportDialog) -> None:
        dialog.accept()
        self.desk.act(
            _("調査票を取り込んでいます"),
            lambda database, _progress: questionnaires.import_questionnaire(database, path),
            done=self._tell_taken,
            failed=lambda error: self._show_refused(path, error),
            owner=self,
            changes=frozenset({Changed.QUESTIONNAIRES}),
        )

    def _tell_taken(self, imported: Imported) -> None:
        found = imported.questionnaire
        self.view.wanted = (found.id, found.version)
        self.desk.tell(
            _("「{title}」の版{version}を取り込みました。次に始める調査から使われます。").format(
                title=found.title, version=found.version
            )
        )

    def _show_refused(self, path: Path, error: SkilltrackError) -> None:
        if isinstance(error, Cancelled):
            self.desk.tell_error(error)
            return
        dialog = ProblemsDialog(path.name, error.problems, self)
        dialog.panel.save_requested.connect(lambda: self._save_problems(path, error.problems))
        self.dialog = dialog
        dialog.open()

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

    # What is shipped

    def offer(self) -> None:
        """Show the shipped questionnaires that were not taken."""
        self.desk.act(
            _("付属の調査票を調べています"),
            lambda database, _progress: definitions.offered_questionnaires(database),
            done=self._show_offered,
            owner=self,
        )

    def _show_offered(self, offered: tuple[Questionnaire, ...]) -> None:
        if not offered:
            self.desk.tell(_("付属の調査票は、すべて使えるようになっています。"), Tone.INFO)
            return
        dialog = OfferDialog(offered, self)
        dialog.take_requested.connect(lambda found: self._adopt(found, dialog))
        dialog.preview_requested.connect(lambda found: self.show_preview(found, dialog))
        self.dialog = dialog
        dialog.open()

    def _adopt(self, found: Questionnaire, dialog: OfferDialog) -> None:
        dialog.accept()
        self.desk.act(
            _("調査票を加えています"),
            lambda database, _progress: definitions.adopt_questionnaires(database, [found.id]),
            done=lambda _taken: self._tell_adopted(found),
            owner=self,
            changes=frozenset({Changed.QUESTIONNAIRES}),
        )

    def _tell_adopted(self, found: Questionnaire) -> None:
        self.view.wanted = (found.id, found.version)
        self.desk.tell(
            _("「{title}」を加えました。次に始める調査で選べます。").format(title=found.title)
        )

    # Writing out and trying

    def write(self, row: VersionRow) -> None:
        """Write a version as a workbook that can be changed and taken over again."""
        found = row.questionnaire
        suggested = _("{id}_版{version}.xlsx").format(id=found.id, version=found.version)
        path = self.desk.asking.file_to_save(
            self, _("調査票をExcelに書き出す"), suggested, _written_files()
        )
        if path is None:
            return
        self.desk.act(
            _("調査票を書き出しています"),
            lambda database, _progress: questionnaires.export_questionnaire(
                database, found.id, found.version, path
            ),
            done=lambda _written: self._tell_saved(path),
            owner=self,
        )

    def _tell_saved(self, path: Path) -> None:
        self.desk.tell(_("「{file}」に保存しました。").format(file=path.name), folder=path.parent)

    def show_preview(self, questionnaire: Questionnaire, parent: QWidget) -> None:
        """Show a questionnaire as staff will see it."""
        from skilltrack.gui.answer.preview import open_preview

        self.preview = open_preview(questionnaire, parent)


def _rehearsed(database: Database, path: Path) -> tuple[Imported, tuple[str, ...]]:
    """Return what would come of a file, and the names of the requirements that lose by it."""
    imported = questionnaires.import_questionnaire(database, path, is_rehearsal=True)
    schemes = {scheme.id: scheme for scheme in definitions.list_schemes(database)}
    names = []
    for scheme_id, leaf_id in imported.orphaned:
        scheme = schemes[scheme_id]
        labels = {leaf.id: leaf.label for tier in scheme.tiers for leaf in gates.leaves(tier.gate)}
        names.append(_("{scheme}の「{label}」").format(scheme=scheme.name, label=labels[leaf_id]))
    return imported, tuple(dict.fromkeys(names))


def _questionnaire_files() -> str:
    return _("調査票 (*.xlsx *.xls *.ods *.toml)")


def _written_files() -> str:
    return excel_files() + ";;" + _("テキスト定義 (*.toml)")
