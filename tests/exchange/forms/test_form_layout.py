"""Forms whose sheets were moved about, copied or tampered with."""

from pathlib import Path

import openpyxl
import pytest
from tests.exchange.forms.conftest import (
    KEY,
    Read,
    ReadOne,
    Write,
    edited,
    filled,
    row_of,
)

from skilltrack.domain.questionnaires.forms import FormIds, parse_mark
from skilltrack.exchange.forms.stamp import is_stamped, stamped
from skilltrack.i18n.problems import sentence

ENTRIES = {"W1": "3", "K1": "1", "F1": "意見", "T2": "2"}
ANSWERS = {"W1": 2, "K1": 0, "T2": 1}


def test_rows_and_columns_inserted_are_followed(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), ENTRIES)
    with edited(path) as sheet:
        sheet.insert_rows(row_of(sheet, "K1"), 2)
        sheet.insert_cols(3)
        sheet.insert_cols(1)
    form = read_one(path)
    assert (form.answers, form.comments) == (ANSWERS, {"F1": "意見"})
    assert form.is_layout_changed
    assert form.problems == ()


def test_rows_in_another_order_are_followed(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), ENTRIES)
    with edited(path) as sheet:
        first, second = row_of(sheet, "W1"), row_of(sheet, "T2")
        for column in "ABC":
            upper, lower = sheet[f"{column}{first}"], sheet[f"{column}{second}"]
            upper.value, lower.value = lower.value, upper.value
    form = read_one(path)
    assert (form.answers, form.is_layout_changed, form.reason) == (ANSWERS, True, "")


def test_a_place_in_a_moved_sheet_is_the_one_that_people_see(
    write: Write, read_one: ReadOne
) -> None:
    path = filled(write(), {"W1": "9"})
    with edited(path) as sheet:
        sheet.insert_cols(1, 30)
        row = row_of_anywhere(sheet, "W1")
    (problem,) = read_one(path).problems
    assert (problem.place.row, problem.place.column) == (row, "AG列")


def row_of_anywhere(sheet: openpyxl.worksheet.worksheet.Worksheet, code: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == code)


def test_rows_deleted_are_named(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), ENTRIES)
    with edited(path) as sheet:
        sheet.delete_rows(row_of(sheet, "W1"))
        sheet.delete_rows(row_of(sheet, "T1"))
    form = read_one(path)
    assert (form.reason, form.is_layout_changed) == ("forms.items_missing", True)
    assert "W1、T1" in sentence(form.problems[0])
    assert form.answers == {"K1": 0, "T2": 1}


def test_a_row_that_stands_twice_is_not_guessed(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), ENTRIES)
    with edited(path) as sheet:
        sheet["A40"].value, sheet["C40"].value = "W1", "1"
        first = row_of(sheet, "W1")
    form = read_one(path)
    assert form.reason == "forms.duplicate_item"
    assert "W1" not in form.answers
    (problem,) = form.problems
    assert (problem.place.row, problem.values["first"]) == (40, first)


def test_a_sheet_may_be_renamed_and_others_added(write: Write, read: Read) -> None:
    path = filled(write(), ENTRIES)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].title = "回答"
    workbook.create_sheet("メモ", 0)["A1"].value = "W1"
    workbook.create_sheet("空")
    workbook.save(path)
    file = read(path)
    assert [(form.sheet, form.answers) for form in file.forms] == [("回答", ANSWERS)]
    assert (file.problems, file.forms[0].is_layout_changed) == ((), False)


def test_a_hidden_sheet_is_read(write: Write, read_one: ReadOne) -> None:
    path = filled(write(), ENTRIES)
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("表紙", 0)
    workbook.worksheets[1].sheet_state = "veryHidden"
    workbook.save(path)
    assert read_one(path).answers == ANSWERS


def test_a_sheet_copied_and_filled_otherwise_gives_both(write: Write, read: Read) -> None:
    path = filled(write(), ENTRIES)
    workbook = openpyxl.load_workbook(path)
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    copy[f"C{row_of(copy, 'W1')}"].value = "4"
    workbook.save(path)
    one, other = read(path).forms
    assert (one.employee_no, one.answers) == ("000123", ANSWERS)
    assert (other.employee_no, other.answers) == ("000123", ANSWERS | {"W1": 3})
    assert one.sheet != other.sheet
    assert one.content != other.content
    assert (one.reason, other.reason) == ("", "")


def test_the_sheets_of_a_department_are_told_apart(write: Write, read: Read) -> None:
    path = write("000123", "0124", "125")
    workbook = openpyxl.load_workbook(path)
    for number, sheet in enumerate(workbook.worksheets, 1):
        sheet[f"C{row_of(sheet, 'W1')}"].value = str(number)
    workbook.save(path)
    forms = read(path).forms
    assert [(f.employee_no, f.answers) for f in forms] == [
        ("000123", {"W1": 0}),
        ("0124", {"W1": 1}),
        ("125", {"W1": 2}),
    ]


def mark_changed(path: Path, old: str, new: str) -> Path:
    with edited(path) as sheet:
        text = str(sheet["A2"].value)
        assert old in text
        sheet["A2"].value = text.replace(old, new)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [("000123", "000124"), ("|trial|", "|other|"), ("|2|", "|3|"), ("|2|", "|x|"), ("|", "／")],
)
def test_ids_that_were_edited_are_told(write: Write, read_one: ReadOne, old: str, new: str) -> None:
    form = read_one(mark_changed(filled(write(), ENTRIES), old, new))
    expected = "forms.other_format" if old == "|" else "forms.stamp_wrong"
    assert (form.reason, form.answers, form.is_blank) == (expected, {}, False)


def test_forms_of_another_round_version_or_program_are_told(
    write: Write, read_one: ReadOne
) -> None:
    later = mark_changed(write(), "skilltrack-form/1", "skilltrack-form/2")
    found = [
        read_one(write(round_id="2025-00000000")),
        read_one(write(version=1)),
        read_one(later),
    ]
    reasons = [form.reason for form in found]
    assert reasons == ["forms.other_round", "forms.other_version", "forms.other_format"]
    assert found[0].round_id == "2025-00000000"


def test_a_form_without_its_ids_is_told_and_not_passed_over(write: Write, read: Read) -> None:
    path = write("000123", "000124")
    with edited(path) as sheet:
        sheet.delete_rows(1, 2)
    lost, kept = read(path).forms
    assert (lost.reason, lost.employee_no, lost.round_id) == ("forms.ids_missing", "", "")
    assert (kept.reason, kept.employee_no) == ("", "000124")


def test_two_people_on_one_sheet_are_told(write: Write, read_one: ReadOne) -> None:
    path = write()
    with edited(path) as sheet:
        sheet["F2"].value = stamped(FormIds("2026-0a1b2c3d", "trial", 2, "000124"), KEY).text
    assert read_one(path).reason == "forms.several_marks"


@pytest.mark.parametrize("change", ["deleted", "doubled"])
def test_a_column_that_is_gone_or_doubled_is_told(
    write: Write, read_one: ReadOne, change: str
) -> None:
    path = filled(write(), ENTRIES)
    with edited(path) as sheet:
        if change == "deleted":
            sheet.delete_cols(3)
        else:
            sheet["F1"].value = sheet["C1"].value
    form = read_one(path)
    assert (form.reason, form.answers) == ("forms.columns_unclear", {})
    assert form.is_layout_changed


def test_a_number_with_a_bar_in_it_survives_its_mark() -> None:
    mark = stamped(FormIds("2026-0a1b2c3d", "trial", 2, "|0|1"), KEY)
    assert parse_mark(mark.text) == mark
    assert is_stamped(mark, KEY)
    assert not is_stamped(mark, b"x" * 32)
