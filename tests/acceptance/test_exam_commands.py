"""What exams hold, on the command line, on the small municipality."""

import shutil
from pathlib import Path

import pytest
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


def test_exams_are_listed_written_out_changed_in_the_file_and_taken_back(
    data: Path, tmp_path: Path
) -> None:
    listed = document(skilltrack("--data", data, "exam", "list", "--as-of", "2027-04-01", "--json"))
    passport = next(one for one in listed["exams"] if one["code"] == "it_passport")
    assert passport["edition"] == "2027"
    assert [one["provisional"] for one in passport["editions"]] == [False, False, True]

    path = tmp_path / "exam.toml"
    written = skilltrack("--data", data, "exam", "export", "it_passport", "--out", path)
    assert written.returncode == 0, written.stderr
    text = path.read_text(encoding="utf-8").replace("points = 600", "points = 1")
    path.write_text(text.replace("points = 300", "points = 1"), encoding="utf-8")
    assert document(skilltrack("exam", "check", path, "--json"))["exams"][0]["name"]

    take = ("--data", data, "exam", "import", path, "--reason", "確認", "--json")
    tried = document(skilltrack(*take, "--dry-run"))["exams"][0]
    assert tried["effect"]["gained"]
    assert tried["effect"]["lost"] == []
    assert len(tried["effect"]["rejudged"]) >= len(tried["effect"]["gained"])
    taken = document(skilltrack(*take))["exams"][0]
    assert (taken["version"], taken["effect"]) == (2, tried["effect"])
    compared = skilltrack("--data", data, "exam", "diff", "it_passport@1", "it_passport", "--json")
    assert {one["key"] for one in document(compared)["changes"]} == {"pass_rule"}
    shown = skilltrack("--data", data, "exam", "show", "it_passport")
    assert shown.returncode == 0, shown.stderr
    assert "公表待ち" in shown.stdout


def test_what_records_rest_on_is_not_dropped(data: Path) -> None:
    told = skilltrack("--data", data, "exam", "drop", "it_passport", "--reason", "不要")
    assert told.returncode == 1
    assert "なくせません" in told.stderr
