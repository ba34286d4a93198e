"""Rounds of recruitment: opened, applied to, decided, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import Appointment, AppointmentMethod, Employee
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.roles.appointments import (
    Nomination,
    NominationLine,
    NominationState,
    Recruitment,
    RecruitmentLine,
    next_season,
    season_from,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.services.people.posts import Posts, posts_on
from skilltrack.services.roles.appointments import Gift, appoint, known_role, role_names
from skilltrack.services.roles.heirs import Heir, Heirs
from skilltrack.store import audit, organisation
from skilltrack.store.appointments import (
    NOMINATIONS,
    RECRUITMENTS,
    appointments_of,
    nominations_of,
    recruitment_ids_ever,
)
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

BY_THE_PERSON = AppointmentMethod.VOLUNTEERED
METHODS = (
    AppointmentMethod.VOLUNTEERED,
    AppointmentMethod.RECOMMENDED,
    AppointmentMethod.DESIGNATED,
)
"""How somebody comes into a recruitment; 認定 is given without one."""


@dataclass(frozen=True, slots=True)
class RecruitmentOrder:
    """A round of recruitment to be opened; ``closes_on`` is the last day of applications."""

    role: str
    title: str
    opens_on: date
    closes_on: date
    starts_on: date


def usual_order(
    database: Database, role: str, on: date, opens_on: date | None = None
) -> RecruitmentOrder:
    """Return the recruitment of the running or next April or September, to be changed at will.

    Args:
        database: The data file.
        role: The role by name or code.
        on: The present day.
        opens_on: Another first day; applications then end with its month.

    Raises:
        Refusal: There is no such role.
    """
    with database.reading() as session:
        code = known_role(session, role)
        name = role_names(session)[code]
    season = next_season(on) if opens_on is None else season_from(opens_on)
    title = _("{year}{month}月期 {role}募集").format(
        year=fiscal_year_text(FiscalYear.of(season.opens_on)), month=season.month, role=name
    )
    return RecruitmentOrder(code, title, season.opens_on, season.closes_on, season.starts_on)


def open_recruitment(database: Database, order: RecruitmentOrder) -> Recruitment:
    """Open a round of recruitment.

    Raises:
        Refusal: With everything that is wrong in the order.
    """
    with database.changing("roles.recruit", order.role) as work:
        role = known_role(work, order.role)
        problems = []
        if not order.title.strip():
            problems.append(Problem("roles.no_title"))
        if order.closes_on < order.opens_on:
            days = {"opens": wareki(order.opens_on), "closes": wareki(order.closes_on)}
            problems.append(Problem("roles.recruitment_reversed", values=days))
        if order.starts_on < order.opens_on:
            days = {"opens": wareki(order.opens_on), "starts": wareki(order.starts_on)}
            problems.append(Problem("roles.starts_before", values=days))
        if problems:
            raise Refusal(problems)
        value = Recruitment(
            _new_id(work, order.opens_on),
            role,
            order.title.strip(),
            order.opens_on,
            order.closes_on,
            order.starts_on,
        )
        RECRUITMENTS.record(work, [value])
        title = _("募集「{title}」を開始").format(title=value.title)
        record_operation(work, Operation("roles.recruit", title, "", value.opens_on))
        audit.append(database, work, Entry("roles.recruit", value.recruitment_id, 1))
        return value


def _new_id(session: Session, opens_on: date) -> str:
    year = FiscalYear.of(opens_on).year
    used = recruitment_ids_ever(session)
    number = 1
    while f"{year}-{number}" in used:
        number += 1
    return f"{year}-{number}"


def apply(
    database: Database,
    recruitment_id: str,
    employee_no: str,
    method: AppointmentMethod,
    on: date,
    *,
    department: str = "",
    reason: str = "",
) -> Nomination:
    """Take an application, or a nomination by a department.

    Args:
        database: The data file.
        recruitment_id: The round of recruitment.
        employee_no: Who.
        method: By the person (手挙げ) or by a department (推薦, 指名).
        on: The day of the application.
        department: The department that names the person; '' is that of the main post.
        reason: Why; a nomination needs one.

    Raises:
        Refusal: With everything that stands against it.
    """
    with database.changing("roles.apply", recruitment_id) as work:
        found = _recruitment(work, recruitment_id).value
        posts = posts_on(work, on, frozenset({employee_no}))
        post = posts.people.get(employee_no)
        value = Nomination(
            recruitment_id,
            employee_no,
            method,
            department or ("" if post is None else post.department),
            reason=reason.strip(),
        )
        _check_application(work, found, value, on, posts)
        NOMINATIONS.record(work, [value])
        title = _("募集「{title}」の応募を受付").format(title=found.title)
        record_operation(work, Operation("roles.apply", title, "", on))
        audit.append(database, work, Entry("roles.apply", recruitment_id, 1))
        return value


def _check_application(
    session: Session, found: Recruitment, value: Nomination, on: date, posts: Posts
) -> None:
    problems = []

    def add(code: str, **values: str | int) -> None:
        problems.append(Problem(code, values=values))

    number = value.employee_no
    if not found.opens_on <= on <= found.closes_on:
        opens, closes = wareki(found.opens_on), wareki(found.closes_on)
        add("roles.not_open", title=found.title, on=wareki(on), opens=opens, closes=closes)
    if not organisation.known_numbers(session, [number]):
        add("roles.unknown_employee", number=number)
    elif number not in posts.people:
        add("roles.not_in_post", number=number, on=wareki(on))
    if value.department and value.department not in posts.departments:
        add("roles.unknown_department", department=value.department, on=wareki(on))
    if value.method is not BY_THE_PERSON and not value.reason:
        add("roles.nomination_reason")
    earlier = [s.value for s in nominations_of(session, found.recruitment_id)]
    if any(one.employee_no == number for one in earlier):
        add("roles.applied_already", number=number, title=found.title)
    held = (s.value for s in appointments_of(session, found.role))
    if any(one.employee_no == number and found.starts_on in one.valid for one in held):
        name = role_names(session)[found.role]
        add("roles.holds_at_start", number=number, role=name, on=wareki(found.starts_on))
    if problems:
        raise Refusal(problems)


def decide(
    database: Database,
    recruitment_id: str,
    decisions: Mapping[str, NominationState],
    on: date,
    *,
    reason: str = "",
    is_dry_run: bool = False,
) -> tuple[Appointment, ...]:
    """Decide applications: appoint, pass over, or note that somebody declined.

    Args:
        database: The data file.
        recruitment_id: The round of recruitment.
        decisions: Employee number → what becomes of the application.
        on: The day of the decision; appointments begin with the day of the recruitment, or on
            this day if that is later.
        reason: Why, '' where none is given.
        is_dry_run: Do everything and leave everything as it was.

    An appointment names the department that proposed the person, or its heir on the first day;
    where there is none, that of the main post.

    Returns:
        The appointments made.

    Raises:
        Refusal: With every application that is not there, is decided already, or cannot be.
    """
    with database.changing("roles.decide", recruitment_id, is_rehearsal=is_dry_run) as work:
        found = _recruitment(work, recruitment_id).value
        rows = _undecided(work, found, decisions)
        decided = [replace(row.value, state=decisions[n], decided_on=on) for n, row in rows.items()]
        heirs, start = Heirs(work), max(found.starts_on, on)
        gifts = [
            Gift(
                one.employee_no,
                found.role,
                start,
                one.method,
                heirs.of(one, found, start).code,
                recruitment=recruitment_id,
            )
            for one in decided
            if one.state is NominationState.APPOINTED
        ]
        appointed = appoint(work, gifts)
        NOMINATIONS.supersede(work, rows.values())
        NOMINATIONS.record(work, decided)
        title = _("募集「{title}」の{count}人を決定（任命{appointed}人）").format(
            title=found.title, count=len(decided), appointed=len(appointed)
        )
        record_operation(work, Operation("roles.decide", title, reason, on))
        if not is_dry_run:
            audit.append(
                database, work, Entry("roles.decide", recruitment_id, len(decided), reason)
            )
        return appointed


def _undecided(
    work: UnitOfWork, found: Recruitment, decisions: Mapping[str, NominationState]
) -> dict[str, Stored[Nomination]]:
    """Return number → application, by number; refuse those not there or decided already."""
    known = {s.value.employee_no: s for s in nominations_of(work, found.recruitment_id)}
    problems = [] if decisions else [Problem("roles.nobody")]
    for number, state in sorted(decisions.items()):
        values = {"number": number, "title": found.title}
        if number not in known:
            problems.append(Problem("roles.not_applied", values=values))
        elif known[number].value.state is not NominationState.APPLIED:
            problems.append(Problem("roles.decided_already", values=values))
        elif state is NominationState.APPLIED:
            problems.append(Problem("roles.no_decision", values=values))
    if problems:
        raise Refusal(problems)
    return {number: known[number] for number in sorted(decisions)}


def close_recruitment(
    database: Database, recruitment_id: str, last_day: date, reason: str = ""
) -> Recruitment:
    """Take applications until another last day, earlier or later.

    Raises:
        Refusal: No such recruitment, or the day lies before its first.
    """
    with database.changing("roles.close", recruitment_id) as work:
        stored = _recruitment(work, recruitment_id)
        if last_day < stored.value.opens_on:
            opens, closes = wareki(stored.value.opens_on), wareki(last_day)
            raise refuse("roles.recruitment_reversed", opens=opens, closes=closes)
        value = replace(stored.value, closes_on=last_day)
        RECRUITMENTS.supersede(work, [stored])
        RECRUITMENTS.record(work, [value])
        title = _("募集「{title}」の締切を変更").format(title=value.title)
        record_operation(work, Operation("roles.close", title, reason, last_day))
        audit.append(database, work, Entry("roles.close", recruitment_id, 1, reason))
        return value


def _recruitment(session: Session, recruitment_id: str) -> Stored[Recruitment]:
    known = {s.value.recruitment_id: s for s in RECRUITMENTS.current(session)}
    if recruitment_id not in known:
        accepted = _("、").join(known) or "―"
        raise refuse("roles.unknown_recruitment", recruitment=recruitment_id, accepted=accepted)
    return known[recruitment_id]


def recruitments(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[RecruitmentLine, ...]:
    """Return every round of recruitment with its applications, newest first.

    Args:
        database: The data file.
        as_of: The day on which it stands somewhere, and of the posts shown.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        by_round: dict[str, list[Nomination]] = {}
        for one in NOMINATIONS.values(session):
            by_round.setdefault(one.recruitment_id, []).append(one)
        numbers = frozenset(n.employee_no for some in by_round.values() for n in some)
        posts = posts_on(session, as_of, numbers)
        people = organisation.employees_by_number(session, numbers, as_of)
        names = role_names(session)
        heirs = Heirs(session)
        found = []
        for value in RECRUITMENTS.values(session):
            applied = by_round.get(value.recruitment_id, [])
            waiting = sum(one.state is NominationState.APPLIED for one in applied)
            found.append(
                RecruitmentLine(
                    value,
                    names.get(value.role, value.role),
                    value.stage(as_of, waiting),
                    tuple(
                        _nomination_line(one, posts, people, heirs.of(one, value, as_of))
                        for one in applied
                    ),
                )
            )
    newest = sorted(found, key=lambda f: (f.recruitment.opens_on, f.recruitment.recruitment_id))
    return tuple(reversed(newest))


def _nomination_line(
    one: Nomination, posts: Posts, people: Mapping[str, Employee], heir: Heir
) -> NominationLine:
    person, post = people.get(one.employee_no), posts.people.get(one.employee_no)
    return NominationLine(
        one,
        "" if person is None else person.name,
        "" if person is None else person.kana,
        posts.department_name_of(one.employee_no) or heir.name,
        "" if post is None else post.job_title,
        heir.code,
        heir.name,
    )
