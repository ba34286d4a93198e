"""Criteria ①–③ and ranks (facts §3.1 and §8.2, DESIGN §5)."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.evaluation import (
    EvaluationFacts,
    Flag,
    PersonCourses,
    PracticeLine,
    competition_ranks,
    composite,
    evaluate,
)
from skilltrack.domain.organisation import Department, PracticeStage
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.domain.tally import Tally

RULE = EvaluationRule(leader_role="dx_leader")


def unit(code: str, parent: str | None = None, *, is_unit: bool = True) -> Department:
    return Department(code, f"{code}課", parent, is_unit)


def facts(*departments: Department, **parts: object) -> EvaluationFacts:
    base = EvaluationFacts(
        departments=departments,
        people=(),
        leaders=frozenset(),
        leader_courses=frozenset({"L1", "L2"}),
        leader_taken=frozenset(),
        electives=frozenset({"E1", "E2", "E3", "E4"}),
        electives_taken=frozenset(),
    )
    return replace(base, **parts)  # type: ignore[arg-type]


def test_twenty_people_with_two_courses_and_thirty_completions_are_three_quarters() -> None:
    group = PersonCourses("0101", 20, Tally(30, 40))
    (row,) = evaluate(RULE, facts(unit("0101"), people=(group,))).departments
    assert row.required.tally == Tally(30, 40)
    assert row.required.ratio == Fraction(3, 4)


def test_two_leader_courses_are_divided_by_two_whoever_of_the_leaders_took_them() -> None:
    (row,) = evaluate(
        RULE,
        facts(
            unit("0101"),
            people=(PersonCourses("0101", 6, Tally(0, 6)),),
            leaders=frozenset({"0101"}),
            leader_taken=frozenset({("0101", "L1"), ("0101", "L2")}),
        ),
    ).departments
    assert row.leader.tally == Tally(2, 2)
    assert row.leader.ratio == 1


def test_an_elective_counts_once_however_many_took_it_and_all_share_one_denominator() -> None:
    rows = evaluate(
        RULE,
        facts(
            unit("A"),
            unit("B"),
            people=(PersonCourses("A", 9, Tally(0, 9)), PersonCourses("B", 9, Tally(0, 9))),
            electives_taken=frozenset({("A", "E1"), ("A", "E2"), ("A", "OLD")}),
        ),
    ).departments
    assert [row.elective.tally for row in rows] == [Tally(2, 4), Tally(0, 4)]


def test_people_of_a_section_count_in_the_nearest_flagged_department_above() -> None:
    departments = (
        unit("01", is_unit=False),
        unit("0101", "01"),
        unit("010101", "0101", is_unit=False),
    )
    evaluation = evaluate(
        RULE,
        facts(
            *departments,
            people=(
                PersonCourses("010101", 4, Tally(3, 4)),
                PersonCourses("0101", 2, Tally(1, 4)),
                PersonCourses("01", 1, Tally(0, 1)),
            ),
        ),
    )
    (row,) = evaluation.departments
    assert (row.code, row.headcount, row.required.tally) == ("0101", 6, Tally(4, 8))
    assert evaluation.body.headcount == 7
    assert evaluation.body.required == Tally(4, 9)
    assert evaluation.body.headcount_without_unit == 1


def test_a_department_without_a_leader_has_zero_and_is_flagged() -> None:
    people = (PersonCourses("A", 9, Tally(9, 9)),)
    (row,) = evaluate(RULE, facts(unit("A"), people=people)).departments
    assert row.leader.ratio == 0
    assert Flag.NO_LEADER in row.flags


def test_without_a_leader_the_criterion_may_be_set_not_to_apply() -> None:
    rule = replace(RULE, no_leader=NoLeader.NOT_APPLICABLE)
    people = (PersonCourses("A", 9, Tally(9, 9)),)
    (row,) = evaluate(rule, facts(unit("A"), people=people)).departments
    assert row.leader.ratio is None
    assert row.composite == Fraction(1, 2)


def test_nothing_due_is_not_applicable_and_never_a_hundred_percent() -> None:
    people = (PersonCourses("A", 9, Tally(0, 0)),)
    (row,) = evaluate(RULE, facts(unit("A"), people=people)).departments
    assert row.required.ratio is None
    assert row.required.rank is None
    assert Flag.NOT_APPLICABLE in row.flags


def test_a_department_without_people_has_no_rank() -> None:
    rows = evaluate(
        RULE, facts(unit("A"), unit("B"), people=(PersonCourses("B", 5, Tally(1, 5)),))
    ).departments
    assert [(row.code, row.rank) for row in rows] == [("B", 1), ("A", None)]
    assert rows[1].composite is None


def test_small_departments_and_missed_minimum_are_flagged() -> None:
    rule = replace(RULE, minimum_electives=2)
    rows = evaluate(
        rule,
        facts(
            unit("A"),
            unit("B"),
            people=(PersonCourses("A", 4, Tally(4, 4)), PersonCourses("B", 5, Tally(5, 5))),
            leaders=frozenset({"A", "B"}),
            electives_taken=frozenset({("A", "E1"), ("B", "E1"), ("B", "E2")}),
        ),
    ).departments
    flags = {row.code: row.flags for row in rows}
    assert flags == {"A": (Flag.SMALL, Flag.BELOW_MINIMUM), "B": ()}


def test_practices_are_listed_and_change_no_figure() -> None:
    people = (PersonCourses("A", 9, Tally(3, 9)),)
    bare = evaluate(RULE, facts(unit("A"), people=people)).departments[0]
    lines = tuple(("A", PracticeLine(f"改善{i}", PracticeStage.CARRIED_OUT)) for i in range(9))
    told = evaluate(RULE, facts(unit("A"), people=people, practices=lines)).departments[0]
    assert len(told.practices) == 9
    assert replace(told, practices=()) == bare


def test_weights_are_rescaled_over_the_criteria_that_apply() -> None:
    weights = (Fraction(2), Fraction(1), Fraction(1))
    assert composite((Fraction(1, 2), None, Fraction(1)), weights) == Fraction(2, 3)
    assert composite((None, None, None), weights) is None


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        ((3, 2, 2, 1), (1, 2, 2, 4)),
        ((1, 1, 1), (1, 1, 1)),
        ((None, 5, None, 7), (None, 2, None, 1)),
        ((), ()),
    ],
)
def test_equal_values_share_a_rank_and_the_next_is_skipped(
    values: tuple[int | None, ...], ranks: tuple[int | None, ...]
) -> None:
    exact = [None if value is None else Fraction(value) for value in values]
    assert competition_ranks(exact) == ranks


ratios = st.none() | st.fractions(min_value=0, max_value=1, max_denominator=40)


@given(st.lists(ratios, max_size=40))
def test_a_rank_is_one_more_than_the_number_of_better_values(
    values: list[Fraction | None],
) -> None:
    for value, rank in zip(values, competition_ranks(values), strict=True):
        if value is None:
            assert rank is None
        else:
            assert rank == 1 + sum(1 for other in values if other is not None and other > value)


tallies = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(
    lambda pair: Tally(min(pair), max(pair))
)


@given(st.lists(tallies, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_rank(tallied: list[Tally], random: object) -> None:
    departments = [unit(f"{i:02}") for i in range(len(tallied))]
    people = [
        PersonCourses(department.code, 6, tally)
        for department, tally in zip(departments, tallied, strict=True)
    ]
    straight = evaluate(RULE, facts(*departments, people=tuple(people)))
    random.shuffle(departments)  # type: ignore[attr-defined]
    random.shuffle(people)  # type: ignore[attr-defined]
    assert evaluate(RULE, facts(*departments, people=tuple(people))) == straight


@given(tallies)
def test_one_more_completion_never_lowers_the_first_criterion(tally: Tally) -> None:
    more = Tally(min(tally.done + 1, tally.due), tally.due)
    before, after = (
        evaluate(RULE, facts(unit("A"), people=(PersonCourses("A", 6, one),))).departments[0]
        for one in (tally, more)
    )
    assert (after.required.ratio or 0) >= (before.required.ratio or 0)
