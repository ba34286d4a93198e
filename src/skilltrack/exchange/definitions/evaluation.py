"""How departments are evaluated, as part of a scheme."""

from typing import Annotated

from pydantic import Field

from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    Document,
    ExactNumber,
    exact_json,
)


class WeightsDocument(Document):
    """The weights of the three counted criteria."""

    required: ExactNumber
    leader: ExactNumber
    elective: ExactNumber


class EvaluationDocument(Document):
    """How departments are evaluated."""

    leader_role: Code
    weights: WeightsDocument
    no_leader: Annotated[NoLeader, Field(strict=False)] = NoLeader.ZERO
    minimum_electives: int | None = Field(default=None, ge=0, le=LARGEST)
    small_below: int = Field(default=5, ge=0, le=LARGEST)
    counted_employment_types: list[Annotated[EmploymentType, Field(strict=False)]] = Field(
        default=[], max_length=50
    )


def to_evaluation(document: EvaluationDocument) -> EvaluationRule:
    """Make the rule by which departments are evaluated."""
    weights = document.weights
    return EvaluationRule(
        leader_role=document.leader_role,
        weights=(weights.required, weights.leader, weights.elective),
        no_leader=document.no_leader,
        minimum_electives=document.minimum_electives,
        small_below=document.small_below,
        counted_employment_types=tuple(document.counted_employment_types),
    )


def evaluation_to_json(evaluation: EvaluationRule) -> dict[str, object]:
    """Return the rule without loss as a JSON value."""
    required, leader, elective = evaluation.weights
    return {
        "leader_role": evaluation.leader_role,
        "weights": {
            "required": exact_json(required),
            "leader": exact_json(leader),
            "elective": exact_json(elective),
        },
        "no_leader": evaluation.no_leader.value,
        "minimum_electives": evaluation.minimum_electives,
        "small_below": evaluation.small_below,
        "counted_employment_types": [kind.value for kind in evaluation.counted_employment_types],
    }
