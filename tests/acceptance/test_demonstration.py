"""What the demo leaves behind, and that every door shows the same numbers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated, run_demonstration


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


def test_the_demo_leaves_files_answers_reports_and_an_unprotected_data_file(
    demo: Demonstrated,
) -> None:
    names = {path.relative_to(demo.folder).as_posix() for path in demo.folder.rglob("*")}
    assert {"demo.db", "名簿/職員.xlsx", "帳票/所属別評価.xlsx", "帳票/データ.xlsx"} <= names
    assert demo.package.exists()
    assert demo.data.read_bytes().startswith(b"SQLite format 3")
    assert not [name for name in names if name.endswith((".tmp", ".key"))]


def test_ranking_has_the_form_of_the_contract(rank: Any) -> None:
    assert list(rank)[:4] == ["scheme", "fiscal_year", "as_of", "departments"]
    assert (rank["scheme"], rank["fiscal_year"], rank["as_of"]) == ("fukui", 2026, "2026-11-20")
    row = rank["departments"][0]
    assert list(row) == [
        "code",
        "name",
        "headcount",
        "required",
        "leader",
        "elective",
        "practices",
        "composite",
        "rank",
        "flags",
    ]
    assert list(row["required"]) == ["done", "due", "ratio", "rank"]
    order = [(d["rank"] is None, d["rank"], d["code"]) for d in rank["departments"]]
    assert order == sorted(order)
    assert {flag for d in rank["departments"] for flag in d["flags"]} >= {"no_leader", "small"}


def test_every_ratio_is_done_over_due_with_four_decimals_half_up(rank: Any) -> None:
    for row in rank["departments"]:
        for name in ("required", "leader", "elective"):
            criterion = row[name]
            if criterion["due"]:
                scaled = criterion["done"] * 20000 // criterion["due"]
                assert criterion["ratio"] == pytest.approx((scaled + 1) // 2 / 10000, abs=1e-9)


def test_the_data_workbook_holds_the_numbers_of_the_command_line(
    demo: Demonstrated, rank: Any
) -> None:
    table = sheet(demo.folder / "帳票" / "データ.xlsx", "所属別評価")
    heading = [str(cell) for cell in table[0]]
    by_code = {str(row[heading.index("所属コード")]): row for row in table[1:]}
    columns = {
        "required": heading.index("必須研修_階層別_済（件）"),
        "leader": heading.index("必須研修_DXリーダー_済（件）"),
        "elective": heading.index("選択研修_済（件）"),
    }
    assert len(by_code) == len(rank["departments"])
    for department in rank["departments"]:
        row = by_code[department["code"]]
        for name, first in columns.items():
            shown = [None if cell == "" else cell for cell in row[first : first + 4]]
            assert shown == list(department[name].values())


def test_the_printed_workbook_ranks_as_the_command_line_does(demo: Demonstrated, rank: Any) -> None:
    table = sheet(demo.folder / "帳票" / "所属別評価.xlsx", "所属別評価")
    names = [department["name"] for department in rank["departments"]]
    shown = [str(cell) for row in table for cell in row if str(cell) in names]
    assert shown[: len(names)] == names


def test_everybody_in_post_is_judged_under_both_schemes(demo: Demonstrated, run: Run) -> None:
    for scheme in ("fukui", "kitakyushu"):
        told = document(
            run("--data", demo.data, "tiers", scheme, "--as-of", "2026-11-20", "--json")
        )
        assert list(told) == ["scheme", "as_of", "people", "counted", "tiers"]
        assert len(told["people"]) > 100
        for tier in told["tiers"]:
            of_tier = [p for p in told["people"] if p["expected"] == tier["code"]]
            assert tier["expected"] == len(of_tier)
            assert tier["met"] == sum(p["met"] is True for p in of_tier)
            assert tier["unjudged"] == sum(p["met"] is None for p in of_tier)
        for person in told["people"]:
            ids = {leaf["id"] for leaf in person["requirements"]}
            assert set(person["missing"]) <= ids
            unsatisfied = {r["id"] for r in person["requirements"] if not r["satisfied"]}
            assert set(person["missing"]) <= unsatisfied
            if person["met"]:
                assert person["missing"] == []


def test_somebody_who_did_not_answer_is_unknown_and_not_zero(demo: Demonstrated, run: Run) -> None:
    told = document(
        run("--data", demo.data, "tiers", "kitakyushu", "--as-of", "2026-11-20", "--json")
    )
    values = [
        leaf["value"]
        for person in told["people"]
        for leaf in person["requirements"]
        if leaf["kind"] == "category" and leaf["satisfied"] is None
    ]
    assert values
    assert set(values) == {None}


def test_the_answer_rate_is_that_of_the_people_asked(demo: Demonstrated, run: Run) -> None:
    told = document(run("--data", demo.data, "round", "status", demo.round_id, "--json"))
    answered = told["answered"]
    assert sum(d["done"] for d in told["departments"]) == answered["done"]
    assert sum(d["due"] for d in told["departments"]) == answered["due"]
    assert 0.6 < answered["ratio"] < 1


def test_exam_progress_adds_up(demo: Demonstrated, run: Run) -> None:
    told = document(run("--data", demo.data, "exams", "--as-of", "2026-11-20", "--json"))
    passed = {a["employee_no"] for a in told["attempts"] if a["passed"]}
    assert told["body"]["passers"] == len(passed)
    assert sum(d["attempts"] for d in told["departments"]) == len(told["attempts"])


@pytest.mark.slow
def test_the_same_seed_gives_the_same_figures(
    demo: Demonstrated, rank: Any, run: Run, tmp_path: Path
) -> None:
    again = run_demonstration(
        tmp_path / "demo", employees=120, seed=1, today=date(2026, 11, 21), tell=lambda _s: None
    )
    told = document(
        run(
            "--data", again.data, "rank", "fukui", "--year", 2026, "--as-of", "2026-11-20", "--json"
        )
    )
    assert told == rank


def test_a_folder_with_other_files_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "大事な資料.txt").write_text("…", encoding="utf-8")
    done = run("demo", tmp_path)
    assert done.returncode == 1
    assert "デモ以外のファイル" in done.stderr
    assert (tmp_path / "大事な資料.txt").exists()
