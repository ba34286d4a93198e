"""Verdicts on screen: tiers, what is missing in words, the drawer of a person."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.schemes.verdict_rows import VerdictRow, requirement_rows
from skilltrack.gui.office.schemes.view import PersonPanel
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.cards import KeyFigure
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.services.verdicts import tiers


def visit(office: Office, scheme: str) -> SchemesPage:
    page = office.visit(SchemesPage, Destination("schemes"))
    page.view.schemes.setCurrentIndex(page.view.schemes.findData(scheme))
    page.view.scheme_chosen.emit()
    office.settle()
    return page


def rows(page: SchemesPage) -> tuple[VerdictRow, ...]:
    return page.view.table.rows.given_rows()


@pytest.mark.parametrize("scheme", ["fukui", "kitakyushu"])
def test_everybody_is_judged_as_the_service_does(office: Office, scheme: str) -> None:
    page = visit(office, scheme)
    found = tiers.judge_all(office.database, scheme, TODAY)
    assert tuple(row.found for row in rows(page)) == found.people
    for row in rows(page):
        assert len(row.missing) == len(row.found.verdict.missing)


def test_by_post_the_figures_count_who_meets_the_tier(office: Office) -> None:
    page = visit(office, "fukui")
    scheme = tiers.judge_all(office.database, "fukui", TODAY)
    expected = Counter(one.verdict.expected for one in scheme.people)
    met = Counter(one.verdict.expected for one in scheme.people if one.verdict.met)
    cards = [card for card in page.findChildren(KeyFigure) if card.isVisible()]
    said = [card.accessibleName() for card in cards]
    for tier, text in zip(scheme.scheme.tiers, said, strict=True):
        assert text.startswith(f"{tier.name} {met[tier.code]}\u2009人")
        assert f"{expected[tier.code]}人中" in text


def test_earned_the_figures_count_who_has_reached_the_tier(office: Office) -> None:
    page = visit(office, "kitakyushu")
    scheme = tiers.judge_all(office.database, "kitakyushu", TODAY)
    reached = Counter(one.verdict.reached for one in scheme.people)
    cards = [card for card in page.findChildren(KeyFigure) if card.isVisible()]
    for tier, card in zip(scheme.scheme.tiers, cards, strict=True):
        assert card.accessibleName().startswith(f"{tier.name} {reached[tier.code]}\u2009人")


def test_a_figure_shows_the_people_of_its_tier(office: Office) -> None:
    page = visit(office, "fukui")
    cards = [card for card in page.findChildren(KeyFigure) if card.isVisible()]
    cards[1].opened.emit()
    shown = page.view.table.shown_rows()
    assert shown
    assert {row.tier_place for row in shown} == {1}


def test_candidates_can_be_shown_alone(office: Office) -> None:
    page = visit(office, "fukui")
    page.view.candidates_only.setChecked(True)
    shown = page.view.table.shown_rows()
    assert [row.found for row in shown] == [
        row.found for row in rows(page) if row.found.verdict.candidates
    ]


def test_the_drawer_shows_every_requirement_with_value_and_threshold(office: Office) -> None:
    page = visit(office, "kitakyushu")
    table = page.view.table
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.view.drawer.is_open
    panel = page.findChild(PersonPanel)
    assert panel is not None
    assert page.view.words is not None
    row = table.shown_rows()[0]
    requirements = requirement_rows(row.found, page.view.words)
    assert len(requirements) == len(row.found.verdict.requirements)
    said = {paragraph.accessibleName() for paragraph in panel.findChildren(Paragraph)}
    assert {requirement.detail for requirement in requirements} <= said


def test_courses_that_are_missing_are_named(office: Office) -> None:
    page = visit(office, "fukui")
    lacking = [
        (row, leaf)
        for row in rows(page)
        for leaf in row.found.verdict.requirements
        if leaf.lacking and leaf.id in row.found.verdict.missing
    ]
    assert lacking
    assert page.view.words is not None
    for row, leaf in lacking:
        text = "、".join(row.missing)
        assert all(page.view.words.courses[code] in text for code in leaf.lacking)


def test_whoever_has_not_answered_is_not_judged_to_have_nothing(office: Office) -> None:
    page = visit(office, "kitakyushu")
    assert page.view.words is not None
    silent = [row for row in rows(page) if not row.has_answer]
    assert silent
    for requirement in requirement_rows(silent[0].found, page.view.words):
        if "得点" in requirement.label:
            assert requirement.detail.startswith("―")
