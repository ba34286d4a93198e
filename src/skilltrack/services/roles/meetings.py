"""Meetings: noted, attended, counted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import Employee, lines_of
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.roles.meetings import (
    AttendanceState,
    Circle,
    CircleKind,
    Invited,
    Meeting,
    MeetingAttendance,
    MeetingLog,
    MeetingSheet,
    meeting_log,
)
from skilltrack.i18n.texts import _
from skilltrack.services.people.posts import Posts, posts_on
from skilltrack.services.roles.appointments import role_names
from skilltrack.store import audit, organisation, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored, valid_on
from skilltrack.store.meetings import (
    ATTENDANCES,
    MEETINGS,
    concurrent_departments,
    concurrent_in,
    meeting_ids_ever,
    meetings_between,
)
from skilltrack.store.operations import Operation, record_operation

MOST_MINUTES = 24 * 60

# Circles


def circles(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[tuple[Circle, str], ...]:
    """Return who can be invited, with a name: each role, each department with concurrent posts.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        return tuple(_circles(session, as_of).items())


def _circles(session: Session, as_of: date) -> Mapping[Circle, str]:
    roles = {Circle(CircleKind.ROLE, code): name for code, name in role_names(session).items()}
    names = {d.code: d.name for d in organisation.departments_on(session, as_of)}
    concurrent = {
        Circle(CircleKind.CONCURRENT, code): _concurrent_name(names.get(code, code))
        for code in sorted(concurrent_departments(session))
    }
    return {**roles, **concurrent}


def _concurrent_name(department: str) -> str:
    return _("{department}の兼務職員").format(department=department)


def _circle_name(session: Session, circle: Circle, on: date) -> str:
    """Return what a circle is called; refuse one that is not there."""
    known = _circles(session, on)
    if circle in known:
        return known[circle]
    if circle.kind is CircleKind.CONCURRENT:
        names = {d.code: d.name for d in organisation.departments_on(session, on)}
        if circle.code in names:
            return _concurrent_name(names[circle.code])
    accepted = _("、").join(one.text for one in known) or "―"
    raise refuse("meetings.unknown_circle", circle=circle.text, accepted=accepted)


def known_circle(
    database: Database, text: str, on: date, as_known: datetime | None = None
) -> Circle:
    """Return a circle given by its form, or by the name of a role.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: There is none.
    """
    with database.reading(as_known) as session:
        known = _circles(session, on)
        found = next((c for c, name in known.items() if text in {c.text, c.code, name}), None)
        circle = found or Circle.of(text)
        if circle is None:
            accepted = _("、").join(one.text for one in known) or "―"
            raise refuse("meetings.unknown_circle", circle=text, accepted=accepted)
        _circle_name(session, circle, on)
        return circle


# Meetings


@dataclass(frozen=True, slots=True)
class MeetingOrder:
    """A meeting to be noted; ``minutes`` None while its length is unknown."""

    circle: Circle
    title: str
    held_on: date
    minutes: int | None = None
    notes: str = ""


def add_meeting(database: Database, order: MeetingOrder) -> Meeting:
    """Note a meeting.

    Raises:
        Refusal: With everything that is wrong in the order.
    """
    with database.changing("meetings.add", order.circle.text) as work:
        _check_order(work, order)
        used = meeting_ids_ever(work)
        number = 1
        while (meeting_id := f"{order.held_on:%Y%m%d}-{number}") in used:
            number += 1
        meeting = Meeting(
            meeting_id,
            order.circle,
            order.title.strip(),
            order.held_on,
            order.minutes,
            order.notes.strip(),
        )
        MEETINGS.record(work, [meeting])
        _note(database, work, "meetings.add", _("会議「{title}」を登録"), meeting)
        return meeting


def change_meeting(database: Database, meeting_id: str, order: MeetingOrder) -> Meeting:
    """Correct a meeting; the attendances stay.

    Raises:
        Refusal: No such meeting, or with everything that is wrong in the order.
    """
    with database.changing("meetings.change", meeting_id) as work:
        stored = known_meeting(work, meeting_id)
        _check_order(work, order)
        meeting = replace(
            stored.value,
            circle=order.circle,
            title=order.title.strip(),
            held_on=order.held_on,
            minutes=order.minutes,
            notes=order.notes.strip(),
        )
        MEETINGS.supersede(work, [stored])
        MEETINGS.record(work, [meeting])
        _note(database, work, "meetings.change", _("会議「{title}」を訂正"), meeting)
        return meeting


def remove_meeting(database: Database, meeting_id: str, reason: str) -> Meeting:
    """Take a meeting noted by mistake out of the log, with its attendances.

    Raises:
        Refusal: No such meeting, or no reason.
    """
    with database.changing("meetings.remove", meeting_id) as work:
        stored = known_meeting(work, meeting_id)
        if not reason.strip():
            raise refuse("meetings.no_reason")
        MEETINGS.supersede(work, [stored])
        ATTENDANCES.supersede(work, attendances_of(work, meeting_id).values())
        _note(database, work, "meetings.remove", _("会議「{title}」を取消"), stored.value, reason)
        return stored.value


def _check_order(session: Session, order: MeetingOrder) -> None:
    _circle_name(session, order.circle, order.held_on)
    problems = []
    if not order.title.strip():
        problems.append(Problem("meetings.no_title"))
    if order.minutes is not None and not 0 < order.minutes <= MOST_MINUTES:
        problems.append(Problem("meetings.bad_minutes", values={"minutes": order.minutes}))
    if problems:
        raise Refusal(problems)


def _note(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    meeting: Meeting,
    reason: str = "",
) -> None:
    text = title.format(title=meeting.title)
    record_operation(work, Operation(kind, text, reason, meeting.held_on))
    audit.append(database, work, Entry(kind, meeting.meeting_id, 1, reason))


def known_meeting(session: Session, meeting_id: str) -> Stored[Meeting]:
    """Return a meeting with its row.

    Raises:
        Refusal: There is none.
    """
    found = MEETINGS.current(session, schema.meeting.c.meeting_id == meeting_id)
    if not found:
        raise refuse("meetings.unknown", meeting=meeting_id)
    return found[0]


def attendances_of(session: Session, meeting_id: str) -> dict[str, Stored[MeetingAttendance]]:
    """Return number → attendance noted of a meeting, with its row."""
    a = schema.meeting_attendance.c
    found = ATTENDANCES.current(session, a.meeting_id == meeting_id)
    return {stored.value.employee_no: stored for stored in found}


# Reading


def meetings_of_year(
    database: Database, fiscal_year: FiscalYear, as_of: date, as_known: datetime | None = None
) -> tuple[MeetingSheet, ...]:
    """Return the meetings of a fiscal year with everybody invited, newest first.

    Args:
        database: The data file.
        fiscal_year: The year.
        as_of: The day up to which meetings are looked at.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        last = min(as_of, fiscal_year.last_day)
        found = meetings_between(session, fiscal_year.first_day, last)
        return tuple(_sheet(session, meeting) for meeting in found)


def meeting_sheet(
    database: Database, meeting_id: str, as_known: datetime | None = None
) -> MeetingSheet:
    """Return a meeting with everybody invited or present.

    Raises:
        Refusal: No such meeting.
    """
    with database.reading(as_known) as session:
        return _sheet(session, known_meeting(session, meeting_id).value)


def year_log(
    database: Database,
    circle: Circle,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
) -> MeetingLog:
    """Return the meetings of a circle in a fiscal year, up to a day.

    Raises:
        Refusal: There is no such circle.
    """
    with database.reading(as_known) as session:
        name = _circle_name(session, circle, as_of)
        last = min(as_of, fiscal_year.last_day)
        found = meetings_between(session, fiscal_year.first_day, last)
        sheets = [_sheet(session, meeting) for meeting in found if meeting.circle == circle]
        return meeting_log(circle, name, fiscal_year, as_of, sheets)


def _sheet(session: Session, meeting: Meeting) -> MeetingSheet:
    noted = {n: s.value.state for n, s in attendances_of(session, meeting.meeting_id).items()}
    circle = _members(session, meeting.circle, meeting.held_on)
    posts = posts_on(session, meeting.held_on, circle | frozenset(noted))
    invited = {n for n in circle if n in posts.people and posts.people[n].absence is None}
    known = organisation.employees_by_number(session, invited | noted.keys(), meeting.held_on)
    people = [
        _invited(
            number, posts, known.get(number), noted.get(number), is_guest=number not in invited
        )
        for number in invited | noted.keys()
    ]
    people.sort(key=lambda one: (one.is_guest, one.unit, one.kana, one.employee_no))
    name = _circle_name(session, meeting.circle, meeting.held_on)
    return MeetingSheet(meeting, name, tuple(people))


def _members(session: Session, circle: Circle, on: date) -> frozenset[str]:
    """Return the numbers of those who belong to a circle on a day."""
    if circle.kind is CircleKind.ROLE:
        a = schema.appointment
        held = organisation.APPOINTMENTS.values(session, a.c.role == circle.code, valid_on(a, on))
        return frozenset(one.employee_no for one in held)
    lines = lines_of(organisation.departments_on(session, on))
    below = frozenset(code for code, line in lines.items() if circle.code in line)
    return concurrent_in(session, below or frozenset({circle.code}), on)


def _invited(
    number: str,
    posts: Posts,
    person: Employee | None,
    state: AttendanceState | None,
    *,
    is_guest: bool,
) -> Invited:
    post = posts.people.get(number)
    unit = posts.unit_of(number)
    return Invited(
        number,
        "" if person is None else person.name,
        "" if person is None else person.kana,
        unit,
        posts.name(unit) if unit else posts.department_name_of(number),
        "" if post is None else post.job_title,
        state,
        is_guest,
    )
