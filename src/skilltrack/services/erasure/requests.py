"""Handing a person everything that is recorded about them (保有個人情報の開示請求)."""

from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.texts import _
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting
from skilltrack.store.own_data import own_tables


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """Where the copy lies, and how many rows and entries it holds."""

    workbook: Path
    document: Path
    count: int


def export_person(database: Database, employee_no: str, folder: Path) -> ExportedPerson:
    """Write everything recorded about a person, every version and the log, into two files.

    Source: 個人情報の保護に関する法律 76条 (right to disclosure).

    Args:
        database: The data file.
        employee_no: The person; somebody who left, too.
        folder: Where the workbook and the JSON document go; made if need be.

    Raises:
        Refusal: There is no such person, or the folder cannot be made.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports import own_data

    with database.reading() as session:
        if not organisation.known_numbers(session, [employee_no]):
            raise refuse("retention.unknown_person", number=employee_no)
        tables = own_tables(session, employee_no)
        log = audit.entries_about(session, employee_no)
        organisation_name = setting(session, "organisation") or ""
    data = own_data.OwnData(
        employee_no,
        organisation_name,
        database.clock(),
        tuple(
            own_data.OwnSheet(
                table.name,
                table.columns,
                [(row.values, row.recorded_at, row.withdrawn_at) for row in table.rows],
            )
            for table in tables
        ),
        tuple(
            own_data.OwnLogEntry(e.at, e.actor, e.terminal, e.entry.action, e.entry.reason)
            for e in log
        ),
    )
    make_folder(folder)
    stem = file_name(_("本人の記録の写し_{number}").format(number=employee_no))
    written = ExportedPerson(folder / f"{stem}.xlsx", folder / f"{stem}.json", data.count)
    own_data.write_workbook(written.workbook, data)
    own_data.write_document(written.document, data)
    audit.note(database, Entry("export.own_data", employee_no, data.count))
    return written
