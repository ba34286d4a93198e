"""実施回: sessions, seats, attendance by digits, completions and guests in the window."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.office.conftest import Answers, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.sessions.definition import EnrolmentState, PresenceState, SessionState
from skilltrack.domain.sessions.figures import Fate
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.sessions.dialogs import SessionDialog
from skilltrack.gui.office.sessions.page import SessionsPage
from skilltrack.gui.office.sessions.people_dialogs import GuestDialog, InviteDialog, TalliesDialog
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.sessions.candidates import candidates
from skilltrack.services.sessions.reading import session_sheet, sessions_of_year

TODAY = date(2026, 11, 21)


@pytest.fixture
def page(office: Office) -> SessionsPage:
    """Return the page with the sessions of the demonstration."""
    return office.visit(SessionsPage, Destination("sessions"))


def opened(office: Office, page: SessionsPage, state: SessionState) -> str:
    """Open the first session in a state, and return its id."""
    assert page.read is not None
    found = next(line for line in page.read.year.lines if line.session.state is state)
    office.window.go(Destination("sessions", part=found.session.session_id))
    office.settle()
    return found.session.session_id


def test_the_list_leads_to_the_session_and_back(office: Office, page: SessionsPage) -> None:
    table = page.view.sessions
    held = sessions_of_year(office.database, FiscalYear.of(TODAY), TODAY).lines
    assert list(table.shown_rows()) == list(held)
    table.selectRow(0)
    first = table.row_at(0)
    assert first is not None
    table.row_activated.emit(first)
    office.settle()
    assert page.session.sheet is not None
    assert page.session.sheet.session == first.session
    assert not page.add_button.isVisible()
    page.session.back_button.click()
    office.settle()
    assert page.add_button.isVisible()


def test_the_calendar_has_a_row_for_every_day_that_is_held(
    office: Office, page: SessionsPage
) -> None:
    page.view.switch.choose("days")
    rows = page.view.days.shown_rows()
    assert [row.day.held_on for row in rows] == sorted(row.day.held_on for row in rows)
    assert not any(row.line.session.is_cancelled for row in rows)
    page.view.state.choose(SessionState.HELD.value)
    page.view.state.activated.emit(0)
    assert {row.line.session.state for row in page.view.days.shown_rows()} == {SessionState.HELD}


def test_a_session_is_added_in_the_form_and_opened(office: Office, page: SessionsPage) -> None:
    page.add_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, SessionDialog)
    dialog.title.setText("試しの回")
    dialog.days.add_button.click()
    dialog.days.lines[1].starts.setText("25:99")
    dialog.submit_button.click()
    assert "13:30" in dialog.check()[0]
    dialog.days.lines[1].starts.setText("10:00")
    dialog.days.lines[1].ends.setText("12:00")
    dialog.submit_button.click()
    office.settle()
    assert office.told[-1] == "実施回「試しの回」を加えました。"
    assert page.session.sheet is not None
    assert len(page.session.sheet.session.days) == 2
    assert page.session.roster.empty.isVisible()


def test_digits_note_who_came_and_saving_records_it(office: Office, page: SessionsPage) -> None:
    session_id = opened(office, page, SessionState.CLOSED)
    page.session.switch.choose("presence")
    part = page.session.presence
    count = part.table.filter.rowCount()
    part.table.selectRow(0)
    part.table.setFocus()
    office.qtbot.keyClick(part.table, Qt.Key.Key_2)
    office.qtbot.keyClick(part.table, Qt.Key.Key_4)
    part.all_button.click()
    assert part.save_button.text() == f"出欠を保存（{count}件）"
    part.save_button.click()
    office.settle()
    sheet = session_sheet(office.database, session_id, TODAY)
    states = [line.presence[1].state for line in sheet.seated]
    assert states[:2] == [PresenceState.ABSENT, PresenceState.LATE]
    assert set(states[2:]) == {PresenceState.ATTENDED}
    assert not part.save_button.isEnabled()


def test_completions_are_shown_before_they_are_recorded_and_undone(
    office: Office, page: SessionsPage
) -> None:
    assert page.read is not None
    team = next(line.session for line in page.read.year.lines if len(line.session.days) == 4)
    office.window.go(Destination("sessions", part=team.session_id))
    office.settle()
    page.session.switch.choose("completion")
    part = page.session.completion
    fates = [row.fate for row in part.table.shown_rows()]
    assert Fate.NEW in fates
    assert Fate.LACKING in fates
    part.complete_button.click()
    office.settle()
    assert "先に修了している人の記録は変わりません" in office.answers.asked[-1]
    done = session_sheet(office.database, team.session_id, TODAY).line.counts.completed
    assert done == fates.count(Fate.NEW)
    page.history_button.click()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.table.selectRow(0)
    history.undo_button.click()
    office.settle()
    assert session_sheet(office.database, team.session_id, TODAY).line.counts.completed == 0


def test_those_who_owe_the_course_are_invited(office: Office, page: SessionsPage) -> None:
    session_id = opened(office, page, SessionState.OPEN)
    before = session_sheet(office.database, session_id, TODAY).roster
    found = candidates(office.database, session_id, TODAY)
    page.session.roster.invite_button.click()
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, InviteDialog)
    assert dialog.submit_button.isEnabled() == bool(found)
    dialog.submit_button.click()
    office.settle()
    after = session_sheet(office.database, session_id, TODAY).roster
    assert len(after) == len(before) + len(found)


def test_declining_moves_up_the_first_one_waiting(office: Office, page: SessionsPage) -> None:
    session_id = opened(office, page, SessionState.OPEN)
    sheet = session_sheet(office.database, session_id, TODAY)
    waiting = [line for line in sheet.roster if line.state is EnrolmentState.WAITING]
    if not waiting:
        pytest.fail("the demonstration has nobody waiting")
    part = page.session.roster
    part.table.choose(part.table.shown_rows()[0])
    part.decline_button.click()
    dialog = page.deeds.dialog
    assert dialog is not None
    dialog.submit_button.click()
    assert dialog.check() == ("理由を入力します。",)
    dialog.reason.setText("公務のため")  # type: ignore[attr-defined]
    dialog.submit_button.click()
    office.settle()
    assert "繰上げ 1人" in office.told[-1]


def test_guests_and_tallies_are_entered(office: Office, page: SessionsPage) -> None:
    session_id = opened(office, page, SessionState.CLOSED)
    page.session.switch.choose("guests")
    page.session.guests.add_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, GuestDialog)
    dialog.body.setText("隣市")
    dialog.names.setPlainText("山野 一美\n\n川辺 進\n")
    dialog.submit_button.click()
    office.settle()
    assert len(session_sheet(office.database, session_id, TODAY).guests) == 2
    page.session.switch.choose("survey")
    page.session.survey.tallies_button.click()
    tallies = page.deeds.dialog
    assert isinstance(tallies, TalliesDialog)
    tallies.fields["satisfaction", 5].setValue(3)
    tallies.submit_button.click()
    office.settle()
    assert session_sheet(office.database, session_id, TODAY).line.survey.satisfaction.n == 3


def test_the_sheet_is_written_and_taken_after_a_look(
    office: Office, page: SessionsPage, tmp_path: Path
) -> None:
    opened(office, page, SessionState.CLOSED)
    answers: Answers = office.answers
    answers.file = tmp_path / "出席簿.xlsx"
    page.session.presence.sheet_requested.emit()
    office.settle()
    assert answers.file.exists()
    page.session.presence.collect_requested.emit()
    office.settle()
    assert office.told, "an empty sheet is told of, and takes nothing"


def test_a_session_is_called_off_with_a_reason(office: Office, page: SessionsPage) -> None:
    session_id = opened(office, page, SessionState.PLANNED)
    office.answers.line = None
    page.session.state_requested.emit(SessionState.CANCELLED)
    office.settle()
    assert session_sheet(office.database, session_id, TODAY).session.state is SessionState.PLANNED
    office.answers.line = "講師の都合"
    page.session.state_requested.emit(SessionState.CANCELLED)
    office.settle()
    assert page.session.state is not None
    assert session_sheet(office.database, session_id, TODAY).session.is_cancelled
