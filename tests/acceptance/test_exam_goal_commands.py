"""Goals of exams, consents, the notice and the register on the command line."""

import shutil
from pathlib import Path

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


def test_goals_consents_and_the_notice(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "exam")
    tried = ("--rate", "50%", "--fee", 5_700, "--as-of", ON, "--out", tmp_path / "目標.xlsx")
    found = document(skilltrack(*base, "goals", *tried, "--json"))
    assert found["attempts"]["expected"] == 2 * found["remaining"]
    assert found["cost_yen"]["expected"] == found["attempts"]["expected"] * 5_700
    assert found["total"]["people"] == sum(one["people"] for one in found["departments"])
    assert skilltrack(*base, "goals", "--rate", "多い").returncode != 0
    people = document(skilltrack(*base, "consent", "--on", ON, "--json"))["people"]
    number = next(one["employee_no"] for one in people if one["teaching"] is None)
    stated = (number, "--purpose", "teaching", "--on", ON)
    done = skilltrack(*base, "consent", *stated, "--json")
    assert document(done)["stated"] == 1
    again = document(skilltrack(*base, "consent", "--on", ON, "--json"))["people"]
    said = {one["employee_no"]: one["teaching"] for one in again}
    assert said[number] == {"consents": True, "on": ON}
    period = ("--from", "2024-04-01", "--until", ON, "--out", tmp_path / "お知らせ.xlsx")
    notice = document(skilltrack(*base, "notice", *period, "--json"))
    assert len(notice["named"]) <= notice["total"]
    assert (tmp_path / "お知らせ.xlsx").exists()
    assert (tmp_path / "目標.xlsx").exists()


def test_qualifications_from_entry_to_export(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "qualification")
    listed = document(skilltrack(*base, "list", "--as-of", ON, "--json"))["qualifications"]
    number = listed[0]["employee_no"]
    draft = (number, "統計の検定", "--got", "2025-04-01", "--until", "2027-03-31")
    entry = document(skilltrack(*base, "add", *draft, "--json"))["entry"]
    soon = ("--name", "統計の検定", "--months", 6, "--as-of", ON)
    (one,) = document(skilltrack(*base, "list", *soon, "--json"))["qualifications"]
    assert (one["entry"], one["state"]) == (entry, "expiring")
    ended = skilltrack(*base, "end", entry, "--on", "2026-10-31", "--reason", "更新せず")
    assert ended.returncode == 0, ended.stderr
    assert not document(skilltrack(*base, "list", *soon, "--json"))["qualifications"]
    out = tmp_path / "台帳.xlsx"
    refused = skilltrack(*base, "export", out, "--as-of", ON)
    assert refused.returncode == 1
    assert "利用目的" in refused.stderr
    saved = ("--purpose", "任用", "--as-of", ON, "--data", "--json")
    assert document(skilltrack(*base, "export", out, *saved))["qualifications"] == len(listed)
