"""What the page 受験と合格 does: forms, services, workbooks."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.exams.definition import Exam, ExamAttempt
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk, Told
from skilltrack.gui.office.exams.dialogs import (
    BookDialog,
    CorrectDialog,
    EndDialog,
    PlanDialog,
    StartDialog,
    WithdrawDialog,
)
from skilltrack.gui.office.exams.entry_dialog import EntryDialog
from skilltrack.gui.office.exams.person_panel import BOOK, CORRECT, END, ENTER, PLAN, START
from skilltrack.gui.theme import Tone
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _
from skilltrack.services.exams import attempts, people_reports, plans
from skilltrack.services.exams.attempts import RecordedAttempt
from skilltrack.services.exams.people import PeopleQuery, held_exams
from skilltrack.services.exams.plans import Planned
from skilltrack.services.people.posts import Found


class ExamsActions(Deeds):
    """Asks, acts and tells for the page, and for the exams on the page of a person."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, frozenset({Changed.EXAMS}))

    @property
    def today(self) -> date:
        """Return the present day."""
        return self.desk.today

    def ask(self, deed: str, exam: str, people: Sequence[Found]) -> None:
        """Open the form of a deed for some people, or for those looked for in it."""

        def show(exams: Sequence[Exam]) -> None:
            chosen = next((one for one in exams if one.code == exam), None)
            if chosen is None:
                return
            forms = {
                START: self._start,
                PLAN: self._plan,
                BOOK: self._book,
                END: self._end,
            }
            if deed == ENTER:
                self._enter(exams, exam, people)
            else:
                forms[deed](chosen, people)

        self.read(held_exams, show)

    def _start(self, exam: Exam, people: Sequence[Found]) -> None:
        dialog = StartDialog(self.desk, exam, people, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    plans.start_studying,
                    employee_nos=dialog.numbers,
                    exam_code=exam.code,
                    on=dialog.on.day,
                    planned_on=dialog.planned,
                    today=self.today,
                ),
                partial(_told, _("{count:,}人の学習開始を記録しました。")),
                dialog,
            )
        )
        self.open(dialog)

    def _plan(self, exam: Exam, people: Sequence[Found]) -> None:
        dialog = PlanDialog(self.desk, exam, people, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    plans.plan_day,
                    employee_nos=dialog.numbers,
                    exam_code=exam.code,
                    planned_on=dialog.planned,
                    today=self.today,
                ),
                partial(_told, _("{count:,}人の受験の予定日を記録しました。")),
                dialog,
            )
        )
        self.open(dialog)

    def _book(self, exam: Exam, people: Sequence[Found]) -> None:
        dialog = BookDialog(self.desk, exam, people, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    plans.book,
                    employee_no=dialog.numbers[0],
                    exam_code=exam.code,
                    booked_for=dialog.booked_for.day,
                    booked_on=dialog.booked_on.day,
                    today=self.today,
                ),
                partial(_told, _("{count:,}人の予約を記録しました。")),
                dialog,
            )
        )
        self.open(dialog)

    def _end(self, exam: Exam, people: Sequence[Found]) -> None:
        dialog = EndDialog(self.desk, exam, people, self.today, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("記録しています"),
                partial(
                    plans.end_plans,
                    employee_nos=dialog.numbers,
                    exam_code=exam.code,
                    on=dialog.on.day,
                    reason=dialog.reason.text(),
                    today=self.today,
                ),
                partial(_told, _("{count:,}人の取りやめを記録しました。")),
                dialog,
            )
        )
        self.open(dialog)

    def _enter(self, exams: Sequence[Exam], exam: str, people: Sequence[Found]) -> None:
        person = people[0] if len(people) == 1 else None
        self.open(EntryDialog(self.desk, exams, exam, self.today, self.changes, self.page, person))

    def ask_sitting(self, deed: str, exam: str, number: str, name: str, on: date) -> None:
        """Open the form that corrects a sitting or takes it back."""

        def show(found: tuple[tuple[Exam, ...], ExamAttempt]) -> None:
            exams, attempt = found
            chosen = next(one for one in exams if one.code == exam)
            if deed == CORRECT:
                self._correct(chosen, name, attempt)
            else:
                self._withdraw(chosen, name, attempt)

        self.read(
            lambda database: (
                held_exams(database),
                attempts.find_attempt(database, number, exam, on),
            ),
            show,
        )

    def _correct(self, exam: Exam, name: str, attempt: ExamAttempt) -> None:
        dialog = CorrectDialog(exam, name, attempt, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("訂正しています"),
                partial(
                    attempts.correct_attempt,
                    on=attempt.on,
                    attempt=dialog.attempt(),
                    reason=dialog.reason.text(),
                    today=self.today,
                ),
                _told_correction,
                dialog,
            )
        )
        self.open(dialog)

    def _withdraw(self, exam: Exam, name: str, attempt: ExamAttempt) -> None:
        dialog = WithdrawDialog(exam, name, attempt.on, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("取り消しています"),
                partial(
                    attempts.withdraw_attempt,
                    employee_no=attempt.employee_no,
                    exam_code=exam.code,
                    on=attempt.on,
                    reason=dialog.reason.text(),
                ),
                lambda gone: _("{on}の受験を取り消しました。").format(on=wareki(gone.on)),
                dialog,
            )
        )
        self.open(dialog)

    # Workbooks

    def save_list(self, exam: str, name: str, as_of: date, query: PeopleQuery) -> None:
        """Save the people for printing."""
        self.save(
            _("受験者一覧を保存"),
            _("受験者一覧_{name}.xlsx").format(name=name),
            lambda database, path: people_reports.save_people(database, path, exam, as_of, query),
            _("{file}に{count:,}人を書き出しました。"),
        )

    def save_data(self, exam: str, name: str, as_of: date, query: PeopleQuery) -> None:
        """Save the people and their sittings as data."""
        self.save(
            _("受験者のデータを保存"),
            _("受験者データ_{name}.xlsx").format(name=name),
            lambda database, path: people_reports.save_people_data(
                database, path, exam, as_of, query
            ),
            _("{file}に{count:,}人を書き出しました。"),
        )


def _told(text: str, done: Planned) -> str | Told:
    said = [text.format(count=len(done.changed))]
    if done.left_out:
        left = _("{count:,}人は段階が合わないため除きました。")
        said.append(left.format(count=len(done.left_out)))
    said += [sentence(one) for one in done.notices]
    is_plain = len(said) == 1
    return said[0] if is_plain else Told("\n".join(said), Tone.INFO)


def _told_correction(done: RecordedAttempt) -> str | Told:
    said = [_("受験の記録を訂正しました。"), *(sentence(one) for one in done.notices)]
    return said[0] if len(said) == 1 else Told("\n".join(said), Tone.ATTENTION)
