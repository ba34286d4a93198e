"""What the office window calls the values of the records."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.rounds import Bucket
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

IMPORT_COLUMNS: Mapping[ImportKind, str] = {
    ImportKind.DEPARTMENTS: _("所属コード、所属名（ほかに上位所属コード、評価単位など）"),
    ImportKind.TITLES: _("職名、役職区分"),
    ImportKind.EMPLOYEES: _("職員番号、氏名、所属コード（ほかにフリガナ、職名、任用区分など）"),
    ImportKind.APPOINTMENTS: _("職員番号、役割、開始（ほかに終了、方法など）"),
    ImportKind.COURSES: _("研修コード、研修名、種別（ほかに対象区分、年度など）"),
    ImportKind.COMPLETIONS: _("職員番号、研修コード、修了日（ほかに状態、時間など）"),
    ImportKind.EXAMS: _("職員番号、試験、受験日と、得点または合否"),
    ImportKind.PRACTICES: _("所属コード、名称、段階（ほかに内容、効果時間など）"),
}
"""The columns that a file must hold."""

DATED_KINDS = frozenset({ImportKind.DEPARTMENTS, ImportKind.TITLES, ImportKind.EMPLOYEES})
"""Kinds that hold from a day on."""


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
