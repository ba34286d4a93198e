"""Judging an application for aid: by its rule, and by what the records say on a day.

Every condition that does not hold is a finding. A finding is open where something is only still
missing (a paper, a result, a statement); otherwise it stands against the aid. Where the sources
do not say how a day is counted, this counts so: the employment on the day of application; a pass
on the day of the sitting; ``n`` months after a day end on the day of the same number, or on the
last day of a shorter month.

Source: facts §4.1 and §8.2; the days are ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import PaidBy
from skilltrack.domain.exams.subsidies import (
    ApplicationDeadline,
    Condition,
    DeadlineKind,
    PaidWhen,
    SubsidyApplication,
    SubsidyRule,
    aid_yen,
)
from skilltrack.domain.exams.vouchers import last_day_of
from skilltrack.domain.organisation import EmploymentType

NOT_BORNE = frozenset({PaidBy.VOUCHER, PaidBy.BODY})
"""Fees that the applicant did not pay; no rule aids them."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting of the applicant; ``is_passed`` None: not decided."""

    exam: str
    on: date
    is_passed: bool | None = None
    paid_by: PaidBy | None = None


@dataclass(frozen=True, slots=True)
class SubsidyRecords:
    """What the records say about an application.

    ``employment`` is that of the day of application, None: not in post. ``sittings`` are those of
    the applicant, ``aided`` counts the other applications for the same exam that were granted.
    ``is_exam_known`` False: what is aided is no exam of the master, and no sitting is asked for.
    ``left_yen`` is what the budget has left, None: no budget was named.
    """

    employment: EmploymentType | None
    sittings: Sequence[Sitting] = ()
    aided: int = 0
    left_yen: int | None = None
    is_exam_known: bool = True


class Reason(StrEnum):
    """Why a condition does not hold."""

    NOT_IN_POST = "not_in_post"
    OTHER_EMPLOYMENT = "other_employment"
    OTHER_EXAM = "other_exam"
    NOT_SAT = "not_sat"  # 受験日が書かれていない
    NO_SITTING = "no_sitting"  # その日の受験の記録がない
    NOT_DECIDED = "not_decided"
    FAILED = "failed"
    OTHER_YEAR = "other_year"
    OFTEN_AIDED = "often_aided"
    TOO_SOON = "too_soon"
    LATE = "late"
    PAID_BY_VOUCHER = "paid_by_voucher"
    PAID_BY_BODY = "paid_by_body"
    PUBLIC_EXPENSE = "public_expense"
    PAYER_NOT_STATED = "payer_not_stated"
    RENEWAL = "renewal"
    RENEWAL_NOT_STATED = "renewal_not_stated"
    PAPERS_MISSING = "papers_missing"
    NO_BUDGET = "no_budget"
    BUDGET_EXCEEDED = "budget_exceeded"


OPEN_REASONS = frozenset(
    {
        Reason.NOT_SAT,
        Reason.NO_SITTING,
        Reason.NOT_DECIDED,
        Reason.PAYER_NOT_STATED,
        Reason.RENEWAL_NOT_STATED,
        Reason.PAPERS_MISSING,
        Reason.NO_BUDGET,
    }
)
"""What can still come; everything else stands against the aid."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition that does not hold, why, and what is worth naming.

    ``days`` are named in order: of OTHER_YEAR the days of sitting and application, of TOO_SOON the
    failed sitting and the first day on which another one is aided, of LATE the last day. ``yen`` is
    what a budget has left, ``times`` how often aid is given.
    """

    condition: Condition
    reason: Reason
    clause: str = ""
    days: tuple[date, ...] = ()
    papers: tuple[str, ...] = ()
    times: int = 0
    yen: int = 0
    employment: EmploymentType | None = None

    @property
    def is_open(self) -> bool:
        """Return whether something is only still missing."""
        return self.reason in OPEN_REASONS


class Outlook(StrEnum):
    """What the rule says of an application."""

    GRANTABLE = "grantable"  # 決定できる
    OPEN = "open"  # 確認待ち
    REFUSED = "refused"  # 不支給


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rule says: the amount if it is granted, and what stands against it or is missing.

    ``deadline`` is the last day of application, None where there is none (yet).
    """

    amount_yen: int
    findings: tuple[Finding, ...] = ()
    deadline: date | None = None
    missing_papers: tuple[str, ...] = ()

    @property
    def outlook(self) -> Outlook:
        """Return what the rule says; an amount of 0 is no aid."""
        if self.amount_yen == 0 or any(not one.is_open for one in self.findings):
            return Outlook.REFUSED
        return Outlook.OPEN if self.findings else Outlook.GRANTABLE

    @property
    def granted_yen(self) -> int:
        """Return what is granted by the rule: the amount, or 0."""
        return self.amount_yen if self.outlook is Outlook.GRANTABLE else 0


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last of a month that has no such day."""
    return last_day_of(day, months)


def deadline_of(rule: ApplicationDeadline, sat_on: date | None) -> date | None:
    """Return the last day of application for a sitting; None where there is none."""
    if sat_on is None or rule.kind is DeadlineKind.NONE:
        return None
    if rule.kind is DeadlineKind.FISCAL_YEAR:
        return FiscalYear.of(sat_on).last_day
    return months_after(sat_on, rule.months or 0)


def amount_of(rule: SubsidyRule, application: SubsidyApplication) -> int:
    """Return the amount that the rule gives for the cost of an application."""
    other = application.other_aid_yen if rule.deducts_other_aid else 0
    return aid_yen(rule.aid, application.cost_yen, other)


def judge(rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords) -> Judgement:
    """Judge an application.

    Returns:
        The amount, and the findings in the order of ``Condition``.
    """
    amount = amount_of(rule, application)
    findings = [
        *_of_applicant(rule, application, records),
        *_of_sitting(rule, application, records),
        *_of_repetition(rule, application, records),
        *_of_deadline(rule, application),
        *_of_payer(rule, application, records),
        *_of_renewal(rule, application, records),
        *_of_papers(rule, application),
        *_of_budget(rule, records, amount),
    ]
    missing = tuple(one for one in rule.papers if one not in application.papers)
    deadline = deadline_of(rule.deadline, application.sat_on)
    return Judgement(amount, tuple(findings), deadline, missing)


def _found(rule: SubsidyRule, condition: Condition, reason: Reason, **named: object) -> Finding:
    clause = rule.clauses.get(condition, "")
    return Finding(condition, reason, clause, **named)  # type: ignore[arg-type]


def _of_applicant(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Iterator[Finding]:
    held, wanted = records.employment, rule.employment_types
    if held is None:
        yield _found(rule, Condition.EMPLOYMENT, Reason.NOT_IN_POST, days=(application.applied_on,))
    elif wanted and held not in wanted:
        yield _found(rule, Condition.EMPLOYMENT, Reason.OTHER_EMPLOYMENT, employment=held)
    if rule.exams and application.exam not in rule.exams:
        yield _found(rule, Condition.EXAM, Reason.OTHER_EXAM)


def sitting_of(application: SubsidyApplication, records: SubsidyRecords) -> Sitting | None:
    """Return the recorded sitting for which an application asks; None where there is none."""
    return next(
        (
            one
            for one in records.sittings
            if one.exam == application.exam and one.on == application.sat_on
        ),
        None,
    )


def _of_sitting(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Iterator[Finding]:
    sat_on = application.sat_on
    if rule.paid_when is not PaidWhen.UP_FRONT:
        reason = _result_lacking(rule, application, records)
        if reason is not None:
            days: tuple[date, ...] = () if sat_on is None else (sat_on,)
            yield _found(rule, Condition.RESULT, reason, days=days)
    if rule.is_same_year_only and sat_on is not None:
        applied_on = application.applied_on
        if FiscalYear.of(sat_on) != FiscalYear.of(applied_on):
            days = (sat_on, applied_on)
            yield _found(rule, Condition.SAME_YEAR, Reason.OTHER_YEAR, days=days)


def _result_lacking(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Reason | None:
    if application.sat_on is None:
        return Reason.NOT_SAT
    if not records.is_exam_known:
        return None  # the papers show it
    sitting = sitting_of(application, records)
    if sitting is None:
        return Reason.NO_SITTING
    if rule.paid_when is PaidWhen.SITTING or sitting.is_passed:
        return None
    return Reason.NOT_DECIDED if sitting.is_passed is None else Reason.FAILED


def _of_repetition(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Iterator[Finding]:
    times = rule.times_per_exam
    if times is not None and records.aided >= times:
        yield _found(rule, Condition.TIMES, Reason.OFTEN_AIDED, times=times)
    if rule.waiting_months is None:
        return
    day = application.applied_on if application.sat_on is None else application.sat_on
    failed = [
        one.on
        for one in records.sittings
        if one.exam == application.exam and one.is_passed is False and one.on < day
    ]
    if failed and day < months_after(max(failed), rule.waiting_months):
        since = max(failed)
        days = (since, months_after(since, rule.waiting_months))
        yield _found(rule, Condition.WAITING, Reason.TOO_SOON, days=days)


def _of_deadline(rule: SubsidyRule, application: SubsidyApplication) -> Iterator[Finding]:
    last = deadline_of(rule.deadline, application.sat_on)
    if last is not None and application.applied_on > last:
        yield _found(rule, Condition.DEADLINE, Reason.LATE, days=(last,))


def _of_payer(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Iterator[Finding]:
    sitting = sitting_of(application, records)
    paid_by = None if sitting is None else sitting.paid_by
    stated = application.statements.get(Condition.PUBLIC_EXPENSE)
    reason = None
    if paid_by in NOT_BORNE:
        is_voucher = paid_by is PaidBy.VOUCHER
        reason = Reason.PAID_BY_VOUCHER if is_voucher else Reason.PAID_BY_BODY
    elif rule.excludes_public_expense and stated:
        reason = Reason.PUBLIC_EXPENSE
    elif rule.excludes_public_expense and stated is None and paid_by is None:
        reason = Reason.PAYER_NOT_STATED
    if reason is not None:
        yield _found(rule, Condition.PUBLIC_EXPENSE, reason)


def _of_renewal(
    rule: SubsidyRule, application: SubsidyApplication, records: SubsidyRecords
) -> Iterator[Finding]:
    stated = application.statements.get(Condition.RENEWAL)
    if not rule.excludes_renewals:
        return
    if stated:
        yield _found(rule, Condition.RENEWAL, Reason.RENEWAL)
    elif stated is None and not records.is_exam_known:  # to pass an exam is no renewal
        yield _found(rule, Condition.RENEWAL, Reason.RENEWAL_NOT_STATED)


def _of_papers(rule: SubsidyRule, application: SubsidyApplication) -> Iterator[Finding]:
    missing = tuple(one for one in rule.papers if one not in application.papers)
    if missing:
        yield _found(rule, Condition.PAPERS, Reason.PAPERS_MISSING, papers=missing)


def _of_budget(rule: SubsidyRule, records: SubsidyRecords, amount: int) -> Iterator[Finding]:
    if not rule.is_within_budget:
        return
    if records.left_yen is None:
        yield _found(rule, Condition.BUDGET, Reason.NO_BUDGET)
    elif amount > records.left_yen:
        left = max(0, records.left_yen)
        yield _found(rule, Condition.BUDGET, Reason.BUDGET_EXCEEDED, yen=left)
