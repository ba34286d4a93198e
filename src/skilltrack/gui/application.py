"""Starting the windows: one application, one door for bugs, an exit code.

What a window does not need to be painted is imported where it is used: Qt makes each of its
classes on the first import, which is most of the time until a window stands.
"""

import gc
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from skilltrack import __version__
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui import theme
from skilltrack.gui.garbage import GarbageCollection
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from skilltrack.gui.start import RecentFile, StartWindow
    from skilltrack.gui.tasks import Dispatcher
    from skilltrack.services.answering.profiles import Profile
    from skilltrack.services.program.instances import WindowHold
    from skilltrack.store.database import Database

FAILED = 1


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


def today_here() -> date:
    """Return the day on the calendar of the terminal."""
    return datetime.now(UTC).astimezone().date()


def _run(open_first: Callable[["Windows"], object]) -> int:
    gc.disable()  # until the application is there and its own collection with it
    application = make_application()
    garbage = GarbageCollection()
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
        garbage.stop()
        sys.excepthook = previous


class Windows(QObject):
    """Opens the windows of one run and holds them until they are closed."""

    def __init__(self, door: "CrashDoor") -> None:
        super().__init__()
        self._door = door
        self._dispatchers: list[Dispatcher] = []
        self.shown: list[QWidget] = []

    def open_start(self) -> None:
        """Open the start screen."""
        from skilltrack.gui.program import doors
        from skilltrack.gui.start import RecentFiles, StartWindow, account_settings

        window = StartWindow(RecentFiles(account_settings()).files())
        window.answer_requested.connect(lambda: self._choose_package(window))
        window.office_requested.connect(lambda: self._choose_data(window))
        window.demonstration_requested.connect(lambda: self._demonstrate(window))
        window.recent_requested.connect(lambda file: self._open_recent(window, file))
        window.information_requested.connect(
            lambda: doors.show_information(window, self._new_dispatcher())
        )
        window.update_requested.connect(
            lambda: doors.choose_update(window, self._new_dispatcher(), end_program)
        )
        self._show(window)
        _tell_update(window)

    def open_answer(self, package: Path, profile_folder: Path | None = None) -> None:
        """Open the answer window on a package; None is the folder of the account."""
        from skilltrack.gui.answer.window import AnswerWindow
        from skilltrack.services.answering.invitations import is_desk_package
        from skilltrack.services.answering.profiles import Profile, default_folder

        profile = Profile(profile_folder or default_folder())
        if is_desk_package(package):
            self._open_desk(package.absolute(), profile)
            return
        window = AnswerWindow(package.absolute(), profile, today=today_here)
        window.dispatcher.crashed.connect(self._door.report)
        window.answering_started.connect(_remember_package)
        self._show(window)

    def _open_desk(self, package: Path, profile: "Profile") -> None:
        from skilltrack.gui.answer.desk_window import SubmissionWindow

        window = SubmissionWindow(package, profile, today=today_here)
        window.dispatcher.crashed.connect(self._door.report)
        window.answering_started.connect(_remember_package)
        self._show(window)

    def open_office(self, data: Path, passphrase_file: Path | None) -> None:
        """Open the office window on a data file; a refusal is told in a box."""
        from skilltrack.gui.opening import passphrase_of, tell_refusal
        from skilltrack.gui.program.front import hold_or_call
        from skilltrack.services import datafiles

        hold = None
        try:
            if data.exists():
                hold = hold_or_call(data)
            passphrase = None
            if datafiles.is_protected(data):
                passphrase = passphrase_of(data, passphrase_file)
                if passphrase is None:
                    return
            self._show_office(datafiles.open_data(data, passphrase), hold)
            hold = None
        except SkilltrackError as error:
            tell_refusal(QApplication.activeWindow(), _("データファイルを開けません"), error)
        finally:
            if hold is not None:
                hold.release()

    def _show_office(self, database: "Database", hold: "WindowHold | None" = None) -> None:
        from skilltrack.gui.office.window import OfficeWindow
        from skilltrack.gui.program.front import FrontCaller, hold_or_call
        from skilltrack.gui.start import remember_data

        kept = hold or hold_or_call(database.path)
        window = OfficeWindow(database, self._new_dispatcher(), today_here())
        FrontCaller(window, kept)
        window.destroyed.connect(lambda: kept.release())  # a bound method would not keep it
        self._show(window)
        remember_data(database.path)

    def shutdown(self) -> None:
        """Stop what is still being made."""
        for dispatcher in self._dispatchers:
            dispatcher.shutdown()

    def _new_dispatcher(self) -> "Dispatcher":
        from skilltrack.gui.tasks import Dispatcher

        dispatcher = Dispatcher(self)
        dispatcher.crashed.connect(self._door.report)
        self._dispatchers.append(dispatcher)
        return dispatcher

    def _demonstrate(self, start: "StartWindow") -> None:
        """Make the fictional municipality beside the window, then open it."""
        from skilltrack.gui.opening import make_demonstration, tell_refusal

        start.show_working(_("架空の市のデータを作っています。1分ほどかかります。"))
        self._new_dispatcher().start(
            lambda report: make_demonstration(today_here(), report),
            done=lambda data: self._leave(start, lambda: self.open_office(data, None)),
            failed=lambda error: tell_refusal(start, _("デモを作れませんでした"), error),
            finished=start.show_ready,
            owner=start,
        )

    def _choose_package(self, start: QWidget) -> None:
        from skilltrack.gui.answer.window import ask_for_package

        path = ask_for_package(start)
        if path is not None:
            self._leave(start, lambda: self.open_answer(path))

    def _choose_data(self, start: QWidget) -> None:
        from skilltrack.gui.opening import ask_for_data

        path = ask_for_data(start)
        if path is None:
            return
        if path.exists():
            self._leave(start, lambda: self.open_office(path, None))
        else:
            self._make_data(start, path)

    def _make_data(self, start: QWidget, path: Path) -> None:
        from skilltrack.gui.new_data import NewDataDialog

        dialog = NewDataDialog(path, self._new_dispatcher(), start)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.made.connect(
            lambda created: self._leave(start, lambda: self._show_office(created.database))
        )
        dialog.open()

    def _open_recent(self, start: QWidget, file: "RecentFile") -> None:
        from skilltrack.gui.start import FileKind

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


def end_program() -> None:
    """Close every window, so that an installing program that waits for it can go on."""
    QApplication.closeAllWindows()


def _tell_update(start: "StartWindow") -> None:
    """Tell how the update started last ended: its installing program says nothing."""
    from skilltrack.gui.theme import Tone
    from skilltrack.services.program.updating import outcome_of_update

    outcome = outcome_of_update()
    if outcome is None:
        return
    if outcome.is_done:
        start.show_notice(
            _("{version} に更新しました。").format(version=outcome.version), Tone.GOOD
        )
    else:
        text = _("{version} への更新が終わっていません。更新ファイルをもう一度選んでください。")
        start.show_notice(text.format(version=outcome.version), Tone.ATTENTION)


def _remember_package(path: Path) -> None:
    from skilltrack.gui.start import remember_package

    remember_package(path)


class CrashDoor(QObject):
    """The one place to which every bug comes: tells it and offers a report without values."""

    def __init__(self, folder: Path | None = None) -> None:
        """Make the door; ``folder`` None keeps reports with the account."""
        super().__init__()
        self._folder = folder
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
            from skilltrack.files.account import reports_folder
            from skilltrack.gui.crashes import crash_dialog, crash_report, keep_report

            report = crash_report(error)
            now = datetime.now(UTC).astimezone()
            kept = keep_report(report, self._folder or reports_folder(), now)
            self.dialog = crash_dialog(report, kept)
            self.dialog.exec()
            self.dialog = None
