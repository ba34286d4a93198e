"""Workbooks of a seat plan; each one written is logged."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.seats.sheets import PlanSheet
from skilltrack.services.recall import says_known
from skilltrack.services.seats.sheets import sheet_in
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting


def _read(database: Database, plan_id: str, as_known: datetime | None) -> tuple[PlanSheet, str]:
    with database.reading(as_known) as session:
        return sheet_in(session, plan_id), setting(session, "organisation") or ""


@says_known
def save_department_sheets(
    database: Database,
    plan_id: str,
    path: Path,
    department: str = "",
    as_known: datetime | None = None,
) -> int:
    """Save a sheet for each department with a seat, for its head; return how many seats.

    Args:
        database: The data file.
        plan_id: The plan.
        path: The workbook to write or to replace.
        department: The code of the only department; '' is all.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: No such plan, or nobody of the department has a seat.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.seats import write_department_sheets

    sheet, organisation = _read(database, plan_id, as_known)
    seated = {line.person.unit for line in sheet.seats}
    units = [
        (code, name) for code, name in sheet.units if code in seated and department in {"", code}
    ]
    if not units:
        raise refuse("seats.nobody_of_unit", unit=department)
    write_department_sheets(path, sheet, units, organisation=organisation, made_at=database.clock())
    codes = {code for code, _name in units}
    count = sum(line.person.unit in codes for line in sheet.seats)
    audit.note(database, Entry("export.seats", path.name, count))
    return count


@says_known
def save_session_lists(
    database: Database, plan_id: str, path: Path, as_known: datetime | None = None
) -> int:
    """Save a summary and a list for each session; return how many seats.

    Raises:
        Refusal: No such plan.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.seats import write_session_lists

    return _save(database, plan_id, path, as_known, write_session_lists)


@says_known
def save_plan_data(
    database: Database, plan_id: str, path: Path, as_known: datetime | None = None
) -> int:
    """Save all of a plan as data; return how many seats.

    Raises:
        Refusal: No such plan, or there are more rows than a sheet holds.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.seat_data import write_plan_data

    return _save(database, plan_id, path, as_known, write_plan_data)


def _save(
    database: Database,
    plan_id: str,
    path: Path,
    as_known: datetime | None,
    write: Callable[..., None],
) -> int:
    sheet, organisation = _read(database, plan_id, as_known)
    write(path, sheet, organisation=organisation, made_at=database.clock())
    audit.note(database, Entry("export.seats", path.name, len(sheet.seats)))
    return len(sheet.seats)
