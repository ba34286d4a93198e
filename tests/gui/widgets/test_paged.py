"""A table of any length: only what is in sight is asked for, and the rest is let go."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from skilltrack.gui.widgets.paged import KEPT, NOT_READ, PAGE, PagedTable
from skilltrack.gui.widgets.rows import RowRole
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field

LENGTH = 100_000

FIELDS: tuple[Field[int], ...] = (
    Field("番号", lambda row: row, None, RIGHT, 80),
    Field("名前", lambda row: f"名前{row}", None, LEFT, 200),
)


def rows(positions: range) -> Mapping[int, int]:
    return {position: position * 10 for position in positions}


@pytest.fixture
def table(qtbot: QtBot) -> PagedTable[int]:
    """A shown table of a hundred thousand rows whose first page is at hand."""
    table: PagedTable[int] = PagedTable(FIELDS, frozen_columns=1)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show_list(LENGTH, rows(range(PAGE)))
    table.show()
    return table


def test_the_table_has_its_full_length_and_holds_a_page(table: PagedTable[int]) -> None:
    assert table.pages.rowCount() == LENGTH
    assert table.pages.rows_held == PAGE
    assert table.verticalScrollBar().maximum() > LENGTH - 30


def test_scrolling_asks_for_the_rows_in_sight(qtbot: QtBot, table: PagedTable[int]) -> None:
    with qtbot.waitSignal(table.rows_wanted) as asked:
        table.verticalScrollBar().setValue(50_000)
    (wanted,) = asked.args
    assert 50_000 in wanted
    assert len(wanted) == PAGE
    assert table.pages.index(50_000, 0).data() == NOT_READ
    table.put_rows(rows(wanted))
    assert table.pages.index(50_000, 0).data(RowRole) == 500_000


def test_what_is_at_hand_is_not_asked_for_again(qtbot: QtBot, table: PagedTable[int]) -> None:
    with qtbot.assertNotEmitted(table.rows_wanted, wait=100):
        table.verticalScrollBar().setValue(20)


def test_rows_longest_unread_are_let_go(table: PagedTable[int]) -> None:
    for start in range(0, 3 * KEPT, PAGE):
        table.put_rows(rows(range(start, start + PAGE)))
    assert table.pages.rows_held == KEPT
    assert table.row_at(0) is None
    assert table.row_at(3 * KEPT - 1) == (3 * KEPT - 1) * 10


def test_the_end_of_the_list_is_a_short_page(table: PagedTable[int]) -> None:
    wanted = table.pages.missing(LENGTH - 3, LENGTH + 20)
    assert wanted is not None
    assert wanted.stop == LENGTH


def test_a_heading_asks_for_another_order(qtbot: QtBot, table: PagedTable[int]) -> None:
    with qtbot.waitSignal(table.pages.order_asked) as asked:
        table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert asked.args == [1, Qt.SortOrder.DescendingOrder]


def test_copying_more_than_is_at_hand_is_refused(qtbot: QtBot, table: PagedTable[int]) -> None:
    with qtbot.waitSignal(table.copying_refused):
        table.copy_table()


def test_the_model_keeps_the_rules_of_qt(
    qtmodeltester: ModelTester, table: PagedTable[int]
) -> None:
    table.show_list(50, rows(range(20)))
    qtmodeltester.check(table.pages)
