"""Vouchers bought, given out, used and lost; textbooks; the budgets that paid for them."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.exams.subsidies import ExamBudget
from skilltrack.domain.exams.voucher_stock import VoucherState
from skilltrack.i18n.texts import _
from skilltrack.services.demonstration.chance import Chance, stream
from skilltrack.services.exams import textbooks, vouchers
from skilltrack.services.exams.budgets import set_budget
from skilltrack.services.exams.people import ExamPeople, exam_people
from skilltrack.services.exams.voucher_stock import next_people, voucher_stock
from skilltrack.store.database import Database

IT_PASSPORT = "it_passport"
PRICE = 7500
"""The fee of ITパスポート. Source: facts §4."""
TITLE, BOOK_PRICE = "ITパスポート受験テキスト", 1980
BOUGHT = ((480, 1), (345, 1), (300, 1), (60, 2))
"""So many days ago, and how many times: expired, to expire in weeks and in months, new."""


def buy_and_hand_out(
    database: Database, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Buy vouchers four times, give them out and use them; lend textbooks."""
    chance = stream(seed, "vouchers")
    found = exam_people(database, IT_PASSPORT, as_of)
    size = max(4, round(len(found.people) * 0.03))
    year = FiscalYear.of(as_of).year
    funds = {
        before: set_budget(
            database,
            ExamBudget("", before, _("DX人材育成（試験）"), source, PRICE * size * many),
        ).budget_id
        for before, source, many in (
            (year - 1, _("一般財源"), 3),
            (year, _("特別交付税・一般財源"), 3),
        )
    }
    for place, (days, many) in enumerate(BOUGHT):
        issued = as_of - timedelta(days=days)
        numbers = tuple(
            f"{chance.randrange(16**4):04X}{place}{number:05d}"
            for number in range(1, size * many + 1)
        )
        bought = vouchers.buy(
            database,
            vouchers.Purchase(
                IT_PASSPORT,
                issued,
                numbers,
                None,
                PRICE,
                _("注文{place}").format(place=place + 1),
                funds.get(FiscalYear.of(issued).year, ""),
            ),
            today=as_of,
        )
        keys = [one.voucher_id for one, _nobody in bought.vouchers]
        _use_at_sittings(database, found, keys[: size // 2], issued, as_of)
    _hand_out(database, size, as_of)
    _lose_some(database, as_of)
    _lend(database, chance, found, funds[year], as_of)
    stock = voucher_stock(database, as_of)
    tell(
        _("バウチャー：在庫 {stock} 枚、配付中 {assigned} 枚、使用 {used} 枚").format(
            stock=stock.cost(VoucherState.STOCK).count,
            assigned=stock.cost(VoucherState.ASSIGNED).count,
            used=stock.cost(VoucherState.USED).count,
        )
    )


def _use_at_sittings(
    database: Database, found: ExamPeople, keys: Sequence[str], issued: date, as_of: date
) -> None:
    """Let some who sat after the purchase have used one, some weeks after they got it."""
    first, last = issued + timedelta(days=30), min(as_of, issued + timedelta(days=364))
    used = {line.standing.employee_no for line in voucher_stock(database, as_of).lines}
    sat = {
        person.person.employee_no: one.attempt.on
        for person in found.people
        for one in person.progress.sittings
        if first <= one.attempt.on <= last and person.person.employee_no not in used
    }
    for key, (number, on) in zip(keys, sorted(sat.items()), strict=False):
        given = on - timedelta(days=21)
        vouchers.assign(database, IT_PASSPORT, [number], given, today=as_of, vouchers=[key])
        vouchers.use(database, [(key, number)], on, today=as_of)


def _hand_out(database: Database, size: int, as_of: date) -> None:
    """Give vouchers to those who come next; one comes back."""
    on = as_of - timedelta(days=14)
    people = [one.person.employee_no for one in next_people(database, IT_PASSPORT, on).people]
    if not people:
        return
    handed = vouchers.assign(database, IT_PASSPORT, people[:size], on, today=as_of)
    if len(handed.vouchers) > 1:
        last = handed.vouchers[-1][0].voucher_id
        vouchers.take_back(
            database, [last], on + timedelta(days=7), today=as_of, note=_("受験を延ばしたため")
        )


def _lose_some(database: Database, as_of: date) -> None:
    free = [
        line.id
        for line in voucher_stock(database, as_of).lines
        if line.standing.state is VoucherState.STOCK
    ]
    if free:
        reason = _("番号を書いた紙を誤って廃棄したため")
        vouchers.void(database, free[-1:], as_of - timedelta(days=3), reason, today=as_of)


def _lend(database: Database, chance: Chance, found: ExamPeople, budget: str, as_of: date) -> None:
    """Give textbooks to some of those who study; those who passed brought theirs back."""
    begin = FiscalYear.of(as_of).first_day + timedelta(days=30)
    studying = _numbers(found, {ExamStage.STUDYING, ExamStage.BOOKED})
    passed = _numbers(found, {ExamStage.PASSED})
    chosen = [*chance.sample(studying, len(studying) // 2), *passed[:5]]
    if not chosen:
        return
    order = textbooks.TextbookOrder(IT_PASSPORT, TITLE, begin, BOOK_PRICE, budget)
    issues = textbooks.give(database, chosen, order, today=as_of)
    back = [one.issue_id for one in issues if one.employee_no in passed]
    if back:
        textbooks.take_back(database, back, begin + timedelta(days=120), today=as_of)


def _numbers(found: ExamPeople, stages: set[ExamStage]) -> Sequence[str]:
    return [one.person.employee_no for one in found.people if one.progress.stage in stages]
