"""Who counts, as a scheme states it.

``[inclusion.all]`` speaks for every figure of the scheme, ``[inclusion.<figure>]`` for one and
before ``all``; what neither names stays as it is by default for the figure.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from skilltrack.domain.inclusion import (
    COMMON_FIGURES,
    DEFAULT_RULES,
    MOST_DAYS,
    MOST_MONTHS,
    Figure,
    InclusionRule,
)
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.exchange.definitions.documents import Code, Day, Document, Name


class RuleDocument(Document):
    """A rule; what is absent stays as it is by default."""

    employment_types: list[Annotated[EmploymentType, Field(strict=False)]] = Field(
        default=[], min_length=1, max_length=50
    )
    absences: list[Annotated[AbsenceKind, Field(strict=False)]] = Field(default=[], max_length=50)
    bands_left_out: list[Code] = Field(default=[], max_length=50)
    occupations_left_out: list[Name] = Field(default=[], max_length=50)
    hired_from: Day | None = None
    hired_until: Day | None = None
    new_hire_months: int = Field(default=0, ge=0, le=MOST_MONTHS)
    least_days_in_post: int = Field(default=0, ge=0, le=MOST_DAYS)


class InclusionDocument(Document):
    """The rules of a scheme, one for each figure that has one."""

    all: RuleDocument | None = None
    required: RuleDocument | None = None
    leader: RuleDocument | None = None
    elective: RuleDocument | None = None
    tiers: RuleDocument | None = None
    obligations: RuleDocument | None = None
    answers: RuleDocument | None = None
    targets: RuleDocument | None = None


def to_inclusion(document: InclusionDocument) -> Mapping[str, InclusionRule]:
    """Return figure → rule, for the figures of which the document says anything."""
    rules = {}
    for figure in Figure:
        if figure in COMMON_FIGURES:
            continue
        own: RuleDocument | None = getattr(document, figure)
        if document.all is not None or own is not None:
            stated = {**_stated(document.all), **_stated(own)}
            rules[figure.value] = replace(DEFAULT_RULES[figure], **stated)
    return rules


def _stated(document: RuleDocument | None) -> dict[str, Any]:
    if document is None:
        return {}
    named = {name: getattr(document, name) for name in document.model_fields_set}
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in named.items()
    }


def inclusion_to_json(inclusion: Mapping[str, InclusionRule]) -> dict[str, object] | None:
    """Return the rules as a JSON value; None where there is none."""
    if not inclusion:
        return None
    return {figure: _rule_to_json(rule) for figure, rule in inclusion.items()}


def _rule_to_json(rule: InclusionRule) -> dict[str, object]:
    return {field.name: _value(getattr(rule, field.name)) for field in fields(rule)}


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [str(member) for member in value]
    return value.isoformat() if isinstance(value, date) else value
