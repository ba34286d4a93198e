"""A share in a table cell as heat: one hue, the figure written in the cell, hatched without one."""

from typing import Protocol, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skilltrack.gui.theme import Space, colours
from skilltrack.gui.widgets.rows import SortRole

STRONGEST = 0.85
"""How much of the full colour a share of 1 takes: the figure stays readable on it."""

DARK_GROUND = 0.45
"""From this luminance down the figure is written in white."""


class _Option(Protocol):
    """What Qt gives a delegate; the stubs of PySide6 leave these out."""

    rect: QRect
    state: QStyle.StateFlag
    font: QFont
    text: str


def heat_colour(ratio: float) -> QColor:
    """Return the colour of a share (0 to 1) between the ground of a table and the bar colour."""
    tokens = colours()
    low, high = QColor(tokens.surface), QColor(tokens.bar)
    part = STRONGEST * min(1.0, max(0.0, ratio))
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * part,
        low.greenF() + (high.greenF() - low.greenF()) * part,
        low.blueF() + (high.blueF() - low.blueF()) * part,
    )


def figure_colour(ground: QColor) -> QColor:
    """Return white or black, whichever is read better on a ground."""
    luminance = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor("#FFFFFF" if luminance <= DARK_GROUND else "#1B1F24")


def cell_of(option: QStyleOptionViewItem) -> QRectF:
    """Return the place of a cell."""
    return QRectF(cast("_Option", option).rect)


class CellDelegate(QStyledItemDelegate):
    """Paints the cell itself, without its text, for what is painted on it."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        cast("_Option", option).text = ""


class HeatDelegate(CellDelegate):
    """Paints the raw value (0 to 1, None: no data) as ground, and the text on it."""

    def pattern_of(self, _index: QModelIndex | QPersistentModelIndex) -> Qt.BrushStyle:
        """Return the pattern of a cell without a value."""
        return Qt.BrushStyle.BDiagPattern

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        given = cast("_Option", option)
        tokens = colours()
        cell = cell_of(option).adjusted(1, 1, -1, -1)
        value = index.data(SortRole)
        painter.save()
        painter.setFont(given.font)
        if value is None:
            painter.fillRect(cell, QBrush(QColor(tokens.edge), self.pattern_of(index)))
            painter.setPen(QColor(tokens.text))
        else:
            ground = heat_colour(float(value))
            painter.fillRect(cell, ground)
            painter.setPen(figure_colour(ground))
        painter.drawText(
            cell.adjusted(Space.S, 0, -Space.S, 0),
            Qt.AlignmentFlag.AlignCenter,
            index.data(Qt.ItemDataRole.DisplayRole),
        )
        if given.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(tokens.primary), 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        painter.restore()
