"""From where the figures are looked at, and where a link leads."""

from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The fiscal year and the reference date chosen in the head of the window.

    ``board_scheme`` is the scheme that evaluates departments; '' where the body has none.
    ``structure`` is by which organisation departments are shown. ``as_known`` is the instant up
    to which the records are shown; None is all that is recorded.
    """

    fiscal_year: FiscalYear
    as_of: date
    board_scheme: str
    structure: Structure = Structure.AS_WAS
    as_known: datetime | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """A page with the filters in which it is shown; empty parts filter nothing.

    ``text`` is what the search field holds, ``part`` a part of the page such as 一覧,
    ``round_id`` the round that the page is to show.
    """

    page: str
    department: str = ""
    text: str = ""
    part: str = ""
    is_owed_only: bool = False
    round_id: str = ""
