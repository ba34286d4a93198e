"""The April rehearsal and the change of the fiscal year."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, fiscal_year, instant_if_named, opened, today
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.years.checklist import CarryState, CourseCarry, RoleAction, RoleCarry
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.years.rehearsal import Rehearsal

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
AsKnown = Annotated[str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))]
Year = Annotated[int, typer.Argument(metavar="YEAR", help=_("年度（西暦）"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("rehearse", help=_("4月1日の前後を比べます。何も記録しません。"))(rehearse_)
    group = typer.Typer(help=_("年度替わりと年度の締め"))
    group.command("status", help=_("年度ごとの締めの状況を出します。"))(status)
    group.command("checklist", help=_("年度替わりの進み具合を出します。"))(checklist_)
    group.command("carry", help=_("研修一覧と役割を新年度へ引き継ぎます。"))(carry)
    group.command("close", help=_("年度を締めて、数字を固定します。"))(close)
    group.command("reopen", help=_("理由を付けて、年度の締めを解きます。"))(reopen)
    group.command("show", help=_("締めた数字と、今の記録との違いを出します。"))(show)
    app.add_typer(group, name="year")


@refusals_told
def rehearse_(
    context: typer.Context,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("新しい体制の初日。省くと次の4月1日"))
    ] = None,
    scheme: Annotated[str, typer.Option(help=_("育成制度"))] = "fukui",
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("試す名簿。取り込まずに比べます"))
    ] = None,
    departments: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("試す所属の表"))
    ] = None,
    titles: Annotated[Path | None, typer.Option(metavar="FILE", help=_("試す職名の表"))] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="CODE", help=_("この評価単位の所属長向けに書き出す"))
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("書き先のExcel"))] = None,
    heads: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help=_("所属長向けを評価単位ごとに書き出すフォルダー")),
    ] = None,
    as_known: AsKnown = None,
    *,
    data: Annotated[bool, typer.Option("--data", help=_("印刷用でなくデータで書き出す"))] = False,
    json: Json = False,
) -> None:
    """Compare the day before with the day."""
    from skilltrack.domain.intake import ImportKind
    from skilltrack.services.organisation import rehearsal

    given = {
        ImportKind.DEPARTMENTS: departments,
        ImportKind.TITLES: titles,
        ImportKind.EMPLOYEES: roster,
    }
    order = rehearsal.RehearsalOrder(
        on=rehearsal.first_april_after(today()) if on is None else day(on),
        scheme_id=scheme,
        today=today(),
        files={kind: path for kind, path in given.items() if path is not None},
    )
    with opened(context) as database:
        found = rehearsal.rehearse(database, order, as_known=instant_if_named(as_known))
        if out is not None:
            rehearsal.write_rehearsal(database, found, out, unit=unit or "", is_data=data)
            say(_("予行の結果を書き出しました：{path}").format(path=out))
        if heads is not None:
            paths = rehearsal.write_for_heads(database, found, heads)
            say(_("所属長向けに{count:,}件を書き出しました。").format(count=len(paths)))
    if json:
        from skilltrack.reports.rehearsal_data import rehearsal_document

        print_document(rehearsal_document(found))
    elif out is None and heads is None:
        _print_rehearsal(found)


def _print_rehearsal(found: "Rehearsal") -> None:
    from skilltrack.i18n.years import DEPARTMENT_STATE_NAMES

    differences = found.differences
    say(
        _("{before}と{after}を比べました。").format(
            before=wareki(differences.before.on), after=wareki(differences.after.on)
        )
    )
    if found.is_carried:
        say(_("新年度の研修一覧がないため、前年度の研修一覧で数えています。"))
    print_table(
        (
            _("所属"),
            _("前"),
            _("採用・転入"),
            _("異動入"),
            _("異動出"),
            _("退職・転出"),
            _("後"),
            _("区分"),
        ),
        (
            (
                row.name,
                row.before,
                row.joined,
                row.moved_in,
                row.moved_out,
                row.left,
                row.after,
                DEPARTMENT_STATE_NAMES[row.state],
            )
            for row in differences.departments
            if row.before or row.after
        ),
    )


@refusals_told
def status(context: typer.Context, as_known: AsKnown = None, *, json: Json = False) -> None:
    """Show which years are closed."""
    from skilltrack.reports.years import status_document
    from skilltrack.services.years.closing import year_closings

    at = instant_if_named(as_known)
    until = today() if at is None else at.astimezone().date()
    with opened(context) as database:
        years = year_closings(database, until, at)
    if json:
        print_document(status_document([(year.year, known) for year, known in years]))
        return
    print_table(
        (_("年度"), _("状況"), _("締めた日"), _("回数")),
        (
            (
                fiscal_year_text(year),
                _("締め済み") if known and known[-1].stands else _("未締め"),
                wareki(known[-1].closed_at.astimezone().date()) if known else None,
                len(known),
            )
            for year, known in years
        ),
    )


@refusals_told
def checklist_(
    context: typer.Context, year: Year, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """Show what is done and what is open of the change into a year."""
    from skilltrack.i18n.years import CHECK_NAMES, CHECK_STATE_NAMES, check_text
    from skilltrack.reports.years import checklist_document
    from skilltrack.services.years.checklist import checklist

    with opened(context) as database:
        found = checklist(database, fiscal_year(year), instant_if_named(as_known))
    if json:
        print_document(checklist_document(found))
        return
    print_table(
        (_("項目"), _("状態"), _("内容")),
        (
            (CHECK_NAMES[item.key], CHECK_STATE_NAMES[item.state], check_text(item))
            for item in found.items
        ),
    )


@refusals_told
def carry(
    context: typer.Context,
    year: Year,
    code: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=_("繰り越す研修。省くとすべて"))
    ] = None,
    extend: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBER=ROLE", help=_("任期を更新する任命")),
    ] = None,
    end: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER=ROLE", help=_("終了を記録する任命"))
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER=ROLE", help=_("そのままにする任命"))
    ] = None,
    *,
    courses: Annotated[bool, typer.Option("--courses", help=_("研修一覧を引き継ぐ"))] = False,
    roles: Annotated[bool, typer.Option("--roles", help=_("役割を引き継ぐ"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけにする"))] = False,
    json: Json = False,
) -> None:
    """Carry courses and roles of the year before into a year."""
    from skilltrack.reports.years import carry_document
    from skilltrack.services.years import checklist as years

    if not courses and not roles:
        raise typer.BadParameter(_("--courses か --roles を付けます。"))
    new = fiscal_year(year)
    decisions = {
        **_chosen(extend, RoleAction.EXTEND),
        **_chosen(end, RoleAction.END),
        **_chosen(keep, RoleAction.KEEP),
    }
    listed_courses: list[CourseCarry] = []
    listed_roles: list[tuple[RoleCarry, RoleAction]] = []
    with opened(context) as database:
        if courses:
            offered = years.preview_courses(database, new)
            listed_courses = [one for one in offered if code is None or one.course.code in code]
            if not dry_run:
                years.carry_courses(database, new, code)
        if roles:
            listed_roles = [
                (one, decisions.get(one.key, one.proposed))
                for one in years.preview_roles(database, new)
            ]
            if not dry_run:
                years.carry_roles(database, new, decisions)
    if json:
        actions = [(one, action.value) for one, action in listed_roles]
        print_document(carry_document(listed_courses, actions, is_recorded=not dry_run))
        return
    if courses:
        _print_courses(listed_courses)
    if roles:
        _print_roles(listed_roles)
    if dry_run:
        say(_("確かめただけで、何も記録していません。"))


def _chosen(given: Sequence[str] | None, action: RoleAction) -> dict[tuple[str, str], RoleAction]:
    chosen = {}
    for text in given or ():
        number, mark, role = text.partition("=")
        if not mark:
            raise typer.BadParameter(_("「職員番号=役割」の形で書きます：{text}").format(text=text))
        chosen[number, role] = action
    return chosen


def _print_courses(found: Sequence[CourseCarry]) -> None:
    words = {CarryState.NEW: _("引き継ぐ"), CarryState.HELD: _("新年度にある")}
    print_table(
        (_("研修コード"), _("研修名"), _("引き継ぎ")),
        ((one.course.code, one.course.name, words[one.state]) for one in found),
    )


def _print_roles(found: Sequence[tuple[RoleCarry, RoleAction]]) -> None:
    from skilltrack.i18n.years import ACTION_NAMES, FATE_NAMES

    print_table(
        (_("職員番号"), _("氏名"), _("役割"), _("任期の終わり"), _("状況"), _("処理")),
        (
            (
                one.appointment.employee_no,
                one.name,
                one.role_name,
                None if one.last_day is None else wareki(one.last_day),
                FATE_NAMES[one.fate],
                ACTION_NAMES[action],
            )
            for one, action in found
        ),
    )


@refusals_told
def close(
    context: typer.Context,
    year: Year,
    note: Annotated[str, typer.Option(help=_("締めについての覚え書き"))] = "",
    *,
    json: Json = False,
) -> None:
    """Close a year."""
    from skilltrack.i18n.years import closed_text
    from skilltrack.reports.years import closing_document
    from skilltrack.services.years.closing import close_year

    with opened(context) as database:
        closing = close_year(database, FiscalYear(year), today=today(), note=note)
    if json:
        print_document(closing_document(closing))
    say(closed_text(closing))


@refusals_told
def reopen(
    context: typer.Context,
    year: Year,
    reason: Annotated[str, typer.Option(help=_("締めを解く理由"))],
    *,
    json: Json = False,
) -> None:
    """Reopen a closed year."""
    from skilltrack.reports.years import closing_document
    from skilltrack.services.years.closing import reopen_year

    with opened(context) as database:
        closing = reopen_year(database, FiscalYear(year), reason)
    if json:
        print_document(closing_document(closing))
    say(_("{year}の締めを解きました。").format(year=fiscal_year_text(closing.fiscal_year)))


@refusals_told
def show(
    context: typer.Context, year: Year, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """Show the frozen figures of a year beside today's calculation."""
    from skilltrack.i18n.years import FROZEN_NAMES, change_text, closed_text, rows_text
    from skilltrack.reports.years import show_document
    from skilltrack.services.years.closing import closed_year, documents, every_difference

    known = instant_if_named(as_known)
    with opened(context) as database:
        found = closed_year(database, FiscalYear(year), known)
    if json:
        print_document(
            show_document(
                found.closing, documents(found), found.later, found.differences, found.others
            )
        )
        return
    say(closed_text(found.closing))
    print_table(
        (_("種類"), _("制度など"), _("所属など"), _("項目"), _("締めた数字"), _("今の計算")),
        (
            (
                FROZEN_NAMES[one.area],
                one.subject_name,
                one.name,
                one.figure,
                one.frozen,
                one.now,
            )
            for one in every_difference(found)
        ),
    )
    print_table(
        (_("締めたあとの変更"), _("日"), _("記録")),
        (
            (change_text(one), wareki(one.at.astimezone().date()), rows_text(one))
            for one in found.later
        ),
    )
