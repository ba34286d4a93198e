"""Who is hidden, what is hidden to protect it, and what each audience sees (DESIGN §4.7)."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.disclosure.cells import (
    Audience,
    Cell,
    CellKey,
    CellKind,
    DisclosureRules,
    HiddenReason,
    Published,
    share_cell,
)
from skilltrack.domain.disclosure.protection import protect, seen_by
from skilltrack.domain.problems import Cancelled, Refusal

TOO_FEW = HiddenReason.TOO_FEW_PEOPLE
PROTECTS = HiddenReason.PROTECTS_ANOTHER
TELLS = HiddenReason.TELLS_EVERYBODYS_VALUE


def people(name: str, count: int) -> frozenset[str]:
    return frozenset(f"{name}{number:03}" for number in range(count))


def cell(row: str, who: Iterable[str], column: str = "", part: str = "") -> Cell:
    kind = CellKind.CROSSED if row and column else CellKind.PLAIN
    return Cell(CellKey(row, column, "security", part), frozenset(who), kind)


def body(*parts: Cell) -> Cell:
    return cell("", frozenset().union(*(part.people for part in parts)))


def reasons(published: Published) -> dict[tuple[str, str], HiddenReason]:
    return {(key.row, key.column): each.reason for key, each in published.hidden.items()}


# Too few people


def test_a_department_of_five_is_shown_and_one_of_four_is_not() -> None:
    offices = [cell("会計課", people("a", 5)), cell("議会事務局", people("b", 4))]
    assert reasons(protect(offices)) == {("議会事務局", ""): TOO_FEW}


def test_a_department_crossed_with_a_band_needs_ten() -> None:
    offices = [cell("総務課", people("a", 10), "係長級"), cell("税務課", people("b", 9), "係長級")]
    assert reasons(protect(offices)) == {("税務課", "係長級"): TOO_FEW}


def test_a_department_in_which_all_are_of_one_band_is_not_crossed() -> None:
    who = people("a", 6)
    assert protect([cell("総務課", who), cell("総務課", who, "係長級")]).hidden == {}


def test_comments_need_ten_people() -> None:
    key = CellKey("総務課", "", "comments")
    assert protect([Cell(key, people("a", 9), CellKind.TEXT)]).hidden[key].reason is TOO_FEW
    assert protect([Cell(key, people("a", 10), CellKind.TEXT)]).hidden == {}


def test_whoever_answered_and_was_not_judged_does_not_count() -> None:
    values: dict[str, Fraction | None] = dict.fromkeys(sorted(people("a", 4)), Fraction(1, 2))
    values |= {"b1": None, "b2": None}
    office = share_cell(CellKey("会計課", "", "security"), values)
    assert office.people == people("a", 4)
    assert reasons(protect([office])) == {("会計課", ""): TOO_FEW}


def test_nobody_at_all_is_too_few() -> None:
    assert reasons(protect([cell("休止中の課", ())])) == {("休止中の課", ""): TOO_FEW}


def test_a_town_may_ask_for_more_people_but_not_for_fewer_than_three() -> None:
    office = cell("会計課", people("a", 7))
    assert reasons(protect([office], rules=DisclosureRules(least_people=8))) == {
        ("会計課", ""): TOO_FEW
    }
    assert DisclosureRules(least_people=12).least(CellKind.CROSSED) == 12
    DisclosureRules(least_people=3)
    with pytest.raises(Refusal) as refused:
        DisclosureRules(least_people=2)
    assert refused.value.problems[0].code == "disclosure.below_floor"


def test_lowest_highest_and_deviation_are_told_from_ten_people_on() -> None:
    assert not DisclosureRules().allows_spread(9)
    assert DisclosureRules().allows_spread(10)


# Everybody the same


@pytest.mark.parametrize("value", [0, 1])
def test_a_group_where_everybody_has_nothing_or_everything_is_hidden(value: int) -> None:
    key = CellKey("会計課", "", "security")
    same = share_cell(key, dict.fromkeys(people("a", 8), Fraction(value)))
    assert protect([same]).hidden[key].reason is TELLS
    half = share_cell(key, dict.fromkeys(people("a", 8), Fraction(1, 2)))
    assert protect([half]).hidden == {}


def test_two_full_marks_departments_are_not_found_together_by_subtraction() -> None:
    def shares(row: str, values: Mapping[str, Fraction]) -> Cell:
        return share_cell(CellKey(row, "", "security"), values)

    full = dict.fromkeys(people("a", 3) | people("b", 4), Fraction(1))
    mixed = dict.fromkeys(people("c", 20), Fraction(1, 2))
    result = protect(
        [
            shares("", full | mixed),
            shares("議会事務局", dict.fromkeys(people("a", 3), Fraction(1))),
            shares("会計課", dict.fromkeys(people("b", 4), Fraction(1))),
            shares("総務課", mixed),
        ]
    )
    assert reasons(result)["総務課", ""] is PROTECTS


def test_an_answer_that_all_of_a_group_chose_hides_the_group() -> None:
    who = people("a", 8)
    key = CellKey("会計課", "", "item3", "4")
    chosen = Cell(key, who, alike=(frozenset(), frozenset(), frozenset(), who))
    assert protect([chosen]).hidden[key].reason is TELLS


def test_those_at_nothing_in_one_part_are_not_those_at_nothing_in_another() -> None:
    halves = (people("a", 4), people("b", 4))
    parts = [
        share_cell(
            CellKey("会計課", "", "item3", answer),
            dict.fromkeys(chosen, Fraction(1)) | dict.fromkeys(others, Fraction(0)),
        )
        for answer, chosen, others in (("1", *halves), ("2", *reversed(halves)))
    ]
    assert protect(parts).hidden == {}


# Protecting by hiding others


def test_beside_one_small_department_the_next_smallest_is_hidden_too() -> None:
    offices = [
        cell("総務課", people("a", 20)),
        cell("税務課", people("b", 9)),
        cell("議会事務局", people("c", 3)),
    ]
    result = protect([body(*offices), *offices])
    assert reasons(result) == {("税務課", ""): PROTECTS, ("議会事務局", ""): TOO_FEW}


def test_two_small_departments_that_are_five_people_together_protect_each_other() -> None:
    offices = [
        cell("総務課", people("a", 20)),
        cell("会計課", people("b", 3)),
        cell("議会事務局", people("c", 3)),
    ]
    result = protect([body(*offices), *offices])
    assert set(result.hidden.values()) == {result.hidden[o.key] for o in offices[1:]}


def test_four_people_hidden_below_a_division_are_too_few_to_protect_each_other() -> None:
    offices = [
        cell("総務課", people("a", 20)),
        cell("税務課", people("d", 9)),
        cell("会計課", people("b", 2)),
        cell("議会事務局", people("c", 2)),
    ]
    result = protect([body(*offices), *offices])
    assert reasons(result)["税務課", ""] is PROTECTS


def test_below_a_department_ten_people_are_hidden_or_none() -> None:
    chiefs, rest = people("a", 12), people("b", 7)
    office = cell("総務課", chiefs | rest)
    result = protect([office, cell("総務課", chiefs, "係長級"), cell("総務課", rest, "係員級")])
    assert reasons(result) == {("総務課", "係長級"): PROTECTS, ("総務課", "係員級"): TOO_FEW}


def test_a_filter_that_leaves_out_one_person_is_not_shown_beside_the_whole() -> None:
    who = people("a", 30)
    everybody_but_the_head = cell("総務課", who - {"a000"}, "課長を除く")
    assert reasons(protect([cell("総務課", who), everybody_but_the_head])) == {
        ("総務課", "課長を除く"): PROTECTS
    }


def test_figures_that_can_be_computed_from_one_another_hide_each_other() -> None:
    offices = [cell("総務課", people("a", 20)), cell("会計課", people("b", 6))]
    shares = [cell(o.key.row, o.people, part=answer) for o in offices for answer in "1234"]
    most = body(*offices)
    other = Cell(CellKey("", "", "security", "2"), most.people - {"b000"})
    result = protect([*shares, most, other])
    assert [key.part for key in result.hidden] == ["2"]


def test_one_measure_says_nothing_about_another() -> None:
    who = people("a", 9)
    first = Cell(CellKey("", "", "security"), who)
    other = Cell(CellKey("", "", "ethics"), who - {"a000"})
    assert protect([first, other]).hidden == {}


# Later publications


def test_late_answers_do_not_change_what_was_shown() -> None:
    office = cell("総務課", people("a", 20))
    first = protect([office])
    later = protect([cell("総務課", people("a", 21))], [first])
    assert later.shown == {office.key: office}
    assert later.repeated == {office.key}


def test_a_department_that_has_grown_is_shown_when_nobody_is_given_away() -> None:
    first = protect([cell("総務課", people("a", 20)), cell("会計課", people("b", 4))])
    later = protect([cell("会計課", people("b", 6))], [first])
    assert later.hidden == {}
    assert later.repeated == frozenset()


def test_a_new_table_is_checked_against_the_earlier_ones() -> None:
    who = people("a", 30)
    first = protect([cell("総務課", who)])
    later = protect([cell("", who | {"b000"})], [first])
    assert reasons(later) == {("", ""): PROTECTS}


def test_cancelling_stops_the_work() -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        protect([cell("総務課", people("a", 20))], progress=cancel)


def test_progress_counts_every_cell_once() -> None:
    offices = [cell("総務課", people("a", 20)), cell("会計課", people("b", 4))]
    first = protect(offices[:1])
    steps: list[tuple[int, int]] = []
    protect(offices, [first], progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]


# Audiences and the log


def test_the_personnel_section_sees_everything_the_others_what_is_published() -> None:
    offices = [
        cell("総務課", people("a", 20)),
        cell("税務課", people("b", 9)),
        cell("議会事務局", people("c", 3)),
    ]
    wanted = [body(*offices), *offices]
    published = protect(wanted)
    seen = {
        audience: {key.row: each is not None for key, each in found.items()}
        for audience in Audience
        for found in [seen_by(audience, wanted, published, {"議会事務局"})]
    }
    assert seen == {
        Audience.HR: {"": True, "総務課": True, "税務課": True, "議会事務局": True},
        Audience.HEAD: {"": True, "議会事務局": False},
        Audience.PUBLIC: {"": True, "総務課": True, "税務課": False, "議会事務局": False},
    }


def test_the_log_is_told_how_many_cells_are_hidden_and_why() -> None:
    offices = [
        cell("総務課", people("a", 20)),
        cell("税務課", people("b", 9)),
        cell("議会事務局", people("c", 3)),
    ]
    summary = protect([body(*offices), *offices]).summary
    assert (summary.shown, summary.too_few_people, summary.protects_another) == (2, 1, 1)
    assert summary.tells_everybodys_value == 0


# Whatever the tables are

PERSONS = "abcdefghijkl"
GROUPS = st.lists(st.frozensets(st.sampled_from(PERSONS)), max_size=9)
RULES = DisclosureRules(least_people=3, least_crossed=4)


def figures(groups: Sequence[frozenset[str]], offset: int = 0) -> list[Cell]:
    return [cell(f"g{number}", who) for number, who in enumerate(groups, offset)]


def rank(rows: Iterable[Sequence[int]]) -> int:
    left = [[Fraction(each) for each in row] for row in rows]
    found = 0
    for column in range(len(PERSONS)):
        hit = next((row for row in left if row[column]), None)
        if hit is not None:
            left.remove(hit)
            left = [
                [a - b * row[column] / hit[column] for a, b in zip(row, hit, strict=True)]
                for row in left
            ]
            found += 1
    return found


def is_clean(shown: Iterable[Cell]) -> bool:
    """Return whether no combination is about fewer than three people, tried one by one."""
    rows = [[int(p in each.people) for p in PERSONS] for each in shown]
    whole = rank(rows)
    return all(
        rank(
            [0 if p in few else each for p, each in zip(PERSONS, row, strict=True)] for row in rows
        )
        == whole
        for few in combinations(PERSONS, 2)
    )


@settings(deadline=None, max_examples=60)
@given(GROUPS)
def test_no_combination_of_shown_figures_is_about_fewer_people_than_the_rule(
    groups: list[frozenset[str]],
) -> None:
    assert is_clean(protect(figures(groups), rules=RULES).shown.values())


@settings(deadline=None, max_examples=60)
@given(GROUPS)
def test_nothing_is_hidden_that_could_be_shown(groups: list[frozenset[str]]) -> None:
    result = protect(figures(groups), rules=RULES)
    for each in result.hidden.values():
        if each.reason is PROTECTS:
            assert not is_clean([*result.shown.values(), each.cell])


@settings(deadline=None, max_examples=60)
@given(GROUPS, GROUPS)
def test_a_second_publication_with_the_first_gives_nobody_away(
    groups: list[frozenset[str]], others: list[frozenset[str]]
) -> None:
    first = protect(figures(groups), rules=RULES)
    second = protect(figures(others, offset=4), [first], RULES)
    assert is_clean([*first.shown.values(), *second.shown.values()])


@settings(deadline=None, max_examples=60)
@given(GROUPS, st.randoms(use_true_random=False))
def test_asking_again_in_any_order_gives_the_same_cells(
    groups: list[frozenset[str]], chance: object
) -> None:
    wanted = figures(groups)
    result = protect(wanted, rules=RULES)
    chance.shuffle(wanted)  # type: ignore[attr-defined]
    assert protect(wanted, rules=RULES) == result
    again = protect(wanted, [result], RULES)
    assert (again.shown, again.hidden) == (result.shown, result.hidden)
