"""Completions that another system knows: its exports, and what becomes of each row.

Source: facts §5 (J-LIS, Udemy, kintone, LoGoフォーム, Forms are named by municipalities; how their
exports look is published nowhere, so that every heading here is our assumption and can be mapped).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion

NUMBER, ACCOUNT, MAIL, NAME = "職員番号", "アカウント", "メール", "氏名"
CODE, COURSE, ON = "研修コード", "研修名", "修了日"
STATE, PROGRESS, TIME, SCORE = "状態", "進捗", "時間", "点数"
HEADINGS = (NUMBER, ACCOUNT, MAIL, NAME, CODE, COURSE, ON, STATE, PROGRESS, TIME, SCORE)
"""What an export may tell of a completion."""


@dataclass(frozen=True, slots=True)
class Source:
    """A system from which completions come.

    ``headings`` maps ours to those its export may have, the likeliest first; "" leaves one aside.
    """

    id: str
    name: str
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class RowEnd(StrEnum):
    """What becomes of a row of an export."""

    NEW = "new"
    KNOWN = "known"  # same person, course and day
    REPEAT = "repeat"  # completed earlier in the fiscal year: the earlier one is kept
    UNFINISHED = "unfinished"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_COURSE = "unknown_course"
    UNREADABLE = "unreadable"


OPEN_ENDS = frozenset({RowEnd.UNKNOWN_PERSON, RowEnd.UNKNOWN_COURSE, RowEnd.UNREADABLE})
"""Rows that somebody can mend."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A row of an export that could be read; blank parts are ''.

    ``is_finished`` None: nothing is said of it, so that being listed means being finished.
    """

    row: int
    number: str = ""
    account: str = ""
    mail: str = ""
    name: str = ""
    code: str = ""
    course: str = ""
    on: date | None = None
    is_finished: bool | None = None
    hours: float | None = None
    score: float | None = None
    fault: str = ""

    @property
    def person(self) -> str:
        """Return how the export calls the person."""
        return self.number or self.account or self.mail or self.name


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row with what becomes of it.

    ``near`` are people or courses that may be meant, as (number or code, name). ``fault`` names
    what cannot be read.
    """

    brought: Brought
    end: RowEnd
    employee_no: str = ""
    employee_name: str = ""
    code: str = ""
    course_name: str = ""
    near: tuple[tuple[str, str], ...] = ()
    earlier: date | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ElsewhereOutcome:
    """What taking an export did, or would do; ``change`` is None for a dry run."""

    source: str
    file: str
    rows: tuple[RowOutcome, ...]
    change: int | None

    def count(self, end: RowEnd) -> int:
        """Return how many rows ended so."""
        return sum(1 for row in self.rows if row.end is end)


DONE = frozenset(
    {"修了", "修了済", "修了済み", "完了", "受講完了", "受講済", "受講済み", "合格", "済", "終了"}
    | {"completed", "complete", "passed", "done", "finished", "yes", "○", "〇"}
)
NOT_DONE = frozenset(
    {"未受講", "未修了", "未完了", "受講中", "学習中", "申込", "申込済", "申請中", "差戻し", "却下"}
    | {"取消", "キャンセル", "欠席", "不合格", "×", "no", "failed", "incomplete", "enrolled"}
    | {"inprogress", "notstarted", "started"}
)


def folded(text: str) -> str:
    """Fold width, case, blanks and hyphens, for comparing only."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if not c.isspace() and c not in "-_")


def is_done_word(text: str) -> bool | None:
    """Return whether a word says finished; None for one that says nothing known.

    A share of progress may stand in its place: 100 % is finished.
    """
    word = folded(text)
    if word in DONE:
        return True
    if word in NOT_DONE:
        return False
    share = percent_of(text)
    return None if share is None or "%" not in word else share >= WHOLE


WHOLE = 100.0


def percent_of(text: str) -> float | None:
    """Return a share written with or without a sign for percent; None where it is none."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)%?", folded(text))
    return float(found[1]) if found else None


def shares_of(cells: Sequence[object]) -> tuple[float | None, ...]:
    """Return a column of progress in percent.

    Table programs give a cell of 100 % as the number 1: where no bare number is above 1, they are
    shares of 1.
    """
    bare = [c for c in cells if isinstance(c, (int, float)) and not isinstance(c, bool)]
    is_of_one = bool(bare) and max(bare) <= 1
    found: list[float | None] = []
    for cell in cells:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            found.append(cell * WHOLE if is_of_one else float(cell))
        else:
            found.append(None if cell is None else percent_of(str(cell)))
    return tuple(found)


_PARTS = re.compile(
    r"(?:(\d+(?:\.\d+)?)(?:時間|h|hr|hrs|hour|hours))?"
    r"(?:(\d+(?:\.\d+)?)(?:分|m|min|mins|minute|minutes))?"
    r"(?:(\d+(?:\.\d+)?)(?:秒|s|sec|secs|second|seconds))?"
)
_CLOCK = re.compile(r"(\d+):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?")


def hours_of(text: str, unit: float = 1.0) -> float | None:
    """Return a duration in hours: 1:30:00, 90分, 1時間30分, 1.5h or a bare number.

    Args:
        text: What the export says.
        unit: Hours that one of a bare number is: 1 for hours, 1/60 for minutes.

    Returns:
        Hours to two decimals, None where it is no duration.
    """
    plain = folded(text).replace(",", "")
    if match := _CLOCK.fullmatch(plain):
        return _in_hours(match.groups())
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return round(float(plain) * unit, 2)
    match = _PARTS.fullmatch(plain)
    if match is None or not plain:
        return None
    return _in_hours(match.groups())


def _in_hours(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds = (float(part or 0) for part in parts)
    return round(hours + minutes / 60 + seconds / 3600, 2)


def unit_of(heading: str) -> float:
    """Return how many hours one of a bare number is under a heading."""
    name = folded(heading)
    if "秒" in name or "second" in name:
        return 1 / 3600
    return 1 / 60 if "分" in name or "minute" in name else 1.0


def padded_numbers(wanted: str, known: Collection[str]) -> tuple[str, ...]:
    """Return numbers that differ in leading zeros alone: table programs take them away."""
    bare = wanted.lstrip("0")
    longer = [bare.zfill(length) for length in range(len(bare), MOST_DIGITS + 1)] if bare else []
    return tuple(number for number in longer if number in known)


MOST_DIGITS = 12


def near_numbers(wanted: str, known: Collection[str]) -> tuple[str, ...]:
    """Return numbers that differ in leading zeros, one digit, or two that changed places."""
    changed = {
        wanted[:at] + digit + wanted[at + 1 :]
        for at in range(len(wanted))
        for digit in "0123456789"
    }
    swapped = {
        wanted[:at] + wanted[at + 1] + wanted[at] + wanted[at + 2 :]
        for at in range(len(wanted) - 1)
    }
    first = padded_numbers(wanted, known)
    return tuple(dict.fromkeys([*first, *(n for n in sorted(changed | swapped) if n in known)]))


Known = Mapping[tuple[str, str], Sequence[date]]
"""(Employee number, course) → days on which it was completed."""


def settled(
    resolved: Iterable[RowOutcome], known: Known, renewing: Collection[str]
) -> tuple[RowOutcome, ...]:
    """Tell new completions from those known and from repeats; the earliest of a year is kept.

    What was completed in a fiscal year before is owed anew where a course is owed every year, so
    that the first day in each fiscal year is new.

    Args:
        resolved: Rows in the order of the file; those that are not NEW stay as they are.
        known: What the records hold.
        renewing: Courses that have to be repeated: each further day of them is new.
    """
    rows = list(resolved)
    held = {key: set(days) for key, days in known.items()}
    by_day = sorted(
        (at for at, row in enumerate(rows) if row.end is RowEnd.NEW),
        key=lambda at: (rows[at].brought.on or date.max, at),
    )
    for at in by_day:
        row, on = rows[at], rows[at].brought.on
        if on is None:
            continue
        days = held.setdefault((row.employee_no, row.code), set())
        first_day = FiscalYear.of(on).first_day
        earlier = min((day for day in days if first_day <= day < on), default=None)
        if on in days:
            rows[at] = _ended(row, RowEnd.KNOWN, None)
        elif earlier is not None and row.code not in renewing:
            rows[at] = _ended(row, RowEnd.REPEAT, earlier)
        else:
            days.add(on)
    return tuple(rows)


def _ended(row: RowOutcome, end: RowEnd, earlier: date | None) -> RowOutcome:
    return RowOutcome(
        row.brought, end, row.employee_no, row.employee_name, row.code, row.course_name,
        earlier=earlier,
    )  # fmt: skip


def completions_of(rows: Iterable[RowOutcome], origin: str) -> tuple[Completion, ...]:
    """Return the new completions among rows."""
    return tuple(
        Completion(
            row.employee_no,
            row.code,
            row.brought.on,
            hours=row.brought.hours,
            score=row.brought.score,
            origin=origin,
        )
        for row in rows
        if row.end is RowEnd.NEW and row.brought.on is not None
    )
