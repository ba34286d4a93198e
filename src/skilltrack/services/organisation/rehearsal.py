"""The April rehearsal: two days beside each other, if need be with files not yet taken over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.intake import ImportKind, ImportOutcome
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.roles.appointments import RoleRule, rule_of
from skilltrack.domain.years.rehearsal import (
    Catalogued,
    Known,
    Rehearsal,
    compare,
    of_unit,
)
from skilltrack.domain.years.snapshots import Placed, Snapshot
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.evaluation import evaluation_rule
from skilltrack.services.imports.files import import_file
from skilltrack.services.inclusion import applied
from skilltrack.services.obligations.reading import further_owed
from skilltrack.services.people.timelines import course_names
from skilltrack.services.roles.appointments import role_rules
from skilltrack.store import audit, organisation, training
from skilltrack.store.audit import Entry
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.inclusion import counted_numbers
from skilltrack.store.organisation import APPOINTMENTS, SUCCESSIONS
from skilltrack.store.rehearsing import rehearsing

ROSTER_ORDER = (ImportKind.DEPARTMENTS, ImportKind.TITLES, ImportKind.EMPLOYEES)
"""Files that can be tried out, in the order in which they rest on each other."""


@dataclass(frozen=True, slots=True)
class RehearsalOrder:
    """What is rehearsed: the first day of the new state, the scheme, files to try out.

    ``files`` are kind → file, of the kinds in ``ROSTER_ORDER``; they are taken over as of the
    day, compared and given back.
    """

    on: date
    scheme_id: str
    today: date
    files: Mapping[ImportKind, Path]

    @property
    def before(self) -> date:
        """Return the day before."""
        return self.on - timedelta(days=1)


def first_april_after(today: date) -> date:
    """Return the 1 April that comes next."""
    return FiscalYear(FiscalYear.of(today).year + 1).first_day


def rehearse(
    database: Database,
    order: RehearsalOrder,
    progress: Progress = silent,
    as_known: datetime | None = None,
) -> Rehearsal:
    """Compare the day before with the day, by the records and the files to try out.

    Nothing is recorded. ``as_known`` None is everything recorded; files are tried out against
    that alone.

    Raises:
        Refusal: The scheme evaluates no departments, nobody is in post on either day, or a file
            has problems.
    """
    if as_known is not None and order.files:
        raise refuse("years.files_known")
    with (
        _tried(database, order, progress) as (read_from, outcomes),
        read_from.reading(as_known) as session,
    ):
        scheme = definitions.scheme(session, order.scheme_id)
        rule = evaluation_rule(scheme)
        before = snapshot(session, order.before)
        after = snapshot(session, order.on)
        if not before.people and not after.people:
            raise refuse("years.nobody", on=order.on.isoformat())
        courses, year = _catalogue(session, FiscalYear.of(order.on))
        counting = applied(session, Figure.OBLIGATIONS, scheme).rule
        counted = [counted_numbers(session, counting, day) for day in (order.before, order.on)]
        uncounted = frozenset(p.employee_no for p in after.people) - counted[1]
        further = [further_owed(session, courses, day) for day in (order.before, order.on)]
        named = {code for day in further for codes in day.values() for code in codes}
        differences = compare(
            before,
            after,
            Known(
                SUCCESSIONS.values(session),
                APPOINTMENTS.values(session),
                _rules(session, rule.leader_role),
                Catalogued(
                    courses,
                    rule.leader_role,
                    counted[0],
                    counted[1],
                    further[0],
                    further[1],
                    bands=bands_of_schemes(session),
                ),
            ),
        )
        return Rehearsal(
            scheme_id=scheme.id,
            scheme_name=scheme.name,
            organisation=setting(session, "organisation") or "",
            differences=differences,
            courses=courses,
            catalogue_year=year,
            is_carried=year is not None and year != FiscalYear.of(order.on).year,
            role_names=_role_names(session),
            band_names={band.code: band.name for band in scheme.bands},
            tried=outcomes,
            uncounted=uncounted,
            further_courses=course_names(session, named),
        )


@contextmanager
def _tried(
    database: Database, order: RehearsalOrder, progress: Progress
) -> Iterator[tuple[Database, tuple[ImportOutcome, ...]]]:
    files = [(kind, order.files[kind]) for kind in ROSTER_ORDER if kind in order.files]
    if not files:
        yield database, ()
        return
    with rehearsing(database) as trial:
        outcomes = tuple(
            import_file(
                trial,
                kind,
                path,
                today=order.today,
                effective=order.on,
                is_dry_run=True,
                progress=progress,
            )
            for kind, path in files
        )
        yield trial, outcomes


def snapshot(session: Session, on: date) -> Snapshot:
    """Return everybody in a main post on a day, with unit, band, absence and roles."""
    departments = organisation.departments_on(session, on)
    units = evaluation_units(departments)
    roles = organisation.roles_on(session, on)
    people = tuple(
        Placed(
            person.employee_no,
            person.name,
            person.kana,
            person.department,
            units.get(person.department),
            person.job_title,
            person.band,
            person.absence,
            roles.get(person.employee_no, frozenset()),
        )
        for person in organisation.in_post(session, on)
    )
    return Snapshot(on, departments, people)


def _catalogue(session: Session, year: FiscalYear) -> tuple[tuple[Course, ...], int | None]:
    """Return the courses of a year, else those of the last year that has any."""
    held = {held for years in training.course_years(session).values() for held in years}
    earlier = [one for one in held if one <= year.year]
    if not earlier:
        return (), None
    last = max(earlier)
    courses = training.catalogue(session, FiscalYear(last))
    return tuple(replace(course, fiscal_year=year.year) for course in courses), last


def _rules(session: Session, leader_role: str) -> Mapping[str, RoleRule]:
    """Return the rules of the leader role and of every role for which one was set."""
    rules = role_rules(session)
    return {**rules, leader_role: rule_of(rules, leader_role)}


def _role_names(session: Session) -> Mapping[str, str]:
    return {
        role.code: role.name
        for scheme in definitions.schemes(session).values()
        for role in scheme.roles
    }


def units_of(rehearsal: Rehearsal) -> tuple[tuple[str, str], ...]:
    """Return code and name of the evaluation units of the later day, by code."""
    after = rehearsal.differences.after
    return tuple((d.code, d.name) for d in after.departments if d.is_evaluation_unit)


def write_rehearsal(
    database: Database,
    rehearsal: Rehearsal,
    path: Path,
    *,
    unit: str = "",
    is_data: bool = False,
) -> None:
    """Write a rehearsal as a workbook.

    Args:
        database: The data file, whose log keeps that the workbook was made.
        rehearsal: What was compared.
        path: The workbook to write or to replace.
        unit: For the head of this evaluation unit, with nobody else's people; '' for the
            personnel section.
        is_data: One cell one datum, instead of for printing.

    Raises:
        Refusal: There is no such unit on the later day.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.rehearsal import write_rehearsal as write_printed
    from skilltrack.reports.rehearsal_data import write_rehearsal_data

    units = dict(units_of(rehearsal))
    if unit and unit not in units:
        raise refuse("years.no_unit", unit=unit, accepted="、".join(units))
    shown = of_unit(rehearsal, unit) if unit else rehearsal
    write = write_rehearsal_data if is_data else write_printed
    write(path, shown, made_at=database.clock(), unit_name=units.get(unit, ""))
    count = len(shown.differences.movements)
    audit.note(database, Entry("export.rehearsal", unit or rehearsal.scheme_id, count))


def write_for_heads(
    database: Database, rehearsal: Rehearsal, folder: Path, progress: Progress = silent
) -> tuple[Path, ...]:
    """Write one workbook for the head of each evaluation unit for which anything changes.

    Raises:
        Refusal: The folder cannot be made.
        MachineFailure: A file could not be written.
    """
    make_folder(folder)
    units = [
        (code, name)
        for code, name in units_of(rehearsal)
        if of_unit(rehearsal, code).differences.movements
    ]
    paths = []
    for number, (code, name) in enumerate(units):
        progress(number, len(units))
        path = folder / file_name(_("{code}_{name}_4月の予行.xlsx").format(code=code, name=name))
        write_rehearsal(database, rehearsal, path, unit=code)
        paths.append(path)
    progress(len(units), len(units))
    return tuple(paths)
