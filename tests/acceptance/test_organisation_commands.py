"""Reorganising from the command line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.conftest import Run

from skilltrack.services.demonstration.pipeline import Demonstrated

DAY = "R9.4.1"


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    """A copy of the municipality that a test may change."""
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


@pytest.fixture
def units(run: Run, data: Path) -> list[str]:
    """The evaluation units with nothing below them, the largest first."""
    rows = tree(run, data)
    above = {row["parent"] for row in rows}
    found = [row for row in rows if row["is_evaluation_unit"] and row["code"] not in above]
    return [row["code"] for row in sorted(found, key=lambda row: -row["headcount"])]


def tree(run: Run, data: Path, *arguments: str) -> list[dict[str, Any]]:
    done = run("--data", data, "organisation", "tree", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return list(document["departments"])


def test_operations_one_by_one_and_undone_newest_first(
    run: Run, data: Path, units: list[str]
) -> None:
    one, other, third, fourth = units[:4]
    before = tree(run, data, "--as-of", DAY)

    def change(*arguments: str) -> dict[str, Any]:
        done = run("--data", data, "organisation", *arguments, "--effective", DAY, "--json")
        assert done.returncode == 0, done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    rehearsed = change("merge", one, other, "--into", one, "--dry-run")
    assert rehearsed["change"] is None
    assert tree(run, data, "--as-of", DAY) == before
    done = [
        change("merge", one, other, "--into", one, "--name", "統合課", "--unit"),
        change("rename", third, "--name", "改称課", "--reason", "見直し"),
        change("open", "9901", "--name", "広報課", "--parent", "最上位", "--no-unit"),
        change("close", fourth, "--successor", "9901"),
    ]
    assert rehearsed["moves"] == done[0]["moves"]
    assert {row["outcome"] for row in done[0]["departments"]} == {"same", "merged"}
    after = {row["code"]: row for row in tree(run, data, "--as-of", DAY)}
    assert (after[one]["name"], after[third]["name"]) == ("統合課", "改称課")
    assert after["9901"]["headcount"] == len(done[3]["moves"])
    shown = run("--data", data, "organisation", "list", "--json")
    listed = json.loads(shown.stdout)["operations"][: len(done)]
    assert [row["change"] for row in listed] == [row["change"] for row in reversed(done)]
    for row in listed:
        undone = run("--data", data, "organisation", "undo", row["change"])
        assert undone.returncode == 0, undone.stderr
    assert tree(run, data, "--as-of", DAY) == before


def test_a_plan_file_with_a_list_and_its_paper(
    run: Run, data: Path, units: list[str], tmp_path: Path
) -> None:
    code = units[0]
    plan = tmp_path / "計画.csv"
    head = "操作,所属コード,新コード,新名称,振分\n"
    rows = f"分割,{code},{code},,残り\n分割,{code},9902,別の課,\n改称,{units[1]},,改称課,\n"
    plan.write_text(head + rows, encoding="utf-8-sig")
    refused = run("--data", data, "organisation", "split", code, "--into", code, "--into",
                  "9902=別の課", "--effective", DAY)  # fmt: skip
    assert refused.returncode == 1
    assert "行き先を選びます" in refused.stderr
    number = json.loads(
        run("--data", data, "organisation", "split", code, "--into", code, "--into",
            "9902=別の課", "--take", "9902=残り", "--effective", DAY, "--dry-run", "--json").stdout
    )["moves"][0]["employee_no"]  # fmt: skip
    people = tmp_path / "振分.csv"
    people.write_text(f"職員番号,所属コード\n{number},9902\n", encoding="utf-8-sig")
    done = run("--data", data, "organisation", "plan", plan, "--effective", DAY, "--people",
               people, "--out", tmp_path / "対照表.xlsx", "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [(m["employee_no"], m["from"], m["to"]) for m in document["moves"]] == [
        (number, code, "9902")
    ]
    assert [share["people"] for share in document["shares"]][1] == 1
    assert (tmp_path / "対照表.xlsx").exists()
    printed = run("--data", data, "organisation", "print", document["change"], "--out",
                  tmp_path / "もう一度.xlsx")  # fmt: skip
    assert printed.returncode == 0, printed.stderr


def test_the_template_and_what_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("--data", data, "organisation", "template", "--out", tmp_path / "計画.xlsx").stderr
    empty = run("--data", data, "organisation", "plan", tmp_path / "計画.xlsx", "--effective", DAY)
    assert empty.returncode == 1
    moved = run(
        "--data", data, "organisation", "move", "0777", "--parent", "0888", "--effective", DAY
    )
    assert moved.returncode == 1
    assert "所属コード 0777 は登録されていません" in moved.stderr
    assert "0888" in moved.stderr
    wrong = run("--data", data, "organisation", "close", "0777", "--effective", "四月")
    assert wrong.returncode == 2
