"""Taking files over, and undoing it."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, opened, today
from skilltrack.domain.intake import FieldChange, ImportKind, ImportOutcome
from skilltrack.i18n.names import FIELD_NAMES, IMPORT_KIND_NAMES, value_name
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _

SHOWN_CHANGES = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import", help=_("名簿・研修・資格のファイルを取り込みます。"))(import_file)
    group = typer.Typer(help=_("取り込みの一覧と取り消し"))
    group.command("list", help=_("取り込みの一覧を出します。"))(list_imports)
    group.command("undo", help=_("取り込みを元に戻します（30日以内）。"))(undo)
    app.add_typer(group, name="imports")


@refusals_told
def import_file(
    context: typer.Context,
    kind: Annotated[ImportKind, typer.Argument(help=_("ファイルの種類"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("取り込むファイル"))],
    effective: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("いつからの内容か。省くと今日"))
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("確かめるだけで取り込まない"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Take over a file as a whole, or not at all."""
    from skilltrack.services.imports.files import import_file as take_over

    with opened(context) as database:
        outcome = take_over(
            database,
            kind,
            file,
            today=today(),
            effective=None if effective is None else day(effective),
            is_dry_run=dry_run,
        )
    if json:
        print_document(_document(outcome))
    for notice in outcome.notices:
        say(sentence(notice))
    say(_summary(outcome))
    for change in outcome.changed[:SHOWN_CHANGES]:
        fields = "、".join(_field(field) for field in change.fields)
        say(_("  {row}行目 {key}：{fields}").format(row=change.row, key=change.key, fields=fields))
    if outcome.missing:
        say(
            _("ファイルにない職員が {count} 人います。記録はそのまま残しています。").format(
                count=len(outcome.missing)
            )
        )


def _field(change: FieldChange) -> str:
    old, new = (value_name(change.field, value) or "―" for value in (change.old, change.new))
    return f"{FIELD_NAMES.get(change.field, change.field)} {old} → {new}"


def _summary(outcome: ImportOutcome) -> str:
    counts = _("新規 {new} 件、変更 {changed} 件、変更なし {unchanged} 件").format(
        new=outcome.new, changed=len(outcome.changed), unchanged=outcome.unchanged
    )
    if outcome.change is None:
        return _("確かめただけで、取り込んでいません（{counts}）。").format(counts=counts)
    return _("取り込みました（{counts}。取り込み番号 {change}）。").format(
        counts=counts, change=outcome.change
    )


def _document(outcome: ImportOutcome) -> dict[str, object]:
    return {
        "kind": outcome.kind.value,
        "file": outcome.file,
        "rows": outcome.rows_read,
        "new": outcome.new,
        "changed": [
            {
                "row": change.row,
                "key": change.key,
                "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in change.fields],
            }
            for change in outcome.changed
        ],
        "unchanged": outcome.unchanged,
        "missing": list(outcome.missing),
        "notices": [sentence(notice) for notice in outcome.notices],
        "change": outcome.change,
    }


@refusals_told
def list_imports(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List imports, newest first."""
    from skilltrack.services.imports.files import list_imports as listed

    with opened(context) as database:
        records = listed(database)
    if json:
        print_document(
            {
                "imports": [
                    {
                        "change": record.change,
                        "kind": record.kind.value,
                        "file": record.file_name,
                        "at": None if record.at is None else record.at.isoformat(),
                        "rows": record.rows_read,
                        "new": record.rows_new,
                        "changed": record.rows_changed,
                        "undone_in": record.undone_in,
                    }
                    for record in records
                ]
            }
        )
        return
    print_table(
        (_("番号"), _("種類"), _("ファイル"), _("行"), _("新規"), _("変更"), _("取消")),
        (
            (
                record.change,
                IMPORT_KIND_NAMES[record.kind],
                record.file_name,
                record.rows_read,
                record.rows_new,
                record.rows_changed,
                "" if record.undone_in is None else _("済"),
            )
            for record in records
        ),
    )


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help=_("取り込み番号"))],
) -> None:
    """Undo an import."""
    from skilltrack.services.imports.files import undo_import

    with opened(context) as database:
        record = undo_import(database, change, today=today())
    say(_("「{file}」の取り込みを元に戻しました。").format(file=record.file_name))
