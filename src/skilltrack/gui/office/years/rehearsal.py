"""The April rehearsal laid out: what is tried, key figures, one table per part."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.outcomes import CoverState
from skilltrack.domain.years.rehearsal import DepartmentChange, MovementKind, Rehearsal
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.years.rows import (
    COURSE_FIELDS,
    COVER_FIELDS,
    DEPARTMENT_FIELDS,
    MOVEMENT_FIELDS,
    OUTCOME_FIELDS,
    MovementRow,
    cover_rows,
    movement_rows,
    outcome_rows,
)
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button, quiet_button
from skilltrack.gui.widgets.cards import KeyFigure, Notice
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

HEADS, MOVES, COURSES, ROLES, TERMS = "heads", "moves", "courses", "roles", "terms"

LEAST_HEIGHT_WITH_FIGURES = 440

COMING_AND_GOING = frozenset({MovementKind.JOINED, MovementKind.LEFT, MovementKind.MOVED})


class RehearsalView(QWidget):
    """Shows a rehearsal; emits what is asked for."""

    day_chosen = Signal(object)
    """Carries the first day of the new state."""
    file_requested = Signal()
    forget_requested = Signal()
    person_chosen = Signal(str)
    """Carries the employee number."""
    print_requested = Signal()
    data_requested = Signal()
    heads_requested = Signal()

    def __init__(self, first_day: date) -> None:
        super().__init__()
        self.day = EraDateField(_("新しい体制の初日"), first_day)
        self.day.day_changed.connect(self.day_chosen)
        self.file_button = QPushButton(_("名簿を選んで試す"))
        self.file_button.clicked.connect(self.file_requested)
        self.report_button = menu_button(_("書き出す"))
        menu = QMenu(self)
        for text, signal in (
            (_("印刷用（人事用）"), self.print_requested),
            (_("データ（人事用）"), self.data_requested),
            (_("所属長向け（評価単位ごと）"), self.heads_requested),
        ):
            menu.addAction(text).triggered.connect(signal)
        self.report_button.setMenu(menu)
        self.heads = KeyFigure(_("人数"), NO_FIGURE, link=_("所属を見る"))
        self.moves = KeyFigure(_("異動"), NO_FIGURE, link=_("異動する人を見る"))
        self.courses = KeyFigure(_("受ける研修が変わる"), NO_FIGURE, link=_("研修を見る"))
        self.leaders = KeyFigure(_("役割を持つ人がいなくなる"), NO_FIGURE, link=_("役割を見る"))
        self.parts = Switch(_part_titles())
        self.tables: dict[str, TableView[Any]] = {
            HEADS: TableView(DEPARTMENT_FIELDS, fold=fold, frozen_columns=1),
            MOVES: TableView(MOVEMENT_FIELDS, fold=fold, frozen_columns=2),
            COURSES: TableView(COURSE_FIELDS, fold=fold, frozen_columns=2, stretched=3),
            ROLES: TableView(COVER_FIELDS, fold=fold, stretched=2),
            TERMS: TableView(OUTCOME_FIELDS, fold=fold, frozen_columns=2),
        }
        self._narrowed = quiet_button(_("すべての所属を表示"))
        self._narrowed.hide()
        self._figures = QWidget()
        self._stack = QStackedWidget()
        self._notices = QVBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        first_row = QHBoxLayout()
        first_row.setSpacing(Space.S)
        first_row.addWidget(text_label(_("新しい体制の初日"), TextRole.SECONDARY))
        for widget in (self.day, self.file_button):
            first_row.addWidget(widget)
        first_row.addStretch(1)
        first_row.addWidget(self.report_button)
        figures = QHBoxLayout(self._figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(Space.M)
        for card in (self.heads, self.moves, self.courses, self.leaders):
            figures.addWidget(card)
        choice = QHBoxLayout()
        choice.addWidget(self.parts)
        choice.addWidget(self._narrowed)
        choice.addStretch(1)
        for key, table in self.tables.items():
            table.setAccessibleName(dict(_part_names())[key])
            self._stack.addWidget(table)
        self._notices.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(first_row)
        column.addLayout(self._notices)
        column.addWidget(self._figures)
        column.addLayout(choice)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        for card, part in (
            (self.heads, HEADS),
            (self.moves, MOVES),
            (self.courses, COURSES),
            (self.leaders, ROLES),
        ):
            card.opened.connect(lambda part=part: self.parts.choose(part))
        self.parts.chosen.connect(self._show_part)
        self._narrowed.clicked.connect(self.show_all)
        self.tables[HEADS].row_activated.connect(self._narrow)
        for key in (MOVES, COURSES):
            self.tables[key].row_activated.connect(
                lambda row: self.person_chosen.emit(row.movement.person.employee_no)
            )
        self.tables[TERMS].row_activated.connect(
            lambda row: self.person_chosen.emit(row.outcome.appointment.employee_no)
        )

    @property
    def table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self.tables[self.parts.current]

    def show_rehearsal(self, found: Rehearsal) -> None:
        """Show other figures."""
        self._show_notices(found)
        days = found.differences
        rows = movement_rows(found)
        changed = [one for one in days.movements if COMING_AND_GOING & set(one.kinds)]
        owing = [row for row in rows if row.movement.newly_due or row.movement.no_longer_due]
        lost = [c for c in days.covers if c.state is CoverState.LOST]
        at_risk = [c for c in days.covers if c.state is CoverState.AT_RISK]
        self.heads.set_figure(
            _("{count:,}\u2009人").format(count=len(days.after.people)),
            _("前日は{count:,}人").format(count=len(days.before.people)),
        )
        self.moves.set_figure(
            _("{count:,}\u2009人").format(count=len(changed)),
            _("採用・転入{joined:,}人、退職・転出{left:,}人").format(
                joined=len(days.of_kind(MovementKind.JOINED)),
                left=len(days.of_kind(MovementKind.LEFT)),
            ),
        )
        self.courses.set_figure(_("{count:,}\u2009人").format(count=len(owing)), _catalogue(found))
        self.leaders.set_figure(
            _("{count:,}\u2009所属").format(count=len(lost)),
            _("規程どおりに終えると ほかに{count:,}所属").format(count=len(at_risk)),
        )
        self.tables[HEADS].show_rows([d for d in days.departments if d.before or d.after])
        self.tables[MOVES].show_rows([row for row in rows if row.movement.kinds])
        self.tables[COURSES].show_rows(owing)
        self.tables[ROLES].show_rows(cover_rows(found))
        self.tables[TERMS].show_rows(outcome_rows(found))
        for key, name in _part_titles():
            count = self.tables[key].rows.rowCount()
            shown = len(lost) + len(at_risk) if key == ROLES else count
            self.parts.set_text(key, _("{name} {count:,}").format(name=name, count=shown))

    def _show_notices(self, found: Rehearsal) -> None:
        clear(self._notices)
        for outcome in found.tried:
            text = _("「{file}」を試しています。まだ取り込んでいません。").format(file=outcome.file)
            if outcome.missing:
                text += _(
                    "この名簿にない{count:,}人は、退職や休職を記録するまで今の所属で数えます。"
                ).format(count=len(outcome.missing))
            tone = Tone.ATTENTION if outcome.missing else Tone.INFO
            notice = Notice(text, tone, action=_("試すのをやめる"))
            notice.action_requested.connect(self.forget_requested)
            self._notices.addWidget(notice)
        if not found.differences.movements:
            text = _(
                "この日に変わることはまだ記録されていません。"
                "4月1日付けの名簿があれば、取り込む前にここで試せます。"
            )
            self._notices.addWidget(Notice(text, Tone.INFO))
        empty = found.differences.empty_units
        if empty:
            names = found.differences.after.names
            text = _("職員のいない評価単位：{names}").format(
                names="、".join(names[code] for code in empty)
            )
            self._notices.addWidget(Notice(text, Tone.ATTENTION))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the height to the table where there is little; the parts name the counts too."""
        self._figures.setVisible(event.size().height() >= LEAST_HEIGHT_WITH_FIGURES)
        super().resizeEvent(event)

    def _show_part(self, key: str) -> None:
        self._stack.setCurrentWidget(self.tables[key])
        self._narrowed.setVisible(key == MOVES and bool(self._narrowed.property("code")))

    def _narrow(self, row: DepartmentChange) -> None:
        """Show who comes to and goes from a department."""

        def passes(one: MovementRow) -> bool:
            sides = (one.movement.before, one.movement.after)
            return any(side is not None and side.department == row.code for side in sides)

        self.tables[MOVES].filter.set_condition(passes)
        self._narrowed.setProperty("code", row.code)
        self._narrowed.setText(_("「{name}」だけを表示中　すべて表示").format(name=row.name))
        self.parts.choose(MOVES)
        self.tables[MOVES].setFocus()

    def show_all(self) -> None:
        """Show the movements of every department."""
        self.tables[MOVES].filter.set_condition(None)
        self._narrowed.setProperty("code", "")
        self._narrowed.hide()


def _part_titles() -> tuple[tuple[str, str], ...]:
    return (
        (HEADS, _("所属")),
        (MOVES, _("異動")),
        (COURSES, _("研修")),
        (ROLES, _("役割")),
        (TERMS, _("任命")),
    )


def _part_names() -> tuple[tuple[str, str], ...]:
    return (
        (HEADS, _("所属別の人数")),
        (MOVES, _("異動する人")),
        (COURSES, _("受ける研修が変わる人")),
        (ROLES, _("役割を持つ人数")),
        (TERMS, _("任命の続きと終わり")),
    )


def _catalogue(found: Rehearsal) -> str:
    if found.catalogue_year is None:
        return _("研修一覧がありません")
    year = fiscal_year_text(FiscalYear(found.catalogue_year))
    if found.is_carried:
        return _("{year}の研修一覧で計算").format(year=year)
    return _("{year}の研修一覧").format(year=year)
