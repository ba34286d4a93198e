"""Exams on screen: progress, sittings, and who is nearly there."""

from datetime import date

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamEdition, ExamField
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes.gates import All
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.gui.office.exams.dialogs import EndDialog, StartDialog
from skilltrack.gui.office.exams.entry_dialog import EntryDialog
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.exams.person_panel import CORRECT, END, ENTER, START, PersonExamsPanel
from skilltrack.gui.office.exams.rows import sitting_row
from skilltrack.gui.office.exams.view import FIELDS, PEOPLE, SITTINGS
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.exams.people import Among, ExamPerson, exam_people
from skilltrack.services.exams.plans import start_studying
from skilltrack.services.exams.register import ExamRegister, Sitting, exam_register
from skilltrack.store.organisation import InPost

EXAM = Exam(
    "exam",
    "試験",
    (),
    (
        ExamEdition(
            "1",
            ALWAYS,
            (ExamField("total", "総合評価点", 1000), ExamField("strategy", "ストラテジ系", 1000)),
            All(
                (
                    ScoreAtLeast("total", "総合600点以上", "total", 600),
                    ScoreAtLeast("strategy", "ストラテジ300点以上", "strategy", 300),
                )
            ),
        ),
    ),
)


def sitting(number: str, on: date, total: int, strategy: int, *, has_passed: bool) -> Sitting:
    person = InPost(number, "名", "ナ", "01", "主事", EmploymentType.REGULAR, None, None)
    scores = {"total": total, "strategy": strategy}
    return Sitting(person, EXAM, ExamAttempt(number, "exam", on, scores), has_passed)


def visit(office: Office) -> ExamsPage:
    return office.visit(ExamsPage, Destination("exams"))


def expected(office: Office) -> ExamRegister:
    return exam_register(office.database, "it_passport", TODAY)


def test_departments_show_the_progress_of_the_service(office: Office) -> None:
    page, register = visit(office), expected(office)
    rows = page.view.progress.rows.given_rows()
    assert [row.progress for row in rows] == [register.total, *register.departments]
    assert rows[0].is_whole
    assert f"{register.total.passers}\u2009人" in page.view.passers.accessibleName()


def test_a_department_opens_its_sittings(office: Office) -> None:
    page = visit(office)
    rows = page.view.progress.shown_rows()
    number = next(n for n, row in enumerate(rows) if not row.is_whole and row.progress.attempts)
    page.view.progress.setFocus()
    page.view.progress.selectRow(number)
    QTest.keyClick(page.view.progress, Qt.Key.Key_Return)
    assert page.view.switch.current == SITTINGS
    assert len(page.view.sittings.shown_rows()) == rows[number].progress.attempts


def test_every_sitting_is_listed_with_its_scores_and_the_verdict(office: Office) -> None:
    page, register = visit(office), expected(office)
    page.view.switch.choose(SITTINGS)
    shown = page.view.sittings.shown_rows()
    assert [row.sitting for row in shown] == list(register.sittings)
    model = page.view.sittings.filter
    headings = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(9)]
    assert headings[4:8] == ["総合評価点", "ストラテジ系", "マネジメント系", "テクノロジ系"]
    words = {True: "合格", False: "不合格", None: "未判定"}
    results = [model.index(row, 3).data() for row in range(model.rowCount())]
    for result, row in zip(results, shown, strict=True):
        doubt = "（食い違い）" if row.judged.contradicts else ""
        assert result == words[row.sitting.passed] + doubt


def test_what_was_lacking_is_told_in_points() -> None:
    row = sitting_row(sitting("1", date(2026, 5, 1), 580, 290, has_passed=False), {})
    assert [(one.name, one.lacking) for one in row.judged.lacking] == [
        ("総合評価点", 20),
        ("ストラテジ系", 10),
    ]
    assert row.points_lacking == 30
    assert row.judged.is_near
    far = sitting_row(sitting("1", date(2026, 5, 1), 500, 290, has_passed=False), {})
    assert not far.judged.is_near
    passed = sitting_row(sitting("1", date(2026, 5, 1), 600, 300, has_passed=True), {})
    assert passed.points_lacking is None


def test_the_figure_of_those_nearly_there_lists_them(office: Office) -> None:
    page = visit(office)
    page.view.near.opened.emit()
    people = {row.sitting.person.employee_no for row in page.view.sittings.shown_rows()}
    assert people == {
        one.person.employee_no
        for one in exam_people(office.database, "it_passport", TODAY).people
        if one.is_counted and one.progress.near_miss
    }
    assert f"{len(people)}\u2009人" in page.view.near.accessibleName()


def test_an_exam_with_pass_or_fail_alone_has_no_columns_of_scores(office: Office) -> None:
    page = visit(office)
    page.view.exams.setCurrentIndex(1)
    page.view.exam_chosen.emit()
    office.settle()
    assert page.view.sittings.filter.columnCount() == 4
    assert not page.view.near.isVisible()


# People


def stage_of(office: Office, number: str) -> ExamStage:
    found = exam_people(office.database, "it_passport", TODAY).person(number)
    assert found is not None
    return found.progress.stage


def listed(office: Office, page: ExamsPage, among: Among | ExamStage) -> tuple[ExamPerson, ...]:
    page.view.switch.choose(PEOPLE)
    page.view.people.choose_among(among)
    office.settle()
    return page.view.people.people


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_the_people_are_those_asked_for_and_their_number_is_told(office: Office) -> None:
    page = visit(office)
    everybody = listed(office, page, Among.EVERYBODY)
    assert page.view.people.table.pages.rowCount() == len(everybody)
    assert page.view.count.text() == f"{len(everybody)}\u2009人"
    passed = listed(office, page, ExamStage.PASSED)
    assert {one.progress.stage for one in passed} == {ExamStage.PASSED}
    page.search("居ない名前")
    office.settle()
    assert page.view.people.people == ()
    assert page.view.people.nobody.isVisible()
    page.search("")
    office.settle()
    assert page.view.people.people == passed


def test_a_heading_orders_the_people(office: Office) -> None:
    page = visit(office)
    listed(office, page, ExamStage.PASSED)
    page.view.people.table.sortByColumn(8, Qt.SortOrder.DescendingOrder)
    office.settle()
    totals = [one.latest_total for one in page.view.people.people if one.latest_total is not None]
    assert totals == sorted(totals, reverse=True)


def test_a_person_opens_with_plans_and_conditions_and_leads_on(office: Office) -> None:
    page = visit(office)
    one = listed(office, page, ExamStage.PASSED)[0]
    page.view.people.table.selectRow(0)
    press(page.view.people.table, Qt.Key.Key_Return)
    office.settle()
    assert page.view.drawer.is_open
    panel = page.view.drawer.findChild(PersonExamsPanel)
    assert panel is not None
    panel.person_chosen.emit(one.person.employee_no)
    office.settle()
    assert isinstance(office.window.current, PeoplePage)
    office.window.current.person.switch.choose("exams")
    office.settle()
    assert office.window.current.exams.panel is not None


def test_people_chosen_in_the_list_begin_at_once_and_it_can_be_undone(office: Office) -> None:
    page = visit(office)
    people = listed(office, page, ExamStage.NOT_STARTED)[:3]
    table = page.view.people.table
    commands = QItemSelectionModel.SelectionFlag
    for row in range(len(people)):
        table.selectionModel().select(table.pages.index(row, 0), commands.Select | commands.Rows)
    page._ask(START)
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, StartDialog)
    assert dialog.numbers == tuple(one.person.employee_no for one in people)
    dialog.submit_button.click()
    office.settle()
    assert {stage_of(office, number) for number in dialog.numbers} == {ExamStage.STUDYING}
    page._show_history()
    office.settle()
    page.deeds.dialog.undo_button.click()  # type: ignore[union-attr]
    office.settle()
    assert {stage_of(office, number) for number in dialog.numbers} == {ExamStage.NOT_STARTED}


def test_giving_up_without_a_reason_is_told_in_the_form(office: Office) -> None:
    page = visit(office)
    number = listed(office, page, ExamStage.NOT_STARTED)[0].person.employee_no
    start_studying(office.database, [number], "it_passport", TODAY, today=TODAY)
    page.reload()
    office.settle()
    listed(office, page, ExamStage.STUDYING)
    page.search(number)
    office.settle()
    page.view.people.table.selectRow(0)
    page._ask(END)
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, EndDialog)
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.reason.setText("業務の都合")
    dialog.submit_button.click()
    office.settle()
    assert dialog.numbers == (number,)
    assert stage_of(office, number) is ExamStage.GIVEN_UP


def entry(office: Office, page: ExamsPage) -> EntryDialog:
    page._ask(ENTER)
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, EntryDialog)
    return dialog


def type_result(office: Office, dialog: EntryDialog, number: str, *scores: int) -> None:
    QTest.keyClicks(dialog.person.line, number)
    press(dialog.person.line, Qt.Key.Key_Return)
    office.settle()
    for score in scores:
        field = dialog.focusWidget()
        assert field is not None
        QTest.keyClicks(field, str(score))
        press(field, Qt.Key.Key_Return)
    office.settle()


def test_results_are_typed_by_the_keyboard_alone(office: Office) -> None:
    page = visit(office)
    first, second = listed(office, page, ExamStage.NOT_STARTED)[:2]
    page.view.people.table.clearSelection()
    dialog = entry(office, page)
    assert dialog.focusWidget() is dialog.person.line
    type_result(office, dialog, first.person.employee_no, 640, 290, 655, 780)
    type_result(office, dialog, second.person.employee_no, 600, 300, 300, 300)
    assert stage_of(office, first.person.employee_no) is ExamStage.FAILED
    assert stage_of(office, second.person.employee_no) is ExamStage.PASSED
    shown = [dialog.entered.fields[1].text(row) for row in dialog.entered.rows.given_rows()]
    assert shown == ["合格", "不合格：ストラテジ系 あと10点"]
    assert dialog.person.line.hasFocus()
    dialog.back_button.click()
    office.settle()
    assert stage_of(office, second.person.employee_no) is ExamStage.NOT_STARTED
    assert len(dialog.entered.rows.given_rows()) == 1


def test_the_form_shows_pass_and_contradiction_at_once(office: Office) -> None:
    page = visit(office)
    one = listed(office, page, ExamStage.NOT_STARTED)[0]
    page.view.people.table.selectRow(0)
    dialog = entry(office, page)
    assert dialog.person.numbers == (one.person.employee_no,)
    assert dialog.focusWidget() is dialog.scores.fields["total"]
    for field, score in zip(dialog.scores.fields.values(), (640, 290, 655, 780), strict=True):
        field.setText(str(score))
    assert "不合格：ストラテジ系 あと10点" in _text(dialog.verdict)
    dialog.outcome.choose("passed")
    dialog.outcome.activated.emit(0)
    assert "届いた合否は合格、規則では不合格" in _text(dialog.verdict)
    dialog.scores.fields["total"].setText("多い")
    dialog.save()
    assert stage_of(office, one.person.employee_no) is ExamStage.NOT_STARTED


def _text(widget: QWidget) -> str:
    return "".join(label.text() for label in widget.findChildren(QLabel))


def test_a_sitting_is_corrected_from_the_panel(office: Office) -> None:
    page = visit(office)
    one = listed(office, page, ExamStage.FAILED)[0]
    latest = one.progress.latest
    assert latest is not None
    number = one.person.employee_no
    page.deeds.ask_sitting(CORRECT, "it_passport", number, one.person.name, latest.attempt.on)
    office.settle()
    dialog = page.deeds.dialog
    assert dialog is not None
    for field in dialog.scores.fields.values():  # type: ignore[attr-defined]
        field.setText("700")
    dialog.reason.setText("転記の誤り")  # type: ignore[attr-defined]
    dialog.outcome.choose("")  # type: ignore[attr-defined]
    dialog.submit_button.click()  # type: ignore[attr-defined]
    office.settle()
    assert stage_of(office, number) is ExamStage.PASSED


def test_differences_stand_only_above_the_threshold(office: Office) -> None:
    page = visit(office)
    page.view.switch.choose(FIELDS)
    office.settle()
    for row in page.view.fields.table.rows.given_rows():
        for figure in row.figures:
            assert figure is None or figure.mean is None or figure.people >= 5
