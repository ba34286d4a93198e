"""Departments followed through reorganisations: where the work of one day is found on another.

A department that was renamed, merged or closed is found in its successor, through any number of
steps. After a split its people are found where they went; who had left by then belongs to no part
and is never divided by guess.

Source: DESIGN §4.1, §5.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from skilltrack.domain.organisation import (
    Department,
    Posting,
    Succession,
    SuccessionKind,
    lines_of,
)

SplitPart = tuple[str, str, date]
"""Employee number, department that was split, day of the split."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a department of one day is found on a later one.

    ``split_on`` is the day on which ``code`` was split where nothing says into which part; None
    where the department was found.
    """

    code: str
    split_on: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way on which the work of a department came to another one.

    It holds for whoever stood in ``code`` on ``since`` or later and before ``before``, and has
    come to ``end`` on the day ``arrives``. ``parts`` are the splits on the way: whoever went it
    stood in that part on the day of the split. ``since`` None is from the beginning.
    """

    code: str
    since: date | None
    before: date
    arrives: date
    end: str
    parts: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)  # no slots: indices are made once
class Lineage:
    """Everything known of departments: their periods, who came after whom, who went where.

    ``parts`` is where people went when their department was split: the code of the part.
    """

    departments: tuple[Department, ...]
    successions: tuple[Succession, ...] = ()
    parts: Mapping[SplitPart, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        periods: dict[str, list[Department]] = {}
        for department in self.departments:
            periods.setdefault(department.code, []).append(department)
        steps: dict[str, dict[date, list[Succession]]] = {}
        for one in sorted(self.successions, key=lambda one: (one.on, one.successor)):
            steps.setdefault(one.predecessor, {}).setdefault(one.on, []).append(one)
        object.__setattr__(self, "_periods", periods)
        object.__setattr__(self, "_steps", steps)

    _periods: Mapping[str, list[Department]] = field(init=False, repr=False, compare=False)
    _steps: Mapping[str, Mapping[date, list[Succession]]] = field(
        init=False, repr=False, compare=False
    )

    def on(self, day: date) -> tuple[Department, ...]:
        """Return the departments of a day, by code."""
        valid = (department for department in self.departments if day in department.valid)
        return tuple(sorted(valid, key=lambda department: department.code))

    def department(self, code: str, day: date) -> Department | None:
        """Return a department as it stood on a day, else as it stood last before it, else first.

        None for a code that was never used.
        """
        rows = self._periods.get(code, [])
        for row in rows:
            if day in row.valid:
                return row
        before = [row for row in rows if row.valid.end is not None and row.valid.end <= day]
        if before:
            return max(before, key=lambda row: str(row.valid.end))
        return min(rows, key=lambda row: row.valid.start or date.min, default=None)

    def exists(self, code: str, day: date) -> bool:
        """Tell whether a department stands on a day."""
        return any(day in row.valid for row in self._periods.get(code, ()))

    def changes_within(self, first: date, last: date) -> tuple[Succession, ...]:
        """Return the successions after one day and until another, in whichever order given."""
        first, last = min(first, last), max(first, last)
        return tuple(one for one in self.successions if first < one.on <= last)

    @property
    def moving(self) -> frozenset[str]:
        """Return the departments that have a successor: of those the day counts."""
        return frozenset(self._steps)

    @property
    def split(self) -> Mapping[tuple[str, date], frozenset[str]]:
        """Return (department, day of its split) → its parts."""
        return {
            (code, on): parts
            for code, steps in self._steps.items()
            for on in steps
            if len(parts := self._parts_of(code, on)) > 1
        }

    def _parts_of(self, code: str, on: date) -> frozenset[str]:
        successions = self._steps[code][on]
        parts = {one.successor for one in successions}
        is_split = any(one.kind is SuccessionKind.SPLIT for one in successions)
        return frozenset(parts | {code} if is_split and self.exists(code, on) else parts)

    def _next(self, code: str, day: date, until: date) -> date | None:
        """Return the day of the next step; None where the department stays.

        What stands under a department that is no more takes the step that ended it.
        """
        steps = self._steps.get(code)
        if steps is None:
            return None
        last = max((on for on in steps if on <= day), default=None)
        if last is not None and not self.exists(code, day):
            begun = (row.valid.start for row in self._periods.get(code, ()))
            if not any(start is not None and last <= start <= day for start in begun):
                return last  # else the code was used anew and has nothing to do with that step
        return next((on for on in steps if day < on <= until), None)

    def follow(self, code: str, day: date, until: date, employee_no: str = "") -> Landing:
        """Return where a department of one day is found on a later one.

        Args:
            code: The department.
            day: The day on which somebody or something stood in it.
            until: The later day.
            employee_no: Who; '' where it is nobody's.
        """
        taken: set[tuple[str, date]] = set()
        while (on := self._next(code, day, until)) is not None and (code, on) not in taken:
            taken.add((code, on))
            parts = self._parts_of(code, on)
            if len(parts) > 1:
                part = self.parts.get((employee_no, code, on))
                if part is None:
                    return Landing(code, on)
                code = part
            else:
                (code,) = parts
            day = max(day, on)
        return Landing(code)

    def ways(self) -> Iterator[Way]:
        """Yield every way from one department to another, as ``follow`` would take it."""
        for code in self._steps:
            spans: dict[Way, list[tuple[date, date]]] = {}
            for since, before in pairwise([date.min, *self._edges(code), date.max]):
                start = Way(code, None, before, date.min, code)
                for way in dict.fromkeys(self._on_from(start, since)):
                    held = spans.setdefault(replace(way, before=date.max), [])
                    begun = held.pop()[0] if held and held[-1][1] == since else since
                    held.append((begun, before))
            for way, held in spans.items():
                for since, before in held:
                    yield replace(way, since=None if since == date.min else since, before=before)

    def _edges(self, code: str) -> list[date]:
        """Return the days between which ``follow`` takes the same steps from a department."""
        found = {code}
        waiting = [code]
        days: set[date] = set()
        while waiting:
            at = waiting.pop()
            rows = self._periods.get(at, ())
            days.update(day for row in rows for day in (row.valid.start, row.valid.end) if day)
            days.update(self._steps.get(at, ()))
            after = {one.successor for ones in self._steps.get(at, {}).values() for one in ones}
            waiting += after - found
            found |= after
        return sorted(days)

    def _on_from(
        self, way: Way, day: date, taken: frozenset[tuple[str, date]] = frozenset()
    ) -> Iterator[Way]:
        """Yield a way with each step that follows for whoever stood at its end on a day."""
        on = self._next(way.end, day, date.max)
        if on is None or (way.end, on) in taken:
            return
        parts = self._parts_of(way.end, on)
        for part in sorted(parts):
            through = ((on, part),) if len(parts) > 1 else ()
            longer = replace(way, arrives=max(way.arrives, on), end=part, parts=way.parts + through)
            if part != way.code:
                yield longer
            yield from self._on_from(longer, max(day, on), taken | {(way.end, on)})

    def leads_to(self, code: str, day: date, until: date) -> frozenset[str]:
        """Return every department in which the work of one is found on a later day."""
        found: set[str] = set()
        waiting = [(code, day)]
        taken: set[tuple[str, date]] = set()
        while waiting:
            at, since = waiting.pop()
            on = self._next(at, since, until)
            if on is None or (at, on) in taken:
                found.add(at)
                continue
            taken.add((at, on))
            waiting += [(part, max(since, on)) for part in self._parts_of(at, on)]
        return frozenset(found)


def successions_of(
    departments: Iterable[Department], recorded: Iterable[Succession]
) -> tuple[Succession, ...]:
    """Join the successions recorded with those that files bring as 後継所属コード.

    A department that ends with a successor was renamed where nobody else became the same
    successor that day and the successor began then; several merged; otherwise it was closed and
    its tasks taken over. What was recorded of a department and a day goes before.

    Returns:
        By day, predecessor, successor.
    """
    found = {(one.predecessor, one.on, one.successor): one for one in recorded}
    told = {(predecessor, on) for predecessor, on, _successor in found}
    rows = list(departments)
    ended = [
        (row.code, row.valid.end, row.successor)
        for row in rows
        if row.successor is not None and row.valid.end is not None and row.successor != row.code
    ]
    heirs: dict[tuple[str, date], int] = {}
    for _code, on, successor in ended:
        heirs[successor, on] = heirs.get((successor, on), 0) + 1
    began = {(row.code, row.valid.start) for row in rows}
    for code, on, successor in ended:
        if (code, on) in told:
            continue
        if heirs[successor, on] > 1:
            kind = SuccessionKind.MERGED
        elif (successor, on) in began:
            kind = SuccessionKind.RENAMED
        else:
            kind = SuccessionKind.CLOSED
        found[code, on, successor] = Succession(code, successor, kind, on)
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.predecessor, one.successor)))


def part_of(
    postings: Iterable[Posting],
    parts: frozenset[str],
    on: date,
    departments: Iterable[Department],
) -> str | None:
    """Return the part of a split department to which a person went.

    Args:
        postings: Those of the person; concurrent ones say nothing.
        parts: The parts.
        on: The day of the split.
        departments: Those of that day.

    Returns:
        The part in or under which the first main posting on or after the split is; None where
        it is elsewhere, or there is none.
    """
    main = [
        posting
        for posting in postings
        if not posting.is_concurrent and (posting.valid.end is None or posting.valid.end > on)
    ]
    if not main:
        return None
    first = min(main, key=lambda posting: posting.valid.start or date.min)
    line = lines_of(departments).get(first.department, frozenset({first.department}))
    found = line & parts
    return first.department if first.department in found else min(found, default=None)
