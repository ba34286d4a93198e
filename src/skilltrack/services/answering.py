"""Answering a round: open the package, answer item by item, see the result, send.

The answer window drives this use case. It reaches no database, directly or indirectly.
"""

import os
import unicodedata
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from skilltrack import __version__
from skilltrack.domain.answers import Answers
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.results import PersonalResult, personal_result
from skilltrack.domain.rounds import AnswerSheet, RoundPackage
from skilltrack.exchange.answers import (
    MAXIMUM_TEXT,
    file_digest,
    folded_kana,
    seal_answer,
    write_answer,
)
from skilltrack.exchange.packages import SignedPackage, read_package
from skilltrack.exchange.receipts import Receipt, read_receipts, receipt_key, receipts_file
from skilltrack.i18n.dates import local_time_text
from skilltrack.services.identities import Identity, checked_identity
from skilltrack.services.invitations import closed_on, is_first_contact
from skilltrack.services.profiles import Draft, Profile, Sending


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A verified package from a trusted signer, or from the first one ever met.

    ``folder`` is where the package lies. On first contact the window shows ``fingerprint``;
    starting to answer trusts the signer from then on.
    """

    package: RoundPackage
    folder: Path
    fingerprint: str
    signer_public: bytes
    is_first_contact: bool


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer file that lies in the folder.

    ``digest`` is its SHA-256 in hex. ``at`` is an aware instant.
    """

    path: Path
    at: datetime
    digest: str


def open_package(path: Path, profile: Profile) -> OpenedPackage:
    """Open a package.

    Raises:
        Refusal: The file is no sound package (``packages.…``), or signed by another key than
            those trusted (``answering.other_signer``).
        MachineFailure: The drive or the share did not answer.
    """
    signed = read_package(path)
    is_first = is_first_contact(path, profile, signed.signer_public)
    return _opened(path, signed, is_first_contact=is_first)


def trust_signer(path: Path, profile: Profile, fingerprint: str) -> OpenedPackage:
    """Trust the signer of a package after comparing the fingerprint by telephone.

    Args:
        path: The package.
        profile: Where the trust is kept.
        fingerprint: What the personnel section said; blanks and case do not count.

    Raises:
        Refusal: The fingerprint is another, or the file is no sound package.
    """
    signed = read_package(path)
    if _bare(fingerprint) != _bare(signed.fingerprint):
        raise refuse("answering.fingerprint_differs", Place(path.name))
    profile.trust(signed.signer_public, signed.package.organisation)
    return _opened(path, signed, is_first_contact=False)


class AnswerSession:
    """One person answering one round; made by ``start``, ended by ``close``.

    Every answer is on disk before the call returns.
    """

    def __init__(
        self,
        opened: OpenedPackage,
        identity: Identity,
        profile: Profile,
        closed_because: Problem | None,
        draft: Draft | None,
        window: ExitStack,
    ) -> None:
        self.opened = opened
        self.identity = identity
        self.profile = profile
        self.closed_because = closed_because
        """Why nothing can be answered or sent today; None while the round is open."""
        self._draft = draft
        self._window = window

    @classmethod
    def start(
        cls,
        opened: OpenedPackage,
        employee_no: str,
        kana: str,
        job_title: str,
        profile: Profile,
        *,
        today: date,
        is_kana_corrected: bool = False,
    ) -> Self:
        """Begin to answer, or go on where the same employee number stopped.

        Args:
            opened: The package; on first contact its signer is trusted from now on.
            employee_no: As typed; width and blanks at the ends do not count.
            kana: The name in kana, compared at collection to notice a mistyped number.
            job_title: As chosen from the package's titles.
            profile: Where drafts are kept.
            today: The day on which the round must be open; before and after it a session can
                be read but not changed.
            is_kana_corrected: The user confirmed that a saved draft with other kana is the own.

        Raises:
            Refusal: A part is blank or unusable, the saved draft is of another name
                (``answering.kana_differs``), or another window is open for the number.
            MachineFailure: The profile's folder cannot be written.
        """
        identity = checked_identity(employee_no, kana, job_title)
        package = opened.package
        with ExitStack() as window:
            window.enter_context(profile.only_window_of(identity.employee_no))
            draft = profile.draft(package.round_id, identity.employee_no)
            is_other = draft is not None and folded_kana(draft.kana) != folded_kana(identity.kana)
            if is_other and not is_kana_corrected:
                raise refuse("answering.kana_differs")
            if opened.is_first_contact:
                profile.trust(opened.signer_public, package.organisation)
            closed = closed_because(package, today)
            return cls(opened, identity, profile, closed, draft, window.pop_all())

    def close(self) -> None:
        """Let go of the employee number; the answers stay saved."""
        self._window.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()

    @property
    def package(self) -> RoundPackage:
        """Return what was handed out."""
        return self.opened.package

    @property
    def answers(self) -> Answers:
        """Return item code → step, None for 該当しない; unanswered items are absent."""
        return {} if self._draft is None else self._draft.answers

    @property
    def saved_at(self) -> datetime | None:
        """Return when an answer was last saved; None before the first."""
        return None if self._draft is None else self._draft.saved_at

    @property
    def last_sending(self) -> Sending | None:
        """Return what was sent last; None before the first time."""
        return None if self._draft is None else self._draft.sending

    @property
    def has_been_sent(self) -> bool:
        """Return whether answers were sent from this terminal."""
        return self.last_sending is not None

    @property
    def has_changed_since_sent(self) -> bool:
        """Return whether what would be sent now differs from what was sent; False before."""
        sent = self.last_sending
        if sent is None:
            return False
        now = (self.identity.kana, self.identity.job_title, self.answers)
        return now != (sent.kana, sent.job_title, sent.answers)

    def position(self) -> int | None:
        """Return the position of the first unanswered item; None when all are answered."""
        return self.package.questionnaire.first_gap(self.answers)

    def answer(self, item_code: str, step: int | None) -> datetime:
        """Set the answer to an item.

        Args:
            item_code: The item.
            step: The position of the chosen step (0 is the lowest), None for 該当しない.

        Returns:
            When it was saved: it is on disk.

        Raises:
            Refusal: The round is not open today.
            MachineFailure: It could not be saved; the answers are as before.
        """
        return self.answer_all({item_code: step})

    def answer_all(self, answers: Answers) -> datetime:
        """Set the answers to several items, saved together; Raises as ``answer`` does."""
        scale = self.package.questionnaire.scale
        known = {item.code for item in self.package.questionnaire.items}
        for item_code, step in answers.items():
            if item_code not in known:
                raise KeyError(item_code)
            if step is None and not scale.allows_not_applicable:
                raise ValueError("the scale has no 該当しない")
            if step is not None and not 0 <= step < len(scale.steps):
                raise ValueError(f"no step {step}")
        return self._save({**self.answers, **answers})

    def clear(self, item_code: str) -> datetime:
        """Take back the answer to an item; Raises as ``answer`` does."""
        return self._save({c: step for c, step in self.answers.items() if c != item_code})

    def record_sending(self, sending: Sending) -> None:
        """Remember what was sent, or that its receipt was seen."""
        if self._draft is None:
            raise ValueError("nothing was answered")
        draft = replace(
            self._draft, kana=self.identity.kana, job_title=self.identity.job_title, sending=sending
        )
        self.profile.save_draft(self.package.round_id, self.identity.employee_no, draft)
        self._draft = draft

    def _save(self, answers: Mapping[str, int | None]) -> datetime:
        if self.closed_because is not None:
            raise Refusal(self.closed_because)
        at = datetime.now(UTC)
        me = self.identity
        draft = Draft(me.kana, me.job_title, answers, at, self.last_sending)
        self.profile.save_draft(self.package.round_id, me.employee_no, draft)
        self._draft = draft
        return at


def closed_because(package: RoundPackage, today: date) -> Problem | None:
    """Return why a round cannot be answered on a day; None while it is open."""
    return closed_on(today, package.opens_on, package.closes_on)


def result(session: AnswerSession) -> PersonalResult:
    """Work out the result of the answers so far."""
    package = session.package
    saved_at = session.saved_at
    return personal_result(
        package.questionnaire,
        package.schemes,
        package.courses,
        session.answers,
        band=dict(package.titles).get(session.identity.job_title),
        answered_on=None if saved_at is None else saved_at.astimezone().date(),
    )


def send(session: AnswerSession, folder: Path | None = None) -> SentAnswer:
    """Send the answers: one sealed file in the inbox of the round.

    Answers already sent and unchanged go out again as the very same file, which the personnel
    section recognises, as long as no receipt was seen.

    Args:
        session: The answers.
        folder: Where to put the file instead of the inbox; None for the inbox.

    Raises:
        Refusal: The round is not open today, nothing was answered, or the folder is missing
            (``answering.inbox_missing``).
        MachineFailure: The file could not be written; what was answered is kept.
    """
    if session.closed_because is not None:
        raise Refusal(session.closed_because)
    if not session.answers:
        raise refuse("answering.nothing_answered")
    target = _resolved(session, session.package.inbox) if folder is None else folder
    if not _may_exist(target):
        raise refuse("answering.inbox_missing", folder=str(target))
    at = datetime.now(UTC)
    data = _file_to_send(session, at)
    path = write_answer(target, data)
    digest = file_digest(data)
    session.record_sending(
        Sending(
            digest,
            str(path),
            at,
            session.identity.kana,
            session.identity.job_title,
            session.answers,
        )
    )
    return SentAnswer(path, at, digest)


def receipt_of(session: AnswerSession) -> Receipt | None:
    """Return the receipt of what was sent last; None while there is none.

    Raises:
        Refusal: The list of receipts cannot be trusted or read.
        MachineFailure: The drive or the share did not answer.
    """
    sent = session.last_sending
    if sent is None:
        return None
    if sent.received_at is not None:
        return Receipt(sent.received_at)
    package = session.package
    path = receipts_file(_resolved(session, package.receipts), package.round_id)
    try:
        receipts = read_receipts(path, session.opened.signer_public, package.round_id)
    except Refusal as refusal:
        if refusal.problems[0].code == "receipts.missing":
            return None
        raise
    receipt = receipts.get(receipt_key(sent.digest))
    if receipt is not None:
        session.record_sending(replace(sent, received_at=receipt.at))
        session.profile.drop_copy_of_sent(package.round_id, session.identity.employee_no)
    return receipt


def _file_to_send(session: AnswerSession, at: datetime) -> bytes:
    """Return the file that is on its way already, or a new one with the next counter."""
    package, profile, me = session.package, session.profile, session.identity
    sent = session.last_sending
    if sent is not None and sent.received_at is None and not session.has_changed_since_sent:
        copy = profile.copy_of_sent(package.round_id, me.employee_no)
        if copy is not None and file_digest(copy) == sent.digest:
            return copy
    respondent = profile.respondent_with_next_counter(me.employee_no)
    sheet = AnswerSheet(
        round_id=package.round_id,
        employee_no=me.employee_no,
        kana=me.kana,
        job_title=me.job_title,
        account=profile.account[:MAXIMUM_TEXT],
        counter=respondent.counter,
        answers=session.answers,
        program_version=__version__,
        sent_at_display=local_time_text(at),
    )
    data = seal_answer(sheet, respondent.signing_key, package.public_key)
    profile.keep_copy_of_sent(package.round_id, me.employee_no, data)
    return data


def _opened(path: Path, signed: SignedPackage, *, is_first_contact: bool) -> OpenedPackage:
    return OpenedPackage(
        signed.package, path.parent, signed.fingerprint, signed.signer_public, is_first_contact
    )


def _resolved(session: AnswerSession, folder: str) -> Path:
    # An absolute folder replaces the folder of the package; links are left as they are.
    return Path(os.path.normpath(session.opened.folder / folder))


def _may_exist(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except PermissionError:
        # A drop box may let nobody look; whether it takes the file shows when writing.
        return True


def _bare(fingerprint: str) -> str:
    return "".join(unicodedata.normalize("NFKC", fingerprint).lower().split())
