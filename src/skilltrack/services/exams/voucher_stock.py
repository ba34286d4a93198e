"""Vouchers on a day: each with its state and its steps, the sums of years, who comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.exams.voucher_stock import (
    USABLE,
    Cost,
    Standing,
    VoucherState,
    VoucherYear,
    cost_of,
    masked,
    standing_on,
    voucher_years,
    warnings_of,
)
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, warning_on
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.exchange.intake.columns import code
from skilltrack.services import definitions
from skilltrack.services.exams.people import ExamPerson, people_in
from skilltrack.services.organisation.lineage import department_names
from skilltrack.store import audit, schema
from skilltrack.store import organisation as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS

AT_ONCE = 1_000
"""So many keys are looked up in one query."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person as lists name them; ``department`` '' for somebody without a post on the day."""

    employee_no: str
    name: str = ""
    kana: str = ""
    department: str = ""
    department_name: str = ""


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher on a day; ``warning`` is 90 or 30 where it runs out within so many days."""

    voucher: Voucher
    standing: Standing
    steps: tuple[VoucherStep, ...]
    holder: Holder | None
    exam_name: str
    warning: int | None

    @property
    def id(self) -> str:
        """Return the key of the voucher."""
        return self.voucher.voucher_id

    @property
    def masked(self) -> str:
        """Return the number of which only the end can be read."""
        return masked(self.voucher.number)


@dataclass(frozen=True, slots=True)
class VoucherStock:
    """All vouchers bought by a day: usable ones first, by last day, exam and order of purchase.

    ``warnings`` is days → what runs out within them; ``lost`` what expired unused; ``people`` is
    everybody whom a step names.
    """

    as_of: date
    lines: tuple[VoucherLine, ...]
    years: tuple[VoucherYear, ...]
    warnings: Mapping[int, Cost]
    people: Mapping[str, Holder]

    def cost(self, *states: VoucherState) -> Cost:
        """Return how many are in some states and what they cost."""
        return cost_of(
            line.voucher.price_yen for line in self.lines if line.standing.state in states
        )

    def line(self, voucher_id: str) -> VoucherLine | None:
        """Return one voucher; None for an unknown one."""
        return next((line for line in self.lines if line.id == voucher_id), None)


def voucher_stock(
    database: Database, as_of: date, as_known: datetime | None = None
) -> VoucherStock:
    """Return every voucher as it stands on a day."""
    with database.reading(as_known) as session:
        return stock_in(session, as_of)


def stock_in(session: Session, as_of: date) -> VoucherStock:
    """Return every voucher as it stands on a day, within a session."""
    vouchers = VOUCHERS.values(session, schema.voucher.c.issued_on <= as_of)
    steps = steps_of(session, as_of)
    exams = definitions.exams(session)
    pairs = [(one, steps.get(one.voucher_id, ())) for one in vouchers]
    standings = [(one, standing_on(one, taken, as_of), taken) for one, taken in pairs]
    numbers = {step.employee_no for taken in steps.values() for step in taken} - {""}
    people = people_named(session, numbers, as_of)
    lines = [
        VoucherLine(
            one,
            standing,
            tuple(sorted(taken, key=lambda step: (step.on, step.kind))),
            people.get(standing.employee_no),
            exam_name(exams, one.exam),
            warning_on(one.last_day, as_of) if standing.state in USABLE else None,
        )
        for one, standing, taken in standings
    ]
    place = {exam: order for order, exam in enumerate(exams)}
    lines.sort(
        key=lambda line: (
            line.standing.state not in USABLE,
            line.voucher.last_day,
            place.get(line.voucher.exam, len(place)),
        )
    )
    return VoucherStock(
        as_of,
        tuple(lines),
        voucher_years(pairs, as_of),
        warnings_of(((one, standing) for one, standing, _taken in standings), as_of),
        people,
    )


def exam_name(exams: Mapping[str, Exam], code: str) -> str:
    """Return the name of an exam; its code where the body has it no more."""
    return exams[code].name if code in exams else code


def steps_of(session: Session, until: date) -> dict[str, list[VoucherStep]]:
    """Return voucher → its steps up to a day."""
    found: dict[str, list[VoucherStep]] = {}
    for step in VOUCHER_STEPS.values(session, schema.voucher_step.c.happened_on <= until):
        found.setdefault(step.voucher_id, []).append(step)
    return found


def people_named(session: Session, numbers: set[str], on: date) -> dict[str, Holder]:
    """Return employee number → the person as called and placed on a day."""
    if not numbers:
        return {}
    names = department_names(session, on)
    found = {
        one.employee_no: Holder(
            one.employee_no, one.name, one.kana, one.department, names.get(one.department, "")
        )
        for one in records.in_post(session, on)
        if one.employee_no in numbers
    }
    rest = sorted(numbers - found.keys())
    for first in range(0, len(rest), AT_ONCE):
        known = records.employees_by_number(session, rest[first : first + AT_ONCE], on)
        for number, person in known.items():
            found[number] = Holder(number, person.name, person.kana)
    return found


# Which voucher is meant


def resolved(session: Session, given: Sequence[str]) -> tuple[Voucher, ...]:
    """Return the vouchers that are meant by their keys or their numbers, each once.

    Raises:
        Refusal: ``vouchers.unknown``, ``vouchers.none_chosen``; nothing whole of a number is told.
    """
    wanted = tuple(dict.fromkeys(code(one) for one in given if one.strip()))
    by_key = {one.voucher_id: one for one in vouchers_by(session, "voucher_id", wanted)}
    rest = [one for one in wanted if one not in by_key]
    by_number = {one.number: one for one in vouchers_by(session, "number", rest)}
    known = {one: by_key.get(one) or by_number.get(one) for one in wanted}
    problems = [
        Problem("vouchers.unknown", Place(), {"number": one if len(one) < 8 else masked(one)})
        for one, voucher in known.items()
        if voucher is None
    ]
    if not wanted:
        problems.append(Problem("vouchers.none_chosen"))
    if problems:
        raise Refusal(problems)
    return tuple({one.voucher_id: one for one in known.values() if one is not None}.values())


def vouchers_by(session: Session, column: str, wanted: Sequence[str]) -> Iterator[Voucher]:
    """Yield vouchers by a column of theirs, ``voucher_id`` or ``number``."""
    of = schema.voucher.c[column]
    for first in range(0, len(wanted), AT_ONCE):
        yield from VOUCHERS.values(session, of.in_(wanted[first : first + AT_ONCE]))


def reveal(database: Database, voucher_id: str) -> str:
    """Return the whole number of a voucher; that somebody read it is logged.

    Raises:
        Refusal: ``vouchers.unknown``.
    """
    with database.reading() as session:
        (voucher,) = resolved(session, [voucher_id])
    audit.note(database, Entry("voucher.reveal", voucher.voucher_id, 1))
    return voucher.number


# Who comes next


@dataclass(frozen=True, slots=True)
class NextPeople:
    """Who is to be given a voucher next, and how many there are to give.

    ``people`` study or have booked and have none: those with the earliest day first, then those
    without a day by the beginning of their study.
    """

    exam: str
    people: tuple[ExamPerson, ...]
    in_stock: int


def next_people(database: Database, exam: str, as_of: date) -> NextPeople:
    """Return who is to be given a voucher next.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading() as session:
        found = people_in(session, exam, as_of)
        steps = steps_of(session, as_of)
        vouchers = VOUCHERS.values(
            session, schema.voucher.c.exam == exam, schema.voucher.c.issued_on <= as_of
        )
    waiting = [
        one
        for one in found.people
        if one.progress.stage in {ExamStage.STUDYING, ExamStage.BOOKED}
        and one.progress.voucher is None
    ]
    waiting.sort(key=_turn)
    free = [
        one
        for one in vouchers
        if standing_on(one, steps.get(one.voucher_id, ()), as_of).state is VoucherState.STOCK
    ]
    return NextPeople(exam, tuple(waiting), len(free))


def _turn(one: ExamPerson) -> tuple[date, date, str]:
    plan = one.progress.plan
    started = date.max if plan is None else plan.started_on
    return one.progress.planned_on or date.max, started, one.person.employee_no
