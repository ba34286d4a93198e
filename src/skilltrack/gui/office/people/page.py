"""People: the list of a day, and the page of one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget

from skilltrack.domain.organisation import Absence, Posting
from skilltrack.domain.people.timeline import EventKind
from skilltrack.domain.people.transfers import Audience
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.people.own_data import export_own_data
from skilltrack.gui.office.people.person_advice import AdvicePart
from skilltrack.gui.office.people.person_career import CareerPart
from skilltrack.gui.office.people.person_corrections import PersonCorrections
from skilltrack.gui.office.people.person_exams import ExamsPart
from skilltrack.gui.office.people.person_list import PersonListView
from skilltrack.gui.office.people.person_verdicts import VerdictsPart
from skilltrack.gui.office.people.person_view import (
    ADVICE,
    CAREER,
    EXAMS,
    TIMELINE,
    VERDICTS,
    PersonView,
)
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.paged import PAGE
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.overview import DepartmentChoice, RosterRow
from skilltrack.services.people import listing as people
from skilltrack.services.people.listing import RosterListing, RosterQuery
from skilltrack.services.people.person import Person, find_person
from skilltrack.services.people.posts import Found
from skilltrack.services.people.transfers import save_handover
from skilltrack.store.database import Database

PERSON = "person"
LIST = "list"

PERSON_EXPLANATIONS = {
    TIMELINE: _("すべての記録を年度ごとに新しい順に並べています。行を開くと、記録元が分かります。"),
    CAREER: _("経験、技能、資格、実績、極めたい分野です。人材を探すときと判定に使います。"),
    VERDICTS: _("年度末と調査のたびの判定です。"),
    ADVICE: _("足りないことを補う研修と理由です。研修の行を選ぶと実施回を開きます。"),
    EXAMS: _("受験の計画と、受験ごとの条件、得点、自己評価との差です。"),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """What the list reads: the people found, those of its first page, and what to choose from."""

    listing: RosterListing
    first_rows: Mapping[int, RosterRow]
    departments: tuple[DepartmentChoice, ...]


class PeoplePage(Page[Roster | Person]):
    """Connects the list and the page of a person with the services."""

    key = "people"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.RESPONSES,
            Changed.MEETINGS,
            Changed.SCHEMES,
            Changed.SESSIONS,
            Changed.ACCREDITATION,
            Changed.CAREER,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = PersonListView()
        self.person = PersonView()
        self.career = CareerPart(desk, self)
        self.verdicts = VerdictsPart(desk, self)
        self.advice = AdvicePart(desk, self)
        self.exams = ExamsPart(desk, self)
        self.exams.course_chosen.connect(lambda code: self.go(Destination("catalogue", text=code)))
        self.person.add_parts(self.career, self.verdicts, self.advice, self.exams)
        self._parts = QStackedWidget()
        self._parts.addWidget(self.view)
        self._parts.addWidget(self.person)
        super().__init__(desk, _("職員・組織"), "", self._parts)
        self._number = ""
        self._listing: RosterListing | None = None
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.export_button.clicked.connect(self.export)
        self.add_action(self.export_button, needs_content=True)
        self.handover_button = menu_button(_("引継票"))
        self.handover_button.setMenu(self._handover_menu())
        self.add_action(self.handover_button, needs_content=True)
        self.take_button = QPushButton(_("名簿を取り込む"))
        self.take_button.clicked.connect(lambda: self.go(Destination("imports", part="employees")))
        self.add_action(self.take_button)
        self.add_choice(self.person.switch)
        self.add_action(self.person.back_button)
        self.corrections = PersonCorrections(desk, self)
        self._connect()
        self._show_part()

    def _handover_menu(self) -> QMenu:
        menu = QMenu(self)
        for audience, text in (
            (Audience.HR, _("基準日に異動した職員（人事課用）")),
            (Audience.HEAD, _("基準日に異動した職員（新しい所属長用）")),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _on, chosen=audience: self.hand_over(chosen, ""))
            menu.addAction(action)
        return menu

    def _connect(self) -> None:
        self.view.person_chosen.connect(lambda row: self._open(row.person.employee_no))
        self.view.query_changed.connect(self.reload)
        self.view.table.rows_wanted.connect(self._read_rows)
        self.view.table.copying_refused.connect(self._tell_copying)
        self.person.list_requested.connect(
            lambda: self.go(
                Destination(
                    self.key,
                    department=self.view.departments.code,
                    text=self.view.text,
                    part=LIST,
                )
            )
        )
        self.person.verdict_requested.connect(
            lambda: self.go(Destination("schemes", text=self._number))
        )
        self.person.superseded_toggled.connect(self.reload)
        self.person.correction_requested.connect(self._correct)
        self.person.change_requested.connect(self._correct_day)
        self.person.part_chosen.connect(self._show_person_part)
        self.person.undo_requested.connect(self.corrections.undo)
        self.person.own_data_requested.connect(lambda: export_own_data(self, self._number))
        self.person.sheet_requested.connect(
            lambda: self.advice.write_sheet(self._number, self.standpoint)
        )
        self.person.handover_requested.connect(
            lambda audience: self.hand_over(audience, self._number)
        )

    def _open(self, number: str) -> None:
        self.go(Destination(self.key, text=number, part=PERSON))

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Roster | Person]:
        on, number = standpoint.as_of, self._number
        if number:
            has_superseded = self.person.has_superseded.isChecked()
            return lambda database: find_person(database, number, on, has_superseded=has_superseded)
        query = self.view.query()

        def read(database: Database) -> Roster:
            listing = people.list_people(database, on, query)
            return Roster(
                listing,
                people.read_page(database, listing, range(min(PAGE, len(listing)))),
                overview.department_choices(database, on),
            )

        return read

    def emptiness(self, read: Roster | Person) -> EmptyState | None:
        if isinstance(read, Person) or len(read.listing):
            return None
        if read.listing.query != RosterQuery(order=read.listing.query.order):
            return None
        empty = EmptyState(
            _("基準日に在職している職員がいません。所属、職員の順に取り込みます。"),
            _("取り込みを開く"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports")))
        return empty

    def show_read(self, read: Roster | Person) -> None:
        self._show_part()
        if isinstance(read, Person):
            self.person.show_person(read)
            self._show_person_part()
            return
        self._listing = read.listing
        self.view.show_list(read.listing, read.first_rows, read.departments)

    def _show_part(self) -> None:
        is_person = bool(self._number)
        self._parts.setCurrentWidget(self.person if is_person else self.view)
        for button in (self.export_button, self.handover_button, self.take_button):
            button.setVisible(not is_person)
        self.person.back_button.setVisible(is_person)
        self.person.switch.setVisible(is_person)
        self.explanation.setText(
            PERSON_EXPLANATIONS[self.person.switch.current]
            if is_person
            else _("基準日に在職している職員です。")
        )

    def _show_person_part(self) -> None:
        """Read what stands beside the timeline, once it is in sight."""
        if self.standpoint is None or not self._number:
            return
        key, on = self.person.switch.current, self.standpoint.as_of
        self.explanation.setText(PERSON_EXPLANATIONS[key])
        if key == CAREER:
            self.career.show_person(self._number, on)
        elif key == VERDICTS:
            self.verdicts.show_person(self._number, on)
        elif key == ADVICE:
            self.advice.show_person(self._number, on)
        elif key == EXAMS and self.person.person is not None:
            self.exams.show_person(_found(self.person.person), on)

    def _read_rows(self, positions: range) -> None:
        listing = self._listing
        if listing is None:
            return

        def show(rows: Mapping[int, RosterRow]) -> None:
            if listing is self._listing:
                self.view.table.put_rows(rows)

        self.desk.read(
            lambda database: people.read_page(database, listing, positions),
            done=show,
            failed=self.desk.tell_error,
            owner=self,
        )

    def _tell_copying(self) -> None:
        text = _(
            "表が長く、まだ読んでいない行があります。全体は「表をExcelに保存」で書き出せます。"
        )
        self.desk.tell(text, Tone.INFO)

    # Where the page stands

    def search(self, text: str) -> None:
        if self._number:
            if text == self._number:
                return
            self._number = ""
        elif text == self.view.text:
            return
        self.view.text = text
        self.reload()

    def visit(self, destination: Destination) -> None:
        number = destination.text if destination.part == PERSON else ""
        before = (self._number, self.view.departments.code)
        self._number = number
        if not number:
            self.view.departments.choose(destination.department)
            self.view.text = destination.text
        if before != (self._number, self.view.departments.code) or not number:
            self.reload()

    def here(self) -> Destination:
        if self._number:
            return Destination(self.key, text=self._number, part=PERSON)
        return Destination(self.key, department=self.view.departments.code)

    # Acting

    def _correct(self, kind: EventKind, fact: Posting | Absence | None) -> None:
        if self.person.person is not None:
            self.corrections.ask(self.person.person, kind, fact)

    def _correct_day(self, kind: EventKind, on: date) -> None:
        if self.person.person is not None:
            self.corrections.ask_day(self.person.person, kind, on)

    def export(self) -> None:
        """Write everybody found to a workbook the user names."""
        listing = self._listing
        name = _("職員.xlsx")
        path = self.desk.asking.file_to_save(self, _("表をExcelに保存"), name, excel_files())
        if path is None or listing is None:
            return
        self.desk.act(
            _("表を保存しています"),
            lambda database, progress: people.save_people(database, path, listing, progress),
            done=lambda count: self.desk.tell(
                _("「{file}」に{count:,}人を保存しました。").format(file=path.name, count=count),
                folder=path.parent,
            ),
            owner=self,
        )

    def hand_over(self, audience: Audience, number: str) -> None:
        """Write the handover sheets of one person, or of everybody who moved on the day."""
        if self.standpoint is None:
            return
        on = self.standpoint.as_of
        if number and self.person.person is not None:
            on = self.person.person.history.moves[-1]
        folder = self.desk.asking.folder(self, _("引継票を書き出すフォルダー"))
        if folder is None:
            return
        self.desk.act(
            _("引継票を作っています"),
            lambda database, progress: save_handover(
                database, folder, on, audience, number, progress
            ),
            done=lambda paths: self.desk.tell(
                _("引継票のブックを{count}冊書き出しました。").format(count=len(paths)),
                folder=folder,
            ),
            owner=self,
        )


def _found(person: Person) -> Found:
    """Return a person as forms name one; somebody in no post has neither department nor title."""
    employee, now = person.employee, person.present
    if now is None:
        return Found(employee.employee_no, employee.name, "", "", "")
    post = now.person
    return Found(post.employee_no, post.name, post.department, now.department_name, post.job_title)
