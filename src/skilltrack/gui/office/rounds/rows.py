"""A round as table rows: the round itself, its rates, its people, its files, its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.inclusion import AskedCoverage
from skilltrack.domain.rounds.definition import AnswerRate, CollectedFile, Decision, RoundStatus
from skilltrack.domain.rounds.participation import (
    Owing,
    Participation,
    ReplyState,
    UnitParticipation,
)
from skilltrack.gui.office.names import (
    BUCKET_TONES,
    plain_name,
    round_state,
    searched_name,
)
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import BUCKET_NAMES, DECISION_NAMES, REPLY_STATE_NAMES
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.problems import reason_text
from skilltrack.i18n.texts import _
from skilltrack.services.rounds.decisions import WaitingAnswer
from skilltrack.store.rounds import RoundRecord


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its answers and the files that came in, as they stand today."""

    record: RoundRecord
    status: RoundStatus
    participation: Participation
    outstanding: tuple[Owing, ...]
    files: tuple[CollectedFile, ...]
    waiting: tuple[WaitingAnswer, ...]
    counted: AskedCoverage
    today: date

    @property
    def state(self) -> str:
        """Return in a word whether the round takes answers."""
        record = self.record
        return round_state(
            record.opens_on, record.closes_on, self.today, is_closed=record.is_closed
        )

    @property
    def takes_answers(self) -> bool:
        """Tell whether answers that come in now are taken."""
        return not self.record.is_closed and self.today <= self.record.closes_on


def _state_tone(row: RoundRow) -> Tone | None:
    if row.takes_answers:
        return Tone.GOOD
    return None if row.record.is_closed else Tone.ATTENTION


ROUND_FIELDS: tuple[Field[RoundRow], ...] = (
    Field(_("題名"), lambda row: row.record.title, None, LEFT, 160),
    Field(_("状態"), lambda row: row.state, None, LEFT, 100, tone=_state_tone),
    Field(
        _("開始"),
        lambda row: wareki(row.record.opens_on),
        lambda row: row.record.opens_on,
        LEFT,
        120,
    ),
    Field(
        _("締切"),
        lambda row: wareki(row.record.closes_on),
        lambda row: row.record.closes_on,
        LEFT,
        120,
    ),
    Field(
        _("回答"),
        lambda row: f"{row.status.answered.done:,} / {row.status.answered.due:,}",
        lambda row: row.status.answered.done,
        RIGHT,
        96,
    ),
    Field(
        _("回答率"),
        lambda row: percent(row.status.answered.ratio),
        lambda row: row.status.answered.ratio,
        LEFT,
        168,
    ),
)
ROUND_RATE_COLUMN = 5

RATE_FIELDS: tuple[Field[AnswerRate], ...] = (
    Field(_("所属"), lambda rate: rate.department_name, lambda rate: rate.department, LEFT, 220),
    Field(_("対象（人）"), lambda rate: rate.answered.due, None, RIGHT, 96),
    Field(_("回答（人）"), lambda rate: rate.answered.done, None, RIGHT, 96),
    Field(
        _("未回答（人）"),
        lambda rate: rate.answered.due - rate.answered.done,
        None,
        RIGHT,
        112,
    ),
    Field(
        _("回答率"),
        lambda rate: percent(rate.answered.ratio),
        lambda rate: rate.answered.ratio,
        LEFT,
        240,
    ),
)
RATE_COLUMN = 4


def searched_person(person: Owing) -> str:
    """Return what the search field looks at."""
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, person.department_name, *names))


_REPLY_TONES = {
    ReplyState.OUTSTANDING: Tone.ATTENTION,
    ReplyState.WAITING: Tone.INFO,
    ReplyState.AWAY: None,
}

PEOPLE_FIELDS: tuple[Field[Owing], ...] = (
    Field(_("職員番号"), lambda person: person.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda person: plain_name(person.name), lambda p: p.kana, LEFT, 160),
    Field(_("フリガナ"), lambda person: plain_name(person.kana), None, LEFT, 200),
    Field(_("所属"), lambda person: person.department_name, None, LEFT, 220),
    Field(
        _("状態"),
        lambda person: REPLY_STATE_NAMES[person.state],
        None,
        LEFT,
        180,
        tone=lambda person: _REPLY_TONES[person.state],
    ),
)


_GRAVITY = {Tone.BAD: 0, Tone.ATTENTION: 1, Tone.INFO: 2, Tone.GOOD: 3}


def _file_tone(file: CollectedFile) -> Tone:
    if file.decision is Decision.TAKEN:
        return Tone.GOOD
    return Tone.INFO if file.decision is Decision.REJECTED else BUCKET_TONES[file.bucket]


def _file_state(file: CollectedFile) -> str:
    return BUCKET_NAMES[file.bucket] if file.decision is None else DECISION_NAMES[file.decision]


def by_gravity(files: Sequence[CollectedFile]) -> tuple[CollectedFile, ...]:
    """Return files in the order in which they are worth a look."""
    return tuple(sorted(files, key=lambda file: _GRAVITY[_file_tone(file)]))


FILE_FIELDS: tuple[Field[CollectedFile], ...] = (
    Field(_("結果"), _file_state, None, LEFT, 148, tone=_file_tone),
    Field(_("職員番号"), lambda file: file.employee_no, None, LEFT, 96),
    Field(_("理由と対処"), lambda file: reason_text(file.reason), None, LEFT, 420),
    Field(_("ファイル"), lambda file: file.name, None, LEFT, 240),
    Field(_("シート"), lambda file: file.sheet, None, LEFT, 140),
)

MOST_DAYS = 31
"""Days shown side by side; before them only the sum is of interest."""


def shown_days(participation: Participation) -> tuple[int, ...]:
    """Return the positions of the days shown: the newest ones, oldest first."""
    count = len(participation.days)
    return tuple(range(max(0, count - MOST_DAYS), count))


def is_everybody(row: UnitParticipation) -> bool:
    """Tell whether a row is that of all departments, which stays on top."""
    return not row.unit.code


def _day_field(participation: Participation, position: int) -> Field[UnitParticipation]:
    on = participation.days[position]

    def tip(row: UnitParticipation) -> str:
        tally = row.tallies[position]
        return _("{unit}　{day}まで　{done:,} / {due:,}人").format(
            unit=row.unit.name or _("全体"), day=wareki(on), done=tally.done, due=tally.due
        )

    return Field(
        f"{on.month}/{on.day}",
        lambda row: _share(row, position),
        lambda row: row.tallies[position].ratio,
        CENTRE,
        56,
        tooltip=tip,
    )


def _share(row: UnitParticipation, position: int) -> str | None:
    ratio = row.tallies[position].ratio
    return None if ratio is None else percent(ratio, 0)


DAY_COLUMNS = 3
"""Columns before the days."""


def day_fields(participation: Participation) -> tuple[Field[UnitParticipation], ...]:
    """Return the columns: department, asked, gain of a day, then a day each."""
    return (
        Field(
            _("所属"),
            lambda row: row.unit.name or _("全体"),
            lambda row: row.unit.code,
            LEFT,
            180,
        ),
        Field(_("対象（人）"), lambda row: row.due, None, RIGHT, 88),
        Field(_("24時間の増（人）"), lambda row: row.gained, None, RIGHT, 128),
        *(_day_field(participation, position) for position in shown_days(participation)),
    )
