"""Collecting the inbox of a desk: every file and every row ends in exactly one place."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Refusal, SkilltrackError, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.submissions import (
    Arrivals,
    Arrived,
    ArrivedFile,
    FieldShape,
    FormField,
    SubmissionDesk,
    SubmissionKind,
    form_of,
)
from skilltrack.exchange.receipts import Receipt, read_receipts, receipt_key, receipts_file
from skilltrack.exchange.receipts import write_receipts as write_list
from skilltrack.exchange.sealing.keys import public_of
from skilltrack.exchange.submission_fields import read_fields
from skilltrack.exchange.submission_forms import is_form_file, read_form
from skilltrack.exchange.submissions import (
    MAXIMUM_BYTES,
    SUFFIX,
    SubmissionRejected,
    content_digest,
    file_digest,
    open_submission,
)
from skilltrack.exchange.tables import TableReader
from skilltrack.files.locks import is_held
from skilltrack.i18n.submission_words import FIXED, words
from skilltrack.services.rounds.running import signing_key
from skilltrack.services.submissions.desk import RECEIPTS, Desk, desk_of, package_of, private_key
from skilltrack.store import audit
from skilltrack.store import submissions as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.received import known_people
from skilltrack.store.submissions import FORM, SEALED, SubmissionRecord

FILES_PER_TRANSACTION = 500
RETRY = timedelta(hours=24)
"""How long an unreadable file may still be one that is being written."""

UNREADABLE, NO_ACCESS = "submissions.unreadable", "submissions.no_access"
_HALF_WRITTEN = frozenset({UNREADABLE, "files.damaged", "files.empty"})
_HELD = frozenset({"files.in_use", "files.missing", "files.read_failed"})


@dataclass(frozen=True, slots=True)
class _Claim:
    """What somebody sent, before it is known whether it is new."""

    file: ArrivedFile
    record: SubmissionRecord


def collect_submissions(
    database: Database,
    year: FiscalYear,
    *,
    today: date,
    inbox: Path | None = None,
    progress: Progress = silent,
) -> Arrivals:
    """Take every new submission of an inbox; doing it twice changes nothing.

    Nothing in the inbox is deleted. What is taken waits for somebody to confirm it. The list of
    receipts is brought up to date.

    Args:
        database: The data file.
        year: The fiscal year of the desk.
        today: The present day, under which submissions are noted.
        inbox: The folder, taken with the folders in it; None is the folder 回収 of the desk.
        progress: Told the files done and in all.

    Raises:
        Refusal: No such desk or folder.
        MachineFailure: The list of receipts could not be written; what was taken stays taken.
    """
    with database.reading() as session:
        desk = desk_of(session, year)
        package = package_of(session, desk)
        private = private_key(session, desk)
        known = frozenset(_taken(session, desk))
    inbox = inbox or desk.inbox
    if not inbox.is_dir():
        raise refuse("submissions.no_inbox", folder=str(inbox))
    sealed, forms, told = _content(inbox)
    taking = _Taking(database, desk, today)
    done, total = 0, len(sealed) + len(forms)
    batch: list[_Claim | ArrivedFile] = []
    for found in _opened(sealed, package, private, known, database.clock()):
        done += 1
        if found is None:
            taking.known += 1
        else:
            batch.append(found)
        if done % FILES_PER_TRANSACTION == 0:
            progress(done, total)
            taking.take(batch)
            batch = []
    if forms:
        with TableReader() as reader:
            for name, path in forms:
                progress(done, total)
                batch += _read_book(reader, name, path, package, database.clock())
                done += 1
    taking.take([*batch, *told])
    progress(total, total)
    _bring_receipts_up_to_date(database, desk)
    return Arrivals(tuple(taking.files), taking.known)


class _Taking:
    """One collection: what it took so far."""

    def __init__(self, database: Database, desk: Desk, today: date) -> None:
        self._database, self._desk, self._today = database, desk, today
        self.files: list[ArrivedFile] = []
        self.known = 0

    def take(self, found: Sequence[_Claim | ArrivedFile]) -> None:
        """Take claims in one transaction; what cannot be used is told."""
        self.files += [one for one in found if isinstance(one, ArrivedFile)]
        claims = [one for one in found if isinstance(one, _Claim)]
        if not claims:
            return
        numbers = {c.record.employee_no for c in claims if c.record.employee_no}
        with self._database.reading() as session:
            people = known_people(session, numbers)
            seen = set(records.known_digests(session, [c.record.digest for c in claims]))
        fresh: list[_Claim] = []
        for claim in claims:
            if claim.record.employee_no not in people:
                self._tell(claim, Arrived.SET_ASIDE, "submissions.unknown_person")
            elif claim.record.digest in seen:
                self._tell(claim, Arrived.DUPLICATE)
            else:
                seen.add(claim.record.digest)
                fresh.append(claim)
                self._tell(claim, Arrived.ACCEPTED)
        again = [
            claim.record.file_digest
            for claim in claims
            if claim.record.file_digest
            and claim.record.digest in seen
            and claim not in fresh
            and claim.record.employee_no in people
        ]
        if fresh or again:
            with self._database.changing("submissions.collect", self._desk.desk_id) as work:
                records.record_submissions(work, [_dated(c.record, self._today) for c in fresh])
                self._note_again(work, again)
                entry = Entry("submissions.collect", self._desk.desk_id, len(fresh))
                audit.append(self._database, work, entry)

    def _note_again(self, work: UnitOfWork, digests: Sequence[str]) -> None:
        """Remember files that bring what is known: their senders get receipts as well."""
        name = _again_name(self._desk)
        before: Mapping[str, str] = setting(work, name) or {}
        at = work.at.isoformat()
        if digests:
            change_setting(work, name, {**before, **dict.fromkeys(digests, at)})

    def _tell(self, claim: _Claim, outcome: Arrived, reason: str = "") -> None:
        file = claim.file
        self.files.append(
            ArrivedFile(file.name, outcome, file.row, file.kind, file.employee_no, reason)
        )


def _dated(record: SubmissionRecord, on: date) -> SubmissionRecord:
    return replace(record, submitted_on=on)


def _content(
    inbox: Path,
) -> tuple[list[tuple[str, Path]], list[tuple[str, Path]], list[ArrivedFile]]:
    """Return the sealed files, the workbooks, and the folders that let nobody look."""
    sealed: list[tuple[str, Path]] = []
    forms: list[tuple[str, Path]] = []
    closed: list[ArrivedFile] = []
    folders = [("", inbox)]
    while folders:
        prefix, folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except PermissionError:
            closed.append(ArrivedFile(prefix.rstrip("/"), Arrived.SET_ASIDE, reason=NO_ACCESS))
            continue
        for entry in entries:
            name = prefix + entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((f"{name}/", Path(entry.path)))
            elif entry.name.endswith(SUFFIX):
                sealed.append((name, Path(entry.path)))
            elif is_form_file(Path(entry.name)):
                forms.append((name, Path(entry.path)))
    return sorted(sealed), sorted(forms), closed


def _opened(
    files: Sequence[tuple[str, Path]],
    desk: SubmissionDesk,
    private: bytes,
    known: frozenset[str],
    now: datetime,
) -> Iterator[_Claim | ArrivedFile | None]:
    """Open sealed files, each read once; None stands for one that was taken before."""
    for name, path in files:
        try:
            data = path.read_bytes() if path.stat().st_size <= MAXIMUM_BYTES else b""
        except OSError as error:
            if isinstance(error, PermissionError) and not is_held(path):
                yield ArrivedFile(name, Arrived.SET_ASIDE, reason=NO_ACCESS)
            else:
                yield ArrivedFile(name, Arrived.BEING_WRITTEN, reason=UNREADABLE)
            continue
        digest = file_digest(data)
        if digest in known:
            yield None
            continue
        try:
            opened = open_submission(data, private, desk.desk_id)
        except SubmissionRejected as error:
            yield _left(name, path, error.problems[0].code, now)
            continue
        sheet = opened.sheet
        form = form_of(sheet.kind, desk, words())
        fields, problems = read_fields(sheet.kind, _lenient(form), dict(sheet.fields))
        if problems:
            code = problems[0].code
            number = sheet.employee_no
            yield ArrivedFile(name, Arrived.SET_ASIDE, None, sheet.kind, number, code)
            continue
        file = ArrivedFile(name, Arrived.ACCEPTED, None, sheet.kind, sheet.employee_no)
        yield _Claim(
            file,
            SubmissionRecord(
                id=0,
                kind=sheet.kind,
                employee_no=sheet.employee_no,
                desk_id=desk.desk_id,
                digest=content_digest(sheet.kind.value, sheet.employee_no, fields),
                channel=SEALED,
                file_name=name,
                submitted_on=date.min,
                fields=fields,
                file_digest=digest,
                sender=opened.sender_public.hex(),
                kana=sheet.kana,
                account=sheet.account,
            ),
        )


def _lenient(form: Sequence[FormField]) -> Sequence[FormField]:
    """Return a form that takes codes which the package offered and the catalogue lost since."""
    return tuple(
        replace(f, shape=FieldShape.LINE)
        if f.shape is FieldShape.CHOICE and f.id not in FIXED
        else f
        for f in form
    )


def _left(name: str, path: Path, code: str, now: datetime) -> ArrivedFile:
    is_growing = code in _HELD or (code in _HALF_WRITTEN and now - _written_at(path, now) < RETRY)
    outcome = Arrived.BEING_WRITTEN if is_growing else Arrived.SET_ASIDE
    return ArrivedFile(name, outcome, reason=code)


def _written_at(path: Path, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # it was moved since it was read
        return now


def _read_book(
    reader: TableReader, name: str, path: Path, desk: SubmissionDesk, now: datetime
) -> list[_Claim | ArrivedFile]:
    try:
        book = read_form(reader, path, desk, words())
    except SkilltrackError as error:
        return [_left(name, path, error.problems[0].code, now)]
    if book.kind is None or book.problems:
        reason = book.problems[0].code
        return [ArrivedFile(name, Arrived.SET_ASIDE, None, book.kind, reason=reason)]
    found: list[_Claim | ArrivedFile] = []
    for row in book.rows:
        number = row.employee_no or None
        if row.problems:
            reason = row.problems[0].code
            found.append(ArrivedFile(name, Arrived.SET_ASIDE, row.row, book.kind, number, reason))
            continue
        found.append(_row_claim(name, row.row, book.kind, row.employee_no, row.fields, desk))
    return found


def _row_claim(
    name: str,
    row: int,
    kind: SubmissionKind,
    number: str,
    fields: dict[str, str],
    desk: SubmissionDesk,
) -> _Claim:
    return _Claim(
        ArrivedFile(name, Arrived.ACCEPTED, row, kind, number),
        SubmissionRecord(
            id=0,
            kind=kind,
            employee_no=number,
            desk_id=desk.desk_id,
            digest=content_digest(kind.value, number, fields),
            channel=FORM,
            file_name=name,
            submitted_on=date.min,
            fields=fields,
            row=row,
        ),
    )


def _bring_receipts_up_to_date(database: Database, desk: Desk) -> None:
    """Write the list of receipts unless it says already what the records say."""
    with database.reading() as session:
        taken = _taken(session, desk)
        key = signing_key(session)
    path = receipts_file(desk.folder / RECEIPTS, desk.desk_id)
    entries = {receipt_key(digest): Receipt(at) for digest, at in taken.items() if digest}
    if entries and entries != _written(path, key, desk.desk_id):
        write_list(path, desk.desk_id, entries, key)


def _taken(session: Session, desk: Desk) -> dict[str, datetime]:
    """Return SHA-256 of each sealed file that was taken, or brought what was known → when."""
    again: Mapping[str, str] = setting(session, _again_name(desk)) or {}
    copies = {digest: datetime.fromisoformat(at) for digest, at in again.items()}
    return copies | records.taken_files(session, desk.desk_id)


def _again_name(desk: Desk) -> str:
    return f"submissions.{desk.desk_id}.again"


def _written(path: Path, key: bytes, desk_id: str) -> dict[str, Receipt] | None:
    """Return what the list says; None where it is missing or must be made anew."""
    try:
        return dict(read_receipts(path, public_of(key), desk_id))
    except Refusal:
        return None
