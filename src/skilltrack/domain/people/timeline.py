"""The posts and absences of one person over time, and how a wrong one is put right.

On every day of employment there is exactly one main posting. A correction keeps it so: what is put
right cuts away what lay on its days, and days that become free go to the posting beside them unless
they are to stay empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import Absence, Posting

Dated = TypeVar("Dated", Posting, Absence)
Span = tuple[date, date]
"""First day and first day no more; ``date.min`` and ``date.max`` where there is no bound."""


class Fill(StrEnum):
    """Who gets the days that become free when a main posting is shortened or taken away."""

    BEFORE = "before"  # the posting before; after the end of what is put right, the one behind it
    AFTER = "after"  # a posting taken away leaves its days to the one behind it
    NONE = "none"  # nobody: the days stay empty


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one person over time; ``left_on`` is the last day of employment."""

    postings: tuple[Posting, ...] = ()
    absences: tuple[Absence, ...] = ()
    hired_on: date | None = None
    left_on: date | None = None

    @property
    def main(self) -> tuple[Posting, ...]:
        """Return the main postings from the first to the last."""
        return tuple(sorted((p for p in self.postings if not p.is_concurrent), key=_start))

    @property
    def concurrent(self) -> tuple[Posting, ...]:
        """Return the concurrent postings by department and start."""
        found = (p for p in self.postings if p.is_concurrent)
        return tuple(sorted(found, key=lambda p: (p.department, _start(p))))

    @property
    def moves(self) -> tuple[date, ...]:
        """Return the days from which another main posting follows one without a gap."""
        return tuple(
            _start(new) for old, new in pairwise(self.main) if old.valid.end == new.valid.start
        )

    @property
    def employment(self) -> Period:
        """Return the days of employment, unbounded where hiring or leaving is not known."""
        return Period.through(self.hired_on, self.left_on)


@dataclass(frozen=True, slots=True)
class PostingCorrection:
    """A posting put right: ``old`` None adds one, ``new`` None takes one away."""

    old: Posting | None
    new: Posting | None
    fill: Fill = Fill.BEFORE


@dataclass(frozen=True, slots=True)
class AbsenceCorrection:
    """An absence put right: ``old`` None adds one, ``new`` None takes one away."""

    old: Absence | None
    new: Absence | None


Correction = PostingCorrection | AbsenceCorrection


class FaultKind(StrEnum):
    """What is wrong with a history."""

    OVERLAP = "overlap"  # two main postings on a day
    GAP = "gap"  # no main posting on a day of employment
    OUTSIDE = "outside"  # a post or an absence on a day without employment
    ABSENCE_OVERLAP = "absence_overlap"  # two absences on a day
    EMPTY = "empty"  # a period that ends before it begins


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on which days; ``is_absent``: an absence lies over all of them."""

    kind: FaultKind
    days: Period
    is_absent: bool = False


def corrected(history: History, correction: Correction) -> History:
    """Return the history with a correction: neighbours cut, stretched and merged.

    What the correction does not touch stays as it is. ``faults`` tells what is wrong with it.
    """
    if isinstance(correction, AbsenceCorrection):
        absences = tuple(a for a in history.absences if a != correction.old)
        if correction.new is not None:
            absences = (*absences, correction.new)
        return replace(history, absences=tuple(sorted(absences, key=_start)))
    old, new = correction.old, correction.new
    main = [p for p in history.main if p != old]
    concurrent = [p for p in history.concurrent if p != old]
    if new is not None and new.is_concurrent:
        others = [p for p in concurrent if p.department != new.department]
        same = [p for p in concurrent if p.department == new.department]
        concurrent = [*others, *_merged([*_cut(same, new), new])]
    elif new is not None:
        main = [*_cut(main, new), new]
    if old is not None and not old.is_concurrent:
        main = _filled(main, correction)
    ordered = sorted(concurrent, key=lambda p: (p.department, _start(p)))
    return replace(history, postings=(*_merged(main), *ordered))


def faults(before: History, after: History) -> tuple[Fault, ...]:
    """Return what a correction made wrong, by day; what was wrong before is not told again."""
    added = [one for one in after.postings if one not in before.postings]
    added_absences = [one for one in after.absences if one not in before.absences]
    everything: list[Posting | Absence] = [*added, *added_absences]
    found = [Fault(FaultKind.EMPTY, one.valid) for one in everything if _start(one) >= _end(one)]
    outside = (
        span for one in everything for span in _minus([_span(one.valid)], [_span(after.employment)])
    )
    found += [Fault(FaultKind.OUTSIDE, _period(span)) for span in _joined(outside)]
    overlaps = _minus(_overlaps(after.main), _overlaps(before.main))
    found += [Fault(FaultKind.OVERLAP, _period(span)) for span in overlaps]
    double = _minus(_overlaps(after.absences), _overlaps(before.absences))
    found += [Fault(FaultKind.ABSENCE_OVERLAP, _period(span)) for span in double]
    return tuple(sorted((*found, *_gaps(before, after)), key=lambda fault: _span(fault.days)))


def _gaps(before: History, after: History) -> list[Fault]:
    """Return the days without a main posting that had one, or that lie between two only now."""
    held, holds = ([_span(p.valid) for p in history.main] for history in (before, after))
    lost = _within(_minus(_joined(held), holds), [_span(after.employment)])
    between = _minus(_between(after.main), [*_between(before.main), *lost])
    away = [_span(a.valid) for a in after.absences]
    return [
        Fault(FaultKind.GAP, _period(span), not _minus([span], away))
        for span in _joined([*lost, *between])
    ]


def _between(postings: Sequence[Posting]) -> list[Span]:
    spans = _joined(_span(p.valid) for p in postings)
    return [(first[1], second[0]) for first, second in pairwise(spans)]


def uncovered(wanted: Period, periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return the parts of a period that lie in none of the others, by day."""
    return tuple(_period(span) for span in _minus([_span(wanted)], map(_span, periods)))


def _cut(held: Iterable[Posting], new: Posting) -> list[Posting]:
    """Return what is left of postings beside a new one."""
    return [
        replace(posting, valid=_period(span))
        for posting in held
        for span in _minus([_span(posting.valid)], [_span(new.valid)])
    ]


def _filled(main: list[Posting], correction: PostingCorrection) -> list[Posting]:
    """Stretch the postings beside the days that the old one leaves free."""
    old, new = correction.old, correction.new
    if old is None or correction.fill is Fill.NONE:
        return main
    filled = list(main)
    for start, end in _minus([_span(old.valid)], [_span(p.valid) for p in main]):
        before = next((p for p in filled if _end(p) == start and p != new), None)
        behind = next((p for p in filled if _start(p) == end and p != new), None)
        is_behind = behind is not None and (
            correction.fill is Fill.AFTER or (new is not None and _end(new) == start)
        )
        if is_behind and behind is not None:
            filled.remove(behind)
            filled.append(replace(behind, valid=_period((start, _end(behind)))))
        elif before is not None and correction.fill is Fill.BEFORE:
            filled.remove(before)
            filled.append(replace(before, valid=_period((_start(before), end))))
    return filled


def _merged(postings: Iterable[Posting]) -> list[Posting]:
    """Join postings that follow each other and differ in nothing but their days."""
    merged: list[Posting] = []
    for posting in sorted(postings, key=_start):
        last = merged[-1] if merged else None
        if (
            last is not None
            and _end(last) == _start(posting)
            and replace(last, valid=posting.valid) == posting
        ):
            merged[-1] = replace(last, valid=_period((_start(last), _end(posting))))
        else:
            merged.append(posting)
    return merged


def _start(dated: Posting | Absence) -> date:
    return dated.valid.start or date.min


def _end(dated: Posting | Absence) -> date:
    return dated.valid.end or date.max


def _span(period: Period) -> Span:
    return period.start or date.min, period.end or date.max


def _period(span: Span) -> Period:
    start, end = span
    return Period(None if start == date.min else start, None if end == date.max else end)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return days as spans that neither touch nor overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined


def _minus(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the days of some spans that lie in none of the others; the spans stay apart."""
    left: list[Span] = []
    taken = _joined(others)
    for span_start, span_end in spans:
        start = span_start
        for first, end in taken:
            if end <= start or first >= span_end:
                continue
            if first > start:
                left.append((start, first))
            start = max(start, end)
        if start < span_end:
            left.append((start, span_end))
    return left


def _within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    found = list(spans)
    return _minus(found, _minus(found, others))


def _overlaps(dated: Sequence[Dated]) -> list[Span]:
    """Return the days on which two of them hold."""
    ordered = sorted(_span(one.valid) for one in dated)
    found: list[Span] = []
    reached = date.min
    for start, end in ordered:
        if start < reached:
            found.append((start, min(end, reached)))
        reached = max(reached, end)
    return _joined(found)


class EventKind(StrEnum):
    """What a line of a timeline is about."""

    EMPLOYMENT = "employment"  # 採用・退職
    NAME = "name"  # 氏名の変更
    OCCUPATION = "occupation"  # 職種の変更
    POSTING = "posting"  # 主務
    CONCURRENT = "concurrent"  # 兼務
    ABSENCE = "absence"  # 休職・育休・派遣
    ROLE = "role"  # 役割
    ANSWER = "answer"  # 回答
    COURSE = "course"  # 研修
    SESSION = "session"  # 研修の実施回
    EXAM = "exam"  # 資格
    PRACTICE = "practice"  # DX実践
    MEETING = "meeting"  # 会議
    ACCREDITATION = "accreditation"  # 認定、手で定めた区分
    CAREER = "career"  # 経験・技能・資格など


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a timeline.

    ``days`` is what it holds for, a single day for what happened once. ``title`` and ``detail``
    are for people. ``recorded_in`` and ``superseded_in`` are change numbers; ``superseded_in``
    None still holds. ``fact`` is the posting or absence that can be put right.
    """

    kind: EventKind
    days: Period
    title: str
    detail: str
    recorded_in: int
    superseded_in: int | None = None
    fact: Posting | Absence | None = None


def single_day(on: date) -> Period:
    """Return the period of one day."""
    return Period(on, on + timedelta(days=1))


def by_fiscal_year(
    events: Iterable[Event],
) -> tuple[tuple[FiscalYear | None, tuple[Event, ...]], ...]:
    """Return the events by the fiscal year of their first day, newest first.

    What has no first day comes last, under None.
    """
    order = list(EventKind)
    ordered = sorted(
        events,
        key=lambda e: (
            e.days.start or date.min,
            e.superseded_in is None,
            -order.index(e.kind),
            e.recorded_in,
        ),
        reverse=True,
    )
    groups: dict[FiscalYear | None, list[Event]] = {}
    for event in ordered:
        start = event.days.start
        groups.setdefault(None if start is None else FiscalYear.of(start), []).append(event)
    return tuple((year, tuple(found)) for year, found in groups.items())
