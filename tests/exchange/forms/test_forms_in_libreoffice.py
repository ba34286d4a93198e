"""Forms filled in and saved by LibreOffice, as xlsx, ods and xls, and once more as xlsx."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.exchange.forms.conftest import Read, ReadOne, Write, row_of
from tests.office import FILTERS, Job, needs_office, office

pytestmark = needs_office


@pytest.fixture
def places(write: Write) -> Callable[[str], str]:
    """Return the cell in which an item is answered."""
    sheet = openpyxl.load_workbook(write()).worksheets[0]

    def place(code: str) -> str:
        return f"{'B' if code.startswith('F') else 'C'}{row_of(sheet, code)}"

    return place


ENTRIES = {
    "W1": "3 説明できる",
    "W2": "1 ない",
    "K1": "2 添付を開かずに担当へ知らせる",
    "T1": "該当しない",
    "F1": "髙橋・﨑・𠮷田\n二行目=1",
}
ANSWERS = {"W1": 2, "W2": 0, "K1": 1, "T1": None}


def test_a_form_filled_and_saved_by_an_office_program_is_read(
    write: Write, read_one: ReadOne, tmp_path: Path, places: Callable[[str], str]
) -> None:
    entries = {0: {places(code): entry for code, entry in ENTRIES.items()}}
    saved = tuple(tmp_path / f"saved.{ending}" for ending in FILTERS)
    again = [tmp_path / "again" / f"{path.suffix[1:]}.xlsx" for path in saved]
    again[0].parent.mkdir()
    jobs = [Job(path, {}, (target,)) for path, target in zip(saved, again, strict=True)]
    office(tmp_path, Job(write(), entries, saved), *jobs)
    for path in (*saved, *again):
        form = read_one(path)
        assert (form.answers, form.problems) == (ANSWERS, ()), path.name
        assert form.comments == {"F1": ENTRIES["F1"]}, path.name
        assert (form.employee_no, form.is_layout_changed) == ("000123", False), path.name


def test_formulas_and_numbers_of_an_office_program_are_told_apart(
    write: Write, read_one: ReadOne, tmp_path: Path, places: Callable[[str], str]
) -> None:
    entries = {0: {places("W1"): "=1+2", places("F1"): '="あ"&"い"', places("T2"): "=1/0"}}
    saved = tuple(tmp_path / f"saved.{ending}" for ending in FILTERS)
    office(tmp_path, Job(write(), entries, saved))
    for path in saved:
        form = read_one(path)
        codes = {problem.values["item"]: problem.code for problem in form.problems}
        assert codes.pop("T2") in {"forms.formula", "forms.bad_value"}, path.name
        assert codes == {"W1": "forms.formula", "F1": "forms.formula"}, path.name
        assert (form.answers, form.comments) == ({}, {}), path.name


def test_an_office_program_keeps_the_guard_and_the_lists(
    write: Write, tmp_path: Path, places: Callable[[str], str]
) -> None:
    saved = tmp_path / "saved.xlsx"
    office(tmp_path, Job(write(), {0: {places("W1"): "4"}}, (saved,)))
    sheet = openpyxl.load_workbook(saved).worksheets[0]
    answers = {places(code) for code in ("W1", "W2", "K1", "T1", "T2")}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert all(not sheet[cell].protection.locked for cell in (*answers, places("F1")))
    assert all(sheet[cell].protection.locked for cell in ("A1", "A2", "A15", "B15", "D1"))
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert {cell for rule in lists for cell in str(rule.sqref).split()} == answers
    assert sheet.row_dimensions[1].hidden
    assert sheet.row_dimensions[2].hidden
    assert sheet.column_dimensions["D"].hidden


def test_the_workbook_of_a_department_comes_back_whole(
    write: Write, read: Read, tmp_path: Path, places: Callable[[str], str]
) -> None:
    entries = {number: {places("W1"): str(number + 1)} for number in range(3)}
    saved = tuple(tmp_path / f"saved.{ending}" for ending in FILTERS)
    office(tmp_path, Job(write("000123", "0124", "125"), entries, saved))
    for path in saved:
        forms = [(form.employee_no, dict(form.answers)) for form in read(path).forms]
        assert forms == [("000123", {"W1": 0}), ("0124", {"W1": 1}), ("125", {"W1": 2})]
