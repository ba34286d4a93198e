"""The list of people: found over the whole body, read page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from skilltrack.domain.organisation import lines_of
from skilltrack.domain.people.names import Called, Names
from skilltrack.domain.progress import Progress, silent
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.folding import KANA_ROWS, fold, kana_row
from skilltrack.i18n.names import ABSENCE_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.overview import RosterRow
from skilltrack.store import audit, organisation
from skilltrack.store import people as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.names import names_by_number
from skilltrack.store.people import RosterFilter, RosterIndex, RosterOrder

PAGE = 500
"""So many people are read at a time where all of them are wanted."""


@dataclass(frozen=True, slots=True)
class RosterQuery:
    """Which people are wanted, and in which order.

    ``text`` are words that all have to stand in number, name, kana, department, title or role,
    names that the person had or will have included;
    with ``has_former`` departments of earlier postings count as well. ``department`` takes in
    everything under it, '' is every department.
    """

    text: str = ""
    department: str = ""
    has_former: bool = False
    order: RosterOrder = RosterOrder.KANA
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class RosterNames:
    """What codes are called on the day of a list."""

    departments: Mapping[str, str]
    bands: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RosterListing:
    """The people found, by position: nobody of them is read yet.

    ``letters`` are the rows of the kana table with the position where each begins, in an order by
    kana only. ``other_names`` are employee number → the name of another time by which the person
    was found, in words with its days.
    """

    as_of: date
    as_known: datetime | None
    query: RosterQuery
    index: RosterIndex
    names: RosterNames
    letters: tuple[tuple[str, int], ...]
    other_names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.index)


def names_on(session: Session, on: date) -> RosterNames:
    """Return what departments, bands and roles are called on a day."""
    bands: dict[str, str] = {}
    roles: dict[str, str] = {}
    for scheme in definitions.schemes(session).values():
        bands |= {band.code: band.name for band in scheme.bands}
        roles |= {role.code: role.name for role in scheme.roles}
    departments = organisation.departments_on(session, on)
    return RosterNames({d.code: d.name for d in departments}, bands, roles)


def list_people(
    database: Database, as_of: date, query: RosterQuery, as_known: datetime | None = None
) -> RosterListing:
    """Find people in a main post on a day, over the whole body."""
    with database.reading(as_known) as session:
        names = names_on(session, as_of)
        wanted = RosterFilter(query.order, query.is_descending, _within(session, as_of, query))
        words = tuple(fold(query.text).split())
        found = _found(session, as_of, words, names, has_former=query.has_former) if words else None
        among = None if found is None else frozenset(found)
        index = records.roster_index(session, as_of, wanted, among)
    others = {number: name for number, name in (found or {}).items() if name}
    return RosterListing(as_of, as_known, query, index, names, _letters(index), others)


def _within(session: Session, on: date, query: RosterQuery) -> frozenset[str] | None:
    if not query.department:
        return None
    lines = lines_of(organisation.departments_on(session, on))
    return frozenset(code for code, line in lines.items() if query.department in line)


def _letters(index: RosterIndex) -> tuple[tuple[str, int], ...]:
    first: dict[str, int] = {}
    for initial in index.initials:
        first.setdefault(kana_row(initial.character), initial.position)
    return tuple((row, first[row]) for row in KANA_ROWS if row in first)


def _found(
    session: Session, on: date, words: tuple[str, ...], names: RosterNames, *, has_former: bool
) -> dict[str, str]:
    """Return those in whose words every word stands: number → the other name found, or ''."""
    by_word = [_elsewhere(session, on, word, names, has_former=has_former) for word in words]
    found = {
        number: ""
        for number, name, kana in records.spellings(session, on)
        if _is_spelt(fold(f"{number}\n{name}\n{kana}"), number, words, by_word)
    }
    for number, names_known in names_by_number(session).items():
        if number not in found:
            for known in other_names(names_known, on):
                spelt = fold(f"{number}\n{known.called.name}\n{known.called.kana}")
                if _is_spelt(spelt, number, words, by_word):
                    found[number] = known.text
                    break
    return found


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name of another time than the one looked at, and its days in words."""

    called: Called
    text: str


def other_names(names: Names, on: date) -> tuple[OtherName, ...]:
    """Return what a person was and will be called otherwise than on a day, newest first."""
    now = names.on(on)
    found = []
    stretches = names.stretches
    ends = (*(start for start, _called in stretches[1:]), None)
    for (start, called), end in zip(stretches, ends, strict=True):
        if called.name == now.name:
            continue
        if end is not None and end <= on:
            last = wareki(end - timedelta(days=1))
            text = _("{name}（{last}まで）").format(name=called.name, last=last)
        else:
            first = "" if start is None else wareki(start)
            text = _("{name}（{first}から）").format(name=called.name, first=first)
        found.append(OtherName(called, text))
    return tuple(reversed(found))


def _is_spelt(own: str, number: str, words: tuple[str, ...], by_word: list[frozenset[str]]) -> bool:
    text = own.replace(" ", "")
    return all(
        word in text or number in others for word, others in zip(words, by_word, strict=True)
    )


def _elsewhere(
    session: Session, on: date, word: str, names: RosterNames, *, has_former: bool
) -> frozenset[str]:
    """Return those in the name of whose department, title or role a word stands."""
    found: frozenset[str] = frozenset()
    departments = {code for code, name in names.departments.items() if word in fold(name)}
    titles = {title for title in organisation.title_names(session) if word in fold(title)}
    if departments or titles:
        found |= records.people_in(session, on, departments, titles)
    roles = {code for code, name in names.roles.items() if word in fold(name)}
    if roles:
        held = organisation.roles_on(session, on)
        found |= {number for number, own in held.items() if own & roles}
    if has_former:
        ever = records.department_names_ever(session)
        found |= records.people_ever_in(session, {c for c, name in ever if word in fold(name)})
    return found


def read_page(database: Database, listing: RosterListing, positions: range) -> dict[int, RosterRow]:
    """Return position → person for a part of a list, at most a few thousand.

    Somebody who is no longer recorded has no row.
    """
    with database.reading(listing.as_known) as session:
        return _page(session, listing, positions)


def _page(session: Session, listing: RosterListing, positions: range) -> dict[int, RosterRow]:
    postings = listing.index.postings[positions.start : positions.stop]
    found = records.people_of(session, listing.as_of, postings)
    numbers = frozenset(person.employee_no for person in found.values())
    held = organisation.roles_on(session, listing.as_of, numbers)
    names = listing.names
    return {
        position: RosterRow(
            person,
            names.departments.get(person.department, person.department),
            names.bands.get(person.band or "", ""),
            tuple(names.roles.get(r, r) for r in sorted(held.get(person.employee_no, ()))),
            listing.other_names.get(person.employee_no, ""),
        )
        for position, posting in enumerate(postings, start=positions.start)
        if (person := found.get(posting)) is not None
    }


def every_row(
    database: Database, listing: RosterListing, progress: Progress = silent
) -> Iterator[RosterRow]:
    """Yield everybody of a list in its order."""
    with database.reading(listing.as_known) as session:
        for start in range(0, len(listing), PAGE):
            progress(start, len(listing))
            yield from _page(session, listing, range(start, start + PAGE)).values()
    progress(len(listing), len(listing))


def save_people(
    database: Database, path: Path, listing: RosterListing, progress: Progress = silent
) -> int:
    """Save a list as a workbook; the log keeps how many people left.

    Returns:
        How many people are in it.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.tables import write_table

    headings = (
        _("職員番号"),
        _("氏名"),
        _("フリガナ"),
        _("所属コード"),
        _("所属"),
        _("職名"),
        _("役職区分"),
        _("任用区分"),
        _("役割"),
        _("状態"),
        _("検索に当たった別の時期の氏名"),
    )
    rows = [
        (
            row.person.employee_no,
            row.person.name,
            row.person.kana,
            row.person.department,
            row.department_name,
            row.person.job_title,
            row.band_name,
            EMPLOYMENT_TYPE_NAMES[row.person.employment_type],
            _("、").join(row.role_names),
            state_name(row),
            row.other_name,
        )
        for row in every_row(database, listing, progress)
    ]
    write_table(path, _("職員"), headings, rows)
    audit.note(database, Entry("export.table", _("職員"), len(rows)))
    return len(rows)


def state_name(row: RosterRow) -> str:
    """Return 在職 or why somebody is not counted."""
    absence = row.person.absence
    return _("在職") if absence is None else ABSENCE_NAMES[absence]
