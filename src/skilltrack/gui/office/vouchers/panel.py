"""One voucher beside the table: its number on demand, its steps, what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.exams.voucher_stock import VoucherState
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.office.vouchers.rows import STATE_TONES, last_day_text
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import STATE_NAMES, STEP_NAMES
from skilltrack.services.exams.voucher_stock import VoucherLine, VoucherStock

ASSIGN, USE, RETURN, VOID, SHEET = "assign", "use", "return", "void", "sheet"
DEEDS = {
    VoucherState.STOCK: (
        (ASSIGN, _("配付する")),
        (USE, _("使用を記録する")),
        (VOID, _("無効にする")),
    ),
    VoucherState.ASSIGNED: (
        (USE, _("使用を記録する")),
        (RETURN, _("返却を記録する")),
        (SHEET, _("配付票を書き出す")),
        (VOID, _("無効にする")),
    ),
}


class VoucherPanel(QWidget):
    """Shows a voucher; ``asked`` carries what to do with it."""

    asked = Signal(str)
    reveal_requested = Signal()
    person_chosen = Signal(str)

    def __init__(self, stock: VoucherStock, line: VoucherLine, budget: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        voucher, standing = line.voucher, line.standing
        column.addWidget(ToneLabel(STATE_NAMES[standing.state], STATE_TONES[standing.state]))
        self.number = Paragraph(line.masked, TextRole.SECTION)
        column.addWidget(self.number)
        self.reveal_button = quiet_button(_("番号を表示する"))
        self.reveal_button.setToolTip(_("番号を見たことは操作の記録に残ります。"))
        self.reveal_button.clicked.connect(self.reveal_requested)
        column.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        if line.holder is not None:
            person = quiet_button(plain_name(line.holder.name))
            person.setToolTip(_("職員のページを開く"))
            number = line.holder.employee_no
            person.clicked.connect(lambda: self.person_chosen.emit(number))
            column.addWidget(person, 0, Qt.AlignmentFlag.AlignLeft)
        self.buttons: dict[str, QPushButton] = {}
        for key, text in DEEDS.get(standing.state, ()):
            button = QPushButton(text)
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons[key] = button
        add_section(column, _("内容"))
        facts = (
            _("使用期限：{on}").format(on=last_day_text(line)),
            _("発行日：{on}").format(on=wareki(voucher.issued_on)),
            _("価格：{yen}").format(yen=yen_text(voucher.price_yen)),
            _("注文番号：{text}").format(text=voucher.order_no or NO_FIGURE),
            _("予算：{text}").format(text=budget or NO_FIGURE),
            _("管理番号：{text}").format(text=line.id),
        )
        add_lines(column, [*facts, *filter(None, [voucher.note])], none="")
        add_section(column, _("経過"))
        steps = []
        for step in line.steps:
            person_of = stock.people.get(step.employee_no)
            name = step.employee_no if person_of is None else plain_name(person_of.name)
            text = _("{on}　{kind}　{name}").format(
                on=wareki_short(step.on), kind=STEP_NAMES[step.kind], name=name
            )
            steps.append("\n".join(filter(None, (text.strip("　"), step.note))))
        if standing.state is VoucherState.EXPIRED:
            steps.append(_("{on}　期限切れ").format(on=wareki_short(standing.since)))
        add_lines(column, steps, none=_("まだ配付していません。"))
        column.addStretch(1)

    def show_number(self, number: str) -> None:
        """Show the whole number."""
        self.number.setText(number)
        self.reveal_button.hide()
