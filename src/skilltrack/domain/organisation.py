"""Departments, people, posts and roles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.calendar import ALWAYS, Period


class EmploymentType(StrEnum):
    """Kind of employment (任用区分)."""

    REGULAR = "regular"  # 正規
    REAPPOINTED = "reappointed"  # 再任用
    FIXED_TERM = "fixed_term"  # 任期付
    FISCAL_YEAR = "fiscal_year"  # 会計年度
    SPECIAL_SERVICE = "special_service"  # 特別職
    SECONDED_IN = "seconded_in"  # 派遣受入
    OTHER = "other"


class AbsenceKind(StrEnum):
    """Why somebody in post is not counted on a day (状態 other than 在職)."""

    LEAVE = "leave"  # 休職
    CHILDCARE = "childcare"  # 育休
    SECONDED_OUT = "seconded_out"  # 派遣出


class AppointmentMethod(StrEnum):
    """How a role was given (方法)."""

    VOLUNTEERED = "volunteered"  # 手挙げ
    RECOMMENDED = "recommended"  # 推薦
    DESIGNATED = "designated"  # 指名
    ACCREDITED = "accredited"  # 認定


class PracticeStage(StrEnum):
    """How far an improvement has come (段階)."""

    PROPOSED = "proposed"  # 提案
    ADOPTED = "adopted"  # 採択
    CARRIED_OUT = "carried_out"  # 実施
    SPREAD = "spread"  # 横展開


@dataclass(frozen=True, slots=True)
class Department:
    """A department (所属) as it stands over a period."""

    code: str
    name: str
    parent: str | None
    is_evaluation_unit: bool
    valid: Period = ALWAYS
    successor: str | None = None


class SuccessionKind(StrEnum):
    """How a department came after another."""

    RENAMED = "renamed"  # 改称: the same department under another code
    MERGED = "merged"  # 統合
    SPLIT = "split"  # 分割
    CLOSED = "closed"  # 廃止: its tasks were taken over


@dataclass(frozen=True, slots=True)
class Succession:
    """A department takes over from another on a day; a split has one for each successor."""

    predecessor: str
    successor: str
    kind: SuccessionKind
    on: date


@dataclass(frozen=True, slots=True)
class JobTitle:
    """A job title (職名) and the rank band it belongs to over a period."""

    name: str
    band: str
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Posting:
    """A person in a department with a title over a period (配属)."""

    department: str
    job_title: str
    employment_type: EmploymentType
    valid: Period
    is_concurrent: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """A period in which somebody in post is not counted."""

    kind: AbsenceKind
    valid: Period


@dataclass(frozen=True, slots=True)
class Employee:
    """A person (職員). The number is text and the key; the name is never a key."""

    employee_no: str
    name: str
    kana: str = ""
    occupation: str = ""
    hired_on: date | None = None
    left_on: date | None = None
    born_on: date | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role given to a person over a period (任命).

    ``recruitment`` is the round of recruitment it came of, ``certificate_no`` the number of the
    certificate (認定番号), ``ended_because`` why it ended before its term; each '' where there is
    none.
    """

    employee_no: str
    role: str
    valid: Period
    method: AppointmentMethod | None = None
    department: str | None = None
    recruitment: str = ""
    certificate_no: str = ""
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """An improvement that a department proposes or carries out (DX実践); never a score.

    ``effect_hours`` and ``effect_cases`` are what the department states, per year.
    ``practice_id`` is '' only until it is recorded (``domain.practices.derived_id``).
    """

    department: str
    title: str
    stage: PracticeStage
    content: str = ""
    effect_hours: float | None = None
    effect_cases: int | None = None
    participants: tuple[str, ...] = ()
    is_public: bool = False
    practice_id: str = ""


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A person as one line of the employees file brings them (職員 with the present post).

    ``concurrent`` are department codes of concurrent posts, ``absence`` the present one.
    """

    employee: Employee
    department: str
    job_title: str
    employment_type: EmploymentType
    concurrent: tuple[str, ...] = ()
    absence: Absence | None = None


def parents_of(departments: Iterable[Department]) -> Mapping[str, str | None]:
    """Return department code → code of the department above it."""
    return {department.code: department.parent for department in departments}


def lines_of(departments: Iterable[Department]) -> Mapping[str, frozenset[str]]:
    """Return department code → its own code and those of all departments above it."""
    parents = parents_of(departments)
    lines: dict[str, frozenset[str]] = {}
    for code in parents:
        line: set[str] = set()
        at: str | None = code
        while at is not None and at not in line:
            line.add(at)
            at = parents.get(at)
        lines[code] = frozenset(line)
    return lines


def evaluation_units(departments: Iterable[Department]) -> Mapping[str, str | None]:
    """Return department code → code of its evaluation unit, None where there is none.

    The unit is the nearest department flagged as evaluation unit at or above.

    Source: DESIGN §5.
    """
    known = {department.code: department for department in departments}
    units: dict[str, str | None] = {}
    for code in known:
        at: str | None = code
        seen: set[str] = set()
        while at is not None and at in known and at not in seen:
            if known[at].is_evaluation_unit:
                break
            seen.add(at)
            at = known[at].parent
        units[code] = at if at in known and at not in seen else None
    return units


def nested_units(departments: Iterable[Department]) -> tuple[tuple[str, str], ...]:
    """Return (unit, unit above it) for flags that nest, which they never may."""
    known = {department.code: department for department in departments}
    nested = []
    for code, department in sorted(known.items()):
        if not department.is_evaluation_unit:
            continue
        at = department.parent
        seen = {code}
        while at is not None and at in known and at not in seen:
            if known[at].is_evaluation_unit:
                nested.append((code, at))
                break
            seen.add(at)
            at = known[at].parent
    return tuple(nested)


def cycles(departments: Iterable[Department]) -> tuple[str, ...]:
    """Return the codes of departments that stand above themselves."""
    parents = parents_of(departments)
    looping = []
    for code in parents:
        at = parents[code]
        seen: set[str] = set()
        while at is not None and at not in seen and at != code:
            seen.add(at)
            at = parents.get(at)
        if at == code:
            looping.append(code)
    return tuple(sorted(looping))
