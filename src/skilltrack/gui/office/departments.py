"""Choices above a table: a department with everything under it, and one of several names."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice

WIDTH = 200
INDENT = "\u3000"


class DepartmentFilter(QComboBox):
    """Offers all departments or one of the tree; ``chosen`` tells of another choice."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("所属"))
        self.setFixedWidth(WIDTH)
        self.setMaxVisibleItems(20)
        self._choices: dict[str, DepartmentChoice] = {}
        self._code = ""
        self.activated.connect(self._announce)
        self.offer(())

    @property
    def code(self) -> str:
        """Return the code of the department chosen; '' for all."""
        return self._code

    @property
    def within(self) -> frozenset[str] | None:
        """Return the codes of the department chosen and of everything under it; None for all."""
        choice = self._choices.get(self._code)
        return None if choice is None else choice.within

    def offer(self, choices: Sequence[DepartmentChoice]) -> None:
        """Offer other departments; the one chosen stays chosen while it is among them."""
        self._choices = {choice.code: choice for choice in choices}
        self.clear()
        self.addItem(_("すべての所属"), "")
        for choice in choices:
            self.addItem(f"{INDENT * choice.depth}{choice.name}", choice.code)
        self._show()

    def choose(self, code: str) -> None:
        """Choose a department without announcing it; it may be offered later."""
        self._code = code
        self._show()

    def _show(self) -> None:
        self.setCurrentIndex(max(0, self.findData(self._code)))

    def _announce(self, number: int) -> None:
        self._code = self.itemData(number)
        self.chosen.emit()


class NamedChoice(QComboBox):
    """Offers codes by their names; the one chosen stays chosen while it is offered."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._offered: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        """Return the code chosen; '' before any was offered."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose a code of those offered."""
        self.setCurrentIndex(max(0, self.findData(code)))

    def offer(self, offered: Sequence[tuple[str, str]]) -> None:
        """Offer (code, name) pairs."""
        if tuple(offered) == self._offered:
            return
        self._offered = tuple(offered)
        before = self.code
        self.clear()
        for code, name in offered:
            self.addItem(name, code)
        self.setCurrentIndex(max(0, self.findData(before)))
