"""Who counts on a day by an inclusion rule, decided by the database.

There is one implementation of the rule, here: the figures join it, the lists read it. The day is
a date, or a column where every row has a day of its own, such as that of a completion.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa

from skilltrack.domain.inclusion import Applied, Coverage, Exclusion, Figure, InclusionRule
from skilltrack.domain.lineage import Way
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.store import schema
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.facts import valid_on
from skilltrack.store.lineage import lineage_of_departments
from skilltrack.store.occupations import occupation_on

Day = date | sa.ColumnElement[Any]


def standing(
    session: Session, rule: InclusionRule, on: Day, within: sa.FromClause = schema.posting
) -> sa.Select[Any]:
    """Return everybody in a main post on a day: number, department, band, reason.

    One row per person; the reason is that of ``Exclusion`` which applies first, NULL for those
    who count. Concurrent posts do not appear, and nobody who has left.

    Args:
        session: Where to read.
        rule: The rule.
        on: The day.
        within: The postings, or a join of them with the table that holds the day.
    """
    p, t, e = schema.posting, schema.job_title, schema.employee
    whens = [(condition, reason.value) for reason, condition in _reasons(session, rule, on)]
    reason: sa.ColumnElement[Any] = sa.case(*whens, else_=None) if whens else sa.null()
    return (
        sa.select(p.c.employee_no, p.c.department_code, t.c.band, reason.label("reason"))
        .select_from(within)
        .outerjoin(t, sa.and_(t.c.name == p.c.job_title, session.knows(t), valid_on(t, on)))
        .outerjoin(e, sa.and_(e.c.employee_no == p.c.employee_no, session.knows(e)))
        .where(
            session.knows(p),
            valid_on(p, on),
            p.c.is_concurrent.is_(False),
            sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
        )
    )


def _reasons(
    session: Session, rule: InclusionRule, on: Day
) -> Iterator[tuple[Exclusion, sa.ColumnElement[bool]]]:
    """Yield the conditions that leave somebody out, in the order in which they are looked at."""
    p, e = schema.posting.c, schema.employee.c
    for kind in EmploymentType:
        if kind not in rule.employment_types:
            yield Exclusion(kind.value), p.employment_type == kind.value
    for absence in AbsenceKind:
        if absence not in rule.absences:
            yield Exclusion(absence.value), _is_absent(session, absence, on)
    if rule.bands_left_out:
        yield Exclusion.BAND, _is_in_band(session, rule.bands_left_out)
    if rule.occupations_left_out:
        occupation = occupation_on(session, on)
        yield Exclusion.OCCUPATION, occupation.in_(rule.occupations_left_out)
    if rule.hired_from is not None:
        yield Exclusion.HIRED_EARLIER, e.hired_on < rule.hired_from
    if rule.hired_until is not None:
        yield Exclusion.HIRED_LATER, e.hired_on > rule.hired_until
    if rule.new_hire_months:
        yield Exclusion.NEW_HIRE, _is_hired_within(e.hired_on, rule.new_hire_months, on)
    if rule.least_days_in_post:
        has_kept = _has_kept_post(session, on, rule.least_days_in_post - 1)
        yield Exclusion.SHORT_IN_POST, sa.not_(has_kept)


def _is_in_band(session: Session, wanted: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return whether a main post stands in one of some bands, as ``Bands`` reads them."""
    band, title = schema.job_title.c.band, schema.posting.c.job_title
    return sa.or_(
        band.in_(wanted),
        *(
            sa.and_(sa.or_(band.is_(None), band.not_in(sorted(table.bands))), title.in_(titles))
            for table, titles in bands_of_schemes(session).titles_in(wanted)
        ),
    )


def _is_absent(session: Session, kind: AbsenceKind, on: Day) -> sa.ColumnElement[bool]:
    a = schema.absence
    return (
        sa.select(sa.literal(1))
        .where(
            a.c.employee_no == schema.posting.c.employee_no,
            a.c.kind == kind.value,
            session.knows(a),
            valid_on(a, on),
        )
        .correlate_except(a)
        .exists()
    )


def _is_hired_within(hired_on: sa.Column[Any], months: int, on: Day) -> sa.ColumnElement[bool]:
    """Return whether a number of months since the hiring is not over (民法 143条)."""
    over = _months(on) - _months(hired_on)
    is_day_to_come = sa.extract("day", hired_on) > _part("day", on)
    return sa.or_(over < months, sa.and_(over == months, is_day_to_come))


def _months(on: Day) -> Any:  # noqa: ANN401 (a number or an expression)
    return _part("year", on) * 12 + _part("month", on)


def _part(name: str, on: Day) -> Any:  # noqa: ANN401 (a number or an expression)
    return getattr(on, name) if isinstance(on, date) else sa.extract(name, on)


def _days_before(on: Day, days: int) -> Day:
    if isinstance(on, date):
        return on - timedelta(days=days)
    return sa.func.date(on, f"-{days} days")


def _has_kept_post(session: Session, on: Day, days: int) -> sa.ColumnElement[bool]:
    """Return whether a person was in the main post of the same department some days before.

    A department that was renamed, merged or split since is the same for whoever came along.
    """
    earlier = _days_before(on, days)
    before = cast("sa.Table", schema.posting.alias("before"))  # it has the columns of the table
    there = (
        sa.select(sa.literal(1))
        .where(
            before.c.employee_no == schema.posting.c.employee_no,
            before.c.is_concurrent.is_(False),
            session.knows(before),
            valid_on(before, earlier),
        )
        .correlate_except(before)
    )
    is_same = before.c.department_code == schema.posting.c.department_code
    ways = [way for way in lineage_of_departments(session).ways() if _concerns(way, on, days)]
    if not ways:
        return there.where(is_same).exists()
    way, split = _tables(ways)
    has_come = (
        sa.select(sa.literal(1))
        .where(
            way.c.code == before.c.department_code,
            way.c.destination == schema.posting.c.department_code,
            sa.or_(way.c.since.is_(None), way.c.since <= earlier),
            way.c.before > earlier,
            way.c.arrives <= on,
            sa.not_(_has_left(session, way, split)),
        )
        .correlate_except(way)
        .exists()
    )
    return there.where(sa.or_(is_same, has_come)).exists()


def _concerns(way: Way, on: Day, days: int) -> bool:
    """Tell whether a way can lie within the days before a day."""
    if isinstance(on, date):
        return way.arrives <= on and way.before > on - timedelta(days=days)
    return way.arrives - way.before < timedelta(days=days)


def _tables(ways: Sequence[Way]) -> tuple[sa.CTE, sa.CTE]:
    """Return the ways, and the splits on each of them, as tables for a query."""
    way = sa.values(
        sa.column("way", sa.Integer),
        sa.column("code", sa.Text),
        sa.column("since", sa.Date),
        sa.column("before", sa.Date),
        sa.column("arrives", sa.Date),
        sa.column("destination", sa.Text),
        name="way",
    ).data([(n, w.code, w.since, w.before, w.arrives, w.end) for n, w in enumerate(ways)])
    splits = [(number, on, part) for number, one in enumerate(ways) for on, part in one.parts]
    split = sa.values(
        sa.column("way", sa.Integer),
        sa.column("split_on", sa.Date),
        sa.column("part", sa.Text),
        name="split",
    ).data(splits or [(-1, date.max, "")])  # a table needs a row
    return way.cte("way"), split.cte("split")


def _has_left(session: Session, way: sa.CTE, split: sa.CTE) -> sa.ColumnElement[bool]:
    """Return whether a person went into another part at a split on a way."""
    then = cast("sa.Table", schema.posting.alias("then"))
    went_along = (
        sa.select(sa.literal(1))
        .where(
            then.c.employee_no == schema.posting.c.employee_no,
            then.c.department_code == split.c.part,
            then.c.is_concurrent.is_(False),
            session.knows(then),
            valid_on(then, split.c.split_on),
        )
        .correlate(schema.posting, split)
        .exists()
    )
    return (
        sa.select(sa.literal(1))
        .where(split.c.way == way.c.way, sa.not_(went_along))
        .correlate(schema.posting, way)
        .exists()
    )


def counted_people(session: Session, rule: InclusionRule, on: date) -> sa.Subquery:
    """Return the people who count on a day: number; department, band, title of the main post."""
    titled = standing(session, rule, on).add_columns(schema.posting.c.job_title)
    everybody = titled.subquery("everybody")
    return (
        sa.select(
            everybody.c.employee_no,
            everybody.c.department_code,
            everybody.c.band,
            everybody.c.job_title,
        )
        .where(everybody.c.reason.is_(None))
        .subquery("counted")
    )


def counted_numbers(session: Session, rule: InclusionRule, on: date) -> frozenset[str]:
    """Return the numbers of the people who count on a day; schemes often share a rule."""
    return session.once(_counted_numbers, rule, on)


def _counted_numbers(session: Session, rule: InclusionRule, on: date) -> frozenset[str]:
    reasons = session.once(_reasons_of_all, rule, on)
    return frozenset([number for number, reason in reasons if reason is None])


def coverage(session: Session, figure: Figure, applied: Applied, as_of: date) -> Coverage:
    """Count who counts in a figure on a day, and who does not by reason."""
    found = session.once(_by_reason, applied.rule, as_of)
    return Coverage(
        figure,
        applied,
        as_of,
        found[None],
        tuple((one, found[one]) for one in Exclusion if found[one]),
    )


def _by_reason(session: Session, rule: InclusionRule, on: date) -> Counter[str | None]:
    """Return reason → people; None for those who count."""
    return Counter(reason for _number, reason in session.once(_reasons_of_all, rule, on))


def _reasons_of_all(
    session: Session, rule: InclusionRule, on: date
) -> Sequence[tuple[str, str | None]]:
    """Return (number, reason) of everybody; read once for whom it lists and for its counts."""
    everybody = standing(session, rule, on).subquery("everybody")
    query = sa.select(everybody.c.employee_no, everybody.c.reason)
    return [(number, reason) for number, reason in session.connection.execute(query).all()]


def left_out(session: Session, rule: InclusionRule, on: date) -> dict[str, tuple[str, Exclusion]]:
    """Return employee number → department and reason, for everybody who does not count."""
    everybody = standing(session, rule, on).subquery("everybody")
    query = sa.select(
        everybody.c.employee_no, everybody.c.department_code, everybody.c.reason
    ).where(everybody.c.reason.is_not(None))
    return {
        number: (department, Exclusion(reason))
        for number, department, reason in session.connection.execute(query)
    }


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as it was once set: the setting, its value, the change with actor and instant.

    ``value`` is the plain form of the rule, None where it was taken back. ``ended_in`` is the
    change that set another or took it back, None for what holds.
    """

    setting: str
    value: Any
    change: int
    at: datetime
    actor: str
    ended_in: int | None


def rule_versions(session: Session, prefix: str) -> tuple[RuleVersion, ...]:
    """Return every version of the settings whose name begins with a prefix, newest first."""
    s, c = schema.setting, schema.change
    query = (
        sa.select(s.c.name, s.c.value, s.c.recorded_in, c.c.at, c.c.actor, s.c.superseded_in)
        .join(c, c.c.id == s.c.recorded_in)
        .where(s.c.name.startswith(prefix, autoescape=True), s.c.recorded_in <= session.known)
        .order_by(s.c.recorded_in.desc(), s.c.name)
    )
    return tuple(
        RuleVersion(name, value, change, at, actor, ended if _is_known(session, ended) else None)
        for name, value, change, at, actor, ended in session.connection.execute(query)
    )


def _is_known(session: Session, change: int | None) -> bool:
    return change is not None and change <= session.known
