"""Experience, skills, qualifications, achievements and aspirations of people."""

from typing import Annotated

import typer

from skilltrack.cli.accreditation_options import iso
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Reason
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.texts import _

Kind = Annotated[
    str, typer.Argument(metavar="KIND", help=_("実務経験・技能・資格・実績・極めたい分野"))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("経験・技能・資格・実績・極めたい分野。"), no_args_is_help=True)
    group.command("add", help=_("経験や資格などを記録します。"))(add)
    group.command("list", help=_("経験や資格などを出します。"))(list_)
    group.command("remove", help=_("記録を理由とともに取り消します。"))(remove)
    app.add_typer(group, name="career")


def kind_of(text: str) -> CareerKind:
    """Read a kind by its Japanese name or its code."""
    for kind, name in CAREER_KIND_NAMES.items():
        if text in {kind.value, name}:
            return kind
    accepted = "、".join(CAREER_KIND_NAMES.values())
    raise typer.BadParameter(
        _("種類ではありません：{text}。使えるもの：{accepted}").format(text=text, accepted=accepted)
    )


def _document(one: CareerEntry) -> dict[str, object]:
    return {
        "entry": one.entry_id,
        "employee_no": one.employee_no,
        "kind": one.kind.value,
        "field": one.field,
        "title": one.title,
        "start": iso(one.valid.start),
        "last_day": iso(one.valid.last_day),
        "level": one.level,
        "evidence": one.evidence,
        "note": one.note,
    }


@refusals_told
def add(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))],
    kind: Kind,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=_("名称"))],
    field: Annotated[str, typer.Option(help=_("分野"))] = "",
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("始まりの日"))
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=_("終わりの日"))] = None,
    level: Annotated[int | None, typer.Option(help=_("水準（1～9）"))] = None,
    evidence: Annotated[str, typer.Option(help=_("証拠"))] = "",
    note: Annotated[str, typer.Option(help=_("備考"))] = "",
    reason: Reason = "",
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Add an entry."""
    from skilltrack.services.people import careers

    draft = careers.CareerDraft(
        number,
        kind_of(kind),
        title,
        field,
        None if start is None else day(start),
        None if until is None else day(until),
        level,
        evidence,
        note,
    )
    with opened(context) as database:
        made = careers.add(database, draft, reason, is_dry_run=dry_run)
    if json:
        print_document({"is_dry_run": dry_run, "entry": _document(made)})
        return
    text = (
        _("確かめただけで、記録していません。")
        if dry_run
        else _("記録しました（記載番号 {entry}）。").format(entry=made.entry_id)
    )
    say(text)


@refusals_told
def list_(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号。省くと全員"))] = "",
    kind: Annotated[list[str] | None, typer.Option(help=_("種類。繰り返せる"))] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List entries."""
    from skilltrack.services.people import careers

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    kinds = frozenset(map(kind_of, kind)) if kind else frozenset(CareerKind)
    with opened(context) as database:
        found = careers.lines_of(database, on, employee_no=number, kinds=kinds, as_known=known)
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "entries": [_document(line.entry) | {"counts": line.counts} for line in found],
            }
        )
        return
    print_table(
        (
            _("記載番号"),
            _("職員番号"),
            _("氏名"),
            _("種類"),
            _("分野"),
            _("名称"),
            _("始まり"),
            _("水準"),
        ),
        (
            (
                line.entry.entry_id,
                line.entry.employee_no,
                line.person.name,
                CAREER_KIND_NAMES[line.entry.kind],
                line.entry.field,
                line.entry.title,
                "" if line.entry.valid.start is None else wareki_short(line.entry.valid.start),
                line.entry.level,
            )
            for line in found
        ),
    )


@refusals_told
def remove(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help=_("記載番号"))],
    reason: Annotated[str, typer.Option(help=_("取り消す理由（必須）"))],
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take an entry back."""
    from skilltrack.services.people import careers

    with opened(context) as database:
        gone = careers.remove(database, entry, reason, is_dry_run=dry_run)
    if json:
        print_document({"is_dry_run": dry_run, "entry": _document(gone)})
        return
    text = _("確かめただけで、記録していません。") if dry_run else _("取り消しました。")
    say(text)
