"""Confirming an erasure, and holding something back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.retention import ErasedLine, RecordClass
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.parts import clear
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _

WIDTH, HEIGHT = 640, 480

USUAL_HOLD = timedelta(days=365)
"""How long a hold is proposed for."""

LINE_FIELDS: tuple[Field[ErasedLine], ...] = (
    Field(_("記録の種類"), lambda line: RECORD_CLASS_NAMES[line.record_class], None, LEFT, 280),
    Field(
        _("人数"),
        lambda line: f"{line.people:,}" if line.people else "",
        lambda line: line.people,
        RIGHT,
        88,
    ),
    Field(_("件数"), lambda line: f"{line.rows:,}", lambda line: line.rows, RIGHT, 104),
)


class EraseDialog(QDialog):
    """What would be erased, counted by doing it and taking it back; ``submitted`` has the reason.

    The reason and a tick are needed before anything can be erased.
    """

    submitted = Signal(str)

    def __init__(
        self, title: str, lines: Sequence[ErasedLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("記録を消す"))
        self.table: TableView[ErasedLine] = TableView(LINE_FIELDS)
        self.table.setAccessibleName(_("消す記録"))
        self.table.show_rows(lines)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("決裁や依頼の番号など。個人名は書きません"))
        self.sure = QCheckBox(_("元に戻せないことを確かめました"))
        self.erase_button = primary_button(_("消す"))
        self.leave_button = QPushButton(_("やめる"))
        self._lay_out(title)
        self.reason.textChanged.connect(lambda _text: self._show_buttons())
        self.sure.toggled.connect(lambda _on: self._show_buttons())
        self.erase_button.clicked.connect(self._submit)
        self.leave_button.clicked.connect(self.reject)
        self._show_buttons()

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(Notice(title, Tone.ATTENTION))
        column.addWidget(self.table, 1)
        text = _(
            "控えには、保存日数が過ぎるまで残ります。Excelやフォルダーに書き出したものは消えません。"
        )
        column.addWidget(Paragraph(text, TextRole.SECONDARY))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(_("理由"), self.reason)
        form.addRow("", self.sure)
        column.addLayout(form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.erase_button)
        column.addLayout(foot)
        _fit(self, HEIGHT)
        self.leave_button.setDefault(True)
        self.reason.setFocus()

    def _show_buttons(self) -> None:
        is_ready = bool(self.reason.text().strip()) and self.sure.isChecked()
        self.erase_button.setEnabled(is_ready)

    def _submit(self) -> None:
        self.accept()
        self.submitted.emit(self.reason.text().strip())


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """What is to be held: a person, or a class (``record_class``); ``until`` None for ever."""

    employee_no: str
    record_class: RecordClass | None
    reason: str
    until: date | None


class HoldDialog(QDialog):
    """A form; ``submitted`` carries the ``HoldOrder`` once it is complete."""

    submitted = Signal(object)

    def __init__(
        self,
        today: date,
        *,
        employee_no: str = "",
        record_class: RecordClass | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("消去を保留する"))
        self._today = today
        self.subject = QComboBox()
        self.subject.setAccessibleName(_("対象"))
        self.subject.addItem(_("職員一人"), None)
        for one in RecordClass:
            self.subject.addItem(RECORD_CLASS_NAMES[one], one)
        self.number = QLineEdit(employee_no)
        self.number.setAccessibleName(_("職員番号"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("訴訟や審査請求の番号など。個人名は書きません"))
        self.has_end = QCheckBox(_("終わりの日を決める"))
        self.until = EraDateField(_("いつまで"), today + USUAL_HOLD)
        self.hold_button = primary_button(_("保留する"))
        self.leave_button = QPushButton(_("やめる"))
        self._problems = QVBoxLayout()
        self._lay_out()
        self.subject.currentIndexChanged.connect(lambda _at: self._show_fields())
        self.has_end.toggled.connect(lambda _on: self._show_fields())
        self.hold_button.clicked.connect(self._submit)
        self.leave_button.clicked.connect(self.reject)
        if record_class is not None and not employee_no:
            self.subject.setCurrentIndex(self.subject.findData(record_class))
        self._show_fields()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._problems)
        text = _("保留した記録は、期限を過ぎても消えません。")
        column.addWidget(Paragraph(text, TextRole.SECONDARY))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(Space.S)
        form.addRow(_("対象"), self.subject)
        form.addRow(_("職員番号"), self.number)
        form.addRow(_("理由"), self.reason)
        form.addRow("", self.has_end)
        form.addRow(_("いつまで"), self.until)
        column.addLayout(form)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        foot.addWidget(self.hold_button)
        column.addLayout(foot)
        _fit(self, 0)

    def _show_fields(self) -> None:
        self.number.setEnabled(self.subject.currentData() is None)
        self.until.setEnabled(self.has_end.isChecked())

    def order(self) -> HoldOrder:
        """Return what the form holds."""
        record_class = self.subject.currentData()
        return HoldOrder(
            self.number.text().strip() if record_class is None else "",
            None if record_class is None else RecordClass(record_class),
            self.reason.text().strip(),
            self.until.day if self.has_end.isChecked() else None,
        )

    def check(self) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        order = self.order()
        found = (
            (order.record_class is None and not order.employee_no, _("職員番号を入力します。")),
            (not order.reason, _("理由を入力します。")),
            (
                order.until is not None and order.until < self._today,
                _("終わりの日を今日以降にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def _submit(self) -> None:
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.submitted.emit(self.order())

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show why nothing was held; none takes the panel away."""
        clear(self._problems)
        if sentences:
            self._problems.addWidget(ErrorPanel(_("保留できません"), sentences))


def _fit(dialog: QDialog, height: int) -> None:
    room = dialog.screen().availableSize()
    width = min(WIDTH, room.width() - Space.XXL)
    dialog.setMinimumWidth(width)
    dialog.resize(width, min(max(height, dialog.sizeHint().height()), room.height() - Space.XXL))
