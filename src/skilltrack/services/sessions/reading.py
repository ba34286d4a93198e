"""Sessions read: the list of a year, one session with its roster, those who owe its course."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes.programmes import CourseDetail
from skilltrack.domain.sessions.definition import (
    IN_TOUCH,
    Caution,
    CourseSession,
    Enrolment,
    EnrolmentState,
    GuestState,
    Presence,
    SessionState,
    WarningKind,
    clashes,
    origin_of,
    too_many_away,
)
from skilltrack.domain.sessions.figures import (
    RosterLine,
    SessionCounts,
    SessionLine,
    SessionSheet,
    SessionYear,
    SurveyFigures,
    survey_figures,
)
from skilltrack.services.catalogue import reading as catalogue
from skilltrack.services.people.posts import Posts, posts_on
from skilltrack.services.people.timelines import course_names
from skilltrack.store import organisation
from skilltrack.store import session_figures as figures
from skilltrack.store import sessions as records
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.facts import Stored

MOST_ABSENT = "sessions.most_absent"
FEW = 2_000
"""Up to so many people are asked for by number; of more everybody is read."""

OVER = frozenset({SessionState.HELD, SessionState.CANCELLED})
"""States in which seats are no longer dealt with."""

STATE_ORDER = tuple(EnrolmentState)


def known_session(session: Session, session_id: str) -> Stored[CourseSession]:
    """Return a session with its row.

    Raises:
        Refusal: There is none.
    """
    found = records.stored_session(session, session_id.strip())
    if found is None:
        raise refuse("sessions.unknown", session=session_id)
    return found


def posts_of(session: Session, on: date, numbers: Iterable[str]) -> Posts:
    """Return the posts of some people on a day."""
    wanted = frozenset(numbers)
    return posts_on(session, on, wanted if len(wanted) <= FEW else None)


def unit_of(posts: Posts, number: str) -> str:
    """Return the unit of a person for limits and lists, the department where there is none."""
    person = posts.people.get(number)
    return posts.unit_of(number) or ("" if person is None else person.department)


# A year


def sessions_of_year(
    database: Database, fiscal_year: FiscalYear, as_of: date, as_known: datetime | None = None
) -> SessionYear:
    """Return the sessions of a fiscal year with their figures.

    Args:
        database: The data file.
        fiscal_year: The year.
        as_of: Attendances and completions after this day do not count.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        courses = {one.code: one for one in catalogue.courses_in(session, fiscal_year)}
        held = records.sessions_of_year(session, fiscal_year)
        names = course_names(session, {one.course for one in held} - courses.keys())
        people = figures.counts_of_year(session, fiscal_year)
        turnouts = figures.turnouts_of_year(session, fiscal_year, as_of)
        completed = figures.completed_by_origin(session, origin_of(""), as_of)
        guests = figures.guests_of_year(session, fiscal_year)
        surveys = figures.surveys_of_year(session, fiscal_year)
        lines = []
        for one in held:
            of_state = {
                state: people.get((one.session_id, state.value), 0) for state in STATE_ORDER
            }
            turnout = turnouts.get(one.session_id, figures.Turnout(0, 0))
            counts = SessionCounts(
                sum(of_state.values()),
                of_state[EnrolmentState.ENROLLED],
                of_state[EnrolmentState.WAITING],
                of_state[EnrolmentState.DECLINED],
                turnout.attended,
                turnout.unnoted,
                completed.get(origin_of(one.session_id), 0),
                guests.get(one.session_id, 0),
            )
            survey = survey_figures(surveys.get(one.session_id, ()))
            lines.append(_line(one, courses.get(one.course), names, counts, survey))
        offered = tuple((code, course.name) for code, course in courses.items())
        return SessionYear(
            fiscal_year.year, as_of, tuple(lines), offered, setting(session, MOST_ABSENT)
        )


def _line(
    one: CourseSession,
    course: CatalogueCourse | None,
    names: Mapping[str, str],
    counts: SessionCounts,
    survey: SurveyFigures,
) -> SessionLine:
    name = names.get(one.course, one.course) if course is None else course.name
    detail = CourseDetail(one.course) if course is None else course.detail
    hours = None if course is None else course.hours
    return SessionLine(one, name, detail, counts, survey, hours)


# One session


def session_sheet(
    database: Database, session_id: str, as_of: date, as_known: datetime | None = None
) -> SessionSheet:
    """Return a session with its roster; ``as_known`` None is everything recorded.

    Raises:
        Refusal: No such session.
    """
    with database.reading(as_known) as session:
        return sheet_in(session, session_id, as_of)


def sheet_in(session: Session, session_id: str, as_of: date) -> SessionSheet:
    """Return a session with its roster within a session of the database."""
    one = known_session(session, session_id).value
    enrolments = [stored.value for stored in records.enrolments_of(session, one.session_id)]
    presence: dict[str, dict[int, Presence]] = {}
    for (number, day_no), stored in records.presences_of(session, one.session_id).items():
        day = one.day(day_no)
        if day is not None and day.held_on <= as_of:
            presence.setdefault(number, {})[day_no] = stored.value
    completed = {
        done.value.employee_no: done.value.on
        for done in records.completions_of(session, one.course, origin_of(one.session_id))
        if done.value.on <= as_of
    }
    roster = _roster(session, one, enrolments, presence, completed, as_of)
    guests = tuple(stored.value for stored in records.guests_of(session, one.session_id))
    survey = survey_figures(s.value for s in records.surveys_of(session, one.session_id))
    gone_by = [day.day_no for day in one.days if day.held_on <= as_of]
    seated = [person for person in roster if person.has_seat]
    states = [person.state for person in roster]
    counts = SessionCounts(
        len(roster),
        len(seated),
        states.count(EnrolmentState.WAITING),
        states.count(EnrolmentState.DECLINED),
        sum(person.has_come for person in seated),
        sum(any(no not in person.presence for no in gone_by) for person in seated),
        len(completed),
        sum(guest.state is GuestState.ATTENDED for guest in guests),
    )
    course = course_of(session, one)
    names = {} if course is not None else course_names(session, [one.course])
    return SessionSheet(_line(one, course, names, counts, survey), as_of, roster, guests)


def course_of(session: Session, one: CourseSession) -> CatalogueCourse | None:
    """Return the course of a session as its fiscal year holds it; None where it does not."""
    courses = catalogue.courses_in(session, FiscalYear(one.fiscal_year))
    return next((course for course in courses if course.code == one.course), None)


def _roster(
    session: Session,
    one: CourseSession,
    enrolments: Sequence[Enrolment],
    presence: Mapping[str, Mapping[int, Presence]],
    completed: Mapping[str, date],
    as_of: date,
) -> tuple[RosterLine, ...]:
    numbers = [enrolment.employee_no for enrolment in enrolments]
    posts = posts_of(session, one.first_day or as_of, numbers)
    known = organisation.employees_by_number(session, numbers, one.first_day or as_of)
    cautions: dict[str, list[Caution]] = {}
    if one.state not in OVER:
        concerned = [e.employee_no for e in enrolments if e.state in IN_TOUCH]
        for caution in cautions_of(session, one, concerned, as_of):
            cautions.setdefault(caution.employee_no, []).append(caution)
    waiting = [e.employee_no for e in enrolments if e.state is EnrolmentState.WAITING]
    places = {number: place for place, number in enumerate(waiting, start=1)}
    found = []
    for enrolment in enrolments:
        number = enrolment.employee_no
        person, post = known.get(number), posts.people.get(number)
        unit = unit_of(posts, number)
        found.append(
            RosterLine(
                number,
                "" if person is None else person.name,
                "" if person is None else person.kana,
                unit,
                posts.name(unit) if unit else "",
                posts.department_name_of(number),
                "" if post is None else post.job_title,
                enrolment.state,
                enrolment.noted_on,
                enrolment.reason,
                places.get(number),
                presence.get(number, {}),
                completed.get(number),
                tuple(cautions.get(number, ())),
            )
        )
    found.sort(key=_roster_order)
    return tuple(found)


_ROSTER_STATES = (
    EnrolmentState.ENROLLED,
    EnrolmentState.WAITING,
    EnrolmentState.INVITED,
    EnrolmentState.CARRIED,
    EnrolmentState.DECLINED,
)


def _roster_order(line: RosterLine) -> tuple[int, int, str, str, str]:
    place = _ROSTER_STATES.index(line.state)
    return place, line.place or 0, line.unit, line.kana, line.employee_no


# Warnings


def cautions_of(
    session: Session, one: CourseSession, numbers: Sequence[str], on: date
) -> tuple[Caution, ...]:
    """Return what is worth knowing about people who have or shall have a seat in a session.

    Args:
        session: Where to read.
        one: The session.
        numbers: The people.
        on: The day on which it is asked; decides about exemptions where no day is fixed.
    """
    first = one.first_day or on
    people = frozenset(numbers)
    found = [
        *clashes(
            one.days,
            records.seats_on(session, _days(one), but=one.session_id, among=people),
        ),
        *_away(session, one, people),
        *_done_before(session, one, people),
    ]
    exempt = records.exempt_from(session, one.course, first)
    found += [Caution(number, WarningKind.EXEMPT) for number in sorted(people & exempt)]
    posts = posts_of(session, first, people)
    found += [
        Caution(number, WarningKind.NOT_AT_WORK, first)
        for number in sorted(people)
        if number not in posts.people or posts.people[number].absence is not None
    ]
    return tuple(found)


def _days(one: CourseSession) -> list[date]:
    return [day.held_on for day in one.days]


def _away(session: Session, one: CourseSession, people: frozenset[str]) -> list[Caution]:
    most: int | None = setting(session, MOST_ABSENT)
    if most is None or not one.days:
        return []
    seats = {(s.day.held_on, s.employee_no) for s in records.seats_on(session, _days(one))}
    seats |= {(on, number) for on in _days(one) for number in people}
    posts = posts_of(session, one.first_day or one.days[0].held_on, {n for _on, n in seats})
    units = {number: unit_of(posts, number) for _on, number in seats}
    away = too_many_away(seats, units, most)
    return [
        Caution(number, WarningKind.AWAY, on, posts.name(unit), count)
        for (on, unit), count in sorted(away.items())
        for number in sorted(people)
        if units.get(number) == unit
    ]


def _done_before(session: Session, one: CourseSession, people: frozenset[str]) -> list[Caution]:
    """Find who completed the course in the fiscal year by another way than this session."""
    year = FiscalYear(one.fiscal_year)
    done = {
        stored.value.employee_no: stored.value.on
        for stored in records.completions_of(session, one.course)
        if stored.value.on in year
        and stored.value.status is CompletionStatus.COMPLETED
        and stored.value.origin != origin_of(one.session_id)
    }
    return [
        Caution(number, WarningKind.COMPLETED, done[number])
        for number in sorted(people & done.keys())
    ]


def next_session(session: Session, one: CourseSession) -> CourseSession | None:
    """Return the next session of the same course that can take people; None without one."""
    later = [
        other
        for year in (one.fiscal_year, one.fiscal_year + 1)
        for other in records.sessions_of_year(session, FiscalYear(year))
        if other.course == one.course
        and other.session_id != one.session_id
        and other.state not in OVER
        and (other.first_day or date.max) >= (one.first_day or date.min)
    ]
    return later[0] if later else None
