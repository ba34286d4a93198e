"""The board against a plain calculation written independently, and the rules one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState
from skilltrack.domain.evaluation import DepartmentEvaluation, Flag
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.tally import Tally
from skilltrack.services.evaluation import board, completion_matrix, department_detail
from skilltrack.store.database import Database

YEAR = FiscalYear(2026)
DONE = "職員番号 研修コード 修了日 状態"
APPOINTED = "職員番号 役割 開始 終了"


def rows(database: Database, as_of: date = TODAY) -> dict[str, DepartmentEvaluation]:
    found = board(database, "fukui", YEAR, as_of)
    return {row.code: row for row in found.evaluation.departments}


def complete(town: Take, *done: tuple[str, str, str] | tuple[str, str, str, str]) -> None:
    town(ImportKind.COMPLETIONS, DONE, [[*one, ""][:4] for one in done])


def test_each_band_owes_its_courses_and_done_counts_both_sides(
    town: Take, database: Database
) -> None:
    complete(town, ("0001", "R1", "2026-06-01"), ("0003", "R2", "2026-06-01"))
    found = rows(database)["0101"]
    # 課長 and 課長補佐 owe R1, the two 主事 owe R1 and R2.
    assert (found.headcount, found.required.tally) == (4, Tally(2, 6))


def test_a_course_that_is_not_required_of_the_band_does_not_count(
    town: Take, database: Database
) -> None:
    complete(town, ("0001", "R2", "2026-06-01"))
    assert rows(database)["0101"].required.tally == Tally(0, 6)


def test_repeats_count_once_and_another_year_does_not_count(town: Take, database: Database) -> None:
    complete(
        town,
        ("0001", "R1", "2026-06-01"),
        ("0001", "R1", "2026-07-01"),
        ("0002", "R1", "2026-03-31"),
    )
    assert rows(database)["0101"].required.tally == Tally(1, 6)


def test_an_exemption_leaves_both_sides_unless_the_course_was_completed(
    town: Take, database: Database
) -> None:
    complete(
        town,
        ("0001", "R1", "2026-06-01", "免除"),
        ("0003", "R1", "2026-06-01", "免除"),
        ("0003", "R1", "2026-07-01", "修了"),
    )
    assert rows(database)["0101"].required.tally == Tally(1, 5)


def test_a_completion_after_the_reference_date_is_not_known_yet(
    town: Take, database: Database
) -> None:
    complete(town, ("0001", "R1", "2026-06-01"))
    assert rows(database, date(2026, 5, 31))["0101"].required.tally.done == 0
    assert rows(database, date(2026, 6, 1))["0101"].required.tally.done == 1


def test_people_on_leave_are_on_neither_side(town: Take, database: Database) -> None:
    complete(town, ("0004", "R1", "2026-05-01"))
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名 採用日 状態 状態開始",
        [["0004", "田中　三郎", "0101", "主事", "2018-04-01", "育休", "2026-06-01"]],
        effective=date(2026, 6, 1),
    )
    assert (rows(database)["0101"].headcount, rows(database)["0101"].required.tally) == (
        3,
        Tally(0, 4),
    )


def test_employment_types_that_the_scheme_does_not_count_are_left_out(
    town: Take, database: Database
) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名 任用区分",
        [["0010", "会計　年子", "0101", "主事", "会計年度"]],
        effective=date(2026, 4, 1),
    )
    assert rows(database)["0101"].headcount == 4


def test_a_concurrent_post_never_counts_twice(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名 兼務所属コード",
        [["0011", "兼務　兼子", "0101", "主事", "0102"]],
        effective=date(2026, 4, 1),
    )
    complete(town, ("0011", "E1", "2026-06-01"))
    found = rows(database)
    assert (found["0101"].headcount, found["0102"].headcount) == (5, 4)
    assert (found["0101"].elective.tally.done, found["0102"].elective.tally.done) == (1, 0)


def test_several_leaders_divide_the_leader_courses(town: Take, database: Database) -> None:
    town(
        ImportKind.APPOINTMENTS,
        APPOINTED,
        [
            ["0003", "DXリーダー", "2026-04-01", ""],
            ["0004", "DXリーダー", "2026-04-01", ""],
            ["0006", "DXリーダー", "2026-04-01", "2026-09-30"],
        ],
    )
    complete(
        town,
        ("0003", "L1", "2026-06-01"),
        ("0004", "L2", "2026-06-01"),
        ("0006", "L1", "2026-06-01"),
    )
    found = rows(database)
    assert found["0101"].leader.tally == Tally(2, 2)
    assert found["0102"].leader.ratio == 0
    assert Flag.NO_LEADER in found["0102"].flags
    assert Flag.NO_LEADER not in rows(database, date(2026, 9, 30))["0102"].flags


def test_credit_for_an_elective_stays_where_the_person_was_on_that_day(
    town: Take, database: Database
) -> None:
    complete(town, ("0003", "E1", "2026-09-30"), ("0003", "E2", "2026-10-01"))
    complete(town, ("0003", "R1", "2026-05-01"))
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名 採用日",
        [["0003", "𠮷田　次郎", "0102", "主事", "2015-04-01"]],
        effective=date(2026, 10, 1),
    )
    found = rows(database)
    assert (found["0101"].elective.tally, found["0102"].elective.tally) == (
        Tally(1, 3),
        Tally(1, 3),
    )
    assert (found["0101"].required.tally.done, found["0102"].required.tally.done) == (0, 1)


def test_people_in_no_unit_appear_in_the_total_and_are_listed(
    town: Take, database: Database
) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [["0020", "部長　大介", "01", "部長"]],
        effective=date(2026, 4, 1),
    )
    found = board(database, "fukui", YEAR, TODAY)
    assert found.evaluation.body.headcount == 9
    assert found.without_unit == ("0020",)


def test_what_was_known_then_stays_what_was_known_then(town: Take, database: Database) -> None:
    before = board(database, "fukui", YEAR, TODAY)
    known = database.clock()
    complete(town, ("0001", "R1", "2026-06-01"))
    assert board(database, "fukui", YEAR, TODAY) != before
    assert board(database, "fukui", YEAR, TODAY, as_known=known) == before


def test_behind_the_figures_stand_the_people_and_courses(town: Take, database: Database) -> None:
    town(ImportKind.APPOINTMENTS, APPOINTED, [["0003", "DXリーダー", "2026-04-01", ""]])
    complete(
        town,
        ("0001", "R1", "2026-06-01"),
        ("0003", "L1", "2026-06-01"),
        ("0004", "E2", "2026-06-01"),
    )
    detail = department_detail(database, "fukui", "0101", YEAR, TODAY)
    found = rows(database)["0101"]
    cells = [cell.state for row in detail.matrix.rows for cell in row.cells]
    required = len([c for c in detail.matrix.courses if c.code.startswith("R")])
    assert required == 2
    owed = {
        row.employee_no: [
            course.code
            for course, cell in zip(detail.matrix.courses, row.cells, strict=True)
            if cell.state is CellState.OWED
        ]
        for row in detail.matrix.rows
    }
    assert owed == {
        "0001": [],
        "0002": ["R1"],
        "0003": ["R1", "R2", "L2"],
        "0004": ["R1", "R2"],
    }
    assert cells.count(CellState.COMPLETED) == 3
    assert detail.leaders == ("𠮷田　次郎",)
    assert [c.code for c in detail.leader_open] == ["L2"]
    assert len(detail.elective_done) == found.elective.tally.done == 1


@dataclass(frozen=True)
class Fact:
    """One drawn completion."""

    person: int
    course: str
    day: int
    is_exempt: bool

    @property
    def on(self) -> date:
        return date(2026, 3, 20) + timedelta(days=self.day)


facts = st.builds(
    Fact,
    st.integers(0, 7),
    st.sampled_from(["R1", "R2", "L1", "L2", "E1", "E2", "E3"]),
    st.integers(0, 240),
    st.booleans(),
)

HOME = {n: "0101" if n < 4 else "0102" for n in range(8)}
IS_STAFF = {2, 3, 5, 6, 7}
MOVED_ON = date(2026, 10, 1)


def home(person: int, on: date) -> str:
    """Return where a person is: number 2 moves to 税務課 on 1 October."""
    return "0102" if person == 2 and on >= MOVED_ON else HOME[person]


def plain(done: Iterable[Fact], as_of: date) -> dict[str, tuple[Tally, Tally, Tally]]:
    """Calculate ①–③ person by person, without a database."""
    known = [f for f in done if YEAR.first_day <= f.on <= as_of]
    completed = {(f.person, f.course) for f in known if not f.is_exempt}
    exempt = {(f.person, f.course) for f in known if f.is_exempt} - completed
    result = {}
    for code in ("0101", "0102"):
        members = [p for p in range(8) if home(p, as_of) == code]
        due = {
            (p, course) for p in members for course in (["R1", "R2"] if p in IS_STAFF else ["R1"])
        } - exempt
        leader = {c for p, c in completed if p == 2 and home(p, as_of) == code and c[0] == "L"}
        taken = {
            f.course
            for f in known
            if not f.is_exempt and f.course[0] == "E" and home(f.person, f.on) == code
        }
        result[code] = (
            Tally(len(due & completed), len(due)),
            Tally(len(leader), 2),
            Tally(len(taken), 3),
        )
    return result


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(facts, max_size=30), as_of_day=st.integers(0, 250))
def test_the_database_counts_what_a_plain_calculation_counts(
    town: Take, database: Database, tmp_path: Path, drawn: list[Fact], as_of_day: int
) -> None:
    as_of = min(date(2026, 3, 20) + timedelta(days=as_of_day), TODAY)
    unique = list({(f.person, f.course, f.on): f for f in drawn}.values())
    with database.reading() as session:
        is_moved = session.connection.exec_driver_sql(
            "select count(*) from appointment"
        ).scalar_one()
    if not is_moved:
        town(ImportKind.APPOINTMENTS, APPOINTED, [["0003", "DXリーダー", "2026-01-01", ""]])
        town(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 所属コード 職名 採用日",
            [["0003", "𠮷田　次郎", "0102", "主事", "2015-04-01"]],
            effective=MOVED_ON,
        )
    kept = [fact for fact in unique if fact.on <= TODAY]
    with database.changing("test") as work:
        work.connection.exec_driver_sql("delete from completion")
    if kept:
        complete(
            town,
            *[
                (
                    f"{fact.person + 1:04}",
                    fact.course,
                    fact.on.isoformat(),
                    "免除" if fact.is_exempt else "修了",
                )
                for fact in kept
            ],
        )
    wanted = plain(kept, as_of)
    found = rows(database, as_of)
    if as_of < YEAR.first_day:
        return  # nobody is in post yet: the roster begins on 1 April
    for code, (required, leader, elective) in wanted.items():
        row = found[code]
        assert (row.required.tally, row.leader.tally, row.elective.tally) == (
            required,
            leader,
            elective,
        )


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(fact=facts)
def test_adding_a_completion_never_lowers_the_first_criterion(
    town: Take, database: Database, fact: Fact
) -> None:
    if fact.on > TODAY:
        return
    before = rows(database)
    employee_no = f"{fact.person + 1:04}"
    complete(town, (employee_no, fact.course, fact.on.isoformat(), "修了"))
    for code, row in rows(database).items():
        assert (row.required.ratio or Fraction(0)) >= (before[code].required.ratio or Fraction(0))


def test_the_matrix_holds_the_counted_people_by_department_and_kana(
    town: Take, database: Database
) -> None:
    matrix = completion_matrix(database, "fukui", YEAR, TODAY)
    assert [row.employee_no for row in matrix.rows] == [
        "0001",
        "0004",
        "0002",
        "0003",
        "0007",
        "0008",
        "0005",
        "0006",
    ]
    assert [course.code for course in matrix.courses][:2] == ["R1", "R2"]
