"""One sitting looked at: every condition of the pass rule, what was lacking, what contradicts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition, decided_pass
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.leaves import ScoreAtLeast

NEAR_POINTS = 50
"""Somebody who lacked no more than this in all is nearly there; ours, for the mark alone."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the pass rule with the points reached; ``points`` None is not known.

    ``lacking`` are the points short of it, 0 where it holds. ``is_decisive`` tells that the fail
    rests on it: of alternatives only the shortest way counts.
    """

    field: str
    name: str
    maximum: int | None
    points: int | None
    needed: int
    lacking: int
    is_decisive: bool


@dataclass(frozen=True)
class Judged:
    """A sitting under the edition of its day.

    ``edition`` None: the exam had none on the day. ``decided`` is what the rule alone says,
    ``passed`` what holds: the rule, and where it does not decide what was stated. The grounds are
    worked out when they are asked for, as a list of 100,000 people asks for few of them.
    """

    attempt: ExamAttempt
    edition: ExamEdition | None
    decided: bool | None
    passed: bool | None

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Return every condition of the rule; none where nothing is judged."""
        return () if self.edition is None else _conditions(self.edition, self.attempt)

    @property
    def contradicts(self) -> bool:
        """Tell whether what was stated is not what the rule says."""
        stated = self.attempt.stated_pass
        return self.decided is not None and stated is not None and stated is not self.decided

    @cached_property
    def lacking(self) -> tuple[Condition, ...]:
        """Return the conditions on which a fail rests; empty for a pass and for no scores."""
        if self.passed is not False:
            return ()
        return tuple(one for one in self.conditions if one.is_decisive and one.lacking)

    @property
    def points_lacking(self) -> int:
        """Return the points lacking in all."""
        return sum(one.lacking for one in self.lacking)

    @property
    def is_near(self) -> bool:
        """Tell whether a fail lacked only a few points."""
        return 0 < self.points_lacking <= NEAR_POINTS


def judged(exam: Exam, attempt: ExamAttempt) -> Judged:
    """Judge a sitting by the edition of its day."""
    edition = exam.edition_on(attempt.on)
    if edition is None:
        return Judged(attempt, None, None, attempt.stated_pass)
    decided = decided_pass(edition, attempt)
    passed = attempt.stated_pass if decided is None else decided
    return Judged(attempt, edition, decided, passed)


def _conditions(edition: ExamEdition, attempt: ExamAttempt) -> tuple[Condition, ...]:
    rule = edition.pass_rule
    if rule is None or edition.is_provisional or not attempt.scores:
        return ()
    judgement = gates.judge(rule, gates.Evidence(scores=attempt.scores))
    decisive = frozenset(gates.missing(rule, judgement))
    fields = {field.code: field for field in edition.fields}
    found = []
    for leaf in gates.leaves(rule):
        if isinstance(leaf, ScoreAtLeast):
            points = attempt.scores.get(leaf.score)
            field = fields.get(leaf.score)
            found.append(
                Condition(
                    leaf.score,
                    leaf.label or leaf.score if field is None else field.name,
                    None if field is None else field.maximum,
                    points,
                    leaf.points,
                    0 if points is None else max(0, leaf.points - points),
                    leaf.id in decisive,
                )
            )
    return tuple(found)


def in_order(sittings: Collection[Judged]) -> tuple[Judged, ...]:
    """Return sittings by day, however they were recorded."""
    if len(sittings) < 2:
        return tuple(sittings)
    return tuple(sorted(sittings, key=lambda one: (one.attempt.on, one.attempt.exam)))


def differs(held: ExamAttempt, brought: ExamAttempt) -> bool:
    """Tell whether two sources say different things of one sitting; a blank says nothing."""
    both = held.scores.keys() & brought.scores.keys()
    if any(held.scores[code] != brought.scores[code] for code in both):
        return True
    stated = {held.stated_pass, brought.stated_pass} - {None}
    certificates = {held.certificate_no, brought.certificate_no} - {""}
    return len(stated) > 1 or len(certificates) > 1


def filled(held: ExamAttempt, brought: ExamAttempt) -> ExamAttempt:
    """Return a sitting whose blanks are filled from a second source."""
    return replace(
        held,
        scores={**brought.scores, **held.scores},
        stated_pass=brought.stated_pass if held.stated_pass is None else held.stated_pass,
        certificate_no=held.certificate_no or brought.certificate_no,
        paid_by=held.paid_by or brought.paid_by,
        source=held.source or brought.source,
        evidence=held.evidence or brought.evidence,
        note=held.note or brought.note,
    )
