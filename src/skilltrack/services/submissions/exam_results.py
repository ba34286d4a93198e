"""A result of an exam that somebody sent: by the edition of its day, beside what was stated."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from skilltrack.domain import submissions as s
from skilltrack.domain.exams.definition import TOTAL, Exam, ExamAttempt, ExamEdition, is_passed
from skilltrack.domain.submissions import Conflict
from skilltrack.i18n.texts import _


def about_exam(
    number: str,
    code: str,
    on: date,
    fields: Mapping[str, str],
    exams: Mapping[str, Exam],
    sat: Collection[tuple[str, str, date]],
) -> Iterable[Conflict]:
    """Yield what somebody should look at before a result is confirmed.

    Args:
        number: Who sat; '' where that is not certain.
        code: The exam stated.
        on: The day of the sitting.
        fields: What was written.
        exams: The exams of the body.
        sat: Number, exam and day of the sittings recorded.
    """
    exam = exams.get(code)
    if exam is None:
        yield Conflict.UNKNOWN_EXAM
        return
    edition = exam.edition_on(on)
    if edition is None:
        yield Conflict.NO_EDITION
        return
    attempt = attempt_of(number, exam, on, fields)
    yield from _about_scores(edition, attempt, s.scores_of(fields))
    passed = is_passed(edition, attempt)
    if passed is None:
        yield Conflict.UNDECIDED_RESULT
    elif attempt.stated_pass is not None and attempt.stated_pass != passed:
        yield Conflict.RESULT_CONTRADICTS
    if (number, code, on) in sat:
        yield Conflict.ALREADY_RECORDED


def _about_scores(
    edition: ExamEdition, attempt: ExamAttempt, stated: Mapping[str, int]
) -> Iterable[Conflict]:
    maxima = {field.code: field.maximum for field in edition.fields}
    if edition.is_provisional:
        yield Conflict.EDITION_PROVISIONAL
    elif any(score > maxima[name] for name, score in attempt.scores.items()):
        yield Conflict.SCORE_TOO_HIGH
    if not stated.keys() <= maxima.keys():
        yield Conflict.SCORE_NOT_OF_EXAM
    if edition.is_total_sum and attempt.scores.keys() == maxima.keys():
        parts = sum(score for code, score in attempt.scores.items() if code != TOTAL)
        if parts != attempt.scores[TOTAL]:
            yield Conflict.TOTAL_NOT_SUM


def attempt_of(number: str, exam: Exam, on: date, fields: Mapping[str, str]) -> ExamAttempt:
    """Return the sitting that a submission states, without scores its edition does not know."""
    edition = exam.edition_on(on)
    known = {field.code for field in edition.fields} if edition is not None else set()
    scores = {name: score for name, score in s.scores_of(fields).items() if name in known}
    stated = {s.PASSED: True, s.FAILED: False}.get(fields.get(s.RESULT, ""))
    return ExamAttempt(
        number,
        exam.code,
        on,
        scores,
        stated,
        certificate_no=fields.get(s.CERTIFICATE, ""),
        source=_("試験結果の届出"),
        evidence=fields.get(s.EVIDENCE) or fields.get(s.EVIDENCE_NAME, ""),
    )
