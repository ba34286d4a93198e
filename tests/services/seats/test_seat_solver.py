"""The seat plan: nothing beats it on small cases, and no limit is ever broken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.seats.planning import (
    Cause,
    Need,
    NeedKind,
    Offer,
    PlanLimits,
    PlannedSeat,
    SeatPlan,
    merged_needs,
)
from skilltrack.services.seats.solver import plan_seats

MAY = date(2027, 5, 10)
COURSES = ("A", "B")
LIMITS = PlanLimits()


def need(number: str, course: str = "A", kind: NeedKind = NeedKind.OBLIGATION) -> Need:
    return Need(number, course, kind, department="01")


def offer(session_id: str, course: str = "A", seats: int | None = None, day: int = 0) -> Offer:
    return Offer(session_id, course, (MAY + timedelta(days=day),), seats)


def seated(plan: SeatPlan) -> list[tuple[str, str]]:
    return [(seat.employee_no, seat.session_id) for seat in plan.seats]


# What an officer expects


def test_the_owed_goes_before_the_wish() -> None:
    wishes = [need(f"{n}", kind=NeedKind.WISH) for n in range(3)]
    plan = plan_seats([*wishes, need("9")], [offer("s", seats=1)], LIMITS)
    assert seated(plan) == [("9", "s")]
    assert [one.cause for one in plan.unserved] == [Cause.FULL] * 3


def test_somebody_moves_to_the_other_session_so_that_both_are_served() -> None:
    offers = [offer("a1", seats=1), offer("a2", seats=1, day=1), offer("b", "B", 1)]
    plan = plan_seats([need("1"), need("2"), need("1", "B")], offers, LIMITS)
    assert sorted(seated(plan)) == [("1", "a2"), ("1", "b"), ("2", "a1")]
    assert plan.unserved == ()


def test_no_department_sends_more_than_it_may_on_a_day() -> None:
    limits = PlanLimits(absent_per_department=1)
    plan = plan_seats([need("1"), need("2"), need("3")], [offer("s"), offer("t", day=1)], limits)
    assert len(plan.seats) == 2
    assert [one.cause for one in plan.unserved] == [Cause.DEPARTMENT_DAY]


def test_money_buys_what_counts_most() -> None:
    dear = Offer("dear", "A", (MAY,), 5, session_yen=90_000)
    cheap = Offer("cheap", "B", (MAY + timedelta(days=1),), 5, session_yen=20_000, seat_yen=1_000)
    needs = [need("1"), need("2", "B"), need("3", "B")]
    plan = plan_seats(needs, [dear, cheap], PlanLimits(budget_yen=100_000))
    assert seated(plan) == [("2", "cheap"), ("3", "cheap")]
    assert plan.cost_yen == 22_000
    assert [(one.need.employee_no, one.cause) for one in plan.unserved] == [("1", Cause.BUDGET)]


def test_a_session_after_the_due_day_serves_nobody() -> None:
    late = Need("1", "A", NeedKind.OBLIGATION, due=MAY - timedelta(days=1))
    plan = plan_seats([late, need("2", "C")], [offer("s")], LIMITS)
    assert [one.cause for one in plan.unserved] == [Cause.TOO_LATE, Cause.NO_SESSION]


def test_seats_that_are_fixed_stay_and_use_up_days() -> None:
    fixed = PlannedSeat("1", "B", "b", is_fixed=True)
    plan = plan_seats(
        [need("1"), need("1", "B")], [offer("s"), offer("b", "B", 0)], LIMITS, [fixed]
    )
    assert plan.seats == (fixed,)
    assert [one.cause for one in plan.unserved] == [Cause.CLASH]


def test_several_reasons_for_one_course_are_one_need() -> None:
    twice = [
        Need("1", "A", NeedKind.GAP, "01", ("エクセル関数",), date(2027, 6, 1)),
        Need("1", "A", NeedKind.OBLIGATION, "01", ("必須研修",), date(2028, 3, 31)),
    ]
    (one,) = merged_needs(twice, LIMITS)
    assert one.kind is NeedKind.OBLIGATION
    assert one.why == ("必須研修", "エクセル関数")
    assert one.due == date(2027, 6, 1)


def test_the_same_question_has_the_same_answer() -> None:
    needs = [need(f"{n:02}", course) for n in range(12) for course in COURSES]
    offers = [offer(f"s{n}", COURSES[n % 2], 3, n) for n in range(6)]
    limits = PlanLimits(absent_per_department=2)
    assert plan_seats(needs, offers, limits) == plan_seats(list(reversed(needs)), offers, limits)


# Against every plan there is


def allowed(seats: Sequence[tuple[Need, Offer]], limits: PlanLimits) -> bool:
    """Tell whether seats keep every limit: written plainly, without the program's own code."""
    taken = Counter(one.session_id for _need, one in seats)
    if any(one.seats is not None and taken[one.session_id] > one.seats for _need, one in seats):
        return False
    if any(count > 1 for count in Counter((n.employee_no, n.course) for n, _o in seats).values()):
        return False
    days = Counter((n.employee_no, day) for n, one in seats for day in one.days)
    if any(count > 1 for count in days.values()):
        return False
    away = Counter((n.department, day) for n, one in seats for day in one.days)
    most = limits.absent_per_department
    if most is not None and any(count > most for count in away.values()):
        return False
    people = Counter(n.employee_no for n, one in seats for _day in one.days)
    most = limits.days_per_person
    if most is not None and any(count > most for count in people.values()):
        return False
    minutes: Counter[str] = Counter()
    for need, one in seats:
        minutes[need.employee_no] += one.minutes
    most = limits.minutes_per_person
    if most is not None and any(count > most for count in minutes.values()):
        return False
    return limits.budget_yen is None or cost(seats) <= limits.budget_yen


def cost(seats: Sequence[tuple[Need, Offer]]) -> int:
    opened = {one.session_id: one.session_yen for _need, one in seats}
    return sum(opened.values()) + sum(one.seat_yen for _need, one in seats)


def every_plan(
    needs: Sequence[Need], offers: Sequence[Offer]
) -> Iterator[tuple[tuple[Need, Offer], ...]]:
    if not needs:
        yield ()
        return
    first, *others = needs
    for rest in every_plan(others, offers):
        yield rest
        for one in offers:
            in_time = first.due is None or one.days[-1] <= first.due
            if one.course == first.course and in_time:
                yield ((first, one), *rest)


NEEDS = st.builds(
    Need,
    employee_no=st.sampled_from(("1", "2", "3")),
    course=st.sampled_from(COURSES),
    kind=st.sampled_from(NeedKind),
    department=st.just("01"),
    due=st.sampled_from((None, MAY + timedelta(days=1))),
)
OFFERS = st.builds(
    lambda number, course, start, length, seats, session_yen, seat_yen: Offer(
        f"s{number}",
        course,
        tuple(MAY + timedelta(days=start + step) for step in range(length)),
        seats,
        session_yen,
        seat_yen,
        180 * length,
    ),
    st.integers(0, 9),
    st.sampled_from(COURSES),
    st.integers(0, 2),
    st.integers(1, 2),
    st.sampled_from((None, 0, 1, 2)),
    st.sampled_from((0, 50)),
    st.sampled_from((0, 10)),
)
A_LIMIT = st.builds(
    PlanLimits,
    absent_per_department=st.sampled_from((None, 1, 2)),
    budget_yen=st.sampled_from((None, 0, 60, 120)),
    days_per_person=st.sampled_from((None, 1, 2)),
    minutes_per_person=st.sampled_from((None, 180, 400)),
)


def alone(limits: PlanLimits, cause: Cause) -> PlanLimits:
    """Return only the limit that a cause names."""
    match cause:
        case Cause.PERSON_DAYS:
            return PlanLimits(days_per_person=limits.days_per_person)
        case Cause.PERSON_HOURS:
            return PlanLimits(minutes_per_person=limits.minutes_per_person)
        case Cause.DEPARTMENT_DAY:
            return PlanLimits(absent_per_department=limits.absent_per_department)
        case Cause.BUDGET:
            return PlanLimits(budget_yen=limits.budget_yen)
        case _:  # seats and days hold always
            return PlanLimits()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(NEEDS, max_size=5),
    st.lists(OFFERS, max_size=4, unique_by=lambda one: one.session_id),
    A_LIMIT,
)
def test_no_other_plan_serves_more(
    needs: list[Need], offers: list[Offer], limits: PlanLimits
) -> None:
    plan = plan_seats(needs, offers, limits)
    merged = merged_needs(needs, limits)
    by_key = {(one.employee_no, one.course): one for one in merged}
    by_id = {one.session_id: one for one in offers}
    seats = [(by_key[s.employee_no, s.course], by_id[s.session_id]) for s in plan.seats]
    assert allowed(seats, limits)
    assert plan.cost_yen == cost(seats)
    best = max(
        sum(limits.weights[one.kind] for one, _offer in chosen)
        for chosen in every_plan(merged, offers)
        if allowed(chosen, limits)
    )
    assert plan.weight_served == best == plan.best_possible
    assert {(s.employee_no, s.course) for s in plan.seats} | {
        (u.need.employee_no, u.need.course) for u in plan.unserved
    } == set(by_key)
    for one in plan.unserved:
        held = [each for each in offers if each.course == one.need.course]
        in_time = [each for each in held if one.need.due is None or each.days[-1] <= one.need.due]
        assert {each for each, _cause in one.causes} == {each.session_id for each in in_time}
        if not in_time:
            assert one.cause is (Cause.TOO_LATE if held else Cause.NO_SESSION)
        for session_id, cause in one.causes:
            more = [*seats, (one.need, by_id[session_id])]
            assert not allowed(more, alone(limits, cause)), cause
    fixed = [
        PlannedSeat(s.employee_no, s.course, s.session_id, is_fixed=True) for s in plan.seats[:2]
    ]
    again = plan_seats(needs, offers, limits, fixed)
    assert set(fixed) <= set(again.seats)
    assert (again.weight_served, again.is_best) == (best, True)
