"""People: found, shown, handed over."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.corrections import (
    correct,
    correct_name,
    correct_occupation,
    days_text,
    undo,
)
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.people.timeline import by_fiscal_year
from skilltrack.domain.people.transfers import Audience
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _

if TYPE_CHECKING:
    from skilltrack.services.overview import RosterRow
    from skilltrack.store.people import Source

Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help=_("基準日"))]
AsKnown = Annotated[str | None, typer.Option(metavar="INSTANT", help=_("この時点までの記録で出す"))]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help=_("職員番号"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("職員を探す、経歴を見る、直す、引継票を作る"))
    group.command("list", help=_("職員を探して一覧を出します。"))(list_people)
    group.command("show", help=_("一人の経歴を出します。"))(show)
    group.command("correct", help=_("配属・兼務・休業の記録を、理由を付けて直します。"))(correct)
    group.command("correct-name", help=_("氏名の変更の日を、理由を付けて直します。"))(correct_name)
    group.command("correct-occupation", help=_("職種の変更の日を、理由を付けて直します。"))(
        correct_occupation
    )
    group.command("undo", help=_("訂正を元に戻します。"))(undo)
    group.command("handover", help=_("異動する職員の引継票を作ります。"))(handover)
    app.add_typer(group, name="people")


@refusals_told
def list_people(
    context: typer.Context,
    department: Annotated[
        str, typer.Option(metavar="CODE", help=_("所属コード。下の所属を含む"))
    ] = "",
    search: Annotated[
        str, typer.Option(metavar="TEXT", help=_("番号・氏名・フリガナ・所属・職名・役割"))
    ] = "",
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    former: Annotated[bool, typer.Option("--former", help=_("前の所属も探す"))] = False,
    json: Json = False,
) -> None:
    """List the people in a main post on a day."""
    from skilltrack.services.people import listing as people

    on = day_or_today(as_of)
    query = people.RosterQuery(text=search, department=department, has_former=former)
    with opened(context) as database:
        listing = people.list_people(database, on, query, _known(as_known))
        rows = tuple(people.every_row(database, listing))
    if json:
        print_document({"as_of": on.isoformat(), "people": [_row(row) for row in rows]})
        return
    print_table(
        (_("職員番号"), _("氏名"), _("フリガナ"), _("所属"), _("職名"), _("役割"), _("状態")),
        (
            (
                row.person.employee_no,
                _("{name}　※{other}").format(name=row.person.name, other=row.other_name)
                if row.other_name
                else row.person.name,
                row.person.kana,
                row.department_name,
                row.person.job_title,
                _("、").join(row.role_names),
                people.state_name(row),
            )
            for row in rows
        ),
    )
    say(_("{count:,} 人").format(count=len(rows)))


def _known(text: str | None) -> datetime | None:
    return instant_if_named(text)


def _row(row: "RosterRow") -> dict[str, object]:
    person = row.person
    return {
        "employee_no": person.employee_no,
        "name": person.name,
        "kana": person.kana,
        "department": person.department,
        "department_name": row.department_name,
        "job_title": person.job_title,
        "employment_type": person.employment_type.value,
        "band": person.band,
        "roles": list(row.role_names),
        "absence": None if person.absence is None else person.absence.value,
        "other_name": row.other_name,
    }


@refusals_told
def show(
    context: typer.Context,
    number: Number,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    superseded: Annotated[bool, typer.Option("--superseded", help=_("訂正前の内容も出す"))] = False,
    json: Json = False,
) -> None:
    """Show everything recorded of a person."""
    from skilltrack.reports.person import person_document
    from skilltrack.services.people.person import find_person, source_text

    on = day_or_today(as_of)
    with opened(context) as database:
        found = find_person(database, number, on, _known(as_known), has_superseded=superseded)
    if json:
        present = None if found.present is None else _row(found.present)
        verdicts = [
            (one.scheme.id, person.verdict) for one in found.verdicts for person in one.people
        ]
        document = person_document(
            found.employee, on, present, found.history, found.events, verdicts
        )
        document |= {"other_names": list(found.other_names)}
        print_document(document | {"changes": [_source(one) for one in found.sources.values()]})
        return
    employee = found.employee
    say(f"{employee.employee_no}　{employee.name}　{employee.kana}")
    for other in found.other_names:
        say(_("別の時期の氏名：{name}").format(name=other))
    print_table(
        (_("年度"), _("期間・日"), _("内容"), _("詳細"), _("記録の番号"), _("状態")),
        (
            (
                _("開始日なし") if year is None else fiscal_year_text(year),
                days_text(event.days),
                event.title,
                event.detail,
                event.recorded_in,
                "" if event.superseded_in is None else _("訂正済み"),
            )
            for year, events in by_fiscal_year(found.events)
            for event in events
        ),
    )
    for source in found.sources.values():
        say(source_text(source))


def _source(source: "Source") -> dict[str, object]:
    return {
        "change": source.change,
        "at": source.at.isoformat(),
        "actor": source.actor,
        "file": source.file_name,
        "title": source.title,
        "reason": source.reason,
    }


@refusals_told
def handover(
    context: typer.Context,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("異動の日（新しい配属の初日）"))],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help=_("書き出すフォルダー"))],
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=_("職員番号。省くと異動する全員"))
    ] = "",
    audience: Annotated[
        Audience,
        typer.Option(help=_("hrは人事課用（すべて）、headは新しい所属長用（得点・回答なし）")),
    ] = Audience.HR,
    as_known: AsKnown = None,
) -> None:
    """Write the handover sheets of those who move on a day."""
    from skilltrack.services.people.transfers import save_handover

    first_day: date = day(on)
    with opened(context) as database:
        paths = save_handover(database, out, first_day, audience, number, as_known=_known(as_known))
    for path in paths:
        say(_("「{file}」を書き出しました。").format(file=path.name))
