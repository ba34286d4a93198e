"""Excel forms: written for everybody whom a round asks, to be filled in without the program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.questionnaires.forms import (
    FormIds,
    FormRound,
    FormSheet,
    FormTarget,
    distinct_names,
)
from skilltrack.domain.rounds.definition import Asked
from skilltrack.exchange.forms.stamp import stamped
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.rounds.running import (
    HANDED_OUT,
    INBOX,
    form_key,
    round_folder,
    round_record,
)
from skilltrack.store import audit, organisation
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting

FORMS = "記入用Excel"
"""The folder of the forms, in the folder of what is handed out."""


@dataclass(frozen=True, slots=True)
class FormsWritten:
    """The files written, by department and number, and how many people have a form in them."""

    files: tuple[Path, ...]
    people: int


@dataclass(frozen=True, slots=True)
class _Department:
    """A department with the forms of its people."""

    code: str
    name: str
    sheets: tuple[FormSheet, ...]


def write_forms(
    database: Database,
    round_id: str,
    folder: Path | None = None,
    *,
    by_department: bool,
    only_outstanding: bool = False,
    progress: Progress = silent,
) -> FormsWritten:
    """Write the Excel forms of a round.

    A file of one person is called by department and number and lies in a folder of the
    department. No name is in it: who may list a folder of the file server sees the names of all
    files in it, also of those that must stay closed to him.

    Args:
        database: The data file.
        round_id: The round.
        folder: Where to write; None is the folder 配布/記入用Excel of the round. It is made where
            it does not exist; forms already in it are replaced.
        by_department: One workbook per department with a sheet per person, instead of one
            workbook per person.
        only_outstanding: Leave out whoever has answered.
        progress: Told the people done and in all.

    Raises:
        Refusal: No such round, its key was deleted, nobody is left, or a folder cannot be made.
        MachineFailure: A file could not be written; those before it are there.
        Cancelled: Raised by ``progress``; the files written so far stay.
    """
    from skilltrack.reports.forms import FormWriter

    with database.reading() as session:
        its = _round(session, round_id)
        departments = _departments(session, round_id, only_outstanding=only_outstanding)
        target = folder or round_folder(session, round_id) / HANDED_OUT / FORMS
    people = sum(len(department.sheets) for department in departments)
    if not people:
        raise refuse("forms.nobody", title=its.title)
    writer = FormWriter(its, database.clock())
    make_folder(target)
    files: list[Path] = []
    done = 0
    for path, sheets in _planned(departments, target, by_department=by_department):
        progress(done, people)
        if by_department:
            writer.write_people(path, sheets)
        else:
            make_folder(path.parent)
            writer.write_person(path, sheets[0])
        files.append(path)
        done += len(sheets)
    progress(done, people)
    audit.note(database, Entry("export.forms", round_id, people))
    return FormsWritten(tuple(files), people)


def _planned(
    departments: Sequence[_Department], target: Path, *, by_department: bool
) -> Iterator[tuple[Path, tuple[FormSheet, ...]]]:
    """Yield every file with the sheets in it."""
    names = distinct_names([file_name(f"{one.code}_{one.name}") for one in departments])
    for department, name in zip(departments, names, strict=True):
        if by_department:
            yield target / f"{name}.xlsx", department.sheets
            continue
        people = distinct_names(
            [
                file_name(f"{department.code}_{sheet.target.employee_no}")
                for sheet in department.sheets
            ]
        )
        for sheet, person in zip(department.sheets, people, strict=True):
            yield target / name / f"{person}.xlsx", (sheet,)


def _round(session: Session, round_id: str) -> FormRound:
    record = round_record(session, round_id)
    return FormRound(
        title=record.title,
        organisation=setting(session, "organisation") or "",
        purpose=record.purpose,
        contact=record.contact,
        closes_on=record.closes_on,
        inbox=str(round_folder(session, round_id) / INBOX),
        questionnaire=definitions.questionnaire_version(
            session, record.questionnaire, record.questionnaire_version
        ),
    )


def _departments(
    session: Session, round_id: str, *, only_outstanding: bool
) -> tuple[_Department, ...]:
    record = round_record(session, round_id)
    key = form_key(session, round_id)
    asked = records.asked(session, round_id)
    numbers = [person.employee_no for person in asked]
    answered = records.responses_of(session, round_id, numbers) if only_outstanding else {}
    people = organisation.employees_by_number(session, numbers, record.opens_on)
    names = department_names(session, record.opens_on)

    def sheet(person: Asked) -> FormSheet:
        number = person.employee_no
        employee = people.get(number)
        ids = FormIds(round_id, record.questionnaire, record.questionnaire_version, number)
        target = FormTarget(
            number,
            NO_FIGURE if employee is None else employee.name,
            names.get(person.department, person.department),
        )
        return FormSheet(target, stamped(ids, key))

    left = [person for person in asked if person.employee_no not in answered]
    return tuple(
        _Department(code, names.get(code, code), tuple(map(sheet, persons)))
        for code, persons in groupby(left, key=lambda person: person.department)
    )
