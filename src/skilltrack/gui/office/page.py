"""What every page of the office window shares: its head, its states, reading and reloading."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.problems import Cancelled, SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import NOTHING, Changes
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar
from skilltrack.gui.tasks import TaskHandle
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel
from skilltrack.gui.widgets.rows import Field
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import LineLabel, text_label
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.store.database import Database

Read = TypeVar("Read")

LOADING_SHOWN_AFTER_MS = 200
BUTTON_HEIGHT = 32
LOW_PAGE = 560
"""In a page lower than this, in px at 100 %, the head leaves what room it can to the content."""


class Loading(QLabel):
    """Says that the page is being read, once that takes longer than a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._delay = QTimer(self, singleShot=True, interval=LOADING_SHOWN_AFTER_MS)
        self._delay.timeout.connect(lambda: self.setText(_("読み込んでいます")))

    def begin(self) -> None:
        """Start to wait."""
        self.clear()
        self._delay.start()

    def end(self) -> None:
        """Wait no more."""
        self._delay.stop()


class Page(QWidget, Generic[Read]):
    """A page: title, one line of explanation, actions at the right, content below them.

    A page says what it shows by ``concerns``, what it reads by ``reading``, and shows it in
    ``show_read``. While it reads for the first time it says so; later the old figures stay until
    the new ones are there.
    """

    destination_requested = Signal(object)
    """Carries a ``Destination``."""

    structure_chosen = Signal(object)
    """Carries the ``Structure`` by which the pages are to show departments."""

    settled = Signal()
    """Figures, or what stands in their place, are shown."""

    key = ""
    concerns: Changes = NOTHING
    only_newest = ""
    """Why the page shows the newest records alone; '' where it shows earlier ones as well."""

    def __init__(self, desk: Desk, title: str, explanation: str, content: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self.standpoint: Standpoint | None = None
        self._is_stale = True
        self._reading: TaskHandle | None = None
        self.explanation = LineLabel(explanation, TextRole.SECONDARY)
        self._is_low = False
        self._strip: StructureBar | None = None
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        self._content = content
        self._content_buttons: list[QPushButton] = []
        self._footer = QVBoxLayout()
        self._footers: list[QWidget] = []
        self._loading = Loading()
        self._message: QWidget = QWidget()
        self._states = QStackedWidget()
        for state in (self._loading, content, self._message):
            self._states.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._head(title))
        self._column = column
        column.addWidget(self._states, 1)
        column.addLayout(self._footer)

    def _head(self, title: str) -> QHBoxLayout:
        texts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        texts.setSpacing(Space.XS + 2)
        self._title = text_label(title, TextRole.PAGE_TITLE)
        texts.addWidget(self._title)
        texts.addWidget(self.explanation, 1)
        self._texts = texts
        self._head_row = QHBoxLayout()
        self._head_row.setSpacing(Space.S)
        self._head_row.addLayout(texts, 1)
        self._head_row.setAlignment(texts, Qt.AlignmentFlag.AlignTop)
        self._head_row.addLayout(self._actions)
        return self._head_row

    def add_choice(self, choice: QWidget) -> None:
        """Put a choice that holds for the whole page before the buttons."""
        self._actions.insertWidget(0, choice, 0, Qt.AlignmentFlag.AlignTop)

    def add_action(self, button: QPushButton, *, needs_content: bool = False) -> None:
        """Put a button at the right of the title; one for the content goes with it."""
        self._actions.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if needs_content:
            self._content_buttons.append(button)
            button.setEnabled(False)

    def add_strip(self, strip: StructureBar) -> None:
        """Put a strip between the title and the content, or beside the title of a low page."""
        self._strip = strip
        self._column.insertWidget(1, strip)

    def add_note(self, note: QWidget) -> None:
        """Put a line that must be read with the figures between the strip and the content."""
        self._column.insertWidget(self._column.indexOf(self._states), note)

    def add_footer(self, footer: QWidget) -> None:
        """Put something below the content that is shown with it."""
        self._footer.addWidget(footer)
        self._footers.append(footer)
        footer.hide()

    # The room of a low window

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < LOW_PAGE
        if is_low != self._is_low:
            self._is_low = is_low
            self.make_room(is_low=is_low)
        elif is_low:
            self._place_strip()

    def make_room(self, *, is_low: bool) -> None:
        """Put the explanation beside the title of a low page, and all of it closer together."""
        directions = QBoxLayout.Direction
        self._texts.setDirection(directions.LeftToRight if is_low else directions.TopToBottom)
        self._texts.setSpacing(Space.M if is_low else Space.XS + 2)
        self._title.setMinimumHeight(BUTTON_HEIGHT if is_low else 0)
        top, bottom = (Space.S, Space.S) if is_low else (Space.M, Space.L)
        self._column.setContentsMargins(Space.XL, top, Space.XL, bottom)
        self._column.setSpacing(Space.S if is_low else Space.M)
        self._place_strip()

    def _place_strip(self) -> None:
        """Put the strip of a low page in the place of the explanation, if it goes into it."""
        strip = self._strip
        if strip is None:
            return
        is_beside = self._is_low and not strip.isHidden() and self._has_room_beside(strip)
        self.explanation.setHidden(is_beside)
        strip.shorten(is_short=is_beside)
        is_there = self._head_row.indexOf(strip) >= 0
        if is_beside and not is_there:
            self._head_row.insertWidget(1, strip, 0, Qt.AlignmentFlag.AlignTop)
        elif is_there and not is_beside:
            self._column.insertWidget(1, strip)

    def _has_room_beside(self, strip: StructureBar) -> bool:
        """Tell whether title, strip and buttons go into one line."""
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2 * Space.S
        title, actions = self._title.sizeHint().width(), self._actions.sizeHint().width()
        return title + strip.short_width + actions <= room

    # What a page is made of

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Read]:
        """Return what is read in the worker; it touches no widget."""
        raise NotImplementedError

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        raise NotImplementedError

    def emptiness(self, _read: Read) -> EmptyState | None:
        """Return what is shown in place of the content where there is nothing yet."""
        return None

    def table(self) -> TableView[Any] | None:
        """Return the table that the search field filters; None without one."""
        return None

    def search(self, text: str) -> None:
        """Filter by a text."""
        if (table := self.table()) is not None:
            table.filter.set_text(text)

    def visit(self, _destination: Destination) -> None:
        """Take over the filters of a link; called before the page is read."""

    def here(self) -> Destination:
        """Return where the page stands, for the way back."""
        return Destination(self.key)

    # Reading

    def show_from(self, standpoint: Standpoint) -> None:
        """Show the figures of a standpoint, reading them unless they are at hand."""
        if self._is_stale or standpoint != self.standpoint:
            self.standpoint = standpoint
            self.reload()

    def mark_changed(self, changes: Changes) -> None:
        """Remember that what is shown may have changed; reload at once while in sight."""
        if self.concerns & changes:
            self._is_stale = True
            if self.isVisible():
                self.reload()

    def reload(self) -> None:
        """Read again."""
        if self.standpoint is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        if self.only_newest and self.standpoint.as_known is not None:
            self._reading = None
            self._is_stale = True
            self.show_message(EmptyState(self.only_newest))
            return
        if self._states.currentWidget() is not self._content:
            self._loading.begin()
            self._states.setCurrentWidget(self._loading)
        self._is_stale = False
        handle = self.desk.read(
            self.reading(self.standpoint),
            done=lambda read: self._show(handle, read),
            failed=lambda error: self._fail(handle, error),
            owner=self,
        )
        self._reading = handle

    def _show(self, handle: TaskHandle, read: Read) -> None:
        if handle is not self._reading:  # another reading has taken its place
            return
        self._reading = None
        self._loading.end()
        empty = self.emptiness(read)
        if empty is not None:
            self.show_message(empty)
            return
        self.show_read(read)
        self._place_strip()
        self._show_state(self._content)

    def _fail(self, handle: TaskHandle, error: SkilltrackError) -> None:
        if handle is not self._reading or isinstance(error, Cancelled):
            return
        self._reading = None
        self._loading.end()
        self._is_stale = True
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ErrorPanel(_("このページを読み込めませんでした"), sentences_of(error)))
        again = QPushButton(_("もう一度読み込む"))
        again.clicked.connect(self.reload)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_message(holder)

    def show_message(self, message: QWidget) -> None:
        """Show something in place of the content."""
        self._states.removeWidget(self._message)
        self._message.deleteLater()
        self._message = message
        self._states.addWidget(message)
        self._show_state(message)

    def _show_state(self, state: QWidget) -> None:
        self._states.setCurrentWidget(state)
        for button in self._content_buttons:
            button.setEnabled(state is self._content)
        for footer in self._footers:
            footer.setVisible(state is self._content)
        self.settled.emit()

    @property
    def is_content_shown(self) -> bool:
        """Tell whether the content is shown, and not a message in its place."""
        return self._states.currentWidget() is self._content

    def go(self, destination: Destination) -> None:
        """Ask the window for another page."""
        self.destination_requested.emit(destination)

    # Writing the table of the page

    def export_table(self, table: TableView[Any], title: str) -> None:
        """Write a table as it is shown to a workbook the user names."""
        path = self.desk.asking.file_to_save(
            self, _("表をExcelに保存"), f"{title}.xlsx", excel_files()
        )
        if path is None:
            return
        from skilltrack.services.handover import save_shown_table  # not before a table is saved

        headings = [field.label.replace("\n", "") for field in table.rows.fields]
        rows = [[_datum(field, row) for field in table.rows.fields] for row in table.shown_rows()]
        self.desk.act(
            _("表を保存しています"),
            lambda database, _progress: save_shown_table(database, path, title, headings, rows),
            done=lambda _none: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )


def _datum(field: Field[Any], row: object) -> str | int | float | date | None:
    """Return a cell as one datum: ratios and days as such, everything else as it is shown."""
    shown = field.getter(row)
    raw = field.key(row)
    if isinstance(raw, Fraction) and isinstance(shown, str) and shown.endswith("%"):
        return ratio_figure(raw)
    return raw if isinstance(raw, date) else shown
