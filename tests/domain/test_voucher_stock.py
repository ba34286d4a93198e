"""The state of vouchers, which steps may follow each other, and the sums of years."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.voucher_stock import (
    USABLE,
    Cost,
    Standing,
    StepIssue,
    VoucherState,
    cost_of,
    first_issue,
    masked,
    standing_on,
    voucher_years,
    warnings_of,
)
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, VoucherStepKind

ASSIGNED, RETURNED, USED, VOIDED = VoucherStepKind
DAY = date(2026, 4, 1)
VOUCHER = Voucher("V1", "ABCD12345678", "it_passport", DAY, date(2027, 3, 31), 7500)


def step(days: int, kind: VoucherStepKind, number: str = "") -> VoucherStep:
    return VoucherStep("V1", DAY + timedelta(days=days), kind, number)


def replayed(steps: list[VoucherStep], on: date) -> tuple[VoucherState, str]:
    """Go through the days one by one: the plain reference."""
    state, holder = VoucherState.STOCK, ""
    days = sorted({one.on for one in steps if one.on <= on})
    for day in days:
        of_day = [one for one in steps if one.on == day]
        ways = [way for p in permutations(of_day) if (way := _walk(state, holder, p)) is not None]
        assert ways
        state, holder = ways[0]
    if state in USABLE and VOUCHER.last_day < on:
        return VoucherState.EXPIRED, holder
    return state, holder


def _walk(
    state: VoucherState, holder: str, steps: tuple[VoucherStep, ...]
) -> tuple[VoucherState, str] | None:
    for one in steps:
        if one.kind is ASSIGNED and state is VoucherState.STOCK:
            state, holder = VoucherState.ASSIGNED, one.employee_no
        elif one.kind is RETURNED and (state, holder) == (VoucherState.ASSIGNED, one.employee_no):
            state, holder = VoucherState.STOCK, ""
        elif one.kind is USED and state in USABLE and holder in {"", one.employee_no}:
            state, holder = VoucherState.USED, one.employee_no
        elif one.kind is VOIDED and state in USABLE:
            state = VoucherState.VOIDED
        else:
            return None
    return state, holder


@st.composite
def lives(draw: st.DrawFn) -> list[VoucherStep]:
    """Draw steps that can follow each other, several of them on one day."""
    found: list[VoucherStep] = []
    day, holder = 0, ""
    for _turn in range(draw(st.integers(0, 6))):
        day += draw(st.sampled_from([0, 0, 1, 40]))
        who = holder or draw(st.sampled_from(["1", "2"]))
        kind = draw(
            st.sampled_from([RETURNED, RETURNED, USED, VOIDED] if holder else VoucherStepKind)
        )
        if kind is RETURNED and not holder:
            kind = ASSIGNED
        if day > 364 and kind is not RETURNED:
            break
        found.append(step(day, kind, "" if kind is VOIDED else who))
        if kind in {USED, VOIDED}:
            break
        holder = who if kind is ASSIGNED else ""
    return found


@settings(max_examples=150, deadline=None)
@given(lives(), st.integers(0, 500), st.randoms(use_true_random=False))
def test_the_state_is_that_of_going_day_by_day_whatever_the_order_recorded(
    life: list[VoucherStep], days: int, chance: Random
) -> None:
    on = DAY + timedelta(days=days)
    shuffled = chance.sample(life, len(life))
    found = standing_on(VOUCHER, shuffled, on)
    assert (found.state, found.employee_no) == replayed(life, on)
    assert first_issue(VOUCHER, shuffled) is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(lives(), st.integers(0, 700)), max_size=5), st.integers(0, 1400))
def test_of_all_years_those_bought_are_used_lost_and_left(
    given_lives: list[tuple[list[VoucherStep], int]], days: int
) -> None:
    held = []
    for life, later in given_lives:
        shift = timedelta(days=later)
        price = None if later % 3 == 0 else later
        one = Voucher("V", "N", "e", DAY + shift, VOUCHER.last_day + shift, price)
        held.append((one, [VoucherStep("V", s.on + shift, s.kind, s.employee_no) for s in life]))
    on = DAY + timedelta(days=days)
    years = voucher_years(held, on)
    gone = bought = Cost()
    for year in reversed(years):
        bought += year.bought
        gone += year.used + year.expired + year.voided
        assert bought == gone + year.left
        end = min(on, FiscalYear(year.fiscal_year).last_day)
        usable = [o.price_yen for o, s in held if o.issued_on <= end and _is_usable(o, s, end)]
        assert year.left == cost_of(usable)


def _is_usable(one: Voucher, steps: list[VoucherStep], on: date) -> bool:
    return standing_on(one, steps, on).state in USABLE


@pytest.mark.parametrize(
    ("steps", "issue"),
    [
        ([step(-1, ASSIGNED, "1")], StepIssue.NOT_BOUGHT),
        ([step(0, ASSIGNED, "1"), step(1, ASSIGNED, "2")], StepIssue.GIVEN_OUT),
        ([step(0, ASSIGNED, "1"), step(0, ASSIGNED, "2")], StepIssue.GIVEN_OUT),
        ([step(0, ASSIGNED, "1"), step(9, USED, "2")], StepIssue.GIVEN_OUT),
        ([step(0, ASSIGNED, "1"), step(9, RETURNED, "2")], StepIssue.NOT_HELD),
        ([step(0, RETURNED, "1")], StepIssue.NOT_HELD),
        ([step(0, USED, "1"), step(1, USED, "1")], StepIssue.SPENT),
        ([step(0, USED, "1"), step(0, VOIDED)], StepIssue.SPENT),
        ([step(5, USED, "1"), step(9, ASSIGNED, "1")], StepIssue.SPENT),
        ([step(365, ASSIGNED, "1")], StepIssue.EXPIRED),
        ([step(365, USED, "1")], StepIssue.EXPIRED),
    ],
)
def test_a_step_that_cannot_follow_is_named(steps: list[VoucherStep], issue: StepIssue) -> None:
    for order in permutations(steps):
        found = first_issue(VOUCHER, order)
        assert found is not None
        assert found[1] is issue


def test_the_last_day_still_counts_and_the_day_after_it_is_lost() -> None:
    given_out = [step(10, ASSIGNED, "1")]
    assert standing_on(VOUCHER, given_out, date(2027, 3, 31)).state is VoucherState.ASSIGNED
    lost = standing_on(VOUCHER, given_out, date(2027, 4, 1))
    assert lost == Standing(VoucherState.EXPIRED, date(2027, 4, 1), "1")
    assert first_issue(VOUCHER, [*given_out, step(364, USED, "1")]) is None
    assert first_issue(VOUCHER, [*given_out, step(400, RETURNED, "1")]) is None


def test_given_back_and_out_again_on_one_day_it_is_with_the_second() -> None:
    steps = [step(9, ASSIGNED, "2"), step(0, ASSIGNED, "1"), step(9, RETURNED, "1")]
    assert first_issue(VOUCHER, steps) is None
    assert standing_on(VOUCHER, steps, DAY + timedelta(days=9)).employee_no == "2"


def test_a_price_that_is_not_known_is_not_zero() -> None:
    assert cost_of([7500, None, 7500]) == Cost(15000, 3, 1)


def test_warnings_at_90_and_30_days_hold_only_what_can_still_be_used() -> None:
    now = Standing(VoucherState.STOCK, DAY)
    used = Standing(VoucherState.USED, DAY, "1")
    last = VOUCHER.last_day
    pairs = [(VOUCHER, now), (VOUCHER, used)]
    assert warnings_of(pairs, last - timedelta(days=91)) == {}
    assert warnings_of(pairs, last - timedelta(days=90)) == {90: Cost(7500, 1)}
    assert warnings_of(pairs, last - timedelta(days=30)) == {30: Cost(7500, 1)}
    assert warnings_of(pairs, last + timedelta(days=1)) == {}


@pytest.mark.parametrize(
    ("number", "shown"),
    [("ABCD12345678", "●●●●5678"), ("12345", "●●●●5"), ("12", "●●●●"), ("", "●●●●")],
)
def test_a_number_is_masked_but_for_its_end(number: str, shown: str) -> None:
    assert masked(number) == shown
