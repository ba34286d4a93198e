"""How long work tells where it stands."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all; 0 when unknown). May raise ``Cancelled``."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""
