"""The window as a whole: pages, the way back, year and day, search, room for everything."""

from contextlib import suppress
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import refuse
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.pages import ENTRIES
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel, Notice
from skilltrack.services import evaluation

KEYS = [entry.key for entry in ENTRIES]


def test_it_opens_on_the_board_and_says_that_the_file_is_not_protected(office: Office) -> None:
    assert isinstance(office.window.current, HomePage)
    assert office.window.current.is_content_shown
    assert office.window.windowTitle().endswith("市 – skilltrack　保護なし（デモ）")


def shown_key(office: Office) -> str:
    return "" if office.window.current is None else office.window.current.key


def test_every_page_opens_by_its_keys(office: Office) -> None:
    for number, key in enumerate(KEYS[:9], start=1):
        QTest.keyClick(
            office.window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier
        )
        office.qtbot.waitUntil(lambda wanted=key: shown_key(office) == wanted)
        office.settle()
        assert office.window.current is not None
        assert office.window.current.is_content_shown
    last = office.window.findChild(QToolButton, KEYS[9])
    assert last is not None
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Space)
    office.settle()
    assert shown_key(office) == KEYS[9]


def test_going_back_brings_the_filters_back(office: Office) -> None:
    units = evaluation.board(office.database, "fukui", FiscalYear(2026), TODAY).evaluation
    department = max(
        units.departments, key=lambda unit: unit.required.tally.due - unit.required.tally.done
    )
    filtered = Destination("training", department=department.code, is_owed_only=True)
    page = office.visit(TrainingPage, filtered)
    someone = page.view.table.shown_rows()[-1].person
    assert someone is not None
    assert len(page.view.table.shown_rows()) > 2  # the search leaves fewer
    office.window.head.search.setText(someone.employee_no)
    office.window.head.search.returnPressed.emit()
    office.visit(PeoplePage, Destination("people"))
    assert office.window.head.search.text() == ""
    QTest.keyClick(office.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    office.settle()
    assert office.window.current is page
    assert page.here() == filtered
    assert office.window.head.search.text() == someone.employee_no
    assert [line.person for line in page.view.table.shown_rows()] == [None, someone]


def test_the_way_back_ends_where_it_began(office: Office) -> None:
    office.visit(PeoplePage, Destination("people"))
    office.window.back()
    office.settle()
    office.window.back()
    assert isinstance(office.window.current, HomePage)
    assert not office.window.head.back_button.isEnabled()


def test_search_is_reached_by_its_keys_and_filters_the_page(office: Office) -> None:
    page = office.visit(PeoplePage, Destination("people"))
    someone = page.view.table.shown_rows()[3].person
    QTest.keyClick(office.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert office.window.head.search.hasFocus()
    QTest.keyClicks(office.window.head.search, someone.employee_no)
    QTest.keyClick(office.window.head.search, Qt.Key.Key_Return)
    office.settle()
    shown = [row.person.employee_no for row in page.view.table.shown_rows()]
    assert shown == [someone.employee_no]


def test_another_reference_date_is_read_anew(office: Office) -> None:
    page = office.window.current
    assert isinstance(page, HomePage)
    field = office.window.head.day
    field.setText("R8.6.30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    office.settle()
    on = page.standpoint.as_of if page.standpoint else None
    assert field.text() == "令和8年6月30日"
    expected = evaluation.board(office.database, "fukui", FiscalYear(2026), on or TODAY)
    required = expected.evaluation.body.required
    whole = page.view.table.rows.given_rows()[0]
    assert whole.required.tally == required


def test_a_text_that_is_no_date_is_put_back(office: Office) -> None:
    field = office.window.head.day
    field.setText("来週")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.day == TODAY
    assert field.text() == "令和8年11月21日"


def test_another_year_sets_its_last_day_as_reference_date(office: Office) -> None:
    years = office.window.head.years
    years.setCurrentIndex(years.findText("令和7年度"))
    years.activated.emit(years.currentIndex())
    office.settle()
    page = office.window.current
    assert page is not None
    assert page.standpoint == Standpoint(FiscalYear(2025), FiscalYear(2025).last_day, "fukui")


def test_a_page_that_cannot_be_read_says_why_and_reads_again(office: Office) -> None:
    page = office.visit(TrainingPage, Destination("training"))
    reading = page.reading

    def refused(_standpoint: Standpoint) -> Any:
        def read(_database: object) -> Any:
            raise refuse("data.locked")

        return read

    page.reading = refused  # type: ignore[method-assign]
    page.reload()
    office.settle()
    panel = page.findChild(ErrorPanel)
    assert panel is not None
    assert not page.is_content_shown
    page.reading = reading  # type: ignore[method-assign]
    QTest.keyClick(office.window, Qt.Key.Key_F5)
    office.settle()
    assert page.is_content_shown


def test_every_page_without_records_says_what_will_be_there(empty_office: Office) -> None:
    for key in ("home", "rounds", "people", "training", "exams", "schemes"):
        empty_office.window.go(Destination(key))
        empty_office.settle()
        page = empty_office.window.current
        assert page is not None
        assert not page.is_content_shown, key
        assert [state for state in page.findChildren(EmptyState) if state.isVisible()], key


def test_the_empty_board_leads_to_the_imports(empty_office: Office) -> None:
    page = empty_office.window.current
    assert page is not None
    (empty,) = [state for state in page.findChildren(EmptyState) if state.isVisible()]
    empty.button.click()
    empty_office.settle()
    assert empty_office.window.current is not None
    assert empty_office.window.current.key == "imports"


def test_a_backup_is_made_and_told(office: Office) -> None:
    target = office.database.path.parent / "控え.db"
    office.answers.file = target
    office.window.back_up()
    office.settle()
    assert target.exists()
    assert office.told == ["控え「控え.db」を作り、元のデータと一致することを確かめました。"]
    (notice,) = [one for one in office.window.findChildren(Notice) if one.can_close]
    notice.button.click()
    assert office.answers.folders_shown == [target.parent]


def test_a_success_is_told_until_another_page_is_chosen(office: Office) -> None:
    for tone, left in ((Tone.GOOD, 0), (Tone.BAD, 1)):
        office.window.desk.tell("保存しました。", tone)
        assert len(told_above(office)) == 1
        choose(office, "people" if tone is Tone.GOOD else "exams")
        assert len(told_above(office)) == left


def told_above(office: Office) -> list[Notice]:
    office.qtbot.wait(0)  # what was taken away is deleted when the window is idle
    return [one for one in office.window.findChildren(Notice) if one.can_close]


def choose(office: Office, key: str) -> None:
    button = office.window.navigation.findChild(QToolButton, key)
    assert button is not None
    button.click()
    office.settle()


def test_the_pages_of_a_group_stand_above_each_other_page(office: Office) -> None:
    choose(office, "training")
    (group,) = [
        one for one in office.window.findChildren(Switch) if one.property("part") == "group"
    ]
    assert group.isVisible()
    group.choose("catalogue")
    office.settle()
    assert shown_key(office) == "catalogue"
    assert office.window.navigation.findChild(QToolButton, "training").isChecked()
    office.window.back()
    office.settle()
    assert shown_key(office) == "training"
    assert group.current == "training"
    choose(office, "exams")
    assert not group.isVisible()


def test_a_person_of_the_roster_leads_to_the_verdict(office: Office) -> None:
    page = office.visit(PeoplePage, Destination("people"))
    row = page.view.table.shown_rows()[0]
    page.view.person_chosen.emit(row)
    office.settle()
    page.person.verdict_requested.emit()
    office.settle()
    schemes = office.window.current
    assert isinstance(schemes, SchemesPage)
    assert schemes.view.drawer.is_open
    assert [one.found.person for one in schemes.view.table.shown_rows()] == [row.person]


def _controls(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    return [
        widget
        for kind in kinds
        for widget in page.findChildren(kind)
        if widget.isVisible() and not _is_scrolled(widget, page)
    ]


def _is_scrolled(widget: QWidget, page: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea | QComboBox | QLineEdit):
            return True
        above = above.parentWidget()
    return False


def _cramped(window: QWidget) -> list[str]:
    """Return the controls that stick out, are too narrow for their text, or cover another."""
    room = QRect(QPoint(0, 0), window.size())
    places = {
        control: QRect(control.mapTo(window, QPoint(0, 0)), control.size())
        for control in _controls(window)
    }
    found = [
        f"{one.accessibleName()} covers {other.accessibleName()}"
        for one, other in combinations(places, 2)
        if places[one].intersects(places[other])
    ]
    for control, place in places.items():
        has_text = isinstance(control, QPushButton | QCheckBox)
        is_narrow = has_text and control.width() < control.minimumSizeHint().width()
        if is_narrow or not room.contains(place):
            found.append(f"{control.accessibleName()} {type(control).__name__} {place}")
    return found


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_every_control_has_room(office: Office, size: tuple[int, int]) -> None:
    office.window.resize(*size)
    parts = [
        Destination("rounds", part="people"),
        Destination("rounds", part="files"),
        Destination("exams", part="sittings"),
        Destination("imports", part="history"),
    ]
    for destination in [*map(Destination, KEYS), *parts]:
        office.window.go(destination)
        office.settle()
        assert len(_controls(office.window)) > len(ENTRIES)
        with suppress(TimeoutError):
            office.qtbot.waitUntil(lambda: not _cramped(office.window), timeout=2_000)
        assert _cramped(office.window) == [], destination
