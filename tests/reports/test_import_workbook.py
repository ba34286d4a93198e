"""The workbook that lists every row of an import."""

from datetime import date, datetime
from pathlib import Path

import openpyxl

from skilltrack.domain.intake import (
    ChangedLine,
    Decision,
    FieldChange,
    Handling,
    ImportKind,
    ImportOutcome,
    Listing,
    MissingPerson,
)
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.reports.imports import write_outcome

MOVED = (FieldChange("department", "0101", "0102"), FieldChange("job_title", "主事", "主査"))
LEFT = (FieldChange("left_on", "", "2026-10-31"),)
PEOPLE = [("0001", "髙橋", "人事課"), ("0002", "=cmd()", "税務課"), ("0003", "𠮷田", "税務課")]
OUTCOME = ImportOutcome(
    ImportKind.EMPLOYEES,
    "名簿.xlsx",
    3,
    1,
    (ChangedLine(3, "0002", MOVED),),
    1,
    ("0009",),
    (Problem("intake.unknown_title", Place("名簿.xlsx", "", 4, "職名"), {"title": "主幹"}),),
    date(2026, 11, 1),
    7,
    Listing(
        [2, 3, 4],
        PEOPLE.__getitem__,
        frozenset({4}),
        {3: MOVED},
        [MissingPerson("0009", "伊藤", "0102", "税務課", "主事")],
        {"0009": (Decision(Handling.RETIRED, date(2026, 10, 31)), LEFT)},
    ),
)


def cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_every_row_is_listed_with_each_field_and_everybody_missing(
    tmp_path: Path, made_at: datetime
) -> None:
    path = tmp_path / "結果.xlsx"
    write_outcome(path, OUTCOME, made_at=made_at, organisation="試験市")
    rows = cells(path, "結果")
    assert rows[0] == (
        *("行", "番号・コード", "氏名・名称", "内容", "区分", "項目", "前", "後", "扱い"),
    )
    assert rows[1] == (2, "0001", "髙橋", "人事課", "変更なし", None, None, None, None)
    assert rows[2][4:8] == ("変更", "所属コード", "0101", "0102")
    assert rows[3][4:8] == ("変更", "職名", "主事", "主査")
    assert rows[4][:5] == (4, "0003", "𠮷田", "税務課", "新規")
    assert rows[5] == (
        *(None, "0009", "伊藤", "税務課　主事", "ファイルにない", "退職日", None),
        "令和8年10月31日",
        "退職（最終日 令和8年10月31日）",
    )
    assert len(rows) == 6


def test_names_never_become_formulas(tmp_path: Path, made_at: datetime) -> None:
    path = tmp_path / "結果.xlsx"
    write_outcome(path, OUTCOME, made_at=made_at, organisation="試験市")
    cell = openpyxl.load_workbook(path)["結果"]["C3"]
    assert (cell.value, cell.data_type) == ("=cmd()", "s")


def test_counts_and_notices_stand_on_sheets_of_their_own(tmp_path: Path, made_at: datetime) -> None:
    path = tmp_path / "結果.xlsx"
    write_outcome(path, OUTCOME, made_at=made_at, organisation="試験市")
    facts = dict(cells(path, "まとめ"))
    assert facts["状態"] == "取り込み済み"
    assert facts["取り込み番号"] == 7
    assert [facts[name] for name in ("新規", "変更", "変更なし", "ファイルにない")] == [1, 1, 1, 1]
    (notice,) = cells(path, "お知らせ")[1:]
    assert notice[:2] == (4, "職名")
    assert Severity.ERROR not in notice
