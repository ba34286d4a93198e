"""Workbooks about what is owed: for the personnel section, and a reminder for each unit."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.obligations.lists import OpenLine, OwedReport, UnitOwed, counted
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.rounds.participation import Unit
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.obligations import needed_text, state_name
from skilltrack.i18n.texts import _
from skilltrack.services.obligations.reading import (
    ObligationQuery,
    Owed,
    OwedLine,
    narrowed,
    owed_in,
)
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.recall import says_known
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting

_ALL = Unit("", "")


def report_in(session: Session, as_of: date, query: ObligationQuery) -> OwedReport:
    """Return what is open on a day, unit by unit, narrowed by a query.

    People outside any evaluation unit stand under their own department.
    """
    return _report(session, owed_in(session, as_of, query.scheme_id), query)


def _report(session: Session, found: Owed, query: ObligationQuery) -> OwedReport:
    names = department_names(session, found.as_of)
    units = evaluation_units(organisation.departments_on(session, found.as_of))
    lines = narrowed(found, query)
    by_unit: dict[str, list[OwedLine]] = {}
    for line in lines:
        code = units.get(line.person.department) or line.person.department
        by_unit.setdefault(code, []).append(line)
    return OwedReport(
        title=_title(found, query),
        organisation=setting(session, "organisation") or "",
        as_of=found.as_of,
        units=tuple(
            _unit(found, Unit(code, names.get(code, code)), by_unit[code])
            for code in sorted(by_unit)
        ),
        total=_unit(found, _ALL, lines),
        counted=tuple(
            (name, covered)
            for (_code, name), covered in zip(found.schemes, found.counted, strict=True)
        ),
    )


def _title(found: Owed, query: ObligationQuery) -> str:
    rule = next((one for one in found.rules if one.key == query.rule), None)
    if rule is not None:
        return rule.name
    return dict(found.schemes).get(query.scheme_id, "")


def _unit(found: Owed, unit: Unit, lines: Sequence[OwedLine]) -> UnitOwed:
    opened = [line for line in lines if line.obligation.is_open]
    opened.sort(key=lambda line: (line.person.kana, line.person.employee_no))
    return UnitOwed(
        unit,
        counted(line.obligation.state for line in lines),
        len({line.person.employee_no for line in opened}),
        tuple(_open(found, opened)),
    )


def _open(found: Owed, lines: Iterable[OwedLine]) -> Iterable[OpenLine]:
    for line in lines:
        person, owes = line.person, line.obligation
        yield OpenLine(
            person.employee_no,
            person.name,
            person.kana,
            found.department_name(person),
            line.of.name,
            found.why(line),
            found.course_names(owes.lacking),
            needed_text(owes),
            owes.due,
            state_name(owes),
            bool(owes.due is not None and owes.due < found.as_of),
        )


@says_known
def write_obligations(
    database: Database,
    path: Path,
    as_of: date,
    query: ObligationQuery,
    as_known: datetime | None = None,
) -> int:
    """Write the workbook of the personnel section: figures by unit, everything open, a text.

    Returns:
        How many obligations are open.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.obligations import write_owed

    with database.reading(as_known) as session:
        report = report_in(session, as_of, query)
    write_owed(path, report, made_at=database.clock())
    audit.note(database, Entry("report.obligations", path.name, report.total.people))
    return report.total.count.open


def write_reminders(
    database: Database,
    folder: Path,
    as_of: date,
    query: ObligationQuery,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write a workbook for the head of each unit with something open, who sees nobody else's.

    Returns:
        The files written, by code of the unit.

    Raises:
        Refusal: Nothing is open, or the folder cannot be made.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports.obligations import write_unit_owed

    with database.reading() as session:
        report = report_in(session, as_of, query)
    units = [unit for unit in report.units if unit.count.open]
    if not units:
        raise refuse("obligations.none_open")
    make_folder(folder)
    made_at = database.clock()
    paths = []
    for number, unit in enumerate(units):
        progress(number, len(units))
        name = _("{code}_{unit}_受講の依頼.xlsx").format(code=unit.unit.code, unit=unit.unit.name)
        paths.append(folder / file_name(name))
        write_unit_owed(paths[-1], report, unit, made_at=made_at)
    progress(len(units), len(units))
    people = sum(unit.people for unit in units)
    audit.note(database, Entry("export.obligation_reminders", folder.name, people))
    return tuple(paths)
