"""Exams, their dated editions and the rule by which they are passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skilltrack.domain.calendar import Period
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.domain.schemes.programmes import SkillRef

TOTAL = "total"
"""The code of the total score beside the field codes."""


@dataclass(frozen=True, slots=True)
class ExamField:
    """A field whose score is reported, with the heading of its column in import files.

    ``covers`` names the categories and items of questionnaires that ask about the field; the
    courses that build them help with it. Each names its questionnaire.
    """

    code: str
    name: str
    maximum: int
    covers: tuple[SkillRef, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingRule:
    """What the organiser says about booking, in days and months; None: not known.

    ``retake_days`` is after how many days a new booking is possible, ``change_days`` until how
    many days before the exam it can be moved, ``months_ahead`` how far ahead the day may lie.
    Source: facts §4.
    """

    retake_days: int | None = None
    change_days: int | None = None
    months_ahead: int | None = None


@dataclass(frozen=True, slots=True)
class ExamEdition:
    """A form of an exam valid over a period: fields, maxima, fee and pass rule.

    ``fields`` includes ``total`` where a total is reported. ``pass_rule`` None means that only
    pass or fail is reported (合否). ``is_total_sum`` tells that the total is the sum of the
    fields; where scores are scaled (ITパスポート) it is not. ``is_provisional``: announced but not
    published in full (公表待ち); nothing is judged by it until it is completed.
    """

    code: str
    valid: Period
    fields: tuple[ExamField, ...]
    pass_rule: gates.Gate | None
    fee_yen: int | None = None
    questions: int | None = None
    minutes: int | None = None
    booking: BookingRule = BookingRule()
    is_total_sum: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam with its editions.

    ``voucher_months`` is how long a voucher can be used from its issue; None: there are none.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    editions: tuple[ExamEdition, ...] = ()
    organiser: str = ""
    voucher_months: int | None = None

    def edition_on(self, on: date) -> ExamEdition | None:
        """Return the edition valid on the day the exam was sat; None outside all editions."""
        for edition in self.editions:
            if on in edition.valid:
                return edition
        return None


class PaidBy(StrEnum):
    """Who paid the fee of a sitting."""

    VOUCHER = "voucher"  # バウチャー
    BODY = "body"  # 公費
    SELF = "self"  # 自己負担
    AIDED = "aided"  # 自己負担(助成あり)


@dataclass(frozen=True, slots=True)
class ExamAttempt:
    """One sitting of one person.

    ``source`` tells where the result came from, ``evidence`` where the report of the result is
    kept; ``paid_by`` None is not known.
    """

    employee_no: str
    exam: str
    on: date
    scores: Mapping[str, int] = field(default_factory=dict)
    stated_pass: bool | None = None
    certificate_no: str = ""
    paid_by: PaidBy | None = None
    source: str = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """A person on the way to an exam: studying since, planned for, booked for.

    It ends with the sitting, or when it is given up (``ended_because``).
    """

    plan_id: str
    employee_no: str
    exam: str
    started_on: date
    planned_on: date | None = None
    booked_on: date | None = None
    booked_for: date | None = None
    ended_on: date | None = None
    ended_because: str = ""
    note: str = ""


class ExamPurpose(StrEnum):
    """For what somebody who passed may be named."""

    NOTICE = "notice"  # 合格者のお知らせに氏名を載せる
    TEACHING = "teaching"  # 学習会で教える (江津市)


@dataclass(frozen=True, slots=True)
class ExamConsent:
    """What a person said about being named; the newest statement counts."""

    employee_no: str
    exam: str
    purpose: ExamPurpose
    consents: bool
    stated_on: date


def is_passed(edition: ExamEdition, attempt: ExamAttempt) -> bool | None:
    """Decide a sitting by the rule of its edition; None when nothing decides it.

    What was stated counts where the rule cannot decide: nothing is judged by a provisional
    edition, and scores that are not known leave a rule open.

    Source: facts §4; ITパスポート passes with a total of at least 600 and each of three fields
    at least 300 of 1,000.
    """
    decided = decided_pass(edition, attempt)
    return attempt.stated_pass if decided is None else decided


def decided_pass(edition: ExamEdition, attempt: ExamAttempt) -> bool | None:
    """Return what the rule alone says of the scores; None where it does not decide."""
    if edition.pass_rule is None or edition.is_provisional or not attempt.scores:
        return None
    return _holds(edition.pass_rule, attempt.scores)


def _holds(gate: gates.Gate, scores: Mapping[str, int]) -> bool | None:
    """Return what ``gates.holds`` says of scores, without the grounds: for very many sittings."""
    if isinstance(gate, ScoreAtLeast):
        points = scores.get(gate.score)
        return None if points is None else points >= gate.points
    if not isinstance(gate, gates.All | gates.AtLeast):
        return gates.judge_leaf(gate, gates.Evidence(scores=scores)).satisfied
    open_ones = len(gate.children)
    needed = open_ones if isinstance(gate, gates.All) else gate.count
    reached = 0
    for child in gate.children:
        outcome = _holds(child, scores)
        reached += outcome is True
        open_ones -= outcome is False
        if open_ones < needed:
            return False
    return True if reached >= needed else None


def first_passes(exams: Mapping[str, Exam], attempts: Iterable[ExamAttempt]) -> dict[str, date]:
    """Return exam code → first day of a pass, for the attempts of one person.

    A later sitting after a pass changes nothing.
    """
    passes: dict[str, date] = {}
    for attempt in attempts:
        exam = exams.get(attempt.exam)
        edition = None if exam is None else exam.edition_on(attempt.on)
        if edition is not None and is_passed(edition, attempt):
            passes[attempt.exam] = min(attempt.on, passes.get(attempt.exam, attempt.on))
    return passes


@dataclass(frozen=True, slots=True)
class ExamProgress:
    """How far one department is with one exam: people, attempts and the sittings passed."""

    department: str
    department_name: str
    headcount: int
    passers: int
    candidates: int
    attempts: int
