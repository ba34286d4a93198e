"""A notebook at 150 % leaves 911 × 512 px: the figures get the room, the head makes it."""

import pytest
from PySide6.QtWidgets import QLabel
from tests.gui.office.conftest import Office

from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.widgets.texts import LineLabel

LOW, USUAL = (911, 512), (1366, 768)


def home(office: Office, size: tuple[int, int]) -> HomePage:
    office.window.resize(*size)
    office.settle()
    page = office.window.current
    assert isinstance(page, HomePage)
    return page


def rows_in_sight(page: HomePage) -> int:
    """Return how many rows are seen as a whole."""
    table = page.view.table
    bottom = min(
        table.viewport().height(),
        table.viewport().mapFromGlobal(page.mapToGlobal(page.rect().bottomLeft())).y(),
    )
    rects = [table.visualRect(table.filter.index(n, 2)) for n in range(table.filter.rowCount())]
    return sum(rect.height() > 0 and rect.bottom() <= bottom for rect in rects)


def test_a_low_window_shows_five_departments_below_a_reminder(office: Office) -> None:
    page = home(office, LOW)
    assert page.structures.isVisible()
    assert page.view.findChildren(QLabel)
    office.qtbot.waitUntil(lambda: rows_in_sight(page) >= 6)  # the whole body, five departments


def test_the_way_of_looking_stands_beside_the_title_only_where_it_has_to(office: Office) -> None:
    page = home(office, LOW)
    office.qtbot.waitUntil(lambda: page.structures.y() == page.export_button.y())
    assert not page.explanation.isVisible()
    page = home(office, USUAL)
    office.qtbot.waitUntil(lambda: page.structures.y() > page.export_button.y())
    assert page.explanation.isVisible()
    assert page.structures.line.isVisible()


@pytest.mark.parametrize("size", [LOW, USUAL])
def test_every_card_says_its_figure_in_any_window(office: Office, size: tuple[int, int]) -> None:
    page = home(office, size)
    cards = (page.view.required, page.view.answered, page.view.passers, page.view.leaders)
    assert len({card.height() for card in cards}) == 1
    for card in cards:
        for label in card.findChildren(QLabel):
            if label.isVisible() and label.text():
                assert label.width() >= label.sizeHint().width(), label.text()


def test_no_button_of_the_head_is_pressed_together(office: Office) -> None:
    page = home(office, LOW)
    for button in (page.export_button, page.closing_button):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
    training = office.visit(TrainingPage, Destination("training"))
    assert training.width() <= LOW[0]


def test_a_line_too_long_for_its_room_is_told_in_full_by_a_tip(office: Office) -> None:
    label = LineLabel("役割の任命と募集、評価単位ごとの配置")
    office.qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(label.sizeHint().width() + 8, 20)
    assert label.toolTip() == ""
