"""Reading the file of another system as ours: where its headings are, and what they stand for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from skilltrack.domain.intake import (
    ColumnMapping,
    FileColumn,
    ImportKind,
    MappingDraft,
    OfferedColumn,
)
from skilltrack.domain.problems import Problem
from skilltrack.exchange.intake.columns import code, codes, fold
from skilltrack.exchange.intake.suggestions import (
    names_of,
    plain,
    suggested_headings,
    suggested_words,
)
from skilltrack.exchange.tables import Cell, RawTable, UnreadableCell

HIGHEST_HEADER = 20
"""So many rows may stand above the headings."""

SAMPLES = 3
MOST_WORDS = 60
"""A column with more distinct values than this holds no fixed words."""


def folded_heading(text: str) -> str:
    """Return a heading as it is compared: widths folded, without the mark of needed columns."""
    return fold(text).rstrip("*")


def with_headings(raw: RawTable, mapping: ColumnMapping, ours: Collection[str]) -> RawTable:
    """Return a table that begins at its headings, whatever titles stand above them.

    The row that is remembered is taken where it holds a heading that is looked for; else the one
    of the first rows that holds most of them, under any name they are known by.
    """
    wanted = {plain(name) for name in mapping.headings.values() if name}
    wanted = wanted.union(*map(names_of, ours))
    above = list(raw.rows[:HIGHEST_HEADER])
    scores = [_score(raw.header, wanted), *(_score(cells, wanted) for _, cells in above)]
    remembered = next(
        (at for at, (row, _) in enumerate(above, 1) if row == mapping.header_row), None
    )
    if remembered is not None and scores[remembered]:
        return begun_at(raw, remembered - 1)
    best = max(range(len(scores)), key=scores.__getitem__)
    if best == 0 or scores[best] <= max(scores[0], 1):
        return raw
    return begun_at(raw, best - 1)


def begun_at(raw: RawTable, position: int) -> RawTable:
    """Return a table whose headings are the row at a position of its rows."""
    _row, cells = raw.rows[position]
    return replace(raw, header=tuple(map(_text, cells)), rows=raw.rows[position + 1 :])


def _score(cells: Sequence[Cell], wanted: Collection[str]) -> int:
    return len({plain(_text(cell)) for cell in cells} & set(wanted))


def _text(cell: Cell) -> str:
    if isinstance(cell, UnreadableCell):
        return cell.text
    return "" if cell is None else str(cell).strip()


def apply(
    raw: RawTable, mapping: ColumnMapping, offered: Sequence[OfferedColumn]
) -> tuple[RawTable, tuple[Problem, ...]]:
    """Give the columns of a file our headings, and its words ours.

    Returns:
        The table, and a problem for each mapped heading that is nowhere in the file.
    """
    if not mapping.headings and not mapping.words:
        return raw, ()
    header = list(raw.header)
    names = [folded_heading(heading) for heading in header]
    problems: list[Problem] = []
    for ours, theirs in mapping.headings.items():
        place = folded_heading(theirs)
        if not theirs:
            header = ["" if folded_heading(h) == ours else h for h in header]
        elif place in names:
            at = names.index(place)
            header = ["" if folded_heading(h) == ours else h for h in header]
            header[at] = ours
        elif ours not in names:
            values: Mapping[str, str] = {"heading": theirs, "column": ours}
            problems.append(Problem("intake.mapped_absent", raw.place(), values))
    mapped = replace(raw, header=tuple(header))
    return _with_our_words(mapped, mapping, offered), tuple(problems)


def _with_our_words(
    raw: RawTable, mapping: ColumnMapping, offered: Sequence[OfferedColumn]
) -> RawTable:
    lists = {column.heading for column in offered if column.is_list}
    headings = [folded_heading(heading) for heading in raw.header]
    places = {headings.index(ours): ours for ours in mapping.words if ours in headings}
    if not places:
        return raw
    across = list(zip(*(cells for _, cells in raw.rows), strict=True))
    if not across:
        return raw
    for place, ours in places.items():
        words = {fold(theirs): ours for theirs, ours in mapping.words[ours].items()}
        across[place] = _translated(across[place], words, is_list=ours in lists)
    rows = zip((row for row, _ in raw.rows), zip(*across, strict=True), strict=True)
    return replace(raw, rows=list(rows))


def _translated(
    cells: Sequence[Cell], words: Mapping[str, str], *, is_list: bool
) -> tuple[Cell, ...]:
    known: dict[tuple[type, Cell], Cell] = {}
    for cell in cells:
        key = (type(cell), cell)
        if key in known:
            continue
        if cell is None or isinstance(cell, UnreadableCell):
            known[key] = words.get("", cell) if cell is None else cell
        elif is_list:
            known[key] = ";".join(words.get(part, part) for part in codes(cell))
        else:
            known[key] = words.get(code(cell), cell)
    return tuple([known[type(cell), cell] for cell in cells])


def draft(
    kind: ImportKind,
    raw: RawTable,
    mapping: ColumnMapping,
    offered: Sequence[OfferedColumn],
) -> MappingDraft:
    """Return what a file offers, with the mapping remembered for it filled up by what is likely.

    Args:
        kind: What the file holds.
        raw: The file as read, with whatever stands above its headings.
        mapping: What is remembered; its row of headings is taken as it is.
        offered: The columns of the kind.
    """
    ours = [column.heading for column in offered]
    chosen = next(
        (at for at, (row, _) in enumerate(raw.rows[:HIGHEST_HEADER]) if row == mapping.header_row),
        None,
    )
    table = begun_at(raw, chosen) if chosen is not None else with_headings(raw, mapping, ours)
    header_row = next((row for row, cells in raw.rows if _is_header(cells, table)), None)
    if len(table.rows) == len(raw.rows):
        header_row = None
    columns = tuple(
        _column(heading, place, table) for place, heading in enumerate(table.header) if heading
    )
    names = [column.heading for column in columns]
    kept = {
        ours: theirs
        for ours, theirs in mapping.headings.items()
        if not theirs or folded_heading(theirs) in map(folded_heading, names)
    }
    headings = {**suggested_headings(ours, names, kept), **kept}
    return MappingDraft(
        kind=kind,
        file=raw.file,
        offered=tuple(offered),
        columns=columns,
        header_rows=_header_rows(raw),
        mapping=ColumnMapping(headings, _words(offered, headings, columns, mapping), header_row),
    )


def _is_header(cells: Sequence[Cell], table: RawTable) -> bool:
    return tuple(map(_text, cells)) == table.header


def _header_rows(raw: RawTable) -> tuple[tuple[int | None, str], ...]:
    rows: list[tuple[int | None, Sequence[Cell]]] = [(None, raw.header)]
    rows += list(raw.rows[:HIGHEST_HEADER])
    return tuple(
        (row, "・".join(text for text in map(_text, cells) if text)) for row, cells in rows
    )


def _column(heading: str, place: int, table: RawTable) -> FileColumn:
    samples: list[str] = []
    distinct: dict[str, None] = {}
    is_short = True
    for _row, cells in table.rows:
        text = code(cells[place]) if not isinstance(cells[place], UnreadableCell) else ""
        if not text:
            continue
        if len(samples) < SAMPLES and text not in samples:
            samples.append(_text(cells[place]))
        distinct[text] = None
        if len(distinct) > MOST_WORDS:
            is_short = False
            break
    return FileColumn(heading, tuple(samples), tuple(sorted(distinct)) if is_short else None)


def _words(
    offered: Sequence[OfferedColumn],
    headings: Mapping[str, str],
    columns: Sequence[FileColumn],
    mapping: ColumnMapping,
) -> dict[str, Mapping[str, str]]:
    words = {ours: dict(known) for ours, known in mapping.words.items()}
    by_heading = {folded_heading(column.heading): column for column in columns}
    for column in offered:
        theirs = headings.get(column.heading)
        found = None if not theirs else by_heading.get(folded_heading(theirs))
        if not column.words or found is None or found.words is None:
            continue
        unknown = column.unknown(found.words)
        likely = suggested_words(column.heading, column.words, unknown)
        words[column.heading] = {**likely, **words.get(column.heading, {})}
    return {ours: known for ours, known in words.items() if known}
