"""The catalogue of a fiscal year."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli import catalogue_views
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.course_options import (
    Capacity,
    CourseFile,
    Explanation,
    Hours,
    Lecturer,
    Modes,
    Months,
    Name,
    Offers,
    Organiser,
    SeatYen,
    SessionYen,
    Skills,
    given_order,
)
from skilltrack.cli.session import day, fiscal_year, instant_if_named, opened, today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.catalogue.years import CatalogueCourse
    from skilltrack.services.catalogue.reading import YearCatalogue

Year = Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）。省くと今年度"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Code = Annotated[str, typer.Argument(metavar="CODE", help=_("研修コード"))]
Codes = Annotated[list[str], typer.Argument(metavar="CODE...", help=_("研修コード"))]
Reason = Annotated[str, typer.Option(help=_("理由。変更の履歴に残ります"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("研修一覧"))
    group.command("list", help=_("年度の研修一覧を出します。"))(list_)
    group.command("copy", help=_("育成制度の見本の研修を年度の一覧に写します。"))(copy)
    group.command("show", help=_("研修ひとつの内容、実施の状況、費用を出します。"))(show)
    group.command("add", help=_("年度の一覧に研修を追加します。"))(add)
    group.command("change", help=_("年度の一覧の研修を変更します。"))(change)
    group.command("remove", help=_("年度の一覧から研修を削除します。"))(remove)
    catalogue_views.add_to(group)
    app.add_typer(group, name="courses")


def _year_catalogue(
    context: typer.Context, year: int | None, as_of: str | None, as_known: str | None
) -> "YearCatalogue":
    from skilltrack.services.catalogue.reading import year_catalogue

    chosen = fiscal_year(year)
    on = min(today(), chosen.last_day) if as_of is None else day(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        return year_catalogue(database, chosen, on, known)


@refusals_told
def list_(
    context: typer.Context,
    year: Year = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("印刷用のExcelに書き出す"))
    ] = None,
    scheme: Annotated[
        str, typer.Option(metavar="SCHEME", help=_("印刷用にメニュー表を付ける育成制度"))
    ] = "",
    *,
    data: Annotated[
        bool, typer.Option("--data", help=_("印刷用でなく、取り込める形で書き出す"))
    ] = False,
    json: Json = False,
) -> None:
    """List the catalogue of a fiscal year."""
    found = _year_catalogue(context, year, as_of, as_known)
    if out is not None:
        from skilltrack.services.catalogue import files as catalogue_files

        known = instant_if_named(as_known)
        with opened(context) as database:
            if data:
                count = catalogue_files.save_data(
                    database, out, found.fiscal_year, found.as_of, known
                )
            else:
                count = catalogue_files.save_printed(
                    database, out, found.fiscal_year, found.as_of, scheme, known
                )
        say(_("研修{count}件を書き出しました：{path}").format(count=count, path=out))
    if json:
        print_document(_list_document(found))
        return
    if out is None:
        _print_list(found)


def _list_document(found: "YearCatalogue") -> dict[str, Any]:
    from skilltrack.reports.catalogue_data import missing_document, row_documents

    return {
        "fiscal_year": found.fiscal_year.year,
        "as_of": found.as_of.isoformat(),
        "courses": [document for line in found.lines for document in row_documents(line)],
        "missing": [missing_document(one) for one in found.missing],
        "cost": {
            "total": found.total,
            "at_most": found.at_most,
            "without_cost": found.without_cost,
        },
    }


def _print_list(found: "YearCatalogue") -> None:
    from skilltrack.i18n.catalogue import (
        completion_text,
        modes_text,
        number_text,
        offer_texts,
        yen_text,
    )

    words = found.options.words
    print_table(
        (
            _("コード"),
            _("研修名"),
            _("種別と対象区分"),
            _("形態"),
            _("時間"),
            _("修了条件"),
            _("実施回"),
            _("修了"),
            _("費用"),
        ),
        (
            (
                line.course.code,
                line.course.name,
                "\n".join(offer_texts(line.course, words)),
                modes_text(line.course) or None,
                number_text(line.course.hours) or None,
                completion_text(line.course.detail.completion),
                line.use.sessions,
                line.use.completed,
                None if line.cost is None else yen_text(line.cost.total),
            )
            for line in found.lines
        ),
    )
    for one in found.missing:
        say(_("決まりにあって一覧にない研修：{code}　{name}").format(code=one.code, name=one.name))


@refusals_told
def copy(
    context: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度"))],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("年度（西暦）"))],
    code: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=_("写す研修。省くとすべて"))
    ] = None,
) -> None:
    """Copy a scheme's sample courses into a fiscal year."""
    from skilltrack.services.catalogue.rows import copy_courses

    with opened(context) as database:
        added = copy_courses(database, scheme, fiscal_year(year), code)
    say(_("研修一覧に {count} 行を加えました。").format(count=len(added)))


@refusals_told
def show(
    context: typer.Context,
    code: Code,
    year: Year = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show everything of a course."""
    from skilltrack.domain.catalogue.years import CatalogueField
    from skilltrack.domain.problems import refuse
    from skilltrack.i18n.catalogue import PART_NAMES, part_text
    from skilltrack.reports.catalogue_data import line_document

    found = _year_catalogue(context, year, as_of, as_known)
    line = next((one for one in found.lines if one.course.code == code), None)
    if line is None:
        raise refuse("courses.unknown", year=fiscal_year_text(found.fiscal_year), codes=code)
    if json:
        print_document({"as_of": found.as_of.isoformat(), **line_document(line)})
        return
    words = found.options.words
    print_table(
        (_("項目"), _("内容")),
        (
            *((PART_NAMES[part], part_text(line.course, part, words)) for part in CatalogueField),
            (_("実施回"), line.use.sessions),
            (_("申込"), line.use.enrolled),
            (_("修了"), line.use.completed),
            (_("費用（円）"), None if line.cost is None else line.cost.total),
        ),
    )


@refusals_told
def add(
    context: typer.Context,
    code: Code,
    name: Name,
    offer: Offers = None,
    year: Year = None,
    mode: Modes = None,
    hours: Hours = None,
    organiser: Organiser = None,
    lecturer: Lecturer = None,
    capacity: Capacity = None,
    session_yen: SessionYen = None,
    seat_yen: SeatYen = None,
    valid_months: Months = None,
    skill: Skills = None,
    explanation: Explanation = None,
    detail: CourseFile = None,
    reason: Reason = "",
) -> None:
    """Add a course."""
    from skilltrack.domain.catalogue.courses import CourseKind
    from skilltrack.services.catalogue.editing import add_course
    from skilltrack.services.catalogue.orders import CourseOrder

    usual = CourseOrder(code, name or "", ((CourseKind.ELECTIVE, ()),))
    order = given_order(
        usual,
        name=name,
        offers=offer,
        modes=mode,
        hours=hours,
        organiser=organiser,
        lecturer=lecturer,
        capacity=capacity,
        session_yen=session_yen,
        seat_yen=seat_yen,
        valid_months=valid_months,
        skills=skill,
        explanation=explanation,
        file=detail,
    )
    with opened(context) as database:
        added = add_course(database, fiscal_year(year), order, reason)
    say(_("研修「{name}」を追加しました。").format(name=added.name))


@refusals_told
def change(
    context: typer.Context,
    code: Code,
    name: Name = None,
    offer: Offers = None,
    year: Year = None,
    mode: Modes = None,
    hours: Hours = None,
    organiser: Organiser = None,
    lecturer: Lecturer = None,
    capacity: Capacity = None,
    session_yen: SessionYen = None,
    seat_yen: SeatYen = None,
    valid_months: Months = None,
    skill: Skills = None,
    explanation: Explanation = None,
    detail: CourseFile = None,
    reason: Reason = "",
) -> None:
    """Change a course; what is not named stays."""
    from skilltrack.services.catalogue.editing import change_course
    from skilltrack.services.catalogue.orders import order_of

    chosen = fiscal_year(year)
    with opened(context) as database:
        order = given_order(
            order_of(_held(database, chosen, code)),
            name=name,
            offers=offer,
            modes=mode,
            hours=hours,
            organiser=organiser,
            lecturer=lecturer,
            capacity=capacity,
            session_yen=session_yen,
            seat_yen=seat_yen,
            valid_months=valid_months,
            skills=skill,
            explanation=explanation,
            file=detail,
        )
        changed = change_course(database, chosen, order, reason)
    say(_("研修「{name}」を変更しました。").format(name=changed.name))


def _held(database: Any, year: FiscalYear, code: str) -> "CatalogueCourse":  # noqa: ANN401
    from skilltrack.domain.problems import refuse
    from skilltrack.services.catalogue.reading import list_catalogue

    for course in list_catalogue(database, year):
        if course.code == code:
            return course
    raise refuse("courses.unknown", year=fiscal_year_text(year), codes=code)


@refusals_told
def remove(context: typer.Context, codes: Codes, reason: Reason, year: Year = None) -> None:
    """Take courses out of a year."""
    from skilltrack.services.catalogue.editing import remove_courses

    with opened(context) as database:
        removed = remove_courses(database, fiscal_year(year), codes, reason)
    say(_("研修{count}件を削除しました。").format(count=len(removed)))
