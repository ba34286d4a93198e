"""Goals of exams and consents, in words."""

from collections.abc import Mapping

from skilltrack.domain.exams.definition import ExamConsent, ExamPurpose
from skilltrack.domain.exams.forecast import Estimate, PassRate
from skilltrack.domain.exams.notice import ExamNotice
from skilltrack.domain.exams.qualifications import Qualification, QualificationSource, Validity
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

PURPOSE_NAMES: Mapping[ExamPurpose, str] = {
    ExamPurpose.NOTICE: _("氏名の掲載"),
    ExamPurpose.TEACHING: _("学習会の講師"),
}

VALIDITY_NAMES: Mapping[Validity, str] = {
    Validity.HOLDS: _("有効"),
    Validity.EXPIRING: _("期限間近"),
    Validity.EXPIRED: _("期限切れ"),
    Validity.AHEAD: _("取得前"),
}

SOURCE_NAMES: Mapping[QualificationSource, str] = {
    QualificationSource.EXAM: _("受験の記録"),
    QualificationSource.CAREER: _("台帳の記載"),
}

HIDDEN = _("非表示")
"""Stands for a figure of too few people, in what leaves the personnel section."""


def consent_text(stated: ExamConsent | None) -> str:
    """Return what somebody said, with the day."""
    if stated is None:
        return _("未確認")
    word = _("同意") if stated.consents else _("不同意")
    return _("{word}（{on}）").format(word=word, on=wareki_short(stated.stated_on))


def range_text(one: Estimate) -> str:
    """Return the range of an estimate."""
    if one.low == one.high:
        return f"{one.expected:,}"
    return _("{low:,}～{high:,}").format(low=one.low, high=one.high)


def rate_source_text(rate: PassRate) -> str:
    """Return from what a usual pass rate is."""
    share = percent(rate.ratio)
    if rate.is_own:
        return _("直近2年の受験{count:,}回の合格率は{rate}です。").format(
            count=rate.sittings, rate=share
        )
    return _("直近2年の受験が30回に満たないため、全国の社会人の合格率{rate}を使います。").format(
        rate=share
    )


def remark_text(one: Qualification) -> str:
    """Return the remark of a line, and whether it repeats an exam passed."""
    double = _("合格の記録と重複") if one.is_double else ""
    return _("、").join(part for part in (one.note, double) if part)


def told_now(notice: ExamNotice) -> str:
    """Return the number of this time as it is told."""
    if not notice.is_hidden:
        return _("{count:,}人").format(count=notice.this_time)
    least, named = notice.rules.least_people, len(notice.named)
    if named:
        return _("氏名を載せた{named:,}人のほか、{least}人未満").format(named=named, least=least)
    return _("{least}人未満").format(least=least)


def told_total(notice: ExamNotice) -> str:
    """Return the total as it is told, with its share where that is told."""
    if notice.is_hidden:
        if not notice.total_told:
            return _("{least}人未満").format(least=notice.rules.least_people)
        return _("{count:,}人以上").format(count=notice.total_told)
    if notice.ratio_told is None:
        return _("{count:,}人").format(count=notice.total)
    return _("{count:,}人（対象の職員{people:,}人の{ratio}）").format(
        count=notice.total, people=notice.people, ratio=percent(notice.ratio_told)
    )
