"""People missing from the roster: found, told, and dealt with as was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import (
    Decision,
    FieldChange,
    Handling,
    MissingPerson,
    MissingRule,
)
from skilltrack.domain.organisation import Absence, AbsenceKind
from skilltrack.services.imports.planning import Check
from skilltrack.services.imports.posts import PersonalPlans, PersonalRecords, end_of
from skilltrack.store import organisation as records
from skilltrack.store import roster as plain
from skilltrack.store.database import Session
from skilltrack.store.facts import Personal

ABSENCE_OF: Mapping[Handling, AbsenceKind] = {
    Handling.SECONDED: AbsenceKind.SECONDED_OUT,
    Handling.LEAVE: AbsenceKind.LEAVE,
    Handling.CHILDCARE: AbsenceKind.CHILDCARE,
}

Decided = Mapping[str, tuple[Decision, tuple[FieldChange, ...]]]


@dataclass(frozen=True, slots=True)
class MissingOrder:
    """What to do with the people missing on a day; ``rule`` None keeps and tells them.

    ``is_final`` says that the import is carried out: nobody may be left undecided then.
    """

    rule: MissingRule | None
    effective: date
    is_final: bool


def find_missing(
    session: Session, effective: date, in_post: Mapping[str, object], listed: set[str]
) -> tuple[MissingPerson, ...]:
    """Return who is in post on a day and not in the file.

    Whoever has left or is absent on that day is not missing: nobody expects them in the file.
    """
    numbers = in_post.keys() - listed - plain.absent_on(session, effective)
    if not numbers:
        return ()
    departments = {d.code: d.name for d in records.departments_on(session, effective)}
    return tuple(
        MissingPerson(
            person.employee_no,
            person.name,
            person.department,
            departments.get(person.department, person.department),
            person.job_title,
        )
        for person in plain.in_service(session, numbers, effective)
    )


def decide(
    plans: PersonalPlans,
    check: Check,
    missing: Sequence[MissingPerson],
    known: Mapping[str, PersonalRecords],
    order: MissingOrder,
) -> Decided:
    """Plan what was decided about everybody missing.

    Returns:
        Employee number → the decision and the fields it changes, for those decided about.
    """
    rule = order.rule
    if rule is None or rule.is_partial:
        return {}
    numbers = {person.employee_no for person in missing}
    for number in sorted(rule.decided.keys() - numbers):
        check.add("intake.not_missing", None, "", employee_no=number)
    undecided = [person for person in missing if rule.of(person.employee_no) is None]
    if undecided and order.is_final:
        check.add("intake.missing_undecided", None, "", count=len(undecided))
    decided: dict[str, tuple[Decision, tuple[FieldChange, ...]]] = {}
    for person in missing:
        decision = rule.of(person.employee_no)
        if decision is None:
            continue
        fields: Sequence[FieldChange] = ()
        if decision.handling is Handling.RETIRED:
            decision = replace(decision, on=decision.on or order.effective - timedelta(days=1))
            fields = _retire(plans, check, known[person.employee_no], decision)
        elif decision.handling in ABSENCE_OF:
            decision = replace(decision, on=decision.on or order.effective)
            fields = _absent(plans, check, known[person.employee_no], decision)
        decided[person.employee_no] = (decision, tuple(fields))
    return decided


def to_be_changed(missing: Sequence[MissingPerson], rule: MissingRule | None) -> set[str]:
    """Return the numbers of those about whom something else than keeping was decided."""
    if rule is None or rule.is_partial:
        return set()
    decisions = {person.employee_no: rule.of(person.employee_no) for person in missing}
    return {
        number
        for number, decision in decisions.items()
        if decision is not None and decision.handling is not Handling.KEEP
    }


def _retire(
    plans: PersonalPlans, check: Check, known: PersonalRecords, decision: Decision
) -> Sequence[FieldChange]:
    old = known.employee.value
    new = replace(old, left_on=decision.on)
    end = end_of(new)
    starts = [start for start in _starts(known) if end is not None and start >= end]
    if end is None or starts:
        _contradicted(check, known, starts)
        return ()
    plans.employees.supersede.append(known.employee)
    plans.employees.record.append(new)
    for stored in known.postings:
        fact = stored.value.fact
        if fact.valid.end is None or fact.valid.end > end:
            plans.postings.supersede.append(stored)
            ended = replace(fact, valid=Period(fact.valid.start, end))
            plans.postings.record.append(Personal(old.employee_no, ended))
    last_day = "" if old.left_on is None else old.left_on.isoformat()
    return [FieldChange("left_on", last_day, "" if new.left_on is None else str(new.left_on))]


def _absent(
    plans: PersonalPlans, check: Check, known: PersonalRecords, decision: Decision
) -> Sequence[FieldChange]:
    number, begin = known.employee.value.employee_no, decision.on
    posted = min(_starts(known), default=date.min)
    if begin is None or posted > begin:
        _contradicted(check, known, [posted])
        return ()
    kind = ABSENCE_OF[decision.handling]
    starts = [s.value.fact.valid.start for s in known.absences]
    until = min([day for day in starts if day is not None and day > begin], default=None)
    absence = Absence(kind, Period(begin, until))
    plans.absences.record.append(Personal(number, absence))
    return [FieldChange("absence", "", kind.value)]


def _starts(known: PersonalRecords) -> Sequence[date]:
    """Return on which days the posts begin that are recorded from the effective day on."""
    return [stored.value.fact.valid.start or date.min for stored in known.postings]


def _contradicted(check: Check, known: PersonalRecords, starts: Sequence[date]) -> None:
    """Report a post that begins after the day that was decided."""
    number = known.employee.value.employee_no
    day = max(starts, default=date.min).isoformat()
    check.add("intake.decision_contradicts", None, "", employee_no=number, date=day)
