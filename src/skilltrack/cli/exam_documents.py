"""JSON documents about people and exams, made from read models."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from skilltrack.domain.exams.definition import ExamPlan
from skilltrack.domain.exams.fields import FieldComparison
from skilltrack.domain.exams.progress import Progress
from skilltrack.domain.exams.sittings import Judged
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.services.exams.fields import ExamDifferences, FieldHelp, NearMisses
from skilltrack.services.exams.people import ExamPeople, ExamPerson
from skilltrack.services.exams.person import PersonExams

Document = dict[str, Any]


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def sitting_document(judged: Judged) -> Document:
    """Return a sitting with every condition of its rule."""
    attempt = judged.attempt
    return {
        "employee_no": attempt.employee_no,
        "exam": attempt.exam,
        "on": attempt.on.isoformat(),
        "edition": None if judged.edition is None else judged.edition.code,
        "scores": dict(attempt.scores),
        "passed": judged.passed,
        "decided": judged.decided,
        "stated": attempt.stated_pass,
        "contradicts": judged.contradicts,
        "near": judged.is_near,
        "conditions": [
            {
                "field": one.field,
                "points": one.points,
                "needed": one.needed,
                "lacking": one.lacking,
                "decisive": one.is_decisive,
            }
            for one in judged.conditions
        ],
        "certificate_no": attempt.certificate_no or None,
        "paid_by": None if attempt.paid_by is None else attempt.paid_by.value,
        "source": attempt.source or None,
        "evidence": attempt.evidence or None,
        "note": attempt.note or None,
    }


def _progress(progress: Progress) -> Document:
    latest = progress.latest
    return {
        "stage": progress.stage.value,
        "since": _day(progress.since),
        "planned_on": _day(progress.planned_on),
        "booked": progress.plan is not None and progress.plan.booked_for is not None,
        "result_due": progress.is_result_due,
        "voucher_until": _day(None if progress.voucher is None else progress.voucher.last_day),
        "sittings": len(progress.sittings),
        "passed_on": _day(progress.passed_on),
        "latest_on": _day(None if latest is None else latest.attempt.on),
        "near_miss": progress.near_miss is not None,
    }


def person_line(one: ExamPerson) -> Document:
    """Return a person with the progress, without scores."""
    return {
        "employee_no": one.person.employee_no,
        "name": one.person.name,
        "department": one.person.department,
        "department_name": one.department_name,
        "counted": one.is_counted,
        **_progress(one.progress),
    }


def people_document(found: ExamPeople, listed: Iterable[ExamPerson]) -> Document:
    """Return ``exam people --json``."""
    return {
        "exam": found.exam.code,
        "as_of": found.as_of.isoformat(),
        "stages": {stage.value: count for stage, count in sorted(found.stages.items())},
        "people": [
            {
                **person_line(one),
                "attempts": [sitting_document(each) for each in one.progress.sittings],
            }
            for one in listed
        ],
    }


def _plan(plan: ExamPlan) -> Document:
    return {
        "started_on": plan.started_on.isoformat(),
        "planned_on": _day(plan.planned_on),
        "booked_on": _day(plan.booked_on),
        "booked_for": _day(plan.booked_for),
        "ended_on": _day(plan.ended_on),
        "ended_because": plan.ended_because or None,
        "note": plan.note or None,
    }


def _comparison(one: FieldComparison) -> Document:
    return {
        "field": one.field.code,
        "points": one.points,
        "share": ratio_figure(one.share),
        "self_share": ratio_figure(one.self_share),
        "difference": ratio_figure(one.difference),
        "answered_on": _day(one.answered_on),
    }


def _help(one: FieldHelp) -> Document:
    return {
        "field": one.field.code,
        "courses": [{"code": code, "name": name} for code, name in one.courses],
        "completed": [{"code": code, "name": name} for code, name in one.completed],
        "items": [
            {"questionnaire": title, "code": code, "text": text} for title, code, text in one.items
        ],
    }


def person_document(found: PersonExams) -> Document:
    """Return ``exam people --employee --json``."""
    return {
        "employee_no": found.employee_no,
        "as_of": found.as_of.isoformat(),
        "exams": [
            {
                "exam": one.exam.code,
                **_progress(one.progress),
                "plans": [_plan(plan) for plan in one.plans],
                "attempts": [
                    {
                        **sitting_document(line.judged),
                        "fields": [_comparison(each) for each in line.fields],
                    }
                    for line in one.sittings
                ],
                "help": [_help(each) for each in one.help.values()],
            }
            for one in found.exams
        ],
    }


def near_document(found: NearMisses) -> Document:
    """Return ``exam near-miss --json``."""
    return {
        "exam": found.exam.code,
        "as_of": found.as_of.isoformat(),
        "people": [
            {
                **person_line(one.person),
                "attempt": sitting_document(one.judged),
                "points_lacking": one.judged.points_lacking,
                "help": [_help(each) for each in one.help],
            }
            for one in found.people
        ],
    }


def differences_document(found: ExamDifferences) -> Document:
    """Return ``exam differences --json``; a hidden figure is null with ``hidden`` true."""
    return {
        "exam": found.exam.code,
        "as_of": found.as_of.isoformat(),
        "editions": [
            {
                "edition": each.edition.code,
                "groups": [
                    {
                        "department": group or None,
                        "name": found.rows.get(group),
                        "fields": [
                            {
                                "field": figure.field,
                                "people": figure.people,
                                "difference": ratio_figure(figure.mean),
                                "hidden": figure.is_hidden,
                            }
                            for figure in by_field.values()
                        ],
                    }
                    for group, by_field in each.by_group.items()
                ],
            }
            for each in found.editions
        ],
    }
