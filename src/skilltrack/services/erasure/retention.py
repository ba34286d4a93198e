"""Retention periods, what is due to be erased by them, and what is held back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.retention import (
    AFTER_LEAVING,
    LONGEST_DAYS,
    LONGEST_YEARS,
    DueRecords,
    Hold,
    HoldsInForce,
    Obstacle,
    RecordClass,
    RetentionPeriods,
    is_stub,
)
from skilltrack.domain.rounds.definition import TAKEN, Bucket
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.rounds.running import secret_names
from skilltrack.store import audit, organisation, rounds
from skilltrack.store import retention as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.erasure import HOLDS
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.retention import Leaver
from skilltrack.store.rounds import RoundRecord

PERIODS: Final = "retention.periods"
NOT_TAKEN: Final = frozenset(bucket.value for bucket in Bucket if bucket not in TAKEN)


@dataclass(frozen=True, slots=True)
class Retention:
    """Everything the page shows: what is due on a day, the periods, and every hold in force."""

    on: date
    due: tuple[DueRecords, ...]
    periods: RetentionPeriods
    holds: tuple[Hold, ...]


def retention(database: Database, on: date) -> Retention:
    """Return what is due on a day, the periods and the holds."""
    with database.reading() as session:
        return Retention(on, due_in(session, on), periods_in(session), holds_in(session, on))


def due(database: Database, on: date) -> tuple[DueRecords, ...]:
    """Return what is due to be erased on a day, by class and then by how long it is due."""
    with database.reading() as session:
        return due_in(session, on)


# Periods


def periods_in(session: Session) -> RetentionPeriods:
    """Return the periods in force."""
    kept: Mapping[str, Any] | None = setting(session, PERIODS)
    usual = RetentionPeriods()
    if kept is None:
        return usual
    years = {RecordClass(name): number for name, number in kept["years"].items()}
    return RetentionPeriods(
        {**usual.years, **years}, kept["file_days"], kept["backup_days"], kept["from_fiscal_year"]
    )


def retention_periods(database: Database) -> RetentionPeriods:
    """Return the periods in force."""
    with database.reading() as session:
        return periods_in(session)


def change_periods(database: Database, periods: RetentionPeriods, reason: str) -> RetentionPeriods:
    """Set the periods; what they were before stays known, and the change can be undone.

    Raises:
        Refusal: The reason is blank, or periods are out of range; all are told at once.
    """
    problems = list(_period_problems(periods))
    if not reason.strip():
        problems.append(Problem("retention.no_reason"))
    if problems:
        raise Refusal(problems)
    with database.changing("retention.periods") as work:
        document = {
            "years": {one.value: years for one, years in periods.years.items()},
            "file_days": periods.file_days,
            "backup_days": periods.backup_days,
            "from_fiscal_year": periods.is_from_fiscal_year,
        }
        change_setting(work, PERIODS, document)
        title = _("保存期間の変更")
        record_operation(work, Operation("retention.periods", title, reason.strip()))
        audit.append(database, work, Entry("retention.periods", reason=reason.strip()))
    return periods


def _period_problems(periods: RetentionPeriods) -> Iterator[Problem]:
    for one, years in periods.years.items():
        least = 0 if one is RecordClass.LEAVERS else 1
        if not least <= years <= LONGEST_YEARS:
            values: dict[str, str | int] = {
                "name": RECORD_CLASS_NAMES[one],
                "least": least,
                "most": LONGEST_YEARS,
            }
            yield Problem("retention.years", values=values)
    if not 1 <= periods.file_days <= LONGEST_DAYS:
        yield Problem("retention.days", values={"name": _("回答ファイル"), "most": LONGEST_DAYS})
    if not 1 <= periods.backup_days <= LONGEST_DAYS:
        yield Problem("retention.days", values={"name": _("控え"), "most": LONGEST_DAYS})


# Holds


def holds_in(session: Session, on: date) -> tuple[Hold, ...]:
    """Return the holds in force on a day or starting later, oldest first."""
    return tuple(hold for hold in _all_holds(session) if hold.until is None or on <= hold.until)


def hold(
    database: Database,
    *,
    today: date,
    reason: str,
    employee_no: str = "",
    record_class: RecordClass | None = None,
    until: date | None = None,
) -> Hold:
    """Keep one person, or one class as a whole, from being erased.

    Args:
        database: The data file.
        today: The first day of the hold.
        reason: Why; without the name of a person.
        employee_no: The person; '' for a class.
        record_class: The class; None for a person.
        until: The last day, None until somebody releases it.

    Raises:
        Refusal: The reason is blank, the person unknown, or the last day is past.
    """
    if bool(employee_no) == (record_class is not None):
        msg = "either a person or a class is held"
        raise ValueError(msg)
    problems = []
    if not reason.strip():
        problems.append(Problem("retention.no_reason"))
    if until is not None and until < today:
        problems.append(Problem("retention.past"))
    with database.changing("retention.hold") as work:
        if employee_no and not organisation.known_numbers(work, [employee_no]):
            problems.append(Problem("retention.unknown_person", values={"number": employee_no}))
        if problems:
            raise Refusal(problems)
        new = Hold(work.change, employee_no, record_class, reason.strip(), today, until)
        _keep_holds(work, [*_all_holds(work), new])
        title = _("消去の保留") if record_class is None else _held_title(record_class)
        record_operation(work, Operation("retention.hold", title, new.reason, today))
        target = employee_no if record_class is None else record_class.value
        audit.append(database, work, Entry("retention.hold", target, 1, new.reason))
    return new


def release(database: Database, hold_id: int, reason: str) -> Hold:
    """Let something held be erased again once it is due.

    Raises:
        Refusal: The reason is blank, or there is no such hold.
    """
    if not reason.strip():
        raise refuse("retention.no_reason")
    with database.changing("retention.release") as work:
        known = _all_holds(work)
        found = next((one for one in known if one.id == hold_id), None)
        if found is None:
            raise refuse("retention.unknown_hold", number=hold_id)
        _keep_holds(work, [one for one in known if one.id != hold_id])
        title = _("消去の保留を解く")
        record_operation(work, Operation("retention.release", title, reason.strip()))
        target = found.employee_no or str(found.record_class)
        audit.append(database, work, Entry("retention.release", target, 1, reason.strip()))
    return found


def _held_title(record_class: RecordClass) -> str:
    return _("消去の保留：{name}").format(name=RECORD_CLASS_NAMES[record_class])


def _all_holds(session: Session) -> tuple[Hold, ...]:
    return tuple(
        Hold(
            one["id"],
            one["employee_no"],
            RecordClass(one["class"]) if one["class"] else None,
            one["reason"],
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in setting(session, HOLDS) or ()
    )


def _keep_holds(work: UnitOfWork, holds: Sequence[Hold]) -> None:
    documents = [
        {
            "id": one.id,
            "employee_no": one.employee_no,
            "class": "" if one.record_class is None else one.record_class.value,
            "reason": one.reason,
            "since": one.since.isoformat(),
            "until": "" if one.until is None else one.until.isoformat(),
        }
        for one in holds
    ]
    change_setting(work, HOLDS, documents)


# What is due


@dataclass(frozen=True, slots=True)
class RetentionDay:
    """What looking for due records needs: the day, the periods, what is held, the rounds."""

    session: Session
    on: date
    periods: RetentionPeriods
    held: HoldsInForce
    rounds: tuple[RoundRecord, ...]

    def is_due(self, record_class: RecordClass, event: date) -> bool:
        """Return whether records of an event are due."""
        return self.periods.due_on(record_class, event) <= self.on

    def records(
        self, record_class: RecordClass, subject: str, label: str, count: int, event: date
    ) -> DueRecords:
        """Return records as due."""
        since = self.periods.due_on(record_class, event)
        is_held = record_class in self.held.classes or subject in self.held.people
        obstacle = Obstacle.HELD if is_held else None
        return DueRecords(record_class, subject, label, count, since, obstacle)


def retention_day(session: Session, on: date) -> RetentionDay:
    """Return what looking for due records on a day needs."""
    return RetentionDay(
        session,
        on,
        periods_in(session),
        HoldsInForce.on(_all_holds(session), on),
        rounds.rounds(session),
    )


def due_in(session: Session, on: date) -> tuple[DueRecords, ...]:
    """Return what is due within a session; see ``due``."""
    its = retention_day(session, on)
    found = [
        *_due_people(its),
        *_due_rounds(its),
        *_due_of_leavers(its),
        *_due_meetings(its),
        *_due_log(its),
    ]
    order = list(RecordClass)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.record_class), one.due_on, one.subject))
    )


def _due_people(its: RetentionDay) -> Iterator[DueRecords]:
    gone = [
        one
        for one in records.leavers(its.session, its.on)
        if not is_stub(one.employee_no) and its.is_due(RecordClass.LEAVERS, one.left_on)
    ]
    back = records.present_again(its.session, [one.employee_no for one in gone], its.on)
    asked = open_rounds_of(its)
    for one in gone:
        if one.employee_no in back:
            continue
        found = its.records(RecordClass.LEAVERS, one.employee_no, one.name, 1, one.left_on)
        if found.obstacle is None and one.employee_no in asked:
            found = replace(found, obstacle=Obstacle.ROUND_OPEN)
        yield found


def open_rounds_of(its: RetentionDay) -> dict[str, str]:
    """Return employee number → a round that is not closed and asks this person."""
    return records.asked_in(its.session, [one.round_id for one in its.rounds if not one.is_closed])


def _due_rounds(its: RetentionDay) -> Iterator[DueRecords]:
    held = its.held.people
    for one in its.rounds:
        if not one.is_closed:
            continue
        answers = records.answer_count(its.session, one.round_id, held)
        answers += records.secret_count(its.session, secret_names(one.round_id))
        if answers and its.is_due(RecordClass.ANSWERS, one.closes_on):
            yield its.records(RecordClass.ANSWERS, one.round_id, one.title, answers, one.closes_on)
        people = records.participation_count(its.session, one.round_id, held)
        if people and its.is_due(RecordClass.SCORES, one.closes_on):
            yield its.records(RecordClass.SCORES, one.round_id, one.title, people, one.closes_on)
        files = due_files(its, one)
        if files:
            event = max(min(files.values()).date(), one.closes_on)
            yield its.records(RecordClass.FILES, one.round_id, one.title, len(files), event)


def due_files(its: RetentionDay, one: RoundRecord) -> dict[int, datetime]:
    """Return row → instant of receipt, of files that were not taken and are due.

    As long as a round is open, somebody may still decide about them.
    """
    found = records.untaken_files(its.session, one.round_id, NOT_TAKEN, its.held.people)
    return {
        row: at
        for row, at in found.items()
        if its.is_due(RecordClass.FILES, max(at.date(), one.closes_on))
    }


def _due_of_leavers(its: RetentionDay) -> Iterator[DueRecords]:
    for record_class in AFTER_LEAVING:
        people = due_leavers(its, record_class)
        if people:
            numbers = [one.employee_no for one in people]
            count = records.row_count(its.session, record_class, numbers)
            label = _("退職した {count} 人").format(count=len(people))
            yield its.records(record_class, "", label, count, people[0].left_on)


def due_leavers(its: RetentionDay, record_class: RecordClass) -> tuple[Leaver, ...]:
    """Return those who left whose records of a class are due, by last day."""
    gone = [
        one
        for one in records.leavers(its.session, its.on)
        if one.employee_no not in its.held.people and its.is_due(record_class, one.left_on)
    ]
    having = records.numbers_with(its.session, record_class)
    found = [one for one in gone if one.employee_no in having]
    back = records.present_again(its.session, [one.employee_no for one in found], its.on)
    return tuple(one for one in found if one.employee_no not in back)


def _due_meetings(its: RetentionDay) -> Iterator[DueRecords]:
    for meeting_id, (held_on, title) in records.meetings(its.session).items():
        if not its.is_due(RecordClass.MEETINGS, held_on):
            continue
        count = records.attendance_count(its.session, meeting_id, its.held.people)
        is_kept = records.attendance_count(its.session, meeting_id, ()) > count
        if count or not is_kept:  # what is left of a meeting that is kept is not due
            yield its.records(RecordClass.MEETINGS, meeting_id, title, count + 1, held_on)


def _due_log(its: RetentionDay) -> Iterator[DueRecords]:
    first = records.first_entry_at(its.session)
    if first is None or not its.is_due(RecordClass.LOG, first.date()):
        return
    count = audit.entry_count(its.session, log_begins(its))
    if count:
        label = _("古い記録")
        yield its.records(RecordClass.LOG, "", label, count, first.date())


def log_begins(its: RetentionDay) -> datetime:
    """Return the first instant of the log that is not due."""
    # whole months: the log is cut once a month, not entry by entry
    first = its.on.replace(day=1)
    while not its.is_due(RecordClass.LOG, first - timedelta(days=1)):
        first = (first - timedelta(days=1)).replace(day=1)
    return datetime.combine(first, time()).astimezone()


def chosen_of(
    found: Collection[DueRecords], classes: Collection[RecordClass]
) -> tuple[DueRecords, ...]:
    """Return what of the due records would be erased: of some classes, without obstacle."""
    return tuple(
        one
        for one in found
        if one.obstacle is None and (not classes or one.record_class in classes)
    )
