"""Workbooks made part by part, so that any of them can be made wrong."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_SPACES = " ".join(
    [
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"',
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"',
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)

Parts = dict[str, bytes]


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADING = row(1, text_cell("A1", "職員番号"), text_cell("B1", "氏名"))
PERSON = row(2, text_cell("A2", "0012"), text_cell("B2", "髙﨑 花子"))


def sheet_xml(rows: str = HEADING + PERSON, before: str = "", after: str = "") -> bytes:
    return (
        f'{DECLARATION}<worksheet xmlns="{SPREADSHEET}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def xlsx_parts(
    sheet: bytes | None = None, titles: tuple[str, ...] = ("職員",), book: str = ""
) -> Parts:
    """Return the parts of a small workbook; every sheet holds the same rows."""
    numbers = range(1, len(titles) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        f'ContentType="{TYPES_XLSX}.worksheet+xml"/>'
        for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{title}" sheetId="{n}" r:id="rId{n}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES_XLSX}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}">'
        f"{book}<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{DECLARATION}<Relationships "
        f'xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
    }
    made = {name: text.encode() for name, text in parts.items()}
    for n in numbers:
        made[f"xl/worksheets/sheet{n}.xml"] = sheet or sheet_xml()
    return made


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx(path: Path, sheet: bytes | None = None, **more: bytes) -> Path:
    """Write a workbook; ``more`` are not used as names, see ``with_parts``."""
    path.write_bytes(zipped(xlsx_parts(sheet) | more))
    return path


def with_parts(path: Path, extra: Mapping[str, bytes]) -> Path:
    path.write_bytes(zipped(xlsx_parts() | dict(extra)))
    return path


def ods_parts(table: str, manifest: str = "", prologue: str = "") -> Parts:
    return {
        "mimetype": ODS_TYPE.encode(),
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>{prologue}'
            f'<office:document-content {ODS_SPACES} office:version="1.3"><office:body>'
            f'<office:spreadsheet><table:table table:name="職員">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        ).encode(),
        "META-INF/manifest.xml": (
            '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
            f"{manifest}</manifest:manifest>"
        ).encode(),
    }


def ods_text(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell {attributes}office:value-type="string"><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


ODS_TABLE = ods_row(ods_text("職員番号"), ods_text("氏名")) + ods_row(
    ods_text("0012"), ods_text("髙﨑 花子")
)


def ods(path: Path, table: str = ODS_TABLE, manifest: str = "", prologue: str = "") -> Path:
    path.write_bytes(zipped(ods_parts(table, manifest, prologue), zipfile.ZIP_STORED))
    return path


# Compound files (.xls, encrypted workbooks): [MS-CFB]; sectors of 512 bytes, no mini stream.

_END, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_LEAST_STREAM = 4096


def compound(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """Return a compound file; streams are filled up to 4,096 bytes, the least outside a mini."""
    fat = [_FAT_SECTOR]
    body = b""
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams or storages else _FREE)]
    names = [*streams, *storages]
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _FREE
        if name in storages:
            entries.append(_entry(name, 1, 0, 0, right=right))
            continue
        content = streams[name].ljust(_LEAST_STREAM, b"\0")
        content = content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0")
        start = len(fat)
        count = len(content) // _SECTOR
        fat.extend([*range(start + 1, start + count), _END])
        body += content
        entries.append(_entry(name, 2, start, max(len(streams[name]), _LEAST_STREAM), right=right))
    raw = b"".join(entries)
    raw = raw.ljust(-(-len(raw) // _SECTOR) * _SECTOR, b"\0")
    directory = len(fat)
    fat.extend([*range(directory + 1, directory + len(raw) // _SECTOR), _END])
    body += raw
    fat.extend([_FREE] * (_SECTOR // 4 - len(fat)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, _LEAST_STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack(f"<{len(fat)}I", *fat) + body


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE
) -> bytes:
    raw = name.encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw) + 2, kind, 1)
        + struct.pack("<III", _FREE, right, child)
        + bytes(16 + 4 + 16)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def label(row_number: int, column: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    place = struct.pack("<HHHHB", row_number, column, 0, len(text), 1)
    return record(0x204, place + raw)


def biff(cells: bytes, before: bytes = b"", title: str = "職員") -> bytes:
    """Return the stream of an .xls workbook with one sheet ([MS-XLS], BIFF8)."""
    start_of_book = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)) + before
    name = title.encode("utf-16-le")
    length = len(start_of_book) + 4 + 8 + len(name) + 4
    bound = record(0x85, struct.pack("<IBBBB", length, 0, 0, len(title), 1) + name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    return start_of_book + bound + record(0x0A) + sheet + cells + record(0x0A)


XLS_CELLS = (
    label(0, 0, "職員番号") + label(0, 1, "氏名") + label(1, 0, "0012") + label(1, 1, "髙﨑 花子")
)
