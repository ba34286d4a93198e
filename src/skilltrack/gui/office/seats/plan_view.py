"""One plan: its figures, and the parts 実施回, 席, 席のない人, 所属と日, 比較."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.seats.plans import Fate, Fixing
from skilltrack.domain.seats.sheets import (
    ChangeLine,
    Comparison,
    DepartmentDay,
    PlanLine,
    PlanSheet,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.roles.rows import chosen_rows
from skilltrack.gui.office.seats.dialogs import counted_causes
from skilltrack.gui.office.seats.rows import (
    AWAY_FIELDS,
    CHANGE_FIELDS,
    SEAT_FIELDS,
    SESSION_FIELDS,
    UNSERVED_FIELDS,
    searched_away,
    searched_change,
    searched_seat,
    searched_session,
    searched_unserved,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel, ToneLabel, text_label
from skilltrack.i18n.catalogue import yen_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.seats import breach_text, limits_texts, quality_text, weights_text
from skilltrack.i18n.texts import _

SESSIONS, SEATS, UNSERVED, AWAY, COMPARED = "sessions", "seats", "unserved", "away", "compared"
ORDER = (SESSIONS, SEATS, UNSERVED, AWAY, COMPARED)
MENU = (
    ("apply", _("実施回に反映する")),
    ("again", _("条件を変えて作り直す")),
    ("", ""),
    ("departments", _("所属ごとにExcelに書き出す")),
    ("sessions", _("実施回ごとにExcelに書き出す")),
    ("data", _("データを書き出す")),
    ("table", _("表をExcelに保存")),
    ("", ""),
    ("delete", _("計画を削除する")),
)


class PlanView(QWidget):
    """Shows a plan; emits what is asked for."""

    list_requested = Signal()
    part_chosen = Signal()
    asked = Signal(str)
    """Carries what to do with the plan: a key of ``MENU``."""
    fix_requested = Signal(object)
    free_requested = Signal(object)
    """Carry the ``SeatLine`` values chosen."""
    place_requested = Signal(object)
    """Carries the ``SeatLine`` or ``UnservedLine`` chosen."""
    other_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: PlanSheet | None = None
        self.back_button = QPushButton(_("一覧へ戻る"))
        self.back_button.clicked.connect(self.list_requested)
        self.title = LineLabel("", TextRole.SECTION)
        self.state = ToneLabel("", Tone.INFO)
        self.facts = LineLabel("", TextRole.BODY)
        self.limits = LineLabel("", TextRole.SECONDARY)
        self.broken = ToneLabel("", Tone.ATTENTION)
        self.more_button = menu_button(_("この計画"))
        menu = QMenu(self.more_button)
        for key, text in MENU:
            if not key:
                menu.addSeparator()
                continue
            menu.addAction(text).triggered.connect(lambda _on=False, key=key: self.asked.emit(key))
        self.more_button.setMenu(menu)
        self.switch = Switch(
            (
                (SESSIONS, _("実施回")),
                (SEATS, _("席")),
                (UNSERVED, _("席のない人")),
                (AWAY, _("所属と日")),
                (COMPARED, _("比較")),
            )
        )
        self._make_tables()
        self._make_buttons()
        self._lay_out()
        self._connect()

    def _make_tables(self) -> None:
        self.sessions: TableView[SessionSum] = TableView(
            SESSION_FIELDS, searched=(Field("", searched_session),), fold=fold, frozen_columns=1
        )
        self.seats: TableView[SeatLine] = TableView(
            SEAT_FIELDS, searched=(Field("", searched_seat),), fold=fold, frozen_columns=2
        )
        self.unserved: TableView[UnservedLine] = TableView(
            UNSERVED_FIELDS, searched=(Field("", searched_unserved),), fold=fold, frozen_columns=2
        )
        self.away: TableView[DepartmentDay] = TableView(
            AWAY_FIELDS, searched=(Field("", searched_away),), fold=fold
        )
        self.changes: TableView[ChangeLine] = TableView(
            CHANGE_FIELDS, searched=(Field("", searched_change),), fold=fold
        )
        for table, name in (
            (self.sessions, _("計画の実施回")),
            (self.seats, _("計画の席")),
            (self.unserved, _("席のない人")),
            (self.away, _("所属と日ごとの離席")),
            (self.changes, _("計画の違い")),
        ):
            table.setAccessibleName(name)

    def _make_buttons(self) -> None:
        self.fix_button = QPushButton(_("席を固定"))
        self.free_button = QPushButton(_("固定を解除"))
        self.place_button = QPushButton(_("席を決める"))
        self.other = NamedChoice(_("比べる計画"))
        self.other.setMinimumWidth(220)
        self.other_label = text_label(_("比べる計画"), TextRole.BODY)
        self._limits_text = ""
        self._compared_text = ""
        self.nothing = {
            SEATS: EmptyState(
                _("席のある人がいません。上限を緩めて作り直すと、席を取れることがあります。")
            ),
            UNSERVED: EmptyState(_("必要な人全員に席があります。")),
            AWAY: EmptyState(_("日程の決まった席がないため、離席する人がいません。")),
            COMPARED: EmptyState(_("席の違いはありません。")),
        }
        self.alone = EmptyState(
            _("比べる計画がありません。条件を変えて作り直すと、ここで比べられます。")
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        head.addWidget(self.more_button)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addWidget(self.switch)
        tools.addWidget(self.other_label)
        tools.addWidget(self.other)
        tools.addStretch(1)
        for button in (self.fix_button, self.free_button, self.place_button):
            tools.addWidget(button)
        self._parts = QStackedWidget()
        for table in (self.sessions, self.seats, self.unserved, self.away, self.changes):
            self._parts.addWidget(table)
        for empty in (*self.nothing.values(), self.alone):
            self._parts.addWidget(empty)
        self.drawer = Drawer(self._parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.limits)
        column.addWidget(self.broken)
        column.addLayout(tools)
        column.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose_part)
        self.other.activated.connect(lambda _at: self.other_chosen.emit())
        self.seats.selectionModel().selectionChanged.connect(lambda *_what: self._enable())
        self.unserved.selectionModel().selectionChanged.connect(lambda *_what: self._enable())
        self.fix_button.clicked.connect(lambda: self.fix_requested.emit(self._fixable(Fixing.FREE)))
        self.free_button.clicked.connect(
            lambda: self.free_requested.emit(self._fixable(Fixing.HAND))
        )
        self.place_button.clicked.connect(self._place)

    def _choose_part(self, _key: str) -> None:
        self.drawer.shut()
        self._show_part()
        self.part_chosen.emit()

    def _fixable(self, fixing: Fixing) -> tuple[SeatLine, ...]:
        """Return the seats chosen that are in a state, and not applied for."""
        chosen = chosen_rows(self.seats)
        return tuple(one for one in chosen if one.record.fixing is fixing and not one.is_enrolled)

    def _placeable(self) -> SeatLine | UnservedLine | None:
        """Return the one row chosen whose seat may be set by hand; None without one."""
        if self.switch.current == UNSERVED:
            lacking = chosen_rows(self.unserved)
            return lacking[0] if len(lacking) == 1 else None
        seated = [one for one in chosen_rows(self.seats) if not one.is_enrolled]
        return seated[0] if len(seated) == 1 else None

    def _place(self) -> None:
        if (line := self._placeable()) is not None:
            self.place_requested.emit(line)

    def _enable(self) -> None:
        self.fix_button.setEnabled(bool(self._fixable(Fixing.FREE)))
        self.free_button.setEnabled(bool(self._fixable(Fixing.HAND)))
        self.place_button.setEnabled(self._placeable() is not None)

    # Showing

    def show_plan(
        self, sheet: PlanSheet, others: tuple[PlanLine, ...], compared: Comparison | None
    ) -> None:
        """Show a plan; the part chosen before stays chosen."""
        self.sheet = sheet
        line = sheet.line
        self.title.setText(line.title)
        self._show_head(sheet)
        self.sessions.show_rows(sheet.sessions)
        self.seats.show_rows(sheet.seats)
        self.unserved.show_rows(sheet.unserved)
        self.away.show_rows(sheet.away)
        self.switch.set_text(SEATS, _("席 {count:,}").format(count=len(sheet.seats)))
        self.switch.set_text(UNSERVED, _("席のない人 {count:,}").format(count=len(sheet.unserved)))
        self.other.offer([(one.plan_id, one.title) for one in others])
        self.changes.show_rows(() if compared is None else compared.changes)
        if compared is not None:
            self.other.choose(compared.before.plan_id)
        self._compared_text = "" if compared is None else _compared_text(compared)
        self._show_part()

    def _show_head(self, sheet: PlanSheet) -> None:
        line, order = sheet.line, sheet.line.record.order
        if line.is_applied:
            self.state.set_state(_("反映済み"), Tone.GOOD)
        elif line.enrolled:
            text = _("申込み {count:,} / {seats:,}席")
            self.state.set_state(text.format(count=line.enrolled, seats=line.open_seats), Tone.INFO)
        else:
            self.state.set_state(_("未反映"), Tone.INFO)
        causes = counted_causes([one.cause for one in sheet.unserved])
        parts = [
            _("席 {seated:,}").format(seated=line.seated),
            _("席のない人 延べ{unserved:,}人").format(unserved=line.unserved),
            _cost_text(line),
            quality_text(line.record.outcome),
        ]
        if causes:
            parts.append(_("原因 {causes}").format(causes=causes))
        self.facts.setText(_("　").join(parts))
        self.facts.setToolTip("\n".join(parts))
        limits = _("、").join(limits_texts(order))
        weights = _("重み {weights}").format(weights=weights_text(order))
        self._limits_text = _("　").join((limits, weights))
        self.limits.setToolTip(f"{limits}\n{weights}")
        broken = [breach_text(one, name) for one, name in sheet.breaches]
        self.broken.setVisible(bool(broken))
        if broken:
            more = _(" ほか{count}件").format(count=len(broken) - 1) if len(broken) > 1 else ""
            self.broken.set_state(broken[0] + more, Tone.ATTENTION)
            self.broken.setToolTip("\n".join(broken[:20]))

    def _show_part(self) -> None:
        part = self.switch.current
        is_compared = part == COMPARED
        has_other = bool(self.other.count())
        for widget in (self.other_label, self.other):
            widget.setVisible(is_compared and has_other)
        text = self._compared_text if is_compared else self._limits_text
        self.limits.setText(text or self._limits_text)
        self.fix_button.setVisible(part == SEATS)
        self.free_button.setVisible(part == SEATS)
        self.place_button.setVisible(part in {SEATS, UNSERVED})
        self.place_button.setText(_("席を移す") if part == SEATS else _("席を決める"))
        self._enable()
        rows = self.shown_table().rows.given_rows()
        if is_compared and not has_other:
            self._parts.setCurrentWidget(self.alone)
        elif not rows and part in self.nothing:
            self._parts.setCurrentWidget(self.nothing[part])
        else:
            self._parts.setCurrentWidget(self.shown_table())

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any]] = {
            SESSIONS: self.sessions,
            SEATS: self.seats,
            UNSERVED: self.unserved,
            AWAY: self.away,
            COMPARED: self.changes,
        }
        return tables[self.switch.current]

    def tables(self) -> tuple[TableView[Any], ...]:
        """Return every table."""
        return (self.sessions, self.seats, self.unserved, self.away, self.changes)


def _cost_text(line: PlanLine) -> str:
    budget = line.record.order.limits.budget_yen
    text = _("費用 {cost}").format(cost=yen_text(line.cost_yen))
    if budget is not None:
        text = _("{text} / 予算 {budget}").format(text=text, budget=yen_text(budget))
    if line.without_cost:
        text += _("（費用の分からない回 {count}）").format(count=line.without_cost)
    return text


def _compared_text(found: Comparison) -> str:
    more = found.after.cost_yen - found.before.cost_yen
    sign = "+" if more > 0 else ""
    return _(
        "席を得た {gained:,}　なくなった {lost:,}　回が変わった {moved:,}　費用 {cost}"
    ).format(
        gained=found.count(Fate.GAINED),
        lost=found.count(Fate.LOST),
        moved=found.count(Fate.MOVED),
        cost=f"{sign}{yen_text(more)}",
    )
