"""The page 受講義務 laid out: what is owed, what runs out, what is exempted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.obligations.rows import (
    EXEMPTION_FIELDS,
    OwedRow,
    RenewalRow,
    owed_fields,
    renewal_fields,
    searched_exemption,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.paged import PAGE, PagedTable
from skilltrack.gui.widgets.tables import Field, RowTable, TableView
from skilltrack.gui.widgets.texts import LineLabel, Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.obligations.exemptions import ExemptionLine, ExemptionState
from skilltrack.services.obligations.reading import ObligationQuery, Owed, Status
from skilltrack.services.overview import DepartmentChoice

OWED, ENDING, EXEMPTED = "owed", "ending", "exempted"
PARTS = frozenset({OWED, ENDING, EXEMPTED})

STATUSES = (
    (Status.OPEN, _("未修了")),
    (Status.OVERDUE, _("期限超過")),
    (Status.DUE_30, _("期限まで30日以内")),
    (Status.DUE_60, _("期限まで60日以内")),
    (Status.DUE_90, _("期限まで90日以内")),
    (Status.DONE, _("修了")),
    (Status.EXEMPT, _("免除")),
    (Status.ALL, _("すべての状況")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the filters leave of what was read, in the order asked for."""

    owed: tuple[OwedRow, ...]
    renewals: tuple[RenewalRow, ...]


class ObligationsView(QWidget):
    """Shows three parts; ``narrowing_changed`` tells of another filter or order."""

    narrowing_changed = Signal()
    person_chosen = Signal(object)
    """Carries the ``OwedRow``, ``RenewalRow`` or ``ExemptionLine``."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.switch = Switch(
            ((OWED, _("一覧")), (ENDING, _("期限切れ・更新")), (EXEMPTED, _("免除")))
        )
        self.rule = NamedChoice(_("受講義務"))
        self.rule.setFixedWidth(156)
        self.departments = DepartmentFilter()
        self.departments.setFixedWidth(136)
        self.status = NamedChoice(_("状況"))
        self.status.setFixedWidth(136)
        self.status.offer([(status.value, name) for status, name in STATUSES])
        self.count = LineLabel("", TextRole.SECONDARY)
        self.owed: PagedTable[OwedRow] = PagedTable(owed_fields(), frozen_columns=2)
        self.ending: PagedTable[RenewalRow] = PagedTable(renewal_fields(), frozen_columns=2)
        self.exempted: TableView[ExemptionLine] = TableView(
            EXEMPTION_FIELDS,
            searched=(Field("", searched_exemption),),
            fold=fold,
            frozen_columns=2,
        )
        self.nothing = Paragraph("", TextRole.SECONDARY)
        self.nothing.hide()
        self._shown = Shown((), ())
        self._exemptions = 0
        self.order: Mapping[str, tuple[int, bool]] = {OWED: (-1, False), ENDING: (-1, False)}
        self._parts = QStackedWidget()
        self.drawer = Drawer(self._parts)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for table, name in (
            (self.owed, _("受講義務の一覧")),
            (self.ending, _("有効期限の近い修了")),
            (self.exempted, _("免除の一覧")),
        ):
            table.setAccessibleName(name)
            self._parts.addWidget(table)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (self.switch, self.rule, self.departments, self.status):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self.nothing)
        column.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self.show_part)
        for choice in (self.rule, self.status):
            choice.activated.connect(lambda _number: self.narrowing_changed.emit())
        self.departments.chosen.connect(self.narrowing_changed)
        self.owed.rows_wanted.connect(lambda wanted: self._put(self.owed, self._shown.owed, wanted))
        self.ending.rows_wanted.connect(
            lambda wanted: self._put(self.ending, self._shown.renewals, wanted)
        )
        self.owed.pages.order_asked.connect(lambda *asked: self._ask_order(OWED, *asked))
        self.ending.pages.order_asked.connect(lambda *asked: self._ask_order(ENDING, *asked))
        for table in (self.owed, self.ending, self.exempted):
            table.row_activated.connect(self._announce)
            table.clicked.connect(self._announce_clicked)

    def _announce(self, row: object) -> None:
        if row is not None:
            self.person_chosen.emit(row)

    def _announce_clicked(self, index: QModelIndex) -> None:
        self._announce(self.shown_table().row_at(index.row()))

    @staticmethod
    def _put(table: PagedTable[Any], rows: Sequence[Any], wanted: range) -> None:
        table.put_rows({number: rows[number] for number in wanted if number < len(rows)})

    def _ask_order(self, part: str, column: int, direction: Qt.SortOrder) -> None:
        order = (column, direction == Qt.SortOrder.DescendingOrder)
        if order != self.order[part]:
            self.order = {**self.order, part: order}
            self.narrowing_changed.emit()

    @property
    def part(self) -> str:
        """Return the part in sight."""
        return self.switch.current

    def show_part(self, key: str) -> None:
        """Show one of the parts."""
        self._parts.setCurrentIndex((OWED, ENDING, EXEMPTED).index(key))
        self.rule.setVisible(key == OWED)
        self.status.setVisible(key == OWED)
        self.departments.setVisible(key != EXEMPTED)
        self._show_count()

    def query(self) -> ObligationQuery:
        """Return which obligations are asked for."""
        rule = self.rule.code
        is_scheme = bool(rule) and ":" not in rule
        return ObligationQuery(
            rule if is_scheme else "",
            "" if is_scheme else rule,
            self.departments.within,
            Status(self.status.code),
            self.text,
        )

    def offer(self, found: Owed, departments: Sequence[DepartmentChoice]) -> None:
        """Offer the rules and departments to choose from."""
        offered = [("", _("すべての受講義務"))]
        for code, name in found.schemes:
            offered.append((code, name))
            offered += [
                (one.key, f"\u3000{one.name}") for one in found.rules if one.scheme_id == code
            ]
        self.rule.offer(offered)
        self.departments.offer(departments)

    def show_lines(self, shown: Shown) -> None:
        """Show what the filters leave."""
        self._shown = shown
        for table, rows in ((self.owed, shown.owed), (self.ending, shown.renewals)):
            many: Sequence[Any] = rows
            table.show_list(len(many), dict(enumerate(many[:PAGE])))
        self._show_count()

    def show_exemptions(self, lines: Sequence[ExemptionLine]) -> None:
        """Show the exemptions."""
        self._exemptions = sum(line.state is ExemptionState.HELD for line in lines)
        self.exempted.show_rows(lines)
        self._show_count()

    def _show_count(self) -> None:
        if self.part == OWED:
            rows = self._shown.owed
            people = len({row.person.employee_no for row in rows})
            text = _("{people:,}人　{count:,}件").format(people=people, count=len(rows))
            none = _("当てはまる受講義務はありません。状況か所属を選び直すと、ほかの義務が出ます。")
        elif self.part == ENDING:
            late = sum(row.days_left < 0 for row in self._shown.renewals)
            text = _("{count:,}件（うち期限切れ {late:,}件）").format(
                count=len(self._shown.renewals), late=late
            )
            none = _(
                "90日以内に有効期限が来る修了はありません。"
                "有効期間は、研修一覧の研修ごとに決めます。"
            )
        else:
            text = _("免除中 {count:,}件").format(count=self._exemptions)
            none = _("免除はありません。職員と研修を選んで「受講を免除する」を押すと加わります。")
        self.count.setText(text)
        is_empty = not self.shown_table().model().rowCount()
        self.nothing.set_text(none)
        self.nothing.setVisible(is_empty)

    def shown_rows(self) -> tuple[OwedRow, ...] | tuple[RenewalRow, ...]:
        """Return every row of the part in sight that the filters leave, read or not."""
        return self._shown.owed if self.part == OWED else self._shown.renewals

    def shown_table(self) -> RowTable[Any]:
        """Return the table in sight."""
        tables: dict[str, RowTable[Any]] = {
            OWED: self.owed,
            ENDING: self.ending,
            EXEMPTED: self.exempted,
        }
        return tables[self.part]

    def chosen(self) -> tuple[Any, ...]:
        """Return the rows chosen in the table in sight, from top to bottom."""
        table = self.shown_table()
        numbers = sorted(index.row() for index in table.selectionModel().selectedRows())
        rows = (table.row_at(number) for number in numbers)
        return tuple(row for row in rows if row is not None)
