"""Forms of 届出: the desk of a year, sending back, and which course is meant."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.submissions import Offer, SubmissionKind
from skilltrack.gui.office.asking import Asking
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import Space
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.submission_words import KIND_NAMES, choice_text
from skilltrack.i18n.texts import _
from skilltrack.services.submissions.desk import Desk, DeskOrder, default_purpose, last_day_for

TEXT_HEIGHT = 88


class DeskDialog(FormDialog):
    """Makes the desk of a fiscal year, or changes it."""

    def __init__(
        self, year: FiscalYear, desk: Desk | None, asking: Asking, parent: QWidget
    ) -> None:
        title = _("{year}の届出の受付").format(year=fiscal_year_text(year))
        action = _("受付を作る") if desk is None else _("受付を変える")
        super().__init__(title, action, parent)
        self._year, self._asking = year, asking
        self.folder = QLineEdit("" if desk is None else str(desk.folder))
        choose = QPushButton(_("選ぶ"))
        choose.clicked.connect(self._choose_folder)
        place = QHBoxLayout()
        place.setSpacing(Space.S)
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        self.kinds = {kind: QCheckBox(KIND_NAMES[kind]) for kind in SubmissionKind}
        boxes = QHBoxLayout()
        boxes.setSpacing(Space.M)
        for kind, box in self.kinds.items():
            box.setChecked(desk is None or kind in desk.kinds)
            boxes.addWidget(box)
        boxes.addStretch(1)
        opens = year.first_day if desk is None else desk.opens_on
        closes = last_day_for(year) if desk is None else desk.closes_on
        self.opens = EraDateField(_("受付の初日"), opens)
        self.closes = EraDateField(_("受付の最終日"), closes)
        days = QHBoxLayout()
        days.setSpacing(Space.S)
        days.addWidget(self.opens)
        days.addWidget(QLabel(_("から")))
        days.addWidget(self.closes)
        days.addWidget(QLabel(_("まで")))
        days.addStretch(1)
        self.contact = QLineEdit("" if desk is None else desk.contact)
        self.purpose = QPlainTextEdit(default_purpose() if desk is None else desk.purpose)
        self.purpose.setFixedHeight(TEXT_HEIGHT)
        self.purpose.setTabChangesFocus(True)
        self.folder.setAccessibleName(_("フォルダー"))
        self.contact.setAccessibleName(_("問い合わせ先"))
        self.purpose.setAccessibleName(_("使いみち"))
        self.form.addRow(_("フォルダー"), place)
        self.form.addRow(_("種類"), boxes)
        self.form.addRow(_("受付期間"), days)
        self.form.addRow(_("問い合わせ先"), self.contact)
        self.form.addRow(_("使いみち"), self.purpose)
        self.add_explanation(
            _(
                "フォルダーの中に「配布」「回収」「受領」を作り、配布ファイルを「配布」に書きます。"
                "職員は配布ファイルを開いて届け出ます。"
            )
        )

    def _choose_folder(self) -> None:
        folder = self._asking.folder(self, _("受付のフォルダーを選ぶ"))
        if folder is not None:
            self.folder.setText(str(folder))

    def order(self) -> DeskOrder:
        """Return what the form holds."""
        return DeskOrder(
            self._year,
            Path(self.folder.text().strip()),
            tuple(kind for kind, box in self.kinds.items() if box.isChecked()),
            self.contact.text().strip(),
            self.purpose.toPlainText().strip(),
            self.opens.day,
            self.closes.day,
        )

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.folder.text().strip(), _("フォルダーを選びます。")),
            (not any(b.isChecked() for b in self.kinds.values()), _("種類を一つは選びます。")),
            (self.opens.day > self.closes.day, _("受付の初日を最終日より前にします。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class ReturnDialog(FormDialog):
    """Asks why submissions are sent back."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(_("届出を差し戻す"), _("差し戻す"), parent, size=(560, 320))
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(TEXT_HEIGHT)
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName(_("理由"))
        self.has_files = QCheckBox(_("直すためのExcelを書き出す（本人ごと）"))
        self.has_files.setChecked(True)
        self.form.addRow(_("理由"), self.reason)
        self.form.addRow("", self.has_files)
        self.add_explanation(
            _("{count}件を差し戻します。理由は本人に伝えるExcelに書かれます。").format(count=count)
        )

    def check(self) -> tuple[str, ...]:
        is_blank = not self.reason.toPlainText().strip()
        return (_("理由を書きます。"),) if is_blank else ()


class CourseDialog(FormDialog):
    """Asks which course is meant by a name; it is remembered."""

    def __init__(
        self,
        name: str,
        courses: Sequence[Offer],
        near: Sequence[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(_("どの研修かを選ぶ"), _("この研修と読む"), parent, size=(600, 220))
        self._courses = courses
        self.course = QComboBox()
        self.course.setAccessibleName(_("研修"))
        self.course.setEditable(True)
        self.course.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        likely = [code for code, _name in near]
        ordered = sorted(courses, key=lambda o: (o.code not in likely, o.code))
        for offer in ordered:
            self.course.addItem(choice_text(offer), offer.code)
        self.course.setCurrentIndex(0 if near else -1)
        completer = QCompleter(self.course.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.course.setCompleter(completer)
        self.form.addRow(_("書かれた名前"), QLabel(name))
        self.form.addRow(_("研修"), self.course)
        self.add_explanation(
            _("次からも同じ名前を、この研修と読みます。近いものを上に並べています。")
        )

    @property
    def code(self) -> str:
        """Return the code chosen; '' where what was typed is no course."""
        at = self.course.findText(self.course.currentText())
        return str(self.course.itemData(at)) if at >= 0 else ""

    def check(self) -> tuple[str, ...]:
        return () if self.code else (_("一覧から研修を選びます。"),)
