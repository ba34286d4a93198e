import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.files.atomic import (
    create_exclusively,
    replace_patiently,
    replacing,
    write_bytes_atomically,
)
from skilltrack.i18n.problems import sentences_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def code_of(error: pytest.ExceptionInfo[MachineFailure]) -> str:
    assert all(sentences_of(error.value))
    return error.value.problems[0].code


def test_writes_a_new_file_and_nothing_else(tmp_path: Path) -> None:
    write_bytes_atomically(tmp_path / "名簿.xlsx", b"new")
    assert names(tmp_path) == ["名簿.xlsx"]
    assert (tmp_path / "名簿.xlsx").read_bytes() == b"new"


def test_replaces_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    write_bytes_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.bin"]


def test_the_old_file_is_whole_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with replacing(path) as temporary:
        temporary.write_bytes(b"ne")
        assert path.read_bytes() == b"old"
        assert temporary.parent == path.parent
        assert temporary.suffix != path.suffix
        temporary.write_bytes(b"new")
    assert path.read_bytes() == b"new"


def test_a_failing_writer_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def fail() -> None:
        with replacing(path) as temporary:
            temporary.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_an_error_about_another_file_is_not_told_as_ours(tmp_path: Path) -> None:
    def read_something_missing() -> None:
        with replacing(tmp_path / "a.bin"):
            (tmp_path / "template.xlsx").read_bytes()

    with pytest.raises(FileNotFoundError):
        read_something_missing()
    assert names(tmp_path) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineFailure) as error:
        write_bytes_atomically(tmp_path / "none" / "a.bin", b"x")
    assert code_of(error) == "files.folder_missing"


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.bin").mkdir()
    with pytest.raises(MachineFailure) as error:
        write_bytes_atomically(tmp_path / "a.bin", b"x")
    assert code_of(error) == "files.target_is_folder"


def test_a_name_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineFailure) as error:
        write_bytes_atomically(tmp_path / ("長" * 200), b"x")
    assert code_of(error) == "files.name_too_long"
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "files.disk_full"),
        (errno.EDQUOT, "files.disk_full"),
        (errno.EACCES, "files.no_write_access"),
        (errno.EROFS, "files.no_write_access"),
        (errno.EIO, "files.write_failed"),
    ],
)
def test_what_the_system_says_while_writing_is_told(number: int, code: str, tmp_path: Path) -> None:
    def write() -> None:
        with replacing(tmp_path / "a.bin"):
            raise OSError(number, os.strerror(number))

    with pytest.raises(MachineFailure) as error:
        write()
    assert code_of(error) == code
    assert names(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path) -> None:
    """Let the system itself refuse to write: no more than 4 KB a file in a process of its own."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from skilltrack.domain.problems import MachineFailure\n"
        "from skilltrack.files.atomic import write_bytes_atomically\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))\n"
        "try:\n"
        "    write_bytes_atomically(Path(sys.argv[1]), bytes(100_000))\n"
        "except MachineFailure as failure:\n"
        "    sys.exit(failure.problems[0].code)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip() == "files.disk_full"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def failing(times: int) -> tuple[Callable[[Path, Path], object], list[int]]:
    """Return a replacement that is denied so many times, as while a scanner holds the file."""
    calls: list[int] = []

    def replace(source: Path, target: Path) -> None:
        calls.append(len(calls))
        if len(calls) <= times:
            raise PermissionError(errno.EACCES, "held", str(source))
        source.replace(target)

    return replace, calls


def test_a_file_held_for_a_moment_is_replaced_after_all(tmp_path: Path) -> None:
    source = tmp_path / "a.tmp"
    source.write_bytes(b"new")
    replace, calls = failing(2)
    replace_patiently(source, tmp_path / "a.bin", replace=replace)
    assert len(calls) == 3
    assert (tmp_path / "a.bin").read_bytes() == b"new"


def test_a_file_held_to_the_end_is_told_by_name(tmp_path: Path) -> None:
    source = tmp_path / "a.tmp"
    source.write_bytes(b"new")
    replace, _ = failing(1_000)
    with pytest.raises(MachineFailure) as error:
        replace_patiently(source, tmp_path / "集計.xlsx", replace=replace, patience_seconds=0.2)
    assert code_of(error) == "files.held_open"
    assert sentences_of(error.value)[0].startswith("集計.xlsx：")


def test_creates_a_file_that_was_not_there(tmp_path: Path) -> None:
    create_exclusively(tmp_path / "a.kaitou", b"sealed")
    assert (tmp_path / "a.kaitou").read_bytes() == b"sealed"
    assert names(tmp_path) == ["a.kaitou"]


def test_never_overwrites_a_file_when_creating(tmp_path: Path) -> None:
    (tmp_path / "a.kaitou").write_bytes(b"first")
    with pytest.raises(Refusal) as error:
        create_exclusively(tmp_path / "a.kaitou", b"second")
    assert error.value.problems[0].code == "files.already_exists"
    assert (tmp_path / "a.kaitou").read_bytes() == b"first"


def test_creating_in_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineFailure) as error:
        create_exclusively(tmp_path / "none" / "a.kaitou", b"x")
    assert code_of(error) == "files.folder_missing"
