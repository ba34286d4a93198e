"""A ratio in a table cell: a bar with its figure, hatched where there is none."""

from typing import Protocol, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from skilltrack.gui.theme import ROW_HEIGHT, Colours, Space, colours
from skilltrack.gui.widgets.rows import SortRole

BAR_HEIGHT = 12
SHORTEST_BAR = 40
WIDEST_FIGURE = "100.0\u2009%"
"""Keeps the bars of a column on one axis, whatever their figures."""


class _Option(Protocol):
    """What Qt gives a delegate; the stubs of PySide6 leave these out."""

    rect: QRect
    state: QStyle.StateFlag
    font: QFont
    fontMetrics: QFontMetrics  # noqa: N815 (Qt's own name)
    text: str


def paint_bar(painter: QPainter, place: QRectF, ratio: float | None, tokens: Colours) -> None:
    """Paint a ratio (0 to 1) into its place; None is hatched, which differs from 0."""
    painter.setPen(QColor(tokens.edge))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRect(place)
    if ratio is None:
        painter.fillRect(place, QBrush(QColor(tokens.secondary), Qt.BrushStyle.BDiagPattern))
        return
    length = place.width() * min(1.0, max(0.0, ratio))
    painter.fillRect(QRectF(place.x(), place.y(), length, place.height()), QColor(tokens.bar))


class BarDelegate(QStyledItemDelegate):
    """Paints the raw value (0 to 1, None: no data) as a bar, and the text at its right."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        cast("_Option", option).text = ""  # the cell itself, without its text

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if not index.data(Qt.ItemDataRole.DisplayRole):
            return  # a cell without a figure has no bar either
        given = cast("_Option", option)
        tokens = colours()
        cell = QRectF(given.rect).adjusted(Space.S, 0, -Space.S, 0)
        figure = given.fontMetrics.horizontalAdvance(WIDEST_FIGURE) + Space.S
        value = index.data(SortRole)
        top = round(cell.center().y() - BAR_HEIGHT / 2)
        place = QRectF(cell.x(), top, max(0.0, cell.width() - figure), BAR_HEIGHT)
        painter.save()
        paint_bar(painter, place, None if value is None else float(value), tokens)
        is_selected = bool(given.state & QStyle.StateFlag.State_Selected)
        painter.setFont(given.font)
        painter.setPen(QColor(tokens.on_selection if is_selected else tokens.text))
        painter.drawText(
            cell,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            index.data(Qt.ItemDataRole.DisplayRole),
        )
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        figure = cast("_Option", option).fontMetrics.horizontalAdvance(WIDEST_FIGURE)
        return QSize(figure + 3 * Space.S + SHORTEST_BAR, ROW_HEIGHT)
