"""Whom to invite to a session: those who owe its course."""

from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.obligations.owing import Obligation, ObligationState
from skilltrack.domain.sessions.definition import CourseSession
from skilltrack.domain.sessions.figures import Candidate
from skilltrack.i18n.obligations import why
from skilltrack.services.obligations import reading as obligations
from skilltrack.services.obligations.reading import RuleInUse
from skilltrack.services.people.listing import names_on
from skilltrack.services.sessions.reading import known_session, posts_of, unit_of
from skilltrack.store import organisation, training
from skilltrack.store import sessions as records
from skilltrack.store.database import Database, Session


def candidates(
    database: Database, session_id: str, as_of: date, as_known: datetime | None = None
) -> tuple[Candidate, ...]:
    """Return who owes the course of a session and is in no session of it, most urgent first.

    Args:
        database: The data file.
        session_id: The session.
        as_of: The day; one outside the fiscal year of the session takes its nearest day.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: No such session.
    """
    with database.reading(as_known) as session:
        return candidates_in(session, known_session(session, session_id).value, as_of)


def candidates_in(
    session: Session, one: CourseSession, as_of: date, *, has_touched: bool = False
) -> tuple[Candidate, ...]:
    """Return the same within a session of the database; ``has_touched`` also those in touch."""
    year = FiscalYear(one.fiscal_year)
    on = min(max(as_of, year.first_day), year.last_day)
    touched = frozenset() if has_touched else records.in_touch(session, one.course, one.fiscal_year)
    people = {person.employee_no: person for person in organisation.in_post(session, on)}
    found: dict[str, tuple[RuleInUse, Obligation]] = {}
    for rule, every in _reckoned(session, one.course, on):
        for obligation in every:
            number = obligation.employee_no
            is_meant = obligation.is_open and one.course in obligation.lacking
            if not is_meant or number in touched or number not in people:
                continue
            if number not in found or _urgency(obligation) < _urgency(found[number][1]):
                found[number] = rule, obligation
    posts = posts_of(session, on, found)
    names = names_on(session, on)
    lines = [
        Candidate(
            number,
            people[number].name,
            people[number].kana,
            unit_of(posts, number),
            posts.name(unit_of(posts, number)),
            posts.department_name_of(number),
            people[number].job_title,
            why(rule.rule, obligation, names.bands, names.roles),
            obligation.due,
            obligation.state is ObligationState.OVERDUE,
        )
        for number, (rule, obligation) in found.items()
    ]
    lines.sort(key=lambda one: (one.due or date.max, one.unit, one.kana, one.employee_no))
    return tuple(lines)


def _reckoned(
    session: Session, course: str, on: date
) -> tuple[tuple[RuleInUse, tuple[Obligation, ...]], ...]:
    """Return what is owed by the rules that may ask for a course, other courses left out."""
    rows = training.catalogue(session, FiscalYear.of(on))
    own = tuple(row for row in rows if row.code == course)
    rules = tuple(
        one
        for one in obligations.rules_in_use(session)
        if (own and one.rule.catalogue is not None)
        or course in one.rule.courses
        or any(course in codes for codes in one.rule.courses_by_band.values())
    )
    if not rules:
        return ()
    has_count = any(one.rule.count is not None for one in rules)  # some courses of several
    return obligations.reckon(session, rules, rows if has_count else own, on).found


def _urgency(obligation: Obligation) -> date:
    return obligation.due or date.max
