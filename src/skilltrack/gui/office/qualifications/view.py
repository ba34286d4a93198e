"""The page 資格台帳 laid out: filters, the list, what can be done with a line."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.exams.qualifications import Qualification, Validity
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import SOURCE_NAMES, VALIDITY_NAMES, remark_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.exams.qualifications import (
    SOON_MONTHS,
    QualificationQuery,
    QualificationRegister,
)
from skilltrack.services.overview import DepartmentChoice

LONGEST_MONTHS = 120

Line = tuple[Qualification, Validity]

TONES = {
    Validity.HOLDS: Tone.GOOD,
    Validity.EXPIRING: Tone.ATTENTION,
    Validity.EXPIRED: Tone.BAD,
    Validity.AHEAD: Tone.INFO,
}

FIELDS: tuple[Field[Line], ...] = (
    Field(_("職員番号"), lambda line: line[0].person.employee_no, None, LEFT, 84),
    Field(
        _("氏名"),
        lambda line: plain_name(line[0].person.name),
        lambda line: line[0].person.kana,
        LEFT,
        112,
    ),
    Field(
        _("所属"),
        lambda line: line[0].person.department_name,
        lambda line: line[0].person.department,
        LEFT,
        144,
    ),
    Field(_("資格"), lambda line: line[0].name, None, LEFT, 200),
    Field(
        _("取得日"),
        lambda line: None if line[0].got_on is None else wareki_short(line[0].got_on),
        lambda line: line[0].got_on,
        LEFT,
        84,
    ),
    Field(
        _("有効期限"),
        lambda line: "" if line[0].last_day is None else wareki_short(line[0].last_day),
        lambda line: line[0].last_day,
        LEFT,
        84,
    ),
    Field(
        _("状態"),
        lambda line: VALIDITY_NAMES[line[1]],
        None,
        LEFT,
        100,
        tone=lambda line: TONES[line[1]],
    ),
    Field(_("証書番号"), lambda line: line[0].certificate_no, None, LEFT, 120),
    Field(_("証跡"), lambda line: line[0].evidence, None, LEFT, 136),
    Field(_("分野"), lambda line: line[0].field, None, LEFT, 92),
    Field(_("出所"), lambda line: SOURCE_NAMES[line[0].source], None, LEFT, 92),
    Field(_("備考"), lambda line: remark_text(line[0]), None, LEFT, 140),
)


class QualificationsView(QWidget):
    """Shows the register; ``query_changed`` tells that other lines are asked for."""

    query_changed = Signal()
    line_chosen = Signal(object)
    """Carries the ``Qualification`` opened."""

    add_requested = Signal()
    change_requested = Signal(object)
    end_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._lines: tuple[Line, ...] = ()
        self.names = NamedChoice(_("資格"))
        self.names.setMinimumWidth(160)
        self.names.setMaximumWidth(300)
        self.departments = DepartmentFilter()
        self.is_expiring = QCheckBox(_("期限が"))
        self.months = QSpinBox()
        self.months.setRange(1, LONGEST_MONTHS)
        self.months.setValue(SOON_MONTHS)
        self.months.setSuffix(_(" か月以内"))
        self.months.setAccessibleName(_("期限までの月数"))
        self.months.setEnabled(False)
        self.has_expired = QCheckBox(_("期限切れも出す"))
        self.count = QLabel()
        self.count.setProperty("textRole", TextRole.SECONDARY.value)
        self.change_button = QPushButton(_("直す"))
        self.end_button = QPushButton(_("期限を入れる"))
        self.remove_button = QPushButton(_("取り消す"))
        self.hint = text_label("", TextRole.SECONDARY)
        self.table: TableView[Line] = TableView(FIELDS, fold=fold, frozen_columns=2)
        self.table.setAccessibleName(_("資格台帳"))
        self.nothing = EmptyState(_("当てはまる資格がありません。絞り込みを変えます。"))
        self.nobody = EmptyState(
            _("試験の合格を登録するか、持っている資格を記載すると、ここに並びます。"),
            _("資格を記載する"),
        )
        self._parts = QStackedWidget()
        for part in (self.table, self.nothing, self.nobody):
            self._parts.addWidget(part)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(Space.S)
        filters.addWidget(self.names, 1)
        filters.addWidget(self.departments)
        filters.addWidget(self.is_expiring)
        filters.addWidget(self.months)
        filters.addWidget(self.has_expired)
        filters.addStretch(0)
        acts = QHBoxLayout()
        acts.setSpacing(Space.S)
        acts.addWidget(self.count)
        acts.addWidget(self.hint, 1)
        for button in (self.remove_button, self.end_button, self.change_button):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(filters)
        column.addLayout(acts)
        column.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.names.activated.connect(lambda _at: self.query_changed.emit())
        self.departments.chosen.connect(self.query_changed)
        self.is_expiring.toggled.connect(self.months.setEnabled)
        for box in (self.is_expiring, self.has_expired):
            box.toggled.connect(lambda _on: self.query_changed.emit())
        self.months.valueChanged.connect(lambda _value: self.query_changed.emit())
        self.table.row_activated.connect(lambda line: self.line_chosen.emit(line[0]))
        self.table.current_row_changed.connect(lambda _row: self._show_buttons())
        self.nobody.action_requested.connect(self.add_requested)
        for button, signal in (
            (self.change_button, self.change_requested),
            (self.end_button, self.end_requested),
            (self.remove_button, self.remove_requested),
        ):
            button.clicked.connect(lambda _on=False, asked=signal: asked.emit(self.current))

    @property
    def current(self) -> Qualification | None:
        """Return the line of the cursor; None without one."""
        line = self.table.current_row()
        return None if line is None else line[0]

    def query(self) -> QualificationQuery:
        """Return which lines are asked for."""
        return QualificationQuery(
            self.text,
            self.names.code,
            self.departments.within,
            self.months.value() if self.is_expiring.isChecked() else None,
            self.has_expired.isChecked(),
        )

    def show_register(
        self,
        found: QualificationRegister,
        departments: Sequence[DepartmentChoice],
        lines: Sequence[Qualification],
    ) -> None:
        """Show another register."""
        held = self.names.code
        self.names.offer(
            [
                ("", _("すべての資格")),
                *(
                    (name, _("{name}（{count:,}人）").format(name=name, count=count))
                    for name, count in found.holders.items()
                ),
            ]
        )
        self.names.choose(held)
        self.departments.offer(departments)
        self.show_lines(found, lines)

    def show_lines(self, found: QualificationRegister, lines: Sequence[Qualification]) -> None:
        """Show other lines from the beginning."""
        self._lines = tuple((one, found.validity(one)) for one in lines)
        self.table.show_rows(self._lines)
        people = {one.person.employee_no for one in lines}
        self.count.setText(
            _("{count:,}件（{people:,}人）").format(count=len(lines), people=len(people))
        )
        empty = self.nothing if found.lines else self.nobody
        self._parts.setCurrentWidget(self.table if lines else empty)
        self._show_buttons()

    def _show_buttons(self) -> None:
        one = self.current if self._lines else None
        is_entry = one is not None and bool(one.entry_id)
        for button in (self.change_button, self.end_button, self.remove_button):
            button.setEnabled(is_entry)
        is_pass = one is not None and not is_entry
        self.hint.setText(_("試験の合格は「受験と合格」で直します。") if is_pass else "")
