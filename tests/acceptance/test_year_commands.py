"""The change of year on the command line, from a rehearsal to a closed year."""

import shutil
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated

PAST, COMING = 2025, 2027


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> list[object]:
    """Return the arguments that open a copy of the municipality."""
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return ["--data", tmp_path / demo.data.name]


def test_a_rehearsal_prints_one_document_and_writes_workbooks(
    data: list[object], run: Run, tmp_path: Path
) -> None:
    found = document(run(*data, "rehearse", "--on", "2027-04-01", "--json"))
    assert (found["before"], found["after"]) == ("2027-03-31", "2027-04-01")
    assert found["is_carried"]
    for row in found["departments"]:
        came = row["joined"] + row["moved_in"]
        assert row["before"] + came - row["moved_out"] - row["left"] == row["after"]
    out = tmp_path / "予行.xlsx"
    done = run(*data, "rehearse", "--on", "2027-04-01", "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.exists()


def test_a_closed_year_prints_the_bytes_of_its_closing(data: list[object], run: Run) -> None:
    rank = (*data, "rank", "fukui", "--year", PAST, "--json")
    before = run(*rank).stdout
    closed = run(*data, "year", "close", PAST, "--note", "監査済み")
    assert closed.returncode == 0, closed.stderr
    assert "に締めました" in closed.stderr
    shown = run(*rank)
    assert shown.stdout == before
    assert "に締めました" in shown.stderr
    assert run(*rank, "--live").stdout == before
    (year,) = (
        y
        for y in document(run(*data, "year", "status", "--json"))["years"]
        if y["fiscal_year"] == PAST
    )
    assert year["is_closed"]
    told = document(run(*data, "year", "show", PAST, "--json"))
    assert told["differences"]["fukui"] == []
    assert {figure["report"] for figure in told["figures"]} >= {"rank", "tiers", "training"}
    assert run(*data, "year", "close", PAST).returncode == 1
    reopened = document(run(*data, "year", "reopen", PAST, "--reason", "記録漏れ", "--json"))
    assert reopened["reason"] == "記録漏れ"
    assert run(*data, "year", "show", PAST).returncode == 1


def test_carrying_is_previewed_recorded_and_done_only_once(data: list[object], run: Run) -> None:
    carry = (*data, "year", "carry", COMING, "--courses", "--roles", "--json")
    preview = document(run(*carry, "--dry-run"))
    assert not preview["is_recorded"]
    assert {course["state"] for course in preview["courses"]} == {"new"}
    assert document(run(*carry))["is_recorded"]
    again = document(run(*carry))
    assert {course["state"] for course in again["courses"]} == {"held"}
    steps = document(run(*data, "year", "checklist", COMING, "--json"))["items"]
    assert {step["id"]: step["state"] for step in steps}["catalogue"] == "done"


def test_what_cannot_be_carried_is_refused_or_wrongly_asked(data: list[object], run: Run) -> None:
    assert run(*data, "year", "carry", 2027).returncode == 2
    assert run(*data, "year", "carry", 2027, "--roles", "--end", "0001").returncode == 2
    refused = run(*data, "year", "carry", 2040, "--courses")
    assert refused.returncode == 1
    assert "研修一覧" in refused.stderr
