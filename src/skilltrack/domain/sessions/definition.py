"""Sessions of a course (実施回): days, seats, who came.

Source: facts §3.4 (小山町: an archive for those absent; つくば市: rosters; 愛知県: people from
other bodies as guests) and §5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MINUTES_OF_DAY = 24 * 60
MOST_DAYS = 60
"""A session with more days is more likely a mistake."""


class SessionState(StrEnum):
    """How far a session is (状態)."""

    PLANNED = "planned"  # 計画
    OPEN = "open"  # 受付中
    CLOSED = "closed"  # 受付終了
    HELD = "held"  # 実施済み
    CANCELLED = "cancelled"  # 中止


class EnrolmentState(StrEnum):
    """How somebody stands to a session."""

    INVITED = "invited"  # 案内済み
    ENROLLED = "enrolled"  # 受講予定, with a seat
    WAITING = "waiting"  # 補欠
    DECLINED = "declined"  # 辞退
    CARRIED = "carried"  # 次の回へ


IN_TOUCH = frozenset({EnrolmentState.INVITED, EnrolmentState.ENROLLED, EnrolmentState.WAITING})
"""States in which somebody need not be invited again."""


class PresenceState(StrEnum):
    """Whether somebody was there on a day (出欠)."""

    ATTENDED = "attended"  # 出席
    LATE = "late"  # 遅刻・早退
    ABSENT = "absent"  # 欠席
    EXCUSED = "excused"  # 届出欠席
    ARCHIVE = "archive"  # アーカイブ: the absence was made up by the recording


THERE = frozenset({PresenceState.ATTENDED, PresenceState.LATE})
STAYED_AWAY = frozenset({PresenceState.ABSENT, PresenceState.EXCUSED})


class GuestState(StrEnum):
    """Whether somebody from outside came."""

    EXPECTED = "expected"
    ATTENDED = "attended"
    ABSENT = "absent"


def minutes_of(text: str) -> int | None:
    """Return the minutes since midnight of 9:30 or 13:05; None for anything else."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        return None
    found = int(hours) * 60 + int(minutes)
    return found if int(minutes) < 60 and found <= MINUTES_OF_DAY else None


@dataclass(frozen=True, slots=True)
class SessionDay:
    """A day of a session; times are 13:30, '' where not fixed. Numbers begin with 1."""

    day_no: int
    held_on: date
    starts_at: str = ""
    ends_at: str = ""
    is_presentation: bool = False

    @property
    def minutes(self) -> int | None:
        """Return how long it takes; None where a time is not fixed."""
        start, end = minutes_of(self.starts_at), minutes_of(self.ends_at)
        return None if start is None or end is None else end - start

    def overlaps(self, other: "SessionDay") -> bool:
        """Return whether nobody can be at both; a day without times takes all of the day."""
        if self.held_on != other.held_on:
            return False
        if self.minutes is None or other.minutes is None:
            return True
        first = max(minutes_of(self.starts_at) or 0, minutes_of(other.starts_at) or 0)
        last = min(minutes_of(self.ends_at) or 0, minutes_of(other.ends_at) or 0)
        return first < last


@dataclass(frozen=True, slots=True)
class CourseSession:
    """A session of a course; without days while they are not fixed.

    ``mode`` is the value of a ``CourseMode`` or ''. ``apply_by`` is the last day of applications;
    ``capacity`` None has no limit. ``days`` by number.
    """

    session_id: str
    course: str
    fiscal_year: int
    title: str
    mode: str = ""
    place: str = ""
    lecturer: str = ""
    capacity: int | None = None
    apply_by: date | None = None
    state: SessionState = SessionState.PLANNED
    note: str = ""
    days: tuple[SessionDay, ...] = ()

    @property
    def first_day(self) -> date | None:
        """Return the first day; None while no day is fixed."""
        return min((day.held_on for day in self.days), default=None)

    @property
    def last_day(self) -> date | None:
        """Return the last day; None while no day is fixed."""
        return max((day.held_on for day in self.days), default=None)

    @property
    def minutes(self) -> int | None:
        """Return how long all days take together; None where one is not known."""
        each = [day.minutes for day in self.days]
        return sum(m for m in each if m is not None) if each and None not in each else None

    @property
    def is_cancelled(self) -> bool:
        """Return whether it is not held."""
        return self.state is SessionState.CANCELLED

    def day(self, day_no: int) -> SessionDay | None:
        """Return a day by its number; None where there is none."""
        return next((day for day in self.days if day.day_no == day_no), None)


def origin_of(session_id: str) -> str:
    """Return the 出所 of completions that a session brought."""
    return f"実施回 {session_id}"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How somebody stands to a session, since ``noted_on``.

    For whoever made up a day by the archive ``noted_on`` is the day on which it was watched.
    """

    session_id: str
    employee_no: str
    state: EnrolmentState
    noted_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody was there on a day; ``minutes`` None takes all of the day, or is unknown."""

    session_id: str
    day_no: int
    employee_no: str
    state: PresenceState
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside (市町村職員など), in no figure of the body."""

    session_id: str
    guest_id: str
    name: str
    organisation: str = ""
    state: GuestState = GuestState.EXPECTED


# Seats


def moved_up(in_order: Iterable[Enrolment], capacity: int | None) -> tuple[Enrolment, ...]:
    """Return who of those waiting gets a seat that is free, in their order.

    Args:
        in_order: Everybody of the session, those waiting longest first.
        capacity: The seats; None has no limit.
    """
    every = tuple(in_order)
    waiting = [one for one in every if one.state is EnrolmentState.WAITING]
    if capacity is None:
        return tuple(waiting)
    taken = sum(one.state is EnrolmentState.ENROLLED for one in every)
    return tuple(waiting[: max(0, capacity - taken)])


class WarningKind(StrEnum):
    """What is worth knowing about an enrolment; nothing is refused for it."""

    CLASH = "clash"  # the person is elsewhere at that time
    AWAY = "away"  # too many of the department are away on a day
    COMPLETED = "completed"  # the course is completed already in the year
    EXEMPT = "exempt"
    NOT_AT_WORK = "not_at_work"  # absent or without a post on the first day
    LATE = "late"  # after the last day of applications


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning about a person: what it is, the day and what it names (a session, a department).

    ``count`` is how many of the department are away.
    """

    employee_no: str
    kind: WarningKind
    on: date | None = None
    what: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Seated:
    """A day on which somebody has a seat in a session, for comparing."""

    employee_no: str
    session_id: str
    title: str
    day: SessionDay


def clashes(own: Sequence[SessionDay], elsewhere: Iterable[Seated]) -> tuple[Caution, ...]:
    """Return who is elsewhere at the time of a session, one warning for each such day."""
    return tuple(
        Caution(seat.employee_no, WarningKind.CLASH, day.held_on, seat.title)
        for seat in elsewhere
        for day in own
        if day.overlaps(seat.day)
    )


def too_many_away(
    seats: Iterable[tuple[date, str]], units: Mapping[str, str], most: int
) -> dict[tuple[date, str], int]:
    """Return (day, unit) → people away, where they are more than ``most``.

    Args:
        seats: Day and employee number of everybody with a seat in any session.
        units: Employee number → code of the unit; whoever is in none is left out.
        most: At most so many of one unit.
    """
    away: dict[tuple[date, str], set[str]] = {}
    for on, number in seats:
        unit = units.get(number, "")
        if unit:
            away.setdefault((on, unit), set()).add(number)
    return {key: len(people) for key, people in away.items() if len(people) > most}
