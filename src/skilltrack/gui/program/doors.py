"""The two doors to the program itself, the same on the start screen and in the office window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from skilltrack.gui.tasks import Dispatcher
from skilltrack.store.database import Database


def show_information(
    parent: QWidget, dispatcher: Dispatcher, database: Database | None = None
) -> None:
    """Show what the program is, and where its things lie."""
    from skilltrack.gui.program.information import InformationDialog

    data = None if database is None else database.path
    dialog = InformationDialog(dispatcher, parent, data=data)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def choose_update(
    parent: QWidget,
    dispatcher: Dispatcher,
    end_program: Callable[[], object],
    database: Database | None = None,
) -> None:
    """Ask for an update file and show what it changes; once it is started, end the program."""
    from skilltrack.gui.program.update import UpdateDialog, ask_for_update

    path = ask_for_update(parent)
    if path is None:
        return
    dialog = UpdateDialog(path, dispatcher, parent, database=database)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.started.connect(lambda _started: end_program())
    dialog.open()
