"""Files that must be refused, each with the problem that must be told."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.workbook_parts import (
    DECLARATION,
    HEADING,
    ODS_TABLE,
    ODS_TYPE,
    PERSON,
    SPREADSHEET,
    XLS_CELLS,
    biff,
    compound,
    label,
    ods,
    ods_parts,
    ods_row,
    ods_text,
    record,
    row,
    sheet_xml,
    text_cell,
    with_parts,
    xlsx,
    xlsx_parts,
    zipped,
)

BILLION_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
QUADRATIC = f'<!DOCTYPE r [<!ENTITY x "{"a" * 50_000}">]>'


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file to make in a folder, and the code of the answer."""

    name: str
    build: Callable[[Path], object]
    code: str


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _with_prologue(part: str, prologue: str) -> Callable[[Path], object]:
    """Put a document type before the root of a part."""

    def build(path: Path) -> None:
        parts = xlsx_parts()
        parts["xl/sharedStrings.xml"] = f'{DECLARATION}<sst xmlns="{SPREADSHEET}"/>'.encode()
        parts[part] = parts[part].replace(b"\n<", f"\n{prologue}<".encode(), 1)
        path.write_bytes(zipped(parts))

    return build


def _sheet(rows: str, before: str = "") -> Callable[[Path], object]:
    return lambda path: xlsx(path, sheet_xml(rows, before))


def _extra(name: str, content: bytes = b"x") -> Callable[[Path], object]:
    return lambda path: with_parts(path, {name: content})


def _zip_bomb(part: str, megabytes: int, filling: bytes) -> Callable[[Path], object]:
    """Stream a part of so many megabytes; it packs to a thousandth."""

    def build(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in xlsx_parts().items():
                if name != part:
                    archive.writestr(name, content)
            with archive.open(part, "w") as stream:
                stream.write(b"<worksheet><sheetData>")
                for _ in range(megabytes):
                    stream.write(filling * (1024 * 1024 // len(filling)))

    return build


def _duplicate_entry(path: Path) -> None:
    content = zipped(xlsx_parts() | {"xl/worksheets/sheetX.xml": sheet_xml()})
    path.write_bytes(content.replace(b"sheetX.xml", b"sheet1.xml"))


def _lying_size(path: Path) -> None:
    """Declare 100 bytes for a sheet of 2 MB, in both headers."""
    sheet = sheet_xml(HEADING + PERSON + " " * 2_000_000)
    content = bytearray(zipped(xlsx_parts(sheet)))
    true_size = struct.pack("<I", len(sheet))
    position = content.find(true_size)
    while position >= 0:
        content[position : position + 4] = struct.pack("<I", 100)
        position = content.find(true_size)
    path.write_bytes(content)


def _wrong_checksum(path: Path) -> None:
    content = bytearray(zipped(xlsx_parts()))
    checksum = struct.pack("<I", zlib.crc32(sheet_xml()))
    content = bytearray(bytes(content).replace(checksum, b"\1\2\3\4"))
    path.write_bytes(content)


def _encrypted_entry(path: Path) -> None:
    """Set the flag of encryption on every entry of the table of contents."""
    content = bytearray(zipped(xlsx_parts()))
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 8] |= 1
        position = content.find(b"PK\x01\x02", position + 4)
    path.write_bytes(content)


def _odd_method(path: Path) -> None:
    path.write_bytes(zipped(xlsx_parts(), zipfile.ZIP_BZIP2))


def _many_entries(path: Path) -> None:
    path.write_bytes(zipped(xlsx_parts() | {f"xl/media/{n}": b"" for n in range(20_000)}))


def _macro_type(path: Path) -> None:
    parts = xlsx_parts()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    path.write_bytes(zipped(parts))


def _wide_xml(path: Path) -> None:
    """Hide a document type in UTF-16."""
    text = sheet_xml().decode().replace("UTF-8", "UTF-16").replace("\n<", f"\n{XXE}<", 1)
    xlsx(path, text.encode("utf-16"))


def _truncated(path: Path) -> None:
    content = zipped(xlsx_parts())
    path.write_bytes(content[: len(content) // 2])


def _without(part: str) -> Callable[[Path], object]:
    def build(path: Path) -> None:
        parts = xlsx_parts()
        del parts[part]
        path.write_bytes(zipped(parts))

    return build


def _binary_workbook(path: Path) -> None:
    path.write_bytes(zipped(xlsx_parts() | {"xl/workbook.bin": b"\x83\x01\x00"}))


def _xls(stream: bytes, **more: bytes) -> Callable[[Path], object]:
    return _bytes(compound({"Workbook": stream, **more}))


def _circular_compound(path: Path) -> None:
    """Let the table of sectors lead the directory back to itself."""
    content = bytearray(compound({"Workbook": biff(XLS_CELLS)}))
    directory = struct.unpack_from("<I", content, 48)[0]
    struct.pack_into("<I", content, 512 + 4 * directory, directory)
    path.write_bytes(content)


def _ods_zip(extra: dict[str, bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(zipped(ods_parts(ODS_TABLE) | extra))


_UNKNOWN_ENCODING = b'<?xml version="1.0" encoding="UTF-8s"?><workbook/>'
_ENCRYPTED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
_FORMULAS = "".join(row(n, f'<c r="A{n}"><f>1+{n}</f><v/></c>') for n in range(2, 20_100))
_REPEATED_ROW = ods_row(ods_text("x"), attributes='table:number-rows-repeated="1048000" ')
_GAP = row(5_000, text_cell("A5000", "0099"))

HOSTILE = (
    # Containers
    Specimen("empty.xlsx", _bytes(b""), "files.empty"),
    Specimen("~$名簿.xlsx", _bytes(b"\x05user" + bytes(160)), "files.owner_file"),
    Specimen(".~lock.名簿.ods#", _bytes(b",user,pc,;"), "files.owner_file"),
    Specimen("truncated.xlsx", _truncated, "files.damaged"),
    Specimen("only_the_end.xlsx", _bytes(b"PK\x05\x06" + bytes(18)), "files.damaged"),
    Specimen("wrong_checksum.xlsx", _wrong_checksum, "files.damaged"),
    Specimen("lying_size.xlsx", _lying_size, "files.damaged"),
    Specimen("odd_method.xlsx", _odd_method, "files.damaged"),
    Specimen("encrypted_entry.xlsx", _encrypted_entry, "files.password"),
    Specimen("duplicate_entry.xlsx", _duplicate_entry, "files.odd_entry_names"),
    Specimen("case.xlsx", _extra("XL/Workbook.xml"), "files.odd_entry_names"),
    Specimen("climbing.xlsx", _extra("../../evil.xml"), "files.odd_entry_names"),
    Specimen("backslash.xlsx", _extra("..\\evil.xml"), "files.odd_entry_names"),
    Specimen("absolute.xlsx", _extra("/etc/evil.xml"), "files.odd_entry_names"),
    Specimen("drive.xlsx", _extra("C:/evil.xml"), "files.odd_entry_names"),
    Specimen("many_entries.xlsx", _many_entries, "files.too_many_entries"),
    Specimen(
        "rows_bomb.xlsx",
        _zip_bomb("xl/worksheets/sheet1.xml", 600, b"<row><c><v>1</v></c></row>"),
        "files.expands_too_far",
    ),
    Specimen(
        "strings_bomb.xlsx",
        _zip_bomb("xl/sharedStrings.xml", 100, b"<si><t>a</t></si>"),
        "files.expands_too_far",
    ),
    Specimen(
        "one_cell_bomb.xlsx",
        _zip_bomb("xl/worksheets/sheet1.xml", 64, b"a"),
        "files.expands_too_far",
    ),
    Specimen(
        "picture_bomb.xlsx", _zip_bomb("xl/media/image1.png", 64, b"\0"), "files.expands_too_far"
    ),
    # XML
    Specimen(
        "laughs_sheet.xlsx",
        _with_prologue("xl/worksheets/sheet1.xml", BILLION_LAUGHS),
        "files.document_type",
    ),
    Specimen(
        "laughs_strings.xlsx",
        _with_prologue("xl/sharedStrings.xml", BILLION_LAUGHS),
        "files.document_type",
    ),
    Specimen(
        "laughs_workbook.xlsx",
        _with_prologue("xl/workbook.xml", BILLION_LAUGHS),
        "files.document_type",
    ),
    Specimen("xxe_types.xlsx", _with_prologue("[Content_Types].xml", XXE), "files.document_type"),
    Specimen(
        "xxe_rels.xlsx", _with_prologue("xl/_rels/workbook.xml.rels", XXE), "files.document_type"
    ),
    Specimen(
        "quadratic.xlsx",
        _with_prologue("xl/worksheets/sheet1.xml", QUADRATIC),
        "files.document_type",
    ),
    Specimen("wide_xml.xlsx", _wide_xml, "files.damaged"),
    Specimen("no_book.xlsx", _without("xl/workbook.xml"), "files.damaged"),
    Specimen("no_rels.xlsx", _without("xl/_rels/workbook.xml.rels"), "files.damaged"),
    Specimen("broken_xml.xlsx", _extra("xl/workbook.xml", b"<workbook>"), "files.damaged"),
    Specimen("encoding.xlsx", _extra("xl/workbook.xml", _UNKNOWN_ENCODING), "files.damaged"),
    Specimen("sheet_cut.xlsx", lambda p: xlsx(p, sheet_xml()[:300]), "files.damaged"),
    # What must not be in a workbook
    Specimen("macro.xlsm", _extra("xl/vbaProject.bin"), "files.macro"),
    Specimen("macro_renamed.xlsx", _extra("xl/vbaProject.bin"), "files.macro"),
    Specimen("macro_type.xlsx", _macro_type, "files.macro"),
    Specimen("macro_sheet.xlsx", _extra("xl/macrosheets/sheet1.xml"), "files.macro"),
    Specimen("embedded.xlsx", _extra("xl/embeddings/oleObject1.bin"), "files.embedded_object"),
    Specimen("active.xlsx", _extra("xl/activeX/activeX1.bin"), "files.embedded_object"),
    # Cells
    Specimen(
        "corner.xlsx",
        _sheet(HEADING + row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')),
        "files.far_cell",
    ),
    Specimen(
        "far_below.xlsx",
        _sheet(HEADING + row(1_048_576, '<c r="Z1048576"><v>1</v></c>')),
        "files.far_cell",
    ),
    Specimen(
        "wide_and_deep.xlsx",
        _sheet(row(1, '<c r="XFD1"><v>1</v></c>') + row(5_000, '<c r="A5000"><v>1</v></c>')),
        "files.far_cell",
    ),
    Specimen(
        "beyond_grid.xlsx", _sheet(row(1, '<c r="ZZZZ99999999"><v>1</v></c>')), "files.far_cell"
    ),
    Specimen(
        "declared_beyond.xlsx",
        _sheet(HEADING + PERSON, '<dimension ref="A1:ZZZ9999999"/>'),
        "files.declared_extent",
    ),
    Specimen("after_gap.xlsx", _sheet(HEADING + PERSON + _GAP), "tables.rows_after_gap"),
    Specimen("uncached.xlsx", _sheet(HEADING + _FORMULAS), "files.too_many_unreadable"),
    Specimen("blank.xlsx", _sheet(""), "tables.no_heading"),
    # Other kinds
    Specimen("binary.xlsb", _binary_workbook, "files.binary_workbook"),
    Specimen(
        "document.xlsx",
        lambda p: p.write_bytes(zipped({"[Content_Types].xml": b"", "word/document.xml": b""})),
        "files.not_a_workbook",
    ),
    Specimen("archive.zip", lambda p: p.write_bytes(zipped({"a": b"b"})), "files.not_a_workbook"),
    Specimen("page.xls", _bytes(b"<html><table><tr><td>1"), "files.web_page"),
    Specimen("book_2003.xls", _bytes(b'<?xml version="1.0"?><Workbook/>'), "files.web_page"),
    Specimen("mail.xls", _bytes(b"MIME-Version: 1.0\r\n"), "files.web_page"),
    Specimen("paper.pdf", _bytes(b"%PDF-1.7\n"), "files.not_a_table"),
    Specimen("picture.csv", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(50)), "files.not_a_table"),
    Specimen("zeros.xlsx", _bytes(bytes(5_000)), "files.damaged"),
    Specimen("text.xlsx", _bytes("職員番号,氏名\n1,a".encode()), "files.text_named_workbook"),
    Specimen("book.csv", lambda p: xlsx(p), "files.workbook_named_text"),
    # .xls
    Specimen("encrypted.xlsx", _xls(b"x", EncryptedPackage=b"x"), "files.password"),
    # calamine 0.9.1 asks for 64 GB and aborts its process.
    Specimen("far.xls", _xls(biff(XLS_CELLS + label(65_535, 65_535, "x"))), "tables.too_heavy"),
    Specimen("password.xls", _xls(biff(XLS_CELLS, record(0x2F, bytes(6)))), "files.password"),
    Specimen(
        "macro.xls",
        _bytes(compound({"Workbook": biff(XLS_CELLS)}, ("_VBA_PROJECT_CUR",))),
        "files.macro",
    ),
    Specimen("letter.doc", _bytes(compound({"WordDocument": b"x"})), "files.not_a_workbook"),
    Specimen("book_as.csv", _xls(biff(XLS_CELLS)), "files.workbook_named_text"),
    Specimen("header_only.xls", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "files.damaged"),
    Specimen("circle.xls", _circular_compound, "files.damaged"),
    Specimen("garbage.xls", _xls(b"\xff" * 5_000), "files.damaged"),
    # .ods
    Specimen("laughs.ods", lambda p: ods(p, prologue=BILLION_LAUGHS), "files.document_type"),
    Specimen("encrypted.ods", lambda p: ods(p, manifest=_ENCRYPTED), "files.password"),
    Specimen("macro.ods", _ods_zip({"Basic/Standard/Module1.xml": b"<x/>"}), "files.macro"),
    Specimen("script.ods", _ods_zip({"Scripts/python/a.py": b"x"}), "files.macro"),
    Specimen("only_type.ods", _bytes(zipped({"mimetype": ODS_TYPE.encode()})), "files.damaged"),
    Specimen("no_text.ods", _ods_zip({"content.xml": b""}), "files.damaged"),
    Specimen("no_rows.ods", lambda p: ods(p, ""), "tables.no_heading"),
    # calamine 0.9.1 reads a table that is not closed for ever.
    Specimen("open_table.ods", lambda p: ods(p, "<table:table>"), "files.damaged"),
    Specimen("repeated.ods", lambda p: ods(p, ODS_TABLE + _REPEATED_ROW), "files.repeated_cells"),
    Specimen(
        "repeated_cell.ods",
        lambda p: ods(
            p, ods_row(ods_text("x", 'table:number-columns-repeated="16000" ')) + ODS_TABLE
        ),
        "files.repeated_cells",
    ),
    # CSV
    Specimen(
        "euc.csv", _bytes("職員番号,氏名\n1,山田".encode("euc-jp")), "tables.unknown_encoding"
    ),
    Specimen("half.csv", _bytes("職員番号,氏名\n1,𠮷田".encode()[:-1]), "tables.cut"),
    Specimen("bom.csv", _bytes(b"\xef\xbb\xbfno,\x8e\x96"), "tables.broken_encoding"),
    Specimen("open_quote.csv", _bytes(b'no,name\n1,"a\n2,b\n'), "tables.quotes"),
    Specimen("inner_quote.csv", _bytes(b'no,name\n1,"a"b\n'), "tables.quotes"),
    Specimen("unquoted_comma.csv", _bytes(b"no,name\n1,a,b\n"), "tables.too_many_fields"),
    Specimen("blank_lines.csv", _bytes(b"\n\n,,\n"), "tables.no_heading"),
)
