"""A role of the city itself: recruited in April and September, certified, meeting every month."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import AppointmentMethod, EmploymentType
from skilltrack.domain.roles.appointments import NominationState, RoleRule, season_from
from skilltrack.domain.roles.meetings import AttendanceState, Circle, CircleKind
from skilltrack.i18n.texts import _
from skilltrack.services.demonstration import Municipality
from skilltrack.services.demonstration.appointments import LEADER_ROLE
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.roles import appointments, attendance, certificates, meetings, recruitment
from skilltrack.services.roles.meetings import MeetingOrder
from skilltrack.services.roles.recruitment import RecruitmentOrder
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.organisation import InPost

PROMOTER_ROLE = "DX推進員"
SEASONS = (4, 9)
MEETING_DAY = 20
NO_MEETING_IN = 8
VOLUNTEER_SHARE = 0.06
FEWEST, MOST = 6, 40
LEAVERS = 2

_MOTIVES = (
    "窓口の待ち時間を減らしたい",
    "表計算の集計を自動にする方法を学びたい",
    "住民向けの申請を電子化したい",
    "データを使った計画づくりに関心がある",
    "紙の決裁を減らしたい",
)
_NOMINATED_FOR = ("課内の業務改善を進めてきた", "研修の内容を課に広めている")
_LEFT_FOR = ("担当業務の繁忙により続けることが難しくなった", "家庭の事情による本人の申し出")
_TOPICS = (
    "RPAの体験",
    "業務の棚卸し",
    "活動の共有と目標の見直し",
    "生成AIの使い方",
    "データの見せ方",
)


def let_roles_live(
    database: Database, city: Municipality, seed: int, tell: Callable[[str], None]
) -> None:
    """Recruit, decide, certify and meet from April to the day up to which the fiction is told."""
    chance = stream(seed, "promoters")
    year, as_of = city.fiscal_year, city.as_of
    appointments.set_rule(
        database,
        RoleRule(
            PROMOTER_ROLE,
            term_years=1,
            continues_after_transfer=False,
            least_per_unit=0,
            certificate="{年度}-推-{番号}",
        ),
        _("推進員の設置"),
    )
    appointments.set_rule(database, RoleRule(LEADER_ROLE, certificate="{年度}-DXL-{番号}"))
    for month in SEASONS:
        _recruit(database, chance, date(year.year, month, 1), as_of)
    _leave(database, chance, date(year.year, 8, 31), as_of)
    for role in (LEADER_ROLE, PROMOTER_ROLE):
        for each in (FiscalYear(year.year - 1), year):
            if _has_started(database, role, each, as_of):
                certificates.number_certificates(database, role, each)
    circles = [Circle(CircleKind.ROLE, PROMOTER_ROLE), *_concurrent_circles(database, as_of)]
    held = sum(_meet(database, chance, circle, year, as_of) for circle in circles)
    tell(_("役割と会議：会議 {count} 回").format(count=held))


def _recruit(database: Database, chance: Chance, opens_on: date, as_of: date) -> None:
    """Open a recruitment; whoever offers to come or is named is decided on after it closed."""
    season = season_from(opens_on)
    if season.opens_on > as_of:
        return
    title = recruitment.usual_order(database, PROMOTER_ROLE, opens_on, opens_on).title
    order = RecruitmentOrder(
        PROMOTER_ROLE, title, season.opens_on, season.closes_on, season.starts_on
    )
    found = recruitment.open_recruitment(database, order)
    free = _free(database, season.opens_on)
    count = min(MOST, max(FEWEST, int(len(free) * VOLUNTEER_SHARE)), len(free))
    decisions = {}
    for number, person in enumerate(chance.sample(free, count)):
        is_named = number % 4 == 3
        recruitment.apply(
            database,
            found.recruitment_id,
            person.employee_no,
            AppointmentMethod.RECOMMENDED if is_named else AppointmentMethod.VOLUNTEERED,
            season.opens_on + timedelta(days=chance.randrange(10)),
            department=person.department,
            reason=chance.choice(_NOMINATED_FOR if is_named else _MOTIVES),
        )
        decisions[person.employee_no] = _outcome(chance)
    if season.closes_on <= as_of:
        recruitment.decide(database, found.recruitment_id, decisions, season.closes_on)


def _outcome(chance: Chance) -> NominationState:
    states = (NominationState.APPOINTED, NominationState.PASSED_OVER, NominationState.DECLINED)
    return chance.choices(states, (10, 1, 1))[0]


def _free(database: Database, on: date) -> list[InPost]:
    """Return permanent staff at work who hold no role and stay in their office, by number."""
    with database.reading() as session:
        holders = organisation.roles_on(session, on)
        later = {p.employee_no: p for p in organisation.in_post(session, on + timedelta(days=364))}
        people = organisation.in_post(session, on)
    stay = (
        person
        for person in people
        if person.employee_no not in holders
        and person.absence is None
        and person.employment_type is EmploymentType.REGULAR
        and (known := later.get(person.employee_no)) is not None
        and known.department == person.department
    )
    return sorted(stay, key=lambda person: person.employee_no)


def _leave(database: Database, chance: Chance, last_day: date, as_of: date) -> None:
    """Let a few leave in summer, each with a reason."""
    if last_day > as_of:
        return
    with database.reading() as session:
        held = organisation.roles_on(session, last_day)
    numbers = sorted(number for number, roles in held.items() if PROMOTER_ROLE in roles)
    for number in chance.sample(numbers, min(LEAVERS, len(numbers))):
        appointments.end(database, PROMOTER_ROLE, {number: last_day}, chance.choice(_LEFT_FOR))


def _has_started(database: Database, role: str, year: FiscalYear, as_of: date) -> bool:
    with database.reading() as session:
        code = appointments.known_role(session, role)
        found = organisation.APPOINTMENTS.values(session)
    starts = (one.valid.start for one in found if one.role == code)
    return any(start is not None and start in year and start <= as_of for start in starts)


def _concurrent_circles(database: Database, as_of: date) -> Sequence[Circle]:
    """Return the department in which most concurrent posts are, if there is any."""
    found = [c for c, _name in meetings.circles(database, as_of) if c.kind is CircleKind.CONCURRENT]
    return found[:1]


def _meet(database: Database, chance: Chance, circle: Circle, year: FiscalYear, as_of: date) -> int:
    """Meet once a month but in August; return how often."""
    held = 0
    for month in (*range(5, 13), *range(1, 4)):
        on = _working_day(date(year.year + (1 if month < year.first_day.month else 0), month, 1))
        if on > as_of or month == NO_MEETING_IN:
            continue
        title = _("{month}月の定例会").format(month=month)
        order = MeetingOrder(circle, title, on, chance.choice((60, 60, 90)), chance.choice(_TOPICS))
        meeting = meetings.add_meeting(database, order)
        sheet = meetings.meeting_sheet(database, meeting.meeting_id)
        if not sheet.people:
            meetings.remove_meeting(database, meeting.meeting_id, _("対象の職員がいない"))
            continue
        states: dict[str, AttendanceState | None] = {
            person.employee_no: _state(chance) for person in sheet.people
        }
        attendance.record_attendance(database, meeting.meeting_id, states)
        held += 1
    return held


def _working_day(first: date) -> date:
    """Return the twentieth of a month, or the Friday before where that is a weekend."""
    on = first.replace(day=MEETING_DAY)
    return on - timedelta(days=max(0, on.weekday() - 4))


def _state(chance: Chance) -> AttendanceState:
    if happens(chance, 0.78):
        return AttendanceState.ATTENDED
    return AttendanceState.EXCUSED if happens(chance, 0.6) else AttendanceState.ABSENT
