"""Full-width rows with their key in a box: the steps of the scale, the doors of the program."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QRadioButton, QSizePolicy, QWidget

from skilltrack.gui.theme import FOCUS_WIDTH, RADIUS, Space, TextRole, colours, text_font

KEY_BOX = 24
TICK = 18
LOWEST_ROW = 34
ROW, LOW_ROW = 46, 36
DOOR = 84
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}


def _text_place(row: QWidget, right: int) -> QRect:
    left = Space.M + KEY_BOX + Space.M
    return row.rect().adjusted(left, 0, -right, 0)


def _paint_ground(row: QAbstractButton, painter: QPainter) -> None:
    tokens = colours()
    is_marked = row.isChecked() or row.underMouse()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = FOCUS_WIDTH if row.hasFocus() else 1
    edge = tokens.primary if row.hasFocus() or is_marked else tokens.edge
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(tokens.selection if row.isChecked() else tokens.surface))
    inset = width / 2
    painter.drawRoundedRect(
        QRectF(row.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS
    )


def _paint_key(row: QAbstractButton, painter: QPainter, key: str) -> None:
    tokens = colours()
    box = QRectF(Space.M, (row.height() - KEY_BOX) / 2, KEY_BOX, KEY_BOX)
    is_chosen = row.isChecked()
    painter.setPen(QPen(QColor(tokens.primary if is_chosen else tokens.edge), 1))
    painter.setBrush(QColor(tokens.primary if is_chosen else tokens.ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(text_font(TextRole.BODY))
    painter.setPen(QColor(tokens.on_primary if is_chosen else tokens.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


class ChoiceRow(QRadioButton):
    """A step of the scale; the arrows belong to the page, which also saves what they choose."""

    def __init__(self, key: str, caption: str, name: str) -> None:
        """Make a row; ``name`` is how it is announced."""
        super().__init__(caption)
        self._key = key
        self._height = ROW
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_low(self, *, is_low: bool) -> None:
        """Take less height where the window has little."""
        self._height = LOW_ROW if is_low else ROW
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(320, max(self._height, self._text_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, max(LOWEST_ROW, self._text_height()))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = colours()
        painter = QPainter(self)
        _paint_ground(self, painter)
        _paint_key(self, painter, self._key)
        painter.setPen(QColor(tokens.on_selection if self.isChecked() else tokens.text))
        painter.drawText(self._place(), _WRAPPED, self.text())
        if self.isChecked():
            self._paint_tick(painter)
        painter.end()

    def _place(self) -> QRect:
        return _text_place(self, 2 * Space.M + TICK)

    def _text_height(self) -> int:
        metrics = self.fontMetrics()
        width = max(120, self._place().width())
        text = metrics.boundingRect(QRect(0, 0, width, 0), _WRAPPED, self.text())
        return text.height() + 2 * Space.XS

    def _paint_tick(self, painter: QPainter) -> None:
        """Draw the sign that says chosen without colour."""
        pen = QPen(QColor(colours().primary), 2.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corner = QPointF(self.width() - Space.M - TICK, self.height() / 2)
        points = [corner + QPointF(x, y) for x, y in ((2, 0), (7, 5), (16, -5))]
        painter.drawPolyline(points)


class DoorRow(QPushButton):
    """A large choice with its key and a sentence on what lies behind it."""

    def __init__(self, key: str, caption: str, explanation: str) -> None:
        super().__init__(caption)
        self._key = key
        self._explanation = explanation
        self.setAccessibleName(caption)
        self.setAccessibleDescription(explanation)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(480, DOOR)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, DOOR - Space.XL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = colours()
        painter = QPainter(self)
        _paint_ground(self, painter)
        _paint_key(self, painter, self._key)
        place = _text_place(self, Space.M)
        middle = place.center().y()
        painter.setPen(QColor(tokens.text))
        painter.setFont(text_font(TextRole.SECTION))
        upper = QRect(place.x(), middle - 28, place.width(), 26)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(QColor(tokens.secondary))
        painter.setFont(text_font(TextRole.SECONDARY))
        lower = QRect(place.x(), middle + 2, place.width(), 22)
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, self._explanation)
        painter.end()
