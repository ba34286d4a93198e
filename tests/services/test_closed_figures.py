"""A closed year shows its own figures everywhere; only lists of people are those of today."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.structure import Structure, StructureOn
from skilltrack.domain.years.figures import under
from skilltrack.exchange.plain import plain
from skilltrack.i18n.years import closed_words
from skilltrack.reports.analysis.document import analysis_document
from skilltrack.reports.documents import exams_document, rank_document, round_document
from skilltrack.reports.years import training_summary
from skilltrack.services.handover import write_report
from skilltrack.services.overview import overview
from skilltrack.services.rounds import analysis, chasing
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round
from skilltrack.services.years.closed_boards import board_shown
from skilltrack.services.years.closed_figures import exam_shown, round_shown
from skilltrack.services.years.closed_standings import tiers_shown, training_shown
from skilltrack.services.years.closing import close_year, reopen_year
from skilltrack.store import rounds as records
from skilltrack.store.database import Database
from skilltrack.store.rounds import ResponseRecord

YEAR = FiscalYear(2026)
LAST = YEAR.last_day
CLOSING_DAY = date(2027, 4, 20)
DONE = "職員番号 研修コード 修了日"
EXAM = "職員番号 試験 受験日 合否"

Shown = Callable[[], str]


class Clock:
    """Stands on 20 April 2027 and goes on by a minute at every look."""

    def __init__(self) -> None:
        self.at = datetime(2027, 4, 20, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def text(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)


def respond(database: Database, round_id: str, number: str) -> None:
    with database.changing("round.collect", round_id) as work:
        response = ResponseRecord(
            round_id, number, "sealed", 0, 0, f"{number}-0", "主事", date(2026, 11, 20), {}
        )
        records.RESPONSES.record(work, [response])


@pytest.fixture
def round_id(town: Take, database: Database, tmp_path: Path) -> str:
    """Return a round of the year with one answer, closed."""
    order = RoundOrder(
        "自己点検", "sakata", ("fukui",), date(2026, 11, 17), date(2026, 12, 18), "研修のため"
    )
    record = open_round(database, order, tmp_path / "調査")
    respond(database, record.round_id, "0003")
    close_round(database, record.round_id)
    return record.round_id


@pytest.fixture
def ended(town: Take, database: Database, round_id: str) -> Take:
    """The town after the year, with completions, a passed exam and an answer."""
    database.clock = Clock()
    town(ImportKind.COMPLETIONS, DONE, [["0001", "R1", "2026-06-01"], ["0003", "R2", "2026-06-01"]])
    town(ImportKind.EXAMS, EXAM, [["0003", "基本情報技術者試験", "2026-10-01", "合格"]])
    return town


def correct(town: Take, database: Database, round_id: str) -> None:
    """Correct everything of the year with a past date: course, exam, department, answer."""
    late = {"0002": ("R1",), "0004": ("R1", "R2")}
    rows = [[number, code, "2026-05-01"] for number, codes in late.items() for code in codes]
    town(ImportKind.COMPLETIONS, DONE, rows, today=CLOSING_DAY)
    sat = [["0004", "基本情報技術者試験", "2026-10-01", "合格"]]
    town(ImportKind.EXAMS, EXAM, sat, today=CLOSING_DAY)
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [["0008", "加藤　七海", "カトウ ナナミ", "0101", "主事", "2020-04-01"]],
        effective=date(2026, 4, 1),
        today=CLOSING_DAY,
    )
    respond(database, round_id, "0004")


def figures(database: Database, round_id: str, *, is_live: bool) -> dict[str, str]:
    """Return every figure of the year as it is printed, by name."""
    exam = exam_shown(database, "fundamental_information", LAST, is_live=is_live)
    training = training_shown(database, "fukui", YEAR, LAST, is_live=is_live).figures
    tiers = tiers_shown(database, "fukui", LAST, is_live=is_live).figures
    home = overview(database, "fukui", YEAR, LAST, is_live=is_live)
    status = round_shown(database, round_id, is_live=is_live)
    board = board_shown(database, "fukui", YEAR, LAST, is_live=is_live)
    followed = chasing.participation(database, round_id, today=date(2027, 4, 1), is_live=is_live)
    studied = analysis.analysis(database, round_id, is_live=is_live)
    assert home.status is not None
    return {
        "board": text(rank_document(board)),
        "training": text(training_summary("fukui", 2026, LAST, training)),
        "training by department": text(plain(training.departments)),
        "tiers": text(plain(tiers.departments)),
        "exams": text(
            exams_document(
                "fundamental_information", LAST, exam.total, exam.departments, (), exam.counted
            )
        ),
        "home": text([rank_document(home.board), round_document(home.status)]),
        "round": text(round_document(status)),
        "participation": text(plain(followed.units)),
        "analysis": text(analysis_document(studied)),
    }


def test_every_figure_of_a_closed_year_stays_and_the_live_one_follows(
    ended: Take, database: Database, round_id: str
) -> None:
    before = figures(database, round_id, is_live=False)
    close_year(database, YEAR, today=CLOSING_DAY)
    assert figures(database, round_id, is_live=False) == before
    correct(ended, database, round_id)
    assert figures(database, round_id, is_live=False) == before
    live = figures(database, round_id, is_live=True)
    assert {name for name in before if live[name] != before[name]} == set(before)
    reopen_year(database, YEAR, "記録漏れ")
    assert figures(database, round_id, is_live=False) == live


def test_what_is_shown_says_that_the_year_is_closed(
    ended: Take, database: Database, round_id: str
) -> None:
    assert training_shown(database, "fukui", YEAR, LAST).figures.closed is None
    close_year(database, YEAR, today=CLOSING_DAY)
    states = [
        training_shown(database, "fukui", YEAR, LAST).figures.closed,
        tiers_shown(database, "fukui", LAST).figures.closed,
        exam_shown(database, "it_passport", LAST).closed,
        round_shown(database, round_id).closed,
        analysis.analysis(database, round_id).closed,
        overview(database, "fukui", YEAR, LAST).closed,
    ]
    for closed in states:
        assert closed is not None
        assert not closed.is_live
        assert closed_words(closed, has_people=True) == (
            "令和8年度は締め済みです。令和9年4月20日に確定した数値を表示しています。"
            "職員の一覧は今の記録です。"
        )
    live = exam_shown(database, "it_passport", LAST, is_live=True).closed
    assert live is not None
    assert "今の記録で計算した" in closed_words(live)


def test_another_day_and_another_way_of_looking_are_calculated(
    ended: Take, database: Database, round_id: str
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    day = date(2026, 12, 1)
    way = StructureOn(Structure.AS_NOW, CLOSING_DAY)
    assert training_shown(database, "fukui", YEAR, day).figures.closed is None
    assert tiers_shown(database, "fukui", day).figures.closed is None
    assert exam_shown(database, "it_passport", LAST, structure=way).closed is None
    assert analysis.analysis(database, round_id, structure=way).closed is None


def test_lists_of_people_are_those_of_today(ended: Take, database: Database, round_id: str) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    correct(ended, database, round_id)
    shown = training_shown(database, "fukui", YEAR, LAST)
    owing = {row.employee_no for row in shown.matrix.rows if row.owed}
    assert "0004" not in owing
    assert sum(one.owing for one in shown.figures.departments) > len(owing)
    sat = exam_shown(database, "fundamental_information", LAST)
    assert {one.person.employee_no for one in sat.sittings} == {"0003", "0004"}
    assert sat.total.passers == 1


def test_a_round_still_running_is_not_fixed(
    ended: Take, database: Database, tmp_path: Path
) -> None:
    order = RoundOrder(
        "春の自己点検", "sakata", ("fukui",), date(2027, 3, 20), date(2027, 4, 30), "研修のため"
    )
    record = open_round(database, order, tmp_path / "春")
    close_year(database, YEAR, today=CLOSING_DAY)
    respond(database, record.round_id, "0003")
    status = round_shown(database, record.round_id)
    assert status.closed is None
    assert status.answered.done == 1


def test_figures_stand_by_the_day_and_what_was_known(
    ended: Take, database: Database, round_id: str
) -> None:
    known = database.clock()
    close_year(database, YEAR, today=CLOSING_DAY)
    assert exam_shown(database, "it_passport", LAST, known).closed is None
    assert round_shown(database, round_id, known).closed is None
    assert training_shown(database, "fukui", YEAR, LAST, known).figures.closed is None


def test_a_course_added_later_is_in_neither_the_columns_nor_the_totals(
    ended: Take, database: Database
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    ended(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["R3", "後から加えた研修", "必須", "", 2026]],
        today=CLOSING_DAY,
    )
    shown = training_shown(database, "fukui", YEAR, LAST)
    matrix = under(shown.figures, shown.matrix)
    assert "R3" in {course.code for course in shown.matrix.courses}
    assert "R3" not in {course.code for course in matrix.courses}
    assert all(len(row.cells) == len(matrix.courses) for row in matrix.rows)


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {
        sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(path).worksheets
    }


def test_the_data_workbook_keeps_its_sheets_and_names_those_of_today(
    ended: Take, database: Database, round_id: str, tmp_path: Path
) -> None:
    def write(name: str, *, is_live: bool = False) -> dict[str, list[tuple[Any, ...]]]:
        path = tmp_path / name
        write_report(
            database,
            "data",
            path,
            scheme_id="fukui",
            fiscal_year=YEAR,
            as_of=LAST,
            is_live=is_live,
        )
        return sheets(path)

    close_year(database, YEAR, today=CLOSING_DAY)
    before = write("前.xlsx")
    correct(ended, database, round_id)
    after, live = write("後.xlsx"), write("今.xlsx", is_live=True)
    fixed = {row[0] for row in after["締めた年度"][1:] if row[-1] == 1}
    assert fixed >= {"所属別評価", "全体", "所属別受講状況", "資格", "回答状況", "数え方"}
    for name in fixed:
        assert after[name] == before[name], name
    of_today = {row[0] for row in after["締めた年度"][1:] if row[-1] == 0}
    assert of_today == {"評価単位外の職員", "受講状況", "除いた職員"}
    assert after["受講状況"] != before["受講状況"]
    for name in ("所属別評価", "所属別受講状況", "資格", "回答状況"):
        assert live[name] != before[name], name
    assert {row[-1] for row in live["締めた年度"][1:]} == {0}


@pytest.mark.parametrize("is_data", [False, True])
def test_the_workbook_of_a_round_keeps_its_cells(
    ended: Take, database: Database, round_id: str, tmp_path: Path, *, is_data: bool
) -> None:
    def write(name: str) -> dict[str, list[tuple[Any, ...]]]:
        path = tmp_path / name
        found = analysis.analysis(database, round_id)
        analysis.write_analysis(database, path, found, is_data=is_data)
        return sheets(path)

    close_year(database, YEAR, today=CLOSING_DAY)
    database.clock = lambda: datetime(2027, 4, 21, 3, tzinfo=UTC)
    before = write("前.xlsx")
    told = "令和8年度は締め済みです。令和9年4月20日に確定した数値を表示しています。"
    cells = {cell for rows in before.values() for row in rows for cell in row}
    assert ("締めた年度" in before) if is_data else (told in cells)
    correct(ended, database, round_id)
    assert write("後.xlsx") == before
