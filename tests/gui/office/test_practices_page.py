"""Practices on screen: the list, the drawer, reviews, awards, the years, and what is undone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import AwardState
from skilltrack.gui.office.board.department_panel import DepartmentPanel
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.practices.dialogs import (
    AwardDialog,
    ConsentDialog,
    PracticeDialog,
    ReviewDialog,
    StageDialog,
    WithdrawDialog,
)
from skilltrack.gui.office.practices.page import PracticesPage
from skilltrack.gui.office.practices.panel import PracticePanel
from skilltrack.gui.office.practices.reviewer_panel import ReviewerPanel
from skilltrack.gui.office.practices.view import AWARDS, LIST, REVIEWS, YEARS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.targets.page import TargetsPage
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure
from skilltrack.services.practices.register import PracticeLine, practice_register


def visit(office: Office, part: str = "") -> PracticesPage:
    return office.visit(PracticesPage, Destination("practices", part=part))


def lines(office: Office) -> tuple[PracticeLine, ...]:
    return practice_register(office.database, TODAY).lines


def choose(office: Office, page: PracticesPage, number: int = 0) -> PracticeLine:
    page.view.list.selectRow(number)
    line = page.view.list.row_at(number)
    assert line is not None
    QTest.keyClick(page.view.list, Qt.Key.Key_Return)
    office.settle()
    return line


def test_the_list_shows_the_register_and_a_stage_narrows_it(office: Office) -> None:
    page = visit(office)
    found = lines(office)
    assert page.view.list.shown_rows() == found
    assert page.view.count.text() == f"{len(found)}件"
    tester = QAbstractItemModelTester(
        page.view.list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    page.view.stage.choose(PracticeStage.CARRIED_OUT.value)
    page.view.stage.activated.emit(page.view.stage.currentIndex())
    carried_out = [one for one in found if one.stage is PracticeStage.CARRIED_OUT]
    assert list(page.view.list.shown_rows()) == carried_out
    assert tester.model() is page.view.list.model()
    page.search("どこにもない言葉")
    assert page.view.list.shown_rows() == ()


def test_no_heading_of_the_list_counts_or_scores(office: Office) -> None:
    page = visit(office)
    for table in (page.view.list, page.view.reviews, page.view.awards):
        assert not any(
            isinstance(f.key(row), float) for f in table.fields for row in table.shown_rows()
        )
        assert not any(
            "件" in f.label or "時間" in f.label or "点" in f.label for f in table.fields
        )


def test_the_drawer_leads_to_people_and_tells_the_history(office: Office) -> None:
    page = visit(office)
    number = next(n for n, one in enumerate(lines(office)) if one.participants)
    line = choose(office, page, number)
    panel = page.view.drawer.findChild(PracticePanel)
    assert panel is not None
    panel.person_chosen.emit(line.participants[0].employee_no)
    office.settle()
    people = office.window.current
    assert isinstance(people, PeoplePage)
    assert people.person.person is not None
    assert people.person.person.employee.employee_no == line.participants[0].employee_no


def test_a_practice_is_registered_moved_on_and_undone(office: Office) -> None:
    page = visit(office)
    before = lines(office)
    page.add_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, PracticeDialog)
    dialog.hours.setText("多い")
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.hours.setText("1,200")
    dialog.title.setText("様式の統一")
    dialog.submit_button.click()
    office.settle()
    (added,) = [one for one in lines(office) if one.practice.title == "様式の統一"]
    assert added.practice.effect_hours == 1200
    assert "登録しました" in office.told[-1]
    page.open_practice(added)
    office.settle()
    panel = page.view.drawer.findChild(PracticePanel)
    assert panel is not None
    panel.stage_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, StageDialog)
    assert set(dialog.days) == {PracticeStage.PROPOSED, PracticeStage.ADOPTED}
    dialog.submit_button.click()
    office.settle()
    (now,) = [one for one in lines(office) if one.id == added.id]
    assert now.stage is PracticeStage.ADOPTED
    for place in range(2):
        page.history_button.click()
        office.settle()
        history = page.deeds.dialog
        assert isinstance(history, HistoryDialog)
        history.table.selectRow(place)
        history.undo_button.click()
        office.settle()
    assert lines(office) == before


def test_changing_and_withdrawing_ask_for_a_reason(office: Office) -> None:
    page = visit(office)
    line = choose(office, page)
    page._do("change", line)
    dialog = page.deeds.dialog
    assert isinstance(dialog, PracticeDialog)
    dialog.content.setPlainText("書き直した内容")
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.reason.setText("説明を足した")
    dialog.submit_button.click()
    office.settle()
    (now,) = [one for one in lines(office) if one.id == line.id]
    assert now.practice.content == "書き直した内容"
    assert now.practice.participants == line.practice.participants
    page._do("withdraw", now)
    dialog = page.deeds.dialog
    assert isinstance(dialog, WithdrawDialog)
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.reason.setText("重複")
    dialog.submit_button.click()
    office.settle()
    assert line.id not in {one.id for one in lines(office)}
    assert not page.view.drawer.is_open


def test_a_department_reviews_what_it_has_not_yet(office: Office) -> None:
    page = visit(office, REVIEWS)
    rows = page.view.reviews.shown_rows()
    place = next(n for n, row in enumerate(rows) if row.lacking)
    row = rows[place]
    page.view.reviews.selectRow(place)
    QTest.keyClick(page.view.reviews, Qt.Key.Key_Return)
    panel = page.view.drawer.findChild(ReviewerPanel)
    assert panel is not None
    panel.review_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, ReviewDialog)
    assert dialog.department.code == row.code
    dialog.views["good"].setPlainText("★★★")
    dialog.submit_button.click()
    office.settle()
    assert dialog.isVisible()
    dialog.views["good"].setPlainText("待つ人が減った")
    dialog.submit_button.click()
    office.settle()
    now = next(one for one in page.view.reviews.shown_rows() if one.code == row.code)
    assert len(now.lacking) == len(row.lacking) - 1


def test_a_candidate_is_nominated_in_the_list_of_awards(office: Office) -> None:
    page = visit(office)
    place = next(n for n, one in enumerate(lines(office)) if not one.nominations)
    page.view.list.selectRow(place)
    page.nominate_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, AwardDialog)
    dialog.award.setText("試験賞")
    dialog.reason.setPlainText("声が多い")
    dialog.submit_button.click()
    office.settle()
    page.view.switch.choose(AWARDS)
    office.settle()
    rows = page.view.awards.shown_rows()
    place = next(n for n, one in enumerate(rows) if one.nomination.award == "試験賞")
    page.view.awards.selectRow(place)
    page.go_on_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, AwardDialog)
    assert dialog.order().state is AwardState.NOMINATED
    dialog.reason.setPlainText("部で決めた")
    dialog.submit_button.click()
    office.settle()
    states = {one.nomination.award: one.nomination.state for one in page.view.awards.shown_rows()}
    assert states["試験賞"] is AwardState.NOMINATED


def test_consent_is_recorded_per_participant(office: Office) -> None:
    page = visit(office)
    line = next(
        one for one in lines(office) if any(person.consents is None for person in one.participants)
    )
    number = next(p.employee_no for p in line.participants if p.consents is None)
    page._do("consent", line)
    dialog = page.deeds.dialog
    assert isinstance(dialog, ConsentDialog)
    dialog.choices[number].setCurrentIndex(2)
    dialog.submit_button.click()
    office.settle()
    (now,) = [one for one in lines(office) if one.id == line.id]
    assert {p.employee_no: p.consents for p in now.participants}[number] is False


def test_a_department_of_the_board_leads_to_its_practices(office: Office) -> None:
    line = next(one for one in lines(office) if one.unit == one.practice.department)
    home = office.visit(HomePage, Destination("home"))
    assert home._found is not None
    department = next(
        one
        for one in home._found.board.evaluation.departments
        if one.code == line.practice.department
    )
    home.open_department(department)
    office.settle()
    panel = home.view.drawer.findChild(DepartmentPanel)
    assert panel is not None
    panel.practices_requested.emit()
    office.settle()
    page = office.window.current
    assert isinstance(page, PracticesPage)
    assert line in page.view.list.shown_rows()
    assert {one.unit for one in page.view.list.shown_rows()} == {line.unit}


def test_a_year_leads_to_its_practices_and_a_plan_to_the_targets(office: Office) -> None:
    page = visit(office, YEARS)
    assert page.read is not None
    year = page.read.register.years[0]
    page.view.years.row_activated.emit(year)
    office.settle()
    assert page.view.part == LIST
    ids = {code for codes in year.reached.values() for code in codes}
    assert {one.id for one in page.view.list.shown_rows()} == ids
    page.view.whole_button.click()
    assert page.view.list.shown_rows() == lines(office)
    page.view.switch.choose(YEARS)
    (card,) = page.view.findChildren(KeyFigure)
    card.opened.emit()
    office.settle()
    assert isinstance(office.window.current, TargetsPage)


def test_workbooks_are_written_where_the_user_wants(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    for number, action in enumerate(page.papers_button.menu().actions()):
        office.answers.file = tmp_path / f"{number}.xlsx"
        action.trigger()
        office.settle()
        assert office.answers.file.exists(), action.text()
    assert any("人事評価" in asked for asked in office.answers.asked)


def test_an_empty_file_says_what_to_do(empty_office: Office) -> None:
    page = visit(empty_office)
    (empty,) = [e for e in page.findChildren(EmptyState) if e.isVisible()]
    assert not page.is_content_shown
    empty.action_requested.emit()
    empty_office.settle()
    assert empty_office.window.current is not page
