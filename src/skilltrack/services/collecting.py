"""Collecting the inbox of a round: every file ends in exactly one bucket."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from skilltrack.domain.organisation import Employee
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.questionnaires import Questionnaire
from skilltrack.domain.rounds import TAKEN, Bucket, CollectedFile, Collection
from skilltrack.exchange import answers as sealed
from skilltrack.exchange.receipts import Receipt, receipts_file, write_receipts
from skilltrack.services import definitions
from skilltrack.services.rounds import (
    INBOX,
    RECEIPTS,
    private_key,
    round_folder,
    round_record,
    signing_key,
)
from skilltrack.store import audit, organisation
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.rounds import ReceivedFile, RespondentKey, ResponseRecord, RoundRecord

FILES_PER_TRANSACTION = 500

RETRY = timedelta(hours=24)
"""How long an unreadable file may still be one that is being written (PROTECTION §3)."""

CHANNEL = "sealed"
UNKNOWN_PERSON = "answers.unknown_person"


@dataclass(frozen=True, slots=True)
class _Round:
    """A round with what is needed to take its answers."""

    record: RoundRecord
    private: bytes
    questionnaire: Questionnaire
    today: date
    now: datetime

    @property
    def is_open(self) -> bool:
        """Return whether answers are still taken, by the clock of the personnel section."""
        return not self.record.is_closed and self.today <= self.record.closes_on


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file of the inbox: opened, or rejected with the reason."""

    path: Path
    data: bytes
    digest: str
    opened: sealed.OpenedAnswer | None
    reason: str = ""


@dataclass(slots=True)
class _Known:
    """What the records hold of the people whose files are being taken."""

    employees: Mapping[str, Employee]
    keys: dict[str, list[bytes]]
    responses: dict[str, Stored[ResponseRecord]]
    superseded: list[Stored[ResponseRecord]] = field(default_factory=list)
    new_keys: list[RespondentKey] = field(default_factory=list)


def collect(
    database: Database,
    round_id: str,
    *,
    today: date,
    inbox: Path | None = None,
    progress: Progress = silent,
) -> Collection:
    """Take every new answer file of an inbox; doing it twice changes nothing.

    Nothing in the inbox is deleted. Files are taken in transactions of 500: a crash merely
    repeats the last ones. When something was taken, the list of receipts is written.

    Args:
        database: The data file.
        round_id: The round.
        today: The present day; it decides whether the round is still open.
        inbox: The folder; None is the folder 回収 of the round.
        progress: Told the files done and in all.

    Raises:
        Refusal: No such round or folder.
    """
    with database.reading() as session:
        record = round_record(session, round_id)
        folder = round_folder(session, round_id)
        its = _Round(
            record,
            private_key(session, round_id),
            definitions.questionnaire_version(
                session, record.questionnaire, record.questionnaire_version
            ),
            today,
            database.clock(),
        )
        known = records.received_digests(session, round_id)
    inbox = inbox or folder / INBOX
    if not inbox.is_dir():
        raise refuse("rounds.no_inbox", folder=str(inbox))
    paths = sorted(inbox.glob(f"*{sealed.SUFFIX}"))
    collected: list[CollectedFile] = []
    known_before = 0
    for start in range(0, len(paths), FILES_PER_TRANSACTION):
        progress(start, len(paths))
        incoming = list(_read(its, paths[start : start + FILES_PER_TRANSACTION]))
        fresh = [file for file in incoming if file.digest not in known]
        known_before += len(incoming) - len(fresh)
        if fresh:
            with database.changing("round.collect", round_id) as work:
                collected += _take(work, its, fresh)
                audit.append(database, work, Entry("round.collect", round_id, len(fresh)))
    progress(len(paths), len(paths))
    if any(file.bucket in TAKEN for file in collected):
        _write_receipts(database, round_id, folder)
    return Collection(tuple(collected), known_before)


def _read(its: _Round, paths: Sequence[Path]) -> Iterator[_Incoming]:
    seen: set[str] = set()
    for path in paths:
        if path.stat().st_size > sealed.MAXIMUM_BYTES:
            yield _Incoming(path, b"", f"too-large:{path.name}", None, "answers.unreadable")
            continue
        data = path.read_bytes()
        digest = sealed.file_digest(data)
        if digest in seen:
            continue
        seen.add(digest)
        try:
            opened = sealed.open_answer(data, its.private, its.record.round_id)
        except sealed.AnswerRejected as rejected:
            yield _Incoming(path, data, digest, None, rejected.problems[0].code)
        else:
            yield _Incoming(path, data, digest, opened)


def _take(work: UnitOfWork, its: _Round, incoming: Sequence[_Incoming]) -> list[CollectedFile]:
    known = _known(work, its, incoming)
    collected = [_bucket(its, file, known) for file in incoming]
    records.RESPONSES.supersede(work, [s for s in known.superseded if s.id])
    records.RESPONSES.record(work, [s.value for s in known.responses.values() if not s.id])
    records.RESPONDENT_KEYS.record(work, known.new_keys)
    records.record_received(
        work,
        [
            _received(its, file, done)
            for file, done in zip(incoming, collected, strict=True)
            if not _is_tried_again(done)
        ],
    )
    return collected


def _is_tried_again(done: CollectedFile) -> bool:
    """Return whether the next collection looks at a file anew.

    A file may still be being written, and a person may come onto the roster later.
    """
    return done.bucket is Bucket.BEING_WRITTEN or done.reason == UNKNOWN_PERSON


def _known(session: Session, its: _Round, incoming: Sequence[_Incoming]) -> _Known:
    numbers = {file.opened.sheet.employee_no for file in incoming if file.opened is not None}
    return _Known(
        organisation.employees_by_number(session, numbers),
        records.keys_of(session, numbers),
        records.responses_of(session, its.record.round_id, numbers),
    )


def _bucket(its: _Round, file: _Incoming, known: _Known) -> CollectedFile:
    name = file.path.name
    if file.opened is None:
        return CollectedFile(name, _unreadable(its, file), file.reason)
    sheet = file.opened.sheet
    number = sheet.employee_no
    if sealed.answer_problems(its.questionnaire, sheet.answers, sheet.comments):
        return CollectedFile(name, Bucket.SET_ASIDE, "answers.misfit", number)
    employee = known.employees.get(number)
    if employee is None:
        return CollectedFile(name, Bucket.SET_ASIDE, UNKNOWN_PERSON, number)
    if not its.is_open:
        return CollectedFile(name, Bucket.LATE, "answers.late", number)
    doubt = _doubt(employee, file.opened)
    if doubt:
        return CollectedFile(name, Bucket.TO_CONFIRM, doubt, number)
    return CollectedFile(name, *_ordered(its, file.opened, known), number)


def _unreadable(its: _Round, file: _Incoming) -> Bucket:
    written = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
    may_be_growing = file.reason == "answers.unreadable" and its.now - written < RETRY
    return Bucket.BEING_WRITTEN if may_be_growing else Bucket.SET_ASIDE


def _doubt(employee: Employee, opened: sealed.OpenedAnswer) -> str:
    """Return why a person must look at an answer before it counts, '' when nobody must."""
    sheet = opened.sheet
    if employee.kana and sealed.folded_kana(employee.kana) != sealed.folded_kana(sheet.kana):
        return "answers.other_kana"
    if employee.account and employee.account.casefold() != sheet.account.casefold():
        return "answers.other_account"
    return ""


def _ordered(its: _Round, opened: sealed.OpenedAnswer, known: _Known) -> tuple[Bucket, str]:
    number = opened.sheet.employee_no
    keys = known.keys.setdefault(number, [])
    before = known.responses.get(number)
    taken = None
    if before is not None:
        held = before.value
        taken = sealed.Mark(keys[held.epoch], held.counter, held.content)
    bucket = sealed.bucket_of(opened.mark, taken, keys)
    if bucket is sealed.Bucket.TO_CONFIRM:
        is_new_key = opened.respondent_public not in keys
        return Bucket.TO_CONFIRM, "answers.new_key" if is_new_key else "answers.same_counter"
    if bucket is sealed.Bucket.SAME:
        return Bucket.SAME, ""
    if bucket is sealed.Bucket.OLDER:
        return Bucket.OLDER, ""
    if not keys:
        keys.append(opened.respondent_public)
        known.new_keys.append(RespondentKey(number, 0, opened.respondent_public))
    if before is not None:
        known.superseded.append(before)
    response = _response(its, opened, keys.index(opened.respondent_public))
    known.responses[number] = Stored(0, response)
    return (Bucket.ACCEPTED if before is None else Bucket.REPLACED), ""


def _response(its: _Round, opened: sealed.OpenedAnswer, epoch: int) -> ResponseRecord:
    return ResponseRecord(
        round_id=its.record.round_id,
        employee_no=opened.sheet.employee_no,
        channel=CHANNEL,
        epoch=epoch,
        counter=opened.mark.counter,
        content=opened.mark.content,
        job_title=opened.sheet.job_title,
        answered_on=its.today,
        answers=opened.sheet.answers,
        comments=opened.sheet.comments,
    )


def _received(its: _Round, file: _Incoming, done: CollectedFile) -> ReceivedFile:
    is_open_question = done.bucket in {Bucket.TO_CONFIRM, Bucket.LATE}
    return ReceivedFile(
        round_id=its.record.round_id,
        digest=file.digest,
        name=done.name,
        bucket=done.bucket.value,
        reason=done.reason,
        employee_no=done.employee_no,
        counter=None if file.opened is None else file.opened.mark.counter,
        sealed=file.data if is_open_question else None,
    )


def _write_receipts(database: Database, round_id: str, folder: Path) -> None:
    with database.reading() as session:
        entries = {
            file.digest: Receipt(file.at)
            for file in records.received_files(session, round_id)
            if Bucket(file.bucket) in TAKEN and file.at is not None
        }
        key = signing_key(session)
    write_receipts(receipts_file(folder / RECEIPTS, round_id), round_id, entries, key)


def collected_files(database: Database, round_id: str) -> tuple[CollectedFile, ...]:
    """Return every file ever taken for a round with its bucket, in the order taken."""
    with database.reading() as session:
        return tuple(
            CollectedFile(file.name, Bucket(file.bucket), file.reason, file.employee_no)
            for file in records.received_files(session, round_id)
        )
