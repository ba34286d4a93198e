"""The comparison with neighbours: the own file, and those of two fictional bodies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.analysis.bodies import BodySummary, SummaryFigure, in_steps
from skilltrack.exchange.bodies import summary_bytes
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.i18n.texts import _
from skilltrack.services.bodies import SUFFIX, write_summary
from skilltrack.services.rounds.running import list_rounds
from skilltrack.store.database import Database

NEIGHBOURS = (
    (_("架空北市"), Fraction(6, 5), Fraction(21, 20), 0),
    (_("架空南町"), Fraction(1, 5), Fraction(9, 10), 7),
)
"""Name, size and level against the own body, and each how many-th figure is hidden (0: as ours)."""


def compare_with_neighbours(
    database: Database, folder: Path, today: date, tell: Callable[[str], None]
) -> None:
    """Write the comparison file of the closed round, and what two neighbours would send."""
    closed = [one for one in list_rounds(database) if one.is_closed]
    if not closed:
        return
    folder.mkdir()
    own = write_summary(database, closed[0].round_id, folder / f"{_('自団体')}{SUFFIX}", today)
    for name, size, level, hides in NEIGHBOURS:
        other = _neighbour(own, name, size, level, hides)
        write_bytes_atomically(folder / f"{name}{SUFFIX}", summary_bytes(other))
    tell(_("団体間比較：{count} 団体のファイル").format(count=len(NEIGHBOURS) + 1))


def _neighbour(
    own: BodySummary, name: str, size: Fraction, level: Fraction, hides: int
) -> BodySummary:
    return replace(
        own,
        body=name,
        asked=in_steps(int(own.asked * size)),
        answered=in_steps(int(own.answered * size)),
        figures=tuple(
            _figure(figure, size, level, is_hidden=bool(hides) and place % hides == hides - 1)
            for place, figure in enumerate(own.figures)
        ),
    )


def _figure(
    figure: SummaryFigure, size: Fraction, level: Fraction, *, is_hidden: bool
) -> SummaryFigure:
    if figure.people is None or figure.mean is None or is_hidden:
        return replace(figure, people=None, mean=None)
    mean = Fraction(int(min(figure.mean * level, Fraction(1)) * 1000), 1000)
    return replace(figure, people=in_steps(int(figure.people * size)), mean=mean)
