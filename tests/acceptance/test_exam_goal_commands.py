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
    assert len(notice["named"]) <= notice["total"]["count"]
    assert notice["is_handed_out"]
    kept = document(skilltrack(*base, "notices", "--json"))["notices"]
    assert (kept[-1]["from"], kept[-1]["until"]) == ("2024-04-01", ON)
    assert kept[-1]["this_time"] == notice["this_time"]
    undone = skilltrack(*base, "undo-notice", kept[-1]["change"])
    assert undone.returncode == 0, undone.stderr
    assert len(document(skilltrack(*base, "notices", "--json"))["notices"]) == len(kept) - 1
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
    corrected = ("--name", "統計検定2級", "--until", "なし", "--reason", "証書と照合")
    told = document(skilltrack(*base, "correct", entry, *corrected, "--json"))
    assert (told["name"], told["got_on"], told["last_day"]) == ("統計検定2級", "2025-04-01", None)
    assert skilltrack(*base, "correct", entry, "--name", "別").returncode == 1  # no reason
    rehearsed = ("--reason", "別の職員の記載", "--dry-run")
    assert skilltrack(*base, "remove", entry, *rehearsed).returncode == 0
    named = ("--name", "統計検定2級", "--as-of", ON, "--json")
    assert document(skilltrack(*base, "list", *named))["qualifications"]
    assert skilltrack(*base, "remove", entry, "--reason", "別の職員の記載").returncode == 0
    assert not document(skilltrack(*base, "list", *named))["qualifications"]
    changes = document(skilltrack(*base, "undo", "--json"))["changes"]
    assert skilltrack(*base, "undo", changes[0]["change"]).returncode == 0
    assert document(skilltrack(*base, "list", *named))["qualifications"]
    out = tmp_path / "台帳.xlsx"
    refused = skilltrack(*base, "export", out, "--as-of", ON)
    assert refused.returncode == 1
    assert "利用目的" in refused.stderr
    saved = ("--purpose", "任用", "--as-of", ON, "--data", "--json")
    assert document(skilltrack(*base, "export", out, *saved))["qualifications"] == len(listed) + 1
