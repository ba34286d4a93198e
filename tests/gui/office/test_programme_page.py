"""制度の内容 on screen: chosen, changed with live effect, saved, undone, copied, refused."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import Office

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.edits import Spot, node_at
from skilltrack.gui.office.programme.dialogs import CopyDialog
from skilltrack.gui.office.programme.editor import EFFECT, LADDERS, SchemeEditor
from skilltrack.gui.office.programme.leaf_form import LeafForm
from skilltrack.gui.office.programme.page import ProgrammePage
from skilltrack.gui.office.programme.view import ENTRIES, GATES, NOTES, VERSIONS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.schemes import editing as schemes_editing

ID = "kitakyushu"
THRESHOLD = Spot(0, (1,))


def visit(office: Office, scheme: str = ID) -> ProgrammePage:
    page = office.visit(ProgrammePage, Destination("programme"))
    page.view.choose(scheme)
    return page


def edited(office: Office, scheme: str = ID) -> tuple[ProgrammePage, SchemeEditor]:
    page = visit(office, scheme)
    page.edit_button.click()
    office.settle()
    assert page.editor is not None
    office.qtbot.waitUntil(lambda: page.editor is not None and page.editor.effect is not None)
    return page, page.editor


def set_threshold(office: Office, editor: SchemeEditor, percent: float) -> None:
    editor.gates.choose(THRESHOLD)
    form = editor.gates.form
    assert isinstance(form, LeafForm)
    assert form.amount is not None
    with office.qtbot.waitSignal(editor.effect_shown, timeout=20_000):
        form.amount.setValue(percent)


def version(office: Office, scheme: str = ID) -> int:
    return schemes_editing.find_scheme(office.database, scheme)[0].version


def test_the_list_leads_to_what_a_scheme_asks(office: Office) -> None:
    page = visit(office)
    entries = page.view.entries.shown_rows()
    assert {one.scheme.id for one in entries if one.is_own} >= {"fukui", ID}
    page.view.switch.choose(ENTRIES)
    page.view.entries.choose(next(one for one in entries if one.scheme.id == ID))
    QTest.keyClick(page.view.entries, Qt.Key.Key_Return)
    assert page.view.switch.current == GATES
    assert page.view.gates.shown_rows()[0].tier == "ブロンズ"
    page.view.switch.choose(NOTES)
    assert page.view.notes.shown_rows()


def test_a_threshold_shows_at_once_who_moves_and_is_saved_with_a_reason(office: Office) -> None:
    page, editor = edited(office)
    set_threshold(office, editor, 95)
    assert editor.effect is not None
    moved = len(editor.effect.moved)
    assert moved > 0
    assert f"{moved:,}人の判定が変わります" in editor.summary.text()
    editor.switch.choose(EFFECT)
    assert len(editor.effects.people.shown_rows()) == moved
    first = editor.effects.moves.shown_rows()[0]
    editor.effects.moves.choose(first)
    assert len(editor.effects.people.shown_rows()) == first.people
    editor.save_button.click()
    office.settle()
    assert page.saving is not None
    page.saving.submit_button.click()
    assert version(office) == 1
    page.saving.reason.setText("基準の見直し")
    page.saving.submit_button.click()
    office.settle()
    assert version(office) == 2
    page.view.switch.choose(VERSIONS)
    newest = page.view.versions.shown_rows()[0]
    assert (newest.reason, newest.is_newest) == ("基準の見直し", True)
    page.view.undo_requested.emit(newest)
    office.settle()
    assert version(office) == 1


def test_a_mistake_keeps_the_editor_and_is_told_with_its_key_path(office: Office) -> None:
    page, editor = edited(office)
    editor.gates.choose(THRESHOLD)
    form = editor.gates.form
    assert isinstance(form, LeafForm)
    QTest.keyClick(form.label, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(form.label, Qt.Key.Key_Delete)
    editor.save_button.click()
    office.settle()
    assert page.refused is not None
    assert "tiers[bronze].gate.all[bronze-terms].label" in page.refused.panel._copied
    assert editor.isVisible()
    assert version(office) == 1
    page.refused.accept()
    editor.done(0)


def test_requirements_groups_and_tiers_are_added_changed_and_removed(office: Office) -> None:
    _page, editor = edited(office)
    part = editor.gates
    part.choose(Spot(0, ()))
    part.add_leaf()
    assert part.spot == Spot(0, (4,))
    form = part.form
    assert isinstance(form, LeafForm)
    form.kind.choose("hours")
    form.kind.activated.emit(form.kind.currentIndex())
    assert isinstance(node_at(editor.draft.scheme, Spot(0, (4,))), leaves.HoursCompleted)
    part.add_group()
    group = node_at(editor.draft.scheme, Spot(0, (5,)))
    assert isinstance(group, gates.AtLeast)
    part.choose(Spot(0, (4,)))
    part.remove()
    assert isinstance(node_at(editor.draft.scheme, Spot(0, (4,))), gates.AtLeast)
    part.add_tier()
    assert len(editor.draft.scheme.tiers) == 4
    part.remove()
    assert len(editor.draft.scheme.tiers) == 3
    office.settle()
    editor.done(0)


def test_levels_reach_up_to_the_next_one(office: Office) -> None:
    _page, editor = edited(office)
    editor.switch.choose(LADDERS)
    rows = editor.ladders.rows
    for cells in (("s", "全体", "", "low", "低", "0"), ("s", "全体", "", "high", "高", "30.5")):
        rows.add_row()
        for place, text in enumerate(cells):
            item = rows.table.item(rows.table.rowCount() - 1, place)
            assert item is not None
            item.setText(text)
    (ladder,) = editor.draft.scheme.ladders
    assert ladder.reached(Fraction(305, 1000)) == ("low", "high")
    assert ladder.reached(Fraction(304, 1000)) == ("low",)
    office.settle()
    editor.done(0)


def test_leaving_with_changes_asks_first(office: Office) -> None:
    _page, editor = edited(office)
    set_threshold(office, editor, 60)
    office.answers.is_agreed = False
    editor.reject()
    assert editor.isVisible()
    office.answers.is_agreed = True
    editor.reject()
    assert not editor.isVisible()


def test_a_shipped_scheme_is_taken_and_a_copy_stands_beside_it(office: Office) -> None:
    page = visit(office, "moka")
    assert page.edit_button.text() == "取り入れる"
    page.edit_button.click()
    office.settle()
    assert any(one.is_own and one.scheme.id == "moka" for one in page.view.entries.shown_rows())
    page.view.choose("moka")
    page.copy()
    dialog = page.deeds.dialog
    assert isinstance(dialog, CopyDialog)
    dialog.id.setText("our-city")
    dialog.reason.setText("試行")
    dialog.submit_button.click()
    office.settle()
    assert version(office, "our-city") == 1


def test_the_use_of_a_scheme_ends_and_begins_again(office: Office) -> None:
    page = visit(office)
    office.answers.line = "新しい制度に移る"
    page.drop()
    office.settle()
    entry = next(one for one in page.view.entries.shown_rows() if one.scheme.id == ID)
    assert not entry.is_in_use
    page.view.choose(ID)
    page.take_back()
    office.settle()
    entry = next(one for one in page.view.entries.shown_rows() if one.scheme.id == ID)
    assert entry.is_in_use


@pytest.mark.parametrize("ending", ["xlsx", "toml"])
def test_a_scheme_written_out_says_the_same_when_it_comes_back(
    office: Office, tmp_path: Path, ending: str
) -> None:
    page = visit(office)
    office.answers.file = tmp_path / f"制度.{ending}"
    page.write()
    office.settle()
    page.ask_file()
    office.settle()
    assert page.saving is None
    assert "変更はありません。" in office.told
