"""JSON documents of the change of year, and the summaries that a closed year keeps.

A closed year keeps no person: everything is counted per department.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from skilltrack.domain.years.checklist import Checklist, CourseCarry, RoleCarry
from skilltrack.domain.years.closings import (
    Closing,
    FigureDifference,
    FrozenDifference,
    LaterChange,
)
from skilltrack.domain.years.figures import DepartmentTraining, TierFigures, TrainingFigures

Document = dict[str, Any]


def document_text(document: Document) -> str:
    """Return a document as the command line prints it."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def training_summary(
    scheme: str, fiscal_year: int, as_of: date, figures: TrainingFigures
) -> Document:
    """Return how far courses were completed, per course and per evaluation unit.

    Args:
        scheme: The scheme whose people are counted.
        fiscal_year: The year.
        as_of: The reference date.
        figures: Of every department.
    """
    totals = figures.totals(None)
    units: dict[tuple[str, str], list[DepartmentTraining]] = {}
    for row in figures.departments:
        units.setdefault((row.unit, row.unit_name), []).append(row)
    return {
        "scheme": scheme,
        "fiscal_year": fiscal_year,
        "as_of": as_of.isoformat(),
        "courses": [
            {
                "code": course.code,
                "name": course.name,
                "kind": course.kind.value,
                "completed": tally.done,
                "owed": tally.due - tally.done,
            }
            for course, tally in zip(figures.courses, totals, strict=True)
        ],
        "departments": [
            {
                "code": unit[0],
                "name": unit[1],
                "headcount": sum(row.headcount for row in units[unit]),
                "owing": sum(row.owing for row in units[unit]),
                "completed": sum(sum(row.done) for row in units[unit]),
                "owed": sum(sum(row.owed) for row in units[unit]),
            }
            for unit in sorted(units)
        ],
    }


def tiers_summary(figures: TierFigures) -> Document:
    """Return how many people are expected in, meet and reached each tier, per department."""
    return {
        "scheme": figures.scheme,
        "as_of": figures.as_of.isoformat(),
        "departments": [
            {
                "code": row.code,
                "name": row.name,
                "people": row.people,
                "expected": dict(row.expected),
                "met": dict(row.met),
                "unjudged": dict(row.unjudged),
                "reached": dict(row.reached),
            }
            for row in figures.departments
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def closing_document(closing: Closing) -> Document:
    """Return one closing."""
    return {
        "fiscal_year": closing.fiscal_year.year,
        "number": closing.number,
        "as_of": closing.as_of.isoformat(),
        "closed_at": _instant(closing.closed_at),
        "note": closing.note,
        "reopened_at": _instant(closing.reopened_at),
        "reason": closing.reopened_because,
    }


def status_document(years: Sequence[tuple[int, Sequence[Closing]]]) -> Document:
    """Return ``year status --json``: every year with its closings, newest year first."""
    return {
        "years": [
            {
                "fiscal_year": year,
                "is_closed": bool(known) and known[-1].stands,
                "closings": [closing_document(one) for one in known],
            }
            for year, known in years
        ]
    }


def checklist_document(checklist: Checklist) -> Document:
    """Return ``year checklist --json``."""
    return {
        "from": checklist.old.year,
        "to": checklist.new.year,
        "done": checklist.done,
        "items": [
            {
                "id": item.key.value,
                "state": item.state.value,
                "count": item.count,
                "on": _day(item.on),
            }
            for item in checklist.items
        ],
    }


def carry_document(
    courses: Sequence[CourseCarry], roles: Sequence[tuple[RoleCarry, str]], *, is_recorded: bool
) -> Document:
    """Return ``year carry --json``; a role comes with the action taken or proposed."""
    return {
        "is_recorded": is_recorded,
        "courses": [
            {
                "code": one.course.code,
                "name": one.course.name,
                "kind": one.course.kind.value,
                "bands": list(one.course.bands),
                "state": one.state.value,
            }
            for one in courses
        ],
        "roles": [
            {
                "employee_no": one.appointment.employee_no,
                "role": one.appointment.role,
                "from": _day(one.appointment.valid.start),
                "last_day": _day(one.last_day),
                "fate": one.fate.value,
                "action": action,
                "extended_to": _day(one.extended_to) if action == "extend" else None,
            }
            for one, action in roles
        ],
    }


def show_document(
    closing: Closing,
    figures: Sequence[tuple[str, str, str]],
    later: Sequence[LaterChange],
    differences: Mapping[str, Sequence[FigureDifference]],
    others: Sequence[FrozenDifference] = (),
) -> Document:
    """Return ``year show --json``.

    Args:
        closing: The closing that stands.
        figures: Report, subject and the frozen JSON text.
        later: Changes since.
        differences: Scheme → what differs from today's calculation of the board.
        others: What differs of every other figure.
    """
    return {
        **closing_document(closing),
        "figures": [
            {"report": report, "subject": subject, "document": json.loads(body)}
            for report, subject, body in figures
        ],
        "changes_since": [
            {
                "change": one.change,
                "at": _instant(one.at),
                "action": one.action,
                "title": one.title,
                "records": {area.value: count for area, count in one.rows.items()},
            }
            for one in later
        ],
        "differences": {
            scheme: [
                {
                    "code": one.code,
                    "name": one.name,
                    "figure": one.figure.value,
                    "frozen": one.frozen,
                    "now": one.now,
                }
                for one in found
            ]
            for scheme, found in differences.items()
        },
        "other_differences": [
            {
                "area": one.area.value,
                "subject": one.subject,
                "subject_name": one.subject_name,
                "code": one.code,
                "name": one.name,
                "figure": one.figure,
                "frozen": one.frozen,
                "now": one.now,
            }
            for one in others
        ],
    }
