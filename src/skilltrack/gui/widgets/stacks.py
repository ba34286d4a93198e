"""A distribution in a table cell: one bar parted by how many chose each step."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from skilltrack.gui.theme import Space, colours
from skilltrack.gui.widgets.heat import CellDelegate, cell_of, figure_colour, heat_colour
from skilltrack.gui.widgets.rows import RowRole

BAR_HEIGHT = 18
NARROWEST_FIGURE = 22
"""A part narrower than this shows no figure; the tooltip of the cell has all of them."""


class StackDelegate(CellDelegate):
    """Paints counts given by ``counts_of`` the row, lightest first; none at all is hatched."""

    def counts_of(self, row: object) -> Sequence[int]:
        """Return the counts of a row, in the order of the steps."""
        raise NotImplementedError

    def strength_of(self, row: object, number: int) -> float:
        """Return how strong a part is painted, 0 to 1; the later the stronger unless overridden."""
        return number / max(1, len(self.counts_of(row)) - 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        cell = cell_of(option).adjusted(Space.S, 0, -Space.S, 0)
        place = QRectF(cell.x(), cell.center().y() - BAR_HEIGHT / 2, cell.width(), BAR_HEIGHT)
        row = index.data(RowRole)
        counts = self.counts_of(row)
        painter.save()
        if sum(counts) == 0:
            hatch = QBrush(QColor(colours().edge), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(place, hatch)
        else:
            strengths = [self.strength_of(row, number) for number in range(len(counts))]
            _paint_parts(painter, place, counts, strengths)
        painter.setPen(QColor(colours().edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        painter.restore()


def _paint_parts(
    painter: QPainter, place: QRectF, counts: Sequence[int], strengths: Sequence[float]
) -> None:
    left, total = place.x(), sum(counts)
    for count, strength in zip(counts, strengths, strict=True):
        width = place.width() * count / total
        part = QRectF(left, place.y(), width, place.height())
        ground = heat_colour(strength)
        painter.fillRect(part, ground)
        painter.setPen(QColor(colours().edge))
        painter.drawLine(part.topRight(), part.bottomRight())
        if width >= NARROWEST_FIGURE:
            painter.setPen(figure_colour(ground))
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, f"{count:,}")
        left += width
