"""The exams of one person: plans, sittings with their conditions, what helps."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exams.actions import ExamsActions
from skilltrack.gui.office.exams.person_panel import PersonExamsPanel
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Space
from skilltrack.services.exams.person import PersonExams, person_exams
from skilltrack.services.people.posts import Found


class ExamsPart(QWidget):
    """Shows the exams of one person, read when the part is in sight."""

    course_chosen = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self._page = page
        self._number = ""
        self.deeds = ExamsActions(desk, page)
        self.panel: PersonExamsPanel | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._area, 1)

    def show_person(self, person: Found, as_of: date) -> None:
        """Read and show the exams of a person."""
        number = self._number = person.employee_no

        def show(found: PersonExams) -> None:
            if number != self._number:
                return
            panel = PersonExamsPanel(found, "", has_link=False)
            panel.asked.connect(lambda deed, exam: self.deeds.ask(deed, exam, [person]))
            panel.sitting_asked.connect(
                lambda deed, exam, on: self.deeds.ask_sitting(
                    deed, exam, number, plain_name(person.name), on
                )
            )
            panel.course_chosen.connect(self.course_chosen)
            self.panel = panel
            self._area.setWidget(panel)
            panel.setAutoFillBackground(False)

        self.desk.read(
            lambda database: person_exams(database, number, as_of),
            done=show,
            failed=self.desk.tell_error,
            owner=self._page,
        )
