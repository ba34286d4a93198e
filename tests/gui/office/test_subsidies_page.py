"""助成: applications taken, decided, paid and undone in the window; rules changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Take
from tests.gui.office.conftest import Office

from skilltrack.domain.exams.definition import ExamAttempt, PaidBy
from skilltrack.domain.exams.subsidies import ExamBudget, SubsidyApplication
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.subsidies.forms import ApplicationDialog, DecisionDialog, StepDialog
from skilltrack.gui.office.subsidies.page import SubsidiesPage
from skilltrack.gui.office.subsidies.rows import CaseRow
from skilltrack.gui.office.subsidies.rule_form import RuleDialog
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel, Notice
from skilltrack.services.exams import attempts, subsidies, subsidy_rules
from skilltrack.services.people.posts import people_matching
from skilltrack.store.database import Database
from skilltrack.store.subsidies import BUDGETS

TODAY = date(2026, 11, 20)
SAT, APPLIED = date(2026, 7, 10), date(2026, 8, 3)
EXAM = "it_passport"
PAPERS = ("領収書", "合格証書の写し")


@pytest.fixture
def aided(database: Database, town: Take, open_office: Callable[[Path], Office]) -> Office:
    """Two who passed, one application in order and one without all papers."""
    del town
    subsidy_rules.take_rule(database, "yazu")
    scores = {"total": 700, "strategy": 500, "management": 500, "technology": 500}
    for number in ("0001", "0002", "0003"):
        attempt = ExamAttempt(number, EXAM, SAT, scores, paid_by=PaidBy.SELF)
        attempts.record_attempt(database, attempt, today=TODAY)
    for number, papers in (("0001", PAPERS), ("0002", PAPERS[:1])):
        made = SubsidyApplication("", "yazu", 0, number, EXAM, APPLIED, 7_500, SAT, 0, papers)
        subsidies.apply(database, made, today=TODAY)
    with database.changing("test") as work:
        BUDGETS.record(work, [ExamBudget("b", 2026, "受験料の助成", "一般財源", 10_000)])
    database.close()
    return open_office(database.path)


@pytest.fixture
def page(aided: Office) -> SubsidiesPage:
    return aided.visit(SubsidiesPage, Destination("subsidies"))


def _states(page: SubsidiesPage) -> dict[str, SubsidyState]:
    return {
        row.case.application.employee_no: row.case.state for row in page.view.cases.shown_rows()
    }


def _row(page: SubsidiesPage, number: str) -> CaseRow:
    rows = page.view.cases.shown_rows()
    return next(row for row in rows if row.case.application.employee_no == number)


def test_an_application_is_decided_paid_and_undone(aided: Office, page: SubsidiesPage) -> None:
    row = _row(page, "0001")
    page.open_case(row)
    page.decide(row.case)
    decision = page.deeds.dialog
    assert isinstance(decision, DecisionDialog)
    assert decision.is_granted
    assert decision.budget.code == "b"
    decision.submit_button.click()
    aided.settle()
    assert _states(page)["0001"] is SubsidyState.GRANTED
    page.visit(Destination("subsidies", part="payments"))
    assert "支払いを記録すると" in page.view.sums.text(), "an empty register says how to begin"

    page.ask_step([_row(page, "0001").case], SubsidyState.PAID)
    paying = page.deeds.dialog
    assert isinstance(paying, StepDialog)
    paying.submit_button.click()
    aided.settle()
    assert _states(page)["0001"] is SubsidyState.PAID
    page.visit(Destination("subsidies", part="payments"))
    assert [line.amount_yen for line in page.view.payments.shown_rows()] == [7_500]
    assert "7,500円" in page.view.sums.text()

    page.show_history()
    aided.settle()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_button.click()
    aided.settle()
    assert _states(page)["0001"] is SubsidyState.GRANTED


def test_what_is_missing_is_shown_and_a_grant_needs_a_reason(
    aided: Office, page: SubsidiesPage
) -> None:
    row = _row(page, "0002")
    assert row.missing == "合格証書の写し"
    page.decide(row.case)
    dialog = page.deeds.dialog
    assert isinstance(dialog, DecisionDialog)
    assert not dialog.is_granted
    dialog.kind.setCurrentIndex(0)
    dialog.submit_button.click()
    aided.settle()
    assert dialog.isVisible()
    assert dialog.findChildren(ErrorPanel)
    dialog.reason.setText("原本を確かめた")
    dialog.submit_button.click()
    aided.settle()
    assert _row(page, "0002").state == "決定（例外）"


def test_papers_are_added_with_the_judgement_in_sight(aided: Office, page: SubsidiesPage) -> None:
    page.amend(_row(page, "0002").case)
    dialog = page.deeds.dialog
    assert isinstance(dialog, ApplicationDialog)
    dialog.boxes["合格証書の写し"].setChecked(True)
    dialog.preview_button.click()
    aided.settle()
    assert any("決定できる" in _text(notice) for notice in dialog.findChildren(Notice))
    dialog.reason.setText("書類の提出")
    dialog.submit_button.click()
    aided.settle()
    assert _row(page, "0002").standing == "決定できる"


def _text(notice: Notice) -> str:
    from PySide6.QtWidgets import QLabel

    return "".join(label.text() for label in notice.findChildren(QLabel))


def test_a_new_application_proposes_the_sitting_and_its_fee(
    aided: Office, page: SubsidiesPage
) -> None:
    page.add()
    dialog = page.deeds.dialog
    assert isinstance(dialog, ApplicationDialog)
    assert dialog.exam_text == EXAM
    dialog.person.choose(people_matching(aided.database, "0003", TODAY)[:1])
    dialog.person.chosen.emit()
    aided.settle()
    assert (dialog.sat_on.day, dialog.cost.number) == (SAT, 7_500)
    dialog.submit_button.click()
    aided.settle()
    assert _states(page)["0003"] is SubsidyState.APPLIED


def test_notices_and_the_register_are_written(
    aided: Office, page: SubsidiesPage, tmp_path: Path
) -> None:
    page.decide(_row(page, "0002").case)
    dialog = page.deeds.dialog
    assert isinstance(dialog, DecisionDialog)
    dialog.submit_button.click()
    aided.settle()
    aided.answers.file = tmp_path / "通知書.xlsx"
    page.write_notices([_row(page, "0002").case])
    aided.settle()
    sheet = openpyxl.load_workbook(aided.answers.file).worksheets[0]
    text = "\n".join(str(cell.value) for row in sheet for cell in row if cell.value)
    assert "不支給決定通知書" in text
    assert "出ていない書類があります：合格証書の写し。" in text
    aided.answers.file = tmp_path / "台帳.xlsx"
    page.write_register()
    aided.settle()
    assert openpyxl.load_workbook(aided.answers.file).sheetnames == ["印刷用", "データ"]


def test_rules_are_taken_changed_and_made(aided: Office, page: SubsidiesPage) -> None:
    page.visit(Destination("subsidies", part="rules"))
    entries = {entry.rule.code: entry for entry in page.view.rules.shown_rows()}
    page.edit_rule(entries["arakawa"])
    aided.settle()
    entry = {e.rule.code: e for e in page.view.rules.shown_rows()}["arakawa"]
    assert entry.is_own
    page.edit_rule(entry)
    dialog = page.deeds.dialog
    assert isinstance(dialog, RuleDialog)
    assert dialog.rule() == entry.rule
    dialog.cap.setValue(5_000)
    dialog.submit_button.click()
    assert dialog.findChildren(ErrorPanel)
    dialog.reason.setText("要綱の改正")
    dialog.submit_button.click()
    aided.settle()
    changed = {e.rule.code: e.rule for e in page.view.rules.shown_rows()}["arakawa"]
    assert (changed.version, changed.aid.cap_yen) == (2, 5_000)


def test_without_a_rule_the_page_says_how_to_begin(empty_office: Office) -> None:
    page = empty_office.visit(SubsidiesPage, Destination("subsidies"))
    (empty,) = page.findChildren(EmptyState)
    assert empty.isVisible()
    empty.action_requested.emit()
    empty_office.settle()
    assert page.view.rules.isVisible()
    assert page.view.rules.shown_rows()
