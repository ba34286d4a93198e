"""A field for people: typed by number or name, chosen from those found."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _
from skilltrack.services.people.posts import Found, people_matching

PAUSE_MS = 250
FOUND_ROWS, CHOSEN_ROWS = 4, 3


class _SearchLine(QLineEdit):
    """Gives the arrow down and the return key to the list below."""

    left_down = Signal()
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class PeopleField(QWidget):
    """Finds people in post on a day; ``chosen`` tells of another choice."""

    chosen = Signal()

    def __init__(self, desk: Desk, on: Callable[[], date], *, is_single: bool = False) -> None:
        """Look for people on the day that ``on`` returns; a single one replaces the one before."""
        super().__init__()
        self._desk = desk
        self._on = on
        self._is_single = is_single
        self._people: list[Found] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.line = _SearchLine()
        self.line.setPlaceholderText(_("職員番号、氏名またはフリガナ"))
        self.line.setAccessibleName(_("職員を探す"))
        self.found = QListWidget()
        self.found.setAccessibleName(_("見つかった職員"))
        self.found.setFixedHeight(FOUND_ROWS * ROW_HEIGHT)
        self.selected = QListWidget()
        self.selected.setAccessibleName(_("選んだ職員"))
        self.selected.setFixedHeight((1 if is_single else CHOSEN_ROWS) * ROW_HEIGHT + 2)
        self.count = text_label(self._count_text(), TextRole.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for part in (self.line, self.found, self.count, self.selected):
            column.addWidget(part)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.taken.connect(self._take_first)
        self.line.left_down.connect(self._enter_list)
        self.found.itemActivated.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.selected.itemActivated.connect(self._drop)

    @property
    def people(self) -> tuple[Found, ...]:
        """Return who is chosen, in order."""
        return tuple(self._people)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of those chosen."""
        return tuple(person.employee_no for person in self._people)

    def look(self) -> None:
        """Look for what is typed."""
        self._pause.stop()
        text, on = self.line.text(), self._on()
        self._desk.read(
            lambda database: people_matching(database, text, on),
            done=self._show_found,
            failed=self._desk.tell_error,
            owner=self,
        )

    def _show_found(self, people: Sequence[Found]) -> None:
        self.found.clear()
        for person in people:
            self._add(self.found, person)
        if not people and self.line.text().strip():
            nobody = QListWidgetItem(_("その日に配属のある職員が見つかりません"))
            nobody.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(nobody)

    def _add(self, listed: QListWidget, person: Found) -> None:
        text = _("{number}　{name}　{department}　{title}").format(
            number=person.employee_no,
            name=plain_name(person.name),
            department=person.department_name,
            title=person.job_title,
        )
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, person)
        listed.addItem(item)

    def _enter_list(self) -> None:
        if self.found.count():
            self.found.setFocus()
            self.found.setCurrentRow(0)

    def _take_first(self) -> None:
        if self._pause.isActive():
            self.look()
        elif self.found.count():
            self._take(self.found.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        person = item.data(Qt.ItemDataRole.UserRole)
        if person is not None:
            self.choose([person] if self._is_single else [*self._people, person])
            self.line.selectAll()

    def _drop(self, item: QListWidgetItem) -> None:
        gone = item.data(Qt.ItemDataRole.UserRole)
        self.choose([person for person in self._people if person != gone])

    def choose(self, people: Sequence[Found]) -> None:
        """Choose people, each once."""
        self._people = list(dict.fromkeys(people))
        self.selected.clear()
        for person in self._people:
            self._add(self.selected, person)
        self.count.setText(self._count_text())
        self.chosen.emit()

    def _count_text(self) -> str:
        if self._is_single:
            return _("選んだ職員")
        text = _("選んだ職員 {count}人（Enterで外す）")
        return text.format(count=len(self._people))
