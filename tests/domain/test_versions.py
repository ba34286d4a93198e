"""What changed between two versions, and what can still be compared."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.questionnaires.versions import (
    ChangeKind,
    ItemDifference,
    comparable_items,
    difference,
    same_words,
)

SCALE = Scale((ScaleStep(0, "知らない"), ScaleStep(1, "使える")))
OTHER_SCALE = Scale((ScaleStep(0, "知らない"), ScaleStep(2, "使える")))
RATING = Item("r", "a", "関数を知っていますか。", "関数", Origin.OWN)
CHECK = Item(
    "k",
    "a",
    "正しいものはどれですか。",
    "関数",
    Origin.OWN,
    kind=ItemKind.CHOICE,
    choices=(Choice("x", "正", is_right=True), Choice("y", "誤")),
)
COMMENT = Item("t", "b", "自由に書いてください。", "自由", Origin.OWN, kind=ItemKind.COMMENT)
OLD = Questionnaire(
    "q",
    1,
    "調査",
    "",
    SCALE,
    (Category("a", "関数"), Category("b", "自由")),
    (RATING, CHECK, COMMENT),
)


def changed(item: Item, **parts: object) -> Questionnaire:
    items = tuple(
        replace(one, **parts) if one.code == item.code else one  # type: ignore[arg-type]
        for one in OLD.items
    )
    return replace(OLD, version=2, items=items)


def of(new: Questionnaire, code: str = "r") -> ItemDifference:
    return next(one for one in difference(OLD, new).items if one.code == code)


@pytest.mark.parametrize(
    ("new", "code", "kinds", "is_comparable"),
    [
        (changed(RATING, text="関数を使えますか。"), "r", "reworded", False),
        (changed(RATING, text="関数を使えますか。", is_continued=True), "r", "reworded", True),
        (changed(RATING, scale=OTHER_SCALE), "r", "rescaled", False),
        (changed(RATING, scale=OTHER_SCALE, is_continued=True), "r", "rescaled continued", False),
        (changed(RATING, kind=ItemKind.COMMENT), "r", "kind rescaled", False),
        (changed(RATING, category="b"), "r", "moved", True),
        (changed(RATING, theme="計算"), "r", "details", True),
        (changed(RATING, text="関数を 知っていますか"), "r", "spelt", True),
        (changed(RATING, is_continued=True), "r", "continued", True),
        (changed(CHECK, choices=CHECK.choices[::-1]), "k", "choices", False),
        (
            changed(CHECK, choices=(Choice("x", "正"), Choice("y", "誤", is_right=True))),
            "k",
            "choices",
            False,
        ),
    ],
)
def test_a_change_says_what_and_whether_it_can_be_compared(
    new: Questionnaire, code: str, kinds: str, *, is_comparable: bool
) -> None:
    found = of(new, code)
    assert [kind.value for kind in found.kinds] == kinds.split()
    assert found.is_comparable is is_comparable


def test_width_blanks_and_punctuation_are_no_words() -> None:
    assert same_words("ＩＦ関数を、知っていますか。", "IF関数を 知っていますか？")
    assert not same_words("IF関数", "IFS関数")


def test_added_and_removed_items_cannot_be_compared() -> None:
    new = replace(OLD, items=(replace(RATING, code="n"), CHECK, COMMENT))
    found = {one.code: one for one in difference(OLD, new).items}
    assert found["n"].kinds == (ChangeKind.ADDED,)
    assert found["r"].kinds == (ChangeKind.REMOVED,)
    assert not found["n"].is_comparable
    assert not found["r"].is_comparable


def test_a_scale_of_the_questionnaire_changes_every_rating_that_uses_it() -> None:
    new = replace(OLD, scale=OTHER_SCALE)
    assert [one.code for one in difference(OLD, new).items] == ["r"]
    assert difference(OLD, new).unlike_scores == ("a",)


def test_an_own_scale_like_the_common_one_is_no_change() -> None:
    assert difference(OLD, changed(RATING, scale=SCALE)).is_empty


def test_order_within_a_field_is_told() -> None:
    new = replace(OLD, items=(CHECK, RATING, COMMENT))
    assert [one.kinds for one in difference(OLD, new).items] == [(ChangeKind.REORDERED,)]


def test_only_what_was_put_elsewhere_is_told_and_not_what_gave_way() -> None:
    first, *others = (replace(RATING, code=code) for code in "pqrstu")
    before = replace(OLD, items=(first, *others))
    found = difference(before, replace(OLD, items=(*others, first)))
    assert [(one.code, one.kinds) for one in found.items] == [("p", (ChangeKind.REORDERED,))]
    assert not found.is_order_changed


def test_an_order_of_fields_and_a_scale_that_no_item_uses_are_told() -> None:
    turned = difference(OLD, replace(OLD, categories=OLD.categories[::-1]))
    assert (turned.is_order_changed, turned.is_empty, turned.items) == (True, False, ())
    passed = difference(OLD, replace(OLD, items=(COMMENT, RATING, CHECK)))
    assert (passed.is_order_changed, passed.is_empty, passed.items) == (True, False, ())
    own = changed(RATING, scale=SCALE)
    scaled = difference(own, replace(own, scale=OTHER_SCALE))
    assert (scaled.is_scale_changed, scaled.is_empty, scaled.items) == (True, False, ())


def test_fields_added_removed_and_renamed_are_told() -> None:
    new = replace(
        OLD,
        categories=(Category("a", "表計算"), Category("c", "新しい")),
        items=(RATING, CHECK, replace(COMMENT, category="c")),
    )
    found = difference(OLD, new).categories
    assert [(one.code, one.old is None, one.new is None) for one in found] == [
        ("a", False, False),
        ("c", True, False),
        ("b", False, True),
    ]


def test_a_field_with_another_rating_has_no_comparable_score() -> None:
    new = replace(OLD, items=(RATING, replace(RATING, code="n"), CHECK, COMMENT))
    assert difference(OLD, new).unlike_scores == ("a",)
    assert comparable_items([OLD, new]) == {"r", "k"}


def test_steps_may_be_compared_where_the_ends_differ_in_words() -> None:
    middle = changed(RATING, text="関数を使えますか。", is_continued=True)
    last = replace(
        middle,
        version=3,
        items=tuple(
            replace(one, text="関数を業務で使えますか。") if one.code == "r" else one
            for one in middle.items
        ),
    )
    assert "r" in comparable_items([OLD, middle, last])
    broken = replace(last, items=tuple(replace(one, is_continued=False) for one in last.items))
    assert "r" not in comparable_items([OLD, middle, broken])
    back = replace(OLD, version=4)
    assert "r" in comparable_items([OLD, changed(RATING, text="別の問い"), back])


def test_what_is_continued_holds_for_the_step_before_alone() -> None:
    other = changed(RATING, text="別のことを尋ねます。")
    last = replace(
        other,
        version=3,
        items=tuple(
            replace(one, text="別のことを伺います。", is_continued=True) if one.code == "r" else one
            for one in other.items
        ),
    )
    assert "r" in comparable_items([other, last])
    assert "r" not in comparable_items([OLD, other, last])


def test_no_version_compares_nothing() -> None:
    assert comparable_items([]) == frozenset()


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    codes = draw(st.lists(st.sampled_from("pqrstu"), min_size=1, max_size=5, unique=True))
    items = []
    for code in codes:
        base = draw(st.sampled_from((RATING, CHECK, COMMENT)))
        items.append(
            replace(
                base,
                code=code,
                category=draw(st.sampled_from("ab")),
                text=draw(st.sampled_from(("問一", "問二", "問 一。"))),
                scale=draw(st.sampled_from((None, OTHER_SCALE))) if base is RATING else None,
                is_continued=draw(st.booleans()),
            )
        )
    return replace(OLD, items=tuple(items))


@given(questionnaires())
def test_nothing_differs_from_itself(one: Questionnaire) -> None:
    assert difference(one, one).is_empty
    assert comparable_items([one]) == {item.code for item in one.answerable}


@given(questionnaires(), questionnaires())
def test_whatever_is_not_the_same_is_told(a: Questionnaire, b: Questionnaire) -> None:
    found = difference(a, b)
    is_told = bool(found.items or found.categories or found.is_order_changed)
    assert found.is_empty is (a == b) is not is_told


@given(questionnaires(), questionnaires())
def test_what_is_added_one_way_is_removed_the_other(a: Questionnaire, b: Questionnaire) -> None:
    def codes(old: Questionnaire, new: Questionnaire, kind: ChangeKind) -> set[str]:
        return {one.code for one in difference(old, new).items if kind in one.kinds}

    assert codes(a, b, ChangeKind.ADDED) == codes(b, a, ChangeKind.REMOVED)
    assert codes(a, b, ChangeKind.RESCALED) == codes(b, a, ChangeKind.RESCALED)


@given(questionnaires(), questionnaires())
def test_only_common_items_are_compared(a: Questionnaire, b: Questionnaire) -> None:
    compared = comparable_items([a, b])
    assert compared <= {item.code for item in a.answerable} & {item.code for item in b.answerable}
    unlike = {one.code for one in difference(a, b).items if not one.is_comparable}
    assert compared.isdisjoint(unlike)
