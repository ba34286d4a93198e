"""Gaps: which courses close them, how many seats, what no course closes; sheets of people."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import day, instant, opened, today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.i18n.recommendations import CLOSING_NAMES, reason_texts
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.recommendations.figures import GapFigures
    from skilltrack.services.recommendations.reading import Advised, Gaps


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("gaps", help=_("足りないことと、補う研修、席数を出します。"))(gaps)


@refusals_told
def gaps(
    context: typer.Context,
    scheme: Annotated[str, typer.Option(help=_("育成制度。省くとすべて"))] = "",
    department: Annotated[
        str, typer.Option(metavar="CODE", help=_("所属コード。下の所属を含む"))
    ] = "",
    employee: Annotated[str, typer.Option(metavar="NUMBER", help=_("職員番号"))] = "",
    year: Annotated[
        int | None, typer.Option(help=_("研修一覧の年度（西暦）。省くと今年度"))
    ] = None,
    share: Annotated[str, typer.Option(metavar="PERCENT", help=_("受講する割合（%）"))] = "100",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("印刷用のブック。職員を指定すると個人票")),
    ] = None,
    *,
    sheets: Annotated[
        bool, typer.Option("--sheets", help=_("所属の職員の個人票を --out に書き出す"))
    ] = False,
    data: Annotated[
        bool, typer.Option("--data", help=_("印刷用の代わりにデータを --out に書き出す"))
    ] = False,
    json: Json = False,
) -> None:
    """Show gaps and courses of everybody, a department or a person."""
    from skilltrack.services.recommendations import reading
    from skilltrack.services.recommendations.figures import GapsQuery, figures, share_of
    from skilltrack.services.recommendations.reports import write_gap_data, write_gaps
    from skilltrack.services.recommendations.sheets import write_sheets

    if department and employee:
        raise refuse("recommendations.two_scopes")
    if sheets and not (department or employee):
        raise refuse("recommendations.no_sheets")
    on = today() if as_of is None else day(as_of)
    known = None if as_known is None else instant(as_known)
    of_year = FiscalYear.of(on) if year is None else FiscalYear(year)
    part = share_of(share)
    with opened(context) as database:
        if employee:
            found = reading.gaps_of(database, employee, of_year, on, known, scheme)
        else:
            found = reading.gaps(database, of_year, on, known, scheme)
        within = found.within(department) if department else None
        shown = figures(found, GapsQuery(within, part))
        if out is not None and (sheets or (employee and not data)):
            count = write_sheets(
                database,
                out,
                of_year,
                on,
                known,
                employee_no=employee,
                within=within or frozenset(),
                scheme_id=scheme,
            )
            say(_("{file}に{count}人の個人票を書き出しました。").format(file=out.name, count=count))
        elif out is not None:
            if data:
                write_gap_data(database, out, shown)
            else:
                scope = found.names.departments.get(department, "")
                write_gaps(database, out, shown, scope)
            say(_("{file}を書き出しました。").format(file=out.name))
    if json:
        print_document(_document(shown, has_people=bool(department or employee)))
    elif employee:
        _print_person(found, shown.people[0])
    elif out is None:
        _print_courses(shown)


def _print_courses(shown: "GapFigures") -> None:
    gaps = shown.found
    print_table(
        (_("研修コード"), _("研修"), _("役に立つ人"), _("席数"), _("回数"), _("費用（円）")),
        (
            (
                one.course,
                gaps.course_name(one.course),
                one.helped,
                one.seats,
                one.sessions,
                one.yen,
            )
            for one in shown.courses
        ),
    )
    print_table(
        (_("研修で補えない不足"), _("状況"), _("職員（人）")),
        ((one.label, CLOSING_NAMES[one.closing], len(one.people)) for one in shown.open),
    )


def _print_person(found: "Gaps", one: "Advised") -> None:
    from skilltrack.i18n.recommendations import advice_text, gap_text
    from skilltrack.services.recommendations.sheets import tier_names

    tiers = tier_names(found.schemes)
    print_table(
        (_("研修コード"), _("研修"), _("すすめる理由")),
        (
            (
                code,
                found.course_name(code),
                _("；").join(reason_texts(one.advice.reasons(code), tiers)),
            )
            for code in one.advice.courses
        ),
    )
    print_table(
        (_("足りないこと"), _("状況"), _("すること")),
        (
            (gap_text(gap.gap, found.course_name), CLOSING_NAMES[gap.closing], advice_text(gap))
            for gap in one.advice.gaps
        ),
    )


def _document(shown: "GapFigures", *, has_people: bool) -> dict[str, object]:
    from skilltrack.reports.documents import counted_document

    found = shown.found
    return {
        "year": found.year.year,
        "as_of": found.as_of.isoformat(),
        "on": found.on.isoformat(),
        "schemes": [one.id for one in found.schemes],
        "share": float(shown.query.share),
        "counted": [
            {"scheme": scheme.id, "people": counted_document(covered)}
            for scheme, covered in zip(found.schemes, found.counted, strict=False)
        ],
        "people": len(shown.people),
        "lacking": shown.lacking,
        "helped": shown.helped,
        "courses": [
            {
                "course": one.course,
                "helped": one.helped,
                "recommended": len(one.people),
                "seats": one.seats,
                "sessions": one.sessions,
                "yen": one.yen,
                "planned_sessions": found.use_of(one.course).sessions,
                "planned_seats": found.use_of(one.course).seats,
            }
            for one in shown.courses
        ],
        "total": {
            "seats": shown.total.seats,
            "sessions": shown.total.sessions,
            "yen": shown.total.yen,
            "unknown_sessions": shown.total.unknown_sessions,
            "unknown_yen": shown.total.unknown_yen,
        },
        "open": [
            {
                "scheme": one.source,
                "key": one.key,
                "label": one.label,
                "closing": one.closing.value,
                "people": list(one.people),
            }
            for one in (*shown.open, *shown.beyond)
        ],
        "advice": [_person(one) for one in shown.people] if has_people else None,
    }


def _person(one: "Advised") -> dict[str, object]:
    return {
        "employee_no": one.person.employee_no,
        "department": one.person.department,
        "gaps": [
            {
                "scheme": each.gap.source,
                "key": each.gap.key,
                "kind": "obligation" if each.gap.kind is None else each.gap.kind.value,
                "tier": each.gap.tier,
                "closing": each.closing.value,
                "due": None if each.gap.due is None else each.gap.due.isoformat(),
                "courses": list(each.courses),
            }
            for each in one.advice.gaps
        ],
        "courses": [
            {
                "course": need.course_code,
                "kind": need.kind.value,
                "priority": need.priority,
                "due": None if need.due is None else need.due.isoformat(),
                "closes": [
                    f"{each.gap.source}:{each.gap.key}"
                    for each in one.advice.reasons(need.course_code)
                ],
            }
            for need in one.advice.needs()
        ],
    }
