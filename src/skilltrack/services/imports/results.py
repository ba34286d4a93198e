"""What an import would do or did as a workbook, and decisions about missing people from a file."""

from pathlib import Path

from skilltrack.domain.intake import Decision, ImportOutcome
from skilltrack.domain.problems import Problem, Refusal, Severity
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake.decisions import read_decisions
from skilltrack.exchange.tables import read_table
from skilltrack.services.imports.planning import Check
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting


def save_outcome(
    database: Database, path: Path, outcome: ImportOutcome, progress: Progress = silent
) -> None:
    """Save every row of an import with what becomes of it; the log keeps how many left.

    Raises:
        MachineFailure: The file could not be written.
        Cancelled: Raised by ``progress``.
    """
    from skilltrack.reports.imports import write_outcome

    with database.reading() as session:
        organisation = setting(session, "organisation") or ""
    write_outcome(
        path, outcome, made_at=database.clock(), organisation=organisation, progress=progress
    )
    audit.note(database, Entry("export.import", path.name, len(outcome.listing)))


def decisions_of(path: Path) -> dict[str, Decision]:
    """Return employee number → decision, as a file says it.

    Raises:
        Refusal: With every problem of the file.
    """
    intake = read_decisions(read_table(path))
    check = Check(intake)
    check.duplicates(lambda decided: decided[0], lambda decided: decided[0])
    found: list[Problem] = [*intake.problems, *check.problems]
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        raise Refusal(errors)
    return {line.value[0]: line.value[1] for line in intake.lines}
