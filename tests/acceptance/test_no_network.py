"""Without a server the program opens no socket at all, in no process, whatever it does.

What may use a local socket outside of the program: the C library, when the name of the account is
asked for and no variable of the environment tells it (POSIX only); so the test sets one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import skilltrack
from skilltrack.services.demonstration.pipeline import Demonstrated

HERE = Path(__file__).parent / "no_network"


def offline(
    folder: Path, *arguments: object, is_only_kernel: bool = False
) -> tuple["subprocess.CompletedProcess[str]", str]:
    """Run Python where no socket can be opened; return how it ended and who tried."""
    report = folder / "sockets.txt"
    settings = {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "PYTHONIOENCODING": "utf-8",
        "SKILLTRACK_NO_NETWORK": str(report),
        "SKILLTRACK_PROGRAM": str(Path(skilltrack.__file__).parent),
        "SKILLTRACK_ONLY_KERNEL": "1" if is_only_kernel else "",
        "QT_QPA_PLATFORM": "offscreen",
        "USER": "tanaka",
        **{f"XDG_{name}_HOME": str(folder) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )
    return done, report.read_text(encoding="utf-8")


@pytest.mark.slow
def test_main_job_and_every_window_open_no_socket_and_leave_the_program_alone(
    demo: Demonstrated, tmp_path: Path
) -> None:
    for file in demo.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path)
    work = tmp_path / "作業 フォルダー"
    work.mkdir()
    done, tried = offline(tmp_path, HERE / "main_job.py", tmp_path / demo.data.name, work)
    assert tried == ""
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


ATTEMPTS = {
    "python": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "name": "import socket; socket.getaddrinfo('example.invalid', 80)",
    "child": (
        "import subprocess, sys; raise SystemExit(subprocess.run("
        "[sys.executable, '-c', 'import socket; socket.socket()']).returncode)"
    ),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_whoever_opens_a_socket_is_named(attempt: str, tmp_path: Path) -> None:
    done, tried = offline(tmp_path, "-c", attempt)
    assert done.returncode != 0
    assert tried.startswith("socket.")
    assert 'File "<string>", line 1' in tried


def test_whoever_writes_into_the_program_is_named(tmp_path: Path) -> None:
    attempt = (
        "import skilltrack, pathlib;"
        "pathlib.Path(skilltrack.__file__).with_name('settings.ini').write_text('')"
    )
    done, tried = offline(tmp_path, "-c", attempt)
    assert done.returncode != 0
    assert tried.startswith("open ")
    assert "settings.ini" in tried


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is that of Linux")
@pytest.mark.parametrize("family", [1, 2, 10])
def test_library_in_c_is_stopped_by_the_kernel(family: int, tmp_path: Path) -> None:
    attempt = f"import ctypes; ctypes.CDLL(None).socket({family}, 1, 0); print('opened')"
    done, tried = offline(tmp_path, "-c", attempt, is_only_kernel=True)
    assert done.returncode != 0
    assert done.stdout == ""
    assert 'File "<string>", line 1' in tried
