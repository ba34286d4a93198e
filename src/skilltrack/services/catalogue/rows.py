"""The rows of the catalogue alone; courses with their details are in ``services.catalogue``."""

from collections.abc import Collection
from datetime import datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.store import training
from skilltrack.store.database import Database


def list_courses(
    database: Database, fiscal_year: FiscalYear, as_known: datetime | None = None
) -> tuple[Course, ...]:
    """Return the catalogue of a fiscal year in the order recorded.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        return training.catalogue(session, fiscal_year)


def copy_courses(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    codes: Collection[str] | None = None,
) -> tuple[Course, ...]:
    """Copy the sample courses of a scheme into a fiscal year, with their details.

    Codes that the year already holds are left as they are; ``codes`` None takes all samples.

    Returns:
        The catalogue rows added; empty when all were there.
    """
    from skilltrack.services.catalogue.editing import take_samples

    added = take_samples(database, scheme_id, fiscal_year, codes)
    return tuple(row for course in added for row in course.rows)
