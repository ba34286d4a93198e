"""People found over the whole body: spellings, departments, order, pages, export."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.services import overview
from skilltrack.services.people import listing as people
from skilltrack.services.people.listing import RosterListing, RosterQuery
from skilltrack.store.database import Database
from skilltrack.store.people import RosterOrder

MOVED = date(2026, 10, 1)
ROSTER = "職員番号 氏名 フリガナ 所属コード 職名"
EXTERNAL = "\ue000"
"""A character of the private use area, as terminals of offices hold (外字)."""


def numbers(database: Database, listing: RosterListing) -> list[str]:
    return [row.person.employee_no for row in people.every_row(database, listing)]


def found(database: Database, text: str = "", **query: object) -> list[str]:
    wanted = RosterQuery(text, **query)  # type: ignore[arg-type]
    return numbers(database, people.list_people(database, TODAY, wanted))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("高橋", ["0001"]),
        ("髙橋", ["0001"]),
        ("山崎", ["0002"]),
        ("山﨑花子", ["0002"]),
        ("吉田", ["0003"]),
        ("𠮷田", ["0003"]),
        ("よしだ じろう", ["0003"]),
        ("ﾖｼﾀﾞｼﾞﾛｳ", ["0003"]),
        ("ヨシダ　ジロウ", ["0003"]),
        ("０００５", ["0005"]),
        ("税務課 鈴木", ["0006"]),
        ("課長補佐", ["0002"]),
        ("鈴木 田中", []),
    ],
)
def test_people_are_found_by_any_spelling(
    town: Take, database: Database, typed: str, expected: list[str]
) -> None:
    assert town is not None
    assert found(database, typed) == expected


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("齊藤", "斉藤"),
        ("齋藤", "斉藤"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡邊"),
        ("濵田", "浜田"),
        (f"{EXTERNAL}田", f"{EXTERNAL}田"),
        ("𠮷𠮷", "吉吉"),
        ("𩸽", "𩸽"),
    ],
)
def test_rare_characters_survive_and_are_found(
    town: Take, database: Database, tmp_path: Path, written: str, typed: str
) -> None:
    name = f"{written}　花"
    town(ImportKind.EMPLOYEES, ROSTER, [["0100", name, "ｻｲﾄｳ ﾊﾅ", "0101", "主事"]])
    listing = people.list_people(database, TODAY, RosterQuery(typed))
    assert numbers(database, listing) == ["0100"]
    assert found(database, "さいとう") == ["0100"]
    path = tmp_path / "職員.xlsx"
    assert people.save_people(database, path, listing) == 1
    row = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))[1]
    assert row[:3] == ("0100", name, "ｻｲﾄｳ ﾊﾅ")


def test_a_role_finds_those_who_hold_it(town: Take, database: Database) -> None:
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始",
        [["0007", "DXリーダー", "2026-04-01"]],
    )
    assert found(database, "リーダー") == ["0007"]


def test_a_department_takes_in_what_lies_below(town: Take, database: Database) -> None:
    assert town is not None
    assert len(found(database, department="01")) == 8
    assert sorted(found(database, department="0102")) == ["0005", "0006", "0007", "0008"]
    assert found(database, department="9999") == []


def test_former_departments_count_on_request(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0004", "田中　三郎", "タナカ サブロウ", "0102", "主事"]],
        effective=MOVED,
    )
    assert "0004" not in found(database, "人事課")
    assert "0004" in found(database, "人事課", has_former=True)
    assert found(database, "人事課 田中", has_former=True) == ["0004"]


@pytest.mark.parametrize("order", RosterOrder)
def test_every_order_holds_for_the_whole_list(
    town: Take, database: Database, order: RosterOrder
) -> None:
    assert town is not None
    forward = found(database, order=order)
    assert sorted(forward) == [f"000{n}" for n in range(1, 9)]
    backward = found(database, order=order, is_descending=True)
    assert sorted(backward) == sorted(forward)
    if order is RosterOrder.NUMBER:
        assert forward == sorted(forward)
        assert backward == forward[::-1]


def test_pages_make_up_the_list_and_letters_lead_into_it(town: Take, database: Database) -> None:
    assert town is not None
    listing = people.list_people(database, TODAY, RosterQuery())
    first = people.read_page(database, listing, range(3))
    rest = people.read_page(database, listing, range(3, 20))
    rows = {**first, **rest}
    assert list(rows) == list(range(8))
    assert set(rows.values()) == set(overview.roster(database, TODAY))
    letters = dict(listing.letters)
    assert rows[letters["カ"]].person.kana == "カトウ ナナミ"
    assert rows[letters["ヤ"]].person.kana.startswith("ヤ")


def test_the_list_of_a_day_is_that_of_the_day(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        f"{ROSTER} 退職日",
        [["0008", "加藤　七海", "カトウ ナナミ", "0102", "主事", "2026-09-30"]],
        effective=date(2026, 9, 30),
    )
    before = people.list_people(database, date(2026, 9, 30), RosterQuery())
    after = people.list_people(database, date(2026, 10, 1), RosterQuery())
    assert (len(before), len(after)) == (8, 7)


def test_a_list_as_known_does_not_change(town: Take, database: Database) -> None:
    known = database.clock()
    before = list(
        people.every_row(
            database, people.list_people(database, TODAY, RosterQuery(), as_known=known)
        )
    )
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0004", "田中　改名", "タナカ カイメイ", "0102", "係長"]],
        effective=date(2026, 4, 1),
    )
    listing = people.list_people(database, TODAY, RosterQuery(), as_known=known)
    assert list(people.every_row(database, listing)) == before
