"""Taking records away for good: from every version of every table, and from the file itself.

Everything else in the store only supersedes. What is taken away here is gone from what was known
at any earlier change, too. Somebody erased lives on as a *stub*: a random number without name under
which posts, completions, passes and roles stay until their own periods are over.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.retention import STUB_MARK, RecordClass
from skilltrack.store import schema
from skilltrack.store.appointments import keep_certificates_of
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.integrity import outside_transaction

STUB_BYTES: Final = 6
HOLDS: Final = "retention.holds"
"""The setting that lists what is held; a hold on a person has the number in it."""

_BATCH: Final = 400  # SQLite takes so many values in one statement, and more

_KEPT: Final = (
    schema.employee,
    schema.posting,
    schema.absence,
    schema.appointment,
    schema.completion,
    schema.exam_attempt,
    schema.voucher_step,
    schema.textbook_issue,
    schema.subsidy_application,
    schema.accreditation,
)
_REMOVED: Final = (
    schema.former_name,
    schema.former_occupation,
    schema.response,
    schema.access_code,
    schema.respondent_key,
    schema.nomination,
    schema.meeting_attendance,
    schema.round_target,
    schema.enrolment,
    schema.session_attendance,
    schema.exemption,
    schema.seat,
    schema.verdict_override,
    schema.career_entry,
    schema.practice_consent,
    schema.peer_review,
    schema.exam_plan,
    schema.exam_consent,
)
_EMPTIED: Final = (schema.received_file, schema.submission)
TREATED: Final = frozenset({*_KEPT, *_REMOVED, *_EMPTIED})
"""The tables that hold people; a test compares them with the schema."""

FREE_TEXTS: Final = (
    schema.change.c.subject,
    schema.import_file.c.file_name,
    schema.operation.c.title,
    schema.operation.c.reason,
    schema.received_file.c.name,
    schema.received_file.c.sheet,
    schema.file_decision.c.reason,
    schema.nomination.c.reason,
    schema.appointment.c.ended_because,
    schema.recruitment.c.title,
    schema.meeting.c.title,
    schema.meeting.c.notes,
    schema.practice.c.title,
    schema.practice.c.content,
    schema.year_closing.c.note,
    schema.course_session.c.title,
    schema.course_session.c.lecturer,
    schema.course_session.c.note,
    schema.session_survey.c.comment,
    schema.session_guest.c.name,
    schema.seat_plan.c.title,
    schema.submission.c.file_name,
    schema.submission_decision.c.reason,
    schema.accreditation.c.reason,
    schema.accreditation.c.evidence,
    schema.accreditation.c.ended_because,
    schema.award_nomination.c.reason,
    schema.target_actual.c.note,
    schema.voucher.c.note,
    schema.subsidy_step.c.reason,
    schema.exam_budget.c.note,
)
"""Columns in which the personnel section writes what it likes, names included."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What a change took away of a class; ``stub`` empty where no single person is concerned."""

    record_class: RecordClass
    stub: str
    rows: int
    erased_on: date
    change: int = 0


def new_stub(session: Session) -> str:
    """Return a number that nobody has and that says nothing."""
    while True:
        stub = STUB_MARK + secrets.token_hex(STUB_BYTES)
        query = sa.select(schema.employee.c.id).where(schema.employee.c.employee_no == stub)
        if session.connection.execute(query).first() is None:
            return stub


def erase_identities(
    work: UnitOfWork,
    stubs: Mapping[str, str],
    name: str,
    is_passed: Callable[[ExamAttempt], bool | None],
) -> dict[str, int]:
    """Leave of people only stubs, in every version of every table.

    Args:
        work: The change that does it.
        stubs: Employee number → what stands in its place.
        name: What stands in the place of names and of texts that only identify.
        is_passed: Decides a sitting; those not passed go, of the others only the pass stays.

    Returns:
        Employee number → how many rows were changed or removed.
    """
    rows: Counter[str] = Counter()
    for employee_no, stub in stubs.items():
        keep_certificates_of(work, employee_no)
        rows[employee_no] += _keep_passes(work, employee_no, is_passed)
        rows[employee_no] += _keep_under_stub(work, employee_no, stub, name)
    for batch in batches(sorted(stubs)):  # these tables are not sorted by person
        for table in (*_REMOVED, *_EMPTIED):
            number = table.c.employee_no
            counted = sa.select(number, sa.func.count()).where(number.in_(batch)).group_by(number)
            rows.update({row[0]: row[1] for row in work.connection.execute(counted)})
        for table in _REMOVED:
            work.connection.execute(sa.delete(table).where(table.c.employee_no.in_(batch)))
        empty_files(work, schema.received_file.c.employee_no.in_(batch), name)
        emptied = sa.update(schema.submission).where(schema.submission.c.employee_no.in_(batch))
        work.connection.execute(emptied.values(employee_no=None, body={}, file_name=name))
    rows.update(_leave_practices(work, frozenset(stubs)))
    _forget_holds(work, frozenset(stubs))
    return dict(rows)


def _keep_passes(
    work: UnitOfWork, employee_no: str, is_passed: Callable[[ExamAttempt], bool | None]
) -> int:
    table = schema.exam_attempt
    query = sa.select(table).where(table.c.employee_no == employee_no)
    removed = 0
    for row in work.connection.execute(query).all():
        mine = table.c.id == row.id
        if is_passed(ATTEMPTS.from_row(row)):
            left = (
                sa.update(table)
                .where(mine)
                .values(
                    scores={}, stated_pass=True, certificate_no="", source="", evidence="", note=""
                )
            )
            work.connection.execute(left)
        else:
            removed += work.connection.execute(sa.delete(table).where(mine)).rowcount
    return removed


def _keep_under_stub(work: UnitOfWork, employee_no: str, stub: str, name: str) -> int:
    blanks: Mapping[sa.Table, dict[str, Any]] = {
        schema.employee: dict.fromkeys(("kana", "occupation", "account"), "")
        | {"name": name, "born_on": None},
        schema.completion: {"score": None},
        schema.voucher_step: {"note": ""},
        schema.textbook_issue: {"note": ""},
        schema.subsidy_application: {"papers": [], "statements": {}, "note": ""},
        schema.appointment: {"certificate_no": "", "ended_because": ""},
        schema.accreditation: dict.fromkeys(
            ("certificate_no", "reason", "evidence", "ended_because"), ""
        ),
    }
    return sum(
        work.connection.execute(
            sa.update(table)
            .where(table.c.employee_no == employee_no)
            .values(employee_no=stub, **blanks.get(table, {}))
        ).rowcount
        for table in _KEPT
    )


def _leave_practices(work: UnitOfWork, numbers: frozenset[str]) -> Counter[str]:
    table = schema.practice
    changed: Counter[str] = Counter()
    for row in work.connection.execute(sa.select(table.c.id, table.c.participants)).all():
        leaving = numbers.intersection(row.participants)
        if leaving:
            others = [number for number in row.participants if number not in leaving]
            update = sa.update(table).where(table.c.id == row.id).values(participants=others)
            work.connection.execute(update)
            changed.update(leaving)
    return changed


def _forget_holds(work: UnitOfWork, numbers: frozenset[str]) -> None:
    table = schema.setting
    query = sa.select(table.c.id, table.c.value).where(table.c.name == HOLDS)
    for row in work.connection.execute(query).all():
        others = [hold for hold in row.value if hold["employee_no"] not in numbers]
        if len(others) != len(row.value):
            update = sa.update(table).where(table.c.id == row.id).values(value=others)
            work.connection.execute(update)


def empty_files(work: UnitOfWork, which: sa.ColumnElement[bool], name: str) -> int:
    """Take content, name and person from received files; that they were received stays known.

    Their hashes stay, so that a copy left in a folder is not taken for a new answer.
    """
    table = schema.received_file
    found = work.connection.execute(sa.select(table.c.id, table.c.sheet).where(which)).all()
    for row in found:
        # random, as no two sheets of a file may have one name
        sheet = row.sheet and STUB_MARK + secrets.token_hex(STUB_BYTES)
        emptied = {"employee_no": None, "counter": None, "sealed": None}
        work.connection.execute(
            sa.update(table).where(table.c.id == row.id).values(name=name, sheet=sheet, **emptied)
        )
    return len(found)


def scrub_texts(work: UnitOfWork, scrubbed: Callable[[str], str]) -> int:
    """Take what names a person out of every text that the personnel section wrote.

    Returns:
        How many texts were changed.
    """
    changed = 0
    for column in FREE_TEXTS:
        texts = work.connection.execute(sa.select(column).distinct()).scalars().all()
        for text in texts:
            left = scrubbed(text)
            if left != text:
                update = sa.update(column.table).where(column == text).values({column.name: left})
                changed += work.connection.execute(update).rowcount
    return changed


def scrub_settings(work: UnitOfWork, scrubbed: Callable[[str], str]) -> int:
    """Take what names a person out of every version of every setting.

    Returns:
        How many settings were changed.
    """
    table = schema.setting
    changed = 0
    for row in work.connection.execute(sa.select(table.c.id, table.c.value)).all():
        left = _scrubbed_value(row.value, scrubbed)
        if left != row.value:
            update = sa.update(table).where(table.c.id == row.id).values(value=left)
            changed += work.connection.execute(update).rowcount
    return changed


def _scrubbed_value(value: Any, scrubbed: Callable[[str], str]) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, list):
        return [_scrubbed_value(one, scrubbed) for one in value]
    if isinstance(value, dict):
        return {scrubbed(key): _scrubbed_value(one, scrubbed) for key, one in value.items()}
    return value


def identities(session: Session, employee_no: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return every name and kana, and every account, that was ever recorded of a person."""
    rows: list[sa.Row[Any]] = []
    for table in (schema.employee, schema.former_name):
        query = sa.select(table.c.name, table.c.kana, table.c.account)
        rows += session.connection.execute(query.where(table.c.employee_no == employee_no))
    names = frozenset(text for row in rows for text in (row.name, row.kana) if text)
    return names, frozenset(row.account for row in rows if row.account)


def record_erasures(work: UnitOfWork, done: Iterable[Erasure]) -> None:
    """Record what the present change took away."""
    work.record(
        schema.erasure,
        [
            {
                "record_class": one.record_class.value,
                "stub": one.stub,
                "rows": one.rows,
                "erased_on": one.erased_on,
            }
            for one in done
        ],
    )


def erasures(session: Session) -> tuple[Erasure, ...]:
    """Return everything that was ever taken away, newest change first."""
    e = schema.erasure.c
    columns = (e.record_class, e.stub, e.rows.label("removed"), e.erased_on, e.recorded_in)
    query = sa.select(*columns).order_by(e.recorded_in.desc(), e.id)
    return tuple(
        Erasure(RecordClass(name), stub, rows, erased_on, change)
        for name, stub, rows, erased_on, change in session.connection.execute(query)
    )


def reclaim(database: Database) -> bool:
    """Write the file anew, so that no page of it holds what was taken away.

    Returns:
        Whether the journal was emptied, too; False while somebody else is reading.
    """
    with outside_transaction(database) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values in parts of which each fits one statement."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
