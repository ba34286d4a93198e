"""The page 組織改編: a plan is put together, checked, applied, printed and undone."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from tests.gui.office.conftest import Office

from skilltrack.domain.reorganisation.steps import TOP, Action, Part, Step
from skilltrack.gui.office.organisation.forms import CHOOSE, NEW, StepDialog
from skilltrack.gui.office.organisation.page import OrganisationPage
from skilltrack.gui.office.organisation.preview import SidesPanel
from skilltrack.gui.office.organisation.split import SplitDialog
from skilltrack.gui.office.organisation.view import HISTORY, PLAN, TREE
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.tables import TableView
from skilltrack.services.organisation.reorganisation import (
    organisation_tree,
    reorganisations,
    reorganise,
)

APRIL = date(2027, 4, 1)


def opened(office: Office) -> OrganisationPage:
    return office.visit(OrganisationPage, Destination("organisation"))


def offices(page: OrganisationPage) -> list[str]:
    """Return the evaluation units that have nothing below them, the largest first."""
    rows = [row.row for row in page.view.tree.rows.given_rows()]
    above = {row.department.parent for row in rows}
    units = [
        row
        for row in rows
        if row.department.is_evaluation_unit
        and row.department.code not in above
        and row.department.valid.end is None  # the demonstration plans something for April
    ]
    return [row.department.code for row in sorted(units, key=lambda row: -row.people)]


def choose(page: OrganisationPage, *codes: str) -> None:
    table = page.view.tree
    table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag
    for number in range(table.filter.rowCount()):
        if table.filter.row(number).row.department.code in codes:
            index = table.filter.index(number, 0)
            table.selectionModel().select(index, flags.Select | flags.Rows)


def ask(office: Office, page: OrganisationPage, action: Action, *codes: str) -> StepDialog:
    choose(page, *codes)
    button = page.view.open_button if action is Action.OPEN else page.view.buttons[action]
    office.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    office.settle()
    assert isinstance(page.dialog, StepDialog)
    return page.dialog


def check(office: Office, page: OrganisationPage) -> str:
    office.qtbot.mouseClick(page.view.check_button, Qt.MouseButton.LeftButton)
    office.settle()
    return page.view.verdict.findChild(QLabel).text()


def test_the_tree_has_headcounts_and_buttons_for_what_is_chosen(office: Office) -> None:
    page = opened(office)
    view = page.view
    QAbstractItemModelTester(view.tree.filter)
    top = view.tree.rows.given_rows()[0].row
    assert top.depth == 0
    assert top.people_within >= top.people
    assert not any(button.isEnabled() for button in view.buttons.values())
    one, other = offices(page)[:2]
    choose(page, one)
    assert view.buttons[Action.RENAME].isEnabled()
    assert not view.buttons[Action.MERGE].isEnabled()
    choose(page, one, other)
    assert view.buttons[Action.MERGE].isEnabled()
    assert not view.buttons[Action.SPLIT].isEnabled()


def test_departments_to_come_are_shown_when_asked_for(office: Office) -> None:
    page = opened(office)
    code = offices(page)[0]
    reorganise(office.database, [Step(Action.RENAME, (code,), (Part("9905"),))], APRIL)
    page.reload()
    office.settle()
    before = {row.row.department.code: row.state for row in page.view.tree.rows.given_rows()}
    assert before[code] == "令和9年3月31日まで"
    page.view.others.setChecked(True)
    office.settle()
    (coming,) = [
        row
        for row in page.view.tree.rows.given_rows()
        if row.row.department.code not in before and row.row.department.code.startswith("99")
    ]
    assert (coming.row.is_standing, coming.state) == (False, "令和9年4月1日から")
    choose(page, "9905")
    assert page.view.chosen_codes() == ()


def test_a_plan_is_checked_applied_printed_and_undone(office: Office, tmp_path: Path) -> None:
    page = opened(office)
    view = page.view
    one, other, renamed = offices(page)[:3]
    dialog = ask(office, page, Action.RENAME, renamed)
    dialog.name.setText("新しい課")
    dialog.submit()
    dialog = ask(office, page, Action.MERGE, one, other)
    dialog.into.choose(NEW)
    dialog.code.setText("9901")
    dialog.name.setText("統合課")
    dialog.submit()
    assert view.switch.current == PLAN
    assert [step.action for step in view.planned] == [Action.RENAME, Action.MERGE]
    assert view.on.day == APRIL
    assert not view.apply_button.isEnabled()
    assert check(office, page).startswith("改編できます。")
    sides = view.plan_parts.currentWidget()
    assert isinstance(sides, SidesPanel)
    shown = [row.row.department.name for row in sides.after.rows.given_rows()]
    assert {"新しい課", "統合課"} <= set(shown)
    sides.only_changed.setChecked(False)
    assert len(sides.after.rows.given_rows()) > len(shown)
    view.plan_switch.choose("moves")
    moves = view.plan_parts.currentWidget()
    assert isinstance(moves, TableView)
    assert {row.target for row in moves.rows.given_rows()} == {"統合課"}

    office.answers.file = tmp_path / "案.xlsx"
    office.qtbot.mouseClick(view.print_button, Qt.MouseButton.LeftButton)
    office.settle()
    sheet = openpyxl.load_workbook(tmp_path / "案.xlsx")["新旧対照表"]
    assert "（案）" in sheet["A2"].value

    view.reason.setText("組織の見直し")
    office.qtbot.mouseClick(view.apply_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert view.switch.current == HISTORY
    assert view.planned == ()
    done, _planned_before = reorganisations(office.database)
    assert (done.reason, done.effective_on) == ("組織の見直し", APRIL)
    names = {
        r.department.code: r.department.name for r in organisation_tree(office.database, APRIL)
    }
    assert (names["9901"], names[renamed]) == ("統合課", "新しい課")
    assert one in {row.row.department.code for row in view.tree.rows.given_rows()}

    view.history.selectRow(0)
    office.answers.file = tmp_path / "済.xlsx"
    office.qtbot.mouseClick(view.print_done_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert (tmp_path / "済.xlsx").exists()
    office.answers.is_agreed = False
    office.qtbot.mouseClick(view.undo_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert reorganisations(office.database)[0].undone_in is None
    office.answers.is_agreed = True
    office.qtbot.mouseClick(view.undo_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert reorganisations(office.database)[0].undone_in is not None
    view.history.selectRow(0)
    assert not view.undo_button.isEnabled()
    after = organisation_tree(office.database, APRIL)
    assert "9901" not in {row.department.code for row in after}


def test_a_split_asks_where_everybody_goes(office: Office, tmp_path: Path) -> None:
    page = opened(office)
    code = offices(page)[0]
    choose(page, code)
    office.qtbot.mouseClick(page.view.buttons[Action.SPLIT], Qt.MouseButton.LeftButton)
    office.settle()
    dialog = page.dialog
    assert isinstance(dialog, SplitDialog)
    assert dialog.children_to.currentText() == "分割先を入力すると選べます"
    assert not dialog.target.isEnabled()
    dialog.keeps.setChecked(True)
    dialog.lines[0].code.setText("9902")
    dialog.lines[0].name.setText("別の課")
    assert dialog.children_to.currentText() == "元の所属のまま"
    assert dialog.check() == (f"未定の{len(dialog.table.rows.given_rows())}人の移る先を決めます。",)
    dialog.target.choose("9902")
    dialog.table.selectRow(0)
    first = dialog.table.filter.row(0).member.employee_no
    office.qtbot.mouseClick(dialog.assign_button, Qt.MouseButton.LeftButton)
    assert "9902 別の課" in {row.part_name for row in dialog.table.rows.given_rows()}
    second = dialog.table.filter.row(1).member.employee_no
    listed = tmp_path / "一覧.csv"
    listed.write_text(f"職員番号,所属コード\n{second},9902\n", encoding="utf-8-sig")
    office.answers.file = listed
    office.qtbot.mouseClick(dialog.list_button, Qt.MouseButton.LeftButton)
    office.settle()
    dialog.rest.choose(code)
    assert dialog.check() == ()
    dialog.submit()
    (step,) = page.view.planned
    assert step.parts[0] == Part(code, takes_rest=True)
    assert step.parts[1] == Part("9902", "別の課", takes=tuple(sorted((first, second))))
    assert check(office, page).startswith("改編できます。2人")
    page.view.plan_switch.choose("shares")
    shares = page.view.plan_parts.currentWidget()
    assert isinstance(shares, TableView)
    assert [row.share.people for row in shares.rows.given_rows()][1] == 2


def test_a_plan_that_cannot_be_is_explained(office: Office) -> None:
    page = opened(office)
    code = offices(page)[0]
    page.add_step(Step(Action.SPLIT, (code,), (Part(code), Part("9903", "別の課"))))
    page.add_step(Step(Action.RENAME, ("8888",), (Part("8888", "無"),)))
    assert check(office, page) == "直すところが2件あります。"
    assert not page.view.apply_button.isEnabled()
    assert not page.view.print_button.isEnabled()
    page.view.plan_switch.choose("unassigned")
    left = page.view.plan_parts.currentWidget()
    assert isinstance(left, TableView)
    assert left.rows.rowCount() > 0
    page.view.plan_switch.choose("steps")
    page.view.steps.selectRow(0)
    office.qtbot.mouseClick(page.view.remove_button, Qt.MouseButton.LeftButton)
    assert [row.number for row in page.view.steps.rows.given_rows()] == [1]
    assert page.view.planned[0].action is Action.RENAME
    page.view.steps.selectRow(0)
    page.view.steps.setFocus()
    office.qtbot.keyClick(page.view.steps, Qt.Key.Key_Delete)
    assert page.view.planned == ()


def test_the_tree_is_saved_as_a_workbook(office: Office, tmp_path: Path) -> None:
    page = opened(office)
    office.answers.file = tmp_path / "組織図.xlsx"
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "表をExcelに保存")
    office.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    office.settle()
    sheet = openpyxl.load_workbook(tmp_path / "組織図.xlsx").active
    assert [cell.value for cell in sheet[1]][:3] == ["コード", "所属名", "評価単位"]


def test_a_changed_day_asks_for_another_check(office: Office) -> None:
    page = opened(office)
    page.add_step(Step(Action.RENAME, (offices(page)[0],), (Part(offices(page)[0], "新課"),)))
    check(office, page)
    assert page.view.apply_button.isEnabled()
    page.view.on.setText("R9.7.1")
    page.view.on.editingFinished.emit()
    assert page.view.on.day == date(2027, 7, 1)
    assert not page.view.apply_button.isEnabled()


@pytest.mark.parametrize("action", [Action.MOVE, Action.CLOSE, Action.OPEN, Action.RENAME])
def test_a_form_says_what_is_missing(office: Office, action: Action) -> None:
    page = opened(office)
    codes = () if action is Action.OPEN else (offices(page)[0],)
    dialog = ask(office, page, action, *codes)
    dialog.submit()
    assert dialog.check()
    assert page.view.planned == ()
    dialog.reject()


def test_forms_make_the_steps_that_they_show(office: Office) -> None:
    page = opened(office)
    one, other = offices(page)[:2]
    dialog = ask(office, page, Action.CLOSE, one)
    assert dialog.successor.code == CHOOSE
    dialog.successor.choose(other)
    assert dialog.step() == Step(Action.CLOSE, (one,), (Part(other),))
    dialog.reject()
    dialog = ask(office, page, Action.MOVE, one)
    dialog.parent_choice.choose("=top")
    assert dialog.step() == Step(Action.MOVE, (one,), (Part(one, parent=TOP),))
    dialog.reject()
    dialog = ask(office, page, Action.OPEN)
    dialog.code.setText("9904")
    dialog.name.setText("広報課")
    dialog.submit()
    page.view.switch.choose(TREE)
    dialog = ask(office, page, Action.CLOSE, one)
    assert dialog.successor.findData("9904") > 0
    dialog.reject()


def test_a_plan_is_read_from_a_file(office: Office, tmp_path: Path) -> None:
    page = opened(office)
    path = tmp_path / "計画.csv"
    code = offices(page)[0]
    path.write_text(f"操作,所属コード,新名称\n改称,{code},新課\n", encoding="utf-8-sig")
    office.answers.file = path
    office.qtbot.mouseClick(page.view.file_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert len(page.view.planned) == 1
    assert office.told[-1] == "「計画.csv」の操作1件を計画に加えました。"
    path.write_text("操作,所属コード\n合体,1\n", encoding="utf-8-sig")
    office.qtbot.mouseClick(page.view.file_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert "「合体」は使えない言葉です" in office.told[-1]
    assert len(page.view.planned) == 1


def test_without_departments_the_page_leads_to_the_imports(empty_office: Office) -> None:
    page = opened(empty_office)
    assert not page.is_content_shown
