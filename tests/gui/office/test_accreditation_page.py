"""認定 and 人材を探す: granted, revoked, set by hand, searched and recorded in the window."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.people.talent import CriterionKind
from skilltrack.gui.office.accreditation.dialogs import (
    GrantDialog,
    OverrideDialog,
    PatternDialog,
    RevokeDialog,
    WithdrawDialog,
)
from skilltrack.gui.office.accreditation.page import AccreditationPage
from skilltrack.gui.office.accreditation.view import CHANGED, LEVELS, PAIRS, REGISTER
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.people.person_career import CareerDialog
from skilltrack.gui.office.people.person_view import CAREER, VERDICTS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.talent.page import TalentPage
from skilltrack.services.accreditation import granting as accreditation
from skilltrack.services.people import careers
from skilltrack.services.people.posts import people_matching
from skilltrack.services.verdicts import overrides

SCHEME = "kitakyushu"


def visit(office: Office, part: str = "") -> AccreditationPage:
    page = office.visit(AccreditationPage, Destination("accreditation", part=part))
    page.view.schemes.choose(SCHEME)
    page.view.scheme_chosen.emit()
    office.settle()
    return page


def press(office: Office, shown: FormDialog) -> None:
    shown.submit_button.click()
    office.settle()


def choose(office: Office, page: AccreditationPage, part: str) -> None:
    page.view.switch.choose(part)
    office.settle()


def test_candidates_are_accredited_together_and_the_grant_is_undone(office: Office) -> None:
    page = visit(office)
    part = page.view.candidates
    rows = part.table.filter.rowCount()
    assert rows
    assert not part.grant_button.isEnabled()
    part.table.selectAll()
    part.grant_button.click()
    shown = page.deeds.dialog
    assert isinstance(shown, GrantDialog)
    press(office, shown)
    assert shown.isVisible()  # the reason is missing
    shown.reason.setText("研修の修了")
    press(office, shown)
    assert not shown.isVisible()
    assert f"{rows}人を認定しました" in office.told[-1] or "認定しました" in office.told[-1]
    choose(office, page, REGISTER)
    held = page.view.register.table.filter.rowCount()
    assert held >= rows
    page.history_button.click()
    office.settle()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_button.click()
    office.settle()
    assert page.view.register.table.filter.rowCount() == held - rows


def test_an_accreditation_is_revoked_with_a_reason(office: Office) -> None:
    page = visit(office, REGISTER)
    part = page.view.register
    held = part.table.filter.rowCount()
    part.table.selectRow(0)
    part.revoke_button.click()
    shown = page.deeds.dialog
    assert isinstance(shown, RevokeDialog)
    press(office, shown)
    assert shown.isVisible()
    shown.reason.setText("本人の申し出")
    shown.last_day.set_day(office.window.desk.today.replace(day=20))
    press(office, shown)
    assert part.table.filter.rowCount() == held - 1
    part.with_ended.setChecked(True)
    reasons = {row.accreditation.ended_because for row in part.table.shown_rows()}
    assert "本人の申し出" in reasons


def test_the_form_of_numbers_and_the_workbooks(office: Office, tmp_path: Path) -> None:
    page = visit(office, REGISTER)
    page.view.register.pattern_requested.emit()
    office.settle()
    shown = page.deeds.dialog
    assert isinstance(shown, PatternDialog)
    shown.pattern.setText("{番号}")
    press(office, shown)
    assert shown.isVisible()
    shown.pattern.setText("{年度}第{番号}号")
    press(office, shown)
    assert not shown.isVisible()
    for name, button in (
        ("証", page.view.register.certificates_requested),
        ("名簿", page.view.register.register_requested),
    ):
        office.answers.file = tmp_path / f"{name}.xlsx"
        button.emit()
        office.settle()
        assert openpyxl.load_workbook(office.answers.file).worksheets
    choose(office, page, LEVELS)
    office.answers.file = tmp_path / "段階.xlsx"
    page.view.levels.save_button.click()
    office.settle()
    assert openpyxl.load_workbook(office.answers.file).sheetnames == ["段階別人数", "年度別の推移"]


def test_a_tier_is_set_by_hand_and_given_back(office: Office) -> None:
    page = visit(office, CHANGED)
    part = page.view.overrides
    before = part.table.filter.rowCount()
    part.set_requested.emit()
    shown = page.deeds.dialog
    assert isinstance(shown, OverrideDialog)
    with office.database.reading():
        person = people_matching(office.database, "中", TODAY)[-1]
    shown.people.choose([person])
    shown.tier.choose("gold")
    press(office, shown)
    assert shown.isVisible()
    shown.reason.setText("前職の経験")
    press(office, shown)
    assert part.table.filter.rowCount() == before + 1
    rows = part.table.shown_rows()
    place = next(n for n, row in enumerate(rows) if row.person.employee_no == person.employee_no)
    assert rows[place].tier_name == "ゴールド"
    part.table.selectRow(place)
    part.withdraw_button.click()
    shown = page.deeds.dialog
    assert isinstance(shown, WithdrawDialog)
    shown.reason.setText("記録が届いた")
    press(office, shown)
    lines = overrides.override_lines(office.database, SCHEME, TODAY)
    assert not any(line.person.employee_no == person.employee_no for line in lines)


def test_levels_lead_to_the_people_and_pairs_compare_two_rounds(office: Office) -> None:
    page = visit(office, LEVELS)
    levels = page.view.levels
    top = levels.levels.row_at(0)
    assert top is not None
    levels.tier_chosen.emit(top.tier)
    office.settle()
    assert page.view.candidates.tier.code == top.tier
    choose(office, page, PAIRS)
    part = page.view.pairs
    assert part.gains.filter.rowCount() > 1
    for key in ("spreads", "units", "levels"):
        part.switch.choose(key)
        assert part.shown_table().filter.rowCount() > 0
    first = part.before.code
    part.before.choose(part.after.code)
    part.choice_changed.emit()
    office.settle()
    assert not page.is_content_shown  # the same round twice is refused in words
    part.before.choose(first)
    page.reload()
    office.settle()
    assert page.is_content_shown


def test_people_are_found_listed_with_reasons_and_saved(office: Office, tmp_path: Path) -> None:
    page = office.visit(TalentPage, Destination("talent"))
    criteria = page.criteria
    criteria.search_button.click()
    office.settle()
    assert "利用目的" in office.told[-1]
    criteria.purpose.setText("人選")
    criteria.kind.choose(CriterionKind.EXAM.value)
    criteria.what.setCurrentIndex(criteria.what.findData("it_passport"))
    criteria.add_button.click()
    criteria.kind.choose(CriterionKind.CAREER.value)
    criteria.words.setText("分析")
    QTest.keyClick(criteria.words, Qt.Key.Key_Return)
    assert criteria.listed.count() == 2
    criteria.way.choose("any")
    QTest.keyClick(criteria.purpose, Qt.Key.Key_Return)
    office.settle()
    assert page.found is not None
    assert page.found.rows
    assert all(row.reasons for row in page.found.rows)
    office.answers.line = "分析の人"
    criteria.keep_button.click()
    office.settle()
    assert criteria.saved.findText("分析の人") > 0
    office.answers.file = tmp_path / "人材.xlsx"
    page.export_button.click()
    office.settle()
    assert openpyxl.load_workbook(office.answers.file).sheetnames == ["人材の検索"]
    criteria.listed.setCurrentRow(0)
    QTest.keyClick(criteria.listed, Qt.Key.Key_Delete)
    assert criteria.listed.count() == 1
    criteria.saved.choose("分析の人")
    criteria.drop_requested.emit("分析の人")
    office.settle()
    assert criteria.saved.findText("分析の人") < 0
    page.people.selectRow(0)
    page.people.row_activated.emit(page.found.rows[0])
    office.settle()
    assert isinstance(office.window.current, PeoplePage)


def test_an_entry_of_a_career_is_recorded_on_the_page_of_a_person(office: Office) -> None:
    person = people_matching(office.database, "田", TODAY)[0]
    page = office.visit(PeoplePage, Destination("people", text=person.employee_no, part="person"))
    page.person.switch.choose(CAREER)
    office.settle()
    before = page.career.table.filter.rowCount()
    page.career.add_button.click()
    office.settle()
    shown = page.career.deeds.dialog
    assert isinstance(shown, CareerDialog)
    press(office, shown)
    assert shown.isVisible()
    shown.about.setText("地図")
    shown.title.setText("GISの運用")
    shown.level.setValue(3)
    press(office, shown)
    assert page.career.table.filter.rowCount() == before + 1
    held = careers.lines_of(office.database, TODAY, employee_no=person.employee_no)
    (made,) = [line.entry for line in held if line.entry.title == "GISの運用"]
    page.career.edit(made)
    office.settle()
    shown = page.career.deeds.dialog
    assert isinstance(shown, CareerDialog)
    assert shown.title.text() == "GISの運用"
    shown.level.setValue(4)
    press(office, shown)
    place = next(
        n
        for n, line in enumerate(page.career.table.shown_rows())
        if line.entry.entry_id == made.entry_id
    )
    page.career.table.selectRow(place)
    page.career.remove_button.click()
    removing = page.career.deeds.dialog
    assert isinstance(removing, FormDialog)
    removing.reason.setText("入力の誤り")
    press(office, removing)
    assert page.career.table.filter.rowCount() == before
    page.person.switch.choose(VERDICTS)
    office.settle()
    assert page.verdicts.table.filter.rowCount() > 0


def test_nothing_yet_says_what_will_be_here(empty_office: Office) -> None:
    page = visit(empty_office, REGISTER)
    page.view.nothing[REGISTER].action_requested.emit()
    assert isinstance(page.deeds.dialog, GrantDialog)
    page.deeds.dialog.reject()
    choose(empty_office, page, CHANGED)
    choose(empty_office, page, PAIRS)
    assert page.read is not None
    assert page.read.pair is not None
    assert page.read.pair.figures is None
    assert accreditation.accreditation_lines(empty_office.database, TODAY) == ()
