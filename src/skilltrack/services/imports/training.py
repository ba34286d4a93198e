"""Completions and exam results against the records."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams import Exam, ExamAttempt, is_passed
from skilltrack.domain.intake import Intake
from skilltrack.domain.training import Completion
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.imports.organisation import unknown_employee
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.store import organisation as people
from skilltrack.store import training as records
from skilltrack.store.database import UnitOfWork
from skilltrack.store.exams import ATTEMPTS


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


def take_exams(
    work: UnitOfWork,
    intake: Intake[ExamAttempt],
    check: Check,
    exams: Mapping[str, Exam],
    today: date,
) -> Plan[ExamAttempt]:
    """Append sittings; one is known by person, exam and day."""
    check.duplicates(
        lambda a: (a.employee_no, a.exam, a.on), lambda a: f"{a.employee_no} {a.on.isoformat()}"
    )
    employees = people.employee_numbers(work)
    known = {(s.value.employee_no, s.value.exam, s.value.on): s for s in ATTEMPTS.current(work)}
    plan: Plan[ExamAttempt] = Plan()
    for line in intake.lines:
        value = line.value
        unknown_employee(check, employees, line.row, "職員番号", value.employee_no)
        check.not_after(today, line.row, "受験日", value.on)
        _contradiction(check, line.row, exams[value.exam], value)
        old = known.get((value.employee_no, value.exam, value.on))
        plan.take(line.row, value.employee_no, old, value)
    ATTEMPTS.supersede(work, plan.supersede)
    ATTEMPTS.record(work, plan.record)
    return plan


def _contradiction(check: Check, row: int, exam: Exam, attempt: ExamAttempt) -> None:
    edition = exam.edition_on(attempt.on)
    decided = None if edition is None else is_passed(edition, attempt)
    if attempt.stated_pass is None or decided is None or decided == attempt.stated_pass:
        return
    check.add(
        "intake.pass_contradicts",
        row,
        "合否",
        is_notice=True,
        stated=_("合格") if attempt.stated_pass else _("不合格"),
        decided=_("合格") if decided else _("不合格"),
    )
