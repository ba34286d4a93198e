"""The result in words: sentences and lines made from figures, without a widget."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.gates import JudgedLeaf, LeafKind, Value
from skilltrack.domain.questionnaires import Questionnaire
from skilltrack.domain.results import (
    COMPARABLE_CATEGORIES,
    CategoryResult,
    PersonalResult,
    Recommendation,
    SchemeResult,
    Undecided,
)
from skilltrack.domain.rounds import RoundPackage
from skilltrack.domain.schemes import Medal, Scheme, TierRule
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


def summary(result: PersonalResult) -> str:
    """Return strengths and growth as sentences, or why there are none."""
    names = {each.category: each for each in result.categories}
    judged = [each for each in result.categories if each.ratio is not None]
    if not judged:
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
    """Return how many questions were answered."""
    return _("{items}問のうち{answered}問に回答しました。").format(
        items=result.items, answered=result.answered
    )


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
        lines=_lines(result, questionnaire),
    )


def _lines(result: SchemeResult, questionnaire: Questionnaire) -> tuple[RequirementLine, ...]:
    groups = (
        (result.missing, _("届いていません"), Tone.ATTENTION),
        (result.undecided, _("回答が不足"), Tone.INFO),
        (result.satisfied, _("満たしています"), Tone.GOOD),
        (result.not_asked, _("ほかの要件で足ります"), Tone.INFO),
        (result.for_personnel, _("人事課が確認します"), Tone.INFO),
    )
    return tuple(
        RequirementLine(state, tone, leaf.label, _figure(leaf, questionnaire))
        for leaves, state, tone in groups
        for leaf in leaves
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
        return sentence.format(tier=shown, count=len(result.missing))
    if result.suffices:
        return _("回答で分かる要件は、最上位の「{tier}」まで満たしています。").format(tier=shown)
    reached = None if result.reached is None else scheme.tiers_by_code[result.reached].name
    way = (
        _("次の「{tier}」は、回答が足りないためまだ判定していません。")
        if result.suffices is None
        else _("次の「{tier}」まで、あと{count}件の要件があります。")
    ).format(tier=shown, count=len(result.missing) + len(result.undecided))
    if reached is None:
        return way
    return _("回答で分かる要件は「{tier}」まで満たしています。").format(tier=reached) + way


def _figure(leaf: JudgedLeaf, questionnaire: Questionnaire) -> str:
    """Return the value against the threshold; empty where the label says it all."""
    if leaf.kind is LeafKind.CATEGORY:
        own, asked = percent(_ratio(leaf.value)), percent(_ratio(leaf.threshold))
        return _("{own}（基準 {asked}）").format(own=own, asked=asked)
    if leaf.kind is LeafKind.ITEM:
        labels = [step.label for step in questionnaire.scale.steps]
        shown = [
            labels[min(value, len(labels) - 1)] if isinstance(value, int) else NO_FIGURE
            for value in (leaf.value, leaf.threshold)
        ]
        return _("{own}（基準 {asked}）").format(own=shown[0], asked=shown[1])
    return ""


def _ratio(value: Value) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def next_steps(result: PersonalResult, package: RoundPackage) -> tuple[StepText, ...]:
    """Return the courses to take next, each with its reason."""
    return tuple(_step(each, package.questionnaire) for each in result.recommendations)


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
    return _("比べられる分野はすべて目標に届いています。")


def _quoted(names: Iterable[str]) -> str:
    return "".join(f"「{name}」" for name in names)


def _tone_of(medal: Medal) -> Tone:
    return {Medal.GOLD: Tone.GOLD, Medal.SILVER: Tone.SILVER, Medal.BRONZE: Tone.BRONZE}[medal]
