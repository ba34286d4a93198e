"""What the result says in words, from nothing answered to everything reached."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import (
    CategoryScore,
)
from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.domain.rounds.results import (
    CategoryResult,
    PersonalResult,
    SchemeResult,
    Undecided,
    personal_result,
)
from skilltrack.domain.schemes import leaves
from skilltrack.domain.schemes.definition import TierRule, Verdict
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.gui.answer import result_texts
from skilltrack.gui.theme import Tone

if TYPE_CHECKING:
    from skilltrack.exchange.sealing.keys import RoundKeys


@pytest.fixture(scope="session")
def package(blueprint: tuple[RoundKeys, bytes, RoundPackage]) -> RoundPackage:
    return blueprint[2]


def judged(package: RoundPackage, steps: str, title: str = "主事") -> PersonalResult:
    """Judge answers given as digits 1 to 4, 0 for 該当しない, - for none."""
    answers: Answers = {
        item.code: None if step == "0" else int(step) - 1
        for item, step in zip(package.questionnaire.items, steps, strict=False)
        if step != "-"
    }
    return personal_result(
        package.questionnaire,
        package.schemes,
        package.courses,
        answers,
        band=dict(package.titles).get(title),
        answered_on=None,
    )


def scheme(
    package: RoundPackage, result: PersonalResult, scheme_id: str
) -> result_texts.SchemeText:
    found = next(each for each in result.schemes if each.scheme == scheme_id)
    definition = next(each for each in package.schemes if each.id == scheme_id)
    return result_texts.scheme_text(found, definition, package.questionnaire)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("", "まだ判定できる分野がありません"),
        ("33333", "判定できた分野が1つだけ"),
        ("3" * 27, "どれも66.7\u2009%で並んでいます"),
        ("4" * 26 + "1", "強みは「基礎用語」「エクセル関数」「統計知識」「ツール」です"),
        ("3" * 26 + "4", "設問が1つの分野を除くと、得点はどれも66.7\u2009%で並んでいます"),
    ],
)
def test_summary_says_only_what_the_answers_bear(
    package: RoundPackage, steps: str, told: str
) -> None:
    assert told in result_texts.summary(judged(package, steps))


def test_single_answer_is_never_called_a_strength(package: RoundPackage) -> None:
    assert "セキュリティ" not in result_texts.summary(judged(package, "3" * 20 + "2" * 6 + "4"))


@pytest.mark.parametrize(
    ("undecided", "remark"),
    [
        (Undecided.UNANSWERED, "まだ回答がありません"),
        (Undecided.TOO_FEW_ANSWERED, "回答が8割に足りません"),
        (Undecided.TOO_FEW_APPLICABLE, "該当しない設問が多いため"),
    ],
)
def test_field_without_a_score_says_why(undecided: Undecided, remark: str) -> None:
    score = CategoryScore("x", 0, 0, 0, 0, 4)
    category = CategoryResult("x", "分野", score, undecided, Fraction(1, 2), is_single_item=False)
    assert result_texts.judgement_of(category) == ("判定なし", Tone.INFO)
    assert result_texts.remark_on(category) == remark


def test_field_of_one_item_says_that_one_answer_decides(package: RoundPackage) -> None:
    security = judged(package, "3" * 27).categories[-1]
    assert result_texts.remark_on(security) == "設問1つの回答で決まります"


def test_reaching_the_target_exactly_is_reached() -> None:
    score = CategoryScore("x", 3, 6, 2, 2, 2)
    category = CategoryResult("x", "分野", score, None, Fraction(1, 2), is_single_item=False)
    assert result_texts.judgement_of(category) == ("到達", Tone.GOOD)


def test_requirements_of_the_post_are_listed_with_own_and_asked(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "2" * 26 + "4"), "fukui")
    assert "あと3件の要件に届いていません" in text.standing
    states = [line.state for line in text.lines]
    assert states == ["届いていません"] * 3 + ["満たしています", "人事課が確認します"]
    assert text.lines[0].figure == "33.3\u2009%（基準 40.0\u2009%）"
    assert text.lines[-1].label == "今年度の必須研修"


def test_too_few_answers_leave_the_post_undecided(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "4444"), "fukui")
    assert "回答が足りないため、まだ判定していません" in text.standing
    assert "回答が不足" in [line.state for line in text.lines]


def test_title_without_a_tier_says_so(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "4" * 27, title="顧問"), "fukui")
    assert text.standing == "選んだ職名には、求められる区分がありません。"
    assert text.lines == ()


def test_ladder_names_the_tier_reached_and_the_next(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "3" * 27), "kitakyushu")
    assert text.standing.startswith("回答で分かる要件は「シルバー」まで満たしています。")
    assert "次の「ゴールド」まで、あと3件" in text.standing
    assert (text.tier, text.medal) == ("シルバー（回答で判定）", Tone.SILVER)


def test_top_of_the_ladder_has_no_next(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "4" * 27), "kitakyushu")
    assert text.standing == "回答で分かる要件は、最上位の「ゴールド」まで満たしています。"
    assert text.medal is Tone.GOLD


def test_ladder_without_answers_reaches_nothing(package: RoundPackage) -> None:
    text = scheme(package, judged(package, ""), "kitakyushu")
    assert text.standing == "次の「ブロンズ」は、回答が足りないためまだ判定していません。"
    assert text.medal is None


def test_item_requirement_is_told_in_the_words_of_the_scale(package: RoundPackage) -> None:
    leaf = JudgedLeaf("a", LeafKind.ITEM, "KPIの理解", 1, 3, satisfied=False)
    verdict = Verdict("staff", None, None, None, (), (leaf,), ("a",))
    result = SchemeResult(
        scheme="fukui",
        name="福井県方式",
        rule=TierRule.BY_POST,
        verdict=verdict,
        shown="staff",
        reached=None,
        suffices=False,
        satisfied=(),
        missing=(leaf,),
        undecided=(),
        not_asked=(),
        for_personnel=(),
        targets={},
    )
    fukui = next(each for each in package.schemes if each.id == "fukui")
    asked = leaves.ItemAtLeast("a", "KPIの理解", package.questionnaire.items[0].code, 3)
    tiers = tuple(replace(tier, gate=asked) for tier in fukui.tiers if tier.code == "staff")
    (line,) = result_texts.scheme_text(
        result, replace(fukui, tiers=tiers), package.questionnaire
    ).lines
    assert line.figure == "聞いたことがある（基準 業務で使っている）"


def test_at_most_three_courses_each_with_its_reason(package: RoundPackage) -> None:
    steps = result_texts.next_steps(judged(package, "1" * 27), package.questionnaire)
    assert len(steps) == 3
    for step in steps:
        assert step.reason.startswith("目標に届いていない「")
        assert step.reason.endswith("を学べます。")


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("4" * 27, "比べられる分野はすべて目標に届いています。"),
        ("", "目標と比べられる分野がまだないため、研修を示していません。"),
    ],
)
def test_no_course_is_explained(package: RoundPackage, steps: str, told: str) -> None:
    result = judged(package, steps)
    assert result_texts.next_steps(result, package.questionnaire) == ()
    assert result_texts.no_steps_text(result) == told


def test_unanswered_questions_are_told_to_change_the_result(package: RoundPackage) -> None:
    assert "変わることがあります" in result_texts.answered_text(judged(package, "4" * 26))
    whole = result_texts.answered_text(judged(package, "4" * 27))
    assert whole == "27問のうち27問に回答しました。"


def test_requirements_that_too_few_answers_decide_are_told_apart(package: RoundPackage) -> None:
    text = scheme(package, judged(package, "1" * 11), "fukui")
    assert "ほかに、回答が足りず判定できない要件が" in text.standing
    assert "ほかに、回答" not in scheme(package, judged(package, "1" * 27), "fukui").standing


def test_fields_without_a_score_are_not_said_to_reach_their_target(package: RoundPackage) -> None:
    told = result_texts.no_steps_text(judged(package, "4" * 11))
    assert told.startswith("判定できた分野はすべて目標に届いています。")
    assert "まだ比べていません" in told


def test_summary_of_not_applicable_alone_asks_for_no_more_answers(package: RoundPackage) -> None:
    told = result_texts.summary(judged(package, "0" * 27))
    assert told == "該当する設問が少ないため、判定できる分野がありません。"
