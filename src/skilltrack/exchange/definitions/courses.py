"""Courses of a scheme in detail, as definitions: keys of the same table as the catalogue row."""

from typing import Annotated

from pydantic import Field

from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    SkillRef,
)
from skilltrack.exchange.definitions.audience import (
    AudienceDocument,
    audience_to_json,
    to_audience,
)
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    Document,
    ExactNumber,
    OptionalText,
    OwnerCode,
    exact_json,
)

MOST_YEN = 1_000_000_000
MOST_MONTHS = 240


class CompletionDocument(Document):
    """What makes a course completed; without anything, having attended."""

    kind: Annotated[CompletionKind, Field(strict=False)] = CompletionKind.ATTENDED
    hours: ExactNumber | None = None
    score: ExactNumber | None = None
    has_presentation: bool = False
    is_evidence_needed: bool = False
    counts_archive: bool = True


class SkillDocument(Document):
    """A category or an item that a course builds."""

    code: Code
    questionnaire: OwnerCode = ""


class DetailDocument(Document):
    """What a course has beyond its row of the catalogue."""

    modes: list[Annotated[CourseMode, Field(strict=False)]] = Field(default=[], max_length=20)
    builds: list[SkillDocument] = Field(default=[], max_length=100)
    completion: CompletionDocument = CompletionDocument()
    audience: AudienceDocument = AudienceDocument()
    organiser: OptionalText = ""
    lecturer: OptionalText = ""
    capacity: int | None = Field(default=None, ge=1, le=LARGEST)
    session_yen: int | None = Field(default=None, ge=0, le=MOST_YEN)
    seat_yen: int | None = Field(default=None, ge=0, le=MOST_YEN)
    valid_months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    renewed_by: OptionalText = ""
    explanation: OptionalText = ""


def to_detail(code: str, document: DetailDocument) -> CourseDetail:
    """Make the detail of a course of a validated document."""
    completion = document.completion
    return CourseDetail(
        code=code,
        modes=tuple(document.modes),
        builds=tuple(SkillRef(skill.code, skill.questionnaire) for skill in document.builds),
        completion=CompletionRule(
            kind=completion.kind,
            hours=completion.hours,
            score=completion.score,
            has_presentation=completion.has_presentation,
            is_evidence_needed=completion.is_evidence_needed,
            counts_archive=completion.counts_archive,
        ),
        audience=to_audience(document.audience),
        organiser=document.organiser,
        lecturer=document.lecturer,
        capacity=document.capacity,
        session_yen=document.session_yen,
        seat_yen=document.seat_yen,
        valid_months=document.valid_months,
        renewed_by=document.renewed_by,
        explanation=document.explanation,
    )


def detail_to_json(detail: CourseDetail) -> dict[str, object]:
    """Return a detail in the form that ``DetailDocument`` reads."""
    completion = detail.completion
    return {
        "modes": [mode.value for mode in detail.modes],
        "builds": [
            {"code": skill.code, "questionnaire": skill.questionnaire} for skill in detail.builds
        ],
        "completion": {
            "kind": completion.kind.value,
            "hours": None if completion.hours is None else exact_json(completion.hours),
            "score": None if completion.score is None else exact_json(completion.score),
            "has_presentation": completion.has_presentation,
            "is_evidence_needed": completion.is_evidence_needed,
            "counts_archive": completion.counts_archive,
        },
        "audience": audience_to_json(detail.audience),
        "organiser": detail.organiser,
        "lecturer": detail.lecturer,
        "capacity": detail.capacity,
        "session_yen": detail.session_yen,
        "seat_yen": detail.seat_yen,
        "valid_months": detail.valid_months,
        "renewed_by": detail.renewed_by,
        "explanation": detail.explanation,
    }
