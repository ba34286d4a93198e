"""Collecting 10,000 sealed answers, against a bare loop over the same files in this run.

The bare loop reads each file, opens it with HPKE and inserts what it held with sqlite3, in
transactions of the same size. It verifies no signature, parses nothing and asks nobody whether
the person is known. A second loop verifies the signature as well, without which nothing in a file
can be trusted. Reported, never asserted: machines are shared. Target: at most 3 times the bare
loop. SKILLTRACK_BENCHMARK_ANSWERS sets another number of files.
"""

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pytest_benchmark.fixture import BenchmarkFixture

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.rounds.definition import AnswerSheet, Bucket
from skilltrack.exchange.answers import seal_answer
from skilltrack.exchange.sealing.envelopes import ADDRESS_BYTES, MARK
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.reports.tables import write_table
from skilltrack.services import datafiles, definitions
from skilltrack.services.collecting import collect
from skilltrack.services.imports.files import import_file
from skilltrack.services.rounds.running import (
    INBOX,
    RoundOrder,
    open_round,
    private_key,
    round_folder,
)
from skilltrack.store.database import Database

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)
LARGE, SMALL = 10_000, 200
"""Measured, and merely run where benchmarks are disabled."""

ROUNDS = 3
PER_TRANSACTION = 500


@dataclass(frozen=True)
class Body:
    """A data file with an open round and its full inbox."""

    path: Path
    round_id: str
    inbox: Path
    private: bytes
    amount: int


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Body:
    """Make the answers once."""
    is_measured = pytestconfig.getoption("benchmark_enable")
    amount = int(os.environ.get("SKILLTRACK_BENCHMARK_ANSWERS", LARGE if is_measured else SMALL))
    folder = tmp_path_factory.mktemp("collect")
    created = datafiles.create(
        folder / "large.db", passphrase=None, label="", organisation="大", is_unprotected=True
    )
    database = created.database
    definitions.adopt_shipped(database)
    tables: dict[ImportKind, tuple[list[str], list[list[object]]]] = {
        ImportKind.DEPARTMENTS: (["所属コード", "所属名"], [["01", "一課"]]),
        ImportKind.EMPLOYEES: (
            ["職員番号", "氏名", "フリガナ", "所属コード", "職名"],
            [[f"{n:06}", f"職員　{n}", f"ショクイン {n}", "01", "主事"] for n in range(amount)],
        ),
    }
    for kind, (headings, rows) in tables.items():
        file = folder / f"{kind.value}.xlsx"
        write_table(file, "表", headings, rows)  # type: ignore[arg-type]
        import_file(database, kind, file, today=TODAY, effective=date(2026, 4, 1))
    order = RoundOrder("自己点検", "sakata", ("fukui",), TODAY, date(2026, 12, 18), "…")
    record = open_round(database, order, folder / "調査")
    with database.reading() as session:
        inbox = round_folder(session, record.round_id) / INBOX
        private = private_key(session, record.round_id)
        questionnaire = definitions.questionnaire_version(session, "sakata", 1)
    database.close()
    codes = [item.code for item in questionnaire.items]
    for n in range(amount):
        sheet = AnswerSheet(
            round_id=record.round_id,
            employee_no=f"{n:06}",
            kana=f"ショクイン {n}",
            job_title="主事",
            account=f"user{n}",
            counter=1,
            answers={code: (n + k) % 4 for k, code in enumerate(codes)},
            program_version="1",
            sent_at_display="令和8年11月20日 10:00",
        )
        data = seal_answer(sheet, new_signing_key(), record.public_key)
        (inbox / f"{secrets.token_hex(8)}.kaitou").write_bytes(data)
    return Body(created.database.path, record.round_id, inbox, private, amount)


def copied(body: Body, folder: Path) -> Database:
    """Return a data file in which nothing was collected yet."""
    folder.mkdir()
    source, target = sqlite3.connect(body.path), sqlite3.connect(folder / "large.db")
    source.backup(target)
    source.close()
    target.close()
    return Database(folder / "large.db", None)


def bare(body: Body, folder: Path, *, is_verified: bool) -> None:
    """Read, open, verify if need be, and insert, and nothing else."""
    folder.mkdir()
    key = serialization.load_der_private_key(body.private, password=None)
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    info = b"skill/answer/1|" + body.round_id.encode()
    start = len(MARK) + 1 + ADDRESS_BYTES
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, name, body)")
    paths = sorted(body.inbox.glob("*.kaitou"))
    for first in range(0, len(paths), PER_TRANSACTION):
        connection.execute("BEGIN IMMEDIATE")
        for path in paths[first : first + PER_TRANSACTION]:
            plain = suite.decrypt(path.read_bytes()[start:], key, info)  # type: ignore[arg-type]
            if is_verified:
                verify(plain, info)
            connection.execute(
                "INSERT INTO answer (name, body) VALUES (?, ?)", (path.name, plain.rstrip(b"\0"))
            )
        connection.execute("COMMIT")
    connection.close()


def verify(plain: bytes, info: bytes) -> None:
    """Verify what an envelope held: length, public key, signature, body, padding."""
    length = int.from_bytes(plain[:4], "big")
    public, signature, said = plain[4:36], plain[36:100], plain[100 : 4 + length]
    framed = len(info).to_bytes(4, "big") + info + said
    Ed25519PublicKey.from_public_bytes(public).verify(signature, framed)


def fastest(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def test_collecting_against_a_bare_loop(
    benchmark: BenchmarkFixture, body: Body, tmp_path: Path
) -> None:
    folders: Iterator[Path] = (tmp_path / str(n) for n in count())
    databases: list[Database] = []

    def prepared() -> tuple[tuple[Database], dict[str, object]]:
        databases.append(copied(body, next(folders)))
        return (databases[-1],), {}

    floor_seconds = fastest(lambda: bare(body, next(folders), is_verified=False))
    verified_seconds = fastest(lambda: bare(body, next(folders), is_verified=True))
    collection = benchmark.pedantic(
        lambda database: collect(database, body.round_id, today=TODAY, inbox=body.inbox),
        setup=prepared,
        rounds=ROUNDS,
    )
    assert collection.counts == {Bucket.ACCEPTED: body.amount}
    last = databases[-1]
    again = fastest(lambda: collect(last, body.round_id, today=TODAY, inbox=body.inbox))
    for database in databases:
        database.close()
    if benchmark.disabled:
        return
    seconds = benchmark.stats.stats.min
    ratio = seconds / floor_seconds
    benchmark.extra_info["floor_seconds"] = round(floor_seconds, 2)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    benchmark.extra_info["verified_ratio"] = round(seconds / verified_seconds, 2)
    benchmark.extra_info["again_seconds"] = round(again, 2)
    print(
        f"\ncollect {body.amount}: {seconds:.2f} s, floor {floor_seconds:.2f} s, {ratio:.2f}x;"
        f" with signatures verified {verified_seconds:.2f} s, {seconds / verified_seconds:.2f}x;"
        f" all of it known: {again:.2f} s"
    )
