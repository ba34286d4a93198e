"""Turning the window to earlier records and back."""

from datetime import date, datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.known.band import KnownBand
from skilltrack.gui.office.known.dialog import KnownDialog
from skilltrack.gui.office.known.lock import Lock
from skilltrack.services.recall import Recorded, recall, recorded_changes
from skilltrack.store.database import Database


class KnownRecords(QObject):
    """Asks for an instant, hands its records to the desk, and locks what would change them."""

    turned_to = Signal(object)
    """Carries the instant up to which records are shown; None for the newest."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._lock = Lock(window)
        self.band = KnownBand()
        self.band.newest_requested.connect(lambda: self.turn_to(None))
        self.dialog: KnownDialog | None = None

    @property
    def as_known(self) -> datetime | None:
        """Return up to which instant records are shown; None for the newest."""
        return self._desk.records.as_known

    def ask(self) -> None:
        """Let the user choose."""
        dialog = KnownDialog(self._desk.today, self.as_known, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.known_chosen.connect(self.turn_to)
        dialog.day_changed.connect(lambda day: self._list(dialog, day))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        self._list(dialog, None)
        dialog.open()

    def _forget(self, _result: int) -> None:
        self.dialog = None

    def _list(self, dialog: KnownDialog, until: date | None) -> None:
        newest = self._desk.database

        def read(_records: Database) -> tuple[Recorded, ...]:
            return recorded_changes(newest, until)

        self._desk.read(read, done=dialog.show_changes, failed=self._desk.tell_error, owner=dialog)

    def turn_to(self, as_known: datetime | None) -> None:
        """Show the records as they stood at an instant; None shows the newest."""
        if as_known == self.as_known:
            return
        newest = self._desk.database
        self._desk.records = newest if as_known is None else recall(newest, as_known)
        if as_known is None:
            self._lock.open()
        else:
            self._lock.close()
        self.band.show_known(as_known)
        self.turned_to.emit(as_known)
