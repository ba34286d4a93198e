"""People of a session: invited, enrolled, noted as present, completed; its workbooks."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import day, day_or_today, instant_if_named, opened, today
from skilltrack.cli.session_documents import outcome_document, plan_document, presence_document
from skilltrack.domain.problems import Problem, refuse
from skilltrack.domain.sessions.definition import PresenceState
from skilltrack.domain.sessions.figures import Fate
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.sessions import FATE_NAMES, caution_text, judgement_text
from skilltrack.i18n.texts import _

Session = Annotated[str, typer.Argument(metavar="SESSION", help=_("実施回の番号"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))]
Reason = Annotated[str, typer.Option(help=_("理由"))]
Numbers = Annotated[
    list[str] | None, typer.Option("--employee", metavar="NUMBER", help=_("職員番号。何度でも"))
]


def register(group: typer.Typer) -> None:
    """Add the commands on people to those on sessions."""
    group.command("enrol", help=_("案内・申込み・辞退・繰越しを記録します。"))(enrol)
    group.command("attend", help=_("出欠とアーカイブ視聴を記録します。"))(attend)
    group.command("sheet", help=_("出席簿・名簿・案内・実施報告を書き出します。"))(sheet)
    group.command("collect", help=_("記入した出席簿やアンケートを取り込みます。"))(collect)
    group.command("complete", help=_("修了を確かめて記録します。"))(complete)


@refusals_told
def enrol(
    context: typer.Context,
    session: Session,
    employee: Numbers = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("申込みの表（職員番号、申込日）"))
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("その日。省くと今日"))] = None,
    to: Annotated[str, typer.Option(metavar="SESSION", help=_("--carry で移す先"))] = "",
    reason: Reason = "",
    *,
    invite: Annotated[
        bool, typer.Option("--invite", help=_("案内済みにする。職員を省くと受講義務者の全員"))
    ] = False,
    decline: Annotated[bool, typer.Option("--decline", help=_("辞退とする"))] = False,
    carry: Annotated[bool, typer.Option("--carry", help=_("次の回へ移す"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Invite, enrol, decline or carry over people."""
    from skilltrack.services.sessions import applications as session_applications
    from skilltrack.services.sessions import candidates as session_candidates
    from skilltrack.services.sessions import seats as session_seats

    when, people = day_or_today(on), tuple(employee or ())
    with opened(context) as database:
        if invite:
            if not people:
                owing = session_candidates.candidates(database, session, when)
                people = tuple(one.employee_no for one in owing)
            done = session_seats.invite(database, session, people, when, is_dry_run=dry_run)
        elif decline:
            done = session_seats.decline(
                database, session, people, reason, when, is_dry_run=dry_run
            )
        elif carry:
            done = session_seats.carry_over(
                database, session, to, when, people or None, is_dry_run=dry_run
            )
        elif file is not None:
            done = session_applications.take_applications(
                database, session, file, when, is_dry_run=dry_run
            )
        else:
            done = session_seats.enrol(database, session, people, when, reason, is_dry_run=dry_run)
    _tell(done.notices)
    if json:
        print_document({**outcome_document(done), "is_recorded": not dry_run})
        return
    for caution in done.cautions:
        say(f"{caution.employee_no}：{caution_text(caution)}")
    text = _(
        "案内 {invited} 人、受講予定 {enrolled} 人、補欠 {waiting} 人、辞退 {declined} 人、"
        "繰上げ {moved} 人、変更なし {unchanged} 人"
    ).format(
        invited=len(done.invited),
        enrolled=len(done.enrolled),
        waiting=len(done.waiting),
        declined=len(done.declined),
        moved=len(done.moved_up),
        unchanged=len(done.unchanged),
    )
    say(_("確かめただけです（{text}）。").format(text=text) if dry_run else text)


def _tell(notices: tuple[Problem, ...]) -> None:
    for notice in notices:
        say(sentence(notice))


@refusals_told
def attend(
    context: typer.Context,
    session: Session,
    employee: Numbers = None,
    state: Annotated[PresenceState, typer.Option(help=_("出欠"))] = PresenceState.ATTENDED,
    day_no: Annotated[int, typer.Option("--day-no", help=_("何日目か"))] = 1,
    minutes: Annotated[int | None, typer.Option(help=_("受講した時間（分）"))] = None,
    watched_on: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("アーカイブを視聴した日"))
    ] = None,
    *,
    clear: Annotated[bool, typer.Option("--clear", help=_("未記録に戻す"))] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Note who came on a day, or that the archive was watched."""
    from skilltrack.services.sessions import attendance as session_attendance

    people, now = tuple(employee or ()), today()
    if not people:
        raise refuse("sessions.nobody")
    with opened(context) as database:
        if watched_on is not None:
            done = session_attendance.mark_watched(
                database, session, people, day(watched_on), today=now, is_dry_run=dry_run
            )
        else:
            mark = None if clear else session_attendance.Mark(state, minutes)
            marks = {number: {day_no: mark} for number in people}
            done = session_attendance.record_presence(
                database, session, marks, today=now, is_dry_run=dry_run
            )
    _say_presence(presence_document(done), is_dry_run=dry_run, is_json=json)


def _say_presence(document: dict[str, object], *, is_dry_run: bool, is_json: bool) -> None:
    if is_json:
        print_document({**document, "is_recorded": not is_dry_run})
        return
    text = _("新規 {new} 件、変更 {changed} 件、変更なし {unchanged} 件").format(**document)
    say(_("確かめただけです（{text}）。").format(text=text) if is_dry_run else text)


@refusals_told
def sheet(
    context: typer.Context,
    session: Session,
    out: Annotated[Path, typer.Option(metavar="FILE", help=_("書き出す先。案内はフォルダー"))],
    kind: Annotated[
        str,
        typer.Option(
            help=_("attendance（出席簿）、roster（名簿）、report（実施報告）、invitations（案内）")
        ),
    ] = "attendance",
    as_of: AsOf = None,
    as_known: AsKnown = None,
) -> None:
    """Write a workbook on a session."""
    from skilltrack.services.sessions import reports as session_reports

    on = day_or_today(as_of)
    names = ("attendance", "roster", "report", "invitations")
    if kind not in names:
        raise refuse("sessions.unknown_sheet", kind=kind)
    writers = dict(
        zip(
            names,
            (
                session_reports.save_attendance_sheet,
                session_reports.save_roster,
                session_reports.save_session_report,
            ),
            strict=False,
        )
    )
    with opened(context) as database:
        known = instant_if_named(as_known)
        if kind in writers:
            writers[kind](database, session, out, on, known)
            say(_("「{file}」に書き出しました。").format(file=out.name))
            return
        paths = session_reports.save_invitations(database, session, out, on)
    say(_("案内を {count} 所属分書き出しました。").format(count=len(paths)))


@refusals_told
def collect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("記入した出席簿、回答の表"))],
    session: Annotated[
        str, typer.Option(metavar="SESSION", help=_("実施回の番号。出席簿では省ける"))
    ] = "",
    *,
    survey: Annotated[
        bool, typer.Option("--survey", help=_("無記名のアンケートとして読む"))
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a sheet that was filled in, or anonymous answers."""
    from skilltrack.services.sessions import attendance as session_attendance
    from skilltrack.services.sessions import surveys as session_surveys

    with opened(context) as database:
        if survey:
            count = session_surveys.take_survey(database, session, file, is_dry_run=dry_run)
        else:
            done = session_attendance.collect_sheet(
                database, file, session, today=today(), is_dry_run=dry_run
            )
    if not survey:
        _tell(done.notices)
        _say_presence(presence_document(done), is_dry_run=dry_run, is_json=json)
    elif json:
        print_document({"sheets": count, "is_recorded": not dry_run})
    else:
        say(_("アンケート {count} 枚").format(count=count))


@refusals_told
def complete(
    context: typer.Context,
    session: Session,
    scores: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("点数の表（職員番号、点数）か出席簿"))
    ] = None,
    as_of: AsOf = None,
    *,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Record the completions that a session brings."""
    from skilltrack.services.sessions import completing as session_completing

    on = day_or_today(as_of)
    found = None if scores is None else session_completing.scores_from(scores)
    with opened(context) as database:
        plan = session_completing.complete(database, session, on, found, is_dry_run=dry_run)
    if json:
        print_document({**plan_document(plan), "is_recorded": not dry_run})
        return
    print_table(
        (_("職員番号"), _("氏名"), _("判断"), _("足りないもの")),
        (
            (
                line.person.employee_no,
                line.person.name,
                FATE_NAMES[line.fate],
                judgement_text(line.judgement),
            )
            for line in plan.people
        ),
    )
    counts = _("、").join(
        _("{name} {count} 人").format(name=FATE_NAMES[fate], count=plan.count(fate))
        for fate in Fate
        if plan.count(fate)
    )
    say(_("確かめただけです（{text}）。").format(text=counts) if dry_run else counts)
