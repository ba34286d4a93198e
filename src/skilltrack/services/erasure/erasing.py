"""Erasing what is due or a person who left, and proving it afterwards."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from skilltrack.domain.exams.definition import ExamAttempt, is_passed
from skilltrack.domain.naming import Naming
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.retention import DueRecords, ErasedLine, RecordClass, is_stub
from skilltrack.domain.rounds.definition import Decision
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.collecting.taking import UNDECIDED
from skilltrack.services.erasure.records import certified, lines_of
from skilltrack.services.erasure.retention import (
    RetentionDay,
    chosen_of,
    due_files,
    due_in,
    due_leavers,
    log_begins,
    open_rounds_of,
    retention_day,
)
from skilltrack.services.rounds.analysis import analysis_in
from skilltrack.services.rounds.running import secret_names
from skilltrack.store import audit, erasure, organisation, removal, schema
from skilltrack.store import retention as records
from skilltrack.store import rounds as round_records
from skilltrack.store.audit import Entry, LoggedEntry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.erasure import Erasure

ERASED: Final = _("（消去済み）")
"""What stands where a name stood."""

ROUND_FIGURES: Final = "round.analysis"
"""The report under which the figures of a round are frozen when its answers go."""

_CHANGE_NUMBERS: Final = ("operation.", "import.", "log.", "retention.erase", "retention.proof")
"""Actions whose target is the number of a change or a file, never a person."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did; ``number`` is that of its change, 0 for a rehearsal.

    ``is_reclaimed``: the file was written anew; False where somebody else was reading, so that
    old pages may still lie in the journal.
    """

    number: int
    lines: tuple[ErasedLine, ...]
    is_reclaimed: bool


def erase_due(
    database: Database,
    *,
    today: date,
    reason: str,
    classes: Collection[RecordClass] = (),
    is_dry_run: bool = False,
    progress: Progress = silent,
) -> Erased:
    """Erase everything that is due and has no obstacle.

    Args:
        database: The data file.
        today: The present day.
        reason: Who decided and why, without the name of a person.
        classes: Only these; empty for all.
        is_dry_run: Do everything, tell what it was, and leave all as it was.
        progress: Told the rounds, meetings and classes done.

    Raises:
        Refusal: Nothing is due, or the reason is blank.
    """
    seen: set[tuple[RecordClass, str]] = set()

    def choose(work: UnitOfWork) -> tuple[DueRecords, ...]:
        """Choose what has not been: posts are due at once when the person they hold is gone."""
        chosen = chosen_of(due_in(work, today), classes)
        fresh = tuple(one for one in chosen if (one.record_class, one.subject) not in seen)
        seen.update((one.record_class, one.subject) for one in fresh)
        return fresh

    return _erase(database, today, reason, choose, is_dry_run=is_dry_run, progress=progress)


def erase_person(
    database: Database, employee_no: str, *, today: date, reason: str, is_dry_run: bool = False
) -> Erased:
    """Erase one person who left, due or not.

    Raises:
        Refusal: The person is unknown, still in service, held, asked by a round that is not
            closed, or erased already; or the reason is blank.
    """
    wanted = [employee_no]

    def choose(work: UnitOfWork) -> tuple[DueRecords, ...]:
        its = retention_day(work, today)
        return tuple(_erasable(its, wanted.pop()) for _one in tuple(wanted))

    return _erase(database, today, reason, choose, is_dry_run=is_dry_run, progress=silent)


def _erasable(its: RetentionDay, employee_no: str) -> DueRecords:
    person = organisation.employees_by_number(its.session, [employee_no], its.on).get(employee_no)
    if is_stub(employee_no):
        raise refuse("retention.erased_already", number=employee_no)
    if person is None:
        raise refuse("retention.unknown_person", number=employee_no)
    has_left = person.left_on is not None and person.left_on < its.on
    if not has_left or records.present_again(its.session, [employee_no], its.on):
        raise refuse("retention.in_service", number=employee_no)
    if employee_no in its.held.people or RecordClass.LEAVERS in its.held.classes:
        raise refuse("retention.held", number=employee_no)
    if (round_id := open_rounds_of(its).get(employee_no)) is not None:
        title = next(one.title for one in its.rounds if one.round_id == round_id)
        raise refuse("retention.round_open", number=employee_no, title=title)
    return DueRecords(RecordClass.LEAVERS, employee_no, person.name, 1, its.on)


def _erase(
    database: Database,
    today: date,
    reason: str,
    choose: Callable[[UnitOfWork], tuple[DueRecords, ...]],
    *,
    is_dry_run: bool,
    progress: Progress,
) -> Erased:
    if not reason.strip() and not is_dry_run:
        raise refuse("retention.no_reason")
    with database.changing("retention.erase", is_rehearsal=is_dry_run) as work:
        chosen = choose(work)
        if not chosen:
            raise refuse("retention.nothing")
        eraser = _Eraser(database, work, retention_day(work, today))
        while chosen:
            people = [one.subject for one in chosen if one.record_class is RecordClass.LEAVERS]
            eraser.erase_people(people)
            others = [one for one in chosen if one.record_class is not RecordClass.LEAVERS]
            for step, one in enumerate(others, start=1):
                progress(step, len(others) + 1)
                eraser.erase(one)
            chosen = choose(work)
        eraser.finish(reason.strip())
    if is_dry_run:
        return Erased(0, eraser.lines(), is_reclaimed=False)
    is_reclaimed = erasure.reclaim(database)
    return Erased(work.change, eraser.lines(), is_reclaimed)


def frozen_figures(database: Database, round_id: str) -> Any:  # noqa: ANN401 (a JSON value)
    """Return the figures of a round as they were frozen when its answers went.

    Raises:
        Refusal: There are none.
    """
    with database.reading() as session:
        body = removal.frozen_body(session, ROUND_FIGURES, round_id)
    if body is None:
        raise refuse("retention.no_figures", round=round_id)
    return json.loads(body)


class _Eraser:
    """One erasure: what it has taken away so far, and the names it must look for."""

    def __init__(self, database: Database, work: UnitOfWork, its: RetentionDay) -> None:
        self._database = database
        self._work = work
        self._its = its
        self._naming = Naming(ERASED)
        self._done: list[Erasure] = []
        self._exams = definitions.exams(work)
        self._kept = its.held.people

    def erase_people(self, numbers: Sequence[str]) -> None:
        """Leave of people only stubs."""
        stubs = {number: erasure.new_stub(self._work) for number in numbers}
        for number in numbers:
            names, accounts = erasure.identities(self._work, number)
            self._naming.add(names, {number, *accounts})
        rows = erasure.erase_identities(self._work, stubs, ERASED, self._is_passed)
        self._done += [
            Erasure(RecordClass.LEAVERS, stub, rows[number], self._its.on)
            for number, stub in stubs.items()
        ]

    def erase(self, due: DueRecords) -> None:
        """Take one round, one meeting or one class as a whole away."""
        rows = self._rows_of(due)
        self._done.append(Erasure(due.record_class, "", rows, self._its.on))

    def _rows_of(self, due: DueRecords) -> int:
        match due.record_class:
            case RecordClass.ANSWERS:
                return self._erase_answers(due.subject)
            case RecordClass.SCORES:
                return removal.remove_round(self._work, due.subject, ROUND_FIGURES, self._kept)
            case RecordClass.FILES:
                return self._erase_files(due.subject)
            case RecordClass.MEETINGS:
                return removal.remove_meeting(self._work, due.subject, self._kept)
            case RecordClass.LOG:
                return audit.cut(self._database, self._work, log_begins(self._its))
            case _:
                people = due_leavers(self._its, due.record_class)
                numbers = [one.employee_no for one in people]
                return removal.remove_of_people(self._work, due.record_class, numbers)

    def _is_passed(self, attempt: ExamAttempt) -> bool | None:
        exam = self._exams.get(attempt.exam)
        edition = None if exam is None else exam.edition_on(attempt.on)
        return attempt.stated_pass if edition is None else is_passed(edition, attempt)

    def _erase_answers(self, round_id: str) -> int:
        self._freeze(round_id)
        waiting = records.untaken_files(
            self._work, round_id, (one.value for one in UNDECIDED), self._kept
        )
        self._reject(waiting)
        rows = removal.empty_answers(self._work, round_id, self._kept)
        return rows + removal.forget_secrets(self._work, secret_names(round_id))

    def _freeze(self, round_id: str) -> None:
        """Keep the figures of the round, without any person, as long as scores are kept."""
        if removal.frozen_body(self._work, ROUND_FIGURES, round_id) is not None:
            return
        from skilltrack.reports.analysis.document import analysis_document

        document = analysis_document(analysis_in(self._work, round_id))
        body = json.dumps(document, ensure_ascii=False)
        removal.freeze(self._work, ROUND_FIGURES, round_id, body)

    def _erase_files(self, round_id: str) -> int:
        record = next(one for one in self._its.rounds if one.round_id == round_id)
        files = due_files(self._its, record)
        self._reject(files)
        which = schema.received_file.c.id.in_(sorted(files))
        return erasure.empty_files(self._work, which, ERASED)

    def _reject(self, files: Collection[int]) -> None:
        """Decide what nobody can decide any more once the content is gone."""
        because = _("保存期間を過ぎたため")
        for row in records.undecided(self._work, files, [one.value for one in UNDECIDED]):
            round_records.record_decision(self._work, row, Decision.REJECTED, because)

    def finish(self, reason: str) -> None:
        """Take names out of texts and log, record what was done, and log it with its proof."""
        said = self._naming.scrubbed(reason)
        if any(one.stub for one in self._done):
            erasure.scrub_texts(self._work, self._naming.scrubbed)
            erasure.scrub_settings(self._work, self._naming.without_names)
            audit.redact(self._database, self._work, self._redacted)
        erasure.record_erasures(self._work, self._done)
        rows = sum(one.rows for one in self._done)
        target = str(self._work.change)
        digest = certified(records.change_made(self._work, self._work.change), self.lines())
        audit.append(self._database, self._work, Entry("retention.erase", target, rows, said))
        audit.append(self._database, self._work, Entry("retention.proof", target, 1, digest))

    def _redacted(self, logged: LoggedEntry) -> Entry:
        entry = logged.entry
        if entry.action.startswith("log."):
            return entry
        is_change = entry.action.startswith(_CHANGE_NUMBERS)
        scrubbed = self._naming.scrubbed
        target = entry.target if is_change and entry.target.isdecimal() else scrubbed(entry.target)
        return Entry(entry.action, target, entry.count, scrubbed(entry.reason), entry.result)

    def lines(self) -> tuple[ErasedLine, ...]:
        """Return what was taken away, by class."""
        return lines_of(self._done)
