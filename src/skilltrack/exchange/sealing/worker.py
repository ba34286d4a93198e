"""The process that opens envelopes. It loads little but the standard library and cryptography.

It is started with limits and takes the private key with its first message, so that the key stands
in no argument, no variable of the environment and no file. Every further request brings many
envelopes; they are all read before the first is opened, so that neither side waits for the other
to take what it writes. It ends when its input ends.
"""

import gc
import sys
from typing import BinaryIO

from skilltrack.exchange.processes.serving import confine_memory, confine_time, receive, send
from skilltrack.exchange.sealing.envelopes import Unopened, prepare_opening
from skilltrack.exchange.sealing.signed import open_signed


def main(arguments: list[str]) -> None:
    """Serve requests until the input ends; say first that everything needed is loaded.

    Args:
        arguments: The most bytes of memory and the most seconds for one request.
    """
    memory_bytes, seconds = int(arguments[0]), int(arguments[1])
    confine_memory(memory_bytes)
    gc.disable()  # nothing here is ever part of a ring
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    first = receive(requests)
    if first is None:
        return
    private, purpose = _contents(requests, first["sizes"])
    prepare_opening(private)
    send(answers, {"ready": True})
    while request := receive(requests):
        envelopes = _contents(requests, request["sizes"])
        confine_time(seconds)
        found = [opened(envelope, private, purpose) for envelope in envelopes]
        ends = [one if isinstance(one, str) else len(one) for one in found]
        send(answers, {"ends": ends}, b"".join(one for one in found if isinstance(one, bytes)))


def opened(envelope: bytes, private: bytes, purpose: bytes) -> bytes | str:
    """Return the signer's public key with the body; the fault for what does not open."""
    try:
        signed = open_signed(envelope, private, purpose)
    except Unopened as error:
        return error.fault.value
    return signed.signer + signed.body


def _contents(requests: BinaryIO, sizes: list[int]) -> list[bytes]:
    return [requests.read(size) for size in sizes]


if __name__ == "__main__":
    main(sys.argv[1:])
