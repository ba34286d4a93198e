"""Obligations on the command line, on the small municipality."""

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


def test_obligations_are_listed_exempted_and_taken_back(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "obligations")
    listed = document(skilltrack(*base, "list", "--as-of", ON, "--scheme", "fukui", "--json"))
    assert {one["scheme"] for one in listed["counted"]} == {"fukui"}
    owing = next(one for one in listed["obligations"] if one["state"] == "owed")
    assert set(owing["lacking"]) <= set(owing["courses"])
    number, course = owing["employee_no"], owing["lacking"][0]
    given = (number, "--course", course, "--reason", "他の団体で修了", "--from", ON)
    tried = skilltrack(*base, "exempt", *given, "--dry-run")
    assert "免除できます" in tried.stderr
    assert skilltrack(*base, "exempt", *given).returncode == 0
    assert skilltrack(*base, "exempt", *given).returncode == 1
    held = document(skilltrack(*base, "exemptions", "--as-of", ON, "--json"))["exemptions"]
    assert (number, course) in [(one["employee_no"], one["course"]) for one in held]
    back = (number, "--course", course, "--reason", "誤り", "--on", ON)
    assert skilltrack(*base, "withdraw", *back).returncode == 0
    again = document(skilltrack(*base, "list", "--as-of", ON, "--scheme", "fukui", "--json"))
    assert again == listed


def test_lists_and_workbooks_for_people(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "obligations")
    overdue = skilltrack(*base, "list", "--as-of", ON, "--overdue")
    assert "期限超過" in overdue.stdout
    assert "有効期限" in skilltrack(*base, "list", "--as-of", ON, "--expiring").stdout
    assert skilltrack(*base, "list", "--within", 0).returncode == 1
    assert skilltrack(*base, "list", "--rule", "nothing").returncode == 1
    reminded = skilltrack(*base, "remind", "--as-of", ON, "--out", tmp_path / "依頼")
    assert reminded.returncode == 0, reminded.stderr
    assert list((tmp_path / "依頼").glob("*_受講の依頼.xlsx"))
    out = tmp_path / "受講義務.xlsx"
    report = skilltrack("--data", data, "report", "obligations", "--as-of", ON, "--out", out)
    assert report.returncode == 0, report.stderr
    assert out.exists()
