import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.gui.widgets.clipboard import Cell, tab_separated, table_html

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"))


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_was_copied_reads_back_cell_by_cell(lines: list[list[str]]) -> None:
    written = tab_separated([[Cell(text) for text in line] for line in lines])
    assert list(csv.reader(io.StringIO(written, newline=""), dialect="excel-tab")) == lines


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+81", "0012", "2026/4/1"])
def test_what_excel_would_turn_into_something_else_is_marked_as_text(text: str) -> None:
    assert "mso-number-format" in table_html([[Cell(text)]])
    assert "mso-number-format" in table_html([[Cell(text + "x", is_figure=True)]])


def test_markup_in_a_cell_stays_text() -> None:
    assert "<b>" not in table_html([[Cell("<b>太い</b>")]])


@pytest.mark.parametrize("figure", ["1,204", "72.4\u2009%", "-3", "0.91"])
def test_figures_stay_numbers(figure: str) -> None:
    assert "mso-number-format" not in table_html([[Cell(figure, is_figure=True)]])
