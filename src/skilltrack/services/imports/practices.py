"""Practices of a file against the records: known by department and title, with a lasting id."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from skilltrack.domain.intake import ChangedLine, FieldChange, Intake
from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import STAGES, PracticeEntry, StageDay, free_id, misplaced
from skilltrack.exchange.intake.practices import DAY_HEADINGS
from skilltrack.services.imports.organisation import unknown_employee
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.store import organisation as records
from skilltrack.store.database import UnitOfWork
from skilltrack.store.practices import practice_days, put_days

Days = Mapping[PracticeStage, date]


def take_practices(
    work: UnitOfWork, intake: Intake[PracticeEntry], check: Check, on: date, today: date
) -> Plan[Practice]:
    """Take over practices; one is known by department and title.

    Args:
        work: Where to record.
        intake: The file.
        check: Gathers problems.
        on: The day of a stage that a dated practice has newly reached where the file has none.
        today: No stage is reached later.
    """
    check.duplicates(
        lambda e: (e.practice.department, e.practice.title), lambda e: e.practice.title
    )
    employees = records.employee_numbers(work)
    departments = records.department_codes(work)
    held = records.PRACTICES.current(work)
    known = {(s.value.department, s.value.title): s for s in held}
    taken = {s.value.practice_id for s in held}
    dated = practice_days(work)
    plan: Plan[Practice] = Plan()
    wanted: dict[str, Days] = {}
    for line in intake.lines:
        value = line.value.practice
        if value.department not in departments:
            check.add("intake.unknown_department", line.row, "所属コード", code=value.department)
        for employee_no in value.participants:
            unknown_employee(check, employees, line.row, "参加者職員番号", employee_no)
        _check_days(check, line.row, line.value, today)
        old = known.get((value.department, value.title))
        code = (
            free_id(value.department, value.title, taken) if old is None else old.value.practice_id
        )
        taken.add(code)
        before = {one.stage: one.on for one in dated.get(code, ())}
        days = _days(line.value, before, on)
        was_changed = len(plan.changed)
        plan.take(line.row, value.title, old, replace(value, practice_id=code))
        if days != before:
            wanted[code] = days
            if old is not None and len(plan.changed) == was_changed:
                plan.unchanged -= 1
                plan.changed.append(ChangedLine(line.row, value.title, _differences(before, days)))
    records.PRACTICES.supersede(work, plan.supersede)
    records.PRACTICES.record(work, plan.record)
    for code, days in wanted.items():
        put_days(work, code, days)
    return plan


def _check_days(check: Check, row: int, entry: PracticeEntry, today: date) -> None:
    days = dict(entry.days)
    for stage, on in entry.days:
        check.not_after(today, row, DAY_HEADINGS[stage], on)
    stage = entry.practice.stage
    later = [one for one in days if STAGES.index(one) > STAGES.index(stage)]
    if later:
        check.add("practices.day_of_later_stage", row, DAY_HEADINGS[later[0]])
    elif days and stage not in days:
        check.add("practices.stage_without_day", row, DAY_HEADINGS[stage])
    pair = misplaced(StageDay("", of, on) for of, on in entry.days)
    if pair is not None:
        check.add("practices.days_reversed", row, DAY_HEADINGS[pair[1].stage])


def _days(entry: PracticeEntry, before: Days, on: date) -> Days:
    """Return the days that hold afterwards: those of the file, else those known, as they fit."""
    stage = entry.practice.stage
    if not entry.days and not before:
        return {}
    days = dict(before) | dict(entry.days)
    kept = {of: day for of, day in days.items() if STAGES.index(of) <= STAGES.index(stage)}
    if stage not in kept:
        kept[stage] = max([on, *kept.values()])
    return kept


def _differences(before: Days, after: Days) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(f"{stage.value}_on", _iso(before.get(stage)), _iso(after.get(stage)))
        for stage in STAGES
        if before.get(stage) != after.get(stage)
    )


def _iso(on: date | None) -> str:
    return "" if on is None else on.isoformat()
