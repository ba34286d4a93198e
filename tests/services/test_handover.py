"""What leaves the data file is in the log."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.services.handover import save_problems, save_shown_table, write_report
from skilltrack.store import audit
from skilltrack.store.database import Database


def logged(database: Database) -> list[tuple[str, str, int]]:
    with database.reading() as session:
        return [
            (one.entry.action, one.entry.target, one.entry.count)
            for one in audit.entries(session, limit=2)
        ]


def test_reports_and_saved_tables_are_logged_by_name_and_rows(
    town: Take, database: Database, tmp_path: Path
) -> None:
    report = tmp_path / "順位.xlsx"
    write_report(
        database,
        "ranking",
        report,
        scheme_id="fukui",
        fiscal_year=FiscalYear(2026),
        as_of=TODAY,
    )
    table = tmp_path / "職員.xlsx"
    save_shown_table(database, table, "職員", ["職員番号", "氏名"], [["0001", "=髙橋"]])
    assert logged(database) == [
        ("export.table", "職員", 1),
        ("report.ranking", "順位.xlsx", 0),
    ]
    assert CalamineWorkbook.from_path(str(table)).get_sheet_by_index(0).to_python() == [
        ["職員番号", "氏名"],
        ["0001", "=髙橋"],
    ]


def test_problems_are_saved_to_send_back(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "問題.xlsx"
    save_problems(database, path, [Problem("intake.blank")])
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert any("空欄です" in str(cell) for row in cells for cell in row)
    assert logged(database)[0] == ("export.problems", "問題.xlsx", 1)


def test_reports_of_exams_are_written_from_their_own_services(
    town: Take, database: Database, tmp_path: Path
) -> None:
    for name, heading in (
        ("exam_goals", "ITパスポート"),
        ("exam_people", "ITパスポート"),
        ("subsidies", "支払台帳"),
    ):
        path = tmp_path / f"{name}.xlsx"
        write_report(
            database, name, path, scheme_id="fukui", fiscal_year=FiscalYear(2026), as_of=TODAY
        )
        cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        assert any(heading in str(cell) for row in cells for cell in row)
    with pytest.raises(Refusal) as refused:
        write_report(
            database,
            "vouchers",
            tmp_path / "vouchers.xlsx",
            scheme_id="fukui",
            fiscal_year=FiscalYear(2026),
            as_of=TODAY,
        )
    assert refused.value.problems[0].code == "vouchers.none"
