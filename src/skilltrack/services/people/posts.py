"""Everybody in a main post on a day: unit, department on top, and finding people by a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.organisation import Department, evaluation_units
from skilltrack.i18n.folding import fold
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.names import names_by_number
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class Posts:
    """The people and the departments of a day; codes that are not there have no name."""

    people: Mapping[str, InPost]
    departments: Mapping[str, Department]
    units: Mapping[str, str | None]

    def name(self, department: str) -> str:
        """Return the name of a department, its code where the day does not know it."""
        found = self.departments.get(department)
        return department if found is None else found.name

    def unit_of(self, employee_no: str) -> str:
        """Return the code of a person's evaluation unit, '' where there is none."""
        person = self.people.get(employee_no)
        return "" if person is None else self.units.get(person.department) or ""

    def department_name_of(self, employee_no: str) -> str:
        """Return the name of a person's department, '' for somebody in no post."""
        person = self.people.get(employee_no)
        return "" if person is None else self.name(person.department)

    def division_of(self, department: str) -> str:
        """Return the code of the department on top of one (部)."""
        at, seen = department, {department}
        while (above := self._parent(at)) is not None and above not in seen:
            seen.add(above)
            at = above
        return at

    def _parent(self, code: str) -> str | None:
        found = self.departments.get(code)
        return None if found is None or found.parent not in self.departments else found.parent


def posts_on(session: Session, on: date, among: frozenset[str] | None = None) -> Posts:
    """Return the posts of a day.

    Args:
        session: Where to read.
        on: The day.
        among: Only people with these numbers; None is everybody.
    """
    departments = organisation.departments_on(session, on)
    return Posts(
        {person.employee_no: person for person in organisation.in_post(session, on, among)},
        {department.code: department for department in departments},
        evaluation_units(departments),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found by a text."""

    employee_no: str
    name: str
    department: str
    department_name: str
    job_title: str


def people_matching(database: Database, text: str, on: date, limit: int = 8) -> tuple[Found, ...]:
    """Return people in a main post on a day of whom number, a name or kana holds every word.

    Names that a person had before or will have count as well.

    Returns:
        At most ``limit`` of them, whoever has exactly this number first; none for no text.
    """
    words = fold(text).split()
    if not words:
        return ()
    with database.reading() as session:
        posts = posts_on(session, on)
        others = names_by_number(session)
    found = []
    for person in posts.people.values():
        spelt = [f"{person.name}\n{person.kana}"]
        if person.employee_no in others:
            known = others[person.employee_no].stretches
            spelt += [f"{called.name}\n{called.kana}" for _start, called in known]
        folded = fold("\n".join((person.employee_no, *spelt)))
        tight = "".join(folded.split(" "))
        if all(word in folded or word in tight for word in words):
            found.append(person)
    found.sort(key=lambda person: person.employee_no != text.strip())
    return tuple(
        Found(p.employee_no, p.name, p.department, posts.name(p.department), p.job_title)
        for p in found[:limit]
    )
