"""The audit log: who did or saw what, chained so that no later edit goes unnoticed.

Every row carries ``mac = HMAC-SHA256(audit key, previous mac ‖ row)``. Edited, deleted and
exchanged rows break the chain; a tail cut off does not, so the last row's number and MAC are also
written to an anchor file beside the data file after each commit. Values are never logged.

Two things may be taken out of the log, and a later entry proves each: texts that name somebody
erased (``log.redact`` holds the MAC of what each row says now; the row keeps the MAC that the next
one is chained to), and the oldest rows once their period is over (``log.cut`` holds the MAC that
the first row left is chained to).
"""

import hmac
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.store import schema
from skilltrack.store.database import Database, Session, UnitOfWork, told
from skilltrack.store.integrity import Finding

RECENT: Final = 10_000
"""How many of the newest rows are verified when a data file is opened."""

REDACTED: Final = "log.redact"
"""The action of an entry that proves rows from which texts were taken out."""

CUT: Final = "log.cut"
"""The action of an entry that proves the oldest rows to have been taken away."""

_KEY_NAME: Final = "audit_key"
_FORMAT: Final = 1
# the instant as its stored text: reading a million of them as instants takes seconds
_AS_STORED: Final = tuple(
    sa.type_coerce(column, sa.Text) if column is schema.audit.c.at else column
    for column in schema.audit.c
)
# rows have a method count()
_NAMED: Final = tuple(c.label("rows") if c.name == "count" else c for c in schema.audit.c)
_START: Final = b""  # what the first row is chained to


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done or seen.

    ``target`` is a code, a number or a file name; ``count`` how many rows or people it concerned;
    ``reason`` what the person gave, '' when none was asked; ``result`` ``done`` or a problem code.
    """

    action: str
    target: str = ""
    count: int = 0
    reason: str = ""
    result: str = "done"


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry as it stands in the log."""

    seq: int
    at: datetime
    actor: str
    terminal: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the log: the last row's number and its MAC; 0 for an empty log."""

    seq: int
    mac: bytes


def anchor_path(data_path: Path) -> Path:
    """Return where the anchor of a data file lies."""
    return data_path.with_name(data_path.name + ".anchor")


def create_key(unit: UnitOfWork) -> None:
    """Give a new data file the key of its log."""
    unit.connection.execute(
        sa.insert(schema.secret).values(name=_KEY_NAME, value=secrets.token_bytes(32))
    )


def append(database: Database, unit: UnitOfWork, entry: Entry) -> None:
    """Log something that a change does, in the transaction of the change."""
    has_anchor = "anchor" in unit.after_commit or _agrees(database.path, unit.connection)
    end = _append(database, unit.connection, unit.at, entry)
    if has_anchor:  # of several entries in one change, the last one's anchor stays
        unit.after_commit["anchor"] = partial(write_anchor, database.path, end)


def note(database: Database, entry: Entry, *, is_accepted: bool = False) -> None:
    """Log something that changes no facts, such as a view of a person or an export.

    Args:
        database: The open data file.
        entry: What to log.
        is_accepted: Somebody answers for the log as it stands: anchor its end whatever the
            anchor file says.
    """
    with told(database.path), database.engine.connect() as connection:
        connection = connection.execution_options(skilltrack_writes=True)
        with connection.begin():
            has_anchor = is_accepted or _agrees(database.path, connection)
            end = _append(database, connection, database.clock(), entry)
    if has_anchor:
        write_anchor(database.path, end)


def entries(session: Session, *, limit: int = RECENT) -> list[LoggedEntry]:
    """Return the newest entries, newest first; an empty list for an empty log."""
    return _entries(session, sa.select(*_NAMED).order_by(schema.audit.c.seq.desc()).limit(limit))


def entries_about(session: Session, target: str) -> list[LoggedEntry]:
    """Return every entry on one target, oldest first."""
    a = schema.audit.c
    return _entries(session, sa.select(*_NAMED).where(a.target == target).order_by(a.seq))


def _entries(session: Session, query: sa.Select[Any]) -> list[LoggedEntry]:
    return [
        LoggedEntry(
            row.seq,
            row.at,
            row.actor,
            row.terminal,
            Entry(row.action, row.target, row.rows, row.reason, row.result),
        )
        for row in session.connection.execute(query)
    ]


def redact(database: Database, unit: UnitOfWork, redacted: Callable[[LoggedEntry], Entry]) -> int:
    """Take texts out of the log, and prove by a new entry what the rows say now.

    Args:
        database: The open data file.
        unit: The change that does it.
        redacted: Returns what an entry shall say; an entry that says the same stays untouched.

    Returns:
        How many entries were redacted.
    """
    table = schema.audit
    chain = _Chain(_key(unit.connection))
    previous, proofs = _START, {}
    start = _cut_before(unit.connection)
    if start is not None:
        previous = start.mac
    rows = unit.connection.execute(
        sa.select(*_AS_STORED, table.c.at.label("instant")).order_by(table.c.seq)
    ).all()
    for seq, at, actor, terminal, *said, mac, instant in rows:
        entry = Entry(*said)
        left = redacted(LoggedEntry(seq, instant, actor, terminal, entry))
        if left != entry:
            texts = (left.action, left.target, left.count, left.reason, left.result)
            proofs[seq] = chain.mac(previous, (seq, at, actor, terminal, *texts)).hex()
            unit.connection.execute(
                sa.update(table)
                .where(table.c.seq == seq)
                .values(target=left.target, reason=left.reason, result=left.result)
            )
        previous = mac
    if proofs:
        append(database, unit, Entry(REDACTED, "", len(proofs), json.dumps(proofs)))
    return len(proofs)


def cut(database: Database, unit: UnitOfWork, before: datetime) -> int:
    """Take the oldest entries away, and prove by a new entry where the log begins now.

    Args:
        database: The open data file.
        unit: The change that does it.
        before: Entries up to, not including, this instant go, as far as none older follows.

    Returns:
        How many entries were taken away.
    """
    table = schema.audit
    kept = sa.select(sa.func.min(table.c.seq)).where(table.c.at >= before)
    first_kept = unit.connection.execute(kept).scalar_one()
    last = end_of_log(unit.connection).seq if first_kept is None else first_kept - 1
    query = sa.select(table.c.mac).where(table.c.seq == last)
    mac = unit.connection.execute(query).scalar_one_or_none()
    if mac is None:
        return 0
    old = table.c.seq <= last
    count = unit.connection.execute(
        sa.select(sa.func.count()).select_from(table).where(old)
    ).scalar_one()
    append(database, unit, Entry(CUT, str(last), count, bytes(mac).hex()))
    unit.connection.execute(sa.delete(table).where(old))
    return count


def entry_count(session: Session, before: datetime) -> int:
    """Return how many entries are older than an instant."""
    query = sa.select(sa.func.count()).select_from(schema.audit).where(schema.audit.c.at < before)
    return session.connection.execute(query).scalar_one()


def end_of_log(connection: sa.Connection) -> Anchor:
    """Return the end of the log as the data file has it."""
    table = schema.audit
    row = connection.execute(
        sa.select(table.c.seq, table.c.mac).order_by(table.c.seq.desc()).limit(1)
    ).one_or_none()
    return Anchor(0, _START) if row is None else Anchor(row.seq, row.mac)


def write_anchor(data_path: Path, anchor: Anchor) -> None:
    """Write the anchor file."""
    document = {"fmt": _FORMAT, "seq": anchor.seq, "mac": anchor.mac.hex()}
    write_bytes_atomically(anchor_path(data_path), json.dumps(document).encode())


def read_anchor(data_path: Path) -> Anchor | None:
    """Return what the anchor file says; None when it is missing or says nothing readable."""
    try:
        document = json.loads(anchor_path(data_path).read_bytes())
        return Anchor(int(document["seq"]), bytes.fromhex(document["mac"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def verify(database: Database, *, last: int | None = None) -> list[Finding]:
    """Verify the chain and compare its end with the anchor file.

    Args:
        database: The open data file.
        last: How many of the newest rows; None for all.

    Returns:
        Altered rows, missing rows, a tail cut off, and a missing anchor, in this order; numbers
        of neighbouring rows are drawn together. Empty for an untouched log.
    """
    table = schema.audit
    anchor = read_anchor(database.path)  # before the rows: others may be adding some
    with database.reading() as session:
        key = _key(session.connection)
        end = end_of_log(session.connection)
        first = 1 if last is None else max(1, end.seq - last + 1)
        start = _cut_before(session.connection)
        if start is not None and first <= start.seq + 1:
            first = start.seq + 1
        else:
            start = None
        rows = session.connection.execution_options(yield_per=1_000).execute(
            sa.select(*_AS_STORED).where(table.c.seq >= first - 1).order_by(table.c.seq)
        )
        altered, missing = _broken(_Chain(key), rows, first, (start, anchor))
    found = [Finding("data.log_altered", numbers) for numbers in _ranges(altered)]
    found += [Finding("data.log_missing", numbers) for numbers in _ranges(missing)]
    if anchor is None:
        found.append(Finding("data.anchor_missing"))
    elif anchor.seq > end.seq:
        found.append(Finding("data.log_cut", str(anchor.seq)))
    return found


def _agrees(data_path: Path, connection: sa.Connection) -> bool:
    """Return whether the anchor may move on with the log.

    An anchor that does not fit is the proof that the log was cut: it stays until somebody
    accepts the log as it is. A log without entries has none yet.
    """
    anchor = read_anchor(data_path)
    if anchor is None:
        return end_of_log(connection).seq == 0
    query = sa.select(schema.audit.c.mac).where(schema.audit.c.seq == anchor.seq)
    return connection.execute(query).scalar_one_or_none() == anchor.mac


def _append(database: Database, connection: sa.Connection, at: datetime, entry: Entry) -> Anchor:
    end = end_of_log(connection)
    row = {
        "seq": end.seq + 1,
        "at": at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "actor": database.actor,
        "terminal": database.terminal,
        "action": entry.action,
        "target": entry.target,
        "count": entry.count,
        "reason": entry.reason,
        "result": entry.result,
    }
    mac = _Chain(_key(connection)).mac(end.mac, row.values())
    connection.execute(sa.insert(schema.audit).values(row | {"at": at, "mac": mac}))
    return Anchor(end.seq + 1, mac)


def _key(connection: sa.Connection) -> bytes:
    query = sa.select(schema.secret.c.value).where(schema.secret.c.name == _KEY_NAME)
    return bytes(connection.execute(query).scalar_one())


def _cut_before(connection: sa.Connection) -> Anchor | None:
    """Return the end of what was cut off before the first row; None where nothing was."""
    table = schema.audit
    first = connection.execute(sa.select(sa.func.min(table.c.seq))).scalar_one()
    if first is None or first == 1:
        return None
    query = sa.select(table.c.reason).where(table.c.action == CUT, table.c.target == str(first - 1))
    reason = connection.execute(query).scalar()
    try:
        return None if reason is None else Anchor(first - 1, bytes.fromhex(reason))
    except ValueError:  # somebody wrote into the entry; the row itself is found altered
        return None


class _Chain:
    """Computes the MACs of one log; a prepared HMAC is half the work over a million rows."""

    def __init__(self, key: bytes) -> None:
        self._prepared = hmac.new(key, digestmod="sha256")

    def mac(self, previous: bytes, row: Iterable[Any]) -> bytes:
        """Return the MAC of a row, given in the order of the table's columns."""
        seq, at, actor, terminal, action, target, count, reason, result = row
        # every text with its length, so that no two rows read the same
        content = (
            f"{seq}|{at}|{count}"
            f"|{len(actor)}:{actor}|{len(terminal)}:{terminal}|{len(action)}:{action}"
            f"|{len(target)}:{target}|{len(reason)}:{reason}|{len(result)}:{result}"
        )
        running = self._prepared.copy()
        running.update(previous + content.encode())
        return running.digest()


def _broken(
    chain: _Chain,
    rows: Iterable[sa.Row[Any]],
    first: int,
    ends: tuple[Anchor | None, Anchor | None],
) -> tuple[list[int], list[int]]:
    """Return the numbers of altered and of missing rows.

    Args:
        chain: Computes the MACs.
        rows: The rows in order, from the one before ``first`` on if it is there.
        first: The first row to verify.
        ends: The end of what was cut off before ``first`` (None: nothing), and the anchor.
    """
    start, anchor = ends
    altered: dict[int, bytes] = {}
    missing: list[int] = []
    proofs: dict[str, str] = {}
    previous, expected = _START if start is None else start.mac, first
    for row in rows:
        seq, mac = row[0], row[-1]
        if seq == first - 1:
            previous = mac
            continue
        if seq > expected:  # what the next row was chained to is gone with the missing one
            missing += range(expected, seq)
        elif anchor is not None and seq == anchor.seq and mac != anchor.mac:
            altered[seq] = b""
        elif mac != (found := chain.mac(previous, row[:-1])):
            altered[seq] = found
        elif row.action == REDACTED:
            proofs |= json.loads(row.reason)
        previous, expected = mac, seq + 1
    return [seq for seq, mac in altered.items() if proofs.get(str(seq)) != mac.hex()], missing


def _ranges(numbers: list[int]) -> list[str]:
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return [f"{start}" if start == end else f"{start}–{end}" for start, end in spans]
