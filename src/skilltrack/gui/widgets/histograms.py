"""A distribution in a table cell as small columns, all on one axis per cell."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from skilltrack.gui.theme import Space, colours
from skilltrack.gui.widgets.heat import CellDelegate, cell_of
from skilltrack.gui.widgets.rows import RowRole

GAP = 2


class HistogramDelegate(CellDelegate):
    """Paints counts given by ``counts_of`` the row; the highest fills the cell."""

    def counts_of(self, row: object) -> Sequence[int]:
        """Return the counts of a row, from the lowest band to the highest."""
        raise NotImplementedError

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        counts = self.counts_of(index.data(RowRole))
        highest = max(counts, default=0)
        if highest == 0:
            return
        place = cell_of(option).adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        width = place.width() / len(counts)
        tokens = colours()
        painter.save()
        painter.fillRect(QRectF(place.x(), place.bottom(), place.width(), 1), QColor(tokens.edge))
        for number, count in enumerate(counts):
            height = place.height() * count / highest
            column = QRectF(
                place.x() + number * width, place.bottom() - height, width - GAP, height
            )
            painter.fillRect(column, QColor(tokens.bar))
        painter.restore()
