"""Goals of exams and the register of qualifications on screen."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.exams.goals import GoalRow
from skilltrack.gui.office.exam_goals.dialogs import ConsentDialog, NoticeDialog
from skilltrack.gui.office.exam_goals.page import ExamGoalsPage
from skilltrack.gui.office.exam_goals.rows import GOAL_FIELDS
from skilltrack.gui.office.exam_goals.view import CONSENTS, COURSE
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.qualifications.dialogs import (
    EndDialog,
    ExportDialog,
    QualificationDialog,
)
from skilltrack.gui.office.qualifications.page import QualificationsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.i18n.exam_goals import told_now
from skilltrack.services.exams.consents import consent_list, says_yes
from skilltrack.services.exams.goals import exam_goals
from skilltrack.services.exams.notice import exam_notice, notices_handed_out
from skilltrack.services.exams.qualifications import qualifications
from skilltrack.services.people.posts import people_matching

IP = "it_passport"


def goals(office: Office) -> ExamGoalsPage:
    return office.visit(ExamGoalsPage, Destination("exam_goals"))


def register(office: Office) -> QualificationsPage:
    return office.visit(QualificationsPage, Destination("qualifications"))


def test_departments_and_the_missing_are_those_of_the_service(office: Office) -> None:
    page, found = goals(office), exam_goals(office.database, IP, TODAY)
    assert page.view.departments.rows.given_rows() == (found.total, *found.departments)
    assert str(found.outlook.remaining) in page.view.remaining.accessibleName()
    page.view.open_row(found.total)
    assert page.view.drawer.is_open
    page.view.switch.choose(COURSE)
    assert page.view.course.chart is not None
    page.view.course.copy_numbers()


def test_a_department_of_nobody_has_no_figures() -> None:
    shown = [field.text(GoalRow("x", "課")) for field in GOAL_FIELDS]
    assert shown[1] == "0"
    assert set(shown[2:]) == {"―"}


def test_another_rate_and_fee_change_the_figures_at_once(office: Office) -> None:
    page = goals(office)
    inputs = page.view.inputs
    office.qtbot.waitUntil(lambda: inputs.rate.isVisible())
    with office.qtbot.waitSignal(inputs.changed):
        inputs.rate.setValue(100)
        inputs.fee.setValue(5_000)
    office.settle()
    assert page.read is not None
    outlook = page.read.found.outlook
    assert outlook.attempts.expected == outlook.remaining
    assert outlook.cost_yen is not None
    assert outlook.cost_yen.expected == outlook.remaining * 5_000
    inputs.reset_button.click()
    office.settle()
    assert page.read.found.outlook == exam_goals(office.database, IP, TODAY).outlook


def test_consents_are_stated_for_many_and_undone(office: Office) -> None:
    page = goals(office)
    page.view.switch.choose(CONSENTS)
    page.ask_consent(())
    assert "選んでから" in office.told[-1]
    page.view.consents.selectAll()
    page.ask_consent(page.view.chosen())
    dialog = page.deeds.dialog
    assert isinstance(dialog, ConsentDialog)
    dialog.no.setChecked(True)
    dialog.submit_button.click()
    office.settle()
    assert not any(says_yes(one.notice) for one in consent_list(office.database, IP, TODAY).lines)
    page._show_history()
    office.settle()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_button.click()
    office.settle()
    assert "元に戻しました" in office.told[-1]


def test_notice_is_saved(office: Office, tmp_path: Path) -> None:
    page = goals(office)
    office.answers.file = tmp_path / "お知らせ.xlsx"
    page.ask_notice()
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, NoticeDialog)
    dialog.since.set_day(date(2027, 1, 1))
    assert dialog.check()
    dialog.since.set_day(date(2024, 4, 1))
    dialog.preview_button.click()
    office.settle()
    told = exam_notice(office.database, IP, date(2024, 4, 1), TODAY)
    assert any(told_now(told) in one.text() for one in dialog.findChildren(QLabel))
    assert not office.answers.file.exists()
    dialog.submit_button.click()
    office.settle()
    assert office.answers.file.exists()
    (kept,) = notices_handed_out(office.database, IP).notices[-1:]
    assert (kept.since, kept.until) == (date(2024, 4, 1), TODAY)


def test_register_is_narrowed_entered_ended_and_written(office: Office, tmp_path: Path) -> None:
    page = register(office)
    found = qualifications(office.database, TODAY)
    assert page.view.table.rows.rowCount() > 0
    page.ask_add()
    form = page.deeds.dialog
    assert isinstance(form, QualificationDialog)
    assert len(form.check()) == 2
    number = found.lines[0].person.employee_no
    form.people.choose(people_matching(office.database, number, TODAY))
    form.name.setText("統計の検定")
    form.submit_button.click()
    office.settle()
    page.search("統計の検定")
    office.settle()
    (line,) = [one for one, _validity in page.view.table.shown_rows()]
    page.view.table.selectRow(0)
    page.view.end_button.click()
    end = page.deeds.dialog
    assert isinstance(end, EndDialog)
    end.on.set_day(date(2026, 11, 1))
    end.reason.setText("更新せず")
    end.submit_button.click()
    office.settle()
    assert page.view.table.shown_rows() == () or not page.view.table.isVisible()
    page.view.has_expired.setChecked(True)
    office.settle()
    assert [one.entry_id for one, _state in page.view.table.shown_rows()] == [line.entry_id]
    office.answers.file = tmp_path / "台帳.xlsx"
    page.ask_export()
    export = page.deeds.dialog
    assert isinstance(export, ExportDialog)
    assert export.check()
    export.purpose.setText("任用の資料")
    export.submit_button.click()
    office.settle()
    assert office.answers.file.exists()


def test_pages_without_people_lead_on(empty_office: Office) -> None:
    page = goals(empty_office)
    assert not page.is_content_shown
    assert register(empty_office).view.nobody.isVisible()
