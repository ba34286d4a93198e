"""Checking a data file: its pages, its references, and that its schema is ours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.files.locks import is_held
from skilltrack.store import schema
from skilltrack.store.database import Database, told
from skilltrack.store.migrations.creation import definitions

PLAIN_HEADER: Final = b"SQLite format 3\0"
"""How a file that is not encrypted begins."""

_READING_PRAGMAS: Final = (
    "query_only = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
    "busy_timeout = 10000",
    "cache_size = -65536",
)
_PAGE_BYTES: Final = 4096  # SQLCipher's and SQLite's standard
_OWN_BOOKKEEPING: Final = frozenset({"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a data file: a problem code and the value its sentence names."""

    code: str
    detail: str = ""

    def problem(self, file_name: str) -> Problem:
        """Return the finding as a problem of a file."""
        return Problem(self.code, Place(file=file_name), {"detail": self.detail})


def header(path: Path) -> bytes:
    """Return the first bytes of a file, as many as tell whether it is encrypted.

    Raises:
        Refusal: There is no such file, it is a folder, or another program holds it.
        MachineFailure: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(len(PLAIN_HEADER))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise refuse("data.missing", Place(file=path.name)) from error
    except OSError as error:
        if isinstance(error, PermissionError) and is_held(path):
            raise refuse("data.locked", Place(file=path.name)) from error
        raise MachineFailure(Problem("data.no_access", Place(file=path.name))) from error


def may_be_encrypted(path: Path) -> bool:
    """Return whether a file could be an encrypted one: whole pages of noise, nothing else."""
    size = path.stat().st_size
    return size > 0 and size % _PAGE_BYTES == 0


@contextmanager
def inspecting(path: Path, data_key: bytes | None) -> Iterator[sqlcipher.Connection]:
    """Open a file to look at it, leaving its journal mode and its content as they are.

    Raises:
        Refusal: The key does not fit, or the file is no database.
    """
    with told(path):
        connection = sqlcipher.connect(str(path), isolation_level=None)
        try:
            if data_key is not None:
                connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
                connection.execute("PRAGMA cipher_log_level = NONE")
            for pragma in _READING_PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            yield connection
        finally:
            connection.close()


@contextmanager
def outside_transaction(database: Database) -> Iterator[sqlcipher.Connection]:
    """Yield a connection of an open data file for what SQLite does only between transactions."""
    with told(database.path):
        pooled = database.engine.raw_connection()
        try:
            yield pooled.driver_connection
        finally:
            pooled.close()


def schema_version(path: Path, data_key: bytes | None) -> int:
    """Return the number of a data file's schema.

    Raises:
        Refusal: The file is not one of this program, or one of a newer version of it.
    """
    with inspecting(path, data_key) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    place = Place(file=path.name)
    if application_id != schema.APPLICATION_ID:
        raise refuse("data.not_skilltrack", place)
    if version > schema.SCHEMA_VERSION:
        raise refuse("data.newer", place)
    return int(version)


def check(database: Database, *, is_full: bool) -> list[Finding]:
    """Check an open data file; see ``findings``."""
    with outside_transaction(database) as connection:
        return findings(connection, is_protected=database.is_protected, is_full=is_full)


def findings(
    connection: sqlcipher.Connection, *, is_protected: bool, is_full: bool
) -> list[Finding]:
    """Check a data file of the present schema.

    Args:
        connection: An open connection outside a transaction.
        is_protected: Whether the file is encrypted, so that every page carries an HMAC.
        is_full: Check indexes against rows and references between tables too; else only the
            structure of the pages.

    Returns:
        What is wrong, the schema first; empty for a sound file.
    """
    try:
        found = _schema_findings(connection)
        if not found:  # a schema that is not ours may carry code: run nothing else on it
            found = _content_findings(connection, is_protected=is_protected, is_full=is_full)
    except sqlcipher.OperationalError:
        raise  # somebody holds the file, or the disk fails: nothing is known of the file
    except sqlcipher.DatabaseError:
        found = [*_damaged_pages(connection, is_protected=is_protected)]
        return found or [Finding("data.unreadable")]
    return found


def _content_findings(
    connection: sqlcipher.Connection, *, is_protected: bool, is_full: bool
) -> list[Finding]:
    found: list[Finding] = []
    if is_full:
        found += _damaged_pages(connection, is_protected=is_protected)
    pragma = "integrity_check" if is_full else "quick_check"
    answers = [answer for (answer,) in connection.execute(f"PRAGMA {pragma}")]
    if answers != ["ok"]:
        found.append(Finding("data.damaged", str(len(answers))))
    if is_full:
        broken = {table for table, *_ in connection.execute("PRAGMA foreign_key_check")}
        found += [Finding("data.reference_broken", table) for table in sorted(broken)]
    return found


def _damaged_pages(connection: sqlcipher.Connection, *, is_protected: bool) -> list[Finding]:
    if not is_protected:
        return []
    answers = [answer for (answer,) in connection.execute("PRAGMA cipher_integrity_check")]
    if not answers:
        return []
    pages = sorted({int(page) for answer in answers for page in re.findall(r"page (\d+)", answer)})
    shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return [Finding("data.damaged_pages", shown)]


def _schema_findings(connection: sqlcipher.Connection) -> list[Finding]:
    present = {
        (kind, name): _shape(sql or "")
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema")
        if not (kind == "index" and sql is None) and name not in _OWN_BOOKKEEPING
    }
    expected = _expected()
    differing = {
        name
        for kind, name in present.keys() | expected.keys()
        if present.get((kind, name)) != expected.get((kind, name))
    }
    return [Finding("data.schema_altered", name) for name in sorted(differing)]


@cache
def _expected() -> dict[tuple[str, str], frozenset[str]]:
    return {key: _shape(sql) for key, sql in definitions().items()}


def _shape(sql: str) -> frozenset[str]:
    """Return the parts of a CREATE statement, whatever their order, spacing and quoting.

    A migration that rebuilds a table writes the same columns and constraints in another order.
    """
    plain = " ".join(sql.replace('"', "").split())
    head, _, rest = plain.partition("(")
    body, _, tail = rest.rpartition(")")
    parts: list[str] = [""]
    depth = 0
    for character in body:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return frozenset((f"{head.strip()} () {tail.strip()}", *(part.strip() for part in parts)))
