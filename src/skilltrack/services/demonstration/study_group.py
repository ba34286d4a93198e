"""A study group (学習会) for the IT Passport: held in autumn with who came, planned for winter."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode, SkillRef
from skilltrack.domain.sessions.definition import PresenceState, SessionDay, SessionState
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue.editing import add_course
from skilltrack.services.catalogue.orders import CourseOrder
from skilltrack.services.demonstration.chance import Chance, stream
from skilltrack.services.demonstration.days import is_office_day
from skilltrack.services.exams.people import exam_people
from skilltrack.services.sessions import attendance, editing, seats
from skilltrack.services.sessions.attendance import Mark
from skilltrack.services.sessions.completing import complete
from skilltrack.services.sessions.editing import SessionOrder
from skilltrack.store.database import Database

IT_PASSPORT, CODE = "it_passport", "EX-02"
SEATS, WEEKS, HOURS = 24, 3, 4.5
BUILT = ("basic_terms", "tools", "security")

ON_THE_WAY = frozenset({ExamStage.STUDYING, ExamStage.VOUCHER, ExamStage.BOOKED, ExamStage.FAILED})


def hold_study_group(
    database: Database, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Hold three evenings for people on the way to the exam, and plan three more."""
    year = FiscalYear.of(as_of)
    chance = stream(seed, "study_group")
    detail = CourseDetail(
        CODE,
        modes=(CourseMode.CLASSROOM,),
        builds=tuple(SkillRef(code) for code in BUILT),
        organiser=_("情報政策課"),
        lecturer=_("合格した職員"),
        capacity=SEATS,
        explanation=_("過去問題を解き、分からないところを合格した職員に聞く会です。"),
    )
    offers = ((CourseKind.ELECTIVE, ()),)
    order = CourseOrder(CODE, _("ITパスポート学習会"), offers, HOURS, detail)
    add_course(database, year, order, _("合格者を増やすため"))
    came = _held(database, chance, year, as_of)
    _planned(database, year, as_of)
    tell(_("ITパスポート学習会：3日間に {came} 人、冬の回は計画中").format(came=came))


def _evenings(first: date) -> list[SessionDay]:
    days = []
    for week in range(WEEKS):
        on = first + timedelta(weeks=week)
        while not is_office_day(on):
            on += timedelta(days=1)
        days.append(SessionDay(0, on, "17:45", "19:15"))
    return days


def _order(days: Sequence[SessionDay], year: FiscalYear, title: str) -> SessionOrder:
    return SessionOrder(
        CODE,
        year.year,
        tuple(days),
        title=title,
        place=_("本庁舎 第2会議室"),
        capacity=SEATS,
        apply_by=days[0].held_on - timedelta(days=7),
    )


def _held(database: Database, chance: Chance, year: FiscalYear, as_of: date) -> int:
    days = _evenings(as_of - timedelta(weeks=WEEKS + 1))
    one = editing.add_session(database, _order(days, year, _("ITパスポート学習会（秋の回）")))
    people = [
        person.person.employee_no
        for person in exam_people(database, IT_PASSPORT, as_of).people
        if person.is_counted and person.progress.stage in ON_THE_WAY
    ]
    chosen = chance.sample(people, min(SEATS, len(people)))
    editing.set_state(database, one.session_id, SessionState.OPEN, today=as_of)
    if chosen:
        seats.enrol(database, one.session_id, chosen, days[0].held_on - timedelta(days=10))
    marks = {
        number: {
            day.day_no: Mark(
                chance.choices((PresenceState.ATTENDED, PresenceState.ABSENT), (5, 1))[0]
            )
            for day in one.days
        }
        for number in chosen
    }
    attendance.record_presence(database, one.session_id, marks, today=as_of)
    editing.set_state(database, one.session_id, SessionState.HELD, today=as_of)
    complete(database, one.session_id, as_of)
    return sum(
        any(mark.state is PresenceState.ATTENDED for mark in of_days.values())
        for of_days in marks.values()
    )


def _planned(database: Database, year: FiscalYear, as_of: date) -> None:
    days = _evenings(as_of + timedelta(weeks=8))
    editing.add_session(database, _order(days, year, _("ITパスポート学習会（冬の回）")))
