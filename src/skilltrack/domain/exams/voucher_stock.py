"""What became of vouchers: the state on a day, which step may follow, what a year brought and lost.

The state is derived from the steps alone; in which order they were recorded does not matter.

Source: facts §4 (a voucher is used once, until its last day, without refund); that one given out
must come back before somebody else gets it is ours.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, VoucherStepKind, warning_on

MASK = "●"
ENDS = frozenset({VoucherStepKind.USED, VoucherStepKind.VOIDED})
_NOBODY = ""


class VoucherState(StrEnum):
    """What a voucher is on a day."""

    STOCK = "stock"  # 在庫
    ASSIGNED = "assigned"  # 配付中
    USED = "used"  # 使用済み
    EXPIRED = "expired"  # 期限切れ
    VOIDED = "voided"  # 紛失・無効


USABLE = frozenset({VoucherState.STOCK, VoucherState.ASSIGNED})
LOST = frozenset({VoucherState.EXPIRED, VoucherState.VOIDED})


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a voucher.

    ``employee_no`` is who has it, had it when it expired, or used it; '' nobody. ``since`` is the
    day on which the state began.
    """

    state: VoucherState
    since: date
    employee_no: str = ""


class StepIssue(StrEnum):
    """Why a step cannot be."""

    NOT_BOUGHT = "not_bought"  # 発行日より前
    SPENT = "spent"  # 使用済み・無効
    EXPIRED = "expired"  # 期限切れ
    GIVEN_OUT = "given_out"  # 配付中
    NOT_HELD = "not_held"  # その職員に配付していない


def standing_on(voucher: Voucher, steps: Iterable[VoucherStep], on: date) -> Standing:
    """Return what a voucher is on a day; a day before it was bought counts as in stock."""
    past = [step for step in steps if step.on <= on]
    ended = [step for step in past if step.kind in ENDS]
    holder, since = _holder(voucher, past)
    if ended:
        last = min(ended, key=lambda step: (step.on, step.kind is not VoucherStepKind.USED))
        is_used = last.kind is VoucherStepKind.USED
        state = VoucherState.USED if is_used else VoucherState.VOIDED
        return Standing(state, last.on, last.employee_no or holder)
    if voucher.last_day < on:
        return Standing(VoucherState.EXPIRED, voucher.last_day + timedelta(days=1), holder)
    return Standing(VoucherState.ASSIGNED if holder else VoucherState.STOCK, since, holder)


def _holder(voucher: Voucher, past: Sequence[VoucherStep]) -> tuple[str, date]:
    """Return who has it, as given out more often than taken back, and since when."""
    balance: Counter[str] = Counter()
    for step in past:
        if step.kind is VoucherStepKind.ASSIGNED:
            balance[step.employee_no] += 1
        elif step.kind is VoucherStepKind.RETURNED:
            balance[step.employee_no] -= 1
    moves = [step for step in past if step.kind not in ENDS]
    if not moves:
        return _NOBODY, voucher.issued_on
    held = {number for number, count in balance.items() if count > 0}
    if not held:
        return _NOBODY, max(step.on for step in moves)
    given = [s for s in moves if s.kind is VoucherStepKind.ASSIGNED and s.employee_no in held]
    last = max(given, key=lambda step: (step.on, step.employee_no))
    return last.employee_no, last.on


def first_issue(
    voucher: Voucher, steps: Iterable[VoucherStep]
) -> tuple[VoucherStep, StepIssue] | None:
    """Return the first step that cannot be, and why; None where all of them can follow each other.

    Steps of one day count in whichever order they can follow each other.
    """
    by_day: dict[date, list[VoucherStep]] = {}
    for step in sorted(steps, key=lambda one: (one.on, one.kind, one.employee_no)):
        by_day.setdefault(step.on, []).append(step)
    holder, is_over = _NOBODY, False
    for waiting in by_day.values():
        while waiting:
            step = _next(waiting, holder)
            waiting.remove(step)
            issue = _issue(voucher, step, holder, is_over=is_over)
            if issue is not None:
                return step, issue
            is_over = is_over or step.kind in ENDS
            if step.kind is VoucherStepKind.ASSIGNED:
                holder = step.employee_no
            elif step.kind is VoucherStepKind.RETURNED:
                holder = _NOBODY
    return None


def _next(waiting: Sequence[VoucherStep], holder: str) -> VoucherStep:
    """Choose what comes next on a day: back from the holder, out to who gives it back, an end."""
    back = {step.employee_no for step in waiting if step.kind is VoucherStepKind.RETURNED}

    def place(step: VoucherStep) -> tuple[int, bool]:
        match step.kind:
            case VoucherStepKind.RETURNED:
                return (0 if step.employee_no == holder else 3), False
            case VoucherStepKind.ASSIGNED:
                return (2 if holder else 1), step.employee_no not in back
            case VoucherStepKind.USED:
                return 4, False
            case _:
                return 5, False

    return min(waiting, key=place)


def _issue(voucher: Voucher, step: VoucherStep, holder: str, *, is_over: bool) -> StepIssue | None:
    kind = step.kind
    is_back = kind is VoucherStepKind.RETURNED
    found = (
        (step.on < voucher.issued_on, StepIssue.NOT_BOUGHT),
        (is_over, StepIssue.SPENT),
        (not is_back and step.on > voucher.last_day, StepIssue.EXPIRED),
        (is_back and step.employee_no != holder, StepIssue.NOT_HELD),
        (kind is VoucherStepKind.ASSIGNED and holder != _NOBODY, StepIssue.GIVEN_OUT),
        (
            kind is VoucherStepKind.USED and holder not in {_NOBODY, step.employee_no},
            StepIssue.GIVEN_OUT,
        ),
    )
    return next((issue for is_so, issue in found if is_so), None)


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum in yen of so many things, and of how many of them the price is not known."""

    yen: int = 0
    count: int = 0
    unknown: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        """Add two sums."""
        return Cost(self.yen + other.yen, self.count + other.count, self.unknown + other.unknown)


def cost_of(prices: Iterable[int | None]) -> Cost:
    """Add up prices; one that is not known is counted, never taken for 0."""
    given = tuple(prices)
    known = [price for price in given if price is not None]
    return Cost(sum(known), len(given), len(given) - len(known))


@dataclass(frozen=True, slots=True)
class VoucherYear:
    """What a fiscal year brought; ``left`` are usable at its end, or on the day of reading.

    Of all years up to one, those bought are those used, expired, voided and left.
    """

    fiscal_year: int
    bought: Cost
    used: Cost
    expired: Cost
    voided: Cost
    left: Cost


Held = tuple[Voucher, Sequence[VoucherStep]]


def voucher_years(vouchers: Sequence[Held], on: date) -> tuple[VoucherYear, ...]:
    """Return what each fiscal year up to a day brought, newest first; nothing without vouchers."""
    known = [(one, standing_on(one, steps, on)) for one, steps in vouchers if one.issued_on <= on]
    if not known:
        return ()
    first = min(FiscalYear.of(one.issued_on).year for one, _standing in known)
    found = []
    for year in range(FiscalYear.of(on).year, first - 1, -1):
        fiscal = FiscalYear(year)
        end = min(on, fiscal.last_day)

        def ended(state: VoucherState, fiscal: FiscalYear = fiscal) -> Cost:
            return cost_of(
                one.price_yen for one, now in known if now.state is state and now.since in fiscal
            )

        found.append(
            VoucherYear(
                year,
                cost_of(one.price_yen for one, _now in known if one.issued_on in fiscal),
                ended(VoucherState.USED),
                ended(VoucherState.EXPIRED),
                ended(VoucherState.VOIDED),
                cost_of(
                    one.price_yen
                    for one, now in known
                    if one.issued_on <= end and (now.state in USABLE or now.since > end)
                ),
            )
        )
    return tuple(found)


def warnings_of(vouchers: Iterable[tuple[Voucher, Standing]], on: date) -> Mapping[int, Cost]:
    """Return days of warning → what expires within them and was not used; 30 is part of 90.

    What presses most comes first.
    """
    due = [
        (one, days)
        for one, now in vouchers
        if now.state in USABLE and (days := warning_on(one.last_day, on)) is not None
    ]
    limits = sorted({days for _one, days in due})
    return {limit: cost_of(one.price_yen for one, days in due if days <= limit) for limit in limits}


def masked(number: str) -> str:
    """Return a number of which only the last four places can be read, fewer of a short one."""
    shown = 4 if len(number) >= 8 else len(number) // 4
    return MASK * 4 + (number[-shown:] if shown else "")


@dataclass(frozen=True, slots=True)
class Spending:
    """What a budget paid for.

    ``aid`` is aid paid less what was paid back, ``promised`` aid decided on and not yet paid.
    """

    vouchers: Cost = Cost()
    textbooks: Cost = Cost()
    aid: Cost = Cost()
    promised: Cost = Cost()

    @property
    def whole(self) -> Cost:
        """Return all of it."""
        return self.vouchers + self.textbooks + self.aid + self.promised
