"""Workbooks of the catalogue; each one written is noted in the log."""

from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.services import definitions
from skilltrack.services.catalogue import reading as catalogue
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting


@says_known
def save_printed(
    database: Database,
    path: Path,
    fiscal_year: FiscalYear,
    as_of: date,
    scheme_id: str = "",
    as_known: datetime | None = None,
) -> int:
    """Save the catalogue for printing.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        fiscal_year: The year, compared with the one before.
        as_of: Completions up to this day count.
        scheme_id: The scheme of the menu; '' leaves the menu out.
        as_known: None is everything recorded.

    Returns:
        How many courses are in it.

    Raises:
        Refusal: The year has no courses, or there is no such scheme.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.catalogue import PrintedCatalogue, write_catalogue

    with database.reading(as_known) as session:
        found = catalogue.year_in(session, fiscal_year, as_of)
        _refuse_nothing(found)
        before = FiscalYear(fiscal_year.year - 1)
        printed = PrintedCatalogue(
            fiscal_year,
            as_of,
            found.lines,
            catalogue.comparison_in(session, before, fiscal_year).courses,
            found.options.words,
            catalogue.menu_in(session, fiscal_year, scheme_id) if scheme_id else None,
            definitions.scheme(session, scheme_id).name if scheme_id else "",
        )
        body = setting(session, "organisation") or ""
    write_catalogue(path, printed, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.catalogue", path.name, len(found.lines)))
    return len(found.lines)


@says_known
def save_data(
    database: Database,
    path: Path,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
) -> int:
    """Save the catalogue under the headings of the import, so that it can be taken over again.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        fiscal_year: The year.
        as_of: Completions up to this day count.
        as_known: None is everything recorded.

    Returns:
        How many courses are in it.

    Raises:
        Refusal: The year has no courses.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.catalogue_data import write_catalogue_data

    with database.reading(as_known) as session:
        found = catalogue.year_in(session, fiscal_year, as_of)
        _refuse_nothing(found)
        body = setting(session, "organisation") or ""
    words = found.options.words
    write_catalogue_data(path, found.lines, words, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.catalogue_data", path.name, len(found.lines)))
    return len(found.lines)


def _refuse_nothing(found: catalogue.YearCatalogue) -> None:
    if not found.lines:
        raise refuse("courses.none", year=fiscal_year_text(found.fiscal_year))
