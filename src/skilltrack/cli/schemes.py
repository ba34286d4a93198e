"""Schemes: list, show, take, copy, check, take over, write out, compare, drop, effect."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day_or_today, opened
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.schemes.changes import SchemeChange
    from skilltrack.domain.schemes.definition import Scheme
    from skilltrack.domain.schemes.judging import Standing
    from skilltrack.domain.schemes.programmes import Programme

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("理由"))]
SchemeName = Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度のID"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("制度のファイル（.xlsx か .toml）"))]
WRITTEN = (".xlsx", ".toml")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("育成制度の内容"))
    group.command("list", help=_("登録済みの育成制度と、取り入れられる制度を出します。"))(list_)
    group.command("show", help=_("育成制度の区分と要件、版の履歴を出します。"))(show)
    group.command("adopt", help=_("用意された育成制度を取り入れます。"))(adopt)
    group.command("copy", help=_("育成制度を別のIDと名称で写します。"))(copy)
    group.command("check", help=_("制度のファイルに誤りがないか調べます。"))(check)
    group.command("import", help=_("制度のファイルを新しい版として取り込みます。"))(import_)
    group.command("export", help=_("育成制度をExcelかテキストに書き出します。"))(export)
    group.command("diff", help=_("育成制度の違いを出します。"))(diff)
    group.command("drop", help=_("育成制度の使用を終えます。戻すこともできます。"))(drop)
    group.command("undo", help=_("育成制度の変更を元に戻します。"))(undo)
    group.command("effect", help=_("ファイルを取り込むと誰の区分が変わるかを出します。"))(effect)
    app.add_typer(group, name="schemes")


@refusals_told
def list_(context: typer.Context, *, json: Json = False) -> None:
    """List the schemes of the body and those that can be taken."""
    from skilltrack.services.schemes.editing import list_entries

    with opened(context) as database:
        found = list_entries(database)
    if json:
        print_document(
            {
                "schemes": [
                    {
                        "id": one.scheme.id,
                        "version": one.scheme.version,
                        "name": one.scheme.name,
                        "rule": one.scheme.rule.value,
                        "own": one.is_own,
                        "in_use": one.is_in_use,
                    }
                    for one in found
                ]
            }
        )
        return
    print_table(
        (_("ID"), _("版"), _("名称"), _("区分"), _("状態")),
        (
            (
                one.scheme.id,
                one.scheme.version,
                one.scheme.name,
                len(one.scheme.tiers),
                _state(is_own=one.is_own, is_in_use=one.is_in_use),
            )
            for one in found
        ),
    )


def _state(*, is_own: bool, is_in_use: bool) -> str:
    if not is_own:
        return _("取り入れられます")
    return _("使用中") if is_in_use else _("使用終了")


@refusals_told
def show(
    context: typer.Context,
    scheme: SchemeName,
    version: Annotated[int | None, typer.Option(help=_("版。省くと最新"))] = None,
    *,
    json: Json = False,
) -> None:
    """Show a scheme; as JSON it is the definition as a whole."""
    from skilltrack.domain.schemes.gates import leaves
    from skilltrack.i18n.scheme_changes import requirement_text
    from skilltrack.services.schemes.editing import find_scheme, list_versions

    with opened(context) as database:
        found, programme = find_scheme(database, scheme, version)
        versions = list_versions(database, scheme)
    if json:
        print_document({"definition": _definition(found, programme)})
        return
    heading = _("{name}（{id} 版{version}）")
    say(heading.format(name=found.name, id=found.id, version=found.version))
    print_table(
        (_("区分"), _("要件ID"), _("表示名"), _("求めるもの")),
        (
            (tier.name, leaf.id, leaf.label, requirement_text(leaf))
            for tier in found.tiers
            for leaf in leaves(tier.gate)
        ),
    )
    print_table(
        (_("版"), _("日"), _("変更"), _("理由"), _("変更の番号")),
        (
            (
                one.scheme.version,
                one.at.astimezone().date().isoformat(),
                len(one.changes),
                one.reason or None,
                one.change or None,
            )
            for one in versions
        ),
    )


def _definition(scheme: "Scheme", programme: "Programme") -> dict[str, Any]:
    from skilltrack.services.schemes.files import document_of

    return document_of(scheme, programme)


@refusals_told
def adopt(
    context: typer.Context,
    scheme: Annotated[list[str], typer.Argument(metavar="SCHEME...", help=_("育成制度のID"))],
) -> None:
    """Take shipped schemes into the data file."""
    from skilltrack.services.definitions import adopt_shipped

    with opened(context) as database:
        taken = adopt_shipped(database, scheme)
    for one in taken:
        say(_("「{name}」を取り入れました。").format(name=one.name))


@refusals_told
def copy(
    context: typer.Context,
    scheme: SchemeName,
    new_id: Annotated[str, typer.Option("--id", metavar="ID", help=_("写しのID"))],
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("写しの名称"))],
    reason: Reason,
) -> None:
    """Copy a scheme under an own id and name."""
    from skilltrack.services.schemes.editing import copy_scheme

    with opened(context) as database:
        made = copy_scheme(database, scheme, new_id, name, reason)
    say(_("「{name}」（{id}）を作りました。").format(name=made.name, id=made.id))


@refusals_told
def check(file: File, *, json: Json = False) -> None:
    """Check a file of a scheme."""
    from skilltrack.services.schemes.files import check_file

    scheme, programme = check_file(file)
    if json:
        print_document({**_summary(scheme), **_counts(scheme, programme)})
        return
    say(_("誤りはありません：{name}").format(name=scheme.name))


@refusals_told
def import_(
    context: typer.Context,
    file: File,
    reason: Reason = "",
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("確かめるだけで取り込まない"))
    ] = False,
    json: Json = False,
) -> None:
    """Take a scheme over as a new version."""
    from skilltrack.i18n.problems import sentence
    from skilltrack.services.schemes.files import import_file

    with opened(context) as database:
        saved = import_file(database, file, reason or _("確認のみ") * dry_run, is_rehearsal=dry_run)
    for notice in saved.notices:
        say(sentence(notice))
    if json:
        print_document(
            {
                **_summary(saved.scheme),
                "new_version": saved.is_new_version,
                "dry_run": dry_run,
                "changes": [_change(one) for one in saved.changes],
            }
        )
    else:
        _print_changes(saved.changes)
    text = _("「{name}」の版{version}と同じ内容です。")
    if saved.is_new_version:
        text = _("「{name}」の版{version}として取り込みました。")
        if dry_run:
            text = _("「{name}」の版{version}になります。まだ取り込んでいません。")
    say(text.format(name=saved.scheme.name, version=saved.scheme.version))


@refusals_told
def export(
    context: typer.Context,
    scheme: SchemeName,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先。末尾は .xlsx か .toml"))],
    version: Annotated[int | None, typer.Option(help=_("版。省くと最新"))] = None,
) -> None:
    """Write a scheme as a workbook or as text definition."""
    from skilltrack.services.schemes.files import export_scheme

    if out.suffix.lower() not in WRITTEN:
        raise typer.BadParameter(_("--out の末尾を .xlsx か .toml にします。"))
    with opened(context) as database:
        found = export_scheme(database, scheme, version, out)
    say(
        _("「{name}」の版{version}を書き出しました：{path}").format(
            name=found.name, version=found.version, path=out
        )
    )


@refusals_told
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help=_("前の制度（ID、ID@版、ファイル）"))],
    new: Annotated[str, typer.Argument(metavar="B", help=_("後の制度（ID、ID@版、ファイル）"))],
    *,
    json: Json = False,
) -> None:
    """Compare two schemes."""
    from skilltrack.services.schemes.files import difference

    with opened(context) as database:
        found = difference(database, old, new)
    if json:
        print_document({"changes": [_change(one) for one in found]})
    elif found:
        _print_changes(found)
    else:
        say(_("違いはありません。"))


@refusals_told
def drop(
    context: typer.Context,
    scheme: SchemeName,
    reason: Reason,
    *,
    back: Annotated[bool, typer.Option("--back", help=_("使用を再開する"))] = False,
) -> None:
    """Take a scheme out of use, or back."""
    from skilltrack.services.schemes.editing import drop_scheme, return_scheme

    with opened(context) as database:
        act = return_scheme if back else drop_scheme
        operation = act(database, scheme, reason)
    say(_("{title}を記録しました。").format(title=operation.title))


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="CHANGE", help=_("変更の番号"))],
) -> None:
    """Undo a version or the end of the use of a scheme."""
    from skilltrack.services.schemes.editing import undo_scheme_change

    with opened(context) as database:
        operation = undo_scheme_change(database, change)
    say(_("{title}を元に戻しました。").format(title=operation.title))


@refusals_told
def effect(
    context: typer.Context,
    file: File,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))] = None,
    *,
    json: Json = False,
) -> None:
    """Tell who would stand in another tier."""
    from skilltrack.services.schemes.files import check_file, effect_of_file

    on: date = day_or_today(as_of)
    with opened(context) as database:
        found = effect_of_file(database, file, on)
    scheme, _programme = check_file(file)
    if json:
        print_document(
            {
                "scheme": scheme.id,
                "as_of": on.isoformat(),
                "people": found.shift.people,
                "moves": [
                    {
                        "from": _standing(move.before),
                        "to": _standing(move.after),
                        "people": move.people,
                    }
                    for move in found.shift.moves
                ],
                "moved": [
                    {
                        "employee_no": one.person.employee_no,
                        "from": _standing(one.before),
                        "to": _standing(one.after),
                    }
                    for one in found.moved
                ],
            }
        )
        return
    from skilltrack.i18n.standings import standing_text

    print_table(
        (_("今"), _("変更後"), _("人数")),
        (
            (standing_text(move.before, scheme), standing_text(move.after, scheme), move.people)
            for move in found.shift.moves
        ),
    )
    say(
        _("{people:,}人のうち{moved:,}人の判定が変わります。").format(
            people=found.shift.people, moved=len(found.moved)
        )
    )


def _standing(standing: "Standing") -> dict[str, Any]:
    return {"tier": standing.tier, "met": standing.met}


def _summary(scheme: "Scheme") -> dict[str, Any]:
    return {"id": scheme.id, "version": scheme.version, "name": scheme.name}


def _counts(scheme: "Scheme", programme: "Programme") -> dict[str, int]:
    return {
        "tiers": len(scheme.tiers),
        "courses": len({course.code for course in scheme.courses}),
        "obligations": len(programme.obligations),
        "targets": len(programme.targets),
    }


def _change(change: "SchemeChange") -> dict[str, Any]:
    from skilltrack.i18n.scheme_changes import change_lines

    (line,) = change_lines([change])
    return {
        "part": change.part.value,
        "code": change.code,
        "field": change.field,
        "before": line.before,
        "after": line.after,
    }


def _print_changes(changes: "Sequence[SchemeChange]") -> None:
    from skilltrack.i18n.scheme_changes import change_lines

    print_table(
        (_("部分"), _("名称"), _("変更"), _("前"), _("後")),
        (
            (line.part, line.subject, line.what, line.before, line.after)
            for line in change_lines(changes)
        ),
    )
