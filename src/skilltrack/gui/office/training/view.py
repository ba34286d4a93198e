"""The completion matrix laid out with its filters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.catalogue.courses import CompletionMatrix, CourseKind, MatrixRow
from skilltrack.domain.years.figures import TrainingFigures
from skilltrack.gui.office.departments import DepartmentFilter
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.training.matrix_rows import (
    FIRST_COURSE_COLUMN,
    FROZEN_COLUMNS,
    HEADING_LINES,
    MatrixLine,
    is_total,
    matrix_fields,
    searched,
)
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice

DUE, ELECTIVE, EVERY = "due", "elective", "every"
KINDS = {
    DUE: {CourseKind.REQUIRED, CourseKind.LEADER},
    ELECTIVE: {CourseKind.ELECTIVE},
    EVERY: set(CourseKind),
}


@dataclass(frozen=True, slots=True)
class Training:
    """What the page reads: people against the courses of the figures that stand above them."""

    matrix: CompletionMatrix
    figures: TrainingFigures
    departments: tuple[DepartmentChoice, ...]
    is_reorganised: bool = False


class TrainingView(QWidget):
    """Shows the matrix; the table is made anew when the courses are others."""

    person_chosen = Signal(object)
    """Carries the ``MatrixRow``."""

    def __init__(self) -> None:
        super().__init__()
        self.departments = DepartmentFilter()
        self.owed_only = QCheckBox(_("未修了者のみ"))
        self.kinds = Switch(
            ((DUE, _("必須・リーダー必須")), (ELECTIVE, _("選択")), (EVERY, _("すべて")))
        )
        self.count = text_label("", TextRole.SECONDARY)
        self._training = Training(CompletionMatrix((), ()), TrainingFigures((), ()), ())
        self._text = ""
        self.table = self._make_table()
        self._place = QVBoxLayout()
        self._place.addWidget(self.table)
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        filters.addWidget(self.departments)
        filters.addWidget(self.owed_only)
        filters.addWidget(self.count)
        filters.addStretch(1)
        filters.addWidget(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(filters)
        column.addLayout(self._place, 1)
        self.departments.chosen.connect(self._show)
        self.owed_only.toggled.connect(lambda _on: self._show())
        self.kinds.chosen.connect(lambda _key: self._show_kinds())

    def _make_table(self) -> TableView[MatrixLine]:
        table: TableView[MatrixLine] = TableView(
            matrix_fields(self._training.matrix.courses),
            searched=(Field("", searched),),
            fold=fold,
            frozen_columns=FROZEN_COLUMNS,
            heading_lines=HEADING_LINES,
            pinned=is_total,
        )
        table.horizontalHeader().setStretchLastSection(False)
        table.setAccessibleName(_("研修の修了状況"))
        table.row_activated.connect(self._announce)
        return table

    def _announce(self, line: MatrixLine) -> None:
        if line.person is not None:
            self.person_chosen.emit(line.person)

    def show_training(self, training: Training) -> None:
        """Show other figures."""
        is_other = training.matrix.courses != self._training.matrix.courses
        self._training = training
        self.departments.offer(training.departments)
        if is_other:
            old = self.table
            self.table = self._make_table()
            self.table.filter.set_text(self._text)
            self._place.replaceWidget(old, self.table)
            old.deleteLater()
        self._show()
        self._show_kinds()

    def search(self, text: str) -> None:
        """Filter by a text."""
        self._text = text
        self.table.filter.set_text(text)

    def people(self) -> Sequence[MatrixRow]:
        """Return the people of the department chosen."""
        within = self.departments.within
        rows = self._training.matrix.rows
        return rows if within is None else [row for row in rows if row.department in within]

    def _show(self) -> None:
        people = self.people()
        shown = [row for row in people if row.owed] if self.owed_only.isChecked() else people
        figures, within = self._training.figures, self.departments.within
        totals = MatrixLine(None, figures.totals(within))
        self.table.show_rows([totals, *(MatrixLine(row) for row in shown)])
        counted = figures.within(within)
        self.count.setText(
            _("{people:,}人のうち未修了 {owing:,}人").format(
                people=sum(one.headcount for one in counted),
                owing=sum(one.owing for one in counted),
            )
        )

    def _show_kinds(self) -> None:
        kinds = KINDS[self.kinds.current]
        for column, course in enumerate(self._training.matrix.courses, FIRST_COURSE_COLUMN):
            self.table.setColumnHidden(column, course.kind not in kinds)
