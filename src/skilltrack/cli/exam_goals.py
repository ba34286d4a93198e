"""Goals of exams: how far, what it takes, the notice, and consents."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import Out, iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened, today
from skilltrack.domain.exams.definition import ExamConsent, ExamPurpose
from skilltrack.domain.exams.forecast import Estimate
from skilltrack.domain.exams.goals import GoalRow
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.exam_goals import (
    PURPOSE_NAMES,
    consent_text,
    range_text,
    rate_source_text,
)
from skilltrack.i18n.numbers import NO_FIGURE, percent, ratio_figure
from skilltrack.i18n.texts import _
from skilltrack.services.exams.goals import ExamGoals

EXAM = "it_passport"
Exam = Annotated[str, typer.Argument(metavar="EXAM", help=_("試験のコード"))]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("goals", help=_("目標までの人数、必要な受験、費用、見通しを出します。"))(goals)
    group.command("consent", help=_("氏名の掲載と講師の同意を記録します。"))(consent)


def _ratio(text: str | None) -> Fraction | None:
    """Read a percentage."""
    if text is None:
        return None
    try:
        return Fraction(Decimal(text.strip().removesuffix("%"))) / 100
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise typer.BadParameter(_("%の数ではありません：{text}").format(text=text)) from error


@refusals_told
def goals(
    context: typer.Context,
    exam: Exam = EXAM,
    target: Annotated[str, typer.Option(help=_("目標の番号。省くと期限の近いもの"))] = "",
    share: Annotated[str | None, typer.Option(help=_("目標の割合（%）"))] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=_("期限"))] = None,
    rate: Annotated[str | None, typer.Option(help=_("見込みに使う合格率（%）"))] = None,
    fee: Annotated[int | None, typer.Option(help=_("1回の受験料（円）"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Out = None,
    *,
    json: Json = False,
) -> None:
    """Show how far the body is with an exam."""
    from skilltrack.services.exams import goals as service

    choice = service.GoalChoice(
        target, _ratio(share), None if due is None else day(due), _ratio(rate), fee
    )
    with opened(context) as database:
        found = service.exam_goals(
            database, exam, day_or_today(as_of), choice, instant_if_named(as_known)
        )
        if out is not None:
            service.save_goals(database, out, found)
    if json:
        print_document(_document(found))
        return
    print_table(
        (
            _("所属"),
            _("対象"),
            _("合格"),
            _("割合"),
            _("目標まで"),
            _("学習中"),
            _("予約済み"),
            _("年度の受験"),
            _("合格率"),
            _("学習会"),
            _("講師"),
        ),
        (
            (
                row.name or _("全体"),
                row.people,
                *(
                    (
                        row.passers,
                        percent(row.ratio),
                        row.missing,
                        row.at(ExamStage.STUDYING),
                        row.at(ExamStage.BOOKED),
                        row.attempts_year,
                        percent(row.pass_rate),
                        row.studied,
                        row.teachers,
                    )
                    if row.people
                    else (NO_FIGURE,) * 9
                ),
            )
            for row in (found.total, *found.departments)
        ),
    )
    _say_outlook(found)


def _say_outlook(found: ExamGoals) -> None:
    outlook = found.outlook
    say(
        _("目標：{due}までに {share}（{goal:,} 人）。あと {remaining:,} 人").format(
            due=wareki(found.goal.due_on),
            share=percent(found.goal.share),
            goal=found.total.goal,
            remaining=outlook.remaining,
        )
    )
    if outlook.pace_needed is not None:
        say(
            _("必要な合格：月 {needed} 人（直近12か月は月 {pace} 人）").format(
                needed=round(float(outlook.pace_needed), 1), pace=round(float(outlook.pace), 1)
            )
        )
    say(
        _("見込みの受験：{expected:,} 回（{range}）").format(
            expected=outlook.attempts.expected, range=range_text(outlook.attempts)
        )
    )
    if outlook.cost_yen is not None:
        say(
            _("見込みの費用：{expected:,} 円（{range}）").format(
                expected=outlook.cost_yen.expected, range=range_text(outlook.cost_yen)
            )
        )
    if outlook.at_deadline is not None:
        say(
            _("期限の合格者の見通し：{expected:,} 人（{range}）").format(
                expected=outlook.at_deadline.expected, range=range_text(outlook.at_deadline)
            )
        )
    say(rate_source_text(found.usual))
    if found.meant:
        say(found.meant)


def _estimate(one: Estimate | None) -> dict[str, int] | None:
    if one is None:
        return None
    return {"expected": one.expected, "low": one.low, "high": one.high}


def _row(row: GoalRow, found: ExamGoals) -> dict[str, object]:
    return {
        "department": row.code,
        "name": row.name,
        "people": row.people,
        "passers": row.passers,
        "ratio": ratio_figure(row.ratio),
        "goal": row.goal,
        "missing": row.missing,
        "stages": {stage.value: row.at(stage) for stage in ExamStage},
        "attempts_year": row.attempts_year,
        "attempts": row.attempts,
        "sittings": row.sittings,
        "passed": row.passed,
        "pass_rate": ratio_figure(row.pass_rate),
        "may_tell_pass_rate": row.code in found.shown_rates,
        "may_tell_passers": row.code in found.shown_counts,
        "studied": row.studied,
        "teachers": row.teachers,
    }


def _document(found: ExamGoals) -> dict[str, object]:
    outlook = found.outlook
    return {
        "exam": found.exam.code,
        "as_of": found.as_of.isoformat(),
        "goal": {
            "target": found.goal.target,
            "share": ratio_figure(found.goal.share),
            "starts_on": found.goal.starts_on.isoformat(),
            "due_on": found.goal.due_on.isoformat(),
        },
        "meant": found.meant or None,
        "counted": found.counted.counted,
        "total": _row(found.total, found),
        "departments": [_row(row, found) for row in found.departments],
        "rate": {
            "used": ratio_figure(outlook.rate.ratio),
            "usual": ratio_figure(found.usual.ratio),
            "own_sittings": found.usual.sittings,
        },
        "fee_yen": found.fee_yen,
        "remaining": outlook.remaining,
        "months_left": ratio_figure(outlook.months),
        "pace_needed": ratio_figure(outlook.pace_needed),
        "pace": ratio_figure(outlook.pace),
        "attempts": _estimate(outlook.attempts),
        "cost_yen": _estimate(outlook.cost_yen),
        "forecast": [
            {"on": point.on.isoformat(), **(_estimate(point.passers) or {})}
            for point in outlook.forecast
        ],
        "study_groups": list(found.groups.names),
    }


def _purpose(text: str) -> ExamPurpose:
    for purpose, name in PURPOSE_NAMES.items():
        if text in {purpose.value, name}:
            return purpose
    accepted = "、".join(purpose.value for purpose in ExamPurpose)
    raise typer.BadParameter(
        _("目的ではありません：{text}。使えるもの：{accepted}").format(text=text, accepted=accepted)
    )


@refusals_told
def consent(
    context: typer.Context,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="[NUMBER]...", help=_("職員番号。省くと一覧"))
    ] = None,
    exam: Annotated[str, typer.Option(help=_("試験のコード"))] = EXAM,
    purpose: Annotated[str, typer.Option(help=_("notice（掲載）・teaching（講師）"))] = "notice",
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("意思を示した日"))] = None,
    as_known: AsKnown = None,
    *,
    no: Annotated[bool, typer.Option("--no", help=_("同意しない"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """State what people said about being named or teaching, or list it."""
    from skilltrack.services.exams import consents as service

    of_day = day_or_today(on)
    if numbers:
        meant = _purpose(purpose)
        with opened(context) as database:
            stated = dict.fromkeys(numbers, not no)
            count = service.state_consents(
                database, exam, meant, stated, of_day, today=today(), is_dry_run=dry_run
            )
        if json:
            print_document({"is_dry_run": dry_run, "stated": count})
        else:
            text = _("{count} 人を記録します。") if dry_run else _("{count} 人を記録しました。")
            say(text.format(count=count))
        return
    with opened(context) as database:
        found = service.consent_list(database, exam, of_day, instant_if_named(as_known))
    if json:
        print_document(
            {
                "exam": exam,
                "as_of": of_day.isoformat(),
                "people": [
                    {
                        "employee_no": line.person.employee_no,
                        "name": line.person.name,
                        "department": line.person.department,
                        "passed_on": line.passed_on.isoformat(),
                        "notice": _stated(line.notice),
                        "teaching": _stated(line.teaching),
                    }
                    for line in found.lines
                ],
            }
        )
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("合格日"), *PURPOSE_NAMES.values()),
        (
            (
                line.person.employee_no,
                line.person.name,
                line.person.department_name,
                wareki_short(line.passed_on),
                consent_text(line.notice),
                consent_text(line.teaching),
            )
            for line in found.lines
        ),
    )


def _stated(one: ExamConsent | None) -> dict[str, object] | None:
    return None if one is None else {"consents": one.consents, "on": iso(one.stated_on)}
