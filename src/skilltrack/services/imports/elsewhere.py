"""Completions from exports of other systems: understood, told row by row, taken over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue import elsewhere as e
from skilltrack.domain.catalogue.elsewhere import (
    Brought,
    ElsewhereOutcome,
    RowEnd,
    RowOutcome,
    Source,
    completions_of,
    settled,
)
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake.elsewhere import read_elsewhere
from skilltrack.exchange.submission_fields import plain
from skilltrack.exchange.tables import TableReader
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.elsewhere import END_NAMES, SOURCE_NAMES, remark_of
from skilltrack.i18n.texts import _
from skilltrack.reports.submissions import TakenRow, write_taken
from skilltrack.services.catalogue.words import course_words, near_courses
from skilltrack.store import audit, schema, training
from skilltrack.store import imports as records
from skilltrack.store import submissions as found_in
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.people import people_for_matching

_SETTING = "completions.sources"


def list_sources(database: Database) -> tuple[Source, ...]:
    """Return the systems from which completions come: the known ones, then those added."""
    with database.reading() as session:
        return tuple(_sources(session).values())


def set_source(
    database: Database, source_id: str, name: str, headings: Mapping[str, str]
) -> Source:
    """Remember how a system is called and what its export calls our headings.

    Args:
        database: The data file.
        source_id: A new one, or one that is there.
        name: Its name, under which completions are noted; '' keeps it.
        headings: Our heading → theirs; "" leaves a column aside.

    Raises:
        Refusal: ``elsewhere.unknown_heading``; a heading is none of ours.
    """
    unknown = [ours for ours in headings if ours not in e.HEADINGS]
    if unknown:
        accepted = "、".join(e.HEADINGS)
        raise refuse("elsewhere.unknown_heading", heading=unknown[0], accepted=accepted)
    with database.changing("completions.source", source_id) as work:
        held: dict[str, Any] = dict(setting(work, _SETTING) or {})
        before = held.get(source_id, {})
        known = SOURCE_NAMES.get(source_id, source_id)
        held[source_id] = {
            "name": name or before.get("name") or known,
            "headings": {**before.get("headings", {}), **headings},
        }
        change_setting(work, _SETTING, held)
        audit.append(database, work, Entry("completions.source", source_id))
        return _sources(work)[source_id]


def _sources(session: Session) -> dict[str, Source]:
    held: Mapping[str, Any] = setting(session, _SETTING) or {}
    found = {}
    for source_id in (*SOURCE_NAMES, *(one for one in held if one not in SOURCE_NAMES)):
        mine = held.get(source_id, {})
        headings = {ours: (theirs,) for ours, theirs in mine.get("headings", {}).items()}
        name = mine.get("name") or SOURCE_NAMES.get(source_id, source_id)
        found[source_id] = Source(source_id, name, headings)
    return found


@dataclass(frozen=True, slots=True)
class ElsewhereOrder:
    """Which export is taken: ``course`` is that of all its rows where the file names none."""

    source: str
    path: Path
    course: str = ""


def take_elsewhere(
    database: Database,
    order: ElsewhereOrder,
    *,
    today: date,
    is_dry_run: bool = False,
    progress: Progress = silent,
) -> ElsewhereOutcome:
    """Take over what is new in an export; every other row is told with what stands in its way.

    Args:
        database: The data file.
        order: The source and the file.
        today: The present day; completions after it cannot be read as meant.
        is_dry_run: Do everything and take nothing over.
        progress: Called while a large file is read.

    Raises:
        Refusal: The source is unknown, or the file tells nobody, no course or no day.
    """
    with database.reading() as session:
        sources = _sources(session)
    if order.source not in sources:
        raise refuse("elsewhere.unknown_source", source=order.source, accepted="、".join(sources))
    source = sources[order.source]
    with TableReader() as reader:
        raw = reader.read(order.path, progress=progress)
    brought = read_elsewhere(raw, source, has_course=bool(order.course))
    action = f"import.{ImportKind.COMPLETIONS.value}"
    with database.changing(action, order.path.name, is_rehearsal=is_dry_run) as work:
        rows = _resolved(work, brought, order, today)
        known = found_in.first_completions(work, {r.employee_no for r in rows if r.employee_no})
        rows = settled(rows, known, _renewing(work))
        fresh = completions_of(rows, source.name)
        training.record_completions(work, fresh)
        records.record_import(
            work,
            records.ImportFile(
                kind=ImportKind.COMPLETIONS,
                file_name=order.path.name,
                digest=raw.digest,
                rows_read=len(rows),
                rows_new=len(fresh),
                rows_changed=0,
                effective_on=None,
            ),
        )
        if not is_dry_run:
            audit.append(database, work, Entry(action, order.path.name, len(fresh)))
        change = None if is_dry_run else work.change
    return ElsewhereOutcome(source.name, order.path.name, rows, change)


def save_outcome(database: Database, outcome: ElsewhereOutcome, path: Path) -> Path:
    """Write what became of every row, those to be mended first.

    Raises:
        MachineFailure: The file could not be written.
    """
    order = sorted(outcome.rows, key=lambda r: (r.end not in e.OPEN_ENDS, r.brought.row))
    rows = [
        TakenRow(
            row=one.brought.row,
            person=_("　").join(
                part
                for part in (
                    one.employee_no or one.brought.person,
                    one.employee_name or one.brought.name,
                )
                if part
            ),
            course=one.course_name or one.brought.course or one.brought.code,
            on="" if one.brought.on is None else wareki(one.brought.on),
            outcome=END_NAMES[one.end],
            remark=remark_of(one),
        )
        for one in order
    ]
    told = _("{end} {count}件")
    counts = (told.format(end=END_NAMES[end], count=outcome.count(end)) for end in RowEnd)
    facts = (outcome.file, *counts)
    title = _("{source}の取込み結果").format(source=outcome.source)
    write_taken(path, title, facts, rows, database.clock())
    audit.note(database, Entry("completions.result", outcome.source, len(rows)))
    return path


def _renewing(session: Session) -> frozenset[str]:
    details = training.details_ever(session)
    return frozenset(code for (code, _year), one in details.items() if one.valid_months)


def _resolved(
    session: Session, brought: Sequence[Brought], order: ElsewhereOrder, today: date
) -> tuple[RowOutcome, ...]:
    entries = training.ENTRIES.values(
        session, schema.course.c.fiscal_year <= FiscalYear.of(today).year
    )
    courses = {entry.code: entry.name for entry in entries}
    if order.course and order.course not in courses:
        raise refuse("submissions.unknown_course_given", code=order.course)
    people = _People(session)
    names = _unique_names(courses) | course_words(session, order.source)
    near: dict[str, tuple[tuple[str, str], ...]] = {}
    found = []
    for one in brought:
        number = people.number_of(one)
        name = people.names.get(number, "")
        code = _course_of(one, order.course, courses, names)
        fault = one.fault or (e.ON if one.on is not None and one.on > today else "")
        shown = (number, name, code, courses.get(code, ""))
        if one.is_finished is False:
            found.append(RowOutcome(one, RowEnd.UNFINISHED, *shown))
        elif fault:
            found.append(RowOutcome(one, RowEnd.UNREADABLE, *shown, fault=fault))
        elif not number:
            found.append(RowOutcome(one, RowEnd.UNKNOWN_PERSON, *shown, near=people.near(one)))
        elif not code:
            wanted = one.course or one.code
            if wanted not in near:
                near[wanted] = tuple(near_courses(wanted, courses))
            found.append(RowOutcome(one, RowEnd.UNKNOWN_COURSE, *shown, near=near[wanted]))
        else:
            found.append(RowOutcome(one, RowEnd.NEW, *shown))
    return tuple(found)


def _unique_names(courses: Mapping[str, str]) -> dict[str, str]:
    by_name: dict[str, list[str]] = {}
    for code, name in courses.items():
        by_name.setdefault(plain(name), []).append(code)
    return {name: codes[0] for name, codes in by_name.items() if len(codes) == 1}


def _course_of(
    one: Brought, given: str, courses: Mapping[str, str], names: Mapping[str, str]
) -> str:
    if given:
        return given
    if one.code in courses:
        return one.code
    for written in (one.course, one.code):
        if written and plain(written) in names:
            return names[plain(written)]
    return one.course if one.course in courses else ""


class _People:
    """Everybody on the roster by number, account and name."""

    def __init__(self, session: Session) -> None:
        rows = people_for_matching(session)
        self.names: dict[str, str] = {}
        self._spelt: dict[str, set[str]] = {}  # number → every name, as compared
        self._accounts: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        twice = set()
        for number, name, account in rows:
            self.names.setdefault(number, name)
            self._spelt.setdefault(number, set()).add(plain(name))
            if account:
                key = account.casefold()
                if self._accounts.setdefault(key, number) != number:
                    twice.add(key)
            self._by_name.setdefault(plain(name), []).append(number)
        for key in twice:
            del self._accounts[key]

    def number_of(self, one: Brought) -> str:
        """Return the number of the person meant; '' where that is not certain."""
        if one.number in self.names:
            return one.number
        if one.number:
            alike = e.padded_numbers(one.number, self.names.keys())
            is_same = len(alike) == 1 and plain(one.name) in self._spelt[alike[0]]
            return alike[0] if is_same else ""
        for written in (one.account, one.mail, one.mail.partition("@")[0]):
            if written and written.casefold() in self._accounts:
                return self._accounts[written.casefold()]
        likely = (one.account, one.mail.partition("@")[0])
        return next((number for number in likely if number in self.names), "")

    def near(self, one: Brought) -> tuple[tuple[str, str], ...]:
        """Return who may be meant."""
        numbers: Iterable[str] = (
            *e.near_numbers(one.number, self.names.keys()),
            *(self._by_name.get(plain(one.name), ()) if one.name else ()),
        )
        return tuple((number, self.names[number]) for number in dict.fromkeys(numbers))[:3]
