"""The timeline of a person as table rows, by fiscal year, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.timeline import Event, EventKind, by_fiscal_year
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, Field
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.texts import _
from skilltrack.services.people.person import Person, source_text

KIND_NAMES: Mapping[EventKind, str] = {
    EventKind.EMPLOYMENT: _("採用・退職"),
    EventKind.NAME: _("氏名"),
    EventKind.OCCUPATION: _("職種"),
    EventKind.POSTING: _("主務"),
    EventKind.CONCURRENT: _("兼務"),
    EventKind.ABSENCE: _("休業など"),
    EventKind.ROLE: _("役割"),
    EventKind.ANSWER: _("回答"),
    EventKind.COURSE: _("研修"),
    EventKind.SESSION: _("実施回"),
    EventKind.EXAM: _("試験"),
    EventKind.PRACTICE: _("DX実践"),
    EventKind.MEETING: _("会議"),
    EventKind.ACCREDITATION: _("認定"),
    EventKind.CAREER: _("経験・資格"),
}

GROUPS: tuple[tuple[str, str, frozenset[EventKind]], ...] = (
    ("all", _("すべての種類"), frozenset(EventKind)),
    (
        "posts",
        _("配属・休業"),
        frozenset(
            {
                EventKind.EMPLOYMENT,
                EventKind.NAME,
                EventKind.OCCUPATION,
                EventKind.POSTING,
                EventKind.CONCURRENT,
                EventKind.ABSENCE,
            }
        ),
    ),
    ("roles", _("役割・会議"), frozenset({EventKind.ROLE, EventKind.MEETING})),
    ("answers", _("回答"), frozenset({EventKind.ANSWER})),
    ("training", _("研修"), frozenset({EventKind.COURSE, EventKind.SESSION})),
    ("exams", _("試験"), frozenset({EventKind.EXAM})),
    ("accreditation", _("認定"), frozenset({EventKind.ACCREDITATION})),
    ("career", _("経験・資格"), frozenset({EventKind.CAREER})),
    ("practices", _("DX実践"), frozenset({EventKind.PRACTICE})),
)
"""Kinds that can be looked at alone: code, name, kinds."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line; ``year`` stands in the first one of each fiscal year."""

    event: Event
    year: str
    days: str
    state: str
    state_tone: Tone | None
    source: str


def timeline_rows(person: Person, kinds: frozenset[EventKind]) -> tuple[TimelineRow, ...]:
    """Return the lines of some kinds."""
    return tuple(_rows(person, (e for e in person.events if e.kind in kinds)))


def _rows(person: Person, events: Iterable[Event]) -> Iterable[TimelineRow]:
    for year, found in by_fiscal_year(events):
        name = _("開始日なし") if year is None else fiscal_year_text(year)
        for event in found:
            state, tone = _state(event, person.as_of)
            source = person.sources.get(event.recorded_in)
            yield TimelineRow(
                event,
                name,
                days_text(event.days),
                state,
                tone,
                "" if source is None else source_text(source),
            )
            name = ""


def days_text(days: Period) -> str:
    """Return one day, or the first and the last."""
    start = "" if days.start is None else wareki_short(days.start)
    last = days.last_day
    if last is None:
        return _("{start} ～").format(start=start)
    if last == days.start:
        return start
    return _("{start} ～ {last}").format(start=start, last=wareki_short(last))


def _state(event: Event, as_of: date) -> tuple[str, Tone | None]:
    """Return whether a line is past, holds, is still to come, or was put right."""
    if event.superseded_in is not None:
        return _("訂正前"), Tone.ATTENTION
    if event.days.start is not None and event.days.start > as_of:
        return _("予定"), Tone.INFO
    lasts = event.days.last_day is None or event.days.last_day > as_of
    return (_("現在"), Tone.GOOD) if lasts and as_of in event.days else ("", None)


TIMELINE_FIELDS: tuple[Field[TimelineRow], ...] = (
    Field(_("年度"), lambda row: row.year, None, LEFT, 92),
    Field(_("期間・日"), lambda row: row.days, None, LEFT, 156),
    Field(_("種類"), lambda row: KIND_NAMES[row.event.kind], None, LEFT, 84),
    Field(_("内容"), lambda row: row.event.title, None, LEFT, 220),
    Field(_("詳細"), lambda row: row.event.detail, None, LEFT, 220),
    Field(_("状態"), lambda row: row.state, None, LEFT, 88, tone=lambda row: row.state_tone),
)
