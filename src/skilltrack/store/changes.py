"""The changes of a data file: what was done, when and by whom."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from skilltrack.domain.intake import ImportKind
from skilltrack.store import schema
from skilltrack.store.database import Session


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change; an import has ``import_kind`` and ``file_name``, a deed of a person ``title``.

    ``action`` is the code of what was done, for what has neither.
    """

    change: int
    at: datetime
    actor: str
    action: str
    title: str = ""
    import_kind: ImportKind | None = None
    file_name: str = ""


def recorded_changes(
    session: Session, until: datetime | None, most: int
) -> tuple[RecordedChange, ...]:
    """Return the last changes up to an instant, newest first; ``until`` None is all of them."""
    c, i, o = schema.change, schema.import_file, schema.operation
    query = (
        sa.select(c.c.id, c.c.at, c.c.actor, c.c.action, o.c.title, i.c.kind, i.c.file_name)
        .select_from(c)
        .outerjoin(i, i.c.change_id == c.c.id)
        .outerjoin(o, o.c.change_id == c.c.id)
        .where(c.c.id <= session.known)
        .order_by(c.c.id.desc())
        .limit(most)
    )
    if until is not None:
        query = query.where(c.c.at <= until)
    return tuple(
        RecordedChange(
            row.id,
            row.at,
            row.actor,
            row.action,
            row.title or "",
            None if row.kind is None else ImportKind(row.kind),
            row.file_name or "",
        )
        for row in session.connection.execute(query)
    )
