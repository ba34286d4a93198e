"""Changes made with a reason: listed, and undone as a whole."""

from skilltrack.domain.problems import refuse
from skilltrack.store import audit, undoing
from skilltrack.store import operations as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation


def list_operations(database: Database, *areas: str) -> tuple[Operation, ...]:
    """Return the operations of some areas such as ``organisation``, newest first; none: all."""
    with database.reading() as session:
        return records.operations(session, *areas)


def undo_operation(database: Database, change: int) -> Operation:
    """Undo an operation on which nothing later rests.

    Raises:
        Refusal: Unknown, undone already, or later changes rest on it.
    """
    with database.changing("operation.undo", str(change)) as work:
        found = next((o for o in records.operations(work) if o.change == change), None)
        if found is None:
            raise refuse("operations.undo_unknown", change=change)
        if found.undone_in is not None:
            raise refuse("operations.undo_done", change=change)
        if undoing.is_rested_upon(work, change):
            raise refuse("operations.undo_rests", change=change)
        touched = undoing.undo(work, change)
        records.mark_undone(work, change)
        audit.append(database, work, Entry("operation.undo", str(change), touched))
        return found
