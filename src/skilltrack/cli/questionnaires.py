"""Questionnaires: list, check, take over, write out, compare."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import opened
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.questionnaires.versions import QuestionnaireDifference
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.texts import _

WRITTEN = (".xlsx", ".toml")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("調査票"))
    group.command("list", help=_("登録済みの調査票を版ごとに出します。"))(list_)
    group.command("adopt", help=_("付属の調査票を使えるようにします。"))(adopt)
    group.command("check", help=_("調査票のファイルに誤りがないか調べます。"))(check)
    group.command("import", help=_("調査票のファイルを新しい版として取り込みます。"))(import_)
    group.command("export", help=_("調査票をExcelかテキストに書き出します。"))(export)
    group.command("diff", help=_("調査票の違いと、結果を比べられるかどうかを出します。"))(diff)
    app.add_typer(group, name="questionnaire")


@refusals_told
def list_(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List every version, the newest of each questionnaire first."""
    from skilltrack.services.questionnaires import list_versions

    with opened(context) as database:
        found = list_versions(database)
    if json:
        print_document(
            {
                "questionnaires": [
                    {
                        **_summary(one.questionnaire),
                        "newest": one.is_newest,
                        "rounds": list(one.rounds),
                    }
                    for one in found
                ]
            }
        )
        return
    print_table(
        (_("ID"), _("版"), _("題名"), _("設問"), _("使用中の調査")),
        (
            (
                one.questionnaire.id,
                one.questionnaire.version,
                one.questionnaire.title,
                len(one.questionnaire.items),
                "、".join(one.rounds) or None,
            )
            for one in found
        ),
    )


@refusals_told
def adopt(
    context: typer.Context,
    questionnaires: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help=_("調査票。省くと一覧だけを出す"))
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Take shipped questionnaires, or list what is shipped and not taken."""
    from skilltrack.services.definitions import adopt_questionnaires, offered_questionnaires

    with opened(context) as database:
        if questionnaires:
            found = adopt_questionnaires(database, questionnaires)
        else:
            found = offered_questionnaires(database)
    if json:
        print_document({"questionnaires": [_summary(one) for one in found]})
    else:
        print_table(
            (_("ID"), _("版"), _("題名"), _("設問")),
            ((one.id, one.version, one.title, len(one.items)) for one in found),
        )
    if questionnaires:
        say(_("{count} 件の調査票を使えるようにしました。").format(count=len(found)))
    else:
        say(_("まだ使っていない付属の調査票は {count} 件です。").format(count=len(found)))


@refusals_told
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("調査票のファイル"))],
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Check a questionnaire file."""
    from skilltrack.services.questionnaires import check_questionnaire

    found = check_questionnaire(file)
    if json:
        counts = {kind.value: _count(found, kind) for kind in ItemKind}
        print_document({**_summary(found), "kinds": counts})
        return
    kinds = "、".join(
        _("{name} {count} 問").format(name=ITEM_KIND_NAMES[kind], count=_count(found, kind))
        for kind in ItemKind
        if _count(found, kind)
    )
    say(_("誤りはありません：{title}（{kinds}）").format(title=found.title, kinds=kinds))


@refusals_told
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("調査票のファイル"))],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("確かめるだけで取り込まない"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Take a questionnaire over as a new version."""
    from skilltrack.services.questionnaires import import_questionnaire

    with opened(context) as database:
        imported = import_questionnaire(database, file, is_rehearsal=dry_run)
    found = imported.questionnaire
    difference = imported.difference
    if json:
        print_document(
            {
                **_summary(found),
                "new_version": imported.is_new_version,
                "dry_run": dry_run,
                "orphaned": [
                    {"scheme": scheme, "requirement": requirement}
                    for scheme, requirement in imported.orphaned
                ],
                "difference": None if difference is None else _difference_document(difference),
            }
        )
    elif difference is not None and not difference.is_empty:
        _print_difference(difference)
    for scheme, requirement in imported.orphaned:
        say(
            _(
                "育成制度「{scheme}」の要件「{requirement}」は、"
                "新しい版にない設問、分野、段階のどれかを使っています。"
            ).format(scheme=scheme, requirement=requirement)
        )
    say(_outcome(found, is_new=imported.is_new_version, is_rehearsal=dry_run))


def _outcome(found: Questionnaire, *, is_new: bool, is_rehearsal: bool) -> str:
    if not is_new:
        text = _("「{title}」の版{version}と同じ内容です。取り込むものはありません。")
    elif is_rehearsal:
        text = _("「{title}」の版{version}になります。まだ取り込んでいません。")
    else:
        text = _("「{title}」の版{version}として取り込みました。")
    return text.format(title=found.title, version=found.version)


@refusals_told
def export(
    context: typer.Context,
    questionnaire: Annotated[str, typer.Argument(metavar="ID", help=_("調査票"))],
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先。末尾は .xlsx か .toml"))],
    version: Annotated[int | None, typer.Option(help=_("調査票の版。省くと最新"))] = None,
) -> None:
    """Write a questionnaire as XLSForm workbook or as text definition."""
    from skilltrack.services.questionnaires import export_questionnaire

    if out.suffix.lower() not in WRITTEN:
        raise typer.BadParameter(_("--out の末尾を .xlsx か .toml にします。"))
    with opened(context) as database:
        found = export_questionnaire(database, questionnaire, version, out)
    say(
        _("「{title}」の版{version}を書き出しました：{path}").format(
            title=found.title, version=found.version, path=out
        )
    )


@refusals_told
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help=_("前の調査票（ID、ID@版、ファイル）"))],
    new: Annotated[str, typer.Argument(metavar="B", help=_("後の調査票（ID、ID@版、ファイル）"))],
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Compare two questionnaires."""
    from skilltrack.services.questionnaires import difference_of

    with opened(context) as database:
        found = difference_of(database, old, new)
    if json:
        print_document(_difference_document(found))
    elif found.is_empty:
        say(_("違いはありません。"))
    else:
        _print_difference(found)


def _print_difference(found: QuestionnaireDifference) -> None:
    from skilltrack.i18n.versions import difference_lines

    print_table(
        (_("設問"), _("変更"), _("前"), _("後"), _("前の版との比較")),
        (
            (line.subject, line.change, line.before, line.after, line.comparison)
            for line in difference_lines(found)
        ),
    )


def _count(questionnaire: Questionnaire, kind: ItemKind) -> int:
    return sum(1 for item in questionnaire.items if item.kind is kind)


def _summary(questionnaire: Questionnaire) -> dict[str, object]:
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "items": len(questionnaire.items),
    }


def _difference_document(found: QuestionnaireDifference) -> dict[str, object]:
    return {
        "old": {"id": found.old.id, "version": found.old.version},
        "new": {"id": found.new.id, "version": found.new.version},
        "title_changed": found.is_title_changed,
        "explanation_changed": found.is_explanation_changed,
        "scale_changed": found.is_scale_changed,
        "order_changed": found.is_order_changed,
        "categories": [
            {
                "code": one.code,
                "old": None if one.old is None else one.old.name,
                "new": None if one.new is None else one.new.name,
            }
            for one in found.categories
        ],
        "unlike_scores": list(found.unlike_scores),
        "items": [
            {
                "code": one.code,
                "changes": [kind.value for kind in one.kinds],
                "old": None if one.old is None else one.old.text,
                "new": None if one.new is None else one.new.text,
                "comparable": one.is_comparable,
                "because": None if one.because is None else one.because.value,
            }
            for one in found.items
        ],
    }
