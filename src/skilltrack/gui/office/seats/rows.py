"""Plans, their sessions, seats, people without one, absences and differences as table rows."""

from datetime import date

from skilltrack.domain.seats.plans import Fate, Fixing
from skilltrack.domain.seats.sheets import (
    ChangeLine,
    DepartmentDay,
    PlanLine,
    PlanPerson,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.catalogue import yen_text
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.seats import (
    CAUSE_NAMES,
    FATE_NAMES,
    FIXING_NAMES,
    kind_name,
    limits_texts,
    quality_short,
    session_title,
    why_text,
)
from skilltrack.i18n.texts import _

FATE_TONES = {Fate.GAINED: Tone.GOOD, Fate.LOST: Tone.BAD, Fate.MOVED: Tone.ATTENTION}


def short(on: date | None) -> str | None:
    """Return a day in a table; None where there is none."""
    return None if on is None else wareki_short(on)


def searched_person(person: PlanPerson) -> str:
    """Return what somebody is found by."""
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, *names, person.unit_name, person.department_name))


def applied_text(line: PlanLine) -> str:
    """Return how many of the seats are applied for."""
    return _("{count:,} / {seats:,}").format(count=line.enrolled, seats=line.open_seats)


PLAN_FIELDS: tuple[Field[PlanLine], ...] = (
    Field(_("計画"), lambda line: line.title, None, LEFT, 180),
    Field(
        _("作成日"),
        lambda line: wareki_short(line.made_at.date()),
        lambda line: line.made_at,
        LEFT,
        88,
    ),
    Field(_("席（人）"), lambda line: line.seated, None, RIGHT, 84),
    Field(_("席なし（延べ）"), lambda line: line.unserved, None, RIGHT, 116),
    Field(
        _("費用"),
        lambda line: yen_text(line.cost_yen),
        lambda line: line.cost_yen,
        RIGHT,
        112,
    ),
    Field(
        _("反映（申込み / 席）"),
        applied_text,
        lambda line: line.enrolled,
        RIGHT,
        140,
        tone=lambda line: Tone.GOOD if line.is_applied else None,
    ),
    Field(
        _("最適性"),
        lambda line: quality_short(line.record.outcome),
        None,
        LEFT,
        108,
    ),
    Field(
        _("上限"),
        lambda line: _("、").join(limits_texts(line.record.order)),
        None,
        LEFT,
        300,
    ),
    Field(_("理由"), lambda line: line.reason, None, LEFT, 200),
)


def searched_plan(line: PlanLine) -> str:
    """Return what a plan is found by."""
    return "\n".join((line.plan_id, line.title, line.reason))


SESSION_FIELDS: tuple[Field[SessionSum], ...] = (
    Field(_("実施回"), lambda one: one.title, None, LEFT, 240),
    Field(
        _("初日"),
        lambda one: short(None if one.session is None else one.session.first_day),
        lambda one: None if one.session is None else one.session.first_day,
        LEFT,
        88,
    ),
    Field(_("席"), lambda one: one.taken.seats, None, RIGHT, 56),
    Field(
        _("割当て（人）"),
        lambda one: one.seated,
        None,
        RIGHT,
        96,
        tone=lambda one: Tone.INFO if one.left == 0 else None,
    ),
    Field(_("うち決定済み"), lambda one: one.fixed, None, RIGHT, 110),
    Field(_("空き"), lambda one: one.left, None, RIGHT, 64),
    Field(_("研修の席のない人"), lambda one: one.unserved, None, RIGHT, 138),
    Field(
        _("費用"),
        lambda one: None if one.cost_yen is None else yen_text(one.cost_yen),
        lambda one: one.cost_yen,
        RIGHT,
        104,
    ),
    Field(_("研修"), lambda one: one.course_name, None, LEFT, 200),
)


def searched_session(one: SessionSum) -> str:
    """Return what a session is found by."""
    return "\n".join((one.title, one.course_name, one.taken.course))


def seat_state(line: SeatLine) -> str:
    """Return whether a seat is applied for, or fixed."""
    return FIXING_NAMES[Fixing.ENROLLED if line.is_enrolled else line.record.fixing]


def _seat_tone(line: SeatLine) -> Tone | None:
    if line.is_enrolled:
        return Tone.GOOD
    return Tone.INFO if line.record.fixing is Fixing.HAND else None


SEAT_FIELDS: tuple[Field[SeatLine], ...] = (
    Field(_("職員番号"), lambda line: line.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        108,
    ),
    Field(_("所属"), lambda line: line.person.unit_name, lambda line: line.person.unit, LEFT, 124),
    Field(_("実施回"), session_title, None, LEFT, 212),
    Field(_("初日"), lambda line: short(line.first_day), lambda line: line.first_day, LEFT, 80),
    Field(
        _("区分"),
        lambda line: kind_name(line.record.kind),
        lambda line: kind_name(line.record.kind),
        LEFT,
        128,
    ),
    Field(_("状態"), seat_state, None, LEFT, 104, tone=_seat_tone),
    Field(_("理由"), lambda line: why_text(line.record.why), None, LEFT, 320),
    Field(_("研修"), lambda line: line.course_name, None, LEFT, 180),
)


def searched_seat(line: SeatLine) -> str:
    """Return what a seat is found by."""
    texts = (session_title(line), line.course_name, kind_name(line.record.kind), seat_state(line))
    return "\n".join((searched_person(line.person), *texts))


UNSERVED_FIELDS: tuple[Field[UnservedLine], ...] = (
    Field(_("職員番号"), lambda line: line.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        108,
    ),
    Field(_("所属"), lambda line: line.person.unit_name, lambda line: line.person.unit, LEFT, 124),
    Field(_("研修"), lambda line: line.course_name, None, LEFT, 190),
    Field(
        _("席のない原因"),
        lambda line: CAUSE_NAMES[line.cause],
        None,
        LEFT,
        190,
        tone=lambda _line: Tone.ATTENTION,
    ),
    Field(_("区分"), lambda line: kind_name(line.record.kind), None, LEFT, 128),
    Field(_("期限"), lambda line: short(line.record.due), lambda line: line.record.due, LEFT, 80),
    Field(_("理由"), lambda line: why_text(line.record.why), None, LEFT, 320),
)


def searched_unserved(line: UnservedLine) -> str:
    """Return what somebody without a seat is found by."""
    texts = (line.course_name, CAUSE_NAMES[line.cause], kind_name(line.record.kind))
    return "\n".join((searched_person(line.person), *texts))


AWAY_FIELDS: tuple[Field[DepartmentDay], ...] = (
    Field(_("日"), lambda one: short(one.on), lambda one: one.on, LEFT, 96),
    Field(_("所属"), lambda one: one.unit_name, lambda one: one.unit, LEFT, 200),
    Field(
        _("離席（人）"),
        lambda one: len(one.people),
        None,
        RIGHT,
        104,
        tone=lambda one: _away_tone(one),
    ),
    Field(_("上限（人）"), lambda one: one.most, None, RIGHT, 104),
)


def _away_tone(one: DepartmentDay) -> Tone | None:
    if one.most is not None and len(one.people) > one.most:
        return Tone.BAD
    return Tone.INFO if one.is_full else None


def searched_away(one: DepartmentDay) -> str:
    """Return what a department on a day is found by."""
    return "\n".join((one.unit_name, one.unit, wareki_short(one.on)))


CHANGE_FIELDS: tuple[Field[ChangeLine], ...] = (
    Field(
        _("変化"),
        lambda one: FATE_NAMES[one.change.fate],
        None,
        LEFT,
        136,
        tone=lambda one: FATE_TONES[one.change.fate],
    ),
    Field(_("職員番号"), lambda one: one.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda one: plain_name(one.person.name),
        lambda one: one.person.kana,
        LEFT,
        108,
    ),
    Field(_("所属"), lambda one: one.person.unit_name, lambda one: one.person.unit, LEFT, 124),
    Field(_("比べる計画の席"), lambda one: one.before or None, None, LEFT, 230),
    Field(_("この計画の席"), lambda one: one.after or None, None, LEFT, 230),
    Field(_("研修"), lambda one: one.course_name, None, LEFT, 180),
)


def searched_change(one: ChangeLine) -> str:
    """Return what a difference is found by."""
    texts = (one.course_name, one.before, one.after, FATE_NAMES[one.change.fate])
    return "\n".join((searched_person(one.person), *texts))
