"""Whole workbooks as the reading process answers them."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from skilltrack.domain.progress import silent
from skilltrack.exchange.processes.asking import WorkerLostError
from skilltrack.exchange.tables.process import TableProcess
from skilltrack.files.inspection import MIB


@pytest.fixture
def worker() -> Iterator[TableProcess]:
    process = TableProcess(512 * MIB, 60)
    yield process
    process.close()


def test_every_sheet_of_every_workbook_comes_back_in_order(
    worker: TableProcess, tmp_path: Path
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
    shown, secret, empty = first["sheets"]
    assert (shown["first_row"], shown["first_column"], shown["columns"]) == (2, 1, [["0012"]])
    assert secret["name"] == "隠し"
    assert [value for (value,) in secret["columns"]] == [
        1,
        2.5,
        True,
        "2026-04-01",
        "2026-04-01 09:05:00",
        "09:30:00",
    ]
    assert empty["columns"] == []


def test_a_process_that_is_gone_is_told(worker: TableProcess) -> None:
    worker._process.kill()
    worker._process.wait()
    with pytest.raises(WorkerLostError):
        worker.submit([b"x" * 1_000_000])


def test_a_process_that_was_given_nothing_has_lost_it(worker: TableProcess) -> None:
    with pytest.raises(WorkerLostError):
        worker.books(silent)
    worker.submit([b"PK\x03\x04"])
    assert worker.books(silent) == [{"problem": "files.damaged"}]
