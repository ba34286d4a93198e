"""Small parts of which drawers and panels are made."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label


def column_of(*, spacing: int = Space.S) -> tuple[QWidget, QVBoxLayout]:
    """Return a widget with a column in it, without margins."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, Space.S, 0)
    column.setSpacing(spacing)
    return holder, column


def add_section(column: QVBoxLayout, title: str) -> None:
    """Add a heading to a column."""
    if column.count():
        column.addSpacing(Space.M)
    column.addWidget(text_label(title, TextRole.SECTION))


def add_lines(column: QVBoxLayout, lines: Sequence[str], *, none: str) -> None:
    """Add one paragraph per line; ``none`` stands for no lines."""
    for line in lines or (none,):
        column.addWidget(Paragraph(line, TextRole.TABLE if lines else TextRole.SECONDARY))


def add_state(column: QVBoxLayout, text: str, tone: Tone) -> None:
    """Add a state: icon and word."""
    column.addWidget(ToneLabel(text, tone))


def row_of(*widgets: QWidget | QLayout) -> QHBoxLayout:
    """Return widgets side by side, at the left."""
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for widget in widgets:
        if isinstance(widget, QLayout):
            row.addLayout(widget)
        else:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def clear(layout: QLayout) -> None:
    """Take away every widget of a layout."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
