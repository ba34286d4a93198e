"""Starting the windows: one application, one door for bugs, an exit code."""

import platform
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType

from PySide6.QtCore import QObject, Qt, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack import __version__
from skilltrack.domain.problems import Place, SkilltrackError, refuse
from skilltrack.domain.progress import Progress
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.gui import theme
from skilltrack.gui.start import (
    FileKind,
    RecentFile,
    RecentFiles,
    StartWindow,
    account_settings,
    ask_for_data,
)
from skilltrack.gui.tasks import Dispatcher
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _

FAILED = 1
DEMONSTRATED_EMPLOYEES = 400
PACKAGE_ROOT = Path(__file__).parents[1]


def run_answer(package: Path, profile_folder: Path | None = None) -> int:
    """Open the answer window on a package and stay until it is closed.

    Args:
        package: The package file.
        profile_folder: Where drafts and keys are kept; None is the folder of the account.

    Returns:
        The exit code.
    """
    return _run(lambda windows: windows.open_answer(package, profile_folder))


def run_start() -> int:
    """Open the start screen and stay until the last window is closed; return the exit code."""
    return _run(lambda windows: windows.open_start())


def run_office(data: Path | None, passphrase_file: Path | None) -> int:
    """Open the office window and stay until it is closed; return the exit code.

    Args:
        data: The data file; None is the one of the account.
        passphrase_file: Holds the passphrase in its first line; None asks where one is needed.
    """

    def open_first(windows: Windows) -> None:
        from skilltrack.services.datafiles import default_path

        windows.open_office(data or default_path(), passphrase_file)

    return _run(open_first)


def make_application() -> QApplication:
    """Return the one application with its look; made on the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("skilltrack")
    application.setApplicationVersion(__version__)
    theme.apply(application)
    theme.translate_qt(application)
    return application


def _run(open_first: Callable[["Windows"], object]) -> int:
    application = make_application()
    door = CrashDoor()
    windows = Windows(door)
    previous = sys.excepthook
    sys.excepthook = door.caught
    try:
        open_first(windows)
        return application.exec() if windows.shown else FAILED
    except Exception as bug:  # noqa: BLE001 (a window that cannot be made is a bug like any other)
        door.report(bug)
        return FAILED
    finally:
        windows.shutdown()
        sys.excepthook = previous


class Windows(QObject):
    """Opens the windows of one run and holds them until they are closed."""

    def __init__(self, door: "CrashDoor") -> None:
        super().__init__()
        self._door = door
        self.shown: list[QWidget] = []
        self.dispatcher = Dispatcher(self)
        self.dispatcher.crashed.connect(door.report)

    def open_start(self) -> None:
        """Open the start screen."""
        window = StartWindow(RecentFiles(account_settings()).files())
        window.answer_requested.connect(lambda: self._choose_package(window))
        window.office_requested.connect(lambda: self._choose_data(window))
        window.demonstration_requested.connect(lambda: self._demonstrate(window))
        window.recent_requested.connect(lambda file: self._open_recent(window, file))
        self._show(window)

    def open_answer(self, package: Path, profile_folder: Path | None = None) -> None:
        """Open the answer window on a package; None is the folder of the account."""
        from skilltrack.gui.answer.window import AnswerWindow
        from skilltrack.services.profiles import Profile, default_folder

        window = AnswerWindow(
            package.absolute(), Profile(profile_folder or default_folder()), today=today_here
        )
        window.dispatcher.crashed.connect(self._door.report)
        window.package_opened.connect(lambda path: _remember(FileKind.PACKAGE, path))
        self._show(window)

    def open_office(self, data: Path, passphrase_file: Path | None) -> None:
        """Open the office window on a data file; a refusal is told in a box."""
        from skilltrack.gui.office.window import OfficeWindow
        from skilltrack.services import datafiles

        passphrase = None
        try:
            if datafiles.is_protected(data):
                passphrase = _passphrase(data, passphrase_file)
                if passphrase is None:
                    return
            database = datafiles.open_data(data, passphrase)
        except SkilltrackError as error:
            _tell(QApplication.activeWindow(), _("データファイルを開けません"), error)
            return
        dispatcher = Dispatcher(self)
        dispatcher.crashed.connect(self._door.report)
        self._show(OfficeWindow(database, dispatcher, today_here()))
        _remember(FileKind.DATA, data)

    def _demonstrate(self, start: StartWindow) -> None:
        """Make the fictional municipality in a folder of its own and open it."""
        folder = Path(mkdtemp(prefix="skilltrack-demo-"))

        def make(report: Progress) -> Path:
            from skilltrack.services.demonstration.pipeline import run_demonstration

            done = run_demonstration(
                folder,
                employees=DEMONSTRATED_EMPLOYEES,
                seed=1,
                today=today_here(),
                tell=lambda _text: report(0, 0),
            )
            return done.data

        start.show_working(_("架空の市のデータを作っています。1分ほどかかります。"))
        self.dispatcher.start(
            make,
            done=lambda data: self._leave(start, lambda: self.open_office(data, None)),
            failed=lambda error: _tell(start, _("デモを作れませんでした"), error),
            finished=start.show_ready,
            owner=start,
        )

    def shutdown(self) -> None:
        """Stop what is still being made."""
        self.dispatcher.shutdown()

    def _choose_package(self, start: QWidget) -> None:
        from skilltrack.gui.answer.window import ask_for_package

        path = ask_for_package(start)
        if path is not None:
            self._leave(start, lambda: self.open_answer(path))

    def _choose_data(self, start: QWidget) -> None:
        path = ask_for_data(start)
        if path is not None:
            self._leave(start, lambda: self.open_office(path, None))

    def _open_recent(self, start: QWidget, file: RecentFile) -> None:
        if file.kind is FileKind.PACKAGE:
            self._leave(start, lambda: self.open_answer(file.path))
        else:
            self._leave(start, lambda: self.open_office(file.path, None))

    def _leave(self, start: QWidget, open_next: Callable[[], object]) -> None:
        """Open the next window before the start screen goes: the last one ends the program."""
        before = len(self.shown)
        open_next()
        if len(self.shown) > before:
            start.close()

    def _show(self, window: QWidget) -> None:
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.shown.append(window)
        window.destroyed.connect(lambda: self.shown.remove(window))
        window.show()


def today_here() -> date:
    """Return the day on the calendar of the terminal."""
    return datetime.now(UTC).astimezone().date()


def _remember(kind: FileKind, path: Path) -> None:
    RecentFiles(account_settings()).remember(RecentFile(kind, path))


def _passphrase(data: Path, file: Path | None) -> str | None:
    """Return the passphrase from its file, or as typed; None when the question is dismissed."""
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise refuse("data.passphrase_file", Place(file.name)) from error
        return text.partition("\n")[0].rstrip("\r")
    typed, is_given = QInputDialog.getText(
        QApplication.activeWindow(),
        _("データファイルを開く"),
        _("「{name}」の合言葉").format(name=data.name),
        QLineEdit.EchoMode.Password,
    )
    return typed if is_given else None


def _tell(parent: QWidget | None, title: str, error: SkilltrackError) -> None:
    QMessageBox.warning(parent, title, "\n".join(sentences_of(error)))


class CrashDoor(QObject):
    """The one place to which every bug comes: tells it and offers a report without values."""

    def __init__(self) -> None:
        super().__init__()
        self.dialog: QDialog | None = None

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take what nobody caught; stands in for ``sys.excepthook``."""
        if isinstance(error, Exception):
            self.report(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def report(self, error: Exception) -> None:
        """Tell of a bug and wait until it is read; those in its wake are not told again."""
        if self.dialog is None:
            self.dialog = _crash_dialog(crash_report(error))
            self.dialog.exec()
            self.dialog = None


def crash_report(error: BaseException) -> str:
    """Return what happened and where in the code, without a single value of the user."""
    lines = [
        f"skilltrack {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines += ["", type(cause).__name__]
        lines += [
            f"  {_place_in_code(frame.filename)} {frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def _place_in_code(file: str) -> str:
    """Return the path within the program; a full path would name the account."""
    path = Path(file)
    if path.is_relative_to(PACKAGE_ROOT):
        return path.relative_to(PACKAGE_ROOT).as_posix()
    return path.name


def _crash_dialog(report: str) -> QDialog:
    from skilltrack.gui.widgets.texts import Paragraph, text_label

    dialog = QDialog(QApplication.activeWindow())
    dialog.setWindowTitle(_("不具合"))
    dialog.setMinimumWidth(480)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*[theme.Space.XL] * 4)
    column.setSpacing(theme.Space.M)
    column.addWidget(text_label(_("思わぬ不具合が起きました"), theme.TextRole.SECTION))
    text = _(
        "保存済みの内容はそのまま残っています。画面を開きなおしても続くときは、報告を保存して"
        "情報担当に渡してください。報告には、氏名や回答などの内容は含まれません。"
    )
    column.addWidget(Paragraph(text))
    shown = QPlainTextEdit(report)
    shown.setReadOnly(True)
    shown.setAccessibleName(_("報告"))
    column.addWidget(shown)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    save = theme.primary_button(_("報告を保存"))
    save.clicked.connect(lambda: _save_report(dialog, report))
    leave = QPushButton(_("閉じる"))
    leave.clicked.connect(dialog.accept)
    buttons.addWidget(leave)
    buttons.addWidget(save)
    column.addLayout(buttons)
    return dialog


def _save_report(dialog: QDialog, report: str) -> None:
    chosen, _filter = QFileDialog.getSaveFileName(
        dialog, _("報告を保存"), "skilltrack-report.txt", _("テキスト (*.txt)")
    )
    if not chosen:
        return
    try:
        write_bytes_atomically(Path(chosen), report.encode())
    except SkilltrackError as error:
        _tell(dialog, _("報告を保存できませんでした"), error)
