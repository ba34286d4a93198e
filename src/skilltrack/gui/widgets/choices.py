"""A field for any number of choices out of a list: a button that opens the list."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.theme import ROW_HEIGHT
from skilltrack.i18n.texts import _

MOST_NAMED = 3
MOST_ROWS = 12
NARROWEST = 240


class ChoicesField(QPushButton):
    """Shows what is chosen; ``chosen`` tells of a change."""

    chosen = Signal()

    def __init__(self, name: str, offered: Sequence[tuple[str, str]], none: str = "") -> None:
        """Offer (code, name) pairs; ``none`` stands for no choice, 「すべて」 without it."""
        super().__init__()
        self._none = none or _("すべて")
        self._name = name
        self._offered = tuple(offered)
        self._codes: tuple[str, ...] = ()
        self.setProperty("kind", "field")
        self.clicked.connect(self._open)
        self.popup: QWidget | None = None
        self.list: QListWidget | None = None
        self._show()

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes chosen, in the order offered; empty for all."""
        return self._codes

    def offer(self, offered: Sequence[tuple[str, str]]) -> None:
        """Offer other (code, name) pairs; what is no longer offered is no longer chosen."""
        self._offered = tuple(offered)
        self.choose(self._codes)

    def choose(self, codes: Sequence[str]) -> None:
        """Choose codes; those not offered are left out."""
        before = self._codes
        self._codes = tuple(code for code, _name in self._offered if code in codes)
        self._show()
        if self._codes != before:
            self.chosen.emit()

    def _show(self) -> None:
        names = [name.strip() for code, name in self._offered if code in self._codes]
        if not names:
            text = self._none
        elif len(names) <= MOST_NAMED:
            text = "、".join(names)
        else:
            text = _("{first} ほか{count}件").format(first=names[0], count=len(names) - 1)
        self.setText(text)
        self.setToolTip("\n".join(names))
        self.setAccessibleName(f"{self._name} {text}")

    def _open(self) -> None:
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.popup = popup
        listed = QListWidget()
        listed.setAccessibleName(self._name)
        for code, name in self._offered:
            row = QListWidgetItem(name)
            row.setData(Qt.ItemDataRole.UserRole, code)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_on = code in self._codes
            row.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            listed.addItem(row)
        listed.itemChanged.connect(lambda _row: self._take(listed))
        self.list = listed
        column = QVBoxLayout(popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(listed)
        popup.setMinimumWidth(max(self.width(), NARROWEST))
        popup.setFixedHeight(ROW_HEIGHT * min(MOST_ROWS, len(self._offered) + 1))
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        listed.setFocus()
        listed.setCurrentRow(0)

    def _take(self, listed: QListWidget) -> None:
        rows = [listed.item(number) for number in range(listed.count())]
        self.choose(
            [
                row.data(Qt.ItemDataRole.UserRole)
                for row in rows
                if row.checkState() is Qt.CheckState.Checked
            ]
        )
