"""Who counts: inclusion show, set, people, undo."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import (
    day,
    day_or_today,
    employment_type,
    instant_if_named,
    opened,
    today,
)
from skilltrack.domain.inclusion import Coverage, Figure, InclusionRule
from skilltrack.domain.organisation import AbsenceKind
from skilltrack.i18n.inclusion import (
    EXCLUSION_NAMES,
    FIGURE_NAMES,
    ORIGIN_NAMES,
    coverage_words,
    left_out_words,
)
from skilltrack.i18n.names import ABSENCE_NAMES
from skilltrack.i18n.texts import _

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))]
AsKnown = Annotated[
    str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で計算する"))
]
SchemeOption = Annotated[
    str, typer.Option(metavar="SCHEME", help=_("育成制度。省くとすべての制度に共通"))
]
Named = TypeVar("Named", bound=StrEnum)

NONE = "none"
"""Stands for an empty list on the command line."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("どの数値にだれを数えるかを見る・変える"), no_args_is_help=True)
    group.command("show", help=_("数え方と、数えた人・除いた人の数を出します。"))(show)
    group.command("set", help=_("数え方を変えます。指定しない項目は今のままです。"))(set_rule)
    group.command("people", help=_("除いた人と、その理由を出します。"))(people)
    group.command("undo", help=_("数え方の変更を元に戻します。"))(undo)
    app.add_typer(group, name="inclusion")


@refusals_told
def show(
    context: typer.Context,
    scheme: Annotated[
        str, typer.Argument(metavar="[SCHEME]", help=_("育成制度。省くと共通の数え方"))
    ] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show who counts in every figure, and how it came to be so."""
    from skilltrack.services.inclusion import inclusion

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = inclusion(database, scheme, on, known)
    if json:
        print_document(
            {
                "scheme": scheme or None,
                "as_of": on.isoformat(),
                "figures": {one.figure.value: _counted(one) for one in found.figures},
                "versions": [
                    {
                        "id": one.change,
                        "at": one.at.isoformat(),
                        "actor": one.actor,
                        "title": one.title,
                        "reason": one.reason,
                        "undone": one.undone_in is not None,
                    }
                    for one in found.versions
                ],
            }
        )
        return
    print_table(
        (_("数値"), _("対象"), _("出所"), _("人数"), _("除いた人")),
        (
            (
                FIGURE_NAMES[one.figure],
                coverage_words(one),
                ORIGIN_NAMES[one.applied.origin],
                one.counted,
                left_out_words(one),
            )
            for one in found.figures
        ),
    )


def _counted(coverage: Coverage) -> dict[str, Any] | None:
    from skilltrack.reports.documents import counted_document

    return counted_document(coverage)


@refusals_told
def set_rule(
    context: typer.Context,
    figures: Annotated[
        list[str], typer.Argument(metavar="FIGURE...", help=_("数値。二つ以上も指定できます"))
    ],
    reason: Annotated[str, typer.Option(help=_("変える理由（氏名は書かない）"))],
    scheme: SchemeOption = "",
    employment_types: Annotated[
        str | None, typer.Option(metavar="LIST", help=_("数える任用区分（カンマ区切り）"))
    ] = None,
    absences: Annotated[
        str | None,
        typer.Option(metavar="LIST", help=_("数える休職・育休・派遣出。数えないならnone")),
    ] = None,
    without_bands: Annotated[
        str | None, typer.Option(metavar="LIST", help=_("除く役職区分。除かないならnone"))
    ] = None,
    without_occupations: Annotated[
        str | None, typer.Option(metavar="LIST", help=_("除く職種。除かないならnone"))
    ] = None,
    hired_from: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("数える採用日の初め。限らないならnone"))
    ] = None,
    hired_until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("数える採用日の終わり。限らないならnone"))
    ] = None,
    new_hire_months: Annotated[
        int | None, typer.Option(help=_("採用からこの月数に満たない人を除く。0は除かない"))
    ] = None,
    days_in_post: Annotated[
        int | None, typer.Option(help=_("今の所属にこの日数いない人を除く。0は除かない"))
    ] = None,
    *,
    default: Annotated[bool, typer.Option("--default", help=_("設定をやめて元の決まりに戻す"))] = (
        False
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("調べるだけで変えない"))] = False,
) -> None:
    """Set who counts in some figures."""
    from skilltrack.services import inclusion

    chosen = tuple(dict.fromkeys(figure(name) for name in figures))
    with opened(context) as database:
        found = inclusion.inclusion(database, scheme, today())
        held = {one.figure: one.applied.rule for one in found.figures}
        bands = {name: code for code, name in found.vocabulary.bands}
        named = {
            "employment_types": _listed(employment_types, employment_type),
            "absences": _listed(absences, _absence),
            "bands_left_out": _listed(without_bands, lambda name: bands.get(name, name)),
            "occupations_left_out": _listed(without_occupations, str),
            "hired_from": _bound(hired_from),
            "hired_until": _bound(hired_until),
            "new_hire_months": new_hire_months,
            "least_days_in_post": days_in_post,
        }
        changes = {name: value for name, value in named.items() if value is not None}
        if not changes and not default:
            raise typer.BadParameter(_("変える項目を一つ以上指定します。"))
        rule = None if default else _changed(held[chosen[0]], changes)
        operation = inclusion.set_rule(database, chosen, scheme, rule, reason, is_rehearsal=dry_run)
        tried = None if rule is None else inclusion.preview(database, chosen, rule, today())
    for one in tried or ():
        say(
            _("{figure}：{rule}。{count:,}人。{left_out}").format(
                figure=FIGURE_NAMES[one.figure],
                rule=coverage_words(one),
                count=one.counted,
                left_out=left_out_words(one),
            )
        )
    say(_("調べました。まだ変えていません。") if dry_run else operation.title)


def _changed(rule: InclusionRule, changes: dict[str, Any]) -> InclusionRule:
    days = {name: None for name in ("hired_from", "hired_until") if changes.get(name) == ()}
    return replace(rule, **{**changes, **days})


def _listed(text: str | None, read: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 (a reader)
    if text is None:
        return None
    return () if text == NONE else tuple(read(part.strip()) for part in text.split(","))


def _bound(text: str | None) -> Any:  # noqa: ANN401 (a day, () for none, None for unchanged)
    if text is None:
        return None
    return () if text == NONE else day(text)


@refusals_told
def people(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="FIGURE", help=_("数値"))],
    scheme: SchemeOption = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """Show who does not count in a figure, and why."""
    from skilltrack.services.inclusion import left_out

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    its = figure(name)
    with opened(context) as database:
        found = left_out(database, its, scheme, on, known)
    if json:
        print_document(
            {
                "figure": its.value,
                "scheme": scheme or None,
                "as_of": on.isoformat(),
                "people": [
                    {
                        "employee_no": one.employee_no,
                        "name": one.name,
                        "department": one.department,
                        "reason": one.reason.value,
                    }
                    for one in found
                ],
            }
        )
        return
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("理由")),
        (
            (one.employee_no, one.name, one.department_name, EXCLUSION_NAMES[one.reason])
            for one in found
        ),
    )


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help=_("変更の番号"))],
) -> None:
    """Undo a change of rules."""
    from skilltrack.services.inclusion import undo_rule

    with opened(context) as database:
        operation = undo_rule(database, change)
    say(_("元に戻しました：{title}").format(title=operation.title))


def figure(text: str) -> Figure:
    """Read a figure by its code or its Japanese name."""
    return _one_of(text, {one: FIGURE_NAMES[one] for one in Figure}, _("数値"))


def _absence(text: str) -> AbsenceKind:
    return _one_of(text, dict(ABSENCE_NAMES), _("状態"))


def _one_of(text: str, names: dict[Named, str], what: str) -> Named:
    for code, name in names.items():
        if text in {code.value, name}:
            return code
    raise typer.BadParameter(
        _("{what}ではありません：{text}。使えるもの：{accepted}").format(
            what=what, text=text, accepted=_accepted(names)
        )
    )


def _accepted(names: Iterable[StrEnum]) -> str:
    return "、".join(code.value for code in names)
