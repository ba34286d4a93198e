"""From gap to course: the fewest courses, by a plain search of every choice, and the seats."""

from datetime import date
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.obligations.owing import Obligation, ObligationState
from skilltrack.domain.recommendations.courses import (
    MOST_TRIED,
    Advice,
    Closing,
    Demand,
    Gap,
    NeedKind,
    PersonGap,
    Urgency,
    best_next,
    demands_of,
    fewest,
    settled,
)
from skilltrack.domain.recommendations.figures import course_seats, open_gaps, total_of
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode

CODES = st.sampled_from("ABCDEF")


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    codes = draw(st.lists(CODES, min_size=1, max_size=5, unique=True))
    amounts = tuple((code, Fraction(draw(st.integers(1, 4)))) for code in codes)
    total = sum(amount for _code, amount in amounts)
    return Demand(amounts, Fraction(draw(st.integers(1, int(total)))))


def every_choice(asked: list[Demand]) -> tuple[str, ...]:
    """Return the smallest choice that meets all, the first by code: every subset is tried."""
    codes = sorted({code for demand in asked for code, _amount in demand.amounts})
    subsets = chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1))
    for subset in subsets:
        if all(
            sum(amount for code, amount in demand.amounts if code in subset) >= demand.needed
            for demand in asked
        ):
            return subset
    raise AssertionError


@given(st.lists(demands(), max_size=5))
def test_no_smaller_choice_meets_every_demand(asked: list[Demand]) -> None:
    assert fewest(asked) == every_choice(asked)


@given(st.lists(demands(), max_size=5))
def test_the_order_of_demands_changes_nothing(asked: list[Demand]) -> None:
    assert fewest(asked) == fewest(asked[::-1])


def one_of(*codes: str) -> Demand:
    return Demand(tuple((code, Fraction(1)) for code in codes), Fraction(1))


def test_among_many_courses_the_most_helpful_goes_first_and_needless_ones_go() -> None:
    count = MOST_TRIED + 4
    asked = [one_of(f"C{n:02}", f"D{n:02}", "Z") for n in range(count)]
    asked += [one_of("Y", f"C{n:02}", f"D{n:02}") for n in range(count)]
    assert fewest(asked) == ("Y", "Z")
    assert all(demand.is_met(fewest(asked)) for demand in asked)


def test_the_next_best_closes_most_of_what_is_open() -> None:
    gains = [{"a": Fraction(1)}, {"b": Fraction(2)}, {"a": Fraction(1), "b": Fraction(1)}]
    assert best_next(gains) == 1
    assert best_next([{}, {}]) is None
    assert best_next([]) is None


# One gap


def skill(*courses: str, satisfied: bool | None = False, kind: LeafKind | None = None) -> Gap:
    of = kind or LeafKind.CATEGORY
    judged = JudgedLeaf("g", of, "用語", Fraction(1, 2), Fraction(3, 4), satisfied)
    return Gap("s", "g", of, "用語", Urgency.GAP, "t", judged, courses=courses)


def owing(*courses: str, state: ObligationState = ObligationState.OWED, due: int = 31) -> Gap:
    owed = Obligation("1", "r", courses, len(courses), None, date(2027, 3, due), state, (), courses)
    urgency = Urgency.OVERDUE if state is ObligationState.OVERDUE else Urgency.OBLIGATION
    return Gap(
        "s", "r", None, "義務", urgency, owed=owed, courses=courses, needed=Fraction(len(courses))
    )


def test_what_courses_can_do_about_a_gap() -> None:
    cases = [
        (skill("A", "B"), {"A"}, set(), Closing.CLOSED, ("A",)),
        (skill("A", "B"), {"A", "B"}, {"A"}, Closing.CLOSED, ("B",)),
        (skill(), {"A"}, set(), Closing.NO_COURSE, ()),
        (skill("A"), {"B"}, set(), Closing.NOT_OFFERED, ()),
        (skill("A"), {"A"}, {"A"}, Closing.TAKEN, ()),
        (skill("A", satisfied=None), {"A"}, set(), Closing.UNANSWERED, ()),
        (skill(kind=LeafKind.ROLE), {"A"}, set(), Closing.ANOTHER_WAY, ()),
        (owing("A", "B"), None, {"A"}, Closing.CLOSED, ("A", "B")),
    ]
    for gap, offered, taken, closing, courses in cases:
        found = settled(gap, offered, taken)
        assert (found.closing, found.courses) == (closing, courses), gap


def test_courses_that_do_not_suffice_are_recommended_all_the_same() -> None:
    judged = JudgedLeaf("h", LeafKind.HOURS, "10時間", Fraction(2), Fraction(10), satisfied=False)
    hours = (("A", Fraction(3)), ("B", Fraction(4)))
    gap = Gap(
        "s", "h", LeafKind.HOURS, "10時間", Urgency.GAP, "t", judged,
        courses=("A", "B"), needed=Fraction(8), hours=hours,
    )  # fmt: skip
    found = settled(gap, {"A", "B"})
    assert found.closing is Closing.PARTLY
    assert fewest(demands_of([found])) == ("A", "B")


def advice(number: str, *gaps: Gap) -> Advice:
    found = tuple(settled(gap, None if gap.owed else {"A", "B", "C"}) for gap in gaps)
    return Advice(number, found, fewest(demands_of(found)))


def test_a_seat_is_as_urgent_as_its_most_urgent_reason() -> None:
    late = owing("A", state=ObligationState.OVERDUE, due=1)
    (need,) = advice("1", owing("A"), late, skill("A", "B")).needs()
    assert (need.course_code, need.kind, need.priority) == ("A", NeedKind.OBLIGATION, 0)
    assert need.due == date(2027, 3, 1)
    (plain,) = advice("2", skill("B", "C")).needs()
    assert (plain.course_code, plain.kind, plain.priority, plain.due) == (
        "B",
        NeedKind.GAP,
        3,
        None,
    )


# Seats


def course(code: str, **detail: object) -> CatalogueCourse:
    row = Course(code, code, 2026, CourseKind.ELECTIVE)
    return CatalogueCourse((row,), CourseDetail(code, **detail))  # type: ignore[arg-type]


def test_seats_sessions_and_cost_follow_from_the_people() -> None:
    people = [advice(str(n), skill("A")) for n in range(7)]
    people += [advice("x", skill("B")), advice("y", skill("C"))]
    courses = {
        "A": course("A", capacity=3, session_yen=1000, seat_yen=10),
        "B": course("B", modes=(CourseMode.E_LEARNING,), session_yen=1000, seat_yen=50),
        "C": course("C", session_yen=1000),
    }
    a, b, c = course_seats(people, courses)
    assert (a.course, a.helped, len(a.people), a.seats, a.sessions, a.yen) == (
        "A", 7, 7, 7, 3, 3070,
    )  # fmt: skip
    assert (b.sessions, b.yen) == (0, 50)
    assert (c.sessions, c.yen) == (None, None)
    total = total_of([a, b, c])
    assert (total.seats, total.sessions, total.yen) == (9, 3, 3120)
    assert (total.unknown_sessions, total.unknown_yen) == (1, 1)
    half = course_seats(people, courses, Fraction(1, 2))[0]
    assert (half.seats, half.sessions, half.yen) == (4, 2, 2040)


def test_a_course_that_nobody_priced_has_no_cost_and_not_nothing() -> None:
    (line,) = course_seats([advice("1", skill("A"))], {"A": course("A", capacity=5)})
    assert (line.sessions, line.yen) == (1, None)


def test_open_gaps_gather_the_people_who_have_them() -> None:
    people = [advice("1", skill()), advice("2", skill()), advice("3", skill("A"))]
    people.append(advice("4", skill(satisfied=None), skill(satisfied=None)))
    (line,) = open_gaps(people, frozenset({Closing.NO_COURSE}))
    assert line.people == ("1", "2")
    (waiting,) = open_gaps(people, frozenset({Closing.UNANSWERED}))
    assert (waiting.key, waiting.people) == ("", ("4",))
    assert isinstance(line.example, PersonGap)
