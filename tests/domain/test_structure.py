"""Three ways of looking at departments: nobody is lost, nobody counts twice."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.domain.test_lineage import (
    APRIL,
    CODES,
    DAYS,
    JUNE,
    MARCH,
    MERGED,
    OCTOBER,
    RENAMED,
    SPLIT,
    lineages,
    unit,
)

from skilltrack.domain.lineage import Lineage
from skilltrack.domain.organisation import Succession
from skilltrack.domain.problems import Refusal
from skilltrack.domain.structure import (
    Apart,
    Arrangement,
    Kept,
    Structure,
    StructureOn,
    arrange,
    chosen_structure,
    groups_between,
    year_before,
)

AS_NOW, LIKE = Structure.AS_NOW, Structure.LIKE_FOR_LIKE

MERGE = Lineage(
    (unit("A", None, OCTOBER), unit("B", None, OCTOBER), unit("C", OCTOBER), unit("D")),
    (Succession("A", "C", MERGED, OCTOBER), Succession("B", "C", MERGED, OCTOBER)),
)
PARTED = Lineage(
    (unit("A", None, OCTOBER), unit("B", OCTOBER), unit("C", OCTOBER), unit("D")),
    (Succession("A", "B", SPLIT, OCTOBER), Succession("A", "C", SPLIT, OCTOBER)),
    {("0001", "A", OCTOBER): "B"},
)


def rows(arrangement: Arrangement) -> dict[str, str]:
    return {row.code: row.name for row in arrangement.rows}


def test_as_it_was_shows_the_departments_of_the_day() -> None:
    assert rows(arrange(MERGE, JUNE)) == {"A": "A課", "B": "B課", "D": "D課"}
    assert rows(arrange(MERGE, OCTOBER)) == {"C": "C課", "D": "D課"}


def test_a_credit_of_june_counts_in_march_for_what_the_department_became() -> None:
    assert arrange(MERGE, MARCH).row_of("A", JUNE) == "C"
    assert arrange(PARTED, MARCH).row_of("A", JUNE, "0001") == "B"
    assert arrange(PARTED, MARCH).row_of("A", JUNE, "0002") == Apart("A", Kept.SPLIT, OCTOBER)


def test_as_it_is_now_puts_the_people_of_june_into_the_departments_of_march() -> None:
    now = arrange(MERGE, JUNE, StructureOn(AS_NOW, MARCH))
    assert rows(now) == {"C": "C課", "D": "D課"}
    assert [now.row_of(code, JUNE) for code in "ABD"] == ["C", "C", "D"]
    assert [group.name for group in now.groups] == ["A課＋B課 → C課"]


def test_like_for_like_joins_merges_and_splits_and_leaves_the_rest_alone() -> None:
    for lineage, name in ((MERGE, "A課＋B課 → C課"), (PARTED, "A課 → B課＋C課")):
        groups = groups_between(lineage, JUNE, MARCH)
        assert {group.name for group in groups} == {name, "D課"}
        then = arrange(lineage, JUNE, StructureOn(LIKE, MARCH))
        now = arrange(lineage, MARCH, StructureOn(LIKE, JUNE))
        assert rows(then) == rows(now)


def test_like_for_like_needs_to_know_of_nobody_where_the_parts_stand_together() -> None:
    now = arrange(PARTED, MARCH, StructureOn(LIKE, JUNE))
    assert now.row_of("A", JUNE, "0002") == now.row_of("B", MARCH, "0001") == "B+C"


def test_who_left_a_division_outside_any_unit_is_put_into_none_of_its_parts() -> None:
    lineage = Lineage(
        tuple(replace(one, is_evaluation_unit=False) for one in PARTED.departments),
        PARTED.successions,
    )
    found = arrange(lineage, JUNE, StructureOn(AS_NOW, MARCH))
    assert found.department_of("A", JUNE, "0002") == Apart("A", Kept.SPLIT, OCTOBER)
    assert found.row_of("A", JUNE, "0002") is None


def test_a_section_moved_to_another_unit_connects_both() -> None:
    moved = (
        replace(unit("A1", None, OCTOBER, parent="A"), is_evaluation_unit=False),
        replace(unit("A1", OCTOBER, parent="B"), is_evaluation_unit=False),
    )
    lineage = Lineage((unit("A"), unit("B"), unit("D"), *moved))
    groups = groups_between(lineage, JUNE, MARCH)
    assert [[one.code for one in group.before] for group in groups] == [["A", "B"], ["D"]]


def test_what_was_opened_or_closed_stands_alone_and_is_told() -> None:
    lineage = Lineage((unit("A", None, OCTOBER), unit("B", OCTOBER)))
    groups = groups_between(lineage, JUNE, MARCH)
    assert [(group.code, bool(group.before), bool(group.after)) for group in groups] == [
        ("A", True, False),
        ("B", False, True),
    ]
    ended = arrange(lineage, JUNE, StructureOn(AS_NOW, MARCH))
    assert ended.row_of("A", JUNE) == Apart("A", Kept.ENDED, OCTOBER)


def test_a_section_that_ended_without_a_successor_belongs_to_what_stood_above_it() -> None:
    section = replace(unit("A1", None, OCTOBER, parent="A"), is_evaluation_unit=False)
    lineage = Lineage(
        (unit("A", None, OCTOBER), section, unit("C", OCTOBER)),
        (Succession("A", "C", RENAMED, OCTOBER),),
    )
    assert arrange(lineage, MARCH).row_of("A1", JUNE) == "C"


def test_the_other_day_is_the_later_of_today_and_the_reference_date_or_a_year_before() -> None:
    assert chosen_structure(Structure.AS_WAS, JUNE, MARCH) is None
    assert chosen_structure(AS_NOW, JUNE, MARCH) == StructureOn(AS_NOW, MARCH)
    assert chosen_structure(AS_NOW, MARCH, JUNE) == StructureOn(AS_NOW, MARCH)
    assert chosen_structure(LIKE, JUNE, MARCH) == StructureOn(LIKE, date(2025, 6, 1))
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_people_are_not_put_into_departments_that_did_not_exist_yet() -> None:
    with pytest.raises(Refusal) as refused:
        chosen_structure(AS_NOW, JUNE, MARCH, APRIL)
    assert [problem.code for problem in refused.value.problems] == ["lineage.before_reference"]


WAYS = st.one_of(
    st.none(), st.builds(StructureOn, st.sampled_from([AS_NOW, LIKE]), st.sampled_from(DAYS))
)


@given(lineages(), st.sampled_from(DAYS), WAYS, st.lists(st.sampled_from(CODES), max_size=20))
def test_everybody_counts_in_exactly_one_row_in_every_way(
    lineage: Lineage, as_of: date, way: StructureOn | None, people: list[str]
) -> None:
    if way is not None and way.structure is AS_NOW and way.on < as_of:
        way = StructureOn(AS_NOW, as_of)
    arrangement = arrange(lineage, as_of, way)
    shown = {row.code for row in arrangement.rows}
    there = [code for code in people if lineage.exists(code, as_of)]
    counts = Counter(arrangement.row_of(code, as_of, "0001") for code in there)
    assert sum(counts.values()) == len(there)
    assert all(isinstance(row, Apart) or row in shown for row in counts)


@given(lineages(), st.sampled_from(DAYS), st.sampled_from(CODES))
def test_without_a_reorganisation_the_ways_do_not_differ(
    lineage: Lineage, day: date, code: str
) -> None:
    later = day + timedelta(days=89)  # the next one is 90 days away
    for way in (StructureOn(AS_NOW, later), StructureOn(LIKE, later)):
        found = arrange(lineage, day, way)
        assert rows(found) == rows(arrange(lineage, day))
        assert found.row_of(code, day, "0001") == arrange(lineage, day).row_of(code, day, "0001")
        assert not found.groups


@given(lineages(), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_both_sides_of_like_for_like_have_the_same_rows(
    lineage: Lineage, day: date, other: date
) -> None:
    first, last = sorted((day, other))
    then = arrange(lineage, first, StructureOn(LIKE, last))
    now = arrange(lineage, last, StructureOn(LIKE, first))
    groups = groups_between(lineage, first, last)
    in_both = {group.code for group in groups if group.before and group.after}
    assert in_both == set(rows(then)) & set(rows(now))
    before = [unit.code for group in groups for unit in group.before]
    after = [unit.code for group in groups for unit in group.after]
    assert sorted(before) == sorted(set(before))
    assert sorted(after) == sorted(set(after))


@given(lineages(), st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(CODES))
def test_what_is_found_later_is_in_the_same_group_as_where_it_began(
    lineage: Lineage, day: date, other: date, code: str
) -> None:
    first, last = sorted((day, other))
    assume(lineage.exists(code, first))
    then = arrange(lineage, first, StructureOn(LIKE, last))
    now = arrange(lineage, last, StructureOn(LIKE, first))
    found = now.row_of(code, first)
    assert isinstance(found, Apart) or found == then.row_of(code, first)
