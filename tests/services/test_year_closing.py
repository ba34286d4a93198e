"""A closed year keeps its figures; opening it needs a reason; every version stays known."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.years.closings import FigureName, RecordArea
from skilltrack.i18n.years import closed_text
from skilltrack.reports.documents import rank_document
from skilltrack.reports.years import document_text
from skilltrack.services.evaluation import board
from skilltrack.services.handover import write_report
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.overview import overview
from skilltrack.services.years import closed_boards
from skilltrack.services.years.closed_boards import board_shown, frozen_rank
from skilltrack.services.years.closing import close_year, closed_year, reopen_year, year_closings
from skilltrack.store import years as records
from skilltrack.store.database import Database

YEAR = FiscalYear(2026)
LAST = YEAR.last_day
CLOSING_DAY = date(2027, 4, 20)
DONE = "職員番号 研修コード 修了日"


class Clock:
    """Stands on 20 April 2027 and goes on by a minute at every look."""

    def __init__(self) -> None:
        self.at = datetime(2027, 4, 20, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def ended(town: Take, database: Database) -> Take:
    """The town after the year, with some completions."""
    database.clock = Clock()
    town(
        ImportKind.COMPLETIONS,
        DONE,
        [["0001", "R1", "2026-06-01"], ["0003", "R2", "2026-06-01"], ["0005", "E1", "2026-07-01"]],
    )
    return town


def late(town: Take, *rows: tuple[str, str, str]) -> None:
    town(ImportKind.COMPLETIONS, DONE, [list(row) for row in rows], today=CLOSING_DAY)


def text(found: Board) -> str:
    return document_text(rank_document(found))


def test_closing_prints_the_same_bytes_for_ever(ended: Take, database: Database) -> None:
    before = text(board(database, "fukui", YEAR, LAST))
    closing = close_year(database, YEAR, today=CLOSING_DAY, note="監査済み")
    assert closed_text(closing) == "令和8年度は令和9年4月20日に締めました。"
    late(ended, ("0002", "R1", "2026-05-01"), ("0004", "E2", "2027-01-01"))
    frozen = frozen_rank(database, "fukui", YEAR, LAST)
    assert frozen is not None
    assert frozen[0] == before
    assert text(board_shown(database, "fukui", YEAR, LAST)) == before
    assert text(board(database, "fukui", YEAR, LAST)) != before


def test_the_frozen_board_is_the_board_to_the_last_fraction(
    ended: Take, database: Database
) -> None:
    before = board(database, "fukui", YEAR, LAST)
    close_year(database, YEAR, today=CLOSING_DAY)
    shown = board_shown(database, "fukui", YEAR, LAST)
    assert shown.closed_on == CLOSING_DAY
    assert shown.evaluation == before.evaluation
    assert shown.counted == before.counted


def test_another_day_another_year_and_what_was_known_before_are_calculated(
    ended: Take, database: Database
) -> None:
    known = database.clock()
    before = text(board(database, "fukui", YEAR, LAST, known))
    close_year(database, YEAR, today=CLOSING_DAY)
    late(ended, ("0002", "R1", "2026-05-01"))
    assert board_shown(database, "fukui", YEAR, date(2026, 12, 1)).closed_on is None
    assert board_shown(database, "fukui", FiscalYear(2027), date(2027, 4, 1)).closed_on is None
    assert frozen_rank(database, "fukui", YEAR, LAST, known) is None
    assert text(board_shown(database, "fukui", YEAR, LAST, known)) == before


def test_screen_and_workbook_show_what_was_frozen(
    ended: Take, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    frozen = overview(database, "fukui", YEAR, LAST).board
    late(ended, ("0002", "R1", "2026-05-01"))
    assert overview(database, "fukui", YEAR, LAST).board == frozen
    path = tmp_path_factory.mktemp("report") / "評価.xlsx"
    write_report(database, "ranking", path, scheme_id="fukui", fiscal_year=YEAR, as_of=LAST)
    cells = [
        str(cell.value)
        for row in load_workbook(path).worksheets[0].iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "3/6" not in cells  # ① of 人事課 as calculated today
    assert "2/6" in cells
    note = "令和8年度は締め済みです。令和9年4月20日に確定した数値を表示しています。"
    assert note in cells


def test_nothing_frozen_names_a_person(ended: Take, database: Database) -> None:
    ended(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["770077", "部　直属", "01", "主事"]],  # stands in no evaluation unit
        effective=date(2026, 4, 1),
    )
    assert board(database, "fukui", YEAR, LAST).without_unit == ("770077",)
    close_year(database, YEAR, today=CLOSING_DAY)
    with database.reading() as session:
        figures = records.frozen_figures(session, YEAR)
    reports = {(f.report, f.subject) for f in figures}
    assert {("rank", "fukui"), ("board", "fukui"), ("tiers", "kitakyushu")} <= reports
    assert {("exams", "it_passport"), ("training", "fukui")} <= reports
    for figure in figures:
        for word in ("髙橋", "一郎", "山﨑", "0001", "0005", "770077", "employee_no"):
            assert word not in figure.body, (figure.report, word)


def test_the_summaries_count_everybody_once(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    with database.reading() as session:
        bodies = {
            f.report: json.loads(f.body)
            for f in records.frozen_figures(session, YEAR)
            if f.subject in {"fukui", "it_passport"}
        }
    assert sum(d["people"] for d in bodies["tiers"]["departments"]) == 8
    assert sum(d["headcount"] for d in bodies["training"]["departments"]) == 8
    codes = {c["code"]: (c["completed"], c["owed"]) for c in bodies["training"]["courses"]}
    assert codes["R1"] == (1, 7)
    assert bodies["exams"]["attempts"] == []


def test_a_year_is_closed_once_and_only_when_it_is_over(ended: Take, database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        close_year(database, YEAR, today=LAST)
    assert refused.value.problems[0].code == "years.not_over"
    close_year(database, YEAR, today=date(2027, 4, 1))
    with pytest.raises(Refusal) as refused:
        close_year(database, YEAR, today=CLOSING_DAY)
    assert refused.value.problems[0].code == "years.closed"


def test_reopening_needs_a_reason_and_a_closed_year(ended: Take, database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        reopen_year(database, YEAR, "漏れ")
    assert refused.value.problems[0].code == "years.open"
    close_year(database, YEAR, today=CLOSING_DAY)
    with pytest.raises(Refusal) as refused:
        reopen_year(database, YEAR, "  ")
    assert refused.value.problems[0].code == "years.no_reason"
    with pytest.raises(Refusal) as refused:
        closed_year(database, FiscalYear(2025))
    assert refused.value.problems[0].code == "years.open"


def test_closing_again_makes_a_new_version_and_the_old_one_stays_known(
    ended: Take, database: Database
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    first_known = database.clock()
    first = frozen_rank(database, "fukui", YEAR, LAST)
    reopen_year(database, YEAR, "修了の記録漏れ")
    assert board_shown(database, "fukui", YEAR, LAST).closed_on is None
    late(ended, ("0002", "R1", "2026-05-01"))
    again = close_year(database, YEAR, today=CLOSING_DAY)
    assert closed_text(again).endswith("2回目の締めです。")
    second = frozen_rank(database, "fukui", YEAR, LAST)
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    assert frozen_rank(database, "fukui", YEAR, LAST, first_known) == first
    (known,) = (found for year, found in year_closings(database, CLOSING_DAY) if year == YEAR)
    assert [(c.number, c.stands, c.reopened_because) for c in known] == [
        (1, False, "修了の記録漏れ"),
        (2, True, ""),
    ]


def test_undoing_a_reopening_is_the_same_closing_with_its_day(
    ended: Take, database: Database
) -> None:
    closing = close_year(database, YEAR, today=CLOSING_DAY)
    frozen = frozen_rank(database, "fukui", YEAR, LAST)
    reopen_year(database, YEAR, "誤って解いた")
    undo_operation(database, list_operations(database, "years")[0].change)
    assert frozen_rank(database, "fukui", YEAR, LAST) == frozen
    (known,) = (found for year, found in year_closings(database, CLOSING_DAY) if year == YEAR)
    assert known == (closing,)


def test_an_older_step_is_not_undone_under_a_later_one(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    reopen_year(database, YEAR, "記録漏れ")
    close_year(database, YEAR, today=CLOSING_DAY)
    _second, reopening, first = list_operations(database, "years")
    for operation in (reopening, first):
        with pytest.raises(Refusal) as refused:
            undo_operation(database, operation.change)
        assert refused.value.problems[0].code == "operations.undo_rests"


def test_undoing_a_closing_opens_the_year(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    undo_operation(database, list_operations(database, "years")[0].change)
    assert frozen_rank(database, "fukui", YEAR, LAST) is None
    with database.reading() as session:
        assert records.frozen_figures(session, YEAR) == ()
    close_year(database, YEAR, today=CLOSING_DAY)


def test_differences_name_figure_and_department_and_the_change_behind_them(
    ended: Take, database: Database
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    assert closed_year(database, YEAR).differences == {"fukui": ()}
    late(ended, ("0002", "R1", "2026-05-01"))
    late(ended, ("0002", "R1", "2027-04-10"))  # of the next year: no reason
    found = closed_year(database, YEAR)
    required = [d for d in found.differences["fukui"] if d.figure is FigureName.REQUIRED]
    assert [(d.code, d.frozen, d.now) for d in required] == [("0101", "2/6", "3/6")]
    assert [(one.action, one.title, dict(one.rows)) for one in found.later] == [
        ("import.completions", "completions.csv", {RecordArea.COMPLETIONS: 1})
    ]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("complete", "move", "leave", "course")),
        st.integers(min_value=1, max_value=8),
        st.sampled_from((date(2026, 5, 1), date(2026, 10, 1), date(2027, 4, 5))),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_no_later_change_moves_a_closed_figure(
    ended: Take, database: Database, changes: list[tuple[str, int, date]]
) -> None:
    with database.reading() as session:
        closing = records.closing_of(session, YEAR)
    if closing is None:
        close_year(database, YEAR, today=CLOSING_DAY)
    with database.reading() as session:
        frozen = records.frozen_figures(session, YEAR)
    for kind, number, day in changes:
        person = f"{number:04}"
        if kind == "complete":
            late(ended, (person, "R1", day.isoformat()))
        elif kind == "course":
            ended(
                ImportKind.COURSES,
                "研修コード 研修名 種別 対象区分 年度",
                [[f"X{number}", "追加", "必須", "", 2026]],
            )
        else:
            left = "2027-03-30" if kind == "leave" else ""
            with suppress(Refusal):  # nobody leaves before a later post
                ended(
                    ImportKind.EMPLOYEES,
                    "職員番号 氏名 所属コード 職名 退職日",
                    [[person, "改姓　後", "0102", "主事", left]],
                    effective=day,
                    today=CLOSING_DAY,
                )
    with database.reading() as session:
        assert records.frozen_figures(session, YEAR) == frozen
    shown = frozen_rank(database, "fukui", YEAR, LAST)
    assert shown is not None
    assert shown[0] == next(
        f.body for f in frozen if (f.report, f.subject) == (closed_boards.RANK, "fukui")
    )
