"""The register of qualifications (資格台帳): every qualification of everybody in post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.accreditation import Person
from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.validity import last_valid_day
from skilltrack.domain.exams.definition import Exam, ExamAttempt
from skilltrack.domain.exams.qualifications import (
    Qualification,
    QualificationSource,
    Validity,
    holders,
)
from skilltrack.domain.exams.sittings import Judged, in_order, judged
from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.structure import Arranged, StructureOn
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_goals import VALIDITY_NAMES
from skilltrack.i18n.folding import fold
from skilltrack.services import definitions
from skilltrack.services.exams.register import CountedPeople, counted_people
from skilltrack.services.people import careers
from skilltrack.services.people.careers import CareerDraft
from skilltrack.services.recall import says_known
from skilltrack.store import audit, career
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.exams import attempts_until

SOON_MONTHS = 6
"""Within so many months an end is near, unless asked otherwise; no source, ours."""


@dataclass(frozen=True, slots=True)
class QualificationQuery:
    """Which lines are wanted.

    ``text`` are words that all stand in number, name, kana, department, qualification, field or
    certificate; ``name`` one qualification; ``within`` departments, None all; ``months`` only
    those that end within so many months, None all. Those that have ended are left out unless
    ``has_expired``.
    """

    text: str = ""
    name: str = ""
    within: frozenset[str] | None = None
    months: int | None = None
    has_expired: bool = False


EVERY = QualificationQuery()


@dataclass(frozen=True, slots=True)
class QualificationRegister:
    """The qualifications of everybody in post on a day, by department, kana and day.

    ``holders`` is name → how many people hold it on the day, most first. ``departments`` is
    code → name of those in which somebody stands.
    """

    as_of: date
    lines: tuple[Qualification, ...]
    holders: Mapping[str, int]
    departments: Mapping[str, str]
    people: int
    arranged: Arranged

    @property
    def soon(self) -> date:
        """Return the last day that is still near."""
        return last_valid_day(self.as_of, SOON_MONTHS)

    def validity(self, one: Qualification) -> Validity:
        """Return how a line stands on the day."""
        return one.validity(self.as_of, self.soon)


def qualifications(
    database: Database,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> QualificationRegister:
    """Return the register of a day: exams passed by then, and qualifications stated."""
    with database.reading(as_known) as session:
        return qualifications_in(session, as_of, structure)


def qualifications_in(
    session: Session, as_of: date, structure: StructureOn | None = None
) -> QualificationRegister:
    """Return the register within a session; see ``qualifications``."""
    counted = session.once(counted_people, as_of, structure)
    people = _People(counted)
    master = definitions.exams(session)
    passed = _passes(master, session.once(attempts_until, as_of))
    lines = [
        _of_exam(people[number], master[code], sittings)
        for (number, code), sittings in passed.items()
        if number in people
    ]
    spelt = {
        (number, fold(name))
        for number, code in passed
        for name in (master[code].name, *master[code].aliases)
    }
    for entry in career.entries(session, frozenset({CareerKind.QUALIFICATION})):
        if entry.employee_no in people:
            is_double = (entry.employee_no, fold(entry.title)) in spelt
            line = _of_career(people[entry.employee_no], entry)
            lines.append(replace(line, is_double=is_double))
    lines.sort(
        key=lambda one: (
            one.person.department,
            one.person.kana,
            one.person.employee_no,
            one.got_on or date.min,
            one.name,
        )
    )
    departments = {one.person.department: one.person.department_name for one in lines}
    return QualificationRegister(
        as_of,
        tuple(lines),
        holders((one for one in lines if not one.is_double), as_of),
        dict(sorted(departments.items())),
        len(counted.people) + len(counted.others),
        counted.arranged,
    )


class _People(dict[str, Person]):
    """Number → person in post, made where somebody has a line: few of many do."""

    def __init__(self, counted: CountedPeople) -> None:
        super().__init__()
        self._counted = counted

    def __contains__(self, number: object) -> bool:
        return number in self._counted.people or number in self._counted.others

    def __missing__(self, number: str) -> Person:
        counted = self._counted
        one = counted.people[number] if number in counted.people else counted.others[number]
        self[number] = Person(
            number,
            one.name,
            one.kana,
            one.department,
            counted.departments[one.department],
            one.job_title,
        )
        return self[number]


def _passes(
    master: Mapping[str, Exam], attempts: Sequence[ExamAttempt]
) -> dict[tuple[str, str], list[Judged]]:
    """Return (number, exam) → the sittings passed, by day."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for attempt in attempts:
        exam = master.get(attempt.exam)
        sitting = None if exam is None else judged(exam, attempt)
        if sitting is not None and sitting.passed:
            found.setdefault((attempt.employee_no, attempt.exam), []).append(sitting)
    return found


def _of_exam(person: Person, exam: Exam, sittings: list[Judged]) -> Qualification:
    """Return the line of an exam: of the first pass, with the number of any that has one."""
    ordered = [one.attempt for one in in_order(sittings)]
    first = ordered[0]
    return Qualification(
        person,
        QualificationSource.EXAM,
        exam.name,
        first.on,
        certificate_no=next((one.certificate_no for one in ordered if one.certificate_no), ""),
        evidence=next((one.evidence for one in ordered if one.evidence), ""),
        note=first.note,
        exam=exam.code,
    )


def _of_career(person: Person, entry: CareerEntry) -> Qualification:
    return Qualification(
        person,
        QualificationSource.CAREER,
        entry.title,
        entry.valid.start,
        entry.valid.last_day,
        entry.field,
        entry.level,
        evidence=entry.evidence,
        note=entry.note,
        entry_id=entry.entry_id,
    )


def narrowed(found: QualificationRegister, query: QualificationQuery) -> tuple[Qualification, ...]:
    """Return the lines wanted, in the order of the register.

    Raises:
        Refusal: ``exam_goals.bad_months``.
    """
    if query.months is not None and query.months < 1:
        raise refuse("exam_goals.bad_months")
    words = fold(query.text).split()
    end = None if query.months is None else last_valid_day(found.as_of, query.months)
    lines = []
    for one in found.lines:
        validity = found.validity(one)
        if validity is Validity.AHEAD or (validity is Validity.EXPIRED and not query.has_expired):
            continue
        if end is not None and (one.last_day is None or one.last_day > end):
            continue
        if query.name and fold(query.name) != fold(one.name):
            continue
        if query.within is not None and one.person.department not in query.within:
            continue
        if words and not _is_spelt(one, words):
            continue
        lines.append(one)
    return tuple(lines)


def _is_spelt(one: Qualification, words: Sequence[str]) -> bool:
    person = one.person
    parts = (
        person.employee_no,
        person.name,
        person.kana,
        person.department_name,
        one.name,
        one.field,
        one.certificate_no,
    )
    spelt = fold("\n".join(parts))
    tight = "".join(spelt.split(" "))
    return all(word in spelt or word in tight for word in words)


# By hand


def add_qualification(
    database: Database, draft: CareerDraft, reason: str = "", *, is_dry_run: bool = False
) -> CareerEntry:
    """Enter a qualification into the register.

    Raises:
        Refusal: With everything that is wrong.
    """
    draft = replace(draft, kind=CareerKind.QUALIFICATION)
    return careers.add(database, draft, reason, is_dry_run=is_dry_run)


def correct_qualification(
    database: Database, entry_id: str, draft: CareerDraft, reason: str
) -> CareerEntry:
    """Put an entry right.

    Raises:
        Refusal: No such entry of a qualification, no reason, or with everything that is wrong.
    """
    find_entry(database, entry_id)
    if not reason.strip():
        raise refuse("career.no_reason")
    draft = replace(draft, kind=CareerKind.QUALIFICATION)
    return careers.change(database, entry_id, draft, reason)


def end_qualification(
    database: Database, entry_id: str, last_day: date, reason: str
) -> CareerEntry:
    """State the last day on which a qualification holds.

    Raises:
        Refusal: No such entry of a qualification, no reason, or a day before it was got.
    """
    held = find_entry(database, entry_id)
    if held.valid.start is not None and last_day < held.valid.start:
        values = {"last": wareki(last_day), "start": wareki(held.valid.start)}
        raise refuse("exam_goals.ends_before", **values)
    valid = Period.through(held.valid.start, last_day)
    return correct_qualification(database, entry_id, draft_of(replace(held, valid=valid)), reason)


def remove_qualification(
    database: Database, entry_id: str, reason: str, *, is_dry_run: bool = False
) -> CareerEntry:
    """Take an entry back that was a mistake.

    Raises:
        Refusal: No such entry of a qualification, or no reason.
    """
    find_entry(database, entry_id)
    return careers.remove(database, entry_id, reason, is_dry_run=is_dry_run)


def draft_of(entry: CareerEntry) -> CareerDraft:
    """Return an entry as a form holds it."""
    return CareerDraft(
        entry.employee_no,
        entry.kind,
        entry.title,
        entry.field,
        entry.valid.start,
        entry.valid.last_day,
        entry.level,
        entry.evidence,
        entry.note,
    )


def find_entry(database: Database, entry_id: str) -> CareerEntry:
    """Return the entry of a qualification.

    Raises:
        Refusal: There is no such entry, or it is not of a qualification.
    """
    with database.reading() as session:
        held = career.entry(session, entry_id)
    if held is None:
        raise refuse("career.unknown", entry=entry_id)
    if held.value.kind is not CareerKind.QUALIFICATION:
        raise refuse("exam_goals.not_qualification", entry=entry_id)
    return held.value


# For personnel


@says_known
def save_register(
    database: Database,
    path: Path,
    as_of: date,
    purpose: str,
    query: QualificationQuery = EVERY,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    *,
    is_data: bool = False,
) -> int:
    """Save the lines wanted, for printing or as data; the purpose is logged.

    Returns:
        How many lines there are.

    Raises:
        Refusal: No purpose, or no line.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports import qualifications as reports

    with database.reading(as_known) as session:
        found = qualifications_in(session, as_of, structure)
        body = setting(session, "organisation") or ""
    lines = narrowed(found, query)
    problems = [] if purpose.strip() else [Problem("exam_goals.no_purpose")]
    if not lines:
        problems.append(Problem("exam_goals.nothing_listed"))
    if problems:
        raise Refusal(problems)
    sheet = reports.RegisterSheet(
        as_of, tuple((one, VALIDITY_NAMES[found.validity(one)]) for one in lines), purpose.strip()
    )
    write = reports.write_data if is_data else reports.write_print
    write(path, sheet, organisation=body, made_at=database.clock())
    entry = Entry("export.qualifications", path.name, len(lines), purpose.strip())
    audit.note(database, entry)
    return len(lines)
