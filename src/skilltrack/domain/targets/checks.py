"""What is wrong with a target that somebody writes: everything at once."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction

from skilltrack.domain.problems import Problem
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)

LONGEST_NAME = 80
LARGEST = 1_000_000
MOST_NAMED = 12

WITHOUT_CODES = frozenset({MeasureKind.PRACTICES, MeasureKind.PARTICIPANTS, MeasureKind.STATED})
"""What is counted without naming a course, an exam, a role or a tier."""

OF_TIERS = frozenset({MeasureKind.TIERS, MeasureKind.ACCREDITED})
OUTPUTS = frozenset({MeasureKind.PRACTICES, MeasureKind.STATED})
OF_STATED = frozenset({TargetShape.OUTPUTS, TargetShape.HEADS, TargetShape.SHARE})
"""The shapes for which a figure entered by hand can stand: no person is named by it."""


@dataclass(frozen=True, slots=True)
class TargetVocabulary:
    """What a target can name: code → name of each; ``tiers`` by scheme."""

    courses: Mapping[str, str] = field(default_factory=dict)
    exams: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    occupations: tuple[str, ...] = ()
    schemes: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: MeasureKind, scheme: str) -> Mapping[str, str]:
        """Return what a measure of a kind can name."""
        match kind:
            case MeasureKind.COURSES:
                return self.courses
            case MeasureKind.EXAMS:
                return self.exams
            case MeasureKind.ROLES | MeasureKind.ROLES_HELD:
                return self.roles
            case MeasureKind.TIERS | MeasureKind.ACCREDITED:
                return self.tiers.get(scheme, {})
        return {}


def mistakes(kept: KeptTarget, words: TargetVocabulary) -> Iterator[Problem]:
    """Yield everything that is wrong with a target."""
    rule = kept.rule
    if not rule.name.strip() or len(rule.name) > LONGEST_NAME:
        yield Problem("targets.no_name", values={"most": LONGEST_NAME})
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", rule.id):
        yield Problem("targets.bad_id", values={"id": rule.id})
    if kept.scheme and kept.scheme not in words.schemes:
        yield _unknown(kept.scheme, words.schemes)
    if rule.due_on < rule.starts_on:
        yield Problem("targets.period")
    days = [one.on for one in rule.milestones]
    if days != sorted(set(days)) or any(not rule.starts_on <= on <= rule.due_on for on in days):
        yield Problem("targets.milestones")
    yield from _goal_mistakes(rule)
    yield from _measure_mistakes(kept, words)
    population = rule.population
    roles = (*population.roles, *((population.cohort.role,) if population.cohort else ()))
    for named, known in (
        (population.bands, words.bands),
        (roles, words.roles),
        (population.departments, words.departments),
        (population.occupations, words.occupations),
        (population.occupations_left_out, words.occupations),
    ):
        yield from (_unknown(name, known) for name in named if name not in known)


def _goal_mistakes(rule: TargetRule) -> Iterator[Problem]:
    if rule.shape is TargetShape.SHARE:
        if not 0 < rule.goal <= 1:
            yield Problem("targets.share")
    elif rule.shape is not TargetShape.LEVELS and not _is_a_count(rule.goal, least=1):
        yield Problem("targets.goal", values={"most": LARGEST})
    if (rule.shape is TargetShape.LEVELS) != bool(rule.per_level):
        yield Problem("targets.levels")
    if not all(_is_a_count(goal, least=0) for goal in rule.per_level.values()):
        yield Problem("targets.goal", values={"most": LARGEST})
    if not 0 <= rule.baseline <= LARGEST:
        yield Problem("targets.baseline")


def _is_a_count(goal: Fraction, *, least: int) -> bool:
    return goal.denominator == 1 and least <= goal <= LARGEST


def _measure_mistakes(kept: KeptTarget, words: TargetVocabulary) -> Iterator[Problem]:
    rule, measure = kept.rule, kept.rule.measure
    tiers = words.tiers.get(kept.scheme, {})
    yield from (_unknown(tier, tiers) for tier in rule.per_level if tier not in tiers)
    if measure is None:
        if rule.shape is not TargetShape.LEVELS:
            yield Problem("targets.no_measure")
        return
    if rule.shape is TargetShape.LEVELS and measure.kind not in OF_TIERS:
        yield Problem("targets.levels_measure")
        return
    if (rule.shape is TargetShape.OUTPUTS) and measure.kind not in OUTPUTS:
        yield Problem("targets.outputs")
    if measure.kind is MeasureKind.PRACTICES and rule.shape is not TargetShape.OUTPUTS:
        yield Problem("targets.outputs")
    if measure.kind is MeasureKind.STATED and rule.shape not in OF_STATED:
        yield Problem("targets.stated_shape")
    if measure.kind in OF_TIERS and not kept.scheme:
        yield Problem("targets.no_scheme")
        return
    yield from _code_mistakes(measure, rule, words.of(measure.kind, kept.scheme))


def _code_mistakes(
    measure: Measure, rule: TargetRule, known: Mapping[str, str]
) -> Iterator[Problem]:
    if measure.kind in WITHOUT_CODES:
        return
    if not measure.codes and rule.shape is not TargetShape.LEVELS:
        yield Problem("targets.no_codes")
    yield from (_unknown(code, known) for code in measure.codes if code not in known)
    if not 1 <= measure.count <= max(1, len(measure.codes)):
        yield Problem("targets.count", values={"most": max(1, len(measure.codes))})


def _unknown(name: str, known: Collection[str]) -> Problem:
    near = get_close_matches(name, known, MOST_NAMED, 0.5) or sorted(known)[:MOST_NAMED]
    return Problem(
        "targets.unknown_code", values={"name": name, "accepted": "、".join(near) or "―"}
    )
