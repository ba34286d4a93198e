"""A change of name put right: on another day, or taken back where nobody changed anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.people.names import Names, changed_on, changes, names_of, never_changed
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.people.person import CORRECT, known_employee
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal
from skilltrack.store.names import FORMER_NAMES, called_of, former_names_of
from skilltrack.store.operations import Operation, record_operation


@dataclass(frozen=True, slots=True)
class DayCorrection:
    """A change of name or occupation put right: ``on`` is its day as recorded.

    ``moved_to`` is the day from which the later one holds; None: the later one always held, and
    the earlier one was a mistake.
    """

    employee_no: str
    on: date
    moved_to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class NameOutcome:
    """The names before and after; ``change`` None: nothing was recorded."""

    before: Names
    after: Names
    change: int | None


def correct_name(
    database: Database, order: DayCorrection, *, is_dry_run: bool = False
) -> NameOutcome:
    """Put the day of a change of name right, or take the change back.

    ``services.people.corrections.undo_correction`` undoes it.

    Args:
        database: The data file.
        order: Which change, and how it was.
        is_dry_run: Do everything and record nothing.

    Raises:
        Refusal: There is no such change or person, no reason is given, or the day lies beyond
            another change of the name.
    """
    number = order.employee_no
    with database.changing(CORRECT, number, is_rehearsal=is_dry_run) as work:
        employee = known_employee(work, number)
        stored = former_names_of(work, [number]).get(number, [])
        before = names_of(called_of(employee), (one.value.fact for one in stored))
        days = [day for day, _old, _new in changes(before)]
        if order.on not in days:
            raise refuse("people.no_name_change", date=wareki(order.on))
        problems = faults(order, is_dry_run=is_dry_run)
        if other := change_between(days, order):
            problems.append(Problem("people.other_name_change", values=other))
        if problems:
            raise Refusal(problems)
        if order.moved_to is None:
            after = never_changed(before, order.on)
        else:
            after = changed_on(before, order.on, order.moved_to)
        kept = set(after.former)
        ended = [one for one in stored if one.value.fact not in kept]
        held = {one.value.fact for one in stored}
        FORMER_NAMES.supersede(work, ended)
        FORMER_NAMES.record(work, [Personal(number, f) for f in after.former if f not in held])
        title = _("氏名の変更の訂正")
        record_operation(work, Operation(CORRECT, title, order.reason.strip(), order.on))
        if not is_dry_run:
            audit.append(database, work, Entry(CORRECT, number, len(ended), order.reason))
        return NameOutcome(before, after, None if is_dry_run else work.change)


def faults(order: DayCorrection, *, is_dry_run: bool) -> list[Problem]:
    """Return what is wrong with an order as such; a reason is needed only where it is done."""
    found = []
    if not order.reason.strip() and not is_dry_run:
        found.append(Problem("people.no_reason"))
    if order.moved_to == order.on:
        found.append(Problem("people.nothing_to_correct"))
    return found


def change_between(days: Iterable[date], order: DayCorrection) -> dict[str, str]:
    """Return the wanted day and the first other change up to it, in words; {} without one."""
    if order.moved_to is None:
        return {}
    first, last = sorted((order.on, order.moved_to))
    between = [day for day in days if day != order.on and first <= day <= last]
    return {"date": wareki(order.moved_to), "other": wareki(between[0])} if between else {}
