"""Sessions and their days as table rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.sessions.definition import (
    SessionDay,
    SessionState,
)
from skilltrack.domain.sessions.figures import (
    SessionLine,
)
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_with_weekday
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.sessions import (
    days_text,
    mode_name,
    state_name,
    time_text,
    yen,
)
from skilltrack.i18n.texts import _

SESSION_TONES = {
    SessionState.PLANNED: Tone.INFO,
    SessionState.OPEN: Tone.GOOD,
    SessionState.CLOSED: Tone.INFO,
    SessionState.HELD: None,
    SessionState.CANCELLED: None,
}


def searched_session(line: SessionLine) -> str:
    """Return what a session is found by."""
    one = line.session
    return "\n".join((one.title, one.course, line.course_name, one.place, one.lecturer))


TURNOUT_COLUMN = 6
SESSION_FIELDS: tuple[Field[SessionLine], ...] = (
    Field(_("実施回"), lambda line: line.session.title, None, LEFT, 236),
    Field(
        _("開催日"),
        lambda line: days_text(line.session),
        lambda line: line.session.first_day or date.max,
        LEFT,
        184,
    ),
    Field(
        _("状態"),
        lambda line: state_name(line.session),
        lambda line: list(SessionState).index(line.session.state),
        LEFT,
        104,
        tone=lambda line: SESSION_TONES[line.session.state],
    ),
    Field(
        _("受講予定／定員"),
        lambda line: _seats(line),
        lambda line: line.counts.enrolled,
        RIGHT,
        112,
    ),
    Field(_("補欠（人）"), lambda line: line.counts.waiting, None, RIGHT, 80),
    Field(
        _("出席（人）"),
        lambda line: _attended(line),
        lambda line: line.counts.attended,
        RIGHT,
        124,
        tone=lambda line: Tone.ATTENTION if _has_gap(line) else None,
    ),
    Field(_("出席率"), lambda line: percent(line.turnout), lambda line: line.turnout, width=140),
    Field(_("修了（人）"), lambda line: line.counts.completed or None, None, RIGHT, 80),
    Field(
        _("1人あたり"),
        lambda line: yen(line.cost_per_head),
        lambda line: line.cost_per_head,
        RIGHT,
        92,
    ),
    Field(_("会場"), lambda line: line.session.place, None, LEFT, 150),
    Field(_("形態"), lambda line: mode_name(line.session), None, LEFT, 96),
    Field(_("講師"), lambda line: line.session.lecturer, None, LEFT, 120),
)


def _has_gap(line: SessionLine) -> bool:
    return bool(line.counts.unnoted) and not line.session.is_cancelled


def _attended(line: SessionLine) -> str | int | None:
    if _has_gap(line):
        return _("未記録 {count}").format(count=line.counts.unnoted)
    return line.counts.attended or None


def _seats(line: SessionLine) -> str:
    capacity = line.session.capacity
    if capacity is None:
        return str(line.counts.enrolled)
    return _("{enrolled}／{capacity}").format(enrolled=line.counts.enrolled, capacity=capacity)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the calendar with its session."""

    line: SessionLine
    day: SessionDay


def day_rows(lines: Sequence[SessionLine]) -> tuple[DayRow, ...]:
    """Return every day of the sessions that are held, in order."""
    rows = [
        DayRow(line, day)
        for line in lines
        if not line.session.is_cancelled
        for day in line.session.days
    ]
    return tuple(sorted(rows, key=lambda row: (row.day.held_on, row.day.starts_at)))


DAY_FIELDS: tuple[Field[DayRow], ...] = (
    Field(
        _("日"),
        lambda row: wareki_with_weekday(row.day.held_on),
        lambda row: row.day.held_on,
        LEFT,
        168,
    ),
    Field(_("時間"), lambda row: time_text(row.day), None, LEFT, 116),
    Field(_("実施回"), lambda row: row.line.session.title, None, LEFT, 236),
    Field(
        _("回"),
        lambda row: _("報告会") if row.day.is_presentation else _place(row),
        None,
        LEFT,
        88,
    ),
    Field(
        _("状態"),
        lambda row: state_name(row.line.session),
        None,
        LEFT,
        104,
        tone=lambda row: SESSION_TONES[row.line.session.state],
    ),
    Field(_("受講予定（人）"), lambda row: row.line.counts.enrolled, None, RIGHT, 112),
    Field(_("会場"), lambda row: row.line.session.place, None, LEFT, 180),
    Field(_("講師"), lambda row: row.line.session.lecturer, None, LEFT, 120),
)


def _place(row: DayRow) -> str:
    days = row.line.session.days
    if len(days) == 1:
        return ""
    return _("{place}／{count}日").format(place=days.index(row.day) + 1, count=len(days))


def searched_day(row: DayRow) -> str:
    """Return what a day is found by."""
    return searched_session(row.line)
