"""Backups that are verified before they count, and the way back.

A backup is made by SQLite itself (``VACUUM INTO``), stays encrypted, and carries a copy of the key
file and a manifest beside it. Nothing is called a backup before it has been opened and compared
with the data.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import MachineFailure, Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.files.atomic import replace_patiently, replacing, write_bytes_atomically
from skilltrack.store import schema
from skilltrack.store.audit import Anchor
from skilltrack.store.database import Database
from skilltrack.store.integrity import findings, inspecting, outside_transaction, schema_version
from skilltrack.store.keys import key_path

_FORMAT: Final = 1
_ATTEMPTS: Final = 5
_STEPS: Final = 4
_COPY: Final = "skilltrack_copy"  # the name under which the copy is attached
_SIDE_FILES: Final = ("-wal", "-journal", "-shm", ".key", ".anchor")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; ``counts`` is table → rows."""

    made_at: datetime
    schema: int
    sha256: str
    counts: Mapping[str, int]
    anchor: Anchor


def manifest_path(backup_path: Path) -> Path:
    """Return where the manifest of a backup lies."""
    return backup_path.with_name(backup_path.name + ".manifest.json")


def has_open_journal(path: Path) -> bool:
    """Return whether a file was not closed: its journal still holds something."""
    journals = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return any(journal.exists() and journal.stat().st_size > 0 for journal in journals)


def dated(path: Path, mark: str, at: datetime) -> Path:
    """Return a free name beside a file: ``town.退避-20260401-091200.db``.

    Args:
        path: The file to name it after.
        mark: What the new file is.
        at: When it is made; written in local time.
    """
    stem = f"{path.stem}.{mark}-{at.astimezone():%Y%m%d-%H%M%S}"
    name, number = path.with_name(f"{stem}{path.suffix}"), 2
    while name.exists():
        name, number = path.with_name(f"{stem}-{number}{path.suffix}"), number + 1
    return name


def back_up(database: Database, target: Path, progress: Progress = silent) -> Manifest:
    """Copy the data to a file, check the copy, and only then let it take its name.

    Args:
        database: The open data file; others may go on changing it meanwhile.
        target: The backup; an earlier one of the same name is replaced.
        progress: Told after each of four steps.

    Raises:
        Refusal: The target is the data file itself, the data are damaged, or the copy differs.
        MachineFailure: The target cannot be written.
    """
    _refuse_own_files(database.path, target)
    with replacing(target) as copy:
        counts, anchor = _copy_verified(database, copy)
        progress(1, _STEPS)
        with inspecting(copy, database.data_key) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == schema.SCHEMA_VERSION:
                _refuse_damage(connection, database.path, is_protected=database.is_protected)
        progress(2, _STEPS)
        manifest = Manifest(database.clock(), version, _sha256(copy), counts, anchor)
        # until the new one is written, no manifest: better than one of another file
        manifest_path(target).unlink(missing_ok=True)
        _copy_key(database.path, target)
        progress(3, _STEPS)
    write_bytes_atomically(manifest_path(target), _manifest_text(manifest))
    progress(_STEPS, _STEPS)
    return manifest


def verify_backup(path: Path, data_key: bytes | None) -> Manifest | None:
    """Check a backup as far as it can be checked without the data it was made from.

    Args:
        path: The backup.
        data_key: Its data key; None when it is not protected.

    Returns:
        The manifest; None when there is none beside it.

    Raises:
        Refusal: It is damaged, altered, foreign or of a newer version.
    """
    manifest = read_manifest(path)
    _refuse_other_content(path, manifest, path.name)
    if schema_version(path, data_key) == schema.SCHEMA_VERSION:
        with inspecting(path, data_key) as connection:
            _refuse_damage(connection, path, is_protected=data_key is not None)
    return manifest


def restore(
    source: Path, data_path: Path, data_key: bytes | None, at: datetime, progress: Progress = silent
) -> Path | None:
    """Put a backup in the place of the data file, which nobody may have open.

    Args:
        source: The backup; it is only read.
        data_path: The data file to be.
        data_key: The data key of the backup; None when it is not protected.
        at: Names the file that is kept.
        progress: Told after each of four steps.

    Returns:
        Where the previous data file is kept with its key file; None when there was none.

    Raises:
        Refusal: The backup is not sound. Nothing has been replaced.
        MachineFailure: A file is held or cannot be written. Nothing has been replaced.
    """
    if has_open_journal(source):
        raise refuse("data.backup_open", Place(file=source.name))
    kept = dated(data_path, "退避", at)
    with _set_aside_for(data_path, kept) as set_aside, replacing(data_path) as copy:
        _copy_bytes(source, copy)
        progress(1, _STEPS)
        _refuse_other_content(copy, read_manifest(source), source.name)
        _make_present(copy, data_key)
        progress(2, _STEPS)
        with inspecting(copy, data_key) as connection:
            _refuse_damage(connection, source, is_protected=data_key is not None)
        progress(3, _STEPS)
        set_aside()
        _copy_key(source, data_path)
    progress(_STEPS, _STEPS)
    return kept if kept.exists() else None


def read_manifest(backup_path: Path) -> Manifest | None:
    """Return the manifest beside a backup; None when there is none.

    Raises:
        Refusal: It is not readable.
    """
    path = manifest_path(backup_path)
    try:
        document = json.loads(path.read_bytes())
        return Manifest(
            made_at=datetime.fromisoformat(document["made_at"]),
            schema=int(document["schema"]),
            sha256=str(document["sha256"]),
            counts={str(table): int(rows) for table, rows in document["counts"].items()},
            anchor=Anchor(int(document["anchor"]["seq"]), bytes.fromhex(document["anchor"]["mac"])),
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise refuse("data.manifest_unreadable", Place(file=path.name)) from error


def _manifest_text(manifest: Manifest) -> bytes:
    document = {
        "fmt": _FORMAT,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "schema": manifest.schema,
        "sha256": manifest.sha256,
        "counts": manifest.counts,
        "anchor": {"seq": manifest.anchor.seq, "mac": manifest.anchor.mac.hex()},
    }
    return json.dumps(document, indent=1).encode()


def _copy_verified(database: Database, copy: Path) -> tuple[dict[str, int], Anchor]:
    """Copy until nobody has changed the data between copying and comparing."""
    with outside_transaction(database) as connection:
        for _ in range(_ATTEMPTS):
            before = _data_version(connection)
            copy.unlink(missing_ok=True)
            connection.execute("VACUUM INTO ?", (str(copy),))
            counts, anchor, is_equal = _compare(connection, copy, database.data_key)
            if is_equal:
                return counts, anchor
            if before == _data_version(connection):
                break
    raise refuse("data.backup_failed", Place(file=database.path.name))


def _data_version(connection: sqlcipher.Connection) -> int:
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def _compare(
    connection: sqlcipher.Connection, copy: Path, data_key: bytes | None
) -> tuple[dict[str, int], Anchor, bool]:
    """Compare every value of every row of the data with the copy, in one state of the data."""
    key = "''" if data_key is None else f"\"x'{data_key.hex()}'\""
    connection.execute(f"ATTACH DATABASE ? AS {_COPY} KEY {key}", (str(copy),))
    try:
        connection.execute("BEGIN")
        try:
            counts = {table: _count(connection, "main", table) for table in _tables(connection)}
            is_equal = _tables(connection) == _tables(connection, _COPY) and all(
                _count(connection, _COPY, table) == rows and _count_equal(connection, table) == rows
                for table, rows in counts.items()
            )
            return counts, _log_end(connection, counts), is_equal
        finally:
            connection.execute("ROLLBACK")
    finally:
        connection.execute(f"DETACH DATABASE {_COPY}")


def _tables(connection: sqlcipher.Connection, database: str = "main") -> list[str]:
    rows = connection.execute(
        f"SELECT name FROM {database}.sqlite_schema"  # noqa: S608 (our own two names)
        " WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name"
    )
    return [name for (name,) in rows]


def _count(connection: sqlcipher.Connection, database: str, table: str) -> int:
    (rows,) = connection.execute(f"SELECT count(*) FROM {database}.{_quoted(table)}").fetchone()  # noqa: S608
    return int(rows)


def _count_equal(connection: sqlcipher.Connection, table: str) -> int:
    columns = list(connection.execute(f"PRAGMA main.table_info({_quoted(table)})"))
    names = [_quoted(name) for _, name, *_ in columns]
    key = [_quoted(column[1]) for column in columns if column[5]]
    joined = " AND ".join(f"a.{name} = b.{name}" for name in key)
    same = " AND ".join(f"a.{name} IS b.{name}" for name in names)
    (rows,) = connection.execute(
        f"SELECT count(*) FROM main.{_quoted(table)} AS a"  # noqa: S608 (names from the schema)
        f" JOIN {_COPY}.{_quoted(table)} AS b ON {joined} WHERE {same}"
    ).fetchone()
    return int(rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _log_end(connection: sqlcipher.Connection, counts: Mapping[str, int]) -> Anchor:
    if not counts.get(schema.audit.name):
        return Anchor(0, b"")
    row = connection.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Anchor(*row)


def _refuse_damage(connection: sqlcipher.Connection, path: Path, *, is_protected: bool) -> None:
    found = findings(connection, is_protected=is_protected, is_full=True)
    if found:
        raise Refusal(finding.problem(path.name) for finding in found)


def _refuse_other_content(path: Path, manifest: Manifest | None, name: str) -> None:
    if manifest is not None and manifest.sha256 != _sha256(path):
        raise refuse("data.backup_altered", Place(file=name))


def _refuse_own_files(data_path: Path, target: Path) -> None:
    own = {data_path.resolve(), *(path.resolve() for path, _ in _beside(data_path, data_path))}
    if target.resolve() in own or (target.exists() and target.samefile(data_path)):
        raise refuse("data.backup_is_data", Place(file=target.name))


def _copy_bytes(source: Path, copy: Path) -> None:
    """Copy a closed file; what cannot be read is told of the source, not of the copy."""
    try:
        stream = source.open("rb")
    except OSError as error:
        raise MachineFailure(Problem("data.no_access", Place(file=source.name))) from error
    with stream, copy.open("wb") as written:
        shutil.copyfileobj(stream, written)


def _make_present(copy: Path, data_key: bytes | None) -> None:
    if schema_version(copy, data_key) < schema.SCHEMA_VERSION:
        from skilltrack.store.migrations.running import migrate

        older = Database(copy, data_key)
        try:
            migrate(older)
        finally:
            older.close()


def _copy_key(source: Path, target: Path) -> None:
    if key_path(source).exists():
        write_bytes_atomically(key_path(target), key_path(source).read_bytes())
        key_path(target).chmod(0o600)
    else:
        key_path(target).unlink(missing_ok=True)


@contextmanager
def _set_aside_for(data_path: Path, kept: Path) -> Iterator[Callable[[], None]]:
    """Yield what moves the present files away; whatever fails later moves them back."""
    moved: list[tuple[Path, Path]] = []
    has_begun = False

    def set_aside() -> None:
        nonlocal has_begun
        has_begun = True
        # the data first: where a machine stops in between, nothing lies under the name of the
        # data file, never data with the key of others
        for present, destination in ((data_path, kept), *_beside(data_path, kept)):
            if present.exists():
                # given the other way round, so that a failure names the file that is held
                replace_patiently(destination, present, replace=lambda to, held: held.rename(to))
                moved.append((present, destination))

    try:
        yield set_aside
    except BaseException:
        if has_begun:
            key_path(data_path).unlink(missing_ok=True)  # the backup's, where it came that far
        for present, destination in reversed(moved):
            destination.replace(present)
        raise


def _beside(path: Path, kept: Path) -> Iterator[tuple[Path, Path]]:
    for ending in _SIDE_FILES:
        yield path.with_name(path.name + ending), kept.with_name(kept.name + ending)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
