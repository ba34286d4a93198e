"""What changed from one version of an exam to the next, and whose results it decides anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition, ExamField, is_passed


class ExamPart(StrEnum):
    """What of an exam changed."""

    EXAM = "exam"
    EDITION = "edition"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class ExamChange:
    """A part that is new (``before`` None), gone (``after`` None), or has a key that changed.

    ``edition`` and ``field`` are codes, '' where the part is above them. ``key`` '' is the part
    as a whole; ``before`` and ``after`` are the values of the key, or the parts.
    """

    part: ExamPart
    edition: str
    field: str
    key: str
    before: Any
    after: Any


_EXAM_KEYS = ("name", "aliases", "organiser", "voucher_months")
_EDITION_KEYS = (
    "valid",
    "pass_rule",
    "fee_yen",
    "questions",
    "minutes",
    "booking",
    "is_total_sum",
    "is_provisional",
)
_FIELD_KEYS = ("name", "maximum", "covers")


def exam_changes(old: Exam, new: Exam) -> tuple[ExamChange, ...]:
    """Compare two versions of an exam; empty when they say the same but for the order of lists."""
    return tuple(_changes(old, new))


def _changes(old: Exam, new: Exam) -> Iterator[ExamChange]:
    yield from _of_keys(ExamPart.EXAM, "", "", _EXAM_KEYS, old, new)
    before = {edition.code: edition for edition in old.editions}
    after = {edition.code: edition for edition in new.editions}
    for code, edition in after.items():
        known = before.get(code)
        if known is None:
            yield ExamChange(ExamPart.EDITION, code, "", "", None, edition)
            continue
        yield from _of_keys(ExamPart.EDITION, code, "", _EDITION_KEYS, known, edition)
        yield from _of_fields(known, edition)
    for code, edition in before.items():
        if code not in after:
            yield ExamChange(ExamPart.EDITION, code, "", "", edition, None)


def _of_fields(old: ExamEdition, new: ExamEdition) -> Iterator[ExamChange]:
    before = {field.code: field for field in old.fields}
    after = {field.code: field for field in new.fields}
    for code, field in after.items():
        if code in before:
            known = before[code]
            yield from _of_keys(ExamPart.FIELD, new.code, code, _FIELD_KEYS, known, field)
        else:
            yield ExamChange(ExamPart.FIELD, new.code, code, "", None, field)
    for code, field in before.items():
        if code not in after:
            yield ExamChange(ExamPart.FIELD, new.code, code, "", field, None)


def _of_keys(
    part: ExamPart,
    edition: str,
    field: str,
    keys: tuple[str, ...],
    old: Exam | ExamEdition | ExamField,
    new: Exam | ExamEdition | ExamField,
) -> Iterator[ExamChange]:
    for key in keys:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield ExamChange(part, edition, field, key, before, after)


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A sitting that another version of the exam decides otherwise; None: not decided."""

    attempt: ExamAttempt
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class ExamEffect:
    """What a version of an exam does to the sittings recorded.

    ``gained`` are the numbers of the people who had no pass before and have one after, ``lost``
    the other way round, both sorted. ``without_edition`` counts sittings on days that no edition
    covers after and one covered before, ``odd_scores`` those with a score that the edition of
    their day does not know, or above its maximum, and that were sound before.
    """

    sittings: int
    rejudged: tuple[Rejudged, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    without_edition: int = 0
    odd_scores: int = 0

    @property
    def is_none(self) -> bool:
        """Tell whether every sitting stays as it is."""
        return not (self.rejudged or self.without_edition or self.odd_scores)


def exam_effect(old: Exam | None, new: Exam, attempts: Iterable[ExamAttempt]) -> ExamEffect:
    """Decide the sittings of an exam by two of its versions; each by the edition of its day.

    Args:
        old: The version in force; None where the exam is new.
        new: The version that is to be in force.
        attempts: The sittings of this exam, of everybody.
    """
    sittings = 0
    rejudged: list[Rejudged] = []
    passed_before: set[str] = set()
    passed_after: set[str] = set()
    homeless = odd = 0
    for attempt in attempts:
        sittings += 1
        was = None if old is None else old.edition_on(attempt.on)
        now = new.edition_on(attempt.on)
        before = None if was is None else is_passed(was, attempt)
        after = None if now is None else is_passed(now, attempt)
        if before is not after:
            rejudged.append(Rejudged(attempt, before, after))
        if before:
            passed_before.add(attempt.employee_no)
        if after:
            passed_after.add(attempt.employee_no)
        if now is None:
            homeless += was is not None
        elif was is not None:
            odd += not _fits(now, attempt.scores) and _fits(was, attempt.scores)
    return ExamEffect(
        sittings,
        tuple(sorted(rejudged, key=lambda one: (one.attempt.on, one.attempt.employee_no))),
        tuple(sorted(passed_after - passed_before)),
        tuple(sorted(passed_before - passed_after)),
        homeless,
        odd,
    )


def _fits(edition: ExamEdition, scores: Mapping[str, int]) -> bool:
    maxima = {field.code: field.maximum for field in edition.fields}
    return all(code in maxima and score <= maxima[code] for code, score in scores.items())
