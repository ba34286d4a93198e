"""Small parts of which drawers and panels are made."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QVBoxLayout

from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label


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


def clear(layout: QLayout) -> None:
    """Take away every widget of a layout."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
