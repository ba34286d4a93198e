"""How far people are with exams, and what a sitting lacked, in words."""

from collections.abc import Iterable, Mapping

from skilltrack.domain.exams.progress import ExamStage, Progress
from skilltrack.domain.exams.sittings import Condition, Judged
from skilltrack.i18n.names import RESULT_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

STAGE_NAMES: Mapping[ExamStage, str] = {
    ExamStage.NOT_STARTED: _("未着手"),
    ExamStage.STUDYING: _("学習中"),
    ExamStage.VOUCHER: _("バウチャー配付済み"),
    ExamStage.BOOKED: _("予約済み"),
    ExamStage.SAT: _("結果待ち"),
    ExamStage.PASSED: _("合格"),
    ExamStage.FAILED: _("不合格"),
    ExamStage.GIVEN_UP: _("取りやめ"),
}

RESULT_DUE = _("結果の登録待ち")
"""What is due of a booking whose day has gone by."""

AMONG_NAMES: Mapping[str, str] = {
    "involved": _("記録のある人"),
    "everybody": _("すべての職員"),
    "near": _("合格まで50点以内"),
    "due": RESULT_DUE,
    "contradicting": _("合否の食い違い"),
}
"""Whom a list shows, beside those of one stage."""

UNDECIDED = _("未判定")


def stage_text(progress: Progress) -> str:
    """Return the stage, or what is due of it."""
    return RESULT_DUE if progress.is_result_due else STAGE_NAMES[progress.stage]


def result_text(passed: bool | None) -> str:  # noqa: FBT001 (three-valued)
    """Return what a sitting came to."""
    return UNDECIDED if passed is None else RESULT_NAMES[passed]


def lacking_text(lacking: Iterable[Condition]) -> str:
    """Return which conditions failed by how many points."""
    return _("、").join(
        _("{name} あと{points}点").format(name=one.name, points=one.lacking) for one in lacking
    )


def scores_text(judged: Judged) -> str:
    """Return the scores of a sitting, the total first as the edition has it."""
    names = (
        {}
        if judged.edition is None
        else {field.code: field.name for field in judged.edition.fields}
    )
    order = {code: place for place, code in enumerate(names)}
    scores = sorted(
        judged.attempt.scores.items(), key=lambda item: (order.get(item[0], len(order)), item[0])
    )
    return _("、").join(
        _("{name} {points}点").format(name=names.get(code, code), points=points)
        for code, points in scores
    )


def sitting_text(judged: Judged) -> str:
    """Return a sitting in a few words: its result and its scores."""
    said = (result_text(judged.passed), scores_text(judged))
    return _("、").join(one for one in said if one)


def condition_text(one: Condition) -> str:
    """Return a condition with the points reached."""
    return _("{name}　{points}点（{needed}点以上）").format(
        name=one.name, points=NO_FIGURE if one.points is None else one.points, needed=one.needed
    )


def contradiction_text(judged: Judged) -> str:
    """Return how what was stated differs from the rule; '' where it does not."""
    decided, stated = judged.decided, judged.attempt.stated_pass
    if not judged.contradicts or decided is None or stated is None:
        return ""
    return _("届いた合否は{stated}、規則では{decided}").format(
        stated=RESULT_NAMES[stated], decided=RESULT_NAMES[decided]
    )
