"""Sending course reports, exam results, practices and reviews from the own terminal.

The answer window drives this use case. It reaches no database, directly or indirectly.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from skilltrack import __version__
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.submissions import (
    Book,
    BookEntry,
    FormField,
    SubmissionDesk,
    SubmissionKind,
    SubmissionSheet,
    form_of,
)
from skilltrack.exchange.answers import folded_kana
from skilltrack.exchange.receipts import read_receipts, receipt_key, receipts_file
from skilltrack.exchange.submission_fields import read_fields
from skilltrack.exchange.submissions import (
    MAXIMUM_TEXT,
    file_digest,
    read_desk,
    seal_submission,
    write_submission,
)
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.submission_words import words
from skilltrack.services.answering.identities import checked_identity
from skilltrack.services.answering.invitations import is_first_contact
from skilltrack.services.answering.profiles import Profile

BOOK = "book"
"""The purpose under which a profile keeps what was written and sent."""

_ID_BYTES = 6
_NO_TITLE = "-"
"""Stands in for the job title, which nobody is asked for here."""


@dataclass(frozen=True, slots=True)
class OpenedDesk:
    """A verified package of a desk from a trusted signer, or from the first one ever met."""

    desk: SubmissionDesk
    folder: Path
    fingerprint: str
    signer_public: bytes
    is_first_contact: bool


def open_desk(path: Path, profile: Profile) -> OpenedDesk:
    """Open the package of a desk.

    Raises:
        Refusal: The file is no sound package (``packages.…``), or signed by another key than
            those trusted (``answering.other_signer``).
        MachineFailure: The drive or the share did not answer.
    """
    signed = read_desk(path)
    is_first = is_first_contact(path, profile, signed.signer_public)
    return OpenedDesk(signed.desk, path.parent, signed.fingerprint, signed.signer_public, is_first)


class SubmissionSession:
    """One person at a desk; made by ``start``, ended by ``close``.

    Everything written is on disk before the call returns.
    """

    def __init__(
        self, opened: OpenedDesk, person: tuple[str, str], profile: Profile, book: Book,
        today: date, window: ExitStack,
    ) -> None:  # fmt: skip
        self.opened = opened
        self.employee_no, self.kana = person
        self._profile = profile
        self._book = book
        self._today = today
        self._window = window

    @classmethod
    def start(
        cls,
        opened: OpenedDesk,
        employee_no: str,
        kana: str,
        profile: Profile,
        *,
        today: date,
        is_kana_corrected: bool = False,
    ) -> Self:
        """Begin, or go on with what the same employee number wrote on this terminal.

        Args:
            opened: The package; on first contact its signer is trusted from now on.
            employee_no: As typed; width and blanks at the ends do not count.
            kana: The name in kana, compared at collection to notice a mistyped number.
            profile: Where drafts are kept.
            today: The present day.
            is_kana_corrected: The user confirmed that what is saved with other kana is the own.

        Raises:
            Refusal: A part is blank or unusable, what is saved is of another name
                (``answering.kana_differs``), or another window is open for the number.
            MachineFailure: The profile's folder cannot be written.
        """
        identity = checked_identity(employee_no, kana, _NO_TITLE)
        with ExitStack() as window:
            window.enter_context(profile.only_window_of(identity.employee_no))
            profile.remove_leftovers(identity.employee_no)
            book = profile.kept(Book, BOOK, opened.desk.desk_id, identity.employee_no)
            book = book or Book(identity.kana)
            if folded_kana(book.kana) != folded_kana(identity.kana) and not is_kana_corrected:
                raise refuse("answering.kana_differs")
            if opened.is_first_contact:
                profile.trust(opened.signer_public, opened.desk.organisation)
            person = (identity.employee_no, identity.kana)
            return cls(opened, person, profile, book, today, window.pop_all())

    def close(self) -> None:
        """Let go of the employee number; what was written stays saved."""
        self._window.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()

    @property
    def desk(self) -> SubmissionDesk:
        """Return what was handed out."""
        return self.opened.desk

    @property
    def entries(self) -> tuple[BookEntry, ...]:
        """Return everything written here, the newest first."""
        return tuple(sorted(self._book.entries, key=lambda e: e.saved_at, reverse=True))

    @property
    def closed_because(self) -> Problem | None:
        """Return why nothing can be sent today; None while the desk is open."""
        desk = self.desk
        if desk.opens_on <= self._today <= desk.closes_on:
            return None
        values = {"opens_on": wareki(desk.opens_on), "closes_on": wareki(desk.closes_on)}
        return Problem("submissions.not_open", values=values)

    def form(self, kind: SubmissionKind) -> tuple[FormField, ...]:
        """Return what a kind asks."""
        return form_of(kind, self.desk, words())

    def entry(self, entry_id: str) -> BookEntry:
        """Return something written here."""
        return next(entry for entry in self._book.entries if entry.entry_id == entry_id)

    def save(
        self, kind: SubmissionKind, written: Mapping[str, str], entry_id: str = ""
    ) -> BookEntry:
        """Save a draft as it was typed, right or not yet.

        Args:
            kind: What it is.
            written: Id of a field → what was typed.
            entry_id: The draft it replaces; '' makes a new one.

        Raises:
            MachineFailure: It could not be saved.
        """
        texts = {k: v.strip()[: MAXIMUM_TEXT * 10] for k, v in written.items() if v.strip()}
        draft = BookEntry(entry_id or secrets.token_hex(_ID_BYTES), kind, texts, datetime.now(UTC))
        self._put(draft)
        return draft

    def remove(self, entry_id: str) -> None:
        """Take a draft, or the note of what was sent, off the terminal."""
        left = tuple(e for e in self._book.entries if e.entry_id != entry_id)
        self._keep(replace(self._book, entries=left))

    def send(self, entry_id: str, folder: Path | None = None) -> BookEntry:
        """Send a draft: one sealed file in the inbox; what was sent goes again as the same file.

        Args:
            entry_id: The draft, or what was sent and not yet received.
            folder: Where to put the file instead of the inbox; None for the inbox.

        Raises:
            Refusal: The desk is closed today, a field is wrong, or the folder is missing
                (``submissions.inbox_missing``).
            MachineFailure: The file could not be written; what was written is kept.
        """
        if self.closed_because is not None:
            raise Refusal(self.closed_because)
        entry = self.entry(entry_id)
        target = self._resolved(self.desk.inbox) if folder is None else folder
        if entry.is_sent:
            data, fields = bytes.fromhex(entry.data), dict(entry.fields)
        else:
            fields, problems = read_fields(
                entry.kind, self.form(entry.kind), entry.fields, exams=self.desk.exams
            )
            if problems:
                raise Refusal(problems)
            data = b""
        if not _may_exist(target):
            raise refuse("submissions.inbox_missing", folder=str(target))
        at = datetime.now(UTC)
        data = data or self._sealed(entry.kind, fields, at)
        path = write_submission(target, data)
        sent = replace(
            entry,
            fields=fields,
            sent_at=at,
            digest=file_digest(data),
            path=str(path),
            is_elsewhere=folder is not None,
            data=data.hex(),
        )
        self._put(sent)
        return sent

    def look_for_receipts(self) -> tuple[BookEntry, ...]:
        """Return everything written here after looking for the receipts of what was sent.

        Raises:
            Refusal: The list of receipts cannot be trusted or read.
            MachineFailure: The drive or the share did not answer.
        """
        if not any(entry.is_sent and entry.received_at is None for entry in self.entries):
            return self.entries
        path = receipts_file(self._resolved(self.desk.receipts), self.desk.desk_id)
        try:
            receipts = read_receipts(path, self.opened.signer_public, self.desk.desk_id)
        except Refusal as refusal:
            if refusal.problems[0].code == "receipts.missing":
                return self.entries
            raise
        known = []
        for entry in self._book.entries:
            receipt = receipts.get(receipt_key(entry.digest)) if entry.is_sent else None
            is_new = receipt is not None and entry.received_at is None
            at = receipt.at if receipt is not None else None
            known.append(replace(entry, received_at=at, data="") if is_new else entry)
        if tuple(known) != self._book.entries:
            self._keep(replace(self._book, entries=tuple(known)))
        return self.entries

    def _sealed(self, kind: SubmissionKind, fields: Mapping[str, str], at: datetime) -> bytes:
        sender = self._profile.respondent_with_next_counter(self.employee_no)
        sheet = SubmissionSheet(
            desk_id=self.desk.desk_id,
            kind=kind,
            employee_no=self.employee_no,
            kana=self.kana,
            account=self._profile.account[:MAXIMUM_TEXT],
            counter=sender.counter,
            fields=fields,
            program_version=__version__,
            sent_at_display=local_time_text(at),
        )
        return seal_submission(sheet, sender.signing_key, self.desk.public_key)

    def _put(self, entry: BookEntry) -> None:
        others = tuple(e for e in self._book.entries if e.entry_id != entry.entry_id)
        self._keep(replace(self._book, kana=self.kana, entries=(*others, entry)))

    def _keep(self, book: Book) -> None:
        self._profile.keep(book, BOOK, self.desk.desk_id, self.employee_no)
        self._book = book

    def _resolved(self, folder: str) -> Path:
        # An absolute folder replaces the folder of the package; links are left as they are.
        return Path(os.path.normpath(self.opened.folder / folder))


def trust_desk(path: Path, profile: Profile, fingerprint: str) -> None:
    """Trust the signer of a desk after comparing the fingerprint by telephone.

    Raises:
        Refusal: The fingerprint is another, or the file is no sound package.
    """
    signed = read_desk(path)
    if "".join(fingerprint.lower().split()) != "".join(signed.fingerprint.lower().split()):
        raise refuse("answering.fingerprint_differs", Place(path.name))
    profile.trust(signed.signer_public, signed.desk.organisation)


def _may_exist(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except PermissionError:
        # A drop box may let nobody look; whether it takes the file shows when writing.
        return True
