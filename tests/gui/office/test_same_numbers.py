"""Screen, JSON and both workbooks show the same numbers, cell by cell on the demo."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook
from tests.commands import skilltrack
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.gui.office.board.page import HomePage
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.services.handover import write_report

YEAR = FiscalYear(2026)


def told(office: Office) -> dict[str, Any]:
    """Return ``rank --json`` of the same data file."""
    asked = ["rank", "fukui", "--year", "2026", "--as-of", TODAY.isoformat(), "--json"]
    done = skilltrack("--data", office.database.path, *asked)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def shown_percent(ratio: float | None) -> str:
    if ratio is None:
        return NO_FIGURE
    rounded = (Decimal(str(ratio)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded}\u2009%"


def screen(office: Office) -> list[list[str]]:
    page = office.window.current
    assert isinstance(page, HomePage)
    model = page.view.table.filter
    role = Qt.ItemDataRole.DisplayRole
    return [
        [str(model.index(row, column).data(role)) for column in range(model.columnCount())]
        for row in range(1, model.rowCount())
    ]


def test_screen_and_command_line_show_the_same_board(office: Office) -> None:
    departments = told(office)["departments"]
    rows = screen(office)
    assert len(rows) == len(departments) > 5
    for row, department in zip(rows, departments, strict=True):
        rank = department["rank"]
        assert row[0] == (NO_FIGURE if rank is None else str(rank))
        assert row[1] == department["name"]
        assert row[2] == str(department["headcount"])
        # Four decimals of the contract and one of the screen round the same exact ratio.
        exact = department["required"]["done"], department["required"]["due"]
        if department["required"]["ratio"] is not None:
            ratio = Decimal(exact[0]) / Decimal(exact[1])
            assert row[3] == shown_percent(float(ratio))
        for column, name in ((4, "leader"), (5, "elective")):
            criterion = department[name]
            if criterion["ratio"] is not None:
                assert row[column] == f"{criterion['done']}/{criterion['due']}"


@pytest.mark.parametrize(
    ("name", "rounding"), [("ranking", Decimal("0.0005")), ("data", Decimal(0))]
)
def test_workbooks_show_the_numbers_of_the_command_line(
    office: Office, tmp_path_factory: pytest.TempPathFactory, name: str, rounding: Decimal
) -> None:
    path = tmp_path_factory.mktemp("reports") / f"{name}.xlsx"
    write_report(office.database, name, path, scheme_id="fukui", fiscal_year=YEAR, as_of=TODAY)
    table = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("所属別評価").to_python()
    by_name = {str(cell): row for row in table for cell in row if isinstance(cell, str)}
    for department in told(office)["departments"]:
        row = by_name[department["name"]]
        figures = [cell for cell in row if isinstance(cell, int | float)]
        assert department["headcount"] in figures
        for criterion in ("required", "leader", "elective"):
            ratio = department[criterion]["ratio"]
            if ratio is not None:
                nearest = min(abs(Decimal(str(f)) - Decimal(str(ratio))) for f in figures)
                assert nearest <= rounding  # print rounds to a tenth of a percent
        counts = f"{department['required']['done']}/{department['required']['due']}"
        assert counts in row or {
            department["required"]["done"],
            department["required"]["due"],
        } <= set(figures)
