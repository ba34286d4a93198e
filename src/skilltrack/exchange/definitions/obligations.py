"""Obligations as definitions."""

from typing import Annotated

from pydantic import Field

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.obligations.rules import DueKind, DueRule, ObligationRule, Occasion
from skilltrack.exchange.definitions.audience import (
    AudienceDocument,
    audience_to_json,
    to_audience,
)
from skilltrack.exchange.definitions.documents import Code, CourseCode, Day, Document, Name

MOST_MONTHS = 120
LAST_MONTH, LAST_DAY = 12, 31

CourseCodes = Annotated[list[CourseCode], Field(max_length=200)]


class DueDocument(Document):
    """By when; without anything the end of the fiscal year."""

    kind: Annotated[DueKind, Field(strict=False)] = DueKind.YEAR_END
    months: int = Field(default=0, ge=0, le=MOST_MONTHS)
    month: int = Field(default=0, ge=0, le=LAST_MONTH)
    day: int = Field(default=0, ge=0, le=LAST_DAY)
    later_years: int = Field(default=0, ge=0, le=10)


class ObligationDocument(Document):
    """A rule by which courses are owed."""

    id: Code
    name: Name
    occasion: Annotated[Occasion, Field(strict=False)]
    audience: AudienceDocument = AudienceDocument()
    catalogue: Annotated[CourseKind, Field(strict=False)] | None = None
    courses: CourseCodes = Field(default=[])
    courses_by_band: dict[str, CourseCodes] = Field(default={}, max_length=50)
    count: int | None = Field(default=None, ge=1, le=200)
    year_of_service: int | None = Field(default=None, ge=1, le=50)
    due: DueDocument = DueDocument()
    since: Day | None = None
    is_anew: bool = False


def to_obligation(document: ObligationDocument) -> ObligationRule:
    """Make the rule of a validated document."""
    due = document.due
    return ObligationRule(
        id=document.id,
        name=document.name,
        occasion=document.occasion,
        audience=to_audience(document.audience),
        catalogue=document.catalogue,
        courses=tuple(document.courses),
        courses_by_band={band: tuple(codes) for band, codes in document.courses_by_band.items()},
        count=document.count,
        year_of_service=document.year_of_service,
        due=DueRule(due.kind, due.months, due.month, due.day, due.later_years),
        since=document.since,
        is_anew=document.is_anew,
    )


def obligation_to_json(rule: ObligationRule) -> dict[str, object]:
    """Return a rule in the form that ``ObligationDocument`` reads."""
    return {
        "id": rule.id,
        "name": rule.name,
        "occasion": rule.occasion.value,
        "audience": audience_to_json(rule.audience),
        "catalogue": None if rule.catalogue is None else rule.catalogue.value,
        "courses": list(rule.courses),
        "courses_by_band": {band: list(codes) for band, codes in rule.courses_by_band.items()},
        "count": rule.count,
        "year_of_service": rule.year_of_service,
        "due": {
            "kind": rule.due.kind.value,
            "months": rule.due.months,
            "month": rule.due.month,
            "day": rule.due.day,
            "later_years": rule.due.later_years,
        },
        "since": None if rule.since is None else rule.since.isoformat(),
        "is_anew": rule.is_anew,
    }
