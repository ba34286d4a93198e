"""The command line in a process of its own for each command, without importing it each time.

A command needs a second of imports before its first line; hundreds of commands in the acceptance
tests would spend most of their time there.  One clean process (no threads, no Qt) imports the
program, and every command is a child forked from it: own memory, own exit code, own streams.
Windows knows no forking; there every command starts the interpreter.
``test_command_line`` and ``test_program_commands`` start the interpreter itself.
"""

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from skilltrack.cli.application import MODULES

TIMEOUT_SECONDS = 120

if sys.platform != "win32":
    _FORKING = multiprocessing.get_context("forkserver")
    _FORKING.set_forkserver_preload(
        [f"skilltrack.cli.{name}" for name in sorted(set(MODULES.values()))]
    )


def _command(arguments: list[str], environment: dict[str, str], folder: Path, told: Path) -> None:
    for descriptor, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, told / "stdout", os.O_WRONLY | os.O_CREAT),
        (2, told / "stderr", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(name, flags), descriptor)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["skilltrack", *arguments]
    from skilltrack.__main__ import main

    try:
        main()
    finally:
        atexit._run_exitfuncs()


def skilltrack(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run one command to its end and return what it printed and its exit code."""
    asked = [str(argument) for argument in arguments]
    if sys.platform == "win32":
        return subprocess.run(
            [sys.executable, "-m", "skilltrack", *asked],
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder)
        command = _FORKING.Process(
            target=_command, args=(asked, dict(os.environ), Path.cwd(), told)
        )
        command.start()
        command.join(TIMEOUT_SECONDS)
        if command.exitcode is None:
            command.kill()
            command.join()
            raise subprocess.TimeoutExpired(["skilltrack", *asked], TIMEOUT_SECONDS)
        return subprocess.CompletedProcess(
            ["skilltrack", *asked],
            command.exitcode,
            *((told / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")),
        )
