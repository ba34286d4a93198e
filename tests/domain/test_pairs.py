"""Before and after, person by person, against a plain calculation."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.disclosure.cells import DisclosureRules
from skilltrack.domain.pairs import TOTAL, Both, gain, level_gains, unit_gains
from skilltrack.domain.schemes.definition import ScoreLadder, ScoreLevel

shares = st.none() | st.integers(0, 10).map(lambda n: Fraction(n, 10))
scores = st.fixed_dictionaries({TOTAL: shares, "excel": shares})
LADDER = ScoreLadder(
    "l",
    "水準",
    (
        ScoreLevel("low", "下", Fraction(0)),
        ScoreLevel("middle", "中", Fraction(2, 5)),
        ScoreLevel("high", "上", Fraction(4, 5)),
    ),
)


@st.composite
def crowds(draw: st.DrawFn) -> list[Both]:
    units = draw(st.lists(st.sampled_from(["A", "B", "C"]), max_size=24))
    return [Both(f"{n:03}", unit, draw(scores), draw(scores)) for n, unit in enumerate(units)]


@given(crowds())
def test_a_field_compares_only_those_judged_both_times(people: list[Both]) -> None:
    found = gain("excel", "エクセル", people)
    both = [
        (one.before["excel"], one.after["excel"])
        for one in people
        if one.before["excel"] is not None and one.after["excel"] is not None
    ]
    assert found.n == len(both) == found.up + found.same + found.down
    if both:
        changes = [after - before for before, after in both]
        assert found.change == sum(changes, Fraction(0)) / len(changes)
        assert found.change == found.after.mean - found.before.mean
    else:
        assert (found.change, found.before.mean) == (None, None)


@given(crowds())
def test_a_department_of_few_is_hidden_and_cannot_be_subtracted(people: list[Both]) -> None:
    rules = DisclosureRules()
    found = unit_gains(people, (TOTAL, "excel"), {"A": "課"}, rules)
    assert sum(unit.people for unit in found) == len(people)
    hidden = [unit.people for unit in found if unit.is_hidden]
    for unit in found:
        if unit.people < rules.least_people:
            assert unit.is_hidden
        assert (
            unit.is_hidden is (not any(c is not None for c in unit.changes)) or not unit.is_hidden
        )
    if len(people) >= rules.least_people and hidden:
        assert sum(hidden) >= rules.least_people or len(people) == sum(hidden)


@given(crowds())
def test_levels_are_counted_before_against_after(people: list[Both]) -> None:
    found = level_gains(people, LADDER, is_ours=False)

    def place(share: Fraction | None) -> int | None:
        if share is None:
            return None
        return 0 if share < Fraction(2, 5) else 1 if share < Fraction(4, 5) else 2

    plain = [[0] * 3 for _ in range(3)]
    for one in people:
        before, after = place(one.before[TOTAL]), place(one.after[TOTAL])
        if before is not None and after is not None:
            plain[before][after] += 1
    assert [list(row) for row in found.counts] == plain
    assert found.up + found.same + found.down == sum(map(sum, plain))
