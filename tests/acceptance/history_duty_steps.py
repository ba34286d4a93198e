"""Steps of random histories: what is owed, by whom, and what was done of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.acceptance.histories import COURSES, TODAY, Town

from skilltrack.domain.audience import Audience
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.obligations.rules import DueKind, DueRule, ObligationRule, Occasion
from skilltrack.domain.people.occupations import occupations_of
from skilltrack.domain.sessions.definition import PresenceState
from skilltrack.services.catalogue import editing as catalogue
from skilltrack.services.catalogue.orders import order_of
from skilltrack.services.catalogue.reading import courses_in
from skilltrack.services.people.naming import DayCorrection
from skilltrack.services.people.occupations import correct_occupation
from skilltrack.services.schemes.editing import find_scheme, save_scheme
from skilltrack.services.sessions import completing
from skilltrack.services.sessions.attendance import Mark, record_presence
from skilltrack.services.sessions.reading import session_sheet
from skilltrack.store import organisation
from skilltrack.store.occupations import FORMER_OCCUPATIONS
from skilltrack.store.sessions import SESSIONS

REASON = "要綱の改正"
OCCUPATIONS = ("事務", "土木", "")
OWN_RULE = "own"


def retrain(town: Town) -> None:
    """Somebody has another occupation from a day on, often one still to come."""
    number = town.person()
    day = town.random.choice([town.day(), TODAY + timedelta(days=town.random.randint(1, 200))])
    with town.database.reading() as session:
        post = {one.employee_no: one for one in organisation.in_post(session, day)}.get(number)
    if post is None:
        return
    row = [number, post.name, post.department, post.job_title, town.random.choice(OCCUPATIONS)]
    headings = "職員番号 氏名 所属コード 職名 職種"
    town.take(ImportKind.EMPLOYEES, headings, [row], day, MissingRule(is_partial=True))


def correct_retraining(town: Town) -> None:
    """A change of occupation was on another day, or never was."""
    with town.database.reading() as session:
        held = FORMER_OCCUPATIONS.values(session)
        changed = sorted({one.employee_no for one in held})
        known = organisation.every_employee(session, TODAY)
    if not changed:
        retrain(town)
        return
    number = town.random.choice(changed)
    mine = [one.fact for one in held if one.employee_no == number]
    days = [day for day, _a, _b in occupations_of(known[number].occupation, mine).changes]
    day = town.random.choice(days or [TODAY])
    to = town.random.choice([None, day + timedelta(days=town.random.randint(-9, 9))])
    correct_occupation(town.database, DayCorrection(number, day, to, REASON))


def rule_duty(town: Town) -> None:
    """A new version of the scheme owes something else, or to others."""
    scheme, programme = find_scheme(town.database, "fukui")
    own = ObligationRule(
        OWN_RULE,
        "独自の義務",
        town.random.choice([Occasion.ONCE, Occasion.EVERY_YEAR, Occasion.ENTRY]),
        Audience(occupations=tuple(town.random.sample(("事務", "土木"), 1))),
        courses=tuple(town.random.sample(COURSES, 2)),
        count=town.random.choice([None, 1]),
        due=town.random.choice([DueRule(), DueRule(DueKind.MONTHS, months=6)]),
        since=town.random.choice([None, town.day()]),
    )
    others = tuple(one for one in programme.obligations if one.id != OWN_RULE)
    rules = town.random.choice([others, (*others, own), (*others, own)])
    save_scheme(town.database, scheme, replace(programme, obligations=rules), REASON)


def move_course(town: Town) -> None:
    """A course of a year is for others, or moves to the year after it."""
    year = FiscalYear(town.random.choice([2024, 2025, 2026]))
    with town.database.reading() as session:
        courses = courses_in(session, year)
    course = town.random.choice(courses)
    order = order_of(course)
    if town.random.random() < 0.5:
        kind = town.random.choice([CourseKind.REQUIRED, CourseKind.ELECTIVE])
        bands = town.random.choice([(), ("staff",), ("management",)])
        catalogue.change_course(
            town.database, year, replace(order, offers=((kind, bands),)), REASON
        )
    else:
        catalogue.remove_courses(town.database, year, [course.code], REASON)
        catalogue.add_course(town.database, FiscalYear(year.year + 1), order, REASON)


def withdraw_completion(town: Town) -> None:
    """Nobody came to a session after all: the completions that it brought are taken back."""
    with town.database.reading() as session:
        ids = sorted(one.session_id for one in SESSIONS.values(session))
    if ids:
        session_id = town.random.choice(ids)
        seated = session_sheet(town.database, session_id, TODAY).seated
        marks = {one.employee_no: {1: Mark(PresenceState.ABSENT)} for one in seated}
        record_presence(town.database, session_id, marks, today=TODAY)
        completing.complete(town.database, session_id, TODAY)


DUTY_STEPS: list[Callable[[Town], None]] = [
    retrain,
    correct_retraining,
    rule_duty,
    move_course,
    withdraw_completion,
]
