"""Results of a round: the figures of the service, narrowed, compared, written."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import Office

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.gui.office.analysis.page import AnalysisPage
from skilltrack.gui.office.analysis.view import BY_BAND
from skilltrack.gui.office.analysis.words import (
    CHANGE,
    HEAT,
    ITEMS,
    KNOWLEDGE,
    QUALITY,
    SPREAD,
    TREND,
)
from skilltrack.gui.office.standpoint import Destination
from skilltrack.i18n.numbers import percent, points
from skilltrack.services.rounds import running as rounds
from skilltrack.services.rounds.analysis import analysis


def visit(office: Office, part: str = HEAT) -> AnalysisPage:
    return office.visit(AnalysisPage, Destination("analysis", part=part))


def figures(office: Office) -> RoundAnalysis:
    return analysis(office.database, rounds.list_rounds(office.database)[0].round_id)


def test_the_heat_map_holds_the_means_of_the_service(office: Office) -> None:
    page = visit(office)
    found = figures(office)
    assert page.view.heat is not None
    shown = page.view.heat.rows.given_rows()
    assert shown == (found.body, *found.departments)
    first_field = page.view.heat.rows.fields[3]
    score = found.body.categories[0].score
    assert score is not None
    assert first_field.text(shown[0]) == percent(score.mean)


def test_the_map_turns_to_bands(office: Office) -> None:
    page = visit(office)
    page.view.grouping.choose(BY_BAND)
    assert page.view.heat is not None
    assert page.view.heat.rows.given_rows()[1:] == figures(office).bands


def test_opening_a_row_narrows_everything_to_the_department(office: Office) -> None:
    page = visit(office)
    assert page.view.heat is not None
    chosen = page.view.heat.shown_rows()[2]
    page.view.heat.setFocus()
    page.view.heat.selectRow(2)
    QTest.keyClick(page.view.heat, Qt.Key.Key_Return)
    office.settle()
    assert page.view.departments.code == chosen.group.code
    assert page.view.heat.rows.given_rows()[0].answered == chosen.answered


def test_the_scores_of_a_field_are_shown_with_quartiles_and_histogram(office: Office) -> None:
    page = visit(office, SPREAD)
    lines = page.view.spreads.rows.given_rows()
    found = [one.score for one in figures(office).body.categories if one.score is not None]
    assert [line.spread for line in lines] == found
    tip = page.view.spreads.rows.fields[-1].tooltip
    assert tip is not None
    assert f"{lines[0].spread.histogram[9]:,}人" in tip(lines[0]).splitlines()[-1]


def test_items_show_how_they_were_answered(office: Office) -> None:
    page = visit(office, ITEMS)
    found = figures(office)
    lines = page.view.items.rows.given_rows()
    assert [line.figures for line in lines] == list(found.body.items)
    tip = page.view.items.rows.fields[4].tooltip
    assert tip is not None
    assert all(label in tip(lines[0]) for label in lines[0].labels)


def test_the_change_is_taken_apart_and_what_is_not_compared_is_named(office: Office) -> None:
    page = visit(office, CHANGE)
    comparison = figures(office).comparison
    assert comparison is not None
    split = comparison.body.categories[0].split
    assert points(split.change) in page.view.summary.text()
    assert points(split.improved) in page.view.summary.text()
    assert page.view.changes.rows.given_rows()[0].split == split
    page.view.left_out_button.click()
    assert page.view.drawer.is_open
    page.view.fields.setCurrentIndex(1)
    page.view.fields.activated.emit(1)
    assert page.view.changes.rows.given_rows()[0].split == comparison.body.categories[1].split


def test_every_part_has_rows_and_exports_them(office: Office, tmp_path: Path) -> None:
    for part in (HEAT, SPREAD, ITEMS, CHANGE, TREND, QUALITY, KNOWLEDGE):
        page = visit(office, part)
        office.answers.file = tmp_path / f"{part}.xlsx"
        page.view.export_button.click()
        office.settle()
        sheet = load_workbook(office.answers.file).active
        assert sheet is not None
        assert sheet.max_row > len(page.view.shown_table().rows.given_rows())


def test_both_workbooks_are_written(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    for is_data in (False, True):
        office.answers.file = tmp_path / f"{is_data}.xlsx"
        page.write(is_data=is_data)
        office.settle()
        assert office.answers.file.exists()
        assert office.answers.file.name in office.told[-1]


def test_an_earlier_round_is_chosen_and_has_nothing_to_compare_with(office: Office) -> None:
    page = visit(office, CHANGE)
    spring = rounds.list_rounds(office.database)[-1]
    page.view.rounds.choose(spring.round_id)
    page.view.rounds.activated.emit(1)
    office.settle()
    assert page.view.parts.currentWidget() in page.view.empty.values()


def test_without_a_round_the_page_says_what_will_be_here(empty_office: Office) -> None:
    page = visit(empty_office)
    assert not page.is_content_shown
