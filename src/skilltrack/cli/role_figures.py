"""Who lacks a role, its balance, certificates and the register."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Role
from skilltrack.cli.session import (
    day_or_today,
    fiscal_year,
    instant_if_named,
    opened,
)
from skilltrack.domain.roles.balance import Share
from skilltrack.domain.roles.fields import FieldBalance
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent, ratio_figure
from skilltrack.i18n.role_names import (
    HIDDEN,
    age_name,
    fields_note,
    fields_text,
    mean_text,
    occupation_name,
    unit_share_name,
)
from skilltrack.i18n.texts import _


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("missing", help=_("役割の人が足りない評価単位を出します。"))(missing)
    group.command(
        "balance", help=_("役割のかたより（部・課・年代・職種・得意な分野）を出します。")
    )(balance)
    group.command("certify", help=_("認定番号を付け、認定証を書き出します。"))(certify)
    group.command("register", help=_("認定者名簿をExcelに書き出します。"))(register_)


@refusals_told
def missing(
    context: typer.Context,
    role: Role,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Excelにも書き出す"))] = None,
    *,
    json: Json = False,
) -> None:
    """Show the evaluation units that lack somebody, also on a day ahead."""
    from skilltrack.services.roles.figures import coverage
    from skilltrack.services.roles.reports import save_coverage

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = coverage(database, role, on, known)
        if out is not None:
            save_coverage(database, role, out, on, known)
    if json:
        print_document(
            {
                "role": found.role,
                "as_of": on.isoformat(),
                "units": [
                    {
                        "code": unit.code,
                        "name": unit.name,
                        "headcount": unit.headcount,
                        "least": unit.least,
                        "holders": [holder.employee_no for holder in unit.holders],
                        "missing": unit.missing,
                        "next_end": None if unit.next_end is None else unit.next_end.isoformat(),
                    }
                    for unit in found.units
                ],
                "outside": [holder.employee_no for holder in found.outside],
            }
        )
        return
    print_table(
        (_("コード"), _("評価単位"), _("必要"), _("配置"), _("不足")),
        (
            (unit.code, unit.name, unit.least, len(unit.holders), unit.missing)
            for unit in found.lacking
        ),
    )
    say(
        _("{role}が足りない評価単位は {lacking} / {units} です。").format(
            role=found.role_name, lacking=len(found.lacking), units=len(found.units)
        )
    )


@refusals_told
def balance(
    context: typer.Context,
    role: Role,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Excelにも書き出す"))] = None,
    round_id: Annotated[
        str,
        typer.Option("--round", metavar="ROUND", help=_("得意・苦手を見る調査。省くと最新")),
    ] = "",
    *,
    json: Json = False,
) -> None:
    """Show how a role is spread over departments, ages, occupations and fields."""
    from skilltrack.services.roles.fields import role_fields
    from skilltrack.services.roles.figures import role_balance
    from skilltrack.services.roles.reports import save_balance

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = role_balance(database, role, on, known)
        fields = role_fields(database, role, on, known, round_id=round_id)
        if out is not None:
            save_balance(database, role, out, on, known, round_id=round_id)
    parts = (found.divisions, found.units, found.ages, found.occupations)
    if json:
        divisions, units, ages, occupations = ([_share(one) for one in part] for part in parts)
        print_document(
            {
                "role": found.role,
                "as_of": on.isoformat(),
                "total": _share(found.total),
                "divisions": divisions,
                "units": units,
                "ages": ages,
                "occupations": occupations,
                "fields": None if fields is None else _fields_document(fields),
            }
        )
        return
    names: tuple[Callable[[Share], str], ...] = (
        unit_share_name,
        unit_share_name,
        _age_of,
        occupation_name,
    )
    headings = (_("部"), _("評価単位"), _("年代"), _("職種"))
    for heading, name, part in zip(headings, names, parts, strict=True):
        print_table(
            (heading, _("役割のある職員"), _("職員"), _("割合")),
            ((name(one), one.count, one.staff, percent(one.ratio)) for one in part),
        )
    if fields is not None:
        _tell_fields(fields)


def _age_of(share: Share) -> str:
    return age_name(share.key)


def _tell_fields(found: FieldBalance) -> None:
    print_table(
        (_("分野"), _("得意"), _("苦手"), _("判定"), _("平均"), _("全体の平均")),
        (
            (
                one.name,
                HIDDEN if one.strongest is None else one.strongest,
                HIDDEN if one.weakest is None else one.weakest,
                one.holders.people,
                mean_text(one.holders),
                mean_text(one.everybody),
            )
            for one in found.fields
        ),
    )
    say(fields_text(found))
    say(fields_note(found))


def _fields_document(found: FieldBalance) -> dict[str, object]:
    return {
        "round": found.round.round_id,
        "title": found.round.title,
        "holders": found.holders,
        "answered": found.answered,
        "unanswered": found.unanswered,
        "even": None if found.is_hidden else found.even,
        "categories": [
            {
                "code": one.code,
                "name": one.name,
                "strongest": one.strongest,
                "weakest": one.weakest,
                "n": one.holders.people,
                "mean": ratio_figure(one.holders.value),
                "everybody": {
                    "n": one.everybody.people,
                    "mean": ratio_figure(one.everybody.value),
                },
                "is_hidden": one.is_hidden,
            }
            for one in found.fields
        ],
    }


def _share(one: Share) -> dict[str, object]:
    return {
        "key": one.key,
        "name": one.name,
        "count": one.count,
        "staff": one.staff,
        "ratio": ratio_figure(one.ratio),
    }


@refusals_told
def certify(
    context: typer.Context,
    role: Role,
    year: Annotated[int | None, typer.Option(metavar="YYYY", help=_("任命の年度（西暦）"))] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("認定証（1人1ページ）の書き先"))
    ] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    print_only: Annotated[
        bool, typer.Option("--print-only", help=_("番号を付けず、認定証だけを書き出す"))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Number the appointments of a year and write their certificates."""
    from skilltrack.services.roles.certificates import number_certificates
    from skilltrack.services.roles.reports import save_certificates

    chosen = fiscal_year(year)
    with opened(context) as database:
        if not print_only:
            given = number_certificates(database, role, chosen, is_dry_run=dry_run)
            print_table(
                (_("認定番号"), _("職員番号"), _("任命の日")),
                ((one.certificate_no, one.employee_no, wareki_short(one.start)) for one in given),
            )
        if out is not None and not dry_run:
            on = day_or_today(as_of)
            known = instant_if_named(as_known)
            count = save_certificates(database, role, out, on, chosen, known)
            say(_("認定証を {count} 枚書き出しました：{path}").format(count=count, path=out))


@refusals_told
def register_(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先"))],
    role: Annotated[str, typer.Option(help=_("役割。省くとすべて"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    ended: Annotated[bool, typer.Option("--ended", help=_("終わった任命も載せる"))] = False,
) -> None:
    """Write the register of appointments."""
    from skilltrack.services.roles.reports import save_register

    on = day_or_today(as_of)
    with opened(context) as database:
        known = instant_if_named(as_known)
        count = save_register(database, out, on, role, known, has_ended=ended)
    say(_("名簿に {count} 人を書き出しました：{path}").format(count=count, path=out))
