"""The catalogue of a file against the records: rows, and the details of courses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.catalogue.years import CatalogueCourse, CatalogueField, compared
from skilltrack.domain.intake import ChangedLine, FieldChange, Intake
from skilltrack.domain.problems import Place
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.exchange.intake.courses import (
    BUILDS,
    DEPARTMENTS,
    RENEWED_BY,
    detail_with,
    is_blank,
)
from skilltrack.i18n.catalogue import part_text
from skilltrack.services.catalogue.orders import detail_problems
from skilltrack.services.catalogue.reading import CatalogueOptions, options_in, skill_of
from skilltrack.services.imports.planning import Check, Plan, differences
from skilltrack.store import training as records
from skilltrack.store.database import UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.training import CatalogueEntry, YearDetail

Key = tuple[str, int]
_OF_DETAIL = frozenset(CatalogueField) - {
    CatalogueField.NAME,
    CatalogueField.OFFERS,
    CatalogueField.HOURS,
}


@dataclass(slots=True)
class _Details:
    """The details of a file against those recorded, to be recorded with the rows."""

    check: Check
    options: CatalogueOptions
    known: Mapping[Key, Stored[YearDetail]]
    codes: frozenset[str]
    record: list[YearDetail]
    supersede: list[Stored[YearDetail]]

    def take(
        self, key: Key, rows: Mapping[int, Mapping[str, Any]]
    ) -> tuple[CourseDetail, CourseDetail]:
        """Return the detail recorded and the one that the file makes of it."""
        stored = self.known.get(key)
        held = CourseDetail(key[0]) if stored is None else stored.value.detail
        cells = self._merged(key[0], rows)
        if not cells:
            return held, held
        row = next(iter(rows))
        self._check_names(row, cells)
        wanted = detail_with(held, cells, self._skills(row, cells.get(BUILDS) or ()))
        if wanted != held:
            place = Place(self.check.intake.file, self.check.intake.sheet, row)
            self.check.problems += [
                replace(problem, place=place) for problem in detail_problems(key[0], wanted)
            ]
            if stored is not None:
                self.supersede.append(stored)
            self.record.append(YearDetail(key[1], wanted))
        return held, wanted

    def _merged(self, code: str, rows: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
        """Return what the rows of a course say together; they must not contradict each other."""
        merged: dict[str, Any] = {}
        for row, cells in rows.items():
            for heading, value in cells.items():
                before = merged.setdefault(heading, value)
                if is_blank(before):
                    merged[heading] = value
                elif not is_blank(value) and value != before:
                    self.check.add(
                        "courses.details_differ", row, heading, code=code, heading=heading
                    )
        return merged

    def _skills(self, row: int, names: Iterable[str]) -> tuple[SkillRef, ...]:
        """Return the skills named by their names or keys."""
        keys = {name: key for key, name in reversed(self.options.skills)}
        known = self.options.words.skills
        found = []
        for name in names:
            key = keys.get(name, name)
            if key not in known:
                self.check.add("courses.unknown_skill", row, BUILDS, names=name)
            found.append(skill_of(key))
        return tuple(found)

    def _check_names(self, row: int, cells: Mapping[str, Any]) -> None:
        renewing = cells.get(RENEWED_BY) or ""
        if renewing and renewing not in self.codes:
            self.check.add("courses.unknown_renewal", row, RENEWED_BY, names=renewing)
        departments = self.options.words.departments
        for department in cells.get(DEPARTMENTS) or ():
            if department not in departments:
                self.check.add("courses.unknown_department", row, DEPARTMENTS, names=department)


def take_courses(
    work: UnitOfWork,
    intake: Intake[Course],
    cells: Mapping[int, Mapping[str, Any]],
    check: Check,
) -> Plan[CatalogueEntry]:
    """Take over courses; the rows of a code in a fiscal year are replaced as a whole.

    Details of which the file has no column stay as they are recorded.

    Args:
        work: The change.
        intake: The rows of the catalogue.
        cells: Row → heading → what the file says of the detail.
        check: Gathers what is wrong.
    """
    check.duplicates(lambda c: (c.code, c.fiscal_year, c.kind, c.bands), lambda c: c.code)
    wanted: dict[Key, dict[CatalogueEntry, int]] = {}
    courses: dict[Key, list[Course]] = {}
    said: dict[Key, dict[int, Mapping[str, Any]]] = {}
    for line in intake.lines:
        key = (line.value.code, line.value.fiscal_year)
        entries = wanted.setdefault(key, {})
        courses.setdefault(key, []).append(line.value)
        said.setdefault(key, {})[line.row] = cells[line.row]
        for entry in records.entries_of(line.value):
            entries.setdefault(entry, line.row)
    known: dict[Key, list[Stored[CatalogueEntry]]] = {}
    for stored in records.ENTRIES.current(work):
        known.setdefault((stored.value.code, stored.value.fiscal_year), []).append(stored)
    details = _details(work, check, known.keys() | wanted.keys())
    plan: Plan[CatalogueEntry] = Plan()
    for key, entries in wanted.items():
        held = known.get(key, [])
        before, after = details.take(key, said[key])
        are_rows_same = {s.value for s in held} == set(entries)
        if are_rows_same and before == after:
            plan.unchanged += 1
            continue
        if not are_rows_same:
            plan.record += list(entries)
            plan.supersede += held
        if not held:
            plan.new += 1
            plan.new_rows.update(entries.values())
            continue
        changes = () if are_rows_same else _row_changes(held, entries)
        old = CatalogueCourse(records.courses_of(s.value for s in held), before)
        new = CatalogueCourse(tuple(courses[key]), after)
        changes += _detail_changes(old, new, details.options)
        plan.changed.append(ChangedLine(next(iter(entries.values())), key[0], changes))
    _record(work, plan, details)
    return plan


def _details(work: UnitOfWork, check: Check, keys: Iterable[Key]) -> _Details:
    options = options_in(work, FiscalYear(max((year for _code, year in keys), default=1)).last_day)
    known = {stored.value.key: stored for stored in records.DETAILS.current(work)}
    return _Details(check, options, known, frozenset(code for code, _year in keys), [], [])


def _row_changes(
    held: list[Stored[CatalogueEntry]], entries: Mapping[CatalogueEntry, int]
) -> tuple[FieldChange, ...]:
    return differences(held[0].value, next(iter(entries))) or (
        FieldChange("band", _bands(s.value for s in held), _bands(entries)),
    )


def _bands(entries: Iterable[CatalogueEntry]) -> str:
    return ";".join(sorted(entry.band for entry in entries))


def _detail_changes(
    old: CatalogueCourse, new: CatalogueCourse, options: CatalogueOptions
) -> tuple[FieldChange, ...]:
    (found,) = compared([old], [new])
    return tuple(
        FieldChange(
            part.value, part_text(old, part, options.words), part_text(new, part, options.words)
        )
        for part in found.parts
        if part in _OF_DETAIL
    )


def _record(work: UnitOfWork, plan: Plan[CatalogueEntry], details: _Details) -> None:
    records.ENTRIES.supersede(work, plan.supersede)
    records.ENTRIES.record(work, plan.record)
    records.DETAILS.supersede(work, details.supersede)
    records.DETAILS.record(work, details.record)
