"""The fiscal year before in the fictional municipality, and the month to come."""

from datetime import date

import pytest
from invented import Line, invent, lines, people_of, rows_of

from skilltrack.domain.intake import ImportKind
from skilltrack.services.demonstration import Cell, Municipality

APRIL = date(2026, 4, 1)


def by_number(rows: list[Line]) -> dict[Cell, Line]:
    return {line["職員番号"]: line for line in rows}


def rosters_before(city: Municipality) -> list[dict[Cell, Line]]:
    return [by_number(lines(roster.table)) for roster in city.before]


@pytest.mark.parametrize("employees", [50, 400, 2_000])
def test_everybody_of_the_year_before_sat_in_a_department_of_that_time(employees: int) -> None:
    city = invent(employees, seed=3)
    departments = {line["所属コード"]: line for line in rows_of(city, ImportKind.DEPARTMENTS)}
    assert [roster.effective for roster in city.before] == [date(2025, 4, 1), date(2026, 3, 1)]
    for roster in city.before:
        for person in lines(roster.table):
            for code in (person["所属コード"], person["兼務所属コード"]):
                if code is not None:
                    since, last = departments[code]["有効開始"], departments[code]["有効終了"]
                    assert isinstance(since, date)
                    assert since <= roster.effective
                    assert last is None or (isinstance(last, date) and roster.effective <= last)


def test_as_many_left_in_march_as_joined_in_april(city: Municipality) -> None:
    before, march = rosters_before(city)
    now = by_number(people_of(city))
    left = {number for number, line in march.items() if line["退職日"] is not None}
    assert {march[number]["退職日"] for number in left} == {date(2026, 3, 31)}
    assert not left & now.keys()
    joined = now.keys() - march.keys()
    assert {now[number]["採用日"] for number in joined} == {APRIL}
    assert len(joined) == len(left) > 0
    assert before.keys() <= march.keys()
    assert all(line["退職日"] is None for line in before.values())


def test_many_moved_in_april_and_no_office_grew_by_it(city: Municipality) -> None:
    _before, march = rosters_before(city)
    now = by_number(people_of(city))
    codes = {line["所属コード"] for line in march.values()} & {
        line["所属コード"] for line in now.values()
    }
    moved = [
        number
        for number in march.keys() & now.keys()
        if march[number]["所属コード"] != now[number]["所属コード"]
        and {march[number]["所属コード"], now[number]["所属コード"]} <= codes
    ]
    assert len(moved) > len(now) / 10
    assert len(march) == len(now)


def test_leaders_appointed_before_april_sat_in_their_office_then(city: Municipality) -> None:
    _before, march = rosters_before(city)
    parents = {
        line["所属コード"]: line["上位所属コード"] for line in rows_of(city, ImportKind.DEPARTMENTS)
    }
    for line in rows_of(city, ImportKind.APPOINTMENTS):
        since, last = line["開始"], line["終了"]
        assert isinstance(since, date)
        if since < APRIL and (last is None or last == date(2026, 3, 31)):
            code = march[line["職員番号"]]["所属コード"]
            assert line["所属コード"] in {code, parents[code]}


def test_two_offices_became_one_in_april(city: Municipality) -> None:
    closed = [line for line in rows_of(city, ImportKind.DEPARTMENTS) if line["有効終了"]]
    names = {line["所属コード"]: line["所属名"] for line in rows_of(city, ImportKind.DEPARTMENTS)}
    found = sorted((str(names[one["後継所属コード"]]), str(one["所属名"])) for one in closed)
    assert found == [
        ("デジタル推進課", "情報政策課"),
        ("農林課", "林務課"),
        ("農林課", "農政課"),
    ]


@pytest.mark.parametrize("employees", [50, 400])
def test_the_roster_of_next_month_has_something_of_every_kind(employees: int) -> None:
    city = invent(employees, as_of=date(2026, 11, 20))
    assert city.coming.effective == date(2026, 12, 1)
    coming = by_number(lines(city.coming.table))
    known = by_number(lines(city.transfers[-1].table))
    present = {number for number, line in known.items() if line["退職日"] is None}
    assert len(coming.keys() - known.keys()) == 1
    assert len(present - coming.keys()) == 2
    assert any(coming[n]["所属コード"] != known[n]["所属コード"] for n in coming.keys() & present)
