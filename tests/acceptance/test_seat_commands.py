"""Seat plans on the command line: one JSON document each, and refusals with a sentence."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document

BEFORE = "2026-11-20"


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    """Return a data file with three people who owe a course, and a session of two seats."""
    path = tmp_path / "skilltrack.db"
    done = run(
        "--data", path, "init", "--organisation", "試験市", "--unprotected", "--scheme", "fukui"
    )
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
    take("employees", headings, people, "--effective", "2026-04-01")
    courses = [["T-01", "基礎研修", "必須", "", "2026", "10000"]]
    take("courses", "研修コード 研修名 種別 対象区分 年度 1回の費用", courses)
    added = run(
        *("--data", path, "sessions", "add", "T-01", "--year", 2026),
        *("--day", "2026-12-01 13:30-16:30", "--capacity", 2),
    )
    assert added.returncode == 0, added.stderr
    return path


def test_a_plan_from_the_first_draft_to_the_applications(
    run: Run, data: Path, tmp_path: Path
) -> None:
    def seats(*arguments: object) -> object:
        return document(run("--data", data, "seats", *arguments, "--json"))

    made = ("plan", 2026, "--title", "当初案", "--as-of", BEFORE)
    tried = seats(*made, "--absent", 1, "--dry-run")
    assert isinstance(tried, dict)
    assert (tried["plan"], tried["is_dry_run"], len(tried["seats"])) == ("", True, 1)
    assert tried["unserved"][0]["cause"] == "department_day"
    assert seats("list", 2026) == {"fiscal_year": 2026, "plans": []}
    kept = seats(*made, "--budget", 10_000)
    assert isinstance(kept, dict)
    assert (kept["plan"], kept["cost_yen"], kept["outcome"]["is_best"]) == ("2026-01", 10_000, True)
    seats(*made, "--budget", 0)
    compared = seats("compare", "2026-01", "2026-02")
    assert isinstance(compared, dict)
    assert [one["fate"] for one in compared["changes"]] == ["lost", "lost"]
    shown = seats("show", "2026-01")
    assert isinstance(shown, dict)
    assert [one["cause"] for one in shown["unserved"]] == ["full"]
    applied = seats("apply", "2026-01", "--on", BEFORE)
    assert isinstance(applied, dict)
    assert len(applied["sessions"][0]["enrolled"]) == 2
    book = tmp_path / "heads.xlsx"
    assert run("--data", data, "seats", "export", "2026-01", "--out", book).returncode == 0
    assert book.exists()
    refused = run("--data", data, "seats", "show", "2026-09")
    assert refused.returncode == 1
    assert "2026-09" in refused.stderr
