"""A page in millimetres: text measured and drawn the same way, lines, boxes to tick."""

from enum import Enum

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

from skilltrack.gui.theme import FONT_FAMILIES, LIGHT

MARGIN_MM = 15.0
WIDTH_MM = 210 - 2 * MARGIN_MM
HEIGHT_MM = 297 - 2 * MARGIN_MM
DOTS_PER_INCH = 600
MM_PER_INCH = 25.4
POINTS_PER_INCH = 72
LINE_HEIGHT = 1.45
"""Of the size of the letters; Japanese needs more than Latin."""

HAIRLINE_MM = 0.15
EDGE_MM = 0.3


class PaperText(Enum):
    """What a text on paper is for: its size in points, whether it is bold, its colour."""

    TITLE = (16, True, LIGHT.text)
    FIELD = (11, True, LIGHT.navigation_ground)
    QUESTION = (10.5, False, LIGHT.text)
    BODY = (9.5, False, LIGHT.text)
    LABEL = (9, True, LIGHT.text)
    SMALL = (8, False, LIGHT.secondary)
    CODE = (7, False, LIGHT.secondary)

    def __init__(self, points: float, is_bold: bool, colour: str) -> None:  # noqa: FBT001
        self.points = points
        self.is_bold = is_bold
        self.colour = colour

    @property
    def font(self) -> QFont:
        """Return the font."""
        font = QFont()
        font.setFamilies(FONT_FAMILIES)
        font.setPointSizeF(self.points)
        font.setBold(self.is_bold)
        return font

    @property
    def line_mm(self) -> float:
        """Return the height of a line."""
        return self.points / POINTS_PER_INCH * MM_PER_INCH * LINE_HEIGHT


class Canvas:
    """The pages of a PDF, drawn from the upper left corner inside the margins."""

    def __init__(self, writer: QPdfWriter) -> None:
        writer.setResolution(DOTS_PER_INCH)
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
                QPageLayout.Unit.Millimeter,
            )
        )
        self._writer = writer
        self._painter = QPainter(writer)
        self._dots = DOTS_PER_INCH / MM_PER_INCH

    def new_page(self) -> None:
        """Go on on a new page."""
        self._writer.newPage()

    def end(self) -> None:
        """Finish the file."""
        self._painter.end()

    def shrink(self, factor: float) -> None:
        """Draw everything smaller until ``restore``."""
        self._painter.save()
        self._painter.scale(factor, factor)

    def restore(self) -> None:
        """Draw in full size again."""
        self._painter.restore()

    def text_width(self, text: str, role: PaperText) -> float:
        """Return the width of a text in one line."""
        return QFontMetricsF(role.font, self._writer).horizontalAdvance(text) / self._dots

    def text_height(self, text: str, role: PaperText, width: float) -> float:
        """Return the height of a text wrapped at a width; line breaks in it stay."""
        lines = sum(layout.lineCount() for layout in self._layouts(text, role, width))
        return lines * role.line_mm

    def text(
        self,
        text: str,
        role: PaperText,
        x: float,
        y: float,
        width: float,
        *,
        is_right: bool = False,
    ) -> float:
        """Draw a text wrapped at a width with its upper edge at ``y``; return its height."""
        self._painter.setPen(QColor(role.colour))
        top = y
        for layout in self._layouts(text, role, width):
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                spare = width - line.naturalTextWidth() / self._dots
                gap = (role.line_mm - line.height() / self._dots) / 2
                left = x + spare if is_right else x
                at = self._point(left - line.x() / self._dots, top + gap - line.y() / self._dots)
                line.draw(self._painter, at)
                top += role.line_mm
        return top - y

    def line(
        self,
        x: float,
        y: float,
        width: float,
        *,
        colour: str = LIGHT.edge,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        """Draw a horizontal line."""
        self._painter.setPen(QPen(QColor(colour), HAIRLINE_MM * self._dots, style))
        self._painter.drawLine(self._point(x, y), self._point(x + width, y))

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the edges of a box."""
        self._painter.setPen(QPen(QColor(LIGHT.secondary), EDGE_MM * self._dots))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(self._rect(x, y, width, height))

    def ground(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a box."""
        self._painter.fillRect(self._rect(x, y, width, height), QColor(colour))

    def _layouts(self, text: str, role: PaperText, width: float) -> list[QTextLayout]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made = []
        for paragraph in text.split("\n"):
            layout = QTextLayout(paragraph, role.font, self._writer)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width * self._dots)
            layout.endLayout()
            made.append(layout)
        return made

    def _point(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._dots, y * self._dots)

    def _rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(x * self._dots, y * self._dots, width * self._dots, height * self._dots)
