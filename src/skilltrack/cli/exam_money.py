"""Textbooks given to people, and budgets for exams."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers
from skilltrack.cli.session import day_or_today, fiscal_year, instant_if_named, opened, today
from skilltrack.cli.voucher_figures import Exam, cost_document
from skilltrack.cli.vouchers import Budget, Note, On
from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import cost_text, signed_yen

if TYPE_CHECKING:
    from skilltrack.services.exams.budgets import BudgetLine, Budgets


def register(app: typer.Typer) -> None:
    """Add the commands."""
    books = typer.Typer(help=_("教材の配付と返却"), no_args_is_help=True)
    books.command("give", help=_("教材を配付します。"))(give)
    books.command("return", help=_("教材の返却を記録します。"))(return_)
    books.command("list", help=_("教材を一覧にします。"))(list_books)
    app.add_typer(books, name="textbook")
    money = typer.Typer(help=_("試験の予算"), no_args_is_help=True)
    money.command("set", help=_("予算を登録するか、直します。"))(set_)
    money.command("list", help=_("予算を一覧にします。"))(list_)
    money.command("show", help=_("予算一つの内訳を見ます。"))(show)
    app.add_typer(money, name="budget")


@refusals_told
def give(
    context: typer.Context,
    exam: Exam,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=_("教材名"))],
    numbers: Numbers,
    on: On = None,
    price: Annotated[int | None, typer.Option(help=_("1冊の価格（円）"))] = None,
    budget: Budget = "",
    note: Note = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Give a textbook to people."""
    from skilltrack.services.exams import textbooks

    order = textbooks.TextbookOrder(exam, title, day_or_today(on), price, budget, note)
    with opened(context) as database:
        given = textbooks.give(database, numbers, order, today=today(), is_dry_run=dry_run)
    if json:
        issues = [{"issue": one.issue_id, "employee_no": one.employee_no} for one in given]
        print_document({"is_dry_run": dry_run, "textbooks": issues})
        return
    _say(_("{count}人に配付しました。").format(count=len(given)), is_dry_run=dry_run)


@refusals_told
def return_(
    context: typer.Context,
    issues: Annotated[list[str], typer.Argument(metavar="ISSUE...", help=_("貸出番号"))],
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that textbooks came back."""
    from skilltrack.services.exams import textbooks

    with opened(context) as database:
        back = textbooks.take_back(
            database, issues, day_or_today(on), today=today(), is_dry_run=dry_run
        )
    if json:
        given = [{"issue": one.issue_id, "employee_no": one.employee_no} for one in back]
        print_document({"is_dry_run": dry_run, "textbooks": given})
        return
    _say(_("{count}冊の返却を記録しました。").format(count=len(back)), is_dry_run=dry_run)


@refusals_told
def list_books(
    context: typer.Context, as_of: AsOf = None, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """List textbooks."""
    from skilltrack.services.exams.textbooks import textbooks_on

    on = day_or_today(as_of)
    with opened(context) as database:
        found = textbooks_on(database, on, instant_if_named(as_known))
    if json:
        issues = [
            {
                "issue": one.issue.issue_id,
                "employee_no": one.issue.employee_no,
                "exam": one.issue.exam,
                "title": one.issue.title,
                "issued_on": one.issue.issued_on.isoformat(),
                "returned_on": one.issue.returned_on.isoformat()
                if one.is_back and one.issue.returned_on is not None
                else None,
                "price_yen": one.issue.price_yen,
                "budget": one.issue.budget_id or None,
            }
            for one in found
        ]
        print_document({"as_of": on.isoformat(), "textbooks": issues})
        return
    print_table(
        (_("貸出番号"), _("職員番号"), _("氏名"), _("教材"), _("配付日"), _("返却日"), _("価格")),
        (
            (
                one.issue.issue_id,
                one.issue.employee_no,
                one.holder.name,
                one.issue.title,
                wareki_short(one.issue.issued_on),
                wareki_short(one.issue.returned_on)
                if one.is_back and one.issue.returned_on is not None
                else NO_FIGURE,
                yen_text(one.issue.price_yen),
            )
            for one in found
        ),
    )


@refusals_told
def set_(
    context: typer.Context,
    budget: Annotated[
        str, typer.Argument(metavar="BUDGET", help=_("予算番号。省くと新しく登録する"))
    ] = "",
    year: Annotated[int | None, typer.Option(help=_("年度"))] = None,
    name: Annotated[str | None, typer.Option(help=_("名前"))] = None,
    source: Annotated[str | None, typer.Option(help=_("財源"))] = None,
    amount: Annotated[int | None, typer.Option(help=_("予算額（円）"))] = None,
    note: Annotated[str | None, typer.Option(help=_("備考"))] = None,
    reason: Annotated[str, typer.Option(help=_("理由（直すとき）"))] = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record a budget, or change one; what is not given stays."""
    from skilltrack.domain.exams.subsidies import ExamBudget
    from skilltrack.services.exams.budgets import known_budget, set_budget

    with opened(context) as database:
        now = ExamBudget("", fiscal_year(year).year, "", "", 0)
        if budget:
            with database.reading() as session:
                now = known_budget(session, budget).value
        wanted = ExamBudget(
            now.budget_id,
            now.fiscal_year if year is None else year,
            now.name if name is None else name,
            now.source_of_funds if source is None else source,
            now.amount_yen if amount is None else amount,
            now.note if note is None else note,
        )
        done = set_budget(database, wanted, reason, is_dry_run=dry_run)
    if json:
        print_document({"is_dry_run": dry_run, "budget": done.budget_id})
        return
    told = _("予算「{name}」（予算番号 {code}）を記録しました。")
    _say(told.format(name=done.name, code=done.budget_id), is_dry_run=dry_run)


@refusals_told
def list_(
    context: typer.Context,
    year: Annotated[int | None, typer.Option(help=_("年度。省くとすべて"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List budgets with what was paid out of them."""
    from skilltrack.services.exams.budgets import budgets_on

    on = day_or_today(as_of)
    wanted = None if year is None else FiscalYear(year)
    with opened(context) as database:
        found = budgets_on(database, on, wanted, instant_if_named(as_known))
    if json:
        outside = found.outside
        print_document(
            {
                "as_of": on.isoformat(),
                "budgets": [_document(one) for one in found.lines],
                "outside": {
                    "vouchers": cost_document(outside.vouchers),
                    "textbooks": cost_document(outside.textbooks),
                    "aid": cost_document(outside.aid),
                    "promised": cost_document(outside.promised),
                },
            }
        )
        return
    _print_budgets(found)


def _document(one: "BudgetLine") -> dict[str, Any]:
    budget, paid = one.budget, one.spending
    return {
        "budget": budget.budget_id,
        "fiscal_year": budget.fiscal_year,
        "name": budget.name,
        "source_of_funds": budget.source_of_funds,
        "amount_yen": budget.amount_yen,
        "vouchers": cost_document(paid.vouchers),
        "textbooks": cost_document(paid.textbooks),
        "aid": cost_document(paid.aid),
        "promised": cost_document(paid.promised),
        "left_yen": one.left_yen,
        "is_over": one.is_over,
    }


def _print_budgets(found: "Budgets") -> None:
    print_table(
        (
            _("予算番号"),
            _("年度"),
            _("名前"),
            _("財源"),
            _("予算額"),
            _("支出"),
            _("残り"),
        ),
        (
            (
                one.budget.budget_id,
                fiscal_year_text(FiscalYear(one.budget.fiscal_year)),
                one.budget.name,
                one.budget.source_of_funds,
                yen_text(one.budget.amount_yen),
                cost_text(one.spending.whole),
                signed_yen(one.left_yen),
            )
            for one in found.lines
        ),
    )
    for one in found.lines:
        if one.is_over:
            told = _("「{name}」は予算を{yen:,}円超えています。")
            say(told.format(name=one.budget.name, yen=-one.left_yen))
    if found.outside.whole.count:
        say(_("予算を決めていない支出：{cost}").format(cost=cost_text(found.outside.whole)))


@refusals_told
def show(
    context: typer.Context,
    budget: Annotated[str, typer.Argument(metavar="BUDGET", help=_("予算番号"))],
    as_of: AsOf = None,
    *,
    json: Json = False,
) -> None:
    """Show one budget with what was paid out of it, by kind."""
    from skilltrack.services.exams.budgets import budgets_in, known_budget

    on = day_or_today(as_of)
    with opened(context) as database, database.reading() as session:
        known_budget(session, budget)
        (one,) = [o for o in budgets_in(session, on).lines if o.budget.budget_id == budget]
    if json:
        print_document({"as_of": on.isoformat()} | _document(one))
        return
    paid = one.spending
    print_table(
        (_("項目"), _("金額")),
        (
            (
                _("予算額（{source}）").format(source=one.budget.source_of_funds),
                yen_text(one.budget.amount_yen),
            ),
            (_("バウチャー"), cost_text(paid.vouchers)),
            (_("教材"), cost_text(paid.textbooks)),
            (_("助成（支払済み）"), cost_text(paid.aid)),
            (_("助成（支払前）"), cost_text(paid.promised)),
            (_("残り"), signed_yen(one.left_yen)),
        ),
    )


def _say(told: str, *, is_dry_run: bool) -> None:
    say(_("確かめただけで、記録していません。") if is_dry_run else told)
