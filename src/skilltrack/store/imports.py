"""The list of imports, and the undoing of one."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from skilltrack.domain.intake import ImportKind
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that was taken over; ``change`` and ``at`` are those of its change."""

    kind: ImportKind
    file_name: str
    digest: str
    rows_read: int
    rows_new: int
    rows_changed: int
    effective_on: date | None
    change: int = 0
    at: datetime | None = None
    undone_in: int | None = None


def record_import(work: UnitOfWork, done: ImportFile) -> None:
    """Record what was taken over by the present change."""
    work.connection.execute(
        sa.insert(schema.import_file).values(
            change_id=work.change,
            kind=done.kind.value,
            file_name=done.file_name,
            digest=done.digest,
            rows_read=done.rows_read,
            rows_new=done.rows_new,
            rows_changed=done.rows_changed,
            effective_on=done.effective_on,
        )
    )


def imports(session: Session) -> tuple[ImportFile, ...]:
    """Return every import, newest first."""
    i, c = schema.import_file, schema.change
    query = (
        sa.select(i, c.c.at)
        .join(c, c.c.id == i.c.change_id)
        .where(i.c.change_id <= session.known)
        .order_by(i.c.change_id.desc())
    )
    return tuple(
        ImportFile(
            ImportKind(row.kind),
            row.file_name,
            row.digest,
            row.rows_read,
            row.rows_new,
            row.rows_changed,
            row.effective_on,
            row.change_id,
            row.at,
            row.undone_in if row.undone_in and row.undone_in <= session.known else None,
        )
        for row in session.connection.execute(query)
    )


def mark_undone(work: UnitOfWork, change: int) -> None:
    """Mark an import as undone by the present change."""
    work.connection.execute(
        sa.update(schema.import_file)
        .where(schema.import_file.c.change_id == change)
        .values(undone_in=work.change)
    )
