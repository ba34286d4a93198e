"""Files of other systems: their headings found, named as ours, their words translated."""

import pytest

from skilltrack.domain.intake import ColumnMapping, ImportKind, OfferedColumn
from skilltrack.exchange.intake.kinds import Words, offered_columns
from skilltrack.exchange.intake.mapping import apply, draft, with_headings
from skilltrack.exchange.intake.suggestions import suggested_headings, suggested_words
from skilltrack.exchange.tables import Cell, RawTable

EMPLOYEES = offered_columns(ImportKind.EMPLOYEES, Words())
OURS = [column.heading for column in EMPLOYEES]
EXPORT = ("職員コード", "漢字氏名", "所属ＣＤ", "職員区分", "在職区分")
PERSON = ("0001", "髙橋", "0101", "正職員", "育児休業中")
MAPPING = ColumnMapping(
    {
        "職員番号": "職員コード",
        "氏名": "漢字氏名",
        "所属コード": "所属ＣＤ",
        "任用区分": "職員区分",
        "状態": "在職区分",
    },
    {"任用区分": {"正職員": "正規"}, "状態": {"育児休業中": "育休"}},
)


def table(header: tuple[str, ...], *rows: tuple[Cell, ...], first: int = 2) -> RawTable:
    return RawTable("名簿.csv", "", "0", header, list(enumerate(rows, first)))


def test_mapped_headings_and_words_become_ours() -> None:
    found, problems = apply(table(EXPORT, PERSON), MAPPING, EMPLOYEES)
    assert problems == ()
    assert found.header == ("職員番号", "氏名", "所属コード", "任用区分", "状態")
    assert list(found.rows) == [(2, ("0001", "髙橋", "0101", "正規", "育休"))]


def test_a_mapped_heading_that_is_absent_is_named_with_what_it_stands_for() -> None:
    _found, problems = apply(table(EXPORT[1:], PERSON[1:]), MAPPING, EMPLOYEES)
    (problem,) = problems
    assert problem.code == "intake.mapped_absent"
    assert problem.values == {"heading": "職員コード", "column": "職員番号"}


def test_a_file_that_has_our_heading_needs_no_mapping() -> None:
    header = ("職員番号", *EXPORT[1:])
    found, problems = apply(table(header, PERSON), MAPPING, EMPLOYEES)
    assert problems == ()
    assert found.header[0] == "職員番号"


def test_a_column_left_aside_is_not_read_though_its_heading_is_ours() -> None:
    header = ("職員番号", "氏名", "所属コード", "職種")
    mapping = ColumnMapping({"職種": ""})
    found, _problems = apply(table(header, ("1", "甲", "01", "土木")), mapping, EMPLOYEES)
    assert found.header == ("職員番号", "氏名", "所属コード", "")


def test_numbers_stand_for_words_too() -> None:
    mapping = ColumnMapping({}, {"任用区分": {"1": "正規", "2": "再任用"}})
    raw = table(("職員番号", "任用区分"), ("1", 1), ("2", 2.0), ("3", None), ("4", "正規"))
    found, _problems = apply(raw, mapping, EMPLOYEES)
    assert [cells[1] for _row, cells in found.rows] == ["正規", "再任用", None, "正規"]


def test_each_part_of_a_list_is_translated() -> None:
    column = OfferedColumn("対象区分", is_needed=False, words=("一般職員", "管理職"), is_list=True)
    mapping = ColumnMapping({}, {"対象区分": {"一般": "一般職員"}})
    found, _problems = apply(table(("対象区分",), ("一般;管理職",)), mapping, [column])
    assert found.rows[0][1] == ("一般職員;管理職",)


@pytest.mark.parametrize(
    "headings", [EXPORT, ("職員番号", "氏名", "所属コード", "任用区分", "状態")]
)
def test_headings_below_titles_are_recognised(headings: tuple[str, ...]) -> None:
    title = ("職員一覧", "", "", "", "")
    raw = table(title, (None, None, "令和8年", None, None), headings, PERSON, first=3)
    found = with_headings(raw, ColumnMapping(), OURS)
    assert found.header == headings
    assert [row for row, _cells in found.rows] == [5]


def test_the_remembered_row_is_taken_unless_it_holds_no_heading() -> None:
    raw = table(("表題", "", "", "", ""), EXPORT, PERSON)
    remembered = ColumnMapping(MAPPING.headings, {}, 2)
    assert with_headings(raw, remembered, OURS).header == EXPORT
    moved = table(("表題", "", "", "", ""), (None, "注", None, None, None), EXPORT, PERSON)
    assert with_headings(moved, remembered, OURS).header == EXPORT


def test_a_file_whose_first_row_holds_the_headings_stays_as_it_is() -> None:
    raw = table(EXPORT, PERSON)
    assert with_headings(raw, MAPPING, OURS) is raw


def test_usual_names_of_other_systems_are_proposed_each_once() -> None:
    found = suggested_headings(OURS, ["社員番号", "名前", "部署ｺｰﾄﾞ", "電話", "氏名カナ"], {})
    assert found == {
        "職員番号": "社員番号",
        "氏名": "名前",
        "所属コード": "部署ｺｰﾄﾞ",
        "フリガナ": "氏名カナ",
    }


def test_what_was_decided_is_not_proposed_again() -> None:
    found = suggested_headings(OURS, ["職員コード", "旧職員番号"], {"職員番号": "旧職員番号"})
    assert "職員番号" not in found


def test_words_are_proposed_by_what_they_contain() -> None:
    accepted = ("正規", "再任用", "会計年度")
    found = suggested_words("任用区分", accepted, ["正職員", "会計年度職員（週4日）", "アルバイト"])
    assert found == {"正職員": "正規", "会計年度職員（週4日）": "会計年度"}


def test_a_draft_offers_samples_proposals_and_unknown_words() -> None:
    raw = table(("題", "", "", "", ""), EXPORT, PERSON, ("0002", "山﨑", "0102", "正職員", "在籍"))
    found = draft(ImportKind.EMPLOYEES, raw, ColumnMapping(), EMPLOYEES)
    assert found.mapping.headings == MAPPING.headings
    assert found.mapping.header_row == 2
    assert found.mapping.words["任用区分"] == {"正職員": "正規"}
    assert found.mapping.words["状態"] == {"在籍": "在職", "育児休業中": "育休"}
    assert found.columns[1].samples == ("髙橋", "山﨑")
    assert found.header_rows[1] == (2, "・".join(EXPORT))
