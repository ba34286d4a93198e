"""Roles, recruitment and meetings on the command line, on the small municipality."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated

PROMOTER = "DX推進員"
ON = "2026-11-20"


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


def test_a_role_goes_from_the_recruitment_to_the_certificate(data: Path, tmp_path: Path) -> None:
    before = document(skilltrack("--data", data, "roles", "list", "--as-of", ON, "--json"))
    held = {one["employee_no"] for one in before["appointments"]}
    people = document(
        skilltrack("--data", data, "roles", "balance", PROMOTER, "--as-of", ON, "--json")
    )
    opened = skilltrack(
        *("--data", data, "roles", "recruit", "open", PROMOTER),
        *("--opens", "2026-11-01", "--closes", "2026-11-30", "--starts", "2026-12-01"),
    )
    assert opened.returncode == 0, opened.stderr
    round_id = opened.stdout.strip()
    tiers = document(skilltrack("--data", data, "tiers", "fukui", "--as-of", ON, "--json"))
    number = next(p["employee_no"] for p in tiers["people"] if p["employee_no"] not in held)
    apply = ("--data", data, "roles", "recruit", "apply", round_id, number, "--on", ON)
    refused = skilltrack(*apply, "--method", "推薦")
    assert refused.returncode == 1
    assert "推薦と指名には理由が要ります" in refused.stderr
    assert skilltrack(*apply).returncode == 0
    decide = ("--data", data, "roles", "recruit", "decide", round_id, "--appoint", number)
    rehearsed = skilltrack(*decide, "--on", ON, "--dry-run")
    assert "確かめただけ" in rehearsed.stderr
    assert skilltrack(*decide, "--on", ON).returncode == 0
    listed = document(skilltrack("--data", data, "roles", "recruit", "list", "--json"))
    (found,) = [one for one in listed["recruitments"] if one["recruitment"] == round_id]
    assert [one["state"] for one in found["nominations"]] == ["appointed"]
    out = tmp_path / "認定証.xlsx"
    certified = skilltrack(
        *("--data", data, "roles", "certify", PROMOTER, "--year", 2026),
        *("--out", out, "--as-of", "2026-12-01"),
    )
    assert certified.returncode == 0, certified.stderr
    texts = [cell.value for row in openpyxl.load_workbook(out).worksheets[0] for cell in row]
    assert any(str(text).startswith("第 令和8-推-") for text in texts)
    after = document(
        skilltrack("--data", data, "roles", "balance", PROMOTER, "--as-of", ON, "--json")
    )
    assert after == people  # nothing counts before its day
    fields = people["fields"]
    assert fields["answered"] + fields["unanswered"] == people["total"]["count"]
    assert {one["is_hidden"] for one in fields["categories"]} <= {True, False}
    changes = document(skilltrack("--data", data, "roles", "undo", "--json"))["changes"]
    assert [one["kind"] for one in changes[:3]] == ["roles.certify", "roles.decide", "roles.apply"]
    assert number not in "".join(one["title"] for one in changes)
    rests = skilltrack("--data", data, "roles", "undo", changes[1]["change"])
    assert rests.returncode == 1
    assert skilltrack("--data", data, "roles", "undo", changes[0]["change"]).returncode == 0


def test_a_role_is_given_extended_and_ended(data: Path) -> None:
    missing = document(
        skilltrack("--data", data, "roles", "missing", "DXリーダー", "--as-of", ON, "--json")
    )
    lacking = [unit for unit in missing["units"] if unit["missing"]]
    assert lacking
    (number,) = missing["units"][0]["holders"][:1] or missing["units"][1]["holders"][:1]
    refused = skilltrack("--data", data, "roles", "give", "DXリーダー", number, "--from", ON)
    assert refused.returncode == 1
    assert number in refused.stderr
    end = ("--data", data, "roles", "end", "DXリーダー", number, "--on", ON)
    assert skilltrack(*end).returncode == 2  # the reason is needed
    assert skilltrack(*end, "--reason", "本人の希望").returncode == 0
    listed = document(skilltrack("--data", data, "roles", "list", "--ended", "--json"))
    (one,) = [
        one
        for one in listed["appointments"]
        if one["employee_no"] == number and one["last_day"] == ON
    ]
    assert one["ended_because"] == "本人の希望"
    assert one["standing"] in {"ended", "ending"}


def test_a_meeting_is_noted_attended_and_reported(data: Path, tmp_path: Path) -> None:
    added = skilltrack(
        *("--data", data, "meetings", "add", PROMOTER, "--title", "臨時会"),
        *("--on", ON, "--minutes", 45),
    )
    assert added.returncode == 0, added.stderr
    meeting = added.stdout.strip()
    listed = document(
        skilltrack("--data", data, "meetings", "list", "--year", 2026, "--as-of", ON, "--json")
    )
    (found,) = [one for one in listed["meetings"] if one["meeting"] == meeting]
    numbers = [person["employee_no"] for person in found["people"]]
    assert found["turnout"]["unrecorded"] == len(numbers) > 1
    path = tmp_path / "出欠.csv"
    path.write_text(f"職員番号,出欠\n{numbers[0]},○\n{numbers[1]},欠\n", encoding="cp932")
    attend = ("--data", data, "meetings", "attend", meeting)
    assert skilltrack(*attend, "--file", path, "--dry-run").returncode == 0
    assert skilltrack(*attend, "--file", path).returncode == 0
    assert skilltrack(*attend, "--excused", numbers[1]).returncode == 0
    out = tmp_path / "会議.xlsx"
    report = document(
        skilltrack(
            *("--data", data, "meetings", "report", PROMOTER, "--year", 2026),
            *("--as-of", ON, "--out", out, "--json"),
        )
    )
    assert report["months_without"] == ["2026-04", "2026-08"]
    (noted,) = [one for one in report["meetings"] if one["meeting"] == meeting]
    assert (noted["turnout"]["attended"], noted["turnout"]["excused"]) == (1, 1)
    assert openpyxl.load_workbook(out).sheetnames == ["会議", "出欠", "職員別", "所属別"]


def test_a_role_of_the_body_is_made_by_its_rule(data: Path, tmp_path: Path) -> None:
    rule = ("--data", data, "roles", "rule")
    assert skilltrack(*rule, "DXアドバイザー", "--certificate", "番号なし").returncode == 1
    made = skilltrack(*rule, "DXアドバイザー", "--no-term", "--ends", "--least", 0)
    assert made.returncode == 0, made.stderr
    rules = {one["role"]: one for one in document(skilltrack(*rule, "--json"))["roles"]}
    advisor = rules["DXアドバイザー"]
    assert (advisor["term_years"], advisor["continues_after_transfer"]) == (None, False)
    assert rules["dx_leader"]["certificate"] == "{年度}-DXL-{番号}"
    moved = document(skilltrack("--data", data, "roles", "transferred", "--as-of", ON, "--json"))
    assert moved["transferred"] == []
    out = tmp_path / "名簿.xlsx"
    assert (
        skilltrack("--data", data, "roles", "register", "--out", out, "--as-of", ON).returncode == 0
    )
    assert openpyxl.load_workbook(out).sheetnames == ["認定者名簿"]
