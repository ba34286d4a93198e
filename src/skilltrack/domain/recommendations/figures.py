"""How many seats close the gaps of a year, what they cost, and what no course closes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.recommendations.courses import HELPED, Advice, Closing, PersonGap
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode

EVERYONE = Fraction(1)

AT_ONES_DESK = frozenset({CourseMode.E_LEARNING, CourseMode.VIDEO, CourseMode.ARCHIVE})
"""Modes that need no session: everybody takes part when there is time."""


@dataclass(frozen=True, slots=True)
class CourseSeats:
    """What a course is needed for in a year.

    ``helped`` are the people with a gap that it helps to close, ``people`` those to whom it is
    recommended, ``seats`` the part of them that is expected to come. ``sessions`` is how many
    have to be held, 0 for a course taken at one's desk, None where nobody has said how many it
    holds. ``yen`` is None where nobody has said what it costs, or the sessions are not known.
    """

    course: str
    helped: int
    people: tuple[str, ...]
    seats: int
    sessions: int | None
    yen: int | None


def seats_of(people: int, share: Fraction) -> int:
    """Return how many of some people are expected, rounded up."""
    return ceil(people * share)


def is_at_ones_desk(detail: CourseDetail) -> bool:
    """Return whether a course needs no session."""
    return bool(detail.modes) and AT_ONES_DESK.issuperset(detail.modes)


def sessions_of(detail: CourseDetail, seats: int) -> int | None:
    """Return how many sessions some seats need; None where the size of one is not known."""
    if not seats or is_at_ones_desk(detail):
        return 0
    return None if not detail.capacity else ceil(seats / detail.capacity)


def yen_of(detail: CourseDetail, seats: int, sessions: int | None) -> int | None:
    """Return what sessions and seats cost; None where nobody has said so."""
    if detail.session_yen is None and detail.seat_yen is None:
        return None
    each, fixed = detail.seat_yen or 0, detail.session_yen or 0
    if not fixed:
        return each * seats
    return None if sessions is None else fixed * sessions + each * seats


def course_seats(
    advices: Iterable[Advice],
    courses: Mapping[str, CatalogueCourse],
    share: Fraction = EVERYONE,
) -> tuple[CourseSeats, ...]:
    """Return what is needed of each course that helps somebody: most seats first, then by code."""
    helped: dict[str, int] = {}
    people: dict[str, list[str]] = {}
    for advice in advices:
        helping = {c for one in advice.gaps if one.closing in HELPED for c in one.courses}
        for code in helping:
            helped[code] = helped.get(code, 0) + 1
        for code in advice.courses:
            people.setdefault(code, []).append(advice.employee_no)
    found = []
    for code, count in helped.items():
        numbers = tuple(people.get(code, ()))
        detail = courses[code].detail
        seats = seats_of(len(numbers), share)
        sessions = sessions_of(detail, seats)
        yen = yen_of(detail, seats, sessions)
        found.append(CourseSeats(code, count, numbers, seats, sessions, yen))
    return tuple(sorted(found, key=lambda one: (-len(one.people), -one.helped, one.course)))


@dataclass(frozen=True, slots=True)
class Total:
    """All courses together; ``unknown_sessions`` and ``unknown_yen`` are courses left out."""

    seats: int
    sessions: int
    yen: int
    unknown_sessions: int
    unknown_yen: int


def total_of(lines: Iterable[CourseSeats]) -> Total:
    """Add up what courses need; those without a seat add nothing."""
    wanted = [line for line in lines if line.seats]
    return Total(
        sum(line.seats for line in wanted),
        sum(line.sessions or 0 for line in wanted),
        sum(line.yen or 0 for line in wanted),
        sum(line.sessions is None for line in wanted),
        sum(line.yen is None for line in wanted),
    )


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A gap that the catalogue of the year leaves open, with the people who have it.

    People of one line have the same requirement and the same reason why it stays open.
    ``example`` is the gap of the first of them. What waits for an answer is one line for each
    scheme, ``key`` '' then.
    """

    source: str
    key: str
    kind: LeafKind | None
    label: str
    closing: Closing
    people: tuple[str, ...]
    example: PersonGap


def open_gaps(advices: Sequence[Advice], wanted: frozenset[Closing]) -> tuple[OpenGap, ...]:
    """Return the gaps that stay open for some reasons: most people first, then by scheme and key.

    Args:
        advices: What is recommended to each person.
        wanted: The reasons asked for.
    """
    people: dict[tuple[str, str, Closing], list[str]] = {}
    first: dict[tuple[str, str, Closing], PersonGap] = {}
    for advice in advices:
        for one in advice.gaps:
            if one.closing not in wanted:
                continue
            is_unanswered = one.closing is Closing.UNANSWERED
            key = one.gap.source, "" if is_unanswered else one.gap.key, one.closing
            first.setdefault(key, one)
            numbers = people.setdefault(key, [])
            if not numbers or numbers[-1] != advice.employee_no:
                numbers.append(advice.employee_no)
    found = [
        OpenGap(source, key, one.gap.kind, one.gap.label, closing, tuple(numbers), one)
        for (source, key, closing), numbers in people.items()
        for one in (first[source, key, closing],)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.people), one.source, one.key)))
