"""A body with the job titles of one scheme that runs others with bands of their own."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.audience import Audience
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState
from skilltrack.domain.inclusion import Exclusion, Figure, InclusionRule
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.rounds.definition import Population
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.services import definitions, inclusion
from skilltrack.services.catalogue.rows import copy_courses
from skilltrack.services.evaluation import board, completion_matrix
from skilltrack.services.obligations.reading import owed
from skilltrack.services.organisation.rehearsal import RehearsalOrder, rehearse
from skilltrack.services.people.populations import people_chosen
from skilltrack.services.sessions import editing as session_editing
from skilltrack.services.sessions.candidates import candidates
from skilltrack.services.sessions.editing import SessionOrder
from skilltrack.services.targets import editing as target_editing
from skilltrack.store.database import Database

YEAR = FiscalYear(2026)
HEADS = {"0001", "0005"}  # 課長
GRADED_HEADS = {*HEADS, "0002"}  # 課長補佐, too, in つくば市


@pytest.fixture
def side_by_side(town: Take, database: Database) -> Iterator[Take]:
    """Take three more schemes and the courses of two of them into a town with Fukui's titles."""
    definitions.adopt_shipped(database, ("tsukuba", "shiga", "kitakyushu"))
    for scheme in ("tsukuba", "shiga"):
        copy_courses(database, scheme, YEAR)
    return town


def owed_by(database: Database, key: str, on: date = TODAY) -> dict[str, tuple[str, ...]]:
    """Return number → courses of what is owed by a rule."""
    return {
        line.person.employee_no: line.obligation.courses
        for line in owed(database, on).lines
        if line.of.key == key
    }


def test_people_owe_what_their_grade_under_the_scheme_asks(
    side_by_side: Take, database: Database
) -> None:
    grades = owed_by(database, "tsukuba:each-grade")
    assert {no for no, courses in grades.items() if courses == ("TK-03",)} == GRADED_HEADS
    assert grades["0006"] == ("TK-02",)  # 主査
    assert grades["0003"] == ("TK-01",)  # 主事
    mindset = owed_by(database, "shiga:mindset")
    assert {no for no, courses in mindset.items() if courses == ("SG-02",)} == HEADS
    assert Counter(mindset.values()) == {("SG-02",): 2, ("SG-03",): 6}


def test_a_promotion_is_one_into_a_band_of_the_scheme(
    side_by_side: Take, database: Database
) -> None:
    assert not owed_by(database, "kitakyushu:new-manager")
    side_by_side(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0002", "山﨑　花子", "0101", "課長"]],
        effective=date(2026, 10, 1),
    )
    (line,) = [one for one in owed(database, TODAY).lines if one.of.rule.id == "new-manager"]
    assert (line.person.employee_no, line.obligation.since) == ("0002", date(2026, 10, 1))
    assert line.obligation.band == "section_manager"


def test_the_board_counts_each_row_for_those_of_its_scheme(
    side_by_side: Take, database: Database
) -> None:
    # R1 and one of SG-01, SG-02, SG-03 from everybody, R2 from 一般職員
    expected = {"0101": 4 + 4 + 2, "0102": 4 + 4 + 3}
    rows = board(database, "fukui", YEAR, TODAY).evaluation.departments
    assert {row.code: row.required.tally.due for row in rows} == expected
    side_by_side(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [["0001", "SG-02", "2026-06-01"], ["0003", "SG-02", "2026-06-01"]],
    )
    rows = board(database, "fukui", YEAR, TODAY).evaluation.departments
    assert {row.code: row.required.tally.done for row in rows} == {"0101": 1, "0102": 0}
    matrix = completion_matrix(database, "fukui", YEAR, TODAY)
    place = next(n for n, course in enumerate(matrix.courses) if course.code == "SG-02")
    states = {row.employee_no: row.cells[place].state for row in matrix.rows}
    assert states["0005"] is CellState.OWED
    assert {states[no] for no in ("0002", "0004", "0006")} == {CellState.NOT_DUE}
    assert {row.band for row in matrix.rows} == {"management", "project_leader", "staff"}


def test_a_course_of_the_body_may_name_a_band_of_any_scheme(
    side_by_side: Take, database: Database
) -> None:
    before = board(database, "fukui", YEAR, TODAY).evaluation.body.required.due
    side_by_side(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["OWN", "課長級の研修", "必須", "課長級", 2026]],
    )
    after = board(database, "fukui", YEAR, TODAY).evaluation.body.required.due
    assert after - before == len(HEADS)
    asked = owed_by(database, "fukui:required")
    assert {no for no, courses in asked.items() if "OWN" in courses} == HEADS


@pytest.mark.parametrize("scheme", ["tsukuba", ""])
def test_a_population_is_that_of_the_bands_it_names(
    side_by_side: Take, database: Database, scheme: str
) -> None:
    side_by_side(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [["0002", "TK-03", "2026-06-01"], ["0003", "TK-03", "2026-06-01"]],
    )
    rule = TargetRule(
        "heads",
        "課長補佐級以上の受講",
        TargetShape.SHARE,
        date(2026, 4, 1),
        date(2027, 3, 31),
        Measure(MeasureKind.COURSES, ("TK-03",)),
        population=Audience(bands=("head_grade",)),
    )
    stands = target_editing.preview(database, KeptTarget(rule, scheme), TODAY)
    assert (stands.actual, stands.base) == (1, 3)


def test_bands_left_out_and_bands_asked_are_those_of_the_scheme(
    side_by_side: Take, database: Database
) -> None:
    rule = InclusionRule(bands_left_out=("director", "section_manager"))
    inclusion.set_rule(database, [Figure.OBLIGATIONS], "shiga", rule, "課長級以上は別に行う")
    assert not HEADS & owed_by(database, "shiga:mindset").keys()
    assert owed_by(database, "tsukuba:each-grade").keys() >= HEADS
    with database.reading() as session:
        schemes = [definitions.scheme(session, "fukui")]
        asked = people_chosen(session, Population(bands=("section_manager",)), TODAY, schemes)
        found = inclusion.coverage(
            session, Figure.OBLIGATIONS, definitions.scheme(session, "shiga"), TODAY
        )
    assert dict(found.left_out) == {Exclusion.BAND: 2}
    assert {one.employee_no for one in asked} == HEADS


def test_a_session_invites_and_a_rehearsal_tells_those_who_owe_by_the_scheme(
    side_by_side: Take, database: Database
) -> None:
    held = session_editing.add_session(database, SessionOrder("SG-02", 2026))
    invited = candidates(database, held.session_id, TODAY)
    assert {one.employee_no for one in invited} == HEADS
    side_by_side(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0006", "鈴木　五月", "0102", "課長"]],
        effective=date(2027, 4, 1),
    )
    copy_courses(database, "shiga", FiscalYear(2027))
    found = rehearse(database, RehearsalOrder(date(2027, 4, 1), "fukui", TODAY, {}))
    (moved,) = [one for one in found.differences.movements if one.person.employee_no == "0006"]
    assert "SG-02" in moved.newly_due
