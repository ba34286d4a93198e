"""The detail of a course as the JSON of its row: the plain form of ``CourseDetail``."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    SkillRef,
)


def detail_body(detail: CourseDetail) -> dict[str, Any]:
    """Return a detail as its row holds it."""
    rule = detail.completion
    return {
        "code": detail.code,
        "modes": [mode.value for mode in detail.modes],
        "builds": [
            {"code": skill.code, "questionnaire": skill.questionnaire} for skill in detail.builds
        ],
        "completion": {
            "kind": rule.kind.value,
            "hours": _exact_text(rule.hours),
            "score": _exact_text(rule.score),
            "has_presentation": rule.has_presentation,
            "is_evidence_needed": rule.is_evidence_needed,
            "counts_archive": rule.counts_archive,
        },
        "audience": _audience_body(detail.audience),
        "organiser": detail.organiser,
        "lecturer": detail.lecturer,
        "capacity": detail.capacity,
        "session_yen": detail.session_yen,
        "seat_yen": detail.seat_yen,
        "valid_months": detail.valid_months,
        "renewed_by": detail.renewed_by,
        "explanation": detail.explanation,
    }


def _audience_body(audience: Audience) -> dict[str, Any]:
    cohort = audience.cohort
    return {
        "bands": list(audience.bands),
        "roles": list(audience.roles),
        "cohort": None
        if cohort is None
        else {"role": cohort.role, "fiscal_years": list(cohort.fiscal_years)},
        "departments": list(audience.departments),
        "employment_types": [kind.value for kind in audience.employment_types],
        "occupations": list(audience.occupations),
        "occupations_left_out": list(audience.occupations_left_out),
    }


def detail_of(body: Mapping[str, Any]) -> CourseDetail:
    """Return the detail that a row holds."""
    rule = body["completion"]
    return CourseDetail(
        code=body["code"],
        modes=tuple(CourseMode(mode) for mode in body["modes"]),
        builds=tuple(SkillRef(skill["code"], skill["questionnaire"]) for skill in body["builds"]),
        completion=CompletionRule(
            kind=CompletionKind(rule["kind"]),
            hours=_exact(rule["hours"]),
            score=_exact(rule["score"]),
            has_presentation=rule["has_presentation"],
            is_evidence_needed=rule["is_evidence_needed"],
            counts_archive=rule["counts_archive"],
        ),
        audience=_audience_of(body["audience"]),
        organiser=body["organiser"],
        lecturer=body["lecturer"],
        capacity=body["capacity"],
        session_yen=body["session_yen"],
        seat_yen=body["seat_yen"],
        valid_months=body["valid_months"],
        renewed_by=body["renewed_by"],
        explanation=body["explanation"],
    )


def _audience_of(body: Mapping[str, Any]) -> Audience:
    cohort = body["cohort"]
    return Audience(
        bands=tuple(body["bands"]),
        roles=tuple(body["roles"]),
        cohort=None if cohort is None else Cohort(cohort["role"], tuple(cohort["fiscal_years"])),
        departments=tuple(body["departments"]),
        employment_types=tuple(EmploymentType(kind) for kind in body["employment_types"]),
        occupations=tuple(body["occupations"]),
        occupations_left_out=tuple(body["occupations_left_out"]),
    )


def _exact_text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
