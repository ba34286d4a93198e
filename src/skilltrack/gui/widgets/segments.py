"""Segments that fill as fields are answered."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from skilltrack.gui.theme import Space, colours

HEIGHT = 8
NARROWEST = 24


class Segments(QWidget):
    """One segment per field, each filled by its share of answers (0 to 1)."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[float, ...] = ()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: Sequence[float], current: int, description: str) -> None:
        """Show how full each field is and which one is being answered, from 0.

        ``description`` says the same in words for those who hear the window.
        """
        self._shares = tuple(shares)
        self._current = current
        self.setAccessibleName(description)
        self.setToolTip(description)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(self._shares) * (3 * NARROWEST + Space.XS), HEIGHT + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._shares) * (NARROWEST + Space.XS), HEIGHT + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = max(1, len(self._shares))
        width = (self.width() - Space.XS * (count - 1)) / count
        for number, share in enumerate(self._shares):
            place = QRectF(number * (width + Space.XS), 2, width, HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(place, HEIGHT / 2, HEIGHT / 2)
            if share > 0:
                painter.setBrush(QColor(tokens.primary))
                filled = QRectF(place)
                filled.setWidth(max(HEIGHT, width * min(1.0, share)))
                painter.drawRoundedRect(filled, HEIGHT / 2, HEIGHT / 2)
            if number == self._current:
                painter.setPen(QColor(tokens.text))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                outline = place.adjusted(0.5, -1, -0.5, 1)
                painter.drawRoundedRect(outline, HEIGHT / 2, HEIGHT / 2)
        painter.end()
