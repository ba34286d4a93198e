"""Completions from exports of other systems."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import opened, today
from skilltrack.domain.catalogue.elsewhere import OPEN_ENDS, RowEnd
from skilltrack.i18n.elsewhere import END_NAMES, remark_of
from skilltrack.i18n.texts import _

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("ほかの仕組みの修了（eラーニング・フォームの出力）"))
    group.command("sources", help=_("出所の一覧を出します。"))(sources)
    group.command("source", help=_("出所の名前と見出しの対応を覚えさせます。"))(source)
    group.command("words", help=_("覚えている研修名を出します。"))(words)
    group.command("word", help=_("出所での研修名がどの研修かを覚えさせます。"))(word)
    group.command("take", help=_("出所の出力ファイルから修了を取り込みます。"))(take)
    app.add_typer(group, name="completions")


@refusals_told
def sources(context: typer.Context, *, json: Json = False) -> None:
    """List the systems from which completions come."""
    from skilltrack.services.imports.elsewhere import list_sources

    with opened(context) as database:
        found = list_sources(database)
    if json:
        print_document(
            {
                "sources": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "headings": {ours: list(theirs) for ours, theirs in one.headings.items()},
                    }
                    for one in found
                ]
            }
        )
        return
    print_table((_("出所"), _("名前")), ((one.id, one.name) for one in found))


@refusals_told
def source(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="SOURCE", help=_("出所"))],
    name: Annotated[str, typer.Option(help=_("名前"))] = "",
    heading: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help=_("見出しの対応（重ねて指定）")),
    ] = None,
) -> None:
    """Remember what a system and its headings are called."""
    from skilltrack.services.imports.elsewhere import set_source

    pairs = [text.partition("=") for text in heading or ()]
    if any(not mark for _ours, mark, _theirs in pairs):
        raise typer.BadParameter(_("--map は「修了日=完了日時」のように書きます。"))
    with opened(context) as database:
        made = set_source(database, source_id, name, {ours: theirs for ours, _m, theirs in pairs})
    say(_("出所「{name}」を覚えました。").format(name=made.name))


@refusals_told
def words(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="SOURCE", help=_("出所"))] = "",
    *,
    json: Json = False,
) -> None:
    """List what courses are called elsewhere."""
    from skilltrack.services.catalogue.words import list_course_words

    with opened(context) as database:
        found = list_course_words(database, source_id)
    if json:
        print_document(
            {"words": [{"source": w.source, "name": w.name, "code": w.code} for w in found]}
        )
        return
    rows = ((w.source, w.name, w.code) for w in found)
    print_table((_("出所"), _("研修名"), _("研修コード")), rows)


@refusals_told
def word(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="SOURCE", help=_("出所"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("出所での研修名"))],
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("研修コード"))],
) -> None:
    """Remember which course a system means by a name."""
    from skilltrack.services.catalogue.words import remember_course

    with opened(context) as database:
        remember_course(database, source_id, {name: code})
    say(_("「{name}」を {code} と読みます。").format(name=name, code=code))


@refusals_told
def take(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(metavar="SOURCE", help=_("出所"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("出力ファイル"))],
    *,
    course: Annotated[
        str, typer.Option(metavar="CODE", help=_("研修の列がないファイルの研修"))
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("試すだけで取り込まない"))] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("行ごとの結果を書くExcel"))
    ] = None,
    json: Json = False,
) -> None:
    """Take what is new in an export."""
    from skilltrack.services.imports.elsewhere import (
        ElsewhereOrder,
        save_outcome,
        take_elsewhere,
    )

    with opened(context) as database:
        order = ElsewhereOrder(source_id, file, course)
        outcome = take_elsewhere(database, order, today=today(), is_dry_run=dry_run)
        if out is not None:
            save_outcome(database, outcome, out)
    if json:
        print_document(
            {
                "source": outcome.source,
                "file": outcome.file,
                "change": outcome.change,
                **{end.value: outcome.count(end) for end in RowEnd},
                "rows": [
                    {
                        "row": one.brought.row,
                        "end": one.end.value,
                        "person": one.brought.person,
                        "employee_no": one.employee_no,
                        "course": one.code,
                        "near": [{"code": code, "name": name} for code, name in one.near],
                        "fault": one.fault,
                    }
                    for one in outcome.rows
                ],
            }
        )
        return
    for one in outcome.rows:
        if one.end in OPEN_ENDS:
            text = _("{row}行目　{person}　{course}　{end}　{remark}")
            course_name = one.brought.course or one.brought.code
            say(
                text.format(
                    row=one.brought.row,
                    person=one.brought.person,
                    course=course_name,
                    end=END_NAMES[one.end],
                    remark=remark_of(one),
                )
            )
    told = _("{end} {count} 件")
    say(_("、").join(told.format(end=END_NAMES[end], count=outcome.count(end)) for end in RowEnd))
