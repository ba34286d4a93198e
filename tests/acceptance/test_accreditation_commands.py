"""Accreditations, tiers set by hand, careers and the search for people on the command line."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated

ON = "2026-11-20"
SCHEME = "kitakyushu"


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


def test_a_candidate_is_accredited_revoked_and_listed(data: Path, tmp_path: Path) -> None:
    group = ("--data", data, "accreditation")
    found = document(skilltrack(*group, "candidates", SCHEME, "--as-of", ON, "--json"))
    number, tier = found["candidates"][0]["employee_no"], found["tier"]
    assert found["counts"][tier] == len(found["candidates"])
    given = ("grant", SCHEME, tier, number, "--reason", "研修の修了", "--on", ON)
    rehearsed = document(skilltrack(*group, *given, "--dry-run", "--json"))
    assert rehearsed["is_dry_run"] is True
    before = document(skilltrack(*group, "list", SCHEME, "--as-of", ON, "--json"))
    done = document(skilltrack(*group, *given, "--json"))
    assert done["accreditations"] == rehearsed["accreditations"]
    after = document(skilltrack(*group, "list", SCHEME, "--as-of", ON, "--json"))
    assert len(after["accreditations"]) == len(before["accreditations"]) + 1
    again = skilltrack(*group, *given)
    assert again.returncode == 1
    assert "期間が重ならないように" in again.stderr
    revoked = skilltrack(*group, "revoke", SCHEME, tier, number, "--reason", "辞退", "--on", ON)
    assert revoked.returncode == 0, revoked.stderr
    changes = document(skilltrack(*group, "undo", "--json"))["changes"]
    assert skilltrack(*group, "undo", changes[0]["change"]).returncode == 0
    out = tmp_path / "台帳.xlsx"
    assert skilltrack(*group, "list", SCHEME, "--as-of", ON, "--out", out).returncode == 0
    assert openpyxl.load_workbook(out).sheetnames == ["認定者名簿"]
    paper = skilltrack(*group, "certificates", SCHEME, "--out", out, "--as-of", ON)
    assert paper.returncode == 0, paper.stderr
    levels = document(skilltrack(*group, "pyramid", SCHEME, "--as-of", ON, "--json"))
    reached = [level["reached"] for level in levels["levels"]]
    assert reached == sorted(reached)
    assert levels["headcount"] == reached[-1] + levels["below"]
    assert skilltrack(*group, "pyramid", SCHEME, "--out", out).returncode == 0
    assert skilltrack(*group, "pattern", SCHEME).stdout.strip() == "{年度}-{役割}-{番号}"


def test_a_tier_is_set_and_given_back(data: Path) -> None:
    group = ("--data", data, "verdict")
    tiers = document(skilltrack("--data", data, "tiers", SCHEME, "--as-of", ON, "--json"))
    number = tiers["people"][0]["employee_no"]
    put = ("override", SCHEME, "gold", number, "--reason", "前職の経験", "--from", ON)
    assert skilltrack(*group, *put, "--dry-run").returncode == 0
    done = document(skilltrack(*group, *put, "--json"))
    assert done["verdicts"][0]["tier"] == "gold"
    listed = document(skilltrack(*group, "list", SCHEME, "--as-of", ON, "--json"))
    (mine,) = [one for one in listed["verdicts"] if one["employee_no"] == number]
    assert (mine["tier"], mine["state"]) == ("gold", "held")
    history = document(skilltrack(*group, "history", number, "--as-of", ON, "--json"))
    newest = next(one for one in history["verdicts"] if one["scheme"] == SCHEME)
    assert (newest["tier"], newest["is_overridden"]) == ("gold", True)
    back = ("withdraw", SCHEME, number, "--reason", "記録が届いた", "--on", ON)
    assert skilltrack(*group, *back).returncode == 0
    assert "変更された判定がありません" in skilltrack(*group, *back).stderr


def test_an_entry_is_recorded_found_and_taken_back(data: Path, tmp_path: Path) -> None:
    tiers = document(skilltrack("--data", data, "tiers", SCHEME, "--as-of", ON, "--json"))
    number = tiers["people"][0]["employee_no"]
    add = ("career", "add", number, "実務経験", "海洋データの分析", "--field", "海洋")
    made = document(skilltrack("--data", data, *add, "--level", 4, "--json"))["entry"]
    look = ("talent", "find", "--career", "実務経験:海洋", "--as-of", ON)
    assert "利用目的が空欄" in skilltrack("--data", data, *look).stderr
    assert skilltrack("--data", data, *look).returncode == 1
    look = ("talent", "find", "--career", "実務経験:海洋>=4", "--as-of", ON, "--purpose", "人選")
    out = tmp_path / "人材.xlsx"
    found = document(skilltrack("--data", data, *look, "--save", "海", "--out", out, "--json"))
    assert [one["employee_no"] for one in found["people"]] == [number]
    assert openpyxl.load_workbook(out).sheetnames == ["人材の検索"]
    kept = document(skilltrack("--data", data, "talent", "searches", "--json"))["searches"]
    assert "海" in [one["name"] for one in kept]
    again = ("talent", "find", "--saved", "海", "--as-of", ON, "--json")
    assert document(skilltrack("--data", data, *again))["people"] == found["people"]
    assert skilltrack("--data", data, "talent", "searches", "--drop", "海").returncode == 0
    gone = ("career", "remove", made["entry"], "--reason", "誤り")
    assert skilltrack("--data", data, *gone).returncode == 0
    listed = document(skilltrack("--data", data, "career", "list", number, "--json"))
    assert made["entry"] not in [one["entry"] for one in listed["entries"]]


def test_two_rounds_are_compared(data: Path, tmp_path: Path) -> None:
    choice = document(skilltrack("--data", data, "pairs", "--json"))
    after, before = (one["round"] for one in choice["rounds"][:2])
    found = document(skilltrack("--data", data, "pairs", before, after, "--json"))
    whole = found["fields"][0]
    assert whole["up"] + whole["same"] + whole["down"] == whole["people"]
    hidden = [one for one in found["departments"] if one["is_hidden"]]
    assert all(one["people"] is None for one in hidden)
    refused = skilltrack("--data", data, "pairs", after, before)
    assert "入れ替えます" in refused.stderr
    out = tmp_path / "前後.xlsx"
    assert skilltrack("--data", data, "pairs", before, after, "--out", out).returncode == 0
    assert len(openpyxl.load_workbook(out).sheetnames) == 4
