"""The rounds laid out: the list, and below it what became of the one chosen."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.rounds.definition import AnswerRate, CollectedFile
from skilltrack.domain.rounds.participation import Owing, UnitParticipation
from skilltrack.gui.office.rounds.rows import (
    DAY_COLUMNS,
    FILE_FIELDS,
    PEOPLE_FIELDS,
    RATE_COLUMN,
    RATE_FIELDS,
    ROUND_FIELDS,
    ROUND_RATE_COLUMN,
    RoundRow,
    day_fields,
    is_everybody,
    searched_person,
    shown_days,
)
from skilltrack.gui.office.rounds.waiting_view import WaitingView
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import (
    ROW_HEIGHT,
    Space,
    TextRole,
    menu_button,
    primary_button,
    quiet_button,
)
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.heat import HeatDelegate
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _

RATES, DAYS, PEOPLE, WAITING, FILES = "rates", "days", "people", "waiting", "files"
MOST_LISTED_ROUNDS = 3


class RoundsView(QWidget):
    """Shows rounds; emits what is asked for."""

    round_chosen = Signal(object)
    """This and the others below carry the ``RoundRow``."""
    collect_requested = Signal(object)
    collect_elsewhere_requested = Signal(object)
    close_requested = Signal(object)
    folder_requested = Signal(object)
    hand_out_requested = Signal(object)
    forms_requested = Signal(object)
    unit_forms_requested = Signal(object)
    paper_requested = Signal(object)
    codes_requested = Signal(object)
    reminders_requested = Signal(object)
    unit_reminders_requested = Signal(object)
    problems_requested = Signal(object)
    reissue_requested = Signal(object)
    results_requested = Signal(object)
    watch_requested = Signal(bool)
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rounds: TableView[RoundRow] = TableView(ROUND_FIELDS, stretched=0)
        self.rounds.setItemDelegateForColumn(ROUND_RATE_COLUMN, BarDelegate(self.rounds))
        self.rounds.setAccessibleName(_("調査の一覧"))
        self.title = text_label("", TextRole.SECTION)
        self.watch_box = QCheckBox(_("届きしだい回収"))
        self.watch_box.setToolTip(
            _("この窓を開いている間、1分ごとに回収フォルダーを見て、新しい回答を取り込みます。")
        )
        self.collect_button = primary_button(_("回収する"))
        self._make_menus()
        self.results_button = quiet_button(_("結果を見る"))
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.switch = Switch(
            (
                (RATES, _("所属別")),
                (DAYS, _("日ごと")),
                (PEOPLE, _("未回答者")),
                (WAITING, _("確認待ち")),
                (FILES, _("届いたファイル")),
            )
        )
        self._make_parts()
        self.row: RoundRow | None = None
        self.wanted = ""
        """The id of a round that shall be chosen once it is there."""
        self._is_one_department = False
        self._unfilled: set[str] = set()
        self._lay_out()
        self._connect()

    def _make_menus(self) -> None:
        self.hand_out_button = menu_button(_("配る"))
        self.remind_button = menu_button(_("催促する"))
        self.more_button = menu_button(_("その他"))
        self.actions_by_name: dict[str, Any] = {}
        for button, entries in (
            (
                self.hand_out_button,
                (
                    ("package", _("回答画面のファイルを書き出す"), self.hand_out_requested.emit),
                    ("forms", _("Excelの記入用紙（1人1冊）"), self.forms_requested.emit),
                    (
                        "unit_forms",
                        _("Excelの記入用紙（所属ごと）"),
                        self.unit_forms_requested.emit,
                    ),
                    ("paper", _("紙の調査票（PDF）"), self.paper_requested.emit),
                    ("codes", _("個人コードの一覧（差し込み印刷用）"), self.codes_requested.emit),
                ),
            ),
            (
                self.remind_button,
                (
                    ("remind", _("全所属の未回答者の一覧"), self.reminders_requested.emit),
                    (
                        "unit_remind",
                        _("所属ごとの一覧（所属長用）"),
                        self.unit_reminders_requested.emit,
                    ),
                ),
            ),
            (
                self.more_button,
                (
                    (
                        "problems",
                        _("取り込めない回答の一覧（差し戻し用）"),
                        self.problems_requested.emit,
                    ),
                    (
                        "elsewhere",
                        _("ほかのフォルダーから回収する"),
                        self.collect_elsewhere_requested.emit,
                    ),
                    ("reissue", _("個人コードを出し直す"), self.reissue_requested.emit),
                    ("folder", _("フォルダーを開く"), self.folder_requested.emit),
                    ("close", _("締め切る"), self.close_requested.emit),
                ),
            ),
        ):
            self._fill_menu(button, entries)

    def _fill_menu(
        self,
        button: QPushButton,
        entries: Sequence[tuple[str, str, Callable[[RoundRow], object]]],
    ) -> None:
        menu = QMenu(button)
        for name, text, ask in entries:
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, ask=ask: self._ask(ask))
            self.actions_by_name[name] = action
        button.setMenu(menu)

    def _ask(self, ask: Callable[[RoundRow], object]) -> None:
        if self.row is not None:
            ask(self.row)

    def _make_parts(self) -> None:
        self.rates: TableView[AnswerRate] = TableView(RATE_FIELDS, fold=fold)
        self.rates.setItemDelegateForColumn(RATE_COLUMN, BarDelegate(self.rates))
        self.rates.setAccessibleName(_("所属別の回答率"))
        self.days: TableView[UnitParticipation] | None = None
        self._days_place = QWidget()
        QVBoxLayout(self._days_place).setContentsMargins(0, 0, 0, 0)
        self.people: TableView[Owing] = TableView(
            PEOPLE_FIELDS, searched=(Field("", searched_person),), fold=fold
        )
        self.people.setAccessibleName(_("未回答者"))
        self.everyone_button = quiet_button(_("すべての所属を見る"))
        self.waiting = WaitingView()
        self.files: TableView[CollectedFile] = TableView(FILE_FIELDS, fold=fold)
        self.files.setAccessibleName(_("届いたファイル"))
        self.no_files = EmptyState(_("回収すると、届いたファイルとその結果がここに並びます。"))
        self.all_answered = EmptyState(_("対象の全員が回答しています。"))
        self.none_waiting = EmptyState(_("担当者の確認を待つ回答はありません。"))
        self.parts = QStackedWidget()
        for part in (
            self.rates,
            self._days_place,
            self.people,
            self.waiting,
            self.files,
            self.no_files,
            self.all_answered,
            self.none_waiting,
        ):
            self.parts.addWidget(part)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.title, 1)
        for button in (
            self.watch_box,
            self.more_button,
            self.remind_button,
            self.hand_out_button,
            self.collect_button,
        ):
            buttons.addWidget(button)
        choice = QHBoxLayout()
        choice.addWidget(self.switch)
        choice.addWidget(self.everyone_button)
        choice.addStretch(1)
        choice.addWidget(self.results_button)
        choice.addWidget(self.export_button)
        detail = QFrame()
        inner = QVBoxLayout(detail)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addLayout(buttons)
        inner.addLayout(choice)
        inner.addWidget(self.parts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.rounds)
        column.addWidget(detail, 1)

    def _connect(self) -> None:
        self.rounds.current_row_changed.connect(self._choose)
        self.switch.chosen.connect(self.show_part)
        self.rates.row_activated.connect(lambda rate: self.show_people_of(rate.department))
        self.everyone_button.clicked.connect(lambda: self.show_people_of(""))
        self.collect_button.clicked.connect(lambda: self._ask(self.collect_requested.emit))
        self.results_button.clicked.connect(lambda: self._ask(self.results_requested.emit))
        self.watch_box.toggled.connect(self.watch_requested)
        self.export_button.clicked.connect(self.export_requested)

    def show_rounds(self, rows: Sequence[RoundRow]) -> None:
        """Show the rounds; the one chosen before stays chosen, else the first is."""
        before = self.wanted or (self.row.record.round_id if self.row is not None else "")
        self.wanted = ""
        self.rounds.show_rows(rows)
        heading = self.rounds.horizontalHeader().minimumHeight()
        self.rounds.setFixedHeight(heading + min(MOST_LISTED_ROUNDS, len(rows)) * ROW_HEIGHT + 6)
        shown = self.rounds.shown_rows()
        ids = [row.record.round_id for row in shown]
        self.rounds.selectRow(ids.index(before) if before in ids else 0)
        self._choose(self.rounds.current_row())

    def choose_round(self, round_id: str) -> None:
        """Choose a round of those shown, or once it is there."""
        ids = [row.record.round_id for row in self.rounds.shown_rows()]
        if round_id in ids:
            self.rounds.selectRow(ids.index(round_id))
        else:
            self.wanted = round_id

    def _choose(self, row: RoundRow | None) -> None:
        if row is None or row is self.row:
            return
        self.row = row
        self.round_chosen.emit(row)
        self._unfilled = {RATES, DAYS, PEOPLE, WAITING, FILES}
        self.title.setText(row.record.title)
        self.switch.set_text(PEOPLE, _("未回答者 {count:,}人").format(count=len(row.outstanding)))
        self.switch.set_text(WAITING, _("確認待ち {count:,}件").format(count=len(row.waiting)))
        self._enable(row)
        self.show_part(self.switch.current)

    def _fill(self, key: str) -> None:
        """Fill a part when it comes into sight: with many files each takes its time."""
        row = self.row
        if row is None or key not in self._unfilled:
            return
        self._unfilled.remove(key)
        fill: dict[str, Callable[[], None]] = {
            RATES: lambda: self.rates.show_rows(row.status.rates),
            DAYS: lambda: self._show_days(row),
            PEOPLE: lambda: self.people.show_rows(row.outstanding),
            WAITING: lambda: self.waiting.show_answers(row.waiting),
            FILES: lambda: self.files.show_rows(row.files),
        }
        fill[key]()

    def _enable(self, row: RoundRow) -> None:
        is_open = not row.record.is_closed
        self.collect_button.setEnabled(is_open)
        self.watch_box.setEnabled(is_open)
        self.hand_out_button.setEnabled(row.takes_answers)
        self.remind_button.setEnabled(row.takes_answers and bool(row.outstanding))
        for name in ("close", "elsewhere"):
            self.actions_by_name[name].setEnabled(is_open)
        for name in ("codes", "reissue"):
            self.actions_by_name[name].setVisible(row.record.is_strict)

    def _show_days(self, row: RoundRow) -> None:
        table: TableView[UnitParticipation] = TableView(
            day_fields(row.participation), fold=fold, frozen_columns=1, pinned=is_everybody
        )
        table.horizontalHeader().setStretchLastSection(False)
        table.setAccessibleName(_("日ごとの回答率（%）"))
        for number in range(len(shown_days(row.participation))):
            table.setItemDelegateForColumn(DAY_COLUMNS + number, HeatDelegate(table))
        table.show_rows([row.participation.total, *row.participation.units])
        table.row_activated.connect(lambda one: self.show_people_of(one.unit.code))
        place = self._days_place.layout()
        if self.days is not None:
            self.days.hide()
            self.days.deleteLater()
        if place is not None:
            place.addWidget(table)
        self.days = table
        QTimer.singleShot(0, table, table.show_last_column)

    def show_part(self, key: str) -> None:
        """Show the rates, the days, the people still to answer, what waits, or the files."""
        self._fill(key)
        parts: dict[str, tuple[QWidget, QWidget, bool]] = {
            RATES: (self.rates, self.rates, True),
            DAYS: (self._days_place, self._days_place, True),
            PEOPLE: (self.people, self.all_answered, bool(self.people.rows.given_rows())),
            WAITING: (self.waiting, self.none_waiting, self.waiting.has_answers),
            FILES: (self.files, self.no_files, bool(self.files.rows.given_rows())),
        }
        filled, empty, is_filled = parts[key]
        self.parts.setCurrentWidget(filled if is_filled else empty)
        self.everyone_button.setVisible(key == PEOPLE and self._is_one_department)

    def show_people_of(self, department: str) -> None:
        """Show who has still to answer in a department; '' in all."""
        self._is_one_department = bool(department)
        self.people.filter.set_condition(
            (lambda person: person.unit == department) if department else None
        )
        self.switch.choose(PEOPLE)
        self.show_part(PEOPLE)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight below the list."""
        tables: dict[str, TableView[Any]] = {
            RATES: self.rates,
            DAYS: self.days or self.rates,
            PEOPLE: self.people,
            WAITING: self.waiting.table,
            FILES: self.files,
        }
        return tables[self.switch.current]
