"""Workbooks on roles and meetings; each one written is noted in the log."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.roles.appointments import AppointmentLine, Standing
from skilltrack.domain.roles.meetings import Circle
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.recall import says_known
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles import meetings
from skilltrack.services.roles.appointments import known_role, role_names
from skilltrack.services.roles.fields import role_fields
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

_CURRENT = frozenset({Standing.HELD, Standing.ENDING})


def _organisation(database: Database) -> str:
    with database.reading() as session:
        return setting(session, "organisation") or ""


def _written(
    database: Database, name: str, path: Path, count: int, write: Callable[[str, datetime], None]
) -> int:
    """Write a workbook, note it in the log, and return how many rows left."""
    write(_organisation(database), database.clock())
    audit.note(database, Entry(f"export.{name}", path.name, count))
    return count


@says_known
def save_certificates(
    database: Database,
    role: str,
    path: Path,
    as_of: date,
    fiscal_year: FiscalYear | None = None,
    as_known: datetime | None = None,
) -> int:
    """Save a certificate for each numbered appointment held on a day.

    Args:
        database: The data file.
        role: The role by name or code.
        path: The workbook to write or to replace.
        as_of: The day; appointments ahead of it count, too.
        fiscal_year: Only those that begin in it; None is all.
        as_known: What was recorded by this instant; None is everything.

    Returns:
        How many certificates there are.

    Raises:
        Refusal: No such role, or nobody has a number.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.appointments import write_certificates

    with database.reading(as_known) as session:
        code = known_role(session, role)
        name = role_names(session)[code]
        found = [
            line
            for line in role_figures.lines_in(session, as_of)
            if line.role == code
            and line.certificate_no
            and line.standing is not Standing.ENDED
            and (fiscal_year is None or (line.valid.start or date.min) in fiscal_year)
        ]
    if not found:
        raise refuse("roles.no_certificates", role=name, on=wareki(as_of))
    found.sort(key=lambda line: line.certificate_no)
    return _written(
        database,
        "certificates",
        path,
        len(found),
        lambda body, at: write_certificates(path, found, organisation=body, made_at=at),
    )


@says_known
def save_register(
    database: Database,
    path: Path,
    as_of: date,
    role: str = "",
    as_known: datetime | None = None,
    *,
    has_ended: bool = False,
) -> int:
    """Save the register of those appointed.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        as_of: The day.
        role: The role by name or code; '' is every role.
        as_known: What was recorded by this instant; None is everything.
        has_ended: Also those whose appointment has ended.

    Returns:
        How many appointments are in it.

    Raises:
        Refusal: No such role.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.appointments import write_register

    with database.reading(as_known) as session:
        code = known_role(session, role) if role else ""
        title = role_names(session)[code] if code else _("すべての役割")
        lines = role_figures.lines_in(session, as_of)
    found = [
        line
        for line in lines
        if (not code or line.role == code) and _is_in(line, has_ended=has_ended)
    ]
    found.sort(key=lambda line: (line.role, not line.certificate_no, line.certificate_no))
    return _written(
        database,
        "register",
        path,
        len(found),
        lambda body, at: write_register(path, found, title, as_of, organisation=body, made_at=at),
    )


def _is_in(line: AppointmentLine, *, has_ended: bool) -> bool:
    return line.standing in _CURRENT or (has_ended and line.standing is Standing.ENDED)


@says_known
def save_coverage(
    database: Database, role: str, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save who holds a role in each evaluation unit; return how many units lack somebody.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such role.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.appointments import write_coverage

    found = role_figures.coverage(database, role, as_of, as_known)
    return _written(
        database,
        "coverage",
        path,
        len(found.lacking),
        lambda body, at: write_coverage(path, found, organisation=body, made_at=at),
    )


@says_known
def save_balance(
    database: Database,
    role: str,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
    *,
    round_id: str = "",
) -> int:
    """Save how a role is spread; return how many hold it.

    ``as_known`` None is everything recorded; ``round_id`` is the round whose fields are told, ''
    the newest answered.

    Raises:
        Refusal: No such role.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.balance import write_balance

    found = role_figures.role_balance(database, role, as_of, as_known)
    fields = role_fields(database, role, as_of, as_known, round_id=round_id)
    return _written(
        database,
        "balance",
        path,
        found.total.count,
        lambda body, at: write_balance(path, found, fields, organisation=body, made_at=at),
    )


@says_known
def save_meetings(
    database: Database,
    circle: Circle,
    fiscal_year: FiscalYear,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
) -> int:
    """Save the meetings of a circle in a fiscal year; return how many there are.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such circle.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.meetings import write_meetings

    found = meetings.year_log(database, circle, fiscal_year, as_of, as_known)
    return _written(
        database,
        "meetings",
        path,
        len(found.sheets),
        lambda body, at: write_meetings(path, found, organisation=body, made_at=at),
    )
