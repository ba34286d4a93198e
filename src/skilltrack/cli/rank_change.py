"""The board against the year before: rank-change."""

from typing import Annotated

import typer

from skilltrack.cli.closed import LiveOption
from skilltrack.cli.console import print_document, print_table, refusals_told
from skilltrack.cli.session import day, fiscal_year, instant_if_named, opened, today
from skilltrack.cli.structure import tell_structure
from skilltrack.domain.years.change import UnitChange
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.structures import NOT_COMPARABLE_NAMES, change_notes, places_text
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rank-change", help=_("所属別評価を前の年と、比較できる単位で比べます。"))(
        rank_change
    )


@refusals_told
def rank_change(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("年度（西暦）"))],
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
    ] = None,
    compare: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("比べる日。省くと前年の同じ日"))
    ] = None,
    *,
    live: LiveOption = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Compare the board with the one of the year before."""
    from skilltrack.reports.structures import year_change_document
    from skilltrack.services.years.closed_changes import change_shown

    its_year = fiscal_year(year)
    on = its_year.default_as_of(today()) if as_of is None else day(as_of)
    known = instant_if_named(as_known)
    then = None if compare is None else day(compare)
    with opened(context) as database:
        found = change_shown(database, scheme, its_year, on, known, then, is_live=live)
    if json:
        print_document(year_change_document(found))
        return
    print_table(
        (
            _("順位"),
            _("変化"),
            _("所属"),
            _("総合"),
            _("変化"),
            _("①必須"),
            _("②リーダー"),
            _("③選択"),
            _("比べられない理由"),
        ),
        (_line(row) for row in found.rows),
    )
    tell_structure(found.now.arranged, change_notes(found))


def _line(row: UnitChange) -> tuple[object, ...]:
    return (
        row.rank_now,
        places_text(row.places_gained),
        row.name,
        percent(row.composite.now),
        points(row.composite.change),
        points(row.required.change),
        points(row.leader.change),
        points(row.elective.change),
        "" if row.because is None else NOT_COMPARABLE_NAMES[row.because],
    )
