"""Sessions as JSON documents."""

from collections.abc import Sequence

from skilltrack.domain.sessions.figures import (
    Answered,
    Candidate,
    CompletionPlan,
    RosterLine,
    SessionLine,
    SessionSheet,
)
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.services.sessions.attendance import PresenceOutcome
from skilltrack.services.sessions.seats import SeatOutcome

Document = dict[str, object]


def line_document(line: SessionLine) -> Document:
    """Return a session with its figures."""
    one, counts, survey = line.session, line.counts, line.survey
    return {
        "session": one.session_id,
        "course": one.course,
        "title": one.title,
        "state": one.state.value,
        "mode": one.mode,
        "place": one.place,
        "lecturer": one.lecturer,
        "capacity": one.capacity,
        "apply_by": None if one.apply_by is None else one.apply_by.isoformat(),
        "days": [
            {
                "day": day.day_no,
                "on": day.held_on.isoformat(),
                "from": day.starts_at,
                "to": day.ends_at,
                "is_presentation": day.is_presentation,
            }
            for day in one.days
        ],
        "invited": counts.invited,
        "enrolled": counts.enrolled,
        "waiting": counts.waiting,
        "declined": counts.declined,
        "attended": counts.attended,
        "unnoted": counts.unnoted,
        "completed": counts.completed,
        "guests": counts.guests,
        "cost_yen": line.cost,
        "cost_per_head_yen": None if line.cost_per_head is None else round(line.cost_per_head),
        "satisfaction": _answered(survey.satisfaction),
        "understanding": _answered(survey.understanding),
        "comments": list(survey.comments),
        "comment_count": survey.comment_count,
    }


def _answered(answered: Answered) -> Document:
    return {
        "n": answered.n,
        "positive": ratio_figure(answered.positive),
        "mean": ratio_figure(answered.mean),
    }


def sheet_document(sheet: SessionSheet, owing: Sequence[Candidate] | None) -> Document:
    """Return a session with its roster; ``owing`` None leaves those who owe the course out."""
    document: Document = {
        **line_document(sheet.line),
        "as_of": sheet.as_of.isoformat(),
        "people": [_person(person) for person in sheet.roster],
        "guest_list": [
            {"guest": g.guest_id, "organisation": g.organisation, "state": g.state.value}
            for g in sheet.guests
        ],
    }
    if owing is not None:
        document["candidates"] = [
            {
                "employee_no": one.employee_no,
                "department": one.unit,
                "why": one.why,
                "due": None if one.due is None else one.due.isoformat(),
                "is_overdue": one.is_overdue,
            }
            for one in owing
        ]
    return document


def _person(person: RosterLine) -> Document:
    return {
        "employee_no": person.employee_no,
        "department": person.unit,
        "state": person.state.value,
        "on": person.noted_on.isoformat(),
        "reason": person.reason,
        "place": person.place,
        "presence": [
            {"day": no, "state": one.state.value, "minutes": one.minutes}
            for no, one in sorted(person.presence.items())
        ],
        "completed_on": None if person.completed_on is None else person.completed_on.isoformat(),
        "cautions": [caution.kind.value for caution in person.cautions],
    }


def outcome_document(outcome: SeatOutcome) -> Document:
    """Return what became of people."""
    return {
        "session": outcome.session.session_id,
        "invited": list(outcome.invited),
        "enrolled": list(outcome.enrolled),
        "waiting": list(outcome.waiting),
        "declined": list(outcome.declined),
        "unchanged": list(outcome.unchanged),
        "moved_up": list(outcome.moved_up),
        "cautions": [
            {
                "employee_no": one.employee_no,
                "kind": one.kind.value,
                "on": None if one.on is None else one.on.isoformat(),
                "what": one.what,
                "count": one.count,
            }
            for one in outcome.cautions
        ],
    }


def presence_document(outcome: PresenceOutcome) -> Document:
    """Return what noting attendances did."""
    return {
        "session": outcome.session.session_id,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "walked_in": list(outcome.walked_in),
        "guests": outcome.guests,
    }


def plan_document(plan: CompletionPlan) -> Document:
    """Return who completes and who does not."""
    return {
        "session": plan.line.session.session_id,
        "as_of": plan.as_of.isoformat(),
        "recorded": plan.recorded,
        "people": [
            {
                "employee_no": line.person.employee_no,
                "fate": line.fate.value,
                "completed_on": _on(line.held_on or line.judgement.on),
                "minutes": line.judgement.minutes,
                "score": None if line.judgement.score is None else float(line.judgement.score),
                "shortfalls": [lacking.value for lacking in line.judgement.shortfalls],
                "missed": list(line.judgement.missed),
            }
            for line in plan.people
        ],
    }


def _on(on: object) -> str | None:
    return None if on is None else str(on)
