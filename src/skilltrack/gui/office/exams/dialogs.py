"""Forms: study begun, a day planned, a seat booked, given up; a sitting corrected or withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from skilltrack.domain.exams.definition import Exam, ExamAttempt, PaidBy
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import PAID_NAMES, RESULT_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.people.posts import Found

BY_SCORES, PASSED, FAILED, AWAITED = "", "passed", "failed", "awaited"
SCORE_WIDTH = 72

MANY = 12
"""More people than this are told by their number alone."""


def result_choice(*, can_await: bool) -> NamedChoice:
    """Return a choice of what is stated of a sitting."""
    choice = NamedChoice(_("届いた合否"))
    offered = [
        (BY_SCORES, _("得点から判定")),
        (PASSED, RESULT_NAMES[True]),
        (FAILED, RESULT_NAMES[False]),
    ]
    choice.offer([*offered, (AWAITED, _("結果待ち"))] if can_await else offered)
    return choice


def stated(choice: NamedChoice) -> bool | None:
    """Return what a choice states; None for nothing."""
    return {PASSED: True, FAILED: False}.get(choice.code)


def paid_choice() -> NamedChoice:
    """Return a choice of who paid."""
    choice = NamedChoice(_("受験料の支払"))
    choice.offer([("", _("記入しない")), *((one.value, PAID_NAMES[one]) for one in PaidBy)])
    return choice


def score_of(text: str) -> int | None:
    """Return a score that was typed; None for an empty field.

    Raises:
        ValueError: It is no whole number.
    """
    plain = text.strip().replace(",", "")
    return int(plain) if plain else None


class PeopleDialog(FormDialog):
    """A form about people who are chosen already, or are looked for here."""

    def __init__(
        self,
        title: str,
        action: str,
        desk: Desk,
        exam: Exam,
        people: Sequence[Found],
        parent: QWidget,
    ) -> None:
        super().__init__(title, action, parent, size=(620, 340 if people else 560))
        self.exam = exam
        self._given = tuple(people)
        self.form.addRow(_("試験"), text_label(exam.name))
        self.people: PeopleField | None = None
        if people:
            self.form.addRow(_("職員"), Paragraph(_named(people), TextRole.TABLE))
        else:
            self.people = PeopleField(desk, lambda: desk.today)
            self.form.addRow(_("職員"), self.people)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of the people."""
        if self.people is not None:
            return self.people.numbers
        return tuple(one.employee_no for one in self._given)

    def check(self) -> tuple[str, ...]:
        return () if self.numbers else (_("職員を選びます。"),)


def _named(people: Sequence[Found]) -> str:
    if len(people) > MANY:
        return _("選んだ{count:,}人").format(count=len(people))
    return _("、").join(" ".join(one.name.split()) for one in people)


class StartDialog(PeopleDialog):
    """Asks since when people study, and for which day they plan the exam."""

    def __init__(
        self, desk: Desk, exam: Exam, people: Sequence[Found], today: date, parent: QWidget
    ) -> None:
        super().__init__(_("学習開始を記録する"), _("記録する"), desk, exam, people, parent)
        self.on = EraDateField(_("学習開始日"), today)
        self.is_planned = QCheckBox(_("受験の予定日を決める"))
        self.planned_on = EraDateField(_("受験の予定日"), today)
        self.planned_on.setEnabled(False)
        self.is_planned.toggled.connect(self.planned_on.setEnabled)
        self.form.addRow(_("学習開始日"), self.on)
        self.form.addRow("", self.is_planned)
        self.form.addRow(_("受験の予定日"), self.planned_on)
        self.add_explanation(_("学習中の人と合格した人は除いて記録します。"))

    @property
    def planned(self) -> date | None:
        """Return the day planned; None without one."""
        return self.planned_on.day if self.is_planned.isChecked() else None


class PlanDialog(PeopleDialog):
    """Asks for which day people plan the exam."""

    def __init__(
        self, desk: Desk, exam: Exam, people: Sequence[Found], today: date, parent: QWidget
    ) -> None:
        super().__init__(_("受験の予定日を決める"), _("記録する"), desk, exam, people, parent)
        self.planned_on = EraDateField(_("受験の予定日"), today)
        self.is_open = QCheckBox(_("予定日をなくす"))
        self.is_open.toggled.connect(self.planned_on.setDisabled)
        self.form.addRow(_("受験の予定日"), self.planned_on)
        self.form.addRow("", self.is_open)
        self.add_explanation(_("学習中の人だけを記録します。"))

    @property
    def planned(self) -> date | None:
        """Return the day planned; None takes it away."""
        return None if self.is_open.isChecked() else self.planned_on.day


class BookDialog(PeopleDialog):
    """Asks when a person booked, and for which day."""

    def __init__(
        self, desk: Desk, exam: Exam, people: Sequence[Found], today: date, parent: QWidget
    ) -> None:
        super().__init__(_("予約を記録する"), _("記録する"), desk, exam, people, parent)
        self.booked_for = EraDateField(_("受験日"), today)
        self.booked_on = EraDateField(_("予約した日"), today)
        self.form.addRow(_("受験日"), self.booked_for)
        self.form.addRow(_("予約した日"), self.booked_on)
        self.add_explanation(_("日時を変えたときは、新しい受験日を記録します。"))

    def check(self) -> tuple[str, ...]:
        if len(self.numbers) > 1:
            return (_("予約は1人ずつ記録します。"),)
        return super().check()


class EndDialog(PeopleDialog):
    """Asks why people gave an exam up."""

    def __init__(
        self, desk: Desk, exam: Exam, people: Sequence[Found], today: date, parent: QWidget
    ) -> None:
        super().__init__(_("取りやめを記録する"), _("記録する"), desk, exam, people, parent)
        self.on = EraDateField(_("取りやめた日"), today)
        self.reason = QLineEdit()
        self.form.addRow(_("取りやめた日"), self.on)
        self.form.addRow(_("理由"), self.reason)

    def check(self) -> tuple[str, ...]:
        found = list(super().check())
        if not self.reason.text().strip():
            found.append(_("理由を書きます。"))
        return tuple(found)


class ScoreFields(QWidget):
    """The scores of an edition side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self._names: dict[str, str] = {}
        self._holders: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self.none = text_label(_("この試験は合否だけを記録します。"), TextRole.SECONDARY)
        self._row.addWidget(self.none)
        self._row.addStretch(1)

    def show_edition(self, exam: Exam, on: date) -> bool:
        """Offer the fields of the edition of a day; tell whether they are others than before."""
        edition = exam.edition_on(on)
        names = {} if edition is None else {field.code: field.name for field in edition.fields}
        if names == self._names:
            return False
        for holder in self._holders:
            self._row.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self.fields, self._holders = {}, []
        self._names = names
        for place, (code, name) in enumerate(names.items()):
            self._row.insertWidget(place, self._labelled(code, name))
        self.none.setVisible(not names)
        return True

    def _labelled(self, code: str, name: str) -> QWidget:
        holder = QWidget()
        self._holders.append(holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        field = QLineEdit()
        field.setFixedWidth(SCORE_WIDTH)
        field.setAccessibleName(name)
        self.fields[code] = field
        column.addWidget(text_label(name, TextRole.SECONDARY))
        column.addWidget(field)
        return holder

    def show_scores(self, scores: Mapping[str, int]) -> None:
        """Show scores."""
        for code, field in self.fields.items():
            field.setText(str(scores[code]) if code in scores else "")

    def scores(self) -> dict[str, int]:
        """Return the scores typed.

        Raises:
            ValueError: One is no whole number.
        """
        found = {code: score_of(field.text()) for code, field in self.fields.items()}
        return {code: points for code, points in found.items() if points is not None}


class CorrectDialog(FormDialog):
    """Asks how a sitting should be."""

    def __init__(self, exam: Exam, name: str, attempt: ExamAttempt, parent: QWidget) -> None:
        super().__init__(_("受験の訂正"), _("訂正する"), parent, size=(620, 460))
        self.exam = exam
        self._attempt = attempt
        self.on = EraDateField(_("受験日"), attempt.on)
        self.scores = ScoreFields()
        self.outcome = result_choice(can_await=False)
        self.certificate = QLineEdit(attempt.certificate_no)
        self.paid = paid_choice()
        self.paid.choose("" if attempt.paid_by is None else attempt.paid_by.value)
        self.evidence = QLineEdit(attempt.evidence)
        self.note = QLineEdit(attempt.note)
        self.reason = QLineEdit()
        known = {True: PASSED, False: FAILED, None: BY_SCORES}[attempt.stated_pass]
        self.outcome.choose(known)
        self.scores.show_edition(exam, attempt.on)
        self.scores.show_scores(attempt.scores)
        self.on.day_changed.connect(self._show_edition)
        self.form.addRow(_("職員"), text_label(name))
        self.form.addRow(_("試験"), text_label(exam.name))
        for label, field in (
            (_("受験日"), self.on),
            (_("得点"), self.scores),
            (_("届いた合否"), self.outcome),
            (_("合格証番号"), self.certificate),
            (_("受験料の支払"), self.paid),
            (_("証拠書類"), self.evidence),
            (_("備考"), self.note),
            (_("訂正の理由"), self.reason),
        ):
            self.form.addRow(label, field)

    def _show_edition(self, on: date) -> None:
        if self.scores.show_edition(self.exam, on):
            self.scores.show_scores(self._attempt.scores)

    def check(self) -> tuple[str, ...]:
        found = []
        try:
            self.scores.scores()
        except ValueError:
            found.append(_("得点を整数で入力します。"))
        if not self.reason.text().strip():
            found.append(_("訂正の理由を書きます。"))
        return tuple(found)

    def attempt(self) -> ExamAttempt:
        """Return the sitting as it should be."""
        return replace(
            self._attempt,
            on=self.on.day,
            scores=self.scores.scores(),
            stated_pass=stated(self.outcome),
            certificate_no=self.certificate.text().strip(),
            paid_by=PaidBy(self.paid.code) if self.paid.code else None,
            evidence=self.evidence.text().strip(),
            note=self.note.text().strip(),
        )


class WithdrawDialog(FormDialog):
    """Asks why a sitting is taken back."""

    def __init__(self, exam: Exam, name: str, on: date, parent: QWidget) -> None:
        super().__init__(_("受験の取消し"), _("取り消す"), parent, size=(560, 280))
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), text_label(name))
        self.form.addRow(_("試験"), text_label(exam.name))
        self.form.addRow(_("受験日"), text_label(wareki(on)))
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _("誤って登録した受験を取り消します。取り消した内容は履歴に残ります。")
        )

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を書きます。"),)
