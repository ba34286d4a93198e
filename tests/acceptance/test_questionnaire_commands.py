"""Questionnaires on the command line: checked, taken over, compared, written out."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.acceptance.conftest import Run, document

from skilltrack.services import datafiles, definitions

Given = tuple[object, ...]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Return the arguments that open a data file with one scheme and its questionnaire."""
    path = tmp_path / "市.db"
    created = datafiles.create(
        path, passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    definitions.adopt_shipped(created.database, ("fukui",))
    created.database.close()
    return ("--data", path)


@pytest.fixture
def written(given: Given, tmp_path: Path, run: Run) -> Path:
    """Return the questionnaire written out as a workbook."""
    path = tmp_path / "調査票.xlsx"
    done = run(*given, "questionnaire", "export", "sakata", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def rewrite(path: Path, sheet: str, cell: str, value: str) -> None:
    workbook = load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)


def first_question(path: Path) -> str:
    """Return the row of the first question of a workbook."""
    rows = load_workbook(path)["survey"].iter_rows(max_col=1, values_only=True)
    kinds = [str(row[0]) for row in rows]
    return str(next(n for n, kind in enumerate(kinds, 1) if kind.startswith("select_one")))


def versions(given: Given, run: Run) -> list[Any]:
    found: list[Any] = document(run(*given, "questionnaire", "list", "--json"))["questionnaires"]
    return found


def test_a_changed_file_becomes_a_version_after_a_rehearsal_that_changes_nothing(
    given: Given, written: Path, run: Run
) -> None:
    rewrite(written, "survey", f"C{first_question(written)}", "別のことを知っていますか。")
    importing = (*given, "questionnaire", "import", written)
    rehearsed = document(run(*importing, "--dry-run", "--json"))
    assert [one["version"] for one in versions(given, run)] == [1]
    done = run(*importing)
    assert done.returncode == 0, done.stderr
    assert "比べられない" in done.stdout
    assert "版2として取り込みました" in done.stderr
    (item,) = rehearsed["difference"]["items"]
    assert (item["changes"], item["because"], item["comparable"]) == (
        ["reworded"],
        "reworded",
        False,
    )
    assert item["new"] == "別のことを知っていますか。"
    assert (rehearsed["version"], rehearsed["dry_run"], rehearsed["orphaned"]) == (2, True, [])
    newest, first = versions(given, run)
    assert (newest["version"], newest["newest"], first["newest"]) == (2, True, False)
    compared = document(run(*given, "questionnaire", "diff", "sakata@1", "sakata", "--json"))
    assert compared == rehearsed["difference"]
    again = document(run(*importing, "--json"))
    assert (again["new_version"], again["version"]) == (False, 2)


def test_all_mistakes_are_told_with_sheet_row_and_column(
    given: Given, written: Path, run: Run
) -> None:
    row = first_question(written)
    rewrite(written, "survey", f"A{row}", "integer")
    rewrite(written, "choices", "D3", "たくさん")
    for command in (("questionnaire", "check"), (*given, "questionnaire", "import")):
        done = run(*command, written)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"シート「survey」の{row}行目の「type」" in done.stderr
        assert "シート「choices」の3行目の「points」" in done.stderr
    assert len(versions(given, run)) == 1


def test_a_file_is_checked_without_a_data_file(written: Path, run: Run) -> None:
    done = run("questionnaire", "check", written)
    assert done.returncode == 0
    assert "自己評価 27 問" in done.stderr
    told = document(run("questionnaire", "check", written, "--json"))
    assert (told["id"], told["items"]) == ("sakata", 27)
    assert told["kinds"] == {"rating": 27, "choice": 0, "comment": 0}


def test_both_forms_written_out_say_the_same(
    given: Given, written: Path, tmp_path: Path, run: Run
) -> None:
    text = tmp_path / "調査票.toml"
    done = run(*given, "questionnaire", "export", "sakata", "--out", text, "--version", 1)
    assert done.returncode == 0, done.stderr
    compared = run(*given, "questionnaire", "diff", written, text)
    assert (compared.returncode, compared.stdout) == (0, "")
    assert "違いはありません" in compared.stderr


def test_requirements_that_lose_their_field_are_named(
    given: Given, tmp_path: Path, run: Run
) -> None:
    text = tmp_path / "調査票.toml"
    assert run(*given, "questionnaire", "export", "sakata", "--out", text).returncode == 0
    renamed = text.read_text("utf-8").replace('"security"', '"safety"')
    text.write_text(renamed, encoding="utf-8")
    told = document(run(*given, "questionnaire", "import", text, "--dry-run", "--json"))
    assert {one["scheme"] for one in told["orphaned"]} == {"fukui"}
    assert {(one["old"] is None, one["code"]) for one in told["difference"]["categories"]} == {
        (True, "safety"),
        (False, "security"),
    }
    (moved,) = told["difference"]["items"]
    assert (moved["changes"], moved["comparable"]) == (["moved"], True)
    spoken = run(*given, "questionnaire", "import", text, "--dry-run")
    assert "育成制度「fukui」の要件" in spoken.stderr
    assert "まだ取り込んでいません" in spoken.stderr


def test_what_is_not_there_or_cannot_be_written_is_refused(
    given: Given, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "x.xlsx"
    unknown = run(*given, "questionnaire", "export", "none", "--out", out)
    assert (unknown.returncode, out.exists()) == (1, False)
    late = run(*given, "questionnaire", "export", "sakata", "--out", out, "--version", 9)
    assert (late.returncode, "sakata@9" in late.stderr) == (1, True)
    csv = tmp_path / "x.csv"
    assert run(*given, "questionnaire", "export", "sakata", "--out", csv).returncode == 2
    assert run(*given, "questionnaire", "diff", "sakata", "sakata@9").returncode == 1


def test_the_list_is_a_table_without_json(given: Given, run: Run) -> None:
    done = run(*given, "questionnaire", "list")
    assert done.returncode == 0, done.stderr
    assert "sakata" in done.stdout
    assert "27" in done.stdout
