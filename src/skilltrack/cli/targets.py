"""Targets: how they stand, and changing them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.closed import LiveOption, tell_closed
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened, today
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.i18n.texts import _

AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))]
AsKnown = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで、記録しない"))]
Target = Annotated[str, typer.Argument(metavar="TARGET", help=_("目標の識別名"))]
Reason = Annotated[str, typer.Option(help=_("理由"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("目標の進捗"), invoke_without_command=True)
    group.callback()(targets)
    group.command("show", help=_("一つの目標と、その裏にある職員や件を出します。"))(show)
    group.command("add", help=_("独自の目標を加えます。"))(add)
    group.command("edit", help=_("目標を変えます。"))(edit)
    group.command("close", help=_("目標を終えます。"))(close)
    group.command("state", help=_("手で数える目標の値を入れます。"))(state)
    group.command("carry", help=_("期限の来た目標を次の年度へ引き継ぎます。"))(carry)
    group.command("undo", help=_("目標の変更を元に戻します。省くと一覧を出します。"))(undo)
    app.add_typer(group, name="targets")


@refusals_told
def targets(
    context: typer.Context,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Excelにも書き出す"))] = None,
    *,
    closed: Annotated[bool, typer.Option("--closed", help=_("終えた目標も出す"))] = False,
    live: LiveOption = False,
    json: Json = False,
) -> None:
    """Show how every target stands."""
    if context.invoked_subcommand is not None:
        return
    from skilltrack.i18n.targets import (
        actual_text,
        due_text,
        forecast_text,
        goal_text,
        name_of,
        pace_text,
        state_name,
    )
    from skilltrack.reports.target_document import targets_document
    from skilltrack.services.targets.reports import save_targets
    from skilltrack.services.years.closed_targets import targets_shown

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = targets_shown(database, on, known, has_closed=closed, is_live=live)
        if out is not None:
            save_targets(database, out, on, known)
    if json:
        print_document(targets_document(found))
        return
    tell_closed(found.closed)
    print_table(
        (
            _("識別名"),
            _("目標"),
            _("実績"),
            _("目標値"),
            _("期限"),
            _("必要な速さ"),
            _("見込み"),
            _("状態"),
        ),
        (
            (
                one.key,
                name_of(one),
                actual_text(one),
                goal_text(one),
                due_text(one),
                pace_text(one),
                forecast_text(one),
                state_name(one),
            )
            for one in found.targets
        ),
    )


@refusals_told
def show(
    context: typer.Context,
    target: Target,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    live: LiveOption = False,
    json: Json = False,
) -> None:
    """Show one target with those behind it."""
    from skilltrack.i18n.targets import actual_text, forecast_note, goal_text, method_note, name_of
    from skilltrack.reports.target_document import person_document, target_document
    from skilltrack.services.years.closed_targets import detail_shown

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = detail_shown(database, target, on, known, is_live=live)
    standing = found.standing
    if json:
        print_document(
            {
                **target_document(standing),
                "people": [person_document(one) for one in found.people],
                "outputs": [
                    {
                        "title": one.title,
                        "department": one.department or None,
                        "on": None if one.on is None else one.on.isoformat(),
                        "value": one.value,
                    }
                    for one in found.outputs
                ],
            }
        )
        return
    say(name_of(standing))
    say(f"{actual_text(standing)} / {goal_text(standing)}")
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("届いた日"), _("数える")),
        (
            (one.employee_no, one.name, one.department_name, one.on, "○" if one.is_counted else "")
            for one in found.people
        ),
    )
    if found.outputs:
        print_table(
            (_("名称"), _("所属"), _("日"), _("値")),
            ((one.title, one.department_name, one.on, one.value) for one in found.outputs),
        )
    say(method_note(standing))
    say(forecast_note(standing))


@refusals_told
def add(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ID", help=_("識別名（半角英数字）"))],
    name: Annotated[str, typer.Option(help=_("目標の名前"))],
    shape: Annotated[TargetShape, typer.Option(help=_("目標の形"))],
    due: Annotated[str, typer.Option(metavar="DATE", help=_("期限"))],
    start: Annotated[str, typer.Option("--from", metavar="DATE", help=_("開始日"))],
    measure: Annotated[MeasureKind | None, typer.Option(help=_("数えるもの"))] = None,
    codes: Annotated[str, typer.Option(help=_("研修・試験・役割・区分のコード（,で区切る）"))] = "",
    count: Annotated[int, typer.Option(min=1, help=_("コードのうち必要な数"))] = 1,
    stage: Annotated[PracticeStage | None, typer.Option(help=_("DX実践の段階"))] = None,
    unit: Annotated[CountingUnit, typer.Option(help=_("人か延べか"))] = CountingUnit.PEOPLE,
    goal: Annotated[int | None, typer.Option(min=1, help=_("目標の値"))] = None,
    percent: Annotated[float | None, typer.Option(help=_("割合の目標（％）"))] = None,
    level: Annotated[
        list[str] | None, typer.Option(metavar="TIER=N", help=_("段階ごとの人数（繰り返し可）"))
    ] = None,
    scheme: Annotated[str, typer.Option(help=_("区分や役職区分をとる育成制度"))] = "",
    reason: Reason = "",
    *,
    yearly: Annotated[bool, typer.Option("--yearly", help=_("年度ごとに数え直す"))] = False,
    dry_run: DryRun = False,
) -> None:
    """Add a target of the body."""
    from skilltrack.services.targets import editing as target_editing

    rule = TargetRule(
        id=target,
        name=name,
        shape=shape,
        starts_on=day(start),
        due_on=day(due),
        measure=None if measure is None else Measure(measure, _parted(codes), count, stage, unit),
        goal=_goal(goal, percent, Fraction(1)),
        per_level=_levels(level or []),
        is_yearly=yearly,
    )
    with opened(context) as database:
        kept = KeptTarget(rule, scheme)
        target_editing.add(database, kept, today(), reason, is_dry_run=dry_run)
    say(_("目標「{name}」を加えました。").format(name=name))
    if dry_run:
        say(_("確かめただけで、記録していません。"))


@refusals_told
def edit(
    context: typer.Context,
    target: Target,
    reason: Reason,
    name: Annotated[str | None, typer.Option(help=_("目標の名前"))] = None,
    goal: Annotated[int | None, typer.Option(min=1, help=_("目標の値"))] = None,
    percent: Annotated[float | None, typer.Option(help=_("割合の目標（％）"))] = None,
    level: Annotated[
        list[str] | None, typer.Option(metavar="TIER=N", help=_("段階ごとの人数（繰り返し可）"))
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("開始日"))] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=_("期限"))] = None,
    unit: Annotated[CountingUnit | None, typer.Option(help=_("人か延べか"))] = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """Change a target; the scheme it is from stays as it is."""
    from skilltrack.services.targets import editing as target_editing

    def changed(kept: KeptTarget) -> KeptTarget:
        rule = kept.rule
        measure = rule.measure
        if unit is not None and measure is not None:
            measure = replace(measure, unit=unit)
        return replace(
            kept,
            rule=replace(
                rule,
                name=rule.name if name is None else name,
                goal=_goal(goal, percent, rule.goal),
                per_level={**rule.per_level, **_levels(level or [])},
                starts_on=rule.starts_on if start is None else day(start),
                due_on=rule.due_on if due is None else day(due),
                measure=measure,
            ),
        )

    with opened(context) as database:
        kept = target_editing.edit(database, target, changed, today(), reason, is_dry_run=dry_run)
    say(_("目標「{name}」を変えました。").format(name=kept.rule.name))
    if dry_run:
        say(_("確かめただけで、記録していません。"))


@refusals_told
def close(
    context: typer.Context,
    target: Target,
    reason: Reason,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("終える日"))] = None,
) -> None:
    """Stop to pursue a target."""
    from skilltrack.services.targets import editing as target_editing

    with opened(context) as database:
        kept = target_editing.close(database, target, _on(on), reason)
    say(_("目標「{name}」を終えました。").format(name=kept.rule.name))


@refusals_told
def state(
    context: typer.Context,
    target: Target,
    value: Annotated[int, typer.Argument(min=0, metavar="VALUE", help=_("その日までの値"))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("いつまでの値か"))] = None,
    note: Annotated[str, typer.Option(help=_("内訳などのメモ"))] = "",
    reason: Reason = "",
) -> None:
    """Enter a figure by hand."""
    from skilltrack.services.targets import editing as target_editing

    with opened(context) as database:
        target_editing.state(database, target, _on(on), value, note, reason)
    say(_("値を入れました。"))


@refusals_told
def carry(
    context: typer.Context,
    year: Annotated[int, typer.Option(metavar="YYYY", help=_("引き継ぐ先の年度（西暦）"))],
    target: Annotated[
        list[str] | None, typer.Option(metavar="TARGET", help=_("引き継ぐ目標。省くとすべて"))
    ] = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Carry targets whose deadline has come into the next fiscal year."""
    from skilltrack.domain.calendar import FiscalYear
    from skilltrack.services.targets.years import carry_targets, preview_targets

    new = FiscalYear(year)
    with opened(context) as database:
        offered = preview_targets(database, new)
        keys = None if target is None else tuple(target)
        carried = () if dry_run or not offered else carry_targets(database, new, keys)
    done = {one.key for one in carried}
    if json:
        print_document(
            {
                "fiscal_year": year,
                "targets": [
                    {
                        "id": one.kept.key,
                        "due": one.kept.rule.due_on.isoformat(),
                        "new_due": one.due_on.isoformat(),
                        "is_carried": one.kept.key in done,
                    }
                    for one in offered
                ],
            }
        )
        return
    print_table(
        (_("識別名"), _("目標"), _("期限"), _("新しい期限")),
        ((one.kept.key, one.kept.rule.name, one.kept.rule.due_on, one.due_on) for one in offered),
    )
    say(_("{count}件を引き継ぎました。").format(count=len(carried)))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """Undo a change of targets, or list the changes."""
    undo_or_list(context, change, "targets", is_json=json)


def _on(text: str | None) -> date:
    return day_or_today(text)


def _parted(codes: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in codes.split(",") if code.strip())


def _goal(goal: int | None, percent: float | None, given: Fraction) -> Fraction:
    if percent is not None:
        return Fraction(str(percent)) / 100
    return given if goal is None else Fraction(goal)


def _levels(texts: list[str]) -> dict[str, Fraction]:
    found = {}
    for text in texts:
        tier, _equals, number = text.partition("=")
        if not number.isdecimal():
            raise typer.BadParameter(_("段階ごとの人数として読めません：{text}").format(text=text))
        found[tier] = Fraction(int(number))
    return found
