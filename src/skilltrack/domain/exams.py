"""Exams, their dated editions and the rule by which they are passed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from skilltrack.domain import gates
from skilltrack.domain.calendar import Period

TOTAL = "total"
"""The code of the total score beside the field codes."""


@dataclass(frozen=True, slots=True)
class ExamField:
    """A field whose score is reported, with the heading of its column in import files."""

    code: str
    name: str
    maximum: int


@dataclass(frozen=True, slots=True)
class ExamEdition:
    """A form of an exam valid over a period: fields, maxima, fee and pass rule.

    ``fields`` includes ``total`` where a total is reported. ``pass_rule`` None means that only
    pass or fail is reported (合否).
    """

    code: str
    valid: Period
    fields: tuple[ExamField, ...]
    pass_rule: gates.Gate | None
    fee_yen: int | None = None


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam with its editions."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    editions: tuple[ExamEdition, ...] = ()

    def edition_on(self, on: date) -> ExamEdition | None:
        """Return the edition valid on the day the exam was sat; None outside all editions."""
        return next((edition for edition in self.editions if on in edition.valid), None)


@dataclass(frozen=True, slots=True)
class ExamAttempt:
    """One sitting of one person."""

    employee_no: str
    exam: str
    on: date
    scores: Mapping[str, int] = field(default_factory=dict)
    stated_pass: bool | None = None


def is_passed(edition: ExamEdition, attempt: ExamAttempt) -> bool | None:
    """Decide a sitting by the rule of its edition; None when the scores do not decide it.

    Source: facts §4; ITパスポート passes with a total of at least 600 and each of three fields
    at least 300 of 1,000.
    """
    if edition.pass_rule is None or not attempt.scores:
        return attempt.stated_pass
    evidence = gates.Evidence(scores=attempt.scores)
    return gates.holds(edition.pass_rule, gates.judge(edition.pass_rule, evidence))


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
