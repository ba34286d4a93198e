"""The forms of the page 目標と見通し: consents, the notice."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamPurpose
from skilltrack.domain.exams.notice import ExamNotice
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import clear
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import (
    HIDDEN,
    PURPOSE_NAMES,
    told_now,
    told_total,
    total_reason,
    untold_reason,
)
from skilltrack.i18n.texts import _
from skilltrack.services.exams.consents import ConsentLine
from skilltrack.store.exam_notices import KeptNotice

NAMED = 5
"""So many names are listed in a form, the rest as a number."""


class ConsentDialog(FormDialog):
    """States what some people said about one purpose."""

    def __init__(self, lines: Sequence[ConsentLine], today: date, parent: QWidget) -> None:
        super().__init__(_("同意を記録する"), _("記録する"), parent, size=(600, 360))
        self._lines = tuple(lines)
        self._today = today
        names = _("、").join(plain_name(one.person.name) for one in self._lines[:NAMED])
        more = len(self._lines) - NAMED
        if more > 0:
            names = _("{names} ほか{more:,}人").format(names=names, more=more)
        people = QLabel(names)
        people.setWordWrap(True)
        self.purpose = NamedChoice(_("何について"))
        self.purpose.offer([(one.value, name) for one, name in PURPOSE_NAMES.items()])
        self.yes = QRadioButton(_("同意する"))
        self.no = QRadioButton(_("同意しない"))
        self.yes.setChecked(True)
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.yes)
        column.addWidget(self.no)
        self.on = EraDateField(_("意思を示した日"), today)
        self.form.addRow(_("職員"), people)
        self.form.addRow(_("何について"), self.purpose)
        self.form.addRow(_("本人の意思"), answers)
        self.form.addRow(_("意思を示した日"), self.on)
        self.add_explanation(
            _("いちばん新しい意思を使います。前の意思も、その日までの記録として残ります。")
        )
        self.purpose.setFocus()

    @property
    def stated(self) -> Mapping[str, bool]:
        """Return number → whether the person consents."""
        return {one.person.employee_no: self.yes.isChecked() for one in self._lines}

    def check(self) -> tuple[str, ...]:
        return () if self.on.day <= self._today else (_("今日までの日を入力します。"),)

    @property
    def chosen_purpose(self) -> ExamPurpose:
        """Return what is consented to."""
        return ExamPurpose(self.purpose.code)


class NoticeDialog(FormDialog):
    """Asks for the period of the notice; ``preview_requested`` asks what it would tell."""

    preview_requested = Signal()

    def __init__(self, as_of: date, earlier: Sequence[KeptNotice], parent: QWidget) -> None:
        super().__init__(
            _("合格者数のお知らせを作る"), _("ファイルに保存する"), parent, size=(620, 400)
        )
        last = earlier[-1] if earlier else None
        since = FiscalYear.of(as_of).first_day
        if last is not None and last.until < as_of:
            since = last.until + timedelta(1)
        self.since = EraDateField(_("初日"), since)
        self.until = EraDateField(_("最後の日"), as_of)
        self.form.addRow(_("前回のお知らせ"), text_label(_told_last(last), TextRole.BODY))
        self.form.addRow(_("初日"), self.since)
        self.form.addRow(_("最後の日"), self.until)
        self.preview_button = QPushButton(_("載せる数字を見る"))
        self.preview_button.setFixedWidth(self.preview_button.sizeHint().width())
        self.preview_button.clicked.connect(self._preview)
        self.form.addRow("", self.preview_button)
        self._told = QVBoxLayout()
        self.form.addRow(self._told)
        self.add_explanation(
            _(
                "氏名は、掲載に同意した合格者だけを載せます。氏名を載せない合格者が5人未満になる"
                "数字は、前回までのお知らせとの差も含めて示しません。"
                "保存したお知らせは配ったものとして残します。配らないときは、履歴で元に戻します。"
            )
        )
        self.since.setFocus()

    def check(self) -> tuple[str, ...]:
        is_wrong = self.until.day < self.since.day
        return (_("最後の日を初日より後にします。"),) if is_wrong else ()

    def _preview(self) -> None:
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.preview_requested.emit()

    def show_preview(self, notice: ExamNotice) -> None:
        """Show what the notice would tell."""
        clear(self._told)
        lines = [
            _("今回の合格者：{told}").format(told=told_now(notice)),
            _("これまでの合格者：{told}").format(told=told_total(notice)),
            _("氏名を載せる人：{count:,}人").format(count=len(notice.named)),
            untold_reason(notice),
            total_reason(notice),
        ]
        shown = Notice("\n".join(line for line in lines if line))
        self._told.addWidget(shown)
        shown.show()
        self._grow()


def _told_last(last: KeptNotice | None) -> str:
    if last is None:
        return _("まだありません")
    return _("{since}～{until}（今回 {now}、これまで {total}）").format(
        since=wareki_short(last.since),
        until=wareki_short(last.until),
        now=HIDDEN if last.this_time is None else _("{count:,}人").format(count=last.this_time),
        total=HIDDEN if last.total is None else _("{count:,}人").format(count=last.total),
    )
