"""Schemes as definitions."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes import (
    Band,
    EvaluationRule,
    Medal,
    NoLeader,
    Role,
    SampleCourse,
    Scheme,
    SourceNote,
    Tier,
    TierRule,
)
from skilltrack.domain.training import CourseKind
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    CourseCode,
    Document,
    ExactNumber,
    Finder,
    Name,
    OptionalText,
    Text,
    exact_json,
    read_toml,
    settle,
    validate,
)
from skilltrack.exchange.definitions.gates import GateDocument, gate_to_json, to_gate
from skilltrack.exchange.definitions.inclusion import (
    InclusionDocument,
    inclusion_to_json,
    to_inclusion,
)
from skilltrack.exchange.definitions.scheme_checks import check_scheme, mistakes
from skilltrack.files.shipped import shipped_folder

FILE_NAME = "scheme.toml"

__all__ = [
    "check_scheme",
    "load_scheme",
    "scheme_from_json",
    "scheme_to_json",
    "shipped_schemes",
]


class NamedDocument(Document):
    """A rank band or a role."""

    code: Code
    name: Name


class TierDocument(Document):
    """A tier with what it asks."""

    code: Code
    name: Name
    explanation: OptionalText = ""
    expected_bands: list[Code] = Field(default=[], max_length=50)
    expected_role: Code | None = None
    medal: Annotated[Medal, Field(strict=False)] | None = None
    skills: list[Name] = Field(default=[], max_length=50)
    gate: GateDocument


class CourseDocument(Document):
    """A row of the sample catalogue."""

    code: CourseCode
    name: Name
    kind: Annotated[CourseKind, Field(strict=False)]
    bands: list[Code] = Field(default=[], max_length=50)
    mode: OptionalText = ""
    hours: float | None = Field(default=None, ge=0, allow_inf_nan=False)


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


class NoteDocument(Document):
    """A statement and its source."""

    text: Text
    source: OptionalText = ""


class SchemeDocument(Document):
    """A scheme."""

    id: Code
    version: int = Field(ge=1, le=LARGEST)
    name: Name
    explanation: OptionalText = ""
    rule: Annotated[TierRule, Field(strict=False)]
    questionnaire: Code
    bands: list[NamedDocument] = Field(default=[], max_length=50)
    roles: list[NamedDocument] = Field(default=[], max_length=50)
    titles: dict[str, Code] = Field(default={}, max_length=1000)
    tiers: list[TierDocument] = Field(min_length=1, max_length=50)
    courses: list[CourseDocument] = Field(default=[], max_length=1000)
    evaluation: EvaluationDocument | None = None
    inclusion: InclusionDocument | None = None
    notes: list[NoteDocument] = Field(default=[], max_length=100)


def load_scheme(path: Path) -> Scheme:
    """Read a scheme from its folder or its TOML file.

    Raises:
        Refusal: Every mistake in the file.
        MachineFailure: The file cannot be read.
    """
    path = path / FILE_NAME if path.is_dir() else path
    return scheme_from_json(read_toml(path), file=path.name)


def scheme_from_json(data: object, *, file: str = "") -> Scheme:
    """Check the values of a scheme and make it.

    Args:
        data: What ``scheme_to_json`` returned, or the values of a TOML file.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    document = validate(SchemeDocument, data, file)
    scheme = Scheme(
        id=document.id,
        version=document.version,
        name=document.name,
        explanation=document.explanation,
        rule=document.rule,
        questionnaire=document.questionnaire,
        bands=tuple(Band(band.code, band.name) for band in document.bands),
        roles=tuple(Role(role.code, role.name) for role in document.roles),
        tiers=tuple(_tier(tier) for tier in document.tiers),
        titles=dict(document.titles),
        courses=tuple(_course(course) for course in document.courses),
        evaluation=None if document.evaluation is None else _evaluation(document.evaluation),
        notes=tuple(SourceNote(note.text, note.source) for note in document.notes),
        inclusion={} if document.inclusion is None else to_inclusion(document.inclusion),
    )
    return settle(scheme, mistakes(scheme, Finder(file)))


def scheme_to_json(scheme: Scheme) -> dict[str, object]:
    """Return a scheme without loss as a JSON value."""
    evaluation = scheme.evaluation
    return {
        "id": scheme.id,
        "version": scheme.version,
        "name": scheme.name,
        "explanation": scheme.explanation,
        "rule": scheme.rule.value,
        "questionnaire": scheme.questionnaire,
        "bands": [{"code": band.code, "name": band.name} for band in scheme.bands],
        "roles": [{"code": role.code, "name": role.name} for role in scheme.roles],
        "titles": dict(scheme.titles),
        "tiers": [_tier_to_json(tier) for tier in scheme.tiers],
        "courses": [_course_to_json(course) for course in scheme.courses],
        "evaluation": None if evaluation is None else _evaluation_to_json(evaluation),
        "inclusion": inclusion_to_json(scheme.inclusion),
        "notes": [{"text": note.text, "source": note.source} for note in scheme.notes],
    }


def shipped_schemes() -> tuple[Scheme, ...]:
    """Return the shipped schemes, sorted by id."""
    files = shipped_folder("schemes").glob(f"*/{FILE_NAME}")
    return tuple(sorted(map(load_scheme, files), key=lambda loaded: loaded.id))


def _tier(document: TierDocument) -> Tier:
    return Tier(
        code=document.code,
        name=document.name,
        gate=to_gate(document.gate),
        explanation=document.explanation,
        expected_bands=tuple(document.expected_bands),
        expected_role=document.expected_role,
        medal=document.medal,
        skills=tuple(document.skills),
    )


def _tier_to_json(tier: Tier) -> dict[str, object]:
    return {
        "code": tier.code,
        "name": tier.name,
        "gate": gate_to_json(tier.gate),
        "explanation": tier.explanation,
        "expected_bands": list(tier.expected_bands),
        "expected_role": tier.expected_role,
        "medal": None if tier.medal is None else tier.medal.value,
        "skills": list(tier.skills),
    }


def _course(document: CourseDocument) -> SampleCourse:
    return SampleCourse(
        code=document.code,
        name=document.name,
        kind=document.kind,
        bands=tuple(document.bands),
        mode=document.mode,
        hours=document.hours,
    )


def _course_to_json(course: SampleCourse) -> dict[str, object]:
    return {
        "code": course.code,
        "name": course.name,
        "kind": course.kind.value,
        "bands": list(course.bands),
        "mode": course.mode,
        "hours": course.hours,
    }


def _evaluation(document: EvaluationDocument) -> EvaluationRule:
    weights = document.weights
    return EvaluationRule(
        leader_role=document.leader_role,
        weights=(weights.required, weights.leader, weights.elective),
        no_leader=document.no_leader,
        minimum_electives=document.minimum_electives,
        small_below=document.small_below,
        counted_employment_types=tuple(document.counted_employment_types),
    )


def _evaluation_to_json(evaluation: EvaluationRule) -> dict[str, object]:
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
