"""Departments, job titles and appointments against the records."""

from dataclasses import replace
from datetime import date, timedelta

from skilltrack.domain.intake import Intake
from skilltrack.domain.lineage import successions_of
from skilltrack.domain.organisation import (
    Appointment,
    Department,
    JobTitle,
    cycles,
    nested_units,
)
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.imports.planning import Check, Plan, plan_dated
from skilltrack.store import organisation as records
from skilltrack.store.database import UnitOfWork


def take_departments(
    work: UnitOfWork, intake: Intake[Department], check: Check, effective: date | None
) -> Plan[Department]:
    """Take over departments; the tree that results must stand."""
    check.duplicates(lambda d: (d.code, d.valid.start), lambda d: d.code)
    current = records.DEPARTMENTS.current(work)
    rows = {line.value.code: line.row for line in intake.lines}
    known = set(rows) | {stored.value.code for stored in current}
    for line in intake.lines:
        if line.value.parent is not None and line.value.parent not in known:
            check.add("intake.unknown_parent", line.row, "上位所属コード", code=line.value.parent)
    plan = plan_dated(
        intake.lines, current, lambda d: d.code, effective, has_beginning=bool(current)
    )
    gone = {stored.id for stored in plan.supersede}
    result = [s.value for s in current if s.id not in gone] + plan.record
    newest = {d.code: d for d in sorted(result, key=lambda d: d.valid.start or date.min)}
    standing = [d for d in newest.values() if d.valid.end is None]
    for code in cycles(standing):
        check.add("intake.department_cycle", rows.get(code), "上位所属コード", code=code)
    for code, above in nested_units(standing):
        check.add("intake.nested_units", rows.get(code), "評価単位", code=code, above=above)
    records.DEPARTMENTS.supersede(work, plan.supersede)
    records.DEPARTMENTS.record(work, plan.record)
    return plan


def take_titles(
    work: UnitOfWork, intake: Intake[JobTitle], check: Check, effective: date | None
) -> Plan[JobTitle]:
    """Take over the table of job titles and bands."""
    check.duplicates(lambda t: (t.name, t.valid.start), lambda t: t.name)
    current = records.TITLES.current(work)
    plan = plan_dated(intake.lines, current, lambda t: t.name, effective)
    records.TITLES.supersede(work, plan.supersede)
    records.TITLES.record(work, plan.record)
    return plan


def take_appointments(
    work: UnitOfWork, intake: Intake[Appointment], check: Check
) -> Plan[Appointment]:
    """Take over appointments; one is known by person, role and first day."""
    check.duplicates(
        lambda a: (a.employee_no, a.role, a.valid.start), lambda a: f"{a.employee_no} {a.role}"
    )
    employees = records.employee_numbers(work)
    departments = records.department_codes(work)
    known = {
        (s.value.employee_no, s.value.role, s.value.valid.start): s
        for s in records.APPOINTMENTS.current(work)
    }
    plan: Plan[Appointment] = Plan()
    for line in intake.lines:
        value = line.value
        unknown_employee(check, employees, line.row, "職員番号", value.employee_no)
        if value.department is not None and value.department not in departments:
            check.add("intake.unknown_department", line.row, "所属コード", code=value.department)
        old = known.get((value.employee_no, value.role, value.valid.start))
        if old is not None:
            value = _with_kept(value, old.value)
        plan.take(line.row, value.employee_no, old, value)
    records.APPOINTMENTS.supersede(work, plan.supersede)
    records.APPOINTMENTS.record(work, plan.record)
    return plan


def _with_kept(value: Appointment, old: Appointment) -> Appointment:
    """Keep of an appointment what a file leaves blank or has no column for."""
    return replace(
        value,
        recruitment=old.recruitment,
        certificate_no=value.certificate_no or old.certificate_no,
        ended_because=value.ended_because or old.ended_because,
    )


def unknown_employee(
    check: Check, known: frozenset[str], row: int, column: str, employee_no: str
) -> None:
    """Report a number that nobody has; one that lost its leading zeros is recognised."""
    if employee_no in known:
        return
    widths = sorted({len(number) for number in known})
    padded = [employee_no.zfill(width) for width in widths]
    meant = next((number for number in padded if number in known), None)
    hint = (
        ""
        if meant is None
        else _("（先頭の0が落ちた {number} かもしれません）").format(number=meant)
    )
    check.add("intake.unknown_employee", row, column, employee_no=employee_no, hint=hint)


def ended_departments(work: UnitOfWork, effective: date) -> dict[str, tuple[str, str, str]]:
    """Return code → name, last day and heirs in words, for what has ended by a day."""
    departments = records.DEPARTMENTS.values(work)
    last: dict[str, Department] = {}
    for one in sorted(departments, key=lambda d: d.valid.end or date.max):
        last[one.code] = one
    followed: dict[str, list[str]] = {}
    for succession in successions_of(departments, records.SUCCESSIONS.values(work)):
        heir = last.get(succession.successor)
        if heir is not None:
            followed.setdefault(succession.predecessor, []).append(f"{heir.code} {heir.name}")
    return {
        code: (
            one.name,
            wareki(one.valid.end - timedelta(days=1)),
            _("（後継は {heirs}）").format(heirs=_("、").join(followed[code]))
            if code in followed
            else "",
        )
        for code, one in last.items()
        if one.valid.end is not None and one.valid.end <= effective
    }
