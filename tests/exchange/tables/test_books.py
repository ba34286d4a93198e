"""Whole workbooks as the reading process answers them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.corpus.workbook_parts import (
    HEADING,
    ods,
    ods_row,
    ods_text,
    row,
    sheet_xml,
    text_cell,
    xlsx,
    xlsx_parts,
    zipped,
)

from skilltrack.domain.progress import silent
from skilltrack.exchange.tables.process import WorkerLostError, WorkerProcess
from skilltrack.exchange.tables.worker import may_hold_formulas
from skilltrack.files.inspection import MIB


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess(512 * MIB, 60)
    yield process
    process.close()


def test_every_sheet_of_every_workbook_comes_back_in_order(
    worker: WorkerProcess, tmp_path: Path
) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["B3"].value = "0012"
    hidden = workbook.create_sheet("隠し")
    hidden.sheet_state = "veryHidden"
    moment = datetime.fromisoformat("2026-04-01T09:05")
    hidden.append([1, 2.5, True, date(2026, 4, 1), moment, time(9, 30), None])
    workbook.create_sheet("空")
    workbook.save(tmp_path / "a.xlsx")
    good = (tmp_path / "a.xlsx").read_bytes()
    worker.submit([good, b"PK\x03\x04", good])
    first, bad, last = worker.books(silent)
    assert bad == {"problem": "files.damaged"}
    assert first == last
    assert not first["may_hold_formulas"]
    shown, secret, empty = first["sheets"]
    assert (shown["first_row"], shown["first_column"], shown["rows"]) == (2, 1, [["0012"]])
    assert secret["name"] == "隠し"
    (values,) = secret["rows"]
    assert values == [1, 2.5, True, "2026-04-01", "2026-04-01 09:05:00", "09:30:00"]
    assert empty["rows"] == []


def test_a_process_that_is_gone_is_told(worker: WorkerProcess) -> None:
    worker._process.kill()
    worker._process.wait()
    with pytest.raises(WorkerLostError):
        worker.submit([b"x" * 1_000_000])


def formula(prefix: str = "") -> str:
    return f'<c r="A2"><{prefix}f>1+1</{prefix}f><v>2</v></c>'


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_workbook_says_whether_it_may_hold_formulas(tmp_path: Path, method: int) -> None:
    with_one = xlsx_parts(sheet_xml(HEADING + row(2, formula())))
    assert may_hold_formulas(zipped(with_one, method))
    without = xlsx_parts(sheet_xml(HEADING + row(2, text_cell("A2", "f=1+1"))))
    assert not may_hold_formulas(zipped(without, method))
    assert not may_hold_formulas(xlsx(tmp_path / "a.xlsx").read_bytes())
    plain = ods(tmp_path / "a.ods", ods_row(ods_text("あ"))).read_bytes()
    assert not may_hold_formulas(plain)
    calculated = ods_row(ods_text("2", 'table:formula="of:=1+1"'))
    assert may_hold_formulas(ods(tmp_path / "b.ods", calculated).read_bytes())


def test_what_cannot_be_looked_into_may_hold_formulas() -> None:
    content = zipped(xlsx_parts())
    end = content.rindex(b"PK\x05\x06")
    assert may_hold_formulas(b"\xd0\xcf\x11\xe0")
    assert may_hold_formulas(b"PK\x03\x04")
    assert may_hold_formulas(content[:end])
    assert may_hold_formulas(b"PK" + content)
    assert may_hold_formulas(content.replace(b"PK\x03\x04", b"PK\x03\x05"))
