"""What is said in words about the results of a round, and where there is nothing to see."""

from enum import Enum, auto

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import Comparison
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.texts import _

HEAT, SPREAD, ITEMS, CHANGE, TREND, QUALITY, KNOWLEDGE = (
    "heat",
    "spread",
    "items",
    "change",
    "trend",
    "quality",
    "knowledge",
)


def sentence_of(key: str, analysis: RoundAnalysis, category: str) -> str:
    """Say in words what the part in sight shows."""
    answered = analysis.body.answered
    if key == CHANGE and analysis.comparison is not None:
        return change_sentence(analysis.comparison, category)
    sentences = {
        HEAT: _("得点率の平均です。色が濃いほど高く、斜線は判定できる人がいないことを示します。"),
        SPREAD: _("下位25%と上位25%は、得点率の順に並べて4分の1と4分の3の位置の値です。"),
        ITEMS: _("棒は選ばれた人数で、左が低い段階です。知識確認は正解だけを濃く示します。"),
        TREND: _("すべての回で同じことを尋ねた設問だけで計算しています。"),
        QUALITY: _(
            "α係数は0.70〜0.95が目安です。最低・最高に15%以上が偏る設問は、差を見分けにくくなります。"
        ),
        KNOWLEDGE: _("差が大きく正のときは、知っているつもりの職員が多いことを示します。"),
    }
    counted = _("回答 {done:,} / {due:,}人。").format(done=answered.done, due=answered.due)
    return counted + sentences.get(key, "")


class Missing(Enum):
    """Why there is nothing to see in a part."""

    ANSWERS = auto()
    ROUND_BEFORE = auto()
    CHECKS = auto()


def missing_text(why: Missing) -> str:
    """Say why there is nothing to see."""
    return {
        Missing.ANSWERS: _("まだ回答がありません。回収すると、ここに結果が出ます。"),
        Missing.ROUND_BEFORE: _("同じ調査票の前の回がないため、比べられません。"),
        Missing.CHECKS: _("知識を確かめる設問がない調査票です。"),
    }[why]


def missing_in(key: str, analysis: RoundAnalysis) -> Missing | None:
    """Return why there is nothing to see in a part; None where there is."""
    if analysis.body.answered.done == 0:
        return Missing.ANSWERS
    if key == CHANGE and analysis.comparison is None:
        return Missing.ROUND_BEFORE
    if key == KNOWLEDGE and not analysis.checked_categories:
        return Missing.CHECKS
    return None


def change_sentence(comparison: Comparison, category: str) -> str:
    """Say how a field changed for everybody, and why."""
    split = next(
        (one.split for one in comparison.body.categories if one.category == category), None
    )
    if split is None:
        return ""
    return _(
        "「{title}」との比較。全体は {then} から {now} へ {change} ポイント。"
        "内訳：同じ人の伸び {improved}、異動・入れ替わり {moved}、調査票の変更 {questionnaire}。"
    ).format(
        title=comparison.then.title,
        then=percent(split.then),
        now=percent(split.now),
        change=points(split.change),
        improved=points(split.improved),
        moved=points(split.moved),
        questionnaire=points(split.questionnaire),
    )
