"""Odd files as offices really have them. Each must be read, and say the same as a plain one."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from tests.corpus.workbook_parts import (
    HEADING,
    ODS_TABLE,
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

from skilltrack.exchange.tables.table import Cell

HEADER = ("職員番号", "氏名")
ROWS: list[tuple[int, tuple[Cell, ...]]] = [(2, ("0012", "髙﨑 花子"))]


@dataclass(frozen=True, slots=True)
class Oddity:
    """A file to make, and what it says; ``rows`` None where only the headings matter."""

    name: str
    build: Callable[[Path], object]
    header: tuple[str, ...] = HEADER
    rows: list[tuple[int, tuple[Cell, ...]]] | None = None


def _csv(text: str, encoding: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode(encoding))


def _sheet(rows: str, before: str = "", after: str = "") -> Callable[[Path], object]:
    return lambda path: xlsx(path, sheet_xml(rows, before, after))


def _made(change: Callable[[Workbook], object]) -> Callable[[Path], object]:
    """Make the plain workbook with openpyxl and change it."""

    def build(path: Path) -> None:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        sheet.append(["職員番号", "氏名"])
        sheet.append(["0012", "髙﨑 花子"])
        change(workbook)
        workbook.save(path)

    return build


def _fill_columns(workbook: Workbook) -> None:
    """Colour 3,000 empty rows, as people do who colour whole columns."""
    grey = PatternFill("solid", fgColor="DDDDDD")
    for number in range(3, 3_000):
        for column in range(1, 5):
            workbook.worksheets[0].cell(number, column).fill = grey


def _drop_down(workbook: Workbook) -> None:
    validation = DataValidation("list", formula1='"A,B"')
    validation.add("C2:C1048576")
    workbook.worksheets[0].add_data_validation(validation)


def _comment(workbook: Workbook) -> None:
    workbook.worksheets[0]["A1"].comment = Comment("必ず4桁で", "人事課")


def _second_sheet(workbook: Workbook) -> None:
    workbook.create_sheet("空", 0)


def _hidden_first(workbook: Workbook) -> None:
    hidden = workbook.create_sheet("一覧", 0)
    hidden.append(["秘密"])
    hidden.sheet_state = "hidden"
    workbook.active = 1


def _dates_1904(workbook: Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0]["C1"] = "採用日"
    workbook.worksheets[0]["C2"] = date(2026, 4, 1)


def _wareki(workbook: Workbook) -> None:
    workbook.worksheets[0]["C1"] = "採用日"
    workbook.worksheets[0]["C2"] = date(2026, 4, 1)
    workbook.worksheets[0]["C2"].number_format = '[$-411]ggge"年"m"月"d"日"'


def _merged(workbook: Workbook) -> None:
    workbook.worksheets[0]["A4"] = "備考"
    workbook.worksheets[0].merge_cells("A4:B4")


def _links(workbook: Workbook) -> None:
    workbook.worksheets[0]["B2"].hyperlink = "https://example.lg.jp/"


def _numbers(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["職員番号", "割合", "可否"])
    sheet.append([12, 0.5, True])
    sheet.append([2_000_000, 1.0, False])
    workbook.save(path)


_WITH_FURIGANA = (
    '<r><t>髙﨑</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 花子</t></r>'
    '<rPh sb="0" eb="2"><t>タカサキ</t></rPh><phoneticPr fontId="1"/>'
)


def _shared_strings(path: Path) -> None:
    strings = "".join(
        f"<si>{text}</si>"
        for text in (
            "<t>職員番号</t>",
            "<t>氏名</t>",
            "<t>0012</t>",
            _WITH_FURIGANA,
        )
    )
    rows = row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>') + row(
        2, '<c r="A2" t="s"><v>2</v></c>', '<c r="B2" t="s"><v>3</v></c>'
    )
    parts = xlsx_parts(sheet_xml(rows))
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SPREADSHEET}">{strings}</sst>'.encode()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    path.write_bytes(zipped(parts))


def _prefixed(path: Path) -> None:
    """Write every element as x:…, as some systems do."""
    sheet = sheet_xml().decode().replace("<?xml", "\0")
    sheet = sheet.replace("</", "\1").replace("<", "<x:").replace("\1", "</x:")
    sheet = sheet.replace("\0", "<?xml").replace("xmlns=", "xmlns:x=")
    xlsx(path, sheet.encode())


def _quoted_csv(path: Path) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([HEADER, ("0012", "髙﨑 花子")])
    path.write_bytes(text.getvalue().encode("cp932"))


def _many_rows(path: Path) -> None:
    rows = "".join(row(n, text_cell(f"A{n}", f"{n:05}")) for n in range(2, 50_000))
    xlsx(path, sheet_xml(HEADING + rows))


_TEXT = "職員番号,氏名\r\n0012,髙﨑 花子\r\n"
_CACHED = (
    '<c r="C2"><f>1+1</f><v>2</v></c><c r="D2" t="str"><f>""</f><v></v></c>'
    '<c r="E2" t="str"><f>A2&amp;"x"</f><v>0012x</v></c>'
)
_PERSON_WITH_FORMULAS = row(2, text_cell("A2", "0012"), text_cell("B2", "髙﨑 花子"), _CACHED)
_FULL_HEADING = row(1, *[text_cell(f"{column}1", column) for column in "ABCDE"])
_PHANTOM = "".join(row(n, f'<c r="XFD{n}" s="0"/>') for n in range(3, 3_000))
_ODS_TAIL = ods_row(
    '<table:table-cell table:number-columns-repeated="16384"/>',
    attributes='table:number-rows-repeated="1048574" ',
)
_BLANK_ROWS = "".join(row(n) for n in range(2, 900))
_LATE_PERSON = row(900, text_cell("A900", "0012"), text_cell("B900", "髙﨑 花子"))

HONEST = (
    Oddity("plain.xlsx", xlsx, rows=ROWS),
    Oddity("made.xlsx", _made(lambda _book: None), rows=ROWS),
    Oddity("shared_furigana.xlsx", _shared_strings, rows=ROWS),
    Oddity("prefixed.xlsx", _prefixed, rows=ROWS),
    Oddity("named.xls", xlsx, rows=ROWS),
    Oddity("no_ending", xlsx, rows=ROWS),
    Oddity("NAME.XLSX", xlsx, rows=ROWS),
    Oddity("名簿 (1) 【最新】.xlsx", xlsx, rows=ROWS),
    Oddity("stored.xlsx", lambda p: p.write_bytes(zipped(xlsx_parts(), 0)), rows=ROWS),
    Oddity("declared_far.xlsx", _sheet(HEADING + PERSON, '<dimension ref="A1:XFD1048576"/>')),
    Oddity("phantom_cells.xlsx", _sheet(HEADING + PERSON + _PHANTOM), rows=ROWS),
    Oddity("coloured_rows.xlsx", _made(_fill_columns), rows=ROWS),
    Oddity("drop_down.xlsx", _made(_drop_down), rows=ROWS),
    Oddity("comment.xlsx", _made(_comment), rows=ROWS),
    Oddity("links.xlsx", _made(_links), rows=ROWS),
    Oddity("empty_first.xlsx", _made(_second_sheet), rows=ROWS),
    Oddity("hidden_first.xlsx", _made(_hidden_first), rows=ROWS),
    Oddity("merged.xlsx", _made(_merged), rows=[*ROWS, (4, ("備考", None))]),
    Oddity(
        "dates_1904.xlsx",
        _made(_dates_1904),
        (*HEADER, "採用日"),
        [(2, ("0012", "髙﨑 花子", date(2026, 4, 1)))],
    ),
    Oddity(
        "wareki.xlsx",
        _made(_wareki),
        (*HEADER, "採用日"),
        [(2, ("0012", "髙﨑 花子", date(2026, 4, 1)))],
    ),
    Oddity(
        "numbers.xlsx",
        _numbers,
        ("職員番号", "割合", "可否"),
        [(2, (12, 0.5, True)), (3, (2_000_000, 1, False))],
    ),
    Oddity(
        "cached_formulas.xlsx",
        _sheet(_FULL_HEADING + _PERSON_WITH_FORMULAS),
        tuple("ABCDE"),
        [(2, ("0012", "髙﨑 花子", 2, None, "0012x"))],
    ),
    Oddity(
        "external_link.xlsx",
        lambda p: with_parts(p, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        rows=ROWS,
    ),
    Oddity(
        "printer.xlsx",
        lambda p: with_parts(p, {"xl/printerSettings/printerSettings1.bin": bytes(900)}),
        rows=ROWS,
    ),
    Oddity(
        "drawing.xlsx",
        lambda p: with_parts(
            p, {"xl/media/image1.png": b"\x89PNG" + bytes(2_000), "xl/drawings/a.xml": b"<a/>"}
        ),
        rows=ROWS,
    ),
    Oddity(
        "preview_picture.xlsx",
        lambda p: with_parts(p, {"docProps/thumbnail.emf": bytes(3_000_000)}),
        rows=ROWS,
    ),
    Oddity(
        "blank_rows.xlsx",
        _sheet(HEADING + _BLANK_ROWS + _LATE_PERSON),
        rows=[(900, ("0012", "髙﨑 花子"))],
    ),
    Oddity(
        "title_above_blank.xlsx",
        _sheet(row(3, text_cell("B3", "職員番号")) + row(5, text_cell("B5", "0012"))),
        ("職員番号",),
        [(5, ("0012",))],
    ),
    Oddity(
        "spaces_only.xlsx",
        _sheet(HEADING + PERSON + row(3, text_cell("A3", "　"), text_cell("B3", " "))),
        rows=ROWS,
    ),
    Oddity(
        "duplicate_headings.xlsx", _sheet(HEADING.replace("氏名", "職員番号")), ("職員番号",) * 2
    ),
    Oddity("headings_only.xlsx", _sheet(HEADING), rows=[]),
    Oddity("many_rows.xlsx", _many_rows),
    Oddity(
        "xls_by_hand.xls",
        lambda p: p.write_bytes(compound({"Workbook": biff(XLS_CELLS)})),
        rows=ROWS,
    ),
    Oddity(
        "numbers.xls",
        lambda p: p.write_bytes(
            compound(
                {
                    "Workbook": biff(
                        XLS_CELLS + record(0x27E, b"\2\0\0\0\0\0\x2a\0\0\0") + label(2, 1, "山田")
                    )
                }
            )
        ),
        rows=[*ROWS, (3, (10, "山田"))],
    ),
    Oddity("plain.ods", ods, rows=ROWS),
    Oddity("tail.ods", lambda p: ods(p, ODS_TABLE + _ODS_TAIL), rows=ROWS),
    Oddity(
        "chart.ods",
        lambda p: p.write_bytes(zipped(ods_parts(ODS_TABLE) | {"Object 1/content.xml": b"<a/>"})),
        rows=ROWS,
    ),
    Oddity(
        "repeated_rows.ods",
        lambda p: ods(
            p,
            ODS_TABLE
            + ods_row(
                ods_text("0012"), ods_text("同姓"), attributes='table:number-rows-repeated="3" '
            ),
        ),
        rows=[*ROWS, *[(n, ("0012", "同姓")) for n in (3, 4, 5)]],
    ),
    Oddity("utf8.csv", _csv(_TEXT, "utf-8"), rows=ROWS),
    Oddity("bom.csv", _csv(_TEXT, "utf-8-sig"), rows=ROWS),
    Oddity("cp932.csv", _csv(_TEXT, "cp932"), rows=ROWS),
    Oddity("utf16.txt", _csv(_TEXT.replace(",", "\t"), "utf-16"), rows=ROWS),
    Oddity("tabs.tsv", _csv(_TEXT.replace(",", "\t"), "utf-8"), rows=ROWS),
    Oddity("semicolons.csv", _csv(_TEXT.replace(",", ";"), "utf-8"), rows=ROWS),
    Oddity("unix.csv", _csv(_TEXT.replace("\r\n", "\n"), "utf-8"), rows=ROWS),
    Oddity("old_mac.csv", _csv(_TEXT.replace("\r\n", "\r"), "utf-8"), rows=ROWS),
    Oddity("no_last_line_end.csv", _csv(_TEXT.strip(), "cp932"), rows=ROWS),
    Oddity("quoted.csv", _quoted_csv, rows=ROWS),
    Oddity("trailing_commas.csv", _csv(_TEXT + ",,,,\r\n", "cp932"), rows=ROWS),
    Oddity("short_row.csv", _csv(_TEXT + "0013\r\n", "cp932"), rows=[*ROWS, (3, ("0013", None))]),
    Oddity(
        "line_end_in_quotes.csv",
        _csv('職員番号,氏名\r\n0012,"髙﨑\r\n花子"\r\n0013,①㈱\r\n', "cp932"),
        rows=[(2, ("0012", "髙﨑\r\n花子")), (3, ("0013", "①㈱"))],
    ),
    Oddity(
        "beyond_cp932.csv",
        _csv("職員番号,氏名\n0012,𠮷田 鷗\n", "utf-8"),
        rows=[(2, ("0012", "𠮷田 鷗"))],
    ),
)
