"""Practices as candidates for an award, nominated, awarded or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.practices import AWARD_STEPS, AwardNomination, AwardState
from skilltrack.domain.problems import Problem, Refusal
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.practice_names import AWARD_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.practices.editing import needed
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.practices import NOMINATIONS, nominations_of

NO_STATE = _("候補になっていない取組み")


@dataclass(frozen=True, slots=True)
class AwardOrder:
    """What becomes of practices under an award of a fiscal year."""

    practices: tuple[str, ...]
    award: str
    fiscal_year: int
    state: AwardState
    reason: str
    on: date


def nominate(
    database: Database, order: AwardOrder, *, today: date, is_dry_run: bool = False
) -> tuple[AwardNomination, ...]:
    """Make practices candidates, nominate them, or record what became of them; all or none.

    Raises:
        Refusal: With every problem: unknown, no award, no reason, a step that cannot follow.
    """
    with database.changing("practices.nominate", is_rehearsal=is_dry_run) as work:
        award, reason = order.award.strip(), order.reason.strip()
        given = tuple(
            AwardNomination(code, order.fiscal_year, award, order.state, reason, order.on)
            for code in dict.fromkeys(order.practices)
        )
        before = nominations_of(work, [one.key for one in given])
        problems = [*_problems(order, today)]
        for one in given:
            problems += _step_problems(work, one, before.get(one.key))
        if problems:
            raise Refusal(problems)
        NOMINATIONS.supersede(work, before.values())
        NOMINATIONS.record(work, given)
        title = _("{award}：{state}（{count}件）").format(
            award=award, state=AWARD_STATE_NAMES[order.state], count=len(given)
        )
        record_operation(work, Operation("practices.nominate", title, reason, order.on))
        if not is_dry_run:
            codes = " ".join(one.practice_id for one in given)
            audit.append(database, work, Entry("practices.nominate", codes, len(given), reason))
        return given


def _problems(order: AwardOrder, today: date) -> Iterator[Problem]:
    if not order.award.strip():
        yield Problem("practices.no_award")
    if not order.reason.strip():
        yield Problem("practices.no_reason")
    if order.on > today:
        yield Problem("practices.future", values={"on": wareki(order.on)})


def _step_problems(
    work: UnitOfWork, wanted: AwardNomination, before: Stored[AwardNomination] | None
) -> Sequence[Problem]:
    practice = needed(work, wanted.practice_id).value
    state = None if before is None else before.value.state
    if wanted.state in AWARD_STEPS[state]:
        return ()
    values = {
        "title": practice.title,
        "award": wanted.award,
        "state": NO_STATE if state is None else AWARD_STATE_NAMES[state],
        "wanted": AWARD_STATE_NAMES[wanted.state],
    }
    return (Problem("practices.award_step", values=values),)
