"""The form of the retention periods."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.retention import (
    LONGEST_DAYS,
    LONGEST_YEARS,
    RecordClass,
    RetentionPeriods,
)
from skilltrack.gui.theme import Space, TextRole, primary_button, set_surface
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _

FIELD_WIDTH = 96


def counted_from(record_class: RecordClass) -> str:
    """Return which event a period is counted from."""
    by_round = _("調査の締切日から")
    after_leaving = _("退職日から。仮の番号で残ります")
    return {
        RecordClass.LEAVERS: _("退職日から。氏名・番号・回答・得点を消します"),
        RecordClass.FILES: _("受け取った日か締切日の遅いほうから"),
        RecordClass.ANSWERS: _("調査の締切日から。所属別の集計は固定して残します"),
        RecordClass.SCORES: by_round,
        RecordClass.MEETINGS: _("開いた日から"),
        RecordClass.LOG: _("操作した日から。月ごとに消します"),
    }.get(record_class, after_leaving)


class PeriodsForm(QWidget):
    """One number per class, loaded and saved as a whole; ``save_requested`` carries both."""

    save_requested = Signal(object, str)
    """Carries the ``RetentionPeriods`` and the reason."""

    def __init__(self) -> None:
        super().__init__()
        self.years: dict[RecordClass, QSpinBox] = {
            one: _number(RECORD_CLASS_NAMES[one], LONGEST_YEARS, _(" 年"))
            for one in RecordClass
            if one is not RecordClass.FILES
        }
        self.years[RecordClass.LEAVERS].setMinimum(0)
        file_name = RECORD_CLASS_NAMES[RecordClass.FILES]
        self.file_days = _number(file_name, LONGEST_DAYS, _(" 日"))
        self.backup_days = _number(_("控え"), LONGEST_DAYS, _(" 日"))
        self.fiscal = QCheckBox(_("翌年度の4月1日から数える（文書管理規程の一般的な数え方）"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("変える理由"))
        self.reason.setPlaceholderText(_("決裁や規程の番号など"))
        self.save_button = primary_button(_("保存期間を変える"))
        self.reset_button = QPushButton(_("入力を戻す"))
        self._loaded = RetentionPeriods()
        self._lay_out()
        self.save_button.clicked.connect(
            lambda: self.save_requested.emit(self.periods(), self.reason.text())
        )
        self.reset_button.clicked.connect(lambda: self.load(self._loaded))
        for field in (*self.years.values(), self.file_days, self.backup_days):
            field.valueChanged.connect(lambda _value: self._show_buttons())
        self.fiscal.toggled.connect(lambda _on: self._show_buttons())
        self._show_buttons()

    def _lay_out(self) -> None:
        body = QWidget()
        set_surface(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(2, 1)
        lines = [
            (RECORD_CLASS_NAMES[one], self.years.get(one, self.file_days), counted_from(one))
            for one in RecordClass
        ]
        lines.append((_("控え"), self.backup_days, _("証明書の「控えからも消える日」に使います")))
        for row, (name, field, explanation) in enumerate(lines):
            grid.addWidget(text_label(name), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(Paragraph(explanation, TextRole.SECONDARY), row, 2)
        grid.addWidget(self.fiscal, len(lines), 0, 1, 3)
        grid.setRowStretch(len(lines) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(text_label(_("変える理由"), TextRole.SECONDARY))
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.reset_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(area, 1)
        column.addLayout(foot)

    def load(self, periods: RetentionPeriods) -> None:
        """Show periods."""
        self._loaded = periods
        for one, field in self.years.items():
            field.setValue(periods.years[one])
        self.file_days.setValue(periods.file_days)
        self.backup_days.setValue(periods.backup_days)
        self.fiscal.setChecked(periods.is_from_fiscal_year)
        self.reason.clear()
        self._show_buttons()

    def periods(self) -> RetentionPeriods:
        """Return what the form holds."""
        years = {one: field.value() for one, field in self.years.items()}
        return RetentionPeriods(
            years, self.file_days.value(), self.backup_days.value(), self.fiscal.isChecked()
        )

    def _show_buttons(self) -> None:
        is_changed = self.periods() != self._loaded
        self.save_button.setEnabled(is_changed)
        self.reset_button.setEnabled(is_changed)


def _number(name: str, most: int, unit: str) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, most)
    field.setSuffix(unit)
    field.setAccessibleName(name)
    field.setFixedWidth(FIELD_WIDTH)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field
