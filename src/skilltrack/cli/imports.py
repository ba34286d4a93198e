"""Taking files over, and undoing it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, opened, today
from skilltrack.domain.intake import (
    ColumnMapping,
    Decision,
    FieldChange,
    Handling,
    ImportKind,
    ImportOutcome,
    MissingRule,
    OutcomeLine,
)
from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES, decision_text
from skilltrack.i18n.names import FIELD_NAMES, value_name
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
    mappings = typer.Typer(help=_("見出しと言葉の対応"))
    mappings.command("list", help=_("覚えている対応の一覧を出します。"))(list_mappings)
    mappings.command("show", help=_("種類ごとの対応を出します。"))(show_mapping)
    mappings.command("remove", help=_("覚えている対応を消します。"))(remove_mapping)
    app.add_typer(mappings, name="mappings")


@refusals_told
def import_file(
    context: typer.Context,
    kind: Annotated[ImportKind, typer.Argument(help=_("ファイルの種類"))],
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("取り込むファイル"))],
    effective: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("いつからの内容か。省くと今日"))
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="A=B", help=_("ファイルの見出し=取り込む項目")),
    ] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(metavar="C:A=B", help=_("項目:ファイルの言葉=使う言葉")),
    ] = None,
    header_row: Annotated[int | None, typer.Option(help=_("見出しの行。省くと探す"))] = None,
    missing: Annotated[
        Handling | None, typer.Option(help=_("ファイルにない職員の扱い。省くと残す"))
    ] = None,
    missing_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("一人ずつの扱い（職員番号、扱い、日付）のファイル")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("すべての行の結果を書くExcelブック"))
    ] = None,
    *,
    remember: Annotated[
        bool, typer.Option("--remember", help=_("見出しと言葉の対応を覚える"))
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help=_("一部の職員だけの名簿として扱う"))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("確かめるだけで取り込まない"))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Take over a file as a whole, or not at all."""
    from skilltrack.services.imports import mappings
    from skilltrack.services.imports.files import import_file as take_over
    from skilltrack.services.imports.results import decisions_of, save_outcome

    decided = {} if missing_file is None else decisions_of(missing_file)
    rule = None
    if partial or decided or missing is not None:
        rest = None if missing is None and decided else Decision(missing or Handling.KEEP)
        rule = MissingRule(decided, rest, is_partial=partial)
    with opened(context) as database:
        known = mappings.list_mappings(database).get(kind, ColumnMapping())
        mapping = _mapping(known, map_ or (), word or (), header_row)
        outcome = take_over(
            database,
            kind,
            file,
            today=today(),
            effective=None if effective is None else day(effective),
            mapping=mapping,
            missing=rule,
            is_dry_run=dry_run,
        )
        if remember:
            mappings.remember(database, kind, mapping)
        if out is not None:
            save_outcome(database, out, outcome)
    if json:
        print_document(_document(outcome))
    _tell(outcome)


def _mapping(
    known: ColumnMapping, maps: Sequence[str], words: Sequence[str], header_row: int | None
) -> ColumnMapping:
    """Return what is remembered with what the options add."""
    headings = dict(known.headings)
    for text in maps:
        theirs, ours = _halves(text)
        headings = {key: value for key, value in headings.items() if value != theirs}
        headings[ours] = theirs
    spoken = {heading: dict(pairs) for heading, pairs in known.words.items()}
    for text in words:
        heading, colon, pair = text.replace("：", ":").partition(":")
        if not colon:
            raise typer.BadParameter(
                _("項目:言葉=言葉 の形ではありません：{text}").format(text=text)
            )
        theirs, ours = _halves(pair)
        spoken.setdefault(heading.strip(), {})[theirs] = ours
    return ColumnMapping(headings, spoken, known.header_row if header_row is None else header_row)


def _halves(text: str) -> tuple[str, str]:
    left, sign, right = text.replace("＝", "=").partition("=")
    if not sign or not right.strip():
        raise typer.BadParameter(_("A=B の形ではありません：{text}").format(text=text))
    return left.strip(), right.strip()


def _tell(outcome: ImportOutcome) -> None:
    for notice in outcome.notices:
        say(sentence(notice))
    say(_summary(outcome))
    for change in outcome.changed[:SHOWN_CHANGES]:
        fields = "、".join(_field(field) for field in change.fields)
        say(_("  {row}行目 {key}：{fields}").format(row=change.row, key=change.key, fields=fields))
    missing = outcome.listing.missing
    if missing and not outcome.listing.decisions:
        say(
            _("ファイルにない職員が {count} 人います。記録はそのまま残しています。").format(
                count=len(missing)
            )
        )
    elif missing:
        say(_("ファイルにない職員が {count} 人います。").format(count=len(missing)))
    for person in missing[:SHOWN_CHANGES]:
        decision, _fields = outcome.listing.decisions.get(person.employee_no, (None, ()))
        say(
            _("  {number} {name}（{department}　{title}）{decision}").format(
                number=person.employee_no,
                name=person.name,
                department=person.department_name,
                title=person.job_title,
                decision=decision_text(decision),
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
        "lines": [_line(line) for line in outcome.listing],
        "notices": [sentence(notice) for notice in outcome.notices],
        "change": outcome.change,
    }


def _line(line: OutcomeLine) -> dict[str, object]:
    decision = line.decision
    return {
        "row": line.row,
        "key": line.key,
        "name": line.name,
        "about": line.about,
        "state": line.state.value,
        "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in line.fields],
        "handling": None if decision is None else decision.handling.value,
        "on": None if decision is None or decision.on is None else decision.on.isoformat(),
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


@refusals_told
def list_mappings(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """List the mappings that are remembered."""
    from skilltrack.services.imports import mappings

    with opened(context) as database:
        found = mappings.list_mappings(database)
    if json:
        print_document(
            {"mappings": [{"kind": kind.value, **_mapped(one)} for kind, one in found.items()]}
        )
        return
    print_table(
        (_("種類"), _("見出し"), _("言葉")),
        (
            (
                f"{IMPORT_KIND_NAMES[kind]} ({kind.value})",
                len(mapping.headings),
                sum(map(len, mapping.words.values())),
            )
            for kind, mapping in found.items()
        ),
    )


def _mapped(mapping: ColumnMapping) -> dict[str, object]:
    return {
        "header_row": mapping.header_row,
        "headings": [
            {"heading": ours, "theirs": theirs} for ours, theirs in mapping.headings.items()
        ],
        "words": [
            {"heading": heading, "word": ours, "theirs": theirs}
            for heading, words in mapping.words.items()
            for theirs, ours in words.items()
        ],
    }


@refusals_told
def show_mapping(
    context: typer.Context,
    kind: Annotated[ImportKind, typer.Argument(help=_("ファイルの種類"))],
    *,
    json: Annotated[bool, typer.Option("--json", help=_("JSONで出す"))] = False,
) -> None:
    """Show what is remembered for a kind."""
    from skilltrack.services.imports import mappings

    with opened(context) as database:
        mapping = mappings.list_mappings(database).get(kind, ColumnMapping())
    if json:
        print_document({"kind": kind.value, **_mapped(mapping)})
        return
    if mapping.is_empty:
        say(_("覚えている対応はありません。"))
        return
    rows = [(ours, theirs, "") for ours, theirs in mapping.headings.items()]
    rows += [
        (heading, theirs, ours)
        for heading, words in mapping.words.items()
        for theirs, ours in words.items()
    ]
    print_table((_("項目"), _("ファイルの見出し・言葉"), _("使う言葉")), rows)


@refusals_told
def remove_mapping(
    context: typer.Context,
    kind: Annotated[ImportKind, typer.Argument(help=_("ファイルの種類"))],
) -> None:
    """Forget what is remembered for a kind."""
    from skilltrack.services.imports import mappings

    with opened(context) as database:
        mappings.forget(database, kind)
    say(_("「{kind}」の見出しの対応を消しました。").format(kind=IMPORT_KIND_NAMES[kind]))
