"""Cells on the clipboard: as text with tabs, and as a table that Excel takes as it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtGui import QGuiApplication

_SPECIAL = ("\t", "\n", "\r", '"')
_FIGURE = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
_THIN_GAP = "\u2009"

_AS_TEXT = "mso-number-format:'\\@'"
"""Makes Excel keep leading zeros, and keep a text that begins like a formula a text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and whether its column holds figures."""

    text: str
    is_figure: bool = False

    @property
    def plain(self) -> str:
        """Return the text; a percentage without the gap, so that Excel reads a number."""
        return self.text.replace(_THIN_GAP, "") if self.is_figure else self.text


def tab_separated(lines: Sequence[Sequence[Cell]]) -> str:
    """Return lines of cells; a cell with a tab or a line break is quoted as Excel does it."""
    return "\n".join("\t".join(_quoted(cell.plain) for cell in line) for line in lines)


def _quoted(text: str) -> str:
    if any(character in text for character in _SPECIAL):
        return '"' + text.replace('"', '""') + '"'
    return text


def table_html(lines: Sequence[Sequence[Cell]]) -> str:
    """Return the cells as an HTML table in which everything but figures stays text in Excel."""
    rows = "".join(f"<tr>{''.join(map(_html_cell, line))}</tr>" for line in lines)
    return f'<meta charset="utf-8"><table>{rows}</table>'


def _html_cell(cell: Cell) -> str:
    is_number = cell.is_figure and _FIGURE.fullmatch(cell.plain) is not None
    style = "" if is_number else f' style="{_AS_TEXT}"'
    return f"<td{style}>{escape(cell.plain)}</td>"


def copy_cells(lines: Sequence[Sequence[Cell]]) -> None:
    """Put cells on the clipboard."""
    clipboard = QGuiApplication.clipboard()
    # Qt makes the data and is only given the second form of it: data made in Python may outlive
    # the interpreter in Qt's clipboard, and deleting it then ends the program with a crash.
    clipboard.setText(tab_separated(lines))
    clipboard.mimeData().setHtml(table_html(lines))
