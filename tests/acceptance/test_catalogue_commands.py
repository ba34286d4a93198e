"""The catalogue on the command line."""

import json
import shutil
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated

YEAR = ("--year", 2026)


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> list[object]:
    """Return the arguments that open a copy of the municipality."""
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return ["--data", tmp_path / demo.data.name]


def test_a_course_is_added_shown_changed_and_removed(
    data: list[object], run: Run, tmp_path: Path
) -> None:
    detail = tmp_path / "detail.json"
    detail.write_text(
        json.dumps({"completion": {"kind": "test", "score": 80}, "audience": {"bands": ["staff"]}}),
        "utf-8",
    )
    options = (
        "--offer",
        "必須:staff",
        "--offer",
        "elective",
        "--mode",
        "集合",
        "--skill",
        "security",
    )
    added = run(
        *data, "courses", "add", "T-1", *YEAR, "--name", "試し", *options, "--hours", 2,
        "--session-yen", 50000, "--detail", detail,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    found = document(run(*data, "courses", "show", "T-1", *YEAR, "--json"))
    assert found["offers"] == [
        {"kind": "required", "bands": ["staff"]},
        {"kind": "elective", "bands": []},
    ]
    assert (found["modes"], found["mode"]) == (["classroom"], "集合")
    assert found["completion"]["score"] == 80
    assert found["audience"]["bands"] == ["staff"]
    assert found["cost"] == {"total": 0, "at_most": 0}
    changed = run(*data, "courses", "change", "T-1", *YEAR, "--capacity", 20)
    assert changed.returncode == 0, changed.stderr
    after = document(run(*data, "courses", "show", "T-1", *YEAR, "--json"))
    assert after == {**found, "capacity": 20}
    refused = run(*data, "courses", "remove", "T-1", "DX-01", *YEAR, "--reason", "使わない")
    assert refused.returncode == 1
    assert "DX推進研修" in refused.stderr
    removed = run(*data, "courses", "remove", "T-1", *YEAR, "--reason", "使わない")
    assert removed.returncode == 0, removed.stderr
    assert run(*data, "courses", "show", "T-1", *YEAR).returncode == 1
    wrong = run(*data, "courses", "add", "T-2", *YEAR, "--name", "試し", "--offer", "何か")
    assert wrong.returncode == 2


def test_the_year_is_listed_compared_and_laid_out(
    data: list[object], run: Run, tmp_path: Path
) -> None:
    listed = document(run(*data, "courses", "list", *YEAR, "--json"))
    codes = {row["code"] for row in listed["courses"]}
    assert {"DX-01", "EX-01"} <= codes
    costs = {row["code"]: row["cost"] for row in listed["courses"]}
    assert listed["cost"]["total"] == sum(cost or 0 for cost in costs.values())
    compared = document(run(*data, "courses", "compare", 2025, 2026, "--json"))
    states = {one["code"]: one["state"] for one in compared["courses"]}
    assert states["EX-01"] == "added"
    assert {"changed", "same"} <= set(states.values())
    menu = document(run(*data, "courses", "matrix", "fukui", *YEAR, "--json"))
    placed = {one["code"] for cell in menu["cells"] for one in cell["courses"]}
    assert placed | set(menu["outside"]) == codes
    assert run(*data, "courses", "compare", 2026, 2026).returncode == 1
    for name, more in (("print.xlsx", ("--scheme", "fukui")), ("data.xlsx", ("--data",))):
        done = run(*data, "courses", "list", *YEAR, "--out", tmp_path / name, *more)
        assert done.returncode == 0, done.stderr
    again = run(*data, "import", "courses", tmp_path / "data.xlsx", "--dry-run", "--json")
    assert (document(again)["new"], document(again)["changed"]) == (0, [])
    for command in (
        ("list", *YEAR),
        ("show", "DX-01", *YEAR),
        ("compare", 2025, 2026),
        ("matrix", "fukui", *YEAR),
    ):
        done = run(*data, "courses", *command)
        assert done.returncode == 0, done.stderr
        assert done.stdout
