"""Exams: progress per department, everybody on the way, every sitting."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.inclusion import Figure
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.structure import year_before
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exams.actions import ExamsActions
from skilltrack.gui.office.exams.person_panel import (
    BOOK,
    END,
    ENTER,
    PLAN,
    START,
    PersonExamsPanel,
)
from skilltrack.gui.office.exams.view import (
    FIELDS,
    PARTS,
    PEOPLE,
    PROGRESS,
    SITTINGS,
    Exams,
    ExamsView,
)
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar, way_from
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.exams.fields import ExamDifferences, exam_differences
from skilltrack.services.exams.people import ExamPerson, narrowed, people_in
from skilltrack.services.exams.person import PersonExams, person_exams
from skilltrack.services.exams.plans import AREA
from skilltrack.services.organisation import lineage
from skilltrack.services.people.posts import Found
from skilltrack.services.years.closed_figures import shown_exam
from skilltrack.store.database import Database

EXPLANATIONS = {
    PROGRESS: _("受験日の制度版の規則で判定します。所属を開くと受験の一覧が出ます。"),
    PEOPLE: _("学習開始から合否までの段階です。職員を選ぶと、計画と受験の内訳が出ます。"),
    SITTINGS: _("受験を1回ごとに並べます。職員を選ぶと、条件ごとの得点が出ます。"),
    FIELDS: _("分野の得点を、受験の前の自己評価と比べます。"),
}

RECORDS = (
    (START, _("学習開始")),
    (PLAN, _("受験の予定日")),
    (BOOK, _("予約")),
    (END, _("取りやめ")),
)


class ExamsPage(Page[Exams]):
    """Connects the exams with the services."""

    key = "exams"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.EXAMS,
            Changed.INCLUSION,
            Changed.YEARS,
            Changed.RESPONSES,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = ExamsView()
        super().__init__(desk, _("受験と合格"), EXPLANATIONS[PROGRESS], self.view)
        self.deeds = ExamsActions(desk, self)
        self.read: Exams | None = None
        self._open = ""
        self.structures = StructureBar()
        self.structures.chosen.connect(self.structure_chosen)
        self.add_strip(self.structures)
        self._add_buttons()
        self.counting = Counting(self, Figure.EXAMS)
        self.closed = ClosedNote(self, has_people=True)
        view = self.view
        view.exam_chosen.connect(self._choose_exam)
        view.part_chosen.connect(self._show_part)
        view.person_chosen.connect(self.open_person)
        view.people.query_changed.connect(self._list_people)
        view.people.study_requested.connect(lambda: self._ask(START))
        view.people.table.copying_refused.connect(
            lambda: desk.tell(_("表が長いため、書き出すから保存してください。"))
        )
        view.drawer.closed.connect(self._forget_open)

    def _add_buttons(self) -> None:
        self.papers_button = menu_button(_("書き出す"))
        papers = QMenu(self.papers_button)
        for text, asked in (
            (_("受験者一覧（印刷用）"), self._save_list),
            (_("受験者（データ）"), self._save_data),
            (_("表をExcelに保存"), self._export),
        ):
            action = papers.addAction(text)
            action.triggered.connect(lambda _on=False, ask=asked: ask())
        self.export_action = action
        self.papers_button.setMenu(papers)
        self.records_button = menu_button(_("記録する"))
        records = QMenu(self.records_button)
        for key, text in RECORDS:
            records.addAction(text).triggered.connect(lambda _on=False, key=key: self._ask(key))
        records.addSeparator()
        for text, asked in (
            (_("結果をファイルから取り込む"), lambda: self._take_file(ImportKind.EXAMS)),
            (
                _("バウチャーの受験結果を取り込む"),
                lambda: self._take_file(ImportKind.VOUCHER_RESULTS),
            ),
            (_("変更の履歴"), self._show_history),
        ):
            records.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        self.records_button.setMenu(records)
        self.enter_button: QPushButton = primary_button(_("結果を入力する"))
        self.enter_button.clicked.connect(lambda: self._ask(ENTER))
        for button in (self.papers_button, self.records_button, self.enter_button):
            self.add_action(button, needs_content=True)

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    # Reading

    @property
    def exam(self) -> str:
        """Return the code of the exam shown."""
        return self.view.exam or overview.IT_PASSPORT

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Exams]:
        exam, query, on = self.exam, self.view.people.query(), standpoint.as_of
        way = way_from(standpoint, self.desk.today)
        last = max(on, self.desk.today)
        is_live = self.closed.is_live

        def read(database: Database) -> Exams:
            with database.reading() as session:  # one, as both are of the same people
                register = shown_exam(session, exam, on, way, is_live=is_live)
                people = people_in(session, exam, on, way)
            return Exams(
                overview.exams_offered(database),
                register,
                people,
                narrowed(people, query),
                overview.department_choices(database, on, way),
                lineage.is_reorganised(database, year_before(on), last),
            )

        return read

    def emptiness(self, read: Exams) -> EmptyState | None:
        if read.register.departments:
            return None
        empty = EmptyState(
            _("職員を取り込むと、所属ごとの合格者と合格率がここに出ます。"), _("取り込みを開く")
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports", part="employees")))
        return empty

    def show_read(self, read: Exams) -> None:
        self.read = read
        self.view.show_exams(read)
        self.closed.show_closed(read.register.closed)
        if self.standpoint is not None:
            self.structures.show_arranged(
                read.register.arranged, self.standpoint.structure, is_offered=read.is_reorganised
            )
        self.counting.show_counted((read.register.counted,), "")
        self._show_part(self.view.switch.current)
        if self._open and self.view.drawer.is_open:
            self.open_person(self._open)

    def _show_part(self, part: str) -> None:
        self.explanation.setText(EXPLANATIONS[part])
        self.export_action.setVisible(part != PEOPLE)
        if part == FIELDS:
            self._read_differences()

    def _read_differences(self) -> None:
        standpoint = self.standpoint
        if standpoint is None:
            return
        exam, on = self.exam, standpoint.as_of
        way = way_from(standpoint, self.desk.today)

        def show(found: ExamDifferences) -> None:
            if found.exam.code == self.exam:
                self.view.fields.show_differences(found)

        self.deeds.read(lambda database: exam_differences(database, exam, on, structure=way), show)

    def _list_people(self) -> None:
        read = self.read
        if read is None:
            return
        query = self.view.people.query()

        def show(people: tuple[ExamPerson, ...]) -> None:
            if read is self.read and query == self.view.people.query():
                self.view.show_people(people)

        self.deeds.read(lambda _database: narrowed(read.people, query), show)

    def _choose_exam(self) -> None:
        self.view.drawer.shut()
        self.reload()

    # One person

    def open_person(self, number: str) -> None:
        """Open everything recorded of a person and the exam beside the table."""
        if self.standpoint is None or self.read is None:
            return
        self._open = number
        one = self.read.people.person(number)
        if one is None:
            return
        person, on = one.person, self.standpoint.as_of

        def show(found: PersonExams) -> None:
            if self._open != number:
                return
            about = _("　").join((number, one.department_name, person.job_title))
            panel = PersonExamsPanel(found, about, self.exam)
            panel.asked.connect(lambda deed, exam: self.deeds.ask(deed, exam, [_found(one)]))
            panel.sitting_asked.connect(
                lambda deed, exam, day: self.deeds.ask_sitting(
                    deed, exam, number, plain_name(person.name), day
                )
            )
            panel.person_chosen.connect(
                lambda chosen: self.go(Destination("people", text=chosen, part="person"))
            )
            panel.course_chosen.connect(lambda code: self.go(Destination("catalogue", text=code)))
            self.view.drawer.open(plain_name(person.name), panel)

        self.deeds.read(lambda database: person_exams(database, number, on), show)

    def _forget_open(self) -> None:
        self._open = ""

    # Acting

    def _ask(self, deed: str) -> None:
        is_list = self.view.switch.current == PEOPLE
        chosen = [_found(one) for one in self.view.people.chosen()] if is_list else []
        self.deeds.ask(deed, self.exam, chosen)

    def _take_file(self, kind: ImportKind) -> None:
        self.go(Destination("imports", part=kind.value))

    def _show_history(self) -> None:
        empty = _("予定や結果を記録すると、その履歴がここに並びます。")
        self.deeds.show_history(_("受験の記録の履歴"), empty, AREA)

    def _save_list(self) -> None:
        if self.standpoint is not None:
            name, query = self.view.exams.currentText(), self.view.people.query()
            self.deeds.save_list(self.exam, name, self.standpoint.as_of, query)

    def _save_data(self) -> None:
        if self.standpoint is not None:
            name, query = self.view.exams.currentText(), self.view.people.query()
            self.deeds.save_data(self.exam, name, self.standpoint.as_of, query)

    def _export(self) -> None:
        table = self.view.shown_table()
        if isinstance(table, TableView):
            self.export_table(table, self.view.exams.currentText())

    # Where the page stands

    def table(self) -> TableView[Any] | None:
        table = self.view.shown_table()
        return table if isinstance(table, TableView) else None

    def search(self, text: str) -> None:
        is_new = text != self.view.people.text
        self.view.search(text)
        if is_new:
            self._list_people()

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        is_known = destination.part in PARTS
        part = destination.part if is_known else SITTINGS if destination.department else PROGRESS
        self.view.switch.choose(part)
        if self.standpoint is not None:
            self.view.departments.chosen.emit()

    def here(self) -> Destination:
        return Destination(
            self.key, department=self.view.departments.code, part=self.view.switch.current
        )


def _found(one: ExamPerson) -> Found:
    person = one.person
    return Found(
        person.employee_no,
        person.name,
        person.department,
        one.department_name,
        person.job_title,
    )
