"""The people and departments of a round, for lists of what came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skilltrack.i18n.texts import _
from skilltrack.services.organisation.lineage import department_names
from skilltrack.store import organisation
from skilltrack.store import rounds as records
from skilltrack.store.database import Session
from skilltrack.store.rounds import RoundRecord


@dataclass(frozen=True, slots=True)
class Directory:
    """Names as of the opening day of a round.

    ``names`` maps employee numbers to names, ``posts`` to department codes, ``departments``
    department codes to names.
    """

    names: Mapping[str, str]
    posts: Mapping[str, str]
    departments: Mapping[str, str]

    def department_of(self, employee_no: str | None, file: str = "") -> tuple[str, str]:
        """Return (code, name) of a person's department.

        Args:
            employee_no: The person; None when unknown.
            file: The path of the file below the inbox, whose folder speaks for the department
                where the person does not.
        """
        code = self.posts.get(employee_no or "", "")
        if code:
            return code, self.departments.get(code, code)
        folder = file.rpartition("/")[0].partition("/")[0]
        code = folder.partition("_")[0]  # folders of forms are named code_name
        if code in self.departments:
            return code, self.departments[code]
        return "", folder or _("所属不明")


def directory(session: Session, record: RoundRecord, employee_nos: Iterable[str]) -> Directory:
    """Return the names of people and of departments.

    Args:
        session: Where to read.
        record: The round; whom it asks is in the department that the round noted.
        employee_nos: The people wanted.
    """
    people = organisation.employees_by_number(session, employee_nos, record.opens_on)
    posts = {one.employee_no: one.department for one in records.asked(session, record.round_id)}
    if not people.keys() <= posts.keys():
        in_post = organisation.in_post(session, record.opens_on)
        posts = {one.employee_no: one.department for one in in_post} | posts
    return Directory(
        {number: person.name for number, person in people.items()},
        posts,
        department_names(session, record.opens_on),
    )
