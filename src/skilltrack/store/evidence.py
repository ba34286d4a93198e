"""What tiers are judged by, read for everybody at once: plain rows of what is asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from json import loads
from typing import Any, cast

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.catalogue.validity import Validity
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes.definition import Override
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import valid_on

Among = frozenset[str] | None
"""Only people with these numbers, a few thousand at most; None is everybody."""

BETWEEN_NUMBERS = "\x1f"
"""The separator of units, which no employee number holds."""

_PARSED_AT_ONCE = 1_000
"""So many documents are parsed together; more make no difference."""


def _within(column: sa.Column[Any], among: Among) -> sa.ColumnElement[bool]:
    return sa.true() if among is None else column.in_(sorted(among))


@dataclass(frozen=True, slots=True)
class NewestAnswers:
    """A person's newest answers to a questionnaire, and by which version of it."""

    version: int
    answered_on: date
    answers: Mapping[str, int | None]


def newest_answers(
    session: Session, questionnaire: str, as_of: date, among: Among = None
) -> dict[str, NewestAnswers]:
    """Return employee number → the answers given last, up to a day.

    The newest is that of the round opened last; within a round there is only one as known.
    """
    r, o = schema.response, schema.round_
    query = sa.select(o.c.round_id, o.c.questionnaire_version).where(
        session.knows(o), o.c.questionnaire == questionnaire
    )
    rounds = session.connection.execute(
        query.order_by(o.c.opens_on.desc(), o.c.round_id.desc())
    ).all()
    newest: dict[str, NewestAnswers] = {}
    later: list[str] = []
    for round_id, version in rounds:
        given = sa.select(r.c.employee_no, r.c.answered_on, sa.cast(r.c.answers, sa.Text)).where(
            session.knows(r),
            r.c.round_id == round_id,
            r.c.answered_on <= as_of,
            _within(r.c.employee_no, among),
        )
        if newest:  # what was answered anew since is not read
            given = given.where(sa.not_(_answered_in(session, later, as_of)))
        found = session.connection.execute(given).all()
        for (number, on, _text), answers in zip(
            found, _parsed([row[2] for row in found]), strict=True
        ):
            newest[number] = NewestAnswers(version, on, answers)
        later.append(round_id)
    return newest


def _answered_in(session: Session, rounds: Sequence[str], as_of: date) -> sa.ColumnElement[bool]:
    """Return whether the person of a response answered in one of some rounds, too."""
    other = cast("sa.Table", schema.response.alias("newer"))  # it has the columns of the table
    return (
        sa.select(sa.literal(1))
        .where(
            other.c.employee_no == schema.response.c.employee_no,
            other.c.round_id.in_(rounds),
            other.c.answered_on <= as_of,
            session.knows(other),
        )
        .correlate_except(other)
        .exists()
    )


def _parsed(documents: Sequence[str]) -> Iterator[Any]:
    """Yield JSON documents read many at once, so that equal keys are made once."""
    for first in range(0, len(documents), _PARSED_AT_ONCE):
        yield from loads(f"[{','.join(documents[first : first + _PARSED_AT_ONCE])}]")


def completions(
    session: Session,
    as_of: date,
    courses: Collection[str] | None = None,
    first_day: date | None = None,
    among: Among = None,
) -> Iterator[tuple[str, str, date, float | None]]:
    """Yield number, course, day and hours of every completion up to a day; repeats, too.

    Args:
        session: Where to read.
        as_of: The last day.
        courses: Only these; None is all.
        first_day: The first day; None is any.
        among: Only people with these numbers.
    """
    c = schema.completion.c
    query = sa.select(c.employee_no, c.course_code, c.completed_on, c.hours).where(
        session.knows(schema.completion),
        c.completed_on <= as_of,
        c.status == CompletionStatus.COMPLETED.value,
        _within(c.employee_no, among),
    )
    if courses is not None:
        query = query.where(c.course_code.in_(sorted(courses)))
    if first_day is not None:
        query = query.where(c.completed_on >= first_day)
    for row in session.connection.execute(query):
        yield row[0], row[1], row[2], row[3]


def first_completions(
    session: Session,
    as_of: date,
    courses: Collection[str],
    first_day: date | None = None,
    among: Among = None,
) -> dict[str, dict[str, date]]:
    """Return course → employee number → first completion between two days."""
    found: dict[str, dict[str, date]] = {}
    if not courses:
        return found
    c = schema.completion.c
    # one row for a course and a day: half a million rows take longer than all the rest
    query = (
        sa.select(
            c.course_code,
            c.completed_on,
            sa.func.aggregate_strings(c.employee_no, BETWEEN_NUMBERS),
        )
        .where(
            session.knows(schema.completion),
            c.completed_on <= as_of,
            c.status == CompletionStatus.COMPLETED.value,
            c.course_code.in_(sorted(courses)),
            _within(c.employee_no, among),
        )
        .group_by(c.course_code, c.completed_on)
        .order_by(c.course_code, c.completed_on.desc())
    )
    if first_day is not None:
        query = query.where(c.completed_on >= first_day)
    for course, on, numbers in session.connection.execute(query).all():
        # earlier days come after later ones and take their place
        found.setdefault(course, {}).update(dict.fromkeys(numbers.split(BETWEEN_NUMBERS), on))
    return found


def exempt_from(session: Session, as_of: date, among: Among = None) -> dict[str, frozenset[str]]:
    """Return employee number → courses that the person need not take in the fiscal year.

    Those are the ones recorded as 免除 in the year up to the day, and the exemptions that hold
    on the day.
    """
    c, e = schema.completion.c, schema.exemption.c
    of_year = sa.select(c.employee_no, c.course_code).where(
        session.knows(schema.completion),
        c.completed_on <= as_of,
        c.completed_on >= FiscalYear.of(as_of).first_day,
        c.status == CompletionStatus.EXEMPT.value,
        _within(c.employee_no, among),
    )
    over_time = sa.select(e.employee_no, e.course_code).where(
        session.knows(schema.exemption),
        valid_on(schema.exemption, as_of),
        _within(e.employee_no, among),
    )
    found: dict[str, set[str]] = {}
    for number, course in session.connection.execute(sa.union(of_year, over_time)):
        found.setdefault(number, set()).add(course)
    return {number: frozenset(courses) for number, courses in found.items()}


def validities(session: Session) -> dict[str, dict[int, Validity | None]]:
    """Return course → fiscal year → for how long its completions hold; None for ever."""
    d = schema.course_detail
    query = sa.select(d.c.code, d.c.fiscal_year, d.c.body).where(session.knows(d))
    found: dict[str, dict[int, Validity | None]] = {}
    for code, year, body in session.connection.execute(query):
        months = body.get("valid_months")
        validity = None if months is None else Validity(months, body.get("renewed_by", ""))
        found.setdefault(code, {})[year] = validity
    return found


def usual_hours(session: Session) -> dict[tuple[str, int], float]:
    """Return course and fiscal year → hours that the catalogue states."""
    c = schema.course.c
    query = sa.select(c.code, c.fiscal_year, c.hours).where(
        session.knows(schema.course), c.hours.is_not(None)
    )
    return {(code, year): hours for code, year, hours in session.connection.execute(query)}


def practices_by_stage(session: Session, as_of: date) -> dict[str, dict[PracticeStage, int]]:
    """Return employee number → how many practices reached each stage by a day.

    A practice counts at every stage up to its own. Where no days of its stages are recorded, the
    stage that it is known to have counts.
    """
    p, s = schema.practice, schema.practice_stage
    stages = tuple(PracticeStage)
    dated: dict[str, list[PracticeStage]] = {}
    known_days = sa.select(s.c.practice_id, s.c.stage, s.c.reached_on).where(session.knows(s))
    for practice, stage, reached_on in session.connection.execute(known_days):
        reached = dated.setdefault(practice, [])
        if reached_on <= as_of:
            reached.append(PracticeStage(stage))
    counts: dict[str, dict[PracticeStage, int]] = {}
    rows = sa.select(p.c.practice_id, p.c.stage, p.c.participants).where(session.knows(p))
    for practice, stage, participants in session.connection.execute(rows):
        reached = dated.get(practice, [PracticeStage(stage)])
        highest = max(map(stages.index, reached), default=-1)
        for number in participants:
            mine = counts.setdefault(number, dict.fromkeys(stages, 0))
            for passed in stages[: highest + 1]:
                mine[passed] += 1
    return counts


def accredited(
    session: Session, as_of: date, among: Among = None
) -> dict[tuple[str, str], dict[str, date]]:
    """Return scheme and tier → employee number → day, of what holds on a day."""
    a = schema.accreditation
    query = sa.select(a.c.scheme, a.c.tier, a.c.employee_no, a.c.valid_from).where(
        session.knows(a), valid_on(a, as_of), _within(a.c.employee_no, among)
    )
    found: dict[tuple[str, str], dict[str, date]] = {}
    for scheme, tier, number, on in session.connection.execute(query):
        people = found.setdefault((scheme, tier), {})
        people[number] = min(on or date.min, people.get(number, date.max))
    return found


def overrides(
    session: Session, scheme: str, as_of: date, among: Among = None
) -> dict[str, Override]:
    """Return employee number → the tier set by hand, of what holds on a day; the newest counts."""
    o = schema.verdict_override
    query = (
        sa.select(o)
        .where(
            session.knows(o),
            valid_on(o, as_of),
            o.c.scheme == scheme,
            _within(o.c.employee_no, among),
        )
        .order_by(o.c.id)
    )
    return {
        row.employee_no: Override(
            row.tier or None, row.reason, Period(row.valid_from, row.valid_to)
        )
        for row in session.connection.execute(query)
    }


def career(
    session: Session, as_of: date, among: Among = None
) -> dict[str, tuple[tuple[CareerKind, str], ...]]:
    """Return employee number → kind and field of every entry.

    What begins later does not count; a qualification counts while it holds, everything else
    stays a part of the career.
    """
    e = schema.career_entry
    query = (
        sa.select(e.c.employee_no, e.c.kind, e.c.field)
        .where(
            session.knows(e),
            sa.or_(e.c.valid_from.is_(None), e.c.valid_from <= as_of),
            sa.or_(
                e.c.kind != CareerKind.QUALIFICATION.value,
                e.c.valid_to.is_(None),
                e.c.valid_to > as_of,
            ),
            _within(e.c.employee_no, among),
        )
        .order_by(e.c.id)
    )
    found: dict[str, list[tuple[CareerKind, str]]] = {}
    for number, kind, about in session.connection.execute(query):
        found.setdefault(number, []).append((CareerKind(kind), about))
    return {number: tuple(entries) for number, entries in found.items()}
