"""What is known of vouchers: the list, who comes next, what runs out, workbooks."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import day_or_today, instant_if_named, opened
from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import STATE_NAMES, counted_cost_text, warning_text

if TYPE_CHECKING:
    from skilltrack.domain.exams.voucher_stock import Cost
    from skilltrack.services.exams.voucher_stock import VoucherLine, VoucherStock


def register(group: typer.Typer) -> None:
    """Add the commands to the group of vouchers."""
    group.command("list", help=_("バウチャーを一覧にします。"))(list_)
    group.command("next", help=_("次に配付する職員を一覧にします。"))(next_)
    group.command("warn", help=_("期限が近いバウチャーを知らせます。"))(warn)
    group.command("sheet", help=_("配付票を書き出します。"))(sheet)
    group.command("book", help=_("年度別の集計と一覧を書き出します。"))(book)


Exam = Annotated[str, typer.Argument(metavar="EXAM", help=_("試験コード"))]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help=_("書き出すファイル"))]


def _stock(context: typer.Context, as_of: str | None, as_known: str | None) -> "VoucherStock":
    from skilltrack.services.exams.voucher_stock import voucher_stock

    on = day_or_today(as_of)
    with opened(context) as database:
        return voucher_stock(database, on, instant_if_named(as_known))


@refusals_told
def list_(
    context: typer.Context,
    exam: Annotated[str, typer.Option(help=_("試験コード"))] = "",
    state: Annotated[str, typer.Option(help=_("状態"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List vouchers with masked numbers."""
    wanted = None
    if state:
        named = {one.value: one for one in STATE_NAMES}
        named |= {name: one for one, name in STATE_NAMES.items()}
        if state not in named:
            raise typer.BadParameter(_("状態ではありません：{text}").format(text=state))
        wanted = named[state]
    found = _stock(context, as_of, as_known)
    lines = [
        line
        for line in found.lines
        if (not exam or line.voucher.exam == exam)
        and (wanted is None or line.standing.state is wanted)
    ]
    if json:
        print_document(_stock_document(replace(found, lines=tuple(lines))))
        return
    print_table(
        (_("管理番号"), _("番号"), _("試験"), _("状態"), _("使用期限"), _("職員")),
        (
            (
                line.id,
                line.masked,
                line.exam_name,
                STATE_NAMES[line.standing.state],
                wareki_short(line.voucher.last_day),
                _person(line),
            )
            for line in lines
        ),
    )
    for year in found.years:
        text = _("{year}：購入{bought}　使用{used}　期限切れ{expired}　無効{voided}　残り{left}")
        say(
            text.format(
                year=fiscal_year_text(FiscalYear(year.fiscal_year)),
                bought=counted_cost_text(year.bought),
                used=counted_cost_text(year.used),
                expired=counted_cost_text(year.expired),
                voided=counted_cost_text(year.voided),
                left=counted_cost_text(year.left),
            )
        )


def _person(line: "VoucherLine") -> str:
    number = line.standing.employee_no
    if line.holder is None:
        return number or NO_FIGURE
    return _("{number}　{name}").format(number=number, name=line.holder.name)


def _stock_document(found: "VoucherStock") -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "vouchers": [_line_document(line) for line in found.lines],
        "years": [
            {
                "fiscal_year": year.fiscal_year,
                "bought": cost_document(year.bought),
                "used": cost_document(year.used),
                "expired": cost_document(year.expired),
                "voided": cost_document(year.voided),
                "left": cost_document(year.left),
            }
            for year in found.years
        ],
        "warnings": _warnings_document(found),
    }


def _warnings_document(found: "VoucherStock") -> list[dict[str, Any]]:
    return [
        {"days": days, "vouchers": cost_document(cost)} for days, cost in found.warnings.items()
    ]


def cost_document(cost: "Cost") -> dict[str, Any]:
    """Return a sum as a document; ``yen`` is null where no price is known."""
    is_unknown = bool(cost.count) and cost.unknown == cost.count
    return {
        "count": cost.count,
        "yen": None if is_unknown else cost.yen,
        "unknown": cost.unknown,
    }


def _line_document(line: "VoucherLine") -> dict[str, Any]:
    voucher, standing = line.voucher, line.standing
    return {
        "voucher": line.id,
        "masked": line.masked,
        "exam": voucher.exam,
        "state": standing.state.value,
        "since": standing.since.isoformat(),
        "employee_no": standing.employee_no or None,
        "issued_on": voucher.issued_on.isoformat(),
        "last_day": voucher.last_day.isoformat(),
        "warning": line.warning,
        "price_yen": voucher.price_yen,
        "order_no": voucher.order_no or None,
        "budget": voucher.budget_id or None,
        "steps": [
            {
                "on": step.on.isoformat(),
                "kind": step.kind.value,
                "employee_no": step.employee_no or None,
            }
            for step in line.steps
        ],
    }


@refusals_told
def next_(context: typer.Context, exam: Exam, as_of: AsOf = None, *, json: Json = False) -> None:
    """List who is to be given a voucher next."""
    from skilltrack.services.exams.voucher_stock import next_people

    on = day_or_today(as_of)
    with opened(context) as database:
        found = next_people(database, exam, on)
    if json:
        people = [
            {
                "employee_no": one.person.employee_no,
                "stage": one.progress.stage.value,
                "planned_on": None
                if one.progress.planned_on is None
                else one.progress.planned_on.isoformat(),
            }
            for one in found.people
        ]
        document = {"as_of": on.isoformat(), "exam": exam, "in_stock": found.in_stock}
        print_document(document | {"people": people})
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("受験予定日")),
        (
            (
                one.person.employee_no,
                one.person.name,
                one.department_name,
                NO_FIGURE
                if one.progress.planned_on is None
                else wareki_short(one.progress.planned_on),
            )
            for one in found.people
        ),
    )
    say(_("在庫は{count}枚です。").format(count=found.in_stock))


@refusals_told
def sheet(
    context: typer.Context,
    out: Out,
    voucher: Annotated[
        list[str] | None, typer.Option(help=_("このバウチャーだけ。省くと配付中のすべて"))
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write hand-out sheets with whole numbers."""
    from skilltrack.services.exams.voucher_reports import save_handouts
    from skilltrack.services.exams.voucher_stock import resolved

    with opened(context) as database:
        ids: Sequence[str] = ()
        if voucher:
            with database.reading() as session:
                ids = [one.voucher_id for one in resolved(session, voucher)]
        count = save_handouts(database, out, day_or_today(as_of), ids)
    say(_("「{file}」に{count}人分を書き出しました。").format(file=out.name, count=count))


@refusals_told
def book(
    context: typer.Context,
    out: Out,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    data: Annotated[bool, typer.Option("--data", help=_("データの形で書き出す"))] = False,
) -> None:
    """Write vouchers, textbooks and budgets, for printing or as data."""
    from skilltrack.services.exams import voucher_reports as reports

    save = reports.save_voucher_data if data else reports.save_voucher_book
    with opened(context) as database:
        count = save(database, out, day_or_today(as_of), instant_if_named(as_known))
    say(_("「{file}」に{count}件を書き出しました。").format(file=out.name, count=count))


@refusals_told
def warn(context: typer.Context, as_of: AsOf = None, *, json: Json = False) -> None:
    """Tell what runs out within 90 and 30 days."""
    found = _stock(context, as_of, None)
    if json:
        lines = [_line_document(line) for line in found.lines if line.warning is not None]
        document = {"as_of": found.as_of.isoformat(), "warnings": _warnings_document(found)}
        print_document(document | {"vouchers": lines})
        return
    for days, cost in found.warnings.items():
        say(warning_text(days, cost))
    if not found.warnings:
        say(_("90日以内に期限切れになるバウチャーはありません。"))
