"""Sealed files looked at ahead of those being recorded."""

import select
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import TODAY
from tests.services.collecting.inboxes import SEALED_DAMAGES, Town, make_town

from skilltrack.domain.rounds.definition import Bucket
from skilltrack.exchange.opening import FILES_PER_BATCH, AnswerOpener
from skilltrack.services.collecting.arrivals import Arrival, CollectedRound, collected_round
from skilltrack.services.collecting.folders import Found, inbox_content
from skilltrack.services.collecting.reading import read_sealed
from skilltrack.store.database import Database

PEOPLE = 300
PER_TRANSACTION = 40
NEVER = 10**9
PATIENCE_SECONDS = 60


def round_of(town: Town) -> CollectedRound:
    with town.database.reading() as session:
        round_id = town.record.round_id
        return collected_round(session, round_id, TODAY, town.database.clock())


def fill(town: Town) -> None:
    for number in range(PEOPLE):
        path = town.sealed(f"{number:06}", number % 4, name=f"{number:03}.kaitou")
        if number % 3 == 0:  # copies near and far
            shutil.copy(path, path.with_name(f"{number:03}b.kaitou"))
            shutil.copy(path, path.with_name(f"x{number:03}.kaitou"))
    for number, damage in enumerate(SEALED_DAMAGES.values()):
        damage(town, f"{number * 50:03}a.kaitou", "000001")
    town.put("150c.kaitou", b"")
    town.put("200c.kaitou", bytes(1024**2 + 1), is_old=True)


def wait_until_ready(opener: AnswerOpener) -> None:
    assert opener._process is not None
    assert select.select([opener._process._process.stdout], [], [], PATIENCE_SECONDS)[0]


def read(
    its: CollectedRound, files: list[Found], alone: int
) -> tuple[list[list[Arrival]], AnswerOpener]:
    """Read files as collecting does: what a transaction took is known from then on."""
    known = {""}
    rows: list[list[Arrival]] = []
    with AnswerOpener(its.private, its.record.round_id, alone) as opener:

        def listed() -> Iterator[Found]:
            yield files[0]
            if opener._process is not None:
                wait_until_ready(opener)
            yield from files[1:]

        for number, row in enumerate(read_sealed(its, opener, listed(), known), 1):
            rows.append(row)
            if number % PER_TRANSACTION == 0:
                known |= {a.digest for one in rows for a in one if a.claim is not None}
    return rows, opener


def test_arrivals_are_the_same_whoever_opens_them(database: Database, tmp_path: Path) -> None:
    town = make_town(database, tmp_path / "町", PEOPLE)
    fill(town)
    its = round_of(town)
    files = inbox_content(town.inbox).sealed
    files.insert(100, Found("099z.kaitou", str(town.inbox / "099z.kaitou")))  # gone since
    here, _ = read(its, files, NEVER)
    beside, opener = read(its, files, 1)
    assert opener._opened_here <= len(files) - FILES_PER_BATCH
    assert beside == here
    assert sum(row == [] for row in here) > PEOPLE // 6  # copies of what was recorded meanwhile
    reasons = {arrival.reason for row in here for arrival in row}
    assert reasons == {*SEALED_DAMAGES, ""} - {"answers.misfit"}


def test_a_damaged_file_that_was_moved_meanwhile_is_left_for_the_next_collection(
    database: Database, tmp_path: Path
) -> None:
    town = make_town(database, tmp_path / "町", 1)
    path = town.put("0.kaitou", b"KTU", is_old=True)
    its = round_of(town)

    def listed() -> Iterator[Found]:
        yield Found("1.kaitou", str(path))
        wait_until_ready(opener)
        yield Found("0.kaitou", str(path))
        path.unlink()  # looked at, and not yet judged

    with AnswerOpener(its.private, its.record.round_id, alone=1) as opener:
        (before,), (after,) = read_sealed(its, opener, listed(), set())
    assert (before.bucket, before.reason) == (Bucket.SET_ASIDE, "answers.unreadable")
    assert (after.bucket, after.reason) == (Bucket.BEING_WRITTEN, "answers.unreadable")
