"""Accreditations: candidates, granting, revoking, the register, levels, before and after."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli import accreditation_figures
from skilltrack.cli.accreditation_options import Out, Scheme, iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.accreditation import (
    Accreditation,
    AccreditationLine,
    AccreditationState,
    Grounds,
)
from skilltrack.i18n.career import ACCREDITATION_STATE_NAMES, basis_text
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.role_names import last_day_text
from skilltrack.i18n.texts import _

Tier = Annotated[str, typer.Argument(metavar="TIER", help=_("区分の名前またはコード"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("認定の候補・認定・取消・台帳・段階別人数。"), no_args_is_help=True)
    group.command("list", help=_("認定者の台帳を出します。"))(list_)
    group.command("candidates", help=_("認定のほかの要件を満たす職員を出します。"))(candidates)
    group.command("grant", help=_("職員を認定し、番号を付けます。"))(grant)
    group.command("revoke", help=_("認定を理由とともに取り消します。"))(revoke)
    group.command("certificates", help=_("認定証のExcelブックを書き出します。"))(certificates)
    group.command("pattern", help=_("認定番号の形を出すか、変えます。"))(pattern)
    group.command("undo", help=_("認定と判定の変更を出すか、元に戻します。"))(undo)
    app.add_typer(group, name="accreditation")
    accreditation_figures.register(app, group)


def _value_document(one: Accreditation) -> dict[str, object]:
    return {
        "employee_no": one.employee_no,
        "scheme": one.scheme,
        "tier": one.tier,
        "start": iso(one.valid.start),
        "last_day": iso(one.valid.last_day),
        "certificate_no": one.certificate_no,
        "reason": one.reason,
        "evidence": one.grounds.text,
        "practices": list(one.grounds.practices),
        "ended_because": one.ended_because,
    }


def _line_document(line: AccreditationLine) -> dict[str, object]:
    return _value_document(line.accreditation) | {
        "name": line.person.name,
        "department": line.person.department,
        "state": line.state.value,
    }


@refusals_told
def list_(
    context: typer.Context,
    scheme: Annotated[
        str, typer.Argument(metavar="SCHEME", help=_("育成制度のID。省くとすべて"))
    ] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Out = None,
    *,
    ended: Annotated[bool, typer.Option("--ended", help=_("終わった認定も出す"))] = False,
    json: Json = False,
) -> None:
    """List accreditations, or write the register of a scheme."""
    from skilltrack.services.accreditation.granting import accreditation_lines
    from skilltrack.services.accreditation.reports import save_accreditation_register

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        if out is not None:
            if not scheme:
                raise typer.BadParameter(_("--out には育成制度のIDが要ります。"))
            count = save_accreditation_register(database, scheme, out, on, known, has_ended=ended)
            say(_("「{file}」に{count}件を書き出しました。").format(file=out.name, count=count))
            return
        found = [
            line
            for line in accreditation_lines(database, on, scheme, known)
            if ended or line.state is not AccreditationState.ENDED
        ]
    if json:
        print_document(
            {"as_of": on.isoformat(), "accreditations": [_line_document(one) for one in found]}
        )
        return
    print_table(
        (_("認定番号"), _("区分"), _("職員番号"), _("氏名"), _("認定の日"), _("終わり"), _("状態")),
        (
            (
                line.accreditation.certificate_no,
                line.tier_name,
                line.person.employee_no,
                line.person.name,
                _short(line.accreditation.valid.start),
                last_day_text(line.accreditation.valid),
                ACCREDITATION_STATE_NAMES[line.state],
            )
            for line in found
        ),
    )


def _short(on: date | None) -> str:
    return "" if on is None else wareki_short(on)


@refusals_told
def candidates(
    context: typer.Context,
    scheme: Scheme,
    tier: Annotated[
        str, typer.Argument(metavar="TIER", help=_("区分。省くと候補のいる一番上の区分"))
    ] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List who meets everything but the accreditation."""
    from skilltrack.services.accreditation import candidates as service

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = service.candidates(database, scheme, tier, on, known)
    if json:
        print_document(
            {
                "scheme": scheme,
                "tier": found.tier,
                "as_of": on.isoformat(),
                "counts": dict(found.counts),
                "held": found.held,
                "candidates": [
                    {
                        "employee_no": line.person.employee_no,
                        "name": line.person.name,
                        "department": line.person.department,
                        "is_set": line.is_set,
                        "met": [leaf.id for leaf in line.basis],
                        "practices": [one.practice_id for one in line.projects],
                    }
                    for line in found.lines
                ],
            }
        )
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("満たした要件")),
        (
            (
                line.person.employee_no,
                line.person.name,
                line.person.department_name,
                _("、").join(basis_text(leaf) for leaf in line.basis),
            )
            for line in found.lines
        ),
    )
    name = found.scheme.tiers_by_code[found.tier].name
    text = _("{tier}の候補 {count} 人、認定済み {held} 人")
    say(text.format(tier=name, count=len(found.lines), held=found.held))


@refusals_told
def grant(
    context: typer.Context,
    scheme: Scheme,
    tier: Tier,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help=_("認定の理由（必須）"))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("認定の日。省くと今日"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("最後の日。省くと期限なし"))
    ] = None,
    evidence: Annotated[str, typer.Option(help=_("証拠"))] = "",
    practice: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=_("もとにしたDX実践の番号。繰り返せる"))
    ] = None,
    number: Annotated[str, typer.Option(help=_("認定番号。省くと形に沿って付ける"))] = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Accredit people."""
    from skilltrack.services.accreditation import granting as accreditation

    if number and len(numbers) > 1:
        raise typer.BadParameter(_("--number は1人のときだけ使えます。"))
    with opened(context) as database:
        with database.reading() as session:
            _known, code = accreditation.known_tier(session, scheme, tier)
        given = accreditation.grant(
            database,
            [
                accreditation.Grant(
                    employee_no,
                    scheme,
                    code,
                    day_or_today(on),
                    reason,
                    Grounds(evidence, tuple(practice or ())),
                    None if until is None else day(until),
                    number,
                )
                for employee_no in numbers
            ],
            is_dry_run=dry_run,
        )
    _tell(given, _("認定しました。"), is_dry_run=dry_run, is_json=json)


@refusals_told
def revoke(
    context: typer.Context,
    scheme: Scheme,
    tier: Tier,
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help=_("取り消す理由（必須）"))],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("最後の日。省くと今日"))
    ] = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Revoke accreditations."""
    from skilltrack.services.accreditation import granting as accreditation

    with opened(context) as database:
        gone = accreditation.revoke(
            database,
            scheme,
            tier,
            numbers,
            day_or_today(on),
            reason,
            is_dry_run=dry_run,
        )
    _tell(gone, _("認定を取り消しました。"), is_dry_run=dry_run, is_json=json)


def _tell(found: tuple[Accreditation, ...], done: str, *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        print_document(
            {
                "is_dry_run": is_dry_run,
                "accreditations": [_value_document(one) for one in found],
            }
        )
        return
    print_table(
        (_("職員番号"), _("認定番号"), _("認定の日"), _("終わり")),
        (
            (
                one.employee_no,
                one.certificate_no,
                _short(one.valid.start),
                last_day_text(one.valid),
            )
            for one in found
        ),
    )
    text = _("確かめただけで、記録していません（{count} 人）。") if is_dry_run else done
    say(text.format(count=len(found)))


@refusals_told
def certificates(
    context: typer.Context,
    scheme: Scheme,
    out: Annotated[Path, typer.Option(help=_("書き出すExcelブック"))],
    tier: Annotated[str, typer.Option(help=_("区分。省くとすべて"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
) -> None:
    """Write certificates."""
    from skilltrack.services.accreditation.granting import known_tier
    from skilltrack.services.accreditation.reports import save_accreditation_certificates

    on = day_or_today(as_of)
    with opened(context) as database:
        code = ""
        if tier:
            with database.reading() as session:
                _scheme, code = known_tier(session, scheme, tier)
        count = save_accreditation_certificates(
            database, scheme, out, on, code, instant_if_named(as_known)
        )
    say(_("「{file}」に{count}枚を書き出しました。").format(file=out.name, count=count))


@refusals_told
def pattern(
    context: typer.Context,
    scheme: Scheme,
    new: Annotated[
        str, typer.Argument(metavar="PATTERN", help=_("新しい形。例：{年度}-{役割}-{番号}"))
    ] = "",
    reason: Annotated[str, typer.Option(help=_("理由"))] = "",
) -> None:
    """Show or set the form of certificate numbers."""
    from skilltrack.services.accreditation import granting as accreditation

    with opened(context) as database:
        if new:
            accreditation.set_pattern(database, scheme, new, reason)
        with database.reading() as session:
            typer.echo(accreditation.pattern_of(session, scheme))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of accreditations, verdicts and careers, or undo one."""
    undo_or_list(context, change, "accreditation", "verdicts", "career", is_json=json)
