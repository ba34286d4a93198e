"""Reading the Excel twin of a submission: by the ids of its columns, wherever they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.submissions import (
    FORM_MARK,
    HEAD_MARK,
    NUMBER,
    ROW_MARK,
    SubmissionDesk,
    SubmissionKind,
    Words,
    form_of,
)
from skilltrack.exchange.intake.columns import code
from skilltrack.exchange.submission_fields import read_fields
from skilltrack.exchange.tables import Cell, RawTable, TableReader, UnreadableCell

FORM_SUFFIXES = (".xlsx", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a workbook that was filled in, with what is wrong with it."""

    row: int
    employee_no: str
    fields: dict[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FormBook:
    """A workbook of a kind; ``problems`` are those of the file: then there are no rows."""

    kind: SubmissionKind | None
    digest: str
    rows: tuple[FormRow, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_form_file(path: Path) -> bool:
    """Return whether a file may be a workbook; notes of open programs are not."""
    return path.suffix.lower() in FORM_SUFFIXES and not path.name.startswith(("~$", ".~lock"))


def read_form(reader: TableReader, path: Path, desk: SubmissionDesk, words: Words) -> FormBook:
    """Read a workbook.

    Raises:
        Refusal: It cannot be read as a table.
    """
    raw = reader.read(path)
    place = Place(raw.file, raw.sheet)
    mark = next((cell for cell in raw.header if cell.startswith(f"{FORM_MARK}:")), "")
    parts = mark.split(":", 2)
    if len(parts) != 3 or parts[1] not in set(SubmissionKind):
        return FormBook(None, raw.digest, problems=(Problem("submissions.not_a_form", place),))
    kind = SubmissionKind(parts[1])
    if parts[2] != desk.desk_id:
        return FormBook(kind, raw.digest, problems=(Problem("submissions.other_desk_form", place),))
    return FormBook(kind, raw.digest, tuple(_rows(raw, kind, desk, words, mark)))


def _rows(
    raw: RawTable, kind: SubmissionKind, desk: SubmissionDesk, words: Words, mark: str
) -> Iterator[FormRow]:
    form = form_of(kind, desk, words)
    places = {heading: at for at, heading in enumerate(raw.header) if heading}
    mark_at = places[mark]
    is_below = False
    for row, cells in raw.rows:
        sign = cells[mark_at]
        if sign == HEAD_MARK:
            is_below = True
            continue
        # a row added below those prepared has no sign; the line of examples has none either
        if not is_below or (sign != ROW_MARK and _text(cells, places, NUMBER) == ""):
            continue
        written = {
            field.id: cell
            for field in form
            if field.id in places
            for cell in [cells[places[field.id]]]
            if not isinstance(cell, UnreadableCell)
        }
        if not any(_is_filled(cell) for cell in written.values()):
            continue
        place = Place(raw.file, raw.sheet, row)
        fields, problems = read_fields(kind, form, written, place, desk.exams)
        number = _text(cells, places, NUMBER)
        places_read = [places[field.id] for field in form if field.id in places]
        odd = [(at, cell) for at in places_read for cell in [cells[at]]]
        bad = [raw.problem(cell, row, at) for at, cell in odd if isinstance(cell, UnreadableCell)]
        if not number:
            bad.append(Problem("submissions.blank_employee_no", place))
        yield FormRow(row, number, fields, (*bad, *problems))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(cells: Sequence[Cell], places: dict[str, int], name: str) -> str:
    cell = cells[places[name]] if name in places else None
    return "" if isinstance(cell, UnreadableCell) else code(cell)
