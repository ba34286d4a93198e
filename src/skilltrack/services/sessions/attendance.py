"""Who came to a session: noted by hand, from the sheet, by the archive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from skilltrack.domain.problems import Problem, Refusal, Severity, refuse
from skilltrack.domain.sessions.definition import (
    MINUTES_OF_DAY,
    STAYED_AWAY,
    CourseSession,
    Enrolment,
    EnrolmentState,
    GuestState,
    Presence,
    PresenceState,
)
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.editing import note
from skilltrack.services.sessions.guests import put_guests
from skilltrack.services.sessions.reading import known_session
from skilltrack.store import organisation
from skilltrack.store import sessions as records
from skilltrack.store.database import Database, UnitOfWork


@dataclass(frozen=True, slots=True)
class Mark:
    """What is noted of a person on a day."""

    state: PresenceState
    minutes: int | None = None


Marks = Mapping[str, Mapping[int, Mark | None]]
"""Employee number → number of the day → what is noted; None takes back what was."""


@dataclass(frozen=True, slots=True)
class PresenceOutcome:
    """What noting did, or would do, in person-days.

    ``walked_in`` came without being in the list and are now; ``guests`` are guests whose state
    changed. ``notices`` are worth knowing.
    """

    session: CourseSession
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    walked_in: tuple[str, ...] = ()
    guests: int = 0
    notices: tuple[Problem, ...] = ()


def record_presence(
    database: Database,
    session_id: str,
    marks: Marks,
    guests: Mapping[str, GuestState] | None = None,
    *,
    today: date,
    is_dry_run: bool = False,
    notices: tuple[Problem, ...] = (),
) -> PresenceOutcome:
    """Note who came; whoever was not in the list gets a seat as 当日参加.

    Args:
        database: The data file.
        session_id: The session.
        marks: Who came when.
        guests: Id of a guest → whether the guest came; None changes nothing.
        today: The present day; nothing is noted of days ahead.
        is_dry_run: Do everything and leave everything as it was.
        notices: What else is to be told.

    Raises:
        Refusal: No such session, it is called off, or with everything that is wrong.
    """
    with database.changing("sessions.attend", session_id, is_rehearsal=is_dry_run) as work:
        one = known_session(work, session_id).value
        _check(work, one, marks, today)
        outcome = _write(work, one, marks)
        changed = put_guests(work, one, guests or {})
        title = _("実施回「{title}」の出欠を{count}人記録")
        count = len(marks) + len(guests or ())
        note(database, work, "sessions.attend", title, one, count=count)
        return replace(outcome, guests=changed, notices=notices)


def _check(work: UnitOfWork, one: CourseSession, marks: Marks, today: date) -> None:
    if one.is_cancelled:
        raise refuse("sessions.cancelled", title=one.title)
    known = organisation.known_numbers(work, marks)
    problems = [
        Problem("sessions.unknown_employee", values={"number": number})
        for number in sorted(marks)
        if number not in known
    ]
    for day_no in sorted({no for days in marks.values() for no in days}):
        day = one.day(day_no)
        if day is None:
            problems.append(Problem("sessions.unknown_day", values={"day": day_no}))
        elif day.held_on > today:
            problems.append(Problem("sessions.day_ahead", values={"day": wareki(day.held_on)}))
    minutes = {m.minutes for days in marks.values() for m in days.values() if m is not None}
    problems += [
        Problem("sessions.bad_minutes", values={"minutes": given})
        for given in sorted(m for m in minutes if m is not None and not 0 < m <= MINUTES_OF_DAY)
    ]
    if problems:
        raise Refusal(problems)


def _write(work: UnitOfWork, one: CourseSession, marks: Marks) -> PresenceOutcome:
    held = records.presences_of(work, one.session_id)
    gone, new = [], []
    changed = unchanged = 0
    for number, days in sorted(marks.items()):
        for day_no, mark in sorted(days.items()):
            old = held.get((number, day_no))
            wanted = None if mark is None else _presence(one, number, day_no, mark)
            if wanted == (None if old is None else old.value):
                unchanged += 1
                continue
            if old is not None:
                gone.append(old)
                changed += 1
            if wanted is not None:
                new.append(wanted)
    records.PRESENCES.supersede(work, gone)
    records.PRESENCES.record(work, new)
    walked_in = _seat_those_who_came(work, one, new)
    replaced = {(old.value.employee_no, old.value.day_no) for old in gone}
    fresh = sum((one.employee_no, one.day_no) not in replaced for one in new)
    return PresenceOutcome(one, fresh, changed, unchanged, walked_in)


def _presence(one: CourseSession, number: str, day_no: int, mark: Mark) -> Presence:
    return Presence(one.session_id, day_no, number, mark.state, mark.minutes)


def _seat_those_who_came(
    work: UnitOfWork, one: CourseSession, new: Iterable[Presence]
) -> tuple[str, ...]:
    """Give a seat to whoever has something noted and none; return those who were in no list."""
    stored = {s.value.employee_no: s for s in records.enrolments_of(work, one.session_id)}
    seated = {n for n, s in stored.items() if s.value.state is EnrolmentState.ENROLLED}
    first: dict[str, Presence] = {}
    for presence in new:
        if presence.employee_no not in seated:
            first.setdefault(presence.employee_no, presence)
    records.ENROLMENTS.supersede(work, [stored[n] for n in first if n in stored])
    found = []
    for number, presence in first.items():
        day = one.day(presence.day_no)
        if day is not None:
            state = EnrolmentState.ENROLLED
            found.append(Enrolment(one.session_id, number, state, day.held_on, _("当日参加")))
    records.ENROLMENTS.record(work, found)
    return tuple(number for number in first if number not in stored)


# Archive


def mark_watched(
    database: Database,
    session_id: str,
    numbers: Sequence[str],
    watched_on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> PresenceOutcome:
    """Note that people watched the archive of every day on which they were not.

    Raises:
        Refusal: No such session; the day is ahead or before the session; or with everybody who
            missed nothing.
    """
    with database.changing("sessions.archive", session_id, is_rehearsal=is_dry_run) as work:
        one = known_session(work, session_id).value
        if watched_on > today:
            raise refuse("sessions.day_ahead", day=wareki(watched_on))
        if one.first_day is None or watched_on < one.first_day:
            raise refuse("sessions.watched_early", day=wareki(watched_on))
        held = records.presences_of(work, one.session_id)
        missed = {
            number: [
                day_no
                for (who, day_no), stored in sorted(held.items())
                if who == number and stored.value.state in STAYED_AWAY
            ]
            for number in dict.fromkeys(numbers)
        }
        _refuse_present(missed)
        mark = Mark(PresenceState.ARCHIVE)
        outcome = _write(work, one, {n: dict.fromkeys(days, mark) for n, days in missed.items()})
        _note_day(work, one, frozenset(missed), watched_on)
        title = _("実施回「{title}」のアーカイブ視聴を{count}人記録")
        note(database, work, "sessions.archive", title, one, count=len(missed))
        return outcome


def _refuse_present(missed: Mapping[str, Sequence[int]]) -> None:
    if not missed:
        raise refuse("sessions.nobody")
    problems = [
        Problem("sessions.not_absent", values={"number": number})
        for number, days in missed.items()
        if not days
    ]
    if problems:
        raise Refusal(problems)


def _note_day(
    work: UnitOfWork, one: CourseSession, numbers: frozenset[str], watched_on: date
) -> None:
    stored = [
        s for s in records.enrolments_of(work, one.session_id) if s.value.employee_no in numbers
    ]
    records.ENROLMENTS.supersede(work, stored)
    records.ENROLMENTS.record(work, [replace(s.value, noted_on=watched_on) for s in stored])


# The sheet


def collect_sheet(
    database: Database,
    path: Path,
    session_id: str = "",
    *,
    today: date,
    is_dry_run: bool = False,
) -> PresenceOutcome:
    """Take an attendance sheet that was filled in; people and days are found by their ids.

    Args:
        database: The data file.
        path: The workbook.
        session_id: The session it must be of; '' takes the one that the sheet names.
        today: The present day; nothing is noted of days ahead.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: With every problem of the sheet; nothing was changed.
    """
    from skilltrack.exchange.intake.sessions import read_sheet
    from skilltrack.exchange.tables import read_table

    sheet = read_sheet(read_table(path))
    problems = [p for p in sheet.problems if p.severity is Severity.ERROR]
    if not problems and session_id and sheet.session_id != session_id:
        problems.append(Problem("sessions.other_sheet", sheet.place, {"session": sheet.session_id}))
    if problems:
        raise Refusal(problems)
    marks = {
        number: {
            day_no: None if given is None else Mark(given.state, given.minutes)
            for day_no, given in days.items()
        }
        for number, days in sheet.people.items()
    }
    with database.reading() as session:
        one = known_session(session, sheet.session_id).value
        known = organisation.known_numbers(session, marks)
        guests = {stored.value.guest_id for stored in records.guests_of(session, one.session_id)}
    problems = [
        Problem("sessions.unknown_employee", sheet.places[number], {"number": number})
        for number in marks
        if number not in known
    ]
    problems += [
        Problem("sessions.unknown_guest", sheet.places[guest], {"guest": guest})
        for guest in sheet.guests
        if guest not in guests
    ]
    if problems:
        raise Refusal(sorted(problems, key=lambda problem: problem.place.row or 0))
    said = {n: {no: m for no, m in days.items() if m is not None} for n, days in marks.items()}
    said = {number: days for number, days in said.items() if days}
    if not said and not sheet.guests:
        raise refuse("sessions.no_rows", sheet.place)
    return record_presence(
        database,
        one.session_id,
        said,
        sheet.guests,
        today=today,
        is_dry_run=is_dry_run,
        notices=tuple(p for p in sheet.problems if p.severity is Severity.NOTICE),
    )
