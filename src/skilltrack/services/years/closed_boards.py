"""The board of a year as it is shown: calculated, or as it was fixed when the year was closed."""

import json
from dataclasses import replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.structure import StructureOn
from skilltrack.domain.years.closings import Closing
from skilltrack.exchange.plain import restored
from skilltrack.services import definitions, evaluation
from skilltrack.services.years.closed_figures import closing_shown
from skilltrack.store import years as records
from skilltrack.store.database import Database, Session

BOARD, RANK = "board", "rank"
"""Names of the frozen reports; ``board`` is what ``rank`` says, exact to the last fraction."""


def frozen_board(session: Session, scheme_id: str, fiscal_year: FiscalYear) -> Board | None:
    """Return the board that closing a year fixed; None while the year is open for this scheme."""
    closing = records.closing_of(session, fiscal_year)
    body = records.frozen_figure(session, fiscal_year, BOARD, scheme_id)
    if closing is None or body is None:
        return None
    board = restored(Board, json.loads(body))
    return replace(board, closed_on=closing.closed_at.astimezone().date())


def shown_board(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> Board:
    """Return what the board of a year shows on a day: frozen figures once the year is closed."""
    if not is_live and closing_shown(session, fiscal_year, as_of, structure) is not None:
        frozen = frozen_board(session, scheme.id, fiscal_year)
        if frozen is not None:
            return frozen
    return evaluation.board_in(session, scheme, fiscal_year, as_of, structure)


def board_shown(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> Board:
    """Return what the board of a year shows on a day; see ``shown_board``."""
    with database.reading(as_known) as session:
        scheme = definitions.scheme(session, scheme_id)
        return shown_board(session, scheme, fiscal_year, as_of, structure, is_live=is_live)


def frozen_rank(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
) -> tuple[str, Closing] | None:
    """Return the ``rank`` document that closing a year fixed, as it was printed; None: open."""
    with database.reading(as_known) as session:
        closing = closing_shown(session, fiscal_year, as_of)
        if closing is None:
            return None
        body = records.frozen_figure(session, fiscal_year, RANK, scheme_id)
        return None if body is None else (body, closing)
