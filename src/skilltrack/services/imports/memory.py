"""Memory while a whole file is compared."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be collected meanwhile.

    A roster of 100,000 people makes millions of rows that all stay until the end. Python's
    collector looks at every one of them again and again, a quarter of the whole time, and finds
    nothing. Where it is off already, as in the window, it stays off.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
