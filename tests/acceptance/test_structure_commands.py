"""Ways of looking at departments on the command line."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated

MERGED = "企画財政課"
BEFORE = ("--year", 2026, "--as-of", "2026-09-01")


@pytest.fixture
def sections(demo: Demonstrated, run: Run) -> dict[str, str]:
    """Return the first two rows of the board by code: code → name."""
    rows = document(run("--data", demo.data, "rank", "fukui", *BEFORE, "--json"))["departments"]
    codes = sorted((row["code"], row["name"]) for row in rows if row["headcount"])
    return dict(codes[:2])


@pytest.fixture
def data(
    demo: Demonstrated, tmp_path: Path, run: Run, sections: dict[str, str]
) -> tuple[object, ...]:
    """Return the arguments that open a copy in which two sections became one in October."""
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    arguments = "--data", tmp_path / demo.data.name
    merge = ("organisation", "merge", *sections, "--into", "0999", "--name", MERGED, "--unit")
    done = run(*arguments, *merge, "--effective", "2026-10-01")
    assert done.returncode == 0, done.stderr
    return arguments


def group_name(sections: dict[str, str]) -> str:
    return "＋".join(sections.values()) + f" → {MERGED}"


def heads(document: Any) -> dict[str, int]:
    return {row["name"]: row["headcount"] for row in document["departments"]}


def test_the_board_is_arranged_by_the_organisation_asked_for(
    run: Run, data: tuple[object, ...], sections: dict[str, str]
) -> None:
    was = document(run(*data, "rank", "fukui", *BEFORE, "--json"))
    assert "structure" not in was
    way = ("--structure", "as-now", "--structure-on", "2026-10-01")
    now = document(run(*data, "rank", "fukui", *BEFORE, *way, "--json"))
    both = sum(heads(was)[name] for name in sections.values())
    assert heads(now)[MERGED] == both
    assert sum(heads(now).values()) == sum(heads(was).values())
    assert now["structure"]["way"] == "as-now"
    assert group_name(sections) in {g["name"] for g in now["structure"]["groups"]}


def test_below_the_table_stands_by_which_organisation(run: Run, data: tuple[object, ...]) -> None:
    done = run(*data, "rank", "fukui", *BEFORE, "--structure", "as-now")
    assert "の組織に組み替えています" in done.stderr
    assert "組み替えています" not in run(*data, "rank", "fukui", *BEFORE).stderr


def test_exams_and_results_of_rounds_take_the_same_option(
    run: Run, data: tuple[object, ...], sections: dict[str, str]
) -> None:
    like = ("--structure", "like-for-like", "--structure-on", "2026-12-01", "--json")
    name = group_name(sections)
    exams = document(run(*data, "exams", "--as-of", "2026-09-01", *like))
    assert name in heads(exams)
    rounds = document(run(*data, "round", "list", "--json"))
    newest = max(rounds["rounds"], key=lambda one: one["opens_on"])["round"]
    like = ("--structure", "like-for-like", "--structure-on", "2026-09-01", "--json")
    found = document(run(*data, "round", "analyse", newest, *like))
    assert name in {group["name"] for group in found["departments"]}


def test_a_day_of_the_organisation_needs_its_way_and_does_not_lie_before(
    run: Run, data: tuple[object, ...], sections: dict[str, str]
) -> None:
    alone = run(*data, "rank", "fukui", *BEFORE, "--structure-on", "2026-10-01")
    assert alone.returncode == 2
    early = ("--structure", "as-now", "--structure-on", "2026-04-01")
    refused = run(*data, "rank", "fukui", *BEFORE, *early)
    assert refused.returncode == 1
    assert "基準日" in refused.stderr


def test_a_year_is_compared_with_the_day_asked_for(run: Run, data: tuple[object, ...]) -> None:
    days = ("--as-of", "2026-11-20", "--compare", "2026-09-01")
    found = document(run(*data, "rank-change", "fukui", "--year", 2026, *days, "--json"))
    earlier = {"fiscal_year": 2026, "as_of": "2026-09-01", "closed_on": None}
    assert found["compared_with"] == earlier
    row = next(one for one in found["departments"] if one["code"] == "0999")
    assert row["not_comparable"] is None
    assert row["rank"]["gained"] == row["rank"]["then"] - row["rank"]["now"]
    table = run(*data, "rank-change", "fukui", "--year", 2026, *days)
    assert table.returncode == 0
    assert "比べています" in table.stderr


def test_a_report_is_written_by_the_organisation_asked_for(
    run: Run, data: tuple[object, ...], tmp_path: Path
) -> None:
    path = tmp_path / "data.xlsx"
    way = ("--structure", "as-now")
    done = run(*data, "report", "data", "--out", path, *BEFORE, *way)
    assert done.returncode == 0, done.stderr
    from openpyxl import load_workbook

    book = load_workbook(path)
    assert "組織の組み替え" in book.sheetnames
    values = [cell.value for row in book["組織の組み替え"].iter_rows() for cell in row]
    assert MERGED in values
