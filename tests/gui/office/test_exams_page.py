"""Exams on screen: progress, sittings, and who is nearly there."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import ALWAYS
from skilltrack.domain.exams import Exam, ExamAttempt, ExamEdition, ExamField
from skilltrack.domain.gates import All, ScoreAtLeast
from skilltrack.domain.organisation import EmploymentType
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.exams.view import SITTINGS, is_near, near_people, sitting_row
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services import qualifications
from skilltrack.services.qualifications import ExamRegister, Sitting
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
    return qualifications.exam_register(office.database, "it_passport", TODAY)


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
    assert results == [words[one.passed] for one in register.sittings]


def test_what_was_lacking_is_told_in_points() -> None:
    row = sitting_row(sitting("1", date(2026, 5, 1), 580, 290, has_passed=False), {})
    assert row.lacking == (("総合評価点", 20), ("ストラテジ系", 10))
    assert row.points_lacking == 30
    assert is_near(row)
    far = sitting_row(sitting("1", date(2026, 5, 1), 500, 290, has_passed=False), {})
    assert not is_near(far)
    passed = sitting_row(sitting("1", date(2026, 5, 1), 600, 300, has_passed=True), {})
    assert passed.points_lacking is None


def test_nearly_there_is_who_fell_short_last_and_never_passed() -> None:
    rows = [
        sitting_row(sitting("near", date(2026, 5, 1), 590, 300, has_passed=False), {}),
        sitting_row(sitting("fell", date(2026, 5, 1), 590, 300, has_passed=False), {}),
        sitting_row(sitting("fell", date(2026, 6, 1), 400, 300, has_passed=False), {}),
        sitting_row(sitting("done", date(2026, 5, 1), 700, 400, has_passed=True), {}),
        sitting_row(sitting("done", date(2026, 6, 1), 590, 300, has_passed=False), {}),
    ]
    assert near_people(rows) == {"near"}


def test_the_figure_of_those_nearly_there_lists_them(office: Office) -> None:
    page = visit(office)
    page.view.near.opened.emit()
    people = {row.sitting.person.employee_no for row in page.view.sittings.shown_rows()}
    assert people == near_people(page.view.sittings.rows.given_rows())


def test_an_exam_with_pass_or_fail_alone_has_no_columns_of_scores(office: Office) -> None:
    page = visit(office)
    page.view.exams.setCurrentIndex(1)
    page.view.exam_chosen.emit()
    office.settle()
    assert page.view.sittings.filter.columnCount() == 4
    assert not page.view.near.isVisible()
