"""Comparison between bodies and shipped questionnaires on the command line."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.acceptance.conftest import Run, document

from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.fixture
def files(demo: Demonstrated) -> list[Path]:
    return sorted((demo.folder / "団体間比較").iterdir())


@pytest.fixture
def own(demo: Demonstrated, tmp_path: Path) -> tuple[object, ...]:
    """Return the arguments that open a copy of the data file."""
    for path in demo.folder.glob(f"{demo.data.name}*"):
        shutil.copy(path, tmp_path / path.name)
    return ("--data", tmp_path / demo.data.name)


def closed_round(run: Run, own: tuple[object, ...]) -> str:
    rounds = document(run(*own, "round", "list", "--json"))["rounds"]
    (found,) = [one["round"] for one in rounds if one["title"].endswith("（春）")]
    return str(found)


def test_the_file_of_a_round_is_tried_and_written(
    run: Run, own: tuple[object, ...], tmp_path: Path
) -> None:
    round_id = closed_round(run, own)
    path = tmp_path / "比較.json"
    tried = run(*own, "compare", "write", path, "--round", round_id, "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "まだ書き出していません" in tried.stderr
    assert not path.exists()
    printed = document(
        run(*own, "compare", "write", path, "--round", round_id, "--unnamed", "--json")
    )
    assert printed == json.loads(path.read_text(encoding="utf-8"))
    assert printed["body"] == ""
    assert all(one["people"] is None or one["people"] >= 5 for one in printed["figures"])


def test_an_open_round_is_refused(run: Run, own: tuple[object, ...], demo: Demonstrated) -> None:
    done = run(*own, "compare", "write", "a.json", "--round", demo.round_id)
    assert done.returncode == 1
    assert "まだ締め切っていません" in done.stderr


def test_files_are_put_into_one_table_without_a_data_file(
    run: Run, files: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "比較.xlsx"
    found = document(run("compare", "read", *files, "--out", out, "--json"))
    assert [one["body"] for one in found["bodies"]] == ["架空北市", "架空南町", "青嶺市"]
    everybody = [one for one in found["averages"] if one["band"] is None]
    assert {one["bodies"] for one in everybody} <= {2, 3}
    assert load_workbook(out).sheetnames == ["分野別", "役職区分別"]
    shown = run("compare", "read", *files)
    assert "団体の平均" in shown.stderr
    assert "架空南町" in shown.stdout


def test_the_same_file_twice_is_refused(run: Run, files: list[Path]) -> None:
    done = run("compare", "read", files[0], files[0])
    assert done.returncode == 1
    assert "同じ団体の同じ調査" in done.stderr


def test_shipped_questionnaires_are_listed_and_taken(run: Run, own: tuple[object, ...]) -> None:
    offered = document(run(*own, "questionnaire", "adopt", "--json"))["questionnaires"]
    assert {"aichi_24", "fukui_skillmap", "literacy"} <= {one["id"] for one in offered}
    taken = document(run(*own, "questionnaire", "adopt", "literacy", "--json"))["questionnaires"]
    assert [one["id"] for one in taken] == ["literacy"]
    known = document(run(*own, "questionnaire", "list", "--json"))["questionnaires"]
    assert "literacy" in {one["id"] for one in known}
    refused = run(*own, "questionnaire", "adopt", "nowhere")
    assert refused.returncode == 1
    assert "付属の調査票" in refused.stderr
