"""Roles as they are given: rounds of recruitment, terms, transfers, certificates, least numbers.

Source: facts §3.5 (野洲市: one leader per department, to the end of the third fiscal year,
continuing after transfer); §3.4 (あわら市: two recruitments a year, April and September, people
offer themselves, join and leave easily).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import AppointmentMethod

YEAR_MARK, ROLE_MARK, NUMBER_MARK = "{年度}", "{役割}", "{番号}"
CERTIFICATE_PATTERN = f"{YEAR_MARK}-{ROLE_MARK}-{NUMBER_MARK}"
"""Such as 令和8-DXL-001 (facts §8.1: 認定番号; its form is ours)."""

NUMBER_DIGITS = 3


@dataclass(frozen=True, slots=True)
class RoleRule:
    """How a role is given.

    ``term_years`` is the fiscal year, counted from that of the start, at whose end the term ends;
    None is no term. ``least_per_unit`` is how many each evaluation unit is to have, 0 where no
    number is set. ``certificate`` is the pattern of the numbers of certificates.
    """

    role: str
    term_years: int | None = 3
    continues_after_transfer: bool = True
    least_per_unit: int = 1
    certificate: str = CERTIFICATE_PATTERN


def rule_of(rules: Mapping[str, RoleRule], role: str) -> RoleRule:
    """Return the rule of a role, the usual one where none was set."""
    return rules.get(role) or RoleRule(role)


# Terms


def term_end(rule: RoleRule, start: date) -> date | None:
    """Return the last day of a term that begins on a day; None where the role has no term.

    The fiscal year of the start counts as the first, however few of its days are left.

    Source: facts §3.5 (野洲市).
    """
    if rule.term_years is None:
        return None
    return FiscalYear(FiscalYear.of(start).year + rule.term_years - 1).last_day


def renewed_end(rule: RoleRule, last_day: date) -> date | None:
    """Return the last day of the term that follows one which ends on a day."""
    return term_end(rule, last_day + timedelta(days=1))


# Recruitment


class NominationState(StrEnum):
    """What became of an application or nomination."""

    APPLIED = "applied"  # 応募
    APPOINTED = "appointed"  # 任命
    PASSED_OVER = "passed_over"  # 見送り
    DECLINED = "declined"  # 辞退


class RecruitmentStage(StrEnum):
    """Where a round of recruitment stands on a day."""

    AHEAD = "ahead"  # 募集前
    OPEN = "open"  # 募集中
    DECIDING = "deciding"  # 選考中
    DONE = "done"  # 完了


@dataclass(frozen=True, slots=True)
class Recruitment:
    """A round of recruitment (募集).

    ``closes_on`` is the last day of applications, ``starts_on`` the first of the appointments.
    """

    recruitment_id: str
    role: str
    title: str
    opens_on: date
    closes_on: date
    starts_on: date

    def stage(self, on: date, undecided: int) -> RecruitmentStage:
        """Return where it stands on a day with so many applications undecided."""
        if on < self.opens_on:
            return RecruitmentStage.AHEAD
        if on <= self.closes_on:
            return RecruitmentStage.OPEN
        return RecruitmentStage.DECIDING if undecided else RecruitmentStage.DONE


@dataclass(frozen=True, slots=True)
class Nomination:
    """Somebody who offers to take a role, or is named for it by a department.

    ``department`` is the code of that department, for those who offer themselves their own.
    """

    recruitment_id: str
    employee_no: str
    method: AppointmentMethod
    department: str
    state: NominationState = NominationState.APPLIED
    reason: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class NominationLine:
    """An application with the names that screens show; the post is that of the day looked at.

    ``named_by`` is the code of the department that stands by it on that day, where it was named
    by one that is no more its heir; '' where there is none, and ``named_by_name`` says why.
    """

    nomination: Nomination
    name: str
    kana: str
    department_name: str
    job_title: str
    named_by: str
    named_by_name: str


@dataclass(frozen=True, slots=True)
class PassedNomination:
    """An undecided application that another department takes over.

    ``heir`` is its code, '' where the department that named somebody else was split or closed.
    """

    nomination: Nomination
    title: str
    heir: str


@dataclass(frozen=True, slots=True)
class RecruitmentLine:
    """A round of recruitment with everybody who applied, in the order recorded."""

    recruitment: Recruitment
    role_name: str
    stage: RecruitmentStage
    nominations: tuple[NominationLine, ...]

    def count(self, state: NominationState) -> int:
        """Return how many applications are in a state."""
        return sum(line.nomination.state is state for line in self.nominations)


@dataclass(frozen=True, slots=True)
class Season:
    """The days of a recruitment as they recur every year."""

    month: int
    opens_on: date
    closes_on: date
    starts_on: date


SEASON_MONTHS = (4, 9)
"""Source: facts §3.4 (あわら市 recruits in April and September)."""


def next_season(on: date) -> Season:
    """Return the recruitment month that is running or comes next; appointments begin after it."""
    month = next((month for month in SEASON_MONTHS if on.month <= month), None)
    year = on.year if month is not None else on.year + 1
    return season_from(date(year, month or SEASON_MONTHS[0], 1))


def season_from(opens_on: date) -> Season:
    """Return the recruitment that opens on a day: until the end of the month, then appointments."""
    year, month = opens_on.year, opens_on.month
    is_december = month == 12
    starts_on = date(year + 1, 1, 1) if is_december else date(year, month + 1, 1)
    return Season(month, opens_on, starts_on - timedelta(days=1), starts_on)


# Certificates


def is_certificate_pattern(pattern: str) -> bool:
    """Return whether a pattern tells one number from another: year and number, each once."""
    return pattern.count(YEAR_MARK) == 1 and pattern.count(NUMBER_MARK) == 1


def certificate_no(pattern: str, year_name: str, role_name: str, number: int) -> str:
    """Return the number of a certificate.

    Args:
        pattern: With ``{年度}``, ``{役割}`` and ``{番号}``.
        year_name: The fiscal year of the appointment as it is written, such as 令和8.
        role_name: The role as it is written.
        number: From 1.
    """
    return _filled(pattern, year_name, role_name).replace(NUMBER_MARK, f"{number:0{NUMBER_DIGITS}}")


def next_certificate_number(
    pattern: str, year_name: str, role_name: str, used: Iterable[str]
) -> int:
    """Return the number after the greatest one ever used in a fiscal year, 1 for the first.

    Numbers withdrawn stay used, so that no two people ever hold one.
    """
    before, _mark, after = _filled(pattern, year_name, role_name).partition(NUMBER_MARK)
    of_this_year = re.compile(rf"{re.escape(before)}(\d+){re.escape(after)}")
    matches = map(of_this_year.fullmatch, used)
    return max((int(match[1]) for match in matches if match), default=0) + 1


def _filled(pattern: str, year_name: str, role_name: str) -> str:
    return pattern.replace(YEAR_MARK, year_name).replace(ROLE_MARK, role_name)


# Who holds a role, and who lacks one


class Standing(StrEnum):
    """Where an appointment stands on a day."""

    AHEAD = "ahead"  # 任命前
    HELD = "held"  # 任命中
    ENDING = "ending"  # まもなく満了
    ENDED = "ended"  # 終了


ENDING_WITHIN_DAYS = 183
"""How long before its last day an appointment is told as ending; no source, ours."""


def standing(valid: Period, on: date, held: Iterable[Period] = ()) -> Standing:
    """Return where an appointment stands on a day.

    Args:
        valid: Its days.
        on: The day.
        held: The days of everything the person holds of the role: an appointment divided by a
            reorganisation goes on without ending.
    """
    if valid.start is not None and on < valid.start:
        return Standing.AHEAD
    last_day = _last_day_without_break(valid, held)
    if last_day is None:
        return Standing.HELD
    if on > last_day:
        return Standing.ENDED
    is_ending = last_day - on <= timedelta(days=ENDING_WITHIN_DAYS)
    return Standing.ENDING if is_ending else Standing.HELD


def _last_day_without_break(valid: Period, held: Iterable[Period]) -> date | None:
    end = valid.end
    for later in sorted(
        (p for p in held if p.start is not None), key=lambda p: p.start or date.min
    ):
        if end is not None and later.start == end:
            end = later.end
    return Period(valid.start, end).last_day


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment with the names that screens and lists show.

    ``department_name`` is that of the main post on the day looked at, for appointments ended by
    then that of the last one; '' where there is none.
    """

    employee_no: str
    name: str
    kana: str
    role: str
    role_name: str
    valid: Period
    method: AppointmentMethod | None
    department: str
    department_name: str
    job_title: str
    recruitment: str
    certificate_no: str
    ended_because: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role in an evaluation unit; ``last_day`` None has no term."""

    employee_no: str
    name: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """Who holds a role in an evaluation unit on a day; ``division`` is the name on top of it."""

    code: str
    name: str
    division: str
    headcount: int
    least: int
    holders: tuple[Holder, ...]

    @property
    def missing(self) -> int:
        """Return how many are lacking to the least number."""
        return max(0, self.least - len(self.holders))

    @property
    def next_end(self) -> date | None:
        """Return the first last day among the holders; None where nobody's term ends."""
        return min((h.last_day for h in self.holders if h.last_day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A role over all evaluation units on a day, by code; ``outside`` hold it in no unit."""

    role: str
    role_name: str
    as_of: date
    rule: RoleRule
    units: tuple[UnitCoverage, ...]
    outside: tuple[Holder, ...]

    @property
    def lacking(self) -> tuple[UnitCoverage, ...]:
        """Return the units that have fewer than the least number."""
        return tuple(unit for unit in self.units if unit.missing)


@dataclass(frozen=True, slots=True)
class Transferred:
    """Somebody whose role was given in another evaluation unit than the present one.

    ``moved_on`` is the first day in other units.
    """

    employee_no: str
    name: str
    role: str
    role_name: str
    unit_then: str
    unit_now: str
    moved_on: date
