"""Submission files: sealed for the desk of a fiscal year, signed by the sender.

The signed body is canonical JSON with ``fmt``, ``min_reader``, ``kind`` (what is sent) and the
parts of a ``SubmissionSheet``.

Source: PROTECTION decision 2; DESIGN §6.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.submissions import (
    MOST_LONG_CHARACTERS,
    SubmissionDesk,
    SubmissionFields,
    SubmissionKind,
    SubmissionSheet,
)
from skilltrack.exchange.plain import Misfit, plain, restored
from skilltrack.exchange.sealing.documents import canonical, signed_document
from skilltrack.exchange.sealing.envelopes import Unopened
from skilltrack.exchange.sealing.files import read_signed_file
from skilltrack.exchange.sealing.keys import fingerprint
from skilltrack.exchange.sealing.signed import open_signed, seal_signed
from skilltrack.files.atomic import create_exclusively, write_bytes_atomically

FMT = 1
SUFFIX = ".todoke"
PACKAGE_KIND = "desk"
PACKAGE_SUFFIX = ".skilltrack"
MAXIMUM_BYTES = 256 * 1024
MAXIMUM_PACKAGE_BYTES = 4 * 1024**2
MAXIMUM_TEXT = 200
MOST_FIELDS = 64
PUBLIC_KEY_BYTES = 65
_PURPOSE = b"skill/submission/1|"
_NAME_BYTES = 8
_DESK_ID = re.compile(r"[\w-]{1,64}")
_CONTENT_FIELDS = ("kind", "employee_no", "fields")


class Reason(StrEnum):
    """Why a submission file is not taken."""

    UNREADABLE = "unreadable"
    FOREIGN_DESK = "foreign_desk"
    BAD_SIGNATURE = "bad_signature"
    NEWER_FORMAT = "newer_format"
    MALFORMED = "malformed"


class SubmissionRejected(Refusal):
    """A submission file is not taken."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(Problem(f"submissions.{reason}"))


@dataclass(frozen=True, slots=True)
class OpenedSubmission:
    """A verified submission with the key that signed it."""

    sheet: SubmissionSheet
    sender_public: bytes


@dataclass(frozen=True, slots=True)
class SignedDesk:
    """A verified package of a desk and who signed it."""

    desk: SubmissionDesk
    signer_public: bytes
    fingerprint: str


def file_digest(data: bytes) -> str:
    """Return the SHA-256 of a file in hex, by which it is recognised and receipted."""
    return hashlib.sha256(data).hexdigest()


def content_digest(kind: str, employee_no: str, fields: SubmissionFields) -> str:
    """Return what says that two submissions are the same, however they came."""
    values = dict(zip(_CONTENT_FIELDS, (kind, employee_no, dict(fields)), strict=True))
    return hashlib.sha256(canonical(values)).hexdigest()


def seal_submission(sheet: SubmissionSheet, sender_key: bytes, desk_public: bytes) -> bytes:
    """Sign and seal a submission.

    Args:
        sheet: What is sent.
        sender_key: The sender's Ed25519 private key.
        desk_public: The desk's public key from the package.
    """
    body = {
        "fmt": FMT,
        "min_reader": FMT,
        "kind": sheet.kind.value,
        "desk": sheet.desk_id,
        "employee_no": sheet.employee_no,
        "kana": sheet.kana,
        "account": sheet.account,
        "counter": sheet.counter,
        "fields": dict(sheet.fields),
        "program_version": sheet.program_version,
        "sent_at_display": sheet.sent_at_display,
    }
    return seal_signed(canonical(body), sender_key, desk_public, _purpose(sheet.desk_id))


def open_submission(data: bytes, desk_private: bytes, desk_id: str) -> OpenedSubmission:
    """Open and verify a submission file.

    Raises:
        SubmissionRejected: Nothing of the file may be used; ``reason`` says why.
    """
    if len(data) > MAXIMUM_BYTES:
        raise SubmissionRejected(Reason.UNREADABLE)
    try:
        signed = open_signed(data, desk_private, _purpose(desk_id))
    except Unopened as error:
        reason = error.fault.value.replace("foreign_round", Reason.FOREIGN_DESK)
        raise SubmissionRejected(Reason(reason)) from None
    sheet = _sheet_of(signed.body)
    if sheet.desk_id != desk_id:
        raise SubmissionRejected(Reason.FOREIGN_DESK)
    return OpenedSubmission(sheet, signed.signer)


def write_submission(folder: Path, data: bytes) -> Path:
    """Create a submission file under a random name that says nothing about the person.

    Raises:
        SkilltrackError: The file could not be created in the folder.
    """
    path = folder / f"{secrets.token_hex(_NAME_BYTES)}{SUFFIX}"
    create_exclusively(path, data)
    return path


def write_desk(path: Path, desk: SubmissionDesk, signing_key: bytes) -> None:
    """Sign the package of a desk and write it.

    Raises:
        MachineFailure: The file could not be written.
    """
    document = signed_document(PACKAGE_KIND, FMT, plain(desk), signing_key)
    write_bytes_atomically(path, document)


def read_desk(path: Path) -> SignedDesk:
    """Read the package of a desk and verify its signature. Whom to trust is for the caller.

    Raises:
        Refusal: The file is no such package, damaged, too large, made by a later version, not
            signed by its signer, or does not fit together.
        MachineFailure: The drive or the share did not answer.
    """
    document = read_signed_file(
        path, kind=PACKAGE_KIND, fmt=FMT, maximum_bytes=MAXIMUM_PACKAGE_BYTES, area="packages"
    )
    place = Place(path.name)
    try:
        desk = restored(SubmissionDesk, document.body)
    except Misfit as error:
        raise Refusal(Problem("packages.malformed", place, {"key": error.path})) from None
    is_sound = _DESK_ID.fullmatch(desk.desk_id) and len(desk.public_key) == PUBLIC_KEY_BYTES
    if not is_sound or desk.opens_on > desk.closes_on or not desk.kinds:
        raise Refusal(Problem("packages.inconsistent", place, {"key": "desk_id"}))
    return SignedDesk(desk, document.signer, fingerprint(document.signer))


def _purpose(desk_id: str) -> bytes:
    return _PURPOSE + desk_id.encode()


def _sheet_of(body: bytes) -> SubmissionSheet:
    try:
        found = json.loads(body.decode())
        is_ours = canonical(found) == body
    except (ValueError, RecursionError):
        raise SubmissionRejected(Reason.MALFORMED) from None
    if not is_ours or not isinstance(found, dict) or type(found.get("min_reader")) is not int:
        raise SubmissionRejected(Reason.MALFORMED)
    if found["min_reader"] > FMT or found.get("kind") not in set(SubmissionKind):
        raise SubmissionRejected(Reason.NEWER_FORMAT)
    texts = [
        _text(found.get(name))
        for name in ("desk", "employee_no", "kana", "account", "program_version")
    ]
    counter = found.get("counter")
    if type(counter) is not int or counter < 1:
        raise SubmissionRejected(Reason.MALFORMED)
    desk_id, employee_no, kana, account, version = texts
    return SubmissionSheet(
        desk_id=desk_id,
        kind=SubmissionKind(found["kind"]),
        employee_no=employee_no,
        kana=kana,
        account=account,
        counter=counter,
        fields=_fields(found.get("fields")),
        program_version=version,
        sent_at_display=_text(found.get("sent_at_display")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAXIMUM_TEXT:
        raise SubmissionRejected(Reason.MALFORMED)
    return value


def _fields(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise SubmissionRejected(Reason.MALFORMED)
    for name, text in value.items():
        is_text = isinstance(text, str) and 0 < len(text) <= MOST_LONG_CHARACTERS
        if len(name) > MAXIMUM_TEXT or not is_text:
            raise SubmissionRejected(Reason.MALFORMED)
    return value
