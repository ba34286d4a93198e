"""The one card of a page: its content scrolls where there is no room, its foot stays."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from skilltrack.gui.theme import Space, set_surface

WIDEST = 720
LOWEST_CONTENT = 120


class ContentArea(QScrollArea):
    """As high as its content, and scrolling where the window is lower than that."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        # A viewport of our own: to be asked for the one Qt makes, PySide has to load every
        # widget class there is, a tenth of the time until the window stands.
        self._viewport = QWidget()
        self.setViewport(self._viewport)
        self._viewport.setAutoFillBackground(False)
        self.setWidget(content)
        content.setAutoFillBackground(False)  # the area has just switched it on

    def sizeHint(self) -> QSize:
        content = self.widget()
        width = self._viewport.width()
        height = content.heightForWidth(width) if content.hasHeightForWidth() else -1
        return QSize(WIDEST, max(height, content.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, LOWEST_CONTENT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class Sheet(QWidget):
    """A card of at most 720 px in the middle; fill ``content`` and ``foot``."""

    def __init__(self) -> None:
        super().__init__()
        self.card = QFrame()
        set_surface(self.card)
        self.card.setMaximumWidth(WIDEST)
        inner = QWidget()
        self.content = QVBoxLayout(inner)
        self.content.setContentsMargins(Space.XL, Space.L, Space.XL, Space.M)
        self.content.setSpacing(Space.M)
        self.area = ContentArea(inner)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        self.foot.setSpacing(Space.M)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.area)
        column.addLayout(self.foot)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.card, 1000)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        outer.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(2)

    def refit(self) -> None:
        """Take the height of the content anew after it changed."""
        self.area.updateGeometry()

    def scroll_up(self) -> None:
        """Show the beginning of the content."""
        self.area.verticalScrollBar().setValue(0)
