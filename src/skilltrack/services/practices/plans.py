"""What a year brought of practices, beside what the targets plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import YearSum
from skilltrack.domain.targets.definition import MeasureKind
from skilltrack.services.practices.register import register_on
from skilltrack.services.targets.reading import found_targets, standing_in
from skilltrack.store.database import Database, Session

PLANNED = frozenset({MeasureKind.PRACTICES, MeasureKind.PARTICIPANTS})


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """A target about practices or those who take part, as it stands on a day.

    ``measure`` is ``practices`` or ``participants``; ``goal`` and ``actual`` are what the page of
    targets shows, None where there is no figure.
    """

    key: str
    name: str
    scheme_name: str
    measure: str
    stage: PracticeStage
    starts_on: date
    due_on: date
    goal: Fraction | int | None
    actual: int | None


@dataclass(frozen=True, slots=True)
class PracticeSummary:
    """The years of the body, newest first, and the targets about practices."""

    as_of: date
    years: tuple[YearSum, ...]
    plans: tuple[PracticePlan, ...]


def summary_of(
    database: Database, as_of: date, as_known: datetime | None = None
) -> PracticeSummary:
    """Return what the years brought until a day, and the plans."""
    with database.reading(as_known) as session:
        return PracticeSummary(as_of, register_on(session, as_of).years, plans_in(session, as_of))


def plans_in(session: Session, as_of: date) -> tuple[PracticePlan, ...]:
    """Return the targets about practices, by first day and name."""
    return tuple(sorted(_plans(session, as_of), key=lambda one: (one.starts_on, one.name)))


def _plans(session: Session, as_of: date) -> Iterator[PracticePlan]:
    for found in found_targets(session):
        measure, closed = found.kept.rule.measure, found.kept.closed_on
        if measure is None or measure.kind not in PLANNED or (closed and closed <= as_of):
            continue
        standing = standing_in(session, found, as_of)
        yield PracticePlan(
            standing.key,
            standing.rule.name,
            standing.scheme_name,
            measure.kind.value,
            measure.stage or PracticeStage.PROPOSED,
            standing.rule.starts_on,
            standing.rule.due_on,
            standing.goal,
            standing.actual,
        )
