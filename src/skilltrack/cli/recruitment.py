"""Rounds of recruitment."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened, today
from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import NominationState, RecruitmentLine
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.role_names import METHOD_NAMES, NOMINATION_STATE_NAMES, STAGE_NAMES
from skilltrack.i18n.texts import _

Round = Annotated[str, typer.Argument(metavar="RECRUITMENT", help=_("募集の番号"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("役割の募集（手挙げと推薦・指名）"))
    group.command("open", help=_("募集を始めます。省いた日は4月・9月の型によります。"))(open_)
    group.command("list", help=_("募集と応募の一覧を出します。"))(list_)
    group.command("apply", help=_("応募、推薦、指名を受け付けます。"))(apply)
    group.command("decide", help=_("任命・見送り・辞退を決めます。"))(decide)
    group.command("close", help=_("募集の締切を変えます。"))(close)
    app.add_typer(group, name="recruit")


@refusals_told
def open_(
    context: typer.Context,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=_("役割の名前またはコード"))],
    title: Annotated[str, typer.Option(help=_("題名"))] = "",
    opens: Annotated[str | None, typer.Option(metavar="DATE", help=_("募集の開始日"))] = None,
    closes: Annotated[str | None, typer.Option(metavar="DATE", help=_("募集の締切日"))] = None,
    starts: Annotated[str | None, typer.Option(metavar="DATE", help=_("任命の開始日"))] = None,
) -> None:
    """Open a round of recruitment."""
    from skilltrack.services.roles.recruitment import (
        RecruitmentOrder,
        open_recruitment,
        usual_order,
    )

    with opened(context) as database:
        first = None if opens is None else day(opens)
        usual = usual_order(database, role, today(), first)
        order = RecruitmentOrder(
            usual.role,
            title or usual.title,
            usual.opens_on,
            usual.closes_on if closes is None else day(closes),
            usual.starts_on if starts is None else day(starts),
        )
        found = open_recruitment(database, order)
    say(_("募集「{title}」を始めました。").format(title=found.title))
    typer.echo(found.recruitment_id)


@refusals_told
def list_(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日。省くと今日"))] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))
    ] = None,
    *,
    json: Json = False,
) -> None:
    """List rounds of recruitment with their applications."""
    from skilltrack.services.roles.recruitment import recruitments

    on = day_or_today(as_of)
    with opened(context) as database:
        found = recruitments(database, on, instant_if_named(as_known))
    if json:
        print_document(
            {"as_of": on.isoformat(), "recruitments": [_document(line) for line in found]}
        )
        return
    print_table(
        (_("番号"), _("題名"), _("募集"), _("締切"), _("状態"), _("応募"), _("任命")),
        (
            (
                line.recruitment.recruitment_id,
                line.recruitment.title,
                wareki_short(line.recruitment.opens_on),
                wareki_short(line.recruitment.closes_on),
                STAGE_NAMES[line.stage],
                len(line.nominations),
                line.count(NominationState.APPOINTED),
            )
            for line in found
        ),
    )


def _document(line: RecruitmentLine) -> dict[str, object]:
    one = line.recruitment
    return {
        "recruitment": one.recruitment_id,
        "role": one.role,
        "title": one.title,
        "opens_on": one.opens_on.isoformat(),
        "closes_on": one.closes_on.isoformat(),
        "starts_on": one.starts_on.isoformat(),
        "stage": line.stage.value,
        "nominations": [
            {
                "employee_no": each.nomination.employee_no,
                "method": each.nomination.method.value,
                "department": each.nomination.department,
                "named_by": each.named_by or None,
                "state": each.nomination.state.value,
                "reason": each.nomination.reason,
                "decided_on": None
                if each.nomination.decided_on is None
                else each.nomination.decided_on.isoformat(),
            }
            for each in line.nominations
        ],
    }


@refusals_told
def apply(
    context: typer.Context,
    recruitment: Round,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    how: Annotated[
        str, typer.Option("--method", help=_("方法（手挙げ・推薦・指名）"))
    ] = METHOD_NAMES[AppointmentMethod.VOLUNTEERED],
    department: Annotated[str, typer.Option(help=_("推薦・指名した所属のコード"))] = "",
    reason: Annotated[str, typer.Option(help=_("理由。推薦・指名には必要"))] = "",
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("受付日。省くと今日"))] = None,
) -> None:
    """Take an application or a nomination."""
    from skilltrack.services.roles import recruitment as service

    chosen = next((m for m in service.METHODS if how in {m.value, METHOD_NAMES[m]}), None)
    if chosen is None:
        accepted = "、".join(METHOD_NAMES[one] for one in service.METHODS)
        raise typer.BadParameter(_("使える方法：{accepted}").format(accepted=accepted))
    with opened(context) as database:
        service.apply(
            database,
            recruitment,
            number,
            chosen,
            day_or_today(on),
            department=department,
            reason=reason,
        )
    say(_("受け付けました。"))


@refusals_told
def decide(
    context: typer.Context,
    recruitment: Round,
    appoint: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("任命する職員番号"))
    ] = None,
    pass_over: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("見送る職員番号"))
    ] = None,
    declined: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("辞退した職員番号"))
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("決定日。省くと今日"))] = None,
    reason: Annotated[str, typer.Option(help=_("理由"))] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))] = False,
) -> None:
    """Decide applications."""
    from skilltrack.services.roles import recruitment as service

    decisions = {
        **dict.fromkeys(appoint or (), NominationState.APPOINTED),
        **dict.fromkeys(pass_over or (), NominationState.PASSED_OVER),
        **dict.fromkeys(declined or (), NominationState.DECLINED),
    }
    with opened(context) as database:
        appointed = service.decide(
            database,
            recruitment,
            decisions,
            day_or_today(on),
            reason=reason,
            is_dry_run=dry_run,
        )
    print_table(
        (_("職員番号"), _("決定")),
        ((number, NOMINATION_STATE_NAMES[state]) for number, state in decisions.items()),
    )
    told = _("{count} 人を任命しました。")
    rehearsed = _("確かめただけです（任命 {count} 人）。")
    say((rehearsed if dry_run else told).format(count=len(appointed)))


@refusals_told
def close(
    context: typer.Context,
    recruitment: Round,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("最後の受付日。省くと今日"))
    ] = None,
    reason: Annotated[str, typer.Option(help=_("理由"))] = "",
) -> None:
    """Take applications until another day."""
    from skilltrack.services.roles.recruitment import close_recruitment

    with opened(context) as database:
        found = close_recruitment(database, recruitment, day_or_today(on), reason)
    say(
        _("募集「{title}」の締切を {day} にしました。").format(
            title=found.title, day=wareki_short(found.closes_on)
        )
    )
