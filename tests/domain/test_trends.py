"""The change of a mean taken apart: exactly, and with every part in its place."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.analysis.groups import (
    Answered,
    Group,
    GroupKind,
    Respondent,
    RoundFacts,
)
from skilltrack.domain.analysis.trends import (
    LeftOutBecause,
    Split,
    compare,
    compared_items,
    split,
    trend,
)
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)

SCALE = Scale(tuple(ScaleStep(points, f"段階{points}") for points in range(4)))
DEPARTMENTS = [Group(GroupKind.DEPARTMENT, code, code) for code in ("A", "B")]


def item(code: str, category: str = "f") -> Item:
    return Item(code, category, f"設問{code}", "", Origin.OWN)


def questionnaire(version: int, *items: Item) -> Questionnaire:
    categories = tuple(Category(code, code) for code in dict.fromkeys(i.category for i in items))
    return Questionnaire("q", version, "", "", SCALE, categories, items)


def facts(number: int, version: int = 1) -> RoundFacts:
    day = date(2024 + number, 9, 1)
    return RoundFacts(f"r{number}", f"調査{number}", "q", version, day, day, is_closed=True)


def answered(asked: Questionnaire, people: dict[str, tuple[str, Answers]]) -> Answered:
    return Answered(
        asked, tuple(Respondent(number, unit, "", one) for number, (unit, one) in people.items())
    )


def parts(found: Split) -> tuple[Fraction | None, ...]:
    return (found.improved, found.moved, found.questionnaire)


ratios = st.integers(1, 30).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Fraction(part, whole))
)
scores = st.dictionaries(st.sampled_from([f"{n:02}" for n in range(12)]), ratios)


@given(scores, scores, scores, scores)
def test_the_parts_known_add_up_to_the_change_exactly(
    then: dict[str, Fraction],
    then_c: dict[str, Fraction],
    now: dict[str, Fraction],
    now_c: dict[str, Fraction],
) -> None:
    found = split(then, then_c, now, now_c)
    if not (then and then_c and now and now_c):
        assert parts(found) == (None, None, None)
        return
    assert (found.improved is None) == (not then_c.keys() & now_c.keys())
    known = [part for part in parts(found) if part is not None]
    assert sum(known) == found.change


steps = st.one_of(st.none(), st.integers(0, 3))
people = st.dictionaries(
    st.sampled_from([f"{n:02}" for n in range(8)]),
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), steps),
    ),
)


@given(people, people)
def test_the_parts_add_up_for_every_department_and_everybody(
    then: dict[str, tuple[str, Answers]], now: dict[str, tuple[str, Answers]]
) -> None:
    old = questionnaire(1, item("a"), item("b"), item("c"))
    new = questionnaire(2, item("a"), item("b"), item("d"))
    known = {i.code for i in old.items}, {i.code for i in new.items}
    before, after = (
        answered(
            version,
            {
                number: (unit, {code: step for code, step in one.items() if code in codes})
                for number, (unit, one) in found.items()
            },
        )
        for version, found, codes in zip((old, new), (then, now), known, strict=True)
    )
    found = compare(before, after, {"a", "b"}, facts(0), DEPARTMENTS)
    for group in (found.body, *found.departments):
        (field,) = group.categories
        if field.split.questionnaire is not None:
            told = [part for part in parts(field.split) if part is not None]
            assert sum(told) == field.split.change


def both(unit: str, step: int) -> tuple[str, Answers]:
    return unit, {"a": step, "b": step}


TWO = questionnaire(1, item("a"), item("b"))


def test_people_who_gain_improve_and_nothing_else_changes() -> None:
    then = answered(TWO, {"1": both("A", 0), "2": both("A", 1)})
    now = answered(TWO, {"1": both("A", 1), "2": both("A", 2)})
    found = compare(then, now, {"a", "b"}, facts(0), DEPARTMENTS)
    assert parts(found.body.categories[0].split) == (Fraction(1, 3), 0, 0)


def test_a_move_between_departments_improves_nobody() -> None:
    then = answered(TWO, {"1": both("A", 0), "2": both("A", 3), "3": both("B", 0)})
    now = answered(TWO, {"1": both("A", 0), "2": both("B", 3), "3": both("B", 0)})
    found = compare(then, now, {"a", "b"}, facts(0), DEPARTMENTS)
    first, second = (group.categories[0].split for group in found.departments)
    assert parts(first) == (0, Fraction(-1, 2), 0)
    assert parts(second) == (0, Fraction(1, 2), 0)
    assert (first.people_then, first.people_now, first.people_both) == (2, 1, 1)
    assert parts(found.body.categories[0].split) == (0, 0, 0)


def test_easier_new_items_are_the_questionnaire_and_no_progress() -> None:
    new = questionnaire(2, item("a"), item("n"))
    then = answered(TWO, {"1": ("A", {"a": 1, "b": 0})})
    now = answered(new, {"1": ("A", {"a": 1, "n": 3})})
    found = compare(then, now, {"a"}, facts(0), DEPARTMENTS)
    assert parts(found.body.categories[0].split) == (0, 0, Fraction(1, 2))


def test_without_comparable_items_the_change_is_told_and_no_part_of_it() -> None:
    new = questionnaire(2, item("n"), item("m"))
    then = answered(TWO, {"1": both("A", 0)})
    now = answered(new, {"1": ("A", {"n": 3, "m": 3})})
    found = compare(then, now, set(), facts(0), DEPARTMENTS).body.categories[0].split
    assert found.change == 1
    assert parts(found) == (None, None, None)


def test_where_everybody_was_exchanged_all_is_moved() -> None:
    then = answered(TWO, {"1": both("A", 0)})
    now = answered(TWO, {"2": both("A", 3)})
    found = compare(then, now, {"a", "b"}, facts(0), DEPARTMENTS).departments[0]
    assert parts(found.categories[0].split) == (None, 1, 0)


def test_a_new_department_has_no_change() -> None:
    then = answered(TWO, {"1": both("A", 0)})
    now = answered(TWO, {"1": both("A", 0), "2": both("B", 3)})
    found = compare(then, now, {"a", "b"}, facts(0), DEPARTMENTS).departments[1]
    (field,) = found.categories
    assert (field.split.then, field.split.now, field.split.change) == (None, 1, None)
    assert parts(field.split) == (None, None, None)


def test_items_are_left_out_with_the_reason() -> None:
    old = questionnaire(1, item("a"), item("b"), item("c"), item("gone"))
    new = questionnaire(
        2, item("a"), replace(item("b"), text="別の文"), item("c", "other"), item("new")
    )
    compared, left_out = compared_items([old, new], {"a", "c"})
    assert compared == ("a",)
    assert {one.item: one.because for one in left_out} == {
        "b": LeftOutBecause.CHANGED,
        "c": LeftOutBecause.MOVED,
        "new": LeftOutBecause.NOT_ALWAYS_ASKED,
        "gone": LeftOutBecause.NOT_ALWAYS_ASKED,
    }
    assert next(one.text for one in left_out if one.item == "b") == "別の文"


def test_trend_follows_only_what_every_round_asked_alike() -> None:
    new = questionnaire(2, item("a"), item("n"))
    rounds = [
        (facts(0), answered(TWO, {"1": ("A", {"a": 1, "b": 3}), "2": ("A", {"a": 2, "b": 3})})),
        (facts(1), answered(TWO, {})),
        (facts(2, 2), answered(new, {"1": ("A", {"a": 3, "n": 0}), "2": ("A", {"a": None})})),
    ]
    found = trend(rounds, {"a"})
    assert [one.round_id for one in found.rounds] == ["r0", "r1", "r2"]
    (line,) = found.items
    assert [(point.n, point.mean) for point in line.points] == [
        (2, Fraction(1, 2)),
        (0, None),
        (1, Fraction(1)),
    ]
    (field,) = found.categories
    assert [point.mean for point in field.points] == [Fraction(1, 2), None, Fraction(1)]
    assert {one.item for one in found.left_out} == {"b", "n"}
