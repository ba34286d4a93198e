"""Goals of exams and consents, in words."""

from collections.abc import Mapping

from skilltrack.domain.exams.definition import ExamConsent, ExamPurpose
from skilltrack.domain.exams.forecast import Estimate, PassRate
from skilltrack.domain.exams.notice import ExamNotice, Untold
from skilltrack.domain.exams.qualifications import Qualification, QualificationSource, Validity
from skilltrack.i18n.dates import wareki, wareki_short
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
    if notice.this_time is not None:
        return _("{count:,}人").format(count=notice.this_time)
    least, named = notice.rules.least_people, len(notice.named)
    if notice.untold is Untold.DIFFERENCE:
        return _("氏名を載せた{named:,}人のほかは非表示").format(named=named) if named else HIDDEN
    if named:
        return _("氏名を載せた{named:,}人のほか、{least}人未満").format(named=named, least=least)
    return _("{least}人未満").format(least=least)


def told_total(notice: ExamNotice) -> str:
    """Return the total as it is told, with its share, and its day where that is an earlier one."""
    total = notice.total
    if total is None:
        return HIDDEN
    if total.ratio is None:
        return _("{count:,}人").format(count=total.count)
    share = _("対象の職員{people:,}人の{ratio}").format(
        people=total.people, ratio=percent(total.ratio)
    )
    if total.on != notice.until:
        share = _("{on}現在、{share}").format(on=wareki(total.on), share=share)
    return _("{count:,}人（{share}）").format(count=total.count, share=share)


def untold_reason(notice: ExamNotice) -> str:
    """Return why the number of this time is not told; '' where it is."""
    least = notice.rules.least_people
    if notice.untold is Untold.FEW:
        return _(
            "氏名を載せない合格者が{least}人未満で個人が分かるおそれがあるため、"
            "今回の人数は範囲で示しています。"
        ).format(least=least)
    if notice.untold is Untold.DIFFERENCE:
        return _(
            "前回までのお知らせとの差が{least}人未満で個人が分かるおそれがあるため、"
            "今回の人数は示していません。"
        ).format(least=least)
    return ""


def total_reason(notice: ExamNotice) -> str:
    """Return why the total is not that of the last day; '' where it is."""
    total = notice.total
    if total is not None and total.on == notice.until:
        return ""
    least = notice.rules.least_people
    if total is None:
        return _("これまでの合格者は、{least}人以上になってから示します。").format(least=least)
    return _(
        "これまでの合格者は、前に示した数から{least}人以上変わったときに改めて示します。"
    ).format(least=least)
