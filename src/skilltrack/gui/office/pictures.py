"""Pictures of every page, for the manual and for a look at the demonstration."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, Qt, QTimer

from skilltrack.domain.intake import ImportKind
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.gui import theme
from skilltrack.gui.application import make_application
from skilltrack.gui.garbage import GarbageCollection
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.imports.page import ImportsPage
from skilltrack.gui.office.roles.page import RolesPage
from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.sessions.page import SessionsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.talent.page import TalentPage
from skilltrack.gui.office.window import HEIGHT, WIDTH, OfficeWindow
from skilltrack.gui.tasks import Dispatcher
from skilltrack.i18n.texts import _
from skilltrack.services import datafiles

LOOKED_FOR_MS = 20
PAINTED_AFTER_MS = 60


class Camera:
    """Takes pictures of a window once nothing is under way in it."""

    def __init__(self, window: OfficeWindow, folder: Path) -> None:
        self.window = window
        self.taken: list[Path] = []
        self._folder = folder
        self._bugs: list[Exception] = []
        window.desk.dispatcher.crashed.connect(self._bugs.append)

    def take(self, name: str) -> None:
        """Wait until the page is there and write it as PNG.

        Raises:
            MachineFailure: The file cannot be written there.
        """
        self.settle()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.window.grab().toImage().save(buffer, "PNG")  # type: ignore[call-overload]
        path = self._folder / f"{len(self.taken) + 1:02}-{name}.png"
        write_bytes_atomically(path, bytes(buffer.data().data()))
        self.taken.append(path)

    def settle(self) -> None:
        """Wait until the work is done and painted; a bug in it is raised here."""
        loop = QEventLoop()
        look = QTimer(interval=LOOKED_FOR_MS)
        look.timeout.connect(lambda: None if self.window.desk.dispatcher.is_busy else loop.quit())
        look.start()
        loop.exec()
        look.stop()
        QTimer.singleShot(PAINTED_AFTER_MS, loop.quit)
        loop.exec()
        if self._bugs:
            raise self._bugs[0]


def take_pictures(data: Path, folder: Path, today: date) -> list[Path]:
    """Write a picture of every page of the office window, 1366×768 in the light theme.

    Args:
        data: A data file without protection.
        folder: Where the pictures go; made if need be.
        today: The present day.

    Returns:
        The files written, in the order of the pages.

    Raises:
        Refusal: The data file cannot be opened.
        MachineFailure: A picture cannot be written.
    """
    _allow_for_no_screen()
    application = make_application()
    theme.apply(application, theme.LIGHT)
    folder.mkdir(parents=True, exist_ok=True)
    garbage = GarbageCollection()
    window = OfficeWindow(datafiles.open_data(data, None), Dispatcher(), today)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(WIDTH, HEIGHT)
    window.show()
    try:
        camera = Camera(window, folder)
        _take_home(camera)
        for name, destination in _destinations():
            window.go(destination)
            camera.take(name)
        _take_verdict(camera)
        _take_person(camera)
        _take_session(camera)
        _take_search(camera)
        _take_preview(camera, data.parent / _("名簿"))
    finally:
        window.close()
        window.deleteLater()
        garbage.stop()
        theme.apply(application)  # what opens next follows the system again
    return camera.taken


def _allow_for_no_screen() -> None:
    """Let Qt draw in memory where Linux has no display."""
    has_display = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ)
    if sys.platform == "linux" and not has_display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _destinations() -> tuple[tuple[str, Destination], ...]:
    return (
        ("rounds", Destination("rounds", part="rates")),
        ("rounds-days", Destination("rounds", part="days")),
        ("rounds-outstanding", Destination("rounds", part="people")),
        ("rounds-waiting", Destination("rounds", part="waiting")),
        ("questionnaires", Destination("questionnaires", part="items")),
        ("questionnaires-difference", Destination("questionnaires", part="difference")),
        ("results", Destination("analysis", part="heat")),
        ("results-items", Destination("analysis", part="items")),
        ("results-change", Destination("analysis", part="change")),
        ("results-quality", Destination("analysis", part="quality")),
        ("people", Destination("people")),
        ("training", Destination("training", is_owed_only=True)),
        ("obligations", Destination("obligations", part="owed")),
        ("obligations-ending", Destination("obligations", part="ending")),
        ("gaps", Destination("gaps", part="courses")),
        ("gaps-open", Destination("gaps", part="open")),
        ("seats", Destination("seats")),
        ("catalogue", Destination("catalogue", part="list")),
        ("catalogue-years", Destination("catalogue", part="years")),
        ("catalogue-cost", Destination("catalogue", part="cost")),
        ("sessions", Destination("sessions", part="sessions")),
        ("sessions-days", Destination("sessions", part="days")),
        ("submissions", Destination("submissions", part="list")),
        ("exams", Destination("exams", part="progress")),
        ("exams-people", Destination("exams", part="people")),
        ("exams-sittings", Destination("exams", part="sittings")),
        ("exams-fields", Destination("exams", part="fields")),
        ("exam-goals", Destination("exam_goals", part="departments")),
        ("exam-goals-course", Destination("exam_goals", part="course")),
        ("vouchers", Destination("vouchers", part="stock")),
        ("vouchers-budgets", Destination("vouchers", part="budgets")),
        ("subsidies", Destination("subsidies", part="cases")),
        ("subsidies-payments", Destination("subsidies", part="payments")),
        ("qualifications", Destination("qualifications")),
        ("exam-master", Destination("exam_master")),
        ("organisation", Destination("organisation", part="tree")),
        ("organisation-history", Destination("organisation", part="history")),
        ("roles", Destination("roles", part="appointed")),
        ("roles-recruiting", Destination("roles", part="recruiting")),
        ("roles-coverage", Destination("roles", part="coverage")),
        ("roles-meetings", Destination("roles", part="meetings")),
        ("imports", Destination("imports", part="history")),
        ("reports", Destination("reports")),
        ("years", Destination("years", part="steps")),
        ("years-rehearsal", Destination("years", part="rehearsal")),
        ("years-closing", Destination("years", part="closing")),
        ("retention", Destination("retention", part="due")),
        ("retention-periods", Destination("retention", part="periods")),
        ("accreditation", Destination("accreditation", part="candidates")),
        ("accreditation-register", Destination("accreditation", part="register")),
        ("accreditation-levels", Destination("accreditation", part="levels")),
        ("targets", Destination("targets", part="list")),
        ("targets-course", Destination("targets", part="course")),
        ("programme", Destination("programme", part="entries")),
        ("programme-gates", Destination("programme", part="gates")),
        ("practices", Destination("practices", part="list")),
        ("practices-reviews", Destination("practices", part="reviews")),
        ("practices-awards", Destination("practices", part="awards")),
        ("practices-years", Destination("practices", part="years")),
        ("schemes", Destination("schemes")),
    )


def _take_home(camera: Camera) -> None:
    camera.take("home")
    page = camera.window.current
    if not isinstance(page, HomePage) or not page.is_content_shown:
        return
    table = page.view.table
    for show, name in _home_states(page):
        table.selectRow(FIRST_DEPARTMENT)
        show()
        camera.take(name)
    page.view.drawer.shut()


FIRST_DEPARTMENT = 1
"""The row below the whole body."""


def _home_states(page: HomePage) -> tuple[tuple[Callable[[], object], str], ...]:
    def open_drawer() -> None:
        department = page.view.chosen_department()
        if department is not None:
            page.open_department(department)

    def show_charts() -> None:
        page.view.drawer.shut()
        page.view.switch.choose("charts")

    def show_changes() -> None:
        page.view.switch.choose("changes")

    return (
        (open_drawer, "home-department"),
        (show_charts, "home-charts"),
        (show_changes, "home-changes"),
    )


def _take_verdict(camera: Camera) -> None:
    page = camera.window.current
    if isinstance(page, SchemesPage) and page.view.rows:
        page.view.open_person(page.view.rows[0])
        camera.take("schemes-person")


def _take_person(camera: Camera) -> None:
    """Take the page of somebody with a role, of one who moved rather than of another."""
    roles = camera.window.pages.get("roles")
    if not isinstance(roles, RolesPage) or roles.read is None:
        return
    numbers = [one.employee_no for one in roles.read.moved]
    numbers += [one.employee_no for one in roles.read.lines]
    if numbers:
        camera.window.go(Destination("people", text=numbers[0], part="person"))
        camera.take("person")


def _take_session(camera: Camera) -> None:
    """Take the people of the session to which most have applied."""
    sessions = camera.window.pages.get("sessions")
    if not isinstance(sessions, SessionsPage) or sessions.read is None:
        return
    filled = [line for line in sessions.read.year.lines if line.counts.enrolled]
    if filled:
        fullest = max(filled, key=lambda line: line.counts.enrolled)
        camera.window.go(Destination("sessions", part=fullest.session.session_id))
        camera.take("sessions-people")


def _take_search(camera: Camera) -> None:
    """Take whom the first search that was kept finds."""
    camera.window.go(Destination("talent"))
    camera.settle()
    page = camera.window.current
    if isinstance(page, TalentPage) and page.read is not None and page.read.saved:
        kept = page.read.saved[0]
        page.criteria.show_query(kept.query, kept.purpose)
        page.look()
    camera.take("talent")


def _take_preview(camera: Camera, rosters: Path) -> None:
    """Take the preview of the newest roster of the demonstration, which is never taken over."""
    files = sorted(rosters.glob("*_????????.xlsx"))
    if not files:
        return
    path = files[-1]
    camera.window.go(Destination("imports", part=ImportKind.EMPLOYEES.value))
    camera.settle()
    page = camera.window.current
    if isinstance(page, ImportsPage):
        page.view.effective.set_day(date.fromisoformat(path.stem[-8:]))
        page.view.choose_file(path)
        page.view.check_button.click()
        camera.take("imports-preview")
