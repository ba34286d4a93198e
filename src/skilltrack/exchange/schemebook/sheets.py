"""The sheets of a workbook by their names, for readers of whole definitions."""

from collections.abc import Collection, Iterable
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.progress import Progress
from skilltrack.exchange.tables import RawTable, TableReader


def read_sheets(
    path: Path, titles: Iterable[str], needed: Collection[str], progress: Progress
) -> dict[str, RawTable]:
    """Return the sheets that a workbook has of those asked for, by title.

    Raises:
        Refusal: A needed one is missing, or the file is no workbook that can be read.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.
    """
    with TableReader() as reader:
        there = reader.read(path, progress=progress).sheets
        tables = {
            title: reader.read(path, sheet=title, progress=progress)
            for title in titles
            if title in there
        }
    missing = [title for title in needed if title not in tables]
    if missing:
        raise Refusal(
            [Problem("schemebook.no_sheet", Place(path.name), {"name": name}) for name in missing]
        )
    return tables
