"""Following the answers of a round, and chasing those who owe one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.organisation import Employee
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.rounds.definition import Asked, Bucket
from skilltrack.domain.rounds.participation import (
    Chase,
    DueReminder,
    FirstAnswer,
    Owing,
    Participation,
    ReplyState,
    Unit,
    UnitChase,
    days_followed,
    followed,
    people_by_unit,
)
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.organisation.lineage import Places, arrangement_in
from skilltrack.services.rounds.coverage import asked_coverage
from skilltrack.services.rounds.running import HANDED_OUT, INBOX, round_folder, round_record
from skilltrack.services.years.closed_figures import knowing_round
from skilltrack.store import audit, organisation
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.participation import first_answers
from skilltrack.store.rounds import RoundRecord

_WAITING = frozenset({Bucket.TO_CONFIRM.value, Bucket.LATE.value})
_ALL = Unit("", "")


@dataclass(frozen=True, slots=True)
class _Read:
    """What the records hold of a round: names of departments, people by unit, answers."""

    names: Mapping[str, str]
    groups: Mapping[str, tuple[Asked, ...]]
    answers: Mapping[str, FirstAnswer]

    def unit(self, code: str) -> Unit:
        """Return a unit with its name."""
        return Unit(code, self.names.get(code, code))

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return everybody asked, unit by unit."""
        return tuple(person for people in self.groups.values() for person in people)


def participation(
    database: Database,
    round_id: str,
    *,
    today: date,
    as_known: datetime | None = None,
    is_live: bool = False,
) -> Participation:
    """Return how many had answered by the end of each day, by evaluation unit of opening.

    The first answer of a person counts, on the day it was collected, even if a later one
    replaced it. People outside any unit are counted under their own department.

    Args:
        database: The data file.
        round_id: The round.
        today: The day until which it is followed.
        as_known: What was recorded by this instant, to which the newest answers are counted;
            None is everything until now.
        is_live: Take today's records even where the year of the round is closed.

    Raises:
        Refusal: No such round.
    """
    with database.reading(as_known) as session:
        known, _closed, closed_at = knowing_round(session, round_id, is_live=is_live)
        record = round_record(known, round_id)
        read = _read(known, record)
    days = days_followed(record.opens_on, record.closes_on, today, read.answers.values())
    now = closed_at or as_known or database.as_known or database.clock()
    return Participation(
        round_id=record.round_id,
        title=record.title,
        opens_on=record.opens_on,
        closes_on=record.closes_on,
        days=days,
        units=tuple(
            followed(read.unit(code), _numbers(people), read.answers, days, now)
            for code, people in read.groups.items()
        ),
        total=followed(_ALL, _numbers(read.asked), read.answers, days, now),
    )


def _numbers(people: tuple[Asked, ...]) -> tuple[str, ...]:
    return tuple(person.employee_no for person in people)


def _read(session: Session, record: RoundRecord) -> _Read:
    """Read a round; a department that was no more on the opening day is followed to that day."""
    places = Places(arrangement_in(session, record.opens_on))
    names: dict[str, str] = {}
    units: dict[str, str | None] = {}
    asked = []
    for person in records.asked(session, record.round_id):
        place = places.of(person.department, person.employee_no)
        asked.append(replace(person, department=place.code))
        units[place.code] = place.row or None
        names |= {place.code: place.name, place.row or place.code: places.row_name(place)}
    return _Read(names, people_by_unit(asked, units), first_answers(session, record.round_id))


def chase(database: Database, round_id: str, *, today: date) -> Chase:
    """Return whom to remind of an open round, as it stands on a day.

    Raises:
        Refusal: No such round, or it takes no more answers.
    """
    with database.reading() as session:
        record = round_record(session, round_id)
        if not _is_open(record, today):
            raise refuse("chasing.closed", title=record.title, closes_on=wareki(record.closes_on))
        return _chase(session, record, today, database.clock())


def _is_open(record: RoundRecord, today: date) -> bool:
    return not record.is_closed and today <= record.closes_on


def _chase(session: Session, record: RoundRecord, today: date, now: datetime) -> Chase:
    read = _read(session, record)
    owing = _owing(session, record, read, today)
    folder = round_folder(session, record.round_id)

    def unit_chase(unit: Unit, people: tuple[Asked, ...]) -> UnitChase:
        counted = followed(unit, _numbers(people), read.answers, (date.max,), now)
        owes = (owing[number] for number in _numbers(people) if number in owing)
        ordered = sorted(owes, key=_order)
        return UnitChase(unit, counted.now, counted.gained, tuple(one[1] for one in ordered))

    units = tuple(unit_chase(read.unit(code), people) for code, people in read.groups.items())
    return Chase(
        title=record.title,
        organisation=setting(session, "organisation") or "",
        purpose=record.purpose,
        contact=record.contact,
        closes_on=record.closes_on,
        is_strict=record.is_strict,
        on=today,
        handed_out=str(folder / HANDED_OUT),
        inbox=str(folder / INBOX),
        units=units,
        total=unit_chase(_ALL, read.asked),
        counted=asked_coverage(session, record),
    )


def owing(
    database: Database, round_id: str, *, today: date, as_known: datetime | None = None
) -> tuple[Owing, ...]:
    """Return everybody who was asked and has not answered, by department, kana, number.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such round.
    """
    with database.reading(as_known) as session:
        record = round_record(session, round_id)
        found = _owing(session, record, _read(session, record), today)
    return tuple(one[1] for one in sorted(found.values(), key=_order))


def _order(one: tuple[str, Owing]) -> tuple[str, str, str]:
    return one[0], one[1].kana, one[1].employee_no


def _owing(
    session: Session, record: RoundRecord, read: _Read, today: date
) -> dict[str, tuple[str, Owing]]:
    """Return employee number → department code and person, for everybody without an answer."""
    missing = [person for person in read.asked if person.employee_no not in read.answers]
    numbers = _numbers(tuple(missing))
    people = organisation.employees_by_number(session, numbers, today)
    states = _states(session, record, numbers, today)
    units = {person.employee_no: code for code, group in read.groups.items() for person in group}
    return {
        person.employee_no: (
            person.department,
            _person(
                person,
                people.get(person.employee_no),
                units[person.employee_no],
                read.names.get(person.department, person.department),
                states[person.employee_no],
            ),
        )
        for person in missing
    }


def _states(
    session: Session, record: RoundRecord, missing: Iterable[str], today: date
) -> dict[str, ReplyState]:
    """Return employee number → how far the person has come, for people without an answer."""
    waiting = {
        file.employee_no
        for file in records.received_files(session, record.round_id)
        if file.bucket in _WAITING and not file.decision
    }
    at_work = organisation.at_work(session, today)
    return {number: _state(number, waiting, at_work) for number in missing}


def _state(number: str, waiting: set[str | None], at_work: frozenset[str]) -> ReplyState:
    if number in waiting:
        return ReplyState.WAITING
    return ReplyState.OUTSTANDING if number in at_work else ReplyState.AWAY


def _person(
    asked: Asked, known: Employee | None, unit: str, department_name: str, state: ReplyState
) -> Owing:
    """Return a person who owes an answer; erased people have no name any more."""
    return Owing(
        asked.employee_no,
        NO_FIGURE if known is None else known.name,
        "" if known is None else known.kana,
        unit,
        department_name,
        state,
    )


def write_reminders(
    database: Database,
    round_id: str,
    target: Path,
    *,
    by_department: bool,
    today: date,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write whom to remind, with a text for reminding; the reminder of the day is then done.

    Args:
        database: The data file.
        round_id: The round.
        target: The workbook for the personnel section; a folder, made if need be, when written
            by department.
        by_department: One workbook per unit with somebody to chase, for its head, who sees
            nobody of another unit.
        today: The present day.
        progress: Told the workbooks written, and all.

    Returns:
        The files written, by code of the unit.

    Raises:
        Refusal: No such round, it takes no more answers, nobody is to be chased, or the folder
            cannot be made.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports.chase import write_chase, write_unit_chase

    found = chase(database, round_id, today=today)
    if not found.total.outstanding:
        raise refuse("chasing.nobody", title=found.title)
    made_at = database.clock()
    if by_department:
        units = [unit for unit in found.units if unit.outstanding]
        make_folder(target)
        paths = tuple(target / _file_name(unit.unit) for unit in units)
        for number, (path, unit) in enumerate(zip(paths, units, strict=True)):
            progress(number, len(units))
            write_unit_chase(path, found, unit, made_at=made_at)
        progress(len(units), len(units))
        people = sum(len(unit.people) for unit in units)
    else:
        paths = (target,)
        write_chase(target, found, made_at=made_at)
        people = len(found.total.people)
    with database.changing("round.remind", round_id) as work:
        change_setting(work, _reminded_name(round_id), today.isoformat())
        audit.append(database, work, Entry("round.remind", round_id, people))
    return paths


def _file_name(unit: Unit) -> str:
    """Return a name that Windows takes: code, name of the unit, no name of a person."""
    name = _("{code}_{unit}_未回答者.xlsx").format(code=unit.code, unit=unit.name)
    return file_name(name)


def _reminded_name(round_id: str) -> str:
    return f"round.{round_id}.reminded"


def _outstanding(session: Session, record: RoundRecord, today: date) -> int:
    """Return how many people there are to chase, without reading who they are."""
    answers = first_answers(session, record.round_id)
    asked = _numbers(records.asked(session, record.round_id))
    missing = [number for number in asked if number not in answers]
    states = _states(session, record, missing, today)
    return sum(state is ReplyState.OUTSTANDING for state in states.values())


def due_reminders(database: Database, today: date) -> tuple[DueReminder, ...]:
    """Return the reminders that are due: one per open round with somebody to chase.

    A reminder is due when its day has come and no list was written on that day or later.

    Returns:
        By day, then round; empty when there is nothing to do.
    """
    due = []
    with database.reading() as session:
        for record in records.rounds(session):
            day = max((day for day in record.reminders if day <= today), default=None)
            if day is None or not _is_open(record, today):
                continue
            reminded = setting(session, _reminded_name(record.round_id))
            if reminded is not None and date.fromisoformat(reminded) >= day:
                continue
            outstanding = _outstanding(session, record, today)
            if outstanding:
                due.append(DueReminder(record.round_id, record.title, day, outstanding))
    return tuple(sorted(due, key=lambda one: (one.day, one.round_id)))
