"""Comparison between bodies: write the file of a round, read several into one table."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import opened, today
from skilltrack.domain.analysis.bodies import BodiesTable, BodySummary
from skilltrack.i18n.body_names import (
    AVERAGE,
    EVERYBODY,
    body_name,
    figure_text,
    rules_notes,
    table_notes,
    year_text,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

HIDDEN = _("非公開")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("団体どうしの比較（個人の分からない集計）"))
    group.command("write", help=_("締め切った調査の団体間比較ファイルを書き出します。"))(write)
    group.command("read", help=_("団体間比較ファイルを1つの表にまとめます。"))(read)
    app.add_typer(group, name="compare")


@refusals_told
def write(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("書き先（.json）"))],
    round_id: Annotated[
        str, typer.Option("--round", metavar="ROUND", help=_("締め切った調査の番号"))
    ],
    body: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("団体の名前。省くとデータファイルの団体名"))
    ] = None,
    *,
    unnamed: Annotated[bool, typer.Option("--unnamed", help=_("団体の名前を入れない"))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("内容を見るだけで書き出さない"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Write the comparison file of a round."""
    from skilltrack.services.bodies import offered_summary, write_summary

    if unnamed and body:
        raise typer.BadParameter(_("--unnamed と --body は一緒に書けません。"))
    name = "" if unnamed else body
    with opened(context) as database:
        if dry_run:
            summary = offered_summary(database, round_id, today(), body=name).summary
        else:
            summary = write_summary(database, round_id, file, today(), body=name)
    if json:
        from skilltrack.exchange.bodies import summary_to_json

        print_document(summary_to_json(summary))
    else:
        _print_summary(summary)
    if dry_run:
        say(_("まだ書き出していません。書き出すと、この調査の数値はそのまま確定します。"))
    else:
        say(_("団体間比較ファイルを書き出しました：{path}").format(path=file))


def _print_summary(summary: BodySummary) -> None:
    names = {one.code: one.name for one in summary.categories}
    bands: dict[str | None, str] = {band.code: band.name for band in summary.bands}
    bands[None] = EVERYBODY
    print_table(
        (_("役職区分"), _("分野"), _("人数"), _("平均")),
        (
            (
                bands[figure.band],
                names[figure.category],
                figure.people,
                HIDDEN if figure.mean is None else percent(figure.mean),
            )
            for figure in summary.figures
        ),
    )
    say(
        _("対象 約{asked:,}人、回答 約{answered:,}人、非公開の数値 {hidden}件").format(
            asked=summary.asked, answered=summary.answered, hidden=summary.hidden
        )
    )
    for note in rules_notes():
        say(note)


@refusals_told
def read(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("団体間比較ファイル"))],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("比較表のExcelも書き出す"))
    ] = None,
    *,
    data: Annotated[
        bool, typer.Option("--data", help=_("書き出すExcelを印刷用でなくデータにする"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Read comparison files into one table."""
    del context  # no data file is needed
    from skilltrack.services.bodies import compare_files, write_comparison

    if data and out is None:
        raise typer.BadParameter(_("--data は --out と一緒に書きます。"))
    table = compare_files(files)
    if out is not None:
        write_comparison(None, out, table, is_data=data)
        say(_("比較表を書き出しました：{path}").format(path=out))
    if json:
        from skilltrack.reports.bodies import bodies_document

        print_document(bodies_document(table))
        return
    _print_bodies(table)


def _print_bodies(table: BodiesTable) -> None:
    rows: list[list[object]] = []
    averages = [table.averages.get((one.code, None)) for one in table.categories]
    if any(averages):
        means = [percent(None if one is None else one.mean) for one in averages]
        rows.append([AVERAGE, "", "", *means])
    for line in table.lines:
        figures = [figure_text(line.figures[one.code, None]) for one in table.categories]
        rows.append([body_name(line), year_text(line.summary), line.summary.answered, *figures])
    names = [one.name for one in table.categories]
    print_table((_("団体"), _("年度"), _("回答"), *names), rows)
    for note in table_notes(table):
        say(note)
