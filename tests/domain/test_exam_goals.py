"""Progress towards a goal by department, against a plain count."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.disclosure.cells import Cell, CellKey
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition
from skilltrack.domain.exams.forecast import PassRate
from skilltrack.domain.exams.goals import (
    ExamGoal,
    GoalPerson,
    counts_shown,
    goal_rows,
    outlook,
    rates_shown,
)
from skilltrack.domain.exams.progress import ExamStage, progress_of

ON = date(2026, 10, 1)
EXAM = Exam("x", "試験", editions=(ExamEdition("x1", ALWAYS, (), None),))
NAMES = {"a": "総務課", "b": "税務課", "c": "議会事務局"}


def _person(number: int, row: str, results: list[bool]) -> GoalPerson:
    attempts = [
        ExamAttempt(str(number), "x", ON - timedelta(days=40 * place), stated_pass=passed)
        for place, passed in enumerate(results)
    ]
    return GoalPerson(str(number), row, progress_of(EXAM, (), attempts, None, ON))


PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.lists(st.booleans(), max_size=4)), max_size=30
).map(lambda given: [_person(n, row, results) for n, (row, results) in enumerate(given)])


@given(PEOPLE, st.integers(1, 10))
def test_rows_are_a_plain_count_and_add_up(people: list[GoalPerson], tenths: int) -> None:
    total, *rows = goal_rows(people, NAMES, Fraction(tenths, 10), date(2026, 4, 1))
    assert [row.code for row in rows] == ["a", "b", "c"]
    for row in rows:
        own = [one for one in people if one.row == row.code]
        assert row.people == len(own)
        assert row.passers == sum(one.progress.passed_on is not None for one in own)
        assert row.attempts == sum(len(one.progress.sittings) for one in own)
        assert row.attempts_year == sum(
            sat.attempt.on >= date(2026, 4, 1) for one in own for sat in one.progress.sittings
        )
        # up to the first pass every sitting but the last failed
        assert row.passed == row.passers
        assert sum(row.stages.values()) == row.people
    for name in ("people", "passers", "attempts", "sittings", "passed", "sat"):
        assert getattr(total, name) == sum(getattr(row, name) for row in rows)


def test_nobody_has_no_figure() -> None:
    _total, _a, _b, empty = goal_rows([], NAMES, Fraction(1), ON)
    assert empty.ratio is None
    assert empty.pass_rate is None


def test_resit_after_a_pass_counts_neither_twice_nor_in_the_rate() -> None:
    # the newest sitting comes first: failed on the last day, passed before it
    total, *_rows = goal_rows([_person(1, "a", [False, True])], NAMES, Fraction(1), ON)
    assert (total.passers, total.attempts, total.sittings, total.pass_rate) == (1, 2, 1, 1)


def test_rates_of_few_and_of_alike_people_stay_inside() -> None:
    many = [_person(n, "a", [n % 2 == 0]) for n in range(12)]
    few = [_person(100 + n, "b", [n % 2 == 0]) for n in range(4)]
    alike = [_person(200 + n, "c", [True]) for n in range(9)]
    assert rates_shown(many) == {"", "a"}
    shown = rates_shown([*many, *few, *alike])
    assert "b" not in shown
    assert "c" not in shown


def test_outlook_says_pace_and_cost() -> None:
    people = [_person(n, "a", [n < 10]) for n in range(30)]
    total, *_rows = goal_rows(people, NAMES, Fraction(1), date(2026, 4, 1))
    goal = ExamGoal(Fraction(1), date(2026, 4, 1), date(2027, 3, 31))
    days = [one.progress.passed_on for one in people if one.progress.passed_on]
    found = outlook(total, days, goal, PassRate(Fraction(1, 2)), 7_500, ON)
    assert (found.remaining, found.attempts.expected) == (20, 40)
    assert found.cost_yen is not None
    assert found.cost_yen.expected == 300_000
    assert found.pace == Fraction(10, 12)
    assert found.pace_needed == 20 / (Fraction(181 * 12, 365))
    assert found.points[-1].value == 10
    assert found.at_deadline is not None
    late = outlook(total, days, goal, PassRate(Fraction(1, 2)), None, date(2027, 4, 1))
    assert (late.pace_needed, late.cost_yen, late.at_deadline) == (None, None, None)
    assert total.at(ExamStage.FAILED) == 20


def test_passers_of_a_department_of_few_people_stay_in_the_personnel_section() -> None:
    """Of ten, seven and one people the one is hidden, and the seven: the rest would tell it."""
    people = [
        *(_person(n, "a", [True]) for n in range(10)),
        *(_person(10 + n, "b", [n % 2 == 0]) for n in range(7)),
        _person(17, "c", [True]),
    ]
    assert counts_shown(people) == {"", "a"}
    assert counts_shown(people[:17]) == {"", "a", "b"}
    assert counts_shown(people[:4]) == frozenset()


def _protected(people: list[GoalPerson]) -> frozenset[str]:
    """Let the rule for any figures decide, as if nothing were known of how rows divide a body."""
    rows: dict[str, set[str]] = {"": set()}
    for one in people:
        rows[""].add(one.employee_no)
        rows.setdefault(one.row, set()).add(one.employee_no)
    cells = [Cell(CellKey(row, "", "passers"), frozenset(own)) for row, own in rows.items()]
    return frozenset(key.row for key in protect(cells).shown)


@given(st.lists(st.integers(1, 14), max_size=7))
def test_counts_shown_are_those_of_the_rule_for_any_figures(sizes: list[int]) -> None:
    people = [
        _person(100 * place + n, f"r{place}", [])
        for place, size in enumerate(sizes)
        for n in range(size)
    ]
    shown = counts_shown(people)
    assert len(shown) == len(_protected(people))
    sizes_of = Counter(one.row for one in people)
    hidden = sum(size for row, size in sizes_of.items() if row not in shown)
    assert not shown or hidden == 0 or hidden >= 5
    assert all(sizes_of[row] >= 5 for row in shown if row)
