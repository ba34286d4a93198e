import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpus.workbook_parts import (
    HEADING,
    ODS_TABLE,
    PERSON,
    XLS_CELLS,
    biff,
    compound,
    ods,
    ods_parts,
    ods_row,
    ods_text,
    record,
    row,
    sheet_xml,
    text_cell,
    xlsx,
    xlsx_parts,
    zipped,
)

from skilltrack.domain.problems import Refusal
from skilltrack.files.inspection import FORMULA_WITHOUT_VALUE, FileKind, Limits, error_value
from skilltrack.files.markup import PlainParts
from skilltrack.files.preflight import inspect, preflight
from skilltrack.files.sources import Source

SEEDS = {
    "a.xlsx": zipped(xlsx_parts()),
    "a.xls": compound({"Workbook": biff(XLS_CELLS)}),
    "a.ods": zipped(ods_parts(ODS_TABLE)),
    "a.csv": "職員番号,氏名\n1,山田\n".encode("cp932"),
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.xlsx", FileKind.XLSX),
        ("a.xls", FileKind.XLS),
        ("a.ods", FileKind.ODS),
        ("a.csv", FileKind.CSV),
    ],
)
def test_content_decides_what_a_file_is(name: str, kind: FileKind, tmp_path: Path) -> None:
    path = tmp_path / "without_ending"
    path.write_bytes(SEEDS[name])
    assert preflight(path) is kind


def sheet_with(cells: str) -> Source:
    return Source("a.xlsx", zipped(xlsx_parts(sheet_xml(HEADING + row(2, cells)))))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>1+1</f></c>',
        '<c r="C2"><f>1+1</f><v/></c>',
        '<c r="C2"><f>1+1</f><v></v></c>',
        '<c r="C2" s="3" t="str"><f>A1</f></c>',
        '<c r="C2"><f t="shared" si="0"/></c>',
    ],
)
def test_formula_without_a_stored_result_is_found(cell: str) -> None:
    found = inspect(sheet_with(text_cell("A2", "1") + cell + text_cell("D2", "x")))
    assert found.unreadable == {"職員": {(1, 2): FORMULA_WITHOUT_VALUE}}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>1+1</f><v>2</v></c>',
        '<c r="C2" t="str"><f>""</f><v></v></c>',
        '<c r="C2" t="b"><f t="shared" si="0"/><v>1</v></c>',
        '<c r="C2" t="inlineStr"><is><t>half of =1+1 #1</t></is></c>',
        '<c r="C2" t="inlineStr"><is><t>t="e" #N/A</t></is></c>',
    ],
)
def test_cell_with_a_value_is_not_reported(cell: str) -> None:
    assert inspect(sheet_with(cell)).unreadable == {}


def test_error_values_are_found_with_their_text() -> None:
    source = sheet_with('<c r="AB2" s="1" t="e"><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v></c>')
    assert inspect(source).unreadable == {"職員": {(1, 27): error_value("#N/A")}}


def test_unreadable_cells_are_found_across_pieces_of_a_large_sheet() -> None:
    rows = "".join(
        row(n, text_cell(f"A{n}", "x" * 50), f'<c r="B{n}"><f>1</f></c>') for n in range(2, 12_000)
    )
    found = inspect(Source("a.xlsx", zipped(xlsx_parts(sheet_xml(HEADING + rows)))))
    assert set(found.unreadable["職員"]) == {(n - 1, 1) for n in range(2, 12_000)}


def test_each_sheet_has_its_own_findings() -> None:
    parts = xlsx_parts(titles=("正", "副"))
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(HEADING + row(2, '<c r="A2"><f>1</f></c>'))
    found = inspect(Source("a.xlsx", zipped(parts)))
    assert found.unreadable == {"副": {(1, 0): FORMULA_WITHOUT_VALUE}}


def test_errors_are_found_in_xls_in_cells_and_in_formulas() -> None:
    cell = record(0x205, b"\2\0\1\0\0\0\x07\1")
    formula = record(0x06, b"\3\0\0\0\0\0" + b"\2\0\x2a\0\0\0\xff\xff" + bytes(8))
    number = record(0x06, b"\4\0\0\0\0\0" + bytes(8) + bytes(8))
    content = compound({"Workbook": biff(XLS_CELLS + cell + formula + number)})
    assert inspect(Source("a.xls", content)).unreadable == {
        "職員": {(2, 1): error_value("#DIV/0!"), (3, 0): error_value("#N/A")}
    }


def test_errors_and_uncalculated_formulas_are_found_in_ods() -> None:
    row_of_findings = ods_row(
        ods_text("x", 'table:number-columns-repeated="2" '),
        ods_text("#N/A", 'calcext:value-type="error" '),
        '<table:table-cell table:formula="of:=1+1"/>',
        '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>',
        attributes='table:number-rows-repeated="1" ',
    )
    content = zipped(ods_parts(ODS_TABLE + row_of_findings))
    assert inspect(Source("a.ods", content)).unreadable == {
        "職員": {(2, 2): error_value("#N/A"), (2, 3): FORMULA_WITHOUT_VALUE}
    }


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>1+1</f><v>2</v></c>',
        '<c r="C2"><x:f>1+1</x:f><v>2</v></c>',
        '<c r="C2"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="C2"><f/><v>2</v></c>',
        '<c r="C2"><f\n>1+1</f><v>2</v></c>',
        text_cell("B2", "長" * 30_000) + '<c r="C2"><f>1</f><v>1</v></c>',
    ],
)
def test_a_workbook_with_a_formula_can_hold_formulas(cell: str) -> None:
    assert inspect(sheet_with(cell)).can_hold_formulas


def test_every_place_of_a_formula_in_a_large_sheet_is_looked_at() -> None:
    """The mark of the formula is moved over the whole border of two pieces."""
    border = 256 * 1024
    head = len(sheet_xml(HEADING)) - len("</sheetData></worksheet>")
    short, empty = text_cell("A3", "x" * 30), len(text_cell("A3", ""))
    for before in range(border - 30, border + 10):
        count, rest = divmod(before - head - empty, len(short))
        filler = short * count + text_cell("A3", "x" * rest)
        sheet = sheet_xml(HEADING + filler + '<c r="B3"><f>1</f><v>1</v></c>')
        assert sheet[before:].startswith(b'<c r="B3">')
        found = inspect(Source("a.xlsx", zipped(xlsx_parts(sheet))), Limits(ratio=10_000))
        assert found.can_hold_formulas


def test_a_workbook_without_formulas_can_hold_none() -> None:
    assert not inspect(sheet_with(text_cell("C2", "half f=1+1 if f/g"))).can_hold_formulas
    assert inspect(Source("a.xls", SEEDS["a.xls"])).can_hold_formulas


def test_what_is_known_of_one_file_hides_nothing_in_the_next() -> None:
    plain = PlainParts()
    parts = xlsx_parts() | {"xl/styles.xml": b"<styleSheet/>"}
    declared = b'<!DOCTYPE styleSheet [<!ENTITY a "b">]><styleSheet/>'
    hostile = zipped(parts | {"xl/styles.xml": declared})
    for _ in range(2):
        assert inspect(Source("a.xlsx", zipped(parts)), plain=plain).kind is FileKind.XLSX
        with pytest.raises(Refusal) as refusal:
            inspect(Source("b.xlsx", hostile), plain=plain)
        assert refusal.value.problems[0].code == "files.document_type"


def test_a_known_part_with_another_checksum_is_damaged() -> None:
    plain = PlainParts()
    parts = xlsx_parts() | {"xl/styles.xml": b"<styleSheet/>"}
    content = zipped(parts)
    inspect(Source("a.xlsx", content), plain=plain)
    checksum = zlib.crc32(b"<styleSheet/>").to_bytes(4, "little")
    with pytest.raises(Refusal) as refusal:
        inspect(Source("b.xlsx", content.replace(checksum, b"abcd")), plain=plain)
    assert refusal.value.problems[0].code == "files.damaged"


def test_more_parts_than_are_remembered_are_looked_over_all_the_same() -> None:
    plain = PlainParts()
    for number in range(100):
        styles = f"<styleSheet n='{number}'/>".encode()
        content = zipped(xlsx_parts() | {"xl/styles.xml": styles})
        assert inspect(Source("a.xlsx", content), plain=plain).kind is FileKind.XLSX


def test_a_document_type_in_an_encoding_that_hides_it_is_refused() -> None:
    text = '<!DOCTYPE workbook [<!ENTITY a "b">]><workbook>&a;</workbook>'
    workbook = b'<?xml version="1.0" encoding="cp037"?>' + text.encode("cp037")
    with pytest.raises(Refusal) as refusal:
        inspect(Source("a.xlsx", zipped(xlsx_parts() | {"xl/workbook.xml": workbook})))
    assert refusal.value.problems[0].code in {"files.document_type", "files.damaged"}


def test_limits_can_be_set(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(HEADING + PERSON))
    with pytest.raises(Refusal) as refusal:
        preflight(path, Limits(cells=3))
    assert refusal.value.problems[0].code == "files.far_cell"
    with pytest.raises(Refusal) as refusal:
        preflight(path, Limits(entries=3))
    assert refusal.value.problems[0].code == "files.too_many_entries"
    with pytest.raises(Refusal) as refusal:
        preflight(ods(tmp_path / "a.ods"), Limits(total_bytes=100))
    assert refusal.value.problems[0].code == "files.expands_too_far"


def test_a_damaged_header_of_the_type_is_refused() -> None:
    content = SEEDS["a.ods"]
    second = content.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"PK\x03\x05", b"PK\x03\x04", 1)
    first_only = content.replace(b"mimetype", b"mimetypo", 1)
    for damaged in (second, first_only):
        with pytest.raises(Refusal) as refusal:
            inspect(Source("a.ods", damaged))
        assert refusal.value.problems[0].code == "files.damaged"


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(SEEDS)),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), max_size=8),
    cut=st.floats(0.05, 1),
)
def test_damaged_bytes_are_refused_or_read_and_nothing_else(
    name: str, changes: list[tuple[float, bytes]], cut: float
) -> None:
    content = bytearray(SEEDS[name])
    for where, new in changes:
        position = int(where * len(content))
        content[position : position + len(new)] = new
    with suppress(Refusal):
        assert inspect(Source(name, bytes(content[: int(cut * len(content)) or 1]))).kind
