"""What the office window calls the values of the records."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.rounds.definition import Bucket
from skilltrack.gui.theme import Tone
from skilltrack.i18n.texts import _

BUCKET_TONES: Mapping[Bucket, Tone] = {
    Bucket.ACCEPTED: Tone.GOOD,
    Bucket.REPLACED: Tone.GOOD,
    Bucket.SAME: Tone.INFO,
    Bucket.OLDER: Tone.INFO,
    Bucket.LATE: Tone.ATTENTION,
    Bucket.TO_CONFIRM: Tone.ATTENTION,
    Bucket.SET_ASIDE: Tone.BAD,
    Bucket.BEING_WRITTEN: Tone.INFO,
    Bucket.NOT_FILLED: Tone.INFO,
}


def round_state(opens_on: date, closes_on: date, today: date, *, is_closed: bool) -> str:
    """Return in a word whether a round takes answers."""
    if is_closed:
        return _("締切済み")
    if today < opens_on:
        return _("受付前")
    return _("受付中") if today <= closes_on else _("期間終了")


def plain_name(name: str) -> str:
    """Return a name with the spaces in it as one narrow gap, as tables have room for."""
    return " ".join(name.split())


def searched_name(name: str) -> str:
    """Return a name with and without the gap between family and given name, for searching."""
    return f"{name}\n{''.join(name.split())}"
