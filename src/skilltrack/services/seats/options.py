"""What can be planned for a year: the sessions, and who needs which course."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.recommendations.courses import PersonGap
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.seats.planning import Need, NeedKind, PlanLimits, merged_needs
from skilltrack.domain.seats.plans import TakenSession, at_any_time
from skilltrack.domain.sessions.definition import CourseSession, EnrolmentState
from skilltrack.i18n.recommendations import reason_texts
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.reading import Gaps, gaps_in
from skilltrack.services.seats.offering import units_of
from skilltrack.services.sessions.reading import MOST_ABSENT, OVER
from skilltrack.store import seats as records
from skilltrack.store import sessions as held_sessions
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting

ANY_TIME_MODES = frozenset({CourseMode.E_LEARNING, CourseMode.VIDEO, CourseMode.ARCHIVE})
KINDS = (NeedKind.OVERDUE, NeedKind.OBLIGATION, NeedKind.ROLE, NeedKind.GAP)
"""What each priority of a recommendation is called here."""


@dataclass(frozen=True, slots=True)
class SessionOption:
    """A session, or a course attended at any time, that a plan can fill.

    ``session`` None is a course without sessions. ``needed`` people need its course, ``enrolled``
    have a seat in it.
    """

    taken: TakenSession
    course_name: str
    session: CourseSession | None
    needed: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What can be planned for a fiscal year.

    ``needed`` is kind → person-courses, ``needs_by_course`` code → people, ``without_session``
    name of a course → people where there is nothing to fill. ``most_absent`` is the usual limit,
    None without one.
    """

    fiscal_year: int
    as_of: date
    sessions: tuple[SessionOption, ...]
    needed: tuple[tuple[NeedKind, int], ...]
    needs_by_course: tuple[tuple[str, int], ...]
    without_session: tuple[tuple[str, int], ...]
    most_absent: int | None
    counted: tuple[Coverage, ...]


def plan_options(database: Database, year: FiscalYear, as_of: date) -> PlanOptions:
    """Return what can be planned for a fiscal year, needs as of a day."""
    with database.reading() as session:
        found = gaps_in(session, year, as_of)
        needs = merged_needs(needs_in(session, found), PlanLimits())
        people = Counter(need.course for need in needs)
        enrolled = Counter(
            one for one, _n in records.people_of_year(session, year, EnrolmentState.ENROLLED)
        )
        options = [
            SessionOption(
                _taken(one, found.courses.get(one.course)),
                found.course_name(one.course),
                one,
                people[one.course],
                enrolled[one.session_id],
            )
            for one in held_sessions.sessions_of_year(session, year)
            if one.state not in OVER and (one.last_day is None or one.last_day > as_of)
        ]
        with_session = {one.taken.course for one in options}
        options += [
            SessionOption(
                TakenSession(
                    at_any_time(code), code, None, one.detail.session_yen, one.detail.seat_yen
                ),
                one.name,
                None,
                people[code],
                0,
            )
            for code, one in sorted(found.courses.items())
            if code not in with_session and ANY_TIME_MODES & set(one.detail.modes)
        ]
        offered = {one.taken.course for one in options}
        kinds = Counter(need.kind for need in needs)
        return PlanOptions(
            year.year,
            as_of,
            tuple(options),
            tuple((kind, kinds[kind]) for kind in NeedKind),
            tuple(sorted(people.items())),
            tuple(
                (found.course_name(course), count)
                for course, count in sorted(people.items())
                if course not in offered
            ),
            setting(session, MOST_ABSENT),
            found.counted,
        )


def _taken(one: CourseSession, course: CatalogueCourse | None) -> TakenSession:
    seats = one.capacity
    if course is None:
        return TakenSession(one.session_id, one.course, seats)
    detail = course.detail
    seats = detail.capacity if seats is None else seats
    return TakenSession(one.session_id, one.course, seats, detail.session_yen, detail.seat_yen)


def needs_in(session: Session, found: Gaps) -> list[Need]:
    """Return what people need, with the unit of each and the reasons.

    What is overdue is late whenever it is done: its day limits nothing any more.
    """
    numbers = [one.person.employee_no for one in found.people]
    waiting = records.people_of_year(session, found.year, EnrolmentState.WAITING)
    units = units_of(session, found.on, [*numbers, *(number for _s, number in waiting)])
    tiers = {(one.id, tier.code): tier.name for one in found.schemes for tier in one.tiers}
    needs = [
        Need(
            need.employee_no,
            need.course_code,
            KINDS[need.priority],
            units.get(need.employee_no, ""),
            _reasons(one.advice.reasons(need.course_code), tiers),
            need.due if need.due is not None and need.due >= found.on else None,
        )
        for one in found.people
        for need in one.advice.needs()
    ]
    courses = {
        one.session_id: one.course for one in held_sessions.sessions_of_year(session, found.year)
    }
    needs += [
        Need(number, courses[one], NeedKind.WISH, units.get(number, ""), (_("補欠で申込み中"),))
        for one, number in waiting
    ]
    return needs


def _reasons(gaps: Iterable[PersonGap], tiers: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """Return why a course is needed: what is owed, and fields by name alone.

    A plan is kept longer than answers are, so nothing of what was scored is written into it.
    """
    found: dict[str, None] = {}
    for one in gaps:
        gap = one.gap
        if gap.owed is not None:
            found |= dict.fromkeys(reason_texts((one,), tiers))
            continue
        tier = tiers.get((gap.source, gap.tier), gap.tier)
        what = _("・").join(gap.skills) or gap.label
        found[_("{tier}：{what}").format(tier=tier, what=what)] = None
    return tuple(found)
