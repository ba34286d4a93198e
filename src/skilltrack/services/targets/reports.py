"""目標の進捗 as a workbook."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.services.recall import says_known
from skilltrack.services.targets.counting import OF_POPULATION
from skilltrack.services.targets.details import detail_in
from skilltrack.services.years.closed_targets import shown_targets
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting

if TYPE_CHECKING:
    from skilltrack.domain.targets.parts import TargetStanding
    from skilltrack.reports.targets import TargetPeople


@says_known
def save_targets(
    database: Database, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Write every target with its chart, departments and who is missing.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.

    Returns:
        How many targets were written.

    Raises:
        MachineFailure: The file could not be written.
    """
    with database.reading(as_known) as session:
        count = write_in(session, path, as_of, database.clock())
    audit.note(database, Entry("report.targets", path.name, count))
    return count


def write_in(
    session: Session, path: Path, as_of: date, made_at: datetime, *, is_live: bool = False
) -> int:
    """Write the workbook within a session; return how many targets it holds."""
    from skilltrack.reports.targets import write_targets

    found = shown_targets(session, as_of, is_live=is_live)
    people = [_missing(session, one) for one in found.targets if one.missing]
    write_targets(
        path,
        found,
        [one for one in people if one.missing],
        organisation=setting(session, "organisation") or "",
        made_at=made_at,
    )
    return len(found.targets)


def _missing(session: Session, standing: "TargetStanding") -> "TargetPeople":
    """Return the people who are missing, for a target that speaks of people."""
    from skilltrack.reports.targets import TargetPeople

    if standing.rule.shape not in OF_POPULATION:
        return TargetPeople(standing, ())
    people = detail_in(session, standing.key, standing.as_of).people
    return TargetPeople(standing, tuple(one for one in people if not one.is_counted))
