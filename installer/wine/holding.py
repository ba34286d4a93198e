"""Another program that holds a file, and what the program tells of it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from installer.wine.desktop import end
from installer.wine.terminal import DEMO, PORTABLE, PROGRAM, Terminal, require

_HOLD = """
import ctypes, os, sys, time
from ctypes import wintypes
create = ctypes.windll.kernel32.CreateFileW
create.restype = wintypes.HANDLE
handle = create(sys.argv[1], 0xC0000000, 0, None, 3, 0, None)
open(sys.argv[2], "w").write("held" if handle not in (None, wintypes.HANDLE(-1).value) else "no")
while not os.path.exists(sys.argv[3]):
    time.sleep(0.2)
"""

_OTHER_PROGRAM = "ほかのプログラム"


@contextmanager
def held(terminal: Terminal, path: str, *, program: str = PROGRAM) -> Iterator[None]:
    """Let another program hold a file for itself alone; ``program`` is whose Python does it."""
    script = terminal.work / "hold.py"
    script.write_text(_HOLD, "utf-8")
    mark = terminal.work / "held.txt"
    release = terminal.work / "release.txt"
    for left in (mark, release):
        left.unlink(missing_ok=True)
    command = [f"{program}\\python\\python.exe", "-B", "-X", "utf8", "S:\\hold.py"]
    holder = terminal.root.begin([*command, path, "S:\\held.txt", "S:\\release.txt"])
    try:
        until = time.monotonic() + 60
        while not (mark.exists() and mark.read_text()):
            require(time.monotonic() < until, "the file was never held")
            time.sleep(0.2)
        require(mark.read_text() == "held", "the file could not be held")
        yield
    finally:
        release.touch()
        end(holder, 60)


def locked_files_are_told(terminal: Terminal) -> None:
    """A file that another program holds is refused with a sentence, and nothing is damaged."""
    roster = f"{DEMO}\\名簿\\職員.xlsx"
    with held(terminal, roster):
        _refused(terminal, "C:\\試行\\portable.db", "import", "employees", roster)
    out = "C:\\試行\\held.xlsx"
    terminal.at(out).write_bytes(b"before")
    with held(terminal, out):
        _refused(terminal, f"{DEMO}\\demo.db", "report", "ranking", "--out", out)
    require(terminal.at(out).read_bytes() == b"before", "the held file was changed")


def _refused(terminal: Terminal, data: str, *command: str) -> None:
    answer = terminal.skilltrack("--data", data, *command, expected=1)
    terminal.note(answer.strip().splitlines()[-1])
    require(_OTHER_PROGRAM in answer, answer[-300:])


def held_answers_wait_for_the_next_collection(terminal: Terminal) -> None:
    """An answer that another program holds is left for later, and taken once it is free."""
    data = ("--data", f"{DEMO}\\demo.db")
    rounds = json.loads(terminal.skilltrack(*data, "round", "list", "--json"))["rounds"]
    (its,) = [one["round"] for one in rounds if not one["is_closed"]]
    inbox = terminal.at(f"{DEMO}\\調査\\秋\\回収")
    name = max(inbox.glob("*.kaitou"), key=lambda path: path.stat().st_mtime).name
    with held(terminal, f"{DEMO}\\調査\\秋\\回収\\{name}"):
        found = _collected(terminal, its)
        require(found.get(name) == "being_written", f"{name}: {found}")
    found = _collected(terminal, its)
    require(found.get(name) != "being_written", f"{name}: {found}")
    terminal.note(f"握られている間は次回まわし、そのあとは {found.get(name, '取り込み済み')}")


def _collected(terminal: Terminal, its: str) -> dict[str, str]:
    answer = terminal.skilltrack("--data", f"{DEMO}\\demo.db", "round", "collect", its, "--json")
    document = json.loads(answer[: answer.rindex("}") + 1])
    return {file["name"]: file["bucket"] for file in document["files"]}


def unpacking_that_fails_brings_the_previous_version_back(terminal: Terminal) -> None:
    """When a file cannot be replaced, everything that was there before is there again."""
    with held(terminal, f"{PROGRAM}\\sbom.cdx.json", program=PORTABLE):
        code = terminal.install(terminal.installer)
    require(code == 2, f"exit code {code}")
    require(not (terminal.at(PROGRAM) / "previous").exists(), "something is left set aside")
    terminal.skilltrack("check", "--program")
    terminal.note(f"終了コード {code}、前の版のまま")


STEPS = (
    locked_files_are_told,
    held_answers_wait_for_the_next_collection,
    unpacking_that_fails_brings_the_previous_version_back,
)
