"""The look at a file from outside before anything reads it.

The content decides what a file is, never its name. Whatever could make a reader hang, fill the
memory or misunderstand is refused here with its reason; the rest is read in a process of its own
(``skilltrack.exchange.tables``). External links are left alone: nothing here follows them.
"""

from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.files.archive import Archive, damage_told, open_archive
from skilltrack.files.compound import MAGIC as COMPOUND_MAGIC
from skilltrack.files.inspection import LIMITS, FileKind, Inspection, Limits
from skilltrack.files.markup import PlainParts
from skilltrack.files.ods import inspect_ods
from skilltrack.files.sources import Source, read_source
from skilltrack.files.xls import inspect_xls
from skilltrack.files.xlsx import inspect_xlsx

_ZIP_MAGIC = b"PK\x03\x04"
WORKBOOK_MAGIC = (_ZIP_MAGIC, COMPOUND_MAGIC)
"""How a file begins that may be a workbook."""

_EMPTY_ZIP = b"PK\x05\x06"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_MAGIC = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x1f\x8b", b"7z")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<?xml", b"mime-version:")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".xlt", ".xltx", ".ods"})
_TEXT_NAMES = frozenset({".csv", ".txt", ".tsv", ".tab"})
_HEAD_BYTES = 4096


def preflight(path: Path, limits: Limits = LIMITS) -> FileKind:
    """Look at a file and return what it is.

    Raises:
        Refusal: Why it cannot be taken.
        MachineFailure: It could not be read.
    """
    return inspect(read_source(path, limits), limits).kind


def inspect(source: Source, limits: Limits = LIMITS, plain: PlainParts | None = None) -> Inspection:
    """Look at a file in memory and return what it is and which of its cells have no value.

    Args:
        source: The file.
        limits: What is allowed of it.
        plain: Kept by who looks at many files; None for one that stands alone.

    Raises:
        Refusal: Why it cannot be taken.
    """
    content = source.content
    if content.startswith(_EMPTY_ZIP):
        raise refuse("files.damaged", source.place)
    if content.startswith(_ZIP_MAGIC):
        return _inspect_zip(source, limits, plain or PlainParts())
    if content.startswith(COMPOUND_MAGIC):
        found = inspect_xls(source, limits)
        _refuse_text_name(source)
        return Inspection(FileKind.XLS, found)
    return _inspect_text(source)


def _inspect_zip(source: Source, limits: Limits, plain: PlainParts) -> Inspection:
    archive = open_archive(source, limits)
    names = archive.entries
    if "xl/workbook.bin" in names:
        raise refuse("files.binary_workbook", source.place)
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        inspection = inspect_xlsx(source, archive, limits, plain)
    elif "mimetype" in names and _is_ods(source, archive):
        inspection = Inspection(FileKind.ODS, inspect_ods(source, archive, limits))
    else:
        raise refuse("files.not_a_workbook", source.place)
    _refuse_text_name(source)
    return inspection


def _is_ods(source: Source, archive: Archive) -> bool:
    with damage_told(source):
        return next(archive.chunks("mimetype"), b"").strip().startswith(_ODS_TYPE)


def _refuse_text_name(source: Source) -> None:
    if source.suffix in _TEXT_NAMES:
        raise refuse("files.workbook_named_text", source.place)


def _inspect_text(source: Source) -> Inspection:
    content = source.content
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_MARKUP):
        raise refuse("files.web_page", source.place)
    is_wide = content.startswith(_WIDE_BOMS)
    if content.startswith(_OTHER_MAGIC) or (not is_wide and b"\0" in content):
        damaged = source.suffix in _WORKBOOK_NAMES
        raise refuse("files.damaged" if damaged else "files.not_a_table", source.place)
    if source.suffix in _WORKBOOK_NAMES:
        raise refuse("files.text_named_workbook", source.place)
    return Inspection(FileKind.CSV)
