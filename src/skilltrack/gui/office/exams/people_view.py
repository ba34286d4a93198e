"""The people of an exam: narrowed by stage and department, ordered, of any length."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.exams.progress import ExamStage
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.exams.rows import ORDERS, PEOPLE_FIELDS
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.paged import PAGE, PagedTable
from skilltrack.i18n.exam_people import AMONG_NAMES, STAGE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.exams.people import Among, ExamPerson, PeopleOrder, PeopleQuery, among_of

_FIRST, _LAST = (Among.INVOLVED, Among.EVERYBODY), (Among.NEAR, Among.DUE, Among.CONTRADICTING)
AMONG: tuple[tuple[str, str], ...] = (
    *((one.value, AMONG_NAMES[one.value]) for one in _FIRST),
    *((stage.value, name) for stage, name in STAGE_NAMES.items()),
    *((one.value, AMONG_NAMES[one.value]) for one in _LAST),
)


class PeopleView(QWidget):
    """Shows people; ``query_changed`` tells that others are asked for."""

    query_changed = Signal()
    person_chosen = Signal(object)
    """Carries the ``ExamPerson``."""

    study_requested = Signal()

    def __init__(self, departments: DepartmentFilter) -> None:
        """Narrow by the departments chosen beside the list."""
        super().__init__()
        self.text = ""
        self.departments = departments
        self._order = PeopleOrder.DEPARTMENT
        self._is_descending = False
        self._people: tuple[ExamPerson, ...] = ()
        self.among = NamedChoice(_("表示する人"))
        self.among.offer(AMONG)
        self.table: PagedTable[ExamPerson] = PagedTable(
            PEOPLE_FIELDS, frozen_columns=2, stretched=9
        )
        self.table.setAccessibleName(_("受験者"))
        self.nobody = EmptyState(
            _("当てはまる職員がいません。学習を始めた職員を記録すると、ここに並びます。"),
            _("学習開始を記録する"),
        )
        self._parts = QStackedWidget()
        self._parts.addWidget(self.table)
        self._parts.addWidget(self.nobody)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._parts)
        self.among.activated.connect(lambda _at: self.query_changed.emit())
        self.table.row_activated.connect(self._choose)
        self.table.clicked.connect(lambda index: self._choose(self.table.row_at(index.row())))
        self.table.rows_wanted.connect(self._give_rows)
        self.table.pages.order_asked.connect(self._ask_order)
        self.nobody.action_requested.connect(self.study_requested)

    def query(self) -> PeopleQuery:
        """Return which people are asked for, and in which order."""
        among = among_of(self.among.code or Among.INVOLVED.value)
        within = self.departments.within
        return PeopleQuery(among, within, self.text, self._order, self._is_descending)

    def show_people(self, people: Sequence[ExamPerson]) -> None:
        """Show other people from the beginning."""
        self._people = tuple(people)
        self.table.show_list(len(people), dict(enumerate(self._people[:PAGE])))
        self._parts.setCurrentWidget(self.table if people else self.nobody)

    @property
    def people(self) -> tuple[ExamPerson, ...]:
        """Return the people listed."""
        return self._people

    def chosen(self) -> tuple[ExamPerson, ...]:
        """Return the people chosen, also those not in sight."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self._people[row] for row in rows if row < len(self._people))

    def choose_among(self, among: Among | ExamStage) -> None:
        """Ask for others."""
        self.among.choose(among.value)
        self.query_changed.emit()

    def _choose(self, row: ExamPerson | None) -> None:
        if row is not None:
            self.person_chosen.emit(row)

    def _give_rows(self, positions: range) -> None:
        self.table.put_rows({at: self._people[at] for at in positions if at < len(self._people)})

    def _ask_order(self, column: int, direction: Qt.SortOrder) -> None:
        order = PeopleOrder.DEPARTMENT if column < 0 else ORDERS[column]
        is_descending = column >= 0 and direction == Qt.SortOrder.DescendingOrder
        if (order, is_descending) != (self._order, self._is_descending):
            self._order, self._is_descending = order, is_descending
            self.query_changed.emit()
