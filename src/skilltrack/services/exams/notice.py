"""The notice of how many passed an exam (合格者数のお知らせ)."""

from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.exams.notice import ExamNotice
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import wareki
from skilltrack.services.exams.consents import consents_in, says_yes
from skilltrack.services.exams.people import people_in
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting


def exam_notice(
    database: Database,
    exam_code: str,
    since: date,
    until: date,
    as_known: datetime | None = None,
) -> ExamNotice:
    """Return who passed for the first time from one day to another, and in all.

    Those are counted who count in exams on the last day; named is whose newest statement by that
    day consents.

    Raises:
        Refusal: No such exam, or the days the wrong way round.
    """
    with database.reading(as_known) as session:
        return notice_in(session, exam_code, since, until)


def notice_in(session: Session, exam_code: str, since: date, until: date) -> ExamNotice:
    """Return the notice within a session; see ``exam_notice``."""
    if since > until:
        values = {"since": wareki(since), "until": wareki(until)}
        raise refuse("exam_goals.backwards", **values)
    found = people_in(session, exam_code, until)
    counted = [
        line for line in consents_in(session, found).lines if line.person.employee_no in found.rows
    ]
    now = [line for line in counted if line.passed_on >= since]
    named = [line.person for line in now if says_yes(line.notice)]
    named.sort(key=lambda person: (person.department, person.kana, person.employee_no))
    return ExamNotice(
        found.exam.name, since, until, len(found.rows), len(now), len(counted), tuple(named)
    )


def save_notice(
    database: Database,
    path: Path,
    exam_code: str,
    since: date,
    until: date,
    as_known: datetime | None = None,
) -> ExamNotice:
    """Save the notice as a sheet for the notice board; it is logged.

    Raises:
        Refusal: As ``exam_notice``.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.exam_notice import write_notice

    with database.reading(as_known) as session:
        found = notice_in(session, exam_code, since, until)
        body = setting(session, "organisation") or ""
    write_notice(path, found, organisation=body, made_at=database.clock())
    audit.note(database, Entry("export.exam_notice", path.name, len(found.named)))
    return found
