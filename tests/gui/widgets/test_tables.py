from dataclasses import dataclass
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.frozen import FrozenColumn
from skilltrack.gui.widgets.tables import LEAST_STRETCHED, RIGHT, Field, TableView
from skilltrack.i18n.numbers import percent


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    headcount: int
    ratio: Fraction | None


FIELDS: tuple[Field[Department], ...] = (
    Field("所属", lambda row: row.name),
    Field("所属コード", lambda row: row.code),
    Field("人数", lambda row: row.headcount, alignment=RIGHT),
    Field(
        "受講率", lambda row: percent(row.ratio), sort_key=lambda row: row.ratio, alignment=RIGHT
    ),
    Field("備考", lambda row: f"{row.name}の備考", width=600),
)

ROWS = tuple(
    Department(f"{number:04}", f"第{number}課", 5 + number, Fraction(number, 40))
    for number in range(40)
)


def make_table(qtbot: QtBot, *, is_first_column_frozen: bool = False) -> TableView[Department]:
    table = TableView(FIELDS, frozen_columns=int(is_first_column_frozen))
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show_rows(ROWS)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    table.setFocus()
    return table


@pytest.fixture
def table(qtbot: QtBot) -> TableView[Department]:
    return make_table(qtbot)


@pytest.fixture
def frozen_table(qtbot: QtBot) -> TableView[Department]:
    return make_table(qtbot, is_first_column_frozen=True)


def clipboard_text() -> str:
    return QGuiApplication.clipboard().text()


def click_heading(qtbot: QtBot, table: TableView[Department], column: int) -> None:
    heading = table.horizontalHeader()
    x = heading.sectionViewportPosition(column) + 20
    middle = QPoint(x, heading.height() // 2)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_a_click_on_a_heading_sorts_and_the_next_turns_it_round(
    qtbot: QtBot, table: TableView[Department]
) -> None:
    click_heading(qtbot, table, 2)
    first = table.shown_rows()[0].headcount
    click_heading(qtbot, table, 2)
    assert {first, table.shown_rows()[0].headcount} == {5, 44}


def test_enter_and_double_click_open_the_row(qtbot: QtBot, table: TableView[Department]) -> None:
    opened: list[Department] = []
    table.row_activated.connect(opened.append)
    table.choose(ROWS[3])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    at = table.visualRect(table.filter.index(5, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [ROWS[3], ROWS[5]]


def test_moving_the_cursor_tells_the_row(qtbot: QtBot, table: TableView[Department]) -> None:
    told: list[Department | None] = []
    table.current_row_changed.connect(told.append)
    table.choose(ROWS[7])
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert told == [ROWS[7], ROWS[8]]
    assert table.current_row() == ROWS[8]


def test_ctrl_c_copies_the_chosen_rows_as_they_are_shown(
    qtbot: QtBot, table: TableView[Department]
) -> None:
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    table.choose(ROWS[38])
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard_text().split("\n") == [
        "第38課\t0038\t43\t95.0%\t第38課の備考",
        "第37課\t0037\t42\t92.5%\t第37課の備考",
    ]


def test_the_whole_table_is_copied_with_headings_and_only_what_the_filter_shows(
    qtbot: QtBot, table: TableView[Department]
) -> None:
    table.filter.set_text("第39")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_C, both)
    assert clipboard_text().split("\n") == [
        "所属\t所属コード\t人数\t受講率\t備考",
        "第39課\t0039\t44\t97.5%\t第39課の備考",
    ]


def test_excel_gets_codes_as_text_and_figures_as_numbers(
    qtbot: QtBot, table: TableView[Department]
) -> None:
    table.choose(ROWS[7])
    table.copy_rows()
    html = QGuiApplication.clipboard().mimeData().html()
    assert "<td style=\"mso-number-format:'\\@'\">0007</td>" in html
    assert "<td>12</td>" in html
    assert "<td>17.5%</td>" in html


def test_a_single_cell_can_be_copied(qtbot: QtBot, table: TableView[Department]) -> None:
    table.setCurrentIndex(table.filter.index(2, 1))
    table.copy_cell()
    assert clipboard_text() == "0002"


def test_the_menu_offers_to_copy(qtbot: QtBot, table: TableView[Department]) -> None:
    table.choose(ROWS[0])
    at = table.visualRect(table.filter.index(0, 1)).center()
    table.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.actions()[0].trigger()
    menu.close()
    assert texts == ["行をコピー", "セルをコピー", "表全体を見出しごとコピー"]
    assert clipboard_text().startswith("第0課\t")


def test_columns_are_wide_enough_for_heading_and_cells(table: TableView[Department]) -> None:
    measure = table.fontMetrics()
    for column, field in enumerate(FIELDS):
        longest = max(measure.horizontalAdvance(field.text(row)) for row in ROWS)
        assert table.columnWidth(column) >= min(320, longest)
    assert table.rowHeight(0) == 30


def test_the_choice_survives_sorting(table: TableView[Department]) -> None:
    table.choose(ROWS[4])
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert table.current_row() == ROWS[4]


def test_the_row_of_the_cursor_stays_in_sight_when_the_table_shrinks(
    frozen_table: TableView[Department],
) -> None:
    frozen_table.choose(ROWS[9])
    frozen_table.resize(600, 180)
    row = frozen_table.visualRect(frozen_table.currentIndex())
    assert frozen_table.viewport().rect().contains(QPoint(5, row.top()))
    assert row.bottom() <= frozen_table.viewport().height()


def frozen_column(table: TableView[Department]) -> FrozenColumn:
    return table.findChild(FrozenColumn)


def test_the_first_column_stays_when_scrolling_sideways(
    frozen_table: TableView[Department],
) -> None:
    frozen = frozen_column(frozen_table)
    frozen_table.horizontalScrollBar().setValue(300)
    assert frozen.visualRect(frozen_table.filter.index(0, 0)).left() == 0
    assert frozen.width() == frozen_table.columnWidth(0)
    assert frozen_table.visualRect(frozen_table.filter.index(0, 0)).left() == -300


def test_the_frozen_column_scrolls_with_the_rows_in_both_directions(
    qtbot: QtBot, frozen_table: TableView[Department]
) -> None:
    frozen = frozen_column(frozen_table)
    last = frozen_table.filter.index(39, 0)
    frozen_table.scrollToBottom()
    assert frozen.visualRect(last).top() == frozen_table.visualRect(last).top()
    wheel = QWheelEvent(
        QPointF(10, 10),
        QPointF(frozen.mapToGlobal(QPoint(10, 10))),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 (not inverted)
    )
    QApplication.sendEvent(frozen.viewport(), wheel)
    assert frozen_table.verticalScrollBar().value() < frozen_table.verticalScrollBar().maximum()
    assert frozen.verticalScrollBar().value() == frozen_table.verticalScrollBar().value()


def test_the_heading_of_the_frozen_column_sorts_the_table(
    qtbot: QtBot, frozen_table: TableView[Department]
) -> None:
    frozen_table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    heading = frozen_column(frozen_table).horizontalHeader()
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert frozen_table.shown_rows()[0].name == "第0課"
    assert frozen_table.horizontalHeader().sortIndicatorSection() == 0
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert frozen_table.shown_rows()[0].name == "第9課"


def test_a_click_in_the_frozen_column_chooses_the_row(
    qtbot: QtBot, frozen_table: TableView[Department]
) -> None:
    frozen = frozen_column(frozen_table)
    opened: list[Department] = []
    frozen_table.row_activated.connect(opened.append)
    at = frozen.visualRect(frozen_table.filter.index(2, 0)).center()
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert frozen_table.current_row() == ROWS[2]
    qtbot.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [ROWS[2]]


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    table = TableView(FIELDS)
    other = TableView(FIELDS)
    column.addWidget(table)
    column.addWidget(other)
    table.show_rows(ROWS)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert other.hasFocus()


def cell_colours(table: TableView[Department], row: int) -> list[str]:
    """The colours along the bar of a row, from left to right."""
    place = table.visualRect(table.filter.index(row, 3))
    image = table.viewport().grab().toImage()
    y = place.center().y()
    return [image.pixelColor(x, y).name() for x in range(place.left() + 8, place.right() - 70)]


def test_bars_fill_in_proportion_and_no_data_differs_from_zero(qtbot: QtBot) -> None:
    table = TableView(FIELDS)
    qtbot.addWidget(table)
    table.setItemDelegateForColumn(3, BarDelegate(table))
    rows = [
        Department("1", "全", 1, Fraction(1)),
        Department("2", "半", 1, Fraction(1, 2)),
        Department("3", "零", 1, Fraction(0)),
        Department("4", "無", 1, None),
    ]
    table.show_rows(rows)
    table.setColumnWidth(3, 260)
    table.resize(900, 300)
    table.show()
    bar = "#0072b2"
    full, half, zero, unknown = (cell_colours(table, row) for row in range(4))
    assert 0.4 < half.count(bar) / full.count(bar) < 0.6
    assert zero.count(bar) == 0
    assert unknown.count(bar) == 0
    assert len(set(unknown)) > len(set(zero))


def test_stretched_column_takes_what_is_left_and_stays_readable_when_nothing_is(
    qtbot: QtBot,
) -> None:
    table = TableView(FIELDS[:4], stretched=0)
    qtbot.addWidget(table)
    table.resize(1000, 400)
    table.show_rows(ROWS)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    heading = table.horizontalHeader()
    assert heading.length() == table.viewport().width()
    table.resize(260, 400)
    assert heading.sectionSize(0) == LEAST_STRETCHED
    assert heading.length() > table.viewport().width()
    table.resize(1000, 400)
    assert heading.length() == table.viewport().width()
