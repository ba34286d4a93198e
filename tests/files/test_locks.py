"""Files held by one process."""

import subprocess
import sys
from pathlib import Path

import pytest

from skilltrack.files.locks import hold, is_held, note_of

HOLDER = """
import sys
from pathlib import Path
from skilltrack.files.locks import hold
held = hold(Path(sys.argv[1]))
held.write_note("相手".encode())
print("held", flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> "subprocess.Popen[bytes]":
    """Start a process that holds a file until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    return process


def test_second_is_told_who_holds_it_and_gets_it_when_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "人事 課.db.window"
    with holder(path) as first:
        assert hold(path) is None
        assert note_of(path).decode() == "相手"
        first.kill()
        first.wait()
        second = hold(path)
    assert second is not None
    second.release()


def test_released_file_is_gone_and_can_be_held_again(tmp_path: Path) -> None:
    path = tmp_path / "a.window"
    for note in (b"one, and long", b"two"):
        held = hold(path)
        assert held is not None
        with held:
            held.write_note(note)
            assert note_of(path) == note
            assert hold(path) is None
        held.release()
        assert not path.exists()
    assert note_of(path) == b""


def test_file_removed_under_its_holder_does_not_let_two_in(tmp_path: Path) -> None:
    path = tmp_path / "a.window"
    first = hold(path)
    assert first is not None
    first.release()
    second, third = hold(path), hold(path)
    assert second is not None
    assert third is None
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others from reading")
def test_nobody_is_kept_from_reading_what_another_process_holds(tmp_path: Path) -> None:
    path = tmp_path / "名簿.xlsx"
    with holder(path) as other:
        assert path.read_bytes().decode() == "相手"
        assert not is_held(path)
        other.kill()


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows knows files held for oneself")
def test_a_file_held_for_itself_by_another_handle_is_told(tmp_path: Path) -> None:
    import _winapi

    path = tmp_path / "名簿.xlsx"
    path.write_bytes(b"x")
    handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, 0, 0, 3, 0, 0)
    try:
        assert is_held(path)
    finally:
        _winapi.CloseHandle(handle)
