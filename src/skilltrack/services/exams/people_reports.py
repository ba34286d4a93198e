"""Workbooks on the people of an exam: the list for printing, and everything as data."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.exams.progress import ExamStage
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_people import AMONG_NAMES, STAGE_NAMES
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.texts import _
from skilltrack.reports.exam_people import ExamineeLine, write_examinee_data, write_examinees
from skilltrack.services.exams.people import (
    INVOLVED,
    ExamPeople,
    ExamPerson,
    PeopleQuery,
    narrowed,
    people_in,
)
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.exam_trails import Trails, trails


@says_known
def save_people(
    database: Database,
    path: Path,
    exam_code: str,
    as_of: date,
    query: PeopleQuery = INVOLVED,
    as_known: datetime | None = None,
) -> int:
    """Save people with their progress for printing.

    Returns:
        How many there are.

    Raises:
        Refusal: There is no such exam.
        MachineFailure: The file could not be written.
    """
    with database.reading(as_known) as session:
        found, lines = _read(session, exam_code, as_of, query)
        organisation = setting(session, "organisation") or ""
    among = query.among
    name = STAGE_NAMES[among] if isinstance(among, ExamStage) else AMONG_NAMES[among.value]
    facts = (
        _("基準日 {on}").format(on=wareki(as_of)),
        name,
        _("{count:,}人").format(count=len(lines)),
    )
    notes = (
        counted_note((found.counted,)),
        _("合否は、受験日の制度版の規則で判定しています。試験の結果は個人の情報です。"),
    )
    write_examinees(
        path,
        _("受験者一覧（{exam}）").format(exam=found.exam.name),
        lines,
        facts=facts,
        notes=notes,
        organisation=organisation,
        made_at=database.clock(),
    )
    audit.note(database, Entry("export.exam_people", path.name, len(lines)))
    return len(lines)


@says_known
def save_people_data(
    database: Database,
    path: Path,
    exam_code: str,
    as_of: date,
    query: PeopleQuery = INVOLVED,
    as_known: datetime | None = None,
) -> int:
    """Save people, plans, sittings, scores and conditions as data.

    Returns:
        How many people there are.

    Raises:
        Refusal: There is no such exam, or a table is longer than a sheet.
        MachineFailure: The file could not be written.
    """
    with database.reading(as_known) as session:
        _found, lines = _read(session, exam_code, as_of, query)
        organisation = setting(session, "organisation") or ""
    write_examinee_data(path, lines, organisation=organisation, made_at=database.clock())
    audit.note(database, Entry("export.exam_people_data", path.name, len(lines)))
    return len(lines)


def _read(
    session: Session, exam_code: str, as_of: date, query: PeopleQuery
) -> tuple[ExamPeople, Sequence[ExamineeLine]]:
    found = people_in(session, exam_code, as_of)
    known = trails(session, exam_code, as_of)
    return found, [_line(one, known, as_of) for one in narrowed(found, query)]


def _line(one: ExamPerson, known: Trails, as_of: date) -> ExamineeLine:
    person = one.person
    plans = sorted(
        (plan for plan in known.plans_of(person.employee_no) if plan.started_on <= as_of),
        key=lambda plan: (plan.started_on, plan.plan_id),
    )
    return ExamineeLine(
        person.employee_no,
        " ".join(person.name.split()),
        person.department,
        one.department_name,
        person.job_title,
        one.progress,
        tuple(plans),
        one.is_counted,
    )
