"""While earlier records are shown, what changes records is switched off, and says why."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from skilltrack.gui.office.known.reading import CHANGING_LINKS, READING_TEXTS
from skilltrack.i18n.texts import _

REASON: Final = _(
    "前の時点の記録を表示しているため、変更できません。「最新の記録に戻る」を押してから行います。"
)

_LOOKED_AT: Final = frozenset({QEvent.Type.Show, QEvent.Type.Polish, QEvent.Type.EnabledChange})


def only_reads(text: str, *, is_link: bool) -> bool:
    """Tell whether a button or a line of a menu with a text leads to reading alone.

    Links lead somewhere, unless they are known to change something; of all other buttons those
    that read are known, and a new one is off until it is said to read.
    """
    plain = text.replace("&", "")
    return plain not in CHANGING_LINKS if is_link else plain in READING_TEXTS


def _only_reads(button: QAbstractButton) -> bool:
    kind = button.property("kind")
    if isinstance(button, QPushButton) and (button.isCheckable() or kind == "field"):
        return True  # chooses what is shown
    return only_reads(button.text(), is_link=kind == "quiet" or isinstance(button, QCheckBox))


class Lock(QObject):
    """Switches off and on again what is inside a window and the dialogs above it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._off: dict[QAbstractButton | QAction, str] = {}  # with the tip that it had
        self.is_closed = False

    def close(self) -> None:
        """Switch off what changes records, now and as it comes into sight."""
        if self.is_closed:
            return
        self.is_closed = True
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        for button in self._window.findChildren(QPushButton):
            self._look_at(button)
        for box in self._window.findChildren(QCheckBox):
            self._look_at(box)

    def open(self) -> None:
        """Switch on again what was switched off; the pages then say what else it needs."""
        if not self.is_closed:
            return
        self.is_closed = False
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        for one, tip in self._off.items():
            if isValid(one):
                one.setEnabled(True)
                one.setToolTip(tip)
        self._off.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LOOKED_AT:
            if isinstance(watched, QPushButton | QCheckBox):
                self._look_at(watched)
            elif isinstance(watched, QMenu):
                self._look_into(watched)
        return False

    def _look_at(self, button: QPushButton | QCheckBox) -> None:
        menu = button.menu() if isinstance(button, QPushButton) else None
        if menu is not None:
            self._look_into(menu)
        elif button.isEnabled() and not _only_reads(button) and self._is_inside(button):
            self._switch_off(button)

    def _look_into(self, menu: QMenu) -> None:
        if not self._is_inside(menu):
            return
        menu.setToolTipsVisible(True)
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                self._look_into(inner)
            elif (
                action.isEnabled()
                and action.text()
                and not only_reads(action.text(), is_link=False)
            ):
                self._switch_off(action)

    def _switch_off(self, one: QAbstractButton | QAction) -> None:
        self._off.setdefault(one, one.toolTip())
        one.setEnabled(False)
        one.setToolTip(REASON)

    def _is_inside(self, widget: QWidget) -> bool:
        """Tell whether a widget belongs to a page, or to a dialog that a page has opened."""
        parent: QObject | None = widget
        while parent is not None and parent is not self._window:
            if isinstance(parent, QFileDialog | QMessageBox):
                return False
            parent = parent.parent()
        return parent is self._window
