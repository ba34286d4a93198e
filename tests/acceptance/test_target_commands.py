"""Targets on the command line, on the small municipality."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated

ON = "2026-11-20"


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


def _targets(data: Path, *more: object) -> dict[str, dict[str, object]]:
    found = document(skilltrack("--data", data, "targets", "--as-of", ON, *more, "--json"))
    assert found["as_of"] == ON
    return {one["id"]: one for one in found["targets"]}


def test_targets_are_printed_in_the_form_of_the_contract(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "目標.xlsx"
    found = _targets(data, "--out", out)
    required = {"id", "name", "actual", "target", "due", "pace_needed", "forecast", "missing"}
    assert all(required <= one.keys() for one in found.values())
    shapes = {str(one["shape"]) for one in found.values()}
    assert shapes == {"heads", "share", "everyone", "per_department", "outputs", "levels"}
    share = found["leaders-share"]
    assert share["target"] == 0.15
    assert isinstance(share["actual"], float)
    titles = openpyxl.load_workbook(out).sheetnames
    assert titles[:3] == ["目標", "グラフ", "推移"]
    shown = document(
        skilltrack("--data", data, "targets", "show", "security-everyone", "--as-of", ON, "--json")
    )
    missing = [one["employee_no"] for one in shown["people"] if not one["is_counted"]]
    assert sorted(missing) == shown["missing"]
    plain = skilltrack("--data", data, "targets", "--as-of", ON)
    assert plain.returncode == 0, plain.stderr


def test_a_target_is_added_changed_stated_closed_and_undone(data: Path) -> None:
    add = (
        *("--data", data, "targets", "add", "forms", "--name", "押印の廃止", "--shape", "outputs"),
        *("--measure", "stated", "--goal", "30", "--from", "2026-04-01", "--due", "2027-03-31"),
    )
    assert "確かめただけ" in skilltrack(*add, "--dry-run").stderr
    assert "forms" not in _targets(data)
    assert skilltrack(*add).returncode == 0
    again = skilltrack(*add)
    assert again.returncode == 1
    assert "もうあります" in again.stderr
    state = ("--data", data, "targets", "state", "forms")
    assert skilltrack(*state, 12, "--on", ON, "--note", "様式12件").returncode == 0
    assert (_targets(data)["forms"]["actual"], _targets(data)["forms"]["target"]) == (12, 30)
    edit = ("--data", data, "targets", "edit", "forms", "--goal", "20")
    assert skilltrack(*edit).returncode == 2  # the reason is needed
    assert skilltrack(*edit, "--reason", "計画の見直し").returncode == 0
    assert _targets(data)["forms"]["target"] == 20
    close = ("--data", data, "targets", "close", "forms", "--on", ON, "--reason", "統合")
    assert skilltrack(*close).returncode == 0
    assert "forms" not in _targets(data)
    assert _targets(data, "--closed")["forms"]["state"] == "closed"
    changes = document(skilltrack("--data", data, "targets", "undo", "--json"))["changes"]
    assert [one["kind"] for one in changes[:4]] == [
        "targets.close",
        "targets.edit",
        "targets.state",
        "targets.add",
    ]
    assert skilltrack("--data", data, "targets", "undo", changes[0]["change"]).returncode == 0
    assert _targets(data)["forms"]["actual"] == 12
    refused = skilltrack("--data", data, "targets", "state", "passes", 3)
    assert refused.returncode == 1
    assert "手で入れられません" in refused.stderr


def test_targets_are_carried_into_the_next_year(data: Path) -> None:
    carry = ("--data", data, "targets", "carry", "--year", 2027)
    offered = document(skilltrack(*carry, "--dry-run", "--json"))["targets"]
    assert {one["new_due"] for one in offered} == {"2028-03-31"}
    assert not any(one["is_carried"] for one in offered)
    chosen = skilltrack(*carry, "--target", "security-everyone")
    assert chosen.returncode == 0, chosen.stderr
    left = {one["id"] for one in document(skilltrack(*carry, "--dry-run", "--json"))["targets"]}
    assert left == {one["id"] for one in offered} - {"security-everyone"}
