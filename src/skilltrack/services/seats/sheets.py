"""A seat plan with everybody in it."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.plans import (
    Breach,
    Limit,
    PlanRecord,
    SeatRecord,
    Usage,
    breaches,
    used_by,
)
from skilltrack.domain.seats.sheets import (
    DepartmentDay,
    PlanPerson,
    PlanSheet,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.i18n.seats import dated_title
from skilltrack.i18n.texts import _
from skilltrack.services.people.timelines import course_names
from skilltrack.services.recommendations.reading import nearest_day
from skilltrack.services.seats.offering import Offered, offered_by, units_in
from skilltrack.services.seats.planning import PlanDraft, known_plan
from skilltrack.services.seats.reading import cost_of, lines_in
from skilltrack.services.sessions.reading import posts_of
from skilltrack.store import organisation
from skilltrack.store import seats as records
from skilltrack.store.database import Database, Session


def plan_sheet(database: Database, plan_id: str, as_known: datetime | None = None) -> PlanSheet:
    """Return a plan with everybody in it; ``as_known`` None is everything recorded.

    Raises:
        Refusal: There is no such plan.
    """
    with database.reading(as_known) as session:
        return sheet_in(session, plan_id)


def sheet_in(session: Session, plan_id: str) -> PlanSheet:
    """Return a plan with everybody in it within a session."""
    record = known_plan(session, plan_id).value
    order = record.order
    year = FiscalYear(order.fiscal_year)
    line = next(one for one in lines_in(session, year) if one.plan_id == record.plan_id)
    held = [stored.value for stored in records.seats_of(session, record.plan_id)]
    offered = offered_by(session, order)
    own = {(seat.employee_no, seat.session_id) for seat in held}
    in_plan = {one.session_id for one in order.sessions}
    elsewhere = [
        seat
        for seat in offered.enrolled
        if seat.session_id not in in_plan or (seat.employee_no, seat.session_id) not in own
    ]
    planned = [seat.planned for seat in held if seat.planned is not None]
    known = [seat for seat in planned if seat.session_id in offered.offers]
    numbers = {seat.employee_no for seat in held} | {seat.employee_no for seat in elsewhere}
    people = people_in(session, nearest_day(year, order.as_of), numbers)
    units = {number: person.unit for number, person in people.items()}
    codes = {one.course for one in order.sessions} | {c for c, _n in record.outcome.without_session}
    names = course_names(session, codes | {seat.course for seat in held})
    usage = used_by([*known, *elsewhere], offered.offers, units)
    by_unit = {person.unit: person.unit_name for person in people.values()}
    enrolled = {(seat.employee_no, seat.session_id) for seat in offered.enrolled}
    return PlanSheet(
        line,
        _sessions(record, offered, held, names),
        tuple(
            SeatLine(
                seat,
                people[seat.employee_no],
                names.get(seat.course, seat.course),
                offered.sessions.get(seat.session_id),
                (seat.employee_no, seat.session_id) in enrolled,
            )
            for seat in sorted(held, key=lambda one: _order(people, one))
            if seat.session_id is not None
        ),
        tuple(
            UnservedLine(
                seat,
                people[seat.employee_no],
                names.get(seat.course, seat.course),
                tuple((_title(offered, one), cause) for one, cause in seat.causes),
            )
            for seat in sorted(held, key=lambda one: _order(people, one))
            if seat.session_id is None
        ),
        _away(usage, by_unit, order.limits.absent_per_department),
        _named_breaches(record, usage, offered, people, by_unit, {one.employee_no for one in held}),
        tuple((names.get(code, code), count) for code, count in record.outcome.without_session),
        people,
    )


def _title(offered: Offered, session_id: str) -> str:
    found = offered.sessions.get(session_id)
    return _("随時") if found is None else dated_title(found)


def _order(people: Mapping[str, PlanPerson], seat: SeatRecord) -> tuple[str, str, str, str]:
    person = people[seat.employee_no]
    return person.unit, person.kana, person.employee_no, seat.course


def people_in(session: Session, on: date, numbers: Iterable[str]) -> dict[str, PlanPerson]:
    """Return people as they stand on a day; whoever is in no post then has a name only."""
    wanted = frozenset(numbers)
    posts = posts_of(session, on, wanted)
    units = units_in(posts, wanted)
    known = organisation.employees_by_number(session, wanted - posts.people.keys(), on)
    found = {}
    for number in sorted(wanted):
        post = posts.people.get(number)
        person = post or known.get(number)
        found[number] = PlanPerson(
            number,
            "" if person is None else person.name,
            "" if person is None else person.kana,
            units[number],
            posts.name(units[number]) if units[number] else "",
            posts.department_name_of(number),
            "" if post is None else post.job_title,
        )
    return found


def _sessions(
    record: PlanRecord,
    offered: Offered,
    held: Iterable[SeatRecord],
    names: Mapping[str, str],
) -> tuple[SessionSum, ...]:
    seated: dict[str, list[SeatRecord]] = {}
    unserved: dict[str, int] = {}
    for seat in held:
        if seat.session_id is None:
            unserved[seat.course] = unserved.get(seat.course, 0) + 1
        else:
            seated.setdefault(seat.session_id, []).append(seat)
    found = []
    for one in record.order.sessions:
        people = seated.get(one.session_id, [])
        found.append(
            SessionSum(
                one,
                names.get(one.course, one.course),
                offered.sessions.get(one.session_id),
                len(people),
                sum(bool(seat.fixing.value) for seat in people),
                unserved.get(one.course, 0),
                cost_of(one, len(people)),
            )
        )
    found.sort(key=_session_order)
    return tuple(found)


def _session_order(one: SessionSum) -> tuple[date, str, str]:
    first = None if one.session is None else one.session.first_day
    return first or date.max, one.taken.course, one.taken.session_id


def _away(usage: Usage, names: Mapping[str, str], most: int | None) -> tuple[DepartmentDay, ...]:
    found = [
        DepartmentDay(unit, names.get(unit, unit), on, people, most)
        for (unit, on), people in usage.away.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.unit)))


def _named_breaches(
    record: PlanRecord,
    usage: Usage,
    offered: Offered,
    people: Mapping[str, PlanPerson],
    units: Mapping[str, str],
    among: Container[str],
) -> tuple[tuple[Breach, str], ...]:
    return tuple(
        (one, named(one, offered, people, units))
        for one in breaches(usage, offered.offers, record.order.limits, among)
    )


def named(
    breach: Breach,
    offered: Offered,
    people: Mapping[str, PlanPerson],
    units: Mapping[str, str],
) -> str:
    """Return whose limit is broken."""
    match breach.limit:
        case Limit.SEATS:
            return offered.title(breach.what)
        case Limit.DEPARTMENT_DAY:
            return units.get(breach.what, breach.what)
        case Limit.BUDGET:
            return ""
        case _:
            person = people.get(breach.what)
            return breach.what if person is None else person.name


def breach_names(database: Database, draft: PlanDraft) -> tuple[str, ...]:
    """Return whose limits the fixed seats of a plan break, one name for each breach."""
    order = draft.order
    year = FiscalYear(order.fiscal_year)
    with database.reading() as session:
        offered = offered_by(session, order)
        numbers = {seat.employee_no for seat in draft.seats}
        numbers |= {seat.employee_no for seat in offered.enrolled}
        people = people_in(session, nearest_day(year, order.as_of), numbers)
    units = {person.unit: person.unit_name for person in people.values()}
    return tuple(named(one, offered, people, units) for one in draft.breaches)
