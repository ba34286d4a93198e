"""Targets: those of the schemes in use and the body's own, as they stand on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.targets.definition import (
    KeptTarget,
    MeasureKind,
    TargetRule,
    TargetShape,
    target_key,
)
from skilltrack.domain.targets.parts import (
    Origin,
    Targets,
    TargetStanding,
    UnitCount,
    units_reached,
    year_lines,
)
from skilltrack.domain.targets.progress import (
    TargetState,
    pace_needed,
    planned,
    span_on,
    state_of,
)
from skilltrack.exchange.plain import restored
from skilltrack.services import definitions, inclusion
from skilltrack.services.targets.counting import Counting
from skilltrack.services.targets.figures import figures_of
from skilltrack.services.years.closed_boards import shown_board
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import DefinitionKind, current_definitions

MINIMUM = "minimum-electives"
"""The id under which the minimum standard of a scheme (最低受講数) stands among the targets."""


@dataclass(frozen=True, slots=True)
class Found:
    """A target with where it is from and what its scheme is called."""

    kept: KeptTarget
    origin: Origin
    scheme_name: str


def targets(
    database: Database,
    as_of: date,
    as_known: datetime | None = None,
    *,
    has_closed: bool = False,
) -> Targets:
    """Return every target as it stands on a day.

    Args:
        database: The data file.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.
        has_closed: Also those that nobody pursues any more.
    """
    with database.reading(as_known) as session:
        return targets_in(session, as_of, has_closed=has_closed)


def targets_in(session: Session, as_of: date, *, has_closed: bool = False) -> Targets:
    """Return every target within a session."""
    standings = [
        standing_in(session, found, as_of)
        for found in found_targets(session)
        if has_closed or found.kept.closed_on is None or as_of < found.kept.closed_on
    ]
    return Targets(as_of, (*standings, *_minimums(session, as_of)))


def found_targets(session: Session) -> tuple[Found, ...]:
    """Return the targets: by scheme in the order of its definition, then those of the body.

    A target that the body keeps under the id of one of a scheme hides it.
    """
    kept = {one.key: one for one in kept_targets(session)}
    schemes = session.once(definitions.schemes)
    found = []
    for scheme_id, programme in definitions.programmes(session).items():
        name = schemes[scheme_id].name
        for rule in programme.targets:
            own = kept.pop(target_key(scheme_id, rule.id), None)
            origin = Origin.SCHEME if own is None else Origin.CHANGED
            found.append(Found(own or KeptTarget(rule, scheme_id), origin, name))
    for own in kept.values():
        if not own.scheme:
            found.append(Found(own, Origin.OWN, ""))
        elif own.scheme in schemes:
            found.append(Found(own, Origin.OWN, schemes[own.scheme].name))
    return tuple(found)


def kept_targets(session: Session) -> tuple[KeptTarget, ...]:
    """Return the targets that the body keeps itself, by key."""
    found = current_definitions(session, DefinitionKind.TARGET)
    return tuple(restored(KeptTarget, one.body) for one in found)


def found_target(session: Session, text: str) -> Found:
    """Return a target by its key, or by its id alone where only one has it.

    Raises:
        Refusal: There is none, or more than one.
    """
    known = found_targets(session)
    exact = [one for one in known if one.kept.key == text]
    named = exact or [one for one in known if one.kept.rule.id == text]
    if len(named) == 1:
        return named[0]
    keys = "、".join(one.kept.key for one in named or known) or "―"
    code = "targets.ambiguous" if named else "targets.unknown"
    raise refuse(code, target=text, accepted=keys)


# A target on a day


def standing_in(session: Session, found: Found, as_of: date) -> TargetStanding:
    """Return a target as it stands on a day, within a session."""
    counting = Counting(session, found.kept, as_of)
    figures = figures_of(counting, as_of)
    rule, goal = found.kept.rule, figures.goal
    due = span_on(rule, as_of).last
    plan = None if goal is None else planned(rule, goal, as_of)
    is_known = figures.actual is not None and goal is not None
    years = year_lines(rule, goal, figures.value_at, as_of)
    return TargetStanding(
        kept=found.kept,
        scheme_name=found.scheme_name,
        origin=found.origin,
        as_of=as_of,
        state=state_of(rule, figures.actual, goal, as_of, found.kept.closed_on),
        actual=figures.actual,
        goal=goal,
        base=figures.base,
        plan=plan,
        pace=pace_needed(figures.actual, goal, as_of, due)
        if is_known and figures.actual is not None and goal is not None
        else None,
        forecast=figures.forecast,
        points=figures.points,
        years=years,
        levels=figures.levels,
        units=figures.units,
        missing=figures.missing,
        elsewhere=figures.elsewhere,
        undated=figures.undated,
        counted=_coverage(session, counting, as_of),
    )


def _coverage(session: Session, counting: Counting, as_of: date) -> Coverage | None:
    """Return who counts; None where no people are counted."""
    measure = counting.measure
    if counting.rule.shape is TargetShape.OUTPUTS:
        return None
    is_judged = measure is None or measure.kind is MeasureKind.TIERS
    figure = Figure.TIERS if is_judged and counting.scheme else Figure.TARGETS
    key = "" if counting.scheme is None else counting.scheme.id
    return session.once(_covered, figure, key, as_of)


def _covered(session: Session, figure: Figure, scheme_id: str, as_of: date) -> Coverage:
    scheme = definitions.scheme(session, scheme_id) if scheme_id else None
    return inclusion.coverage(session, figure, scheme, as_of)


# The minimum standards of evaluated departments


def _minimums(session: Session, as_of: date) -> Iterator[TargetStanding]:
    """Yield the minimum standard of each scheme that has one, as the board of the day has it."""
    for scheme in session.once(definitions.schemes).values():
        rule = scheme.evaluation
        if rule is not None and rule.minimum_electives is not None:
            yield _minimum(session, scheme, rule.minimum_electives, as_of)


def minimum_in(session: Session, scheme_id: str, as_of: date) -> TargetStanding | None:
    """Return the minimum standard of a scheme; None where it has none."""
    found = _minimums(session, as_of)
    return next((one for one in found if one.kept.scheme == scheme_id), None)


def _minimum(session: Session, scheme: Scheme, least: int, as_of: date) -> TargetStanding:
    year = FiscalYear.of(as_of)
    board = shown_board(session, scheme, year, as_of)
    units = tuple(
        UnitCount(
            one.code,
            one.name,
            one.headcount,
            one.elective.tally.done,
            least if one.headcount else 0,
        )
        for one in sorted(board.evaluation.departments, key=lambda one: one.code)
    )
    reached, asked = units_reached(units)
    rule = TargetRule(
        MINIMUM,
        "",
        TargetShape.PER_DEPARTMENT,
        year.first_day,
        year.last_day,
        goal=Fraction(least),
    )
    actual, goal = (reached, asked) if asked else (None, None)
    state = state_of(rule, actual, goal, as_of)
    if state is TargetState.ON_PLAN:
        state = TargetState.BEHIND  # a standard has no plan line: it is met or not
    return TargetStanding(
        kept=KeptTarget(rule, scheme.id),
        scheme_name=scheme.name,
        origin=Origin.MINIMUM,
        as_of=as_of,
        state=state,
        actual=actual,
        goal=goal,
        base=asked or None,
        units=units,
        missing=tuple(one.code for one in units if one.missing),
        counted=next((one for one in board.counted if one.figure is Figure.ELECTIVE), None),
    )
