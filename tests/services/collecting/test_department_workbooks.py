"""A workbook with a sheet per person: each sheet is taken when it is ready."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take
from tests.services.collecting.inboxes import Town, make_town

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.questionnaires import forms
from skilltrack.domain.questionnaires.forms import FormIds, FormSheet, FormTarget
from skilltrack.exchange.forms.stamp import stamped
from skilltrack.services.collecting import collect, collected_files
from skilltrack.store.database import Database

NEWCOMER = "000099"


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    return make_town(database, tmp_path / "町", 3)


@pytest.fixture
def workbook(town: Town) -> Path:
    """Write a workbook of three people: one has answered, one not, one is on no roster."""
    path = town.inbox / "01_一課" / "01_一課.xlsx"
    path.parent.mkdir()
    sheets = [
        FormSheet(
            FormTarget(number, f"職員　{number}", "一課"),
            stamped(FormIds(town.record.round_id, "sakata", 1, number), town.form_key),
        )
        for number in ("000000", "000001", NEWCOMER)
    ]
    town.writer.write_people(path, sheets)
    answer(town, path, 0)
    answer(town, path, 2)
    return path


def answer(town: Town, path: Path, sheet: int) -> None:
    book = openpyxl.load_workbook(path)
    for row in town.rows.values():
        book.worksheets[sheet].cell(row, forms.ANSWER_COLUMN).value = 2
    book.save(path)


def ends(town: Town) -> list[tuple[str | None, str, str]]:
    found = collect(town.database, town.record.round_id, today=TODAY)
    return sorted((f.employee_no, f.bucket.value, f.reason) for f in found.files)


def test_sheets_left_open_are_looked_at_again_until_they_are_ready(
    town: Town, workbook: Path, take: Take
) -> None:
    blank = ("000001", "not_filled", "")
    unknown = (NEWCOMER, "set_aside", "answers.unknown_person")
    assert ends(town) == [("000000", "accepted", ""), blank, unknown]
    assert ends(town) == [blank, unknown]
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 所属コード 職名",
        [[NEWCOMER, "新人　桜", "01", "主事"]],
        effective=date(2026, 11, 1),
    )
    assert ends(town) == [blank, (NEWCOMER, "accepted", "")]
    assert ends(town) == [blank]
    answer(town, workbook, 1)
    assert ends(town) == [
        ("000000", "same", ""),
        ("000001", "accepted", ""),
        (NEWCOMER, "same", ""),
    ]
    again = collect(town.database, town.record.round_id, today=TODAY)
    assert (again.files, again.known_before) == ((), 1)
    assert len(collected_files(town.database, town.record.round_id)) == 5


def test_a_copy_of_a_workbook_changes_nothing(town: Town, workbook: Path) -> None:
    (town.inbox / "写し.xlsx").write_bytes(workbook.read_bytes())
    first = ends(town)
    assert [end for end in first if end[1] == "accepted"] == [("000000", "accepted", "")]
    assert len(collected_files(town.database, town.record.round_id)) == 1


def test_another_table_in_the_inbox_and_an_owner_file_are_no_answers(town: Town) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "買い物"
    book.save(town.inbox / "一覧.xlsx")
    (town.inbox / "~$一覧.xlsx").write_bytes(b"owner")
    (town.inbox / "読んでください.txt").write_bytes(b"x")
    found = collect(town.database, town.record.round_id, today=TODAY)
    assert [(f.name, f.bucket.value, f.reason) for f in found.files] == [
        ("一覧.xlsx", "set_aside", "forms.no_form")
    ]
    assert collect(town.database, town.record.round_id, today=TODAY).files == ()
