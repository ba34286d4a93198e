"""Tiers set by hand, and where a person stood over time."""

from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import Out, Scheme, iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.accreditation import SetVerdict
from skilltrack.i18n.career import ACCREDITATION_STATE_NAMES
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.role_names import last_day_text
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("判定の変更と、一人の判定の推移。"), no_args_is_help=True)
    group.command("override", help=_("判定を理由とともに変えます。"))(override)
    group.command("withdraw", help=_("計算の判定に戻します。"))(withdraw)
    group.command("list", help=_("変えた判定を計算の判定と並べて出します。"))(list_)
    group.command("history", help=_("一人の判定の推移を出します。"))(history)
    app.add_typer(group, name="verdict")


def _document(one: SetVerdict) -> dict[str, object]:
    return {
        "employee_no": one.employee_no,
        "scheme": one.scheme,
        "tier": one.override.tier,
        "start": iso(one.override.valid.start),
        "last_day": iso(one.override.valid.last_day),
        "reason": one.override.reason,
    }


def _tell(found: tuple[SetVerdict, ...], done: str, *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        print_document({"is_dry_run": is_dry_run, "verdicts": [_document(one) for one in found]})
        return
    text = _("確かめただけで、記録していません（{count} 人）。") if is_dry_run else done
    say(text.format(count=len(found)))


@refusals_told
def override(
    context: typer.Context,
    scheme: Scheme,
    tier: Annotated[
        str, typer.Argument(metavar="TIER", help=_("区分の名前またはコード。none は区分なし"))
    ],
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help=_("変える理由（必須）"))],
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("始まりの日。省くと今日"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("最後の日。省くと期限なし"))
    ] = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Set the tier of people."""
    from skilltrack.services.verdicts import overrides

    with opened(context) as database:
        found = overrides.override(
            database,
            scheme,
            tier,
            numbers,
            day_or_today(start),
            reason,
            last_day=None if until is None else day(until),
            is_dry_run=dry_run,
        )
    _tell(found, _("{count} 人の判定を変えました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def withdraw(
    context: typer.Context,
    scheme: Scheme,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help=_("戻す理由（必須）"))],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=_("計算の判定に戻す日。省くと今日")),
    ] = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Let the calculated tier hold again."""
    from skilltrack.services.verdicts import overrides

    with opened(context) as database:
        found = overrides.withdraw(
            database,
            scheme,
            numbers,
            day_or_today(on),
            reason,
            is_dry_run=dry_run,
        )
    _tell(found, _("計算の判定に戻しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def list_(
    context: typer.Context,
    scheme: Scheme,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Out = None,
    *,
    json: Json = False,
) -> None:
    """List the tiers set by hand."""
    from skilltrack.services.accreditation.reports import save_overrides
    from skilltrack.services.verdicts.overrides import override_lines

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        if out is not None:
            count = save_overrides(database, scheme, out, on, known)
            say(_("「{file}」に{count}件を書き出しました。").format(file=out.name, count=count))
            return
        found = override_lines(database, scheme, on, known)
    if json:
        print_document(
            {
                "scheme": scheme,
                "as_of": on.isoformat(),
                "verdicts": [
                    _document(line.set_verdict)
                    | {
                        "calculated": line.calculated,
                        "is_judged": line.is_judged,
                        "state": line.state.value,
                    }
                    for line in found
                ],
            }
        )
        return
    print_table(
        (
            _("職員番号"),
            _("氏名"),
            _("変更"),
            _("計算"),
            _("始まり"),
            _("終わり"),
            _("状態"),
            _("理由"),
        ),
        (
            (
                line.person.employee_no,
                line.person.name,
                line.tier_name,
                line.calculated_name if line.is_judged else None,
                ""
                if line.set_verdict.override.valid.start is None
                else wareki_short(line.set_verdict.override.valid.start),
                last_day_text(line.set_verdict.override.valid),
                ACCREDITATION_STATE_NAMES[line.state],
                line.set_verdict.override.reason,
            )
            for line in found
        ),
    )


@refusals_told
def history(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show where a person stood over time."""
    from skilltrack.services.verdicts.history import verdict_history

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = verdict_history(database, number, on, known)
    if json:
        print_document(
            {
                "employee_no": number,
                "as_of": on.isoformat(),
                "verdicts": [
                    {
                        "on": one.moment.on.isoformat(),
                        "moment": one.moment.kind.value,
                        "scheme": one.scheme,
                        "version": one.version,
                        "tier": one.tier,
                        "met": one.met,
                        "is_overridden": one.is_overridden,
                        "missing": one.missing,
                        "change": one.change,
                    }
                    for one in found
                ],
            }
        )
        return
    print_table(
        (_("日"), _("時点"), _("育成制度"), _("区分"), _("足りない要件"), _("版")),
        (
            (
                wareki_short(one.moment.on),
                one.moment.name,
                one.scheme_name,
                one.tier_name,
                one.missing,
                one.version,
            )
            for one in found
        ),
    )
