"""Steps of vouchers recorded: what all deeds on vouchers share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.exams.voucher_stock import first_issue, standing_on
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, VoucherStepKind
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.services.exams.voucher_stock import AT_ONCE
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import known_numbers
from skilltrack.store.vouchers import VOUCHER_STEPS


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of a deed: each voucher concerned with the person, and its change.

    ``change`` can be undone, 0 for a dry run.
    """

    vouchers: tuple[tuple[Voucher, str], ...]
    change: int = 0


def take_steps(
    work: UnitOfWork,
    kind: VoucherStepKind,
    pairs: Sequence[tuple[Voucher, str]],
    on: date,
    note: str,
) -> None:
    """Record a step of each voucher, or refuse all with every problem.

    The step before is recorded anew, so that undoing it is refused as long as this one stands.
    """
    before = stored_steps(work, [voucher for voucher, _number in pairs])
    new, old, problems = [], [], []
    for voucher, number in pairs:
        step = VoucherStep(voucher.voucher_id, on, kind, number, note.strip())
        taken = before.get(voucher.voucher_id, [])
        found = first_issue(voucher, [*(stored.value for stored in taken), step])
        if found is not None:
            values = {
                "voucher": voucher.voucher_id,
                "on": wareki(on),
                "issued": wareki(voucher.issued_on),
                "last": wareki(voucher.last_day),
            }
            problems.append(Problem(f"vouchers.{found[1].value}", Place(), values))
        new.append(step)
        old += taken[-1:]
    refuse_all(problems)
    VOUCHER_STEPS.supersede(work, old)
    VOUCHER_STEPS.record(work, [*(stored.value for stored in old), *new])


def stored_steps(
    session: Session, vouchers: Sequence[Voucher]
) -> dict[str, list[Stored[VoucherStep]]]:
    """Return voucher → its steps with their rows, in the order recorded."""
    found: dict[str, list[Stored[VoucherStep]]] = {}
    keys = [one.voucher_id for one in vouchers]
    for first in range(0, len(keys), AT_ONCE):
        among = schema.voucher_step.c.voucher_id.in_(keys[first : first + AT_ONCE])
        for stored in VOUCHER_STEPS.current(session, among):
            found.setdefault(stored.value.voucher_id, []).append(stored)
    return found


def with_holders(
    session: Session, vouchers: Sequence[Voucher], on: date
) -> list[tuple[Voucher, str]]:
    """Return vouchers with who has them on a day, '' for nobody."""
    steps = stored_steps(session, vouchers)

    def holder(one: Voucher) -> str:
        taken = [stored.value for stored in steps.get(one.voucher_id, ())]
        return standing_on(one, taken, on).employee_no

    return [(one, holder(one)) for one in vouchers]


def known_people(session: Session, employee_nos: Sequence[str]) -> tuple[str, ...]:
    """Return employee numbers, each once.

    Raises:
        Refusal: Nobody, or a problem for each number that nobody has.
    """
    numbers = tuple(dict.fromkeys(one.strip() for one in employee_nos if one.strip()))
    if not numbers:
        raise refuse("vouchers.nobody")
    known: set[str] = set()
    for first in range(0, len(numbers), AT_ONCE):
        known |= known_numbers(session, numbers[first : first + AT_ONCE])
    refuse_all(
        [
            Problem("vouchers.unknown_person", Place(), {"employee_no": number})
            for number in numbers
            if number not in known
        ]
    )
    return numbers


def ahead(on: date, today: date) -> list[Problem]:
    """Return what stands against a day ahead."""
    return [Problem("vouchers.ahead", Place(), {"on": wareki(on)})] if on > today else []


def refuse_all(problems: Sequence[Problem]) -> None:
    """Refuse where anything stands against it."""
    if problems:
        raise Refusal(problems)


def told(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    pairs: Sequence[tuple[Voucher, str]],
    on: date,
    reason: str = "",
    *,
    is_dry_run: bool,
) -> Handed:
    """Note in the history and the log what was done, and return it."""
    record_operation(work, Operation(kind, title, reason, on))
    if is_dry_run:
        return Handed(tuple(pairs))
    audit.append(database, work, Entry(kind, "", len(pairs), reason))
    return Handed(tuple(pairs), work.change)
