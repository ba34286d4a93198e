"""Vouchers: bought, given out, used, given back, voided."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli import voucher_figures
from skilltrack.cli.console import print_document, refusals_told, say
from skilltrack.cli.role_options import DryRun, Json
from skilltrack.cli.session import day, day_or_today, opened, today
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.cli.voucher_figures import Exam
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.exams.voucher_steps import Handed


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("受験バウチャーの在庫と配付"), no_args_is_help=True)
    group.command("buy", help=_("購入したバウチャーを登録します。"))(buy)
    group.command("assign", help=_("職員に配付します。"))(assign)
    group.command("use", help=_("使用を記録します。"))(use)
    group.command("return", help=_("返却を記録します。"))(return_)
    group.command("void", help=_("紛失や無効を記録します。"))(void)
    voucher_figures.register(group)
    group.command("undo", help=_("変更を一覧にするか、一つを元に戻します。"))(undo)
    app.add_typer(group, name="voucher")


Vouchers = Annotated[
    list[str], typer.Argument(metavar="VOUCHER...", help=_("管理番号またはバウチャー番号"))
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("その日。省くと今日"))]
Note = Annotated[str, typer.Option(help=_("備考"))]
Budget = Annotated[str, typer.Option(help=_("予算番号"))]


@refusals_told
def buy(
    context: typer.Context,
    exam: Exam,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER...", help=_("バウチャー番号"))
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help=_("番号の一覧。1行に1つ"))
    ] = None,
    issued: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("発行日。省くと今日"))
    ] = None,
    last_day: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("使用期限。省くと試験の定めのとおり"))
    ] = None,
    price: Annotated[int | None, typer.Option(help=_("1枚の価格（円）"))] = None,
    order_no: Annotated[str, typer.Option(help=_("注文番号"))] = "",
    budget: Budget = "",
    note: Note = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record vouchers that were bought."""
    from skilltrack.services.exams import vouchers

    given = (*(numbers or ()), *(() if file is None else vouchers.read_numbers(file)))
    until = None if last_day is None else day(last_day)
    order = vouchers.Purchase(
        exam, day_or_today(issued), given, until, price, order_no, budget, note
    )
    with opened(context) as database:
        handed = vouchers.buy(database, order, today=today(), is_dry_run=dry_run)
    told = _("{count}枚を登録しました。").format(count=len(handed.vouchers))
    _tell(handed, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def assign(
    context: typer.Context,
    exam: Exam,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER...", help=_("職員番号"))
    ] = None,
    on: On = None,
    voucher: Annotated[
        list[str] | None, typer.Option(help=_("配付するバウチャー。職員の順に。省くと在庫から"))
    ] = None,
    next_count: Annotated[
        int | None, typer.Option("--next", help=_("次に配付する職員の先頭から何人か"))
    ] = None,
    note: Note = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Give vouchers to people."""
    from skilltrack.services.exams import vouchers
    from skilltrack.services.exams.voucher_stock import next_people

    day_given = day_or_today(on)
    with opened(context) as database:
        people = list(numbers or ())
        if next_count is not None:
            found = next_people(database, exam, day_given).people[:next_count]
            people += [one.person.employee_no for one in found]
        handed = vouchers.assign(
            database,
            exam,
            people,
            day_given,
            today=today(),
            vouchers=voucher or (),
            note=note,
            is_dry_run=dry_run,
        )
    told = _("{count}人に配付しました。").format(count=len(handed.vouchers))
    _tell(handed, told, is_dry_run=dry_run, is_json=json)


@refusals_told
def use(
    context: typer.Context,
    voucher: Annotated[str, typer.Argument(metavar="VOUCHER", help=_("管理番号または番号"))],
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=_("職員番号。省くと配付した職員"))
    ] = "",
    on: On = None,
    note: Note = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that a voucher was used."""
    from skilltrack.services.exams import vouchers

    with opened(context) as database:
        handed = vouchers.use(
            database,
            [(voucher, number)],
            day_or_today(on),
            today=today(),
            note=note,
            is_dry_run=dry_run,
        )
    _tell(handed, _("使用を記録しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def return_(
    context: typer.Context,
    vouchers: Vouchers,
    on: On = None,
    note: Note = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that vouchers came back."""
    from skilltrack.services.exams.vouchers import take_back

    with opened(context) as database:
        handed = take_back(
            database, vouchers, day_or_today(on), today=today(), note=note, is_dry_run=dry_run
        )
    _tell(handed, _("返却を記録しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def void(
    context: typer.Context,
    vouchers: Vouchers,
    reason: Annotated[str, typer.Option(help=_("理由（必須）"))],
    on: On = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record that vouchers cannot be used any more."""
    from skilltrack.services.exams import vouchers as service

    with opened(context) as database:
        handed = service.void(
            database, vouchers, day_or_today(on), reason, today=today(), is_dry_run=dry_run
        )
    _tell(handed, _("無効を記録しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of vouchers, textbooks and budgets, or undo one."""
    undo_or_list(context, change, "vouchers", is_json=json)


def _tell(handed: "Handed", told: str, *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        given = [
            {
                "voucher": one.voucher_id,
                "masked": _masked(one.number),
                "employee_no": number or None,
            }
            for one, number in handed.vouchers
        ]
        change = handed.change or None
        print_document({"is_dry_run": is_dry_run, "change": change, "vouchers": given})
        return
    say(_("確かめただけで、記録していません。") if is_dry_run else told)


def _masked(number: str) -> str:
    from skilltrack.domain.exams.voucher_stock import masked

    return masked(number)
