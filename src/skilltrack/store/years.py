"""Years that were closed, their frozen figures, and what was changed afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.years.closings import Closing, LaterChange, RecordArea
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure as it was printed on the day of closing: JSON text, no person in it."""

    report: str
    subject: str
    body: str


def closings(session: Session, fiscal_year: FiscalYear | None = None) -> tuple[Closing, ...]:
    """Return every closing of a year, or of all years, oldest first; reopened ones as well.

    A closing that came back when its reopening was undone is the same closing, with its day.
    """
    y, c = schema.year_closing, schema.change
    query = (
        sa.select(y, c.c.at)
        .join(c, c.c.id == y.c.recorded_in)
        .where(y.c.recorded_in <= session.known)
        .order_by(y.c.fiscal_year, y.c.id)
    )
    if fiscal_year is not None:
        query = query.where(y.c.fiscal_year == fiscal_year.year)
    ends = _ends(session)
    found: list[Closing] = []
    resumed_in: dict[int, int | None] = {}  # fiscal year → change that brings its last one back
    for row in session.connection.execute(query):
        last = found[-1] if found and found[-1].fiscal_year.year == row.fiscal_year else None
        if last is not None and resumed_in.get(row.fiscal_year) == row.recorded_in:
            closing = replace(found.pop(), reopened_at=None, reopened_because="")
        else:
            closing = Closing(
                FiscalYear(row.fiscal_year),
                row.as_of,
                row.at,
                row.note,
                1 if last is None else last.number + 1,
                row.recorded_in,
            )
        end = ends.get(row.superseded_in)
        if end is not None:
            closing = replace(closing, reopened_at=end.at, reopened_because=end.reason or "")
            resumed_in[row.fiscal_year] = end.undone_in
        found.append(closing)
    return tuple(found)


def _ends(session: Session) -> Mapping[int | None, Any]:
    """Return change → its instant and, where it was an operation, reason and undoing."""
    c, o, y = schema.change, schema.operation, schema.year_closing
    ended = sa.select(y.c.superseded_in).where(y.c.superseded_in <= session.known)
    query = (
        sa.select(c.c.id, c.c.at, o.c.reason, o.c.undone_in)
        .outerjoin(o, o.c.change_id == c.c.id)
        .where(c.c.id.in_(ended))
    )
    return {row.id: row for row in session.connection.execute(query)}


def closing_of(session: Session, fiscal_year: FiscalYear) -> Closing | None:
    """Return the closing by which a year is closed; None while it is open."""
    found = closings(session, fiscal_year)
    return found[-1] if found and found[-1].stands else None


def record_closing(
    work: UnitOfWork, fiscal_year: FiscalYear, as_of: date, note: str, figures: Iterable[Frozen]
) -> None:
    """Record that a year is closed, with its figures."""
    year = fiscal_year.year
    work.record(schema.year_closing, [{"fiscal_year": year, "as_of": as_of, "note": note}])
    work.record(
        schema.frozen_figures,
        [
            {"fiscal_year": year, "report": f.report, "subject": f.subject, "body": f.body}
            for f in figures
        ],
    )


def withdraw_closing(work: UnitOfWork, fiscal_year: FiscalYear) -> None:
    """Let a closing and its figures hold no longer; they stay known."""
    for table in (schema.year_closing, schema.frozen_figures):
        query = sa.select(table.c.id).where(
            work.knows(table), table.c.fiscal_year == fiscal_year.year
        )
        work.supersede(table, list(work.connection.execute(query).scalars()))


def frozen_figures(session: Session, fiscal_year: FiscalYear) -> tuple[Frozen, ...]:
    """Return the figures of the closing that stands, in the order frozen."""
    f = schema.frozen_figures
    query = (
        sa.select(f.c.report, f.c.subject, f.c.body)
        .where(session.knows(f), f.c.fiscal_year == fiscal_year.year)
        .order_by(f.c.id)
    )
    return tuple(Frozen(*row) for row in session.connection.execute(query))


def frozen_figure(
    session: Session, fiscal_year: FiscalYear, report: str, subject: str
) -> str | None:
    """Return one figure of the closing that stands; None where there is none."""
    f = schema.frozen_figures
    query = sa.select(f.c.body).where(
        session.knows(f),
        f.c.fiscal_year == fiscal_year.year,
        f.c.report == report,
        f.c.subject == subject,
    )
    return session.connection.execute(query).scalar_one_or_none()


def later_changes(session: Session, fiscal_year: FiscalYear, after: int) -> tuple[LaterChange, ...]:
    """Return the changes after one that touch what the figures of a year rest on, in order.

    Counted are records added or superseded whose day or period lies in the year.
    """
    rows: dict[int, dict[RecordArea, int]] = {}
    for area, table, concerns in _concerning(fiscal_year):
        for column in (table.c.recorded_in, table.c.superseded_in):
            query = (
                sa.select(column, sa.func.count())
                .where(column > after, column <= session.known, concerns)
                .group_by(column)
            )
            for change, count in session.connection.execute(query):
                areas = rows.setdefault(change, {})
                areas[area] = areas.get(area, 0) + count
    c, o, i = schema.change, schema.operation, schema.import_file
    query = (
        sa.select(c.c.id, c.c.at, c.c.action, o.c.title, i.c.file_name)
        .outerjoin(o, o.c.change_id == c.c.id)
        .outerjoin(i, i.c.change_id == c.c.id)
        .where(c.c.id.in_(sorted(rows)))
        .order_by(c.c.id)
    )
    return tuple(
        LaterChange(row.id, row.at, row.action, row.title or row.file_name or "", rows[row.id])
        for row in session.connection.execute(query)
    )


def _concerning(
    fiscal_year: FiscalYear,
) -> tuple[tuple[RecordArea, sa.Table, sa.ColumnElement[bool]], ...]:
    first, last = fiscal_year.first_day, fiscal_year.last_day

    def overlaps(table: sa.Table) -> sa.ColumnElement[bool]:
        return sa.and_(
            sa.or_(table.c.valid_from.is_(None), table.c.valid_from <= last),
            sa.or_(table.c.valid_to.is_(None), table.c.valid_to > first),
        )

    s = schema
    dated = (
        (RecordArea.DEPARTMENTS, s.department),
        (RecordArea.POSTINGS, s.posting),
        (RecordArea.TITLES, s.job_title),
        (RecordArea.ABSENCES, s.absence),
        (RecordArea.ROLES, s.appointment),
    )
    succeeded = s.succession.c.effective_on.between(first, last)
    return (
        *((area, table, overlaps(table)) for area, table in dated),
        (RecordArea.DEPARTMENTS, s.succession, succeeded),
        (RecordArea.PEOPLE, s.employee, sa.true()),
        (RecordArea.COURSES, s.course, s.course.c.fiscal_year == fiscal_year.year),
        (RecordArea.COMPLETIONS, s.completion, s.completion.c.completed_on.between(first, last)),
        (RecordArea.PRACTICES, s.practice, sa.true()),
        (RecordArea.SETTINGS, s.definition, sa.true()),
        (RecordArea.SETTINGS, s.setting, s.setting.c.name.startswith("inclusion.")),
    )


def _count_between(
    session: Session, table: sa.Table, column: str, first: date, last: date
) -> tuple[int, date | None]:
    """Return how many facts have a day between two days, and the last of these days."""
    on = table.c[column]
    query = sa.select(sa.func.count(), sa.func.max(on, type_=sa.Date)).where(
        session.knows(table), on.between(first, last)
    )
    count, newest = session.connection.execute(query).one()
    return count, newest


def count_sittings(session: Session, year: FiscalYear) -> tuple[int, date | None]:
    """Return how many exams were sat in a year, and the last day."""
    return _count_between(session, schema.exam_attempt, "sat_on", year.first_day, year.last_day)


def count_completions(session: Session, year: FiscalYear) -> tuple[int, date | None]:
    """Return how many courses were ended in a year, and the last day."""
    return _count_between(session, schema.completion, "completed_on", year.first_day, year.last_day)


def last_logged(session: Session, action: str, until: datetime | None = None) -> datetime | None:
    """Return when something was logged the last time by an instant; None where it never was."""
    a = schema.audit.c
    query = sa.select(a.at).where(a.action == action).order_by(a.seq.desc()).limit(1)
    if until is not None:
        query = query.where(a.at <= until)
    return session.connection.execute(query).scalar_one_or_none()
