"""The notice of how many passed an exam: numbers, and names of those who consent.

Notices follow each other, and what is told in one can be subtracted from what was told in
another. So each tells a number only where no combination of it with everything told before is
about fewer people than a figure needs; whoever was named counts as known. What was told is kept
and told again as it was.

Source: DESIGN §4.7; ``domain/disclosure``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.accreditation import Person
from skilltrack.domain.disclosure.cells import Cell, CellKey, DisclosureRules, Published
from skilltrack.domain.disclosure.protection import protect

MEASURE = "passers"
IN_ALL = "in_all"
"""The column of the cells of totals; the others stand under the first day of their period."""


@dataclass(frozen=True, slots=True)
class Passers:
    """Who passed from one day to another, and in all by the last, of the people who count.

    ``named`` are those of the period who are named.
    """

    since: date
    until: date
    people: int
    of_period: frozenset[str]
    in_all: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class TotalTold:
    """How many passed by a day, of how many people."""

    on: date
    count: int
    people: int

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of the people; None of nobody."""
        return Fraction(self.count, self.people) if self.people else None


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """A notice that was handed out: who was behind it, and the numbers it told; None: none."""

    passers: Passers
    this_time: int | None
    total: int | None


class Untold(StrEnum):
    """Why the number of the period is not told."""

    FEW = "few"  # 氏名を載せない人が少ない
    DIFFERENCE = "difference"  # 前に知らせた数との差が少ない人数になる


@dataclass(frozen=True, slots=True)
class ExamNotice:
    """What a notice tells.

    ``this_time`` is None where it is not told, and ``untold`` says why. ``total`` is the newest
    that may be told: of the last day, or what was told last; None where none may be told.
    ``named`` are those of the period who consent to be named, by department and kana.
    """

    exam_name: str
    since: date
    until: date
    named: tuple[Person, ...]
    this_time: int | None
    untold: Untold | None
    total: TotalTold | None
    rules: DisclosureRules = field(default_factory=DisclosureRules)

    @property
    def is_hidden(self) -> bool:
        """Tell whether the number of the period is not told."""
        return self.this_time is None


def notice_of(
    exam_name: str,
    now: Passers,
    named: tuple[Person, ...],
    earlier: Sequence[NoticeTold] = (),
    rules: DisclosureRules | None = None,
) -> ExamNotice:
    """Decide what a notice tells.

    Args:
        exam_name: What was passed.
        now: Who is behind it.
        named: Those of the period who consent.
        earlier: The notices handed out, in their order.
        rules: How many people must be behind a figure; None for the defaults.
    """
    rules = rules or DisclosureRules()
    period, in_all = _period_key(now), _total_key(now)
    known = now.named.union(*(one.passers.named for one in earlier))
    wanted = {period: now.of_period - known, in_all: now.in_all - known}
    before = Published(_told_before(earlier, known), {})
    shown = protect(
        [Cell(key, people) for key, people in wanted.items()], [before], rules
    ).shown.keys()
    told = {key for key, people in wanted.items() if key in shown or not people}
    this_time = _told_of(period, earlier)
    if this_time is None and period in told:
        this_time = len(now.of_period)
    is_few = len(wanted[period]) < rules.least_people
    untold = Untold.FEW if is_few else Untold.DIFFERENCE
    totals = [*(_total_of(one) for one in earlier)]
    if in_all in told and _told_of(in_all, earlier) is None:
        totals.append(TotalTold(now.until, len(now.in_all), now.people))
    found = [one for one in totals if one is not None and one.on <= now.until]
    return ExamNotice(
        exam_name,
        now.since,
        now.until,
        named,
        this_time,
        untold if this_time is None else None,
        max(found, key=lambda one: one.on) if found else None,
        rules,
    )


def handed_out(notice: ExamNotice, now: Passers) -> NoticeTold:
    """Return what is kept of a notice that is handed out."""
    total = notice.total
    is_new = total is not None and total.on == now.until
    return NoticeTold(now, notice.this_time, total.count if total is not None and is_new else None)


def _period_key(passers: Passers) -> CellKey:
    return CellKey(passers.until.isoformat(), passers.since.isoformat(), MEASURE)


def _total_key(passers: Passers) -> CellKey:
    return CellKey(passers.until.isoformat(), IN_ALL, MEASURE)


def _told_before(earlier: Sequence[NoticeTold], known: frozenset[str]) -> dict[CellKey, Cell]:
    """Return the cells told, each with those who are not known by name.

    Where the same was told again, the people of the first time stand behind it.
    """
    found: dict[CellKey, Cell] = {}
    for one in earlier:
        passers = one.passers
        for key, people, number in (
            (_period_key(passers), passers.of_period, one.this_time),
            (_total_key(passers), passers.in_all, one.total),
        ):
            if number is not None and people - known:
                found.setdefault(key, Cell(key, people - known))
    return found


def _told_of(key: CellKey, earlier: Sequence[NoticeTold]) -> int | None:
    """Return what was told under a key; None where nothing was."""
    for one in earlier:
        if key == _period_key(one.passers) and one.this_time is not None:
            return one.this_time
        if key == _total_key(one.passers) and one.total is not None:
            return one.total
    return None


def _total_of(one: NoticeTold) -> TotalTold | None:
    if one.total is None:
        return None
    return TotalTold(one.passers.until, one.total, one.passers.people)
