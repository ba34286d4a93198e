"""The board against the year before as it is shown: closed years by the figures fixed then."""

from dataclasses import replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.structure import Structure, StructureOn, arranged, year_before
from skilltrack.domain.years.change import YearChange, year_change
from skilltrack.services import definitions, evaluation
from skilltrack.services.organisation.lineage import arrangement_in, is_reorganised_in
from skilltrack.services.years.closed_boards import frozen_board
from skilltrack.services.years.closed_figures import closing_shown
from skilltrack.store.database import Database, Session


def change_shown(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    compared_with: date | None = None,
    *,
    is_live: bool = False,
) -> YearChange:
    """Compare the board with the one of an earlier year, like for like.

    Args:
        database: The data file.
        scheme_id: A scheme with an evaluation rule.
        fiscal_year: The year.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.
        compared_with: The reference date of the earlier board, of the fiscal year in which it
            lies; None for the same day of the year before, in the fiscal year before.
        is_live: Calculate even closed years from today's records.
    """
    if compared_with is None:
        then, year = year_before(as_of), FiscalYear(fiscal_year.year - 1)
    else:
        then, year = compared_with, FiscalYear.of(compared_with)
    with database.reading(as_known) as session:
        scheme = definitions.scheme(session, scheme_id)
        return year_change(
            _board(session, scheme, year, then, as_of, is_live=is_live),
            _board(session, scheme, fiscal_year, as_of, then, is_live=is_live),
        )


def _board(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    as_of: date,
    other: date,
    *,
    is_live: bool,
) -> Board:
    """Return the board of a day in units that exist on the other day as well.

    Where nothing was reorganised in between, what was fixed is shown as it is. Otherwise rows have
    to be put together, which ratios do not allow: it is calculated from the records as they were
    known at the closing, arranged by all reorganisations known now.
    """
    structure = StructureOn(Structure.LIKE_FOR_LIKE, other)
    closing = None if is_live else closing_shown(session, fiscal_year, as_of)
    frozen = None if closing is None else frozen_board(session, scheme.id, fiscal_year)
    if closing is None or frozen is None:
        return evaluation.board_in(session, scheme, fiscal_year, as_of, structure)
    arrangement = arrangement_in(session, as_of, structure)
    if not is_reorganised_in(session, min(as_of, other), max(as_of, other)):
        return replace(frozen, arranged=arranged(arrangement))
    knowing = Session(session.connection, closing.change)
    known_scheme = definitions.scheme(knowing, scheme.id)
    board = evaluation.board_in(
        knowing, known_scheme, fiscal_year, as_of, structure, arrangement=arrangement
    )
    return replace(board, closed_on=frozen.closed_on)
