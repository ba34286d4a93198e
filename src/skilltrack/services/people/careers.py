"""Entries of a person's career: experience, skill, qualification, achievement, aspiration."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.accreditation import Person
from skilltrack.domain.calendar import ALWAYS, Period
from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.career import CAREER_KIND_NAMES
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.accreditation.people import nobody, people_named
from skilltrack.store import audit, career, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.career import CAREER
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

AREA = "career"
HIGHEST_LEVEL = 9
LONGEST_NAME, LONGEST_TEXT = 80, 1000


@dataclass(frozen=True, slots=True)
class CareerDraft:
    """An entry as a form or a file brings it; ``last_day`` None has no end."""

    employee_no: str
    kind: CareerKind
    title: str
    field: str = ""
    start: date | None = None
    last_day: date | None = None
    level: int | None = None
    evidence: str = ""
    note: str = ""

    @property
    def valid(self) -> Period:
        """Return the period; unbounded where no day is given."""
        if self.start is None and self.last_day is None:
            return ALWAYS
        return Period.through(self.start, self.last_day)


@dataclass(frozen=True, slots=True)
class CareerLine:
    """An entry with whose it is; ``counts`` tells whether it counts on the day looked at."""

    entry: CareerEntry
    person: Person
    counts: bool


def problems_of(draft: CareerDraft) -> list[Problem]:
    """Return everything that is wrong in an entry by itself."""
    found: list[Problem] = []
    if not draft.title.strip():
        found.append(Problem("career.no_title"))
    lengths = (
        (_("分野"), draft.field, LONGEST_NAME),
        (_("名称"), draft.title, LONGEST_NAME),
        (_("証拠"), draft.evidence, LONGEST_TEXT),
        (_("備考"), draft.note, LONGEST_TEXT),
    )
    found += [
        Problem("career.too_long", values={"field": name, "most": most})
        for name, text, most in lengths
        if len(text) > most
    ]
    start, last = draft.start, draft.last_day
    if start is not None and last is not None and last < start:
        values = {"start": wareki(start), "last": wareki(last)}
        found.append(Problem("career.reversed", values=values))
    if draft.level is not None and not 1 <= draft.level <= HIGHEST_LEVEL:
        found.append(Problem("career.bad_level", values={"most": HIGHEST_LEVEL}))
    return found


def entry_of(draft: CareerDraft, entry_id: str) -> CareerEntry:
    """Return the entry that a draft becomes."""
    return CareerEntry(
        entry_id,
        draft.employee_no,
        draft.kind,
        draft.field.strip(),
        draft.title.strip(),
        draft.valid,
        draft.level,
        draft.evidence.strip(),
        draft.note.strip(),
    )


def new_id(work: UnitOfWork, place: int) -> str:
    """Return an id that nothing has: the change that makes it, and the place in it."""
    return f"C{work.change}-{place}"


def add(
    database: Database, draft: CareerDraft, reason: str = "", *, is_dry_run: bool = False
) -> CareerEntry:
    """Add an entry.

    Raises:
        Refusal: With everything that is wrong.
    """
    with database.changing("career.add", is_rehearsal=is_dry_run) as work:
        _check(work, draft, "")
        made = entry_of(draft, new_id(work, 1))
        CAREER.record(work, [made])
        title = _("{kind}を1件記録").format(kind=CAREER_KIND_NAMES[made.kind])
        record_operation(work, Operation("career.add", title, reason))
        if not is_dry_run:
            audit.append(database, work, Entry("career.add", made.employee_no, 1, reason))
        return made


def change(database: Database, entry_id: str, draft: CareerDraft, reason: str = "") -> CareerEntry:
    """Put an entry right; what it said before stays known.

    Raises:
        Refusal: No such entry, or with everything that is wrong.
    """
    with database.changing("career.change", entry_id) as work:
        held = _known(work, entry_id)
        wanted = replace(draft, employee_no=held.value.employee_no)
        _check(work, wanted, entry_id)
        made = entry_of(wanted, entry_id)
        CAREER.supersede(work, [held])
        CAREER.record(work, [made])
        title = _("{kind}を1件訂正").format(kind=CAREER_KIND_NAMES[made.kind])
        record_operation(work, Operation("career.change", title, reason))
        audit.append(database, work, Entry("career.change", made.employee_no, 1, reason))
        return made


def remove(
    database: Database, entry_id: str, reason: str, *, is_dry_run: bool = False
) -> CareerEntry:
    """Take an entry back, with the reason.

    Raises:
        Refusal: No such entry, or no reason.
    """
    with database.changing("career.remove", entry_id, is_rehearsal=is_dry_run) as work:
        held = _known(work, entry_id)
        if not reason.strip():
            raise refuse("career.no_reason")
        CAREER.supersede(work, [held])
        title = _("{kind}を1件取消").format(kind=CAREER_KIND_NAMES[held.value.kind])
        record_operation(work, Operation("career.remove", title, reason))
        if not is_dry_run:
            audit.append(database, work, Entry("career.remove", held.value.employee_no, 1, reason))
        return held.value


def _known(session: Session, entry_id: str) -> Stored[CareerEntry]:
    held = career.entry(session, entry_id)
    if held is None:
        raise refuse("career.unknown", entry=entry_id)
    return held


def _check(work: UnitOfWork, draft: CareerDraft, entry_id: str) -> None:
    problems = problems_of(draft)
    number = draft.employee_no
    if number not in organisation.known_numbers(work, [number]):
        problems.append(Problem("career.unknown_employee", values={"number": number}))
    key = (draft.kind, draft.field.strip(), draft.title.strip())
    for stored in career.entries_of(work, number):
        one = stored.value
        if one.entry_id != entry_id and (one.kind, one.field, one.title) == key:
            problems.append(Problem("career.same", values={"number": number}))
    if problems:
        raise Refusal(problems)


def lines_of(
    database: Database,
    as_of: date,
    *,
    employee_no: str = "",
    kinds: frozenset[CareerKind] = frozenset(CareerKind),
    as_known: datetime | None = None,
) -> tuple[CareerLine, ...]:
    """Return entries, by number, kind, start and title; that one person's were read is logged.

    Args:
        database: The data file.
        as_of: The day of posts, and on which an entry counts.
        employee_no: Only those of one person; '' is everybody.
        kinds: Only entries of these kinds.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        if employee_no:
            found = [stored.value for stored in career.entries_of(session, employee_no)]
        else:
            found = list(career.entries(session, kinds))
        found = [one for one in found if one.kind in kinds]
        people = people_named(session, {one.employee_no for one in found}, as_of)
    order = list(CareerKind)
    found.sort(
        key=lambda one: (
            one.employee_no,
            order.index(one.kind),
            one.valid.start or date.min,
            one.title,
        )
    )
    if employee_no:
        audit.note(database, Entry("career.show", employee_no, len(found)))
    return tuple(
        CareerLine(
            one,
            people.get(one.employee_no) or nobody(one.employee_no),
            career.holds_on(one, as_of),
        )
        for one in found
    )


def fields_offered(database: Database) -> Mapping[CareerKind, tuple[str, ...]]:
    """Return kind → fields already used, to choose from."""
    with database.reading() as session:
        return career.fields_known(session)
