"""Submissions and completions from elsewhere on the command line, on the small municipality."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.acceptance.conftest import document
from tests.commands import skilltrack

from skilltrack.services.demonstration.pipeline import Demonstrated


@pytest.fixture
def data(demo: Demonstrated, tmp_path: Path) -> Path:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "demo.db"


def test_desk_form_collecting_and_confirming(data: Path, tmp_path: Path) -> None:
    base = ("--data", data, "submissions")
    desk = document(
        skilltrack(*base, "package", "--year", "2026", "--folder", tmp_path / "届出", "--json")
    )
    assert Path(desk["package"]).exists()
    before = document(skilltrack(*base, "list", "--json"))["submissions"]
    number, book = before[0]["employee_no"], tmp_path / "様式.xlsx"
    done = skilltrack(
        *(*base, "form", "course_report", "--year", "2026"), "--person", number, "--out", book
    )
    assert done.returncode == 0, done.stderr
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(1, 30) if sheet.cell(r, 1).value == "row")
    for name, text in (("course_name", "無い研修"), ("on", "R8.9.9"), ("learnt", "学び")):
        sheet.cell(row, columns[name]).value = text
    workbook.save(Path(desk["inbox"]) / "一人.xlsx")
    found = document(skilltrack(*base, "collect", "--year", "2026", "--json"))
    assert (found["accepted"], found["set_aside"]) == (1, 0)
    lines = document(skilltrack(*base, "list", "--person", number, "--json"))["submissions"]
    mine = next(one for one in lines if one["subject"] == "無い研修")
    assert mine["is_blocked"]
    refused = skilltrack(*base, "confirm", mine["id"])
    assert refused.returncode == 1
    assert "研修一覧にない研修です" in refused.stderr
    assert skilltrack(*base, "course", "無い研修", "DX-01").returncode == 0
    tried = document(skilltrack(*base, "confirm", mine["id"], "--dry-run", "--json"))
    assert (tried["change"], tried["confirmed"]) == (None, 1)
    done = document(skilltrack(*base, "confirm", "--undoubted", "--json"))
    assert done["confirmed"] > 0
    left = document(skilltrack(*base, "list", "--json"))["submissions"]
    returned = document(
        skilltrack(
            *(*base, "return", left[0]["id"], "--reason", "証拠を添えてください"),
            *("--folder", tmp_path / "差戻し", "--json"),
        )
    )
    assert [Path(name).exists() for name in returned["files"]] == [True]
    found = document(skilltrack(*base, "list", "--state", "returned", "--json"))["submissions"]
    reasons = {one["id"]: one["reason"] for one in found}
    assert reasons[left[0]["id"]] == "証拠を添えてください"
    assert skilltrack(*base, "list").returncode == 0


def test_year_without_a_desk_is_refused(data: Path) -> None:
    done = skilltrack("--data", data, "submissions", "collect", "--year", "2031")
    assert done.returncode == 1
    assert "受付はまだありません" in done.stderr


def test_exports_of_other_systems(data: Path, demo: Demonstrated, tmp_path: Path) -> None:
    base = ("--data", data, "completions")
    sources = document(skilltrack(*base, "sources", "--json"))["sources"]
    assert [one["id"] for one in sources] == ["jlis", "udemy", "kintone", "logo", "forms"]
    file = demo.folder / "他の仕組みの出力" / "Udemy受講状況.xlsx"
    out = tmp_path / "結果.xlsx"
    tried = document(skilltrack(*base, "take", "udemy", file, "--dry-run", "--out", out, "--json"))
    assert tried["change"] is None
    assert out.exists()
    unknown = [row for row in tried["rows"] if row["end"] == "unknown_course"]
    assert unknown
    assert all(row["near"] for row in unknown)
    name = next(
        cell.value
        for row in openpyxl.load_workbook(file).active.iter_rows(min_row=unknown[0]["row"])
        for cell in row[2:3]
    )
    code = unknown[0]["near"][0]["code"]
    assert skilltrack(*base, "word", "udemy", name, code).returncode == 0
    assert document(skilltrack(*base, "words", "--json"))["words"] == [
        {"source": "udemy", "name": name, "code": code}
    ]
    done = document(skilltrack(*base, "take", "udemy", file, "--json"))
    assert done["change"] is not None
    assert done["unknown_course"] < tried["unknown_course"]
    own = skilltrack(*base, "source", "manabi", "--name", "まなび", "--map", "修了日=終わった日")
    assert own.returncode == 0, own.stderr
    bad = skilltrack(*base, "take", "nowhere", file)
    assert bad.returncode == 1


def test_a_result_in_the_excel_twin_is_checked_before_it_is_confirmed(
    data: Path, tmp_path: Path
) -> None:
    base = ("--data", data, "submissions")
    desk = document(
        skilltrack(*base, "package", "--year", "2026", "--folder", tmp_path / "届出", "--json")
    )
    book = tmp_path / "様式.xlsx"
    people = document(skilltrack("--data", data, "people", "list", "--json"))["people"]
    number = people[0]["employee_no"]
    skilltrack(*(*base, "form", "exam_result", "--year", "2026"), "--person", number, "--out", book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(1, 30) if sheet.cell(r, 1).value == "row")
    for name, text in (
        ("exam", "ITパスポート試験"),
        ("on", "R8.9.9"),
        ("result", "合格"),
        ("score:total", 640),
        ("score:strategy", 290),
        ("score:management", 655),
        ("score:technology", 780),
    ):
        sheet.cell(row, columns[name]).value = text
    workbook.save(Path(desk["inbox"]) / "結果.xlsx")
    skilltrack(*base, "collect", "--year", "2026", "--json")
    found = document(skilltrack(*base, "list", "--person", number, "--json"))["submissions"]
    (sent,) = [one for one in found if one["on"] == "2026-09-09"]
    assert "result_contradicts" in sent["conflicts"]
    (told,) = sent["problems"]
    assert told["code"] == "exam_people.contradicts"
    assert "届いた合否は合格、規則では不合格" in told["sentence"]
    skilltrack(*base, "confirm", sent["id"], "--json")
    seen = document(
        skilltrack("--data", data, "exam", "people", "it_passport", "--employee", number, "--json")
    )["exams"]
    (attempt,) = [a for one in seen for a in one["attempts"] if a["on"] == "2026-09-09"]
    assert attempt["passed"] is False
