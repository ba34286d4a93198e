"""Rounds: collect, waiting, decide, problems."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import instant_if_named, opened, today
from skilltrack.domain.rounds.definition import Bucket, CollectedFile, Collection, Decision
from skilltrack.i18n.names import BUCKET_NAMES, DECISION_NAMES
from skilltrack.i18n.problems import reason_text
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.rounds.decisions import WaitingAnswer

FEWEST_DIGITS = 8
"""To how many characters a hash may be shortened on the command line."""

SHOWN_DIGITS = 12

Round = Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))]
AsKnown = Annotated[str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def register(group: typer.Typer) -> None:
    """Add the commands to those on rounds."""
    group.command("collect", help=_("届いた回答を取り込みます。"))(collect)
    group.command("waiting", help=_("確認を待つ回答の一覧を出します。"))(waiting)
    group.command("decide", help=_("確認を待つ回答を取り込むかどうか決めます。"))(decide)
    group.command("problems", help=_("取り込めない回答の一覧を所属ごとに書き出します。"))(problems)


@refusals_told
def collect(
    context: typer.Context,
    round_id: Round,
    inbox: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("回収フォルダー。省くと調査のもの"))
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("取り込めない回答の一覧も書き出すフォルダー")),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Collect the inbox."""
    from skilltrack.services.collecting import collect as take
    from skilltrack.services.handover import save_answers_to_mend

    with opened(context) as database:
        collection = take(database, round_id, today=today(), inbox=inbox)
        if problems is not None:
            save_answers_to_mend(database, round_id, problems, collection)
    if json:
        print_document(_collection_document(collection))
    counts = collection.counts
    summary = "、".join(
        _("{name} {count} 件").format(name=name, count=counts[bucket])
        for bucket, name in BUCKET_NAMES.items()
        if counts[bucket]
    )
    say(summary or _("新しい回答はありません。"))
    for file in collection.files:
        if file.reason:
            name = _file_name(file.name, file.sheet)
            say(f"{name}：{BUCKET_NAMES[file.bucket]}。{reason_text(file.reason)}")


def _file_name(file: str, sheet: str) -> str:
    return _("{file} シート「{sheet}」").format(file=file, sheet=sheet) if sheet else file


def _collection_document(collection: Collection) -> dict[str, object]:
    counts = collection.counts
    return {
        "counts": {bucket.value: counts[bucket] for bucket in Bucket},
        "known_before": collection.known_before,
        "files": [
            {
                "name": file.name,
                "sheet": file.sheet,
                "digest": file.digest,
                "bucket": file.bucket.value,
                "reason": file.reason,
                "employee_no": file.employee_no,
            }
            for file in collection.files
        ],
    }


@refusals_told
def waiting(
    context: typer.Context, round_id: Round, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """List the answers that wait for a decision."""
    from skilltrack.services.rounds.decisions import waiting as found_waiting

    with opened(context) as database:
        answers = found_waiting(database, round_id, instant_if_named(as_known))
    if json:
        print_document({"waiting": [_waiting_document(answer) for answer in answers]})
        return
    if not answers:
        say(_("確認を待つ回答はありません。"))
        return
    print_table(
        (_("回答"), _("職員番号"), _("氏名"), _("所属"), _("違う設問")),
        (
            (
                answer.digest[:SHOWN_DIGITS],
                answer.employee_no,
                answer.name,
                answer.department_name,
                answer.differing,
            )
            for answer in answers
        ),
    )
    for answer in answers:
        name = _file_name(answer.name_of_file, answer.sheet)
        say(f"{answer.digest[:SHOWN_DIGITS]} {name}：{reason_text(answer.reason)}")


def _waiting_document(answer: "WaitingAnswer") -> dict[str, object]:
    return {
        "digest": answer.digest,
        "sheet": answer.sheet,
        "file": answer.name_of_file,
        "employee_no": answer.employee_no,
        "name": answer.name,
        "department": answer.department_name,
        "reason": answer.reason,
        "received_at": answer.received_at.isoformat(),
        "counts_now": answer.counts_now or None,
        "differing": answer.differing,
        "is_older": answer.is_older,
    }


@refusals_told
def decide(
    context: typer.Context,
    round_id: Round,
    digest: Annotated[
        str,
        typer.Argument(metavar="DIGEST", help=_("「round waiting」の「回答」。初めの8文字以上")),
    ],
    reason: Annotated[str, typer.Option(help=_("確かめたこと。記録に残ります"))],
    sheet: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=_("記入用紙のシート。1枚だけなら省けます")),
    ] = None,
    *,
    take: Annotated[bool, typer.Option("--take", help=_("取り込む"))] = False,
    reject: Annotated[bool, typer.Option("--reject", help=_("取り込まない"))] = False,
) -> None:
    """Take or reject an answer that waits."""
    from skilltrack.services.collecting import collected_files
    from skilltrack.services.rounds.decisions import decide as decide_about

    if take == reject:
        raise typer.BadParameter(_("--take と --reject のどちらか一つを書きます。"))
    if len(digest) < FEWEST_DIGITS:
        raise typer.BadParameter(_("回答は初めの8文字以上で指定します。"))
    decision = Decision.TAKEN if take else Decision.REJECTED
    with opened(context) as database:
        whole, its_sheet = _named(collected_files(database, round_id), digest.lower(), sheet)
        file = decide_about(database, round_id, whole, its_sheet, decision, reason, today=today())
    say(
        _("{file}（職員番号 {number}）：{decision}").format(
            file=_file_name(file.name, file.sheet),
            number=file.employee_no,
            decision=DECISION_NAMES[decision],
        )
    )


def _named(files: Sequence[CollectedFile], digest: str, sheet: str | None) -> tuple[str, str]:
    """Return the whole hash and the sheet that are meant; as given where nothing fits."""
    found = [file for file in files if file.digest.startswith(digest)]
    digests = {file.digest for file in found}
    if len(digests) > 1:
        raise typer.BadParameter(
            _("「{digest}」で始まる回答が複数あります。もう少し長く書きます。").format(
                digest=digest
            )
        )
    whole = digests.pop() if digests else digest
    if sheet is not None:
        return whole, sheet
    sheets = [file.sheet for file in found]
    if len(sheets) > 1:
        raise typer.BadParameter(
            _("シートが複数あります。--sheet で選びます：{sheets}").format(sheets="、".join(sheets))
        )
    return whole, sheets[0] if sheets else ""


@refusals_told
def problems(
    context: typer.Context,
    round_id: Round,
    out: Annotated[Path, typer.Option(metavar="DIR", help=_("書き先のフォルダー"))],
) -> None:
    """Write what could not be taken, one workbook for each department."""
    from skilltrack.services.handover import save_answers_to_mend

    with opened(context) as database:
        paths = save_answers_to_mend(database, round_id, out)
    if not paths:
        say(_("取り込めない回答はありません。"))
        return
    say(
        _("取り込めない回答の一覧を {count:,} 冊書き出しました：{path}").format(
            count=len(paths), path=out
        )
    )
