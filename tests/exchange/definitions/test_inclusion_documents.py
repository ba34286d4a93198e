"""Who counts, as a scheme states it, in its new form and in the older one."""

from dataclasses import replace
from typing import Any

import pytest

from skilltrack.domain.inclusion import DEFAULT_RULES, Figure, InclusionRule
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.exchange.definitions.schemes import (
    scheme_from_json,
    scheme_to_json,
    shipped_schemes,
)
from skilltrack.exchange.plain import plain, restored

COUNTED = (EmploymentType.REGULAR, EmploymentType.REAPPOINTED, EmploymentType.FIXED_TERM)


@pytest.fixture
def fukui() -> dict[str, Any]:
    shipped = next(scheme for scheme in shipped_schemes() if scheme.id == "fukui")
    return scheme_to_json(shipped)


def stated(document: dict[str, Any], **inclusion: object) -> Scheme:
    return scheme_from_json({**document, "inclusion": inclusion})


def test_a_scheme_stored_before_means_what_it_meant(fukui: dict[str, Any]) -> None:
    shipped = scheme_from_json(fukui)
    assert shipped.evaluation is not None
    older = replace(
        shipped,
        evaluation=replace(shipped.evaluation, counted_employment_types=COUNTED),
        inclusion={},
    )
    body: Any = plain(older)
    del body["inclusion"]  # as a data file of before holds it
    kept = restored(Scheme, body)
    assert kept == older
    for figure in Figure:
        assert kept.stated_inclusion(figure) == shipped.stated_inclusion(figure)


def test_what_a_rule_does_not_name_stays_as_by_default(fukui: dict[str, Any]) -> None:
    scheme = stated(fukui, all={"bands_left_out": ["management"]}, required={"absences": []})
    for figure in set(Figure) - {Figure.EXAMS}:
        rule = replace(DEFAULT_RULES[figure], bands_left_out=("management",))
        assert scheme.stated_inclusion(figure) == rule
    assert scheme.stated_inclusion(Figure.EXAMS) is None


def test_a_figure_goes_before_all(fukui: dict[str, Any]) -> None:
    scheme = stated(
        fukui,
        all={"absences": ["leave"], "new_hire_months": 3},
        tiers={"absences": ["childcare"]},
    )
    tiers, leader = (scheme.stated_inclusion(f) for f in (Figure.TIERS, Figure.LEADER))
    assert tiers == InclusionRule(absences=(AbsenceKind.CHILDCARE,), new_hire_months=3)
    assert leader == InclusionRule(absences=(AbsenceKind.LEAVE,), new_hire_months=3)


def test_rules_survive_json_and_the_data_file(fukui: dict[str, Any]) -> None:
    scheme = stated(
        fukui,
        required={"employment_types": ["regular"], "hired_from": "2000-04-01"},
        answers={"occupations_left_out": ["労務職"], "least_days_in_post": 30},
    )
    assert scheme_from_json(scheme_to_json(scheme)) == scheme
    assert restored(Scheme, plain(scheme)) == scheme
