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
    assert not found["is_carried"]  # the year has a catalogue of its own already
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
    assert "は締め済みです" in shown.stderr
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


def test_every_command_prints_what_closing_fixed_unless_asked_for_today(
    data: list[object], run: Run, tmp_path: Path
) -> None:
    on = ("--as-of", "2026-03-31", "--json")
    commands: dict[str, tuple[object, ...]] = {
        "rank": (*data, "rank", "fukui", "--year", PAST, "--json"),
        "training": (*data, "training", "--year", PAST, "--json"),
        "exams": (*data, "exams", *on),
        "tiers": (*data, "tiers", "fukui", *on),
    }
    parts = {"exams": ("body", "departments", "counted"), "tiers": ("tiers", "counted")}

    def printed(name: str, *more: str) -> dict[str, object]:
        shown = document(run(*commands[name], *more))
        return {part: shown[part] for part in parts.get(name, shown)}

    before = {name: printed(name) for name in commands}
    people = run(*commands["exams"]).stdout
    assert run(*data, "year", "close", PAST).returncode == 0
    numbers = _numbers(data, run)
    late = tmp_path / "修了.csv"
    rows = [f"{one},{code},2026-02-01" for one in numbers for code in _required(data, run)]
    late.write_text("\n".join(["職員番号,研修コード,修了日", *rows]), encoding="utf-8-sig")
    assert run(*data, "import", "completions", late).returncode == 0
    sat = tmp_path / "受験.csv"
    lines = [f"{one},基本情報技術者試験,2026-01-10,合格" for one in numbers]
    sat.write_text("\n".join(["職員番号,試験,受験日,合否", *lines]), encoding="utf-8-sig")
    assert run(*data, "import", "exams", sat).returncode == 0
    assert {name: printed(name) for name in commands} == before
    assert run(*commands["exams"]).stdout == people
    assert printed("rank", "--live") != before["rank"]
    assert printed("training", "--live") != before["training"]
    other = (*data, "exams", "--exam", "fundamental_information", *on)
    passers = document(run(*other))["body"]["passers"]
    assert document(run(*other, "--live"))["body"]["passers"] > passers
    told = run(*commands["tiers"]).stderr
    assert "職員の一覧は今の記録です" in told


def _numbers(data: list[object], run: Run) -> list[str]:
    """Return ten people who were there at the end of the past year."""
    found = document(run(*data, "tiers", "fukui", "--as-of", "2026-03-31", "--json"))
    return [one["employee_no"] for one in found["people"]][:10]


def _required(data: list[object], run: Run) -> list[str]:
    found = document(run(*data, "courses", "list", "--year", PAST, "--json"))
    return [one["code"] for one in found["courses"] if one["kind"] == "required"]


def test_carrying_is_previewed_recorded_and_done_only_once(data: list[object], run: Run) -> None:
    carry = (*data, "year", "carry", COMING, "--courses", "--roles", "--json")
    preview = document(run(*carry, "--dry-run"))
    assert not preview["is_recorded"]
    assert {course["state"] for course in preview["courses"]} == {"new", "held"}
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
