"""How the files of other systems are read: remembered per kind of import, proposed for a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from skilltrack.domain.intake import ColumnMapping, ImportKind, MappingDraft, OfferedColumn
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake import mapping as files
from skilltrack.exchange.intake.columns import fold
from skilltrack.exchange.intake.kinds import Words, offered_columns
from skilltrack.exchange.tables import Begun, RawTable, TableReader
from skilltrack.services import definitions
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, setting


def _name(kind: ImportKind) -> str:
    return f"intake.mapping.{kind.value}"


def remembered(session: Session, kind: ImportKind) -> ColumnMapping:
    """Return the mapping remembered for a kind; an empty one where there is none."""
    document: Mapping[str, Any] = setting(session, _name(kind)) or {}
    return ColumnMapping(
        document.get("headings", {}), document.get("words", {}), document.get("header_row")
    )


def list_mappings(database: Database) -> dict[ImportKind, ColumnMapping]:
    """Return the mappings that are remembered, by kind."""
    with database.reading() as session:
        found = {kind: remembered(session, kind) for kind in ImportKind}
    return {kind: mapping for kind, mapping in found.items() if not mapping.is_empty}


def remember(database: Database, kind: ImportKind, mapping: ColumnMapping) -> None:
    """Remember how the files of a kind are read; what was remembered before stays known.

    Raises:
        Refusal: A heading or a fixed word is not one of the kind, or one stands for two.
    """
    with database.changing("mapping.remember", kind.value) as work:
        check(mapping, offered(work, kind))
        document = {
            "headings": dict(mapping.headings),
            "words": {ours: dict(words) for ours, words in mapping.words.items()},
            "header_row": mapping.header_row,
        }
        change_setting(work, _name(kind), document)
        audit.append(database, work, Entry("mapping.remember", kind.value, len(mapping.headings)))


def forget(database: Database, kind: ImportKind) -> None:
    """Forget how the files of a kind are read.

    Raises:
        Refusal: Nothing is remembered for it.
    """
    with database.changing("mapping.forget", kind.value) as work:
        if remembered(work, kind).is_empty:
            raise refuse("intake.no_mapping", kind=kind.value)
        change_setting(work, _name(kind), {})
        audit.append(database, work, Entry("mapping.forget", kind.value))


def offered(session: Session, kind: ImportKind) -> tuple[OfferedColumn, ...]:
    """Return the columns that files of a kind may have."""
    words = Words(definitions.vocabulary(session), definitions.exams(session))
    return offered_columns(kind, words)


def check(mapping: ColumnMapping, columns: Sequence[OfferedColumn]) -> None:
    """Refuse a mapping that names columns or words that the kind does not have.

    Raises:
        Refusal: With every such name.
    """
    known = {column.heading: column for column in columns}
    accepted = "、".join(known)
    problems = [
        Problem("intake.unknown_heading", Place(), {"heading": ours, "accepted": accepted})
        for ours in dict.fromkeys([*mapping.headings, *mapping.words])
        if ours not in known
    ]
    theirs = [fold(heading) for heading in mapping.headings.values() if heading]
    problems += [
        Problem("intake.mapped_twice", Place(), {"heading": heading})
        for heading in sorted({heading for heading in theirs if theirs.count(heading) > 1})
    ]
    for ours, words in mapping.words.items():
        if ours not in known:
            continue
        usable = known[ours].words
        problems += [
            Problem(
                "intake.unknown_word",
                Place(column=ours),
                {"text": w, "accepted": "・".join(usable)},
            )
            for w in dict.fromkeys(words.values())
            if fold(w) not in map(fold, usable)
        ]
    if problems:
        raise Refusal(problems)


def propose(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    mapping: ColumnMapping | None = None,
    progress: Progress = silent,
) -> MappingDraft:
    """Return what a file offers and how it is likely read.

    Args:
        database: The data file.
        kind: What the file holds.
        path: The file.
        mapping: What was chosen so far, such as another row of headings; None: what is remembered.
        progress: Called several times a second while a large file is read.

    Raises:
        Refusal: The file cannot be read as a table.
    """
    with database.reading() as session:
        known = remembered(session, kind) if mapping is None else mapping
        columns = offered(session, kind)
    with TableReader() as reader:
        raw = settled(reader.begin(path), known, [column.heading for column in columns], progress)
    return files.draft(kind, raw, known, columns)


def settled(
    begun: Begun, mapping: ColumnMapping, ours: Sequence[str], progress: Progress = silent
) -> RawTable:
    """Wait for a table whose headings may stand below a title that has fewer fields than they.

    Raises:
        Refusal: Why the file cannot be taken; a row with too many fields is told as it is unless
            headings are found below the first row.
    """
    try:
        raw = begun(progress)
        if len(raw.header) > 1 or raw.sheet:
            return raw
        narrow: Refusal | None = None
    except Refusal as refusal:
        if refusal.problems[0].code != "tables.too_many_fields":
            raise
        narrow = refusal
    titled = begun(progress, is_titled=True)
    found = files.with_headings(titled, mapping, ours)
    if narrow is not None and len(found.rows) == len(titled.rows):
        raise narrow
    return titled
