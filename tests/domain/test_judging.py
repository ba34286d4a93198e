"""Scores and edits of schemes: laws that hold for whatever is drawn."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.catalogue.validity import expires_on, held_since, last_valid_day
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
    category_scores,
)
from skilltrack.domain.questionnaires.scoring import Scorer
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.changes import changes
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule
from skilltrack.domain.schemes.edits import (
    Spot,
    free_id,
    node_at,
    with_child,
    with_group,
    with_node,
    without_node,
    without_tier,
)
from skilltrack.domain.schemes.effects import shift
from skilltrack.domain.schemes.judging import Standing, Standings
from skilltrack.domain.schemes.programmes import Programme

OWN_SCALE = Scale((ScaleStep(0, "0"), ScaleStep(5, "5")))
COMMON = Scale(tuple(ScaleStep(points, str(points)) for points in range(4)))
ITEMS = (
    *(Item(f"A{n}", "a", "問", "題", Origin.OWN) for n in range(5)),
    Item("A5", "a", "問", "題", Origin.OWN, scale=OWN_SCALE),
    Item("B0", "b", "問", "題", Origin.OWN),
    Item("C0", "b", "問", "題", Origin.OWN, kind=ItemKind.COMMENT),
)
ASKED = Questionnaire("q", 1, "q", "", COMMON, tuple(Category(code, code) for code in "abc"), ITEMS)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                item.code: st.none() | st.integers(0, 1 if item.scale else 3) for item in ITEMS[:-1]
            },
        ),
        max_size=6,
    )
)
def test_scoring_many_is_scoring_each(people: list[dict[str, int | None]]) -> None:
    scorer = Scorer(ASKED)
    assert [scorer.scores(answers) for answers in people] == [
        category_scores(ASKED, answers) for answers in people
    ]


def leaf(name: str) -> leaves.Leaf:
    return leaves.CategoryAtLeast(name, name, "a", Fraction(1, 2))


def scheme(gate: gates.Gate) -> Scheme:
    tiers = (Tier("t", "区分", gate), Tier("u", "上", leaf("upper")))
    return Scheme("s", 1, "制度", "", TierRule.EARNED, "q", (), (), tiers)


@st.composite
def trees(draw: st.DrawFn) -> gates.Gate:
    count = 0

    def grow(depth: int) -> gates.Gate:
        nonlocal count
        if depth == 0 or draw(st.booleans()):
            count += 1
            return leaf(f"l{count}")
        children = tuple(grow(depth - 1) for _ in range(draw(st.integers(1, 3))))
        if draw(st.booleans()):
            return gates.All(children)
        return gates.AtLeast(draw(st.integers(1, len(children))), children)

    return grow(3)


def spots(gate: gates.Gate, path: tuple[int, ...] = ()) -> list[Spot]:
    children = gate.children if isinstance(gate, gates.All | gates.AtLeast) else ()
    below = [spot for n, child in enumerate(children) for spot in spots(child, (*path, n))]
    return [Spot(0, path), *below]


def is_possible(gate: gates.Gate) -> bool:
    """Tell whether no group is empty and none asks for more than it has."""
    if isinstance(gate, gates.All | gates.AtLeast):
        needed = gate.count if isinstance(gate, gates.AtLeast) else len(gate.children)
        return 0 < needed <= len(gate.children) and all(map(is_possible, gate.children))
    return True


@given(trees(), st.data())
def test_what_is_added_can_be_found_and_taken_away_again(
    gate: gates.Gate, data: st.DataObject
) -> None:
    before = scheme(gate)
    spot = data.draw(st.sampled_from(spots(gate)))
    new = leaf(free_id(before, "new"))
    after, place = with_child(before, spot, new)
    assert node_at(after, place) == new
    ids = [one.id for one in gates.leaves(after.tiers[0].gate)]
    assert sorted(ids) == sorted([one.id for one in gates.leaves(gate)] + [new.id])
    back = without_node(after, place)
    assert [one.id for one in gates.leaves(back.tiers[0].gate)] == [
        one.id for one in gates.leaves(gate)
    ]
    assert is_possible(back.tiers[0].gate)


@given(trees(), st.data())
def test_taking_away_leaves_a_tree_that_can_hold(gate: gates.Gate, data: st.DataObject) -> None:
    spot = data.draw(st.sampled_from(spots(gate)))
    after = without_node(scheme(gate), spot)
    assert is_possible(after.tiers[0].gate)
    assert list(gates.leaves(after.tiers[0].gate))


def test_a_group_never_asks_for_more_than_it_has() -> None:
    two = scheme(gates.All((leaf("a"), leaf("b"))))
    assert with_group(two, Spot(0, ()), 5).tiers[0].gate == gates.AtLeast(2, (leaf("a"), leaf("b")))
    assert with_group(two, Spot(0, (0,)), 5) == two
    assert len(without_tier(without_tier(two, 0), 0).tiers) == 1


@given(trees(), trees())
def test_versions_differ_exactly_where_they_say_something_else(
    one: gates.Gate, other: gates.Gate
) -> None:
    beside = Programme("s", 1)
    found = changes(scheme(one), beside, scheme(other), beside)
    assert (found == ()) == (one == other)


def test_another_node_changes_only_its_place() -> None:
    old = scheme(gates.All((leaf("a"), leaf("b"))))
    new = with_node(old, Spot(0, (1,)), leaves.ExamPassed("b", "合格", "ip"))
    (change,) = changes(old, Programme("s", 1), new, Programme("s", 1))
    assert (change.code, change.field) == ("b", "")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=30))
def test_a_shift_counts_everybody_once(pairs: list[tuple[int, int]]) -> None:
    distinct = (Standing(None), Standing("a"), Standing("a"))  # two codes, one standing
    before = Standings(distinct, [old for old, _new in pairs])
    after = Standings(distinct, [new for _old, new in pairs])
    found = shift(before, after)
    elsewhere = [n for n, (old, new) in enumerate(pairs) if distinct[old] != distinct[new]]
    assert list(found.moved) == elsewhere
    assert sum(move.people for move in found.moves) == len(elsewhere)
    assert sum(count for _one, count in found.before) == found.people == len(pairs)
    assert sum(count for _one, count in found.after) == len(pairs)


def test_months_end_on_the_day_that_corresponds() -> None:
    assert last_valid_day(date(2025, 4, 10), 12) == date(2026, 4, 10)
    assert last_valid_day(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert last_valid_day(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert expires_on(date(2025, 4, 10), 12) == date(2026, 4, 11)


def test_a_renewal_counts_only_after_a_completion() -> None:
    done, renewed = date(2025, 4, 10), date(2026, 1, 5)
    assert held_since([done], [renewed], 12, date(2026, 12, 31)) == renewed
    assert held_since([done], [date(2024, 1, 1)], 12, date(2026, 4, 11)) is None
    assert held_since([], [renewed], 12, date(2026, 2, 1)) is None
    assert held_since([done, renewed], [], None, date(2030, 1, 1)) == done
