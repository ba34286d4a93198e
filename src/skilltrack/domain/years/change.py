"""A board against the one of the year before, both arranged like for like."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.evaluation import (
    Board,
    DepartmentEvaluation,
    competition_ranks,
)


class NotComparable(StrEnum):
    """Why a row has no change."""

    OPENED = "opened"  # it did not exist then
    CLOSED = "closed"  # it does not exist now
    NOTHING_THEN = "nothing_then"  # no criterion applied then
    NOTHING_NOW = "nothing_now"  # no criterion applies now


@dataclass(frozen=True, slots=True)
class RatioChange:
    """A ratio then and now, None where it did not apply."""

    then: Fraction | None
    now: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Return now − then; None where one of them is unknown."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A group of units from one year to the next.

    ``because`` is why it is not compared, None where it is. The ranks are those among the groups
    compared, 1 the highest composite; None for the others.
    """

    code: str
    name: str
    headcount_then: int
    headcount_now: int
    required: RatioChange
    leader: RatioChange
    elective: RatioChange
    composite: RatioChange
    rank_then: int | None
    rank_now: int | None
    because: NotComparable | None

    @property
    def places_gained(self) -> int | None:
        """Return by how many places the rank is better now, negative for worse."""
        if self.rank_then is None or self.rank_now is None:
            return None
        return self.rank_then - self.rank_now


@dataclass(frozen=True, slots=True)
class YearChange:
    """Two boards and what changed between them, by rank now, then code; not compared ones last.

    ``body_required`` and ``body_elective`` are the whole body.
    """

    then: Board
    now: Board
    rows: tuple[UnitChange, ...]
    body_required: RatioChange
    body_elective: RatioChange


def year_change(then: Board, now: Board) -> YearChange:
    """Compare two boards arranged into the same groups."""
    old = {row.code: row for row in then.evaluation.departments}
    new = {row.code: row for row in now.evaluation.departments}
    codes = sorted(old.keys() | new.keys())
    because = {code: _because(old.get(code), new.get(code)) for code in codes}
    compared = [code for code in codes if because[code] is None]
    ranks_then = _ranks(old, compared)
    ranks_now = _ranks(new, compared)
    rows = [
        _change(code, old.get(code), new.get(code), ranks_then, ranks_now, because[code])
        for code in codes
    ]
    rows.sort(key=lambda row: (row.rank_now is None, row.rank_now or 0, row.code))
    return YearChange(
        then,
        now,
        tuple(rows),
        RatioChange(then.evaluation.body.required.ratio, now.evaluation.body.required.ratio),
        RatioChange(then.evaluation.body.elective.ratio, now.evaluation.body.elective.ratio),
    )


def _because(
    then: DepartmentEvaluation | None, now: DepartmentEvaluation | None
) -> NotComparable | None:
    if now is None:
        return NotComparable.CLOSED
    if then is None:
        return NotComparable.OPENED
    if now.composite is None:
        return NotComparable.NOTHING_NOW
    return NotComparable.NOTHING_THEN if then.composite is None else None


def _ranks(rows: dict[str, DepartmentEvaluation], compared: list[str]) -> dict[str, int | None]:
    ranks = competition_ranks([rows[code].composite for code in compared])
    return dict(zip(compared, ranks, strict=True))


def _change(
    code: str,
    then: DepartmentEvaluation | None,
    now: DepartmentEvaluation | None,
    ranks_then: dict[str, int | None],
    ranks_now: dict[str, int | None],
    because: NotComparable | None,
) -> UnitChange:
    named = {row.code: row.name for row in (then, now) if row is not None}
    return UnitChange(
        code,
        named[code],
        0 if then is None else then.headcount,
        0 if now is None else now.headcount,
        _ratios(then, now, lambda row: row.required.ratio),
        _ratios(then, now, lambda row: row.leader.ratio),
        _ratios(then, now, lambda row: row.elective.ratio),
        _ratios(then, now, lambda row: row.composite),
        ranks_then.get(code),
        ranks_now.get(code),
        because,
    )


def _ratios(
    then: DepartmentEvaluation | None,
    now: DepartmentEvaluation | None,
    ratio: Callable[[DepartmentEvaluation], Fraction | None],
) -> RatioChange:
    return RatioChange(None if then is None else ratio(then), None if now is None else ratio(now))
