import subprocess
import sys
from fractions import Fraction

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.reports.printing import page_ends
from skilltrack.reports.style import (
    Align,
    Looks,
    Value,
    cell_at,
    display_width,
    line_count,
    write_value,
)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("所属課", 6), ("ｶﾅ", 2), ("①", 2), ("a\n総務課", 6)]
)
def test_full_width_characters_count_two(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("総務課", 1), ("総務課です", 2), ("a\nb", 2)]
)
def test_lines_are_counted_as_they_wrap(text: str, lines: int) -> None:
    assert line_count(text, 6) == lines


def test_pages_end_where_the_next_row_does_not_fit_or_the_page_is_full() -> None:
    assert page_ends([10] * 7, 30) == (3, 6)
    assert page_ends([10] * 5, 100, most=2) == (2, 4)
    assert page_ends([10, 200, 10], 100) == (1, 2)
    assert page_ends([], 100) == ()


def test_a_look_that_is_copied_is_the_one_made_anew() -> None:
    values: list[tuple[Value, Align, bool]] = [
        (Fraction(1, 3), "right", False),
        (12_345, "right", False),
        ("総務課", "left", False),
        ("=1+1", "left", False),
        ("―", "right", False),
        ("合計", "left", True),
    ]
    sheet = openpyxl.Workbook().active
    assert isinstance(sheet, Worksheet)
    looks: Looks = {}
    for row, (value, align, is_total) in enumerate([*values, *reversed(values)], start=1):
        copied, anew = cell_at(sheet, row, 1), cell_at(sheet, row, 2)
        write_value(copied, value, align, is_total=is_total, looks=looks)
        write_value(anew, value, align, is_total=is_total)
        for name in ("value", "font", "border", "alignment", "number_format", "quotePrefix"):
            assert repr(getattr(copied, name)) == repr(getattr(anew, name))
    assert len(looks) == len(values)


def test_openpyxl_stands_on_defusedxml_and_without_lxml() -> None:
    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML


def test_the_package_alone_loads_no_workbook_library() -> None:
    program = "import sys, skilltrack.reports; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
