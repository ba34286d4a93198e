"""Confirming what employees sent, or sending it back: one decision, one transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skilltrack.domain import submissions as s
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.submissions import (
    NOTHING_NEW,
    SubmissionKind,
    SubmissionState,
    form_of,
)
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.submission_words import CONFLICT_NAMES, KIND_NAMES, words
from skilltrack.i18n.texts import _
from skilltrack.reports.submissions import Written, write_form
from skilltrack.services.catalogue.words import REPORTS, remember_in
from skilltrack.services.exams.checking import record_in
from skilltrack.services.practices.editing import PracticeOrder, register_in
from skilltrack.services.practices.reviews import ReviewOrder, review_in
from skilltrack.services.submissions.desk import desk_of, package_of
from skilltrack.services.submissions.exam_results import attempt_of
from skilltrack.services.submissions.review import (
    SubmissionLine,
    known_for,
    lines_in,
    lines_of,
    participants_of,
    review_order,
)
from skilltrack.store import audit
from skilltrack.store import submissions as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.submissions import DECISIONS, Decided, SubmissionDecision
from skilltrack.store.training import record_completions

ORIGIN = _("受講報告")
"""Where a completion comes from that an employee reported."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation recorded.

    ``recorded`` counts by kind what is new; ``known`` were recorded before. ``change`` is the
    number of the change, None for a dry run.
    """

    recorded: Mapping[SubmissionKind, int]
    known: int
    change: int | None

    @property
    def total(self) -> int:
        """Return how many submissions were confirmed."""
        return sum(self.recorded.values()) + self.known


def confirm(
    database: Database, ids: Sequence[int], *, today: date, is_dry_run: bool = False
) -> Confirmed:
    """Confirm submissions: they become completions, sittings, practices and reviews.

    Args:
        database: The data file.
        ids: The submissions.
        today: The present day.
        is_dry_run: Do everything and record nothing.

    Raises:
        Refusal: One is unknown, decided already, or cannot be recorded as it is; all are told.
    """
    action = "submissions.confirm"
    with database.changing(action, str(len(ids)), is_rehearsal=is_dry_run) as work:
        found = _waiting(work, ids)
        known = known_for(work, found, today)
        lines = lines_of(found, known)
        _refuse_blocked(lines)
        fresh = [
            (one, line)
            for one, line in zip(found, lines, strict=True)
            if not NOTHING_NEW & set(line.conflicts)
        ]
        results = [line for _one, line in fresh if line.kind is SubmissionKind.EXAM_RESULT]
        record_in(work, [attempt_of(one.employee_no, one.fields) for one in results], today)
        fresh = _each_once(fresh)
        _record(work, fresh, today)
        _decide(work, found, SubmissionState.CONFIRMED, "")
        title = _("{count}件の届出を確認").format(count=len(found))
        record_operation(work, Operation(action, title, "", today))
        if not is_dry_run:
            audit.append(database, work, Entry(action, "", len(found)))
        recorded = Counter(line.kind for _one, line in fresh)
        return Confirmed(recorded, len(found) - len(fresh), None if is_dry_run else work.change)


def name_course(database: Database, names: Iterable[str], code: str) -> None:
    """Remember which course employees mean by names that no catalogue has.

    Raises:
        Refusal: ``submissions.unknown_course_given``.
    """
    wanted = [name for name in names if name]
    with database.changing("submissions.course", code) as work:
        remember_in(work, REPORTS, dict.fromkeys(wanted, code))
        title = _("研修名 {count}件の読み替え").format(count=len(wanted))
        record_operation(work, Operation("submissions.course", title))
        audit.append(database, work, Entry("submissions.course", code, len(wanted)))


def send_back(
    database: Database,
    ids: Sequence[int],
    reason: str,
    *,
    today: date,
    folder: Path | None = None,
) -> tuple[Path, ...]:
    """Send submissions back with a reason, and write workbooks in which they can be mended.

    There is one workbook for each person and kind: nobody reads what others wrote.

    Args:
        database: The data file.
        ids: The submissions.
        reason: What the sender is told.
        today: The present day.
        folder: Where the workbooks go; None writes none.

    Returns:
        The workbooks.

    Raises:
        Refusal: No reason, or a submission is unknown or decided already.
        MachineFailure: A workbook could not be written; the decision stays.
    """
    if not reason.strip():
        raise refuse("submissions.no_reason")
    with database.changing("submissions.return", str(len(ids))) as work:
        found = _waiting(work, ids)
        lines = lines_in(work, found, today)
        _decide(work, found, SubmissionState.RETURNED, reason.strip())
        title = _("{count}件の届出を差戻し").format(count=len(found))
        record_operation(work, Operation("submissions.return", title, "", today))
        audit.append(database, work, Entry("submissions.return", "", len(found)))
    if folder is None:
        return ()
    return write_returns(database, lines, reason.strip(), folder)


def write_returns(
    database: Database, lines: Sequence[SubmissionLine], reason: str, folder: Path
) -> tuple[Path, ...]:
    """Write the workbooks of submissions that are sent back; Raises as ``send_back`` does."""
    make_folder(folder)
    parcels: dict[tuple[str, SubmissionKind, int], list[SubmissionLine]] = {}
    for line in lines:
        year = FiscalYear.of(line.submitted_on).year
        parcels.setdefault((line.employee_no, line.kind, year), []).append(line)
    written = []
    with database.reading() as session:
        packages = {
            year: package_of(session, desk_of(session, FiscalYear(year)))
            for year in {year for _number, _kind, year in parcels}
        }
    for (number, kind, year), mine in sorted(parcels.items()):
        package = packages[year]
        name = _("差戻し_{kind}_{number}.xlsx").format(kind=KIND_NAMES[kind], number=number)
        path = folder / file_name(name)
        rows = [Written(number, line.name, line.fields, line.reason or reason) for line in mine]
        write_form(path, kind, form_of(kind, package, words()), package, rows, database.clock())
        written.append(path)
    return tuple(written)


def _waiting(work: UnitOfWork, ids: Sequence[int]) -> tuple[Decided, ...]:
    if not ids:
        raise refuse("submissions.nothing_chosen")
    found = records.submissions(work, ids=ids)
    there = {one.record.id for one in found if one.record.employee_no is not None}
    problems = [Problem("submissions.unknown", values={"id": i}) for i in ids if i not in there]
    problems += [
        Problem("submissions.decided", values={"id": one.record.id})
        for one in found
        if one.state is not SubmissionState.WAITING
    ]
    if problems:
        raise Refusal(problems)
    return found


def _refuse_blocked(lines: Iterable[SubmissionLine]) -> None:
    problems = []
    for line in lines:
        if line.is_blocked:
            named = "・".join(CONFLICT_NAMES[c] for c in line.conflicts if c in s.BLOCKING)
            problems.append(
                Problem("submissions.blocked", values={"id": line.id, "conflict": named})
            )
    if problems:
        raise Refusal(problems)


def _each_once(
    pairs: Iterable[tuple[Decided, SubmissionLine]],
) -> list[tuple[Decided, SubmissionLine]]:
    """Leave out what says the same as an earlier one of those that are confirmed together."""
    first: dict[tuple[object, ...], tuple[Decided, SubmissionLine]] = {}
    for one, line in pairs:
        key: tuple[object, ...] = (line.kind, line.employee_no, line.code or line.subject, line.on)
        if line.kind is SubmissionKind.PEER_REVIEW:
            key = (*key, line.id)
        if line.kind is SubmissionKind.PRACTICE:
            key = (line.kind, line.department, line.subject)
        first.setdefault(key, (one, line))
    return list(first.values())


def _record(
    work: UnitOfWork,
    fresh: Sequence[tuple[Decided, SubmissionLine]],
    today: date,
) -> None:
    completions: list[Completion] = []
    reviews: list[ReviewOrder] = []
    for one, line in fresh:
        match line.kind:
            case SubmissionKind.COURSE_REPORT if line.on is not None:
                completions.append(
                    Completion(
                        line.employee_no, line.code, line.on, hours=line.hours, origin=ORIGIN
                    )
                )
            case SubmissionKind.PRACTICE:
                stage = PracticeStage(line.fields[s.STAGE])
                on = one.record.submitted_on
                register_in(work, _practice(line), stage, on, today=today)
            case SubmissionKind.PEER_REVIEW:
                reviews.append(review_order(one, line.code, line.department))
    record_completions(work, completions)
    review_in(work, reviews, today=today)


def _practice(line: SubmissionLine) -> PracticeOrder:
    fields = line.fields
    others = participants_of(fields)
    cases = fields.get(s.EFFECT_CASES)
    return PracticeOrder(
        department=line.department,
        title=fields[s.TITLE],
        content=fields[s.CONTENT],
        effect_hours=float(fields[s.EFFECT_HOURS]) if s.EFFECT_HOURS in fields else None,
        effect_cases=None if cases is None else int(cases),
        participants=tuple(dict.fromkeys((line.employee_no, *others))),
        is_public=fields.get(s.PUBLIC) == s.YES,
    )


def _decide(
    work: UnitOfWork, found: Iterable[Decided], state: SubmissionState, reason: str
) -> None:
    DECISIONS.record(work, [SubmissionDecision(one.record.id, state, reason) for one in found])


def confirmable(lines: Iterable[SubmissionLine], *, is_undoubted: bool) -> list[int]:
    """Return the ids of what can be confirmed; ``is_undoubted``: only where nothing stands out."""
    return [
        line.id for line in lines if not line.is_blocked and not (is_undoubted and line.is_doubtful)
    ]
