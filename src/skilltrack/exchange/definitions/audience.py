"""Whom a course, an obligation or a target is meant for, as definitions state it."""

from typing import Annotated

from pydantic import Field

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.organisation import EmploymentType
from skilltrack.exchange.definitions.documents import Code, Document, Name

FIRST_YEAR, LAST_YEAR = 1990, 2100

Codes = Annotated[list[Code], Field(max_length=50)]
Names = Annotated[list[Name], Field(max_length=50)]


class CohortDocument(Document):
    """Those given a role in certain fiscal years; without years, in any."""

    role: Code
    fiscal_years: list[Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]] = Field(
        default=[], max_length=50
    )


class AudienceDocument(Document):
    """Every part given must fit; without any it is everybody."""

    bands: Codes = Field(default=[])
    roles: Codes = Field(default=[])
    cohort: CohortDocument | None = None
    departments: Names = Field(default=[])
    employment_types: list[Annotated[EmploymentType, Field(strict=False)]] = Field(
        default=[], max_length=50
    )
    occupations: Names = Field(default=[])
    occupations_left_out: Names = Field(default=[])


def to_audience(document: AudienceDocument) -> Audience:
    """Make the audience of a validated document."""
    cohort = document.cohort
    return Audience(
        bands=tuple(document.bands),
        roles=tuple(document.roles),
        cohort=None if cohort is None else Cohort(cohort.role, tuple(cohort.fiscal_years)),
        departments=tuple(document.departments),
        employment_types=tuple(document.employment_types),
        occupations=tuple(document.occupations),
        occupations_left_out=tuple(document.occupations_left_out),
    )


def audience_to_json(audience: Audience) -> dict[str, object]:
    """Return an audience in the form that ``AudienceDocument`` reads."""
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
