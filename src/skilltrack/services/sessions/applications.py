"""Applications for a session, taken from a list."""

from datetime import date
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal, Severity
from skilltrack.services.sessions.seats import SeatOutcome, enrol_on
from skilltrack.store import organisation
from skilltrack.store.database import Database


def take_applications(
    database: Database, session_id: str, path: Path, on: date, *, is_dry_run: bool = False
) -> SeatOutcome:
    """Take applications from a list (職員番号, 申込日); a blank day is ``on``.

    Raises:
        Refusal: With every problem of the list; nothing was changed.
    """
    from skilltrack.exchange.intake.sessions import read_applications
    from skilltrack.exchange.tables import read_table

    intake = read_applications(read_table(path))
    problems = [p for p in intake.problems if p.severity is Severity.ERROR]
    with database.reading() as session:
        known = organisation.employee_numbers(session)
    first: dict[str, int] = {}
    for line in intake.lines:
        number = line.value[0]
        place = Place(intake.file, intake.sheet, line.row, "職員番号")
        if number not in known:
            problems.append(Problem("sessions.unknown_employee", place, {"number": number}))
        row = first.setdefault(number, line.row)
        if row != line.row:
            problems.append(Problem("sessions.twice", place, {"number": number, "first": row}))
    if not problems and not intake.lines:
        problems.append(Problem("sessions.no_rows", Place(intake.file, intake.sheet)))
    if problems:
        raise Refusal(sorted(problems, key=lambda problem: problem.place.row or 0))
    applied = {line.value[0]: line.value[1] or on for line in intake.lines}
    notices = tuple(p for p in intake.problems if p.severity is Severity.NOTICE)
    return enrol_on(database, session_id, applied, is_dry_run=is_dry_run, notices=notices)
