"""The forms of an exam and of one of its editions."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import Period
from skilltrack.domain.exams.definition import BookingRule, Exam, ExamEdition
from skilltrack.gui.office.exam_master.fields import OpenDay, OpenNumber
from skilltrack.gui.office.parts import level_labels
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.texts import _

MOST_YEN, MOST_COUNT, MOST_DAYS, MOST_MONTHS = 1_000_000, 10_000, 3_660, 240
NUMBER_WIDTH = 160
ALIAS_MARK = "、"


class ExamForm(QWidget):
    """Name, aliases, organiser, vouchers; ``changed`` carries the values by key."""

    changed = Signal(object)

    def __init__(self, exam: Exam) -> None:
        super().__init__()
        self.name = QLineEdit(exam.name)
        self.aliases = QLineEdit(ALIAS_MARK.join(exam.aliases))
        self.aliases.setPlaceholderText(_("「、」で区切ります。取り込むファイルで使えます"))
        self.organiser = QLineEdit(exam.organiser)
        months = exam.voucher_months
        self.months = OpenNumber(
            _("バウチャーの有効月数"), months, MOST_MONTHS, _(" か月"), least=1
        )
        self.months.setFixedWidth(NUMBER_WIDTH)
        form = QFormLayout(self)
        form.setSpacing(Space.S)
        form.setContentsMargins(0, Space.S, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("コード"), QLabel(exam.code))
        for text, field in (
            (_("名称"), self.name),
            (_("別名"), self.aliases),
            (_("主催"), self.organiser),
        ):
            field.setAccessibleName(text)
            field.setCursorPosition(0)
            field.textEdited.connect(lambda _text: self._tell())
            form.addRow(text, field)
        form.addRow(_("バウチャーの有効月数"), self.months)
        note = _("発行の日から使える月数です。バウチャーのない試験は「―」のままにします。")
        form.addRow("", Paragraph(note, TextRole.SECONDARY))
        self.months.valueChanged.connect(lambda _value: self._tell())
        level_labels(form)

    def _tell(self) -> None:
        names = (part.strip() for part in self.aliases.text().split(ALIAS_MARK))
        self.changed.emit(
            {
                "name": self.name.text().strip(),
                "aliases": tuple(dict.fromkeys(name for name in names if name)),
                "organiser": self.organiser.text().strip(),
                "voucher_months": self.months.number,
            }
        )


class EditionForm(QScrollArea):
    """Days, fee, size and booking of an edition; ``changed`` carries the values by key."""

    changed = Signal(object)
    remove_requested = Signal()

    def __init__(self, today: date) -> None:
        """``today`` is proposed where no day is set."""
        super().__init__()
        self._today = today
        self.setWidgetResizable(True)
        self._edition: ExamEdition | None = None
        self.remove_button: QPushButton | None = None

    def show_edition(self, edition: ExamEdition, *, can_remove: bool) -> None:
        """Show an edition."""
        self._edition = edition
        blocker = QSignalBlocker(self)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, Space.S, Space.S, 0)
        self._make(edition)
        form = QFormLayout()
        form.setSpacing(Space.S)
        column.addLayout(form)
        if edition.is_provisional:
            text = _(
                "公表待ちの制度版です。この期間の受験は判定せず、届いた合否をそのまま残します。"
                "公表されたら分野と規則を書き、「公表待ち」を外します。"
            )
            form.addRow(Paragraph(text, TextRole.SECONDARY))
        form.addRow(_("公表"), self.provisional)
        form.addRow(_("開始日"), self.first)
        form.addRow(_("最終日"), self.last)
        form.addRow(_("受験料"), self.fee)
        form.addRow(_("問題数"), self.questions)
        form.addRow(_("時間"), self.minutes)
        form.addRow(_("次の予約"), self.retake)
        form.addRow(_("試験日の変更"), self.change)
        form.addRow(_("予約できる先"), self.ahead)
        form.addRow(_("総合点"), self.total_sum)
        remove = QPushButton(_("この制度版を取り除く"))
        remove.setEnabled(can_remove)
        remove.clicked.connect(self.remove_requested)
        self.remove_button = remove
        form.addRow("", remove)
        level_labels(form)
        column.addStretch(1)
        self.setWidget(body)
        del blocker

    def _make(self, edition: ExamEdition) -> None:
        booking = edition.booking
        start, last = edition.valid.start, edition.valid.last_day
        self.provisional = QCheckBox(_("公表待ち（判定しない）"))
        self.provisional.setChecked(edition.is_provisional)
        self.total_sum = QCheckBox(_("分野の合計（合わない結果は取り込まない）"))
        self.total_sum.setChecked(edition.is_total_sum)
        self.first = OpenDay(_("開始日"), _("定める"), start, last or self._today)
        self.last = OpenDay(_("最終日"), _("定める"), last, start or self._today)
        self.fee = OpenNumber(_("受験料"), edition.fee_yen, MOST_YEN, _(" 円"))
        self.questions = OpenNumber(_("問題数"), edition.questions, MOST_COUNT, _(" 問"), least=1)
        self.minutes = OpenNumber(_("時間"), edition.minutes, MOST_COUNT, _(" 分"), least=1)
        self.retake = OpenNumber(_("次の予約"), booking.retake_days, MOST_DAYS, _(" 日後から"))
        self.change = OpenNumber(_("試験日の変更"), booking.change_days, MOST_DAYS, _(" 日前まで"))
        self.ahead = OpenNumber(
            _("予約できる先"), booking.months_ahead, MOST_MONTHS, _(" か月先まで"), least=1
        )
        for box in (self.provisional, self.total_sum):
            box.toggled.connect(lambda _on: self._tell())
        for day in (self.first, self.last):
            day.changed.connect(self._tell)
        for number in (
            self.fee,
            self.questions,
            self.minutes,
            self.retake,
            self.change,
            self.ahead,
        ):
            number.setFixedWidth(NUMBER_WIDTH)
            number.valueChanged.connect(lambda _value: self._tell())

    def _tell(self) -> None:
        self.changed.emit(
            {
                "valid": Period.through(self.first.day, self.last.day),
                "fee_yen": self.fee.number,
                "questions": self.questions.number,
                "minutes": self.minutes.number,
                "booking": BookingRule(self.retake.number, self.change.number, self.ahead.number),
                "is_total_sum": self.total_sum.isChecked(),
                "is_provisional": self.provisional.isChecked(),
            }
        )
