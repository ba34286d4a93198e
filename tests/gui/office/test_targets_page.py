"""目標: the list, what stands behind a target, the forms, undo."""

from datetime import date
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.targets.definition import MeasureKind, TargetShape
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.targets.dialogs import CarryDialog, CloseDialog, StateDialog
from skilltrack.gui.office.targets.editor import MEASURES_OF, TargetDialog
from skilltrack.gui.office.targets.milestones import milestones_of, milestones_text
from skilltrack.gui.office.targets.page import TargetsPage, target_part
from skilltrack.gui.office.targets.view import COURSE, LEVELS, LIST, PEOPLE, UNITS
from skilltrack.services.targets.reading import targets

FAMILIAR = "security-everyone"


def visit(office: Office, part: str = LIST, key: str = "") -> TargetsPage:
    page = office.visit(TargetsPage, Destination("targets", part=target_part(part, key)))
    office.settle()
    return page


def submit(office: Office, page: TargetsPage, kind: type[FormDialog]) -> None:
    shown = page.deeds.dialog
    assert isinstance(shown, kind)
    shown.submit_button.click()
    office.settle()


def test_the_list_shows_every_target_with_its_state_and_leads_to_its_course(office: Office) -> None:
    page = visit(office)
    found = targets(office.database, TODAY)
    view = page.view
    assert [row.key for row in view.list.shown_rows()] == [one.key for one in found.targets]
    assert "計画" in view.summary.text()
    QAbstractItemModelTester(view.list.rows)
    view.list.choose(next(one for one in view.list.shown_rows() if one.key == "passes"))
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    office.settle()
    assert view.switch.current == COURSE
    assert view.target.code == "passes"
    assert view.course.chart is not None
    numbers = view.course.chart.numbers().rows
    assert {kind for kind, _day, _value in numbers} >= {"実績", "計画"}
    assert view.course.years.shown_rows()
    QTest.keyClick(view.course.chart, Qt.Key.Key_End)
    assert "令和8年11月21日" in view.course.chart.accessibleDescription()


def test_the_parts_of_a_target_lead_to_people_and_departments(office: Office) -> None:
    page = visit(office, UNITS, "fukui:leader-in-each-department")
    view = page.view
    everything = view.units.shown_rows()
    view.lacking_only.setChecked(True)
    assert view.units.shown_rows() == tuple(one for one in everything if one.missing)
    view.lacking_only.setChecked(False)
    page = visit(office, LEVELS, "kitakyushu:levels")
    assert [one.tier for one in page.view.levels.shown_rows()] == ["gold", "silver", "bronze"]
    page = visit(office, PEOPLE, FAMILIAR)
    people = page.view.people.shown_rows()
    standing = page.view.standing
    assert standing is not None
    assert sum(one.is_counted for one in people) == standing.actual
    page.view.lacking_only.setChecked(True)
    missing = page.view.people.shown_rows()
    assert len(missing) == len(standing.missing)
    page.view.people.row_activated.emit(missing[0])
    office.settle()
    assert isinstance(office.window.pages["people"], PeoplePage)


def test_the_picture_and_the_numbers_of_a_course_can_be_taken(
    office: Office, tmp_path: Path
) -> None:
    page = visit(office, COURSE, "online-procedures")
    page.view.course.copy_numbers()
    office.answers.file = tmp_path / "推移.png"
    page.view.course.save_button.click()
    assert not QImage(str(office.answers.file)).isNull()
    office.answers.file = tmp_path / "目標.xlsx"
    page.save_button.click()
    office.settle()
    assert openpyxl.load_workbook(office.answers.file).sheetnames[0] == "目標"
    assert "書き出しました" in office.told[-1]


def test_a_target_is_tried_added_and_undone(office: Office) -> None:
    page = visit(office)
    before = len(page.view.list.shown_rows())
    page.add_button.click()
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, TargetDialog)
    dialog.submit_button.click()
    assert dialog.check() == ("目標の名前を入力します。",)
    dialog.name.setText("DXリーダーの延べ")
    dialog.shape.setCurrentIndex(dialog.shape.findData(TargetShape.HEADS.value))
    dialog.measure.setCurrentIndex(dialog.measure.findData(MeasureKind.ROLES.value))
    dialog.measure.activated.emit(dialog.measure.currentIndex())
    dialog.codes.choose(["dx_leader"])
    dialog.milestones.setText("R9.3.31=50、令和10年3月31日＝80")
    dialog.try_button.click()
    office.settle()
    assert "試算" in dialog.outcome.accessibleName()
    dialog.submit_button.click()
    office.settle()
    assert len(page.view.list.shown_rows()) == before + 1
    added = next(one for one in page.view.list.shown_rows() if one.key == "target-1")
    assert [(one.on, one.value) for one in added.rule.milestones] == [
        (date(2027, 3, 31), 50),
        (date(2028, 3, 31), 80),
    ]
    assert page.read is not None
    page.more_button.menu().actions()[0].trigger()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_button.click()
    office.settle()
    assert len(page.view.list.shown_rows()) == before


def test_a_target_of_a_scheme_is_changed_with_a_reason(office: Office) -> None:
    page = visit(office)
    row = next(one for one in page.view.list.shown_rows() if one.rule.shape is TargetShape.LEVELS)
    page.view.list.choose(row)
    page.view.edit_button.click()
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, TargetDialog)
    assert dialog.kept == row.kept
    dialog.levels.fields["gold"].setValue(7)
    assert dialog.check() == ("理由を入力します。",)
    dialog.reason.setText("計画の見直し")
    submit(office, page, TargetDialog)
    changed = next(one for one in page.view.list.shown_rows() if one.key == row.key)
    assert changed.rule.per_level["gold"] == 7


def test_a_figure_is_entered_and_a_target_ended(office: Office) -> None:
    page = visit(office)
    procedures = next(o for o in page.view.list.shown_rows() if o.key == "online-procedures")
    page.view.list.choose(procedures)
    assert page.view.state_button.isVisible()
    page.view.state_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, StateDialog)
    dialog.value.setValue(14)
    submit(office, page, StateDialog)
    now = next(o for o in page.view.list.shown_rows() if o.key == "online-procedures")
    assert now.actual == 14
    page.view.list.choose(now)
    page.view.close_button.click()
    closing = page.deeds.dialog
    assert isinstance(closing, CloseDialog)
    assert closing.check() == ("理由を入力します。",)
    closing.reason.setText("目標の統合")
    submit(office, page, CloseDialog)
    assert all(one.key != now.key for one in page.view.list.shown_rows())
    page.view.with_closed.setChecked(True)
    office.settle()
    assert any(one.key == now.key for one in page.view.list.shown_rows())


def test_the_checklist_of_the_year_leads_to_what_is_carried(office: Office) -> None:
    page = office.visit(TargetsPage, Destination("targets", part="carry"))
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, CarryDialog)
    count = len(dialog.keys)
    for number in range(1, dialog.list.count()):
        dialog.list.item(number).setCheckState(Qt.CheckState.Unchecked)
    assert (len(dialog.keys), count) == (1, dialog.list.count())
    submit(office, page, CarryDialog)
    assert "1件を引き継ぎました" in office.told[-1]


def test_the_minimum_standard_is_changed_elsewhere(office: Office) -> None:
    page = visit(office)
    page.view.list.choose(next(one for one in page.view.list.shown_rows() if one.is_minimum))
    assert not page.view.edit_button.isEnabled()
    assert not page.view.close_button.isEnabled()


def test_every_shape_offers_something_to_count_and_milestones_are_read_as_typed() -> None:
    assert all(MEASURES_OF[shape] for shape in TargetShape)
    assert MeasureKind.STATED not in MEASURES_OF[TargetShape.EVERYONE]
    assert MeasureKind.PRACTICES not in MEASURES_OF[TargetShape.HEADS]
    found = milestones_of("R8.3.31=300、2027/3/31＝６００")
    assert found is not None
    assert milestones_text(found) == "R8.3.31=300、R9.3.31=600"
    assert milestones_of("来年=3") is None
    assert milestones_of("") == ()
