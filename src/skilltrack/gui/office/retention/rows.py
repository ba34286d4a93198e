"""What is due, held and erased as table rows."""

from skilltrack.domain.retention import Certificate, DueRecords, Hold, Obstacle, RecordClass
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _

_ORDER = list(RecordClass)


def obstacle_name(obstacle: Obstacle | None) -> str:
    """Return why something due is not erased; '' when it is."""
    names = {Obstacle.HELD: _("保留中"), Obstacle.ROUND_OPEN: _("調査の締切待ち")}
    return "" if obstacle is None else names[obstacle]


def held_name(hold: Hold) -> str:
    """Return what a hold is about."""
    if hold.record_class is None:
        return hold.employee_no
    return RECORD_CLASS_NAMES[hold.record_class]


DUE_FIELDS: tuple[Field[DueRecords], ...] = (
    Field(
        _("種類"),
        lambda due: RECORD_CLASS_NAMES[due.record_class],
        lambda due: _ORDER.index(due.record_class),
        LEFT,
        176,
    ),
    Field(_("対象"), lambda due: due.label, None, LEFT, 240),
    Field(_("番号"), lambda due: due.subject, None, LEFT, 128),
    Field(_("件数"), lambda due: f"{due.count:,}", lambda due: due.count, RIGHT, 64),
    Field(_("期限"), lambda due: wareki(due.due_on), lambda due: due.due_on, LEFT, 120),
    Field(
        _("状態"),
        lambda due: obstacle_name(due.obstacle) or _("消せる"),
        None,
        LEFT,
        104,
        tone=lambda due: None if due.obstacle is None else Tone.ATTENTION,
    ),
)

HOLD_FIELDS: tuple[Field[Hold], ...] = (
    Field(_("対象"), held_name, None, LEFT, 216),
    Field(
        _("区分"),
        lambda hold: _("職員") if hold.record_class is None else _("記録の種類"),
        None,
        LEFT,
        112,
    ),
    Field(_("理由"), lambda hold: hold.reason, None, LEFT, 320),
    Field(_("いつから"), lambda hold: wareki(hold.since), lambda hold: hold.since, LEFT, 136),
    Field(
        _("いつまで"),
        lambda hold: _("解くまで") if hold.until is None else wareki(hold.until),
        lambda hold: hold.until,
        LEFT,
        136,
    ),
)

ERASED_FIELDS: tuple[Field[Certificate], ...] = (
    Field(_("番号"), lambda one: str(one.number), lambda one: one.number, RIGHT, 64),
    Field(_("日時"), lambda one: local_time_text(one.erased_at), lambda one: one.number, LEFT, 164),
    Field(_("担当"), lambda one: one.actor, None, LEFT, 80),
    Field(
        _("人数"),
        lambda one: f"{one.people:,}" if one.people else "",
        lambda one: one.people,
        RIGHT,
        64,
    ),
    Field(_("件数"), lambda one: f"{one.rows:,}", lambda one: one.rows, RIGHT, 80),
    Field(
        _("控えからも消える日"),
        lambda one: (
            _("控えなし") if one.gone_from_backups_on is None else wareki(one.gone_from_backups_on)
        ),
        lambda one: one.gone_from_backups_on,
        LEFT,
        140,
    ),
    Field(
        _("記録との照合"),
        lambda one: _("一致") if one.is_proved else _("記録なし"),
        None,
        LEFT,
        104,
        tone=lambda one: Tone.GOOD if one.is_proved else Tone.ATTENTION,
    ),
    Field(_("理由"), lambda one: one.reason, None, LEFT, 200),
)
