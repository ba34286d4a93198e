"""The post, the concurrent posts and the absence of one person from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import FieldChange
from skilltrack.domain.organisation import Absence, Employee, Posting, RosterEntry
from skilltrack.domain.people.names import FormerName
from skilltrack.domain.people.occupations import FormerOccupation
from skilltrack.services.imports.planning import Check, Plan, as_text, differences
from skilltrack.store.facts import Personal, Stored

StoredPosting = Stored[Personal[Posting]]
StoredAbsence = Stored[Personal[Absence]]


@dataclass(slots=True)
class PersonalPlans:
    """What is recorded and superseded of people."""

    employees: Plan[Employee] = field(default_factory=Plan)
    names: Plan[Personal[FormerName]] = field(default_factory=Plan)
    occupations: Plan[Personal[FormerOccupation]] = field(default_factory=Plan)
    postings: Plan[Personal[Posting]] = field(default_factory=Plan)
    absences: Plan[Personal[Absence]] = field(default_factory=Plan)


@dataclass(frozen=True, slots=True)
class PersonalRecords:
    """What is known of one person, as far as a day and what follows it are concerned."""

    employee: Stored[Employee]
    names: Sequence[Stored[Personal[FormerName]]] = ()
    occupations: Sequence[Stored[Personal[FormerOccupation]]] = ()
    postings: Sequence[StoredPosting] = ()
    absences: Sequence[StoredAbsence] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A line of a roster on the way into the records: what it says, from when, and its row."""

    row: int
    entry: RosterEntry
    effective: date

    @property
    def number(self) -> str:
        """Return the number of the person."""
        return self.entry.employee.employee_no

    @property
    def end(self) -> date | None:
        """Return the first day out of service; None where no last day is known."""
        return end_of(self.entry.employee)

    def posting(self, department: str, valid: Period, *, is_concurrent: bool) -> Personal[Posting]:
        """Return a post of the person."""
        title, kind = self.entry.job_title, self.entry.employment_type
        return Personal(self.number, Posting(department, title, kind, valid, is_concurrent))


def end_of(employee: Employee) -> date | None:
    """Return the first day out of service; None where no last day is known."""
    return None if employee.left_on is None else employee.left_on + timedelta(days=1)


def started(absence: Absence, effective: date) -> Absence:
    """Return an absence that begins on the effective day unless it says when."""
    if absence.valid.start is not None:
        return absence
    return replace(absence, valid=Period(effective, absence.valid.end))


def _start(stored: StoredPosting) -> date:
    return stored.value.fact.valid.start or date.min


def plan_main(
    plan: Plan[Personal[Posting]],
    check: Check,
    arrival: Arrival,
    postings: Sequence[StoredPosting],
) -> list[FieldChange]:
    """Plan the main post: another one begins on the effective day, up to the next one recorded.

    What was recorded for a later day stays; a last day in service before it is refused.
    """
    effective, end = arrival.effective, arrival.end
    main = [stored for stored in postings if not stored.value.fact.is_concurrent]
    later = [start for start in map(_start, main) if start > effective]
    if end is not None and later and max(later) >= end:
        check.add("intake.later_posting", arrival.row, "退職日", date=max(later).isoformat())
        return []
    old = next((stored for stored in main if effective in stored.value.fact.valid), None)
    if end is not None and end <= effective:
        return _plan_leaving(plan, check, arrival, old or max(main, key=_start, default=None))
    until = min([day for day in (*later, end) if day is not None], default=None)
    department = arrival.entry.department
    if old is None:
        begin = max(effective, arrival.entry.employee.hired_on or effective)
        if until is not None and begin >= until:
            check.add("intake.hired_after_posting", arrival.row, "採用日", date=until.isoformat())
            return []
        plan.record.append(arrival.posting(department, Period(begin, until), is_concurrent=False))
        return [FieldChange("department", "", department)]
    held = old.value.fact
    new = arrival.posting(department, held.valid, is_concurrent=False).fact
    splits = new != held and held.valid.start != effective
    new = replace(new, valid=Period(effective if splits else held.valid.start, until))
    if new == held:
        return []
    plan.supersede.append(old)
    if splits:
        before = replace(held, valid=Period(held.valid.start, effective))
        plan.record.append(Personal(arrival.number, before))
    plan.record.append(Personal(arrival.number, new))
    return list(differences(held, new))


def _plan_leaving(
    plan: Plan[Personal[Posting]], check: Check, arrival: Arrival, old: StoredPosting | None
) -> list[FieldChange]:
    """End the last post of somebody who is no longer in service on the effective day."""
    if old is None or arrival.end is None:
        return []
    held = old.value.fact
    if held.valid.end is not None and held.valid.end <= arrival.end:
        return []
    if arrival.end <= _start(old):
        check.add("intake.later_posting", arrival.row, "退職日", date=_start(old).isoformat())
        return []
    new = replace(held, valid=Period(held.valid.start, arrival.end))
    plan.supersede.append(old)
    plan.record.append(Personal(arrival.number, new))
    return list(differences(held, new))


def plan_concurrent(
    plan: Plan[Personal[Posting]], arrival: Arrival, postings: Sequence[StoredPosting]
) -> list[FieldChange]:
    """Plan the concurrent posts: those not named end on the effective day, new ones begin."""
    effective, end = arrival.effective, arrival.end
    concurrent = [stored for stored in postings if stored.value.fact.is_concurrent]
    held = {
        stored.value.fact.department: stored
        for stored in concurrent
        if effective in stored.value.fact.valid
    }
    wanted = arrival.entry.concurrent if end is None or end > effective else ()
    ended = [stored for code, stored in held.items() if code not in wanted]
    begun = [code for code in wanted if code not in held]
    for stored in ended:
        fact = stored.value.fact
        plan.supersede.append(stored)
        last = effective if end is None else min(effective, end)
        if fact.valid.start is None or fact.valid.start < last:
            ending = replace(fact, valid=Period(fact.valid.start, last))
            plan.record.append(Personal(arrival.number, ending))
    for code in begun:
        later = [_start(stored) for stored in concurrent if stored.value.fact.department == code]
        until = min([d for d in (*later, end) if d is not None and d > effective], default=None)
        plan.record.append(arrival.posting(code, Period(effective, until), is_concurrent=True))
    if not ended and not begun:
        return []
    return [FieldChange("concurrent", as_text(tuple(sorted(held))), as_text(tuple(wanted)))]


def plan_absence(
    plan: Plan[Personal[Absence]],
    check: Check,
    arrival: Arrival,
    absences: Sequence[StoredAbsence],
) -> list[FieldChange]:
    """Plan the absence: one that is no longer named ends, another one follows it."""
    effective, wanted = arrival.effective, arrival.entry.absence
    present = next((s for s in absences if effective in s.value.fact.valid), None)
    if wanted is None:
        if present is None:
            return []
        _end_absence(plan, present, effective)
        return [FieldChange("absence", present.value.fact.kind.value, "")]
    same = _same_absence(wanted, present, absences)
    if same is not None:
        fact = replace(same.value.fact, valid=Period(same.value.fact.valid.start, wanted.valid.end))
        if fact == same.value.fact:
            return []
        plan.supersede.append(same)
        plan.record.append(Personal(arrival.number, fact))
        return [FieldChange("absence", as_text(same.value.fact.valid), as_text(fact.valid))]
    begun = started(wanted, effective)
    overlapped = _overlapped(begun, present, absences)
    if overlapped is not None:
        day = as_text(overlapped.value.fact.valid.start)
        check.add("intake.absence_overlaps", arrival.row, "状態開始", date=day)
        return []
    if present is not None:
        _end_absence(plan, present, begun.valid.start or effective)
    plan.record.append(Personal(arrival.number, begun))
    old = "" if present is None else present.value.fact.kind.value
    return [FieldChange("absence", old, begun.kind.value)]


def _end_absence(plan: Plan[Personal[Absence]], stored: StoredAbsence, on: date) -> None:
    fact = stored.value.fact
    plan.supersede.append(stored)
    if fact.valid.start is None or fact.valid.start < on:
        ended = replace(fact, valid=Period(fact.valid.start, on))
        plan.record.append(Personal(stored.value.employee_no, ended))


def _same_absence(
    wanted: Absence, present: StoredAbsence | None, absences: Sequence[StoredAbsence]
) -> StoredAbsence | None:
    for stored in absences:
        fact = stored.value.fact
        if fact.kind is not wanted.kind:
            continue
        if wanted.valid.start is None and stored is present:
            return stored
        if wanted.valid.start is not None and fact.valid.start == wanted.valid.start:
            return stored
    return None


def _overlapped(
    begun: Absence, present: StoredAbsence | None, absences: Sequence[StoredAbsence]
) -> StoredAbsence | None:
    """Return an absence recorded for the days of another one, the present one excepted.

    The present one ends where the other one begins. One of another kind that would begin before
    it overlaps; one of the same kind corrects its first day.
    """
    start, end = begun.valid.start or date.min, begun.valid.end or date.max
    for stored in absences:
        held = stored.value.fact.valid
        held_start, held_end = held.start or date.min, held.end or date.max
        is_same_kind = stored.value.fact.kind is begun.kind
        if stored is present and (held_start <= start or is_same_kind):
            continue
        if start < held_end and held_start < end:
            return stored
    return None
