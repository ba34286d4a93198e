"""Steps of random histories: rounds and answers, roles, recruitment, meetings, fiscal years."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.acceptance.histories import PEOPLE, TODAY, Town
from tests.services.collecting.conftest import Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.appointments import NominationState, RoleRule
from skilltrack.domain.roles.meetings import AttendanceState, Circle, CircleKind
from skilltrack.domain.rounds.definition import Decision
from skilltrack.services.definitions import questionnaire_version
from skilltrack.services.exams.notice import hand_out_notice
from skilltrack.services.roles import appointments, meetings, recruitment
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles.attendance import record_attendance
from skilltrack.services.roles.certificates import number_certificates
from skilltrack.services.rounds import decisions
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round
from skilltrack.services.years import checklist as years
from skilltrack.services.years.closing import close_year, reopen_year
from skilltrack.store.appointments import NOMINATIONS
from skilltrack.store.meetings import MEETINGS

ROLE = "dx_leader"
REASON = "本人の申し出"

# Rounds


def ask(town: Town) -> None:
    """A round is opened, at most three in all: keys take time."""
    known = town.round_ids()
    if len(known) < 3:
        opens = town.random.choice([day for day in town.past() if day.year >= 2024])
        last = opens + timedelta(days=800)
        order = RoundOrder("再点検", "sakata", ("fukui",), opens, last, "育成のため")
        open_round(town.database, order, town.folder / f"round{len(known)}")


def answer(town: Town) -> None:
    """Answers come in, by form or sealed; some of them wait for a decision."""
    round_id = town.random.choice(town.round_ids())
    with town.database.reading() as session:
        codes = [item.code for item in questionnaire_version(session, "sakata", 1).answerable]
    office = Office(town.database, round_id, tuple(codes))
    for number in town.random.sample(PEOPLE, 3):
        step, file = town.random.randint(0, 3), f"{town.random.random()}"
        if town.random.random() < 0.6:
            office.take(office.form(number, step, file=file), today=TODAY)
        else:
            counter = town.random.randint(1, 3)
            office.take(office.sealed(number, step, counter, kana="", file=file), today=TODAY)


def decide_answer(town: Town) -> None:
    """Somebody decides about an answer that waits."""
    round_id = town.random.choice(town.round_ids())
    waiting = decisions.waiting(town.database, round_id)
    if waiting:
        one = town.random.choice(waiting)
        what = town.random.choice(list(Decision))
        decisions.decide(town.database, round_id, one.digest, one.sheet, what, REASON, today=TODAY)


def end_round(town: Town) -> None:
    """A round takes no more answers; the first one stays open."""
    close_round(town.database, town.random.choice(town.round_ids()))


# Roles and meetings


def give(town: Town) -> None:
    """Somebody is given the role for a term."""
    appointments.give(town.database, [appointments.Gift(town.person(), ROLE, town.day())])


def end(town: Town) -> None:
    """Somebody gives the role up."""
    appointments.end(town.database, ROLE, {town.holder(): town.day()}, REASON)


def prolong(town: Town) -> None:
    """The term of somebody is extended."""
    until = town.day() + timedelta(days=700)
    appointments.extend(town.database, ROLE, [town.holder()], town.day(), until=until)


def end_moved(town: Town) -> None:
    """The role of those who were transferred ends."""
    role_figures.end_transferred(town.database, ROLE, town.day(), "異動")


def rule_role(town: Town) -> None:
    """The role ends with a transfer or not, and more of them are needed or fewer."""
    rule = RoleRule(
        ROLE,
        term_years=town.random.choice([1, 2, 3, None]),
        continues_after_transfer=town.random.random() < 0.5,
        least_per_unit=town.random.randint(0, 2),
    )
    appointments.set_rule(town.database, rule, "要綱の改正")


def certify(town: Town) -> None:
    """The appointments of a year are numbered."""
    number_certificates(town.database, ROLE, FiscalYear.of(town.day()))


def recruit(town: Town) -> None:
    """A round of recruitment is opened."""
    opens = town.day()
    last = opens + timedelta(days=town.random.randint(10, 400))
    starts = opens + timedelta(days=town.random.randint(0, 60))
    order = recruitment.RecruitmentOrder(ROLE, "募集", opens, last, starts)
    recruitment.open_recruitment(town.database, order)


def apply(town: Town) -> None:
    """Somebody applies, or is named by a department."""
    lines = recruitment.recruitments(town.database, TODAY)
    if lines:
        found = town.random.choice(lines).recruitment
        on = town.random.choice([found.opens_on, found.closes_on])
        method = town.random.choice(recruitment.METHODS)
        refused = []
        for number in town.random.sample(PEOPLE, 3):
            try:
                recruitment.apply(
                    town.database, found.recruitment_id, number, method, on, reason=REASON
                )
            except Refusal as refusal:  # each application stands for itself
                refused.append(refusal)
        if len(refused) == 3:
            raise refused[0]


def decide_application(town: Town) -> None:
    """An application is decided."""
    with town.database.reading() as session:
        held = NOMINATIONS.values(session)
    waiting = [one for one in held if one.state is NominationState.APPLIED]
    if waiting:
        one = town.random.choice(waiting)
        states = [state for state in NominationState if state is not NominationState.APPLIED]
        decided = {one.employee_no: town.random.choice(states)}
        recruitment.decide(town.database, one.recruitment_id, decided, town.day(), reason=REASON)


def close_recruitment(town: Town) -> None:
    """Applications are taken until another day."""
    lines = recruitment.recruitments(town.database, TODAY)
    if lines:
        found = town.random.choice(lines).recruitment
        recruitment.close_recruitment(town.database, found.recruitment_id, town.day(), "延長")


def meet(town: Town) -> None:
    """A meeting is noted, with who came."""
    circle = Circle(CircleKind.ROLE, ROLE)
    if town.random.random() < 0.4:
        circle = Circle(CircleKind.CONCURRENT, town.department())
    order = meetings.MeetingOrder(circle, "定例会", town.day(), town.random.choice([None, 60]))
    meeting = meetings.add_meeting(town.database, order)
    states = town.random.choices(list(AttendanceState), k=4)
    noted = dict(zip(town.random.sample(PEOPLE, 4), states, strict=True))
    record_attendance(town.database, meeting.meeting_id, noted)


def amend_meeting(town: Town) -> None:
    """A meeting was on another day, somebody was not there, or it was noted by mistake."""
    with town.database.reading() as session:
        held = MEETINGS.values(session)
    if not held:
        return
    one = town.random.choice(held)
    order = meetings.MeetingOrder(one.circle, one.title, one.held_on, one.minutes, one.notes)
    what = town.random.random()
    if what < 0.4:
        order = replace(order, held_on=town.day(), minutes=90)
        meetings.change_meeting(town.database, one.meeting_id, order)
    elif what < 0.8:
        state = town.random.choice([None, *AttendanceState])
        record_attendance(town.database, one.meeting_id, {town.person(): state})
    else:
        meetings.remove_meeting(town.database, one.meeting_id, "誤り")


# Fiscal years


def shut_year(town: Town) -> None:
    """A fiscal year is closed."""
    year = FiscalYear(town.random.choice([2019, 2024, 2025]))
    close_year(town.database, year, today=TODAY, note="監査済み")


def open_year(town: Town) -> None:
    """A closed year is given free again."""
    year = FiscalYear(town.random.choice([2019, 2024, 2025]))
    reopen_year(town.database, year, "誤りの訂正")


def carry(town: Town) -> None:
    """Courses and roles are carried into a year."""
    new = FiscalYear(town.random.choice([2025, 2026, 2027]))
    years.carry_courses(town.database, new)
    years.carry_roles(town.database, new, {})


def post_notice(town: Town) -> None:
    """A notice of those who passed is handed out."""
    until = town.random.choice(town.past())
    path = town.folder / "notice.xlsx"
    hand_out_notice(town.database, path, "it_passport", FiscalYear.of(until).first_day, until)


OFFICE_STEPS: list[Callable[[Town], None]] = [
    ask,
    answer,
    answer,
    decide_answer,
    end_round,
    give,
    give,
    end,
    prolong,
    end_moved,
    rule_role,
    certify,
    recruit,
    apply,
    decide_application,
    close_recruitment,
    meet,
    amend_meeting,
    shut_year,
    open_year,
    carry,
    post_notice,
]
