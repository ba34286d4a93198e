"""Rounds: forms, paper, codes, reissue, remind, reminders, participation."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import instant_if_named, opened, today
from skilltrack.domain.rounds.participation import DueReminder, Participation, UnitParticipation
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import percent, ratio_figure
from skilltrack.i18n.texts import _

Round = Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
ByDepartment = Annotated[bool, typer.Option("--by-department", help=_("所属ごとに1冊にする"))]


def register(group: typer.Typer) -> None:
    """Add the commands to those on rounds."""
    group.command("forms", help=_("Excelの記入用紙を書き出します。"))(forms)
    group.command("paper", help=_("紙の調査票をPDFで書き出します。"))(paper)
    group.command("codes", help=_("個人コードの一覧を書き出します。"))(codes)
    group.command("reissue", help=_("個人コードを出し直します。"))(reissue)
    group.command("remind", help=_("未回答者の一覧と催促の文を書き出します。"))(remind)
    group.command("reminders", help=_("督促する日の来た調査を出します。"))(reminders)
    group.command("participation", help=_("日ごとの回答率を出します。"))(participation)


@refusals_told
def forms(
    context: typer.Context,
    round_id: Round,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("書き先。省くと「配布」フォルダーの中")),
    ] = None,
    *,
    by_department: ByDepartment = False,
    outstanding: Annotated[
        bool, typer.Option("--outstanding", help=_("まだ回答のない人だけ"))
    ] = False,
) -> None:
    """Write the Excel forms."""
    from skilltrack.services.rounds.forms import write_forms

    with opened(context) as database:
        written = write_forms(
            database,
            round_id,
            out,
            by_department=by_department,
            only_outstanding=outstanding,
        )
    folder = written.files[0].parent if by_department else written.files[0].parent.parent
    say(
        _("{people:,} 人分の記入用紙を {files:,} 冊書き出しました：{path}").format(
            people=written.people, files=len(written.files), path=folder
        )
    )


@refusals_told
def paper(
    context: typer.Context,
    round_id: Round,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先のPDF"))],
) -> None:
    """Write the questionnaire for printing."""
    from skilltrack.gui.printing.paper import paper_application, write_paper
    from skilltrack.services.rounds.publishing import paper_form

    with opened(context) as database:
        form = paper_form(database, round_id)
    _application = paper_application()  # fonts are there only as long as it lives
    write_paper(out, form)
    say(_("紙の調査票を書き出しました：{path}").format(path=out))


@refusals_told
def codes(
    context: typer.Context,
    round_id: Round,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先のExcel"))],
) -> None:
    """Write the personal codes of a strict round."""
    from skilltrack.services.rounds.publishing import write_access_codes

    with opened(context) as database:
        count = write_access_codes(database, round_id, out)
    say(_("{count:,} 人分の個人コードを書き出しました：{path}").format(count=count, path=out))


@refusals_told
def reissue(
    context: typer.Context,
    round_id: Round,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
) -> None:
    """Give a person a new code."""
    from skilltrack.domain.rounds.access_codes import grouped
    from skilltrack.services.rounds.access_codes import reissue as issue_again

    with opened(context) as database:
        made = issue_again(database, round_id, number)
    say(
        _("職員番号 {number} の新しい個人コードです。前のコードは使えません。").format(
            number=number
        )
    )
    typer.echo(grouped(made.code))


@refusals_told
def remind(
    context: typer.Context,
    round_id: Round,
    out: Annotated[
        Path, typer.Option(metavar="PATH", help=_("書き先のExcel。所属ごとのときはフォルダー"))
    ],
    *,
    by_department: ByDepartment = False,
) -> None:
    """Write whom to remind, with a text for reminding."""
    from skilltrack.services.rounds.chasing import write_reminders

    with opened(context) as database:
        paths = write_reminders(database, round_id, out, by_department=by_department, today=today())
    say(_("未回答者の一覧を {count:,} 冊書き出しました：{path}").format(count=len(paths), path=out))


@refusals_told
def reminders(context: typer.Context, *, json: Json = False) -> None:
    """List the reminders that are due."""
    from skilltrack.services.rounds.chasing import due_reminders

    with opened(context) as database:
        due = due_reminders(database, today())
    if json:
        print_document({"reminders": [_reminder_document(one) for one in due]})
        return
    if not due:
        say(_("督促する日の来た調査はありません。"))
        return
    print_table(
        (_("番号"), _("題名"), _("督促日"), _("未回答（人）")),
        ((one.round_id, one.title, wareki(one.day), one.outstanding) for one in due),
    )


def _reminder_document(one: DueReminder) -> dict[str, object]:
    return {
        "round": one.round_id,
        "title": one.title,
        "day": one.day.isoformat(),
        "outstanding": one.outstanding,
    }


@refusals_told
def participation(
    context: typer.Context,
    round_id: Round,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Show how many had answered by the end of each day, until the day of the instant."""
    from skilltrack.services.rounds.chasing import participation as followed

    known = instant_if_named(as_known)
    until = today() if known is None else known.astimezone().date()
    with opened(context) as database:
        found = followed(database, round_id, today=until, as_known=known)
    if json:
        print_document(_participation_document(found))
        return
    print_table(
        (_("所属"), _("回答"), _("対象"), _("回答率"), _("24時間の増")),
        (
            (
                row.unit.name or _("全体"),
                row.now.done,
                row.due,
                percent(row.now.ratio),
                row.gained,
            )
            for row in (found.total, *found.units)
        ),
    )


def _participation_document(found: Participation) -> dict[str, object]:
    return {
        "round": found.round_id,
        "title": found.title,
        "opens_on": found.opens_on.isoformat(),
        "closes_on": found.closes_on.isoformat(),
        "days": [day.isoformat() for day in found.days],
        "body": _unit_document(found.total),
        "departments": [
            {"code": row.unit.code, "name": row.unit.name, **_unit_document(row)}
            for row in found.units
        ],
        "without_answer": [unit.code for unit in found.without_answer],
    }


def _unit_document(row: UnitParticipation) -> dict[str, object]:
    return {
        "done": row.now.done,
        "due": row.due,
        "ratio": ratio_figure(row.now.ratio),
        "gained": row.gained,
        "answered": list(row.answered),
    }
