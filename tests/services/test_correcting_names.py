"""A change of name put right with a reason, and the undoing of it."""

from datetime import date

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.services.people.corrections import undo_correction
from skilltrack.services.people.naming import DayCorrection, correct_name
from skilltrack.services.people.person import find_person
from skilltrack.store.database import Database

APRIL = date(2027, 4, 1)
RENAMED = ["0006", "高木　五月", "タカギ サツキ", "0102", "主査"]


@pytest.fixture
def renamed(town: Take, database: Database) -> Database:
    """Return the town in which somebody changes her name in April."""
    town(ImportKind.EMPLOYEES, "職員番号 氏名 フリガナ 所属コード 職名", [RENAMED], effective=APRIL)
    return database


def name_on(database: Database, on: date) -> str:
    return find_person(database, "0006", on).employee.name


def test_the_day_of_a_change_is_put_right_and_back(renamed: Database) -> None:
    order = DayCorrection("0006", APRIL, date(2027, 3, 10), "届出書で確認")
    done = correct_name(renamed, order)
    assert name_on(renamed, date(2027, 3, 10)) == "高木　五月"
    assert name_on(renamed, date(2027, 3, 9)) == "鈴木　五月"
    assert done.change is not None
    undo_correction(renamed, done.change)
    assert name_on(renamed, date(2027, 3, 31)) == "鈴木　五月"


def test_a_change_that_never_was_leaves_the_later_name(renamed: Database) -> None:
    correct_name(renamed, DayCorrection("0006", APRIL, None, "入力の誤り"))
    assert name_on(renamed, TODAY) == "高木　五月"
    assert find_person(renamed, "0006", TODAY).other_names == ()


def test_a_dry_run_records_nothing(renamed: Database) -> None:
    order = DayCorrection("0006", APRIL, None, "")
    assert correct_name(renamed, order, is_dry_run=True).after.former == ()
    assert name_on(renamed, TODAY) == "鈴木　五月"


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        (DayCorrection("0006", TODAY, None, "理由"), ["people.no_name_change"]),
        (
            DayCorrection("0006", APRIL, APRIL, ""),
            ["people.no_reason", "people.nothing_to_correct"],
        ),
        (DayCorrection("0006", APRIL, date(2027, 7, 1), "理由"), ["people.other_name_change"]),
        (DayCorrection("9999", APRIL, None, "理由"), ["people.unknown"]),
    ],
)
def test_what_cannot_be_is_refused(
    town: Take, renamed: Database, order: DayCorrection, codes: list[str]
) -> None:
    again = ["0006", "山本　五月", "ヤマモト サツキ", "0102", "主査"]
    headings = "職員番号 氏名 フリガナ 所属コード 職名"
    town(ImportKind.EMPLOYEES, headings, [again], effective=date(2027, 6, 1))
    with pytest.raises(Refusal) as refused:
        correct_name(renamed, order)
    assert [problem.code for problem in refused.value.problems] == codes
