"""Workbooks on vouchers: hand-out sheets, the whole for printing, and as data."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.voucher_stock import VoucherState
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import (
    STATE_NAMES,
    cost_text,
    counted_cost_text,
    signed_yen,
    warning_text,
)
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable
from skilltrack.reports.vouchers import Handout, write_handouts, write_voucher_book
from skilltrack.services.exams.budgets import BudgetLine, Budgets, budgets_in
from skilltrack.services.exams.textbooks import TextbookLine, textbooks_in
from skilltrack.services.exams.voucher_stock import VoucherLine, VoucherStock, stock_in
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

Read = tuple[VoucherStock, tuple[TextbookLine, ...], Budgets, str]


def _read(database: Database, as_of: date, as_known: datetime | None) -> Read:
    with database.reading(as_known) as session:
        return (
            stock_in(session, as_of),
            textbooks_in(session, as_of),
            budgets_in(session, as_of),
            setting(session, "organisation") or "",
        )


def save_handouts(
    database: Database, path: Path, as_of: date, voucher_ids: Sequence[str] = ()
) -> int:
    """Save a sheet for each voucher given out, with the whole number; it is logged for whom.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        as_of: The day on which they are given out.
        voucher_ids: Only these; none: all that are given out.

    Returns:
        How many sheets there are.

    Raises:
        Refusal: ``vouchers.none_held``.
        MachineFailure: The file could not be written.
    """
    stock, _books, _budgets, body = _read(database, as_of, None)
    lines = [
        line
        for line in stock.lines
        if line.standing.state is VoucherState.ASSIGNED
        and (not voucher_ids or line.id in voucher_ids)
    ]
    if not lines:
        raise refuse("vouchers.none_held", on=wareki(as_of))
    lines.sort(key=lambda line: _holder(line)[1:])
    made_at = database.clock()
    write_handouts(path, [_handout(one) for one in lines], organisation=body, made_at=made_at)
    for line in lines:
        number = line.standing.employee_no
        audit.note(database, Entry("export.voucher_sheet", f"{line.id} {number}", 1))
    return len(lines)


def _holder(line: VoucherLine) -> tuple[str, str, str, str]:
    """Return name, department, kana and number of who has, had or used a voucher."""
    if line.holder is None:
        return "", "", "", line.standing.employee_no
    one = line.holder
    return one.name, one.department, one.kana, one.employee_no


def _handout(line: VoucherLine) -> Handout:
    holder = line.holder
    name = line.standing.employee_no if holder is None else holder.name
    department = "" if holder is None else holder.department_name
    return Handout(
        _("{department}　{name}　様").format(department=department, name=name).strip("　"),
        line.exam_name,
        line.voucher.number,
        (
            (
                _("使用期限"),
                _("{on}まで（この日までに受験）").format(on=wareki(line.voucher.last_day)),
            ),
            (_("配付日"), wareki(line.standing.since)),
            (_("管理番号"), line.id),
        ),
        (
            _("試験の申込みサイトで利用者の登録をします。"),
            _("会場と日時を選び、支払いは「バウチャー」にして番号を入れます。"),
            _("予約した日を人事担当課へ知らせます。"),
            _("受験したら、結果レポートを人事担当課へ送ります。"),
        ),
    )


@says_known
def save_voucher_book(
    database: Database, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save years, vouchers, textbooks and budgets for printing; numbers are masked.

    Returns:
        How many vouchers and textbooks there are.

    Raises:
        Refusal: ``vouchers.none``.
        MachineFailure: The file could not be written.
    """
    stock, books, budgets, body = _read(database, as_of, as_known)
    if not (stock.lines or books or budgets.lines):
        raise refuse("vouchers.none")
    warned = tuple(warning_text(days, cost) for days, cost in stock.warnings.items())
    sheets = (
        (_("年度別"), _years_table(stock, warned)),
        (_("バウチャー"), _stock_table(stock)),
        (_("教材"), _books_table(books)),
        (_("予算"), _budgets_table(budgets)),
    )
    made_at = database.clock()
    facts = (_("基準日 {on}").format(on=wareki(as_of)),)
    write_voucher_book(path, sheets, facts, organisation=body, made_at=made_at)
    count = len(stock.lines) + len(books)
    audit.note(database, Entry("export.vouchers", path.name, count))
    return count


def _years_table(stock: VoucherStock, notes: tuple[str, ...]) -> PrintTable:
    names = (_("購入"), _("使用"), _("期限切れ"), _("紛失・無効"), _("残り"))
    return PrintTable(
        (
            PrintColumn(_("年度"), narrowest=12),
            *(PrintColumn(n, "right", widest=44) for n in names),
        ),
        [
            [
                fiscal_year_text(FiscalYear(one.fiscal_year)),
                *(
                    counted_cost_text(cost)
                    for cost in (one.bought, one.used, one.expired, one.voided, one.left)
                ),
            ]
            for one in stock.years
        ],
        notes=(*notes, _("期限切れは、使用期限の翌日の年度に数えます。")),
    )


def _stock_table(stock: VoucherStock) -> PrintTable:
    return PrintTable(
        (
            PrintColumn(_("管理番号"), narrowest=8),
            PrintColumn(_("番号（末尾）"), narrowest=10),
            PrintColumn(_("試験"), widest=26),
            PrintColumn(_("状態"), narrowest=10),
            PrintColumn(_("使用期限"), narrowest=16),
            PrintColumn(_("職員番号")),
            PrintColumn(_("氏名"), widest=20),
            PrintColumn(_("所属"), widest=26),
            PrintColumn(_("価格"), "right"),
        ),
        [
            [
                line.id,
                line.masked,
                line.exam_name,
                STATE_NAMES[line.standing.state],
                wareki(line.voucher.last_day),
                line.standing.employee_no,
                _holder(line)[0],
                "" if line.holder is None else line.holder.department_name,
                yen_text(line.voucher.price_yen),
            ]
            for line in stock.lines
        ],
    )


def _books_table(books: Sequence[TextbookLine]) -> PrintTable:
    return PrintTable(
        (
            PrintColumn(_("職員番号")),
            PrintColumn(_("氏名"), widest=20),
            PrintColumn(_("所属"), widest=26),
            PrintColumn(_("試験"), widest=26),
            PrintColumn(_("教材"), widest=30),
            PrintColumn(_("配付日"), narrowest=16),
            PrintColumn(_("返却日"), narrowest=16),
            PrintColumn(_("価格"), "right"),
        ),
        [
            [
                one.holder.employee_no,
                one.holder.name,
                one.holder.department_name,
                one.exam_name,
                one.issue.title,
                wareki(one.issue.issued_on),
                _back(one),
                yen_text(one.issue.price_yen),
            ]
            for one in books
        ],
    )


def _back(one: TextbookLine) -> str:
    on = one.issue.returned_on
    return wareki(on) if one.is_back and on is not None else NO_FIGURE


def _budgets_table(budgets: Budgets) -> PrintTable:
    rows = [
        [
            fiscal_year_text(FiscalYear(one.budget.fiscal_year)),
            one.budget.name,
            one.budget.source_of_funds,
            yen_text(one.budget.amount_yen),
            *_spent(one),
            signed_yen(one.left_yen),
        ]
        for one in budgets.lines
    ]
    return PrintTable(
        (
            PrintColumn(_("年度"), narrowest=12),
            PrintColumn(_("予算"), widest=24),
            PrintColumn(_("財源"), widest=24),
            PrintColumn(_("予算額"), "right"),
            PrintColumn(_("バウチャー"), "right"),
            PrintColumn(_("教材"), "right"),
            PrintColumn(_("助成（支払済み）"), "right"),
            PrintColumn(_("助成（支払前）"), "right"),
            PrintColumn(_("残り"), "right"),
        ),
        rows,
        notes=(_("▲は予算を超えた額です。金額が分からないものは残りに入れていません。"),),
    )


def _spent(one: BudgetLine) -> tuple[str, ...]:
    paid = one.spending
    return tuple(
        cost_text(cost) for cost in (paid.vouchers, paid.textbooks, paid.aid, paid.promised)
    )


@says_known
def save_voucher_data(
    database: Database, path: Path, as_of: date, as_known: datetime | None = None
) -> int:
    """Save vouchers, textbooks and budgets as data; numbers are masked.

    Returns:
        How many vouchers and textbooks there are.

    Raises:
        Refusal: ``vouchers.none``.
        MachineFailure: The file could not be written.
    """
    stock, books, budgets, body = _read(database, as_of, as_known)
    if not (stock.lines or books or budgets.lines):
        raise refuse("vouchers.none")
    tables = (_stock_data(stock), _books_data(books), _budgets_data(budgets))
    made_at = database.clock()
    write_tables(path, _("バウチャーと教材"), tables, made_at=made_at, organisation=body)
    count = len(stock.lines) + len(books)
    audit.note(database, Entry("export.voucher_data", path.name, count))
    return count


def _voucher_day(
    name: str, meaning: str, value: Callable[[VoucherLine], date]
) -> tuple[Column[VoucherLine], ...]:
    return day_columns(name, meaning, value)


def _book_day(
    name: str, meaning: str, value: Callable[[TextbookLine], date | None]
) -> tuple[Column[TextbookLine], ...]:
    return day_columns(name, meaning, value)


def _stock_data(stock: VoucherStock) -> DataTable:
    columns: tuple[Column[VoucherLine], ...] = (
        Column(_("管理番号"), _("バウチャーを見分ける番号"), lambda r: r.id),
        Column(_("番号（末尾）"), _("末尾のほかを伏せた番号"), lambda r: r.masked),
        Column(_("試験コード"), _("試験"), lambda r: r.voucher.exam),
        Column(_("試験"), _("試験の名称"), lambda r: r.exam_name),
        *_voucher_day(_("発行日"), _("発行された日"), lambda r: r.voucher.issued_on),
        *_voucher_day(_("使用期限"), _("使える最後の日"), lambda r: r.voucher.last_day),
        Column(_("状態"), _("基準日の状態"), lambda r: STATE_NAMES[r.standing.state]),
        *_voucher_day(_("状態の日"), _("その状態になった日"), lambda r: r.standing.since),
        Column(
            _("職員番号"), _("配付または使用した職員"), lambda r: r.standing.employee_no or None
        ),
        Column(_("価格（円）"), _("購入価格。空欄は不明"), lambda r: r.voucher.price_yen),
        Column(_("注文番号"), _("購入の注文番号"), lambda r: r.voucher.order_no or None),
        Column(_("予算番号"), _("支払った予算"), lambda r: r.voucher.budget_id or None),
    )
    return tabulate(_("バウチャー"), columns, stock.lines)


def _books_data(books: Sequence[TextbookLine]) -> DataTable:
    columns: tuple[Column[TextbookLine], ...] = (
        Column(_("貸出番号"), _("教材の配付を見分ける番号"), lambda r: r.issue.issue_id),
        Column(_("職員番号"), _("配付した職員"), lambda r: r.issue.employee_no),
        Column(_("試験コード"), _("試験"), lambda r: r.issue.exam),
        Column(_("教材"), _("教材の名称"), lambda r: r.issue.title),
        *_book_day(_("配付日"), _("配付した日"), lambda r: r.issue.issued_on),
        *_book_day(
            _("返却日"),
            _("返却された日。空欄は未返却"),
            lambda r: r.issue.returned_on if r.is_back else None,
        ),
        Column(_("価格（円）"), _("購入価格。空欄は不明"), lambda r: r.issue.price_yen),
        Column(_("予算番号"), _("支払った予算"), lambda r: r.issue.budget_id or None),
    )
    return tabulate(_("教材"), columns, books)


def _budgets_data(budgets: Budgets) -> DataTable:
    columns: tuple[Column[BudgetLine], ...] = (
        Column(_("予算番号"), _("予算を見分ける番号"), lambda r: r.budget.budget_id),
        Column(_("年度（西暦）"), _("4月に始まる年"), lambda r: r.budget.fiscal_year),
        Column(_("予算"), _("予算の名前"), lambda r: r.budget.name),
        Column(_("財源"), _("財源"), lambda r: r.budget.source_of_funds),
        Column(_("予算額（円）"), _("予算額"), lambda r: r.budget.amount_yen),
        Column(_("バウチャー（円）"), _("購入した額"), lambda r: r.spending.vouchers.yen),
        Column(_("教材（円）"), _("配付した教材の額"), lambda r: r.spending.textbooks.yen),
        Column(_("助成（円）"), _("支払った額から返還を引いた額"), lambda r: r.spending.aid.yen),
        Column(
            _("支払前の助成（円）"), _("決定して支払う前の額"), lambda r: r.spending.promised.yen
        ),
        Column(
            _("金額不明（件）"), _("額が分からないものの数"), lambda r: r.spending.whole.unknown
        ),
        Column(_("残り（円）"), _("予算額から支出を引いた額"), lambda r: r.left_yen),
    )
    return tabulate(_("予算"), columns, budgets.lines)
