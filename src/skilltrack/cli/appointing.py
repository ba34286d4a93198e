"""Giving roles, extending and ending them."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers, Reason, Role
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.organisation import Appointment, AppointmentMethod
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.role_names import (
    METHOD_NAMES,
    last_day_text,
    method_name,
)
from skilltrack.i18n.texts import _


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("give", help=_("役割に任命します。"))(give)
    group.command("end", help=_("任命を理由とともに終えます。"))(end)
    group.command("extend", help=_("任期を延ばします。"))(extend)
    group.command("transferred", help=_("異動で終わる任命を出し、終えます。"))(transferred)


def method(text: str) -> AppointmentMethod:
    """Read a method by its Japanese name or its code."""
    for one, name in METHOD_NAMES.items():
        if text in {one.value, name}:
            return one
    raise typer.BadParameter(
        _("方法ではありません：{text}。使えるもの：{accepted}").format(
            text=text, accepted="、".join(METHOD_NAMES.values())
        )
    )


@refusals_told
def give(
    context: typer.Context,
    role: Role,
    numbers: Numbers,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("始まりの日。省くと今日"))
    ] = None,
    last_day: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=_("終わりの日。省くと任期による"))
    ] = None,
    how: Annotated[
        str | None, typer.Option("--method", help=_("方法（手挙げ・推薦・指名・認定）"))
    ] = None,
    department: Annotated[str, typer.Option(help=_("任命する所属のコード。省くと主務の所属"))] = "",
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
) -> None:
    """Give a role to people."""
    from skilltrack.services.roles import appointments

    with opened(context) as database:
        with database.reading() as session:
            code = appointments.known_role(session, role)
        given = appointments.give(
            database,
            [
                appointments.Gift(
                    number,
                    code,
                    day_or_today(start),
                    None if how is None else method(how),
                    department,
                    None if last_day is None else day(last_day),
                )
                for number in numbers
            ],
            reason,
            is_dry_run=dry_run,
        )
    _tell(given, _("任命しました。"), is_dry_run=dry_run)


@refusals_told
def end(
    context: typer.Context,
    role: Role,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help=_("終える理由（必須）"))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("最後の日。省くと今日"))
    ] = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """End the role of people on a day."""
    from skilltrack.services.roles import appointments

    with opened(context) as database:
        with database.reading() as session:
            code = appointments.known_role(session, role)
        last_day = day_or_today(on)
        ended = appointments.end(
            database, code, dict.fromkeys(numbers, last_day), reason, is_dry_run=dry_run
        )
    _tell(ended, _("任命を終えました。"), is_dry_run=dry_run)


@refusals_told
def extend(
    context: typer.Context,
    role: Role,
    numbers: Numbers,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=_("新しい終わりの日。省くともう1任期")),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help=_("役割のある日。省くと今日")),
    ] = None,
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
) -> None:
    """Extend the role of people."""
    from skilltrack.services.roles import appointments

    with opened(context) as database:
        with database.reading() as session:
            code = appointments.known_role(session, role)
        longer = appointments.extend(
            database,
            code,
            numbers,
            day_or_today(as_of),
            until=None if until is None else day(until),
            reason=reason,
            is_dry_run=dry_run,
        )
    _tell(longer, _("任期を延ばしました。"), is_dry_run=dry_run)


def _tell(found: tuple[Appointment, ...], done: str, *, is_dry_run: bool) -> None:
    print_table(
        (_("職員番号"), _("開始"), _("終わり"), _("方法")),
        (
            (
                one.employee_no,
                "" if one.valid.start is None else wareki_short(one.valid.start),
                last_day_text(one.valid),
                method_name(one.method),
            )
            for one in found
        ),
    )
    text = _("確かめただけで、記録していません（{count} 人）。") if is_dry_run else done
    say(text.format(count=len(found)))


@refusals_told
def transferred(
    context: typer.Context,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    role: Annotated[str | None, typer.Option(help=_("終えるときの役割"))] = None,
    reason: Reason = "",
    *,
    end_all: Annotated[bool, typer.Option("--end", help=_("異動の前日で任命を終える"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Show whose role ends by a transfer, and end it."""
    from skilltrack.services.roles import figures as role_figures

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = role_figures.transferred(database, on, known)
        if end_all:
            if role is None:
                raise typer.BadParameter(_("--end には --role が要ります。"))
            if known is not None:
                raise typer.BadParameter(_("--end は --as-known と一緒には使えません。"))
            ended = role_figures.end_transferred(database, role, on, reason, is_dry_run=dry_run)
            _tell(ended, _("任命を終えました。"), is_dry_run=dry_run)
            return
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "transferred": [
                    {
                        "employee_no": one.employee_no,
                        "role": one.role,
                        "unit_then": one.unit_then,
                        "unit_now": one.unit_now,
                        "moved_on": one.moved_on.isoformat(),
                    }
                    for one in found
                ],
            }
        )
        return
    print_table(
        (_("役割"), _("職員番号"), _("氏名"), _("任命の所属"), _("今の所属"), _("異動")),
        (
            (
                one.role_name,
                one.employee_no,
                one.name,
                one.unit_then,
                one.unit_now,
                wareki_short(one.moved_on),
            )
            for one in found
        ),
    )
