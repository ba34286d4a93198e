"""Small parts of which drawers and panels are made."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFormLayout, QLayout, QVBoxLayout

from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label

TALLEST_FIELD = 40


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


def level_labels(form: QFormLayout) -> None:
    """Bring every label of a form level with the field, or with the first line of a taller one."""
    roles = QFormLayout.ItemRole
    for row in range(form.rowCount()):
        label, field = form.itemAt(row, roles.LabelRole), form.itemAt(row, roles.FieldRole)
        if None in {label, field}:  # a row may be one field from side to side
            continue
        height = field.sizeHint().height()
        label.widget().setMinimumHeight(height if height <= TALLEST_FIELD else 0)


def clear(layout: QLayout) -> None:
    """Take away every widget of a layout."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
