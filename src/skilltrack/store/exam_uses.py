"""Where records speak of an exam."""

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session

_TABLES = (
    schema.exam_attempt,
    schema.exam_plan,
    schema.exam_consent,
    schema.voucher,
    schema.textbook_issue,
    schema.subsidy_application,
)


def exam_uses(session: Session) -> Mapping[str, int]:
    """Return exam code → records that speak of it: sittings, plans, consents, vouchers and so on.

    Exams of which no record speaks are absent.
    """
    return _counted(session, _TABLES)


def sittings_by_exam(session: Session) -> Mapping[str, Mapping[date, int]]:
    """Return exam code → day → sittings recorded."""
    table = schema.exam_attempt
    found: dict[str, dict[date, int]] = {}
    query = (
        sa.select(table.c.exam, table.c.sat_on, sa.func.count())
        .where(session.knows(table))
        .group_by(table.c.exam, table.c.sat_on)
    )
    for code, on, count in session.connection.execute(query):
        found.setdefault(code, {})[on] = count
    return found


def _counted(session: Session, tables: Iterable[sa.Table]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in tables:
        query = (
            sa.select(table.c.exam, sa.func.count())
            .where(session.knows(table))
            .group_by(table.c.exam)
        )
        for code, count in session.connection.execute(query):
            counts[code] = counts.get(code, 0) + count
    return counts
