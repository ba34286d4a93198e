"""Data files: making, opening, checking, backing up and restoring them."""

import secrets
from pathlib import Path
from typing import Final, NamedTuple

from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.files.account import data_folder
from skilltrack.files.atomic import replacing
from skilltrack.store import audit, integrity, keys, schema
from skilltrack.store import backup as backups
from skilltrack.store.backup import Manifest
from skilltrack.store.database import Clock, Database, utc_now
from skilltrack.store.definitions import change_setting, keep_secret
from skilltrack.store.integrity import Finding
from skilltrack.store.keys import Slot
from skilltrack.store.migrations.creation import create_schema

_LEFTOVERS: Final = ("", ".key", ".anchor", "-wal", "-journal")


class Created(NamedTuple):
    """A new data file, open, and its recovery code (None without protection)."""

    database: Database
    recovery_code: str | None


def default_path() -> Path:
    """Return where the data file lies when nobody says otherwise; nothing need be there."""
    return data_folder() / "skilltrack.db"


def is_protected(path: Path) -> bool:
    """Return whether a passphrase is needed for a data file or a backup; False for none there."""
    if not path.exists():
        return False
    return keys.key_path(path).exists() or not _is_plain(path)


def create(
    path: Path,
    *,
    passphrase: str | None,
    label: str,
    organisation: str,
    is_unprotected: bool = False,
    clock: Clock = utc_now,
) -> Created:
    """Make a new data file and open it.

    Args:
        path: Where; nothing may be there yet.
        passphrase: What will open it; None only with ``is_unprotected``.
        label: Whose passphrase it is.
        organisation: The name of the municipality.
        is_unprotected: Make a file that everyone can read, for demonstrations.
        clock: Where instants come from.

    Returns:
        The open data file, and the recovery code to be printed (None without protection).

    Raises:
        Refusal: Something is there already, or the passphrase is missing or too easy to guess.
        MachineFailure: The folder cannot be written.
    """
    _refuse_leftovers(path)
    if path == default_path():
        path.parent.mkdir(parents=True, exist_ok=True)
    data_key = None
    if not is_unprotected:
        if passphrase is None:
            raise refuse("data.passphrase_unset")
        keys.check_passphrase(passphrase, organisation=organisation)
        data_key = keys.new_data_key()
        key_file = keys.with_slot(keys.KeyFile(), data_key, passphrase, label)
        keys.write_key_file(keys.key_path(path), key_file)
    try:
        with replacing(path) as new:
            _fill(Database(new, data_key, clock), organisation)
    except BaseException:
        keys.key_path(path).unlink(missing_ok=True)
        raise
    database = Database(path, data_key, clock)
    audit.note(database, audit.Entry("create", path.name))
    return Created(database, None if data_key is None else keys.recovery_code(data_key))


def open_data(path: Path, passphrase: str | None, clock: Clock = utc_now) -> Database:
    """Open a data file; one of an older version is brought up to date first.

    Args:
        path: The data file.
        passphrase: None for a file that is not protected.
        clock: Where instants come from.

    Raises:
        Refusal: It is missing, foreign, newer or damaged; the passphrase is missing, wrong, or
            given for a file that is not protected; the key file is missing or damaged.
        MachineFailure: It cannot be read or written.
    """
    return _open(path, _data_key(path, passphrase), clock)


def open_with_recovery_code(path: Path, code: str, clock: Clock = utc_now) -> Database:
    """Open a data file with the printed code, even when its key file is lost.

    Raises:
        Refusal: The code is mistyped or belongs to another file; otherwise as ``open_data``.
    """
    data_key = keys.parse_recovery_code(code)
    if _is_plain(path):
        raise refuse("data.not_protected", Place(file=path.name))
    try:
        integrity.schema_version(path, data_key)
    except Refusal as refusal:
        if refusal.problems[0].code == "data.unreadable":
            raise refuse("data.recovery_code_foreign", Place(file=path.name)) from refusal
        raise
    return _open(path, data_key, clock)


def read_passphrase(path: Path) -> str:
    """Return the first line of a file that holds a passphrase or a recovery code.

    Raises:
        Refusal: The file cannot be read or its first line is empty.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise refuse("data.passphrase_file", Place(file=path.name)) from error
    if not lines or not lines[0]:
        raise refuse("data.passphrase_file", Place(file=path.name))
    return lines[0]


def passphrases(database: Database) -> tuple[Slot, ...]:
    """Return the slots of a protected file, oldest first; empty without protection."""
    if not keys.key_path(database.path).exists():
        return ()
    return keys.read_key_file(keys.key_path(database.path)).slots


def add_passphrase(
    database: Database, passphrase: str, label: str, *, organisation: str = ""
) -> None:
    """Let one more passphrase open a protected file; a lost key file is made anew.

    Raises:
        Refusal: The file is not protected, or the passphrase is too easy to guess.
    """
    if database.data_key is None:
        raise refuse("data.not_protected", Place(file=database.path.name))
    keys.check_passphrase(passphrase, organisation=organisation)
    path = keys.key_path(database.path)
    key_file = keys.read_key_file(path) if path.exists() else keys.KeyFile()
    keys.write_key_file(path, keys.with_slot(key_file, database.data_key, passphrase, label))
    audit.note(database, audit.Entry("passphrase.add", label))


def remove_passphrase(database: Database, slot_id: str) -> None:
    """Stop a passphrase from opening the file; copies of the old key file still open with it.

    Raises:
        Refusal: It is the last one, or there is no such slot.
    """
    path = keys.key_path(database.path)
    key_file = keys.read_key_file(path)
    remaining = keys.without_slot(key_file, slot_id)
    (label,) = {slot.label for slot in key_file.slots if slot.id == slot_id}
    keys.write_key_file(path, remaining)
    audit.note(database, audit.Entry("passphrase.remove", label))


def backup(database: Database, target: Path, progress: Progress = silent) -> Manifest:
    """Make a backup that has been opened and compared before it counts; see ``store.backup``."""
    manifest = backups.back_up(database, target, progress)
    audit.note(database, audit.Entry("backup", target.name, sum(manifest.counts.values())))
    return manifest


def check_backup(source: Path, passphrase: str | None) -> Manifest | None:
    """Open a backup and check it, changing nothing.

    Returns:
        Its manifest; None when there is none beside it.

    Raises:
        Refusal: It is damaged, altered, foreign or newer, or the passphrase is not the backup's.
    """
    return backups.verify_backup(source, _data_key(source, passphrase))


def restore(
    source: Path,
    data_path: Path,
    passphrase: str | None,
    progress: Progress = silent,
    clock: Clock = utc_now,
) -> Path | None:
    """Put a backup in the place of a data file, which must be closed.

    Args:
        source: The backup.
        data_path: The data file to be.
        passphrase: One of the backup's; None when it is not protected.
        progress: Told after each of four steps.
        clock: Names the file that is kept.

    Returns:
        Where the previous data file is kept; None when there was none.

    Raises:
        Refusal: The backup is not sound, or would replace protected data by unprotected ones.
            Nothing has been replaced.
        MachineFailure: A file is held or cannot be written. Nothing has been replaced.
    """
    if not source.exists():
        raise refuse("data.backup_missing", Place(file=source.name))
    data_key = _data_key(source, passphrase)
    if data_key is None and keys.key_path(data_path).exists():
        raise refuse("data.not_protected", Place(file=source.name))
    kept = backups.restore(source, data_path, data_key, clock(), progress)
    database = Database(data_path, data_key, clock)
    try:
        audit.note(database, audit.Entry("restore", source.name), is_accepted=True)
    finally:
        database.close()
    return kept


def check(database: Database, *, is_full: bool) -> tuple[Finding, ...]:
    """Check an open data file and log the outcome.

    Args:
        database: The data file.
        is_full: Every index, reference and log entry too; else the pages, the schema and the
            newest log entries.

    Returns:
        What is wrong; empty for a sound file.
    """
    found = integrity.check(database, is_full=is_full)
    if not found:  # the log of a damaged file cannot be read to the end
        found = audit.verify(database, last=None if is_full else audit.RECENT)
        result = found[0].code if found else "done"
        audit.note(database, audit.Entry("check", database.path.name, len(found), result=result))
    return tuple(found)


def verify_log(database: Database, *, is_full: bool = True) -> int:
    """Verify the audit log, changing nothing.

    Args:
        database: The data file.
        is_full: From the first entry on; else only the newest entries.

    Returns:
        How many entries have been verified.

    Raises:
        Refusal: One problem per altered or missing stretch, and for a tail cut off.
    """
    found = audit.verify(database, last=None if is_full else audit.RECENT)
    if found:
        raise Refusal(finding.problem(database.path.name) for finding in found)
    with database.reading() as session:
        end = audit.end_of_log(session.connection)
    return end.seq if is_full else min(end.seq, audit.RECENT)


def accept_log(database: Database, reason: str) -> None:
    """Go on with the log as it stands, once a finding about its end has been looked into.

    Args:
        database: The data file.
        reason: What was found out; it stays in the log.
    """
    audit.note(database, audit.Entry("log.accept", reason=reason), is_accepted=True)


def _refuse_leftovers(path: Path) -> None:
    problems = [
        Problem("data.exists" if beside == path else "data.leftover", Place(file=beside.name))
        for beside in (path.with_name(path.name + ending) for ending in _LEFTOVERS)
        if beside.exists()
    ]
    if problems:
        raise Refusal(problems)


def _fill(database: Database, organisation: str) -> None:
    try:
        create_schema(database)
        with database.changing("create") as unit:
            keep_secret(unit, "signing_key", secrets.token_bytes(32))  # an Ed25519 seed is random
            audit.create_key(unit)
            change_setting(unit, "organisation", organisation)
    finally:
        database.close()


def _is_plain(path: Path) -> bool:
    return integrity.header(path) == integrity.PLAIN_HEADER


def _data_key(path: Path, passphrase: str | None) -> bytes | None:
    """Return the data key that a passphrase opens; None for a file without protection."""
    key_path = keys.key_path(path)
    if _is_plain(path):
        # a file that everyone can read, put in the place of a protected one, is a trap
        if passphrase is not None or key_path.exists():
            raise refuse("data.not_protected", Place(file=path.name))
        return None
    if not key_path.exists() and not integrity.may_be_encrypted(path):
        raise refuse("data.not_skilltrack", Place(file=path.name))
    key_file = keys.read_key_file(key_path)
    if passphrase is None:
        raise refuse("data.passphrase_needed", Place(file=path.name))
    return keys.unlock(key_file, passphrase)


def _open(path: Path, data_key: bytes | None, clock: Clock) -> Database:
    was_interrupted = backups.has_open_journal(path)
    version = integrity.schema_version(path, data_key)
    is_old = version < schema.SCHEMA_VERSION
    if is_old:
        from skilltrack.store.migrations.upgrading import bring_up_to_date

        bring_up_to_date(path, data_key, clock)
    database = Database(path, data_key, clock)
    try:
        if is_old:
            audit.note(database, audit.Entry("migrate", path.name, version))
        if was_interrupted:
            _refuse_damage(database)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_damage(database: Database) -> None:
    found = integrity.check(database, is_full=False)
    if found:
        raise Refusal(finding.problem(database.path.name) for finding in found)
