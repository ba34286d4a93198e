"""試験の内容 on screen: read, changed with its effect, saved, undone, added, refused."""

from pathlib import Path

from PySide6.QtWidgets import QSpinBox
from tests.gui.office.conftest import Office

from skilltrack.domain.exams.definition import TOTAL
from skilltrack.domain.schemes.gates import All
from skilltrack.domain.schemes.leaves import ScoreAtLeast
from skilltrack.gui.office.exam_master.editor import EDITION, FIELDS, RULE, ExamEditor
from skilltrack.gui.office.exam_master.page import ExamMasterPage
from skilltrack.gui.office.exam_master.view import EditionPanel
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.exams import master, master_files

CODE = "it_passport"


def visit(office: Office) -> ExamMasterPage:
    page = office.visit(ExamMasterPage, Destination("exam_master"))
    page.view.choose(CODE)
    return page


def edited(office: Office) -> tuple[ExamMasterPage, ExamEditor]:
    page = visit(office)
    page.edit()
    office.settle()
    assert page.editor is not None
    office.qtbot.waitUntil(lambda: page.editor is not None and page.editor.effect is not None)
    return page, page.editor


def lower(office: Office, editor: ExamEditor, points: int) -> None:
    editor.edition_choice.choose("2022")
    editor.edition_choice.activated.emit(editor.edition_choice.currentIndex())
    top = editor.rule.tree.topLevelItem(0)
    assert top is not None
    editor.rule.tree.setCurrentItem(top.child(0))
    box = editor.rule.findChild(QSpinBox)
    assert box is not None
    with office.qtbot.waitSignal(editor.effect_shown, timeout=20_000):
        box.setValue(points)


def test_the_current_edition_stands_first_and_opens_what_it_says(office: Office) -> None:
    page = visit(office)
    rows = [row for row in page.view.editions.shown_rows() if row.entry.exam.code == CODE]

    assert [row.edition.code for row in rows] == ["2022", "2027", "2009"]
    assert rows[1].state == "公表待ち"
    page.view.open_edition(rows[1])
    assert page.view.edition_drawer.is_open
    assert page.view.findChild(EditionPanel) is not None


def test_a_changed_rule_is_saved_with_a_reason_and_undone(office: Office) -> None:
    page, editor = edited(office)
    before = master.find_exam(office.database, CODE)

    lower(office, editor, 550)
    editor.save_button.click()
    office.settle()
    assert page.saving is not None
    page.saving.submit_button.click()
    assert page.saving.isVisible()  # no reason yet
    page.saving.reason.setText("基準の誤りを直す")
    page.saving.submit_button.click()
    office.settle()

    saved = master.find_exam(office.database, CODE).editions[1].pass_rule
    assert isinstance(saved, All)
    assert saved.children[0] == ScoreAtLeast("total", "総合評価点550点以上", TOTAL, 550)
    newest = page.view.versions.shown_rows()[0]
    page.deeds.act("", lambda db: master.undo_exam_change(db, newest.change), lambda _o: "済")
    office.settle()
    assert master.find_exam(office.database, CODE) == before


def test_an_edition_is_added_after_the_newest_with_its_own_rule(office: Office) -> None:
    _page, editor = edited(office)

    editor.add_edition()
    newest = editor.exam.editions[-1]
    assert editor.edition is newest
    assert editor.exam.editions[-2].valid.end == newest.valid.start
    editor.rule.add_leaf()
    editor.rule.add_group()
    assert isinstance(editor.edition.pass_rule, All)
    editor.rule.remove()
    editor.rule.remove()
    assert editor.edition.pass_rule is None
    editor.remove_edition()
    assert newest.code not in {one.code for one in editor.exam.editions}
    editor.done(0)


def test_fields_without_a_sound_maximum_are_refused_by_their_path(office: Office) -> None:
    page, editor = edited(office)
    editor.switch.choose(FIELDS)

    editor.fields.rows.append(("new", "新しい分野", "たくさん"))
    editor.fields.rows.edited.emit()
    editor.save_button.click()
    office.settle()

    assert page.refused is not None
    assert page.refused.isVisible()
    page.refused.accept()
    editor.done(0)


def test_an_own_exam_is_begun_in_the_editor(office: Office) -> None:
    page = visit(office)
    page.add_exam()
    assert page.new is not None
    page.new.code.setText("own")
    page.new.name.setText("庁内検定")
    page.new.submit_button.click()
    office.settle()

    editor = page.editor
    assert editor is not None
    assert editor.is_changed
    assert editor.exam.code == "own"
    editor.switch.choose(EDITION)
    assert editor.edition_form.last.day is None
    editor.switch.choose(RULE)
    assert not editor.rule.add_button.isEnabled()
    editor.done(0)


def test_a_file_is_shown_before_it_is_taken(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    path = tmp_path / "exam.toml"
    master_files.export_exams(office.database, [CODE], path)
    text = path.read_text(encoding="utf-8").replace("fee_yen = 7500", "fee_yen = 8000")
    path.write_text(text, encoding="utf-8")

    page.check(path)
    office.settle()

    assert page.saving is not None
    (line,) = page.saving.changes.shown_rows()
    assert (line.what, line.before, line.after) == ("受験料", "7,500", "8,000")
    page.saving.reject()
    path.write_text("x", encoding="utf-8")
    page.check(path)
    office.settle()
    assert page.problems is not None
    page.problems.reject()
