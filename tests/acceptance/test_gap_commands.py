"""Gaps and courses on the command line, on the small municipality."""

from pathlib import Path

import openpyxl
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated

ON = "2026-11-20"


def test_gaps_of_the_body_a_department_and_a_person(demo: Demonstrated, tmp_path: Path) -> None:
    base = ("--data", demo.data, "gaps", "--as-of", ON)
    whole = document(skilltrack(*base, "--scheme", "fukui", "--json"))
    assert whole["advice"] is None
    assert whole["people"] >= whole["lacking"] >= whole["helped"] > 0
    assert whole["total"]["seats"] == sum(one["seats"] for one in whole["courses"])
    person = next(one for one in whole["open"] if one["people"])["people"][0]
    sheet = tmp_path / "票.xlsx"
    own = document(skilltrack(*base, "--employee", person, "--out", sheet, "--json"))
    (advice,) = own["advice"]
    assert advice["employee_no"] == person
    assert all(course["closes"] for course in advice["courses"])
    sheets, data = tmp_path / "所属.xlsx", tmp_path / "データ.xlsx"
    part = ("--department", advice["department"], "--share", "50", "--sheets", "--out", sheets)
    some = document(skilltrack(*base, *part, "--json"))
    assert person in [one["employee_no"] for one in some["advice"]]
    assert some["share"] == 0.5
    assert skilltrack(*base, "--data", "--out", data).returncode == 0
    for out, count in ((sheet, 1), (sheets, some["people"])):
        assert len(openpyxl.load_workbook(out, read_only=True).sheetnames) == count
    assert data.exists()


def test_what_cannot_be_asked_is_refused(demo: Demonstrated) -> None:
    base = ("--data", demo.data, "gaps", "--as-of", ON)
    for asked in (("--department", "nowhere"), ("--sheets",)):
        assert skilltrack(*base, *asked).returncode == 1, asked
