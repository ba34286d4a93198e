"""Obligations: who owes what, exemptions, reminders."""

from pathlib import Path
from typing import Annotated, Any

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.role_options import AsKnown, AsOf, DryRun, Json, Numbers, Reason
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.obligations import state_name
from skilltrack.i18n.texts import _

MOST_DAYS = 3660

Scheme = Annotated[str, typer.Option(help=_("育成制度。省くとすべて"))]
Courses = Annotated[list[str], typer.Option("--course", metavar="CODE", help=_("研修コード"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("受講義務と免除"))
    group.command("list", help=_("だれが何をいつまでに修了するかを出します。"))(list_owed)
    group.command("exemptions", help=_("受講の免除の一覧を出します。"))(list_exemptions)
    group.command("exempt", help=_("職員の受講を免除します。"))(exempt)
    group.command("withdraw", help=_("受講の免除を取りやめます。"))(withdraw)
    group.command("remind", help=_("所属ごとの受講の依頼を書き出します。"))(remind)
    app.add_typer(group, name="obligations")


@refusals_told
def list_owed(
    context: typer.Context,
    scheme: Scheme = "",
    rule: Annotated[str, typer.Option(metavar="RULE", help=_("受講義務の決まり"))] = "",
    within: Annotated[
        int | None, typer.Option(metavar="DAYS", help=_("期限がこの日数以内のものだけ"))
    ] = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("期限を過ぎたものだけ"))] = False,
    expiring: Annotated[
        bool, typer.Option("--expiring", help=_("有効期限の近い修了と切れた修了を出す"))
    ] = False,
    json: Json = False,
) -> None:
    """List what is owed; without --json what is fulfilled stays out."""
    from skilltrack.services.obligations import reading as obligations
    from skilltrack.services.obligations.reading import ObligationQuery, Status, narrowed

    if within is not None and not 1 <= within <= MOST_DAYS:
        raise refuse("obligations.days", most=MOST_DAYS)
    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        found = obligations.owed(database, on, known, scheme)
    key = obligations.known_rule(found, rule)
    status = Status.OVERDUE if overdue else Status.ALL if json and within is None else Status.OPEN
    lines = [
        line
        for line in narrowed(found, ObligationQuery(scheme, key, None, status))
        if within is None or obligations.is_due_within(line.obligation, on, within)
    ]
    ending = obligations.ending(found, None)
    if json:
        print_document(_document(found, lines, ending))
    elif expiring:
        print_table(
            (_("職員番号"), _("氏名"), _("研修"), _("修了日"), _("有効期限"), _("残り日数")),
            (
                (
                    one.person.employee_no,
                    one.person.name,
                    found.course_name(one.renewal.course),
                    wareki_short(one.renewal.done_on),
                    wareki_short(one.renewal.valid_until),
                    one.renewal.days_left(on),
                )
                for one in ending
            ),
        )
    else:
        print_table(
            (_("職員番号"), _("氏名"), _("所属"), _("受講義務"), _("研修"), _("期限"), _("状況")),
            (
                (
                    line.person.employee_no,
                    line.person.name,
                    found.department_name(line.person),
                    line.of.name,
                    _("、").join(found.course_names(line.obligation.lacking)),
                    None if line.obligation.due is None else wareki_short(line.obligation.due),
                    state_name(line.obligation),
                )
                for line in lines
            ),
        )


def _document(found: Any, lines: Any, ending: Any) -> dict[str, object]:  # noqa: ANN401
    from skilltrack.reports.documents import counted_document

    return {
        "as_of": found.as_of.isoformat(),
        "counted": [
            {"scheme": scheme, "people": counted_document(covered)}
            for (scheme, _name), covered in zip(found.schemes, found.counted, strict=True)
        ],
        "obligations": [_line(found, line) for line in lines],
        "expiring": [
            {
                "employee_no": one.person.employee_no,
                "course": one.renewal.course,
                "done_on": one.renewal.done_on.isoformat(),
                "valid_until": one.renewal.valid_until.isoformat(),
                "days_left": one.renewal.days_left(found.as_of),
                "renewed_by": one.renewal.renewed_by or one.renewal.course,
            }
            for one in ending
        ],
    }


def _line(found: Any, line: Any) -> dict[str, object]:  # noqa: ANN401
    owes = line.obligation
    return {
        "employee_no": owes.employee_no,
        "department": line.person.department,
        "scheme": line.of.scheme_id,
        "rule": owes.rule,
        "why": found.why(line),
        "courses": list(owes.courses),
        "needed": owes.needed,
        "done": [{"course": course, "on": on.isoformat()} for course, on in owes.done],
        "lacking": list(owes.lacking),
        "exempt": list(owes.exempt),
        "since": _day(owes.since),
        "due": _day(owes.due),
        "state": owes.state.value,
        "done_on": _day(owes.done_on),
        "valid_until": _day(owes.valid_until),
    }


def _day(on: Any) -> str | None:  # noqa: ANN401
    return None if on is None else str(on.isoformat())


@refusals_told
def list_exemptions(
    context: typer.Context, as_of: AsOf = None, as_known: AsKnown = None, *, json: Json = False
) -> None:
    """List exemptions, those that hold first."""
    from skilltrack.services.obligations import exemptions

    on = day_or_today(as_of)
    known = instant_if_named(as_known)
    with opened(context) as database:
        lines = exemptions.list_exemptions(database, on, known)
    if json:
        print_document(
            {
                "as_of": on.isoformat(),
                "exemptions": [
                    {
                        "employee_no": line.exemption.employee_no,
                        "course": line.exemption.course,
                        "reason": line.exemption.reason,
                        "from": _day(line.exemption.valid.start),
                        "until": _day(line.exemption.valid.last_day),
                        "state": line.state.value,
                    }
                    for line in lines
                ],
            }
        )
        return
    print_table(
        (_("職員番号"), _("氏名"), _("研修"), _("期間"), _("理由")),
        (
            (
                line.exemption.employee_no,
                line.name,
                line.course_name,
                exemptions.period_text(line.exemption.valid),
                line.exemption.reason,
            )
            for line in lines
        ),
    )


@refusals_told
def exempt(
    context: typer.Context,
    numbers: Numbers,
    course: Courses,
    reason: Reason,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("始まりの日。省くと今日"))
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("終わりの日。省くと定めない"))
    ] = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """Exempt people from courses."""
    from skilltrack.services.obligations import exemptions

    with opened(context) as database:
        given = exemptions.exempt(
            database,
            numbers,
            course,
            reason,
            day_or_today(start),
            None if until is None else day(until),
            is_dry_run=dry_run,
        )
    told = _("免除できます：{count}件") if dry_run else _("{count}件を免除しました。")
    say(told.format(count=len(given)))


@refusals_told
def withdraw(
    context: typer.Context,
    numbers: Numbers,
    course: Courses,
    reason: Reason,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("再び義務となる日。省くと今日"))
    ] = None,
    *,
    dry_run: DryRun = False,
) -> None:
    """End exemptions."""
    from skilltrack.services.obligations import exemptions

    chosen = [(number, code) for number in numbers for code in course]
    with opened(context) as database:
        ended = exemptions.withdraw(database, chosen, day_or_today(on), reason, is_dry_run=dry_run)
    told = _("取りやめられます：{count}件") if dry_run else _("{count}件の免除を取りやめました。")
    say(told.format(count=len(ended)))


@refusals_told
def remind(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="DIR", help=_("書き先のフォルダー"))],
    scheme: Scheme = "",
    as_of: AsOf = None,
    *,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("期限を過ぎたものだけ"))] = False,
) -> None:
    """Write a workbook for each unit with something open."""
    from skilltrack.services.obligations.reading import ObligationQuery, Status
    from skilltrack.services.obligations.reports import write_reminders

    query = ObligationQuery(scheme, status=Status.OVERDUE if overdue else Status.ALL)
    with opened(context) as database:
        paths = write_reminders(database, out, day_or_today(as_of), query)
    say(_("{count}冊を書き出しました：{path}").format(count=len(paths), path=out))
