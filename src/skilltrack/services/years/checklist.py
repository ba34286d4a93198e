"""The change of the fiscal year: its checklist, and what is carried over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Appointment
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.roles.appointments import rule_of
from skilltrack.domain.roles.outcomes import Fate, fate_of
from skilltrack.domain.years.checklist import (
    CarryState,
    CheckItem,
    CheckKey,
    Checklist,
    CheckState,
    CourseCarry,
    RoleAction,
    RoleCarry,
    extended_to,
    proposed_action,
)
from skilltrack.domain.years.snapshots import Placed, Snapshot
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.collecting.taking import UNDECIDED
from skilltrack.services.organisation.rehearsal import snapshot
from skilltrack.services.roles.appointments import role_rules
from skilltrack.services.targets.years import carry_step
from skilltrack.store import audit, received, training
from skilltrack.store import rounds as round_records
from skilltrack.store import years as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored, valid_on
from skilltrack.store.imports import ImportFile, imports
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import APPOINTMENTS, DEPARTMENTS, SUCCESSIONS
from skilltrack.store.schema import appointment as appointment_table
from skilltrack.store.training import YearDetail

ROSTER_DAYS = 30
"""A roster that takes effect so many days after 1 April still is the one of the new year."""


# The checklist


@dataclass(frozen=True, slots=True)
class _Turn:
    """What every step of the checklist looks at; ``people`` are those of the first new day."""

    session: Session
    old: FiscalYear
    new: FiscalYear
    taken: tuple[ImportFile, ...]
    people: Snapshot
    as_known: datetime | None

    def last_import(self, *kinds: ImportKind) -> date | None:
        """Return when a file of one of some kinds was taken over the last time; None: never."""
        days = [one.at.astimezone().date() for one in self.taken if one.kind in kinds and one.at]
        return max(days, default=None)


def checklist(database: Database, new: FiscalYear, as_known: datetime | None = None) -> Checklist:
    """Return the steps from the year before into a fiscal year, as far as the records tell.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        return checklist_in(session, new, as_known or database.as_known)


def checklist_in(session: Session, new: FiscalYear, as_known: datetime | None = None) -> Checklist:
    """Return the checklist within a session; the log is read up to ``as_known``."""
    turn = _Turn(
        session,
        FiscalYear(new.year - 1),
        new,
        tuple(one for one in imports(session) if one.undone_in is None),
        snapshot(session, new.first_day),
        as_known,
    )
    return Checklist(turn.old, new, tuple(check(turn) for check in _CHECKS))


def _state(*, is_done: bool) -> CheckState:
    return CheckState.DONE if is_done else CheckState.OPEN


def _roster(turn: _Turn) -> CheckItem:
    last = turn.new.first_day + timedelta(days=ROSTER_DAYS)
    found = [
        one
        for one in turn.taken
        if one.kind is ImportKind.EMPLOYEES
        and one.effective_on is not None
        and turn.new.first_day <= one.effective_on <= last
    ]
    count, on = (found[0].rows_read, found[0].effective_on) if found else (None, None)
    return CheckItem(CheckKey.ROSTER, _state(is_done=bool(found)), count, on)


def _reorganisation(turn: _Turn) -> CheckItem:
    """Done where nobody is left in a department that has ended; a change recorded is counted."""
    valid = turn.people.names
    stranded = sum(1 for person in turn.people.people if person.department not in valid)
    if stranded:
        return CheckItem(CheckKey.REORGANISATION, CheckState.ATTENTION, stranded)
    first = turn.new.first_day
    codes = {
        d.code for d in DEPARTMENTS.values(turn.session) if first in {d.valid.start, d.valid.end}
    }
    codes |= {s.predecessor for s in SUCCESSIONS.values(turn.session) if s.on == first}
    return CheckItem(CheckKey.REORGANISATION, _state(is_done=bool(codes)), len(codes))


def _titles(turn: _Turn) -> CheckItem:
    without = sum(1 for person in turn.people.people if person.band is None)
    state = CheckState.ATTENTION if without else CheckState.DONE
    return CheckItem(CheckKey.TITLES, state, without)


def _courses(turn: _Turn) -> CheckItem:
    codes = {course.code for course in training.catalogue(turn.session, turn.new)}
    return CheckItem(CheckKey.CATALOGUE, _state(is_done=bool(codes)), len(codes))


def _roles(turn: _Turn) -> CheckItem:
    waiting = [
        one
        for one in roles_in(turn.session, turn.new, turn.people)
        if one.proposed is RoleAction.END
    ]
    state = CheckState.ATTENTION if waiting else CheckState.DONE
    return CheckItem(CheckKey.ROLES, state, len(waiting))


def _rounds(turn: _Turn) -> CheckItem:
    """Count the rounds of the old year that are open or in which an answer waits."""
    undecided = [bucket.value for bucket in UNDECIDED]
    open_ones = 0
    for record in round_records.rounds(turn.session):
        if record.opens_on in turn.old:
            waits = received.open_questions(turn.session, record.round_id, undecided)
            open_ones += not record.is_closed or bool(waits)
    return CheckItem(CheckKey.ROUNDS, _state(is_done=not open_ones), open_ones)


def _completions(turn: _Turn) -> CheckItem:
    count, _newest = records.count_completions(turn.session, turn.old)
    return _brought_in(turn, CheckKey.COMPLETIONS, count, ImportKind.COMPLETIONS)


def _exams(turn: _Turn) -> CheckItem:
    count, _newest = records.count_sittings(turn.session, turn.old)
    return _brought_in(turn, CheckKey.EXAMS, count, ImportKind.EXAMS, ImportKind.VOUCHER_RESULTS)


def _brought_in(turn: _Turn, key: CheckKey, count: int, *kinds: ImportKind) -> CheckItem:
    """Done once a file was taken over after the end of the old year, or the year is closed."""
    last = turn.last_import(*kinds)
    is_late = last is not None and last >= turn.new.first_day
    is_closed = records.closing_of(turn.session, turn.old) is not None
    return CheckItem(key, _state(is_done=is_late or is_closed), count, last)


def _closed(turn: _Turn) -> CheckItem:
    closing = records.closing_of(turn.session, turn.old)
    on = None if closing is None else closing.closed_at.astimezone().date()
    return CheckItem(CheckKey.CLOSED, _state(is_done=closing is not None), None, on)


def _backup(turn: _Turn) -> CheckItem:
    """Done once a backup was made after the closing."""
    at = records.last_logged(turn.session, "backup", turn.as_known)
    closing = records.closing_of(turn.session, turn.old)
    is_done = at is not None and closing is not None and at >= closing.closed_at
    on = None if at is None else at.astimezone().date()
    return CheckItem(CheckKey.BACKUP, _state(is_done=is_done), None, on)


_CHECKS: tuple[Callable[[_Turn], CheckItem], ...] = (
    _roster,
    _reorganisation,
    _titles,
    _courses,
    _roles,
    lambda turn: carry_step(turn.session, turn.new),
    _rounds,
    _completions,
    _exams,
    _closed,
    _backup,
)


# Courses


def preview_courses(database: Database, new: FiscalYear) -> tuple[CourseCarry, ...]:
    """Return the catalogue of the year before, each row with what carrying would do.

    A code that the new year holds already is left as it is.
    """
    with database.reading() as session:
        return _carried_courses(session, new)


def _carried_courses(session: Session, new: FiscalYear) -> tuple[CourseCarry, ...]:
    held = {course.code for course in training.catalogue(session, new)}
    return tuple(
        CourseCarry(course, CarryState.HELD if course.code in held else CarryState.NEW)
        for course in training.catalogue(session, FiscalYear(new.year - 1))
    )


def carry_courses(
    database: Database, new: FiscalYear, codes: Iterable[str] | None = None
) -> tuple[Course, ...]:
    """Carry courses of the year before into a fiscal year.

    Args:
        database: The data file.
        new: The year that gets the courses.
        codes: Which courses; None carries all that the new year does not hold.

    Returns:
        The catalogue rows added; empty when all were there.

    Raises:
        Refusal: The year before has no courses, or not those.
    """
    with database.changing("years.carry_courses", str(new.year)) as work:
        offered = _carried_courses(work, new)
        if not offered:
            raise refuse("years.no_courses", year=new.year - 1)
        chosen = None if codes is None else frozenset(codes)
        unknown = (chosen or frozenset()) - {one.course.code for one in offered}
        if unknown:
            listed = "、".join(sorted(unknown))
            raise refuse("years.unknown_courses", year=new.year - 1, codes=listed)
        added = tuple(
            replace(one.course, fiscal_year=new.year)
            for one in offered
            if one.state is CarryState.NEW and (chosen is None or one.course.code in chosen)
        )
        entries = [entry for course in added for entry in training.entries_of(course)]
        if added:
            training.ENTRIES.record(work, entries)
            _carry_details(work, new, frozenset(course.code for course in added))
            title = _("研修{count}件を{year}に繰り越し").format(
                count=len({course.code for course in added}), year=fiscal_year_text(new)
            )
            record_operation(work, Operation("years.carry_courses", title, "", new.first_day))
            audit.append(database, work, Entry("years.carry_courses", str(new.year), len(added)))
        return added


def _carry_details(work: UnitOfWork, new: FiscalYear, codes: frozenset[str]) -> None:
    """Give courses of the new year the details of the old one."""
    held = training.details_of_year(work, FiscalYear(new.year - 1))
    training.DETAILS.record(
        work, [YearDetail(new.year, one) for code, one in held.items() if code in codes]
    )


# Roles


def preview_roles(database: Database, new: FiscalYear) -> tuple[RoleCarry, ...]:
    """Return the appointments of the last day of the year before, each with what is proposed.

    Returns:
        By role, then number; the proposal is the rule of the role.
    """
    with database.reading() as session:
        return roles_in(session, new, snapshot(session, new.first_day))


def roles_in(session: Session, new: FiscalYear, after: Snapshot) -> tuple[RoleCarry, ...]:
    """Return the appointments within a session; ``after`` is the first day of the new year."""
    return tuple(carry for _stored, carry in _stored_roles(session, new, after))


def _stored_roles(
    session: Session, new: FiscalYear, after: Snapshot
) -> list[tuple[Stored[Appointment], RoleCarry]]:
    last_day = FiscalYear(new.year - 1).last_day
    before = snapshot(session, last_day)
    old, now = before.by_number, after.by_number
    rules = role_rules(session)
    role_names = {
        role.code: role.name
        for scheme in definitions.schemes(session).values()
        for role in scheme.roles
    }
    found = []
    for stored in APPOINTMENTS.current(session, valid_on(appointment_table, last_day)):
        one = stored.value
        rule = rule_of(rules, one.role)
        was, is_now = old.get(one.employee_no), now.get(one.employee_no)
        outcome = fate_of(one, rule, was, is_now, last_day)
        person = is_now or was
        carry = RoleCarry(
            appointment=one,
            name="" if person is None else person.name,
            kana="" if person is None else person.kana,
            role_name=role_names.get(one.role, one.role),
            unit=_unit_name(was, before),
            unit_after=_unit_name(is_now, after),
            fate=outcome.fate,
            proposed=proposed_action(outcome.fate),
            last_day=outcome.last_day,
            extended_to=extended_to(rule, outcome.last_day, new.first_day),
        )
        found.append((stored, carry))
    return sorted(found, key=lambda pair: (pair[1].appointment.role, pair[1].key))


def _unit_name(person: Placed | None, day: Snapshot) -> str:
    if person is None:
        return ""
    code = person.unit or person.department
    return day.names.get(code, code)


def carry_roles(
    database: Database,
    new: FiscalYear,
    decisions: Mapping[tuple[str, str], RoleAction],
) -> tuple[tuple[RoleCarry, RoleAction], ...]:
    """Extend and end appointments at the change of year.

    Args:
        database: The data file.
        new: The year that begins.
        decisions: (number, role) → what is done; whoever is not named gets what is proposed.

    Returns:
        Every appointment for which an end or an extension was recorded, with which of them.

    Raises:
        Refusal: A decision names no appointment held at the end of the year before.
    """
    with database.changing("years.carry_roles", str(new.year)) as work:
        known = _stored_roles(work, new, snapshot(work, new.first_day))
        unknown = set(decisions) - {carry.key for _stored, carry in known}
        if unknown:
            raise Refusal(
                [
                    Problem("years.unknown_role", values={"keys": f"{number}＝{role}"})
                    for number, role in sorted(unknown)
                ]
            )
        done, superseded, recorded = [], [], []
        for stored, carry in known:
            action = decisions.get(carry.key, carry.proposed)
            changed = _changed(stored.value, carry, action, new)
            if changed is not None and changed != stored.value:
                done.append((carry, action))
                superseded.append(stored)
                recorded.append(changed)
        if done:
            APPOINTMENTS.supersede(work, superseded)
            APPOINTMENTS.record(work, recorded)
            title = _("{year}への役割の引き継ぎ（更新{extended}件、終了{ended}件）").format(
                year=fiscal_year_text(new),
                extended=sum(1 for _carry, action in done if action is RoleAction.EXTEND),
                ended=sum(1 for _carry, action in done if action is RoleAction.END),
            )
            record_operation(work, Operation("years.carry_roles", title, "", new.first_day))
            audit.append(database, work, Entry("years.carry_roles", str(new.year), len(done)))
        return tuple(done)


def _changed(
    one: Appointment, carry: RoleCarry, action: RoleAction, new: FiscalYear
) -> Appointment | None:
    """Return the appointment as it stands after an action; None leaves it."""
    if action is RoleAction.EXTEND:
        valid = Period.through(one.valid.start, carry.extended_to)
        return replace(one, valid=valid, ended_because="")
    if action is RoleAction.END:
        end = one.valid.end
        if end is not None and end <= new.first_day:
            return None
        reasons = {
            Fate.TERM_OVER: _("任期満了"),
            Fate.TRANSFERRED: _("異動"),
            Fate.LEFT: _("退職・転出"),
        }
        because = reasons.get(carry.fate, _("年度替わり"))
        return replace(one, valid=Period(one.valid.start, new.first_day), ended_because=because)
    return None
