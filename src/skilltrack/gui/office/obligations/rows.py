"""Obligations, renewals and exemptions as table rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from skilltrack.domain.obligations.owing import ObligationState
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.obligations import RENEWAL_STATES, needed_text, state_name
from skilltrack.i18n.texts import _
from skilltrack.services.obligations.exemptions import ExemptionLine, ExemptionState
from skilltrack.services.obligations.reading import Owed, OwedLine, RenewalLine
from skilltrack.store.organisation import InPost

STATE_TONES = {
    ObligationState.DONE: Tone.GOOD,
    ObligationState.EXPIRING: Tone.ATTENTION,
    ObligationState.OWED: Tone.ATTENTION,
    ObligationState.OVERDUE: Tone.BAD,
    ObligationState.EXEMPT: Tone.INFO,
}

STATE_ORDER = (
    ObligationState.OVERDUE,
    ObligationState.OWED,
    ObligationState.EXPIRING,
    ObligationState.DONE,
    ObligationState.EXEMPT,
)

EXEMPTION_NAMES = {
    ExemptionState.HELD: _("免除中"),
    ExemptionState.AHEAD: _("開始前"),
    ExemptionState.ENDED: _("終了"),
}

EXEMPTION_TONES = {
    ExemptionState.HELD: Tone.GOOD,
    ExemptionState.AHEAD: Tone.INFO,
}


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A line with everything that gives it names."""

    found: Owed
    line: OwedLine

    @property
    def person(self) -> InPost:
        """Return whose it is."""
        return self.line.person


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A completion of limited validity with everything that gives it names."""

    found: Owed
    line: RenewalLine

    @property
    def person(self) -> InPost:
        """Return whose it is."""
        return self.line.person

    @property
    def days_left(self) -> int:
        """Return how many days are left; negative once it has run out."""
        return self.line.renewal.days_left(self.found.as_of)


Row = TypeVar("Row", OwedRow, RenewalRow)


def _day(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


def days_left(row: OwedRow) -> int | None:
    """Return how many days are left to do what is open; None where nothing is, or no day named."""
    owes = row.line.obligation
    if not owes.is_open or owes.due is None:
        return None
    return (owes.due - row.found.as_of).days


def courses_text(row: OwedRow) -> str:
    """Return the courses to be done, or those done where nothing is left."""
    owes = row.line.obligation
    text = _("、").join(row.found.course_names(owes.lacking or owes.courses))
    enough = needed_text(owes) if owes.is_open else ""
    return _("{enough}：{courses}").format(enough=enough, courses=text) if enough else text


def _owed_tooltip(row: OwedRow) -> str:
    owes = row.line.obligation
    parts = [row.line.of.scheme_name, row.line.of.name, row.found.why(row.line)]
    if owes.since is not None:
        parts.append(_("{since}から").format(since=wareki(owes.since)))
    return "\n".join(parts)


def _person_fields() -> tuple[Field[Row], ...]:
    return (
        Field(_("氏名"), lambda r: plain_name(r.person.name), lambda r: r.person.kana, LEFT, 116),
        Field(
            _("所属"),
            lambda r: r.found.department_name(r.person),
            lambda r: r.person.department,
            LEFT,
            132,
        ),
    )


def owed_fields() -> tuple[Field[OwedRow], ...]:
    """Return the columns of what is owed."""
    person: tuple[Field[OwedRow], ...] = _person_fields()
    return (
        *person,
        Field(
            _("状況"),
            lambda r: state_name(r.line.obligation),
            lambda r: STATE_ORDER.index(r.line.obligation.state),
            LEFT,
            104,
            tone=lambda r: STATE_TONES[r.line.obligation.state],
        ),
        Field(
            _("期限"),
            lambda r: _day(r.line.obligation.due),
            lambda r: r.line.obligation.due,
            LEFT,
            84,
        ),
        Field(_("残り（日）"), days_left, None, RIGHT, 88),
        Field(_("研修"), courses_text, None, LEFT, 204),
        Field(
            _("受講義務"),
            lambda r: r.line.of.name,
            lambda r: r.line.of.key,
            LEFT,
            160,
            tooltip=_owed_tooltip,
        ),
        Field(_("理由"), lambda r: r.found.why(r.line), None, LEFT, 148),
        Field(_("職員番号"), lambda r: r.person.employee_no, None, LEFT, 84),
    )


def renewal_fields() -> tuple[Field[RenewalRow], ...]:
    """Return the columns of completions that run out."""
    person: tuple[Field[RenewalRow], ...] = _person_fields()
    return (
        *person,
        Field(
            _("状況"),
            lambda r: RENEWAL_STATES[r.days_left < 0],
            lambda r: r.days_left,
            LEFT,
            104,
            tone=lambda r: Tone.BAD if r.days_left < 0 else Tone.ATTENTION,
        ),
        Field(_("研修"), lambda r: r.found.course_name(r.line.renewal.course), None, LEFT, 204),
        Field(
            _("修了日"),
            lambda r: _day(r.line.renewal.done_on),
            lambda r: r.line.renewal.done_on,
            LEFT,
            84,
        ),
        Field(
            _("有効期限"),
            lambda r: _day(r.line.renewal.valid_until),
            lambda r: r.line.renewal.valid_until,
            LEFT,
            84,
        ),
        Field(_("残り（日）"), lambda r: r.days_left, None, RIGHT, 88),
        Field(_("職員番号"), lambda r: r.person.employee_no, None, LEFT, 84),
        Field(
            _("更新の研修"),
            lambda r: r.found.course_name(r.line.renewal.renewed_by or r.line.renewal.course),
            None,
            LEFT,
            180,
        ),
    )


EXEMPTION_FIELDS: tuple[Field[ExemptionLine], ...] = (
    Field(_("氏名"), lambda line: plain_name(line.name), lambda line: line.kana, LEFT, 116),
    Field(
        _("所属"),
        lambda line: line.department_name or None,
        lambda line: line.department or None,
        LEFT,
        132,
    ),
    Field(
        _("状況"),
        lambda line: EXEMPTION_NAMES[line.state],
        None,
        LEFT,
        92,
        tone=lambda line: EXEMPTION_TONES.get(line.state),
    ),
    Field(_("研修"), lambda line: line.course_name, None, LEFT, 180),
    Field(_("理由"), lambda line: line.exemption.reason, None, LEFT, 320),
    Field(
        _("始まり"),
        lambda line: _day(line.exemption.valid.start),
        lambda line: line.exemption.valid.start,
        LEFT,
        84,
    ),
    Field(
        _("終わり"),
        lambda line: _day(line.exemption.valid.last_day) or _("定めなし"),
        lambda line: line.exemption.valid.last_day,
        LEFT,
        84,
    ),
    Field(_("職員番号"), lambda line: line.exemption.employee_no, None, LEFT, 84),
)


MOST_TOLD = 3


def owing_lines(lines: Sequence[OwedLine]) -> list[tuple[str, Tone]]:
    """Return what somebody still has to do in a few lines, each with its tone."""
    opened = [line for line in lines if line.obligation.is_open]
    told = []
    for line in opened[:MOST_TOLD]:
        owes = line.obligation
        due = _("定めなし") if owes.due is None else wareki(owes.due)
        text = _("{rule}：{state}（期限 {due}）").format(
            rule=line.of.name, state=state_name(owes), due=due
        )
        told.append((text, STATE_TONES[owes.state]))
    if len(opened) > MOST_TOLD:
        rest = _("ほかの受講義務 {count}件").format(count=len(opened) - MOST_TOLD)
        told.append((rest, Tone.ATTENTION))
    return told


def searched_exemption(line: ExemptionLine) -> str:
    """Return what an exemption is found by."""
    return "\n".join(
        (
            line.exemption.employee_no,
            searched_name(line.name),
            searched_name(line.kana),
            line.department_name,
            line.course_name,
            line.exemption.reason,
        )
    )


def arranged(
    rows: Sequence[Row], key: Callable[[Row], object] | None, *, is_descending: bool
) -> tuple[Row, ...]:
    """Return rows in an order; those without a value come last in either direction."""
    if key is None:
        return tuple(rows)
    keyed: list[tuple[Any, Row]] = [(key(one), one) for one in rows]
    known: list[tuple[Any, Row]] = [one for one in keyed if one[0] is not None]
    known.sort(key=lambda one: one[0], reverse=is_descending)
    unknown = [one for one in keyed if one[0] is None]
    return tuple(row for _key, row in known + unknown)
