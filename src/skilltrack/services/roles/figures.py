"""Who holds which role on a day: lists, evaluation units that lack one, balance, transfers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Appointment, Posting, Succession
from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    Coverage,
    Holder,
    Transferred,
    UnitCoverage,
    rule_of,
    standing,
)
from skilltrack.domain.roles.balance import Balance, Member, balance, decade_of
from skilltrack.services.people.posts import Posts, posts_on
from skilltrack.services.roles.appointments import end, known_role, role_names, role_rules
from skilltrack.store import organisation, schema
from skilltrack.store.database import Database, Session
from skilltrack.store.facts import valid_on
from skilltrack.store.organisation import APPOINTMENTS, POSTINGS, SUCCESSIONS, every_employee


def appointment_lines(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[AppointmentLine, ...]:
    """Return every appointment as it stands on a day, by role, department, kana, first day.

    Args:
        database: The data file.
        as_of: The day looked at: posts and standing are those of it.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        return lines_in(session, as_of)


def lines_in(session: Session, as_of: date) -> tuple[AppointmentLine, ...]:
    """Return every appointment as it stands on a day, within a session."""
    found = APPOINTMENTS.values(session)
    numbers = frozenset(one.employee_no for one in found)
    posts = posts_on(session, as_of, numbers)
    people = organisation.employees_by_number(session, numbers, as_of)
    names = role_names(session)
    held: dict[tuple[str, str], list[Period]] = {}
    for one in found:
        held.setdefault((one.employee_no, one.role), []).append(one.valid)
    lines = []
    for one in found:
        person, post = people.get(one.employee_no), posts.people.get(one.employee_no)
        department = post.department if post is not None else one.department or ""
        lines.append(
            AppointmentLine(
                one.employee_no,
                "" if person is None else person.name,
                "" if person is None else person.kana,
                one.role,
                names.get(one.role, one.role),
                one.valid,
                one.method,
                department,
                posts.name(department) if department else "",
                "" if post is None else post.job_title,
                one.recruitment,
                one.certificate_no,
                one.ended_because,
                standing(one.valid, as_of, held[one.employee_no, one.role]),
            )
        )
    return tuple(
        sorted(
            lines,
            key=lambda one: (
                one.role,
                one.department,
                one.kana,
                one.employee_no,
                one.valid.start or date.min,
            ),
        )
    )


# Evaluation units


def coverage(
    database: Database, role: str, as_of: date, as_known: datetime | None = None
) -> Coverage:
    """Return who holds a role in each evaluation unit on a day, which may lie ahead.

    Whoever holds the role counts in the unit of the main post of that day.

    Raises:
        Refusal: There is no such role.
    """
    with database.reading(as_known) as session:
        code = known_role(session, role)
        posts = posts_on(session, as_of)
        rule = rule_of(role_rules(session), code)
        held: dict[str, list[Holder]] = {}
        for one in _valid(session, code, as_of):
            person = posts.people.get(one.employee_no)
            if person is not None:
                holder = Holder(one.employee_no, person.name, one.valid.last_day)
                held.setdefault(posts.unit_of(one.employee_no), []).append(holder)
        return Coverage(
            code,
            role_names(session)[code],
            as_of,
            rule,
            _units(posts, held, rule.least_per_unit),
            tuple(held.get("", ())),
        )


def holders_on(session: Session, role: str, on: date) -> frozenset[str]:
    """Return the numbers of everybody who holds a role on a day, in post or not."""
    return frozenset(one.employee_no for one in _valid(session, role, on))


def _valid(session: Session, role: str, on: date) -> tuple[Appointment, ...]:
    a = schema.appointment
    return APPOINTMENTS.values(session, a.c.role == role, valid_on(a, on))


def _units(posts: Posts, held: Mapping[str, list[Holder]], least: int) -> tuple[UnitCoverage, ...]:
    heads: dict[str, int] = {}
    for number in posts.people:
        unit = posts.unit_of(number)
        heads[unit] = heads.get(unit, 0) + 1
    return tuple(
        UnitCoverage(
            code,
            department.name,
            posts.name(posts.division_of(code)),
            heads.get(code, 0),
            least if heads.get(code) else 0,  # a unit without people lacks nobody
            tuple(held.get(code, ())),
        )
        for code, department in posts.departments.items()
        if department.is_evaluation_unit
    )


# Balance


def role_balance(
    database: Database, role: str, as_of: date, as_known: datetime | None = None
) -> Balance:
    """Return how a role is spread over everybody in a main post on a day.

    Raises:
        Refusal: There is no such role.
    """
    with database.reading(as_known) as session:
        code = known_role(session, role)
        posts = posts_on(session, as_of)
        held = holders_on(session, code, as_of)
        people = every_employee(session, as_of)
        members = []
        for number, post in posts.people.items():
            person, unit = people[number], posts.unit_of(number)
            division = posts.division_of(post.department)
            members.append(
                Member(
                    number,
                    (division, posts.name(division)),
                    (unit, posts.name(unit) if unit else ""),
                    decade_of(person.born_on, as_of),
                    person.occupation,
                    number in held,
                )
            )
        return balance(code, role_names(session)[code], as_of, members)


# Transfers


def transferred(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[Transferred, ...]:
    """Return whose role ends by a transfer to another evaluation unit, as of a day.

    Only roles that do not continue after a transfer are looked at. A unit that only got another
    name or was merged is the same unit.

    Returns:
        By role and number; empty where every role continues.
    """
    with database.reading(as_known) as session:
        return _transferred(session, as_of)


def _transferred(session: Session, as_of: date) -> tuple[Transferred, ...]:
    rules = role_rules(session)
    names = role_names(session)
    ending = [code for code in names if not rule_of(rules, code).continues_after_transfer]
    held = [one for code in ending for one in _valid(session, code, as_of)]
    if not held:
        return ()
    numbers = frozenset(one.employee_no for one in held)
    posts = posts_on(session, as_of, numbers)
    main = _main_posts(session, numbers)
    lineage = _Lineage(SUCCESSIONS.values(session))
    trees: dict[date, Posts] = {}
    found = []
    for one in held:
        start = one.valid.start or date.min
        if start not in trees:
            trees[start] = posts_on(session, start, numbers)
        then = trees[start]
        unit_then = (
            then.units.get(one.department) or ""
            if one.department is not None
            else then.unit_of(one.employee_no)
        )
        unit_now = posts.unit_of(one.employee_no)
        same = lineage.heirs(unit_then, as_of)
        if not unit_then or not unit_now or unit_now in same:
            continue
        moved_on = _moved_on(session, main[one.employee_no], same, as_of, trees)
        found.append(
            Transferred(
                one.employee_no,
                posts.people[one.employee_no].name,
                one.role,
                names[one.role],
                then.name(unit_then),
                posts.name(unit_now),
                max(moved_on, start),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.role, one.employee_no)))


def _main_posts(session: Session, numbers: frozenset[str]) -> Mapping[str, list[Posting]]:
    p = schema.posting.c
    found: dict[str, list[Posting]] = {}
    for personal in POSTINGS.values(
        session, p.employee_no.in_(sorted(numbers)), p.is_concurrent.is_(False)
    ):
        found.setdefault(personal.employee_no, []).append(personal.fact)
    for posts in found.values():
        posts.sort(key=lambda post: post.valid.start or date.min)
    return found


def _moved_on(
    session: Session,
    posts: Iterable[Posting],
    same: frozenset[str],
    as_of: date,
    trees: dict[date, Posts],
) -> date:
    """Return the first day of the posts in other units that last until ``as_of``."""
    moved_on = as_of
    for post in reversed([post for post in posts if (post.valid.start or date.min) <= as_of]):
        start = post.valid.start or date.min
        if start not in trees:
            trees[start] = posts_on(session, start, frozenset())
        if trees[start].units.get(post.department) in same:
            break
        moved_on = start
    return moved_on


class _Lineage:
    """Which units came after which."""

    def __init__(self, successions: Iterable[Succession]) -> None:
        self._after: dict[str, list[Succession]] = {}
        for one in successions:
            self._after.setdefault(one.predecessor, []).append(one)

    def heirs(self, unit: str, until: date) -> frozenset[str]:
        """Return a unit with all that took over from it by a day."""
        found, open_ = {unit}, [unit]
        while open_:
            for one in self._after.get(open_.pop(), ()):
                if one.on <= until and one.successor not in found:
                    found.add(one.successor)
                    open_.append(one.successor)
        return frozenset(found)


def end_transferred(
    database: Database,
    role: str,
    as_of: date,
    reason: str,
    *,
    numbers: Iterable[str] | None = None,
    is_dry_run: bool = False,
) -> tuple[Appointment, ...]:
    """End a role of those transferred, each on the day before the transfer.

    Args:
        database: The data file.
        role: The role, which does not continue after a transfer.
        as_of: The day looked at.
        reason: Why, kept with each appointment.
        numbers: Whose; None is everybody concerned.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: Nobody is concerned, or no reason is given.
    """
    with database.reading() as session:
        code = known_role(session, role)
        concerned = [one for one in _transferred(session, as_of) if one.role == code]
    chosen = None if numbers is None else frozenset(numbers)
    last_days = {
        one.employee_no: one.moved_on - timedelta(days=1)
        for one in concerned
        if chosen is None or one.employee_no in chosen
    }
    return end(database, code, last_days, reason, is_dry_run=is_dry_run)
