"""Meetings and who came."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import (
    day_or_today,
    fiscal_year,
    instant_if_named,
    opened,
)
from skilltrack.domain.roles.meetings import AttendanceState, GroupTurnout, MeetingSheet, Turnout
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent, ratio_figure
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.role_names import month_text, turnout_text
from skilltrack.i18n.texts import _

Circle = Annotated[
    str, typer.Argument(metavar="CIRCLE", help=_("役割の名前、role:コード、concurrent:所属コード"))
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Year = Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）。省くと今年度"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("役割のある職員・兼務職員の会議"))
    group.command("list", help=_("年度の会議の一覧を出します。"))(list_)
    group.command("add", help=_("会議を登録します。"))(add)
    group.command("attend", help=_("出欠を記録します。"))(attend)
    group.command("report", help=_("出席率と、会議のなかった月を出します。"))(report)
    app.add_typer(group, name="meetings")


@refusals_told
def list_(
    context: typer.Context,
    year: Year = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List the meetings of a fiscal year."""
    from skilltrack.services.roles.meetings import meetings_of_year

    on = day_or_today(as_of)
    chosen = fiscal_year(year)
    with opened(context) as database:
        known = instant_if_named(as_known)
        sheets = meetings_of_year(database, chosen, on, known)
    if json:
        print_document(
            {
                "fiscal_year": chosen.year,
                "as_of": on.isoformat(),
                "meetings": [_meeting(sheet) for sheet in sheets],
            }
        )
        return
    print_table(
        (_("番号"), _("開催日"), _("対象"), _("題名"), _("出欠"), _("出席率")),
        (
            (
                sheet.meeting.meeting_id,
                wareki_short(sheet.meeting.held_on),
                sheet.circle_name,
                sheet.meeting.title,
                turnout_text(sheet.turnout),
                percent(sheet.turnout.ratio),
            )
            for sheet in sheets
        ),
    )


def _meeting(sheet: MeetingSheet) -> dict[str, object]:
    meeting = sheet.meeting
    return {
        "meeting": meeting.meeting_id,
        "circle": meeting.circle.text,
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "minutes": meeting.minutes,
        "notes": meeting.notes,
        "turnout": _turnout(sheet.turnout),
        "people": [
            {
                "employee_no": person.employee_no,
                "state": None if person.state is None else person.state.value,
                "is_guest": person.is_guest,
            }
            for person in sheet.people
        ],
    }


def _turnout(counts: Turnout) -> dict[str, object]:
    return {
        "invited": counts.invited,
        "attended": counts.attended,
        "absent": counts.absent,
        "excused": counts.excused,
        "unrecorded": counts.unrecorded,
        "ratio": ratio_figure(counts.ratio),
    }


@refusals_told
def add(
    context: typer.Context,
    circle: Circle,
    title: Annotated[str, typer.Option(help=_("題名"))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("開催日。省くと今日"))] = None,
    minutes: Annotated[int | None, typer.Option(help=_("時間（分）"))] = None,
    notes: Annotated[str, typer.Option(help=_("記録"))] = "",
) -> None:
    """Note a meeting."""
    from skilltrack.services.roles.meetings import MeetingOrder, add_meeting, known_circle

    held_on = day_or_today(on)
    with opened(context) as database:
        chosen = known_circle(database, circle, held_on)
        found = add_meeting(database, MeetingOrder(chosen, title, held_on, minutes, notes))
    say(_("会議「{title}」を登録しました。").format(title=found.title))
    typer.echo(found.meeting_id)


@refusals_told
def attend(
    context: typer.Context,
    meeting: Annotated[str, typer.Argument(metavar="MEETING", help=_("会議の番号"))],
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("出欠の表（職員番号、出欠）"))
    ] = None,
    attended: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("出席した職員番号"))
    ] = None,
    absent: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("欠席した職員番号"))
    ] = None,
    excused: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help=_("届出欠席の職員番号"))
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))] = False,
) -> None:
    """Note who came, from a list or number by number."""
    from skilltrack.services.roles.attendance import record_attendance, take_attendance

    with opened(context) as database:
        if file is not None:
            outcome = take_attendance(database, meeting, file, is_dry_run=dry_run)
        else:
            states = {
                **dict.fromkeys(attended or (), AttendanceState.ATTENDED),
                **dict.fromkeys(absent or (), AttendanceState.ABSENT),
                **dict.fromkeys(excused or (), AttendanceState.EXCUSED),
            }
            outcome = record_attendance(database, meeting, states, is_dry_run=dry_run)
    for notice in outcome.notices:
        say(sentence(notice))
    counts = _("新規 {new} 人、変更 {changed} 人、変更なし {unchanged} 人").format(
        new=outcome.new, changed=outcome.changed, unchanged=outcome.unchanged
    )
    text = _("確かめただけです（{counts}）。") if dry_run else _("記録しました（{counts}）。")
    say(text.format(counts=counts))


@refusals_told
def report(
    context: typer.Context,
    circle: Circle,
    year: Year = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Excelにも書き出す"))] = None,
    *,
    json: Json = False,
) -> None:
    """Show the attendance of a year, and the months without a meeting."""
    from skilltrack.services.roles.meetings import known_circle, year_log
    from skilltrack.services.roles.reports import save_meetings

    on = day_or_today(as_of)
    chosen = fiscal_year(year)
    with opened(context) as database:
        known = instant_if_named(as_known)
        wanted = known_circle(database, circle, on, known)
        log = year_log(database, wanted, chosen, on, known)
        if out is not None:
            save_meetings(database, wanted, chosen, out, on, known)
    if json:
        print_document(
            {
                "circle": log.circle.text,
                "fiscal_year": chosen.year,
                "as_of": on.isoformat(),
                "turnout": _turnout(log.turnout),
                "minutes": log.minutes,
                "months_without": [f"{first:%Y-%m}" for first in log.without],
                "meetings": [_meeting(sheet) for sheet in log.sheets],
                "people": [_group(one, "employee_no") for one in log.people],
                "units": [_group(one, "code") for one in log.units],
            }
        )
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("出欠"), _("出席率")),
        (
            (
                one.key,
                one.name,
                one.unit_name,
                turnout_text(one.turnout),
                percent(one.turnout.ratio),
            )
            for one in log.people
        ),
    )
    say(
        _("会議 {count} 回、出席率 {ratio}。会議のなかった月：{months}").format(
            count=len(log.sheets),
            ratio=percent(log.turnout.ratio),
            months=_("、").join(map(month_text, log.without)) or _("なし"),
        )
    )


def _group(one: GroupTurnout, key: str) -> dict[str, object]:
    return {key: one.key, "turnout": _turnout(one.turnout)}
