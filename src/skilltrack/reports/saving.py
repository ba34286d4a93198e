"""Saving a workbook without leaving its content anywhere but in the file asked for."""
# ruff: noqa: SLF001 (openpyxl opens its writer to subclasses, but not the parts they fill)

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from openpyxl.cell import Cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from skilltrack.files.atomic import replacing

if not openpyxl.DEFUSEDXML or openpyxl.LXML:
    raise ImportError("openpyxl must stand on defusedxml and without lxml")

SheetRows = Callable[[WriteOnlyWorksheet], Iterable[list[Cell]]]
"""Makes the rows of a streamed sheet, one list of cells per row."""


class _ArchiveWriter(ExcelWriter):
    """Writes every sheet straight into the archive.

    openpyxl's own writer puts each sheet as plain XML into the system's temporary folder first,
    where names and results would stay behind if the machine stopped (PROTECTION threat 26).
    """

    def __init__(self, workbook: Workbook, archive: ZipFile, rows: Mapping[str, SheetRows]) -> None:
        super().__init__(workbook, archive)
        self._sheets = archive
        self._rows = rows

    def write_worksheet(self, ws: Worksheet | WriteOnlyWorksheet) -> None:
        """Write one sheet, as the base class does but for the temporary file."""
        sheet: Any = ws
        drawing = SpreadsheetDrawing()
        drawing.charts = sheet._charts
        drawing.images = sheet._images
        sheet._drawing = drawing
        with self._sheets.open(sheet.path[1:], "w", force_zip64=True) as stream:
            writer: Any = WorksheetWriter(ws, out=stream)
            try:
                if isinstance(ws, WriteOnlyWorksheet):
                    writer.write_top()
                    _write_rows(writer, self._rows[ws.title](ws))
                    writer.write_tail()
                else:
                    writer.write()
            finally:
                # After a stop, what is half written is closed while the stream still is open.
                writer.close()
        sheet._rels = writer._rels
        self.manifest.append(sheet)


def _write_rows(writer: WorksheetWriter, rows: Iterable[list[Cell]]) -> None:
    """Write rows one by one; the sheet's own ``append`` would bind every value twice."""
    stream: Any = writer.xf.send(True)  # noqa: FBT003 (the generator's own protocol)
    with stream.element("sheetData"):
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells, start=1):
                cell.row, cell.column = row, column
            writer.write_row(stream, cells, row)
    writer.xf.send(None)


def save(workbook: Workbook, path: Path, rows: Mapping[str, SheetRows] | None = None) -> None:
    """Save a workbook whole or not at all.

    Args:
        workbook: The workbook; write-only when its rows are streamed.
        path: The file to write or to replace.
        rows: Sheet title → its rows, for a write-only workbook; None otherwise.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    with replacing(path) as temporary, ZipFile(temporary, "w", ZIP_DEFLATED) as archive:
        _ArchiveWriter(workbook, archive, rows or {}).save()
