"""Accreditations and tiers set by hand: recorded, read, and the numbers of certificates."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.accreditation import Accreditation, Grounds, SetVerdict
from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.schemes.definition import Override
from skilltrack.store import appointments, evidence, schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, period_columns

PRACTICES_MARK = "DX実践番号："
"""Begins the last line of a text of evidence that names practices."""

_PRACTICES = re.compile(rf"(?:^|\n){PRACTICES_MARK}([^\n]*)$")


def grounds_text(grounds: Grounds) -> str:
    """Return evidence as it is kept: the text, then the practices on a line of their own."""
    named = f"{PRACTICES_MARK}{'、'.join(grounds.practices)}" if grounds.practices else ""
    return "\n".join(part for part in (grounds.text.strip(), named) if part)


def grounds_of(text: str) -> Grounds:
    """Return evidence from the text in which it is kept."""
    found = _PRACTICES.search(text)
    if found is None:
        return Grounds(text)
    practices = tuple(part for part in found[1].split("、") if part)
    return Grounds(text[: found.start()].strip(), practices)


ACCREDITATIONS = Facts[Accreditation](
    schema.accreditation,
    lambda a: {
        "employee_no": a.employee_no,
        "scheme": a.scheme,
        "tier": a.tier,
        "certificate_no": a.certificate_no,
        "reason": a.reason,
        "evidence": grounds_text(a.grounds),
        "ended_because": a.ended_because,
        **period_columns(a.valid),
    },
    lambda row: Accreditation(
        row.employee_no,
        row.scheme,
        row.tier,
        Period(row.valid_from, row.valid_to),
        row.certificate_no,
        row.reason,
        grounds_of(row.evidence),
        row.ended_because,
    ),
)

OVERRIDES = Facts[SetVerdict](
    schema.verdict_override,
    lambda o: {
        "employee_no": o.employee_no,
        "scheme": o.scheme,
        "tier": o.override.tier or "",
        "reason": o.override.reason,
        **period_columns(o.override.valid),
    },
    lambda row: SetVerdict(
        row.employee_no,
        row.scheme,
        Override(row.tier or None, row.reason, Period(row.valid_from, row.valid_to)),
    ),
)


def accredited_on(
    session: Session, on: date, among: frozenset[str] | None = None
) -> dict[str, dict[tuple[str, str], date]]:
    """Return employee number → scheme and tier → first day, of what holds on a day."""
    found: dict[str, dict[tuple[str, str], date]] = {}
    for key, people in evidence.accredited(session, on, among).items():
        for number, day in people.items():
            found.setdefault(number, {})[key] = day
    return found


def overrides_on(
    session: Session, scheme: str, on: date, among: frozenset[str] | None = None
) -> dict[str, Override]:
    """Return employee number → the tier set by hand that holds on a day."""
    return evidence.overrides(session, scheme, on, among)


def certificates_ever(session: Session) -> frozenset[str]:
    """Return every number ever given, also to people erased and in rows that no longer hold."""
    c = schema.accreditation.c
    query = sa.select(c.certificate_no).where(c.certificate_no != "").distinct()
    return appointments.certificates_ever(session).union(
        session.connection.execute(query).scalars()
    )


def holders(session: Session, scheme: str, on: date) -> Mapping[str, Mapping[str, date]]:
    """Return tier → employee number → first day, of what holds of a scheme on a day."""
    return {
        tier: people
        for (owner, tier), people in evidence.accredited(session, on).items()
        if owner == scheme
    }


def scheme_most_accredited(session: Session) -> str:
    """Return the id of the scheme with most accreditations; '' where there are none."""
    a = schema.accreditation
    query = (
        sa.select(a.c.scheme)
        .where(session.knows(a))
        .group_by(a.c.scheme)
        .order_by(sa.func.count().desc(), a.c.scheme)
        .limit(1)
    )
    return session.connection.execute(query).scalar_one_or_none() or ""


def practices_titled(session: Session) -> dict[str, tuple[str, PracticeStage, tuple[str, ...]]]:
    """Return practice → title, stage and who took part."""
    p = schema.practice
    query = sa.select(p.c.practice_id, p.c.title, p.c.stage, p.c.participants).where(
        session.knows(p), p.c.practice_id != ""
    )
    return {
        row[0]: (row[1], PracticeStage(row[2]), tuple(row[3]))
        for row in session.connection.execute(query)
    }


def taking_part(
    session: Session, courses: Iterable[str], until: date
) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]]:
    """Return fiscal year → who took part in some courses, and → who completed one of them.

    Whoever was there on a day of a session took part; so did whoever completed a course without
    one. Days after ``until`` do not count.
    """
    codes = sorted(courses)
    part: dict[int, set[str]] = {}
    done: dict[int, set[str]] = {}
    c = schema.completion.c
    completed = sa.select(c.employee_no, c.completed_on).where(
        session.knows(schema.completion),
        c.course_code.in_(codes),
        c.status == CompletionStatus.COMPLETED.value,
        c.completed_on <= until,
    )
    for number, on in session.connection.execute(completed):
        year = FiscalYear.of(on).year
        done.setdefault(year, set()).add(number)
        part.setdefault(year, set()).add(number)
    for number, on in session.connection.execute(_attended(session, codes, until)):
        part.setdefault(FiscalYear.of(on).year, set()).add(number)
    return _frozen(part), _frozen(done)


def _attended(session: Session, codes: list[str], until: date) -> sa.Select[Any]:
    s, d, a = schema.course_session, schema.session_day, schema.session_attendance
    return (
        sa.select(a.c.employee_no, d.c.held_on)
        .join(s, sa.and_(s.c.session_id == a.c.session_id, session.knows(s)))
        .join(
            d,
            sa.and_(d.c.session_id == a.c.session_id, d.c.day_no == a.c.day_no, session.knows(d)),
        )
        .where(
            session.knows(a),
            s.c.course_code.in_(codes),
            a.c.state.not_in(STAYED_AWAY),
            d.c.held_on <= until,
        )
    )


STAYED_AWAY = ("absent", "excused")
"""States of an attendance in which somebody was not there."""


def _frozen(found: dict[int, set[str]]) -> dict[int, frozenset[str]]:
    return {year: frozenset(people) for year, people in found.items()}
