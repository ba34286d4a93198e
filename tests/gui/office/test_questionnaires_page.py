"""Questionnaires in the office window: versions, changes, files taken over and written out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import Office

from skilltrack.domain.questionnaires.definition import Choice, ItemKind, Questionnaire
from skilltrack.exchange.xlsform.writer import write_xlsform
from skilltrack.gui.answer.preview import PreviewWindow
from skilltrack.gui.office.questionnaires.dialogs import ImportDialog, ProblemsDialog
from skilltrack.gui.office.questionnaires.page import QuestionnairesPage
from skilltrack.gui.office.questionnaires.rows import item_rows
from skilltrack.gui.office.questionnaires.view import DIFFERENCE, ITEMS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.cards import Notice
from skilltrack.i18n.versions import difference_lines
from skilltrack.services.questionnaires import (
    check_questionnaire,
    difference_of,
    import_questionnaire,
    list_versions,
)

Change = Callable[[Questionnaire], Questionnaire]


@pytest.fixture
def page(office: Office) -> QuestionnairesPage:
    return office.visit(QuestionnairesPage, Destination("questionnaires", part=ITEMS))


def newest(office: Office) -> Questionnaire:
    return list_versions(office.database)[0].questionnaire


def reworded(questionnaire: Questionnaire) -> Questionnaire:
    first, *others = questionnaire.items
    return replace(questionnaire, items=(replace(first, text="別のことを尋ねます。"), *others))


def without_security(questionnaire: Questionnaire) -> Questionnaire:
    return replace(
        questionnaire,
        items=tuple(item for item in questionnaire.items if item.category != "security"),
        categories=tuple(one for one in questionnaire.categories if one.code != "security"),
    )


def choose(office: Office, page: QuestionnairesPage, path: Path) -> None:
    office.answers.file = path
    page.take_button.click()
    office.settle()


def previewed(office: Office, page: QuestionnairesPage, path: Path, change: Change) -> ImportDialog:
    write_xlsform(path, change(newest(office)))
    choose(office, page, path)
    assert isinstance(page.dialog, ImportDialog)
    assert page.dialog.isVisible()
    return page.dialog


def test_every_version_is_listed_with_the_rounds_that_use_it(
    office: Office, page: QuestionnairesPage
) -> None:
    versions = list_versions(office.database)
    assert tuple(row.version for row in page.view.versions.shown_rows()) == versions
    assert page.view.row is not None
    assert page.view.row.questionnaire == newest(office)
    fields = {field.label: field for field in page.view.versions.rows.fields}
    assert fields["使用中の調査"].text(page.view.row) == "、".join(versions[0].rounds)
    assert "最新" in fields["版"].text(page.view.row)


def test_items_stand_field_by_field_with_kind_steps_and_right_answer(
    office: Office, page: QuestionnairesPage
) -> None:
    found = newest(office)
    rows = page.view.items.table.shown_rows()
    assert [row.item for row in rows] == [
        item for items in found.items_by_category.values() for item in items
    ]
    fields = {field.label: field for field in page.view.items.table.rows.fields}
    check = next(row for row in rows if row.item.kind is ItemKind.CHOICE)
    rating = next(row for row in rows if row.item.kind is ItemKind.RATING)
    right = [choice.label for choice in check.item.choices if choice.is_right]
    assert fields["正答"].text(check) == "／".join(right)
    assert fields["種類"].text(check) == "知識確認"
    assert fields["段階・選択肢"].text(rating) == f"共通の{len(found.scale.steps)}段階"
    assert found.scale.steps[-1].label in rating.answers


def test_a_scale_of_its_own_is_named_as_such(office: Office) -> None:
    found = newest(office)
    scale = replace(found.scale, steps=found.scale.steps[1:3])
    rating = next(item for item in found.items if item.kind is ItemKind.RATING)
    own = replace(found, items=(replace(rating, scale=scale),))
    (row,) = item_rows(own)
    first, last = scale.steps
    assert row.shown_answers == f"独自の2段階（{first.label}～{last.label}）"


def test_the_items_of_one_field_can_be_looked_at(page: QuestionnairesPage) -> None:
    assert page.view.row is not None
    category = page.view.row.questionnaire.categories[1]
    page.view.fields.setCurrentIndex(page.view.fields.findData(category.code))
    page.view.fields.activated.emit(page.view.fields.currentIndex())
    shown = page.view.items.table.shown_rows()
    assert {row.category for row in shown} == {category}
    assert page.view.count.text() == f"{len(shown)} 問"


def test_an_item_opens_in_full(page: QuestionnairesPage) -> None:
    table = page.view.items.table
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.view.items.drawer.is_open


def test_the_changes_are_those_of_the_service(office: Office, page: QuestionnairesPage) -> None:
    page.view.switch.choose(DIFFERENCE)
    found = difference_of(office.database, "sakata@1", "sakata@2")
    assert page.view.differences.table.shown_rows() == difference_lines(found)
    table = page.view.differences.table
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.view.differences.drawer.is_open


def test_the_first_version_has_nothing_before_it(page: QuestionnairesPage) -> None:
    page.view.switch.choose(DIFFERENCE)
    page.view.versions.selectRow(len(page.view.versions.shown_rows()) - 1)
    assert page.view.first_version.isVisible()
    assert not page.view.export_button.isEnabled()


def test_a_file_is_taken_over_only_after_its_changes_were_seen(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    before = list_versions(office.database)
    dialog = previewed(office, page, tmp_path / "改訂.xlsx", reworded)
    (line,) = (one for one in dialog.differences.table.shown_rows() if one.change == "設問文")
    assert line.after == "別のことを尋ねます。"
    assert line.is_comparable is False
    assert list_versions(office.database) == before
    QTest.mouseClick(dialog.take_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert not dialog.isVisible()
    assert newest(office).version == before[0].questionnaire.version + 1
    assert page.view.row is not None
    assert page.view.row.questionnaire == newest(office)
    assert "次に始める調査から使われます" in office.told[-1]


def test_leaving_the_changes_takes_nothing_over(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    before = list_versions(office.database)
    dialog = previewed(office, page, tmp_path / "改訂.xlsx", reworded)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    office.settle()
    assert not dialog.isVisible()
    assert list_versions(office.database) == before


def test_requirements_that_lose_their_field_are_named_once(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    dialog = previewed(office, page, tmp_path / "改訂.xlsx", without_security)
    told = [notice.accessibleName() for notice in dialog.findChildren(Notice)]
    (warning,) = (text for text in told if "判定できなくなります" in text)
    names = warning.partition("：")[2].partition("。")[0].split("、")
    assert len(names) == len(set(names)) > 1


def test_a_new_questionnaire_shows_its_items(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    dialog = previewed(
        office, page, tmp_path / "独自.xlsx", lambda found: replace(found, id="own", version=1)
    )
    assert len(dialog.items.table.shown_rows()) == len(newest(office).items)
    dialog.take_button.click()
    office.settle()
    assert {one.questionnaire.id for one in list_versions(office.database)} == {"own", "sakata"}


def test_a_file_that_says_nothing_new_is_told_so(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    path = tmp_path / "同じ.xlsx"
    write_xlsform(path, newest(office))
    choose(office, page, path)
    assert page.dialog is None
    assert "同じ内容" in office.told[-1]


def test_all_mistakes_are_listed_with_their_sheet_and_saved(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    path = tmp_path / "誤り.xlsx"
    write_xlsform(path, newest(office))
    workbook = load_workbook(path)
    workbook["survey"]["A4"] = "select_one ないリスト"
    workbook["choices"]["D3"] = "たくさん"
    workbook.save(path)
    before = list_versions(office.database)
    choose(office, page, path)
    assert isinstance(page.dialog, ProblemsDialog)
    table = page.dialog.panel.table
    places = {(one.place.sheet, one.place.row) for one in table.shown_rows()}
    assert {("survey", 4), ("choices", 3)} <= places
    assert table.rows.fields[0].text(table.shown_rows()[0]) == "survey"
    saved = tmp_path / "確認事項.xlsx"
    office.answers.file = saved
    QTest.mouseClick(page.dialog.panel.save_button, Qt.MouseButton.LeftButton)
    office.settle()
    cells = [cell for row in load_workbook(saved).worksheets[0].values for cell in row]
    assert {"survey", "choices"} <= set(cells)
    assert list_versions(office.database) == before
    page.dialog.reject()


@pytest.mark.parametrize("suffix", [".xlsx", ".toml"])
def test_a_version_is_written_so_that_it_can_be_taken_over_again(
    office: Office, page: QuestionnairesPage, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"書き出し{suffix}"
    office.answers.file = path
    page.view.versions.selectRow(1)
    page.view.write_button.click()
    office.settle()
    assert check_questionnaire(path) == list_versions(office.database)[1].questionnaire


def test_staff_see_it_as_the_preview_shows_it(page: QuestionnairesPage) -> None:
    QTest.mouseClick(page.view.preview_button, Qt.MouseButton.LeftButton)
    assert isinstance(page.preview, PreviewWindow)
    assert page.preview.isVisible()
    page.preview.close()


def test_a_version_taken_over_elsewhere_is_seen_after_reading_again(
    office: Office, page: QuestionnairesPage, tmp_path: Path
) -> None:
    path = tmp_path / "改訂.xlsx"
    found = newest(office)
    check = next(item for item in found.items if item.kind is ItemKind.CHOICE)
    more = replace(check, choices=(*check.choices, Choice("other", "どれでもない")))
    items = tuple(more if item is check else item for item in found.items)
    write_xlsform(path, replace(found, items=items))
    import_questionnaire(office.database, path)
    page.reload()
    office.settle()
    page.view.versions.selectRow(0)
    page.view.switch.choose(DIFFERENCE)
    (line,) = page.view.differences.table.shown_rows()
    assert (line.subject, line.change) == (check.code, "選択肢・正答")
    assert line.after.endswith("／どれでもない")


def test_a_new_data_file_holds_the_questionnaire_of_its_schemes(empty_office: Office) -> None:
    page = empty_office.visit(QuestionnairesPage, Destination("questionnaires"))
    assert len(page.view.versions.shown_rows()) == 1
    page.view.switch.choose(DIFFERENCE)
    assert page.view.first_version.isVisible()
