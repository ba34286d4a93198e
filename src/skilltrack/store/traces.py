"""Looking for a text everywhere a data file could still have it.

The bytes of the files are searched as they lie on the disk, and every value of every table as the
program reads it: in a protected file only the second finds anything.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from skilltrack.domain.retention import Trace
from skilltrack.store import schema
from skilltrack.store.database import Database, Session

_ENDINGS: Final = ("", "-wal", "-journal", ".anchor", ".key")
_CHUNK: Final = 1 << 20


def traces(database: Database, text: str) -> tuple[Trace, ...]:
    """Return where a text still stands, files first, then columns; empty when nowhere.

    Args:
        database: The open data file.
        text: What to look for, at least one character; case counts.
    """
    found = [
        Trace(path.name, count)
        for path in _files(database.path)
        if (count := sum(_occurrences(path, form) for form in _forms(text)))
    ]
    with database.reading() as session:
        found += _columns(session, text)
    return tuple(found)


def _files(data_path: Path) -> Iterator[Path]:
    for ending in _ENDINGS:
        path = data_path.with_name(data_path.name + ending)
        if path.exists():
            yield path


def _forms(text: str) -> frozenset[bytes]:
    """Return how a text may lie in a file: as it is, and as JSON writes it."""
    return frozenset({text.encode(), _escaped(text).encode()})


def _escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


def _occurrences(path: Path, wanted: bytes) -> int:
    """Count without holding the file in memory; parts overlap by what a hit could span."""
    count, rest = 0, b""
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            window = rest + part
            count += window.count(wanted)
            rest = window[-(len(wanted) - 1) :] if len(wanted) > 1 else b""
    return count


def _columns(session: Session, text: str) -> Iterator[Trace]:
    for table in schema.metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, sa.LargeBinary):
                blob = sa.func.hex(column)
                holds = sa.func.instr(blob, text.encode().hex().upper()) > 0
            elif isinstance(column.type, sa.JSON):
                said = sa.type_coerce(column, sa.Text)
                holds = sa.or_(
                    sa.func.instr(said, _escaped(text)) > 0, sa.func.instr(said, text) > 0
                )
            elif isinstance(column.type, sa.Text):
                holds = sa.func.instr(column, text) > 0
            else:
                continue
            query = sa.select(sa.func.count()).select_from(table).where(holds)
            if count := session.connection.execute(query).scalar_one():
                yield Trace(f"{table.name}.{column.name}", count)
