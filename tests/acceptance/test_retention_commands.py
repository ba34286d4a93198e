"""Retention from the command line, on the fictional municipality."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.fixture
def town(demo: Demonstrated, run: Run, tmp_path: Path) -> Callable[..., object]:
    """Run ``retention`` on a copy of the municipality."""
    data = tmp_path / "town.db"
    for ending in ("", ".anchor"):
        source = demo.data.with_name(demo.data.name + ending)
        shutil.copy(source, data.with_name(data.name + ending))
    return lambda *arguments: run("--data", data, "retention", *arguments)


def test_what_is_due_is_held_counted_erased_and_certified(town: Run, tmp_path: Path) -> None:
    later = document(town("due", "--on", "2032-04-01", "--json"))
    assert later["on"] == "2032-04-01"
    kinds = {one["class"] for one in later["due"]}
    assert {"leavers", "files", "answers", "scores"} <= kinds
    person = next(one for one in later["due"] if one["class"] == "leavers")
    number = person["subject"]

    assert town("hold", "--person", number, "--reason", "訴訟").returncode == 0
    (held,) = document(town("periods", "list", "--json"))["holds"]
    assert (held["employee_no"], held["until"]) == (number, None)
    refused = town("erase", "--person", number, "--reason", "依頼", "--confirm")
    assert refused.returncode == 1
    assert "保留中" in refused.stderr
    assert town("release", held["id"], "--reason", "終結").returncode == 0

    assert town("erase", "--person", number, "--reason", "依頼").returncode == 1
    counted = document(town("erase", "--person", number, "--dry-run", "--json"))
    done = document(town("erase", "--person", number, "--reason", "依頼", "--confirm", "--json"))
    assert (counted["id"], counted["lines"]) == (None, done["lines"])
    assert done["is_reclaimed"] is True

    (logged,) = document(town("log", "--json"))["erasures"]
    assert (logged["id"], logged["is_proved"]) == (done["id"], True)
    out = tmp_path / "証明書.xlsx"
    assert town("certificate", done["id"], "--out", out).returncode == 0
    assert out.stat().st_size > 0
    assert town("verify", "--search", person["label"]).returncode == 0


def test_periods_are_set_by_class(town: Run) -> None:
    assert town("periods", "set", "log", 5, "--reason", "規程", "--from-day").returncode == 0
    assert town("periods", "set", "files", 30, "--reason", "規程").returncode == 0
    assert town("periods", "set", "backups", 60, "--reason", "規程").returncode == 0
    found = document(town("periods", "list", "--json"))
    assert (found["years"]["log"], found["file_days"], found["backup_days"]) == (5, 30, 60)
    assert found["from_fiscal_year"] is False
    assert "backups" in town("periods").stdout
    unknown = town("periods", "set", "ない", 5, "--reason", "規程")
    assert (unknown.returncode, "leavers" in unknown.stderr) == (1, True)


def test_traces_and_copies(town: Run, tmp_path: Path) -> None:
    later = document(town("due", "--on", "2032-04-01", "--json"))
    number = next(one["subject"] for one in later["due"] if one["class"] == "leavers")
    found = town("verify", "--search", number, "--json")
    assert found.returncode == 1
    assert "employee.employee_no" in found.stdout
    assert town("export", number, "--out", tmp_path / "写し").returncode == 0
    assert len(list((tmp_path / "写し").iterdir())) == 2
