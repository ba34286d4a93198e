"""What was said as known at an instant is said again, whatever was recorded afterwards."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.structure import Structure
from skilltrack.services.catalogue import rows as courses
from skilltrack.services.handover import write_report
from skilltrack.services.imports.files import list_imports, undo_import
from skilltrack.services.organisation.reorganisation import organisation_tree
from skilltrack.services.roles.appointments import Gift, give
from skilltrack.services.roles.meetings import known_circle, year_log
from skilltrack.services.roles.reports import save_balance, save_coverage, save_meetings
from skilltrack.services.rounds.analysis import way_of_round
from skilltrack.services.rounds.chasing import participation
from skilltrack.services.rounds.running import RoundOrder, open_round, round_status
from skilltrack.services.years import closing as year_closing
from skilltrack.store.database import Database
from skilltrack.store.imports import imports
from skilltrack.store.rounds import RESPONSES, ResponseRecord

JUNE = date(2026, 6, 1)
YEAR = FiscalYear(2026)
POST = "職員番号 氏名 所属コード 職名 兼務所属コード"
THIRD = ["0003", "𠮷田　次郎", "0101", "主事"]


class Clock:
    """Says what it is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def later(self, seconds: float = 1) -> datetime:
        """Go on, or back, and return the instant."""
        self.at += timedelta(seconds=seconds)
        return self.at


@pytest.fixture
def clock(town: Take, database: Database) -> Clock:
    """Let time stand still after the town was taken over."""
    assert town
    database.clock = Clock(database.clock() + timedelta(hours=2))
    return database.clock


def cells(path: Path) -> list[object]:
    return [
        cell
        for sheet in load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]


def opened(database: Database, folder: Path, opens_on: date) -> str:
    order = RoundOrder("点検", "sakata", ("fukui",), opens_on, date(2027, 3, 1), "育成のため")
    return open_round(database, order, folder / f"{opens_on}").round_id


def answered(database: Database, round_id: str, number: str) -> None:
    with database.changing("round.collect", round_id) as work:
        response = ResponseRecord(round_id, number, "form", 0, 0, number, "", TODAY, {})
        RESPONSES.record(work, [response])


def test_an_import_undone_later_stood_before(town: Take, database: Database, clock: Clock) -> None:
    newest = list_imports(database)[0]
    before = clock.later()
    clock.later()
    undo_import(database, newest.change, today=TODAY)
    with database.reading(before) as session:
        assert imports(session)[0].undone_in is None
    assert list_imports(database)[0].undone_in is not None


def test_workbooks_on_roles_hold_what_was_known(
    town: Take, database: Database, clock: Clock, tmp_path: Path
) -> None:
    give(database, [Gift("0001", "dx_leader", JUNE)])
    before = clock.later()
    for name, save in (("coverage", save_coverage), ("balance", save_balance)):
        said = save(database, "dx_leader", tmp_path / f"{name}.xlsx", TODAY)
        clock.later()
        give(database, [Gift("0005" if name == "coverage" else "0006", "dx_leader", JUNE)])
        again = save(database, "dx_leader", tmp_path / f"{name}2.xlsx", TODAY, before)
        now = save(database, "dx_leader", tmp_path / f"{name}3.xlsx", TODAY)
        assert (said if name == "coverage" else 1) == again != now
        before_text = cells(tmp_path / f"{name}2.xlsx")
        if name == "coverage":
            assert "佐藤　四郎" not in "".join(map(str, before_text))


def test_a_meeting_circle_that_is_no_more_is_known_before(
    town: Take, database: Database, clock: Clock, tmp_path: Path
) -> None:
    given = [*THIRD, "0102"]
    town(ImportKind.EMPLOYEES, POST, [given], effective=JUNE, missing=MissingRule(is_partial=True))
    concurrent = list_imports(database)[0].change
    before = clock.later()
    circle = known_circle(database, "税務課の兼務職員", TODAY)
    log = year_log(database, circle, YEAR, TODAY, before)
    clock.later()
    undo_import(database, concurrent, today=TODAY)
    assert known_circle(database, "税務課の兼務職員", TODAY, before) == circle
    assert year_log(database, circle, YEAR, TODAY, before) == log
    assert save_meetings(database, circle, YEAR, tmp_path / "m.xlsx", TODAY, before) == 0


def test_a_round_is_compared_with_the_one_known_then(
    town: Take, database: Database, clock: Clock, tmp_path: Path
) -> None:
    opened(database, tmp_path, JUNE)
    newest = opened(database, tmp_path, date(2026, 11, 1))
    before = clock.later()
    clock.later()
    opened(database, tmp_path, date(2026, 8, 1))
    way = way_of_round(database, newest, Structure.LIKE_FOR_LIKE, TODAY, as_known=before)
    assert way is not None
    assert way.on == JUNE


def test_answers_that_came_later_were_not_known(
    town: Take, database: Database, clock: Clock, tmp_path: Path
) -> None:
    round_id = opened(database, tmp_path, date(2026, 11, 18))
    clock.later()
    answered(database, round_id, "0001")
    before = clock.later()
    status = round_status(database, round_id)
    followed = participation(database, round_id, today=TODAY)
    clock.later(86_400)
    answered(database, round_id, "0005")
    assert round_status(database, round_id).answered.done == 2
    assert round_status(database, round_id, before) == status
    assert participation(database, round_id, today=TODAY, as_known=before) == followed
    assert followed.total.gained == 1


def test_courses_departments_and_reports_as_known(
    town: Take, database: Database, clock: Clock, tmp_path: Path
) -> None:
    def said(as_known: datetime | None) -> tuple[object, ...]:
        path = tmp_path / "data.xlsx"
        write_report(
            database,
            "data",
            path,
            scheme_id="fukui",
            fiscal_year=YEAR,
            as_of=TODAY,
            as_known=as_known,
        )
        return (
            courses.list_courses(database, YEAR, as_known),
            organisation_tree(database, TODAY, as_known),
            year_closing.year_closings(database, TODAY, as_known),
            cells(path),
        )

    before = clock.later()
    first = said(None)
    clock.later(-1)  # the workbook says when it was made
    clock.later(2)
    town(ImportKind.COURSES, "研修コード 研修名 種別 年度", [["E9", "後から", "選択", 2026]])
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効開始",
        [["0103", "新しい課", "01", "○", JUNE.isoformat()]],
    )
    town(ImportKind.COURSES, "研修コード 研修名 種別 年度", [["E9", "後から", "選択", 2024]])
    now = said(None)
    clock.at = before
    again = said(before)
    assert again == first
    assert all(one != other for one, other in zip(now, first, strict=True))


@pytest.mark.parametrize("slip", [0.0, -600.0])
def test_a_clock_that_stands_still_or_is_set_back_changes_nothing_said(
    town: Take, database: Database, clock: Clock, slip: float
) -> None:
    rows = "研修コード 研修名 種別 年度"
    town(ImportKind.COURSES, rows, [["E8", "先", "選択", 2026]])
    said_at = clock.at
    said = courses.list_courses(database, YEAR)
    clock.later(slip)
    town(ImportKind.COURSES, rows, [["E9", "後", "選択", 2026]])
    assert courses.list_courses(database, YEAR, said_at) == said


def test_a_clock_that_was_years_ahead_is_not_followed(
    town: Take, database: Database, clock: Clock
) -> None:
    rows = "研修コード 研修名 種別 年度"
    right = clock.at
    clock.at = datetime(2031, 1, 1, tzinfo=UTC)
    town(ImportKind.COURSES, rows, [["E8", "先", "選択", 2026]])
    clock.at = right
    town(ImportKind.COURSES, rows, [["E9", "後", "選択", 2026]])
    at = list_imports(database)[0].at
    assert at is not None
    assert at.year == right.year
