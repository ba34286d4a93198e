"""The programme of a scheme as a document: nothing is lost, and what contradicts is told."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.obligations.rules import DueKind, DueRule, ObligationRule, Occasion
from skilltrack.domain.organisation import EmploymentType, PracticeStage
from skilltrack.domain.schemes.definition import ScoreLadder, ScoreLevel
from skilltrack.domain.schemes.programmes import (
    AssessmentPair,
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    Programme,
    SkillRef,
)
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    Measure,
    MeasureKind,
    Milestone,
    TargetRule,
    TargetShape,
)
from skilltrack.exchange.definitions.schemes import (
    SchemeDefinition,
    definition_from_json,
    definition_to_json,
    load_scheme,
    scheme_to_json,
)
from skilltrack.files.shipped import shipped_folder

AUDIENCE = Audience(
    bands=("staff",),
    roles=("dx_leader",),
    cohort=Cohort("dx_leader", (2025, 2026)),
    departments=("0101",),
    employment_types=(EmploymentType.REGULAR,),
    occupations=("事務",),
    occupations_left_out=("保育士",),
)
DETAIL = CourseDetail(
    code="DX-01",
    modes=(CourseMode.CLASSROOM, CourseMode.ARCHIVE),
    builds=(SkillRef("excel"), SkillRef("attitude", "literacy")),
    completion=CompletionRule(
        CompletionKind.HOURS, hours=Fraction(61, 2), has_presentation=True, counts_archive=False
    ),
    audience=AUDIENCE,
    organiser="県",
    lecturer="外部講師",
    capacity=30,
    session_yen=100_000,
    seat_yen=500,
    valid_months=36,
    renewed_by="DX-01",
    explanation="説明",
)
OBLIGATION = ObligationRule(
    id="grade",
    name="職層ごとの研修",
    occasion=Occasion.EACH_GRADE,
    audience=AUDIENCE,
    courses_by_band={"staff": ("DX-01",)},
    due=DueRule(DueKind.DAY_OF_YEAR, month=12, day=28, later_years=1),
    since=date(2024, 4, 1),
    is_anew=True,
)
TARGET = TargetRule(
    id="heads",
    name="受講者",
    shape=TargetShape.HEADS,
    starts_on=date(2021, 4, 1),
    due_on=date(2031, 3, 31),
    measure=Measure(
        MeasureKind.COURSES,
        ("DX-01",),
        unit=CountingUnit.ATTENDANCES,
        counts_from=date(2021, 4, 1),
    ),
    goal=Fraction(2000),
    baseline=10,
    milestones=(Milestone(date(2025, 3, 31), Fraction(892)),),
    population=AUDIENCE,
    is_yearly=True,
    explanation="説明",
    source="出典",
)
LADDER = ScoreLadder(
    "literacy",
    "リテラシーの水準",
    (
        ScoreLevel("low", "入門", Fraction(0)),
        ScoreLevel("middle", "基礎", Fraction(61, 200)),
        ScoreLevel("high", "実践", Fraction(7, 10)),
    ),
    category="basic_terms",
)


@pytest.fixture
def fukui() -> dict[str, Any]:
    """Return the shipped scheme with three bands and a role, without its own programme."""
    return scheme_to_json(load_scheme(shipped_folder("schemes") / "fukui"))


def through_bytes(data: object) -> Any:
    return json.loads(json.dumps(data))


def test_nothing_of_a_programme_is_lost(fukui: dict[str, Any]) -> None:
    plain = definition_from_json(fukui)
    share = TargetRule(
        "share",
        "割合",
        TargetShape.SHARE,
        date(2023, 4, 1),
        date(2028, 3, 31),
        Measure(MeasureKind.ROLES_HELD, ("dx_leader",)),
        goal=Fraction(1, 5),
    )
    outputs = TargetRule(
        "outputs",
        "改善",
        TargetShape.OUTPUTS,
        date(2020, 4, 1),
        date(2024, 3, 31),
        Measure(MeasureKind.PRACTICES, stage=PracticeStage.CARRIED_OUT),
        goal=Fraction(12),
    )
    programme = Programme(
        plain.scheme.id,
        plain.scheme.version,
        details=(DETAIL,),
        obligations=(OBLIGATION,),
        targets=(TARGET, share, outputs),
        pairs=(AssessmentPair("pair", "研修の前後", "sakata", "sakata"),),
    )
    whole = SchemeDefinition(replace(plain.scheme, ladders=(LADDER,)), programme)
    assert definition_from_json(through_bytes(definition_to_json(whole))) == whole


@pytest.mark.parametrize(
    ("score", "reached"),
    [
        (Fraction(0), ("low",)),
        (Fraction(3049, 10_000), ("low",)),
        (Fraction(305, 1000), ("low", "middle")),
        (Fraction(1), ("low", "middle", "high")),
    ],
)
def test_every_score_lies_in_exactly_one_level(score: Fraction, reached: tuple[str, ...]) -> None:
    assert LADDER.reached(score) == reached
    assert LADDER.reached(None) is None
