"""Workbooks on sessions; each one written is noted in the log."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.sessions.definition import EnrolmentState
from skilltrack.domain.sessions.figures import Candidate, RosterLine, SessionSheet
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.texts import _
from skilltrack.services.recall import says_known
from skilltrack.services.sessions import reading as sessions
from skilltrack.services.sessions.candidates import candidates_in
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

SheetWriter = Callable[[Path, SessionSheet, str, datetime], None]


def _organisation(database: Database) -> str:
    with database.reading() as session:
        return setting(session, "organisation") or ""


@says_known
def save_attendance_sheet(
    database: Database, session_id: str, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save the attendance sheet of a session, to be filled in; return how many people are in it.

    Raises:
        Refusal: No such session, or it has no days.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.session_sheets import write_attendance

    sheet = sessions.session_sheet(database, session_id, as_of, as_known)
    if not sheet.session.days:
        raise refuse("sessions.no_days")
    write_attendance(path, sheet, organisation=_organisation(database), made_at=database.clock())
    audit.note(database, Entry("export.attendance", path.name, len(sheet.seated)))
    return len(sheet.seated)


@says_known
def save_roster(
    database: Database, session_id: str, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save the roster of a session for printing; return how many people are in it.

    Raises:
        Refusal: No such session.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.session_sheets import write_roster

    sheet = sessions.session_sheet(database, session_id, as_of, as_known)
    write_roster(path, sheet, organisation=_organisation(database), made_at=database.clock())
    audit.note(database, Entry("export.roster", path.name, len(sheet.roster)))
    return len(sheet.roster)


@says_known
def save_session_report(
    database: Database, session_id: str, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save the report on one session; return how many came.

    Raises:
        Refusal: No such session.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.session_report import write_session

    sheet = sessions.session_sheet(database, session_id, as_of, as_known)
    write_session(path, sheet, organisation=_organisation(database), made_at=database.clock())
    audit.note(database, Entry("export.session", path.name, sheet.line.counts.attended))
    return sheet.line.counts.attended


@says_known
def save_year_report(
    database: Database,
    fiscal_year: FiscalYear,
    path: Path,
    as_of: date,
    as_known: datetime | None = None,
    *,
    is_data: bool = False,
) -> int:
    """Save the report on the sessions of a year; return how many sessions are in it.

    Args:
        database: The data file.
        fiscal_year: The year.
        path: The workbook to write or to replace.
        as_of: Attendances and completions after this day do not count.
        as_known: What was recorded by this instant; None is everything.
        is_data: One cell one datum, in place of the printed form.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.session_report import write_year, write_year_data

    year = sessions.sessions_of_year(database, fiscal_year, as_of, as_known)
    write = write_year_data if is_data else write_year
    write(path, year, organisation=_organisation(database), made_at=database.clock())
    audit.note(database, Entry("export.sessions", path.name, len(year.lines)))
    return len(year.lines)


def save_invitations(
    database: Database,
    session_id: str,
    folder: Path,
    as_of: date,
    *,
    among: Collection[str] | None = None,
    contact: str = "",
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Save a workbook for each department of those invited, with a text to paste.

    Args:
        database: The data file.
        session_id: The session.
        folder: Where they go; made if need be.
        as_of: The day on which it is asked why they are invited.
        among: Only people with these numbers; None is everybody invited.
        contact: Whom to ask; '' names the personnel section.
        progress: Told the workbooks written, and all.

    Returns:
        The workbooks by department.

    Raises:
        Refusal: No such session, or nobody is invited.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports.session_invitations import Invitee, write_invitation

    with database.reading() as session:
        sheet = sessions.sheet_in(session, session_id, as_of)
        owing = {
            one.employee_no: one
            for one in candidates_in(session, sheet.session, as_of, has_touched=True)
        }
    units: dict[tuple[str, str], list[Invitee]] = {}
    for person in sheet.roster:
        is_meant = person.state is EnrolmentState.INVITED
        if is_meant if among is None else person.employee_no in among:
            invitee = Invitee(*_invitee(person, owing.get(person.employee_no)))
            units.setdefault((person.unit, person.unit_name), []).append(invitee)
    if not units:
        raise refuse("sessions.nobody_invited")
    make_folder(folder)
    body, made_at = _organisation(database), database.clock()
    paths = []
    for number, ((code, name), people) in enumerate(sorted(units.items())):
        progress(number, len(units))
        title = _("{code}_{unit}_研修の案内.xlsx").format(code=code, unit=name)
        paths.append(folder / file_name(title))
        write_invitation(
            paths[-1],
            sheet.line,
            name or _("所属なし"),
            people,
            organisation=body,
            contact=contact,
            made_at=made_at,
        )
    progress(len(units), len(units))
    audit.note(database, Entry("export.invitations", session_id, len(paths)))
    return tuple(paths)


def _invitee(
    person: RosterLine, owing: Candidate | None
) -> tuple[str, str, str, str, str, date | None]:
    return (
        person.employee_no,
        person.name,
        person.department_name,
        person.job_title,
        "" if owing is None else owing.why,
        None if owing is None else owing.due,
    )
