"""The register of qualifications."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Reason
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.exams.qualifications import Qualification
from skilltrack.domain.people.career import CareerKind
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import VALIDITY_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.exams.qualifications import QualificationQuery, QualificationRegister

Text = Annotated[str, typer.Argument(metavar="TEXT", help=_("氏名・職員番号・所属・資格の語"))]
Name = Annotated[str, typer.Option("--name", help=_("資格の名称"))]
Within = Annotated[list[str] | None, typer.Option("--department", help=_("所属コード"))]
Months = Annotated[int | None, typer.Option("--months", help=_("この月数のうちに期限が来るもの"))]
Expired = Annotated[bool, typer.Option("--expired", help=_("期限の切れたものも出す"))]
EntryId = Annotated[str, typer.Argument(metavar="ENTRY", help=_("記載番号"))]
NONE = _("なし")
"""Takes a day away from an entry."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("資格台帳。"), no_args_is_help=True)
    group.command("list", help=_("資格を一覧にします。"))(list_)
    group.command("add", help=_("資格を台帳に記載します。"))(add)
    group.command("end", help=_("資格の有効な最後の日を記録します。"))(end)
    group.command("correct", help=_("台帳の記載を直します。"))(correct)
    group.command("remove", help=_("誤った記載を取り消します。"))(remove)
    group.command("undo", help=_("台帳の変更を一覧にするか、元に戻します。"))(undo)
    group.command("export", help=_("資格台帳をExcelブックに書き出します。"))(export)
    app.add_typer(group, name="qualification")


def _query(
    text: str, name: str, within: list[str] | None, months: int | None, *, has_expired: bool
) -> QualificationQuery:
    return QualificationQuery(
        text, name, frozenset(within) if within else None, months, has_expired
    )


def _document(found: QualificationRegister, one: Qualification) -> dict[str, object]:
    return {
        "employee_no": one.person.employee_no,
        "person": one.person.name,
        "department": one.person.department,
        "source": one.source.value,
        "name": one.name,
        "exam": one.exam or None,
        "entry": one.entry_id or None,
        "field": one.field,
        "level": one.level,
        "got_on": iso(one.got_on),
        "last_day": iso(one.last_day),
        "state": found.validity(one).value,
        "certificate_no": one.certificate_no,
        "evidence": one.evidence,
        "note": one.note,
        "is_double": one.is_double,
    }


@refusals_told
def list_(
    context: typer.Context,
    text: Text = "",
    name: Name = "",
    department: Within = None,
    months: Months = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    expired: Expired = False,
    json: Json = False,
) -> None:
    """List qualifications."""
    from skilltrack.services.exams import qualifications as service

    query = _query(text, name, department, months, has_expired=expired)
    with opened(context) as database:
        found = service.qualifications(database, day_or_today(as_of), instant_if_named(as_known))
        lines = service.narrowed(found, query)
    if json:
        print_document(
            {
                "as_of": found.as_of.isoformat(),
                "people": found.people,
                "holders": dict(found.holders),
                "qualifications": [_document(found, one) for one in lines],
            }
        )
        return
    print_table(
        (
            _("職員番号"),
            _("氏名"),
            _("所属"),
            _("資格"),
            _("取得日"),
            _("有効期限"),
            _("状態"),
            _("記載番号"),
        ),
        (
            (
                one.person.employee_no,
                one.person.name,
                one.person.department_name,
                one.name,
                "" if one.got_on is None else wareki_short(one.got_on),
                "" if one.last_day is None else wareki_short(one.last_day),
                VALIDITY_NAMES[found.validity(one)],
                one.entry_id,
            )
            for one in lines
        ),
    )
    say(_("{count} 件").format(count=len(lines)))


@refusals_told
def add(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    title: Annotated[str, typer.Argument(metavar="NAME", help=_("資格の名称"))],
    field: Annotated[str, typer.Option(help=_("分野"))] = "",
    got: Annotated[str | None, typer.Option(metavar="DATE", help=_("取得日"))] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=_("有効な最後の日"))] = None,
    level: Annotated[int | None, typer.Option(help=_("水準（1～9）"))] = None,
    evidence: Annotated[str, typer.Option(help=_("証跡"))] = "",
    note: Annotated[str, typer.Option(help=_("備考"))] = "",
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Enter a qualification."""
    from skilltrack.services.exams import qualifications as service
    from skilltrack.services.people.careers import CareerDraft

    draft = CareerDraft(
        number,
        CareerKind.QUALIFICATION,
        title,
        field,
        None if got is None else day(got),
        None if until is None else day(until),
        level,
        evidence,
        note,
    )
    with opened(context) as database:
        made = service.add_qualification(database, draft, reason, is_dry_run=dry_run)
    if json:
        print_document({"is_dry_run": dry_run, "entry": made.entry_id})
        return
    text = (
        _("確かめただけで、記録していません。")
        if dry_run
        else _("台帳に記載しました（記載番号 {entry}）。").format(entry=made.entry_id)
    )
    say(text)


@refusals_told
def end(
    context: typer.Context,
    entry: EntryId,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("有効な最後の日"))],
    reason: Reason = "",
    *,
    json: Json = False,
) -> None:
    """State the last day of a qualification."""
    from skilltrack.services.exams import qualifications as service

    with opened(context) as database:
        made = service.end_qualification(database, entry, day(on), reason)
    if json:
        print_document({"entry": made.entry_id, "last_day": iso(made.valid.last_day)})
        return
    say(_("有効な最後の日を記録しました。"))


@refusals_told
def correct(
    context: typer.Context,
    entry: EntryId,
    name: Annotated[str | None, typer.Option(help=_("資格の名称"))] = None,
    field: Annotated[str | None, typer.Option(help=_("分野"))] = None,
    got: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("取得日。「なし」は不明"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("有効な最後の日。「なし」は期限なし"))
    ] = None,
    level: Annotated[int | None, typer.Option(help=_("水準（1～9、0は水準なし）"))] = None,
    evidence: Annotated[str | None, typer.Option(help=_("証跡"))] = None,
    note: Annotated[str | None, typer.Option(help=_("備考"))] = None,
    reason: Reason = "",
    *,
    json: Json = False,
) -> None:
    """Put an entry right: what is not named stays."""
    from skilltrack.services.exams import qualifications as service

    with opened(context) as database:
        now = service.draft_of(service.find_entry(database, entry))
        draft = replace(
            now,
            title=now.title if name is None else name,
            field=now.field if field is None else field,
            start=_changed(now.start, got),
            last_day=_changed(now.last_day, until),
            level=now.level if level is None else level or None,
            evidence=now.evidence if evidence is None else evidence,
            note=now.note if note is None else note,
        )
        made = service.correct_qualification(database, entry, draft, reason)
    if json:
        print_document(
            {
                "entry": made.entry_id,
                "name": made.title,
                "got_on": iso(made.valid.start),
                "last_day": iso(made.valid.last_day),
            }
        )
        return
    say(_("台帳の記載を直しました。"))


def _changed(now: date | None, text: str | None) -> date | None:
    """Return a day as it is stated; None leaves it, 「なし」 takes it away."""
    if text is None:
        return now
    return None if text.strip() == NONE else day(text)


@refusals_told
def remove(
    context: typer.Context,
    entry: EntryId,
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take back an entry that was a mistake."""
    from skilltrack.services.exams import qualifications as service

    with opened(context) as database:
        gone = service.remove_qualification(database, entry, reason, is_dry_run=dry_run)
    if json:
        print_document({"is_dry_run": dry_run, "entry": gone.entry_id, "name": gone.title})
        return
    text = (
        _("「{name}」を取り消せます。まだ記録していません。")
        if dry_run
        else _("「{name}」の記載を取り消しました。")
    )
    say(text.format(name=gone.title))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of the register, or undo one."""
    undo_or_list(context, change, "career", is_json=json)


@refusals_told
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("書き出すExcelブック"))],
    purpose: Annotated[str, typer.Option(help=_("利用目的（必須。操作の記録に残る）"))] = "",
    text: Annotated[str, typer.Option(help=_("氏名・職員番号・所属・資格の語"))] = "",
    name: Name = "",
    department: Within = None,
    months: Months = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    expired: Expired = False,
    data: Annotated[bool, typer.Option("--data", help=_("データとして書き出す"))] = False,
    json: Json = False,
) -> None:
    """Write the register."""
    from pathlib import Path

    from skilltrack.services.exams import qualifications as service

    with opened(context) as database:
        count = service.save_register(
            database,
            Path(file),
            day_or_today(as_of),
            purpose,
            _query(text, name, department, months, has_expired=expired),
            instant_if_named(as_known),
            is_data=data,
        )
    if json:
        print_document({"qualifications": count})
        return
    say(_("{count} 件を書き出しました。").format(count=count))
