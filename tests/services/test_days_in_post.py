"""Days in post go on through reorganisations, for whoever came along and nobody else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import Completion
from skilltrack.domain.inclusion import Exclusion, InclusionRule
from skilltrack.domain.organisation import (
    Department,
    Employee,
    EmploymentType,
    Posting,
    Succession,
    SuccessionKind,
)
from skilltrack.store import schema
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.facts import Personal
from skilltrack.store.inclusion import standing
from skilltrack.store.organisation import DEPARTMENTS, EMPLOYEES, POSTINGS, SUCCESSIONS
from skilltrack.store.training import COMPLETIONS

APRIL, MAY, JUNE, TODAY = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 10))
RULE = InclusionRule(least_days_in_post=60)
"""Who stands in a department on TODAY counts if there since 12 April at the latest."""

RENAMED, MERGED = SuccessionKind.RENAMED, SuccessionKind.MERGED
SPLIT = SuccessionKind.SPLIT
Stay = tuple[str, date | None]
"""A department and the first day in it."""


def unit(code: str, start: date | None = None, end: date | None = None) -> Department:
    return Department(code, code, None, is_evaluation_unit=True, valid=Period(start, end))


@contextmanager
def town(
    database: Database,
    departments: Sequence[Department],
    successions: Sequence[Succession],
    stays: Sequence[Stay],
) -> Iterator[UnitOfWork]:
    with database.changing("test", is_rehearsal=True) as work:
        DEPARTMENTS.record(work, departments)
        SUCCESSIONS.record(work, successions)
        EMPLOYEES.record(work, [Employee("0001", "職員", "")])
        ends = [*(start for _code, start in stays[1:]), None]
        posts = [
            Posting(code, "", EmploymentType.REGULAR, Period(start, end))
            for (code, start), end in zip(stays, ends, strict=True)
        ]
        POSTINGS.record(work, [Personal("0001", post) for post in posts])
        COMPLETIONS.record(work, [Completion("0001", "E1", TODAY)])
        yield work


def counts(work: UnitOfWork, rule: InclusionRule = RULE) -> bool:
    """Return whether the person counts, on a day and on the day of a completion alike."""
    (found,) = work.connection.execute(standing(work, rule, TODAY))
    p, c = schema.posting, schema.completion
    joined = p.join(c, sa.and_(c.c.employee_no == p.c.employee_no, work.knows(c)))
    (of_completion,) = work.connection.execute(standing(work, rule, c.c.completed_on, joined))
    assert found.reason == of_completion.reason
    assert found.reason in {None, Exclusion.SHORT_IN_POST}
    return found.reason is None


MERGE = (
    (unit("A", None, MAY), unit("B", None, MAY), unit("C", MAY), unit("D")),
    (Succession("A", "C", MERGED, MAY), Succession("B", "C", MERGED, MAY)),
)
CHAIN = (
    (unit("A", None, MAY), unit("B", MAY, JUNE), unit("C", JUNE), unit("D", None, JUNE)),
    (
        Succession("A", "B", RENAMED, MAY),
        Succession("B", "C", MERGED, JUNE),
        Succession("D", "C", MERGED, JUNE),
    ),
)
DIVISION = (
    (unit("A", None, MAY), unit("B", MAY), unit("C", MAY), unit("D")),
    (Succession("A", "B", SPLIT, MAY), Succession("A", "C", SPLIT, MAY)),
)
HIVED_OFF = (
    (unit("A"), unit("B", MAY), unit("C")),
    (Succession("A", "B", SPLIT, MAY),),
)


@pytest.mark.parametrize(
    ("reorganisation", "stays", "has_kept_post"),
    [
        (MERGE, [("A", None), ("C", MAY)], True),
        (MERGE, [("B", None), ("C", MAY)], True),
        (MERGE, [("D", None), ("C", MAY)], False),
        (MERGE, [("A", None), ("D", MAY)], False),
        (MERGE, [("A", MAY - timedelta(days=9)), ("C", MAY)], False),
        (MERGE, [("A", None), ("C", JUNE)], True),  # the roster came a month later
        (CHAIN, [("A", None), ("B", MAY), ("C", JUNE)], True),
        (CHAIN, [("D", None), ("C", JUNE)], True),
        (DIVISION, [("A", None), ("B", MAY)], True),
        (DIVISION, [("A", None), ("B", MAY), ("C", JUNE)], False),
        (DIVISION, [("D", None), ("C", MAY)], False),
        (HIVED_OFF, [("A", None), ("B", MAY)], True),
        (HIVED_OFF, [("A", None)], True),
        (HIVED_OFF, [("A", None), ("B", JUNE)], False),
    ],
)
def test_a_reorganisation_is_no_change_of_post(
    database: Database,
    reorganisation: tuple[Sequence[Department], Sequence[Succession]],
    stays: Sequence[Stay],
    *,
    has_kept_post: bool,
) -> None:
    with town(database, *reorganisation, stays) as work:
        assert counts(work) is has_kept_post


def test_hundreds_of_reorganisations_are_followed_in_one_query(database: Database) -> None:
    codes = [f"{number:04}" for number in range(1_500)]
    departments = [unit(code, None, MAY) for code in codes] + [unit("C", MAY)]
    successions = [Succession(code, "C", MERGED, MAY) for code in codes]
    with town(database, departments, successions, [("1499", None), ("C", MAY)]) as work:
        assert counts(work)
