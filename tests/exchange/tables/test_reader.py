import os
from collections.abc import Callable
from datetime import date, time, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.corpus.workbook_parts import (
    HEADING,
    PERSON,
    row,
    sheet_xml,
    text_cell,
    xlsx,
    xlsx_parts,
    zipped,
)

from skilltrack.domain.problems import Cancelled, Place, Refusal
from skilltrack.exchange.tables import ReadLimits, TableReader, UnreadableCell, read_table
from skilltrack.files.inspection import FORMULA_WITHOUT_VALUE, MIB
from skilltrack.i18n.problems import sentence


def children() -> set[str]:
    """Return the process ids of the living children of this process."""
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}


@pytest.fixture(autouse=True)
def no_process_is_left() -> object:
    before = children()
    yield
    assert children() <= before


def heavy(path: Path, rows: int = 150_000) -> Path:
    """Write a workbook that takes calamine a good part of a second."""
    lines = "".join(
        row(n, text_cell(f"A{n}", f"{n:06}"), f'<c r="B{n}"><v>{n}</v></c>') for n in range(2, rows)
    )
    return xlsx(path, sheet_xml(HEADING + lines))


def test_a_table_says_where_it_comes_from(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名簿.xlsx")
    table = read_table(path)
    assert (table.file, table.sheet, table.sheets) == ("名簿.xlsx", "職員", ("職員",))
    assert table.digest == sha256(path.read_bytes()).hexdigest()
    assert table.place(2, 1) == Place("名簿.xlsx", "職員", 2, "氏名")


def test_every_kind_of_value_arrives_as_it_is(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    columns = {
        "番号": ["0012", "0013", None],
        "混在": [1, "あ", True],
        "整数": [1, 2**40, -3],
        "小数": [0.5, 2, None],
        "日": [date(2026, 4, 1), None, date(1989, 1, 8)],
        "日と文字": [date(2026, 4, 1), "R8.4.1", 46113],
        "時刻": [time(9, 30), time(10, 0, 5), None],
        "時間": [timedelta(hours=30), timedelta(minutes=5), None],
        "空": [None, " ", "　"],
    }
    sheet.append(list(columns))
    for line in zip(*columns.values(), strict=True):
        sheet.append(list(line))
    workbook.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    values_of = zip(*(cells for _, cells in table.rows), strict=True)
    read = dict(zip(table.header, values_of, strict=True))
    expected = {heading: tuple(values) for heading, values in columns.items()}
    expected["時刻"] = ("9:30", "10:00:05", None)
    expected["時間"] = ("30:00:00", "0:05:00", None)
    expected["空"] = (None, None, None)
    assert read == expected
    types = [[type(value) for value in values] for values in read.values()]
    assert types[1] == [int, str, bool]
    assert types[2] == [int, int, int]
    assert types[3] == [float, int, type(None)]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    parts = xlsx_parts(titles=("一", "二"))
    parts["xl/worksheets/sheet2.xml"] = sheet_xml(row(1, text_cell("A1", "研修コード")))
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(parts))
    with TableReader() as reader:
        assert reader.read(path).sheet == "一"
        assert reader.read(path, sheet="二").header == ("研修コード",)
        assert reader.read(path, sheet="二").rows == []
        with pytest.raises(Refusal) as refusal:
            reader.read(path, sheet="三")
    (problem,) = refusal.value.problems
    assert problem.code == "tables.no_such_sheet"
    assert "一、二" in sentence(problem)


def test_cells_without_a_value_are_marked_where_they_stand(tmp_path: Path) -> None:
    cells = text_cell("A2", "0012") + '<c r="B2"><f>1+1</f></c><c r="C2" t="e"><v>#REF!</v></c>'
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(HEADING + row(2, cells)))
    table = read_table(path)
    assert table.header == ("職員番号", "氏名", "")
    ((number, values),) = table.rows
    assert values == ("0012", FORMULA_WITHOUT_VALUE, UnreadableCell("tables.error_value", "#REF!"))
    problem = table.problem(FORMULA_WITHOUT_VALUE, number, 1)
    assert sentence(problem).startswith("a.xlsx シート「職員」の2行目の「氏名」：数式の結果が")
    assert "#REF!" in sentence(table.problem(UnreadableCell("tables.error_value", "#REF!"), 2, 2))


def test_a_row_of_nothing_but_formulas_is_not_lost(tmp_path: Path) -> None:
    formulas = row(5, '<c r="A5"><f>1</f></c>', '<c r="D5"><f>1</f></c>')
    table = read_table(xlsx(tmp_path / "a.xlsx", sheet_xml(HEADING + PERSON + formulas)))
    assert table.header == ("職員番号", "氏名", "", "")
    assert [number for number, _ in table.rows] == [2, 5]
    assert table.rows[1][1] == (FORMULA_WITHOUT_VALUE, None, None, FORMULA_WITHOUT_VALUE)


def test_findings_left_of_and_above_the_other_cells_are_kept(tmp_path: Path) -> None:
    rows = (
        row(1, '<c r="A1"><f>TODAY()</f></c>')
        + row(3, text_cell("C3", "職員番号"))
        + row(4, text_cell("C4", "0012"))
    )
    table = read_table(xlsx(tmp_path / "a.xlsx", sheet_xml(rows)))
    assert table.rows == [(3, (None, None, "職員番号")), (4, (None, None, "0012"))]


def test_many_files_share_one_process(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    before = children()
    with TableReader() as reader:
        reader.read(path)
        first = children() - before
        for _ in range(20):
            reader.read(path)
        assert children() - before == first
        assert len(first) == 1


def test_csv_needs_no_process(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"no,name\n1,a\n")
    before = children()
    with TableReader() as reader:
        assert reader.read(path).rows == [(2, ("1", "a"))]
        assert children() <= before


@pytest.mark.parametrize(
    "limits",
    [ReadLimits(memory_bytes=80 * MIB), ReadLimits(seconds=0)],
    ids=["memory", "time"],
)
def test_a_workbook_beyond_the_limits_is_refused_and_the_next_is_read(
    limits: ReadLimits, tmp_path: Path
) -> None:
    path = heavy(tmp_path / "heavy.xlsx", 300_000)
    small = tmp_path / "small.csv"
    small.write_bytes(b"no\n1\n")
    with TableReader(limits) as reader:
        for _ in range(2):
            with pytest.raises(Refusal) as refusal:
                reader.read(path)
            assert refusal.value.problems[0].code == "tables.too_heavy"
        assert reader.read(small).rows == [(2, ("1",))]


def test_a_killed_process_is_told_and_replaced(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    before = children()
    with TableReader() as reader:
        reader.read(path)
        (worker,) = children() - before
        os.kill(int(worker), 9)
        with pytest.raises(Refusal) as refusal:
            reader.read(path)
        assert refusal.value.problems[0].code == "tables.too_heavy"
        assert reader.read(path).header == ("職員番号", "氏名")


def cancelling_after(calls: int) -> Callable[[int, int], None]:
    left = [calls]

    def progress(_done: int, _total: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Cancelled

    return progress


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_reading_can_be_cancelled_at_any_moment(calls: int, tmp_path: Path) -> None:
    path = heavy(tmp_path / "heavy.xlsx")
    with TableReader() as reader:
        with pytest.raises(Cancelled):
            reader.read(path, progress=cancelling_after(calls))
        assert reader.read(xlsx(tmp_path / "a.xlsx")).header == ("職員番号", "氏名")


def test_a_reader_can_be_used_again_after_closing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    reader = TableReader()
    reader.read(path)
    reader.close()
    assert reader.read(path).header == ("職員番号", "氏名")
    reader.close()
    reader.close()


def test_the_process_loads_none_of_the_program(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    before = children()
    with TableReader() as reader:
        reader.read(path)
        (worker,) = children() - before
        maps = Path(f"/proc/{worker}/maps").read_text()
    assert "calamine" in maps
    assert "PySide6" not in maps
    assert "sqlcipher" not in maps
