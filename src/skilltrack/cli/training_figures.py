"""How far departments are with the courses of a year: training."""

from typing import Annotated

import typer

from skilltrack.cli.closed import LiveOption, tell_closed
from skilltrack.cli.console import print_document, print_table, refusals_told
from skilltrack.cli.session import day, fiscal_year, instant_if_named, opened, today
from skilltrack.cli.structure import StructureDay, StructureOption, structure_of, tell_structure
from skilltrack.domain.structure import Structure
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("training", help=_("所属ごとの研修の修了状況を出します。"))(training)


@refusals_told
def training(
    context: typer.Context,
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("年度（西暦）"))],
    scheme: Annotated[str, typer.Option(help=_("育成制度"))] = "fukui",
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    *,
    structure: StructureOption = Structure.AS_WAS,
    structure_on: StructureDay = None,
    live: LiveOption = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Show how far departments are; a closed year shows what closing it fixed."""
    from skilltrack.reports.years import training_summary
    from skilltrack.services.years.closed_standings import training_shown

    its_year = fiscal_year(year)
    on = its_year.default_as_of(today()) if as_of is None else day(as_of)
    way = structure_of(structure, structure_on, on)
    known = instant_if_named(as_known)
    with opened(context) as database:
        shown = training_shown(database, scheme, its_year, on, known, way, is_live=live)
    figures = shown.figures
    tell_closed(figures.closed)
    document = training_summary(scheme, its_year.year, on, figures)
    if json:
        print_document(document)
        return
    print_table(
        (_("所属"), _("人数"), _("修了（件）"), _("未修了（件）"), _("未修了者")),
        (
            (row["name"], row["headcount"], row["completed"], row["owed"], row["owing"])
            for row in document["departments"]
        ),
    )
    tell_structure(figures.arranged)
