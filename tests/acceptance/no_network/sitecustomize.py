"""Loaded by every Python process of the test before anything else: no socket is opened, ever.

Nor is anything written into the program's own folder: it may lie where nobody may write.

Two nets, one in the other. An audit hook stops what Python itself opens and writes down who did it.
Below it the kernel stops the system calls (seccomp, Linux), so that a library in C is caught as
well, in this process and in all that it starts; the signal that this raises writes down what
Python was doing.
"""

import ctypes
import faulthandler
import os
import platform
import signal
import struct
import sys
import traceback
from pathlib import Path

REPORT = os.environ["SKILLTRACK_NO_NETWORK"]
PROGRAM = os.environ["SKILLTRACK_PROGRAM"]
WRITING = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.truncate"})
HARMLESS = frozenset({"socket.gethostname"})
"""Asks the kernel for the name of this machine; nothing is opened."""

SYSTEM_CALLS = {"x86_64": (0xC000003E, (41, 42, 53)), "aarch64": (0xC00000B7, (198, 203, 199))}
"""Machine → its mark in a seccomp filter, and the numbers of socket, connect, socketpair.

Source: linux/audit.h, asm/unistd.h.
"""

ALLOW, TRAP = 0x7FFF0000, 0x00030000
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER_MODE = 38, 22, 2


def refuse_sockets(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what Python is about to open."""
    if event.startswith("socket.") and event not in HARMLESS:
        with Path(REPORT).open("a", encoding="utf-8") as report:
            report.write(f"{event} {arguments}\n{''.join(traceback.format_stack())}\n")
        raise PermissionError(event)


def refuse_writing_into_the_program(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what would change the folder of the program; Python's own cache is let be."""
    if event not in WRITING or (event == "open" and not is_for_writing(arguments)):
        return
    for path in arguments[: 2 if event == "os.rename" else 1]:
        text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        if text.startswith(PROGRAM) and "__pycache__" not in text:
            with Path(REPORT).open("a", encoding="utf-8") as report:
                report.write(f"{event} {text}\n{''.join(traceback.format_stack())}\n")
            raise PermissionError(text)


def is_for_writing(arguments: tuple[object, ...]) -> bool:
    """Tell whether a file is opened to be changed."""
    flags = arguments[2] if isinstance(arguments[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def filter_system_calls() -> bool:
    """Stop the system calls in this process and its children; False where that is not known."""
    machine = SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    mark, numbers = machine
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, mark), (RETURN, 0, 0, TRAP), (LOAD, 0, 0, 0)]
    for left, number in enumerate(reversed(numbers)):
        steps.insert(4, (EQUAL, left + 1, 0, number))
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, TRAP)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if library.prctl(SET_SECCOMP, FILTER_MODE, ctypes.create_string_buffer(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no seccomp filter")
    return True


if not os.environ.get("SKILLTRACK_ONLY_KERNEL"):
    sys.addaudithook(refuse_sockets)
    sys.addaudithook(refuse_writing_into_the_program)
_report = Path(REPORT).open("a", encoding="utf-8")  # noqa: SIM115 (written to until the end)
if hasattr(signal, "SIGSYS"):
    faulthandler.register(signal.SIGSYS, file=_report, all_threads=True, chain=True)
filter_system_calls()
