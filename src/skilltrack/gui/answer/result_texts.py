"""The result in words: sentences and lines made from figures, without a widget."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.questionnaires.knowledge import Calibration, KnowledgeResult
from skilltrack.domain.rounds.results import (
    COMPARABLE_CATEGORIES,
    CategoryResult,
    PersonalResult,
    Recommendation,
    SchemeResult,
    Undecided,
)
from skilltrack.domain.schemes.definition import Medal, Scheme, TierRule
from skilltrack.domain.schemes.gates import JudgedLeaf, leaves
from skilltrack.domain.schemes.leaves import ItemAtLeast, LeafKind, Value
from skilltrack.gui.answer.answering import Answering, item_name
from skilltrack.gui.theme import Tone
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _

NAMED_THEMES = 3
"""More themes than this are counted, not named."""


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement: its state in a word, what it is, and the figure against the threshold."""

    state: str
    tone: Tone
    label: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class SchemeText:
    """One scheme: the medal of an earned tier, where the person stands, the requirements."""

    name: str
    tier: str
    medal: Tone | None
    standing: str
    explanation: str
    lines: tuple[RequirementLine, ...]


@dataclass(frozen=True, slots=True)
class StepText:
    """A course to take next and why."""

    course: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question with what was chosen or written; ``position`` counts from 0."""

    position: int
    name: str
    question: str
    answer: str
    has_answer: bool


def summary(result: PersonalResult) -> str:
    """Return strengths and growth as sentences, or why there are none."""
    names = {each.category: each for each in result.categories}
    judged = [each for each in result.categories if each.ratio is not None]
    if not result.categories:
        return _("この調査に、自己評価の設問はありません。")
    if not judged:
        if result.answered == result.items:
            return _("該当する設問が少ないため、判定できる分野がありません。")
        return _("まだ判定できる分野がありません。未回答の設問に答えると、結果が出ます。")
    if len(judged) < COMPARABLE_CATEGORIES:
        return _(
            "判定できた分野が{count}つだけのため、強みと伸びしろはまだ示していません。"
        ).format(count=len(judged))
    if not result.growth:
        return _level_text(judged)
    sentences = []
    if result.strengths:
        sentences.append(
            _("強みは{names}です（{figure}）。").format(
                names=_quoted(names[code].name for code in result.strengths),
                figure=percent(names[result.strengths[0]].ratio),
            )
        )
    sentences.append(
        _("伸びしろがあるのは{names}です（{figure}）。").format(
            names=_quoted(names[code].name for code in result.growth),
            figure=percent(names[result.growth[0]].ratio),
        )
    )
    return "".join(sentences)


def _level_text(judged: Sequence[CategoryResult]) -> str:
    """Return why nothing stands out: one answer alone is never a strength."""
    firm = [each for each in judged if not each.is_single_item]
    if not firm:
        return _("どの分野も設問が1つのため、強みと伸びしろは示していません。")
    sentence = _("判定できた分野の得点は、どれも{figure}で並んでいます。")
    if len({each.ratio for each in judged}) > 1:
        sentence = _("設問が1つの分野を除くと、得点はどれも{figure}で並んでいます。")
    return sentence.format(figure=percent(firm[0].ratio))


def answered_text(result: PersonalResult) -> str:
    """Return how many questions were answered, and that the rest may change the result."""
    told = _("{items}問のうち{answered}問に回答しました。").format(
        items=result.items, answered=result.answered
    )
    if result.answered == result.items:
        return told
    return told + _("未回答の設問に答えると、結果が変わることがあります。")


def judgement_of(category: CategoryResult) -> tuple[str, Tone | None]:
    """Return the state of a category against its target."""
    if category.ratio is None:
        return _("判定なし"), Tone.INFO
    if category.is_below_target is None:
        return _("目標なし"), None
    if category.is_below_target:
        return _("目標未満"), Tone.ATTENTION
    return _("到達"), Tone.GOOD


def remark_on(category: CategoryResult) -> str:
    """Return why a category is not judged, or on how little it rests; mostly empty."""
    reasons = {
        Undecided.UNANSWERED: _("まだ回答がありません"),
        Undecided.TOO_FEW_ANSWERED: _("回答が8割に足りません"),
        Undecided.TOO_FEW_APPLICABLE: _("該当しない設問が多いため"),
    }
    if category.undecided is not None:
        return reasons[category.undecided]
    return _("設問1つの回答で決まります") if category.is_single_item else ""


def scheme_text(result: SchemeResult, scheme: Scheme, questionnaire: Questionnaire) -> SchemeText:
    """Return one scheme in words."""
    shown = None if result.shown is None else scheme.tiers_by_code[result.shown]
    reached = None if result.reached is None else scheme.tiers_by_code[result.reached]
    medal = None if reached is None else reached.medal
    return SchemeText(
        name=result.name,
        tier="" if reached is None else _("{tier}（回答で判定）").format(tier=reached.name),
        medal=None if medal is None else _tone_of(medal),
        standing=_standing(result, scheme),
        explanation="" if shown is None else shown.explanation,
        lines=_lines(result, _labels_by_leaf(scheme, questionnaire)),
    )


def _labels_by_leaf(scheme: Scheme, questionnaire: Questionnaire) -> Mapping[str, Sequence[str]]:
    """Return id of a leaf on an item → the labels of the item."""
    items = {item.code: item for item in questionnaire.items}
    return {
        leaf.id: questionnaire.labels_of(items[leaf.item])
        for tier in scheme.tiers
        for leaf in leaves(tier.gate)
        if isinstance(leaf, ItemAtLeast) and leaf.item in items
    }


def _lines(
    result: SchemeResult, labels: Mapping[str, Sequence[str]]
) -> tuple[RequirementLine, ...]:
    groups = (
        (result.missing, _("届いていません"), Tone.ATTENTION),
        (result.undecided, _("回答が不足"), Tone.INFO),
        (result.satisfied, _("満たしています"), Tone.GOOD),
        (result.not_asked, _("ほかの要件で足ります"), Tone.INFO),
        (result.for_personnel, _("人事課が確認します"), Tone.INFO),
    )
    return tuple(
        RequirementLine(state, tone, leaf.label, _figure(leaf, labels.get(leaf.id, ())))
        for judged, state, tone in groups
        for leaf in judged
    )


def _standing(result: SchemeResult, scheme: Scheme) -> str:
    if result.shown is None:
        return _("選んだ職名には、求められる区分がありません。")
    shown = scheme.tiers_by_code[result.shown].name
    if result.rule is TierRule.BY_POST:
        sentence = {
            True: _(
                "職名から求められる区分は「{tier}」です。回答で分かる要件はすべて満たしています。"
            ),
            False: _(
                "職名から求められる区分は「{tier}」です。あと{count}件の要件に届いていません。"
            ),
            None: _(
                "職名から求められる区分は「{tier}」です。回答が足りないため、まだ判定していません。"
            ),
        }[result.suffices]
        told = sentence.format(tier=shown, count=len(result.missing))
        return told + ("" if result.suffices is None else _open_text(result))
    if result.suffices:
        return _("回答で分かる要件は、最上位の「{tier}」まで満たしています。").format(tier=shown)
    reached = None if result.reached is None else scheme.tiers_by_code[result.reached].name
    way = (
        _("次の「{tier}」は、回答が足りないためまだ判定していません。")
        if result.suffices is None
        else _("次の「{tier}」まで、あと{count}件の要件があります。")
    ).format(tier=shown, count=len(result.missing))
    if result.suffices is False:
        way += _open_text(result)
    if reached is None:
        return way
    return _("回答で分かる要件は「{tier}」まで満たしています。").format(tier=reached) + way


def _open_text(result: SchemeResult) -> str:
    """Return how many requirements the answers do not decide yet; empty when they decide all."""
    if not result.undecided:
        return ""
    text = _("ほかに、回答が足りず判定できない要件が{count}件あります。")
    return text.format(count=len(result.undecided))


def _figure(leaf: JudgedLeaf, labels: Sequence[str]) -> str:
    """Return the value against the threshold; empty where the label says it all."""
    if leaf.kind is LeafKind.CATEGORY:
        own, asked = percent(_ratio(leaf.value)), percent(_ratio(leaf.threshold))
        return _("{own}（基準 {asked}）").format(own=own, asked=asked)
    if leaf.kind is LeafKind.ITEM and labels:
        shown = [
            labels[min(value, len(labels) - 1)] if isinstance(value, int) else NO_FIGURE
            for value in (leaf.value, leaf.threshold)
        ]
        return _("{own}（基準 {asked}）").format(own=shown[0], asked=shown[1])
    return ""


def _ratio(value: Value) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def next_steps(result: PersonalResult, questionnaire: Questionnaire) -> tuple[StepText, ...]:
    """Return the courses to take next, each with its reason."""
    return tuple(_step(each, questionnaire) for each in result.recommendations)


def _step(recommendation: Recommendation, questionnaire: Questionnaire) -> StepText:
    course = recommendation.course
    name = f"{course.name}（{course.mode}）" if course.mode else course.name
    categories = {each.code: each.name for each in questionnaire.categories}
    themes = {item.code: item.theme for item in questionnaire.items}
    named = [themes[code] for code in recommendation.items[:NAMED_THEMES]]
    rest = len(recommendation.items) - len(named)
    listed = "、".join(named) + (_("など{count}問").format(count=rest + len(named)) if rest else "")
    reason = _("目標に届いていない{fields}のうち、{themes}を学べます。").format(
        fields=_quoted(categories[code] for code in recommendation.categories), themes=listed
    )
    return StepText(name, reason)


def no_steps_text(result: PersonalResult) -> str:
    """Return why no course is named."""
    if any(each.is_below_target for each in result.categories):
        return _("目標に届いていない設問を扱う研修は、今年度の一覧にありません。")
    if all(each.is_below_target is None for each in result.categories):
        return _("目標と比べられる分野がまだないため、研修を示していません。")
    if any(each.ratio is None for each in result.categories):
        return _(
            "判定できた分野はすべて目標に届いています。判定できない分野は、まだ比べていません。"
        )
    return _("比べられる分野はすべて目標に届いています。")


def remark_on_knowledge(result: KnowledgeResult) -> str:
    """Return on how little a figure of knowledge rests, or how it stands to the self-rating."""
    score = result.score
    if score.answered == 0:
        return _("まだ回答がありません")
    if score.answered < score.items:
        text = _("{items}問のうち{answered}問に回答")
        return text.format(items=score.items, answered=score.answered)
    return {
        Calibration.OVERRATED: _("自己評価のほうが高い"),
        Calibration.UNDERRATED: _("自己評価のほうが低い"),
        None: "",
    }[result.calibration]


def calibration_texts(result: PersonalResult) -> tuple[str, ...]:
    """Return a sentence for each field in which self-rating and knowledge differ largely."""
    sentences = {
        Calibration.OVERRATED: _(
            "「{field}」は、自己評価（{rated}）に比べて知識の確認の正答（{right}）が少なめでした。"
            "できると思っている内容を、確かめなおす機会になります。"
        ),
        Calibration.UNDERRATED: _(
            "「{field}」は、自己評価（{rated}）に比べて知識の確認の正答（{right}）が多めでした。"
            "思っているより身についている分野です。"
        ),
    }
    return tuple(
        sentences[each.calibration].format(
            field=each.name, rated=percent(each.rated), right=percent(each.score.ratio)
        )
        for each in result.knowledge
        if each.calibration is not None
    )


def own_answers(answering: Answering) -> tuple[OwnAnswer, ...]:
    """Return every question with the own answer; nothing says what would have been right."""
    return tuple(
        OwnAnswer(
            position=position,
            name=item_name(answering.questionnaire, item),
            question=item.text,
            answer=_answer_text(answering, item),
            has_answer=item.code in answering.answers or item.code in answering.comments,
        )
        for position, item in enumerate(answering.questionnaire.items)
    )


def _answer_text(answering: Answering, item: Item) -> str:
    if item.kind is ItemKind.COMMENT:
        return answering.comments.get(item.code, _("記入なし"))
    if item.code not in answering.answers:
        return _("未回答")
    step = answering.answers[item.code]
    return _("該当しない") if step is None else answering.questionnaire.labels_of(item)[step]


def _quoted(names: Iterable[str]) -> str:
    return "".join(f"「{name}」" for name in names)


def _tone_of(medal: Medal) -> Tone:
    return {Medal.GOLD: Tone.GOLD, Medal.SILVER: Tone.SILVER, Medal.BRONZE: Tone.BRONZE}[medal]
