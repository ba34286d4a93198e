"""Deeds of pages: what is told, where, and what becomes of the forms."""

import pytest
from tests.gui.office.conftest import Office

from skilltrack.domain.problems import refuse
from skilltrack.gui.office.changes import NOTHING
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.widgets.cards import EmptyState, ErrorPanel
from skilltrack.store.database import Database


@pytest.fixture
def deeds(empty_office: Office) -> Deeds:
    return Deeds(empty_office.window.desk, empty_office.window.current, NOTHING)


def refused(_database: Database) -> None:
    raise refuse("practices.no_reason")


def test_what_stands_against_a_deed_is_told_in_its_form(empty_office: Office, deeds: Deeds) -> None:
    form = FormDialog("取組みの取消し", "取り消す", deeds.page)
    deeds.open(form)
    deeds.act("取り消しています", refused, str, form)
    empty_office.settle()
    assert form.isVisible()
    assert form.findChildren(ErrorPanel)
    assert not empty_office.told


def test_it_is_told_above_the_page_once_the_form_was_left(
    empty_office: Office, deeds: Deeds
) -> None:
    form = FormDialog("取組みの取消し", "取り消す", deeds.page)
    deeds.open(form)
    deeds.act("取り消しています", refused, str, form)
    form.reject()
    deeds.open(FormDialog("ほかの様式", "登録する", deeds.page))
    empty_office.settle()
    assert "理由" in empty_office.told[-1]
    assert deeds.page.findChildren(FormDialog) == [deeds.dialog]


def test_an_empty_list_of_changes_says_when_it_fills(empty_office: Office, deeds: Deeds) -> None:
    deeds.show_history("免除の変更の履歴", "免除を変えると並びます。", "obligations")
    empty_office.settle()
    dialog = deeds.dialog
    assert isinstance(dialog, HistoryDialog)
    assert dialog.windowTitle() == "免除の変更の履歴"
    (empty,) = dialog.findChildren(EmptyState)
    assert empty.isVisible()
    assert not dialog.undo_button.isEnabled()
