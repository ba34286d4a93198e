"""The levels of a scheme: how many stand on each, how many are accredited, year after year."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction

from skilltrack.domain.accreditation import (
    Counted,
    Pyramid,
    YearFigures,
    courses_of,
    levels_of,
    year_figures,
    years_between,
)
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.domain.schemes.judging import Panel
from skilltrack.domain.targets.definition import TargetShape
from skilltrack.services import definitions, inclusion
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.gathering import gather
from skilltrack.store import schema
from skilltrack.store.accreditation import ACCREDITATIONS, holders, overrides_on, taking_part
from skilltrack.store.database import Database, Session

YEARS = 6
"""So many fiscal years are told at the most."""


def pyramid(
    database: Database, scheme_id: str, as_of: date, as_known: datetime | None = None
) -> Pyramid:
    """Return the levels of a scheme on a day, with the years before.

    Args:
        database: The data file.
        scheme_id: The scheme.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: There is no such scheme.
    """
    with database.reading(as_known) as session:
        return pyramid_in(session, definitions.scheme(session, scheme_id), as_of)


def pyramid_in(session: Session, scheme: Scheme, as_of: date) -> Pyramid:
    """Return the levels of a scheme within a session."""
    people = tiers.people_judged(session, scheme, as_of)
    gathered = gather(session, scheme, as_of, people, None)
    set_by_hand = overrides_on(session, scheme.id, as_of)
    standings = Panel(scheme, gathered).standings()
    reached: Counter[str | None] = Counter()
    for person, place in zip(people, standings.codes, strict=True):
        override = set_by_hand.get(person.employee_no)
        standing = standings.distinct[place]
        is_there = scheme.rule is TierRule.EARNED or standing.met is True
        calculated = standing.tier if is_there else None
        reached[calculated if override is None else override.tier] += 1
    counting = {person.employee_no for person in people}
    held = {
        tier: len(numbers.keys() & counting)
        for tier, numbers in holders(session, scheme.id, as_of).items()
    }
    known = {code: count for code, count in reached.items() if code is not None}
    levels = levels_of(scheme, known, held, len(people), targets_of(session, scheme.id, as_of))
    return Pyramid(
        scheme.id,
        scheme.name,
        as_of,
        len(people),
        levels,
        reached[None] if people else None,
        _years(session, scheme, as_of),
        inclusion.coverage(session, Figure.TIERS, scheme, as_of),
    )


def targets_of(session: Session, scheme_id: str, on: date) -> dict[str, tuple[Fraction, date]]:
    """Return tier → heads aimed at and until when, of the target that holds on a day.

    Of several targets per level the one counts whose last day comes next; where all are past,
    the last one.
    """
    targets = [
        one
        for one in definitions.programme(session, scheme_id).targets
        if one.shape is TargetShape.LEVELS
    ]
    targets.sort(key=lambda one: (one.due_on < on, one.due_on if one.due_on >= on else date.max))
    found: dict[str, tuple[Fraction, date]] = {}
    for one in targets:
        for tier, heads in one.per_level.items():
            found.setdefault(tier, (heads, one.due_on))
    return found


def _years(session: Session, scheme: Scheme, as_of: date) -> tuple[YearFigures, ...]:
    """Return the figures of each tier and fiscal year, newest year first, highest tier first."""
    values = ACCREDITATIONS.values(session, schema.accreditation.c.scheme == scheme.id)
    of_tier = {
        tier.code: (
            [one for one in values if one.tier == tier.code],
            taking_part(session, courses_of(scheme, tier.code), as_of),
        )
        for tier in scheme.tiers
    }
    days = [one.valid.start for one in values if one.valid.start is not None]
    courses = {year for _held, (part, _done) in of_tier.values() for year in part}
    first = min([*days, *(date(year, 4, 1) for year in courses)], default=None)
    years = years_between(first, as_of, YEARS)
    found = [
        figures
        for tier in reversed(scheme.tiers)
        for held, (part, done) in (of_tier[tier.code],)
        for figures in year_figures(scheme, tier.code, years, as_of, Counted(held, part, done))
    ]
    return tuple(sorted(found, key=lambda one: -one.fiscal_year.year))
