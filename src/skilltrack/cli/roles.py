"""Roles: who holds them, by what rule, and undoing; the group of all commands on roles."""

from typing import Annotated

import typer

from skilltrack.cli import appointing, meetings, recruitment, role_figures
from skilltrack.cli.console import print_document, print_table, refusals_told
from skilltrack.cli.role_options import AsKnown, AsOf, Json, Reason
from skilltrack.cli.session import day_or_today, instant_if_named, opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    RoleRule,
    Standing,
    rule_of,
)
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.role_names import (
    STANDING_NAMES,
    last_day_text,
    rule_text,
)
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("役割（DXリーダーなど）の任命と募集"))
    group.command("list", help=_("任命の一覧を出します。"))(list_)
    group.command("rule", help=_("役割の決まりを見る、または決めます。"))(rule)
    appointing.register(group)
    role_figures.register(group)
    group.command("undo", help=_("役割・会議の変更を元に戻します。"))(undo)
    recruitment.register(group)
    app.add_typer(group, name="roles")
    meetings.register(app)


@refusals_told
def list_(
    context: typer.Context,
    role: Annotated[str | None, typer.Option(help=_("役割。省くとすべて"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    ended: Annotated[bool, typer.Option("--ended", help=_("終わった任命も出す"))] = False,
    json: Json = False,
) -> None:
    """List appointments."""
    from skilltrack.services.roles.appointments import known_role
    from skilltrack.services.roles.figures import appointment_lines

    on = day_or_today(as_of)
    with opened(context) as database:
        known = instant_if_named(as_known)
        lines = appointment_lines(database, on, known)
        if role is not None:
            with database.reading(known) as session:
                code = known_role(session, role)
            lines = tuple(line for line in lines if line.role == code)
    if not ended:
        lines = tuple(line for line in lines if line.standing is not Standing.ENDED)
    if json:
        print_document(
            {"as_of": on.isoformat(), "appointments": [_line_document(line) for line in lines]}
        )
        return
    print_table(
        (_("役割"), _("職員番号"), _("氏名"), _("所属"), _("開始"), _("終わり"), _("状態")),
        (
            (
                line.role_name,
                line.employee_no,
                line.name,
                line.department_name,
                "" if line.valid.start is None else wareki_short(line.valid.start),
                last_day_text(line.valid),
                STANDING_NAMES[line.standing],
            )
            for line in lines
        ),
    )


def _line_document(line: AppointmentLine) -> dict[str, object]:
    start, last_day = line.valid.start, line.valid.last_day
    return {
        "employee_no": line.employee_no,
        "role": line.role,
        "start": None if start is None else start.isoformat(),
        "last_day": None if last_day is None else last_day.isoformat(),
        "method": None if line.method is None else line.method.value,
        "department": line.department,
        "recruitment": line.recruitment,
        "certificate_no": line.certificate_no,
        "ended_because": line.ended_because,
        "standing": line.standing.value,
    }


@refusals_told
def rule(
    context: typer.Context,
    role: Annotated[
        str | None, typer.Argument(metavar="ROLE", help=_("役割。省くと一覧。新しい名前も可"))
    ] = None,
    term: Annotated[
        int | None, typer.Option(help=_("任期が終わる年度（始まる年度を1年度目とする）"))
    ] = None,
    least: Annotated[int | None, typer.Option(help=_("評価単位ごとの人数。0は決めない"))] = None,
    certificate: Annotated[
        str | None, typer.Option(help=_("認定番号の形。例：{年度}-DXL-{番号}"))
    ] = None,
    reason: Reason = "",
    *,
    no_term: Annotated[bool, typer.Option("--no-term", help=_("任期を設けない"))] = False,
    continues: Annotated[
        bool | None,
        typer.Option("--continues/--ends", help=_("異動しても続く／異動で終わる")),
    ] = None,
    json: Json = False,
) -> None:
    """Show the rules of roles, or set one."""
    from skilltrack.services.roles.appointments import (
        role_names,
        role_rules,
        roles_offered,
        set_rule,
    )

    with opened(context) as database:
        if role is not None:
            with database.reading() as session:
                names = role_names(session)
                code = next((c for c, name in names.items() if role in {c, name}), role)
                old = rule_of(role_rules(session), code)
            set_rule(
                database,
                RoleRule(
                    code,
                    None if no_term else old.term_years if term is None else term,
                    old.continues_after_transfer if continues is None else continues,
                    old.least_per_unit if least is None else least,
                    certificate or old.certificate,
                ),
                reason,
            )
        offered = roles_offered(database)
    if json:
        print_document(
            {
                "roles": [
                    {
                        "role": code,
                        "name": name,
                        "term_years": found.term_years,
                        "continues_after_transfer": found.continues_after_transfer,
                        "least_per_unit": found.least_per_unit,
                        "certificate": found.certificate,
                    }
                    for code, name, found in offered
                ]
            }
        )
        return
    print_table(
        (_("コード"), _("役割"), _("決まり"), _("認定番号の形")),
        ((code, name, rule_text(found), found.certificate) for code, name, found in offered),
    )


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of roles and meetings, or undo one."""
    undo_or_list(context, change, "roles", "meetings", is_json=json)
