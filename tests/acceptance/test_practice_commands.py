"""Practices on the command line, on the small municipality."""

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


def test_a_practice_lives_from_proposal_to_award(data: Path) -> None:
    base = ("--data", data, "practices")
    asked = document(skilltrack(*base, "reviewers", "--as-of", ON, "--json"))
    own, other = (one["code"] for one in asked["departments"][:2])
    new = (own, "宛名台帳の突合の廃止", "--on", "2026-09-01", "--public")
    tried = skilltrack(*base, "add", *new, "--dry-run")
    assert "記録していません" in tried.stderr
    code = document(skilltrack(*base, "add", *new, "--json"))["practice_id"]
    done = (code, "実施", "--on", "2026-10-01")
    assert document(skilltrack(*base, "stage", *done, "--json"))["stage"] == "carried_out"
    refused = skilltrack(*base, "review", code, own, "--good", "よい", "--on", ON)
    assert refused.returncode == 1
    assert "自分の所属" in refused.stderr
    assert skilltrack(*base, "review", code, other, "--good", "よい", "--on", ON).returncode == 0
    assert skilltrack(*base, "spread", code, other, "--what", "様式", "--on", ON).returncode == 0
    award = (code, "--state", "推薦", "--reason", "声が多い", "--year", 2026, "--on", ON)
    assert skilltrack(*base, "nominate", *award).returncode == 0
    changed = skilltrack(*base, "change", code, "--hours", 12, "--reason", "申告")
    assert changed.returncode == 0, changed.stderr
    listed = document(
        skilltrack(*base, "list", "--text", "宛名台帳の突合の廃止", "--as-of", ON, "--json")
    )
    (one,) = listed["practices"]
    assert one["days"] == {"proposed": "2026-09-01", "carried_out": "2026-10-01"}
    assert [review["department"] for review in one["reviews"]] == [other]
    assert [spread["views"] for spread in one["spread"]] == [{"taken_over": "様式"}]
    assert [nomination["state"] for nomination in one["nominations"]] == ["nominated"]
    assert one["effect_hours"] == 12
    changes = document(skilltrack(*base, "undo", "--json"))["changes"]
    assert changes[0]["kind"] == "practices.change"
    assert skilltrack(*base, "undo", changes[0]["change"]).returncode == 0
    assert skilltrack(*base, "withdraw", code, "--reason", "誤り").returncode == 0


def test_figures_consent_and_workbooks(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "practices")
    summary = document(skilltrack(*base, "summary", "--as-of", ON, "--json"))
    assert all(set(one["reached"]) == set(one["practices"]) for one in summary["years"])
    assert {plan["measure"] for plan in summary["plans"]} <= {"practices", "participants"}
    listed = document(skilltrack(*base, "list", "--as-of", ON, "--json"))["practices"]
    one = next(p for p in listed if p["participants"])
    number = one["participants"][0]["employee_no"]
    will = "consents" if one["participants"][0]["consents"] else ""
    answer = ("--no",) if will else ()
    given = skilltrack(*base, "consent", one["practice_id"], number, "--on", ON, *answer)
    assert given.returncode == 0, given.stderr
    for kind in ("cases", "data", "recommendations"):
        out = tmp_path / f"{kind}.xlsx"
        written = skilltrack(*base, "report", kind, "--as-of", ON, "--year", 2026, "--out", out)
        if kind != "data" and "ありません" in written.stderr:
            continue
        assert written.returncode == 0, written.stderr
        assert out.exists()
    assert skilltrack(*base, "list", "--stage", "実施", "--as-of", ON).returncode == 0
