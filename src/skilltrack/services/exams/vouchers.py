"""Vouchers bought, given out, used, given back and voided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.voucher_stock import VoucherState, masked, standing_on
from skilltrack.domain.exams.vouchers import Voucher, VoucherStep, VoucherStepKind, last_day_of
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake.columns import code
from skilltrack.exchange.intake.vouchers import read_voucher_numbers
from skilltrack.exchange.tables import read_table
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.exams.budgets import known_budget
from skilltrack.services.exams.plans import known_exam
from skilltrack.services.exams.voucher_steps import (
    Handed,
    ahead,
    known_people,
    refuse_all,
    stored_steps,
    take_steps,
    told,
    with_holders,
)
from skilltrack.services.exams.voucher_stock import resolved, vouchers_by
from skilltrack.store import schema
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS

AREA = "vouchers"
BUY, ASSIGN, RETURN, USE, VOID = (
    f"{AREA}.{verb}" for verb in ("buy", "assign", "return", "use", "void")
)
MOST = 9_999
"""So many are sold in one order. Source: facts §4."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Vouchers bought together; ``last_day`` None: as long as the exam's vouchers run."""

    exam: str
    issued_on: date
    numbers: tuple[str, ...]
    last_day: date | None = None
    price_yen: int | None = None
    order_no: str = ""
    budget_id: str = ""
    note: str = ""


def read_numbers(path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Read voucher numbers from a file, one in each row.

    Raises:
        Refusal: With every problem of the file.
    """
    return read_voucher_numbers(read_table(path, progress=progress))


def proposed_last_day(exam: Exam, issued_on: date) -> date | None:
    """Return until when a voucher of an exam runs; None where nothing says so."""
    return None if exam.voucher_months is None else last_day_of(issued_on, exam.voucher_months)


def buy(database: Database, purchase: Purchase, *, today: date, is_dry_run: bool = False) -> Handed:
    """Record vouchers that were bought; all or none.

    Raises:
        Refusal: With every problem: unknown exam or budget, numbers missing, twice or known, too
            many, a last day before the issue or none, a day ahead, an amount below 0.
    """
    with database.changing(BUY, purchase.exam, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, purchase.exam)
        last_day = purchase.last_day or proposed_last_day(exam, purchase.issued_on)
        numbers = tuple(code(one) for one in purchase.numbers if one.strip())
        problems = [
            *_purchase_problems(work, purchase, exam, last_day, today),
            *_number_problems(work, numbers),
        ]
        if problems or last_day is None:
            raise Refusal(problems)
        bought = [
            Voucher(
                f"V{work.change}-{place}",
                number,
                exam.code,
                purchase.issued_on,
                last_day,
                purchase.price_yen,
                purchase.order_no.strip(),
                purchase.budget_id,
                purchase.note.strip(),
            )
            for place, number in enumerate(numbers, start=1)
        ]
        VOUCHERS.record(work, bought)
        title = _("{exam}のバウチャーの登録（{count}枚）").format(exam=exam.name, count=len(bought))
        return told(
            database,
            work,
            BUY,
            title,
            [(one, "") for one in bought],
            purchase.issued_on,
            is_dry_run=is_dry_run,
        )


def _purchase_problems(
    work: UnitOfWork, purchase: Purchase, exam: Exam, last_day: date | None, today: date
) -> list[Problem]:
    problems = ahead(purchase.issued_on, today)
    if last_day is None:
        problems.append(Problem("vouchers.no_last_day", Place(), {"exam": exam.name}))
    elif last_day < purchase.issued_on:
        values = {"last": wareki(last_day), "issued": wareki(purchase.issued_on)}
        problems.append(Problem("vouchers.last_day", Place(), values))
    if purchase.price_yen is not None and purchase.price_yen < 0:
        problems.append(Problem("vouchers.negative"))
    if purchase.budget_id:
        known_budget(work, purchase.budget_id)
    return problems


def _number_problems(work: UnitOfWork, numbers: Sequence[str]) -> list[Problem]:
    if not numbers:
        return [Problem("vouchers.no_numbers")]
    if len(numbers) > MOST:
        values = {"most": MOST, "count": len(numbers)}
        return [Problem("vouchers.too_many", Place(), values)]
    known = {one.number for one in vouchers_by(work, "number", numbers)}
    seen: set[str] = set()
    problems = []
    for number in numbers:
        if number in seen:
            problems.append(Problem("vouchers.twice", Place(), {"number": masked(number)}))
        elif number in known:
            problems.append(Problem("vouchers.known", Place(), {"number": masked(number)}))
        seen.add(number)
    return problems


def assign(
    database: Database,
    exam_code: str,
    employee_nos: Sequence[str],
    on: date,
    *,
    today: date,
    vouchers: Sequence[str] = (),
    note: str = "",
    is_dry_run: bool = False,
) -> Handed:
    """Give a voucher to each of some people, those that run out first before the others.

    Args:
        database: The data file.
        exam_code: The exam.
        employee_nos: The people, in the order in which they are served.
        on: The day on which they get them.
        today: Nobody got one later.
        vouchers: Keys or numbers of those to give, in the order of the people; none: from stock.
        note: A remark.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: unknown, a day ahead, too few in stock, somebody who has one,
            a voucher that cannot be given out.
    """
    with database.changing(ASSIGN, exam_code, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, exam_code)
        numbers = known_people(work, employee_nos)
        problems = ahead(on, today)
        of_exam = [one for one in VOUCHERS.values(work) if one.exam == exam_code]
        steps = stored_steps(work, of_exam)
        problems += _who_has_one(exam, numbers, of_exam, steps, on)
        if vouchers:
            chosen = list(resolved(work, vouchers))
            problems += _of_other_exam(exam, chosen)
        else:
            chosen = _in_stock(of_exam, steps, on)
        if len(chosen) < len(numbers):
            values: dict[str, str | int] = {
                "exam": exam.name,
                "left": len(chosen),
                "count": len(numbers),
            }
            problems.append(Problem("vouchers.too_few", Place(), values))
        if problems:
            raise Refusal(problems)
        pairs = list(zip(chosen, numbers, strict=False))
        take_steps(work, VoucherStepKind.ASSIGNED, pairs, on, note)
        title = _("{exam}のバウチャーの配付（{count}人）").format(exam=exam.name, count=len(pairs))
        return told(database, work, ASSIGN, title, pairs, on, is_dry_run=is_dry_run)


def _in_stock(
    vouchers: Sequence[Voucher], steps: Mapping[str, Sequence[Stored[VoucherStep]]], on: date
) -> list[Voucher]:
    """Return those free on a day and ever after, the ones that run out first before the others."""
    free = []
    for one in vouchers:
        taken = [stored.value for stored in steps.get(one.voucher_id, ())]
        has_later = any(step.on > on for step in taken)
        is_free = standing_on(one, taken, on).state is VoucherState.STOCK
        if one.issued_on <= on and is_free and not has_later:
            free.append(one)
    return sorted(free, key=lambda one: one.last_day)


def _who_has_one(
    exam: Exam,
    numbers: Sequence[str],
    vouchers: Sequence[Voucher],
    steps: Mapping[str, Sequence[Stored[VoucherStep]]],
    on: date,
) -> list[Problem]:
    holders = set()
    for one in vouchers:
        now = standing_on(one, [stored.value for stored in steps.get(one.voucher_id, ())], on)
        if now.state is VoucherState.ASSIGNED:
            holders.add(now.employee_no)
    return [
        Problem("vouchers.holds_already", Place(), {"employee_no": number, "exam": exam.name})
        for number in numbers
        if number in holders
    ]


def _of_other_exam(exam: Exam, vouchers: Sequence[Voucher]) -> list[Problem]:
    return [
        Problem("vouchers.other_exam", Place(), {"voucher": one.voucher_id, "exam": exam.name})
        for one in vouchers
        if one.exam != exam.code
    ]


def take_back(
    database: Database,
    vouchers: Sequence[str],
    on: date,
    *,
    today: date,
    note: str = "",
    is_dry_run: bool = False,
) -> Handed:
    """Record that vouchers came back from those who had them.

    Raises:
        Refusal: With every problem: unknown, a day ahead, nobody had it on the day.
    """
    with database.changing(RETURN, is_rehearsal=is_dry_run) as work:
        chosen = resolved(work, vouchers)
        pairs = with_holders(work, chosen, on)
        refuse_all(ahead(on, today))
        take_steps(work, VoucherStepKind.RETURNED, pairs, on, note)
        title = _("バウチャーの返却（{count}枚）").format(count=len(pairs))
        return told(database, work, RETURN, title, pairs, on, is_dry_run=is_dry_run)


def use(
    database: Database,
    uses: Sequence[tuple[str, str]],
    on: date,
    *,
    today: date,
    note: str = "",
    is_dry_run: bool = False,
) -> Handed:
    """Record that vouchers were used; '' as the person means who has it.

    Args:
        database: The data file.
        uses: Key or number of a voucher, and the employee number of who used it.
        on: The day of the exam.
        today: Nobody used one later.
        note: A remark.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: unknown, a day ahead, given to somebody else, used, expired.
    """
    with database.changing(USE, is_rehearsal=is_dry_run) as work:
        chosen = resolved(work, [voucher for voucher, _number in uses])
        holders = dict(with_holders(work, chosen, on))
        named = [number for _voucher, number in uses]
        if len(named) != len(chosen):
            raise refuse("vouchers.named_twice")
        pairs = [
            (one, number.strip() or holders[one]) for one, number in zip(chosen, named, strict=True)
        ]
        refuse_all(ahead(on, today))
        known_people(work, [number for _one, number in pairs])
        take_steps(work, VoucherStepKind.USED, pairs, on, note)
        title = _("バウチャーの使用（{count}枚）").format(count=len(pairs))
        return told(database, work, USE, title, pairs, on, is_dry_run=is_dry_run)


def use_in(work: UnitOfWork, number: str, employee_no: str, on: date) -> Voucher:
    """Record a use within a change of something else, such as an import of results.

    Args:
        work: The change; it is undone with it.
        number: Key or number of the voucher.
        employee_no: Who used it.
        on: The day of the exam.

    Raises:
        Refusal: Unknown, given to somebody else, used before, expired on the day.
    """
    (voucher,) = resolved(work, [number])
    take_steps(work, VoucherStepKind.USED, [(voucher, employee_no)], on, "")
    return voucher


def use_held_in(work: UnitOfWork, exam: str, employee_no: str, on: date) -> Voucher | None:
    """Record that somebody used the voucher that he or she has for an exam.

    The one that runs out first counts. None where the person has none on the day.
    """
    s, v = schema.voucher_step.c, schema.voucher.c
    keys = {step.voucher_id for step in VOUCHER_STEPS.values(work, s.employee_no == employee_no)}
    vouchers = VOUCHERS.values(work, v.exam == exam, v.voucher_id.in_(sorted(keys)))
    steps = stored_steps(work, vouchers)
    for one in sorted(vouchers, key=lambda one: (one.last_day, one.voucher_id)):
        now = standing_on(one, [stored.value for stored in steps.get(one.voucher_id, ())], on)
        if (now.state, now.employee_no) == (VoucherState.ASSIGNED, employee_no):
            take_steps(work, VoucherStepKind.USED, [(one, employee_no)], on, "")
            return one
    return None


def void(
    database: Database,
    vouchers: Sequence[str],
    on: date,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Handed:
    """Record that vouchers cannot be used any more, such as one that was lost.

    Raises:
        Refusal: With every problem: unknown, no reason, a day ahead, used or expired.
    """
    with database.changing(VOID, is_rehearsal=is_dry_run) as work:
        chosen = resolved(work, vouchers)
        problems = ahead(on, today)
        reason = reason.strip()
        if not reason:
            problems.append(Problem("vouchers.no_reason"))
        refuse_all(problems)
        pairs = [(one, "") for one in chosen]
        take_steps(work, VoucherStepKind.VOIDED, pairs, on, reason)
        title = _("バウチャーの無効（{count}枚）").format(count=len(pairs))
        return told(database, work, VOID, title, pairs, on, reason, is_dry_run=is_dry_run)
