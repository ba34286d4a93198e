"""Until when the records go from which a workbook is written: every workbook says it.

Dozens of writers make workbooks from figures that were read before; none of them has to hand the
instant on to the line that prints it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.texts import _

_UNTIL: ContextVar[datetime | None] = ContextVar("recorded_until", default=None)


@contextmanager
def recorded_until(instant: datetime | None) -> Iterator[None]:
    """Have workbooks say that later records are left out; None says nothing."""
    token = _UNTIL.set(instant)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def known_text() -> str:
    """Return the words for a heading; '' where everything recorded is in."""
    instant = _UNTIL.get()
    if instant is None:
        return ""
    return _("記録の時点 {at}").format(at=local_time_text(instant))
