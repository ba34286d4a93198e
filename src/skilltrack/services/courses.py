"""The catalogue of a fiscal year; a scheme's sample courses enter it only when copied."""

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.training import Course
from skilltrack.services import definitions
from skilltrack.store import audit, training
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database


def list_courses(database: Database, fiscal_year: FiscalYear) -> tuple[Course, ...]:
    """Return the catalogue of a fiscal year in the order recorded."""
    with database.reading() as session:
        return training.catalogue(session, fiscal_year)


def copy_courses(database: Database, scheme_id: str, fiscal_year: FiscalYear) -> tuple[Course, ...]:
    """Copy the sample courses of a scheme into a fiscal year.

    Codes that the year already holds are left as they are.

    Returns:
        The catalogue rows added; empty when all were there.
    """
    with database.changing("courses.copy", f"{scheme_id} {fiscal_year.year}") as work:
        scheme = definitions.scheme(work, scheme_id)
        held = {course.code for course in training.catalogue(work, fiscal_year)}
        added = tuple(
            Course(
                sample.code,
                sample.name,
                fiscal_year.year,
                sample.kind,
                sample.bands,
                sample.mode,
                sample.hours,
            )
            for sample in scheme.courses
            if sample.code not in held
        )
        training.ENTRIES.record(
            work, [entry for course in added for entry in training.entries_of(course)]
        )
        audit.append(database, work, Entry("courses.copy", scheme_id, len(added)))
        return added
