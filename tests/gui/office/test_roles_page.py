"""役割・会議: given, recruited, decided, attended by keyboard, undone."""

from datetime import date
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.roles.appointments import NominationState, RoleRule
from skilltrack.domain.roles.meetings import AttendanceState
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.meetings.dialogs import MeetingDialog
from skilltrack.gui.office.roles.coverage import DIVISIONS, FIELDS
from skilltrack.gui.office.roles.dialogs import EndDialog, ExtendDialog, GiveDialog, RuleDialog
from skilltrack.gui.office.roles.page import RolesPage
from skilltrack.gui.office.roles.recruitment_dialogs import (
    ApplyDialog,
    DecideDialog,
    RecruitmentDialog,
)
from skilltrack.gui.office.roles.view import APPOINTED, COVERAGE, MEETINGS, RECRUITING
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.people.posts import posts_on
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles import meetings, recruitment
from skilltrack.services.roles.appointments import Gift, give, set_rule
from skilltrack.services.roles.fields import role_fields, rounds_offered
from skilltrack.store.organisation import in_post

PROMOTER = "DX推進員"
APRIL = date(2026, 4, 1)


def visit(office: Office, part: str = APPOINTED, role: str = PROMOTER) -> RolesPage:
    page = office.visit(RolesPage, Destination("roles", part=part))
    page.view.role.choose(role)
    page.view.role_chosen.emit()
    office.settle()
    return page


def dialog(page: RolesPage, kind: type[FormDialog]) -> FormDialog:
    shown = page.deeds.dialog
    assert isinstance(shown, kind)
    return shown


def submit(office: Office, shown: FormDialog) -> None:
    shown.submit_button.click()
    office.settle()


def free_number(office: Office) -> str:
    """Return the number of somebody in post who holds no role."""
    held = {one.employee_no for one in role_figures.appointment_lines(office.database, TODAY)}
    with office.database.reading() as session:
        return next(p.employee_no for p in in_post(session, TODAY) if p.employee_no not in held)


def test_a_role_is_given_to_somebody_found_by_number(office: Office) -> None:
    page = visit(office)
    number = free_number(office)
    page.view.appointments.give_button.click()
    shown = dialog(page, GiveDialog)
    assert isinstance(shown, GiveDialog)
    submit(office, shown)
    assert shown.isVisible()  # nobody is chosen yet
    shown.people.line.setText(number)
    shown.people.look()
    office.settle()
    QTest.keyClick(shown.people.line, Qt.Key.Key_Return)
    assert shown.people.numbers == (number,)
    submit(office, shown)
    assert office.told[-1] == "DX推進員に1人を任命しました。"
    shown_numbers = {row.employee_no for row in page.view.appointments.table.shown_rows()}
    assert number in shown_numbers


def test_what_stands_against_it_is_told_in_the_form(office: Office) -> None:
    page = visit(office)
    held = page.view.appointments.table.shown_rows()[0]
    page.view.appointments.give_button.click()
    shown = dialog(page, GiveDialog)
    assert isinstance(shown, GiveDialog)
    shown.people.line.setText(held.employee_no)
    shown.people.look()
    office.settle()
    QTest.keyClick(shown.people.line, Qt.Key.Key_Return)
    submit(office, shown)
    assert shown.isVisible()
    assert office.told == []


def test_a_role_is_ended_with_a_reason_and_the_end_is_undone(office: Office) -> None:
    page = visit(office)
    table = page.view.appointments.table
    table.selectRow(0)
    row = table.shown_rows()[0]
    page.view.appointments.end_button.click()
    shown = dialog(page, EndDialog)
    assert isinstance(shown, EndDialog)
    assert shown.check()
    shown.reason.setText("本人の希望")
    submit(office, shown)
    given = page.view.appointments.table.rows.given_rows()
    ended = {one.employee_no: one for one in given if one.role == PROMOTER}
    assert ended[row.employee_no].ended_because == "本人の希望"
    page.history_button.click()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    assert history.table.shown_rows()[0].reason == "本人の希望"
    history.undo_button.click()
    office.settle()
    assert "を元に戻しました" in office.told[-1]
    assert row in page.view.appointments.table.rows.given_rows()


def test_a_term_is_extended_by_the_rule(office: Office) -> None:
    page = visit(office)
    page.view.appointments.table.selectRow(0)
    number = page.view.appointments.table.shown_rows()[0].employee_no
    page.view.appointments.extend_button.click()
    shown = dialog(page, ExtendDialog)
    assert isinstance(shown, ExtendDialog)
    assert "令和10年3月31日" in shown.last_day.choice.currentText()
    submit(office, shown)
    rows = page.view.appointments.table.rows.given_rows()
    longer = [one for one in rows if one.employee_no == number and one.role == PROMOTER]
    assert longer[-1].valid.last_day == date(2028, 3, 31)


def test_a_recruitment_is_opened_applied_to_and_decided(office: Office) -> None:
    page = visit(office, RECRUITING)
    page.view.recruitment.open_button.click()
    office.settle()
    opening = dialog(page, RecruitmentDialog)
    assert isinstance(opening, RecruitmentDialog)
    opening.title.setText("臨時の募集")
    opening.opens_on.set_day(TODAY)
    submit(office, opening)
    view = page.view.recruitment
    assert view.row is not None
    titles = [row.recruitment.title for row in view.rounds.shown_rows()]
    assert "臨時の募集" in titles
    view.rounds.selectRow(titles.index("臨時の募集"))
    number = free_number(office)
    view.apply_button.click()
    office.settle()
    applying = dialog(page, ApplyDialog)
    assert isinstance(applying, ApplyDialog)
    applying.people.line.setText(number)
    applying.people.look()
    office.settle()
    QTest.keyClick(applying.people.line, Qt.Key.Key_Return)
    submit(office, applying)
    view.people.selectRow(0)
    view.decide_buttons[NominationState.PASSED_OVER].click()
    deciding = dialog(page, DecideDialog)
    submit(office, deciding)
    found = recruitment.recruitments(office.database, TODAY)
    (line,) = [one for one in found if one.recruitment.title == "臨時の募集"]
    assert line.count(NominationState.PASSED_OVER) == 1
    assert not view.decide_buttons[NominationState.APPOINTED].isEnabled()


def test_units_that_lack_somebody_and_parts_without_anybody_are_filtered(office: Office) -> None:
    page = visit(office, COVERAGE, "dx_leader")
    view = page.view.coverage
    every = len(view.units.shown_rows())
    view.lacking_only.setChecked(True)
    lacking = view.units.shown_rows()
    assert 0 < len(lacking) < every
    assert all(unit.missing for unit in lacking)
    view.switch.choose(DIVISIONS)
    assert all(row.share.count == 0 for row in view.shares.shown_rows())
    view.lacking_only.setChecked(False)
    total = sum(row.share.staff for row in view.shares.shown_rows())
    assert total == role_figures.role_balance(office.database, "dx_leader", TODAY).total.staff


def test_the_fields_of_a_role_are_those_of_the_round_chosen(office: Office) -> None:
    page = visit(office, COVERAGE, "dx_leader")
    view = page.view.coverage
    view.switch.choose(FIELDS)
    newest = role_fields(office.database, "dx_leader", TODAY)
    assert newest is not None
    assert view.rounds.code == newest.round.round_id
    assert view.shown_table().shown_rows() == newest.fields
    assert f"{newest.holders}人のうち{newest.answered}人" in view.summary.text()
    (earlier,) = [code for code, _t in rounds_offered(office.database, TODAY)[1:]]
    view.rounds.choose(earlier)
    view.round_chosen.emit()
    office.settle()
    before = role_fields(office.database, "dx_leader", TODAY, round_id=earlier)
    assert before is not None
    assert view.fields.shown_rows() == before.fields
    assert before.round.title in view.summary.text()


def test_without_answers_the_fields_say_what_will_be_there(office: Office) -> None:
    page = visit(office, COVERAGE, "dx_leader")
    view = page.view.coverage
    view.switch.choose(FIELDS)
    view.show_fields(None, ())
    assert view.no_fields.isVisibleTo(view)
    assert not view.rounds.isVisibleTo(view)


def test_attendance_is_noted_by_digits_and_saved_at_once(office: Office) -> None:
    page = visit(office, MEETINGS)
    view = page.view.meetings
    view.circle.choose(f"role:{PROMOTER}")
    view.circle_chosen.emit()
    office.settle()
    view.add_button.click()
    adding = dialog(page, MeetingDialog)
    assert isinstance(adding, MeetingDialog)
    adding.title.setText("臨時会")
    submit(office, adding)
    assert view.row is not None
    assert view.row.meeting.held_on == TODAY
    view.meetings.selectRow(0)
    people = view.sheet.shown_rows()
    assert len(people) > 3
    assert not view.save_button.isEnabled()
    view.sheet.selectRow(0)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(view.sheet, key)
    assert view.changed_states == {
        people[0].person.employee_no: AttendanceState.ATTENDED,
        people[1].person.employee_no: AttendanceState.ABSENT,
        people[2].person.employee_no: AttendanceState.EXCUSED,
    }
    QTest.keyClick(view.sheet, Qt.Key.Key_0)
    view.save_button.click()
    office.settle()
    sheet = meetings.meeting_sheet(office.database, view.row.meeting.meeting_id)
    counts = sheet.turnout
    assert (counts.attended, counts.absent, counts.excused) == (1, 1, 1)


def test_a_list_of_attendance_is_taken_and_a_meeting_taken_out(
    office: Office, tmp_path: Path
) -> None:
    page = visit(office, MEETINGS)
    view = page.view.meetings
    view.circle.choose(f"role:{PROMOTER}")
    view.circle_chosen.emit()
    office.settle()
    assert view.row is not None
    before = len(view.meetings.shown_rows())
    number = view.row.people[0].employee_no
    path = tmp_path / "出欠.csv"
    path.write_text(f"職員番号,出欠\n{number},欠席\n", encoding="utf-8")
    office.answers.file = path
    view.list_requested.emit(view.row)
    office.settle()
    assert "出欠を保存しました" in office.told[-1]
    path.write_text("職員番号,出欠\n999999,欠席\n", encoding="utf-8")
    view.list_requested.emit(view.row)
    office.settle()
    assert "999999" in office.told[-1]
    office.answers.line = "日付を誤って登録"
    view.remove_requested.emit(view.row)
    office.settle()
    assert len(view.meetings.shown_rows()) == before - 1


def test_a_new_role_is_made_and_can_be_chosen(office: Office) -> None:
    page = visit(office)
    page.add_role()
    shown = dialog(page, RuleDialog)
    assert isinstance(shown, RuleDialog)
    assert shown.check()
    shown.name.setText("DXアドバイザー")
    shown.has_term.setChecked(False)
    submit(office, shown)
    page.view.role.choose("DXアドバイザー")
    page.view.role_chosen.emit()
    office.settle()
    assert page.read is not None
    assert page.read.role is not None
    assert page.read.role.rule == RoleRule("DXアドバイザー", term_years=None, least_per_unit=0)
    assert page.view.appointments.table.shown_rows() == ()


def moved_number(office: Office) -> str:
    """Return the number of somebody who has changed the evaluation unit since April."""
    with office.database.reading() as session:
        spring, now = posts_on(session, APRIL), posts_on(session, TODAY)
    return next(
        number
        for number in now.people
        if spring.unit_of(number) and now.unit_of(number) not in {"", spring.unit_of(number)}
    )


def test_the_transferred_are_told_and_ended_once_agreed(office: Office) -> None:
    set_rule(office.database, RoleRule("旅する役割", continues_after_transfer=False))
    number = moved_number(office)
    give(office.database, [Gift(number, "旅する役割", APRIL)])
    page = visit(office, role="旅する役割")
    assert page.read is not None
    assert [one.employee_no for one in page.read.moved] == [number]
    page.view.appointments.transferred_requested.emit()
    office.settle()
    assert "異動した1人の任命を終えます" in office.answers.asked[-1]
    assert page.read.moved == ()
    page.view.appointments.with_ended.setChecked(True)
    (row,) = page.view.appointments.table.shown_rows()
    assert row.ended_because == "別の評価単位への異動"


def test_certificates_are_written_a_page_each(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    office.answers.file = tmp_path / "認定証.xlsx"
    page.view.appointments.certificates_requested.emit()
    office.settle()
    sheet = openpyxl.load_workbook(office.answers.file).worksheets[0]
    numbered = [r for r in page.view.appointments.table.shown_rows() if r.certificate_no]
    assert len(sheet.row_breaks.brk) == len(numbered) - 1
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(str(text).startswith("第 ") for text in texts) == len(numbered)


def test_without_any_role_the_page_offers_to_make_one(empty_office: Office) -> None:
    page = empty_office.visit(RolesPage, Destination("roles"))
    assert page.read is not None  # 福井 brings a role of its own
    page.view.switch.choose(RECRUITING)
    page.view.recruitment.none_yet.button.click()
    empty_office.settle()
    assert isinstance(page.deeds.dialog, RecruitmentDialog)
