"""Steps of random histories: names, sessions, targets."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from tests.acceptance.histories import COURSES, PEOPLE, TODAY, Town

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.people.names import changes
from skilltrack.domain.sessions.definition import PresenceState, SessionDay
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.services.people.naming import DayCorrection, correct_name
from skilltrack.services.sessions import completing, seats
from skilltrack.services.sessions.attendance import Mark, record_presence
from skilltrack.services.sessions.editing import SessionOrder, add_session
from skilltrack.services.targets import editing as targets
from skilltrack.store import organisation
from skilltrack.store.names import names_by_number
from skilltrack.store.sessions import SESSIONS

REASON = "記録の誤り"
MARRIED = (("髙木", "タカギ"), ("﨑山", "サキヤマ"), ("𠮷野", "ヨシノ"))
STATED, SHARE = "stated-papers", "share-of-courses"


# Names


def marry(town: Town) -> None:
    """Somebody has another name from a day on, often one still to come."""
    number = town.person()
    day = town.random.choice([town.day(), TODAY + timedelta(days=town.random.randint(1, 200))])
    with town.database.reading() as session:
        post = {one.employee_no: one for one in organisation.in_post(session, day)}.get(number)
    if post is None:
        return
    surname, kana = town.random.choice(MARRIED)
    row = [number, f"{surname}　花子", f"{kana} ハナコ", post.department, post.job_title]
    headings = "職員番号 氏名 フリガナ 所属コード 職名"
    town.take(ImportKind.EMPLOYEES, headings, [row], day, MissingRule(is_partial=True))


def correct_marriage(town: Town) -> None:
    """A change of name was on another day, or never was."""
    with town.database.reading() as session:
        known = names_by_number(session)
    found = [(number, day) for number in sorted(known) for day, _a, _b in changes(known[number])]
    if not found:
        marry(town)
        return
    number, day = town.random.choice(found)
    to = town.random.choice([None, day + timedelta(days=town.random.randint(-9, 9))])
    correct_name(town.database, DayCorrection(number, day, to, REASON))


# Sessions


def _session(town: Town) -> str:
    found = _session_ids(town)
    if not found:
        plan_session(town)
        found = _session_ids(town)
    return town.random.choice(found)


def _session_ids(town: Town) -> list[str]:
    with town.database.reading() as session:
        return sorted(one.session_id for one in SESSIONS.values(session))


def plan_session(town: Town) -> None:
    """A session of a course is planned."""
    first = town.random.choice([day for day in town.past() if day.year in {2025, 2026}])
    days = (SessionDay(1, first, "13:30", "16:30"),)
    year, course = FiscalYear.of(first).year, town.random.choice(COURSES)
    add_session(town.database, SessionOrder(course, year, days, capacity=2))


def enrol(town: Town) -> None:
    """Some apply; not all get a seat."""
    session_id = _session(town)
    seats.enrol(town.database, session_id, town.random.sample(PEOPLE, 3), town.day())


def withdraw(town: Town) -> None:
    """Somebody gives the seat back; whoever waits moves up."""
    session_id = _session(town)
    seats.decline(town.database, session_id, [town.person()], REASON, town.day())


def attend(town: Town) -> None:
    """Who came is noted."""
    session_id = _session(town)
    mark = Mark(town.random.choice(list(PresenceState)))
    marks = {number: {1: mark} for number in town.random.sample(PEOPLE, 2)}
    record_presence(town.database, session_id, marks, today=TODAY)


def finish(town: Town) -> None:
    """A session brings completions."""
    session_id = _session(town)
    completing.complete(town.database, session_id, TODAY)


# Targets


def aim(town: Town) -> None:
    """The body sets itself a target, counted by hand or from the records."""
    year = FiscalYear.of(TODAY)
    is_stated = town.random.random() < 0.5
    rule = TargetRule(
        STATED if is_stated else SHARE,
        "独自の目標",
        TargetShape.OUTPUTS if is_stated else TargetShape.SHARE,
        year.first_day,
        year.last_day,
        goal=Fraction(20) if is_stated else Fraction(1, 2),
        measure=Measure(MeasureKind.STATED)
        if is_stated
        else Measure(MeasureKind.COURSES, (town.random.choice(COURSES),)),
    )
    targets.add(town.database, KeptTarget(rule), TODAY)


def state_target(town: Town) -> None:
    """What was reached is entered by hand."""
    on = town.random.choice([day for day in town.past() if day in FiscalYear.of(TODAY)])
    targets.state(town.database, STATED, on, town.random.randint(0, 30), REASON, REASON)


def drop_target(town: Town) -> None:
    """A target is no longer pursued."""
    targets.close(town.database, town.random.choice([STATED, SHARE]), town.day(), REASON)


LEARNING_STEPS: list[Callable[[Town], None]] = [
    marry,
    correct_marriage,
    plan_session,
    enrol,
    withdraw,
    attend,
    finish,
    aim,
    state_target,
    drop_target,
]
