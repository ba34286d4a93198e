"""What is owed: each occasion by itself, and random histories against a plain day-by-day count.

The reference walks through every day of one person after the other and knows nothing of stretches,
candidates for days, or rules worked out beforehand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.audience import Audience, Cohort, Standing
from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.catalogue.validity import Validity, last_valid_day
from skilltrack.domain.obligations.owing import (
    Ledger,
    Obligation,
    ObligationState,
    last_day,
    obligations,
    renewals,
)
from skilltrack.domain.obligations.pasts import Past, Stretch
from skilltrack.domain.obligations.rules import DueKind, DueRule, ObligationRule, Occasion
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.people.occupations import FormerOccupation, Occupations, occupations_of

AS_OF = date(2026, 11, 20)
FIRST = date(2022, 4, 1)
TYPES = (EmploymentType.REGULAR, EmploymentType.FISCAL_YEAR)


def post(
    start: date | None,
    end: date | None,
    band: str | None,
    department: str = "A",
    kind: EmploymentType = EmploymentType.REGULAR,
) -> Stretch:
    return Stretch(Period(start, end), band, frozenset({department, "TOP"}), kind)


def person(*stretches: Stretch, hired: date | None = None, **terms: Sequence[Period]) -> Past:
    return Past("0001", stretches, Occupations("事務"), hired, terms)


def only(rule: ObligationRule, past: Past, ledger: Ledger, on: date = AS_OF) -> Obligation:
    (found,) = obligations([rule], [past], ledger, on)
    return found


def nothing(rule: ObligationRule, past: Past, on: date = AS_OF) -> bool:
    return not list(obligations([rule], [past], Ledger(), on))


def done(course: str, *days: date) -> Ledger:
    return Ledger(completed={course: {"0001": days}})


STEADY = person(post(FIRST, None, "officer"), hired=FIRST)
YEARLY = ObligationRule("y", "毎年", Occasion.EVERY_YEAR, courses=("C1", "C2"))
ONCE = ObligationRule("o", "1回", Occasion.ONCE, courses=("C1",), since=date(2024, 4, 1))


def test_every_year_counts_only_completions_of_the_year() -> None:
    found = only(YEARLY, STEADY, done("C1", date(2026, 3, 31)))
    assert (found.since, found.due) == (date(2026, 4, 1), date(2027, 3, 31))
    assert (found.state, found.lacking) == (ObligationState.OWED, ("C1", "C2"))
    found = only(YEARLY, STEADY, done("C1", date(2026, 4, 1)))
    assert (found.done, found.lacking) == ((("C1", date(2026, 4, 1)),), ("C2",))


def test_the_catalogue_asks_by_band_and_leader_courses_by_role() -> None:
    catalogue = (
        Course("R1", "全員", 2026, CourseKind.REQUIRED),
        Course("R2", "係長", 2026, CourseKind.REQUIRED, ("chief",)),
        Course("L1", "リーダー", 2026, CourseKind.LEADER, ("chief",)),
    )
    required = ObligationRule("r", "", Occasion.EVERY_YEAR, catalogue=CourseKind.REQUIRED)
    assert only(required, STEADY, Ledger(catalogue=catalogue)).courses == ("R1",)
    leaders = replace(required, catalogue=CourseKind.LEADER, audience=Audience(roles=("leader",)))
    assert not list(obligations([leaders], [STEADY], Ledger(catalogue=catalogue), AS_OF))
    leader = replace(STEADY, terms={"leader": [Period(date(2026, 7, 1), None)]})
    found = only(leaders, leader, Ledger(catalogue=catalogue))
    assert (found.courses, found.since) == (("L1",), date(2026, 7, 1))


def test_once_is_owed_from_the_day_of_the_rule_or_of_hiring_and_any_completion_counts() -> None:
    assert only(ONCE, STEADY, Ledger()).since == date(2024, 4, 1)
    assert only(ONCE, STEADY, Ledger()).state is ObligationState.OVERDUE
    newcomer = person(post(date(2026, 10, 1), None, "officer"), hired=date(2026, 10, 1))
    found = only(ONCE, newcomer, Ledger())
    assert (found.since, found.due) == (date(2026, 10, 1), date(2027, 3, 31))
    assert only(ONCE, STEADY, done("C1", date(2023, 1, 5))).state is ObligationState.DONE


def test_nothing_is_owed_before_the_rule_begins() -> None:
    assert nothing(ONCE, STEADY, date(2024, 3, 31))
    assert not nothing(ONCE, STEADY, date(2024, 4, 1))


GRADES = ObligationRule(
    "g",
    "職層",
    Occasion.EACH_GRADE,
    courses_by_band={"officer": ("O",), "chief": ("K",)},
    due=DueRule(DueKind.YEAR_END, later_years=1),
)


def test_a_promotion_makes_a_new_one_for_the_grade() -> None:
    promoted = person(
        post(FIRST, date(2026, 4, 1), "officer"), post(date(2026, 4, 1), None, "chief")
    )
    ledger = done("O", date(2023, 5, 1))
    assert only(GRADES, promoted, ledger, date(2026, 3, 31)).state is ObligationState.DONE
    found = only(GRADES, promoted, ledger)
    assert (found.courses, found.since, found.due) == (
        ("K",),
        date(2026, 4, 1),
        date(2028, 3, 31),
    )


def test_a_demotion_and_return_do_not_make_it_twice() -> None:
    back = person(
        post(FIRST, date(2024, 4, 1), "officer"),
        post(date(2024, 4, 1), date(2025, 4, 1), "chief"),
        post(date(2025, 4, 1), date(2026, 4, 1), "officer"),
        post(date(2026, 4, 1), None, "chief"),
    )
    anew = replace(GRADES, is_anew=True)
    found = only(anew, back, done("K", date(2024, 6, 1)))
    assert (found.since, found.state) == (date(2024, 4, 1), ObligationState.DONE)


def test_entry_needs_a_day_of_hiring_after_the_rule_began() -> None:
    rule = ObligationRule("e", "採用", Occasion.ENTRY, courses=("C",), since=date(2023, 4, 1))
    assert nothing(rule, STEADY)
    assert nothing(rule, person(post(date(2023, 4, 1), None, "officer")))
    found = only(rule, person(post(FIRST, None, None), hired=date(2023, 4, 1)), Ledger())
    assert (found.since, found.due) == (date(2023, 4, 1), date(2024, 3, 31))


def test_the_third_year_is_counted_in_fiscal_years_with_that_of_hiring_the_first() -> None:
    rule = ObligationRule("t", "3年次", Occasion.YEAR_OF_SERVICE, courses=("C",), year_of_service=3)
    hired = date(2024, 10, 1)
    newcomer = person(post(hired, None, "officer"), hired=hired)
    assert nothing(rule, newcomer, date(2026, 3, 31))
    assert only(rule, newcomer, Ledger(), date(2026, 4, 1)).since == date(2026, 4, 1)


MANAGERS = ObligationRule(
    "m",
    "新任",
    Occasion.PROMOTION,
    Audience(bands=("manager",)),
    courses=("M",),
    since=date(2025, 4, 1),
    is_anew=True,
)


@pytest.mark.parametrize(
    ("entered", "is_owed"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)]
)
def test_those_who_were_managers_before_the_rule_owe_nothing(
    entered: date, *, is_owed: bool
) -> None:
    manager = person(post(FIRST, entered, "chief"), post(entered, None, "manager"))
    assert nothing(MANAGERS, manager) is not is_owed


def test_a_first_post_or_an_unknown_band_before_is_no_promotion() -> None:
    assert nothing(MANAGERS, person(post(date(2025, 4, 1), None, "manager")))
    unknown = person(post(FIRST, date(2025, 6, 1), None), post(date(2025, 6, 1), None, "manager"))
    assert nothing(MANAGERS, unknown)


def test_what_was_completed_before_the_promotion_does_not_count_when_owed_anew() -> None:
    manager = person(
        post(FIRST, date(2026, 4, 1), "chief"), post(date(2026, 4, 1), None, "manager")
    )
    before, after = done("M", date(2026, 3, 1)), done("M", date(2026, 4, 1))
    assert only(MANAGERS, manager, before).state is ObligationState.OWED
    assert only(MANAGERS, manager, after).state is ObligationState.DONE
    assert only(replace(MANAGERS, is_anew=False), manager, before).state is ObligationState.DONE


def test_a_cohort_owes_also_after_the_role_was_given_up() -> None:
    rule = ObligationRule(
        "d",
        "指定",
        Occasion.DESIGNATION,
        Audience(cohort=Cohort("skip", (2025,))),
        courses=("T",),
        due=DueRule(DueKind.MONTHS, months=12),
    )
    given_up = replace(STEADY, terms={"skip": [Period(date(2025, 7, 1), date(2026, 4, 1))]})
    found = only(rule, given_up, Ledger())
    assert (found.since, found.due) == (date(2025, 7, 1), date(2026, 6, 30))
    assert found.state is ObligationState.OVERDUE
    earlier = replace(STEADY, terms={"skip": [Period(date(2024, 7, 1), None)]})
    assert nothing(rule, earlier)


def test_exemption_and_excuse_work_alike() -> None:
    held = Ledger(exempt={"0001": frozenset({"C1"})})
    excused = Ledger(excused={"C1": {"0001": (date(2026, 5, 1),)}})
    for ledger in (held, excused):
        found = only(YEARLY, STEADY, ledger)
        assert (found.needed, found.exempt, found.lacking) == (1, ("C1",), ("C2",))
    both = Ledger(exempt={"0001": frozenset({"C1", "C2"})})
    assert only(YEARLY, STEADY, both).state is ObligationState.EXEMPT
    earlier = Ledger(excused={"C1": {"0001": (date(2026, 3, 1),)}})
    assert only(YEARLY, STEADY, earlier).exempt == ()


def test_what_was_completed_is_completed_whatever_the_exemption() -> None:
    ledger = replace(done("C1", date(2026, 5, 1)), exempt={"0001": frozenset({"C1"})})
    found = only(YEARLY, STEADY, ledger)
    assert (found.needed, found.exempt, len(found.done)) == (2, (), 1)


def test_some_of_the_courses_may_be_enough() -> None:
    rule = replace(YEARLY, courses=("A", "B", "C"), count=2)
    ledger = Ledger(
        completed={"A": {"0001": (date(2026, 5, 1),)}, "C": {"0001": (date(2026, 8, 1),)}}
    )
    found = only(rule, STEADY, ledger)
    assert (found.state, found.done_on) == (ObligationState.DONE, date(2026, 8, 1))
    assert found.lacking == ()


def test_a_completion_that_runs_out_is_to_be_renewed_and_then_owed_again() -> None:
    ledger = replace(done("C1", date(2025, 1, 10)), validities={"C1": {2024: Validity(24, "C1R")}})
    found = only(ONCE, STEADY, ledger, date(2026, 10, 1))
    assert (found.state, found.valid_until) == (ObligationState.DONE, date(2027, 1, 10))
    assert only(ONCE, STEADY, ledger).state is ObligationState.EXPIRING
    late = only(ONCE, STEADY, ledger, date(2027, 1, 11))
    assert (late.state, late.due, late.is_expired) == (
        ObligationState.OVERDUE,
        date(2027, 1, 10),
        True,
    )
    renewed = replace(ledger, completed={**ledger.completed, "C1R": {"0001": (date(2026, 12, 1),)}})
    assert only(ONCE, STEADY, renewed, date(2027, 1, 11)).valid_until == date(2028, 12, 1)


def test_renewals_stand_by_the_last_day_and_leave_out_the_exempt() -> None:
    ledger = Ledger(
        completed={"C1": {"0001": (date(2025, 1, 10),), "0002": (date(2024, 12, 1),)}},
        validities={"C1": {2024: Validity(24)}},
    )
    both = frozenset({"0001", "0002"})
    assert [one.employee_no for one in renewals(ledger, both, AS_OF)] == ["0002", "0001"]
    freed = replace(ledger, exempt={"0002": frozenset({"C1"})})
    (left,) = renewals(freed, both, AS_OF)
    assert (left.valid_until, left.days_left(AS_OF)) == (date(2027, 1, 10), 51)


@pytest.mark.parametrize(
    ("rule", "since", "expected"),
    [
        (DueRule(), date(2026, 4, 1), date(2027, 3, 31)),
        (DueRule(), date(2027, 3, 31), date(2027, 3, 31)),
        (DueRule(later_years=1), date(2026, 6, 1), date(2028, 3, 31)),
        (DueRule(DueKind.MONTHS, months=12), date(2026, 4, 1), date(2027, 3, 31)),
        (DueRule(DueKind.MONTHS, months=1), date(2026, 5, 1), date(2026, 5, 31)),
        (DueRule(DueKind.MONTHS, months=1), date(2027, 1, 31), date(2027, 2, 28)),
        (DueRule(DueKind.DAY_OF_YEAR, month=9, day=30), date(2026, 4, 1), date(2026, 9, 30)),
        (DueRule(DueKind.DAY_OF_YEAR, month=2, day=29), date(2026, 4, 1), date(2027, 2, 28)),
        (DueRule(DueKind.DAY_OF_YEAR, month=9, day=30), date(2026, 10, 1), date(2027, 3, 31)),
    ],
)
def test_the_last_day(rule: DueRule, since: date, expected: date) -> None:
    assert last_day(rule, since) == expected


# Random histories

DAYS = st.dates(FIRST, AS_OF)
BANDS = ("officer", "chief", "manager")
COURSES = ("A", "B", "C")


@st.composite
def careers(draw: st.DrawFn, starts: list[date]) -> tuple[str, list[FormerOccupation]]:
    """Return an occupation, and another one before a day on which a post begins."""
    day = draw(st.none() | st.sampled_from(starts))
    before = [] if day is None else [FormerOccupation("情報", Period(None, day))]
    return draw(st.sampled_from(("事務", "情報"))), before


@st.composite
def histories(draw: st.DrawFn) -> Past:
    starts = sorted(draw(st.sets(DAYS, min_size=1, max_size=4)))
    ends = [*starts[1:], draw(st.none() | st.dates(AS_OF, AS_OF + timedelta(400)))]
    stretches = tuple(
        post(
            start,
            end,
            draw(st.sampled_from((*BANDS, None))),
            draw(st.sampled_from("AB")),
            draw(st.sampled_from(TYPES)),
        )
        for start, end in zip(starts, ends, strict=True)
    )
    periods = draw(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=2))
    terms = [Period(s, e if e is None or e > s else s + timedelta(1)) for s, e in periods]
    return Past(
        "0001",
        stretches,
        occupations_of(*draw(careers(starts))),
        draw(st.none() | st.just(starts[0]) | DAYS),
        {"role": terms} if terms else {},
    )


@st.composite
def rules(draw: st.DrawFn) -> ObligationRule:
    occasion = draw(st.sampled_from(Occasion))
    by_band = draw(st.booleans()) or occasion is Occasion.EACH_GRADE
    cohort = Cohort("role", draw(st.sampled_from(((), (2024,), (2025, 2026)))))
    is_cohort = occasion is Occasion.DESIGNATION or draw(st.integers(0, 5)) == 0
    return ObligationRule(
        "rule",
        "",
        occasion,
        Audience(
            bands=tuple(draw(st.sampled_from(((), ("chief",), ("chief", "manager"))))),
            roles=tuple(draw(st.sampled_from(((), (), ("role",))))),
            cohort=cohort if is_cohort else None,
            departments=tuple(draw(st.sampled_from(((), (), ("A",), ("TOP",))))),
            employment_types=tuple(draw(st.sampled_from(((), (EmploymentType.REGULAR,))))),
            occupations_left_out=tuple(draw(st.sampled_from(((), ("情報",))))),
        ),
        courses=() if by_band else COURSES[: draw(st.integers(1, 3))],
        courses_by_band={"officer": ("A",), "chief": ("B", "A"), "manager": ("C",)}
        if by_band
        else {},
        count=draw(st.none() | st.just(1)),
        year_of_service=draw(st.integers(1, 3)) if occasion is Occasion.YEAR_OF_SERVICE else None,
        due=draw(
            st.sampled_from(
                (
                    DueRule(),
                    DueRule(DueKind.MONTHS, months=6),
                    DueRule(DueKind.DAY_OF_YEAR, month=9, day=30, later_years=1),
                )
            )
        ),
        since=draw(st.none() | DAYS),
        is_anew=draw(st.booleans()),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    def days() -> dict[str, dict[str, list[date]]]:
        found = {c: sorted(draw(st.lists(DAYS, max_size=2))) for c in COURSES}
        return {course: {"0001": on} for course, on in found.items() if on}

    return Ledger(
        completed=days(),
        excused=days() if draw(st.booleans()) else {},
        exempt={"0001": frozenset(draw(st.sets(st.sampled_from(COURSES), max_size=1)))},
        validities=draw(
            st.sampled_from(({}, {"A": {2022: Validity(12, "B")}, "C": {2024: Validity(24)}}))
        ),
    )


def every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(1)


def stands(past: Past, on: date) -> Standing | None:
    for one in past.stretches:
        if on in one.valid:
            known = {r: [t for t in ts if t.start <= on] for r, ts in past.terms.items()}  # type: ignore[operator]
            return Standing(
                on,
                one.band,
                one.departments,
                one.employment_type,
                past.occupations.on(on),
                past.hired_on,
                frozenset(r for r, ts in known.items() for t in ts if on in t),
                known,
            )
    return None


def plainly(rule: ObligationRule, past: Past, ledger: Ledger) -> tuple[object, ...] | None:
    """Return since, due, state, courses done and lacking, found the long way."""
    now = stands(past, AS_OF)
    if now is None or not rule.audience.includes(now):
        return None
    courses = rule.courses_by_band.get(now.band or "", ()) if rule.courses_by_band else rule.courses
    if not courses:
        return None
    year = FiscalYear.of(AS_OF)
    matters = bool(rule.courses_by_band)
    since = None
    fitting = {Occasion.EVERY_YEAR, Occasion.ONCE, Occasion.EACH_GRADE}
    if rule.occasion in fitting:
        start = FIRST if rule.since is None else rule.since
        if rule.occasion is Occasion.EVERY_YEAR:
            start = max(start, year.first_day)
        for on in every_day(start, AS_OF):
            then = stands(past, on)
            if then and rule.audience.includes(then) and (not matters or then.band == now.band):
                since = on
                break
    elif rule.occasion is Occasion.ENTRY:
        since = past.hired_on
    elif rule.occasion is Occasion.YEAR_OF_SERVICE and past.hired_on is not None:
        for on in every_day(past.hired_on, AS_OF):
            passed = FiscalYear.of(on).year - FiscalYear.of(past.hired_on).year
            if passed + 1 == rule.year_of_service:
                since = on
                break
    elif rule.occasion is Occasion.PROMOTION:
        seen: set[str] = set()
        for on in every_day(FIRST, AS_OF):
            band = (lambda one: None if one is None else one.band)(stands(past, on))
            if band == now.band and band is not None and band not in seen and seen:
                since = on
            if band is not None:
                seen.add(band)
    elif rule.occasion is Occasion.DESIGNATION:
        assert rule.audience.cohort is not None
        wanted = rule.audience.cohort.fiscal_years
        given = sorted(t.start for t in past.terms.get("role", ()) if t.start is not None)
        since = next((on for on in given if not wanted or FiscalYear.of(on).year in wanted), None)
    if since is None or since > AS_OF or (rule.since is not None and since < rule.since):
        return None
    first = FIRST
    if rule.occasion is Occasion.EVERY_YEAR:
        first = year.first_day
    elif rule.is_anew:
        first = since
    return since, *_settle(rule, courses, ledger, first, since)


def _settle(
    rule: ObligationRule, courses: Sequence[str], ledger: Ledger, first: date, since: date
) -> tuple[object, ...]:
    ends: dict[str, date] = {}
    for course in courses:
        own = [on for on in ledger.completed.get(course, {}).get("0001", ()) if on >= first]
        if not own:
            continue
        ends[course] = date.max
        years = ledger.validities.get(course)
        if years is not None and rule.occasion is not Occasion.EVERY_YEAR:
            (validity,) = years.values()
            assert validity is not None
            again = [
                on
                for on in ledger.completed.get(validity.renewed_by, {}).get("0001", ())
                if on >= first and on >= own[0]
            ]
            ends[course] = last_valid_day(max([*own, *again]), validity.months)
    done = {course for course, end in ends.items() if end >= AS_OF}
    free = {
        course
        for course in courses
        if course not in done
        and (
            course in ledger.exempt["0001"]
            or any(on >= first for on in ledger.excused.get(course, {}).get("0001", ()))
        )
    }
    needed = min(rule.count or len(courses), len(courses) - len(free))
    due = last_day(rule.due, since)
    if not needed:
        return due, "exempt", done
    if len(done) >= needed:
        until = sorted((ends[course] for course in done), reverse=True)[needed - 1]
        return due, "expiring" if until <= AS_OF + timedelta(90) else "done", done
    ran_out = [end for course, end in ends.items() if course not in free]
    if len(ran_out) >= needed:
        due = sorted(ran_out, reverse=True)[needed - 1]
    return due, "overdue" if due < AS_OF else "owed", done


@settings(max_examples=400, deadline=None)
@given(histories(), rules(), ledgers())
def test_random_histories_give_what_a_walk_through_every_day_gives(
    past: Past, rule: ObligationRule, ledger: Ledger
) -> None:
    found = list(obligations([rule], [past], ledger, AS_OF))
    expected = plainly(rule, past, ledger)
    if expected is None:
        assert found == []
        return
    (one,) = found
    assert (one.since, one.due, one.state.value, {c for c, _on in one.done}) == expected
