"""What every process has that serves requests: confined, spoken to in messages.

A message is a length (8 bytes, big-endian), JSON, and the bytes that the JSON announces. Only the
standard library: a process loads what its own work needs, and nothing else of the program.
"""

import json
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")


def confine_memory(memory_bytes: int) -> None:
    """Set the most memory of this process, of which nothing is ever written to a core file.

    On Windows the place for its job object.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine_time(seconds: int) -> None:
    """Let the system end this process should a request take longer, even if nobody waits for it."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def receive(requests: BinaryIO) -> dict[str, Any] | None:
    """Return the next request; None when there will be none. Its bytes are left to be read."""
    head = requests.read(LENGTH.size)
    if not head:
        return None
    request: dict[str, Any] = json.loads(requests.read(LENGTH.unpack(head)[0]))
    return request


def send(
    answers: BinaryIO,
    document: dict[str, Any],
    data: bytes = b"",
    *,
    as_text: Callable[[Any], str] | None = None,
) -> None:
    """Send an answer.

    Args:
        answers: Where it goes.
        document: The JSON.
        data: The bytes that it announces.
        as_text: What becomes of values that JSON does not know.
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=as_text)
    body = text.encode()
    answers.write(LENGTH.pack(len(body)))
    answers.write(body)
    answers.write(data)
    answers.flush()
