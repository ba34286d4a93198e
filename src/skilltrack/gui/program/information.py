"""プログラム情報: version, where things lie, licences, and the check of the program's files."""

import platform
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack import __version__
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.domain.releases import FileFinding, FileState
from skilltrack.files.account import reports_folder
from skilltrack.files.program import program_folder
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.gui.widgets.texts import LineLabel, Paragraph, text_label
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.datafiles import default_path
from skilltrack.services.program.checking import ProgramCheck, check_program

WIDTH = 640
LICENCE_FILES = ("licences", "LICENSE.txt", "LICENSE")
"""Where an installed program carries the licences of its parts; the first that is there."""

Show = Callable[[Path], object]


def show_in_system(path: Path) -> None:
    """Open a file or a folder with what the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class InformationDialog(QDialog):
    """Lays out what the program is; checks its files when asked to."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        parent: QWidget | None = None,
        *,
        data: Path | None = None,
        folder: Path | None = None,
        show: Show = show_in_system,
    ) -> None:
        """Make the dialog; ``data`` None is the file of the account, ``folder`` the program's."""
        super().__init__(parent)
        self.setWindowTitle(_("プログラム情報"))
        self.setMinimumWidth(WIDTH)
        self._dispatcher = dispatcher
        self._folder = folder or program_folder()
        self._show = show
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)
        self.check_button = QPushButton(_("プログラムを調べる"))
        self.check_button.clicked.connect(self._check)
        self.line = ProgressLine()
        self._column = QVBoxLayout(self)
        self._outcome = QVBoxLayout()
        self._lay_out(data or default_path())

    def _lay_out(self, data: Path) -> None:
        column = self._column
        column.setContentsMargins(*[Space.XL] * 4)
        column.setSpacing(Space.M)
        column.addWidget(text_label(_("skilltrack {v}").format(v=__version__), TextRole.PAGE_TITLE))
        column.addWidget(
            Paragraph(
                _(
                    "インターネットにも、庁内のほかの機械にも、自分からはつながりません。"
                    "データは下の場所と、選んだフォルダーにだけ置きます。"
                ),
                TextRole.SECONDARY,
            )
        )
        parts = _("Python {python}、Qt {qt}").format(
            python=platform.python_version(), qt=qVersion()
        )
        self._add_row(_("使っている部品"), parts)
        self._add_place(_("データファイル"), data.parent)
        self._add_place(_("不具合の報告"), reports_folder())
        if self._folder is not None:
            self._add_place(_("プログラム"), self._folder)
        self._add_licence()
        column.addLayout(self._grid)
        column.addLayout(self._outcome)
        column.addWidget(self.line)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.check_button)
        foot.addStretch(1)
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.accept)
        leave.setDefault(True)
        foot.addWidget(leave)
        column.addLayout(foot)

    def _add_row(self, caption: str, text: str, button: QPushButton | None = None) -> None:
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, ROW_HEIGHT)
        self._grid.addWidget(text_label(caption, TextRole.SECONDARY), row, 0)
        self._grid.addWidget(LineLabel(text), row, 1)
        if button is not None:
            self._grid.addWidget(button, row, 2)

    def _add_place(self, caption: str, folder: Path) -> None:
        button = quiet_button(_("開く"))
        button.setAccessibleName(_("{place}のフォルダーを開く").format(place=caption))
        button.setEnabled(folder.is_dir())
        button.clicked.connect(lambda: self._show(folder))
        self._add_row(caption, str(folder), button)

    def _add_licence(self) -> None:
        button = None
        for name in LICENCE_FILES if self._folder is not None else ():
            path = Path(self._folder or "", name)
            if path.exists():
                button = quiet_button(_("読む"))
                button.setAccessibleName(_("ライセンスを読む"))
                button.clicked.connect(lambda _on, found=path: self._show(found))
                break
        self._add_row(_("ライセンス"), _("MIT（部品はそれぞれのもの）"), button)

    def _check(self) -> None:
        self._clear_outcome()
        self.check_button.setEnabled(False)

        def work(progress: Progress) -> ProgramCheck:
            return check_program(self._folder, progress)

        handle = self._dispatcher.start(
            work,
            done=self._show_check,
            failed=self._show_failure,
            progress=self.line.show_progress,
            finished=self._end_check,
            owner=self,
        )
        self.line.begin(_("プログラムのファイルを調べています"), handle.cancel)

    def _end_check(self) -> None:
        self.line.end()
        self.check_button.setEnabled(True)

    def _show_check(self, check: ProgramCheck) -> None:
        if not check.findings:
            text = _("{count} 個のファイルは、作られたときのままです。一覧のSHA-256：{digest}")
            sentence = text.format(count=check.files, digest=check.list_sha256)
            self._tell(Notice(sentence, Tone.GOOD))
            return
        text = _("作られたときと違うファイルが {count} 個あります")
        title = text.format(count=len(check.findings))
        advice = _(
            "インストーラーで入れ直すと元に戻ります。心当たりがないときは情報担当に知らせてください。"
        )
        self._tell(
            ErrorPanel(title, [finding_text(one) for one in check.findings]), Paragraph(advice)
        )

    def _show_failure(self, error: SkilltrackError) -> None:
        self._tell(Notice("\n".join(sentences_of(error)), Tone.ATTENTION))

    def _tell(self, *parts: QWidget) -> None:
        """Show how the check ended, and become as high as that needs."""
        for part in parts:
            self._outcome.addWidget(part)
            part.show()  # at once, so that it counts for the height
        layout = self._column
        layout.activate()
        needed = layout.totalHeightForWidth(self.width())
        room = self.screen().availableSize().height() - Space.XXL
        self.resize(self.width(), min(max(needed, self.height()), room))

    def _clear_outcome(self) -> None:
        while self._outcome.count():
            widget = self._outcome.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def finding_text(finding: FileFinding) -> str:
    """Return the path of a file and what is wrong with it."""
    words = {
        FileState.CHANGED: _("変わっています"),
        FileState.MISSING: _("ありません"),
        FileState.ADDITIONAL: _("余分です"),
        FileState.UNREADABLE: _("読めません"),
    }
    return _("{path}：{state}").format(path=finding.path, state=words[finding.state])
