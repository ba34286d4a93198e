import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from skilltrack.exchange.tables import TableReader
from skilltrack.files.cells import (
    LONGEST_TEXT,
    csv_bytes,
    csv_text,
    printable,
    write_date,
    write_number,
    write_text,
)

ATTACKS = [
    "=1+1",
    "==",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://example.com","x")',
    "+81-3",
    "-5点",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\x00=1+1",
    "\ufeff=1+1",
    "　=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "#N/A",
    "#REF!",
    "{=1}",
    "_x003D_1",
    "https://example.com",
]
START = st.sampled_from(
    ["", "=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "\x00", "'", '"', ";"]
)
RISKY = st.tuples(START, START, st.text(max_size=5)).map("".join)


def xlsx_of(texts: list[str]) -> bytes:
    workbook = Workbook()
    for number, text in enumerate(texts, start=1):
        write_text(workbook.worksheets[0].cell(number, 1), text)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@settings(max_examples=100, deadline=None)
@given(st.lists(RISKY, min_size=100, max_size=120))
def test_no_text_becomes_a_formula_in_a_workbook(texts: list[str]) -> None:
    content = xlsx_of([*ATTACKS, *texts])
    xml = sheet_xml(content)
    assert b"<f" not in xml
    assert b't="e"' not in xml
    assert b'r="A1"' in xml


@settings(max_examples=100, deadline=None)
@given(st.lists(RISKY, min_size=100, max_size=120))
def test_no_text_becomes_live_in_a_csv_file(texts: list[str]) -> None:
    lines = list(csv.reader(io.StringIO(csv_bytes([[text] for text in texts]).decode("utf-8-sig"))))
    for field in (field for line in lines for field in line):
        is_number = field.lstrip("+-").replace(".", "", 1).isdecimal()
        assert is_number or not field.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "＠"))
        assert not field.startswith(("\t", "\r", "\n", "\0"))


@pytest.mark.parametrize("text", ATTACKS)
def test_attack_stays_text_after_saving_again(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_of([text]))
    workbook = load_workbook(path)
    assert workbook.worksheets[0]["A1"].data_type == "s"
    workbook.save(path)
    assert b"<f" not in sheet_xml(path.read_bytes())


def test_names_survive_the_round_trip_through_a_workbook(tmp_path: Path) -> None:
    names = ["髙﨑　花子", "𠮷田 鷗", "①㈱〜−", "-5", "=1", "0012", "a\tb\nc"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_of(["見出し", *names]))
    with TableReader() as reader:
        assert [cells[0] for _, cells in reader.read(path).rows] == names


def test_text_that_excel_would_calculate_is_marked_as_text() -> None:
    sheet = Workbook().worksheets[0]
    write_text(sheet["A1"], "=1")
    write_text(sheet["A2"], "山田")
    assert sheet["A1"].quotePrefix
    assert not sheet["A2"].quotePrefix


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1fc\x7fd", "abcd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("\ud800x", "x"),
        ("髙﨑𠮷", "髙﨑𠮷"),
        ("\ue000外字", "\ue000外字"),
    ],
)
def test_only_what_a_workbook_cannot_hold_is_removed(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_text_beyond_the_cell_ends_with_an_ellipsis() -> None:
    sheet = Workbook().worksheets[0]
    write_text(sheet["A1"], "𠮷" * LONGEST_TEXT)
    value = str(sheet["A1"].value)
    assert value.endswith("𠮷…")
    assert len(value.encode("utf-16-le")) // 2 <= LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("-5", "-5"),
        ("-12.5", "-12.5"),
        ("+3", "+3"),
        ("－", "－"),
        ("-", "'-"),
        ("-5点", "'-5点"),
        ("+81-3-1234", "'+81-3-1234"),
        ("=1", "'=1"),
        ("＝1", "'＝1"),
        ("山田", "山田"),
        ("", ""),
    ],
)
def test_csv_field_keeps_numbers_and_disarms_the_rest(text: str, field: str) -> None:
    assert csv_text(text) == field


def test_csv_opens_in_excel_with_every_character() -> None:
    content = csv_bytes(
        [["氏名", "日", "点"], ["髙﨑,花子", date(2026, 4, 1), -5], ["", None, 0.5]]
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == ('氏名,日,点\r\n"髙﨑,花子",2026-04-01,-5\r\n,,0.5\r\n')


def test_numbers_and_days_stay_what_they_are() -> None:
    sheet = Workbook().worksheets[0]
    write_number(sheet["A1"], -5)
    write_date(sheet["A2"], date(2026, 4, 1))
    assert sheet["A1"].data_type == "n"
    assert sheet["A2"].is_date
