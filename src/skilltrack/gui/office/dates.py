"""Fields for days: typed in any usual form, shown in the era, or picked from a calendar."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from skilltrack.gui.icons import Icon, icon
from skilltrack.gui.theme import Space, colours, quiet_button
from skilltrack.i18n.dates import parse_date, wareki
from skilltrack.i18n.texts import _

WIDTH = 176
MOST_DAYS = 3


class EraDateField(QLineEdit):
    """Takes 令和8年4月1日, R8.4.1, 2026/4/1 or 20260401; ``day_changed`` carries the day.

    What is no date is put back to the day before it.
    """

    day_changed = Signal(object)

    def __init__(self, name: str, on: date) -> None:
        super().__init__()
        self._on = on
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH)
        self._open = QAction(_("カレンダーから選ぶ"), self)
        self._open.triggered.connect(self._show_calendar)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self._draw_icon()
        self.editingFinished.connect(self._settle)
        self._show()

    @property
    def day(self) -> date:
        """Return the day."""
        return self._on

    def set_day(self, on: date) -> None:
        """Show another day without announcing it."""
        self._on = on
        self._show()

    def _show(self) -> None:
        self.setText(wareki(self._on))
        self.setToolTip(
            _("{date}\n令和8年4月1日、R8.4.1、2026/4/1 の形で入力できます。").format(
                date=f"{self._on:%Y/%m/%d}"
            )
        )

    def _settle(self) -> None:
        self._choose(parse_date(self.text()) or self._on)

    def _choose(self, on: date) -> None:
        is_new = on != self._on
        self._on = on
        self._show()
        if is_new:
            self.day_changed.emit(on)

    def _show_calendar(self) -> None:
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(QDate(self._on.year, self._on.month, self._on.day))
        box = QVBoxLayout(popup)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(calendar)

        def take(chosen: QDate) -> None:
            popup.close()
            self._choose(date(chosen.year(), chosen.month(), chosen.day()))

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _draw_icon(self) -> None:
        self._open.setIcon(icon(Icon.CALENDAR, colours().secondary))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)


class DaysField(QWidget):
    """Takes any number of days, one field each."""

    def __init__(self, name: str, first: date) -> None:
        """Offer fields; the first one added holds ``first``, each further one the day after."""
        super().__init__()
        self._name = name
        self._first = first
        self.fields: list[EraDateField] = []
        self.add_button = quiet_button(_("日を加える"))
        self.add_button.clicked.connect(self.add)
        self.remove_button = quiet_button(_("最後の日を除く"))
        self.remove_button.clicked.connect(self.remove)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addWidget(self.add_button)
        self._row.addWidget(self.remove_button)
        self._row.addStretch(1)
        self._show_buttons()

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days, each once, in order."""
        return tuple(sorted({field.day for field in self.fields}))

    def add(self) -> None:
        """Add a field."""
        on = self._first if not self.fields else self.fields[-1].day + timedelta(days=1)
        field = EraDateField(f"{self._name} {len(self.fields) + 1}", on)
        self._row.insertWidget(len(self.fields), field)
        self.fields.append(field)
        self._show_buttons()

    def remove(self) -> None:
        """Take the last field away."""
        field = self.fields.pop()
        field.hide()
        field.deleteLater()
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.remove_button.setVisible(bool(self.fields))
        self.add_button.setEnabled(len(self.fields) < MOST_DAYS)
