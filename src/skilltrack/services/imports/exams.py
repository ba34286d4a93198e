"""Exam results against the records: whose they are, what the edition says, what is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from skilltrack.domain.exams.definition import Exam, ExamAttempt, PaidBy, decided_pass
from skilltrack.domain.exams.vouchers import Voucher, VoucherStepKind
from skilltrack.domain.intake import ChangedLine, Intake, Line
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange.intake import exam_results as columns
from skilltrack.exchange.intake.exam_results import BroughtResult, scores_in, undecided
from skilltrack.i18n.names import RESULT_NAMES
from skilltrack.services.imports.exam_people import PeopleOfResults
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.store.database import UnitOfWork
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.facts import Stored
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS

_Key = tuple[str, str, date]


@dataclass(slots=True)
class _Reading:
    """What the rows are compared with, and what was found so far."""

    check: Check
    exams: Mapping[str, Exam]
    vouchers: Mapping[str, Voucher]
    known: Mapping[_Key, Stored[ExamAttempt]]
    certificates: dict[tuple[str, str], str]
    first: dict[_Key, Line[ExamAttempt]] = field(default_factory=dict)
    provisional: dict[str, list[int]] = field(default_factory=dict)


def take_exams(
    work: UnitOfWork,
    intake: Intake[BroughtResult],
    check: Check,
    exams: Mapping[str, Exam],
    today: date,
) -> tuple[Plan[ExamAttempt], list[Line[ExamAttempt]]]:
    """Append sittings; one is known by person, exam and day.

    A blank cell never takes away what the records hold. Vouchers named are used by whoever sat.
    The lines are those of the file as sittings, without the rows that cannot be one.
    """
    stored = ATTEMPTS.current(work)
    reading = _Reading(
        check,
        exams,
        {one.number: one for one in VOUCHERS.values(work)} if _has_vouchers(intake) else {},
        {_key(one.value): one for one in stored},
        {
            (one.value.exam, one.value.certificate_no): one.value.employee_no
            for one in stored
            if one.value.certificate_no
        },
    )
    people = PeopleOfResults(work, check, intake, today)
    plan: Plan[ExamAttempt] = Plan()
    lines: list[Line[ExamAttempt]] = []
    used: list[tuple[int, Voucher, ExamAttempt]] = []
    for line in intake.lines:
        number = people.number_of(line)
        attempt = _attempt(reading, line, number, today)
        if attempt is None:
            continue
        lines.append(Line(line.row, attempt))
        if number and _is_first(reading, line.row, attempt):
            old = reading.known.get(_key(attempt))
            plan.take(line.row, number, old, attempt)
            if old is not None and old.value != attempt:
                plan.changed[-1] = _named(plan.changed[-1], exams[attempt.exam], old.value, attempt)
            voucher = reading.vouchers.get(line.value.voucher)
            if voucher is not None:
                used.append((line.row, voucher, attempt))
    _tell_provisional(reading)
    ATTEMPTS.supersede(work, plan.supersede)
    ATTEMPTS.record(work, plan.record)
    _use(work, check, used)
    return plan, lines


def _has_vouchers(intake: Intake[BroughtResult]) -> bool:
    return any(line.value.voucher for line in intake.lines)


def _key(attempt: ExamAttempt) -> _Key:
    return attempt.employee_no, attempt.exam, attempt.on


def _attempt(
    reading: _Reading, line: Line[BroughtResult], number: str, today: date
) -> ExamAttempt | None:
    """Return a row as a sitting; None where it cannot be one, which is told."""
    check, brought, row = reading.check, line.value, line.row
    check.not_after(today, row, columns.ON, brought.on)
    code = _exam_of(reading, line)
    exam = reading.exams.get(code)
    if exam is None or brought.on is None:
        return None
    edition = exam.edition_on(brought.on)
    if edition is None:
        check.add("intake.no_edition", row, columns.ON, exam=exam.name)
        return None
    place = Place(check.intake.file, check.intake.sheet, row)
    scores, problems = scores_in(brought, exam, edition, place)
    check.problems += problems
    attempt = ExamAttempt(
        number,
        code,
        brought.on,
        scores,
        brought.stated_pass,
        brought.certificate_no,
        _paid_by(check, row, brought),
        check.intake.file,
        brought.evidence,
        brought.note,
    )
    old = reading.known.get(_key(attempt))
    merged = attempt if old is None else _merged(old.value, attempt)
    check.problems += undecided(edition, merged, place)
    if edition.is_provisional:
        reading.provisional.setdefault(exam.name, []).append(row)
    decided = decided_pass(edition, merged)
    if decided is not None and merged.stated_pass not in {None, decided}:
        check.add(
            "intake.pass_contradicts",
            row,
            columns.RESULT,
            is_notice=True,
            stated=RESULT_NAMES[not decided],
            decided=RESULT_NAMES[decided],
        )
    is_passed = merged.stated_pass if decided is None else decided
    _check_certificate(reading, row, merged, is_passed=is_passed)
    return merged


def _exam_of(reading: _Reading, line: Line[BroughtResult]) -> str:
    """Return the exam of a row, by its voucher where the file names none."""
    check, brought = reading.check, line.value
    voucher = reading.vouchers.get(brought.voucher)
    if brought.voucher and voucher is None:
        check.add("intake.unknown_voucher", line.row, columns.VOUCHER)
    if not brought.exam and voucher is None:
        check.add("intake.blank", line.row, columns.EXAM)
        return ""
    if voucher is not None and brought.exam not in {"", voucher.exam}:
        name = reading.exams[voucher.exam].name if voucher.exam in reading.exams else voucher.exam
        check.add("intake.voucher_other_exam", line.row, columns.VOUCHER, exam=name)
    return brought.exam or ("" if voucher is None else voucher.exam)


def _paid_by(check: Check, row: int, brought: BroughtResult) -> PaidBy | None:
    if not brought.voucher:
        return brought.paid_by
    if brought.paid_by not in {None, PaidBy.VOUCHER}:
        check.add("intake.voucher_and_payer", row, columns.PAID)
    return PaidBy.VOUCHER


def _merged(old: ExamAttempt, new: ExamAttempt) -> ExamAttempt:
    """Return what is known once the file was read: what it leaves blank stays."""
    return replace(
        new,
        scores={**old.scores, **new.scores},
        stated_pass=old.stated_pass if new.stated_pass is None else new.stated_pass,
        certificate_no=new.certificate_no or old.certificate_no,
        paid_by=new.paid_by or old.paid_by,
        source=old.source or new.source,
        evidence=new.evidence or old.evidence,
        note=new.note or old.note,
    )


def _check_certificate(
    reading: _Reading, row: int, attempt: ExamAttempt, *, is_passed: bool | None
) -> None:
    if not attempt.certificate_no:
        return
    if is_passed is False:
        column = columns.CERTIFICATE
        reading.check.add("intake.certificate_of_failed", row, column, is_notice=True)
    key = (attempt.exam, attempt.certificate_no)
    holder = reading.certificates.setdefault(key, attempt.employee_no)
    if holder != attempt.employee_no:
        number = attempt.certificate_no
        reading.check.add("intake.certificate_twice", row, columns.CERTIFICATE, number=number)


def _is_first(reading: _Reading, row: int, attempt: ExamAttempt) -> bool:
    """Tell whether no earlier row has the sitting; one that says otherwise is told as such."""
    first = reading.first.setdefault(_key(attempt), Line(row, attempt))
    if first.row == row:
        return True
    is_same = (first.value.scores, first.value.stated_pass) == (
        attempt.scores,
        attempt.stated_pass,
    )
    key = f"{attempt.employee_no} {attempt.on.isoformat()}"
    code = "intake.duplicate_key" if is_same else "intake.sitting_twice"
    reading.check.add(code, row, key=key, first=first.row)
    return False


def _tell_provisional(reading: _Reading) -> None:
    for name, rows in reading.provisional.items():
        reading.check.add(
            "intake.edition_provisional",
            rows[0],
            columns.ON,
            is_notice=True,
            exam=name,
            count=len(rows),
        )


def _named(line: ChangedLine, exam: Exam, old: ExamAttempt, new: ExamAttempt) -> ChangedLine:
    """Return a changed line with the names of the fields beside their scores."""
    edition = exam.edition_on(new.on)
    names = {} if edition is None else {field.code: field.name for field in edition.fields}

    def text(scores: Mapping[str, int]) -> str:
        return "; ".join(f"{names.get(code, code)} {score}" for code, score in scores.items())

    fields = tuple(
        replace(change, old=text(old.scores), new=text(new.scores))
        if change.field == "scores"
        else change
        for change in line.fields
    )
    return replace(line, fields=fields)


def _use(
    work: UnitOfWork, check: Check, sittings: Sequence[tuple[int, Voucher, ExamAttempt]]
) -> None:
    """Note that vouchers were used; why one cannot be is told of its row.

    One that the same person used on the same day is as it should be: the file was read before.
    """
    if not sittings:
        return
    from skilltrack.services.exams.vouchers import use_in  # few files name a voucher

    steps = VOUCHER_STEPS.values(work)
    known = {(s.voucher_id, s.employee_no, s.on) for s in steps if s.kind is VoucherStepKind.USED}
    for row, voucher, attempt in sittings:
        if (voucher.voucher_id, attempt.employee_no, attempt.on) in known:
            continue
        try:
            use_in(work, voucher.voucher_id, attempt.employee_no, attempt.on)
        except Refusal as refusal:
            place = Place(check.intake.file, check.intake.sheet, row, columns.VOUCHER)
            check.problems += [Problem(p.code, place, p.values) for p in refusal.problems]
