import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from invented import (
    BANDS,
    departments_of,
    everybody,
    invent,
    people_of,
    rosters,
    rows_of,
    unit_sizes,
)

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import evaluation_units, nested_units
from skilltrack.services.demonstration import Municipality


def test_the_same_seed_gives_the_same_municipality(city: Municipality) -> None:
    assert invent() == city


def test_the_same_seed_gives_the_same_municipality_in_every_process(city: Municipality) -> None:
    program = (
        "import hashlib, invented;"
        "print(hashlib.sha256(repr(invented.invent()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(repr(city).encode()).hexdigest()}


def test_another_seed_gives_another_municipality(city: Municipality) -> None:
    other = invent(seed=2)
    brought = set(ImportKind) - {ImportKind.CAREER, ImportKind.VOUCHER_RESULTS}
    assert other.tables.keys() == city.tables.keys() == brought
    for kind in city.tables:
        if kind not in {ImportKind.TITLES, ImportKind.COURSES}:
            assert other.tables[kind] != city.tables[kind], kind


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_offices_of_a_city_of_400_have_3_to_40_people(seed: int) -> None:
    city = invent(seed=seed)
    sizes = unit_sizes(city, people_of(city))
    assert len(people_of(city)) == 400
    assert 28 <= len(sizes) <= 36
    assert min(sizes.values()) == 3
    assert max(sizes.values()) == 40
    assert len(set(sizes.values())) >= 12


@pytest.mark.parametrize("employees", [50, 149, 150, 700, 3_000, 9_000])
def test_the_structure_scales_with_the_number_of_people(employees: int) -> None:
    city = invent(employees, seed=4)
    departments = departments_of(city)
    names = [each.name for each in departments if each.is_evaluation_unit]
    codes = [each.code for each in departments]
    assert len(people_of(city)) == employees
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)
    assert min(unit_sizes(city, people_of(city)).values()) >= 3


@pytest.mark.parametrize("employees", [49, 20_001])
def test_a_size_out_of_range_is_refused(employees: int) -> None:
    with pytest.raises(ValueError, match="employees"):
        invent(employees)


def test_flags_never_nest_and_every_parent_exists(city: Municipality) -> None:
    departments = departments_of(city)
    codes = {each.code for each in departments}
    assert nested_units(departments) == ()
    assert {each.parent for each in departments} - {None} <= codes


def test_the_renamed_office_names_its_successor(city: Municipality) -> None:
    (office,) = [
        each for each in rows_of(city, ImportKind.DEPARTMENTS) if each["所属名"] == "情報政策課"
    ]
    following = {each["所属コード"]: each for each in rows_of(city, ImportKind.DEPARTMENTS)}[
        office["後継所属コード"]
    ]
    assert (office["有効終了"], following["有効開始"]) == (date(2026, 3, 31), date(2026, 4, 1))
    assert office["所属コード"] not in {person["所属コード"] for person in people_of(city)}


def test_employee_numbers_are_unique_text_with_leading_zeros(city: Municipality) -> None:
    for _, people in rosters(city):
        assert all(isinstance(number, str) and len(number) == 6 for number in people)
    numbers = [person["職員番号"] for person in people_of(city)]
    assert len(set(numbers)) == len(numbers)
    assert any(str(number).startswith("00") for number in numbers)


@pytest.mark.parametrize("employees", [50, 400])
@pytest.mark.parametrize("spelling", ["髙", "﨑", "𠮷", "渡邉", "齋藤"])
def test_spellings_that_break_in_exports_occur(employees: int, spelling: str) -> None:
    assert any(spelling in str(person["氏名"]) for person in people_of(invent(employees)))


@pytest.mark.parametrize("employees", [50, 400, 2_000])
def test_every_referenced_code_exists(employees: int) -> None:
    city = invent(employees, seed=3)
    departments = {each.code for each in departments_of(city)}
    titles = {line["職名"] for line in rows_of(city, ImportKind.TITLES)}
    people = everybody(city)
    for _, roster in rosters(city):
        for person in roster.values():
            assert person["所属コード"] in departments
            assert person["職名"] in titles
            assert person["兼務所属コード"] in departments | {None}
    assert {line["役職区分"] for line in rows_of(city, ImportKind.TITLES)} == set(BANDS.values())
    catalogue = {(line["研修コード"], line["年度"]) for line in rows_of(city, ImportKind.COURSES)}
    for line in rows_of(city, ImportKind.COMPLETIONS):
        on = line["修了日"]
        assert isinstance(on, date)
        assert (line["研修コード"], on.year - (on.month < 4)) in catalogue
        assert line["職員番号"] in people
    for kind in (ImportKind.APPOINTMENTS, ImportKind.EXAMS):
        assert {line["職員番号"] for line in rows_of(city, kind)} <= people.keys()
    for line in rows_of(city, ImportKind.APPOINTMENTS) + rows_of(city, ImportKind.PRACTICES):
        assert line["所属コード"] in departments
    for line in rows_of(city, ImportKind.PRACTICES):
        assert set(str(line["参加者職員番号"]).split(";")) <= people.keys()
    assert {plan.employee_no for plan in city.answer_plans} <= people.keys()


def test_bands_of_courses_are_written_by_name(city: Municipality) -> None:
    written = {line["対象区分"] for line in rows_of(city, ImportKind.COURSES)} - {None}
    assert {name for words in written for name in str(words).split(";")} <= set(BANDS.values())
    of_one_code = [
        (line["種別"], line["対象区分"])
        for line in rows_of(city, ImportKind.COURSES)
        if line["研修コード"] == "DX-04" and line["年度"] == 2026
    ]
    assert of_one_code == [("必須", "プロジェクトリーダー層"), ("選択", "一般職員")]


@pytest.mark.parametrize("seed", range(1, 9))
def test_exactly_one_office_of_a_city_of_400_has_no_leader(seed: int) -> None:
    city = invent(seed=seed)
    leaders = Counter(
        line["所属コード"]
        for line in rows_of(city, ImportKind.APPOINTMENTS)
        if line["終了"] is None
    )
    units = unit_sizes(city, people_of(city)).keys()
    assert len(units - leaders.keys()) == 1
    assert set(leaders.values()) == {1, 2}


def test_leaders_sit_in_the_office_that_appointed_them(city: Municipality) -> None:
    units = evaluation_units(departments_of(city))
    people = everybody(city)
    for line in rows_of(city, ImportKind.APPOINTMENTS):
        if line["終了"] is None:
            leader = people[line["職員番号"]]
            assert units[str(leader["所属コード"])] == line["所属コード"]
            assert (leader["任用区分"], leader["状態"]) == ("正規", "在職")


def test_a_leader_who_moves_is_followed_on_the_same_day(city: Municipality) -> None:
    ended = [
        line
        for line in rows_of(city, ImportKind.APPOINTMENTS)
        if line["終了"] in {date(2026, 6, 30), date(2026, 9, 30)}
    ]
    (former,) = ended
    starts = {
        line["開始"]
        for line in rows_of(city, ImportKind.APPOINTMENTS)
        if line["所属コード"] == former["所属コード"] and line["終了"] is None
    }
    assert starts & {date(2026, 7, 1), date(2026, 10, 1)}


def test_transfers_move_people_hire_some_and_let_some_go(city: Municipality) -> None:
    units = evaluation_units(departments_of(city))
    files = rosters(city)
    assert [on for on, _ in files] == [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
    for (_, before), (on, after) in pairwise(files):
        moved = [
            number
            for number in before
            if units[str(before[number]["所属コード"])] != units[str(after[number]["所属コード"])]
        ]
        joined = [after[number] for number in after.keys() - before.keys()]
        left = [
            number
            for number in before
            if before[number]["退職日"] is None and after[number]["退職日"] is not None
        ]
        assert len(moved) >= 4
        assert joined
        assert {person["採用日"] for person in joined} == {on}
        assert left
        assert min(unit_sizes(city, after.values()).values()) >= 3
        assert max(unit_sizes(city, after.values()).values()) <= 40


def test_leave_is_told_with_its_days(city: Municipality) -> None:
    seen = set()
    for on, people in rosters(city):
        for person in people.values():
            first, last = person["状態開始"], person["状態終了"]
            if person["状態"] == "在職":
                assert (first, last) == (None, None)
            else:
                assert isinstance(first, date)
                assert isinstance(last, date)
                assert first <= on <= last
                seen.add(person["状態"])
    assert seen == {"休職", "育休", "派遣出"}


def test_every_kind_of_employment_and_concurrent_posts_occur(city: Municipality) -> None:
    people = people_of(city)
    kinds = Counter(person["任用区分"] for person in people)
    assert kinds.keys() == {"正規", "再任用", "任期付", "会計年度", "特別職"}
    assert kinds.most_common(2)[0][0] == "正規"
    concurrent = [person for person in people if person["兼務所属コード"] is not None]
    assert concurrent
    assert all(person["兼務所属コード"] != person["所属コード"] for person in concurrent)


def test_everybody_is_of_age_when_hired(city: Municipality) -> None:
    for person in everybody(city).values():
        hired, born = person["採用日"], person["生年月日"]
        assert isinstance(hired, date)
        assert isinstance(born, date)
        assert date(hired.year - 18, hired.month, hired.day) >= born
