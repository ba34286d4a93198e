"""What is read of practices: reviewers, nominations, sums of years, workbooks, undo."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.practice_options import stage_of
from skilltrack.cli.role_options import AsKnown, AsOf, Json
from skilltrack.cli.session import (
    day_or_today,
    fiscal_year,
    instant_if_named,
    opened,
)
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import AwardNomination, PeerReview
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.practices.register import PracticeLine, PracticeRegister, RegisterQuery
from skilltrack.store.database import Database

Out = Annotated[Path, typer.Option(help=_("書き出すExcelブック"))]
KINDS = ("cases", "data", "recommendations", "appraisal")


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("reviewers", help=_("所属ごとに、評価した取組みとまだの取組みを出します。"))(
        reviewers
    )
    group.command("summary", help=_("年度ごとの件数、参加者、効果と計画を出します。"))(summary)
    group.command("report", help=_("事例集、一覧、推薦書などをExcelに書き出します。"))(report)
    group.command("undo", help=_("DX実践の変更を一覧にするか、元に戻します。"))(undo)


def query_of(
    database: Database,
    on: date,
    stage: str,
    department: str,
    year: int | None,
    text: str,
    *,
    is_public_only: bool,
) -> RegisterQuery:
    """Return what is looked for."""
    from skilltrack.services.overview import department_choices

    within = None
    if department:
        choices = {one.code: one.within for one in department_choices(database, on)}
        within = choices.get(department, frozenset({department}))
    return RegisterQuery(stage_of(stage) if stage else None, within, year, text, is_public_only)


def nomination_document(one: AwardNomination) -> dict[str, Any]:
    """Return a nomination for JSON."""
    return {
        "practice_id": one.practice_id,
        "fiscal_year": one.fiscal_year,
        "award": one.award,
        "state": one.state.value,
        "reason": one.reason,
        "on": one.on.isoformat(),
    }


def _review_document(register: PracticeRegister, one: PeerReview) -> dict[str, Any]:
    return {
        "department": one.department,
        "department_name": register.name(one.department),
        "on": one.on.isoformat(),
        "views": dict(one.views),
    }


def line_document(register: PracticeRegister, line: PracticeLine) -> dict[str, Any]:
    """Return a practice for JSON."""
    practice = line.practice
    return {
        "practice_id": line.id,
        "department": practice.department,
        "department_name": line.department_name,
        "title": practice.title,
        "content": practice.content,
        "stage": line.stage.value,
        "days": {one.stage.value: one.on.isoformat() for one in line.days},
        "effect_hours": practice.effect_hours,
        "effect_cases": practice.effect_cases,
        "is_public": practice.is_public,
        "participants": [
            {"employee_no": one.employee_no, "name": one.name, "consents": one.consents}
            for one in line.participants
        ],
        "reviews": [_review_document(register, one) for one in line.reviews],
        "spread": [_review_document(register, one) for one in line.spread],
        "nominations": [nomination_document(one) for one in line.nominations],
    }


@refusals_told
def reviewers(
    context: typer.Context, as_of: AsOf = None, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """List who has still to review what."""
    from skilltrack.services.practices.register import practice_register

    on = day_or_today(as_of)
    with opened(context) as database:
        found = practice_register(database, on, instant_if_named(as_known))
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "departments": [
                    {
                        "code": one.code,
                        "name": one.name,
                        "reviewed": [line.id for line in one.done],
                        "lacking": [line.id for line in one.lacking],
                    }
                    for one in found.reviewers
                ],
            }
        )
        return
    print_table(
        (_("所属"), _("評価した取組み"), _("まだ評価していない取組み")),
        (
            (
                one.name,
                "\n".join(line.practice.title for line in one.done),
                "\n".join(line.practice.title for line in one.lacking),
            )
            for one in found.reviewers
        ),
    )


@refusals_told
def summary(
    context: typer.Context, as_of: AsOf = None, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """Print the sums of fiscal years and the plans."""
    from skilltrack.services.practices.plans import summary_of

    on = day_or_today(as_of)
    with opened(context) as database:
        found = summary_of(database, on, instant_if_named(as_known))
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "years": [
                    {
                        "fiscal_year": one.fiscal_year,
                        "reached": {s.value: len(one.reached[s]) for s in PracticeStage},
                        "practices": {s.value: list(one.reached[s]) for s in PracticeStage},
                        "participants": len(one.people),
                        "effect_hours": one.hours,
                        "effect_cases": one.cases,
                        "unstated": one.unstated,
                    }
                    for one in found.years
                ],
                "plans": [
                    {
                        "target": one.key,
                        "name": one.name,
                        "measure": one.measure,
                        "stage": one.stage.value,
                        "from": one.starts_on.isoformat(),
                        "due": one.due_on.isoformat(),
                        "plan": one.goal,
                        "actual": one.actual,
                    }
                    for one in found.plans
                ],
            }
        )
        return
    heads = [_("{stage}（件）").format(stage=STAGE_NAMES[stage]) for stage in PracticeStage]
    print_table(
        (_("年度"), *heads, _("参加者（人）"), _("効果時間"), _("効果件数"), _("申告なし")),
        (
            (
                year_text(one.fiscal_year),
                *(len(one.reached[stage]) for stage in PracticeStage),
                len(one.people),
                one.hours,
                one.cases,
                one.unstated,
            )
            for one in found.years
        ),
    )
    print_table(
        (_("計画（目標）"), _("計画"), _("実績")),
        ((one.name, one.goal, one.actual) for one in found.plans),
    )


def year_text(year: int | None) -> str:
    """Return a fiscal year by its name."""
    return _("日付の記録なし") if year is None else fiscal_year_text(FiscalYear(year))


@refusals_told
def report(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=_("cases（事例集）、data（一覧）、recommendations（推薦書）、appraisal（同意者）"),
        ),
    ],
    out: Out,
    stage: Annotated[str, typer.Option(help=_("段階"))] = "",
    department: Annotated[str, typer.Option(help=_("所属コード。下の所属も含む"))] = "",
    year: Annotated[int | None, typer.Option(help=_("年度"))] = None,
    award: Annotated[str, typer.Option(help=_("賞の名称。省くとすべて"))] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    internal: Annotated[
        bool, typer.Option("--internal", help=_("事例集に庁内だけの取組みも入れる"))
    ] = False,
) -> None:
    """Write a workbook."""
    from skilltrack.services.practices import reports as practice_reports
    from skilltrack.services.practices.consents import save_for_appraisal

    if kind not in KINDS:
        raise typer.BadParameter(_("帳票ではありません：{kind}").format(kind=kind))
    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        query = query_of(
            database,
            on,
            stage,
            department,
            year,
            "",
            is_public_only=kind == "cases" and not internal,
        )
        if kind == "cases":
            count = practice_reports.save_cases(database, out, on, query, known)
        elif kind == "data":
            count = practice_reports.save_practice_data(database, out, on, query, known)
        elif kind == "appraisal":
            count = save_for_appraisal(database, out, on, known)
        else:
            of_year = fiscal_year(year)
            count = practice_reports.save_recommendations(database, out, on, of_year, award, known)
    say(_("「{file}」に{count}件を書き出しました。").format(file=out.name, count=count))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of practices, or undo one."""
    from skilltrack.services.practices.editing import AREA

    undo_or_list(context, change, AREA, is_json=json)
