"""Two years of the catalogue compared, and the menu of one."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told
from skilltrack.cli.session import fiscal_year, instant_if_named, opened
from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.texts import _

Year = Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）。省くと今年度"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def add_to(group: typer.Typer) -> None:
    """Add the commands to those of courses."""
    group.command("compare", help=_("二つの年度の研修一覧を比べます。"))(compare)
    group.command("matrix", help=_("職位・役割と分野のメニュー表を出します。"))(matrix)


@refusals_told
def compare(
    context: typer.Context,
    before: Annotated[int, typer.Argument(metavar="YEAR", help=_("前の年度（西暦）"))],
    after: Annotated[int, typer.Argument(metavar="YEAR", help=_("後の年度（西暦）"))],
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Compare two years."""
    from skilltrack.domain.catalogue.years import YearState
    from skilltrack.domain.problems import refuse
    from skilltrack.i18n.catalogue import YEAR_STATE_NAMES
    from skilltrack.reports.catalogue import difference_texts
    from skilltrack.reports.catalogue_data import comparison_document
    from skilltrack.services.catalogue.reading import compare_years

    if before == after:
        raise refuse("courses.same_year")
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = compare_years(database, FiscalYear(before), FiscalYear(after), known)
    if json:
        print_document(
            {
                "before": before,
                "after": after,
                "courses": [comparison_document(one) for one in found.courses],
            }
        )
        return
    print_table(
        (_("違い"), _("コード"), _("研修名"), _("変わったところ")),
        (
            (
                YEAR_STATE_NAMES[one.state],
                one.course.code,
                one.course.name,
                "\n".join(difference_texts(one, found.words)),
            )
            for one in found.courses
            if one.state is not YearState.SAME
        ),
    )


@refusals_told
def matrix(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    year: Year = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show the menu: who is offered what."""
    from skilltrack.reports.catalogue_data import menu_document
    from skilltrack.services.catalogue.reading import course_menu

    chosen = fiscal_year(year)
    known = instant_if_named(as_known)
    with opened(context) as database:
        menu = course_menu(database, chosen, scheme, known)
    if json:
        print_document({"scheme": scheme, "fiscal_year": chosen.year, **menu_document(menu)})
        return
    print_table(
        (_("職位・役割"), *(segment.name or _("分野なし") for segment in menu.segments)),
        (
            (
                line.name,
                *(
                    "\n".join(one.name for one in menu.cells.get((line, segment), ())) or None
                    for segment in menu.segments
                ),
            )
            for line in menu.lines
        ),
    )
