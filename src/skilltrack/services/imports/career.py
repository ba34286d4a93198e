"""Entries of careers against the records."""

from dataclasses import replace

from skilltrack.domain.intake import Intake
from skilltrack.domain.people.career import CareerEntry
from skilltrack.i18n.texts import _
from skilltrack.services.imports.organisation import unknown_employee
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.services.people.careers import HIGHEST_LEVEL, LONGEST_NAME, LONGEST_TEXT, new_id
from skilltrack.store import organisation as people
from skilltrack.store.career import CAREER
from skilltrack.store.database import UnitOfWork


def take_career(work: UnitOfWork, intake: Intake[CareerEntry], check: Check) -> Plan[CareerEntry]:
    """Take over entries; one is known again by person, kind, field and title."""
    check.duplicates(_key, lambda e: f"{e.employee_no} {e.title}")
    employees = people.employee_numbers(work)
    known = {_key(stored.value): stored for stored in CAREER.current(work)}
    plan: Plan[CareerEntry] = Plan()
    for place, line in enumerate(intake.lines, start=1):
        value = line.value
        unknown_employee(check, employees, line.row, "職員番号", value.employee_no)
        _check_texts(check, line.row, value)
        old = known.get(_key(value))
        entry_id = new_id(work, place) if old is None else old.value.entry_id
        plan.take(line.row, value.employee_no, old, replace(value, entry_id=entry_id))
    CAREER.supersede(work, plan.supersede)
    CAREER.record(work, plan.record)
    return plan


def _key(entry: CareerEntry) -> tuple[str, str, str, str]:
    return entry.employee_no, entry.kind.value, entry.field, entry.title


def _check_texts(check: Check, row: int, entry: CareerEntry) -> None:
    if entry.level is not None and not 1 <= entry.level <= HIGHEST_LEVEL:
        check.add("career.bad_level", row, _("水準"), most=HIGHEST_LEVEL)
    texts = (
        (_("分野"), entry.field, LONGEST_NAME),
        (_("名称"), entry.title, LONGEST_NAME),
        (_("証拠"), entry.evidence, LONGEST_TEXT),
        (_("備考"), entry.note, LONGEST_TEXT),
    )
    for name, text, most in texts:
        if len(text) > most:
            check.add("career.too_long", row, name, field=name, most=most)
