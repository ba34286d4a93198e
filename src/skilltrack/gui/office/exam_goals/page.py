"""目標と見通し: an exam's goal, what it takes, who passed and consents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exam_goals.dialogs import ConsentDialog, NoticeDialog
from skilltrack.gui.office.exam_goals.view import CONSENTS, COURSE, DEPARTMENTS, PARTS, GoalsView
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import way_from
from skilltrack.gui.theme import menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.exams import consents, goals, notice
from skilltrack.services.exams.consents import ConsentLine
from skilltrack.services.exams.goals import ExamGoals
from skilltrack.services.exams.notice import NoticesHandedOut
from skilltrack.store.database import Database

EXPLANATIONS = {
    DEPARTMENTS: _(
        "合格率と受験料を変えると、見込みがすぐに変わります。所属を選ぶと内訳が出ます。"
    ),
    COURSE: _("合格者の推移を、計画と期限の見通しに並べます。"),
    CONSENTS: _("お知らせに氏名を載せる同意と、学習会で教える意思を記録します。"),
}


@dataclass(frozen=True, slots=True)
class GoalsRead:
    """What the page reads."""

    offered: tuple[tuple[str, str], ...]
    found: ExamGoals


class ExamGoalsPage(Page[GoalsRead]):
    """Connects the goals of exams with the services."""

    key = "exam_goals"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.EXAMS,
            Changed.INCLUSION,
            Changed.TARGETS,
            Changed.SESSIONS,
            Changed.TRAINING,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = GoalsView(desk.today)
        super().__init__(desk, _("目標と見通し"), EXPLANATIONS[DEPARTMENTS], self.view)
        self.deeds = Deeds(desk, self, frozenset({Changed.EXAMS}))
        self.read: GoalsRead | None = None
        self.papers_button = menu_button(_("帳票を作る"))
        papers = QMenu(self.papers_button)
        for text, asked in (
            (_("合格者数のお知らせ"), self.ask_notice),
            (_("目標と見通し（所属長用）"), self._save_goals),
            (_("表をExcelに保存"), self._export),
        ):
            papers.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        papers.addSeparator()
        papers.addAction(_("変更の履歴")).triggered.connect(lambda _on=False: self._show_history())
        self.papers_button.setMenu(papers)
        self.add_action(self.papers_button, needs_content=True)
        self.counting = Counting(self, Figure.EXAMS)
        view = self.view
        view.exam_chosen.connect(self._choose_exam)
        view.inputs.changed.connect(self.reload)
        view.part_chosen.connect(lambda part: self.explanation.setText(EXPLANATIONS[part]))
        view.person_chosen.connect(
            lambda number: self.go(Destination("people", text=number, part="person"))
        )
        view.consent_requested.connect(self.ask_consent)
        view.course.picture_requested.connect(self._save_picture)

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], GoalsRead]:
        exam = self.view.exams.code or overview.IT_PASSPORT
        choice, on = self.view.inputs.choice, standpoint.as_of
        way = way_from(standpoint, self.desk.today)

        def read(database: Database) -> GoalsRead:
            return GoalsRead(
                overview.exams_offered(database),
                goals.exam_goals(database, exam, on, choice, structure=way),
            )

        return read

    def emptiness(self, read: GoalsRead) -> EmptyState | None:
        if read.found.total.people:
            return None
        empty = EmptyState(
            _("職員を取り込むと、目標までの人数と見込みがここに出ます。"), _("取り込みを開く")
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports", part="employees")))
        return empty

    def show_read(self, read: GoalsRead) -> None:
        self.read = read
        self.view.show_goals(read.offered, read.found)
        self.counting.show_counted((read.found.counted,), "")

    def _choose_exam(self) -> None:
        self.view.drawer.shut()
        self.view.inputs.reset()

    # Acting

    def ask_consent(self, lines: Sequence[ConsentLine]) -> None:
        """Open the form of consents for those chosen."""
        if self.read is None:
            return
        if not lines:
            self.desk.tell(_("一覧で職員を選んでから、同意を記録します。"))
            return
        exam = self.read.found.exam
        dialog = ConsentDialog(lines, self.desk.today, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                partial(
                    consents.state_consents,
                    exam_code=exam.code,
                    purpose=dialog.chosen_purpose,
                    stated=dialog.stated,
                    on=dialog.on.day,
                    today=self.desk.today,
                ),
                lambda count: _("{count:,}人の意思を記録しました。").format(count=count),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_notice(self) -> None:
        """Open the form of the notice."""
        if self.read is None or self.standpoint is None:
            return
        code = self.read.found.exam.code
        self.deeds.read(
            lambda database: notice.notices_handed_out(database, code), self._open_notice
        )

    def _open_notice(self, handed_out: NoticesHandedOut) -> None:
        if self.read is None or self.standpoint is None:
            return
        exam = self.read.found.exam
        dialog = NoticeDialog(self.standpoint.as_of, handed_out.notices, self)
        dialog.preview_requested.connect(
            lambda: self.deeds.read(
                partial(
                    notice.exam_notice,
                    exam_code=exam.code,
                    since=dialog.since.day,
                    until=dialog.until.day,
                ),
                dialog.show_preview,
            )
        )
        dialog.submitted.connect(
            lambda: self._save_notice(exam.code, exam.name, dialog.since.day, dialog.until.day)
        )
        dialog.submitted.connect(dialog.accept)
        self.deeds.open(dialog)

    def _save_notice(self, exam: str, name: str, since: date, until: date) -> None:
        def work(database: Database, path: Path) -> int:
            return len(notice.hand_out_notice(database, path, exam, since, until).named)

        self.deeds.save(
            _("合格者数のお知らせを保存"),
            _("{exam}合格者数のお知らせ.xlsx").format(exam=name),
            work,
            _("「{file}」に保存しました。氏名を載せた人は{count:,}人です。"),
        )

    def _save_goals(self) -> None:
        if self.read is None:
            return
        found = self.read.found
        self.deeds.save(
            _("目標と見通しを保存"),
            _("{exam}の目標と見通し.xlsx").format(exam=found.exam.name),
            lambda database, path: goals.save_goals(database, path, found),
            _("「{file}」に{count:,}所属を保存しました。"),
        )

    def _export(self) -> None:
        self.export_table(self.view.shown_table(), _("目標と見通し"))

    def _save_picture(self, chart: Any) -> None:  # noqa: ANN401 (the chart of the view)
        if chart is not None and self.read is not None:
            name = _("{exam}の合格者の推移").format(exam=self.read.found.exam.name)
            self.deeds.save_picture(chart, name)

    def _show_history(self) -> None:
        empty = _("同意の記録やお知らせの保存が、ここに並びます。")
        self.deeds.show_history(_("同意とお知らせの履歴"), empty, consents.AREA, notice.AREA)

    # Where the page stands

    def table(self) -> TableView[Any] | None:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in PARTS:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)
