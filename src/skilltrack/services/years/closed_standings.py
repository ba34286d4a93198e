"""How far people are with courses and tiers, under the figures of a year as they are shown.

The people are always those of today; what is counted of them is fixed when the year is closed, see
``services/years/closed_figures.py``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CompletionMatrix
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.structure import StructureOn
from skilltrack.domain.years.figures import (
    TierFigures,
    TrainingFigures,
    Units,
    tier_figures,
    training_figures,
)
from skilltrack.services import definitions, evaluation
from skilltrack.services.organisation.lineage import Places, arrangement_in
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.tiers import SchemeVerdicts
from skilltrack.services.years.closed_figures import closed_by, closing_shown, frozen
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session

TRAINING, TIER = "training_figures", "tier_figures"
"""Names of the frozen figures."""


@dataclass(frozen=True, slots=True)
class TrainingShown:
    """The people of today against the courses, under the figures as they are shown."""

    matrix: CompletionMatrix
    figures: TrainingFigures


def units_on(session: Session, as_of: date) -> Units:
    """Return department code → code and name of its evaluation unit, else of itself."""
    departments = organisation.departments_on(session, as_of)
    names = {department.code: department.name for department in departments}
    units = evaluation_units(departments)
    return {code: (units[code] or code, names[units[code] or code]) for code in names}


def shown_training(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> TrainingShown:
    """Return how far people and departments are with the courses of a year."""
    places = Places(arrangement_in(session, as_of, structure))
    matrix = evaluation.matrix_in(session, scheme, fiscal_year, places)
    closing = closing_shown(session, fiscal_year, as_of, structure)
    if closing is not None and not is_live:
        kept = frozen(session, TrainingFigures, fiscal_year, TRAINING, scheme.id)
        if kept is not None:
            closed = closed_by(closing, is_live=False)
            return TrainingShown(matrix, replace(kept, closed=closed))
    figures = training_figures(matrix, units_on(session, structure.on if structure else as_of))
    return TrainingShown(matrix, replace(figures, closed=closed_by(closing, is_live=True)))


def training_shown(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> TrainingShown:
    """Return how far people and departments are with the courses of a year.

    Raises:
        Refusal: No such scheme, or it does not evaluate departments.
    """
    with database.reading(as_known) as session:
        scheme = definitions.scheme(session, scheme_id)
        return shown_training(session, scheme, fiscal_year, as_of, structure, is_live=is_live)


@dataclass(frozen=True, slots=True)
class TiersShown:
    """Everybody judged today, under the figures as they are shown."""

    verdicts: SchemeVerdicts
    figures: TierFigures


def shown_tiers(
    session: Session, scheme: Scheme, as_of: date, *, is_live: bool = False
) -> TiersShown:
    """Return everybody judged under a scheme, and how many stand in which tier."""
    judged = tiers.judge_in(session, scheme, as_of)
    year = FiscalYear.of(as_of)
    closing = closing_shown(session, year, as_of)
    if closing is not None and not is_live:
        kept = frozen(session, TierFigures, year, TIER, scheme.id)
        if kept is not None:
            return TiersShown(judged, replace(kept, closed=closed_by(closing, is_live=False)))
    figures = tiers_counted(session, judged)
    return TiersShown(judged, replace(figures, closed=closed_by(closing, is_live=True)))


def tiers_counted(session: Session, judged: SchemeVerdicts) -> TierFigures:
    """Count verdicts by tier and evaluation unit."""
    units = units_on(session, judged.as_of)
    verdicts = (
        (units.get(p.person.department, (p.person.department, p.person.department)), p.verdict)
        for p in judged.people
    )
    return tier_figures(judged.scheme, judged.as_of, verdicts, judged.counted)


def tiers_shown(
    database: Database,
    scheme_id: str,
    as_of: date,
    as_known: datetime | None = None,
    *,
    is_live: bool = False,
) -> TiersShown:
    """Return everybody judged under a scheme, and how many stand in which tier.

    Raises:
        Refusal: No such scheme.
    """
    with database.reading(as_known) as session:
        return shown_tiers(session, definitions.scheme(session, scheme_id), as_of, is_live=is_live)
