"""Applications for aid, their steps, and budgets; the posts of those who apply."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from skilltrack.domain.exams.subsidies import (
    Condition,
    ExamBudget,
    SubsidyApplication,
    SubsidyStep,
    SubsidyStepKind,
)
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts
from skilltrack.store.roster import chunks

APPLICATIONS = Facts[SubsidyApplication](
    schema.subsidy_application,
    lambda a: {
        "application_id": a.application_id,
        "rule": a.rule,
        "rule_version": a.rule_version,
        "employee_no": a.employee_no,
        "exam": a.exam,
        "sat_on": a.sat_on,
        "applied_on": a.applied_on,
        "cost_yen": a.cost_yen,
        "other_aid_yen": a.other_aid_yen,
        "papers": list(a.papers),
        "statements": {condition.value: stated for condition, stated in a.statements.items()},
        "note": a.note,
    },
    lambda row: SubsidyApplication(
        row.application_id,
        row.rule,
        row.rule_version,
        row.employee_no,
        row.exam,
        row.applied_on,
        row.cost_yen,
        row.sat_on,
        row.other_aid_yen,
        tuple(row.papers),
        {Condition(condition): stated for condition, stated in row.statements.items()},
        row.note,
    ),
)

SUBSIDY_STEPS = Facts[SubsidyStep](
    schema.subsidy_step,
    lambda s: {
        "application_id": s.application_id,
        "happened_on": s.on,
        "kind": s.kind.value,
        "amount_yen": s.amount_yen,
        "budget_id": s.budget_id,
        "clauses": [condition.value for condition in s.clauses],
        "reason": s.reason,
    },
    lambda row: SubsidyStep(
        row.application_id,
        row.happened_on,
        SubsidyStepKind(row.kind),
        row.amount_yen,
        row.budget_id,
        tuple(Condition(clause) for clause in row.clauses),
        row.reason,
    ),
)

BUDGETS = Facts[ExamBudget](
    schema.exam_budget,
    lambda b: {
        "budget_id": b.budget_id,
        "fiscal_year": b.fiscal_year,
        "name": b.name,
        "source_of_funds": b.source_of_funds,
        "amount_yen": b.amount_yen,
        "note": b.note,
    },
    lambda row: ExamBudget(
        row.budget_id, row.fiscal_year, row.name, row.source_of_funds, row.amount_yen, row.note
    ),
)


class MainPost(NamedTuple):
    """A main post: from and until (half-open, None: open), department and kind of employment."""

    start: date | None
    end: date | None
    department: str
    employment: str

    def holds(self, on: date) -> bool:
        """Return whether it is held on a day."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


def main_posts(session: Session, numbers: frozenset[str]) -> Mapping[str, Sequence[MainPost]]:
    """Return number → main posts, the earliest first."""
    table = schema.posting
    found: dict[str, list[MainPost]] = defaultdict(list)
    for chunk in chunks(numbers):
        p = table.c
        query = sa.select(
            p.employee_no, p.valid_from, p.valid_to, p.department_code, p.employment_type
        ).where(session.knows(table), p.employee_no.in_(chunk), p.is_concurrent.is_(False))
        for number, *post in session.connection.execute(query):
            found[number].append(MainPost(*post))
    for posts in found.values():
        posts.sort(key=lambda one: one.start or date.min)
    return found
