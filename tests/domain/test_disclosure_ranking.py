"""Ranks as each audience sees them."""

from fractions import Fraction

from skilltrack.domain.disclosure.cells import Audience, Cell, CellKey, DisclosureRules
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.disclosure.ranking import Standing, ranked_for


def office(name: str, people: int) -> Cell:
    return Cell(
        CellKey(name, "", "security"), frozenset(f"{name}{number}" for number in range(people))
    )


OFFICES = [office("a", 20), office("b", 12), office("c", 7), office("d", 15), office("e", 3)]
VALUES = {
    each.key: Fraction(percent, 100)
    for each, percent in zip(OFFICES, (80, 70, 90, 70, 95), strict=True)
}
PUBLISHED = protect(OFFICES)


def placed(audience: Audience, own: tuple[str, ...] = ()) -> list[tuple[str, int | None, str]]:
    groups = ranked_for(audience, VALUES, OFFICES, PUBLISHED, own_rows=own)
    return [(group.key.row, group.rank, group.standing or "") for group in groups]


def test_the_personnel_section_sees_exact_ranks_of_all_with_ties() -> None:
    assert placed(Audience.HR) == [
        ("e", 1, ""),
        ("c", 2, ""),
        ("a", 3, ""),
        ("b", 4, ""),
        ("d", 4, ""),
    ]


def test_a_hidden_department_takes_no_part_and_a_small_one_gets_a_standing() -> None:
    assert placed(Audience.PUBLIC) == [
        ("a", 2, ""),
        ("b", 3, ""),
        ("d", 3, ""),
        ("c", None, Standing.TOP_QUARTER),
        ("e", None, ""),
    ]


def test_a_head_learns_the_place_of_the_own_department_among_all() -> None:
    (own,) = ranked_for(Audience.HEAD, VALUES, OFFICES, PUBLISHED, own_rows=["a"])
    assert (own.key.row, own.rank, own.ranked) == ("a", 2, 4)
    assert placed(Audience.HEAD, ("e",)) == [("e", None, "")]


def test_standings_divide_at_a_quarter_and_at_a_half() -> None:
    offices = [office(name, 5) for name in "abcdefgh"]
    values = {each.key: Fraction(8 - place, 8) for place, each in enumerate(offices)}
    groups = ranked_for(Audience.PUBLIC, values, offices, protect(offices))
    assert [group.standing for group in groups] == [
        *[Standing.TOP_QUARTER] * 2,
        *[Standing.TOP_HALF] * 2,
        *[Standing.LOWER_HALF] * 4,
    ]


def test_a_town_decides_from_how_many_people_on_ranks_are_exact() -> None:
    rules = DisclosureRules(least_spread=5)
    groups = ranked_for(Audience.PUBLIC, VALUES, OFFICES, PUBLISHED, rules)
    assert [group.rank for group in groups] == [1, 2, 3, 3, None]


def test_the_whole_body_and_departments_without_a_figure_are_not_ranked() -> None:
    whole = Cell(CellKey("", "", "security"), frozenset().union(*(o.people for o in OFFICES)))
    offices = [whole, *OFFICES[:2]]
    values = {OFFICES[0].key: Fraction(1, 2), whole.key: Fraction(1, 2)}
    groups = ranked_for(Audience.PUBLIC, values, offices, protect(offices))
    assert [(group.key.row, group.rank) for group in groups] == [("a", 1), ("b", None)]
