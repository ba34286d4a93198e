"""Answer files: sealed for the round, signed by the respondent, ordered by counters.

The signed body is canonical JSON with ``fmt``, ``min_reader``, ``kind`` and the parts of an
``AnswerSheet``.

Source: PROTECTION decisions 2 and 7, threats 2–5, Design §3.
"""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS, Answers, Comments
from skilltrack.domain.questionnaires.definition import ItemKind, Questionnaire
from skilltrack.domain.rounds.definition import AnswerSheet
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.envelopes import Fault, Unopened
from skilltrack.exchange.sealing.signed import Signed, open_signed, seal_signed
from skilltrack.files.atomic import create_exclusively

KIND = "answers"
FMT = 1
SUFFIX = ".kaitou"
MAXIMUM_BYTES = 1024**2
"""A file is 4,189 bytes for every questionnaire up to about 400 items."""

MAXIMUM_TEXT = 200
MAXIMUM_COUNTER = 2**53
_PURPOSE = b"skill/answer/1|"
_PROOF = "proof"
_NAME_BYTES = 8


class Reason(StrEnum):
    """Why an answer file is not taken."""

    UNREADABLE = "unreadable"  # damaged, cut off, half written, or no answer file
    FOREIGN_ROUND = "foreign_round"
    BAD_SIGNATURE = "bad_signature"
    NEWER_FORMAT = "newer_format"
    MALFORMED = "malformed"  # opened and signed, but not what this program writes


class AnswerRejected(Refusal):
    """An answer file is not taken; ``reason`` says into which bucket it belongs."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(Problem(f"answers.{reason}"))


@dataclass(frozen=True, slots=True)
class Mark:
    """What orders the answers of one person in one round.

    ``content`` is the SHA-256 (hex) of the signed body: sealing the same answers twice gives
    two files, but one content.
    """

    respondent_public: bytes
    counter: int
    content: str


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """A verified answer file and the key that signed it."""

    sheet: AnswerSheet
    respondent_public: bytes
    mark: Mark
    proof: str = ""
    proved: bytes = b""

    @property
    def has_proof(self) -> bool:
        """Return whether the sender gave a personal code."""
        return bool(self.proof)

    def is_proved_by(self, access_code: str) -> bool:
        """Return whether the sender knew this personal code (in its normal form)."""
        proof = _proof(access_code, self.proved)
        return hmac.compare_digest(self.proof.encode(errors="surrogatepass"), proof.encode())


class Bucket(StrEnum):
    """Where an answer goes beside what was taken of the same person before."""

    TAKEN = "taken"  # 取込
    SAME = "same"  # 同じもの
    OLDER = "older"  # 古い版
    TO_CONFIRM = "to_confirm"  # 確認待ち


def file_digest(data: bytes) -> str:
    """Return the SHA-256 of an answer file in hex, by which it is recognised and receipted."""
    return hashlib.sha256(data).hexdigest()


def seal_answer(
    sheet: AnswerSheet, respondent_key: bytes, round_public: bytes, *, access_code: str = ""
) -> bytes:
    """Sign and seal the answers of one person.

    Args:
        sheet: The answers.
        respondent_key: The respondent's Ed25519 private key.
        round_public: The round's public key from the package.
        access_code: The personal code of a strict round in its normal form; the file proves
            that the sender knows it and does not hold it.
    """
    fields = _body_of(sheet)
    if access_code:
        fields[_PROOF] = _proof(access_code, canonical(fields))
    purpose = purpose_of(sheet.round_id)
    return seal_signed(canonical(fields), respondent_key, round_public, purpose)


def open_answer(data: bytes, round_private: bytes, round_id: str) -> OpenedAnswer:
    """Open and verify an answer file.

    Args:
        data: The bytes of the file.
        round_private: The round's private key.
        round_id: The round.

    Raises:
        AnswerRejected: Nothing of the file may be used; ``reason`` says why.
    """
    if len(data) > MAXIMUM_BYTES:
        raise AnswerRejected(Reason.UNREADABLE)
    try:
        signed = open_signed(data, round_private, purpose_of(round_id))
    except Unopened as error:
        raise rejected(error.fault) from None
    return answer_in(signed, round_id)


def rejected(fault: Fault) -> AnswerRejected:
    """Return the refusal of a file whose envelope does not open."""
    return AnswerRejected(Reason(fault))


def answer_in(signed: Signed, round_id: str) -> OpenedAnswer:
    """Return the answer in what was opened and verified.

    Raises:
        AnswerRejected: It is no answer to this round as this program writes it.
    """
    public, body = signed.signer, signed.body
    fields = _fields_of(body)
    sheet = _sheet_of(fields)
    if sheet.round_id != round_id:
        raise AnswerRejected(Reason.FOREIGN_ROUND)
    mark = Mark(public, sheet.counter, hashlib.sha256(body).hexdigest())
    proof = _text(fields, _PROOF) if _PROOF in fields else ""
    proved = canonical({k: v for k, v in fields.items() if k != _PROOF}) if proof else b""
    return OpenedAnswer(sheet, public, mark, proof, proved)


def write_answer(folder: Path, data: bytes) -> Path:
    """Create an answer file under a random name that says nothing about the person.

    Raises:
        SkilltrackError: The file could not be created in the folder.
    """
    path = folder / f"{secrets.token_hex(_NAME_BYTES)}{SUFFIX}"
    create_exclusively(path, data)
    return path


def answer_problems(
    questionnaire: Questionnaire, answers: Answers, comments: Comments | None = None
) -> tuple[Problem, ...]:
    """Return what in the answers does not fit the questionnaire; empty when all fits."""
    return tuple(_answer_problems(questionnaire, answers, comments or {}))


def folded_kana(text: str) -> str:
    """Return a name in kana as it is compared: full-width katakana without blanks."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in folded)


def bucket_of(incoming: Mark, taken: Mark | None, keys: Sequence[bytes]) -> Bucket:
    """Decide where an answer goes; the order never comes from clocks.

    Args:
        incoming: The answer.
        taken: What counts for this person in this round so far; None when nothing.
        keys: The person's approved keys, each starting a later epoch; empty for a person who
            was never heard of: the first claim is taken.

    Source: PROTECTION decision 7 and threats 4, 5.
    """
    if keys and incoming.respondent_public not in keys:
        return Bucket.TO_CONFIRM
    if taken is None:
        return Bucket.TAKEN
    if incoming == taken:
        return Bucket.SAME
    if not keys and incoming.respondent_public != taken.respondent_public:
        return Bucket.TO_CONFIRM
    rank, taken_rank = _rank(incoming, keys), _rank(taken, keys)
    if rank == taken_rank:
        return Bucket.TO_CONFIRM
    return Bucket.TAKEN if rank > taken_rank else Bucket.OLDER


def latest(marks: Iterable[Mark], keys: Sequence[bytes]) -> Mark | None:
    """Return what counts after all these answers of one person; None when none is taken."""
    taken: Mark | None = None
    for mark in marks:
        if bucket_of(mark, taken, keys) is Bucket.TAKEN:
            taken = mark
    return taken


def _rank(mark: Mark, keys: Sequence[bytes]) -> tuple[int, int]:
    key = mark.respondent_public
    return (keys.index(key) if key in keys else -1, mark.counter)


def purpose_of(round_id: str) -> bytes:
    """Return what answers to a round are sealed and signed for."""
    return _PURPOSE + round_id.encode()


def _proof(access_code: str, body: bytes) -> str:
    return hmac.new(access_code.encode(), body, hashlib.sha256).hexdigest()


def _body_of(sheet: AnswerSheet) -> dict[str, object]:
    comments = {"comments": dict(sheet.comments)} if sheet.comments else {}
    return comments | {
        "fmt": FMT,
        "min_reader": FMT,
        "kind": KIND,
        "round": sheet.round_id,
        "employee_no": sheet.employee_no,
        "kana": sheet.kana,
        "job_title": sheet.job_title,
        "account": sheet.account,
        "counter": sheet.counter,
        "answers": dict(sheet.answers),
        "program_version": sheet.program_version,
        "sent_at_display": sheet.sent_at_display,
    }


def _fields_of(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body.decode())
        is_ours = canonical(fields) == body
    except (ValueError, RecursionError):
        raise AnswerRejected(Reason.MALFORMED) from None
    if not is_ours or not isinstance(fields, dict) or type(fields.get("min_reader")) is not int:
        raise AnswerRejected(Reason.MALFORMED)
    if fields["min_reader"] > FMT or fields.get("kind") != KIND:
        raise AnswerRejected(Reason.NEWER_FORMAT)
    return fields


def _sheet_of(fields: dict[str, Any]) -> AnswerSheet:
    return AnswerSheet(
        round_id=_text(fields, "round"),
        employee_no=_text(fields, "employee_no"),
        kana=_text(fields, "kana"),
        job_title=_text(fields, "job_title"),
        account=_text(fields, "account"),
        counter=_counter(fields.get("counter")),
        answers=_answers(fields.get("answers")),
        program_version=_text(fields, "program_version"),
        sent_at_display=_text(fields, "sent_at_display"),
        comments=_comments(fields.get("comments", {})),
    )


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > MAXIMUM_TEXT:
        raise AnswerRejected(Reason.MALFORMED)
    return value


def _counter(value: object) -> int:
    if type(value) is not int or not 1 <= value <= MAXIMUM_COUNTER:
        raise AnswerRejected(Reason.MALFORMED)
    return value


def _answers(value: object) -> Answers:
    if not isinstance(value, dict):
        raise AnswerRejected(Reason.MALFORMED)
    if not {type(step) for step in value.values()} <= {int, type(None)}:
        raise AnswerRejected(Reason.MALFORMED)
    return value


def _comments(value: object) -> Comments:
    if not isinstance(value, dict):
        raise AnswerRejected(Reason.MALFORMED)
    for text in value.values():
        if not isinstance(text, str) or not 0 < len(text) <= MOST_COMMENT_CHARACTERS:
            raise AnswerRejected(Reason.MALFORMED)
    return value


def _answer_problems(
    questionnaire: Questionnaire, answers: Answers, comments: Comments
) -> Iterator[Problem]:
    items = {item.code: item for item in questionnaire.items}
    for code, step in answers.items():
        item = items.get(code)
        if item is None or item.kind is ItemKind.COMMENT:
            yield Problem("answers.unknown_item", values={"item": code[:MAXIMUM_TEXT]})
        elif step is None:
            if not questionnaire.allows_not_applicable(item):
                yield Problem("answers.not_applicable", values={"item": code})
        elif not 0 <= step < len(questionnaire.labels_of(item)):
            steps = len(questionnaire.labels_of(item))
            yield Problem("answers.step_out_of_range", values={"item": code, "steps": steps})
    for code in comments:
        if code not in items or items[code].kind is not ItemKind.COMMENT:
            yield Problem("answers.unknown_item", values={"item": code[:MAXIMUM_TEXT]})
