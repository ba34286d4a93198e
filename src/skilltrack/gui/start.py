"""The start screen: three doors, and the files used last."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from skilltrack import __version__
from skilltrack.files.account import settings_file
from skilltrack.gui.answer.choices import DoorRow
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button, set_surface
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _

WIDTH, HEIGHT = 760, 560
DOOR_HEIGHT = 56
MOST_RECENT = 4


class FileKind(StrEnum):
    """What a file used last opens."""

    PACKAGE = "package"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A file that was opened."""

    kind: FileKind
    path: Path


class RecentFiles:
    """The files opened last, latest first; kept with the settings of the account."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def files(self) -> tuple[RecentFile, ...]:
        """Return the files; none is looked for, as a share may be out of reach."""
        lines = self._settings.value("recent", [], list)
        pairs = (str(line).partition("|") for line in lines) if isinstance(lines, list) else ()
        return tuple(
            RecentFile(FileKind(kind), Path(path))
            for kind, _bar, path in pairs
            if kind in set(FileKind) and path
        )

    def remember(self, file: RecentFile) -> None:
        """Put a file first."""
        files = [file, *(each for each in self.files() if each != file)]
        lines = [f"{each.kind}|{each.path}" for each in files[:MOST_RECENT]]
        self._settings.setValue("recent", lines)


def account_settings() -> QSettings:
    """Return the settings of the account on this terminal."""
    return QSettings(str(settings_file()), QSettings.Format.IniFormat)


def remember_package(path: Path) -> None:
    """Offer a package first the next time."""
    RecentFiles(account_settings()).remember(RecentFile(FileKind.PACKAGE, path))


def remember_data(path: Path) -> None:
    """Offer a data file first the next time."""
    RecentFiles(account_settings()).remember(RecentFile(FileKind.DATA, path))


class StartWindow(QMainWindow):
    """Lays out the doors; emits which was taken."""

    answer_requested = Signal()
    office_requested = Signal()
    demonstration_requested = Signal()
    recent_requested = Signal(object)
    """Carries the ``RecentFile``."""
    information_requested = Signal()
    update_requested = Signal()

    def __init__(self, recent: Sequence[RecentFile]) -> None:
        super().__init__()
        self.setWindowTitle(_("skilltrack"))
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width()), min(HEIGHT, room.height() - Space.XXL))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.XL)
        self._column.setSpacing(Space.M)
        self._column.addWidget(text_label(_("職員のデジタルスキル"), TextRole.PAGE_TITLE))
        self._column.addWidget(
            text_label(_("行うことを選びます。番号のキーでも選べます。"), TextRole.SECONDARY)
        )
        self.doors = self._make_doors()
        self._working = Paragraph()
        self._working.hide()
        self._column.addWidget(self._working)
        if recent:
            self._column.addSpacing(Space.S)
            self._column.addWidget(self._recent(recent))
        self._column.addStretch(1)
        self._column.addLayout(self._foot())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.setCentralWidget(area)
        self.doors[0].setFocus()

    def show_notice(self, sentence: str, tone: Tone) -> None:
        """Tell something above the doors, such as how an update ended."""
        self._column.insertWidget(0, Notice(sentence, tone, can_close=True))

    def show_working(self, text: str) -> None:
        """Say what is being made; the doors are shut meanwhile."""
        self._working.set_text(text)
        self._working.show()
        for door in self.doors:
            door.setEnabled(False)

    def show_ready(self) -> None:
        """Open the doors again."""
        self._working.hide()
        for door in self.doors:
            door.setEnabled(True)

    def _make_doors(self) -> tuple[DoorRow, ...]:
        offers = (
            (
                _("回答する"),
                _("配布ファイルを選び、デジタルスキルの調査に答えます。"),
                self.answer_requested,
            ),
            (
                _("人事課の画面を開く"),
                _("データファイルを選ぶか新しく作り、名簿・調査・研修・評価を扱います。"),
                self.office_requested,
            ),
            (
                _("デモを見る"),
                _("架空の市のデータで、調査から所属別評価までを試します。"),
                self.demonstration_requested,
            ),
        )
        doors = []
        for number, (caption, explanation, signal) in enumerate(offers, 1):
            door = DoorRow(str(number), caption, explanation)
            door.setMinimumHeight(DOOR_HEIGHT)
            door.clicked.connect(signal)
            QShortcut(QKeySequence(str(number)), self).activated.connect(door.click)
            self._column.addWidget(door)
            doors.append(door)
        return tuple(doors)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        version = _("版 {version}").format(version=__version__)
        row.addWidget(text_label(version, TextRole.SECONDARY))
        row.addStretch(1)
        for caption, signal in (
            (_("プログラムの更新"), self.update_requested),
            (_("プログラム情報"), self.information_requested),
        ):
            button = quiet_button(caption)
            button.clicked.connect(signal)
            row.addWidget(button)
        return row

    def _recent(self, files: Sequence[RecentFile]) -> QFrame:
        frame = QFrame()
        set_surface(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(0)
        column.addWidget(text_label(_("最近使ったファイル"), TextRole.SECONDARY))
        for file in files:
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            button = quiet_button(file.path.name)
            button.setToolTip(str(file.path))
            button.clicked.connect(lambda _on, chosen=file: self.recent_requested.emit(chosen))
            row.addWidget(button)
            kind = {FileKind.PACKAGE: _("調査の回答"), FileKind.DATA: _("人事課の画面")}[file.kind]
            row.addWidget(text_label(kind, TextRole.SECONDARY))
            row.addStretch(1)
            column.addLayout(row)
        return frame
