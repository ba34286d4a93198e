"""Targets as they are shown: counted, or as they stood when the year was closed.

Who is missing is always looked up today; how many they were then is what was fixed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.definition import TargetShape
from skilltrack.domain.targets.parts import TargetDetail, Targets, TargetStanding
from skilltrack.services.targets import details, reading
from skilltrack.services.years.closed_figures import closed_by, closing_shown, frozen
from skilltrack.store.database import Database, Session

TARGET, TARGETS = "target_figures", "targets"
"""Names of the frozen figures: as pages draw them, and as printed."""

_OF_PEOPLE = frozenset({TargetShape.SHARE, TargetShape.EVERYONE})
"""Shapes of which the missing are people, not departments or tiers."""


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """Every target pursued on the last day of a year, naming nobody."""

    targets: tuple[TargetStanding, ...]


def target_figures(session: Session, as_of: date) -> TargetFigures:
    """Return what closing a year fixes of the targets."""
    found = reading.targets_in(session, as_of).targets
    return TargetFigures(tuple(nameless(one) for one in found))


def nameless(standing: TargetStanding) -> TargetStanding:
    """Return a target without the numbers of those who are missing."""
    return replace(standing, missing=()) if standing.rule.shape in _OF_PEOPLE else standing


def shown_targets(
    session: Session, as_of: date, *, has_closed: bool = False, is_live: bool = False
) -> Targets:
    """Return every target as it is shown on a day.

    Args:
        session: Where to read.
        as_of: The reference date; figures are fixed for the last day of a closed year.
        has_closed: Also those that nobody pursues any more, as counted today.
        is_live: Count even those of a closed year from today's records.
    """
    year = FiscalYear.of(as_of)
    closing = closing_shown(session, year, as_of)
    found = reading.targets_in(session, as_of, has_closed=has_closed)
    kept = None
    if closing is not None and not is_live:
        kept = frozen(session, TargetFigures, year, TARGET, "")
    if kept is None:
        return replace(found, closed=closed_by(closing, is_live=True))
    today = {one.key: one for one in found.targets}
    fixed = tuple(_with_missing(one, today.get(one.key)) for one in kept.targets)
    keys = {one.key for one in fixed}
    more = tuple(one for one in found.targets if one.key not in keys) if has_closed else ()
    return Targets(as_of, (*fixed, *more), closed_by(closing, is_live=False))


def _with_missing(standing: TargetStanding, now: TargetStanding | None) -> TargetStanding:
    if now is None or standing.rule.shape not in _OF_PEOPLE:
        return standing
    return replace(standing, missing=now.missing)


def targets_shown(
    database: Database,
    as_of: date,
    as_known: datetime | None = None,
    *,
    has_closed: bool = False,
    is_live: bool = False,
) -> Targets:
    """Return every target as it is shown on a day; ``as_known`` None is everything recorded."""
    with database.reading(as_known) as session:
        return shown_targets(session, as_of, has_closed=has_closed, is_live=is_live)


def detail_shown(
    database: Database,
    target: str,
    as_of: date,
    as_known: datetime | None = None,
    *,
    is_live: bool = False,
) -> TargetDetail:
    """Return a target as it is shown, with those behind it as they are today.

    Raises:
        Refusal: There is no such target.
    """
    with database.reading(as_known) as session:
        found = details.detail_in(session, target, as_of)
        shown = shown_targets(session, as_of, is_live=is_live)
        standing = next((one for one in shown.targets if one.key == found.standing.key), None)
        return found if standing is None else replace(found, standing=standing)
