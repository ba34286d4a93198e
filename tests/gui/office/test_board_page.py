"""The board: figures of the services, and what stands behind each of them."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState
from skilltrack.domain.evaluation import Evaluation, Flag
from skilltrack.domain.exams.voucher_stock import Cost
from skilltrack.gui.office.board.department_panel import DepartmentPanel, owed_by
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.board.rows import BoardRow
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.rounds.view import PEOPLE
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.office.vouchers.page import VouchersPage
from skilltrack.gui.office.vouchers.view import DUE
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.numbers import percent, ratio_figure
from skilltrack.i18n.vouchers import warning_text
from skilltrack.services import evaluation, overview
from skilltrack.services.exams.voucher_stock import voucher_stock
from skilltrack.services.rounds import chasing

YEAR = FiscalYear(2026)


def home(office: Office) -> HomePage:
    page = office.window.current
    assert isinstance(page, HomePage)
    return page


def expected(office: Office) -> Evaluation:
    return evaluation.board(office.database, "fukui", YEAR, TODAY).evaluation


def texts(page: HomePage, column: int) -> list[str]:
    model = page.view.table.filter
    role = Qt.ItemDataRole.DisplayRole
    return [model.index(row, column).data(role) for row in range(model.rowCount())]


def test_the_board_shows_the_figures_of_the_service(office: Office) -> None:
    page, found = home(office), expected(office)
    assert texts(page, 1) == ["全体", *(row.name for row in found.departments)]
    assert texts(page, 3)[1:] == [percent(row.required.ratio) for row in found.departments]
    assert texts(page, 3)[0] == percent(found.body.required.ratio)
    ranks = ["―" if row.rank is None else str(row.rank) for row in found.departments]
    assert texts(page, 0)[1:] == ranks


def test_practices_are_never_a_number(office: Office) -> None:
    page, found = home(office), expected(office)
    assert any(row.practices for row in found.departments)
    shown = texts(page, 6)[1:]
    assert shown == ["見る" if row.practices else "" for row in found.departments]


def test_the_key_figures_are_those_of_the_overview(office: Office) -> None:
    found = overview.overview(office.database, "fukui", YEAR, TODAY)
    view = home(office).view
    assert found.status is not None
    assert percent(found.board.evaluation.body.required.ratio) in view.required.accessibleName()
    assert percent(found.status.answered.ratio) in view.answered.accessibleName()
    assert f"{found.exam.total.passers}\u2009人" in view.passers.accessibleName()
    assert f"{found.without_leader}\u2009所属" in view.leaders.accessibleName()


def test_the_whole_body_stays_on_top_of_any_order(office: Office) -> None:
    page = home(office)
    page.view.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    shown = page.view.table.shown_rows()
    assert shown[0].department is None
    ratios = [row.required.ratio for row in shown[1:] if row.required.ratio is not None]
    assert ratios == sorted(ratios)


def owing_department(office: Office) -> BoardRow:
    rows = home(office).view.table.rows.given_rows()
    return next(
        row
        for row in rows
        if row.department is not None and row.required.tally.done < row.required.tally.due
    )


def test_enter_on_a_department_lists_exactly_those_who_owe(office: Office) -> None:
    page, row = home(office), owing_department(office)
    assert row.department is not None
    table = page.view.table
    table.setFocus()
    table.selectRow(page.view.table.shown_rows().index(row))
    QTest.keyClick(table, Qt.Key.Key_Return)
    office.settle()
    assert page.view.drawer.is_open
    detail = evaluation.department_detail(
        office.database, "fukui", row.department.code, YEAR, TODAY
    )
    owing = [person for person in detail.matrix.rows if person.owed]
    panel = page.findChild(DepartmentPanel)
    assert panel is not None
    labels = [label.text() for label in panel.findChildren(QLabel)]
    people = [f"{plain_name(one.name)}（{one.job_title}）" for one in owing]
    assert [text for text in labels if text in people] == people
    said = {paragraph.accessibleName() for paragraph in panel.findChildren(Paragraph)}
    for person in owing:
        assert "、".join(owed_by(person, detail.matrix.courses)) in said
    kept = {one.name for one in detail.matrix.rows} - {one.name for one in owing}
    assert not any(plain_name(name) in text for name in kept for text in labels[: len(people)])


def test_escape_closes_the_drawer(office: Office) -> None:
    page, row = home(office), owing_department(office)
    assert row.department is not None
    page.view.table.setFocus()
    page.open_department(row.department)
    office.settle()
    QTest.keyClick(page.view.table, Qt.Key.Key_Escape)
    assert not page.view.drawer.is_open


def test_the_drawer_leads_to_the_people_of_the_department(office: Office) -> None:
    page, row = home(office), owing_department(office)
    assert row.department is not None
    page.open_department(row.department)
    office.settle()
    panel = page.findChild(DepartmentPanel)
    assert panel is not None
    panel.training_button.click()
    office.settle()
    training = office.window.current
    assert isinstance(training, TrainingPage)
    detail = evaluation.department_detail(
        office.database, "fukui", row.department.code, YEAR, TODAY
    )
    shown = [line.person for line in training.view.table.shown_rows() if line.person]
    assert shown == [person for person in detail.matrix.rows if person.owed]
    assert any(cell.state is CellState.OWED for person in shown for cell in person.cells)


def test_each_key_figure_leads_to_its_page(office: Office) -> None:
    page = home(office)
    for card, kind in (
        (page.view.required, TrainingPage),
        (page.view.answered, RoundsPage),
        (page.view.passers, ExamsPage),
    ):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        office.settle()
        assert isinstance(office.window.current, kind)
        office.window.go(Destination("home", text=kind.key))
        office.settle()


def test_the_figure_of_departments_without_leader_shows_them_alone(office: Office) -> None:
    page = home(office)
    page.view.leaders.opened.emit()
    shown = {row.name for row in page.view.table.shown_rows() if row.department is not None}
    without = {row.name for row in expected(office).departments if Flag.NO_LEADER in row.flags}
    assert shown == without


def test_small_departments_can_be_left_out(office: Office) -> None:
    page = home(office)
    page.view.hides_small.setChecked(True)
    shown = [row.department for row in page.view.table.shown_rows() if row.department]
    assert shown
    assert not any(Flag.SMALL in row.flags for row in shown)


def test_charts_show_the_same_figures_and_lead_to_the_department(office: Office) -> None:
    page, found = home(office), expected(office)
    page.view.switch.choose("charts")
    charts = page._charts
    assert charts is not None
    assert page.view.shown.currentWidget() is charts
    for chart, ratios in zip(
        charts.criteria,
        (
            {row.name: percent(row.required.ratio) for row in found.departments},
            {row.name: percent(row.leader.ratio) for row in found.departments},
            {row.name: percent(row.elective.ratio) for row in found.departments},
        ),
        strict=True,
    ):
        rows = chart.chart.numbers().rows
        assert {name: figure for name, figure, _detail in rows[:-1]} == ratios
    assert charts.criteria[0].chart.numbers().rows[-1][1] == percent(found.body.required.ratio)
    first_name = charts.criteria[0].chart.numbers().rows[0][0]
    charts.criteria[0].chart.bar_activated.emit(0)
    office.settle()
    assert page.view.drawer.is_open
    assert page.findChild(DepartmentPanel) is not None
    assert page._shown_department in {
        row.code for row in found.departments if row.name == first_name
    }


def test_the_table_is_written_as_it_is_shown(office: Office, tmp_path: Path) -> None:
    page, found = home(office), expected(office)
    office.answers.file = tmp_path / "表.xlsx"
    page.export_button.click()
    office.settle()
    sheet = load_workbook(tmp_path / "表.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("順位", "所属", "人数", "①必須")
    assert [row[1] for row in rows[2:]] == [row.name for row in found.departments]
    assert [row[3] for row in rows[2:]] == [
        ratio_figure(row.required.ratio) if row.required.ratio is not None else "―"
        for row in found.departments
    ]


def test_a_reminder_that_is_due_leads_to_whom_to_remind(office: Office) -> None:
    page = home(office)
    (due,) = chasing.due_reminders(office.database, TODAY)
    notice = page.view.findChild(Notice)
    assert notice is not None
    assert due.title in notice.accessibleName()
    notice.button.click()
    office.settle()
    rounds_page = office.window.current
    assert isinstance(rounds_page, RoundsPage)
    assert rounds_page.view.switch.current == PEOPLE
    assert rounds_page.view.row is not None
    assert rounds_page.view.row.record.round_id == due.round_id


def notices(page: HomePage) -> list[Notice]:
    return [one for one in page.view.findChildren(Notice) if one.isVisibleTo(page.view)]


def test_vouchers_that_expire_within_30_days_stand_beside_a_reminder(office: Office) -> None:
    page = home(office)
    page.view.make_room(is_low=False)
    held = voucher_stock(office.database, TODAY)
    within = {one.id for one in held.lines if one.warning is not None}
    _reminder, notice = notices(page)
    assert warning_text(30, held.warnings[30]) in notice.accessibleName()
    page.view.make_room(is_low=True)
    (alone,) = notices(page)
    assert "督促日" in alone.accessibleName()
    page.view.make_room(is_low=False)
    notice.button.click()
    office.settle()
    opened = office.window.current
    assert isinstance(opened, VouchersPage)
    assert opened.view.state.currentData() == DUE
    assert {one.id for one in opened.view.stock.shown_rows()} == within


def test_what_expires_within_90_days_waits_for_a_day_without_a_reminder(office: Office) -> None:
    page = home(office)
    reminders = chasing.due_reminders(office.database, TODAY)
    page.view.show_reminders(reminders, 0, {90: Cost(22_500, 3)})
    office.settle()
    (notice,) = notices(page)
    assert "督促日" in notice.accessibleName()


def test_without_a_reminder_what_expires_within_90_days_is_told(office: Office) -> None:
    page = home(office)
    page.view.show_reminders((), 0, {90: Cost(22_500, 3)})
    office.settle()
    (notice,) = notices(page)
    assert "3枚が90日以内に期限切れになります（22,500円）。" in notice.accessibleName()
    page.view.show_reminders((), 5, {90: Cost(22_500, 3)})
    office.settle()
    (notice,) = notices(page)
    assert "保存期間" in notice.accessibleName()
