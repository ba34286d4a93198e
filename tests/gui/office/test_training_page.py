"""The completion matrix on screen."""

from PySide6.QtCore import Qt
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState, CompletionMatrix, CourseKind
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.training.matrix_rows import FIRST_COURSE_COLUMN, broken
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import percent
from skilltrack.services import evaluation, overview

WORDS = {
    CellState.COMPLETED: "修了",
    CellState.OWED: "未修了",
    CellState.EXEMPT: "免除",
    CellState.NOT_DUE: "―",
}


def visit(office: Office) -> TrainingPage:
    return office.visit(TrainingPage, Destination("training"))


def expected(office: Office) -> CompletionMatrix:
    return evaluation.completion_matrix(office.database, "fukui", FiscalYear(2026), TODAY)


def test_every_cell_says_in_a_word_how_the_person_stands(office: Office) -> None:
    model, matrix = visit(office).view.table.filter, expected(office)
    role = Qt.ItemDataRole.DisplayRole
    assert model.rowCount() == len(matrix.rows) + 1
    for number, row in enumerate(matrix.rows, start=1):
        columns = range(FIRST_COURSE_COLUMN, FIRST_COURSE_COLUMN + len(matrix.courses))
        shown = [model.index(number, column).data(role) for column in columns]
        assert shown == [WORDS[cell.state] for cell in row.cells]


def test_a_completion_tells_its_day(office: Office) -> None:
    model, matrix = visit(office).view.table.filter, expected(office)
    row, column, cell = next(
        (row, column, cell)
        for row, person in enumerate(matrix.rows)
        for column, cell in enumerate(person.cells)
        if cell.state is CellState.COMPLETED
    )
    index = model.index(row + 1, FIRST_COURSE_COLUMN + column)
    assert cell.on is not None
    assert wareki(cell.on) in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_totals_on_top_follow_the_department(office: Office) -> None:
    page, matrix = visit(office), expected(office)
    body = evaluation.board(office.database, "fukui", FiscalYear(2026), TODAY).evaluation.body
    required = [
        number for number, course in enumerate(matrix.courses) if course.kind is CourseKind.REQUIRED
    ]
    line = page.view.table.shown_rows()[0]
    done = sum(line.totals[number].done for number in required)
    assert line.person is None
    assert done >= body.required.done  # also who completed what was not required of the band
    code = matrix.rows[0].department
    page.view.departments.choose(code)
    page.view.departments.chosen.emit()
    people = page.view.people()
    assert 0 < len(people) < len(matrix.rows)
    line = page.view.table.shown_rows()[0]
    states = [row.cells[0].state for row in people]
    assert line.totals[0].done == states.count(CellState.COMPLETED)
    assert line.totals[0].due - line.totals[0].done == states.count(CellState.OWED)
    shown = page.view.table.filter.index(0, FIRST_COURSE_COLUMN).data()
    assert shown == percent(line.totals[0].ratio)


def test_only_those_who_owe_can_be_shown(office: Office) -> None:
    page, matrix = visit(office), expected(office)
    page.view.owed_only.setChecked(True)
    shown = [line.person for line in page.view.table.shown_rows() if line.person is not None]
    assert shown == [row for row in matrix.rows if row.owed]


def test_the_courses_shown_are_of_the_kind_chosen(office: Office) -> None:
    page, matrix = visit(office), expected(office)

    def shown() -> set[CourseKind]:
        return {
            course.kind
            for column, course in enumerate(matrix.courses, FIRST_COURSE_COLUMN)
            if not page.view.table.isColumnHidden(column)
        }

    assert shown() == {CourseKind.REQUIRED, CourseKind.LEADER}
    page.view.kinds.choose("elective")
    assert shown() == {CourseKind.ELECTIVE}
    page.view.kinds.choose("every")
    assert shown() == set(CourseKind)


def test_a_unit_of_the_board_filters_to_its_people(office: Office) -> None:
    units = evaluation.board(office.database, "fukui", FiscalYear(2026), TODAY).evaluation
    choices = {one.code: one for one in overview.department_choices(office.database, TODAY)}
    for unit in units.departments:
        detail = evaluation.department_detail(
            office.database, "fukui", unit.code, FiscalYear(2026), TODAY
        )
        matrix = expected(office)
        people = [row for row in matrix.rows if row.department in choices[unit.code].within]
        assert tuple(people) == detail.matrix.rows


def test_long_names_of_courses_are_broken_into_lines() -> None:
    assert broken("情報セキュリティ") == "情報セキュリティ"
    assert broken("DX時代のITシステム調達法") == "DX時代のITシステ\nム調達法"
    assert broken("あ" * 40).split("\n")[-1].endswith("…")


def said_instead(page: TrainingPage) -> str:
    """Return what is said in place of the content."""
    assert not page.is_content_shown
    (empty,) = page.findChildren(EmptyState)
    return "".join(text.text() for text in empty.findChildren(Paragraph))


def test_a_day_on_which_nobody_counts_says_what_to_do(office: Office) -> None:
    page = visit(office)
    before_everything = TODAY.replace(year=2024)
    office.window.head.day_chosen.emit(before_everything)
    office.settle()
    assert page.standpoint is not None
    matrix = evaluation.completion_matrix(
        office.database, "fukui", page.standpoint.fiscal_year, before_everything
    )
    assert matrix.courses
    assert not matrix.rows
    assert "先に所属と職員を取り込みます" in said_instead(page)


def test_a_year_without_courses_says_what_to_do(empty_office: Office) -> None:
    assert "令和8年度の研修一覧を取り込む" in said_instead(visit(empty_office))
