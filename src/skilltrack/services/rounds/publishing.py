"""Handing a round out to people who do not take the package: on paper, with personal codes."""

from pathlib import Path

from skilltrack.domain.questionnaires.paper import PaperForm
from skilltrack.domain.rounds.access_codes import grouped
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.services import definitions
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.rounds.access_codes import codes
from skilltrack.services.rounds.running import round_record
from skilltrack.store import audit, organisation
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting


def paper_form(database: Database, round_id: str) -> PaperForm:
    """Return a round as it is printed.

    Raises:
        Refusal: No such round.
    """
    with database.reading() as session:
        record = round_record(session, round_id)
        questionnaire = definitions.questionnaire_version(
            session, record.questionnaire, record.questionnaire_version
        )
        return PaperForm(
            form_id=record.round_id,
            title=record.title,
            organisation=setting(session, "organisation") or "",
            purpose=record.purpose,
            contact=record.contact,
            closes_on=record.closes_on,
            questionnaire=questionnaire,
            is_strict=record.is_strict,
        )


def write_access_codes(database: Database, round_id: str, path: Path) -> int:
    """Write the personal codes of a strict round as a source for mail merge.

    Args:
        database: The data file.
        round_id: The round.
        path: The workbook to write or to replace.

    Returns:
        How many codes were written.

    Raises:
        Refusal: No such round, or it takes answers without a code.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports import access_codes as workbook

    made = codes(database, round_id)
    with database.reading() as session:
        record = round_record(session, round_id)
        asked = {person.employee_no: person for person in records.asked(session, round_id)}
        people = organisation.employees_by_number(session, asked, record.opens_on)
        names = department_names(session, record.opens_on)
    rows = []
    for code in made:
        department = asked[code.employee_no].department
        person = people.get(code.employee_no)
        row = workbook.CodeRow(
            department_code=department,
            department_name=names.get(department, department),
            employee_no=code.employee_no,
            name=NO_FIGURE if person is None else person.name,
            code=grouped(code.code),
            title=record.title,
            closes_on=record.closes_on,
        )
        rows.append(((department, "" if person is None else person.kana, code.employee_no), row))
    rows.sort(key=lambda sorted_row: sorted_row[0])
    workbook.write_access_codes(path, [row for _key, row in rows])
    audit.note(database, Entry("export.access_codes", round_id, len(rows)))
    return len(rows)
