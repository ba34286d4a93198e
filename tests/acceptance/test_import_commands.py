"""The monthly roster from the command line: mapped, remembered, asked about, written out."""

import csv
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import Run, document


def write(path: Path, *lines: str) -> Path:
    with path.open("w", encoding="cp932", newline="") as stream:
        csv.writer(stream).writerows(line.split(" ") for line in lines)
    return path


EXPORT = "職員コード 漢字氏名 所属ＣＤ 職員区分"
MAPS = ("--map", "職員コード=職員番号", "--map", "漢字氏名=氏名", "--map", "所属ＣＤ=所属コード")
WORDS = ("--map", "職員区分=任用区分", "--word", "任用区分:正職員=正規")


@pytest.fixture
def office(tmp_path: Path, run: Run) -> list[object]:
    """Return the arguments that open a data file with four people."""
    given: list[object] = ["--data", tmp_path / "市.db"]
    made = run(*given, "init", "--scheme", "fukui", "--organisation", "試験市", "--unprotected")
    assert made.returncode == 0, made.stderr
    departments = write(tmp_path / "所属.csv", "所属コード 所属名", "0101 人事課", "0102 税務課")
    people = write(
        tmp_path / "職員.csv",
        "職員番号 氏名 所属コード",
        *("0001 髙橋 0101", "0002 山﨑 0102", "0003 田中 0102", "0004 佐藤 0102"),
    )
    for kind, file in (("departments", departments), ("employees", people)):
        done = run(*given, "import", kind, file, "--effective", "2026-04-01")
        assert done.returncode == 0, done.stderr
    return given


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return the export of a month in which 0003 and 0004 are missing."""
    return write(
        tmp_path / "出力.csv",
        "職員一覧 2026-11",
        EXPORT,
        "0001 髙橋 0102 正職員",
        "0002 山﨑 0102 正職員",
    )


def test_an_export_is_mapped_once_and_read_without_options_afterwards(
    office: list[object], export: Path, run: Run
) -> None:
    common = ("import", "employees", export, "--effective", "2026-11-01")
    refused = run(*office, *common, "--dry-run")
    assert refused.returncode == 1
    assert "「職員番号」の列がありません" in refused.stderr
    first = run(*office, *common, *MAPS, *WORDS, "--remember", "--dry-run")
    assert first.returncode == 0, first.stderr
    found = document(run(*office, *common, "--json", "--missing", "keep"))
    assert [(line["key"], line["state"]) for line in found["lines"]] == [
        ("0001", "changed"),
        ("0002", "unchanged"),
        ("0003", "missing"),
        ("0004", "missing"),
    ]
    shown = document(run(*office, "mappings", "show", "employees", "--json"))
    assert {"heading": "職員番号", "theirs": "職員コード"} in shown["headings"]
    assert shown["words"] == [{"heading": "任用区分", "theirs": "正職員", "word": "正規"}]
    listed = document(run(*office, "mappings", "list", "--json"))
    assert [one["kind"] for one in listed["mappings"]] == ["employees"]
    assert run(*office, "mappings", "remove", "employees").returncode == 0
    assert document(run(*office, "mappings", "list", "--json")) == {"mappings": []}


def test_missing_people_are_dealt_with_by_a_file_and_every_row_is_written(
    office: list[object], export: Path, run: Run, tmp_path: Path
) -> None:
    decisions = write(
        tmp_path / "扱い.csv", "職員番号 扱い 日付", "0003 退職 2026-10-31", "0004 育休 "
    )
    done = run(
        *office,
        *("import", "employees", export, "--effective", "2026-11-01", *MAPS, *WORDS),
        *("--missing-file", decisions, "--out", tmp_path / "結果.xlsx"),
    )
    assert done.returncode == 0, done.stderr
    assert "退職（最終日 令和8年10月31日）" in done.stderr
    rows = list(openpyxl.load_workbook(tmp_path / "結果.xlsx")["結果"].iter_rows(values_only=True))
    assert [(row[1], row[4], row[8]) for row in rows[-2:]] == [
        ("0003", "ファイルにない", "退職（最終日 令和8年10月31日）"),
        ("0004", "ファイルにない", "育休（令和8年11月1日から）"),
    ]
    again = document(
        run(*office, "import", "employees", export, *MAPS, *WORDS, "--dry-run", "--json")
    )
    assert again["missing"] == []


def test_a_decision_file_that_leaves_somebody_out_is_refused(
    office: list[object], export: Path, run: Run, tmp_path: Path
) -> None:
    decisions = write(tmp_path / "扱い.csv", "職員番号 扱い", "0003 退職")
    common = ("import", "employees", export, *MAPS, *WORDS, "--missing-file", decisions)
    refused = run(*office, *common)
    assert refused.returncode == 1
    assert "1人の扱いが決まっていません" in refused.stderr
    assert run(*office, *common, "--missing", "keep").returncode == 0


def test_wrong_options_are_wrong_usage(office: list[object], export: Path, run: Run) -> None:
    for option in (("--map", "職員コード"), ("--word", "正職員=正規")):
        assert run(*office, "import", "employees", export, *option).returncode == 2
