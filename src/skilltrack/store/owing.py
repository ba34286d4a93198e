"""What obligations are worked out from, read for everybody at once; and exemptions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import CompletionStatus, Course
from skilltrack.domain.inclusion import InclusionRule
from skilltrack.domain.obligations.owing import Ledger, courses_asked
from skilltrack.domain.obligations.pasts import Past, Stretch
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.domain.organisation import EmploymentType, JobTitle, lines_of
from skilltrack.domain.people.occupations import FormerOccupation, Occupations, occupations_of
from skilltrack.store import schema
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.evidence import BETWEEN_NUMBERS, validities
from skilltrack.store.facts import Facts, period_columns, valid_on
from skilltrack.store.inclusion import standing
from skilltrack.store.occupations import FORMER_OCCUPATIONS
from skilltrack.store.organisation import APPOINTMENTS, DEPARTMENTS, TITLES

Among = frozenset[str] | None
"""Only people with these numbers, a few thousand at most; None is everybody."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person need not take a course for a time."""

    employee_no: str
    course: str
    reason: str
    valid: Period


EXEMPTIONS = Facts[Exemption](
    schema.exemption,
    lambda e: {
        "employee_no": e.employee_no,
        "course_code": e.course,
        "reason": e.reason,
        **period_columns(e.valid),
    },
    lambda row: Exemption(
        row.employee_no, row.course_code, row.reason, Period(row.valid_from, row.valid_to)
    ),
)


def pasts(
    session: Session, rules: Sequence[ObligationRule], as_of: date, among: Among = None
) -> tuple[Past, ...]:
    """Return everybody in a main post on a day with posts and roles up to it, by number.

    As much of the past is read as the rules look at.
    """
    yearly = all(rule.occasion is Occasion.EVERY_YEAR for rule in rules)
    horizon = FiscalYear.of(as_of).first_day if yearly else None
    stretches = _stretches(session, as_of, horizon, among)
    terms = _terms(session, _roles(rules), as_of)
    e = schema.employee
    query = sa.select(e.c.employee_no, e.c.occupation, e.c.hired_on, e.c.left_on).where(
        session.knows(e)
    )
    if among is not None:
        query = query.where(e.c.employee_no.in_(sorted(among)))
    none: Mapping[str, Sequence[Period]] = {}
    former = _former_occupations(session)
    found = [
        Past(
            number,
            _cut(stretches[number], former.get(number, ())),
            Occupations(occupation, former.get(number, ())),
            hired_on,
            terms.get(number, none),
        )
        for number, occupation, hired_on, left_on in session.connection.execute(query).all()
        if number in stretches and (left_on is None or left_on >= as_of)
    ]
    return tuple(sorted(found, key=lambda past: past.employee_no))


def _former_occupations(session: Session) -> dict[str, tuple[FormerOccupation, ...]]:
    """Return number → former occupations, in order, of everybody who ever had another."""
    found: dict[str, list[FormerOccupation]] = {}
    for one in FORMER_OCCUPATIONS.values(session):
        found.setdefault(one.employee_no, []).append(one.fact)
    return {number: occupations_of("", mine).former for number, mine in found.items()}


def _cut(stretches: tuple[Stretch, ...], former: Sequence[FormerOccupation]) -> tuple[Stretch, ...]:
    """Return stretches of a post cut where the occupation changed."""
    for change in (one.valid.end for one in former):
        if change is not None:
            stretches = tuple(piece for one in stretches for piece in _cut_at(one, change))
    return stretches


def _cut_at(stretch: Stretch, day: date) -> tuple[Stretch, ...]:
    start, end = stretch.valid.start, stretch.valid.end
    if day not in stretch.valid or start == day:
        return (stretch,)
    before, after = Period(start, day), Period(day, end)
    return replace(stretch, valid=before), replace(stretch, valid=after)


def _stretches(
    session: Session, as_of: date, horizon: date | None, among: Among
) -> dict[str, tuple[Stretch, ...]]:
    """Return number → main posts up to a day by day, cut where a title changed its band."""
    p = schema.posting
    query = sa.select(
        p.c.employee_no,
        p.c.department_code,
        p.c.job_title,
        p.c.employment_type,
        p.c.valid_from,
        p.c.valid_to,
    ).where(
        session.knows(p),
        p.c.is_concurrent.is_(False),
        sa.or_(p.c.valid_from.is_(None), p.c.valid_from <= as_of),
    )
    if horizon is not None:
        query = query.where(sa.or_(p.c.valid_to.is_(None), p.c.valid_to > horizon))
    if among is not None:
        query = query.where(p.c.employee_no.in_(sorted(among)))
    titles: dict[str, list[JobTitle]] = {}
    for title in TITLES.values(session):
        titles.setdefault(title.name, []).append(title)
    lines = _Lines(session)
    types = {kind.value: kind for kind in EmploymentType}
    found: dict[str, list[Stretch]] = {}

    @cache
    def of_post(
        department: str, name: str, kind: str, start: date | None, end: date | None
    ) -> list[Stretch]:
        """Return what one post is to whoever holds it; many hold the same."""
        line = lines.above(department, as_of if end is None or end > as_of else _before(end))
        return [
            Stretch(valid, band, line, types[kind], name)
            for valid, band in _bands(titles.get(name, ()), start, end)
            if valid.start is None or valid.start <= as_of
        ]

    for number, *post in session.connection.execute(query).all():
        found.setdefault(number, []).extend(of_post(*post))
    return {
        number: tuple(sorted(mine, key=lambda one: one.valid.start or date.min))
        for number, mine in found.items()
    }


def _before(on: date) -> date:
    return date.fromordinal(on.toordinal() - 1)


def _bands(
    titles: Iterable[JobTitle], start: date | None, end: date | None
) -> list[tuple[Period, str | None]]:
    """Return the bands of a title over a period, day by day without a gap."""
    known = list(titles)
    if len(known) == 1 and known[0].valid.start is None and known[0].valid.end is None:
        return [(Period(start, end), known[0].band)]
    cuts = {
        on
        for title in known
        for on in (title.valid.start, title.valid.end)
        if on is not None and (start is None or on > start) and (end is None or on < end)
    }
    edges = [start, *sorted(cuts), end]
    found = []
    for first, last in pairwise(edges):
        day = first or (date.min if last is None else _before(last))
        band = next((title.band for title in known if day in title.valid), None)
        found.append((Period(first, last), band))
    return found


class _Lines:
    """The departments above a department on a day."""

    def __init__(self, session: Session) -> None:
        departments = DEPARTMENTS.values(session)
        on_day = cache(lambda on: lines_of(tuple(d for d in departments if on in d.valid)))
        changes = sorted(
            {on for d in departments for on in (d.valid.start, d.valid.end) if on is not None}
        )

        @cache
        def since(on: date) -> date:
            """Return the first day on which departments were what they were on a day."""
            return max((change for change in changes if change <= on), default=date.min)

        @cache
        def above(code: str, on: date) -> frozenset[str]:
            return frozenset(on_day(since(on)).get(code, ())) | {code}

        self.above = above


def _roles(rules: Iterable[ObligationRule]) -> frozenset[str]:
    audiences = [rule.audience for rule in rules]
    named = {role for audience in audiences for role in audience.roles}
    return frozenset(named | {a.cohort.role for a in audiences if a.cohort is not None})


def _terms(
    session: Session, roles: frozenset[str], as_of: date
) -> dict[str, dict[str, list[Period]]]:
    """Return number → role → periods that began by a day."""
    found: dict[str, dict[str, list[Period]]] = {}
    if not roles:
        return found
    a = schema.appointment.c
    is_begun = sa.or_(a.valid_from.is_(None), a.valid_from <= as_of)
    for given in APPOINTMENTS.values(session, a.role.in_(sorted(roles)), is_begun):
        mine = found.setdefault(given.employee_no, {})
        mine.setdefault(given.role, []).append(given.valid)
    return found


def ledger(
    session: Session,
    rules: Sequence[ObligationRule],
    catalogue: tuple[Course, ...],
    as_of: date,
    among: Among = None,
) -> Ledger:
    """Return what is recorded, up to a day, of the courses that rules ask, and of what runs out.

    Args:
        session: Where to read.
        rules: The rules.
        catalogue: The courses of the fiscal year by which yearly rules are measured.
        as_of: The day.
        among: Only people with these numbers.
    """
    asked = frozenset[str]().union(*(courses_asked(rule, catalogue) for rule in rules))
    limited = {code: years for code, years in validities(session).items() if any(years.values())}
    renewing = {v.renewed_by for years in limited.values() for v in years.values() if v}
    found = _days(session, asked | limited.keys() | (renewing - {""}), as_of, among)
    return Ledger(
        completed=found[CompletionStatus.COMPLETED.value],
        excused=found[CompletionStatus.EXEMPT.value],
        exempt=exempt_on(session, as_of, among),
        catalogue=catalogue,
        validities=limited,
        bands=bands_of_schemes(session),
    )


def _days(
    session: Session, courses: Collection[str], as_of: date, among: Among
) -> dict[str, dict[str, dict[str, list[date]]]]:
    """Return status → course → number → days, ascending."""
    found: dict[str, dict[str, dict[str, list[date]]]] = {s.value: {} for s in CompletionStatus}
    c = schema.completion.c
    # one row for a course and a day: a million rows take longer than all the rest
    query = (
        sa.select(
            c.status,
            c.course_code,
            c.completed_on,
            sa.func.aggregate_strings(c.employee_no, BETWEEN_NUMBERS),
        )
        .where(
            session.knows(schema.completion),
            c.completed_on <= as_of,
            c.course_code.in_(sorted(courses)),
        )
        .group_by(c.status, c.course_code, c.completed_on)
        .order_by(c.completed_on)
    )
    if among is not None:
        query = query.where(c.employee_no.in_(sorted(among)))
    for status, course, on, numbers in session.connection.execute(query).all():
        own = found[status].setdefault(course, {})
        for number in numbers.split(BETWEEN_NUMBERS):
            if number in own:
                own[number].append(on)
            else:
                own[number] = [on]
    return found


def exempt_on(session: Session, on: date, among: Among = None) -> dict[str, frozenset[str]]:
    """Return number → courses of the exemptions that hold on a day."""
    e = schema.exemption
    query = sa.select(e.c.employee_no, e.c.course_code).where(session.knows(e), valid_on(e, on))
    if among is not None:
        query = query.where(e.c.employee_no.in_(sorted(among)))
    found: dict[str, set[str]] = {}
    for number, course in session.connection.execute(query):
        found.setdefault(number, set()).add(course)
    return {number: frozenset(courses) for number, courses in found.items()}


def counted_among(
    session: Session, rule: InclusionRule, on: date, among: frozenset[str]
) -> frozenset[str]:
    """Return those of some people who count on a day."""
    everybody = standing(session, rule, on).where(schema.posting.c.employee_no.in_(sorted(among)))
    found = everybody.subquery("found")
    query = sa.select(found.c.employee_no).where(found.c.reason.is_(None))
    return frozenset(session.connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class RecordedExemption:
    """An exemption with the change that recorded it."""

    exemption: Exemption
    change: int


def exemptions(session: Session, numbers: Collection[str] = ()) -> tuple[RecordedExemption, ...]:
    """Return every exemption as known, of some people or of everybody, in the order recorded."""
    e = schema.exemption
    query: sa.Select[Any] = sa.select(e).where(session.knows(e)).order_by(e.c.id)
    if numbers:
        query = query.where(e.c.employee_no.in_(sorted(numbers)))
    return tuple(
        RecordedExemption(EXEMPTIONS.from_row(row), row.recorded_in)
        for row in session.connection.execute(query)
    )
