"""The notice of how many passed an exam: made, listed; what was stated or handed out, undone."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.exam_goals import Exam
from skilltrack.cli.role_options import AsKnown, Json
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.notice import TotalTold
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import told_now, told_total, total_reason, untold_reason
from skilltrack.i18n.numbers import NO_FIGURE, ratio_figure
from skilltrack.i18n.texts import _
from skilltrack.services.overview import IT_PASSPORT


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("notice", help=_("合格者数のお知らせの数字を見るか、書き出します。"))(notice)
    group.command("notices", help=_("書き出したお知らせを一覧にします。"))(notices)
    group.command("undo-notice", help=_("お知らせと同意の変更を出すか、元に戻します。"))(undo)


@refusals_told
def notice(
    context: typer.Context,
    exam: Exam = IT_PASSPORT,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=_("初日。省くと年度の初日"))
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help=_("最後の日"))] = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(help=_("書き出すお知らせ"))] = None,
    *,
    json: Json = False,
) -> None:
    """Make the notice of how many passed."""
    from skilltrack.services.exams import notice as service

    last = day_or_today(until)
    first = FiscalYear.of(last).first_day if since is None else day(since)
    known = instant_if_named(as_known)
    with opened(context) as database:
        if out is None:
            found = service.exam_notice(database, exam, first, last, known)
        else:
            found = service.hand_out_notice(database, out, exam, first, last, known)
    if json:
        print_document(
            {
                "exam": exam,
                "from": first.isoformat(),
                "until": last.isoformat(),
                "this_time": found.this_time,
                "untold": None if found.untold is None else found.untold.value,
                "total": _total(found.total),
                "is_handed_out": out is not None,
                "named": [
                    {"employee_no": one.employee_no, "name": one.name, "department": one.department}
                    for one in found.named
                ],
            }
        )
        return
    say(_("今回の合格者：{told}").format(told=told_now(found)))
    say(_("これまでの合格者：{told}").format(told=told_total(found)))
    for text in (untold_reason(found), total_reason(found)):
        if text:
            say(text)
    for one in found.named:
        say(f"{one.department_name}　{one.name}")


def _total(one: TotalTold | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "on": one.on.isoformat(),
        "count": one.count,
        "people": one.people,
        "ratio": ratio_figure(one.ratio),
    }


@refusals_told
def notices(
    context: typer.Context,
    exam: Exam = IT_PASSPORT,
    as_known: AsKnown = None,
    *,
    json: Json = False,
) -> None:
    """List the notices that were handed out."""
    from skilltrack.services.exams import notice as service

    with opened(context) as database:
        found = service.notices_handed_out(database, exam, instant_if_named(as_known))
    if json:
        print_document(
            {
                "exam": exam,
                "notices": [
                    {
                        "change": one.change,
                        "at": None if one.at is None else one.at.isoformat(),
                        "from": one.since.isoformat(),
                        "until": one.until.isoformat(),
                        "this_time": one.this_time,
                        "total": one.total,
                    }
                    for one in found.notices
                ],
            }
        )
        return
    print_table(
        (_("変更"), _("初日"), _("最後の日"), _("今回の合格者"), _("これまでの合格者")),
        (
            (
                one.change,
                wareki_short(one.since),
                wareki_short(one.until),
                NO_FIGURE if one.this_time is None else one.this_time,
                NO_FIGURE if one.total is None else one.total,
            )
            for one in found.notices
        ),
    )


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List what was handed out and consented to, or undo one of it."""
    undo_or_list(context, change, "exam_notices", "exam_consents", is_json=json)
