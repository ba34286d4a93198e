"""Rounds: analyse."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.closed import LiveOption, tell_closed
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import instant_if_named, opened, today
from skilltrack.cli.structure import StructureDay, StructureOption, structure_day, tell_structure
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import Split
from skilltrack.domain.structure import Structure
from skilltrack.i18n.inclusion import asked_words
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.texts import _


def register(group: typer.Typer) -> None:
    """Add the command to those on rounds."""
    group.command("analyse", help=_("調査の結果を分野ごとに出し、前の回と比べます。"))(analyse)


@refusals_told
def analyse(
    context: typer.Context,
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=_("調査の番号"))],
    department: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help=_("所属コード（下位の所属も含む）。何度でも書けます")),
    ] = None,
    band: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=_("役職区分。何度でも書けます"))
    ] = None,
    compare: Annotated[
        str | None, typer.Option(metavar="ROUND", help=_("比べる調査。省くと前の回"))
    ] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("分析のExcelも書き出す"))
    ] = None,
    *,
    structure: StructureOption = Structure.AS_WAS,
    structure_on: StructureDay = None,
    data: Annotated[
        bool, typer.Option("--data", help=_("書き出すExcelを印刷用でなくデータにする"))
    ] = False,
    live: LiveOption = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Show how a round was answered, against the one before it."""
    from skilltrack.services.definitions import vocabulary
    from skilltrack.services.rounds.analysis import analysis, way_of_round, write_analysis

    if data and out is None:
        raise typer.BadParameter(_("--data は --out と一緒に書きます。"))
    known = instant_if_named(as_known)
    with opened(context) as database:
        with database.reading() as session:
            bands = vocabulary(session).bands
        found = analysis(
            database,
            round_id,
            departments=tuple(department or ()),
            bands=tuple(bands.get(name, name) for name in band or ()),
            compare_with=compare,
            as_known=known,
            structure=way_of_round(
                database,
                round_id,
                structure,
                today(),
                on=structure_day(structure, structure_on),
                compare_with=compare,
                as_known=known,
            ),
            is_live=live,
        )
        tell_closed(found.closed)
        if out is not None:
            write_analysis(database, out, found, is_data=data)
            say(_("分析を書き出しました：{path}").format(path=out))
    if json:
        from skilltrack.reports.analysis.document import analysis_document

        print_document(analysis_document(found))
        return
    _tell(found)
    tell_structure(found.arranged)


def _tell(found: RoundAnalysis) -> None:
    comparison = found.comparison
    headings = [_("分野"), _("平均"), _("人数")]
    if found.checked_categories:
        headings.append(_("正答率"))
    if comparison is not None:
        headings += [_("前回"), _("変化"), _("同じ人"), _("異動など"), _("調査票")]
    print_table(headings, _rows(found))
    answered = found.body.answered
    say(_("回答 {done:,} / {due:,} 人").format(done=answered.done, due=answered.due))
    say(asked_words(found.counted))
    if comparison is None:
        return
    say(
        _("前回：{title}（比べていない設問 {count} 問）").format(
            title=comparison.then.title, count=len(comparison.left_out)
        )
    )
    say(_("変化はポイント。同じ人の伸び、異動や入れ替わり、調査票の変更の三つに分かれます。"))


def _rows(found: RoundAnalysis) -> list[list[object]]:
    """Return one row per field: mean, people judged, right answers, change and its parts."""
    names = {category.code: category.name for category in found.questionnaire.categories}
    splits: dict[str, Split] = {}
    if found.comparison is not None:
        splits = {one.category: one.split for one in found.comparison.body.categories}
    rows = []
    for figures in found.body.categories:
        score, knowledge = figures.score, figures.knowledge
        row: list[object] = [
            names[figures.category],
            None if score is None else percent(score.mean),
            None if score is None else score.n,
        ]
        if found.checked_categories:
            row.append(None if knowledge is None else percent(knowledge.mean))
        if found.comparison is not None:
            row += _change(splits.get(figures.category))
        rows.append(row)
    return rows


def _change(split: Split | None) -> Sequence[object]:
    if split is None:
        return (None,) * 5
    return (
        percent(split.then),
        points(split.change),
        points(split.improved),
        points(split.moved),
        points(split.questionnaire),
    )
