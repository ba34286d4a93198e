"""Who is accredited or could be, by name, and the practices they took part in."""

from collections.abc import Iterable
from datetime import date

from skilltrack.domain.accreditation import Person, Project
from skilltrack.store import organisation
from skilltrack.store.accreditation import practices_titled
from skilltrack.store.database import Session
from skilltrack.store.people import MOST_NAMED


def people_named(session: Session, numbers: Iterable[str], on: date) -> dict[str, Person]:
    """Return employee number → who it is, with the main post of a day, for those recorded."""
    wanted = frozenset(numbers)
    among = wanted if len(wanted) <= MOST_NAMED else None
    names = {d.code: d.name for d in organisation.departments_on(session, on)}
    found = {
        one.employee_no: Person(
            one.employee_no,
            one.name,
            one.kana,
            one.department,
            names.get(one.department, one.department),
            one.job_title,
        )
        for one in organisation.in_post(session, on, among)
        if one.employee_no in wanted
    }
    rest = sorted(wanted - found.keys())
    for start in range(0, len(rest), MOST_NAMED):
        part = rest[start : start + MOST_NAMED]
        for number, one in organisation.employees_by_number(session, part, on).items():
            found[number] = Person(number, one.name, one.kana, "", "", "")
    return found


def nobody(number: str) -> Person:
    """Return somebody of whom only the number is known."""
    return Person(number, number, "", "", "", "")


class Projects:
    """The practices of the body by id and by who took part."""

    def __init__(self, session: Session) -> None:
        self._known = {
            code: Project(code, title, stage, len(people))
            for code, (title, stage, people) in practices_titled(session).items()
        }
        self._of: dict[str, list[Project]] = {}
        for code, (_title, _stage, people) in practices_titled(session).items():
            for number in people:
                self._of.setdefault(number, []).append(self._known[code])

    def named(self, codes: Iterable[str]) -> tuple[Project, ...]:
        """Return practices by their ids; those no longer recorded are left out."""
        return tuple(self._known[code] for code in codes if code in self._known)

    def of(self, employee_no: str) -> tuple[Project, ...]:
        """Return the practices somebody took part in."""
        return tuple(self._of.get(employee_no, ()))

    def unknown(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that no practice has."""
        return tuple(code for code in codes if code not in self._known)
