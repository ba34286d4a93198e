"""Writing the Excel twins: blank, or with the people they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.submissions import SubmissionKind, form_of
from skilltrack.i18n.submission_words import words
from skilltrack.reports.submissions import Written, write_form
from skilltrack.services.submissions.desk import desk_of, package_of
from skilltrack.store import audit
from skilltrack.store import submissions as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database


@dataclass(frozen=True, slots=True)
class FormOrder:
    """What workbook is wanted: ``employee_nos`` empty is a blank one."""

    kind: SubmissionKind
    year: FiscalYear
    employee_nos: tuple[str, ...] = ()


def write_blank_form(database: Database, order: FormOrder, path: Path) -> Path:
    """Write the workbook of a kind, blank or with rows for some people.

    Raises:
        Refusal: There is no desk, or somebody is not on the roster.
        MachineFailure: The file could not be written.
    """
    with database.reading() as session:
        package = package_of(session, desk_of(session, order.year))
        people = records.senders(session, order.employee_nos, database.clock().astimezone().date())
    problems = [
        Problem("submissions.no_person", values={"employee_no": number})
        for number in order.employee_nos
        if number not in people
    ]
    if problems:
        raise Refusal(problems)
    rows: Sequence[Written] = [
        Written(number, people[number].name) for number in order.employee_nos
    ]
    form = form_of(order.kind, package, words())
    write_form(path, order.kind, form, package, rows, database.clock())
    audit.note(database, Entry("submissions.form", order.kind.value, len(rows)))
    return path
