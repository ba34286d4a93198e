"""How far a person is with an exam on a day: derived from plans, vouchers and sittings.

Nothing of it is stored. What counts is the day on which something happened and never the order
in which it was recorded, so a sitting recorded late stands where it belongs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamPlan
from skilltrack.domain.exams.sittings import Judged, in_order, judged
from skilltrack.domain.exams.voucher_stock import VoucherState, standing_on
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep


class ExamStage(StrEnum):
    """How far somebody is, from nothing to the end of a way."""

    NOT_STARTED = "not_started"  # 未着手
    STUDYING = "studying"  # 学習中
    VOUCHER = "voucher"  # バウチャー配付済み
    BOOKED = "booked"  # 予約済み
    SAT = "sat"  # 結果待ち
    PASSED = "passed"  # 合格
    FAILED = "failed"  # 不合格
    GIVEN_UP = "given_up"  # 取りやめ


ON_THE_WAY = frozenset({ExamStage.STUDYING, ExamStage.VOUCHER, ExamStage.BOOKED})
"""The stages of a way not yet ended by a sitting."""


@dataclass(frozen=True, slots=True)
class HeldVoucher:
    """A voucher in somebody's hand since a day, to be used until ``last_day``."""

    voucher_id: str
    since: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is on a day.

    Attributes:
        stage: The stage.
        since: The day on which it was reached; None before anything happened.
        plan: The plan on which the person is; None where there is none, or it has ended.
        voucher: The voucher in the hand; None where there is none that can still be used.
        sittings: Every sitting up to the day, by day.
        passed_on: The day of the first pass; None without one.
        is_result_due: The day booked has gone by and no sitting is recorded.
    """

    stage: ExamStage
    since: date | None = None
    plan: ExamPlan | None = None
    voucher: HeldVoucher | None = None
    sittings: tuple[Judged, ...] = ()
    passed_on: date | None = None
    is_result_due: bool = False

    @property
    def latest(self) -> Judged | None:
        """Return the sitting of the latest day."""
        return self.sittings[-1] if self.sittings else None

    @property
    def near_miss(self) -> Judged | None:
        """Return the latest sitting where it nearly passed and none ever did."""
        latest = self.latest
        is_near = latest is not None and latest.is_near and self.passed_on is None
        return latest if is_near else None

    @property
    def planned_on(self) -> date | None:
        """Return the day booked, else the day planned, of a way not yet ended."""
        if self.plan is None:
            return None
        return self.plan.booked_for or self.plan.planned_on


NOTHING = Progress(ExamStage.NOT_STARTED)


def held_vouchers(
    vouchers: Iterable[tuple[Voucher, Iterable[VoucherStep]]], on: date
) -> dict[tuple[str, str], HeldVoucher]:
    """Return (employee number, exam) → the voucher in that person's hand on a day.

    Of several the one that runs out first. One that has expired is in nobody's hand.
    """
    held: dict[tuple[str, str], HeldVoucher] = {}
    for voucher, steps in vouchers:
        now = standing_on(voucher, steps, on)
        if now.state is not VoucherState.ASSIGNED:
            continue
        found = HeldVoucher(voucher.voucher_id, now.since, voucher.last_day)
        key = (now.employee_no, voucher.exam)
        other = held.get(key)
        if other is None or (found.last_day, found.voucher_id) < (other.last_day, other.voucher_id):
            held[key] = found
    return held


def progress_of(
    exam: Exam,
    plans: Iterable[ExamPlan],
    attempts: Iterable[ExamAttempt],
    voucher: HeldVoucher | None,
    on: date,
) -> Progress:
    """Return how far one person is with one exam on a day.

    A pass is the end: whatever comes after it is kept and changes nothing. A plan ends with the
    first sitting from its beginning on, or when it is given up. What is later than the day does
    not count.

    Args:
        exam: The exam.
        plans: The person's plans for this exam, in any order.
        attempts: The person's sittings of this exam, in any order.
        voucher: The voucher in the person's hand on that day.
        on: The day.
    """
    sittings = in_order([judged(exam, one) for one in attempts if one.on <= on])
    for one in sittings:
        if one.passed:
            passed_on = one.attempt.on
            return Progress(ExamStage.PASSED, passed_on, None, voucher, sittings, passed_on)
    last = sittings[-1].attempt.on if sittings else None
    begun = [plan for plan in plans if plan.started_on <= on]
    is_open = [plan for plan in begun if _is_open(plan, last, on)]
    if is_open:
        newest = max(is_open, key=lambda plan: (plan.started_on, plan.plan_id))
        return _under_way(newest, voucher, sittings, on)
    if voucher is not None and (last is None or voucher.since > last):
        return Progress(ExamStage.VOUCHER, voucher.since, None, voucher, sittings)
    given_up = max(
        (plan.ended_on for plan in begun if plan.ended_on is not None and plan.ended_on <= on),
        default=None,
    )
    if given_up is not None and (last is None or given_up > last):
        return Progress(ExamStage.GIVEN_UP, given_up, None, voucher, sittings)
    if sittings:
        stage = ExamStage.SAT if sittings[-1].passed is None else ExamStage.FAILED
        return Progress(stage, last, None, voucher, sittings)
    return NOTHING


def _is_open(plan: ExamPlan, last_sitting: date | None, on: date) -> bool:
    is_ended = plan.ended_on is not None and plan.ended_on <= on
    return not is_ended and (last_sitting is None or plan.started_on > last_sitting)


def _under_way(
    plan: ExamPlan, voucher: HeldVoucher | None, sittings: tuple[Judged, ...], on: date
) -> Progress:
    stage, since = ExamStage.STUDYING, plan.started_on
    is_due = False
    if plan.booked_for is not None and (plan.booked_on or plan.started_on) <= on:
        stage, since = ExamStage.BOOKED, plan.booked_on or plan.started_on
        is_due = plan.booked_for < on
    elif voucher is not None:
        stage, since = ExamStage.VOUCHER, max(voucher.since, plan.started_on)
    return Progress(stage, since, plan, voucher, sittings, is_result_due=is_due)
