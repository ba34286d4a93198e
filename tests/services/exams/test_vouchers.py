"""Vouchers, textbooks and budgets on a real data file."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamAttempt, PaidBy
from skilltrack.domain.exams.subsidies import (
    ExamBudget,
    SubsidyApplication,
    SubsidyStep,
    SubsidyStepKind,
)
from skilltrack.domain.exams.voucher_stock import Cost, VoucherState
from skilltrack.domain.problems import Refusal
from skilltrack.services import definitions
from skilltrack.services.exams import attempts, budgets, plans, textbooks, vouchers
from skilltrack.services.exams.voucher_stock import VoucherStock, next_people, reveal, voucher_stock
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.store import audit
from skilltrack.store.database import Database
from skilltrack.store.subsidies import APPLICATIONS, SUBSIDY_STEPS

IP = "it_passport"
BOUGHT = date(2026, 5, 1)
TODAY = date(2026, 11, 20)
NUMBERS = ("AB120001", "AB120002", "AB120003")


@pytest.fixture
def office(database: Database, town: Take) -> Database:
    assert town
    return database


def bought(database: Database, **values: object) -> vouchers.Handed:
    order = {"exam": IP, "issued_on": BOUGHT, "numbers": NUMBERS, "price_yen": 7500} | values
    return vouchers.buy(database, vouchers.Purchase(**order), today=TODAY)  # type: ignore[arg-type]


def stock(database: Database, on: date = TODAY) -> VoucherStock:
    return voucher_stock(database, on)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_bought_vouchers_run_a_year_and_carry_their_price(office: Database) -> None:
    bought(office)
    found = stock(office)
    assert [line.voucher.last_day for line in found.lines] == [date(2027, 5, 1)] * 3
    assert found.cost(VoucherState.STOCK) == Cost(22500, 3)
    assert {line.masked for line in found.lines} == {"●●●●0001", "●●●●0002", "●●●●0003"}
    assert stock(office, date(2026, 4, 30)).lines == ()


def test_what_stands_against_a_purchase_is_told_at_once(office: Database) -> None:
    bought(office)
    with pytest.raises(Refusal) as refused:
        bought(
            office,
            numbers=("AB120001", "X1", "X1"),
            price_yen=-1,
            last_day=date(2026, 4, 1),
            issued_on=date(2026, 11, 21),
        )
    assert codes(refused) == [
        "vouchers.ahead",
        "vouchers.last_day",
        "vouchers.negative",
        "vouchers.known",
        "vouchers.twice",
    ]


def test_an_exam_without_a_term_of_vouchers_asks_for_the_last_day(office: Database) -> None:
    with office.reading() as session:
        exams = definitions.exams(session)
    code = next(e.code for e in exams.values() if e.voucher_months is None)
    with pytest.raises(Refusal) as refused:
        bought(office, exam=code)
    assert codes(refused) == ["vouchers.no_last_day"]


def test_ten_thousand_are_too_many(office: Database) -> None:
    with pytest.raises(Refusal) as refused:
        bought(office, numbers=tuple(f"N{n}" for n in range(10_000)))
    assert codes(refused) == ["vouchers.too_many"]


@pytest.mark.parametrize("heading", ["チケット番号\n", "", "注文,バウチャー番号\n"])
def test_numbers_are_read_from_a_list(tmp_path: Path, heading: str) -> None:
    before = "1," if "," in heading else ""
    path = tmp_path / "numbers.csv"
    path.write_text(heading + "".join(f"{before}{n}\n" for n in NUMBERS), encoding="utf-8-sig")
    assert vouchers.read_numbers(path) == NUMBERS


def test_a_number_twice_in_a_list_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("番号\nA1\nA2\nA1\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        vouchers.read_numbers(path)
    assert [(p.code, p.place.row) for p in refused.value.problems] == [
        ("vouchers.twice_in_file", 4)
    ]


def test_what_runs_out_first_is_given_out_first(office: Database) -> None:
    bought(office)
    bought(office, numbers=("OLD00001",), last_day=date(2026, 12, 31))
    on = date(2026, 11, 1)
    handed = vouchers.assign(office, IP, ["0003", "0004"], on, today=TODAY)
    assert [(one.number, number) for one, number in handed.vouchers] == [
        ("OLD00001", "0003"),
        ("AB120001", "0004"),
    ]
    with pytest.raises(Refusal) as refused:
        vouchers.assign(office, IP, ["0003", "0005", "0006", "0007"], TODAY, today=TODAY)
    assert codes(refused) == ["vouchers.holds_already", "vouchers.too_few"]


def test_a_voucher_goes_out_comes_back_and_is_used_once(office: Database) -> None:
    bought(office, numbers=NUMBERS[:1])
    vouchers.assign(office, IP, ["0003"], date(2026, 6, 1), today=TODAY)
    with pytest.raises(Refusal) as refused:
        vouchers.use(office, [(NUMBERS[0], "0004")], date(2026, 7, 1), today=TODAY)
    assert codes(refused) == ["vouchers.given_out"]
    vouchers.take_back(office, [NUMBERS[0]], date(2026, 7, 1), today=TODAY)
    vouchers.use(office, [(NUMBERS[0], "0004")], date(2026, 7, 2), today=TODAY)
    (line,) = stock(office).lines
    assert (line.standing.state, line.standing.employee_no) == (VoucherState.USED, "0004")
    assert line.holder is not None
    assert line.holder.name == "田中　三郎"
    assert stock(office, date(2026, 6, 15)).lines[0].standing.state is VoucherState.ASSIGNED
    with pytest.raises(Refusal) as refused:
        vouchers.void(office, [line.id], TODAY, "紛失", today=TODAY)
    assert codes(refused) == ["vouchers.spent"]


def test_one_voucher_is_not_used_by_two_at_once(office: Database) -> None:
    bought(office, numbers=NUMBERS[:1])
    with pytest.raises(Refusal) as refused:
        vouchers.use(office, [(NUMBERS[0], "0003"), (NUMBERS[0], "0004")], TODAY, today=TODAY)
    assert codes(refused) == ["vouchers.named_twice"]


def test_an_import_uses_a_voucher_within_its_own_change(office: Database) -> None:
    bought(office, numbers=NUMBERS[:1])
    with office.changing("import", "results") as work:
        vouchers.use_in(work, NUMBERS[0], "0005", date(2026, 8, 1))
    assert stock(office).lines[0].standing.state is VoucherState.USED


def test_a_sitting_paid_with_the_voucher_of_the_person_uses_it_and_gives_it_back(
    office: Database,
) -> None:
    bought(office, numbers=NUMBERS[:2])
    vouchers.assign(office, IP, ["0003"], date(2026, 6, 1), today=TODAY)
    scores = {"total": 500, "strategy": 500, "management": 500, "technology": 500}
    sat = ExamAttempt("0003", IP, date(2026, 8, 1), scores, paid_by=PaidBy.VOUCHER)
    change = attempts.record_attempt(office, sat, today=TODAY).change
    states = Counter(line.standing.state for line in stock(office).lines)
    assert states == {VoucherState.USED: 1, VoucherState.STOCK: 1}
    undo_operation(office, change)
    states = Counter(line.standing.state for line in stock(office).lines)
    assert states == {VoucherState.ASSIGNED: 1, VoucherState.STOCK: 1}


def test_the_past_stays_as_it_was_known(office: Database) -> None:
    bought(office, numbers=NUMBERS[:1])
    known = office.clock()
    vouchers.assign(office, IP, ["0003"], date(2026, 6, 1), today=TODAY)
    before = voucher_stock(office, TODAY, known)
    assert before.lines[0].standing.state is VoucherState.STOCK


def test_undoing_goes_backwards_only(office: Database) -> None:
    first = bought(office, numbers=NUMBERS[:1])
    given = vouchers.assign(office, IP, ["0003"], date(2026, 6, 1), today=TODAY)
    back = vouchers.take_back(office, [NUMBERS[0]], date(2026, 6, 2), today=TODAY)
    again = vouchers.assign(office, IP, ["0004"], date(2026, 6, 3), today=TODAY)
    for handed in (first, given, back):
        with pytest.raises(Refusal) as refused:
            undo_operation(office, handed.change)
        assert codes(refused) == ["operations.undo_rests"]
    for handed in (again, back):
        undo_operation(office, handed.change)
    assert stock(office).lines[0].standing.employee_no == "0003"
    titles = [o.title for o in list_operations(office, vouchers.AREA)]
    assert titles[-1] == "ITパスポート試験のバウチャーの登録（1枚）"


def test_a_dry_run_leaves_nothing(office: Database) -> None:
    order = vouchers.Purchase(IP, BOUGHT, NUMBERS)
    handed = vouchers.buy(office, order, today=TODAY, is_dry_run=True)
    assert (len(handed.vouchers), handed.change) == (3, 0)
    assert stock(office).lines == ()


def test_lost_ones_are_warned_of_before_and_counted_after(office: Database) -> None:
    bought(office, numbers=("A0000001",), price_yen=None)
    bought(office, numbers=("A0000002", "A0000003"))
    vouchers.void(office, ["A0000003"], date(2026, 6, 1), "番号の誤送付", today=TODAY)
    assert stock(office, date(2027, 2, 1)).warnings == {90: Cost(7500, 2, 1)}
    late = stock(office, date(2027, 5, 2))
    assert late.cost(VoucherState.EXPIRED) == Cost(7500, 2, 1)
    assert late.years[0].expired == Cost(7500, 2, 1)
    assert late.years[1].voided == Cost(7500, 1)
    assert late.years[1].left == Cost(7500, 2, 1)


def test_reading_a_number_is_logged(office: Database) -> None:
    bought(office, numbers=NUMBERS[:1])
    (line,) = stock(office).lines
    assert reveal(office, line.id) == NUMBERS[0]
    with office.reading() as session:
        logged = [one.entry for one in audit.entries(session)]
    assert next((e.action, e.target) for e in logged) == ("voucher.reveal", line.id)
    assert not any(NUMBERS[0] in f"{e.target}{e.reason}" for e in logged)


def test_who_plans_the_earliest_day_comes_next(office: Database) -> None:
    bought(office)
    on = date(2026, 6, 1)
    plans.start_studying(office, ["0003"], IP, on, today=TODAY)
    plans.start_studying(office, ["0004"], IP, on, date(2027, 1, 10), today=TODAY)
    plans.start_studying(office, ["0006"], IP, on, date(2026, 12, 1), today=TODAY)
    plans.start_studying(office, ["0007"], IP, on, date(2026, 11, 25), today=TODAY)
    vouchers.assign(office, IP, ["0007"], TODAY, today=TODAY)
    found = next_people(office, IP, TODAY)
    assert [one.person.employee_no for one in found.people] == ["0006", "0004", "0003"]
    assert found.in_stock == 2


def test_textbooks_go_out_and_come_back(office: Database) -> None:
    order = textbooks.TextbookOrder(IP, "合格教本", date(2026, 6, 1), 1980)
    issues = textbooks.give(office, ["0003", "0004"], order, today=TODAY)
    with pytest.raises(Refusal) as refused:
        textbooks.give(office, ["0003"], order, today=TODAY)
    assert codes(refused) == ["textbooks.has_already"]
    textbooks.take_back(office, [issues[0].issue_id], date(2026, 9, 1), today=TODAY)
    with pytest.raises(Refusal) as refused:
        textbooks.take_back(office, [issues[0].issue_id, "T0"], date(2026, 9, 1), today=TODAY)
    assert codes(refused) == ["textbooks.returned", "textbooks.unknown"]
    found = textbooks.textbooks_on(office, date(2026, 8, 1))
    assert [(one.holder.employee_no, one.is_back) for one in found] == [
        ("0004", False),
        ("0003", False),
    ]
    assert sum(one.is_back for one in textbooks.textbooks_on(office, TODAY)) == 1


def _aid(database: Database, key: str, budget: str, *kinds: SubsidyStepKind) -> None:
    with database.changing("test.aid") as work:
        APPLICATIONS.record(
            work, [SubsidyApplication(key, "yazu", 1, "0003", IP, date(2026, 9, 1), 7500)]
        )
        SUBSIDY_STEPS.record(
            work,
            [
                SubsidyStep(key, date(2026, 9, day), kind, 5000, budget)
                for day, kind in enumerate(kinds, start=2)
            ],
        )


def test_a_budget_tells_what_was_paid_and_never_hides_that_it_is_over(office: Database) -> None:
    one = budgets.set_budget(office, ExamBudget("", 2026, "DX人材", "特別交付税", 40_000))
    bought(office, budget_id=one.budget_id)
    bought(office, numbers=("Z9",), price_yen=None, budget_id=one.budget_id)
    order = textbooks.TextbookOrder(IP, "合格教本", date(2026, 6, 1), 1980, one.budget_id)
    textbooks.give(office, ["0003"], order, today=TODAY)
    granted, paid, repaid = (
        SubsidyStepKind.GRANTED,
        SubsidyStepKind.PAID,
        SubsidyStepKind.REPAID,
    )
    _aid(office, "S1", one.budget_id, granted, paid)
    _aid(office, "S2", one.budget_id, granted)
    _aid(office, "S3", one.budget_id, granted, paid, repaid)
    (line,) = budgets.budgets_on(office, TODAY, FiscalYear(2026)).lines
    spending = line.spending
    assert spending.vouchers == Cost(22500, 4, 1)
    assert spending.textbooks == Cost(1980, 1)
    assert (spending.aid.yen, spending.promised.yen) == (5000, 5000)
    assert (line.left_yen, line.is_over) == (40_000 - 22500 - 1980 - 10_000, False)
    bought(office, numbers=("Z8",), price_yen=7500, budget_id=one.budget_id)
    (line,) = budgets.budgets_on(office, TODAY).lines
    assert (line.left_yen, line.is_over) == (-1980, True)
    with pytest.raises(Refusal) as refused:
        budgets.set_budget(office, ExamBudget(one.budget_id, 2027, "", "", -1))
    assert codes(refused) == [
        "budgets.no_name",
        "budgets.no_source",
        "budgets.negative",
        "budgets.no_reason",
        "budgets.year_used",
    ]
    with pytest.raises(Refusal) as refused:
        budgets.set_budget(office, ExamBudget("", 2026, "DX人材", "一般財源", 1))
    assert codes(refused) == ["budgets.known"]
