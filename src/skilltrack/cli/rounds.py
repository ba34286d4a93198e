"""Rounds: open, package, status, close, list; the group of all commands on rounds."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli import analysis, collecting, publishing
from skilltrack.cli.closed import LiveOption, tell_closed
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import (
    day,
    day_or_today,
    employment_type,
    instant_if_named,
    opened,
)
from skilltrack.domain.rounds.definition import Population
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.inclusion import EXCLUSION_NAMES, asked_words
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("調査（実施回）"))
    group.command("open", help=_("調査を始めます。"))(open_)
    group.command("package", help=_("配布する調査のファイルを書き出します。"))(package)
    publishing.register(group)
    collecting.register(group)
    group.command("status", help=_("所属ごとの回答率を出します。"))(status)
    group.command("left-out", help=_("調査の対象から除いた人と、その理由を出します。"))(left_out)
    group.command("close", help=_("調査を締め切ります。"))(close)
    group.command("list", help=_("調査の一覧を出します。"))(list_)
    analysis.register(group)
    app.add_typer(group, name="round")


@refusals_told
def open_(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help=_("配布・回収・受領のフォルダーを置く場所"))],
    closes: Annotated[str, typer.Option(metavar="DATE", help=_("締切日（この日まで受け付け）"))],
    title: Annotated[str, typer.Option(help=_("調査の題名"))],
    opens: Annotated[str | None, typer.Option(metavar="DATE", help=_("開始日。省くと今日"))] = None,
    questionnaire: Annotated[str, typer.Option(help=_("調査票"))] = "sakata",
    scheme: Annotated[
        list[str] | None, typer.Option(help=_("結果に示す育成制度。省くとすべて"))
    ] = None,
    purpose: Annotated[str | None, typer.Option(help=_("回答者に示す利用目的"))] = None,
    contact: Annotated[str, typer.Option(help=_("問い合わせ先"))] = "",
    version: Annotated[int | None, typer.Option(help=_("調査票の版。省くと最新"))] = None,
    band: Annotated[list[str] | None, typer.Option(help=_("対象の役職区分"))] = None,
    role: Annotated[list[str] | None, typer.Option(help=_("対象の役割"))] = None,
    employment: Annotated[
        list[str] | None, typer.Option(help=_("対象の任用区分。省くと育成制度が数える区分"))
    ] = None,
    department: Annotated[
        list[str] | None, typer.Option(help=_("対象の所属コード（下位の所属も含む）"))
    ] = None,
    hired_from: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("採用日がこの日以降の職員だけ"))
    ] = None,
    hired_until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("採用日がこの日以前の職員だけ"))
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("対象を決める基準日。省くと開始日"))
    ] = None,
    reminder: Annotated[
        list[str] | None, typer.Option(metavar="DATE", help=_("督促する日。何度でも書けます"))
    ] = None,
    *,
    absent: Annotated[
        bool, typer.Option("--absent", help=_("休職・育休などの職員も含める"))
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("個人コードを求める"))] = False,
) -> None:
    """Open a round."""
    from skilltrack.services.definitions import list_schemes, vocabulary
    from skilltrack.services.rounds.running import RoundOrder, default_purpose, open_round

    with opened(context) as database:
        schemes = tuple(scheme or [one.id for one in list_schemes(database)])
        with database.reading() as session:
            words = vocabulary(session)
        order = RoundOrder(
            title=title,
            questionnaire=questionnaire,
            questionnaire_version=version,
            schemes=schemes,
            opens_on=day_or_today(opens),
            closes_on=day(closes),
            purpose=purpose or default_purpose(),
            contact=contact,
            population=Population(
                bands=tuple(words.bands.get(name, name) for name in band or ()),
                roles=tuple(words.roles.get(name, name) for name in role or ()),
                employment_types=tuple(employment_type(name) for name in employment or ()),
                departments=tuple(department or ()),
                hired_from=None if hired_from is None else day(hired_from),
                hired_until=None if hired_until is None else day(hired_until),
                as_of=None if as_of is None else day(as_of),
                includes_absent=absent,
            ),
            reminders=tuple(day(text) for text in reminder or ()),
            is_strict=strict,
        )
        record = open_round(database, order, folder)
    say(_("調査を始めました。番号：{round}").format(round=record.round_id))
    typer.echo(record.round_id)


@refusals_told
def package(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("書き先。省くと「配布」フォルダー"))
    ] = None,
) -> None:
    """Write the signed package."""
    from skilltrack.services.rounds.running import hand_out

    with opened(context) as database:
        path = hand_out(database, round_id, out)
    say(_("配布するファイルを書き出しました：{path}").format(path=path))


@refusals_told
def status(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    *,
    live: LiveOption = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Show the answer rate per department; a round of a closed year as closing it fixed."""
    from skilltrack.reports.documents import round_document
    from skilltrack.services.rounds.coverage import coverage_of_round
    from skilltrack.services.years.closed_figures import round_shown

    known = instant_if_named(as_known)
    with opened(context) as database:
        found = round_shown(database, round_id, known, is_live=live)
        counted = coverage_of_round(database, round_id, known)
    tell_closed(found.closed)
    if json:
        print_document(round_document(found, counted))
        return
    print_table(
        (_("所属"), _("回答"), _("対象"), _("回答率")),
        (
            (
                rate.department_name,
                rate.answered.done,
                rate.answered.due,
                percent(rate.answered.ratio),
            )
            for rate in found.rates
        ),
    )
    say(asked_words(counted))


@refusals_told
def left_out(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Show whom a round does not ask, and why."""
    from skilltrack.reports.documents import asked_document
    from skilltrack.services.rounds.coverage import coverage_of_round, left_out_of_round

    known = instant_if_named(as_known)
    with opened(context) as database:
        counted = coverage_of_round(database, round_id, known)
        found = left_out_of_round(database, round_id, known)
    if json:
        people = [
            {
                "employee_no": one.employee_no,
                "name": one.name,
                "department": one.department,
                "reason": one.reason.value,
            }
            for one in found
        ]
        print_document({"round": round_id, "counted": asked_document(counted), "people": people})
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("理由")),
        (
            (one.employee_no, one.name, one.department_name, EXCLUSION_NAMES[one.reason])
            for one in found
        ),
    )
    say(asked_words(counted))


@refusals_told
def close(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
) -> None:
    """Close a round."""
    from skilltrack.services.rounds.running import close_round

    with opened(context) as database:
        record = close_round(database, round_id)
    say(_("「{title}」を締め切りました。").format(title=record.title))


@refusals_told
def list_(
    context: typer.Context,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List rounds, newest first."""
    from skilltrack.services.rounds.running import list_rounds

    with opened(context) as database:
        rounds = list_rounds(database, instant_if_named(as_known))
    if json:
        print_document(
            {
                "rounds": [
                    {
                        "round": one.round_id,
                        "title": one.title,
                        "opens_on": one.opens_on.isoformat(),
                        "closes_on": one.closes_on.isoformat(),
                        "is_closed": one.is_closed,
                    }
                    for one in rounds
                ]
            }
        )
        return
    print_table(
        (_("番号"), _("題名"), _("開始"), _("締切"), _("状態")),
        (
            (
                one.round_id,
                one.title,
                wareki(one.opens_on),
                wareki(one.closes_on),
                _("締切済み") if one.is_closed else _("受付中"),
            )
            for one in rounds
        ),
    )
