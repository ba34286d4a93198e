"""Departments reorganised."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.organisation_results import iso, result_document, tell, tree_document
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.reorganisation.steps import TOP, Action, Part, Step
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

Effective = Annotated[str, typer.Option(metavar="DATE", help=_("改編の日（変わった最初の日）"))]
Reason = Annotated[str, typer.Option(metavar="TEXT", help=_("改編の理由。人の名前は書かない"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで変えない"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Code = Annotated[str, typer.Argument(metavar="CODE", help=_("所属コード"))]
Name = Annotated[str, typer.Option(metavar="TEXT", help=_("名称。省くと今のまま"))]
Parent = Annotated[
    str | None, typer.Option(metavar="CODE", help=_("上位所属コード。「最上位」も可"))
]
Unit = Annotated[bool | None, typer.Option("--unit/--no-unit", help=_("評価単位にするか"))]
ChildrenTo = Annotated[
    str, typer.Option(metavar="CODE", help=_("下にある所属の移し先の所属コード"))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("組織の改編（改称・移管・統合・分割・廃止・新設）"))
    for name, command, text in (
        ("tree", tree, _("所属の木と人数を出します。")),
        ("template", template, _("改編の計画を書く空のファイルを作ります。")),
        ("plan", plan, _("計画のファイルどおりに、まとめて改編します。")),
        ("open", open_, _("所属を新しく作ります。")),
        ("rename", rename, _("所属の名称やコードを変えます。")),
        ("move", move, _("所属を別の所属の下へ移します。")),
        ("merge", merge, _("二つ以上の所属を一つにします。")),
        ("split", split, _("所属を二つ以上に分けます。")),
        ("close", close, _("所属を終わりにします。")),
        ("list", list_, _("これまでの改編を出します。")),
        ("print", print_, _("新旧対照表をExcelに書き出します。")),
        ("undo", undo, _("改編をまるごと元に戻します。")),
    ):
        group.command(name, help=text)(command)
    app.add_typer(group, name="organisation")


@refusals_told
def tree(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))] = None,
    as_known: Annotated[
        str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))
    ] = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help=_("終わった所属・予定の所属も出す"))] = False,
    json: Json = False,
) -> None:
    """Print the tree of departments."""
    from skilltrack.services.organisation.reorganisation import organisation_tree

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        rows = organisation_tree(database, on, known, has_others=all_)
    if json:
        print_document(tree_document(rows, on))
        return
    print_table(
        (_("コード"), _("所属名"), _("評価単位"), _("人数"), _("下位を含む")),
        (
            (
                row.department.code,
                "　" * row.depth + row.department.name,
                _("○") if row.department.is_evaluation_unit else "",
                row.people,
                row.people_within,
            )
            for row in rows
        ),
    )


@refusals_told
def template(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先（xlsx）"))],
) -> None:
    """Write an empty plan."""
    from skilltrack.services.organisation.reorganisation import save_plan_template

    with opened(context) as database:
        save_plan_template(database, out)
    say(_("計画のひな形「{file}」を書き出しました。").format(file=out.name))


@refusals_told
def plan(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("計画のファイル"))],
    effective: Effective,
    people: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("分割の振分の一覧（職員番号と所属コード）")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("新旧対照表の書き先（xlsx）"))
    ] = None,
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Apply a plan from a file."""
    from skilltrack.services.organisation.files import read_plan_file

    read = read_plan_file(file, people)
    for notice in read.notices:
        say(sentence(notice))
    _apply(context, read.steps, effective, reason, is_dry_run=dry_run, is_json=json, out=out)


@refusals_told
def open_(
    context: typer.Context,
    code: Code,
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("名称"))],
    effective: Effective,
    parent: Parent = None,
    reason: Reason = "",
    *,
    unit: Unit = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Open a department."""
    step = Step(Action.OPEN, (), (Part(code, name, _parent(parent), unit),))
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


@refusals_told
def rename(
    context: typer.Context,
    code: Code,
    effective: Effective,
    name: Name = "",
    new_code: Annotated[
        str, typer.Option(metavar="CODE", help=_("新しい所属コード。省くと今のまま"))
    ] = "",
    parent: Parent = None,
    reason: Reason = "",
    *,
    unit: Unit = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Rename a department."""
    part = Part(new_code or code, name, _parent(parent), unit)
    step = Step(Action.RENAME, (code,), (part,))
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


@refusals_told
def move(
    context: typer.Context,
    code: Code,
    effective: Effective,
    parent: Annotated[str, typer.Option(metavar="CODE", help=_("上位所属コード。「最上位」も可"))],
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Move a department below another."""
    step = Step(Action.MOVE, (code,), (Part(code, parent=_parent(parent)),))
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


@refusals_told
def merge(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help=_("一つにする所属"))],
    into: Annotated[str, typer.Option(metavar="CODE", help=_("統合した後の所属コード"))],
    effective: Effective,
    name: Name = "",
    parent: Parent = None,
    children_to: ChildrenTo = "",
    reason: Reason = "",
    *,
    unit: Unit = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Merge departments."""
    part = Part(into, name, _parent(parent), unit)
    step = Step(Action.MERGE, tuple(dict.fromkeys(codes)), (part,), children_to)
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


@refusals_told
def split(
    context: typer.Context,
    code: Code,
    into: Annotated[
        list[str],
        typer.Option(
            metavar="CODE=NAME", help=_("分けた後の所属。コードだけなら今ある所属。二つ以上")
        ),
    ],
    effective: Effective,
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=WORD;...", help=_("職名・職員番号・「残り」の振分")),
    ] = None,
    people: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("振分の一覧（職員番号と所属コード）"))
    ] = None,
    children_to: ChildrenTo = "",
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Split a department."""
    from skilltrack.services.organisation.files import split_step

    named = [_pair(text) for text in into]
    shares = [_pair(text) for text in take or ()]
    step = split_step(code, named, shares, children_to, people)
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


@refusals_told
def close(
    context: typer.Context,
    code: Code,
    effective: Effective,
    successor: Annotated[
        str, typer.Option(metavar="CODE", help=_("人と仕事を引き継ぐ所属コード"))
    ] = "",
    children_to: ChildrenTo = "",
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Close a department."""
    parts = (Part(successor),) if successor else ()
    step = Step(Action.CLOSE, (code,), parts, children_to)
    _apply(context, (step,), effective, reason, is_dry_run=dry_run, is_json=json)


def _parent(text: str | None) -> str | None:
    return TOP if text in {_("最上位"), ""} else text


def _pair(text: str) -> tuple[str, str]:
    code, _sign, rest = text.partition("=")
    return code.strip(), rest.strip()


def _apply(
    context: typer.Context,
    steps: Sequence[Step],
    effective: str,
    reason: str,
    *,
    is_dry_run: bool,
    is_json: bool,
    out: Path | None = None,
) -> None:
    from skilltrack.services.organisation.reorganisation import reorganise, save_comparison

    on = day(effective)
    with opened(context) as database:
        done = reorganise(database, steps, on, reason=reason, is_dry_run=is_dry_run)
        if out is not None:
            save_comparison(database, out, done, reason=reason)
    if is_json:
        print_document(result_document(done))
    tell(done)


@refusals_told
def list_(context: typer.Context, *, json: Json = False) -> None:
    """List reorganisations, newest first."""
    from skilltrack.services.organisation.reorganisation import reorganisations

    with opened(context) as database:
        found = reorganisations(database)
    if json:
        operations = [
            {
                "change": one.change,
                "title": one.title,
                "reason": one.reason,
                "effective_on": iso(one.effective_on),
                "at": None if one.at is None else one.at.isoformat(),
                "undone_in": one.undone_in,
            }
            for one in found
        ]
        print_document({"operations": operations})
        return
    print_table(
        (_("番号"), _("改編の日"), _("内容"), _("理由"), _("取消")),
        (
            (
                one.change,
                "" if one.effective_on is None else wareki(one.effective_on),
                one.title,
                one.reason,
                "" if one.undone_in is None else _("済"),
            )
            for one in found
        ),
    )


@refusals_told
def print_(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help=_("改編の番号"))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先（xlsx）"))],
) -> None:
    """Write the table of old and new departments."""
    from skilltrack.services.organisation.reorganisation import save_comparison

    with opened(context) as database:
        save_comparison(database, out, change)
    say(_("新旧対照表「{file}」を書き出しました。").format(file=out.name))


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help=_("改編の番号"))],
) -> None:
    """Undo a reorganisation."""
    from skilltrack.services.organisation.reorganisation import undo_reorganisation

    with opened(context) as database:
        done = undo_reorganisation(database, change)
    say(_("「{title}」を元に戻しました。").format(title=done.title))
