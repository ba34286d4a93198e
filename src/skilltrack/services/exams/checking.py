"""What stands against a sitting, whether it was typed in or sent in by whoever sat."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition
from skilltrack.domain.exams.sittings import Judged, differs, filled, judged
from skilltrack.domain.problems import Place, Problem, Refusal, Severity
from skilltrack.exchange.intake.exam_results import BroughtResult, scores_in, undecided
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_people import contradiction_text, sitting_text
from skilltrack.services import definitions
from skilltrack.services.exams.plans import refuse_unknown
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.exams import ATTEMPTS, certificate_holders, sittings_of
from skilltrack.store.facts import Stored

SittingKey = tuple[str, str, date]
"""Number, exam and day, by which a sitting is known."""

Holders = Mapping[tuple[str, str], Collection[str]]
"""Exam and number of a certificate → who holds it."""


def key_of(attempt: ExamAttempt) -> SittingKey:
    """Return by what a sitting is known."""
    return attempt.employee_no, attempt.exam, attempt.on


def is_awaiting(exam: Exam, attempt: ExamAttempt) -> bool:
    """Tell whether the result of a sitting is not known yet."""
    return not attempt.scores and judged(exam, attempt).passed is None


def holders_of(session: Session, attempts: Collection[ExamAttempt]) -> Holders:
    """Return who holds the certificates of sittings, by the records and by the sittings."""
    found = {key: set(numbers) for key, numbers in certificate_holders(session, attempts).items()}
    for one in attempts:
        if one.certificate_no:
            found.setdefault((one.exam, one.certificate_no), set()).add(one.employee_no)
    return found


def examine(
    exam: Exam, attempt: ExamAttempt, holders: Holders, today: date, *, is_awaited: bool = False
) -> tuple[Judged, list[Problem]]:
    """Return a sitting as judged, and everything to be said of it; notices do not stop it.

    Args:
        exam: The exam.
        attempt: The sitting; scores that the edition does not know are told.
        holders: Who holds the certificates of the sittings.
        today: Nobody sat later.
        is_awaited: The result may not be known yet: nothing has to decide it.
    """
    problems: list[Problem] = []
    if attempt.on > today:
        problems.append(Problem("exam_people.ahead", Place(), {"on": wareki(attempt.on)}))
    edition = exam.edition_on(attempt.on)
    if edition is None:
        problems.append(Problem("intake.no_edition", Place(), {"exam": exam.name}))
        return Judged(attempt, None, None, attempt.stated_pass), problems
    if not (is_awaited and is_awaiting(exam, attempt)):
        problems += _score_problems(exam, edition, attempt)
    found = judged(exam, attempt)
    said = contradiction_text(found)
    if said:
        values = {"said": said}
        problems.append(Problem("exam_people.contradicts", Place(), values, Severity.NOTICE))
    return found, [*problems, *_certificate_problems(found, holders)]


def _score_problems(exam: Exam, edition: ExamEdition, attempt: ExamAttempt) -> list[Problem]:
    """Check scores as those of a file are checked: by the names of their columns."""
    names = {field.code: field.name for field in edition.fields}
    brought = BroughtResult(
        employee_no=attempt.employee_no,
        account="",
        name="",
        kana="",
        exam=exam.name,
        on=attempt.on,
        stated_pass=attempt.stated_pass,
        certificate_no=attempt.certificate_no,
        paid_by=attempt.paid_by,
        voucher="",
        evidence=attempt.evidence,
        note=attempt.note,
        by_heading={names.get(code, code): points for code, points in attempt.scores.items()},
    )
    _scores, problems = scores_in(brought, exam, edition, Place())
    return [*problems, *undecided(edition, attempt, Place())]


def _certificate_problems(found: Judged, holders: Holders) -> Iterable[Problem]:
    attempt = found.attempt
    number = attempt.certificate_no
    if number and found.passed is False:
        yield Problem("intake.certificate_of_failed", severity=Severity.NOTICE)
    if number and set(holders.get((attempt.exam, number), ())) - {attempt.employee_no}:
        yield Problem("intake.certificate_twice", Place(), {"number": number})


def record_in(work: UnitOfWork, sent: Sequence[ExamAttempt], today: date) -> None:
    """Record sittings that people reported, within a change of its own.

    One that is recorded already is completed where it was left blank, and so is one that is
    reported twice; what is recorded is never replaced.

    Raises:
        Refusal: With every problem, as for a sitting that is typed in; and where it is recorded,
            or reported a second time, otherwise.
    """
    if not sent:
        return
    refuse_unknown(work, tuple(dict.fromkeys(one.employee_no for one in sent)))
    exams = definitions.exams(work)
    held = {key_of(one.value): one for one in sittings_of(work, [one.employee_no for one in sent])}
    problems: list[Problem] = []
    made: dict[SittingKey, ExamAttempt] = {}
    for one in sent:
        key = key_of(one)
        before = made.get(key) or (held[key].value if key in held else None)
        if before is not None and differs(before, one):
            problems.append(recorded_otherwise(exams[one.exam], before))
        else:
            made[key] = one if before is None else filled(before, one)
    holders = holders_of(work, made.values())
    for attempt in made.values():
        _found, told = examine(exams[attempt.exam], attempt, holders, today)
        problems += (one for one in told if one.severity is Severity.ERROR)
    if problems:
        raise Refusal(problems)
    _replace(work, held, made)


def recorded_otherwise(exam: Exam, held: ExamAttempt) -> Problem:
    """Return that a sitting is recorded with another result than the one brought."""
    said = sitting_text(judged(exam, held))
    values = {"employee_no": held.employee_no, "on": wareki(held.on), "said": said}
    return Problem("exam_people.recorded_otherwise", Place(), values)


def _replace(
    work: UnitOfWork,
    held: Mapping[SittingKey, Stored[ExamAttempt]],
    made: Mapping[SittingKey, ExamAttempt],
) -> None:
    changed = {key for key, one in made.items() if key not in held or held[key].value != one}
    ATTEMPTS.supersede(work, [held[key] for key in changed if key in held])
    ATTEMPTS.record(work, [one for key, one in made.items() if key in changed])
