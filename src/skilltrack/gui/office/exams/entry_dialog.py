"""Results typed in one after another: who, the scores, Enter, the next person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.exams.definition import TOTAL, Exam, ExamAttempt, PaidBy
from skilltrack.domain.exams.sittings import Judged, judged
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.changes import Changes
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exams.dialogs import (
    AWAITED,
    BY_SCORES,
    ScoreFields,
    paid_choice,
    result_choice,
    stated,
)
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import clear, level_labels
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_people import contradiction_text, lacking_text, result_text
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import operations
from skilltrack.services.exams.attempts import RecordedAttempt, record_attempt
from skilltrack.services.people.posts import Found

WIDTH, HEIGHT = 980, 560
FORM_WIDTH = 440


@dataclass(frozen=True, slots=True)
class Entered:
    """A result typed in just now."""

    name: str
    judged: Judged
    change: int


def verdict_of(judged: Judged) -> tuple[str, Tone]:
    """Return what a sitting comes to in words, with its tone."""
    said = contradiction_text(judged)
    if said:
        return said, Tone.ATTENTION
    lacking = lacking_text(judged.lacking)
    text = result_text(judged.passed)
    if lacking:
        text = _("{result}：{lacking}").format(result=text, lacking=lacking)
    tones = {True: Tone.GOOD, False: Tone.BAD, None: Tone.INFO}
    return text, tones[judged.passed]


ENTERED_FIELDS: tuple[Field[Entered], ...] = (
    Field(_("氏名"), lambda one: plain_name(one.name), None, LEFT, 104),
    Field(
        _("判定"),
        lambda one: verdict_of(one.judged)[0],
        None,
        LEFT,
        128,
        tone=lambda one: verdict_of(one.judged)[1],
    ),
    Field(_("総合点"), lambda one: one.judged.attempt.scores.get(TOTAL), None, RIGHT, 64),
    Field(_("受験日"), lambda one: wareki_short(one.judged.attempt.on), None, LEFT, 84),
)


class QuickPerson(PeopleField):
    """Takes whoever is meant at the first Enter, where only one can be meant."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, lambda: desk.today, is_single=True)
        self._is_taking = False

    def _take_first(self) -> None:
        if self._pause.isActive():
            self._is_taking = True
            self.look()
        else:
            super()._take_first()

    def _show_found(self, people: Sequence[Found]) -> None:
        super()._show_found(people)
        is_meant = len(people) == 1 or any(
            one.employee_no == self.line.text().strip() for one in people[:1]
        )
        if self._is_taking and is_meant:
            self._take(self.found.item(0))
        elif self._is_taking and people:
            self._enter_list()
        self._is_taking = False

    def empty(self) -> None:
        """Forget who was chosen."""
        self.choose([])
        self.found.clear()
        self.line.clear()
        self._pause.stop()
        self.line.setFocus()


class EntryDialog(QDialog):
    """Takes results one after another; each is recorded at once and can be taken back."""

    recorded = Signal()

    def __init__(
        self,
        desk: Desk,
        exams: Sequence[Exam],
        exam: str,
        today: date,
        changes: Changes,
        parent: QWidget,
        person: Found | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("結果の入力"))
        self._desk = desk
        self._exams = {one.code: one for one in exams}
        self._today = today
        self._changes = changes
        self.exam = NamedChoice(_("試験"))
        self.exam.offer([(one.code, one.name) for one in exams])
        self.exam.choose(exam)
        self.on = EraDateField(_("受験日"), today)
        self.person = QuickPerson(desk)
        self.scores = ScoreFields()
        self.outcome = result_choice(can_await=True)
        self.paid = paid_choice()
        self.certificate = QLineEdit()
        self.evidence = QLineEdit()
        self.verdict = ToneLabel("", Tone.INFO)
        self.save_button = primary_button(_("記録して次の人へ"))
        self.back_button = QPushButton(_("直前の1件を取り消す"))
        self.back_button.setEnabled(False)
        self.entered: TableView[Entered] = TableView(ENTERED_FIELDS, stretched=1)
        self.entered.setAccessibleName(_("入力した結果"))
        self._problems = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._show_edition()
        if person is None:
            self.person.line.setFocus()
        else:
            self.person.choose([person])
            self._go_to_scores()
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(Space.S)
        for label, field in (
            (_("試験"), self.exam),
            (_("受験日"), self.on),
            (_("職員"), self.person),
            (_("得点"), self.scores),
            (_("届いた合否"), self.outcome),
            (_("判定"), self.verdict),
            (_("合格証番号"), self.certificate),
            (_("受験料の支払"), self.paid),
            (_("証拠書類"), self.evidence),
        ):
            self.form.addRow(label, field)
        left = QWidget()
        left.setMinimumWidth(FORM_WIDTH)
        form = QVBoxLayout(left)
        form.setContentsMargins(0, 0, 0, 0)
        form.addLayout(self._problems)
        form.addLayout(self.form)
        form.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(text_label(_("入力した結果"), TextRole.SECTION))
        right.addWidget(self.entered, 1)
        right.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        parts = QHBoxLayout()
        parts.setSpacing(Space.XL)
        parts.addWidget(left, 3)
        parts.addLayout(right, 2)
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.reject)
        leave.setAutoDefault(False)
        for button in (self.save_button, self.back_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(
            Paragraph(
                _("Enterで次の欄に進み、最後の得点のEnterで記録します。"), TextRole.SECONDARY
            ),
            1,
        )
        foot.addWidget(leave)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(parts, 1)
        column.addLayout(foot)
        level_labels(self.form)

    def _connect(self) -> None:
        self.exam.activated.connect(lambda _at: self._show_edition())
        self.on.day_changed.connect(lambda _day: self._show_edition())
        self.person.chosen.connect(self._go_to_scores)
        self.outcome.activated.connect(lambda _at: self._show_verdict())
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.take_back)
        for field in (self.outcome, self.certificate, self.evidence, self.paid):
            field.installEventFilter(self)

    # Moving by Enter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter for the fields: it never closes the form."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Record with Enter in the fields after the scores."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.save()
            return True
        return super().eventFilter(watched, event)

    def _go_to_scores(self) -> None:
        if self.person.numbers:
            first = next(iter(self.scores.fields.values()), None)
            (self.outcome if first is None else first).setFocus()
            self._show_verdict()

    def _go_on(self, field: QLineEdit) -> None:
        fields = list(self.scores.fields.values())
        at = fields.index(field) + 1
        if at < len(fields):
            fields[at].setFocus()
            fields[at].selectAll()
        else:
            self.save()

    # What is typed

    def _show_edition(self) -> None:
        exam = self._exams.get(self.exam.code)
        if exam is None:
            return
        if self.scores.show_edition(exam, self.on.day):
            for field in self.scores.fields.values():
                field.textChanged.connect(lambda _text: self._show_verdict())
                field.returnPressed.connect(lambda chosen=field: self._go_on(chosen))
        self._show_verdict()

    def attempt(self) -> ExamAttempt | None:
        """Return the sitting typed; None while nobody is chosen or a score is no number."""
        if not self.person.numbers:
            return None
        try:
            scores = self.scores.scores()
        except ValueError:
            return None
        return ExamAttempt(
            self.person.numbers[0],
            self.exam.code,
            self.on.day,
            scores,
            stated(self.outcome),
            self.certificate.text().strip(),
            PaidBy(self.paid.code) if self.paid.code else None,
            evidence=self.evidence.text().strip(),
        )

    def _show_verdict(self) -> None:
        attempt = self.attempt()
        exam = self._exams.get(self.exam.code)
        if attempt is None or exam is None:
            self.verdict.set_state(_("職員と得点を入れると、判定が出ます。"), Tone.INFO)
            return
        if exam.edition_on(attempt.on) is None:
            self.verdict.set_state(_("この日に当たる制度版がありません。"), Tone.ATTENTION)
            return
        if not attempt.scores and attempt.stated_pass is None:
            awaited = _("結果待ちとして記録します。")
            text = awaited if self.outcome.code == AWAITED else _("得点か合否を入れます。")
            self.verdict.set_state(text, Tone.INFO)
            return
        self.verdict.set_state(*verdict_of(judged(exam, attempt)))

    # Recording

    def save(self) -> None:
        """Record what is typed and go on to the next person."""
        attempt = self.attempt()
        if attempt is None:
            nobody = _("職員を選びます。")
            wrong = nobody if not self.person.numbers else _("得点を整数で入力します。")
            self._show_problems([wrong])
            return
        name = self.person.people[0].name
        is_awaited = self.outcome.code == AWAITED
        self.save_button.setEnabled(False)
        self._desk.act(
            _("記録しています"),
            lambda database, _progress: record_attempt(
                database, attempt, today=self._today, is_awaited=is_awaited
            ),
            done=lambda made: self._take(name, made),
            failed=self._fail,
            owner=self,
            changes=self._changes,
        )

    def _fail(self, error: SkilltrackError) -> None:
        self.save_button.setEnabled(True)
        self._show_problems(sentences_of(error))

    def _take(self, name: str, made: RecordedAttempt) -> None:
        self._show_problems(())
        self.save_button.setEnabled(True)
        rows = (Entered(name, made.judged, made.change), *self.entered.rows.given_rows())
        self._show_entered(rows)
        for field in (*self.scores.fields.values(), self.certificate, self.evidence):
            field.clear()
        self.outcome.choose(BY_SCORES)
        self.person.empty()
        self._show_verdict()
        self.recorded.emit()

    def _show_entered(self, rows: Sequence[Entered]) -> None:
        self.entered.show_rows(rows)
        self.back_button.setEnabled(bool(rows))

    def take_back(self) -> None:
        """Undo the newest of the results typed in here."""
        rows = self.entered.rows.given_rows()
        if not rows:
            return
        change = rows[0].change
        self._desk.act(
            _("取り消しています"),
            lambda database, _progress: operations.undo_operation(database, change),
            done=lambda _done: self._show_entered(rows[1:]),
            failed=self._fail,
            owner=self,
            changes=self._changes,
        )

    def _show_problems(self, sentences: Sequence[str]) -> None:
        clear(self._problems)
        if sentences:
            self._problems.addWidget(ErrorPanel(_("記録できません"), sentences))
