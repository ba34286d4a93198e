"""Courses."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import fiscal_year, opened
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _


def register(app: typer.Typer) -> None:
    """Add the commands."""
    courses = typer.Typer(help=_("研修一覧"))
    courses.command("list", help=_("年度の研修一覧を出します。"))(list_courses)
    courses.command("copy", help=_("育成制度の見本の研修を年度の一覧に写します。"))(copy)
    app.add_typer(courses, name="courses")


@refusals_told
def list_courses(
    context: typer.Context,
    year: Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）"))] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List the catalogue of a fiscal year."""
    from skilltrack.services.courses import list_courses as listed

    with opened(context) as database:
        courses = listed(database, fiscal_year(year))
    if json:
        print_document(
            {
                "fiscal_year": fiscal_year(year).year,
                "courses": [
                    {
                        "code": course.code,
                        "name": course.name,
                        "kind": course.kind.value,
                        "bands": list(course.bands),
                        "mode": course.mode,
                        "hours": course.hours,
                    }
                    for course in courses
                ],
            }
        )
        return
    print_table(
        (_("コード"), _("研修名"), _("種別"), _("対象区分"), _("形態"), _("時間")),
        (
            (c.code, c.name, COURSE_KIND_NAMES[c.kind], ";".join(c.bands), c.mode, c.hours)
            for c in courses
        ),
    )


@refusals_told
def copy(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("年度（西暦）"))],
) -> None:
    """Copy a scheme's sample courses into a fiscal year."""
    from skilltrack.services.courses import copy_courses

    with opened(context) as database:
        added = copy_courses(database, scheme, fiscal_year(year))
    say(_("研修一覧に {count} 行を加えました。").format(count=len(added)))
