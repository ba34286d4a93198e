"""Practices with the days of their stages, reviews, nominations, consent, and their history."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.organisation import Practice, PracticeStage
from skilltrack.domain.practices import (
    STAGES,
    AwardNomination,
    AwardState,
    PeerReview,
    PracticeConsent,
    StageDay,
    first_day,
)
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Facts, Stored
from skilltrack.store.organisation import PRACTICES

STAGE_DAYS = Facts[StageDay](
    schema.practice_stage,
    lambda d: {"practice_id": d.practice_id, "stage": d.stage.value, "reached_on": d.on},
    lambda row: StageDay(row.practice_id, PracticeStage(row.stage), row.reached_on),
)

REVIEWS = Facts[PeerReview](
    schema.peer_review,
    lambda r: {
        "practice_id": r.practice_id,
        "employee_no": r.employee_no,
        "department_code": r.department,
        "reviewed_on": r.on,
        "views": dict(r.views),
    },
    lambda row: PeerReview(
        row.practice_id, row.department_code, row.reviewed_on, dict(row.views), row.employee_no
    ),
)

NOMINATIONS = Facts[AwardNomination](
    schema.award_nomination,
    lambda n: {
        "practice_id": n.practice_id,
        "fiscal_year": n.fiscal_year,
        "award": n.award,
        "state": n.state.value,
        "reason": n.reason,
        "nominated_on": n.on,
    },
    lambda row: AwardNomination(
        row.practice_id,
        row.fiscal_year,
        row.award,
        AwardState(row.state),
        row.reason,
        row.nominated_on,
    ),
)

CONSENTS = Facts[PracticeConsent](
    schema.practice_consent,
    lambda c: {
        "practice_id": c.practice_id,
        "employee_no": c.employee_no,
        "consents": c.consents,
        "stated_on": c.on,
    },
    lambda row: PracticeConsent(row.practice_id, row.employee_no, row.consents, row.stated_on),
)

_OF_PRACTICE = (
    schema.practice,
    schema.practice_stage,
    schema.peer_review,
    schema.award_nomination,
    schema.practice_consent,
)


def practice_days(session: Session) -> Mapping[str, tuple[StageDay, ...]]:
    """Return practice → the days of its stages, by stage."""
    found: dict[str, list[StageDay]] = defaultdict(list)
    for one in STAGE_DAYS.values(session):
        found[one.practice_id].append(one)
    order = tuple(PracticeStage)
    return {
        practice: tuple(sorted(days, key=lambda one: order.index(one.stage)))
        for practice, days in found.items()
    }


def stored_practice(session: Session, practice_id: str) -> Stored[Practice] | None:
    """Return a practice by its id; None where there is none."""
    table = schema.practice.c
    found = PRACTICES.current(
        session, sa.or_(table.practice_id == practice_id, table.practice_id == "")
    )
    return next((one for one in found if one.value.practice_id == practice_id), None)


@dataclass(frozen=True, slots=True)
class ReachedPractice:
    """A practice that reached a stage; ``on`` None where no day of it is recorded."""

    key: str
    title: str
    department: str
    on: date | None
    participants: tuple[str, ...]


def practices_reached(
    session: Session, stage: PracticeStage, until: date
) -> tuple[ReachedPractice, ...]:
    """Return the practices that reached a stage by a day, by day, department and title.

    A later stage stands for the earlier ones. Where no day of its stages is recorded, a practice
    has reached the stage that it is known to have.
    """
    days = practice_days(session)
    found = []
    for row in PRACTICES.current(session):
        practice = row.value
        dated = days.get(practice.practice_id, ()) if practice.practice_id else ()
        first = first_day(dated, stage)
        if dated and (first is None or first > until):
            continue
        if not dated and STAGES.index(practice.stage) < STAGES.index(stage):
            continue
        key = practice.practice_id or str(row.id)
        found.append(
            ReachedPractice(key, practice.title, practice.department, first, practice.participants)
        )
    return tuple(
        sorted(found, key=lambda one: (one.on or date.min, one.department, one.title, one.key))
    )


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """A change that touched a practice: its title and reason as told by who made it.

    ``action`` is the code of the change, ``title`` '' where it was no operation of its own.
    """

    change: int
    at: datetime
    action: str
    subject: str
    title: str
    reason: str
    is_undone: bool


def practice_history(session: Session, practice: Practice) -> tuple[PracticeChange, ...]:
    """Return the changes that touched a practice, newest first."""
    numbers: set[int] = set()
    for table in _OF_PRACTICE:
        mine: sa.ColumnElement[bool] = table.c.practice_id == practice.practice_id
        if table is schema.practice:
            mine = sa.or_(
                mine,
                sa.and_(
                    table.c.practice_id == "",
                    table.c.department_code == practice.department,
                    table.c.title == practice.title,
                ),
            )
        touched = sa.select(table.c.recorded_in, table.c.superseded_in).where(mine)
        for row in session.connection.execute(touched):
            numbers.update(one for one in row if one is not None and one <= session.known)
    c, o = schema.change.c, schema.operation.c
    changes = (
        sa.select(c.id, c.at, c.action, c.subject, o.title, o.reason, o.undone_in)
        .select_from(schema.change.outerjoin(schema.operation, o.change_id == c.id))
        .where(c.id.in_(sorted(numbers)))
        .order_by(c.id.desc())
    )
    rows: Sequence[Any] = session.connection.execute(changes).all()
    return tuple(_change(session, row) for row in rows)


def _change(session: Session, row: sa.Row[Any]) -> PracticeChange:
    is_undone = row.undone_in is not None and row.undone_in <= session.known
    return PracticeChange(
        row.id, row.at, row.action, row.subject, row.title or "", row.reason or "", is_undone
    )


def put_days(
    work: UnitOfWork, practice_id: str, wanted: Mapping[PracticeStage, date]
) -> tuple[StageDay, ...]:
    """Make the days of a practice those that are wanted; returns those that were there before."""
    before = STAGE_DAYS.current(work, schema.practice_stage.c.practice_id == practice_id)
    kept = {one.value.stage for one in before if wanted.get(one.value.stage) == one.value.on}
    STAGE_DAYS.supersede(work, [one for one in before if one.value.stage not in kept])
    STAGE_DAYS.record(
        work,
        [StageDay(practice_id, stage, on) for stage, on in wanted.items() if stage not in kept],
    )
    return tuple(one.value for one in before)


def nominations_of(
    session: Session, keys: Sequence[tuple[str, int, str]]
) -> Mapping[tuple[str, int, str], Stored[AwardNomination]]:
    """Return the nominations known by practice, fiscal year and award."""
    table = schema.award_nomination.c
    ids = sorted({practice for practice, _year, _award in keys})
    found = NOMINATIONS.current(session, table.practice_id.in_(ids))
    return {one.value.key: one for one in found if one.value.key in set(keys)}
