"""Sessions added, changed, opened, closed, called off; how many of a department may be away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.sessions.definition import (
    MOST_DAYS,
    CourseSession,
    Enrolment,
    SessionDay,
    SessionState,
    minutes_of,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.sessions import SESSION_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue import reading as catalogue
from skilltrack.services.sessions.reading import MOST_ABSENT, OVER, course_of, known_session
from skilltrack.services.sessions.seats import move_up
from skilltrack.store import audit
from skilltrack.store import sessions as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

MOST_SEATS = 100_000


@dataclass(frozen=True, slots=True)
class SessionOrder:
    """A session as it is wanted; '' and None take what the course says.

    ``days`` are in any order and numbered by their day and time.
    """

    course: str
    fiscal_year: int
    days: tuple[SessionDay, ...] = ()
    title: str = ""
    mode: str = ""
    place: str = ""
    lecturer: str = ""
    capacity: int | None = None
    apply_by: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What a change did: the session as it is now, and who moved up from the waiting list."""

    session: CourseSession
    moved_up: tuple[Enrolment, ...] = ()


def add_session(database: Database, order: SessionOrder) -> CourseSession:
    """Add a planned session.

    Raises:
        Refusal: With everything that is wrong in the order.
    """
    with database.changing("sessions.add", f"{order.fiscal_year} {order.course}") as work:
        _check(work, order)
        used = records.session_ids_ever(work)
        number = 1
        while (session_id := f"{order.fiscal_year}-{order.course.strip()}-{number}") in used:
            number += 1
        found = _of(work, order, CourseSession(session_id, order.course.strip(), 0, ""))
        _record(work, [found])
        note(database, work, "sessions.add", _("実施回「{title}」を追加"), found)
        return found


def change_session(
    database: Database, session_id: str, order: SessionOrder, reason: str = "", *, today: date
) -> SessionChange:
    """Change a session; its course and fiscal year stay, whatever the order says.

    More seats let those waiting move up. Once it is held a reason is asked for; a day on which
    attendance is noted cannot be taken out.

    Raises:
        Refusal: No such session, or with everything that is wrong in the order.
    """
    with database.changing("sessions.change", session_id) as work:
        stored = known_session(work, session_id)
        before = stored.value
        order = replace(order, course=before.course, fiscal_year=before.fiscal_year)
        _check(work, order)
        if before.state in OVER and not reason.strip():
            raise refuse("sessions.no_reason")
        after = _of(work, order, before)
        noted = {day_no for _number, day_no in records.presences_of(work, before.session_id)}
        gone = sorted(noted - {day.day_no for day in after.days})
        if gone:
            raise refuse("sessions.day_noted", day=gone[0])
        if after == before:
            raise refuse("sessions.no_change")
        _replace(work, stored, after)
        moved = move_up(work, after, today)
        note(database, work, "sessions.change", _("実施回「{title}」を変更"), after, reason)
        return SessionChange(after, moved)


def set_state(
    database: Database, session_id: str, state: SessionState, reason: str = "", *, today: date
) -> SessionChange:
    """Open, close, hold or call off a session, or take that back.

    Raises:
        Refusal: No such session; it is so already; calling off without a reason; opening one
            without days; holding one before its last day.
    """
    with database.changing("sessions.state", session_id) as work:
        stored = known_session(work, session_id)
        before = stored.value
        if before.state is state:
            raise refuse("sessions.state_same", state=SESSION_STATE_NAMES[state])
        if state is SessionState.CANCELLED and not reason.strip():
            raise refuse("sessions.no_reason")
        if state in {SessionState.OPEN, SessionState.HELD} and not before.days:
            raise refuse("sessions.no_days")
        last = before.last_day
        if state is SessionState.HELD and last is not None and last > today:
            raise refuse("sessions.not_over", last=wareki(last))
        after = replace(before, state=state)
        _replace(work, stored, after)
        moved = move_up(work, after, today)
        title = _("実施回「{title}」を{state}に").format(
            title=after.title, state=SESSION_STATE_NAMES[state]
        )
        note(database, work, "sessions.state", title, after, reason)
        return SessionChange(after, moved)


def set_most_absent(database: Database, most: int | None, reason: str = "") -> None:
    """Set how many of a department may be away on one day before it is warned of; None: no limit.

    Raises:
        Refusal: Fewer than one, or it is so already.
    """
    if most is not None and most < 1:
        raise refuse("sessions.bad_limit", most=most)
    with database.changing("sessions.limit") as work:
        if setting(work, MOST_ABSENT) == most:
            raise refuse("sessions.no_change")
        change_setting(work, MOST_ABSENT, most)
        title = (
            _("同じ日に離席する人数の目安をなしに")
            if most is None
            else _("同じ日に離席する人数の目安を所属ごとに{most}人までに").format(most=most)
        )
        record_operation(work, Operation("sessions.limit", title, reason))
        audit.append(database, work, Entry("sessions.limit", str(most or ""), 1, reason))


def note(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    one: CourseSession,
    reason: str = "",
    count: int = 1,
) -> None:
    """Record what a change is, and log it; ``title`` may have places for title and count."""
    text = title.format(title=one.title, count=count)
    record_operation(work, Operation(kind, text, reason.strip(), one.first_day))
    audit.append(database, work, Entry(kind, one.session_id, count, reason.strip()))


def _record(work: UnitOfWork, sessions: Iterable[CourseSession]) -> None:
    every = list(sessions)
    records.SESSIONS.record(work, every)
    records.DAYS.record(work, [records.DayOf(s.session_id, day) for s in every for day in s.days])


def _replace(work: UnitOfWork, stored: Stored[CourseSession], after: CourseSession) -> None:
    records.SESSIONS.supersede(work, [stored])
    records.SESSIONS.record(work, [replace(after, days=())])
    held = records.days_of(work, after.session_id)
    wanted = [records.DayOf(after.session_id, day) for day in after.days]
    records.DAYS.supersede(work, [one for one in held if one.value not in wanted])
    known = [one.value for one in held]
    records.DAYS.record(work, [day for day in wanted if day not in known])


def _of(session: Session, order: SessionOrder, before: CourseSession) -> CourseSession:
    """Return a session as ordered; what the order leaves open is as the course says."""
    found = replace(
        before,
        fiscal_year=order.fiscal_year,
        title=order.title.strip(),
        mode=order.mode,
        place=order.place.strip(),
        lecturer=order.lecturer.strip(),
        capacity=order.capacity,
        apply_by=order.apply_by,
        note=order.note.strip(),
        days=_numbered(order.days, before.days),
    )
    course = course_of(session, found)
    if course is None:
        return found
    modes = course.detail.modes
    return replace(
        found,
        title=found.title or course.name,
        mode=found.mode or (modes[0].value if modes else ""),
        lecturer=found.lecturer or course.detail.lecturer,
        capacity=course.detail.capacity if found.capacity is None else found.capacity,
    )


def _numbered(days: Sequence[SessionDay], before: Sequence[SessionDay]) -> tuple[SessionDay, ...]:
    """Number days that have no number yet, those known first; a number is never used anew."""
    taken = {day.day_no for day in (*days, *before)}
    fresh = iter(number for number in range(1, 2 * MOST_DAYS + len(taken)) if number not in taken)
    in_order = sorted(days, key=lambda day: (day.held_on, minutes_of(day.starts_at) or 0))
    return tuple(
        sorted(
            (day if day.day_no else replace(day, day_no=next(fresh)) for day in in_order),
            key=lambda day: day.day_no,
        )
    )


def _check(session: Session, order: SessionOrder) -> None:
    year = FiscalYear(order.fiscal_year)
    codes = {course.code for course in catalogue.courses_in(session, year)}
    problems = []
    if order.course.strip() not in codes:
        values = {"course": order.course, "year": fiscal_year_text(year)}
        problems.append(Problem("sessions.unknown_course", values=values))
    if order.mode and order.mode not in set(CourseMode):
        problems.append(Problem("sessions.unknown_mode", values={"mode": order.mode}))
    if order.capacity is not None and not 1 <= order.capacity <= MOST_SEATS:
        problems.append(Problem("sessions.bad_capacity", values={"capacity": order.capacity}))
    first = min((day.held_on for day in order.days), default=None)
    if order.apply_by is not None and first is not None and order.apply_by > first:
        values = {"apply_by": wareki(order.apply_by), "first": wareki(first)}
        problems.append(Problem("sessions.apply_late", values=values))
    problems += _day_problems(order.days, year)
    if problems:
        raise Refusal(problems)


def _day_problems(days: Sequence[SessionDay], year: FiscalYear) -> list[Problem]:
    problems = []
    if len(days) > MOST_DAYS:
        problems.append(Problem("sessions.many_days", values={"most": MOST_DAYS}))
    for place, day in enumerate(days):
        on = wareki(day.held_on)
        if day.held_on not in year:
            values = {"day": on, "year": fiscal_year_text(year)}
            problems.append(Problem("sessions.day_outside", values=values))
        problems += [
            Problem("sessions.bad_time", values={"day": on, "time": text})
            for text in (day.starts_at, day.ends_at)
            if text and minutes_of(text) is None
        ]
        if day.minutes is not None and day.minutes <= 0:
            problems.append(Problem("sessions.reversed", values={"day": on}))
        elif any(day.overlaps(other) for other in days[:place]):
            problems.append(Problem("sessions.day_twice", values={"day": on}))
    return problems
