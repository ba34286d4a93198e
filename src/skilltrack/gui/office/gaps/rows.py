"""Gaps as table rows: courses, departments, people, what no course closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from skilltrack.domain.recommendations.courses import UNCLOSED, Closing, Urgency
from skilltrack.domain.recommendations.figures import CourseSeats, OpenGap
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.recommendations import CLOSING_NAMES, URGENCY_NAMES, advice_text
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.figures import GapFigures
from skilltrack.services.recommendations.reading import Advised
from skilltrack.services.recommendations.reports import by_department, open_text
from skilltrack.services.recommendations.sheets import short

CLOSING_TONES: Mapping[Closing, Tone] = {
    Closing.CLOSED: Tone.GOOD,
    Closing.PARTLY: Tone.ATTENTION,
    Closing.NO_COURSE: Tone.BAD,
    Closing.NOT_OFFERED: Tone.ATTENTION,
    Closing.TAKEN: Tone.INFO,
    Closing.UNANSWERED: Tone.INFO,
    Closing.ANOTHER_WAY: Tone.INFO,
}

URGENCY_TONES: Mapping[Urgency, Tone] = {
    Urgency.OVERDUE: Tone.BAD,
    Urgency.OBLIGATION: Tone.ATTENTION,
    Urgency.LEADER: Tone.INFO,
    Urgency.GAP: Tone.INFO,
}


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with what is needed of it."""

    shown: GapFigures
    line: CourseSeats

    @property
    def name(self) -> str:
        """Return the name of the course."""
        return self.shown.found.course_name(self.line.course)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A department with its people; of some there may be nobody."""

    code: str
    name: str
    people: tuple[Advised, ...]

    def count(self, is_meant: Callable[[Advised], object]) -> int | None:
        """Return of how many people something is true; None where there is nobody."""
        return sum(bool(is_meant(one)) for one in self.people) if self.people else None

    @property
    def seats(self) -> int | None:
        """Return the seats that its people need; None where there is nobody."""
        return sum(len(one.advice.courses) for one in self.people) if self.people else None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with a gap."""

    shown: GapFigures
    one: Advised

    @property
    def left_open(self) -> int:
        """Return how many gaps the catalogue leaves open."""
        return sum(gap.closing in UNCLOSED for gap in self.one.advice.gaps)

    @property
    def urgency(self) -> Urgency | None:
        """Return how urgent the most urgent course is; None without a course."""
        needs = self.one.advice.needs()
        return tuple(Urgency)[min(need.priority for need in needs)] if needs else None

    @property
    def due(self) -> date | None:
        """Return the first last day of what is owed; None without one."""
        dues = (gap.gap.due for gap in self.one.advice.gaps)
        return min((due for due in dues if due is not None), default=None)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A gap that stays open, with the people who have it."""

    shown: GapFigures
    line: OpenGap

    @property
    def text(self) -> str:
        """Return what is missing."""
        return open_text(self.line, self.shown.found.course_name)

    @property
    def tier(self) -> str:
        """Return the name of the tier that asks for it; '' for what is owed, or any."""
        return self.shown.found.tier_name(self.line.source, self.line.example.gap.tier)


def yen_text(yen: int | None) -> str:
    """Return an amount; ― where it is not known."""
    return NO_FIGURE if yen is None else f"{yen:,}"


def count_text(count: int | None) -> str:
    """Return a count; ― where there is none to tell."""
    return NO_FIGURE if count is None else f"{count:,}"


def _arranged(row: CourseRow) -> str:
    use = row.shown.found.use_of(row.line.course)
    if not use.sessions:
        return NO_FIGURE
    if use.seats is None:
        return _("{count}回").format(count=use.sessions)
    return _("{count}回・{seats:,}席").format(count=use.sessions, seats=use.seats)


COURSE_FIELDS: tuple[Field[CourseRow], ...] = (
    Field(_("研修"), lambda r: r.name, lambda r: r.line.course, LEFT, 240),
    Field(_("役に立つ人"), lambda r: count_text(r.line.helped), lambda r: r.line.helped, RIGHT, 92),
    Field(
        _("すすめる人"),
        lambda r: count_text(len(r.line.people)),
        lambda r: len(r.line.people),
        RIGHT,
        92,
    ),
    Field(_("席数"), lambda r: count_text(r.line.seats), lambda r: r.line.seats, RIGHT, 72),
    Field(_("回数"), lambda r: count_text(r.line.sessions), lambda r: r.line.sessions, RIGHT, 64),
    Field(_("費用（円）"), lambda r: yen_text(r.line.yen), lambda r: r.line.yen, RIGHT, 104),
    Field(
        _("予定の実施回"),
        _arranged,
        lambda r: r.shown.found.use_of(r.line.course).sessions,
        LEFT,
        120,
    ),
)

UNIT_FIELDS: tuple[Field[UnitRow], ...] = (
    Field(_("所属"), lambda r: r.name, lambda r: r.code, LEFT, 220),
    Field(
        _("対象（人）"),
        lambda r: count_text(len(r.people) or None),
        lambda r: len(r.people),
        RIGHT,
        96,
    ),
    Field(
        _("不足のある人"),
        lambda r: count_text(r.count(lambda one: one.advice.gaps)),
        lambda r: r.count(lambda one: one.advice.gaps),
        RIGHT,
        108,
    ),
    Field(
        _("研修をすすめる人"),
        lambda r: count_text(r.count(lambda one: one.advice.courses)),
        lambda r: r.count(lambda one: one.advice.courses),
        RIGHT,
        132,
    ),
    Field(_("要る席"), lambda r: count_text(r.seats), lambda r: r.seats, RIGHT, 84),
    Field(
        _("補えない不足のある人"),
        lambda r: count_text(r.count(_has_open)),
        lambda r: r.count(_has_open),
        RIGHT,
        156,
    ),
)


def _has_open(one: Advised) -> bool:
    return any(gap.closing in UNCLOSED for gap in one.advice.gaps)


def _courses(row: PersonRow) -> str:
    return _("、").join(map(row.shown.found.course_name, row.one.advice.courses)) or NO_FIGURE


PERSON_FIELDS: tuple[Field[PersonRow], ...] = (
    Field(
        _("氏名"),
        lambda r: plain_name(r.one.person.name),
        lambda r: r.one.person.kana,
        LEFT,
        116,
    ),
    Field(
        _("所属"),
        lambda r: r.shown.found.department_name(r.one.person),
        lambda r: r.one.person.department,
        LEFT,
        132,
    ),
    Field(
        _("急ぐ理由"),
        lambda r: "" if r.urgency is None else URGENCY_NAMES[r.urgency],
        lambda r: len(Urgency) if r.urgency is None else r.urgency.priority,
        LEFT,
        112,
        tone=lambda r: None if r.urgency is None else URGENCY_TONES[r.urgency],
    ),
    Field(
        _("期限"),
        lambda r: None if r.due is None else wareki_short(r.due),
        lambda r: r.due,
        LEFT,
        84,
    ),
    Field(_("不足（件）"), lambda r: len(r.one.advice.gaps), None, RIGHT, 84),
    Field(_("補えない（件）"), lambda r: r.left_open, None, RIGHT, 120),
    Field(_("すすめる研修"), _courses, lambda r: len(r.one.advice.courses), LEFT, 260),
)

OPEN_FIELDS: tuple[Field[OpenRow], ...] = (
    Field(_("足りないこと"), lambda r: r.text, lambda r: r.line.label, LEFT, 260),
    Field(
        _("育成制度"),
        lambda r: short(r.shown.found.scheme_name(r.line.source)),
        lambda r: r.line.source,
        LEFT,
        112,
    ),
    Field(_("区分"), lambda r: r.tier if r.line.key else "", None, LEFT, 132),
    Field(
        _("状況"),
        lambda r: CLOSING_NAMES[r.line.closing],
        lambda r: tuple(Closing).index(r.line.closing),
        LEFT,
        156,
        tone=lambda r: CLOSING_TONES[r.line.closing],
    ),
    Field(_("職員（人）"), lambda r: len(r.line.people), None, RIGHT, 84),
    Field(_("説明"), lambda r: advice_text(r.line.example), None, LEFT, 280),
)


def course_rows(shown: GapFigures) -> tuple[CourseRow, ...]:
    """Return the courses, most seats first."""
    return tuple(CourseRow(shown, line) for line in shown.courses)


def unit_rows(shown: GapFigures) -> tuple[UnitRow, ...]:
    """Return the departments by code."""
    names = shown.found.names.departments
    return tuple(UnitRow(code, names.get(code, code), of) for code, of in by_department(shown))


def person_rows(shown: GapFigures) -> tuple[PersonRow, ...]:
    """Return the people with a gap, those with something overdue first."""
    rows = [PersonRow(shown, one) for one in shown.people if one.advice.gaps]
    last = len(Urgency)
    ranked = sorted(
        ((last if (u := row.urgency) is None else u.priority), place)
        for place, row in enumerate(rows)
    )
    return tuple(rows[place] for _rank, place in ranked)


def open_rows(shown: GapFigures) -> tuple[OpenRow, ...]:
    """Return what stays open: what the catalogue lacks first, then what is not for courses."""
    return tuple(OpenRow(shown, line) for line in (*shown.open, *shown.beyond))


def in_order(
    rows: Sequence[PersonRow], key: Callable[[PersonRow], Any] | None, *, is_descending: bool
) -> tuple[PersonRow, ...]:
    """Return people in an order; those without a value come last in either direction."""
    if key is None:
        return tuple(rows)
    known = [row for row in rows if key(row) is not None]
    known.sort(key=key, reverse=is_descending)
    return (*known, *(row for row in rows if key(row) is None))
