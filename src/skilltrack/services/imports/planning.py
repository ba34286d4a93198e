"""Comparing what a file brings with what the records hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import ChangedLine, FieldChange, Intake, Line
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.store.facts import Stored

T = TypeVar("T")


class Dated(Protocol):
    """A frozen dataclass with a period."""

    @property
    def valid(self) -> Period:
        """The days on which it holds."""
        ...


D = TypeVar("D", bound=Dated)


@dataclass(slots=True)
class Plan(Generic[T]):
    """What taking over would record and supersede, with the counts a person is told."""

    record: list[T] = field(default_factory=list)
    supersede: list[Stored[T]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0
    changed: list[ChangedLine] = field(default_factory=list)
    new_rows: set[int] = field(default_factory=set)

    def add(self, row: int, value: T) -> None:
        """Record something new."""
        self.new += 1
        self.new_rows.add(row)
        self.record.append(value)

    def take(self, row: int, key: str, old: Stored[T] | None, value: T) -> None:
        """Record what is new, replace what differs, and leave the rest as it is."""
        if old is None:
            self.add(row, value)
        elif old.value == value:
            self.unchanged += 1
        else:
            self.replace(row, key, old, value)

    def replace(self, row: int, key: str, old: Stored[T], value: T) -> None:
        """Put a value in the place of another."""
        self.supersede.append(old)
        self.record.append(value)
        self.changed.append(ChangedLine(row, key, differences(old.value, value)))


@dataclass(slots=True)
class Check:
    """Problems and notices gathered while a file is checked."""

    intake: Intake[Any]
    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        code: str,
        row: int | None = None,
        column: str = "",
        /,
        *,
        is_notice: bool = False,
        **values: str | int,
    ) -> None:
        """Add a problem of a row."""
        place = Place(self.intake.file, self.intake.sheet, row, column)
        severity = Severity.NOTICE if is_notice else Severity.ERROR
        self.problems.append(Problem(code, place, values, severity))

    def duplicates(self, key: Callable[[Any], object], text: Callable[[Any], str]) -> None:
        """Report lines whose key stands in an earlier row."""
        first: dict[object, int] = {}
        for line in self.intake.lines:
            row = first.setdefault(key(line.value), line.row)
            if row != line.row:
                self.add("intake.duplicate_key", line.row, key=text(line.value), first=row)

    def not_after(self, today: date, row: int, column: str, on: date | None) -> None:
        """Report a day that lies in the future."""
        if on is not None and on > today:
            self.add(
                "intake.future_date", row, column, date=on.isoformat(), today=today.isoformat()
            )


def as_text(value: object) -> str:
    """Show a value of a field in a preview."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Period):
        last = value.last_day
        return f"{value.start or ''}～{last or ''}"
    if isinstance(value, tuple):
        return ";".join(as_text(part) for part in value)
    return str(value)


def differences(old: Any, new: Any) -> tuple[FieldChange, ...]:  # noqa: ANN401
    """Return the fields in which two values of one dataclass differ."""
    return tuple(
        FieldChange(f.name, as_text(getattr(old, f.name)), as_text(getattr(new, f.name)))
        for f in fields(old)
        if getattr(old, f.name) != getattr(new, f.name)
    )


def by_key(stored: Iterable[Stored[T]], key: Callable[[T], str]) -> Mapping[str, list[Stored[T]]]:
    """Group stored values."""
    groups: dict[str, list[Stored[T]]] = {}
    for one in stored:
        groups.setdefault(key(one.value), []).append(one)
    return groups


def plan_dated(
    lines: Sequence[Line[D]],
    current: Iterable[Stored[D]],
    key: Callable[[D], str],
    effective: date | None,
    *,
    has_beginning: bool = False,
) -> Plan[D]:
    """Compare dated values: a change from a day on splits what held before.

    Without a first day in the file and without ``effective``, a difference is a correction of
    the newest period.

    Args:
        lines: What the file brings.
        current: What is recorded.
        key: What says that two values are of the same thing.
        effective: The day from which a difference holds where the file names none.
        has_beginning: Something new begins on that day; otherwise it always was.
    """
    plan: Plan[D] = Plan()
    known = by_key(current, key)
    for line in lines:
        value = line.value
        periods = sorted(known.get(key(value), []), key=lambda s: s.value.valid.start or date.min)
        start = value.valid.start or effective
        if not periods:
            first = start if has_beginning else value.valid.start
            plan.add(line.row, _with_valid(value, Period(first, value.valid.end)))
            continue
        old = _period_at(periods, start)
        if old is None:
            after = periods[0].value.valid.start
            plan.add(line.row, _with_valid(value, Period(start, value.valid.end or after)))
        elif start is None or start == old.value.valid.start:
            _correct(plan, line, key(value), old)
        else:
            _split(plan, line, key(value), old, start)
    return plan


def _period_at(periods: Sequence[Stored[D]], start: date | None) -> Stored[D] | None:
    if start is None:
        return periods[-1]
    begun = [s for s in periods if s.value.valid.start is None or s.value.valid.start <= start]
    return begun[-1] if begun else None


def _with_valid(value: D, valid: Period) -> D:
    return replace(value, valid=valid)  # type: ignore[type-var]


def _correct(plan: Plan[D], line: Line[D], key: str, old: Stored[D]) -> None:
    value = _with_valid(line.value, Period(old.value.valid.start, line.value.valid.end))
    if value == old.value:
        plan.unchanged += 1
    else:
        plan.replace(line.row, key, old, value)


def _split(plan: Plan[D], line: Line[D], key: str, old: Stored[D], start: date) -> None:
    held = old.value.valid
    end = line.value.valid.end
    if _with_valid(line.value, held) == old.value and end in {None, held.end}:
        plan.unchanged += 1
        return
    value = _with_valid(line.value, Period(start, end or held.end))
    plan.supersede.append(old)
    if held.end is None or held.end > start:
        plan.record.append(_with_valid(old.value, Period(held.start, start)))
    else:
        plan.record.append(old.value)
    plan.record.append(value)
    plan.changed.append(ChangedLine(line.row, key, differences(old.value, value)))
