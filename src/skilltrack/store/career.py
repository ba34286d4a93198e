"""What people bring beside courses and exams, recorded and read."""

from datetime import date

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Stored, period_columns

CAREER = Facts[CareerEntry](
    schema.career_entry,
    lambda e: {
        "entry_id": e.entry_id,
        "employee_no": e.employee_no,
        "kind": e.kind.value,
        "field": e.field,
        "title": e.title,
        "level": e.level,
        "evidence": e.evidence,
        "note": e.note,
        **period_columns(e.valid),
    },
    lambda row: CareerEntry(
        row.entry_id,
        row.employee_no,
        CareerKind(row.kind),
        row.field,
        row.title,
        Period(row.valid_from, row.valid_to),
        row.level,
        row.evidence,
        row.note,
    ),
)


def entries_of(session: Session, employee_no: str) -> tuple[Stored[CareerEntry], ...]:
    """Return the entries of one person, in the order recorded."""
    return CAREER.current(session, schema.career_entry.c.employee_no == employee_no)


def entries(
    session: Session, kinds: frozenset[CareerKind] = frozenset(CareerKind)
) -> tuple[CareerEntry, ...]:
    """Return everybody's entries of some kinds, in the order recorded."""
    wanted = sorted(kind.value for kind in kinds)
    return CAREER.values(session, schema.career_entry.c.kind.in_(wanted))


def entry(session: Session, entry_id: str) -> Stored[CareerEntry] | None:
    """Return an entry; None where there is none of that id."""
    found = CAREER.current(session, schema.career_entry.c.entry_id == entry_id)
    return found[0] if found else None


def fields_known(session: Session) -> dict[CareerKind, tuple[str, ...]]:
    """Return kind → fields that entries of it are about, sorted."""
    e = schema.career_entry
    query = (
        sa.select(e.c.kind, e.c.field)
        .where(session.knows(e), e.c.field != "")
        .distinct()
        .order_by(e.c.field)
    )
    found: dict[CareerKind, list[str]] = {}
    for kind, about in session.connection.execute(query):
        found.setdefault(CareerKind(kind), []).append(about)
    return {kind: tuple(fields) for kind, fields in found.items()}


def holds_on(entry_of: CareerEntry, on: date) -> bool:
    """Return whether an entry counts on a day; only a qualification can lapse."""
    valid = entry_of.valid
    if valid.start is not None and valid.start > on:
        return False
    return entry_of.kind is not CareerKind.QUALIFICATION or valid.end is None or valid.end > on
