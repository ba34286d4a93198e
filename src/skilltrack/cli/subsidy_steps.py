"""Aid decided, paid, withdrawn, repaid; its register and its notices."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day_or_today, instant_if_named, opened, today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.texts import _

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("理由"))]
Number = Annotated[str, typer.Argument(metavar="APPLICATION", help=_("申請番号"))]
Numbers = Annotated[list[str], typer.Argument(metavar="APPLICATION...", help=_("申請番号"))]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("その日。省くと今日"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[str | None, typer.Option(metavar="TIME", help=_("この時点までの記録で出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))]
Amount = Annotated[int | None, typer.Option("--amount", metavar="YEN", help=_("額（円）"))]


def register(group: typer.Typer) -> None:
    """Add the commands to the group of aid."""
    group.command("decide", help=_("支給か不支給を決定します。"))(decide)
    group.command("pay", help=_("決定した助成の支払いを記録します。"))(pay)
    group.command("withdraw", help=_("申請の取下げを記録します。"))(withdraw)
    group.command("repay", help=_("支払った助成の返還を記録します。"))(repay)
    group.command("register", help=_("支払台帳を出します。"))(register_)
    group.command("notice", help=_("決定通知書と不支給決定通知書を書き出します。"))(notice)


@refusals_told
def decide(
    context: typer.Context,
    application: Number,
    *,
    is_granted: Annotated[bool, typer.Option("--grant/--refuse", help=_("支給か不支給か"))],
    amount: Amount = None,
    budget: Annotated[str, typer.Option(metavar="BUDGET", help=_("予算のコード"))] = "",
    on: On = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Grant or refuse; against the rule a reason is needed."""
    from skilltrack.i18n.exam_rules import yen_text
    from skilltrack.i18n.problems import sentence
    from skilltrack.i18n.subsidies import STEP_NAMES
    from skilltrack.services.exams import subsidy_steps

    decision = subsidy_steps.Decision(day_or_today(on), is_granted, amount, budget, reason)
    with opened(context) as database:
        decided = subsidy_steps.decide(
            database, application, decision, today=today(), is_dry_run=dry_run
        )
    step = decided.step
    if json:
        print_document(
            {
                "application": application,
                "decision": step.kind.value,
                "amount_yen": step.amount_yen,
                "budget": step.budget_id,
                "conditions": [one.value for one in step.clauses],
                "deviates": decided.is_deviating,
                "notices": [sentence(one) for one in decided.notices],
            }
        )
        return
    for told in decided.notices:
        say(sentence(told))
    yen = yen_text(step.amount_yen)
    text = _("申請番号 {number}：{step}（{yen}）")
    say(text.format(number=application, step=STEP_NAMES[step.kind], yen=yen))


@refusals_told
def pay(
    context: typer.Context,
    application: Numbers,
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record payments, each the amount of its decision."""
    from skilltrack.i18n.exam_rules import yen_text
    from skilltrack.services.exams import subsidy_steps

    with opened(context) as database:
        cases = subsidy_steps.pay(
            database, application, day_or_today(on), today=today(), is_dry_run=dry_run
        )
    total = sum(one.money.committed_yen for one in cases)
    if json:
        numbers = [one.application.application_id for one in cases]
        print_document({"paid": numbers, "total_yen": total})
        return
    text = _("{count}件、{yen}の支払いを記録しました。")
    say(text.format(count=len(cases), yen=yen_text(total)))


@refusals_told
def withdraw(
    context: typer.Context, application: Number, on: On = None, reason: Reason = ""
) -> None:
    """Record that an application was withdrawn."""
    from skilltrack.services.exams import subsidy_steps

    with opened(context) as database:
        subsidy_steps.withdraw(database, application, day_or_today(on), reason, today=today())
    say(_("申請番号 {number} の取下げを記録しました。").format(number=application))


@refusals_told
def repay(
    context: typer.Context,
    application: Number,
    amount: Amount = None,
    on: On = None,
    reason: Reason = "",
) -> None:
    """Record that aid was given back; without an amount all of it."""
    from skilltrack.services.exams import subsidy_steps

    with opened(context) as database:
        subsidy_steps.repay(database, application, day_or_today(on), amount, reason, today=today())
    say(_("申請番号 {number} の返還を記録しました。").format(number=application))


@refusals_told
def register_(
    context: typer.Context,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", help=_("年度（西暦）。省くとすべて"))
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("書くExcelファイル"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List the payments, or write the register as a workbook."""
    from skilltrack.i18n.exam_rules import yen_text
    from skilltrack.services.exams import subsidy_papers
    from skilltrack.services.exams.subsidy_reading import subsidy_book

    on: date = day_or_today(as_of)
    known = instant_if_named(as_known)
    of_year = None if year is None else FiscalYear(year)
    with opened(context) as database:
        lines = subsidy_papers.payments(subsidy_book(database, on, known), of_year)
        if out is not None:
            subsidy_papers.write_payment_register(database, out, on, of_year, known)
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "payments": [
                    {
                        "on": one.step.on.isoformat(),
                        "application": one.case.application.application_id,
                        "employee_no": one.case.application.employee_no,
                        "amount_yen": one.amount_yen,
                        "budget": one.step.budget_id,
                    }
                    for one in lines
                ],
                "total_yen": sum(one.amount_yen for one in lines),
                "by_month": {
                    f"{month[0]}-{month[1]:02}": yen
                    for month, yen in subsidy_papers.by_month(lines).items()
                },
            }
        )
        return
    print_table(
        (_("支払日"), _("番号"), _("氏名"), _("試験"), _("額"), _("予算")),
        (
            (
                one.step.on.isoformat(),
                one.case.application.application_id,
                one.case.name,
                one.case.exam_name,
                yen_text(one.amount_yen),
                one.budget_name or None,
            )
            for one in lines
        ),
    )


@refusals_told
def notice(
    context: typer.Context,
    application: Numbers,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書くExcelファイル"))],
    as_of: AsOf = None,
    as_known: AsKnown = None,
) -> None:
    """Write the notices of decisions."""
    from skilltrack.services.exams import subsidy_papers

    with opened(context) as database:
        subsidy_papers.write_decision_notices(
            database, out, application, day_or_today(as_of), instant_if_named(as_known)
        )
    say(_("「{file}」を書きました。").format(file=out))
