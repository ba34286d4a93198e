"""The words of an analysis that print and data workbooks share."""

from collections.abc import Mapping

from skilltrack.domain.analysis.groups import SMALL_GROUP, Group, GroupKind, RoundFacts
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _

FOR_PERSONNEL = _("人事担当課限り")
SMALL = _("参考")

GROUP_KIND_NAMES: Mapping[GroupKind, str] = {
    GroupKind.EVERYBODY: _("全体"),
    GroupKind.DEPARTMENT: _("所属"),
    GroupKind.BAND: _("役職区分"),
}


def group_name(group: Group) -> str:
    """Return the name of a group."""
    return _("全体") if group.kind is GroupKind.EVERYBODY else group.name


def version_text(facts: RoundFacts, questionnaire: Questionnaire) -> str:
    """Return the questionnaire with its version: デジタルスキルアセスメント 第2版."""
    return _("{title} 第{version}版").format(title=questionnaire.title, version=facts.version)


def days_text(facts: RoundFacts) -> str:
    """Return the first and the last day of a round."""
    return _("{first}から{last}まで").format(
        first=wareki(facts.opens_on), last=wareki(facts.closes_on)
    )


def period_text(facts: RoundFacts) -> str:
    """Return the days of a round, and that it is still open where it is."""
    text = days_text(facts)
    return text if facts.is_closed else _("{period}（受付中）").format(period=text)


def chosen_text(analysis: RoundAnalysis) -> str:
    """Return to what the analysis is narrowed; empty for everybody."""
    if not analysis.chosen:
        return ""
    return _("対象を絞った結果：{names}").format(
        names="、".join(group.name for group in analysis.chosen)
    )


def item_numbers(questionnaire: Questionnaire) -> Mapping[str, int]:
    """Return item code → the number under which it is asked, from 1."""
    return {item.code: number for number, item in enumerate(questionnaire.items, start=1)}


def small_note() -> str:
    """Return what the mark of small groups means."""
    return _(
        "「{mark}」は{n}人未満の値です。1人の回答で大きく動くため、判断の根拠にはしません。"
    ).format(mark=SMALL, n=SMALL_GROUP)


def not_judged_note() -> str:
    """Return over whom a mean is taken."""
    return _(
        "平均は、判定できた人の得点率の平均です。回答が8割に満たない人と、該当する設問が"
        "半分に満たない人は判定に入れません。未回答を0点とはみなしません。"
    )
