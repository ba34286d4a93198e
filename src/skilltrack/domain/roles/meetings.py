"""Meetings of those who hold a role or a concurrent post, and who came.

Source: facts §1 (酒田市: a monthly meeting of full-time and concurrent staff); §3.4 (あわら市: at
least one meeting a month in working hours).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear


class CircleKind(StrEnum):
    """What makes somebody belong to a meeting."""

    ROLE = "role"  # whoever holds a role on the day
    CONCURRENT = "concurrent"  # whoever has a concurrent post in a department on the day


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is invited; ``code`` is that of a role or of a department with all under it."""

    kind: CircleKind
    code: str

    @property
    def text(self) -> str:
        """Return the form in which records and the command line hold it."""
        return f"{self.kind.value}:{self.code}"

    @classmethod
    def of(cls, text: str) -> "Circle | None":
        """Read that form; None for anything else."""
        kind, _colon, code = text.partition(":")
        return cls(CircleKind(kind), code) if kind in set(CircleKind) and code else None


class AttendanceState(StrEnum):
    """Whether somebody came."""

    ATTENDED = "attended"  # 出席
    ABSENT = "absent"  # 欠席
    EXCUSED = "excused"  # 届出欠席: told before, leaves both sides of the rate


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; ``minutes`` None while its length is unknown."""

    meeting_id: str
    circle: Circle
    title: str
    held_on: date
    minutes: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class MeetingAttendance:
    """Whether somebody came to a meeting."""

    meeting_id: str
    employee_no: str
    state: AttendanceState


@dataclass(frozen=True, slots=True)
class Turnout:
    """Counts of attendances; ``unrecorded`` were invited and nothing is noted of them."""

    attended: int = 0
    absent: int = 0
    excused: int = 0
    unrecorded: int = 0

    @property
    def invited(self) -> int:
        """Return how many were invited."""
        return self.attended + self.absent + self.excused + self.unrecorded

    @property
    def ratio(self) -> Fraction | None:
        """Return attended ÷ (attended + absent); None where neither is noted."""
        due = self.attended + self.absent
        return Fraction(self.attended, due) if due else None


def turnout(states: Iterable[AttendanceState | None]) -> Turnout:
    """Count attendances; None is somebody invited of whom nothing is noted."""
    found = list(states)
    return Turnout(
        found.count(AttendanceState.ATTENDED),
        found.count(AttendanceState.ABSENT),
        found.count(AttendanceState.EXCUSED),
        found.count(None),
    )


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody in the list of a meeting, with the unit and post of the day.

    ``unit`` is the code of the evaluation unit, '' where there is none. ``is_guest`` came without
    belonging to the circle on that day. ``state`` None is not noted.
    """

    employee_no: str
    name: str
    kana: str
    unit: str
    unit_name: str
    job_title: str
    state: AttendanceState | None
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """A meeting with everybody invited or present, by unit, kana, number."""

    meeting: Meeting
    circle_name: str
    people: tuple[Invited, ...]

    @property
    def turnout(self) -> Turnout:
        """Return the counts of the meeting."""
        return turnout(person.state for person in self.people)


@dataclass(frozen=True, slots=True)
class GroupTurnout:
    """The attendances of one person, or of one unit, over a year."""

    key: str
    name: str
    unit_name: str
    turnout: Turnout


@dataclass(frozen=True, slots=True)
class MeetingLog:
    """The meetings of a circle in a fiscal year, newest first.

    ``without`` are the first days of the months gone by in which no meeting was held. ``people``
    by lowest rate first, ``units`` by code.
    """

    circle: Circle
    circle_name: str
    fiscal_year: FiscalYear
    as_of: date
    sheets: tuple[MeetingSheet, ...]
    people: tuple[GroupTurnout, ...]
    units: tuple[GroupTurnout, ...]
    without: tuple[date, ...]

    @property
    def turnout(self) -> Turnout:
        """Return the counts of all meetings together."""
        return turnout(person.state for sheet in self.sheets for person in sheet.people)

    @property
    def minutes(self) -> int:
        """Return how long the meetings took together, as far as known."""
        return sum(sheet.meeting.minutes or 0 for sheet in self.sheets)


def meeting_log(
    circle: Circle,
    circle_name: str,
    fiscal_year: FiscalYear,
    as_of: date,
    sheets: Iterable[MeetingSheet],
) -> MeetingLog:
    """Put the meetings of a year together, for each person and unit."""
    held = tuple(sorted(sheets, key=lambda s: (s.meeting.held_on, s.meeting.meeting_id)))[::-1]
    by_person: dict[str, list[Invited]] = {}
    by_unit: dict[str, list[Invited]] = {}
    for sheet in held:
        for person in sheet.people:
            by_person.setdefault(person.employee_no, []).append(person)
            by_unit.setdefault(person.unit, []).append(person)
    people = [
        GroupTurnout(number, times[0].name, times[0].unit_name, _turnout(times))
        for number, times in by_person.items()
    ]
    units = [
        GroupTurnout(code, times[0].unit_name, "", _turnout(times))
        for code, times in sorted(by_unit.items())
    ]
    return MeetingLog(
        circle,
        circle_name,
        fiscal_year,
        as_of,
        held,
        tuple(sorted(people, key=_lowest_first)),
        tuple(units),
        months_without((sheet.meeting.held_on for sheet in held), fiscal_year, as_of),
    )


def _turnout(times: Iterable[Invited]) -> Turnout:
    return turnout(person.state for person in times)


def _lowest_first(person: GroupTurnout) -> tuple[Fraction, str]:
    ratio = person.turnout.ratio
    return (Fraction(2) if ratio is None else ratio, person.key)


def months_without(
    held_on: Iterable[date], fiscal_year: FiscalYear, as_of: date
) -> tuple[date, ...]:
    """Return the first days of the months of a year, over by ``as_of``, without a meeting."""
    held = {(on.year, on.month) for on in held_on}
    months = (
        date(fiscal_year.year + (1 if month < fiscal_year.first_day.month else 0), month, 1)
        for month in (*range(4, 13), *range(1, 4))
    )
    return tuple(
        first
        for first in months
        if _next_month(first) <= as_of and (first.year, first.month) not in held
    )


def _next_month(first: date) -> date:
    is_december = first.month == 12
    return date(first.year + is_december, 1 if is_december else first.month + 1, 1)
