"""Many answers, opened in a process of their own or here: nobody can tell the difference."""

import base64
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from skilltrack.domain.problems import Cancelled
from skilltrack.domain.rounds.definition import AnswerSheet
from skilltrack.exchange.answers import AnswerRejected, OpenedAnswer, Reason, seal_answer
from skilltrack.exchange.opening import FILES_PER_BATCH, AnswerOpener
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.exchange.sealing.envelopes import seal
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key
from skilltrack.exchange.sealing.signed import seal_signed

ROUND = "r-2026-1"
PURPOSE = b"skill/answer/1|r-2026-1"
NEVER = 10**9
AMOUNT = 3 * FILES_PER_BATCH + 17
PATIENCE_SECONDS = 60

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

Files = Sequence[bytes | None]


@pytest.fixture(scope="module")
def files(sheet: AnswerSheet, respondent_key: bytes, round_keys: RoundKeys) -> Files:
    """Return answers, one in two of them damaged or none at all."""
    public = round_keys.public
    good = seal_answer(sheet, respondent_key, public)
    coded = seal_answer(sheet, respondent_key, public, access_code="ABCD")

    def signed(fields: object) -> bytes:
        body = fields if isinstance(fields, bytes) else canonical(fields)
        return seal_signed(body, new_signing_key(), public, PURPOSE)

    damaged: list[bytes | None] = [
        b"",
        good[: len(good) // 2],
        good[:-1] + bytes([good[-1] ^ 1]),
        good[:3] + b"\2" + good[4:],
        seal_answer(sheet, respondent_key, new_round_keys().public),
        seal_signed(b"{}", respondent_key, public, b"skill/answer/1|r-2026-2"),
        seal(b"\1" * 32 + bytes(64) + b"{}", public, PURPOSE),
        seal(b"short", public, PURPOSE),
        signed(b"no document"),
        signed({"min_reader": 2, "kind": "answers"}),
        signed({"min_reader": 1, "kind": "answers", "round": ROUND}),
        b"PK\3\4" * 1_000,
        None,
    ]
    cycle = [one for bad in damaged for one in (good, coded, bad, bad)]
    return [cycle[n % len(cycle)] for n in range(AMOUNT)]


def found(opener: AnswerOpener, files: Iterator[bytes | None] | Files) -> list[object]:
    """Return what opening gives, rejections by their reason."""
    return [
        (number, outcome.reason if isinstance(outcome, AnswerRejected) else outcome)
        for (number, _), outcome in opener.open(enumerate(files), lambda file: file[1])
    ]


@pytest.fixture(scope="module")
def expected(files: Files, round_keys: RoundKeys) -> list[object]:
    with AnswerOpener(round_keys.private, ROUND, NEVER) as opener:
        return found(opener, files)


def wait_until_ready(opener: AnswerOpener) -> int:
    """Wait for the process; return its id."""
    assert opener._process is not None
    process = opener._process._process
    assert select.select([process.stdout], [], [], PATIENCE_SECONDS)[0]
    return process.pid


def once_ready(
    opener: AnswerOpener, files: Files, doing: Callable[[int, int], None] = lambda _n, _pid: None
) -> Iterator[bytes | None]:
    """Yield files, all but the first for the process; ``doing`` is called before each."""
    yield files[0]
    pid = wait_until_ready(opener)
    for number, file in enumerate(files[1:], 1):
        doing(number, pid)
        yield file


def test_damages_of_every_kind_are_told_apart(expected: list[object]) -> None:
    outcomes = [outcome for _, outcome in expected]  # type: ignore[attr-defined]
    assert {outcome for outcome in outcomes if isinstance(outcome, Reason)} == set(Reason)
    assert sum(isinstance(outcome, OpenedAnswer) for outcome in outcomes) > AMOUNT // 3
    assert None in outcomes


def test_what_a_process_opens_is_the_same_in_the_same_order(
    files: Files, expected: list[object], round_keys: RoundKeys
) -> None:
    with AnswerOpener(round_keys.private, ROUND, alone=1) as opener:
        assert found(opener, once_ready(opener, files)) == expected
        assert opener._opened_here <= AMOUNT - FILES_PER_BATCH


def test_while_a_process_starts_files_are_opened_here(
    files: Files, expected: list[object], round_keys: RoundKeys
) -> None:
    with AnswerOpener(round_keys.private, ROUND, alone=1) as opener:
        assert found(opener, files) == expected
        assert opener._opened_here > 1


def test_a_few_files_start_no_process(files: Files, round_keys: RoundKeys) -> None:
    with AnswerOpener(round_keys.private, ROUND) as opener:
        found(opener, files[:20])
        assert opener._process is None


@on_linux
@pytest.mark.parametrize("moment", [1, FILES_PER_BATCH + 1, 2 * FILES_PER_BATCH + 5, AMOUNT - 1])
def test_what_a_killed_process_had_is_opened_here(
    files: Files, expected: list[object], round_keys: RoundKeys, moment: int
) -> None:
    def doing(number: int, pid: int) -> None:
        if number == moment:
            descriptor = os.pidfd_open(pid)
            os.kill(pid, 9)
            assert select.select([descriptor], [], [], PATIENCE_SECONDS)[0]
            os.close(descriptor)

    with AnswerOpener(round_keys.private, ROUND, alone=1) as opener:
        assert found(opener, once_ready(opener, files, doing)) == expected
        assert opener._process is None
        assert found(opener, files) == expected
        assert opener._process is None


@on_linux
def test_a_process_that_is_stopped_is_ended_by_whoever_gives_up(
    files: Files, round_keys: RoundKeys
) -> None:
    pids: list[int] = []

    def doing(number: int, pid: int) -> None:
        pids[:] = [pid]
        if number == FILES_PER_BATCH + 1:
            raise Cancelled

    opener = AnswerOpener(round_keys.private, ROUND, alone=1)
    with pytest.raises(Cancelled), opener:
        found(opener, once_ready(opener, files, doing))
    assert not Path(f"/proc/{pids[0]}").exists()


@on_linux
def test_the_key_stands_in_no_argument_and_no_variable(files: Files, round_keys: RoundKeys) -> None:
    with AnswerOpener(round_keys.private, ROUND, alone=1) as opener:
        found(opener, files[:1])
        told = Path(f"/proc/{wait_until_ready(opener)}")
        seen = (told / "cmdline").read_bytes() + (told / "environ").read_bytes()
    secret = round_keys.private
    assert b"worker.py" in seen
    for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
        assert form[len(form) // 3 :][:24] not in seen


ORPHANING = """
import sys
from skilltrack.exchange.sealing.keys import new_round_keys
from skilltrack.exchange.sealing.process import OpeningProcess

process = OpeningProcess(new_round_keys().private, b"p")
print(process._process.pid, flush=True)
sys.stdin.read()
"""


@on_linux
def test_a_process_ends_with_the_one_that_started_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="ascii",
    ) as parent:
        assert parent.stdout is not None
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert select.select([worker], [], [], PATIENCE_SECONDS)[0]
    os.close(worker)


def test_a_process_loads_none_of_the_rest_of_the_program(
    files: Files, round_keys: RoundKeys
) -> None:
    code = (
        "import sys; import skilltrack.exchange.sealing.worker as w;"
        "w.prepare_opening(bytes.fromhex(sys.argv[1]));"
        "print(*(n for n in sys.modules if n.split('.')[0] in"
        " {'sqlalchemy', 'sqlcipher3', 'openpyxl', 'pydantic', 'PySide6', 'python_calamine'}"
        " or n.startswith(('skilltrack.domain', 'skilltrack.store', 'skilltrack.files'))))"
    )
    throwaway = new_round_keys().private.hex()
    run = subprocess.run(
        [sys.executable, "-c", code, throwaway], capture_output=True, encoding="ascii", check=True
    )
    assert run.stdout.split() == []
