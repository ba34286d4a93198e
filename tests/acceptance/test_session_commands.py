"""Sessions on the command line: one JSON document each, and refusals with a sentence."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.acceptance.conftest import Run, document

HELD = "2025-06-10"


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """Return a data file with three people, a course of 2025年度 and a session of it."""
    path = tmp_path / "skilltrack.db"
    done = run("--data", path, "init", "--organisation", "試験市", "--unprotected")
    assert done.returncode == 0, done.stderr

    def take(kind: str, headings: str, rows: Sequence[Sequence[str]], *more: str) -> None:
        file = tmp_path / f"{kind}.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(headings.split())
            writer.writerows(rows)
        taken = run("--data", path, "import", kind, file, *more)
        assert taken.returncode == 0, taken.stderr

    take("departments", "所属コード 所属名 評価単位", [["0101", "人事課", "○"]])
    people = [[f"000{n}", f"職員 {n}", f"ショクイン {n}", "0101", "主事"] for n in (1, 2, 3)]
    headings = "職員番号 氏名 フリガナ 所属コード 職名"
    take("employees", headings, people, "--effective", "2025-04-01")
    take(
        "courses",
        "研修コード 研修名 種別 対象区分 年度 修了条件",
        [["T-01", "基礎研修", "必須", "", "2025", "出席"]],
    )
    return path


def test_a_session_from_the_first_seat_to_the_completion(
    run: Run, data: Path, tmp_path: Path
) -> None:
    def sessions(*arguments: object) -> object:
        return document(run("--data", data, "sessions", *arguments, "--json"))

    added = sessions("add", "T-01", "--year", 2025, "--day", f"{HELD} 13:30-16:30", "--capacity", 2)
    assert added == {"session": "2025-T-01-1", "days": 1}
    one = "2025-T-01-1"
    shown = sessions("show", one, "--as-of", "2025-06-01", "--candidates")
    assert [each["employee_no"] for each in shown["candidates"]] == ["0001", "0002", "0003"]
    people = [word for number in ("0001", "0002", "0003") for word in ("--employee", number)]
    tried = sessions("enrol", one, *people, "--on", "2025-05-01", "--dry-run")
    assert (tried["enrolled"], tried["waiting"]) == (["0001", "0002"], ["0003"])
    assert tried["is_recorded"] is False
    sessions("enrol", one, *people, "--on", "2025-05-01")
    declined = sessions(
        "enrol", one, "--decline", "--employee", "0001", "--reason", "公務", "--on", "2025-05-02"
    )
    assert declined["moved_up"] == ["0003"]
    sheet = tmp_path / "出席簿.xlsx"
    assert run("--data", data, "sessions", "sheet", one, "--out", sheet).returncode == 0
    workbook = load_workbook(sheet)
    page = workbook["出席簿"]
    page["D5"], page["D6"] = "出席", "欠席"
    workbook.save(sheet)
    taken = sessions("collect", sheet)
    assert (taken["new"], taken["is_recorded"]) == (2, True)
    watched = sessions("attend", one, "--employee", "0003", "--watched-on", "2025-06-20")
    assert watched["changed"] == 1
    plan = sessions("complete", one, "--as-of", "2025-07-01")
    assert {p["employee_no"]: p["completed_on"] for p in plan["people"]} == {
        "0002": HELD,
        "0003": "2025-06-20",
    }
    assert plan["recorded"] == 2
    listed = sessions("list", "--year", 2025, "--as-of", "2025-07-01")
    (line,) = listed["sessions"]
    assert (line["enrolled"], line["attended"], line["completed"]) == (2, 2, 2)
    changed = sessions("change", one, "--state", "held")
    assert changed == {"session": one, "state": "held", "moved_up": []}


@pytest.mark.parametrize("kind", ["roster", "report"])
def test_workbooks_are_written(run: Run, data: Path, tmp_path: Path, kind: str) -> None:
    run("--data", data, "sessions", "add", "T-01", "--year", 2025, "--day", HELD)
    out = tmp_path / f"{kind}.xlsx"
    done = run("--data", data, "sessions", "sheet", "2025-T-01-1", "--kind", kind, "--out", out)
    assert done.returncode == 0, done.stderr
    assert load_workbook(out).worksheets


def test_refusals_are_sentences(run: Run, data: Path) -> None:
    unknown = run("--data", data, "sessions", "show", "2025-T-01-9")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "実施回2025-T-01-9はありません" in unknown.stderr
    wrong = run("--data", data, "sessions", "add", "NONE", "--year", 2025)
    assert "研修一覧にありません" in wrong.stderr
    run("--data", data, "sessions", "add", "T-01", "--year", 2025, "--day", HELD)
    silent = run("--data", data, "sessions", "cancel", "2025-T-01-1")
    assert "理由が空欄です" in silent.stderr
