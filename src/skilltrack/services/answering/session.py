"""Answering a round: open the package, answer item by item, see the result, send.

The answer window drives this use case. It reaches no database, directly or indirectly. The first
step, opening, is in ``services.packages``; its names are given here too.
"""

import os
import unicodedata
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from skilltrack import __version__
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS, Answers, Comments
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.rounds.definition import AnswerSheet, RoundPackage
from skilltrack.domain.rounds.results import PersonalResult, personal_result
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.exchange.answers import (
    MAXIMUM_TEXT,
    answer_problems,
    file_digest,
    folded_kana,
    seal_answer,
    write_answer,
)
from skilltrack.exchange.receipts import Receipt, read_receipts, receipt_key, receipts_file
from skilltrack.i18n.dates import local_time_text
from skilltrack.services.answering.identities import Identity, checked_identity
from skilltrack.services.answering.invitations import closed_on
from skilltrack.services.answering.packages import OpenedPackage as OpenedPackage
from skilltrack.services.answering.packages import open_package as open_package
from skilltrack.services.answering.packages import trust_signer as trust_signer
from skilltrack.services.answering.profiles import Draft, Profile, Sending


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer file that lies in the folder.

    ``digest`` is its SHA-256 in hex. ``at`` is an aware instant.
    """

    path: Path
    at: datetime
    digest: str


class AnswerSession:
    """One person answering one round; made by ``start``, ended by ``close``.

    Every answer is on disk before the call returns.
    """

    is_kept = True

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
        access_code: str = "",
        is_kana_corrected: bool = False,
        is_code_replaced: bool = False,
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
            access_code: The personal code as typed; asked for while a strict round is open.
            is_kana_corrected: The user confirmed that a saved draft with other kana is the own.
            is_code_replaced: The user confirmed that another code than the one kept is right.

        Raises:
            Refusal: A part is blank or unusable, the saved draft is of another name
                (``answering.kana_differs``) or was begun with another personal code
                (``answering.access_code_differs``), or another window is open for the number.
            MachineFailure: The profile's folder cannot be written.
        """
        package = opened.package
        closed = closed_on(today, package.opens_on, package.closes_on)
        asks_code = package.is_strict and closed is None
        identity = checked_identity(
            employee_no, kana, job_title, access_code if asks_code else None
        )
        with ExitStack() as window:
            window.enter_context(profile.only_window_of(identity.employee_no))
            profile.remove_leftovers(identity.employee_no)
            draft = profile.draft(package.round_id, identity.employee_no)
            if draft is not None:
                is_other = folded_kana(draft.kana) != folded_kana(identity.kana)
                if is_other and not is_kana_corrected:
                    raise refuse("answering.kana_differs")
                if not asks_code:
                    identity = replace(identity, access_code=draft.access_code)
                is_other = draft.access_code not in {"", identity.access_code}
                if is_other and not is_code_replaced:
                    raise refuse("answering.access_code_differs")
            if opened.is_first_contact:
                profile.trust(opened.signer_public, package.organisation)
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
    def questionnaire(self) -> Questionnaire:
        """Return what is asked."""
        return self.package.questionnaire

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """Return the schemes under which the result is judged."""
        return self.package.schemes

    @property
    def is_open(self) -> bool:
        """Return whether answers can be given and sent today."""
        return self.closed_because is None

    @property
    def answers(self) -> Answers:
        """Return item code → what was chosen, None for 該当しない; unanswered items are absent."""
        return {} if self._draft is None else self._draft.answers

    @property
    def comments(self) -> Comments:
        """Return item code → text; items without a comment are absent."""
        return {} if self._draft is None else self._draft.comments

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
        me = self.identity
        now = (me.kana, me.job_title, me.access_code, self.answers, self.comments)
        then = (sent.kana, sent.job_title, sent.access_code, sent.answers, sent.comments)
        return now != then

    def position(self) -> int | None:
        """Return the position of the first unanswered item; None when all are answered."""
        return self.questionnaire.first_gap(self.answers)

    def result(self) -> PersonalResult:
        """Work out the result of the answers so far."""
        saved_at = self.saved_at
        return personal_result(
            self.questionnaire,
            self.schemes,
            self.package.courses,
            self.answers,
            band=dict(self.package.titles).get(self.identity.job_title),
            answered_on=None if saved_at is None else saved_at.astimezone().date(),
            job_title=self.identity.job_title,
        )

    def answer(self, item_code: str, step: int | None) -> datetime:
        """Set the answer to an item.

        Args:
            item_code: The item.
            step: The position among the labels of the item, None for 該当しない.

        Returns:
            When it was saved: it is on disk.

        Raises:
            Refusal: The round is not open today.
            MachineFailure: It could not be saved; the answers are as before.
        """
        return self.answer_all({item_code: step})

    def answer_all(self, answers: Answers) -> datetime:
        """Set the answers to several items, saved together; Raises as ``answer`` does."""
        problems = answer_problems(self.questionnaire, answers)
        if problems:
            raise ValueError(problems)
        return self._save({**self.answers, **answers}, self.comments)

    def comment(self, item_code: str, text: str) -> datetime:
        """Set the text of a comment; a blank one takes it back. Raises as ``answer`` does.

        Blanks at the ends and characters that no form can carry are left aside.
        """
        kinds = {item.code: item.kind for item in self.questionnaire.items}
        written = _writable(text)
        if kinds[item_code] is not ItemKind.COMMENT or len(written) > MOST_COMMENT_CHARACTERS:
            raise ValueError(item_code)
        others = {code: told for code, told in self.comments.items() if code != item_code}
        return self._save(self.answers, others | ({item_code: written} if written else {}))

    def erase(self) -> None:
        """Remove these answers and the copy of what was sent from the terminal, and close.

        What was sent stays where it is.

        Raises:
            MachineFailure: They could not be removed.
        """
        self.profile.erase(self.package.round_id, self.identity.employee_no)
        self._draft = None
        self.close()

    def record_sending(self, sending: Sending) -> None:
        """Remember what was sent, or that its receipt was seen."""
        if self._draft is None:
            raise ValueError("nothing was answered")
        me = self.identity
        draft = replace(self._draft, kana=me.kana, job_title=me.job_title, sending=sending)
        draft = replace(draft, access_code=me.access_code)
        self.profile.save_draft(self.package.round_id, self.identity.employee_no, draft)
        self._draft = draft

    def _save(self, answers: Answers, comments: Comments) -> datetime:
        if self.closed_because is not None:
            raise Refusal(self.closed_because)
        at = datetime.now(UTC)
        me = self.identity
        draft = Draft(
            me.kana, me.job_title, answers, at, self.last_sending, comments, me.access_code
        )
        self.profile.save_draft(self.package.round_id, me.employee_no, draft)
        self._draft = draft
        return at


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
    at, me = datetime.now(UTC), session.identity
    data = _file_to_send(session, at)
    path = write_answer(target, data)
    digest = file_digest(data)
    session.record_sending(
        Sending(
            digest,
            str(path),
            at,
            me.kana,
            me.job_title,
            session.answers,
            comments=session.comments,
            access_code=me.access_code,
            is_elsewhere=folder is not None,
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
        comments=session.comments,
    )
    data = seal_answer(
        sheet, respondent.signing_key, package.public_key, access_code=me.access_code
    )
    profile.keep_copy_of_sent(package.round_id, me.employee_no, data)
    return data


def _resolved(session: AnswerSession, folder: str) -> Path:
    # An absolute folder replaces the folder of the package; links are left as they are.
    return Path(os.path.normpath(session.opened.folder / folder))


def _may_exist(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except PermissionError:
        # A drop box may let nobody look; whether it takes the file shows when writing.
        return True


def _writable(text: str) -> str:
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()
