from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from skilltrack.reports.access_codes import CodeRow, write_access_codes

ROW = CodeRow(
    "0101", "人事課", "0007", "𠮷田　次郎", "0123-4567-89AB", "自己点検", date(2026, 12, 18)
)
DAYS = ("締切日（西暦）", "締切日（和暦）")
CLOSING = (datetime(2026, 12, 18), "令和8年12月18日")  # noqa: DTZ001 (a cell knows no zone)


def test_one_row_per_person_stands_under_one_heading_row(
    tmp_path: Path, dump: Callable[[Path], dict[str, dict[str, Any]]]
) -> None:
    path = tmp_path / "個人コード.xlsx"
    other = CodeRow("0102", "=税務課", "0008", "加藤", "ZZZZ-0000-1111", "自己点検", ROW.closes_on)
    write_access_codes(path, [ROW, other])
    (sheet,) = dump(path).values()
    rows = [[sheet[f"{letter}{row}"] for letter in "ABCDEFGH"] for row in (1, 2, 3)]
    assert rows == [
        ["所属コード", "所属", "職員番号", "氏名", "個人コード", "調査名", *DAYS],
        ["0101", "人事課", "0007", "𠮷田　次郎", "0123-4567-89AB", "自己点検", *CLOSING],
        ["0102", "=税務課", "0008", "加藤", "ZZZZ-0000-1111", "自己点検", *CLOSING],
    ]


def test_mail_merge_finds_text_as_text_and_nothing_merged(tmp_path: Path) -> None:
    path = tmp_path / "個人コード.xlsx"
    write_access_codes(path, [ROW])
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["個人コード"]
    assert workbook.sheetnames == ["個人コード"]
    assert not sheet.merged_cells.ranges
    assert {sheet[address].data_type for address in ("A2", "C2", "E2", "H2")} == {"s"}
    assert sheet["G2"].is_date
    assert sheet.freeze_panes == "A2"
