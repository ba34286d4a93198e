"""JSON documents made from read models, in the form of DESIGN §6.

Ratios have four decimals, half up; what is unknown or does not apply is null, never 0.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from skilltrack.domain.evaluation import Board, Criterion
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.inclusion import AskedCoverage, Coverage
from skilltrack.domain.rounds.definition import RoundStatus
from skilltrack.domain.schemes.definition import Verdict
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import Value
from skilltrack.domain.structure import Arranged
from skilltrack.domain.tally import Tally
from skilltrack.domain.years.figures import TierFigures
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.reports.structures import structure_part

Document = dict[str, Any]


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _tally(tally: Tally) -> Document:
    return {"done": tally.done, "due": tally.due, "ratio": ratio_figure(tally.ratio)}


def _criterion(criterion: Criterion) -> Document:
    return {
        "done": criterion.tally.done,
        "due": criterion.tally.due,
        "ratio": ratio_figure(criterion.ratio),
        "rank": criterion.rank,
    }


def counted_document(counted: Coverage | None) -> Document | None:
    """Return whom a figure counts, in codes; None where that was not asked."""
    if counted is None:
        return None
    rule = counted.applied.rule
    return {
        "origin": counted.applied.origin.value,
        "employment_types": [kind.value for kind in rule.employment_types],
        "absences": [kind.value for kind in rule.absences],
        "bands_left_out": list(rule.bands_left_out),
        "occupations_left_out": list(rule.occupations_left_out),
        "hired_from": _day(rule.hired_from),
        "hired_until": _day(rule.hired_until),
        "new_hire_months": rule.new_hire_months,
        "least_days_in_post": rule.least_days_in_post,
        "people": counted.counted,
        "left_out": {reason.value: count for reason, count in counted.left_out},
    }


def rank_document(board: Board) -> Document:
    """Return ``rank --json``."""
    body = board.evaluation.body
    return {
        "scheme": board.scheme,
        "fiscal_year": board.fiscal_year,
        "as_of": board.as_of.isoformat(),
        "departments": [
            {
                "code": row.code,
                "name": row.name,
                "headcount": row.headcount,
                "required": _criterion(row.required),
                "leader": _criterion(row.leader),
                "elective": _criterion(row.elective),
                "practices": [
                    {"title": line.title, "stage": line.stage.value} for line in row.practices
                ],
                "composite": ratio_figure(row.composite),
                "rank": row.rank,
                "flags": [flag.value for flag in row.flags],
            }
            for row in board.evaluation.departments
        ],
        "body": {
            "headcount": body.headcount,
            "required": _tally(body.required),
            "elective": _tally(body.elective),
            "without_unit": list(board.without_unit),
        },
        **structure_part(board.arranged),
        "counted": {one.figure.value: counted_document(one) for one in board.counted},
    }


def _value(value: Value) -> float | int | bool | str | None:
    return ratio_figure(value) if isinstance(value, Fraction) else value


def _leaf(leaf: JudgedLeaf) -> Document:
    return {
        "id": leaf.id,
        "kind": leaf.kind.value,
        "value": _value(leaf.value),
        "threshold": _value(leaf.threshold),
        "satisfied": leaf.satisfied,
        "on": _day(leaf.on),
    }


def tiers_document(
    scheme: str,
    as_of: date,
    verdicts: Iterable[tuple[str, Verdict]],
    counted: Coverage | None = None,
    figures: TierFigures | None = None,
) -> Document:
    """Return ``tiers --json``.

    Args:
        scheme: The scheme.
        as_of: The reference date.
        verdicts: Employee numbers with their verdict.
        counted: Whom the verdicts count; None where ``figures`` tell, or nobody asked.
        figures: How many people stand in which tier; None makes no such part.
    """
    if figures is not None:
        counted = figures.counted
    return {
        "scheme": scheme,
        "as_of": as_of.isoformat(),
        "people": [
            {
                "employee_no": employee_no,
                "expected": verdict.expected,
                "met": verdict.met,
                "reached": verdict.reached,
                "next": verdict.next_tier,
                "candidates": list(verdict.candidates),
                "requirements": [_leaf(leaf) for leaf in verdict.requirements],
                "missing": list(verdict.missing),
            }
            for employee_no, verdict in verdicts
        ],
        "counted": counted_document(counted),
        **({} if figures is None else {"tiers": _tiers(figures)}),
    }


def _tiers(figures: TierFigures) -> list[Document]:
    total = figures.total
    return [
        {
            "code": code,
            "name": name,
            "expected": total.expected.get(code, 0),
            "met": total.met.get(code, 0),
            "unjudged": total.unjudged.get(code, 0),
            "reached": total.reached.get(code, 0),
        }
        for code, name in figures.tiers
    ]


def _progress(row: ExamProgress) -> Document:
    return {
        "headcount": row.headcount,
        "passers": row.passers,
        "candidates": row.candidates,
        "attempts": row.attempts,
        "ratio": ratio_figure(Fraction(row.passers, row.headcount) if row.headcount else None),
    }


def exams_document(
    exam: str,
    as_of: date,
    total: ExamProgress,
    departments: Iterable[ExamProgress],
    sittings: Iterable[tuple[str, date, dict[str, int], bool | None]],
    counted: Coverage | None = None,
    arranged: Arranged | None = None,
    people: Iterable[Document] = (),
) -> Document:
    """Return ``exams --json``; a sitting is number, day, scores and what the rule decides."""
    return {
        "exam": exam,
        "as_of": as_of.isoformat(),
        "body": _progress(total),
        "departments": [
            {"code": row.department, "name": row.department_name, **_progress(row)}
            for row in departments
        ],
        "attempts": [
            {"employee_no": number, "on": on.isoformat(), "scores": scores, "passed": passed}
            for number, on, scores, passed in sittings
        ],
        "people": list(people),
        "counted": counted_document(counted),
        **structure_part(arranged),
    }


def asked_document(counted: AskedCoverage) -> Document:
    """Return whom a round asks, in codes."""
    return {
        "as_of": counted.as_of.isoformat(),
        "people": counted.counted,
        "left_out": {reason.value: count for reason, count in counted.left_out},
    }


def round_document(status: RoundStatus, counted: AskedCoverage | None = None) -> Document:
    """Return ``round status --json``."""
    return {
        "round": status.round_id,
        "title": status.title,
        "questionnaire": status.questionnaire,
        "opens_on": status.opens_on.isoformat(),
        "closes_on": status.closes_on.isoformat(),
        "is_closed": status.is_closed,
        "answered": _tally(status.answered),
        "counted": None if counted is None else asked_document(counted),
        "departments": [
            {"code": rate.department, "name": rate.department_name, **_tally(rate.answered)}
            for rate in status.rates
        ],
    }
