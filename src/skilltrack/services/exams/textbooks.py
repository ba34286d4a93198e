"""Textbooks given to people and taken back (豊田市)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.exams.vouchers import TextbookIssue
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.exams.budgets import known_budget
from skilltrack.services.exams.plans import known_exam
from skilltrack.services.exams.voucher_steps import known_people
from skilltrack.services.exams.voucher_stock import Holder, exam_name, people_named
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.vouchers import TEXTBOOKS

GIVE, RETURN = "vouchers.textbook_give", "vouchers.textbook_return"


@dataclass(frozen=True, slots=True)
class TextbookOrder:
    """What is given to people; ``price_yen`` None is not known."""

    exam: str
    title: str
    on: date
    price_yen: int | None = None
    budget_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextbookLine:
    """A textbook with whom it was given to; ``is_back`` tells whether it came back by the day."""

    issue: TextbookIssue
    holder: Holder
    exam_name: str
    is_back: bool


def textbooks_on(
    database: Database, as_of: date, as_known: datetime | None = None
) -> tuple[TextbookLine, ...]:
    """Return the textbooks given up to a day, newest first."""
    with database.reading(as_known) as session:
        return textbooks_in(session, as_of)


def textbooks_in(session: Session, as_of: date) -> tuple[TextbookLine, ...]:
    """Return the textbooks given up to a day, within a session."""
    found = TEXTBOOKS.values(session, schema.textbook_issue.c.issued_on <= as_of)
    exams = definitions.exams(session)
    people = people_named(session, {one.employee_no for one in found}, as_of)
    lines = [
        TextbookLine(
            one,
            people.get(one.employee_no, Holder(one.employee_no)),
            exam_name(exams, one.exam),
            one.returned_on is not None and one.returned_on <= as_of,
        )
        for one in found
    ]
    lines.sort(key=lambda line: (line.holder.department, line.holder.kana, line.issue.issue_id))
    lines.sort(key=lambda line: line.issue.issued_on, reverse=True)
    return tuple(lines)


def give(
    database: Database,
    employee_nos: Sequence[str],
    order: TextbookOrder,
    *,
    today: date,
    is_dry_run: bool = False,
) -> tuple[TextbookIssue, ...]:
    """Record a textbook given to each of some people; all or none.

    Raises:
        Refusal: With every problem: unknown exam, people or budget, no title, a day ahead, an
            amount below 0, somebody who has it.
    """
    with database.changing(GIVE, order.exam, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, order.exam)
        numbers = known_people(work, employee_nos)
        title = order.title.strip()
        problems = []
        if not title:
            problems.append(Problem("textbooks.no_title"))
        if order.on > today:
            problems.append(Problem("vouchers.ahead", Place(), {"on": wareki(order.on)}))
        if order.price_yen is not None and order.price_yen < 0:
            problems.append(Problem("vouchers.negative"))
        if order.budget_id:
            known_budget(work, order.budget_id)
        has = {
            one.employee_no
            for one in TEXTBOOKS.values(work, schema.textbook_issue.c.exam == exam.code)
            if one.title == title and one.returned_on is None
        }
        problems += [
            Problem("textbooks.has_already", Place(), {"employee_no": number, "title": title})
            for number in numbers
            if number in has
        ]
        if problems:
            raise Refusal(problems)
        issues = tuple(
            TextbookIssue(
                f"T{work.change}-{place}",
                number,
                exam.code,
                title,
                order.on,
                None,
                order.price_yen,
                order.budget_id,
                order.note.strip(),
            )
            for place, number in enumerate(numbers, start=1)
        )
        TEXTBOOKS.record(work, issues)
        text = _("{exam}の教材の配付（{count}人）").format(exam=exam.name, count=len(issues))
        record_operation(work, Operation(GIVE, text, "", order.on))
        if not is_dry_run:
            audit.append(database, work, Entry(GIVE, exam.code, len(issues)))
        return issues


def take_back(
    database: Database,
    issue_ids: Sequence[str],
    on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> tuple[TextbookIssue, ...]:
    """Record that textbooks came back; all or none.

    Raises:
        Refusal: With every problem: none chosen, unknown, back already, a day ahead or before
            it was given.
    """
    with database.changing(RETURN, is_rehearsal=is_dry_run) as work:
        wanted = tuple(dict.fromkeys(one.strip() for one in issue_ids if one.strip()))
        known = {one.value.issue_id: one for one in TEXTBOOKS.current(work)}
        problems = [] if wanted else [Problem("textbooks.none_chosen")]
        if on > today:
            problems.append(Problem("vouchers.ahead", Place(), {"on": wareki(on)}))
        for key in wanted:
            if key not in known:
                problems.append(Problem("textbooks.unknown", Place(), {"issue": key}))
                continue
            one = known[key].value
            values = {"title": one.title, "issue": key}
            if one.returned_on is not None:
                problems.append(Problem("textbooks.returned", Place(), values))
            elif on < one.issued_on:
                values |= {"on": wareki(on), "issued": wareki(one.issued_on)}
                problems.append(Problem("textbooks.before_issue", Place(), values))
        if problems:
            raise Refusal(problems)
        stored = [known[key] for key in wanted]
        back = tuple(replace(one.value, returned_on=on) for one in stored)
        TEXTBOOKS.supersede(work, stored)
        TEXTBOOKS.record(work, back)
        text = _("教材の返却（{count}冊）").format(count=len(back))
        record_operation(work, Operation(RETURN, text, "", on))
        if not is_dry_run:
            audit.append(database, work, Entry(RETURN, "", len(back)))
        return back
