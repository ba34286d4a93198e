"""Who came to a meeting: noted one by one or from a list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal, Severity
from skilltrack.domain.roles.meetings import AttendanceState, Meeting, MeetingAttendance
from skilltrack.exchange.intake.meetings import read_attendance
from skilltrack.exchange.tables import read_table
from skilltrack.i18n.texts import _
from skilltrack.services.roles.meetings import attendances_of, known_meeting
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.meetings import ATTENDANCES
from skilltrack.store.operations import Operation, record_operation


@dataclass(frozen=True, slots=True)
class AttendanceOutcome:
    """What noting attendances did, or would do."""

    meeting: Meeting
    new: int
    changed: int
    unchanged: int
    notices: tuple[Problem, ...] = ()


def record_attendance(
    database: Database,
    meeting_id: str,
    states: Mapping[str, AttendanceState | None],
    *,
    is_dry_run: bool = False,
) -> AttendanceOutcome:
    """Note who came.

    Args:
        database: The data file.
        meeting_id: The meeting.
        states: Employee number → whether somebody came; None takes back what was noted.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: No such meeting, or with every number that nobody has.
    """
    with database.changing("meetings.attend", meeting_id, is_rehearsal=is_dry_run) as work:
        return _attend(database, work, meeting_id, states, is_dry_run=is_dry_run)


def take_attendance(
    database: Database, meeting_id: str, path: Path, *, is_dry_run: bool = False
) -> AttendanceOutcome:
    """Note who came from a list (職員番号, 出欠); whoever is not in it stays as noted.

    Raises:
        Refusal: With every problem of the list; nothing was changed.
    """
    intake = read_attendance(read_table(path))
    with database.changing("meetings.attend", meeting_id, is_rehearsal=is_dry_run) as work:
        people = organisation.employee_numbers(work)
        problems = [p for p in intake.problems if p.severity is Severity.ERROR]
        first: dict[str, int] = {}
        for line in intake.lines:
            number = line.value[0]
            place = Place(intake.file, intake.sheet, line.row, "職員番号")
            if number not in people:
                problems.append(Problem("meetings.unknown_employee", place, {"number": number}))
            row = first.setdefault(number, line.row)
            if row != line.row:
                problems.append(Problem("meetings.twice", place, {"number": number, "first": row}))
        if not problems and not intake.lines:
            problems.append(Problem("meetings.no_rows", Place(intake.file, intake.sheet)))
        if problems:
            raise Refusal(sorted(problems, key=lambda problem: problem.place.row or 0))
        states = dict(line.value for line in intake.lines)
        outcome = _attend(database, work, meeting_id, states, is_dry_run=is_dry_run)
        notices = tuple(p for p in intake.problems if p.severity is Severity.NOTICE)
        return replace(outcome, notices=notices)


def _attend(
    database: Database,
    work: UnitOfWork,
    meeting_id: str,
    states: Mapping[str, AttendanceState | None],
    *,
    is_dry_run: bool,
) -> AttendanceOutcome:
    meeting = known_meeting(work, meeting_id).value
    known = organisation.known_numbers(work, states)
    unknown = [
        Problem("meetings.unknown_employee", values={"number": number})
        for number in sorted(states)
        if number not in known
    ]
    if unknown:
        raise Refusal(unknown)
    before = attendances_of(work, meeting_id)
    gone, new = [], []
    for number, state in sorted(states.items()):
        old = before.get(number)
        if state == (None if old is None else old.value.state):
            continue
        if old is not None:
            gone.append(old)
        if state is not None:
            new.append(MeetingAttendance(meeting_id, number, state))
    ATTENDANCES.supersede(work, gone)
    ATTENDANCES.record(work, new)
    title = _("会議「{title}」の出欠を{count}人記録").format(title=meeting.title, count=len(states))
    record_operation(work, Operation("meetings.attend", title, "", meeting.held_on))
    if not is_dry_run:
        audit.append(database, work, Entry("meetings.attend", meeting_id, len(states)))
    replaced = {stored.value.employee_no for stored in gone}
    fresh = sum(one.employee_no not in replaced for one in new)
    differing = len(replaced | {one.employee_no for one in new})
    return AttendanceOutcome(meeting, fresh, len(replaced), len(states) - differing)
