"""Schemes as definitions: how people are judged, and the programme beside it, in one document."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.problems import Problem
from skilltrack.domain.schemes.definition import (
    Band,
    Medal,
    Role,
    SampleCourse,
    Scheme,
    SourceNote,
    Tier,
    TierRule,
)
from skilltrack.domain.schemes.programmes import AssessmentPair, CourseDetail, Programme
from skilltrack.exchange.definitions.courses import DetailDocument, detail_to_json, to_detail
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    CourseCode,
    Document,
    Finder,
    Name,
    OptionalText,
    Text,
    duplicates,
    read_toml,
    settle,
    validate,
)
from skilltrack.exchange.definitions.evaluation import (
    EvaluationDocument,
    evaluation_to_json,
    to_evaluation,
)
from skilltrack.exchange.definitions.gates import GateDocument, gate_to_json, to_gate
from skilltrack.exchange.definitions.inclusion import (
    InclusionDocument,
    inclusion_to_json,
    to_inclusion,
)
from skilltrack.exchange.definitions.ladders import (
    LadderDocument,
    ladder_mistakes,
    ladder_to_json,
    to_ladder,
)
from skilltrack.exchange.definitions.obligations import (
    ObligationDocument,
    obligation_to_json,
    to_obligation,
)
from skilltrack.exchange.definitions.programme_checks import programme_mistakes
from skilltrack.exchange.definitions.scheme_checks import check_scheme, mistakes
from skilltrack.exchange.definitions.targets import TargetDocument, target_to_json, to_target
from skilltrack.files.shipped import shipped_folder

FILE_NAME = "scheme.toml"

__all__ = [
    "SchemeDefinition",
    "check_scheme",
    "definition_from_json",
    "definition_to_json",
    "load_definition",
    "load_scheme",
    "scheme_from_json",
    "scheme_to_json",
    "shipped_definitions",
    "shipped_schemes",
]


@dataclass(frozen=True, slots=True)
class SchemeDefinition:
    """A scheme with its programme: what a folder below ``schemes/`` holds."""

    scheme: Scheme
    programme: Programme


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
    detail: DetailDocument | None = None


class PairDocument(Document):
    """Two questionnaires compared before and after."""

    id: Code
    name: Name
    before: Code
    after: Code


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
    ladders: list[LadderDocument] = Field(default=[], max_length=50)
    obligations: list[ObligationDocument] = Field(default=[], max_length=100)
    targets: list[TargetDocument] = Field(default=[], max_length=100)
    pairs: list[PairDocument] = Field(default=[], max_length=20)
    notes: list[NoteDocument] = Field(default=[], max_length=100)


def load_definition(path: Path) -> SchemeDefinition:
    """Read a scheme with its programme from its folder or its TOML file.

    Raises:
        Refusal: Every mistake in the file.
        MachineFailure: The file cannot be read.
    """
    path = path / FILE_NAME if path.is_dir() else path
    return definition_from_json(read_toml(path), file=path.name)


def load_scheme(path: Path) -> Scheme:
    """Read a scheme alone; see ``load_definition``."""
    return load_definition(path).scheme


def scheme_from_json(data: object, *, file: str = "") -> Scheme:
    """Check the values of a scheme and make it alone; see ``definition_from_json``."""
    return definition_from_json(data, file=file).scheme


def definition_from_json(data: object, *, file: str = "") -> SchemeDefinition:
    """Check the values of a scheme and make it.

    Args:
        data: What ``definition_to_json`` returned, or the values of a TOML file.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    document = validate(SchemeDocument, data, file)
    finder = Finder(file)
    found = [*ladder_mistakes(document.ladders, finder), *_detail_mistakes(document, finder)]
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
        evaluation=None if document.evaluation is None else to_evaluation(document.evaluation),
        notes=tuple(SourceNote(note.text, note.source) for note in document.notes),
        inclusion={} if document.inclusion is None else to_inclusion(document.inclusion),
        ladders=tuple(to_ladder(ladder) for ladder in document.ladders),
    )
    programme = _programme(document)
    found.extend(mistakes(scheme, finder))
    found.extend(programme_mistakes(scheme, programme, finder))
    return settle(SchemeDefinition(scheme, programme), found)


def scheme_to_json(scheme: Scheme) -> dict[str, object]:
    """Return a scheme alone as a JSON value."""
    return definition_to_json(SchemeDefinition(scheme, Programme(scheme.id, scheme.version)))


def definition_to_json(definition: SchemeDefinition) -> dict[str, object]:
    """Return a scheme with its programme without loss as a JSON value."""
    scheme, programme = definition.scheme, definition.programme
    evaluation = scheme.evaluation
    details = {detail.code: detail for detail in programme.details}
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
        "courses": [
            _course_to_json(course, details.pop(course.code, None)) for course in scheme.courses
        ],
        "evaluation": None if evaluation is None else evaluation_to_json(evaluation),
        "inclusion": inclusion_to_json(scheme.inclusion),
        "ladders": [ladder_to_json(ladder) for ladder in scheme.ladders],
        "obligations": [obligation_to_json(rule) for rule in programme.obligations],
        "targets": [target_to_json(rule) for rule in programme.targets],
        "pairs": [
            {"id": pair.id, "name": pair.name, "before": pair.before, "after": pair.after}
            for pair in programme.pairs
        ],
        "notes": [{"text": note.text, "source": note.source} for note in scheme.notes],
    }


def shipped_definitions() -> tuple[SchemeDefinition, ...]:
    """Return the shipped schemes with their programmes, sorted by id."""
    files = shipped_folder("schemes").glob(f"*/{FILE_NAME}")
    return tuple(sorted(map(load_definition, files), key=lambda loaded: loaded.scheme.id))


def shipped_schemes() -> tuple[Scheme, ...]:
    """Return the shipped schemes alone, sorted by id."""
    return tuple(definition.scheme for definition in shipped_definitions())


def _programme(document: SchemeDocument) -> Programme:
    return Programme(
        scheme=document.id,
        version=document.version,
        details=_details(document),
        obligations=tuple(to_obligation(rule) for rule in document.obligations),
        targets=tuple(to_target(rule) for rule in document.targets),
        pairs=tuple(
            AssessmentPair(pair.id, pair.name, pair.before, pair.after) for pair in document.pairs
        ),
    )


def _details(document: SchemeDocument) -> tuple[CourseDetail, ...]:
    stated = {
        course.code: course.detail for course in document.courses if course.detail is not None
    }
    return tuple(to_detail(code, detail) for code, detail in stated.items())


def _detail_mistakes(document: SchemeDocument, finder: Finder) -> Iterator[Problem]:
    """Yield courses that are told in detail twice."""
    detailed = [course.code for course in document.courses if course.detail is not None]
    for code in duplicates(detailed):
        yield finder.problem("detail_twice", f"courses[{code}].detail", course=code)


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


def _course_to_json(course: SampleCourse, detail: CourseDetail | None) -> dict[str, object]:
    return {
        "code": course.code,
        "name": course.name,
        "kind": course.kind.value,
        "bands": list(course.bands),
        "mode": course.mode,
        "hours": course.hours,
        "detail": None if detail is None else detail_to_json(detail),
    }
