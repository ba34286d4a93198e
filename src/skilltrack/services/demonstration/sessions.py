"""Sessions of the year: held ones with who came, one being filled, one planned, one called off."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.schemes.programmes import CompletionKind, CourseMode
from skilltrack.domain.sessions.definition import (
    CourseSession,
    GuestState,
    PresenceState,
    SessionDay,
    SessionState,
)
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue import reading as catalogue
from skilltrack.services.demonstration import Municipality
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.demonstration.days import is_office_day
from skilltrack.services.sessions import attendance as session_attendance
from skilltrack.services.sessions import editing as session_editing
from skilltrack.services.sessions import guests as session_guests
from skilltrack.services.sessions import seats as session_seats
from skilltrack.services.sessions import surveys as session_surveys
from skilltrack.services.sessions.attendance import Mark
from skilltrack.services.sessions.candidates import candidates_in
from skilltrack.services.sessions.completing import complete
from skilltrack.services.sessions.editing import SessionOrder
from skilltrack.store import organisation
from skilltrack.store.database import Database

GATHERED = frozenset({CourseMode.CLASSROOM, CourseMode.WORKSHOP, CourseMode.HANDS_ON})
PLACES = ("本庁舎 第1会議室", "防災センター 研修室", "市民会館 小ホール")
NEIGHBOURS = (
    ("隣市 総務課", "山野 一美"),
    ("隣町 企画課", "川辺 進"),
    ("広域事務組合", "森田 あおい"),
)
COMMENTS = (
    "実例が多く、自分の課で試せそうです。",
    "演習の時間をもう少し長くしてほしいです。",
    "操作に不慣れな人向けの回があるとよいです。",
    "課の中で共有できる資料がほしいです。",
    "続きの研修を受けたいです。",
    "資料を事前に読めると助かります。",
)
HELD_SEATS, OPEN_SEATS, TEAM = 30, 12, 18
WAITING = 4
MOST_ABSENT = 3


def hold_sessions(
    database: Database, city: Municipality, seed: int, tell: Callable[[str], None]
) -> None:
    """Hold sessions up to the day up to which the fiction is told, and plan some ahead."""
    chance, as_of = stream(seed, "sessions"), city.as_of
    with database.reading() as session:
        courses = [
            one
            for one in catalogue.courses_in(session, city.fiscal_year)
            if GATHERED & set(one.detail.modes)
            and one.detail.completion.kind is not CompletionKind.SELF_REPORT
        ]
    teams = [one for one in courses if one.detail.completion.kind is CompletionKind.ALL_SESSIONS]
    others = [one for one in courses if one not in teams]
    if not teams or len(others) < 3:
        return
    others.sort(key=lambda one: (-len(_owing(database, one, as_of)), one.code))
    session_editing.set_most_absent(database, MOST_ABSENT, _("窓口の人数を確保するため"))
    _hold(database, chance, others[0], as_of)
    _fill(database, chance, others[0], as_of)
    _work_in_teams(database, chance, teams[0], as_of)
    _plan(database, teams[0], as_of)
    _wait_for_notes(database, chance, others[-1], as_of)
    _call_off(database, others[1], as_of)
    tell(_("実施回：実施済み 2 回、受付終了 1 回、受付中 1 回、計画 1 回、中止 1 回"))


def _office_day(on: date) -> date:
    while not is_office_day(on):
        on += timedelta(days=1)
    return on


def _half_day(on: date, *, is_presentation: bool = False) -> SessionDay:
    return SessionDay(0, _office_day(on), "13:30", "16:30", is_presentation)


def _add(
    database: Database,
    course: CatalogueCourse,
    days: Sequence[SessionDay],
    place: str,
    title: str,
    capacity: int,
) -> CourseSession:
    order = SessionOrder(
        course.code,
        course.fiscal_year,
        tuple(days),
        title=title.format(name=course.name),
        place=place,
        capacity=capacity,
        apply_by=days[0].held_on - timedelta(days=7),
    )
    return session_editing.add_session(database, order)


def _owing(database: Database, course: CatalogueCourse, as_of: date) -> list[str]:
    with database.reading() as session:
        one = CourseSession("", course.code, course.fiscal_year, "")
        return [person.employee_no for person in candidates_in(session, one, as_of)]


def _staff(database: Database, chance: Chance, on: date, count: int) -> list[str]:
    with database.reading() as session:
        numbers = sorted(organisation.at_work(session, on))
    return chance.sample(numbers, min(count, len(numbers)))


def _hold(database: Database, chance: Chance, course: CatalogueCourse, as_of: date) -> None:
    """Hold a session of a required course; some watch the archive, what people said is counted."""
    day = _half_day(as_of - timedelta(days=50))
    one = _add(database, course, [day], PLACES[0], _("{name}（秋の回）"), HELD_SEATS)
    people = _owing(database, course, day.held_on)[:HELD_SEATS]
    if not people:
        people = _staff(database, chance, day.held_on, HELD_SEATS)
    session_editing.set_state(database, one.session_id, SessionState.OPEN, today=as_of)
    applied = day.held_on - timedelta(days=20)
    session_seats.invite(database, one.session_id, people, applied)
    session_seats.enrol(database, one.session_id, people, applied + timedelta(days=4))
    marks = {number: {1: _mark(chance)} for number in people}
    guests = session_guests.add_guests(
        database, one.session_id, [(name, body) for body, name in NEIGHBOURS]
    )
    came = {guest.guest_id: GuestState.ATTENDED for guest in guests}
    session_attendance.record_presence(database, one.session_id, marks, came, today=as_of)
    absent = [n for n, days in marks.items() if days[1].state is PresenceState.ABSENT]
    if absent:
        watched = _office_day(day.held_on + timedelta(days=14))
        session_attendance.mark_watched(
            database, one.session_id, absent[: (len(absent) + 1) // 2], watched, today=as_of
        )
    session_editing.set_state(database, one.session_id, SessionState.HELD, today=as_of)
    complete(database, one.session_id, as_of)
    answers = len(people) * 2 // 3
    session_surveys.record_tallies(
        database, one.session_id, _tally(chance, answers), _tally(chance, answers), COMMENTS
    )


def _mark(chance: Chance) -> Mark:
    if happens(chance, 0.8):
        return Mark(PresenceState.ATTENDED)
    states = (PresenceState.ABSENT, PresenceState.EXCUSED, PresenceState.LATE)
    return Mark(chance.choices(states, (3, 1, 1))[0])


def _tally(chance: Chance, answers: int) -> dict[int, int]:
    given = chance.choices((5, 4, 3, 2, 1), (30, 45, 18, 5, 2), k=answers)
    return {step: given.count(step) for step in (5, 4, 3, 2, 1)}


def _fill(database: Database, chance: Chance, course: CatalogueCourse, as_of: date) -> None:
    """Open a session for the rest: some have a seat, some wait, some decline."""
    day = _half_day(as_of + timedelta(days=21))
    one = _add(database, course, [day], PLACES[1], _("{name}（冬の回）"), OPEN_SEATS)
    session_editing.set_state(database, one.session_id, SessionState.OPEN, today=as_of)
    people = _owing(database, course, as_of)
    people = people or _staff(database, chance, as_of, 2 * OPEN_SEATS)
    session_seats.invite(database, one.session_id, people, as_of - timedelta(days=10))
    applying = chance.sample(people, min(OPEN_SEATS + WAITING, len(people)))
    for place, number in enumerate(applying):
        on = as_of - timedelta(days=9 - place // 2)
        session_seats.enrol(database, one.session_id, [number], on)
    silent = [number for number in people if number not in applying]
    if silent:
        reason = _("議会対応のため")
        session_seats.decline(database, one.session_id, silent[:1], reason, as_of)


def _work_in_teams(
    database: Database, chance: Chance, course: CatalogueCourse, as_of: date
) -> None:
    """Let teams meet three times and present what they did."""
    first = as_of - timedelta(days=45)
    days = [_half_day(first + timedelta(days=14 * number)) for number in range(3)]
    days.append(_half_day(as_of - timedelta(days=2), is_presentation=True))
    days = [day for day in days if day.held_on <= as_of]
    one = _add(database, course, days, PLACES[2], _("{name}（全4回）"), TEAM)
    people = _staff(database, chance, days[0].held_on, TEAM)
    session_seats.enrol(database, one.session_id, people, days[0].held_on - timedelta(days=15))
    session_editing.set_state(database, one.session_id, SessionState.HELD, today=as_of)
    marks = {n: {day.day_no: _mark(chance) for day in one.days} for n in people}
    session_attendance.record_presence(database, one.session_id, marks, today=as_of)


def _plan(database: Database, course: CatalogueCourse, as_of: date) -> None:
    first = as_of + timedelta(days=70)
    days = [_half_day(first + timedelta(days=14 * number)) for number in range(2)]
    _add(database, course, days, PLACES[2], _("{name}（2月開始）"), TEAM)


def _wait_for_notes(
    database: Database, chance: Chance, course: CatalogueCourse, as_of: date
) -> None:
    """Leave a session of the last days without a note on who came."""
    day = SessionDay(0, _office_day(as_of - timedelta(days=8)), "9:30", "12:00")
    one = _add(database, course, [day], PLACES[0], "{name}", OPEN_SEATS)
    people = _staff(database, chance, day.held_on, OPEN_SEATS - 1)
    session_seats.enrol(database, one.session_id, people, day.held_on - timedelta(days=9))
    session_editing.set_state(database, one.session_id, SessionState.CLOSED, today=as_of)


def _call_off(database: Database, course: CatalogueCourse, as_of: date) -> None:
    day = _half_day(as_of - timedelta(days=30))
    one = _add(database, course, [day], PLACES[1], "{name}", OPEN_SEATS)
    reason = _("申込みが少なく、来年度に回すため")
    session_editing.set_state(database, one.session_id, SessionState.CANCELLED, reason, today=as_of)
