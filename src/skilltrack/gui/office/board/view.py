"""The first page laid out: key figures, the board as table or as charts, the drawer."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.evaluation import DepartmentEvaluation, Flag
from skilltrack.domain.exams.voucher_stock import Cost
from skilltrack.domain.exams.vouchers import WARNING_DAYS
from skilltrack.domain.rounds.participation import DueReminder
from skilltrack.gui.office.board.rows import (
    BOARD_FIELDS,
    ELECTIVE_COLUMN,
    LEADER_COLUMN,
    REQUIRED_COLUMN,
    BoardRow,
    board_rows,
    is_whole,
)
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import KeyFigure, Notice
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import warning_text
from skilltrack.services.overview import Overview

LOWEST_BOARD = 180
"""In px; a lower window scrolls the page rather than press the table together."""

TABLE, CHARTS, CHANGES = "table", "charts", "changes"


class BoardTable(TableView[BoardRow]):
    """The board; a whole that has no second criterion leaves that cell without a bar."""

    def __init__(self) -> None:
        super().__init__(
            BOARD_FIELDS,
            searched=(BOARD_FIELDS[1],),
            fold=fold,
            frozen_columns=2,
            stretched=len(BOARD_FIELDS) - 1,
            pinned=is_whole,
        )
        self.setAccessibleName(_("所属別評価"))
        self._bars = BarDelegate(self)
        for column in (REQUIRED_COLUMN, LEADER_COLUMN, ELECTIVE_COLUMN):
            self.setItemDelegateForColumn(column, self._bars)


class BoardView(QWidget):
    """Shows an overview; emits what is asked for."""

    department_chosen = Signal(object)
    """Carries the ``DepartmentEvaluation``."""
    charts_requested = Signal()
    changes_requested = Signal()
    required_requested = Signal()
    rates_requested = Signal()
    passers_requested = Signal()
    vouchers_opened = Signal()
    reminder_opened = Signal(str)
    due_opened = Signal()
    """Carries the id of the round."""

    def __init__(self) -> None:
        super().__init__()
        self.required = KeyFigure(_("必須研修の受講率"), NO_FIGURE, link=_("研修を見る"))
        self.answered = KeyFigure(_("調査の回答率"), NO_FIGURE, link=_("調査を見る"))
        self.passers = KeyFigure(_("ITパスポート合格者"), NO_FIGURE, link=_("資格を見る"))
        self.leaders = KeyFigure(_("DXリーダー未配置"), NO_FIGURE, link=_("未配置の所属を見る"))
        self._cards = (self.required, self.answered, self.passers, self.leaders)
        self.switch = Switch(((TABLE, _("表")), (CHARTS, _("グラフ")), (CHANGES, _("変化"))))
        self.hides_small = QCheckBox(_("参考（少人数）を除く"))
        self.shows_unled = QCheckBox(_("未配置だけ"))
        self.table = BoardTable()
        self.shown = QStackedWidget()
        self.shown.addWidget(self.table)
        self.drawer = Drawer(self.shown)
        self._parts: dict[str, QWidget] = {TABLE: self.table}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(Space.M)
        for card in self._cards:
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            figures.addWidget(card, 1)
        filters = QHBoxLayout()
        filters.setSpacing(Space.L)
        filters.addWidget(self.hides_small)
        filters.addWidget(self.shows_unled)
        filters.addStretch(1)
        filters.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._column = column
        self._is_low = False
        self._reminders = QVBoxLayout()
        self._reminders.setSpacing(Space.S)
        column.addLayout(self._reminders)
        column.addLayout(figures)
        column.addLayout(filters)
        column.addWidget(self.drawer, 1)
        self.drawer.setMinimumHeight(LOWEST_BOARD)
        self.drawer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def make_room(self, *, is_low: bool) -> None:
        """Leave what room there is to the table, or spread out."""
        self._is_low = is_low
        self._fit_reminders()
        self._column.setSpacing(Space.S if is_low else Space.M)
        for card in self._cards:
            card.show_in_one_line(is_in_one_line=is_low)

    def _connect(self) -> None:
        self.required.opened.connect(self.required_requested)
        self.answered.opened.connect(self.rates_requested)
        self.passers.opened.connect(self.passers_requested)
        self.leaders.opened.connect(lambda: self._show_unled())
        self.hides_small.toggled.connect(lambda _on: self._filter())
        self.shows_unled.toggled.connect(lambda _on: self._filter())
        self.switch.chosen.connect(self._choose)
        self.table.row_activated.connect(self._announce)
        self.table.clicked.connect(self._announce_clicked)

    def show_reminders(
        self, reminders: Sequence[DueReminder], due: int, vouchers: Mapping[int, Cost]
    ) -> None:
        """Show for which rounds people are to be reminded, else what runs out or is to be erased.

        ``vouchers`` is days → what runs out within them; within 30 days it stands beside a
        reminder, as it is lost money.
        """
        clear(self._reminders)
        for one in reminders:
            text = _("「{title}」の督促日です（未回答 {count:,}人）。").format(
                title=one.title, count=one.outstanding
            )
            notice = Notice(text, Tone.ATTENTION, action=_("未回答者を見る"))
            notice.action_requested.connect(partial(self.reminder_opened.emit, one.round_id))
            self._reminders.addWidget(notice)
        is_pressing = bool(vouchers) and min(vouchers) <= min(WARNING_DAYS)
        if is_pressing or (vouchers and not due and not reminders):
            text = warning_text(min(vouchers), vouchers[min(vouchers)])
            notice = Notice(text, Tone.ATTENTION, action=_("バウチャーを見る"))
            notice.action_requested.connect(self.vouchers_opened)
            self._reminders.addWidget(notice)
        elif due and not reminders:
            text = _("保存期間を過ぎた記録が {count:,}件あります。確かめてから消します。").format(
                count=due
            )
            notice = Notice(text, Tone.INFO, action=_("消す予定を見る"))
            notice.action_requested.connect(self.due_opened)
            self._reminders.addWidget(notice)
        self._fit_reminders()

    def _fit_reminders(self) -> None:
        """Show the first alone in a low window, which has room for one."""
        for place in range(1, self._reminders.count()):
            widget = self._reminders.itemAt(place).widget()
            if widget is not None:
                widget.setVisible(not self._is_low)

    def _announce_clicked(self, index: QModelIndex) -> None:
        self._announce(self.table.filter.row(index.row()))

    def _announce(self, row: BoardRow) -> None:
        if row.department is not None:
            self.department_chosen.emit(row.department)

    def _show_unled(self) -> None:
        self.switch.choose(TABLE)
        self.shows_unled.setChecked(True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self) -> None:
        hidden = {Flag.SMALL} if self.hides_small.isChecked() else set()
        needed = {Flag.NO_LEADER} if self.shows_unled.isChecked() else set()

        def passes(row: BoardRow) -> bool:
            flags = set(() if row.department is None else row.department.flags)
            return not hidden & flags and needed <= flags

        self.table.filter.set_condition(passes if hidden or needed else None)

    def _choose(self, key: str) -> None:
        self.hides_small.setEnabled(key == TABLE)
        self.shows_unled.setEnabled(key == TABLE)
        if key == CHARTS:
            self.charts_requested.emit()
        elif key == CHANGES:
            self.changes_requested.emit()
        else:
            self.shown.setCurrentWidget(self.table)

    def show_charts(self, charts: QWidget) -> None:
        """Show the charts in place of the table."""
        self._show_part(CHARTS, charts)

    def show_changes(self, changes: QWidget) -> None:
        """Show the change since the year before in place of the table."""
        self._show_part(CHANGES, changes)

    def _show_part(self, key: str, part: QWidget) -> None:
        if self._parts.get(key) is not part:
            self._parts[key] = part
            self.shown.addWidget(part)
        self.shown.setCurrentWidget(part)

    def show_overview(self, found: Overview) -> None:
        """Show other figures."""
        body = found.board.evaluation.body
        self.required.set_figure(
            percent(body.required.ratio),
            _("{done:,} / {due:,} 件").format(done=body.required.done, due=body.required.due),
        )
        if found.status is None:
            self.answered.set_figure(NO_FIGURE, _("調査はまだありません"))
        else:
            answered = found.status.answered
            self.answered.set_figure(
                percent(answered.ratio),
                _("{done:,} / {due:,} 人").format(done=answered.done, due=answered.due),
            )
        total = found.exam.total
        self.passers.set_figure(
            _("{count:,}\u2009人").format(count=total.passers),
            _("{count:,}人中").format(count=total.headcount),
        )
        self.leaders.set_figure(
            _("{count:,}\u2009所属").format(count=found.without_leader),
            _("{count:,}所属中").format(count=len(found.board.evaluation.departments)),
        )
        self.table.show_rows(board_rows(found.board))

    def chosen_department(self) -> DepartmentEvaluation | None:
        """Return the department the cursor is on."""
        row = self.table.current_row()
        return None if row is None else row.department
