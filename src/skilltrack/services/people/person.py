"""One person: who it is, the present post, the timeline, the verdicts, and what was put right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.organisation import Employee
from skilltrack.domain.people.names import names_of
from skilltrack.domain.people.timeline import Event, History
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.obligations.reading import OwedLine
from skilltrack.services.obligations.reading import of_person as obligations_of
from skilltrack.services.overview import RosterRow
from skilltrack.services.people.listing import RosterNames, names_on, other_names
from skilltrack.services.people.timelines import Departments, Wanted, course_names, events_of
from skilltrack.services.verdicts import tiers
from skilltrack.services.verdicts.tiers import SchemeVerdicts
from skilltrack.store import audit, organisation, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.names import called_of, former_names_of
from skilltrack.store.operations import Operation
from skilltrack.store.operations import operations as all_operations
from skilltrack.store.people import Source, absences_of, postings_of, sources

AREA = "people"
CORRECT = "people.correct"


@dataclass(frozen=True, slots=True)
class Person:
    """Everything the page of a person shows.

    ``present`` is the main post on the day, None for somebody in none; ``concurrent`` the names
    of the departments of concurrent posts on that day. ``verdicts`` hold one scheme each, with
    this person alone, and nobody where there is no post. ``corrections`` are those of this
    person, newest first. ``employee`` is called as on the day; ``other_names`` are what the
    person was and will be called otherwise, with the days, newest first. ``owing`` is what the
    person owes on the day, open obligations first.
    """

    employee: Employee
    as_of: date
    present: RosterRow | None
    concurrent: tuple[str, ...]
    history: History
    events: tuple[Event, ...]
    sources: Mapping[int, Source]
    verdicts: tuple[SchemeVerdicts, ...]
    course_names: Mapping[str, str]
    corrections: tuple[Operation, ...]
    owing: tuple[OwedLine, ...] = ()
    other_names: tuple[str, ...] = ()


def find_person(
    database: Database,
    employee_no: str,
    as_of: date,
    as_known: datetime | None = None,
    *,
    has_superseded: bool = False,
) -> Person:
    """Read a person.

    Args:
        database: The data file.
        employee_no: The person.
        as_of: The day of the present post and of the verdicts.
        as_known: What was recorded by this instant; None is everything.
        has_superseded: Put what no longer holds into the timeline as well.

    Raises:
        Refusal: There is no such person.
    """
    with database.reading(as_known) as session:
        person = person_in(session, employee_no, as_of, has_superseded=has_superseded)
    audit.note(database, Entry("people.show", employee_no, 1))
    return person


def person_in(
    session: Session, employee_no: str, as_of: date, *, has_superseded: bool = False
) -> Person:
    """Read a person within a session."""
    employee = known_employee(session, employee_no)
    names = names_on(session, as_of)
    events = events_of(Wanted(session, employee_no, names, has_superseded))
    changes = {c for e in events for c in (e.recorded_in, e.superseded_in) if c is not None}
    among = frozenset({employee_no})
    verdicts = tuple(
        tiers.judge_in(session, scheme, as_of, among)
        for scheme in definitions.schemes(session).values()
    )
    lacking = {
        code
        for one in verdicts
        for person in one.people
        for leaf in person.verdict.requirements
        for code in leaf.lacking
    }
    history = history_of(session, employee)
    departments = Departments.of(session)
    former = former_names_of(session, [employee_no]).get(employee_no, [])
    called = names_of(called_of(employee), (one.value.fact for one in former))
    return Person(
        organisation.employees_by_number(session, [employee_no], as_of)[employee_no],
        as_of,
        _present(session, employee_no, as_of, names),
        tuple(
            departments.name(post.department, as_of)
            for post in history.concurrent
            if as_of in post.valid
        ),
        history,
        events,
        sources(session, changes),
        verdicts,
        course_names(session, lacking),
        tuple(o for o in all_operations(session, AREA) if o.change in changes),
        obligations_of(session, employee_no, as_of)[1],
        tuple(one.text for one in other_names(called, as_of)),
    )


def known_employee(session: Session, employee_no: str) -> Employee:
    """Return an employee, called as the record says in the end.

    Raises:
        Refusal: There is none with this number.
    """
    found = organisation.EMPLOYEES.values(session, schema.employee.c.employee_no == employee_no)
    if not found:
        raise refuse("people.unknown", number=employee_no)
    return found[0]


def find_history(database: Database, employee_no: str) -> History:
    """Return the posts and absences of a person.

    Raises:
        Refusal: There is no such person.
    """
    with database.reading() as session:
        return history_of(session, known_employee(session, employee_no))


def history_of(session: Session, employee: Employee) -> History:
    """Return the posts and absences of a person as known."""
    number = employee.employee_no
    held = History(
        tuple(stored.value.fact for stored in postings_of(session, number)),
        tuple(stored.value.fact for stored in absences_of(session, number)),
        employee.hired_on,
        employee.left_on,
    )
    absences = sorted(held.absences, key=lambda a: a.valid.start or date.min)
    return replace(held, postings=(*held.main, *held.concurrent), absences=tuple(absences))


def _present(session: Session, employee_no: str, on: date, names: RosterNames) -> RosterRow | None:
    among = frozenset({employee_no})
    found = organisation.in_post(session, on, among)
    if not found:
        return None
    held = organisation.roles_on(session, on, among).get(employee_no, frozenset())
    return RosterRow(
        found[0],
        names.departments.get(found[0].department, found[0].department),
        names.bands.get(found[0].band or "", ""),
        tuple(names.roles.get(role, role) for role in sorted(held)),
    )


def source_text(source: Source) -> str:
    """Return where something recorded is from, in words."""
    if source.file_name:
        what = _("取り込み「{file}」").format(file=source.file_name)
    elif source.title and source.reason:
        what = _("{title}（理由：{reason}）").format(title=source.title, reason=source.reason)
    elif source.title:
        what = source.title
    elif source.action.endswith(".undo"):
        what = _("元に戻す操作")
    else:
        what = _("記録")
    return _("{what}　{at}　{actor}　番号 {change}").format(
        what=what, at=local_time_text(source.at), actor=source.actor, change=source.change
    )
