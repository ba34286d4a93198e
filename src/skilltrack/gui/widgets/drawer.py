"""Details beside what they explain: the page narrows, nothing is covered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from skilltrack.gui.shortcuts import Shortcut
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _

DRAWER_WIDTH = 320
NARROWEST_PAGE = 360


class Drawer(QSplitter):
    """A page with a drawer at its right, closed at first."""

    closed = Signal()

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._before: QWidget | None = None
        self._content: QWidget | None = None
        self._title = text_label("", TextRole.SECTION)
        self._title.setWordWrap(True)
        self.close_button = quiet_button(_("閉じる"))
        self.close_button.setToolTip(Shortcut.CLOSE.text)
        self.close_button.clicked.connect(self.shut)
        self._panel = self._lay_out_panel()
        page.setMinimumWidth(NARROWEST_PAGE)
        self.addWidget(page)
        self.addWidget(self._panel)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(Space.XS)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self._panel.hide()
        self._escape = QShortcut(Shortcut.CLOSE.keys, self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(self.shut)
        self._escape.setEnabled(False)

    def _lay_out_panel(self) -> QFrame:
        panel = QFrame()
        panel.setObjectName("drawer")
        panel.setMinimumWidth(DRAWER_WIDTH - Space.XXL)
        column = QVBoxLayout(panel)
        column.setContentsMargins(Space.L, Space.M, Space.S, Space.M)
        column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        column.addWidget(self._area, 1)
        return panel

    @property
    def is_open(self) -> bool:
        """Tell whether the drawer is open."""
        return self._panel.isVisibleTo(self)

    def open(self, title: str, content: QWidget) -> None:
        """Show content in the drawer, in place of what was there; the drawer owns it."""
        if not self.is_open:
            self._before = QApplication.focusWidget()
        self._title.setText(title)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)  # the area has just switched it on
        self._panel.setAccessibleName(title)
        if not self.is_open:
            self._panel.show()
            self.setSizes([max(NARROWEST_PAGE, self.width() - DRAWER_WIDTH), DRAWER_WIDTH])
        self._escape.setEnabled(True)

    def shut(self) -> None:
        """Close the drawer and give the focus back to where it was."""
        had_focus = self._panel.isAncestorOf(QApplication.focusWidget() or self)
        self._panel.hide()
        self._escape.setEnabled(False)
        # What had the focus may be gone: pages rebuild their cards while the drawer is open.
        if had_focus and self._before is not None and isValid(self._before):
            self._before.setFocus()
        self.closed.emit()
