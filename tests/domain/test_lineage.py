"""Departments followed through renaming, merging, splitting and closing."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.lineage import Landing, Lineage, part_of, successions_of
from skilltrack.domain.organisation import (
    Department,
    EmploymentType,
    Posting,
    Succession,
    SuccessionKind,
)

APRIL, OCTOBER, NEXT_APRIL = date(2026, 4, 1), date(2026, 10, 1), date(2027, 4, 1)
JUNE, MARCH = date(2026, 6, 1), date(2027, 3, 31)
RENAMED, MERGED = SuccessionKind.RENAMED, SuccessionKind.MERGED
SPLIT, CLOSED = SuccessionKind.SPLIT, SuccessionKind.CLOSED


def unit(
    code: str,
    start: date | None = None,
    end: date | None = None,
    successor: str | None = None,
    parent: str | None = None,
) -> Department:
    return Department(
        code,
        f"{code}課",
        parent,
        is_evaluation_unit=True,
        valid=Period(start, end),
        successor=successor,
    )


def post(department: str, start: date, end: date | None = None, **more: bool) -> Posting:
    return Posting(department, "主事", EmploymentType.REGULAR, Period(start, end), **more)


def test_a_merged_department_is_found_in_its_successor_from_the_day_on() -> None:
    lineage = Lineage(
        (unit("A", None, OCTOBER), unit("B", None, OCTOBER), unit("C", OCTOBER)),
        (Succession("A", "C", MERGED, OCTOBER), Succession("B", "C", MERGED, OCTOBER)),
    )
    assert lineage.follow("A", JUNE, OCTOBER - timedelta(days=1)) == Landing("A")
    assert lineage.follow("A", JUNE, OCTOBER) == Landing("C")
    assert lineage.leads_to("B", JUNE, MARCH) == {"C"}


def test_codes_that_change_places_on_one_day_are_not_followed_twice() -> None:
    lineage = Lineage(
        (unit("A"), unit("B"), unit("C", OCTOBER)),
        (Succession("A", "B", RENAMED, OCTOBER), Succession("B", "C", RENAMED, OCTOBER)),
    )
    assert lineage.follow("A", JUNE, MARCH) == Landing("B")
    assert lineage.follow("B", JUNE, MARCH) == Landing("C")
    assert lineage.follow("B", OCTOBER, MARCH) == Landing("B")


def test_what_stands_under_a_department_that_is_no_more_takes_the_step_that_ended_it() -> None:
    lineage = Lineage(
        (unit("A", None, OCTOBER), unit("C")), (Succession("A", "C", CLOSED, OCTOBER),)
    )
    assert lineage.follow("A", MARCH, MARCH) == Landing("C")


def test_a_code_used_anew_has_nothing_to_do_with_the_old_department() -> None:
    lineage = Lineage(
        (unit("A", None, APRIL), unit("A", JUNE, OCTOBER), unit("C")),
        (Succession("A", "C", CLOSED, APRIL),),
    )
    assert lineage.follow("A", JUNE, MARCH) == Landing("A")


def test_people_of_a_split_department_are_found_where_they_went_and_nobody_is_guessed() -> None:
    lineage = Lineage(
        (unit("A", None, OCTOBER), unit("B", OCTOBER), unit("C", OCTOBER)),
        (Succession("A", "B", SPLIT, OCTOBER), Succession("A", "C", SPLIT, OCTOBER)),
        {("0001", "A", OCTOBER): "B"},
    )
    assert lineage.follow("A", JUNE, MARCH, "0001") == Landing("B")
    assert lineage.follow("A", JUNE, MARCH, "0002") == Landing("A", OCTOBER)
    assert lineage.follow("A", JUNE, MARCH) == Landing("A", OCTOBER)
    assert lineage.leads_to("A", JUNE, MARCH) == {"B", "C"}


def test_a_department_that_lives_on_is_one_of_its_own_parts() -> None:
    lineage = Lineage((unit("A"), unit("C", OCTOBER)), (Succession("A", "C", SPLIT, OCTOBER),))
    assert lineage.split == {("A", OCTOBER): {"A", "C"}}
    assert lineage.leads_to("A", JUNE, MARCH) == {"A", "C"}


def test_the_part_is_that_of_the_first_main_posting_on_or_after_the_split() -> None:
    departments = (unit("B"), unit("C"), unit("C1", parent="C"), unit("Z"))
    parts = frozenset({"B", "C"})

    def part(*postings: Posting) -> str | None:
        return part_of(postings, parts, OCTOBER, departments)

    stayed = post("A", APRIL, OCTOBER)
    assert part(stayed, post("B", OCTOBER, MARCH), post("C", MARCH)) == "B"
    assert part(stayed, post("C1", OCTOBER)) == "C"
    assert part(post("A", APRIL, JUNE), post("Z", JUNE)) is None
    assert part(post("A", APRIL, JUNE), post("Z", JUNE, MARCH), post("B", MARCH)) is None
    assert part(stayed, post("B", OCTOBER, is_concurrent=True)) is None
    assert part(stayed, post("B", NEXT_APRIL)) == "B"


def test_files_tell_successions_by_the_end_of_a_department_and_its_successor() -> None:
    departments = (
        unit("A", None, OCTOBER, "C"),
        unit("B", None, OCTOBER, "C"),
        unit("C", OCTOBER),
        unit("D", None, OCTOBER, "E"),
        unit("E", OCTOBER),
        unit("F", None, OCTOBER, "C1"),
        unit("C1"),
        unit("G", None, None, "C"),
    )
    assert successions_of(departments, ()) == (
        Succession("A", "C", MERGED, OCTOBER),
        Succession("B", "C", MERGED, OCTOBER),
        Succession("D", "E", RENAMED, OCTOBER),
        Succession("F", "C1", CLOSED, OCTOBER),
    )
    told = Succession("D", "X", SPLIT, OCTOBER)
    assert told in successions_of(departments, (told,))
    assert Succession("D", "E", RENAMED, OCTOBER) not in successions_of(departments, (told,))


CODES = "ABCDEF"
DAYS = [APRIL + timedelta(days=90 * number) for number in range(8)]


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    """Departments that end or are split at random; a split may leave somebody behind."""
    ends = {code: draw(st.none() | st.sampled_from(DAYS)) for code in CODES}
    departments, steps = [], []
    for code, on in ends.items():
        standing = sorted(
            other
            for other, end in ends.items()
            if other != code and (end is None or (on is not None and end > on))
        )
        if on is None or not standing:
            departments.append(unit(code))
            continue
        into = draw(st.lists(st.sampled_from(standing), max_size=3, unique=True))
        kind = SPLIT if len(into) > 1 else draw(st.sampled_from([RENAMED, MERGED, CLOSED, SPLIT]))
        lives_on = kind is SPLIT and draw(st.booleans())
        departments.append(unit(code, None, None if lives_on else on))
        steps += [Succession(code, successor, kind, on) for successor in into]
    known = Lineage(tuple(departments), tuple(steps))
    parts = {
        ("0001", code, on): draw(st.sampled_from(sorted(parts)))
        for (code, on), parts in sorted(known.split.items())
        if draw(st.booleans())
    }
    return Lineage(known.departments, known.successions, parts)


@given(lineages(), st.sampled_from(CODES), st.tuples(*[st.sampled_from(DAYS)] * 3))
def test_two_steps_lead_where_one_step_leads(
    lineage: Lineage, code: str, days: tuple[date, date, date]
) -> None:
    first, between, last = sorted(days)
    half_way = lineage.follow(code, first, between, "0001")
    if half_way.split_on is None:
        assert lineage.follow(half_way.code, between, last, "0001") == lineage.follow(
            code, first, last, "0001"
        )


@given(lineages(), st.sampled_from(CODES), st.tuples(*[st.sampled_from(DAYS)] * 2))
def test_a_person_is_found_in_one_of_the_departments_the_work_led_to(
    lineage: Lineage, code: str, days: tuple[date, date]
) -> None:
    first, last = sorted(days)
    landing = lineage.follow(code, first, last, "0001")
    found = lineage.leads_to(code, first, last)
    assert found
    if landing.split_on is None:
        assert landing.code in found


@given(lineages(), st.sampled_from(CODES), st.sampled_from(DAYS))
def test_nothing_moves_within_a_day(lineage: Lineage, code: str, day: date) -> None:
    assume(lineage.exists(code, day))
    assert lineage.follow(code, day, day) == Landing(code)
