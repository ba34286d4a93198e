"""Targets as the JSON document of the contract (DESIGN §6).

A share is said as a ratio with four decimals, everything else as a count; what is unknown is
null, never 0.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from skilltrack.domain.targets.definition import TargetShape
from skilltrack.domain.targets.parts import TargetPerson, Targets, TargetStanding
from skilltrack.i18n.numbers import decimals, ratio_figure
from skilltrack.i18n.targets import name_of
from skilltrack.reports.documents import counted_document

Document = dict[str, Any]


def targets_document(found: Targets) -> Document:
    """Return every target as it stands."""
    return {
        "as_of": found.as_of.isoformat(),
        "targets": [target_document(one) for one in found.targets],
        "closed_on": None
        if found.closed is None or found.closed.is_live
        else found.closed.on.isoformat(),
    }


def target_document(one: TargetStanding) -> Document:
    """Return one target as it stands."""
    return {
        "id": one.key,
        "name": name_of(one),
        "scheme": one.kept.scheme,
        "origin": one.origin.value,
        "shape": one.rule.shape.value,
        "state": one.state.value,
        "actual": _said(one, one.actual),
        "target": _goal(one),
        "count": one.actual,
        "goal": one.goal,
        "base": one.base,
        "starts": one.span.first.isoformat(),
        "due": one.span.last.isoformat(),
        "is_yearly": one.rule.is_yearly,
        "plan": _one_decimal(one.plan),
        "pace_needed": _one_decimal(one.pace),
        "forecast": None
        if one.forecast is None
        else [_said(one, one.forecast.low), _said(one, one.forecast.high)],
        "missing": list(one.missing),
        "elsewhere": one.elsewhere,
        "undated": one.undated,
        "levels": [
            {
                "tier": level.tier,
                "name": level.name,
                "count": level.count,
                "goal": level.goal,
                "missing": level.missing,
            }
            for level in one.levels
        ],
        "departments": [
            {
                "code": unit.code,
                "name": unit.name,
                "headcount": unit.headcount,
                "count": unit.count if unit.headcount else None,
                "least": unit.least if unit.headcount else None,
                "missing": unit.missing if unit.headcount else None,
            }
            for unit in one.units
        ],
        "years": [
            {
                "fiscal_year": line.fiscal_year,
                "on": line.on.isoformat(),
                "gain": line.gain,
                "value": line.value,
                "plan": _one_decimal(line.plan),
            }
            for line in one.years
        ],
        "closed": _day(one.kept.closed_on),
        "counted": counted_document(one.counted),
    }


def person_document(one: TargetPerson) -> Document:
    """Return somebody behind a target."""
    return {
        "employee_no": one.employee_no,
        "department": one.department or None,
        "is_counted": one.is_counted,
        "on": _day(one.on),
        "tier": one.tier or None,
    }


def _said(one: TargetStanding, value: int | None) -> int | float | None:
    """Return a count, or its share of the people for a target that is one."""
    if value is None or one.rule.shape is not TargetShape.SHARE:
        return value
    return ratio_figure(Fraction(value, one.base)) if one.base else None


def _goal(one: TargetStanding) -> int | float | None:
    if one.rule.shape is TargetShape.SHARE:
        return ratio_figure(one.rule.goal)
    return one.goal


def _one_decimal(value: Fraction | None) -> float | None:
    return None if value is None else float(decimals(value, 1))


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
