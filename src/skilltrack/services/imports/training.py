"""Completions against the records."""

from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion
from skilltrack.domain.intake import Intake
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.services.imports.organisation import unknown_employee
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.store import organisation as people
from skilltrack.store import training as records
from skilltrack.store.database import UnitOfWork


def take_completions(
    work: UnitOfWork, intake: Intake[Completion], check: Check, today: date
) -> Plan[Completion]:
    """Append completions; one is known by person, course and day."""
    check.duplicates(
        lambda c: (c.employee_no, c.course, c.on), lambda c: f"{c.employee_no} {c.course}"
    )
    employees = people.employee_numbers(work)
    years = records.course_years(work)
    known = records.completions_by_key(work)
    other_years: dict[tuple[str, int], int] = {}
    plan: Plan[Completion] = Plan()
    for line in intake.lines:
        value = line.value
        unknown_employee(check, employees, line.row, "職員番号", value.employee_no)
        check.not_after(today, line.row, "修了日", value.on)
        year = FiscalYear.of(value.on).year
        if value.course not in years:
            check.add("intake.unknown_course", line.row, "研修コード", code=value.course)
        elif year not in years[value.course]:
            other_years.setdefault((value.course, year), line.row)
        old = known.get((value.employee_no, value.course, value.on))
        plan.take(line.row, value.employee_no, old, value)
    for (code, year), row in other_years.items():
        check.add(
            "intake.course_other_year",
            row,
            "研修コード",
            is_notice=True,
            code=code,
            year=fiscal_year_text(FiscalYear(year)),
        )
    records.COMPLETIONS.supersede(work, plan.supersede)
    records.record_completions(work, plan.record)
    return plan
