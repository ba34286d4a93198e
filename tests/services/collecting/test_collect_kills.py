"""Collecting, killed at many points: the next run ends where an undisturbed one would have."""

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import TODAY
from tests.services.collecting.inboxes import Town, make_town

from skilltrack.domain.problems import Cancelled
from skilltrack.exchange.receipts import read_receipts, receipts_file
from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.services import datafiles, definitions
from skilltrack.services.collecting import collect
from skilltrack.services.rounds.running import RECEIPTS, round_folder, signing_key
from skilltrack.store import audit, integrity, schema
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import change_setting, setting

PEOPLE = 700
FORM_PEOPLE = 24
KILLS = 24
FAST_KILLS = 3

COLLECTING = """
import datetime, pathlib, sys
from skilltrack.services.collecting import collect
from skilltrack.store.database import Database

database = Database(pathlib.Path(sys.argv[1]), None)
print("ready", flush=True)
collect(
    database, sys.argv[2], today=datetime.date.fromisoformat(sys.argv[3]),
    progress=lambda done, total: print(done, flush=True),
)
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Fill an inbox once; return its folder and the round."""
    folder = tmp_path_factory.mktemp("kills")
    created = datafiles.create(
        folder / "town.db", passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    definitions.adopt_shipped(created.database)
    town = make_town(created.database, folder / "町", PEOPLE + FORM_PEOPLE)
    _fill(town)
    created.database.close()  # the last connection leaves one file
    return folder, town.record.round_id


def _fill(town: Town) -> None:
    for number in range(PEOPLE):
        person, key = f"{number:06}", new_signing_key()
        town.sealed(person, number % 4, key=key)
        if number % 7 == 0:
            town.sealed(person, (number + 1) % 4, 2, key=key)
        if number % 50 == 0:
            town.sealed(person, 0, 3)  # of a terminal that nobody knows
    for number in range(PEOPLE, PEOPLE + FORM_PEOPLE):
        person = f"{number:06}"
        town.form(f"01_課/{person}.xlsx", person, None if number % 8 == 0 else number % 4)
        if number % 5 == 0:
            town.form(f"02_課/{person}.xlsx", person, (number + 1) % 4)
    town.put("0.kaitou", b"KTU", is_old=True)


def copied(folder: Path, round_id: str, target: Path) -> Path:
    """Copy the town with its folders, so that each run has its own."""
    shutil.copytree(folder, target)
    database = Database(target / "town.db", None)
    with database.changing("move") as work:
        moved = target / round_folder(work, round_id).relative_to(folder)
        change_setting(work, f"round.{round_id}.folder", str(moved))
    database.close()
    return database.path


def start(path: Path, round_id: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", COLLECTING, str(path), round_id, TODAY.isoformat()],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def rows(session: Session, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> list[str]:
    """Return rows without their numbers and the numbers of changes."""
    columns = [c for c in table.c if c.name not in {"id", "recorded_in", "superseded_in"}]
    found = session.connection.execute(sa.select(*columns).where(*conditions))
    return sorted(str(tuple(row)) for row in found)


def state(path: Path, round_id: str) -> dict[str, object]:
    """Return everything that collecting leaves, but for the numbers and instants of changes."""
    database = Database(path, None)
    try:
        assert integrity.check(database, is_full=True) == []
        assert audit.verify(database) == []
        with database.reading() as session:
            receipts = receipts_file(round_folder(session, round_id) / RECEIPTS, round_id)
            signer = public_of(signing_key(session))
            return {
                "responses": rows(session, schema.response, session.knows(schema.response)),
                "files": rows(session, schema.received_file),
                "keys": rows(session, schema.respondent_key),
                "unfinished": setting(session, f"round.{round_id}.unfinished"),
                "receipts": set(read_receipts(receipts, signer, round_id)),
            }
    finally:
        database.close()


def finish(path: Path, round_id: str) -> None:
    database = Database(path, None)
    try:
        collect(database, round_id, today=TODAY)
    finally:
        database.close()


@pytest.fixture(scope="module")
def undisturbed(
    prepared: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, object], float]:
    """Return what an undisturbed run leaves, and how many seconds it works."""
    folder, round_id = prepared
    path = copied(folder, round_id, tmp_path_factory.mktemp("whole") / "町")
    process = start(path, round_id)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    said = process.stdout.read()
    seconds = time.perf_counter() - begun
    process.communicate()
    assert said.endswith("done\n")
    return state(path, round_id), seconds


@pytest.mark.parametrize(
    "seed",
    [pytest.param(n, marks=[pytest.mark.slow] if n >= FAST_KILLS else []) for n in range(KILLS)],
)
def test_a_run_after_a_kill_ends_as_an_undisturbed_one(
    prepared: tuple[Path, str],
    undisturbed: tuple[dict[str, object], float],
    tmp_path: Path,
    seed: int,
) -> None:
    folder, round_id = prepared
    expected, seconds = undisturbed
    path = copied(folder, round_id, tmp_path / "町")
    chance = random.Random(seed)  # noqa: S311
    for _kill in range(chance.randint(1, 2)):
        process = start(path, round_id)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(chance.uniform(0, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
    finish(path, round_id)
    assert state(path, round_id) == expected
    finish(path, round_id)
    assert state(path, round_id) == expected


def openers() -> list[int]:
    """Return the ids of the processes that open answers for this one."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread or a process may end while it is looked at
            for pid in (task / "children").read_text().split():
                if b"sealing" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(int(pid))  # noqa: PERF401 (what was found so far stays)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("moment", [350, 600])
@pytest.mark.parametrize("end", ["killed", "cancelled"])
def test_a_run_whose_opening_process_ends_too_soon_loses_nothing(
    prepared: tuple[Path, str],
    undisturbed: tuple[dict[str, object], float],
    tmp_path: Path,
    moment: int,
    end: str,
) -> None:
    folder, round_id = prepared
    path = copied(folder, round_id, tmp_path / "町")
    others = set(openers())  # of earlier tests in this process
    ended: list[int] = []

    def progress(done: int, _total: int) -> None:
        if done < moment or ended:
            return
        ended.extend(pid for pid in openers() if pid not in others)
        if end == "cancelled":
            raise Cancelled
        for pid in ended:
            os.kill(pid, 9)

    database = Database(path, None)
    try:
        collect(database, round_id, today=TODAY, progress=progress)
    except Cancelled:
        assert end == "cancelled"
    database.close()
    assert len(ended) == 1
    assert set(openers()) <= others
    finish(path, round_id)
    assert state(path, round_id) == undisturbed[0]
