"""Schemes: bands, roles and tiers of a municipality, and the verdict on a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.bands import TitleTable


class TierRule(StrEnum):
    """How a person comes to a tier."""

    BY_POST = "by_post"  # 福井: the post and the role say which tier is expected
    EARNED = "earned"  # 北九州, 真岡: whoever meets the requirements has reached it


class Medal(StrEnum):
    """The colour in which a tier is shown."""

    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


@dataclass(frozen=True, slots=True)
class Band:
    """A rank band (役職区分)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role given by appointment (役割)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier (区分) with what it asks.

    ``expected_bands`` / ``expected_role`` say of whom it is expected in a scheme by post; tiers
    of an earned ladder have neither and stand in the scheme from lowest to highest.
    ``skills`` are the lines of the municipality's skill map, for display.
    """

    code: str
    name: str
    gate: gates.Gate
    explanation: str = ""
    expected_bands: tuple[str, ...] = ()
    expected_role: str | None = None
    medal: Medal | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleCourse:
    """A course of the scheme; it enters a fiscal year only when copied."""

    code: str
    name: str
    kind: CourseKind
    bands: tuple[str, ...] = ()
    mode: str = ""
    hours: float | None = None


class NoLeader(StrEnum):
    """What criterion ② is where a department has no leader."""

    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class EvaluationRule:
    """How departments are evaluated (福井 ①–③; every undecided detail is a setting).

    ``weights`` are those of ①, ②, ③. ``minimum_electives`` is the least number of elective
    courses taken by a department (最低受講数); None is no minimum. Departments with fewer than
    ``small_below`` people are marked 参考.
    """

    leader_role: str
    weights: tuple[Fraction, Fraction, Fraction] = (Fraction(1), Fraction(1), Fraction(1))
    no_leader: NoLeader = NoLeader.ZERO
    minimum_electives: int | None = None
    small_below: int = 5
    counted_employment_types: tuple[EmploymentType, ...] = ()
    """Employment types of ①, as definitions stated them before ``Scheme.inclusion``."""


COUNTED_LIKE_REQUIRED = (Figure.REQUIRED, Figure.OBLIGATIONS, Figure.ANSWERS)
"""The figures for which ``EvaluationRule.counted_employment_types`` speaks."""


@dataclass(frozen=True, slots=True)
class ScoreLevel:
    """A level of a ladder, reached from a score of ``least`` (0–1) on."""

    code: str
    name: str
    least: Fraction


@dataclass(frozen=True, slots=True)
class ScoreLadder:
    """Levels of a score, lowest first: every score from 0 % to 100 % lies in exactly one.

    ``category`` '' is the score of the whole questionnaire; ``questionnaire`` '' the one of the
    scheme. A level reaches up to, and does not contain, the least score of the next.
    """

    id: str
    name: str
    levels: tuple[ScoreLevel, ...]
    category: str = ""
    questionnaire: str = ""

    def reached(self, score: Fraction | None) -> tuple[str, ...] | None:
        """Return the levels that a score reaches, lowest first; None where there is no score."""
        if score is None:
            return None
        return tuple(level.code for level in self.levels if level.least <= score)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A statement about the scheme and where it is from; ``source`` empty: our assumption."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Scheme:
    """A version of a municipality's scheme, as data."""

    id: str
    version: int
    name: str
    explanation: str
    rule: TierRule
    questionnaire: str
    bands: tuple[Band, ...]
    roles: tuple[Role, ...]
    tiers: tuple[Tier, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Usual job titles → band code, offered when the municipality has no table of its own."""
    courses: tuple[SampleCourse, ...] = ()
    evaluation: EvaluationRule | None = None
    notes: tuple[SourceNote, ...] = ()
    inclusion: Mapping[str, InclusionRule] = field(default_factory=dict)
    """Figure → who counts in it, for the figures of which the scheme states it."""
    ladders: tuple[ScoreLadder, ...] = ()

    def stated_inclusion(self, figure: Figure) -> InclusionRule | None:
        """Return who counts in a figure as the scheme states it; None where it does not."""
        stated = self.inclusion.get(figure)
        if stated is not None or self.evaluation is None or figure not in COUNTED_LIKE_REQUIRED:
            return stated
        kinds = self.evaluation.counted_employment_types
        return InclusionRule(employment_types=kinds) if kinds else None

    @cached_property
    def tiers_by_code(self) -> Mapping[str, Tier]:
        """Return the tiers by code."""
        return {tier.code: tier for tier in self.tiers}

    def band_of(self, band: str | None, job_title: str) -> str | None:
        """Return the band of a post under this scheme.

        See ``TitleTable.band_of``.
        """
        return self.title_table.band_of(band, job_title)

    @cached_property
    def title_table(self) -> TitleTable:
        """Return how the scheme divides posts."""
        courses = frozenset(course.code for course in self.courses)
        return TitleTable(self.id, self.band_codes, self.titles, courses)

    @cached_property
    def band_codes(self) -> frozenset[str]:
        """Return the codes of the bands."""
        return frozenset(band.code for band in self.bands)

    def expected_tier(self, band: str | None, roles: frozenset[str]) -> Tier | None:
        """Return the tier expected of a post and its roles; None in an earned scheme.

        A role by appointment goes before the post.
        """
        for tier in self.tiers:
            if tier.expected_role is not None and tier.expected_role in roles:
                return tier
        return next((tier for tier in self.tiers if band in tier.expected_bands), None)


@dataclass(frozen=True, slots=True)
class Override:
    """A tier that a person set in place of the calculated one; ``tier`` None is no tier."""

    tier: str | None
    reason: str
    valid: Period


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one person under one scheme.

    By post: ``expected`` is the tier of post and role, ``met`` whether it is met (None: cannot
    be judged yet), ``candidates`` the role tiers whose requirements are met without the role.
    Earned: ``reached`` is the highest tier reached with all below it, ``next_tier`` the way on.
    ``requirements`` are the judged leaves of the expected tier, or of all tiers of a ladder;
    ``missing`` the shortest list of leaf ids to the expected or the next tier.

    With an ``overridden`` verdict ``reached`` and ``met`` are what the override says, and
    ``calculated`` and ``calculated_met`` what the requirements said; without, they are the same.
    ``accredited`` gives the tiers of the scheme for which the person is accredited, with the day.
    """

    expected: str | None
    met: bool | None
    reached: str | None
    next_tier: str | None
    candidates: tuple[str, ...]
    requirements: tuple[gates.JudgedLeaf, ...]
    missing: tuple[str, ...]
    overridden: Override | None = None
    calculated: str | None = None
    calculated_met: bool | None = None
    accredited: tuple[tuple[str, date], ...] = ()


def judge_person(scheme: Scheme, evidence: gates.Evidence) -> Verdict:
    """Judge one person under one scheme.

    Source: DESIGN §5 (tier gate); facts §3.1 (by post) and §3.2 (earned).
    """
    if scheme.rule is TierRule.BY_POST:
        return _judge_by_post(scheme, evidence)
    return _judge_earned(scheme, evidence)


def with_override(scheme: Scheme, verdict: Verdict, override: Override) -> Verdict:
    """Return a verdict with the tier that a person set; the calculated one stays beside it.

    By post the expected tier is met when it is the one set. In a ladder the way goes on from the
    tier set, by the requirements as they were judged.
    """
    by_post = scheme.rule is TierRule.BY_POST
    found = replace(
        verdict,
        reached=override.tier,
        met=None if verdict.expected is None else override.tier == verdict.expected,
        overridden=override,
    )
    if by_post:
        return replace(found, missing=()) if found.met else found
    codes = [tier.code for tier in scheme.tiers]
    place = codes.index(override.tier) + 1 if override.tier in codes else 0
    if place == len(codes):
        return replace(found, next_tier=None, missing=())
    following = scheme.tiers[place]
    judgement = {leaf.id: leaf for leaf in verdict.requirements}
    missing = gates.missing(following.gate, judgement)
    return replace(found, next_tier=following.code, missing=missing)


def _judge_by_post(scheme: Scheme, evidence: gates.Evidence) -> Verdict:
    expected = scheme.expected_tier(evidence.band, evidence.roles)
    candidates = tuple(
        tier.code
        for tier in scheme.tiers
        if tier.expected_role is not None
        and tier.expected_role not in evidence.roles
        and gates.holds(tier.gate, gates.judge(tier.gate, evidence))
    )
    if expected is None:
        return Verdict(None, None, None, None, candidates, (), ())
    judgement = gates.judge(expected.gate, evidence)
    met = gates.holds(expected.gate, judgement)
    return Verdict(
        expected=expected.code,
        met=met,
        reached=expected.code if met else None,
        next_tier=None,
        candidates=candidates,
        requirements=tuple(judgement.values()),
        missing=gates.missing(expected.gate, judgement),
        calculated=expected.code if met else None,
        calculated_met=met,
    )


def _judge_earned(scheme: Scheme, evidence: gates.Evidence) -> Verdict:
    judged: dict[str, gates.JudgedLeaf] = {}
    reached: Tier | None = None
    upward: Tier | None = None
    missing: tuple[str, ...] = ()
    for tier in scheme.tiers:
        judgement = gates.judge(tier.gate, evidence)
        judged.update(judgement)
        if upward is not None:
            continue
        if gates.holds(tier.gate, judgement):
            reached = tier
        else:
            upward = tier
            missing = gates.missing(tier.gate, judgement)
    return Verdict(
        expected=None,
        met=None,
        reached=None if reached is None else reached.code,
        next_tier=None if upward is None else upward.code,
        candidates=(),
        requirements=tuple(judged.values()),
        missing=missing,
        calculated=None if reached is None else reached.code,
    )
