"""How long each kind of record is kept, what is due to be erased, and what erasing left behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from skilltrack.domain.calendar import FiscalYear

STUB_MARK: Final = "#"
"""How the number of somebody erased begins; numbers of a roster never do."""


class RecordClass(StrEnum):
    """A kind of record with a retention period of its own."""

    LEAVERS = "leavers"  # 退職した職員の本人情報
    FILES = "files"  # 取り込まなかった回答ファイル
    ANSWERS = "answers"  # 回答と鍵
    SCORES = "scores"  # 調査の集計と回答状況
    COMPLETIONS = "completions"  # 受講・修了(退職者)
    EXAMS = "exams"  # 試験の合格(退職者)
    ROLES = "roles"  # 任命(退職者)
    POSTINGS = "postings"  # 配属と在職状況(退職者)
    MEETINGS = "meetings"  # 会議と出欠
    LOG = "log"  # 操作の記録


AFTER_LEAVING: Final = (
    RecordClass.COMPLETIONS,
    RecordClass.EXAMS,
    RecordClass.ROLES,
    RecordClass.POSTINGS,
)
"""Classes that live on without identity once somebody left; the last goes with the stub."""

LONGEST_YEARS: Final = 99
LONGEST_DAYS: Final = 3_650

DEFAULT_YEARS: Final[Mapping[RecordClass, int]] = MappingProxyType(
    {
        RecordClass.LEAVERS: 1,
        RecordClass.ANSWERS: 3,
        RecordClass.SCORES: 5,
        RecordClass.COMPLETIONS: 5,
        RecordClass.EXAMS: 5,
        RecordClass.ROLES: 5,
        RecordClass.POSTINGS: 5,
        RecordClass.MEETINGS: 5,
        RecordClass.LOG: 3,
    }
)
"""Years where nobody set others.

Source: PROTECTION design 8 (answers 3, scores 5, log 3, leavers 1); the others are ours.
"""


@dataclass(frozen=True, slots=True)
class RetentionPeriods:
    """The retention periods in force.

    ``years`` counts from the event of a class: closing of a round, day of a meeting, of leaving,
    of an entry in the log. With ``is_from_fiscal_year`` counting starts on the 1 April after the
    event, as document rules of local bodies usually do. ``file_days`` holds for answer files that
    were not taken, ``backup_days`` is how long backups are kept.
    """

    years: Mapping[RecordClass, int] = field(default_factory=lambda: dict(DEFAULT_YEARS))
    file_days: int = 90
    backup_days: int = 280
    is_from_fiscal_year: bool = True

    def due_on(self, record_class: RecordClass, event: date) -> date:
        """Return the first day on which records of an event are due to be erased."""
        if record_class is RecordClass.FILES:
            return event + timedelta(days=self.file_days)
        years = self._years(record_class)
        if self.is_from_fiscal_year:
            start = FiscalYear.of(event).last_day + timedelta(days=1)
            return start.replace(year=start.year + years)
        return _later(event, years)

    def _years(self, record_class: RecordClass) -> int:
        """Return the years; what others rest on is kept as long as they are."""
        if record_class is RecordClass.SCORES:
            return max(self.years[record_class], self.years[RecordClass.ANSWERS])
        if record_class is RecordClass.POSTINGS:
            return max(self.years[one] for one in (RecordClass.LEAVERS, *AFTER_LEAVING))
        return self.years[record_class]


def _later(event: date, years: int) -> date:
    try:
        return event.replace(year=event.year + years)
    except ValueError:  # 29 February
        return date(event.year + years, 3, 1)


@dataclass(frozen=True, slots=True)
class Hold:
    """Something that is not erased although it is due: one person, or one class as a whole.

    Exactly one of ``employee_no`` and ``record_class`` is given. ``until`` is the last day of the
    hold, None as long as nobody releases it.
    """

    id: int
    employee_no: str
    record_class: RecordClass | None
    reason: str
    since: date
    until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Return whether it holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class HoldsInForce:
    """What is held on a day."""

    people: frozenset[str]
    classes: frozenset[RecordClass]

    @classmethod
    def on(cls, holds: Iterable[Hold], on: date) -> "HoldsInForce":
        """Return what is held on a day."""
        live = [hold for hold in holds if hold.is_in_force(on)]
        return cls(
            frozenset(hold.employee_no for hold in live if hold.employee_no),
            frozenset(hold.record_class for hold in live if hold.record_class is not None),
        )


class Obstacle(StrEnum):
    """Why something due is not erased."""

    HELD = "held"  # 保留中
    ROUND_OPEN = "round_open"  # 締め切っていない調査の対象


@dataclass(frozen=True, slots=True)
class DueRecords:
    """Records that are due: one round, one meeting, one person, or a class as a whole.

    ``subject`` is the id of the round or meeting or the employee number, empty for a class as a
    whole; ``label`` names it for the personnel section. ``count`` is how many rows or people,
    ``due_on`` since when. ``obstacle`` None: it is erased with the next confirmation.
    """

    record_class: RecordClass
    subject: str
    label: str
    count: int
    due_on: date
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class ErasedLine:
    """What an erasure took away of a class: people concerned (0: no single one) and rows."""

    record_class: RecordClass
    people: int
    rows: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """An erasure as it is certified; ``number`` is that of its change.

    ``digest`` is the SHA-256 of what is certified, ``is_proved`` whether the log holds the same.
    ``newest_backup_on`` is the last day before the erasure on which a backup was made (None: the
    log knows of none), ``gone_from_backups_on`` the day from which no backup holds it any more.
    """

    number: int
    erased_at: datetime
    actor: str
    terminal: str
    reason: str
    lines: tuple[ErasedLine, ...]
    digest: str
    is_proved: bool
    newest_backup_on: date | None
    gone_from_backups_on: date | None

    @property
    def people(self) -> int:
        """Return how many people lost their identity in the records."""
        return sum(line.people for line in self.lines if line.record_class is RecordClass.LEAVERS)

    @property
    def rows(self) -> int:
        """Return how many rows were removed or emptied."""
        return sum(line.rows for line in self.lines)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a text still stands: a file or a column of a table, and how many times."""

    place: str
    count: int


def is_stub(employee_no: str) -> bool:
    """Return whether a number stands for somebody erased."""
    return employee_no.startswith(STUB_MARK)
