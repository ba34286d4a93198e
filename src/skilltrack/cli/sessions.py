"""Sessions of courses: list, seats, attendance, completions."""

from pathlib import Path
from typing import Annotated

import typer

from skilltrack.cli import session_people
from skilltrack.cli.console import print_document, print_table, refusals_told, say
from skilltrack.cli.session import (
    day,
    day_or_today,
    fiscal_year,
    instant_if_named,
    opened,
    today,
)
from skilltrack.cli.session_documents import (
    line_document,
    sheet_document,
)
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.sessions.definition import SessionDay, SessionState
from skilltrack.i18n.sessions import (
    caution_text,
    counts_text,
    days_text,
    state_name,
)
from skilltrack.i18n.texts import _

Session = Annotated[str, typer.Argument(metavar="SESSION", help=_("実施回の番号"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Year = Annotated[int | None, typer.Option(metavar="YYYY", help=_("年度（西暦）。省くと今年度"))]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
Days = Annotated[
    list[str] | None,
    typer.Option(
        "--day",
        metavar="DAY",
        help=_("開催日。2026-10-01 13:30-16:30 の形（時刻と「報告会」は省ける）。何度でも"),
    ),
]
Reason = Annotated[str, typer.Option(help=_("理由"))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_("研修の実施回"))
    group.command("list", help=_("年度の実施回の一覧を出します。"))(list_)
    group.command("show", help=_("実施回の名簿と数字を出します。"))(show)
    group.command("add", help=_("実施回を加えます。"))(add)
    group.command("change", help=_("実施回の内容や状態を変えます。"))(change)
    group.command("cancel", help=_("実施回を中止します。"))(cancel)
    session_people.register(group)
    app.add_typer(group, name="sessions")


@refusals_told
def list_(
    context: typer.Context,
    year: Year = None,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("実績報告も書き出す"))] = None,
    *,
    data: Annotated[bool, typer.Option("--data-sheet", help=_("--out をデータの形にする"))] = False,
    json: Json = False,
) -> None:
    """List the sessions of a fiscal year."""
    from skilltrack.services.sessions.reading import sessions_of_year
    from skilltrack.services.sessions.reports import save_year_report

    on = day_or_today(as_of)
    chosen = fiscal_year(year)
    with opened(context) as database:
        known = instant_if_named(as_known)
        found = sessions_of_year(database, chosen, on, known)
        if out is not None:
            save_year_report(database, chosen, out, on, known, is_data=data)
    if json:
        print_document(
            {
                "fiscal_year": chosen.year,
                "as_of": on.isoformat(),
                "most_absent": found.most_absent,
                "sessions": [line_document(line) for line in found.lines],
            }
        )
        return
    print_table(
        (_("番号"), _("開催日"), _("実施回"), _("状態"), _("人数")),
        (
            (
                line.session.session_id,
                days_text(line.session),
                line.session.title,
                state_name(line.session),
                counts_text(line.counts),
            )
            for line in found.lines
        ),
    )


@refusals_told
def show(
    context: typer.Context,
    session: Session,
    as_of: AsOf = None,
    as_known: AsKnown = None,
    *,
    candidates: Annotated[
        bool, typer.Option("--candidates", help=_("まだ入っていない受講義務者も出す"))
    ] = False,
    json: Json = False,
) -> None:
    """Show a session with its roster."""
    from skilltrack.services.sessions import candidates as session_candidates
    from skilltrack.services.sessions.reading import session_sheet

    on = day_or_today(as_of)
    with opened(context) as database:
        known = instant_if_named(as_known)
        found = session_sheet(database, session, on, known)
        owing = session_candidates.candidates(database, session, on, known) if candidates else None
    if json:
        print_document(sheet_document(found, owing))
        return
    say(f"{found.session.title}　{days_text(found.session)}　{counts_text(found.line.counts)}")
    print_table(
        (_("職員番号"), _("氏名"), _("所属"), _("状態"), _("注意")),
        (
            (
                person.employee_no,
                person.name,
                person.unit_name,
                person.state.value,
                _("、").join(map(caution_text, person.cautions)),
            )
            for person in found.roster
        ),
    )
    for one in owing or ():
        say(f"{one.employee_no}　{one.name}　{one.unit_name}　{one.why}")


def _days(texts: list[str]) -> tuple[SessionDay, ...]:
    return tuple(_day(text) for text in texts)


def _day(text: str) -> SessionDay:
    """Read 2026-10-01 13:30-16:30 報告会; times and the word may be missing."""
    words = text.split()
    if not words:
        raise refuse("sessions.unreadable_day", text=text)
    starts, _dash, ends = next((w for w in words[1:] if ":" in w), "").partition("-")
    is_presentation = _("報告会") in words[1:]
    return SessionDay(0, day(words[0]), starts, ends, is_presentation)


@refusals_told
def add(
    context: typer.Context,
    course: Annotated[str, typer.Argument(metavar="COURSE", help=_("研修コード"))],
    on: Days = None,
    year: Year = None,
    title: Annotated[str, typer.Option(help=_("題名。省くと研修名"))] = "",
    mode: Annotated[CourseMode | None, typer.Option(help=_("形態。省くと研修一覧のとおり"))] = None,
    place: Annotated[str, typer.Option(help=_("会場"))] = "",
    lecturer: Annotated[str, typer.Option(help=_("講師"))] = "",
    capacity: Annotated[int | None, typer.Option(help=_("定員。省くと研修一覧のとおり"))] = None,
    apply_by: Annotated[str | None, typer.Option(metavar="DATE", help=_("申込期限"))] = None,
    note: Annotated[str, typer.Option(help=_("備考"))] = "",
    *,
    json: Json = False,
) -> None:
    """Add a session."""
    from skilltrack.services.sessions.editing import SessionOrder, add_session

    order = SessionOrder(
        course,
        fiscal_year(year).year,
        _days(on or []),
        title,
        "" if mode is None else mode.value,
        place,
        lecturer,
        capacity,
        None if apply_by is None else day(apply_by),
        note,
    )
    with opened(context) as database:
        found = add_session(database, order)
    if json:
        print_document({"session": found.session_id, "days": len(found.days)})
        return
    say(_("実施回「{title}」を加えました。").format(title=found.title))
    typer.echo(found.session_id)


@refusals_told
def change(
    context: typer.Context,
    session: Session,
    on: Days = None,
    title: Annotated[str | None, typer.Option(help=_("題名"))] = None,
    mode: Annotated[CourseMode | None, typer.Option(help=_("形態"))] = None,
    place: Annotated[str | None, typer.Option(help=_("会場"))] = None,
    lecturer: Annotated[str | None, typer.Option(help=_("講師"))] = None,
    capacity: Annotated[int | None, typer.Option(help=_("定員"))] = None,
    apply_by: Annotated[str | None, typer.Option(metavar="DATE", help=_("申込期限"))] = None,
    note: Annotated[str | None, typer.Option(help=_("備考"))] = None,
    state: Annotated[SessionState | None, typer.Option(help=_("状態"))] = None,
    most_absent: Annotated[
        int | None, typer.Option(help=_("一つの所属から同じ日に離席する人数の目安。0でなし"))
    ] = None,
    reason: Reason = "",
    *,
    json: Json = False,
) -> None:
    """Change a session, its state, or how many of a department may be away."""
    from skilltrack.services.sessions import editing as session_editing
    from skilltrack.services.sessions import reading as sessions

    now = today()
    with opened(context) as database:
        found = sessions.session_sheet(database, session, now).session
        order = session_editing.SessionOrder(
            found.course,
            found.fiscal_year,
            found.days if on is None else _days(on),
            found.title if title is None else title,
            found.mode if mode is None else mode.value,
            found.place if place is None else place,
            found.lecturer if lecturer is None else lecturer,
            found.capacity if capacity is None else capacity,
            found.apply_by if apply_by is None else day(apply_by),
            found.note if note is None else note,
        )
        given = (on, title, mode, place, lecturer, capacity, apply_by, note)
        moved: tuple[str, ...] = ()
        if any(one is not None for one in given):
            done = session_editing.change_session(database, session, order, reason, today=now)
            found, moved = done.session, tuple(one.employee_no for one in done.moved_up)
        if state is not None:
            done = session_editing.set_state(database, session, state, reason, today=now)
            found, moved = done.session, (*moved, *(one.employee_no for one in done.moved_up))
        if most_absent is not None:
            session_editing.set_most_absent(database, most_absent or None, reason)
    if json:
        document = {"session": found.session_id, "state": found.state.value}
        print_document({**document, "moved_up": list(moved)})
        return
    text = _("「{title}」を変えました（{state}、繰上げ {count} 人）。")
    say(text.format(title=found.title, state=state_name(found), count=len(moved)))


@refusals_told
def cancel(context: typer.Context, session: Session, reason: Reason = "") -> None:
    """Call a session off."""
    from skilltrack.services.sessions.editing import set_state

    with opened(context) as database:
        done = set_state(database, session, SessionState.CANCELLED, reason, today=today())
    say(_("「{title}」を中止にしました。").format(title=done.session.title))
