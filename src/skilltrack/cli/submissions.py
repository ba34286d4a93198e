"""What employees send (届出): the desk, collecting, confirming, sending back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, fiscal_year, instant_if_named, opened, today
from skilltrack.domain.submissions import Arrived, SubmissionKind, SubmissionState
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.problems import reason_text, sentence
from skilltrack.i18n.submission_words import (
    ARRIVED_NAMES,
    CONFLICT_NAMES,
    KIND_NAMES,
    STATE_NAMES,
)
from skilltrack.i18n.texts import _

Year = Annotated[int | None, typer.Option("--year", metavar="YYYY", help=_("年度（西暦）"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("試すだけで記録しない"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("届出（受講報告・試験結果・DX実践・相互評価）"))
    group.command("package", help=_("年度の受付を作り、配布ファイルを書きます。"))(package)
    group.command("form", help=_("届出の様式（Excel）を書きます。"))(form)
    group.command("collect", help=_("回収フォルダーの届出を受け付けます。"))(collect)
    group.command("list", help=_("届出の一覧を出します。"))(list_lines)
    group.command("confirm", help=_("届出を確認して記録にします。"))(confirm)
    group.command("return", help=_("届出を理由を付けて差し戻します。"))(send_back)
    group.command("course", help=_("一覧にない研修名がどの研修かを覚えさせます。"))(course)
    app.add_typer(group, name="submissions")


@refusals_told
def package(
    context: typer.Context,
    year: Year = None,
    *,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("配布・回収・受領のフォルダーを置く場所"))
    ] = None,
    kind: Annotated[
        list[SubmissionKind] | None, typer.Option(help=_("受け付ける種類（重ねて指定）"))
    ] = None,
    contact: Annotated[str, typer.Option(help=_("問い合わせ先"))] = "",
    purpose: Annotated[str, typer.Option(help=_("届出の使いみち"))] = "",
    opens: Annotated[str | None, typer.Option(metavar="DATE", help=_("受付の初日"))] = None,
    closes: Annotated[str | None, typer.Option(metavar="DATE", help=_("受付の最終日"))] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("配布フォルダーのほかに書くとき"))
    ] = None,
    json: Json = False,
) -> None:
    """Make the desk of a fiscal year and write its package."""
    from skilltrack.services.submissions.desk import DeskOrder, hand_out, set_up_desk

    order = DeskOrder(
        fiscal_year(year),
        folder,
        tuple(kind or ()),
        contact,
        purpose,
        None if opens is None else day(opens),
        None if closes is None else day(closes),
    )
    with opened(context) as database:
        desk = set_up_desk(database, order)
        path = hand_out(database, order.year, out)
    if json:
        print_document(
            {
                "desk": desk.desk_id,
                "fiscal_year": desk.fiscal_year,
                "kinds": [one.value for one in desk.kinds],
                "opens_on": desk.opens_on.isoformat(),
                "closes_on": desk.closes_on.isoformat(),
                "package": str(path),
                "inbox": str(desk.inbox),
            }
        )
        return
    say(_("「{file}」を書きました。").format(file=path))


@refusals_told
def form(
    context: typer.Context,
    kind: Annotated[SubmissionKind, typer.Argument(metavar="KIND", help=_("届出の種類"))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書くファイル"))],
    year: Year = None,
    person: Annotated[
        list[str] | None, typer.Option(metavar="NO", help=_("職員番号（重ねて指定）"))
    ] = None,
) -> None:
    """Write the workbook of a kind, blank or with rows for some people."""
    from skilltrack.services.submissions.forms import FormOrder, write_blank_form

    order = FormOrder(kind, fiscal_year(year), tuple(person or ()))
    with opened(context) as database:
        write_blank_form(database, order, out)
    say(_("「{file}」を書きました。").format(file=out))


@refusals_told
def collect(
    context: typer.Context,
    year: Year = None,
    *,
    inbox: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("回収フォルダーのほかを読むとき"))
    ] = None,
    json: Json = False,
) -> None:
    """Take what lies in the inbox."""
    from skilltrack.services.submissions.collecting import collect_submissions

    with opened(context) as database:
        found = collect_submissions(database, fiscal_year(year), today=today(), inbox=inbox)
    if json:
        print_document(
            {
                **{outcome.value: found.count(outcome) for outcome in Arrived},
                "known": found.known,
                "files": [
                    {
                        "name": file.name,
                        "row": file.row,
                        "outcome": file.outcome.value,
                        "kind": None if file.kind is None else file.kind.value,
                        "employee_no": file.employee_no,
                        "reason": file.reason,
                    }
                    for file in found.files
                ],
            }
        )
        return
    for file in found.files:
        if file.outcome is not Arrived.ACCEPTED:
            row = "" if file.row is None else _(" {row}行目").format(row=file.row)
            why = reason_text(file.reason)
            say(f"{file.name}{row}　{ARRIVED_NAMES[file.outcome]}　{why}")
    say(_("{count} 件を受け付けました。").format(count=found.count(Arrived.ACCEPTED)))


@refusals_told
def list_lines(
    context: typer.Context,
    *,
    state: Annotated[
        SubmissionState, typer.Option(help=_("確認待ち・確認済み・差戻しの別"))
    ] = SubmissionState.WAITING,
    person: Annotated[str | None, typer.Option(metavar="NO", help=_("職員番号"))] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))
    ] = None,
    json: Json = False,
) -> None:
    """List submissions."""
    from skilltrack.services.submissions.review import list_submissions

    known = instant_if_named(as_known)
    with opened(context) as database:
        lines = list_submissions(
            database, today=today(), state=state, employee_no=person, as_known=known
        )
    if json:
        print_document({"state": state.value, "submissions": [_document(one) for one in lines]})
        return
    print_table(
        (_("番号"), _("種類"), _("職員"), _("内容"), _("日"), _("状態"), _("確かめること")),
        (
            (
                line.id,
                KIND_NAMES[line.kind],
                f"{line.employee_no} {line.name}",
                line.subject,
                None if line.on is None else wareki(line.on),
                STATE_NAMES[line.state],
                line.reason or "・".join(CONFLICT_NAMES[c] for c in line.conflicts),
            )
            for line in lines
        ),
    )


def _document(line: Any) -> dict[str, object]:  # noqa: ANN401 (loaded only when asked for)
    return {
        "id": line.id,
        "kind": line.kind.value,
        "employee_no": line.employee_no,
        "department": line.department,
        "code": line.code,
        "subject": line.subject,
        "on": None if line.on is None else line.on.isoformat(),
        "hours": line.hours,
        "submitted_on": line.submitted_on.isoformat(),
        "channel": line.channel,
        "fields": dict(line.fields),
        "conflicts": [one.value for one in line.conflicts],
        "problems": [{"code": one.code, "sentence": sentence(one)} for one in line.problems],
        "is_blocked": line.is_blocked,
        "state": line.state.value,
        "reason": line.reason,
    }


@refusals_told
def confirm(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help=_("届出の番号"))] = None,
    *,
    every: Annotated[
        bool, typer.Option("--undoubted", help=_("確かめることのない届出をすべて"))
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Confirm submissions: they become records."""
    from skilltrack.services.submissions import confirming
    from skilltrack.services.submissions.review import list_submissions

    with opened(context) as database:
        wanted = list(ids or ())
        if every:
            lines = list_submissions(database, today=today())
            wanted += confirming.confirmable(lines, is_undoubted=True)
        done = confirming.confirm(
            database, list(dict.fromkeys(wanted)), today=today(), is_dry_run=dry_run
        )
    if json:
        recorded = {kind.value: done.recorded.get(kind, 0) for kind in SubmissionKind}
        print_document(
            {"change": done.change, "confirmed": done.total, "recorded": recorded}
            | {"known": done.known}
        )
        return
    say(_("{count} 件を確認しました。").format(count=done.total))


@refusals_told
def send_back(
    context: typer.Context,
    ids: Annotated[list[int], typer.Argument(metavar="ID", help=_("届出の番号"))],
    reason: Annotated[str, typer.Option(help=_("本人に伝える理由"))],
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("直すためのExcelを書く場所"))
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Send submissions back with a reason."""
    from skilltrack.services.submissions.confirming import send_back as send_these_back

    with opened(context) as database:
        written = send_these_back(database, ids, reason, today=today(), folder=folder)
    if json:
        print_document({"returned": len(ids), "files": [str(path) for path in written]})
        return
    say(_("{count} 件を差し戻しました。").format(count=len(ids)))


@refusals_told
def course(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("届出に書かれた研修名"))],
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("研修コード"))],
) -> None:
    """Remember which course is meant by a name."""
    from skilltrack.services.submissions.confirming import name_course

    with opened(context) as database:
        name_course(database, [name], code)
    say(_("「{name}」を {code} と読みます。").format(name=name, code=code))
