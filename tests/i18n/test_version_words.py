"""Changes between versions of a questionnaire in words."""

from dataclasses import replace

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
from skilltrack.domain.questionnaires.versions import ChangeKind, difference
from skilltrack.i18n.versions import (
    CHANGE_KIND_NAMES,
    ORIGIN_NAMES,
    DifferenceLine,
    answers_text,
    difference_lines,
    right_text,
)

SCALE = Scale((ScaleStep(0, "知らない"), ScaleStep(2, "使っている")))
CHOICES = (Choice("a", "COUNT", is_right=True), Choice("b", "SUM"))


def item(code: str, category: str = "excel", **more: object) -> Item:
    made = Item(code, category, f"{code}を知っていますか。", code, Origin.OWN)
    return replace(made, **more)  # type: ignore[arg-type]


RATING, CHECK, COMMENT = (
    item("E01"),
    item("K01", kind=ItemKind.CHOICE, choices=CHOICES),
    item("Z01", kind=ItemKind.COMMENT),
)
OLD = Questionnaire(
    id="own",
    version=1,
    title="自己点検",
    explanation="",
    scale=SCALE,
    categories=(Category("excel", "表計算"), Category("tools", "ツール")),
    items=(RATING, CHECK, COMMENT, item("E02"), item("T01", "tools")),
)


def changed(*items: Item) -> tuple[DifferenceLine, ...]:
    """Return the lines of a version in which some items are others, and the rest as before."""
    others = {one.code: one for one in items}
    new = replace(OLD, version=2, items=tuple(others.get(one.code, one) for one in OLD.items))
    return difference_lines(difference(OLD, new))


def of_items(lines: tuple[DifferenceLine, ...]) -> list[DifferenceLine]:
    return [line for line in lines if not line.subject.startswith("分野")]


def test_every_change_and_origin_has_a_name() -> None:
    assert set(CHANGE_KIND_NAMES) == set(ChangeKind)
    assert set(ORIGIN_NAMES) == set(Origin)


def test_versions_alike_have_no_lines() -> None:
    assert changed() == ()


def test_other_words_cannot_be_compared_unless_the_question_goes_on() -> None:
    (line,) = of_items(changed(replace(RATING, text="別の文です。")))
    assert (line.before, line.after) == (RATING.text, "別の文です。")
    assert (line.is_comparable, line.comparison) == (False, "比べられない（文が変わった）")
    (line,) = of_items(changed(replace(RATING, text="別の文です。", is_continued=True)))
    assert (line.is_comparable, line.comparison) == (True, "比べられる（同じ問いの言い換え）")


def test_an_item_that_moves_stays_comparable_and_both_field_scores_do_not() -> None:
    lines = changed(replace(RATING, category="tools"))
    (moved,) = (line for line in lines if line.change == "分野")
    assert (moved.before, moved.after, moved.is_comparable) == ("表計算", "ツール", True)
    scores = [line for line in lines if line.change == "分野の得点"]
    assert [line.subject for line in scores] == ["分野「表計算」", "分野「ツール」"]
    assert {line.is_comparable for line in scores} == {False}


def test_another_scale_shows_steps_and_points_before_and_after() -> None:
    own = Scale((ScaleStep(0, "いいえ"), ScaleStep(1, "はい")), allows_not_applicable=False)
    (line,) = of_items(changed(replace(RATING, scale=own)))
    assert line.before == "知らない（0）／使っている（2）／該当しない"
    assert line.after == "いいえ（0）／はい（1）"
    assert line.comparison == "比べられない（段階が変わった）"


def test_another_right_answer_is_marked() -> None:
    other = (replace(CHOICES[0], is_right=False), replace(CHOICES[1], is_right=True))
    (line,) = of_items(changed(replace(CHECK, choices=other)))
    assert (line.before, line.after) == ("COUNT（正答）／SUM", "COUNT／SUM（正答）")
    assert line.is_comparable is False


def test_a_rating_that_becomes_a_check_shows_what_can_be_chosen_in_both() -> None:
    lines = of_items(changed(replace(RATING, kind=ItemKind.CHOICE, choices=CHOICES)))
    assert [(line.change, line.before, line.after) for line in lines] == [
        ("種類", "自己評価", "知識確認"),
        ("段階", "知らない（0）／使っている（2）／該当しない", ""),
        ("選択肢・正答", "", "COUNT（正答）／SUM"),
    ]
    assert {line.comparison for line in lines} == {"比べられない（種類が変わった）"}


def test_comments_are_never_compared() -> None:
    (line,) = of_items(changed(replace(COMMENT, text="別のことを書きます。")))
    assert (line.comparison, line.is_comparable) == ("", None)


def test_another_order_is_told_by_places() -> None:
    first, second, *others = OLD.items
    new = replace(OLD, version=2, items=(second, first, *others))
    lines = difference_lines(difference(OLD, new))
    (line,) = lines
    assert (line.subject, line.before, line.after) == ("K01", "2番目", "1番目")
    assert line.is_comparable is True


def test_another_order_of_fields_and_another_common_scale_are_told_once() -> None:
    steps = (*SCALE.steps, ScaleStep(3, "教えられる"))
    new = replace(
        OLD, version=2, categories=OLD.categories[::-1], scale=replace(SCALE, steps=steps)
    )
    told = {(line.subject, line.change): line for line in difference_lines(difference(OLD, new))}
    order, scale = told["調査票", "分野の順番"], told["調査票", "共通の段階"]
    assert (order.before, order.after) == ("表計算／ツール", "ツール／表計算")
    assert scale.after == "知らない（0）／使っている（2）／教えられる（3）／該当しない"
    assert {order.is_comparable, scale.is_comparable} == {None}


def test_words_spelt_otherwise_and_a_question_that_goes_on_stay_comparable() -> None:
    (line,) = changed(replace(RATING, text="Ｅ０１を知っていますか"))
    assert (line.change, line.comparison) == ("表記", "比べられる")
    (line,) = changed(replace(RATING, is_continued=True))
    assert (line.change, line.before, line.after) == ("問いの継続", "", "前の版と同じ問い")


def test_details_are_told_and_change_nothing_for_comparison() -> None:
    (line,) = changed(replace(RATING, theme="関数", courses=("DX-01", "DX-02")))
    assert (line.before, line.after) == ("E01／自作", "関数／自作／DX-01、DX-02")
    assert line.comparison == "比べられる"


def test_items_and_fields_that_come_and_go_have_nothing_to_be_compared_with() -> None:
    new = replace(
        OLD,
        version=2,
        title="新しい題",
        explanation="説明です。",
        categories=(Category("excel", "表計算ソフト", "説明"), Category("ai", "生成AI")),
        items=(*OLD.items[:4], item("A01", "ai")),
    )
    lines = {(one.subject, one.change): one for one in difference_lines(difference(OLD, new))}
    assert lines["A01", "追加"].comparison == "前の版にない設問"
    assert lines["T01", "削除"].comparison == "新しい版にない設問"
    assert lines["A01", "追加"].is_comparable is None
    assert lines["分野「生成AI」", "追加"].after == "生成AI"
    assert lines["分野「ツール」", "削除"].before == "ツール"
    assert lines["分野「表計算ソフト」", "名前"].before == "表計算"
    assert lines["分野「表計算ソフト」", "説明"].after == "説明"
    assert lines["調査票", "題名"].after == "新しい題"
    assert lines["調査票", "説明"].after == "説明です。"


def test_answers_and_right_answers_are_told_by_kind() -> None:
    assert answers_text(OLD, CHECK) == "COUNT／SUM"
    assert answers_text(OLD, COMMENT) == ""
    assert (right_text(CHECK), right_text(RATING)) == ("COUNT", "")
