"""What is shown of sessions: the list of a year, one session with its roster, what people said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.schemes.programmes import CourseDetail
from skilltrack.domain.sessions.completion import Judgement
from skilltrack.domain.sessions.definition import (
    THERE,
    Caution,
    CourseSession,
    EnrolmentState,
    Guest,
    Presence,
    PresenceState,
)

SCALE = (5, 4, 3, 2, 1)
"""満足度 and 理解度, best first; ours, five steps as usual."""

POSITIVE = 4
"""From this step on an answer is positive (つくば市: 肯定的な回答 90 % or more, facts §3.4)."""

FEWEST_COMMENTS = 5
"""Fewer comments than this are not shown: who wrote them could be guessed."""


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """An anonymous sheet; the numbers only tell sheets apart."""

    session_id: str
    sheet: int
    satisfaction: int | None = None
    understanding: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one question: step → how often, ``SCALE`` in full."""

    counts: Mapping[int, int]

    @property
    def n(self) -> int:
        """Return how many answered."""
        return sum(self.counts.values())

    @property
    def positive(self) -> Fraction | None:
        """Return the share of positive answers; None where nobody answered."""
        good = sum(count for step, count in self.counts.items() if step >= POSITIVE)
        return Fraction(good, self.n) if self.n else None

    @property
    def mean(self) -> Fraction | None:
        """Return the mean step; None where nobody answered."""
        total = sum(step * count for step, count in self.counts.items())
        return Fraction(total, self.n) if self.n else None


NO_ANSWERS = Answered(dict.fromkeys(SCALE, 0))


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """What a survey says; ``comments`` () where they are fewer than may be shown."""

    sheets: int = 0
    satisfaction: Answered = NO_ANSWERS
    understanding: Answered = NO_ANSWERS
    comments: tuple[str, ...] = ()
    comment_count: int = 0


def survey_figures(sheets: Iterable[SurveySheet]) -> SurveyFigures:
    """Count the sheets of a survey."""
    every = tuple(sheets)
    comments = tuple(sorted(sheet.comment for sheet in every if sheet.comment))
    return SurveyFigures(
        len(every),
        _answered(sheet.satisfaction for sheet in every),
        _answered(sheet.understanding for sheet in every),
        comments if len(comments) >= FEWEST_COMMENTS else (),
        len(comments),
    )


def _answered(given: Iterable[int | None]) -> Answered:
    counts = dict.fromkeys(SCALE, 0)
    for step in given:
        if step is not None:
            counts[step] += 1
    return Answered(counts)


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """People of the body by how they stand to a session; ``guests`` are those who came beside.

    ``invited`` counts everybody in the list, whatever came of it; ``attended`` who was there on
    a day or watched the archive; ``unnoted`` who has a seat and nothing noted of a day gone by.
    """

    invited: int = 0
    enrolled: int = 0
    waiting: int = 0
    declined: int = 0
    attended: int = 0
    unnoted: int = 0
    completed: int = 0
    guests: int = 0


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list of a year; ``hours`` are those of the catalogue."""

    session: CourseSession
    course_name: str
    detail: CourseDetail
    counts: SessionCounts
    survey: SurveyFigures = SurveyFigures()
    hours: float | None = None

    @property
    def free(self) -> int | None:
        """Return the seats left; None without a limit."""
        capacity = self.session.capacity
        return None if capacity is None else max(0, capacity - self.counts.enrolled)

    @property
    def cost(self) -> int | None:
        """Return what it costs in yen; None where nobody has said."""
        if self.session.is_cancelled:
            return None
        if self.detail.session_yen is None and self.detail.seat_yen is None:
            return None
        return (self.detail.session_yen or 0) + (self.detail.seat_yen or 0) * self.counts.enrolled

    @property
    def cost_per_head(self) -> Fraction | None:
        """Return the cost divided by those who came; None where nobody did."""
        cost = self.cost
        if cost is None or not self.counts.attended:
            return None
        return Fraction(cost, self.counts.attended)

    @property
    def turnout(self) -> Fraction | None:
        """Return who came of those with a seat; None where nobody has one or nothing is noted."""
        if not self.counts.enrolled or not self.counts.attended:
            return None
        return Fraction(self.counts.attended, self.counts.enrolled)


@dataclass(frozen=True, slots=True)
class SessionYear:
    """The sessions of a fiscal year by their first day, those without a day last.

    ``courses`` are (code, name) of the catalogue. ``most_absent`` is how many of a department may
    be away on one day; None sets no limit.
    """

    fiscal_year: int
    as_of: date
    lines: tuple[SessionLine, ...]
    courses: tuple[tuple[str, str], ...]
    most_absent: int | None = None


@dataclass(frozen=True, slots=True)
class RosterLine:
    """Somebody in the list of a session, with unit and post of its first day.

    ``place`` is the place in the waiting list from 1; ``presence`` number of the day → what is
    noted. ``completed_on`` is the completion that the session brought.
    """

    employee_no: str
    name: str
    kana: str
    unit: str
    unit_name: str
    department_name: str
    job_title: str
    state: EnrolmentState
    noted_on: date
    reason: str = ""
    place: int | None = None
    presence: Mapping[int, Presence] = field(default_factory=dict)
    completed_on: date | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def has_seat(self) -> bool:
        """Return whether the person is expected."""
        return self.state is EnrolmentState.ENROLLED

    @property
    def has_come(self) -> bool:
        """Return whether the person was there on a day or watched the archive."""
        states = {one.state for one in self.presence.values()}
        return bool(states & (THERE | {PresenceState.ARCHIVE}))

    @property
    def is_absentee(self) -> bool:
        """Return whether a day was missed and not made up."""
        states = {one.state for one in self.presence.values()}
        return self.has_seat and bool(states & {PresenceState.ABSENT, PresenceState.EXCUSED})


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """A session with everybody in its list, by state, unit, kana; those waiting in their order."""

    line: SessionLine
    as_of: date
    roster: tuple[RosterLine, ...]
    guests: tuple[Guest, ...]

    @property
    def session(self) -> CourseSession:
        """Return the session."""
        return self.line.session

    @property
    def seated(self) -> tuple[RosterLine, ...]:
        """Return those with a seat."""
        return tuple(one for one in self.roster if one.has_seat)


class Fate(StrEnum):
    """What completing a session does for a person."""

    NEW = "new"  # a completion is recorded
    CHANGED = "changed"  # the one recorded before is corrected
    SAME = "same"  # it is recorded already
    EARLIER = "earlier"  # completed before; that one stays
    EXEMPT = "exempt"
    WITHDRAWN = "withdrawn"  # recorded before, no longer fulfilled
    LACKING = "lacking"


RECORDS = frozenset({Fate.NEW, Fate.CHANGED, Fate.WITHDRAWN})
"""Fates with which something is recorded."""


@dataclass(frozen=True, slots=True)
class CompletionLine:
    """What completing does for a person; ``held_on`` is the completion that stands, if any."""

    person: RosterLine
    judgement: Judgement
    fate: Fate
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class CompletionPlan:
    """Who completes the course and who does not, in the order of the roster."""

    line: SessionLine
    as_of: date
    people: tuple[CompletionLine, ...]

    def count(self, fate: Fate) -> int:
        """Return how many have a fate."""
        return sum(one.fate is fate for one in self.people)

    @property
    def recorded(self) -> int:
        """Return for how many something is recorded."""
        return sum(one.fate in RECORDS for one in self.people)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who owes the course and is in no session of it; ``due`` None without a last day."""

    employee_no: str
    name: str
    kana: str
    unit: str
    unit_name: str
    department_name: str
    job_title: str
    why: str
    due: date | None
    is_overdue: bool = False
