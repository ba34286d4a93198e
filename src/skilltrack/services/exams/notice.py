"""The notice of how many passed an exam (合格者数のお知らせ): made, handed out, kept."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.accreditation import Person
from skilltrack.domain.exams.notice import (
    ExamNotice,
    NoticeTold,
    Passers,
    handed_out,
    notice_of,
)
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.texts import _
from skilltrack.services.exams.consents import consents_in, says_yes
from skilltrack.services.exams.people import people_in
from skilltrack.services.exams.plans import known_exam
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.exam_notices import KeptNotice, keep_notice, notices_of
from skilltrack.store.operations import Operation, record_operation

AREA = "exam_notices"
HAND_OUT = f"{AREA}.hand_out"


@dataclass(frozen=True, slots=True)
class NoticesHandedOut:
    """The notices of an exam that were handed out, in their order."""

    exam_name: str
    notices: tuple[KeptNotice, ...]


def notices_handed_out(
    database: Database, exam_code: str, as_known: datetime | None = None
) -> NoticesHandedOut:
    """Return the notices of an exam that were handed out, in their order.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        exam = known_exam(session, exam_code)
        return NoticesHandedOut(exam.name, notices_of(session, exam_code))


def exam_notice(
    database: Database,
    exam_code: str,
    since: date,
    until: date,
    as_known: datetime | None = None,
) -> ExamNotice:
    """Return who passed for the first time from one day to another, and in all.

    Those are counted who count in exams on the last day; named is whose newest statement by that
    day consents. A number is told where no few people follow from it and from the notices that
    were handed out before.

    Raises:
        Refusal: No such exam, or the days the wrong way round.
    """
    with database.reading(as_known) as session:
        return notice_in(session, exam_code, since, until)


def notice_in(session: Session, exam_code: str, since: date, until: date) -> ExamNotice:
    """Return the notice within a session; see ``exam_notice``."""
    return _noticed(session, session, exam_code, since, until)[0]


def _noticed(
    session: Session, newest: Session, exam_code: str, since: date, until: date
) -> tuple[ExamNotice, Passers]:
    """Return the notice of a session, and who is behind it; ``newest`` knows the earlier ones."""
    if since > until:
        values = {"since": wareki(since), "until": wareki(until)}
        raise refuse("exam_goals.backwards", **values)
    name, now, named = _passers(session, exam_code, since, until)
    earlier = [_told(kept) for kept in notices_of(newest, exam_code)]
    return notice_of(name, now, named, earlier), now


def _told(kept: KeptNotice) -> NoticeTold:
    passers = Passers(kept.since, kept.until, kept.people, kept.of_period, kept.in_all, kept.named)
    return NoticeTold(passers, kept.this_time, kept.total)


def _passers(
    session: Session, exam_code: str, since: date, until: date
) -> tuple[str, Passers, tuple[Person, ...]]:
    """Return the name of the exam, who passed, and who of the period is named."""
    found = people_in(session, exam_code, until)
    counted = [
        line for line in consents_in(session, found).lines if line.person.employee_no in found.rows
    ]
    now = [line for line in counted if line.passed_on >= since]
    named = [line.person for line in now if says_yes(line.notice)]
    named.sort(key=lambda person: (person.department, person.kana, person.employee_no))
    passers = Passers(
        since,
        until,
        len(found.rows),
        frozenset(line.person.employee_no for line in now),
        frozenset(line.person.employee_no for line in counted),
        frozenset(person.employee_no for person in named),
    )
    return found.exam.name, passers, tuple(named)


@says_known
def hand_out_notice(
    database: Database,
    path: Path,
    exam_code: str,
    since: date,
    until: date,
    as_known: datetime | None = None,
) -> ExamNotice:
    """Save the notice as a sheet for the notice board, and keep what it tells.

    Later notices tell nothing from which, with this one, few people follow. A sheet that was not
    handed out after all is taken back by undoing the operation.

    Raises:
        Refusal: As ``exam_notice``.
        MachineFailure: The file could not be written; nothing is kept.
    """
    from skilltrack.reports.exam_notice import write_notice

    with database.changing(HAND_OUT, exam_code) as work:
        if as_known is None:
            found, now = _noticed(work, work, exam_code, since, until)
        else:
            with database.reading(as_known) as past:
                found, now = _noticed(past, work, exam_code, since, until)
        told = handed_out(found, now)
        kept = KeptNotice(
            since,
            until,
            now.people,
            told.this_time,
            told.total,
            now.of_period,
            now.in_all,
            now.named,
        )
        keep_notice(work, exam_code, kept)
        title = _("合格者数のお知らせ {since}～{until}（{exam}）").format(
            exam=found.exam_name, since=wareki_short(since), until=wareki_short(until)
        )
        record_operation(work, Operation(HAND_OUT, title, "", until))
        body = setting(work, "organisation") or ""
        write_notice(path, found, organisation=body, made_at=database.clock())
        audit.append(database, work, Entry(HAND_OUT, path.name, len(found.named)))
        return found
