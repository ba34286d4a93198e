"""A result of an exam that somebody sent: checked as one that is typed in, beside the records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skilltrack.domain import submissions as s
from skilltrack.domain.exams.definition import Exam, ExamAttempt
from skilltrack.domain.exams.sittings import differs, filled
from skilltrack.domain.problems import Problem
from skilltrack.domain.submissions import Conflict, SubmissionKind, SubmissionState
from skilltrack.i18n.texts import _
from skilltrack.services.exams.checking import (
    Holders,
    SittingKey,
    examine,
    holders_of,
    key_of,
    recorded_otherwise,
)
from skilltrack.store.database import Session
from skilltrack.store.exams import sittings_of
from skilltrack.store.submissions import Decided

_OF_SITTING = {
    "exam_people.ahead": Conflict.IN_FUTURE,
    "intake.no_edition": Conflict.NO_EDITION,
    "intake.score_out_of_range": Conflict.SCORE_TOO_HIGH,
    "intake.score_above_provisional": Conflict.EDITION_PROVISIONAL,
    "intake.score_not_of_exam": Conflict.SCORE_NOT_OF_EXAM,
    "intake.total_not_sum": Conflict.TOTAL_NOT_SUM,
    "intake.exam_undecided": Conflict.UNDECIDED_RESULT,
    "intake.certificate_twice": Conflict.CERTIFICATE_OF_OTHER,
    "intake.certificate_of_failed": Conflict.CERTIFICATE_OF_FAILED,
    "exam_people.contradicts": Conflict.RESULT_CONTRADICTS,
}
"""What stands against a sitting that is typed in → what the list of submissions says of it."""

Finding = tuple[Conflict, Problem | None]
"""What to look at, and in figures where there are any."""


@dataclass(frozen=True, slots=True)
class KnownResults:
    """What results are compared with: the exams, what is recorded, what else waits.

    ``told`` is what is told of each sitting by all that wait.
    """

    today: date
    exams: Mapping[str, Exam] = field(default_factory=dict)
    held: Mapping[SittingKey, ExamAttempt] = field(default_factory=dict)
    holders: Holders = field(default_factory=dict)
    told: Mapping[SittingKey, Sequence[ExamAttempt]] = field(default_factory=dict)


def known_results(
    session: Session, found: Iterable[Decided], exams: Mapping[str, Exam], today: date
) -> KnownResults:
    """Read what results are compared with, in a few queries whatever their number."""
    told: dict[SittingKey, list[ExamAttempt]] = {}
    for one in found:
        record = one.record
        is_result = record.kind is SubmissionKind.EXAM_RESULT and s.ON in record.fields
        if is_result and one.state is SubmissionState.WAITING:
            attempt = attempt_of(record.employee_no or "", record.fields)
            told.setdefault(key_of(attempt), []).append(attempt)
    sent = [attempt for same in told.values() for attempt in same]
    held = sittings_of(session, [one.employee_no for one in sent])
    return KnownResults(
        today,
        exams,
        {key_of(one.value): one.value for one in held},
        holders_of(session, sent),
        told,
    )


def about_exam(attempt: ExamAttempt, known: KnownResults) -> Iterable[Finding]:
    """Yield what somebody should look at before a result is confirmed."""
    exam = known.exams.get(attempt.exam)
    if exam is None:
        yield Conflict.UNKNOWN_EXAM, None
        return
    edition = exam.edition_on(attempt.on)
    if edition is not None and edition.is_provisional:
        yield Conflict.EDITION_PROVISIONAL, None
    held = known.held.get(key_of(attempt))
    if held is not None and differs(held, attempt):
        yield Conflict.RECORDED_OTHERWISE, recorded_otherwise(exam, held)
    elif held is not None:
        whole = filled(held, attempt)
        if whole == held:
            yield Conflict.ALREADY_RECORDED, None
            return
        yield Conflict.COMPLETES_RECORD, None
        attempt = whole
    if any(differs(other, attempt) for other in known.told.get(key_of(attempt), ())):
        yield Conflict.TOLD_OTHERWISE, None
    _judged, problems = examine(exam, attempt, known.holders, known.today)
    for problem in problems:
        yield _OF_SITTING[problem.code], problem


def attempt_of(number: str, fields: Mapping[str, str]) -> ExamAttempt:
    """Return the sitting that a submission states, with every score as it was written."""
    return ExamAttempt(
        number,
        fields.get(s.EXAM, ""),
        date.fromisoformat(fields[s.ON]),
        s.scores_of(fields),
        {s.PASSED: True, s.FAILED: False}.get(fields.get(s.RESULT, "")),
        certificate_no=fields.get(s.CERTIFICATE, ""),
        source=_("試験結果の届出"),
        evidence=fields.get(s.EVIDENCE) or fields.get(s.EVIDENCE_NAME, ""),
    )
