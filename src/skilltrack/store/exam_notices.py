"""Notices of passers that were handed out: periods, the numbers told, and who was behind them.

Who was behind a notice is kept as the rows of the sittings by which they passed. The setting
names nobody: where a person is erased, the rows stand under the stub or are gone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork

PREFIX = "exam_notice."


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """A notice handed out; numbers None were not told. ``at`` is when it was, in ``change``.

    ``people`` is of how many people it told. Those of the period, in all and named are numbers
    of employees; whose sitting is gone has a number that nobody else has.
    """

    since: date
    until: date
    people: int
    this_time: int | None
    total: int | None
    of_period: frozenset[str]
    in_all: frozenset[str]
    named: frozenset[str]
    change: int = 0
    at: datetime | None = None


def notices_of(session: Session, exam: str) -> tuple[KeptNotice, ...]:
    """Return the notices of an exam that were handed out, in their order."""
    s, c = schema.setting, schema.change
    prefix = f"{PREFIX}{exam}."
    query = (
        sa.select(s.c.value, s.c.recorded_in, c.c.at)
        .join(c, c.c.id == s.c.recorded_in)
        .where(session.knows(s), s.c.name.startswith(prefix, autoescape=True))
        .order_by(s.c.recorded_in)
    )
    found = session.connection.execute(query).all()
    people = _people_by_row(session, exam) if found else {}
    return tuple(_kept(value, people, change, at) for value, change, at in found)


def _kept(value: Any, people: Mapping[int, str], change: int, at: datetime) -> KeptNotice:  # noqa: ANN401 (a JSON value)
    def numbers(key: str) -> frozenset[str]:
        return frozenset(people.get(row, f"#{row}") for row in value[key])

    return KeptNotice(
        date.fromisoformat(value["since"]),
        date.fromisoformat(value["until"]),
        value["people"],
        value["this_time"],
        value["total"],
        numbers("of_period"),
        numbers("in_all"),
        numbers("named"),
        change,
        at,
    )


def _people_by_row(session: Session, exam: str) -> dict[int, str]:
    """Return row → number of every sitting ever recorded, superseded ones too."""
    a = schema.exam_attempt.c
    query = sa.select(a.id, a.employee_no).where(a.exam == exam)
    return {one.id: one.employee_no for one in session.connection.execute(query)}


def keep_notice(work: UnitOfWork, exam: str, notice: KeptNotice) -> None:
    """Keep a notice that is handed out; each stands by itself, so that each can be undone."""
    rows = _rows_by_person(work, exam, notice.until, notice.in_all)
    value = {
        "since": notice.since.isoformat(),
        "until": notice.until.isoformat(),
        "people": notice.people,
        "this_time": notice.this_time,
        "total": notice.total,
        "of_period": sorted(rows[number] for number in notice.of_period),
        "in_all": sorted(rows[number] for number in notice.in_all),
        "named": sorted(rows[number] for number in notice.named),
    }
    name = f"{PREFIX}{exam}.{work.change}"
    work.record(schema.setting, [{"name": name, "value": value}])


def _rows_by_person(
    session: Session, exam: str, until: date, wanted: Collection[str]
) -> dict[str, int]:
    """Return number → a row of a sitting of the person; superseded ones say who it is as well."""
    a = schema.exam_attempt.c
    query = sa.select(a.employee_no, sa.func.max(a.id)).where(a.exam == exam, a.sat_on <= until)
    found = session.connection.execute(query.group_by(a.employee_no))
    return {number: row for number, row in found if number in wanted}
