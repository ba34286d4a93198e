"""Strongest and weakest fields of whoever holds a role, and what of it is shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.questionnaires.definition import Category
from skilltrack.domain.roles.fields import Mean, even, field_shares

A, B, C = (Category(code, code.upper()) for code in "abc")
CATEGORIES = (A, B, C)
HIGH, MIDDLE, LOW = Fraction(9, 10), Fraction(1, 2), Fraction(1, 10)


def people(count: int, **scores: Fraction) -> dict[str, dict[str, Fraction]]:
    start = f"{sorted(scores.items())}"
    return {f"{start}{number}": dict(scores) for number in range(count)}


def test_everybody_counts_in_the_field_at_each_end_and_equal_ones_in_both() -> None:
    scores = (
        people(3, a=HIGH, b=MIDDLE, c=LOW)
        | people(2, a=LOW, b=HIGH, c=MIDDLE)
        | people(1, a=HIGH, b=HIGH, c=LOW)
        | people(1, a=MIDDLE, b=MIDDLE, c=MIDDLE)
        | people(1, c=LOW)
    )
    found = field_shares(CATEGORIES, scores, scores.keys())
    assert [(one.strongest, one.weakest) for one in found] == [(4, 2), (3, 0), (0, 4)]
    assert even(scores, scores.keys()) == 2
    assert found[2].holders == Mean(8, Fraction(3 * LOW + 2 * MIDDLE + LOW + MIDDLE + LOW, 8))


def test_fewer_than_five_holders_are_hidden_and_everybody_is_not() -> None:
    holders = people(4, a=HIGH, b=LOW)
    found = field_shares((A, B), holders | people(20, a=LOW, b=MIDDLE), holders.keys())
    assert all(one.strongest is one.weakest is None and one.holders.is_hidden for one in found)
    assert not any(one.everybody.is_hidden for one in found)


def test_a_mean_that_would_give_few_others_away_is_hidden() -> None:
    holders = people(3, a=HIGH, b=LOW) | people(5, a=MIDDLE, b=LOW)
    found = field_shares((A, B), holders | people(2, a=LOW, b=MIDDLE), holders.keys())
    assert found[0].holders.is_hidden is not found[0].everybody.is_hidden


def test_that_all_holders_have_the_same_weakest_field_is_hidden() -> None:
    holders = people(6, a=HIGH, b=LOW, c=MIDDLE) | people(1, a=MIDDLE, b=LOW, c=HIGH)
    found = field_shares(CATEGORIES, holders | people(9, a=LOW, b=HIGH), holders.keys())
    assert [one.weakest for one in found] == [None, None, None]
    assert [one.strongest for one in found] == [6, 0, 1]


def test_without_answers_nothing_is_hidden_that_is_there() -> None:
    (found,) = field_shares((A,), {}, {"0001"})
    assert found.holders == found.everybody == Mean(0, None)
    assert not found.holders.is_hidden


@given(
    st.dictionaries(
        st.text("0123456789", min_size=1, max_size=2),
        st.fixed_dictionaries({}, optional={code: st.sampled_from((LOW, HIGH)) for code in "abc"}),
        max_size=14,
    ),
    st.data(),
)
def test_no_value_of_fewer_than_five_people_is_ever_shown(
    scores: dict[str, dict[str, Fraction]], data: st.DataObject
) -> None:
    holders = data.draw(st.sets(st.sampled_from(sorted(scores)))) if scores else set()
    for one in field_shares(CATEGORIES, scores, holders):
        for mean in (one.holders, one.everybody):
            assert mean.value is None or mean.people >= 5
        assert one.is_hidden or len(holders & scores.keys()) >= 5
        if one.holders.value is not None and one.everybody.value is not None:
            others = one.everybody.people - one.holders.people
            assert others == 0 or others >= 5
