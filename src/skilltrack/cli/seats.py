"""Seat plans: made, listed, shown, compared, changed by hand, applied, written to workbooks."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers, Reason
from skilltrack.cli.seat_documents import (
    applied_document,
    comparison_document,
    draft_document,
    line_document,
    sheet_document,
)
from skilltrack.cli.session import day_or_today, fiscal_year, instant_if_named, opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.problems import refuse
from skilltrack.domain.seats.planning import USUAL_WEIGHTS, NeedKind, PlanLimits
from skilltrack.domain.seats.plans import PlanOrder, TakenSession
from skilltrack.i18n.catalogue import yen_text
from skilltrack.i18n.seats import CAUSE_NAMES, FATE_NAMES, MINUTES_OF_HOUR, quality_text
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.seats.options import PlanOptions

Plan = Annotated[str, typer.Argument(metavar="PLAN", help=_("受講計画の番号"))]
Course = Annotated[str, typer.Option(metavar="CODE", help=_("研修コード"))]
Year = Annotated[int | None, typer.Argument(metavar="YEAR", help=_("年度（西暦）。省くと今年度"))]
Texts = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("年度の受講計画：席の割当て、比較、反映。"), no_args_is_help=True)
    group.command("plan", help=_("受講計画を作ります。"))(plan)
    group.command("list", help=_("年度の受講計画を出します。"))(list_)
    group.command("show", help=_("受講計画の席と席のない人を出します。"))(show)
    group.command("compare", help=_("二つの受講計画を比べます。"))(compare)
    group.command("fix", help=_("席を固定するか、固定を解除します。"))(fix)
    group.command("place", help=_("職員の席を手で決めます。"))(place)
    group.command("apply", help=_("受講計画を実施回の申込みに反映します。"))(apply)
    group.command("export", help=_("受講計画をExcelに書き出します。"))(export)
    group.command("delete", help=_("受講計画を削除します。"))(delete)
    group.command("undo", help=_("受講計画の変更を出すか、元に戻します。"))(undo)
    app.add_typer(group, name="seats")


@refusals_told
def plan(
    context: typer.Context,
    year: Year = None,
    title: Annotated[str, typer.Option(help=_("計画の名前"))] = "",
    session: Annotated[
        Texts,
        typer.Option(
            metavar="ID[=SEATS]", help=_("計画に入れる実施回。繰り返せる。省くと受付できるすべて")
        ),
    ] = None,
    absent: Annotated[
        int | None,
        typer.Option(help=_("同じ日に離席する人数の上限（所属ごと）。省くと目安、0はなし")),
    ] = None,
    budget: Annotated[int | None, typer.Option(metavar="YEN", help=_("予算（円）"))] = None,
    days: Annotated[int | None, typer.Option(help=_("1人の日数の上限"))] = None,
    hours: Annotated[int | None, typer.Option(help=_("1人の時間の上限"))] = None,
    weight: Annotated[
        Texts, typer.Option(metavar="KIND=N", help=_("重み。例：obligation=100。繰り返せる"))
    ] = None,
    seconds: Annotated[int, typer.Option(help=_("作成にかける時間の上限（秒）"))] = 60,
    based_on: Annotated[str, typer.Option(metavar="PLAN", help=_("固定した席を引き継ぐ計画"))] = "",
    reason: Reason = "",
    as_of: AsOf = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Work a plan out, and keep it."""
    from skilltrack.services.seats.options import plan_options
    from skilltrack.services.seats.planning import draft_plan, save_plan

    on, of_year = day_or_today(as_of), fiscal_year(year)
    with opened(context) as database:
        options = plan_options(database, of_year, on)
        most = options.most_absent if absent is None else absent or None
        limits = PlanLimits(
            most,
            budget,
            days,
            None if hours is None else hours * MINUTES_OF_HOUR,
            _weights(weight or ()),
        )
        order = PlanOrder(
            of_year.year,
            title,
            on,
            _taken(options, session),
            limits,
            reason,
            seconds,
            based_on,
        )
        draft = draft_plan(database, order)
        plan_id = "" if dry_run else save_plan(database, draft)
    if json:
        print_document(draft_document(draft, plan_id) | {"is_dry_run": dry_run})
        return
    print_table(
        (_("計画"), _("席"), _("席のない人（延べ）"), _("費用"), _("最適性")),
        [
            (
                plan_id or _("（確かめるだけ）"),
                draft.seated,
                len(draft.plan.unserved),
                yen_text(draft.plan.cost_yen),
                quality_text(draft.outcome),
            )
        ],
    )


def _weights(texts: Sequence[str]) -> dict[NeedKind, int]:
    weights = dict(USUAL_WEIGHTS)
    for text in texts:
        kind, _equals, number = text.partition("=")
        if kind.strip() not in set(NeedKind) or not number.strip().isdecimal():
            raise refuse("seats.bad_weight", text=text)
        weights[NeedKind(kind.strip())] = int(number)
    return weights


def _taken(options: "PlanOptions", texts: Texts) -> tuple[TakenSession, ...]:
    """Return the sessions named, with their seats; without any all that have days or seats."""
    offered = {one.taken.session_id: one.taken for one in options.sessions}
    if not texts:
        return tuple(one.taken for one in options.sessions if one.session is not None)
    found = []
    for text in texts:
        session_id, _equals, seats = text.partition("=")
        one = offered.get(session_id.strip())
        if one is None:
            raise refuse("seats.unknown_session", session=session_id)
        if seats and not seats.strip().isdecimal():
            raise refuse("seats.bad_seats", title=session_id)
        found.append(replace(one, seats=int(seats)) if seats else one)
    return tuple(found)


@refusals_told
def list_(
    context: typer.Context, year: Year = None, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """List the plans of a fiscal year."""
    from skilltrack.services.seats.reading import list_plans

    of_year = fiscal_year(year)
    with opened(context) as database:
        found = list_plans(database, of_year, instant_if_named(as_known))
    if json:
        print_document(
            {"fiscal_year": of_year.year, "plans": [line_document(one) for one in found]}
        )
        return
    print_table(
        (_("計画"), _("名前"), _("席"), _("席のない人（延べ）"), _("費用"), _("申込み"), _("理由")),
        (
            (
                one.plan_id,
                one.title,
                one.seated,
                one.unserved,
                yen_text(one.cost_yen),
                f"{one.enrolled}/{one.open_seats}",
                one.reason,
            )
            for one in found
        ),
    )


@refusals_told
def show(
    context: typer.Context, plan: Plan, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """Show a plan with everybody in it."""
    from skilltrack.services.seats.sheets import plan_sheet

    with opened(context) as database:
        sheet = plan_sheet(database, plan, instant_if_named(as_known))
    if json:
        print_document(sheet_document(sheet))
        return
    print_table(
        (_("実施回"), _("名称"), _("席"), _("割当て"), _("費用")),
        (
            (one.taken.session_id, one.title, one.taken.seats, one.seated, yen_text(one.cost_yen))
            for one in sheet.sessions
        ),
    )
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("研修"), _("席のない原因")),
        (
            (
                one.person.employee_no,
                one.person.name,
                one.person.unit_name,
                one.course_name,
                CAUSE_NAMES[one.cause],
            )
            for one in sheet.unserved
        ),
    )
    say(quality_text(sheet.line.record.outcome))


@refusals_told
def compare(
    context: typer.Context,
    before: Plan,
    after: Annotated[str, typer.Argument(metavar="PLAN", help=_("比べる先の受講計画の番号"))],
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Compare two plans."""
    from skilltrack.services.seats.comparing import compare_plans

    with opened(context) as database:
        found = compare_plans(database, before, after, instant_if_named(as_known))
    if json:
        print_document(comparison_document(found))
        return
    print_table(
        (_("変化"), _("職員番号"), _("氏名"), _("研修"), _("前の席"), _("後の席")),
        (
            (
                FATE_NAMES[one.change.fate],
                one.person.employee_no,
                one.person.name,
                one.course_name,
                one.before,
                one.after,
            )
            for one in found.changes
        ),
    )


@refusals_told
def fix(
    context: typer.Context,
    plan: Plan,
    numbers: Numbers,
    course: Course,
    reason: Reason = "",
    *,
    release: Annotated[bool, typer.Option("--release", help=_("固定を解除する"))] = False,
) -> None:
    """Fix seats, or let them go."""
    from skilltrack.services.seats.applying import fix_seats

    keys = [(number, course) for number in numbers]
    with opened(context) as database:
        count = fix_seats(database, plan, keys, is_fixed=not release, reason=reason)
    told = _("{count}席の固定を解除しました。") if release else _("{count}席を固定しました。")
    say(told.format(count=count))


@refusals_told
def place(
    context: typer.Context,
    plan: Plan,
    numbers: Numbers,
    session: Annotated[str, typer.Option(metavar="ID", help=_("実施回の番号"))],
    course: Course,
    reason: Reason = "",
) -> None:
    """Seat people by hand."""
    from skilltrack.services.seats.applying import place_by_hand

    keys = [(number, course) for number in numbers]
    with opened(context) as database:
        count = place_by_hand(database, plan, keys, session, reason)
    say(_("{count}人の席を決めました。").format(count=count))


@refusals_told
def apply(
    context: typer.Context,
    plan: Plan,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("申込みの日。省くと今日"))
    ] = None,
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take the seats of a plan as applications to its sessions."""
    from skilltrack.services.seats.applying import apply_plan

    with opened(context) as database:
        found = apply_plan(database, plan, day_or_today(on), reason, is_dry_run=dry_run)
    if json:
        print_document(applied_document(found) | {"is_dry_run": dry_run})
        return
    told = _("受講予定 {enrolled}人、補欠 {waiting}人、申込み済み {unchanged}人。")
    say(told.format(enrolled=found.enrolled, waiting=found.waiting, unchanged=found.unchanged))


@refusals_told
def export(
    context: typer.Context,
    plan: Plan,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き出すブック"))],
    department: Annotated[
        str, typer.Option(metavar="CODE", help=_("所属別のうち、この所属だけ"))
    ] = "",
    as_known: AsKnown = None,
    *,
    by_session: Annotated[bool, typer.Option("--by-session", help=_("実施回ごと"))] = False,
    data: Annotated[bool, typer.Option("--data", help=_("データ"))] = False,
) -> None:
    """Write a plan to a workbook: by department unless said otherwise."""
    from skilltrack.services.seats import reports

    known = instant_if_named(as_known)
    with opened(context) as database:
        if data:
            count = reports.save_plan_data(database, plan, out, known)
        elif by_session:
            count = reports.save_session_lists(database, plan, out, known)
        else:
            count = reports.save_department_sheets(database, plan, out, department, known)
    say(_("「{file}」に{count}席を書き出しました。").format(file=out.name, count=count))


@refusals_told
def delete(context: typer.Context, plan: Plan, reason: Reason = "") -> None:
    """Delete a plan; what was applied stays."""
    from skilltrack.services.seats.planning import delete_plan

    with opened(context) as database:
        gone = delete_plan(database, plan, reason)
    say(_("受講計画「{title}」を削除しました。").format(title=gone.order.title))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of seat plans, or undo one."""
    undo_or_list(context, change, "seats", is_json=json)
