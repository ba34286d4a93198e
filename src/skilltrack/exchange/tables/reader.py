"""Reading a table from any file that is handed over."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from skilltrack.domain.problems import Place, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.processes.asking import WorkerLostError
from skilltrack.exchange.tables.delimited import read_rows
from skilltrack.exchange.tables.process import ProcessOwner, TableProcess
from skilltrack.exchange.tables.table import Cell, RawTable
from skilltrack.exchange.tables.values import Value, unpack_mixed
from skilltrack.files.inspection import LIMITS, MIB, CellPosition, FileKind, Limits, UnreadableCell
from skilltrack.files.preflight import WORKBOOK_MAGIC, inspect
from skilltrack.files.sources import Source, read_source


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The bounds of reading one file.

    Attributes:
        file: The bounds of the file itself.
        seconds: The longest time for reading one workbook.
        memory_bytes: The most memory of the reading process.
        blank_rows: After how many blank rows in a row a table is over.
    """

    file: Limits = LIMITS
    seconds: int = 60
    memory_bytes: int = 1024 * MIB
    blank_rows: int = 1_000


class Begun(Protocol):
    """A table on the way; the call waits for it."""

    def __call__(self, progress: Progress = ..., *, is_titled: bool = ...) -> RawTable:
        """Return the table.

        Args:
            progress: Called several times a second while a large file is read.
            is_titled: The headings of a CSV file stand below a title with fewer fields.

        Raises:
            Refusal: Why the table cannot be taken.
            Cancelled: Raised by ``progress``.
        """
        ...


class TableReader(ProcessOwner):
    """Reads tables one after the other with one reading process, started for the first workbook.

    ::

        with TableReader() as reader:
            tables = [reader.read(path) for path in paths]
    """

    def __init__(self, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()

    def read(
        self, path: Path, *, sheet: str | None = None, progress: Progress = silent
    ) -> RawTable:
        """Read a table.

        Args:
            path: The file.
            sheet: The name of the sheet; None is the first visible one that is not empty. CSV has
                no sheets.
            progress: Called several times a second while a large file is read.

        Returns:
            The table; without rows when there are only headings.

        Raises:
            Refusal: Why the file or its table cannot be taken.
            MachineFailure: The file could not be read.
            Cancelled: Raised by ``progress``.
        """
        return self.begin(path, sheet=sheet)(progress)

    def begin(self, path: Path, *, sheet: str | None = None) -> "Begun":
        """Begin to read a table: the reading process works while the caller does something else.

        Until the table was taken nothing else can be read.

        Returns:
            What gives the table, to be called once for a workbook.

        Raises:
            Refusal: Why the file cannot be taken.
            MachineFailure: The file could not be read.
        """
        source = read_source(path, self._limits.file)
        if self._worker is None and source.content.startswith(WORKBOOK_MAGIC):
            self._worker = self._new_worker()  # it is ready once the file was looked over
        inspection = inspect(source, self._limits.file)
        if inspection.kind is not FileKind.CSV:
            self._send(source, sheet)

        def take(progress: Progress = silent, *, is_titled: bool = False) -> RawTable:
            progress(0, 0)
            if inspection.kind is FileKind.CSV:
                header, rows = read_rows(source, progress, is_titled=is_titled)
                return RawTable(source.name, "", _digest(source), header, rows, (), source.notices)
            answer, columns = self._answer(source, progress)
            self._refuse_problem(answer, source, sheet)
            grid = _Grid(columns, answer)
            grid.mark(inspection.unreadable.get(answer["sheet"], {}), source, self._limits.file)
            return _table(source, answer, grid)

        return take

    def _new_worker(self) -> TableProcess:
        return TableProcess(self._limits.memory_bytes, self._limits.seconds)

    def _send(self, source: Source, sheet: str | None) -> None:
        self._worker = self._worker or self._new_worker()
        try:
            request = {"sheet": sheet, "blank_rows": self._limits.blank_rows}
            self._worker.send(request, source.content)
        except WorkerLostError as error:
            self._worker.kill()
            self._worker = None
            raise refuse("tables.too_heavy", source.place) from error

    def _answer(
        self, source: Source, progress: Progress
    ) -> tuple[dict[str, Any], list[Sequence[Value]]]:
        worker, self._worker = self._worker, None
        if worker is None:
            raise refuse("tables.too_heavy", source.place)
        try:
            answer = worker.answer(progress)
        except WorkerLostError as error:
            worker.kill()
            raise refuse("tables.too_heavy", source.place) from error
        except BaseException:
            worker.kill()
            raise
        self._worker = worker
        return answer

    def _refuse_problem(self, answer: Mapping[str, Any], source: Source, sheet: str | None) -> None:
        code = answer.get("problem")
        if code is None:
            return
        place = Place(source.name, answer.get("sheet", ""), answer.get("row"))
        if code == "tables.no_such_sheet":
            names = "、".join(answer["sheets"])
            raise refuse(code, place, wanted=sheet or "", sheets=names)
        if code == "tables.rows_after_gap":
            raise refuse(code, place, limit=self._limits.blank_rows)
        raise refuse(code, place)


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    limits: ReadLimits | None = None,
    progress: Progress = silent,
) -> RawTable:
    """Read one table; see ``TableReader.read``.

    Raises:
        Refusal: Why the file or its table cannot be taken.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.
    """
    with TableReader(limits) as reader:
        return reader.read(path, sheet=sheet, progress=progress)


def _digest(source: Source) -> str:
    return hashlib.sha256(source.content).hexdigest()


class _Grid:
    """The cells of a sheet with the position of the first, counted from 0."""

    def __init__(self, columns: list[Sequence[Value]], answer: Mapping[str, Any]) -> None:
        self.first_row: int = answer["first_row"]
        self._first_column: int = answer["first_column"]
        head: tuple[Cell, ...] = tuple(unpack_mixed(answer["head"]))
        self.cells: list[tuple[Cell, ...]] = [head, *zip(*columns, strict=True)]
        self.blank: set[int] = set(answer["blank"])

    def mark(
        self,
        unreadable: Mapping[CellPosition, UnreadableCell],
        source: Source,
        limits: Limits,
    ) -> None:
        """Put the cells without a value where they stand; the reading process left them blank."""
        if not unreadable:
            return
        self._reach(unreadable, source, limits)
        for (row, column), found in unreadable.items():
            position, offset = row - self.first_row, column - self._first_column
            line = self.cells[position]
            self.cells[position] = (*line[:offset], found, *line[offset + 1 :])
            self.blank.discard(position)

    def _reach(self, positions: Iterable[CellPosition], source: Source, limits: Limits) -> None:
        """Grow over every position: what lies outside the other cells counts too."""
        rows = [row for row, _ in positions]
        columns = [column for _, column in positions]
        width = len(self.cells[0])
        above = max(self.first_row - min(rows), 0)
        left = max(self._first_column - min(columns), 0)
        below = max(max(rows) - self.first_row - len(self.cells) + 1, 0)
        right = max(max(columns) - self._first_column - width + 1, 0)
        height = above + len(self.cells) + below
        if height * (left + width + right) > limits.cells:
            raise refuse("tables.too_heavy", source.place)
        if left or right:
            before, after = (None,) * left, (None,) * right
            self.cells = [(*before, *line, *after) for line in self.cells]
        empty: tuple[Cell, ...] = (None,) * (left + width + right)
        self.blank = {position + above for position in self.blank}
        self.blank.update(range(above), range(height - below, height))
        self.cells = [empty] * above + self.cells + [empty] * below
        self.first_row -= above
        self._first_column -= left


def _table(source: Source, answer: Mapping[str, Any], grid: _Grid) -> RawTable:
    numbered = list(enumerate(grid.cells, start=grid.first_row + 1))
    if grid.blank:
        blank_rows = {grid.first_row + 1 + position for position in grid.blank}
        numbered = [line for line in numbered if line[0] not in blank_rows]
    if not numbered:
        raise refuse("tables.no_heading", Place(source.name, answer["sheet"]))
    headings = numbered.pop(0)[1]
    return RawTable(
        file=source.name,
        sheet=answer["sheet"],
        digest=_digest(source),
        header=tuple(_heading(cell) for cell in headings),
        rows=numbered,
        sheets=tuple(answer["sheets"]),
        notices=source.notices,
    )


def _heading(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, UnreadableCell):
        return cell.text
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
