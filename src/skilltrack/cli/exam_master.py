"""What exams hold: list, show, check, take over, write out, compare, copy, drop, undo."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day_or_today, opened
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.domain.exams.changes import ExamChange, ExamEffect
    from skilltrack.domain.exams.definition import Exam, ExamEdition
    from skilltrack.services.exams.master import SavedExam

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("理由"))]
ExamCode = Annotated[str, typer.Argument(metavar="EXAM", help=_("試験のコード"))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("試験のファイル（.xlsx か .toml）"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日。省くと今日"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで取り込まない"))]
WRITTEN = (".xlsx", ".toml")


def register(group: typer.Typer) -> None:
    """Add the commands to the group of exams."""
    group.command("list", help=_("試験と、基準日の制度版を出します。"))(list_)
    group.command("show", help=_("試験の制度版、分野、合格の規則と、版の履歴を出します。"))(show)
    group.command("check", help=_("試験のファイルに誤りがないか調べます。"))(check)
    group.command("import", help=_("試験のファイルを新しい版として取り込みます。"))(import_)
    group.command("export", help=_("試験の内容をExcelかテキストに書き出します。"))(export)
    group.command("diff", help=_("試験の内容の違いを出します。"))(diff)
    group.command("copy", help=_("試験を別のコードと名称で写します。"))(copy)
    group.command("drop", help=_("使っていない試験をなくします。戻すこともできます。"))(drop)
    group.command("undo", help=_("試験の内容の変更を元に戻します。"))(undo)


@refusals_told
def list_(context: typer.Context, as_of: AsOf = None, *, json: Json = False) -> None:
    """List the exams with the edition of a day."""
    from skilltrack.i18n.exam_rules import rule_text, yen_text
    from skilltrack.services.exams.master import list_exams

    on = day_or_today(as_of)
    with opened(context) as database:
        found = list_exams(database)
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "exams": [
                    {
                        "code": one.exam.code,
                        "name": one.exam.name,
                        "version": one.version,
                        "own": one.is_own,
                        "edition": _code_on(one.exam, on),
                        "editions": [_edition(edition) for edition in one.exam.editions],
                        "voucher_months": one.exam.voucher_months,
                        "sittings": one.sittings,
                        "uses": one.uses,
                        "differs_from_shipped": one.has_shipped_change,
                    }
                    for one in found
                ],
            }
        )
        return
    rows = []
    for one in found:
        edition = one.exam.edition_on(on)
        rows.append(
            (
                one.exam.code,
                one.exam.name,
                one.version or _("取り入れられます"),
                None if edition is None else edition.code,
                None if edition is None else rule_text(edition),
                None if edition is None else yen_text(edition.fee_yen),
                one.sittings,
            )
        )
    headings = (
        _("コード"),
        _("名称"),
        _("版"),
        _("制度版"),
        _("合格の規則"),
        _("受験料"),
        _("受験"),
    )
    print_table(headings, rows)


def _code_on(exam: "Exam", on: date) -> str | None:
    edition = exam.edition_on(on)
    return None if edition is None else edition.code


def _edition(edition: "ExamEdition") -> dict[str, Any]:
    start, last = edition.valid.start, edition.valid.last_day
    return {
        "code": edition.code,
        "from": None if start is None else start.isoformat(),
        "through": None if last is None else last.isoformat(),
        "provisional": edition.is_provisional,
        "judged": edition.pass_rule is not None and not edition.is_provisional,
    }


@refusals_told
def show(
    context: typer.Context,
    exam: ExamCode,
    version: Annotated[int | None, typer.Option(help=_("版。省くと最新"))] = None,
    *,
    json: Json = False,
) -> None:
    """Show an exam; as JSON it is the definition as a whole."""
    from skilltrack.i18n.exam_rules import period_text, rule_text, size_text, yen_text
    from skilltrack.services.exams.master import find_exam, list_versions
    from skilltrack.services.exams.master_files import document_of

    with opened(context) as database:
        found = find_exam(database, exam, version)
        versions = list_versions(database, exam)
    if json:
        print_document({"definition": document_of(found)})
        return
    say(_("{name}（{code}）").format(name=found.name, code=found.code))
    print_table(
        (_("制度版"), _("期間"), _("合格の規則"), _("受験料"), _("問題と時間")),
        (
            (
                edition.code,
                period_text(edition.valid),
                rule_text(edition),
                yen_text(edition.fee_yen),
                size_text(edition),
            )
            for edition in found.editions
        ),
    )
    print_table(
        (_("制度版"), _("分野"), _("コード"), _("満点"), _("問う設問の数")),
        (
            (edition.code, field.name, field.code, field.maximum, len(field.covers))
            for edition in found.editions
            for field in edition.fields
        ),
    )
    print_table(
        (_("版"), _("日"), _("変更"), _("理由"), _("変更の番号")),
        (
            (
                one.version,
                one.at.astimezone().date().isoformat(),
                len(one.changes),
                one.reason or None,
                one.change or None,
            )
            for one in versions
        ),
    )


@refusals_told
def check(file: File, *, json: Json = False) -> None:
    """Check a file of exams."""
    from skilltrack.services.exams.master_files import check_file

    exams = check_file(file)
    if json:
        print_document(
            {
                "exams": [
                    {
                        "code": exam.code,
                        "name": exam.name,
                        "editions": [_edition(edition) for edition in exam.editions],
                    }
                    for exam in exams
                ]
            }
        )
        return
    names = "、".join(exam.name for exam in exams)
    say(_("誤りはありません：{names}").format(names=names))


@refusals_told
def import_(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help=_("試験のファイル。--shipped のときは省く")),
    ] = None,
    reason: Reason = "",
    shipped: Annotated[
        list[str] | None,
        typer.Option(
            "--shipped", metavar="EXAM", help=_("付いている内容を取り込む試験。繰り返せる")
        ),
    ] = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take exams over as new versions."""
    from skilltrack.services.exams.master_files import import_file, import_shipped

    if (file is None) is not bool(shipped):
        raise typer.BadParameter(_("ファイルか --shipped のどちらかを書きます。"))
    why = reason or _("確認のみ") * dry_run
    with opened(context) as database:
        if file is None:
            saved = import_shipped(database, shipped or [], why, is_rehearsal=dry_run)
        else:
            saved = import_file(database, file, why, is_rehearsal=dry_run)
    _tell_saved(saved, is_dry_run=dry_run, is_json=json)


def _tell_saved(saved: "Sequence[SavedExam]", *, is_dry_run: bool, is_json: bool) -> None:
    from skilltrack.i18n.exam_rules import effect_text
    from skilltrack.i18n.problems import sentence

    for notice in (notice for one in saved for notice in one.notices):
        say(sentence(notice))
    if is_json:
        print_document(
            {"dry_run": is_dry_run, "exams": [_saved(one) for one in saved]},
        )
    for one in saved:
        text = _("「{name}」は版{version}と同じ内容です。")
        if one.is_new_version:
            text = _("「{name}」の版{version}として取り込みました。")
            if is_dry_run:
                text = _("「{name}」の版{version}になります。まだ取り込んでいません。")
        say(text.format(name=one.exam.name, version=one.version))
        if one.is_new_version and not is_json:
            _print_changes(one.exam, one.changes)
            say(effect_text(one.effect))


def _saved(one: "SavedExam") -> dict[str, Any]:
    return {
        "code": one.exam.code,
        "version": one.version,
        "new_version": one.is_new_version,
        "changes": [_change(change) for change in one.changes],
        "effect": _effect(one.effect),
    }


def _effect(effect: "ExamEffect") -> dict[str, Any]:
    return {
        "sittings": effect.sittings,
        "gained": list(effect.gained),
        "lost": list(effect.lost),
        "without_edition": effect.without_edition,
        "odd_scores": effect.odd_scores,
        "rejudged": [
            {
                "employee_no": one.attempt.employee_no,
                "on": one.attempt.on.isoformat(),
                "from": one.before,
                "to": one.after,
            }
            for one in effect.rejudged
        ],
    }


def _change(change: "ExamChange") -> dict[str, Any]:
    return {
        "part": change.part.value,
        "edition": change.edition or None,
        "field": change.field or None,
        "key": change.key or None,
        "new": not change.key and change.before is None,
        "gone": not change.key and change.after is None,
    }


def _print_changes(exam: "Exam", changes: "Sequence[ExamChange]") -> None:
    from skilltrack.i18n.exam_rules import change_lines

    print_table(
        (_("部分"), _("名称"), _("変更"), _("前"), _("後")),
        (
            (line.part, line.subject or None, line.what, line.before or None, line.after or None)
            for line in change_lines(exam, changes)
        ),
    )


@refusals_told
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き先。末尾は .xlsx か .toml"))],
    exam: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EXAM...]", help=_("コードか コード@版。省くとすべて")),
    ] = None,
) -> None:
    """Write exams as a workbook or as text definition."""
    from skilltrack.services.exams.master_files import export_exams

    if out.suffix.lower() not in WRITTEN:
        raise typer.BadParameter(_("--out の末尾を .xlsx か .toml にします。"))
    with opened(context) as database:
        found = export_exams(database, exam or [], out)
    say(_("{count}つの試験を書き出しました：{path}").format(count=len(found), path=out))


@refusals_told
def diff(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(metavar="A", help=_("前（コード、コード@版、shipped:コード、ファイル）")),
    ],
    new: Annotated[str, typer.Argument(metavar="B", help=_("後（同じ書き方）"))],
    *,
    json: Json = False,
) -> None:
    """Compare two exams."""
    from skilltrack.services.exams.master_files import difference, named

    with opened(context) as database:
        found = difference(database, old, new)
        later = named(database, new)
    if json:
        print_document({"changes": [_change(one) for one in found]})
    elif found:
        _print_changes(later, found)
    else:
        say(_("違いはありません。"))


@refusals_told
def copy(
    context: typer.Context,
    exam: ExamCode,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help=_("写しのコード"))],
    name: Annotated[str, typer.Option(metavar="TEXT", help=_("写しの名称"))],
    reason: Reason,
) -> None:
    """Copy an exam under an own code and name."""
    from skilltrack.services.exams.master import copy_exam

    with opened(context) as database:
        made = copy_exam(database, exam, code, name, reason).exam
    say(_("「{name}」（{code}）を作りました。").format(name=made.name, code=made.code))


@refusals_told
def drop(context: typer.Context, exam: ExamCode, reason: Reason) -> None:
    """Take an exam away of which nothing speaks."""
    from skilltrack.services.exams.master import drop_exam

    with opened(context) as database:
        operation = drop_exam(database, exam, reason)
    say(_("{title}を記録しました。").format(title=operation.title))


@refusals_told
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="CHANGE", help=_("変更の番号"))],
) -> None:
    """Undo a version of an exam, or that it was taken away."""
    from skilltrack.services.exams.master import undo_exam_change

    with opened(context) as database:
        operation = undo_exam_change(database, change)
    say(_("{title}を元に戻しました。").format(title=operation.title))
