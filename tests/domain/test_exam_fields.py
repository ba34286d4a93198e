"""Field scores beside self-assessments, and what of it may be shown of groups."""

from fractions import Fraction

from skilltrack.domain.exams.definition import ExamField
from skilltrack.domain.exams.fields import (
    FieldComparison,
    covering_items,
    group_differences,
    self_assessment,
)
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.schemes.programmes import SkillRef

SCALE = Scale(tuple(ScaleStep(points, str(points)) for points in range(4)))
QUESTIONNAIRE = Questionnaire(
    "q",
    1,
    "自己点検",
    "",
    SCALE,
    (Category("a", "分野a"), Category("b", "分野b")),
    tuple(Item(code, code[0], f"設問{code}", "", Origin.OWN) for code in ("a1", "a2", "b1", "b2")),
)
FIELD = ExamField("strategy", "ストラテジ系", 1000, (SkillRef("a", "q"), SkillRef("b2", "q")))


def test_a_field_is_covered_by_whole_categories_and_single_items_each_once() -> None:
    covers = (*FIELD.covers, SkillRef("a1", "q"), SkillRef("b1", "other"))
    assert [item.code for item in covering_items(QUESTIONNAIRE, covers)] == ["a1", "a2", "b2"]


def test_a_self_assessment_is_the_share_of_the_items_of_the_field() -> None:
    answers = {"a1": 3, "a2": 0, "b1": 3, "b2": 3}
    assert self_assessment(QUESTIONNAIRE, answers, FIELD.covers) == Fraction(6, 9)


def test_too_few_answers_are_unknown_and_not_0() -> None:
    assert self_assessment(QUESTIONNAIRE, {"a1": 3}, FIELD.covers) is None
    assert self_assessment(QUESTIONNAIRE, {}, FIELD.covers) is None
    assert self_assessment(QUESTIONNAIRE, {"a1": 3}, ()) is None


def compared(points: int, share: Fraction | None, edition: str = "2022") -> FieldComparison:
    return FieldComparison(edition, FIELD, points, share)


def test_a_difference_is_of_shares() -> None:
    assert compared(600, Fraction(1, 2)).difference == Fraction(1, 10)
    assert compared(600, None).difference is None


def test_only_groups_above_the_threshold_show_their_mean() -> None:
    people = {str(number): [compared(600 + number, Fraction(1, 2))] for number in range(12)}
    groups = {"x": [str(n) for n in range(8)], "y": [str(n) for n in range(8, 12)]}
    found = {one.group: one for one in group_differences(people, groups)}
    assert found["y"].is_hidden
    assert found["y"].people == 4
    # with both the body and x shown, y would follow by subtraction
    assert [one.mean for one in found.values()].count(None) >= 2
    whole = found[""]
    assert whole.mean == sum(Fraction(100 + n, 1000) for n in range(12)) / 12


def test_editions_stay_apart_and_who_did_not_answer_is_not_in_it() -> None:
    people = {str(number): [compared(700, Fraction(number, 20))] for number in range(6)}
    people |= {f"n{number}": [compared(300, Fraction(number, 20), "2027")] for number in range(6)}
    people["nobody"] = [compared(100, None)]
    found = group_differences(people, {})
    assert [(one.edition, one.people) for one in found] == [("2022", 6), ("2027", 6)]
    assert found[0].mean == Fraction(7, 10) - Fraction(15, 20) / 6
