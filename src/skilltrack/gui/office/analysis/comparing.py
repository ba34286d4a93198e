"""What the page of results does for the comparison between bodies."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from skilltrack.domain.analysis.bodies import BodiesTable, BodySummary
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.analysis.bodies import BodiesDialog, SummaryDialog
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.questionnaires.dialogs import ProblemsDialog
from skilltrack.i18n.texts import _
from skilltrack.services import bodies
from skilltrack.services.bodies import SUFFIX, Offered


class Comparing:
    """Offers two entries of a menu and leads through what follows."""

    def __init__(self, owner: QWidget, desk: Desk) -> None:
        self.owner = owner
        self.desk = desk
        self.dialog: SummaryDialog | BodiesDialog | ProblemsDialog | None = None
        self._round = ""

    def fill(self, menu: QMenu) -> None:
        """Add the entries."""
        menu.addSeparator()
        self.write_action = menu.addAction(_("団体間比較ファイルを書き出す"))
        self.write_action.triggered.connect(lambda _on=False: self.offer(self._round))
        self.read_action = menu.addAction(_("団体間比較ファイルをまとめる"))
        self.read_action.triggered.connect(lambda _on=False: self.ask_folder())

    def show_round(self, round_id: str) -> None:
        """Take the round of which a file would be written."""
        self._round = round_id

    # The own file

    def offer(self, round_id: str) -> None:
        """Show what the file of a round would tell."""
        today = self.desk.today
        self.desk.act(
            _("比較ファイルの内容を確かめています"),
            lambda database, _progress: bodies.offered_summary(database, round_id, today),
            done=lambda offered: self._show_offered(round_id, offered, today),
            owner=self.owner,
        )

    def _show_offered(self, round_id: str, offered: Offered, today: date) -> None:
        dialog = SummaryDialog(offered, self.owner)
        dialog.write_requested.connect(
            lambda name: self._write(round_id, offered.summary, name, today)
        )
        self.dialog = dialog
        dialog.open()

    def _write(self, round_id: str, summary: BodySummary, name: str, today: date) -> None:
        suggested = _("団体間比較_{title}{suffix}").format(title=summary.title, suffix=SUFFIX)
        path = self.desk.asking.file_to_save(
            self.owner, _("団体間比較ファイルを書き出す"), suggested, _summary_files()
        )
        if path is None:
            return
        if self.dialog is not None:
            self.dialog.accept()
        self.desk.act(
            _("比較ファイルを書き出しています"),
            lambda database, _progress: bodies.write_summary(
                database, round_id, path, today, body=name
            ),
            done=lambda _summary: self._tell(path),
            owner=self.owner,
        )

    def _tell(self, path: Path) -> None:
        self.desk.tell(_("「{file}」を書き出しました。").format(file=path.name), folder=path.parent)

    # Those of all bodies

    def ask_folder(self) -> None:
        """Ask for the folder of the files and put them side by side."""
        folder = self.desk.asking.folder(self.owner, _("団体間比較ファイルのあるフォルダー"))
        if folder is None:
            return
        paths = sorted(folder.glob(f"*{SUFFIX}"))
        self.desk.act(
            _("比較ファイルをまとめています"),
            lambda _database, _progress: bodies.compare_files(paths),
            done=self._show_bodies,
            failed=lambda error: self._show_refused(folder, error),
            owner=self.owner,
        )

    def _show_bodies(self, table: BodiesTable) -> None:
        dialog = BodiesDialog(table, self.owner)
        dialog.save_requested.connect(lambda is_data: self._save(table, is_data=is_data))
        self.dialog = dialog
        dialog.open()

    def _show_refused(self, folder: Path, error: SkilltrackError) -> None:
        dialog = ProblemsDialog(folder.name, error.problems, self.owner)
        dialog.setWindowTitle(_("比較ファイルをまとめられません"))
        dialog.panel.save_requested.connect(lambda: self._save_problems(folder, error))
        self.dialog = dialog
        dialog.open()

    def _save_problems(self, folder: Path, error: SkilltrackError) -> None:
        from skilltrack.services.handover import save_problems

        suggested = _("{name}の確認事項.xlsx").format(name=folder.name)
        title = _("問題の一覧をExcelに保存")
        path = self.desk.asking.file_to_save(self.owner, title, suggested, excel_files())
        if path is not None:
            self.desk.act(
                _("問題の一覧を保存しています"),
                lambda database, _progress: save_problems(database, path, error.problems),
                done=lambda _none: self._tell(path),
                owner=self.owner,
            )

    def _save(self, table: BodiesTable, *, is_data: bool) -> None:
        kind = _("データ") if is_data else _("比較表")
        suggested = _("団体間_{kind}.xlsx").format(kind=kind)
        path = self.desk.asking.file_to_save(
            self.owner, _("比較表をExcelに保存"), suggested, excel_files()
        )
        if path is not None:
            self.desk.act(
                _("比較表を書き出しています"),
                lambda database, _progress: bodies.write_comparison(
                    database, path, table, is_data=is_data
                ),
                done=lambda _none: self._tell(path),
                owner=self.owner,
            )


def _summary_files() -> str:
    return _("団体間比較ファイル (*{suffix})").format(suffix=SUFFIX)
