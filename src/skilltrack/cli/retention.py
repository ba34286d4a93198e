"""Retention periods, holds, erasure and its certificates, copies for disclosure requests."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, day_or_today, opened, today
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.retention import (
    Certificate,
    DueRecords,
    Hold,
    RecordClass,
    RetentionPeriods,
)
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES, place_name
from skilltrack.i18n.texts import _

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Reason = Annotated[str, typer.Option(metavar="TEXT", help=_("理由。個人名は書かない"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("記録の保存期間、消去と証明書、開示請求"), no_args_is_help=True)
    app.add_typer(group, name="retention")
    group.command("due", help=_("保存期間を過ぎた記録を並べます。"))(due)
    group.command("hold", help=_("職員一人、または記録の種類を、消去から外します。"))(hold)
    group.command("release", help=_("保留を解きます。"))(release)
    group.command("erase", help=_("期限を過ぎた記録、または退職した一人を消します。"))(erase)
    group.command("log", help=_("消した記録を並べます。"))(log)
    group.command("certificate", help=_("消去証明書のExcelを書き出します。"))(certificate)
    group.command("verify", help=_("文字がデータファイルに残っていないか探します。"))(verify)
    group.command("export", help=_("一人の記録をすべて書き出します（開示請求）。"))(export)
    group.command("figures", help=_("回答を消した調査の、固定した集計をJSONで出します。"))(figures)
    periods_group = typer.Typer(help=_("保存期間"), invoke_without_command=True)
    periods_group.callback()(periods)
    periods_group.command("list", help=_("保存期間と保留を並べます。"))(list_periods)
    periods_group.command("set", help=_("一つの種類の保存期間を変えます。"))(set_period)
    group.add_typer(periods_group, name="periods")


@refusals_told
def due(
    context: typer.Context,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("この日で数える"))
    ] = None,
    *,
    json: Json = False,
) -> None:
    """List what is due."""
    from skilltrack.services.erasure.retention import due as due_records

    with opened(context) as database:
        found = due_records(database, day_or_today(on))
    if json:
        print_document(
            {
                "on": (day_or_today(on)).isoformat(),
                "due": [_due_document(one) for one in found],
            }
        )
        return
    headings = [_("種類"), _("対象"), _("番号"), _("件数"), _("期限"), _("状態")]
    print_table(headings, [_due_row(one) for one in found])


def _due_document(one: DueRecords) -> dict[str, Any]:
    return {
        "class": one.record_class.value,
        "subject": one.subject,
        "label": one.label,
        "count": one.count,
        "due_on": one.due_on.isoformat(),
        "obstacle": None if one.obstacle is None else one.obstacle.value,
    }


def _due_row(one: DueRecords) -> list[object]:
    states = {"held": _("保留中"), "round_open": _("調査の締切待ち")}
    state = "" if one.obstacle is None else states[one.obstacle.value]
    name = RECORD_CLASS_NAMES[one.record_class]
    return [name, one.label, one.subject, f"{one.count:,}", wareki(one.due_on), state]


@refusals_told
def periods(context: typer.Context) -> None:
    """Show the periods where nothing else is asked for."""
    if context.invoked_subcommand is None:
        list_periods(context)


@refusals_told
def list_periods(context: typer.Context, *, json: Json = False) -> None:
    """Show the periods and the holds."""
    from skilltrack.services.erasure.retention import retention

    with opened(context) as database:
        found = retention(database, today())
    if json:
        print_document(
            {
                "years": {one.value: years for one, years in found.periods.years.items()},
                "file_days": found.periods.file_days,
                "backup_days": found.periods.backup_days,
                "from_fiscal_year": found.periods.is_from_fiscal_year,
                "holds": [_hold_document(one) for one in found.holds],
            }
        )
        return
    rows: list[list[object]] = [
        [one.value, RECORD_CLASS_NAMES[one], _period_text(found.periods, one)]
        for one in RecordClass
    ]
    rows.append(["backups", _("控え"), _("{days} 日").format(days=found.periods.backup_days)])
    print_table([_("種類"), _("名称"), _("保存期間")], rows)
    for one in found.holds:
        say(_hold_text(one))


def _period_text(found: RetentionPeriods, one: RecordClass) -> str:
    if one is RecordClass.FILES:
        return _("{days} 日").format(days=found.file_days)
    return _("{years} 年").format(years=found.years[one])


def _hold_document(one: Hold) -> dict[str, Any]:
    return {
        "id": one.id,
        "employee_no": one.employee_no or None,
        "class": None if one.record_class is None else one.record_class.value,
        "reason": one.reason,
        "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
    }


def _hold_text(one: Hold) -> str:
    what = one.employee_no if one.record_class is None else RECORD_CLASS_NAMES[one.record_class]
    return _("保留 {id}：{what}（{reason}）").format(id=one.id, what=what, reason=one.reason)


@refusals_told
def set_period(
    context: typer.Context,
    record_class: Annotated[str, typer.Argument(metavar="CLASS", help=_("記録の種類かbackups"))],
    number: Annotated[int, typer.Argument(metavar="NUMBER", help=_("年数。filesとbackupsは日数"))],
    reason: Reason,
    *,
    fiscal: Annotated[
        bool | None,
        typer.Option(
            "--from-april/--from-day", help=_("翌年度の4月1日から数えるか、その日から数えるか")
        ),
    ] = None,
) -> None:
    """Change one period."""
    from skilltrack.services.erasure.retention import change_periods, retention_periods

    with opened(context) as database:
        known = retention_periods(database)
        if record_class == "backups":
            changed = replace(known, backup_days=number)
        elif _class(record_class) is RecordClass.FILES:
            changed = replace(known, file_days=number)
        else:
            changed = replace(known, years={**known.years, _class(record_class): number})
        if fiscal is not None:
            changed = replace(changed, is_from_fiscal_year=fiscal)
        change_periods(database, changed, reason)
    say(_("保存期間を変えました。"))


def _class(text: str) -> RecordClass:
    for one in RecordClass:
        if text in {one.value, RECORD_CLASS_NAMES[one]}:
            return one
    raise refuse("retention.unknown_class", name=text, accepted="、".join(RecordClass))


@refusals_told
def hold(
    context: typer.Context,
    reason: Reason,
    person: Annotated[str, typer.Option(metavar="NUMBER", help=_("職員番号"))] = "",
    record_class: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help=_("記録の種類"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("終わりの日。省くと解くまで"))
    ] = None,
) -> None:
    """Hold one person or one class."""
    from skilltrack.services.erasure.retention import hold as hold_back

    if bool(person) == (record_class is not None):
        raise typer.BadParameter(_("--person か --class の一方を書きます。"))
    with opened(context) as database:
        made = hold_back(
            database,
            today=today(),
            reason=reason,
            employee_no=person,
            record_class=None if record_class is None else _class(record_class),
            until=None if until is None else day(until),
        )
    say(_hold_text(made))


@refusals_told
def release(
    context: typer.Context,
    hold_id: Annotated[int, typer.Argument(metavar="ID", help=_("保留の番号"))],
    reason: Reason,
) -> None:
    """Release a hold."""
    from skilltrack.services.erasure.retention import release as let_go

    with opened(context) as database:
        let_go(database, hold_id, reason)
    say(_("保留を解きました。"))


@refusals_told
def erase(
    context: typer.Context,
    reason: Reason = "",
    record_class: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help=_("この種類だけ。何度でも書けます")),
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=_("退職した一人を、期限によらず消す"))
    ] = None,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help=_("本当に消す"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("件数を出すだけ"))] = False,
    json: Json = False,
) -> None:
    """Erase what is due, or one person who left."""
    from skilltrack.services.erasure.erasing import erase_due, erase_person

    if not confirm and not dry_run:
        raise refuse("retention.unconfirmed")
    with opened(context) as database:
        if person is not None:
            done = erase_person(database, person, today=today(), reason=reason, is_dry_run=dry_run)
        else:
            classes = [_class(one) for one in record_class or ()]
            done = erase_due(
                database, today=today(), reason=reason, classes=classes, is_dry_run=dry_run
            )
    if json:
        print_document(
            {
                "id": done.number or None,
                "is_reclaimed": done.is_reclaimed,
                "lines": [
                    {"class": one.record_class.value, "people": one.people, "rows": one.rows}
                    for one in done.lines
                ],
            }
        )
    else:
        rows = [[RECORD_CLASS_NAMES[one.record_class], one.people, one.rows] for one in done.lines]
        print_table([_("種類"), _("人数"), _("件数")], rows)
    if dry_run:
        say(_("まだ消していません。"))
    elif done.is_reclaimed:
        say(_("消しました。証明書の番号：{number}").format(number=done.number))
    else:
        say(_("消しました。ほかで読み取り中のため、retention verify で詰め直しが要ります。"))


@refusals_told
def log(context: typer.Context, *, json: Json = False) -> None:
    """List erasures."""
    from skilltrack.services.erasure.records import certificates

    with opened(context) as database:
        found = certificates(database)
    if json:
        print_document({"erasures": [_certificate_document(one) for one in found]})
        return
    headings = [_("番号"), _("日時"), _("人数"), _("件数"), _("控えからも消える日"), _("照合")]
    print_table(headings, [_certificate_row(one) for one in found])


def _certificate_document(one: Certificate) -> dict[str, Any]:
    gone = one.gone_from_backups_on
    return {
        "id": one.number,
        "at": one.erased_at.isoformat(),
        "actor": one.actor,
        "reason": one.reason,
        "lines": [
            {"class": line.record_class.value, "people": line.people, "rows": line.rows}
            for line in one.lines
        ],
        "digest": one.digest,
        "is_proved": one.is_proved,
        "gone_from_backups_on": None if gone is None else gone.isoformat(),
    }


def _certificate_row(one: Certificate) -> list[object]:
    gone = one.gone_from_backups_on
    return [
        one.number,
        local_time_text(one.erased_at),
        one.people,
        one.rows,
        None if gone is None else wareki(gone),
        _("一致") if one.is_proved else _("記録なし"),
    ]


@refusals_told
def certificate(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help=_("消去の番号"))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き出すExcel"))],
) -> None:
    """Write the certificate of an erasure."""
    from skilltrack.services.erasure.records import write_certificate

    with opened(context) as database:
        write_certificate(database, number, out)
    say(_("証明書を書き出しました：{path}").format(path=out))


@refusals_told
def verify(
    context: typer.Context,
    search: Annotated[str, typer.Option(metavar="TEXT", help=_("残っていないか探す文字"))],
    *,
    json: Json = False,
) -> None:
    """Look for a text in the data file; found means refused."""
    from skilltrack.services.erasure.records import remaining

    with opened(context) as database:
        found = remaining(database, search)
    if json:
        print_document({"found": [{"place": one.place, "count": one.count} for one in found]})
    if found:
        raise Refusal(
            Problem("retention.traces", values={"place": place_name(one.place), "count": one.count})
            for one in found
        )
    say(_("データファイルに残っていません。"))


@refusals_told
def export(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help=_("書き出すフォルダー"))],
) -> None:
    """Write everything recorded about a person."""
    from skilltrack.services.erasure.requests import export_person

    with opened(context) as database:
        done = export_person(database, number, out)
    say(_("{count:,}件を書き出しました：{path}").format(count=done.count, path=done.workbook))


@refusals_told
def figures(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
) -> None:
    """Print the figures of a round as they were frozen when its answers were erased."""
    from skilltrack.services.erasure.erasing import frozen_figures

    with opened(context) as database:
        print_document(frozen_figures(database, round_id))
