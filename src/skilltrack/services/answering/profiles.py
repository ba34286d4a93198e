"""What the answer window keeps on a terminal for the user of an account.

Under the folder of the profile lie, sealed to its key: a signing key with its counter for each
employee number, the trusted signers of packages, drafts, and sealed copies of what was sent.
File names are keyed hashes and reveal no employee number. Losing the folder costs drafts only: a
new signing key is confirmed by the personnel section.

Source: PROTECTION Design §3 (2), (7).
"""

import getpass
import hashlib
import hmac
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.exchange.plain import Misfit, plain, restored
from skilltrack.exchange.sealing import local
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.files.locks import takes_lock

_T = TypeVar("_T")
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_NAME_DIGITS = 32
_TRUST = "trust"
_RESPONDENT = "respondent"
_DRAFT = "draft"
_COPY = "copy"
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Respondent:
    """The signing key of an employee number and the counter last used with it."""

    signing_key: bytes = field(repr=False)
    counter: int = 0


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent last; ``received_at`` is None until the receipt was seen.

    ``digest`` is the SHA-256 of the answer file in hex. ``is_elsewhere``: the file was saved
    outside the inbox and has to be handed over. ``access_code`` is the personal code it proves.
    """

    digest: str
    path: str
    at: datetime
    kana: str
    job_title: str
    answers: Answers
    received_at: datetime | None = None
    comments: Comments = field(default_factory=dict)
    access_code: str = field(default="", repr=False)
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers of one employee number to one round, as last saved.

    ``access_code`` is the personal code of a strict round in its normal form, else empty.
    """

    kana: str
    job_title: str
    answers: Answers
    saved_at: datetime
    sending: Sending | None = None
    comments: Comments = field(default_factory=dict)
    access_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Trust:
    """Public keys (hex) of trusted signers → organisation."""

    signers: Mapping[str, str]


def default_folder() -> Path:
    """Return the folder of the account's profile as the system names it."""
    from platformdirs import user_data_path

    return user_data_path("skilltrack", appauthor=False, roaming=True)


class Profile:
    """The files of one account on one terminal.

    Args:
        folder: The folder; made on first use.
        account: The account that answers claim; None is that of the system.
    """

    def __init__(self, folder: Path, account: str | None = None) -> None:
        self.folder = folder
        self._account = account
        self.has_lost_files = False
        """Something was damaged or belongs to another account; it was set aside."""

    @cached_property
    def account(self) -> str:
        """Return the name of the account; empty where the system knows none."""
        if self._account is not None:
            return self._account
        try:
            return getpass.getuser()
        except (KeyError, OSError, ImportError):
            return ""

    def trusted_signers(self) -> Mapping[str, str]:
        """Return public key (hex) → organisation; empty before the first contact."""
        trust = self._read(_TRUST, _Trust, _TRUST)
        return {} if trust is None else trust.signers

    def trust(self, signer_public: bytes, organisation: str) -> None:
        """Trust a signer from now on, beside those trusted before."""
        signers = {**self.trusted_signers(), signer_public.hex(): organisation}
        self._write(_TRUST, _Trust(signers), _TRUST)

    def respondent_with_next_counter(self, employee_no: str) -> Respondent:
        """Return the key of an employee number with a counter never used before.

        The counter is on disk before this returns; a key is made on first use.
        """
        known = self._read(_RESPONDENT, Respondent, employee_no)
        respondent = Respondent(new_signing_key()) if known is None else known
        respondent = replace(respondent, counter=respondent.counter + 1)
        self._write(_RESPONDENT, respondent, employee_no)
        return respondent

    def draft(self, round_id: str, employee_no: str) -> Draft | None:
        """Return the saved answers; None when there are none."""
        return self._read(_DRAFT, Draft, round_id, employee_no)

    def save_draft(self, round_id: str, employee_no: str, draft: Draft) -> None:
        """Save the answers; they are on disk when this returns."""
        self._write(_DRAFT, draft, round_id, employee_no)

    def copy_of_sent(self, round_id: str, employee_no: str) -> bytes | None:
        """Return the answer file sent last, None once its receipt was seen.

        It is sealed for the personnel section: nobody here can open it.
        """
        return self._content(self._path(_COPY, round_id, employee_no))

    def keep_copy_of_sent(self, round_id: str, employee_no: str, data: bytes) -> None:
        """Keep an answer file until its receipt is seen."""
        self._store(self._path(_COPY, round_id, employee_no), data)

    def drop_copy_of_sent(self, round_id: str, employee_no: str) -> None:
        """Remove the copy of the answer file sent last."""
        self._path(_COPY, round_id, employee_no).unlink(missing_ok=True)

    def kept(self, kind: type[_T], purpose: str, *parts: str) -> _T | None:
        """Return a value kept for a purpose other than answers; None where there is none."""
        return self._read(purpose, kind, purpose, *parts)

    def keep(self, value: object, purpose: str, *parts: str) -> None:
        """Keep a value for a purpose other than answers; it is on disk when this returns."""
        self._write(purpose, value, purpose, *parts)

    def erase(self, round_id: str, employee_no: str) -> None:
        """Remove the answers of an employee number to a round and the copy of what was sent.

        The signing key and its counter stay: a later answer must still be known as newer.

        Raises:
            MachineFailure: Something could not be removed.
        """
        copy = self._path(_COPY, round_id, employee_no)
        draft = self._path(_DRAFT, round_id, employee_no)
        try:
            for path in (copy, draft, _set_aside_name(draft)):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise self._failure() from error

    def remove_leftovers(self, employee_no: str) -> None:
        """Remove what killed writes left behind, unless another window may be writing.

        Args:
            employee_no: The number whose window asks, and holds it.
        """
        own = self._path(_LOCK, employee_no)
        leftovers = list(self.folder.glob("*.tmp"))
        if leftovers and all(
            _is_free(path) for path in self.folder.glob(f"*.{_LOCK}") if path != own
        ):
            for path in leftovers:
                with suppress(OSError):  # a virus scanner may hold it; the next start tries again
                    path.unlink(missing_ok=True)

    @contextmanager
    def only_window_of(self, employee_no: str) -> Iterator[None]:
        """Hold an employee number for one window; the system lets go when the process ends.

        Raises:
            Refusal: ``answering.already_open``; another window holds it.
        """
        path = self._path(_LOCK, employee_no)
        self._make_folder()
        handle = os.open(path, os.O_RDWR | os.O_CREAT, _FILE_MODE)
        try:
            if not takes_lock(handle):
                raise refuse("answering.already_open")
            yield
        finally:
            os.close(handle)

    @cached_property
    def _key(self) -> bytes:
        path = self.folder / "profile.key"
        stored = self._content(path)
        if stored is not None:
            try:
                return local.unwrapped(stored)
            except local.NotOpened:
                self._set_aside(path)
        key = local.new_local_key()
        self._store(path, local.wrapped(key))
        return key

    def _path(self, purpose: str, *parts: str) -> Path:
        name = hmac.new(self._key, canonical([purpose, *parts]), hashlib.sha256).hexdigest()
        return self.folder / f"{name[:_NAME_DIGITS]}.{purpose}"

    def _read(self, purpose: str, kind: type[_T], *parts: str) -> _T | None:
        path = self._path(purpose, *parts)
        sealed = self._content(path)
        if sealed is None:
            return None
        try:
            content = local.open_here(self._key, purpose.encode(), sealed)
            return restored(kind, json.loads(content))
        except (local.NotOpened, Misfit):
            self._set_aside(path)
            return None

    def _write(self, purpose: str, value: object, *parts: str) -> None:
        content = canonical(plain(value))
        sealed = local.seal_here(self._key, purpose.encode(), content)
        self._store(self._path(purpose, *parts), sealed)

    def _store(self, path: Path, data: bytes) -> None:
        self._make_folder()
        write_bytes_atomically(path, data)
        if sys.platform != "win32":
            path.chmod(_FILE_MODE)

    def _content(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._failure() from error

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        except OSError as error:
            raise self._failure() from error

    def _failure(self) -> MachineFailure:
        return MachineFailure(
            Problem("answering.no_profile", Place(), {"folder": str(self.folder)})
        )

    def _set_aside(self, path: Path) -> None:
        self.has_lost_files = True
        path.replace(_set_aside_name(path))


def _set_aside_name(path: Path) -> Path:
    return path.with_suffix(f"{path.suffix}.damaged")


def _is_free(lock: Path) -> bool:
    """Return whether no window holds a number; it is let go of again at once."""
    handle = os.open(lock, os.O_RDWR)
    try:
        return takes_lock(handle)
    finally:
        os.close(handle)
