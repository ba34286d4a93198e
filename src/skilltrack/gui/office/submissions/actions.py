"""What can be done on the page 届出, each with its question before and its word after."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.elsewhere import ElsewhereOutcome, RowEnd, RowOutcome
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.submissions import (
    Arrivals,
    Arrived,
    Offer,
    SubmissionKind,
)
from skilltrack.gui.office.asking import excel_files, table_files
from skilltrack.gui.office.changes import NOTHING, Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk, Told
from skilltrack.gui.office.submissions.dialogs import CourseDialog, DeskDialog, ReturnDialog
from skilltrack.gui.theme import Tone
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.problems import reason_text, sentences_of
from skilltrack.i18n.submission_words import CONFLICT_NAMES, KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue import words as course_words
from skilltrack.services.imports import elsewhere
from skilltrack.services.submissions import confirming, forms
from skilltrack.services.submissions import desk as desks
from skilltrack.services.submissions.collecting import collect_submissions
from skilltrack.services.submissions.review import SubmissionLine
from skilltrack.store.database import Database

if TYPE_CHECKING:
    from skilltrack.gui.office.submissions.page import SubmissionsPage

MOST_TOLD = 4
SENT = frozenset({Changed.SUBMISSIONS})
RECORDED = SENT | {Changed.TRAINING, Changed.EXAMS, Changed.PRACTICES, Changed.TARGETS}


class SubmissionActions(Deeds):
    """Does what the page is asked for."""

    page: "SubmissionsPage"

    def __init__(self, desk: Desk, page: "SubmissionsPage") -> None:
        super().__init__(desk, page, SENT, undone=RECORDED)

    # The desk

    def set_up(self, held: desks.Desk | None, year: FiscalYear) -> None:
        """Ask for the desk of a year, make it and write its package."""
        dialog = DeskDialog(year, held, self.desk.asking, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("受付を作っています"),
                partial(_make, order=dialog.order()),
                lambda path: _file_told(
                    _("受付を作り、配布ファイル「{file}」を書きました。"), path
                ),
                dialog,
            )
        )
        self.open(dialog)

    def hand_out(self, held: desks.Desk | None, year: FiscalYear) -> None:
        """Write the package anew with the courses of today."""
        if held is None:
            self.set_up(held, year)
            return
        self.act(
            _("配布ファイルを書いています"),
            lambda database: desks.hand_out(database, year),
            lambda path: _file_told(_("「{file}」を書きました。"), path),
            changes=NOTHING,
        )

    def write_form(self, kind: SubmissionKind, held: desks.Desk | None, year: FiscalYear) -> None:
        """Write a blank workbook of a kind."""
        if held is None:
            self.set_up(held, year)
            return
        name = f"{fiscal_year_text(year)}_{KIND_NAMES[kind]}.xlsx"
        path = self._ask_file(_("様式を保存"), name)
        if path is not None:
            order = forms.FormOrder(kind, year)
            self.act(
                _("様式を書いています"),
                lambda database: forms.write_blank_form(database, order, path),
                _saved,
                changes=NOTHING,
            )

    def collect(self, held: desks.Desk | None, year: FiscalYear) -> None:
        """Take what lies in the inbox; without a desk, ask for one first."""
        if held is None:
            self.set_up(held, year)
            return
        today = self.desk.today
        self.desk.act(
            _("届出を回収しています"),
            lambda database, progress: collect_submissions(
                database, year, today=today, progress=progress
            ),
            done=self._tell_collected,
            owner=self.page,
            changes=SENT,
        )

    def _tell_collected(self, found: Arrivals) -> None:
        lines = [_("{count}件を受け付けました。").format(count=found.count(Arrived.ACCEPTED))]
        aside = [f for f in found.files if f.outcome is Arrived.SET_ASIDE]
        growing = found.count(Arrived.BEING_WRITTEN)
        if growing:
            lines.append(_("書込み中のファイルが{count}件あります。").format(count=growing))
        for file in aside[:MOST_TOLD]:
            row = "" if file.row is None else _("の{row}行目").format(row=file.row)
            lines.append(f"{file.name}{row}：{reason_text(file.reason)}")
        if len(aside) > MOST_TOLD:
            lines.append(_("ほかに{count}件。").format(count=len(aside) - MOST_TOLD))
        tone = Tone.ATTENTION if aside else Tone.GOOD
        self.desk.tell("\n".join(lines), tone)

    # The list

    def confirm(self, lines: Sequence[SubmissionLine]) -> None:
        """Confirm what can be recorded; what cannot stays."""
        ready = [line for line in lines if not line.is_blocked]
        if not ready:
            return
        doubtful = [line for line in ready if line.is_doubtful]
        text = [_("{count}件を記録します。").format(count=len(ready))]
        if doubtful:
            named = dict.fromkeys(CONFLICT_NAMES[c] for line in doubtful for c in line.conflicts)
            text.append(
                _("うち{count}件に確かめることがあります：{what}").format(
                    count=len(doubtful), what="・".join(named)
                )
            )
        if len(lines) > len(ready):
            left = len(lines) - len(ready)
            text.append(_("{count}件はこのままでは記録できないため、残します。").format(count=left))
        title = _("届出を確認する")
        if not self.desk.asking.decision(self.page, title, "\n".join(text), _("記録する")):
            return
        ids, today = [line.id for line in ready], self.desk.today
        self.act(
            _("届出を記録しています"),
            lambda database: confirming.confirm(database, ids, today=today),
            lambda done: _("{count}件を確認しました。").format(count=done.total),
            changes=RECORDED,
        )

    def send_back(self, lines: Sequence[SubmissionLine]) -> None:
        """Ask for the reason and send back, with workbooks where they are wanted."""
        if not lines:
            return
        dialog = ReturnDialog(len(lines), self.page)
        ids, today = [line.id for line in lines], self.desk.today

        def send() -> None:
            folder = None
            if dialog.has_files.isChecked():
                title = _("直すためのExcelを置くフォルダー")
                folder = self.desk.asking.folder(self.page, title)
                if folder is None:
                    return
            reason = dialog.reason.toPlainText().strip()
            self.act(
                _("差し戻しています"),
                lambda database: confirming.send_back(
                    database, ids, reason, today=today, folder=folder
                ),
                lambda files: Told(
                    _("{count}件を差し戻しました。").format(count=len(ids)),
                    Tone.GOOD,
                    files[0].parent if files else None,
                ),
                dialog,
            )

        dialog.submitted.connect(send)
        self.open(dialog)

    def write_returns(self, lines: Sequence[SubmissionLine]) -> None:
        """Write the workbooks of what was sent back before."""
        folder = self.desk.asking.folder(self.page, _("直すためのExcelを置くフォルダー"))
        if folder is None or not lines:
            return
        self.act(
            _("様式を書いています"),
            lambda database: confirming.write_returns(database, lines, "", folder),
            lambda files: Told(
                _("{count}個のExcelを書きました。").format(count=len(files)), Tone.GOOD, folder
            ),
            changes=NOTHING,
        )

    def name_course(self, line: SubmissionLine, courses: Sequence[Offer]) -> None:
        """Ask which course a report means."""
        name = line.subject
        dialog = self._course_dialog(name, courses)
        dialog.submitted.connect(
            lambda: self._remember(
                dialog,
                lambda database, code: confirming.name_course(database, [name], code),
            )
        )
        self.open(dialog)

    def _course_dialog(self, name: str, courses: Sequence[Offer]) -> CourseDialog:
        near = course_words.near_courses(name, {offer.code: offer.name for offer in courses})
        return CourseDialog(name, courses, near, self.page)

    def _remember(
        self,
        dialog: CourseDialog,
        remember: Callable[[Database, str], None],
        then: Callable[[], None] | None = None,
    ) -> None:
        code = dialog.code

        def done(_none: None) -> None:
            dialog.accept()
            if then is not None:
                then()

        self.desk.act(
            _("覚えています"),
            lambda database, _progress: remember(database, code),
            done=done,
            failed=lambda error: dialog.show_problems(sentences_of(error)),
            owner=dialog,
            changes=SENT,
        )

    # Other systems

    def choose_file(self) -> None:
        """Ask for an export and try it."""
        path = self.desk.asking.file_to_open(self.page, _("出力ファイルを選ぶ"), table_files())
        if path is not None:
            self.page.view.elsewhere.path = path
            self.try_file()

    def try_file(self) -> None:
        """Try the chosen file; nothing is recorded."""
        self._take(is_dry_run=True)

    def take_file(self) -> None:
        """Take over what is new in the file."""
        self._take(is_dry_run=False)

    def _take(self, *, is_dry_run: bool) -> None:
        view, today = self.page.view.elsewhere, self.desk.today
        path = view.path
        if path is None:
            return
        order = elsewhere.ElsewhereOrder(view.source.code, path, view.course.code)

        def done(outcome: ElsewhereOutcome) -> None:
            self.page.show_file(path, outcome)
            if not is_dry_run:
                count = outcome.count(RowEnd.NEW)
                self.desk.tell(
                    _(
                        "{source}の修了 {count}件を取り込みました。「取り込み」で元に戻せます。"
                    ).format(source=outcome.source, count=count)
                )

        def failed(error: SkilltrackError) -> None:
            view.clear()
            view.path = path  # another course or source may make it readable
            self.desk.tell_error(error)

        self.desk.act(
            _("ファイルを読んでいます") if is_dry_run else _("修了を取り込んでいます"),
            lambda database, progress: elsewhere.take_elsewhere(
                database, order, today=today, is_dry_run=is_dry_run, progress=progress
            ),
            done=done,
            failed=failed,
            owner=self.page,
            changes=frozenset() if is_dry_run else RECORDED | {Changed.IMPORTS},
        )

    def name_elsewhere(self, row: RowOutcome, courses: Sequence[Offer]) -> None:
        """Ask which course a source means by a name, and try the file again."""
        view = self.page.view.elsewhere
        source, name = view.source.code, row.brought.course or row.brought.code
        dialog = self._course_dialog(name, courses)
        dialog.submitted.connect(
            lambda: self._remember(
                dialog,
                lambda database, code: course_words.remember_course(database, source, {name: code}),
                self.try_file,
            )
        )
        self.open(dialog)

    def save_outcome(self) -> None:
        """Write what became of every row."""
        outcome = self.page.view.elsewhere.outcome
        if outcome is None:
            return
        path = self._ask_file(
            _("結果をExcelに保存"), _("{file}_結果.xlsx").format(file=Path(outcome.file).stem)
        )
        if path is not None:
            self.act(
                _("結果を書いています"),
                lambda database: elsewhere.save_outcome(database, outcome, path),
                _saved,
                changes=NOTHING,
            )

    def _ask_file(self, title: str, name: str) -> Path | None:
        return self.desk.asking.file_to_save(self.page, title, name, excel_files())


def _saved(path: Path) -> Told:
    return _file_told(_("「{file}」に保存しました。"), path)


def _file_told(text: str, path: Path) -> Told:
    return Told(text.format(file=path.name), Tone.GOOD, path.parent)


def _make(database: Database, order: desks.DeskOrder) -> Path:
    desks.set_up_desk(database, order)
    return desks.hand_out(database, order.year)
