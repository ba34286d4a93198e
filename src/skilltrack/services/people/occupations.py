"""A change of occupation (職種) put right: on another day, or taken back where nobody changed."""

from dataclasses import dataclass

from skilltrack.domain.people.occupations import (
    Occupations,
    changed_on,
    never_changed,
    occupations_of,
)
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.people.naming import DayCorrection, change_between, faults
from skilltrack.services.people.person import CORRECT, known_employee
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal
from skilltrack.store.occupations import FORMER_OCCUPATIONS, former_occupations_of
from skilltrack.store.operations import Operation, record_operation


@dataclass(frozen=True, slots=True)
class OccupationOutcome:
    """The occupations before and after; ``change`` None: nothing was recorded."""

    before: Occupations
    after: Occupations
    change: int | None


def correct_occupation(
    database: Database, order: DayCorrection, *, is_dry_run: bool = False
) -> OccupationOutcome:
    """Put the day of a change of occupation right, or take the change back.

    ``services.people.corrections.undo_correction`` undoes it.

    Args:
        database: The data file.
        order: Which change, and how it was.
        is_dry_run: Do everything and record nothing.

    Raises:
        Refusal: There is no such change or person, no reason is given, or the day lies beyond
            another change of the occupation.
    """
    number = order.employee_no
    with database.changing(CORRECT, number, is_rehearsal=is_dry_run) as work:
        employee = known_employee(work, number)
        stored = former_occupations_of(work, [number]).get(number, [])
        before = occupations_of(employee.occupation, (one.value.fact for one in stored))
        days = [day for day, _old, _new in before.changes]
        if order.on not in days:
            raise refuse("people.no_occupation_change", date=wareki(order.on))
        problems = faults(order, is_dry_run=is_dry_run)
        if other := change_between(days, order):
            problems.append(Problem("people.other_occupation_change", values=other))
        if problems:
            raise Refusal(problems)
        if order.moved_to is None:
            after = never_changed(before, order.on)
        else:
            after = changed_on(before, order.on, order.moved_to)
        ended = [one for one in stored if one.value.fact not in after.former]
        held = {one.value.fact for one in stored}
        FORMER_OCCUPATIONS.supersede(work, ended)
        new = [Personal(number, fact) for fact in after.former if fact not in held]
        FORMER_OCCUPATIONS.record(work, new)
        title = _("職種の変更の訂正")
        record_operation(work, Operation(CORRECT, title, order.reason.strip(), order.on))
        if not is_dry_run:
            audit.append(database, work, Entry(CORRECT, number, len(ended), order.reason))
        return OccupationOutcome(before, after, None if is_dry_run else work.change)
