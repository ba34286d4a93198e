"""Targets as definitions."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    Measure,
    MeasureKind,
    Milestone,
    TargetRule,
    TargetShape,
)
from skilltrack.exchange.definitions.audience import (
    AudienceDocument,
    audience_to_json,
    to_audience,
)
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Day,
    Document,
    ExactNumber,
    Name,
    OptionalText,
    Ratio,
    exact_json,
)
from skilltrack.exchange.definitions.documents import Code as CodeText


class MeasureDocument(Document):
    """What is counted."""

    kind: Annotated[MeasureKind, Field(strict=False)]
    codes: list[Name] = Field(default=[], max_length=200)
    count: int = Field(default=1, ge=1, le=200)
    stage: Annotated[PracticeStage, Field(strict=False)] | None = None
    unit: Annotated[CountingUnit, Field(strict=False)] = CountingUnit.PEOPLE
    counts_from: Day | None = None


class MilestoneDocument(Document):
    """How much is planned by a day."""

    on: Day
    value: ExactNumber


class TargetDocument(Document):
    """A target; ``goal`` is a number, ``percent`` a share: one of them is given."""

    id: CodeText
    name: Name
    shape: Annotated[TargetShape, Field(strict=False)]
    starts_on: Day
    due_on: Day
    measure: MeasureDocument | None = None
    goal: ExactNumber | None = None
    percent: Ratio | None = None
    per_level: dict[str, ExactNumber] = Field(default={}, max_length=50)
    baseline: int = Field(default=0, ge=0, le=LARGEST)
    milestones: list[MilestoneDocument] = Field(default=[], max_length=100)
    population: AudienceDocument = AudienceDocument()
    is_yearly: bool = False
    explanation: OptionalText = ""
    source: OptionalText = ""


def to_target(document: TargetDocument) -> TargetRule:
    """Make the rule of a validated document."""
    goal = document.goal if document.percent is None else document.percent
    return TargetRule(
        id=document.id,
        name=document.name,
        shape=document.shape,
        starts_on=document.starts_on,
        due_on=document.due_on,
        measure=None if document.measure is None else _measure(document.measure),
        goal=Fraction(1) if goal is None else goal,
        per_level=dict(document.per_level),
        baseline=document.baseline,
        milestones=tuple(Milestone(one.on, one.value) for one in document.milestones),
        population=to_audience(document.population),
        is_yearly=document.is_yearly,
        explanation=document.explanation,
        source=document.source,
    )


def _measure(document: MeasureDocument) -> Measure:
    return Measure(
        kind=document.kind,
        codes=tuple(document.codes),
        count=document.count,
        stage=document.stage,
        unit=document.unit,
        counts_from=document.counts_from,
    )


def target_to_json(rule: TargetRule) -> dict[str, object]:
    """Return a rule in the form that ``TargetDocument`` reads."""
    is_share = rule.shape is TargetShape.SHARE
    measure = rule.measure
    return {
        "id": rule.id,
        "name": rule.name,
        "shape": rule.shape.value,
        "starts_on": rule.starts_on.isoformat(),
        "due_on": rule.due_on.isoformat(),
        "measure": None if measure is None else _measure_to_json(measure),
        "goal": None if is_share else exact_json(rule.goal),
        "percent": exact_json(rule.goal * 100) if is_share else None,
        "per_level": {tier: exact_json(goal) for tier, goal in rule.per_level.items()},
        "baseline": rule.baseline,
        "milestones": [
            {"on": one.on.isoformat(), "value": exact_json(one.value)} for one in rule.milestones
        ],
        "population": audience_to_json(rule.population),
        "is_yearly": rule.is_yearly,
        "explanation": rule.explanation,
        "source": rule.source,
    }


def _measure_to_json(measure: Measure) -> dict[str, object]:
    return {
        "kind": measure.kind.value,
        "codes": list(measure.codes),
        "count": measure.count,
        "stage": None if measure.stage is None else measure.stage.value,
        "unit": measure.unit.value,
        "counts_from": None if measure.counts_from is None else measure.counts_from.isoformat(),
    }
