"""Rounds: opened from the form, collected with reasons, followed and closed."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.rounds.definition import Bucket
from skilltrack.gui.office.rounds.dialog import RoundDialog
from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.rounds.view import DAYS, FILES, PEOPLE, RATES, WAITING
from skilltrack.gui.office.standpoint import Destination
from skilltrack.i18n.problems import reason_text
from skilltrack.services import collecting
from skilltrack.services.rounds import chasing, decisions
from skilltrack.services.rounds import running as rounds


def visit(office: Office) -> RoundsPage:
    return office.visit(RoundsPage, Destination("rounds"))


def open_form(office: Office) -> RoundDialog:
    page = visit(office)
    page.open_button.click()
    office.settle()
    assert page.dialog is not None
    return page.dialog


def open_round(office: Office, folder: Path) -> RoundsPage:
    form = open_form(office)
    form.title.setText("冬の点検")
    form.folder.setText(str(folder))
    form.submit_button.click()
    office.settle()
    page = office.window.current
    assert isinstance(page, RoundsPage)
    return page


def test_rates_are_those_of_the_round(office: Office) -> None:
    page = visit(office)
    (record, _spring) = rounds.list_rounds(office.database)
    status = rounds.round_status(office.database, record.round_id)
    assert page.view.rates.rows.given_rows() == status.rates
    assert page.view.row is not None
    assert page.view.row.status.answered == status.answered


def test_a_department_opens_who_has_not_answered(office: Office) -> None:
    page = visit(office)
    (record, _spring) = rounds.list_rounds(office.database)
    everyone = chasing.owing(office.database, record.round_id, today=TODAY)
    rates = page.view.rates.shown_rows()
    row = next(n for n, rate in enumerate(rates) if rate.answered.done < rate.answered.due)
    page.view.rates.setFocus()
    page.view.rates.selectRow(row)
    QTest.keyClick(page.view.rates, Qt.Key.Key_Return)
    shown = page.view.people.shown_rows()
    assert page.view.switch.current == PEOPLE
    assert len(shown) == rates[row].answered.due - rates[row].answered.done
    assert set(shown) == {one for one in everyone if one.unit == rates[row].department}
    page.view.everyone_button.click()
    assert page.view.people.shown_rows() == everyone


def test_those_who_have_not_answered_are_as_many_as_the_rates_say(office: Office) -> None:
    (record, _spring) = rounds.list_rounds(office.database)
    answered = rounds.round_status(office.database, record.round_id).answered
    outstanding = chasing.owing(office.database, record.round_id, today=TODAY)
    assert len(outstanding) == answered.due - answered.done > 0


def test_the_form_names_everything_that_is_missing_at_once(office: Office) -> None:
    form = open_form(office)
    for box in form.schemes.values():
        box.setChecked(False)
    form.closes_on.set_day(TODAY - timedelta(days=1))
    form.purpose.clear()
    form.submit_button.click()
    assert form.check() == (
        "題名を入力します。",
        "育成制度を一つ以上選びます。",
        "締切日を開始日より後にします。",
        "利用目的を入力します。回答する人に示されます。",
        "保存先フォルダーを選びます。",
    )
    assert form.isVisible()
    assert len(rounds.list_rounds(office.database)) == 2
    form.reject()


def test_a_round_is_opened_and_its_package_lies_ready(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    assert page.view.rounds.rows.given_rows()[0].record.title == "冬の点検"
    assert (tmp_path / "冬" / "配布" / "冬の点検.skilltrack").exists()
    assert "冬の点検.skilltrack" in office.told[-1]
    assert page.dialog is not None
    assert not page.dialog.isVisible()


def test_a_folder_that_cannot_be_made_is_told_in_the_form(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    page = open_round(office, tmp_path / "file" / "冬")
    assert page.dialog is not None
    assert page.dialog.isVisible()
    assert len(rounds.list_rounds(office.database)) == 2
    page.dialog.reject()


def test_collecting_says_for_every_file_what_became_of_it(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    inbox = tmp_path / "冬" / "回収"
    (inbox / "too-large.kaitou").write_bytes(b"0" * 2_000_000)
    (inbox / "half.kaitou").write_bytes(b"half")
    page.view.rounds.selectRow(0)
    page.view.collect_button.click()
    office.settle()
    assert page.view.switch.current == FILES
    (record, *_older) = rounds.list_rounds(office.database)
    collected = collecting.collected_files(office.database, record.round_id)
    shown = page.view.files.shown_rows()
    assert set(shown) == set(collected)
    assert all(reason_text(file.reason) for file in shown if file.bucket is Bucket.SET_ASIDE)
    assert "書き込み中" in office.told[-1]


def test_nothing_new_is_told_as_such(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    page.view.collect_button.click()
    office.settle()
    assert office.told[-1] == "新しく届いた回答はありません。"


def test_closing_says_what_will_happen_and_leaves_it_when_declined(office: Office) -> None:
    page = visit(office)
    office.answers.is_agreed = False
    page.view.actions_by_name["close"].trigger()
    office.settle()
    assert "締切は取り消せません" in office.answers.asked[-1]
    assert not rounds.list_rounds(office.database)[0].is_closed


def test_a_closed_round_takes_no_more_answers(office: Office) -> None:
    page = visit(office)
    page.view.actions_by_name["close"].trigger()
    office.settle()
    assert rounds.list_rounds(office.database)[0].is_closed
    assert page.view.row is not None
    assert page.view.row.state == "締切済み"
    assert not page.view.collect_button.isEnabled()
    assert not page.view.hand_out_button.isEnabled()


def test_the_package_can_be_handed_out_again(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    package = tmp_path / "冬" / "配布" / "冬の点検.skilltrack"
    package.unlink()
    page.view.actions_by_name["package"].trigger()
    office.settle()
    assert package.exists()
    page.view.switch.choose(RATES)
    assert page.here() == Destination("rounds", part=RATES)


def test_the_form_counts_whom_it_would_ask(office: Office, tmp_path: Path) -> None:
    form = open_form(office)
    office.settle()
    everybody = form.population.count.text()
    form.population.bands.choose(["management"])
    office.settle()
    fewer = form.population.count.text()
    assert everybody != fewer
    form.title.setText("管理職の点検")
    form.folder.setText(str(tmp_path / "管理職"))
    form.reminders.add_button.click()
    form.is_strict.setChecked(True)
    form.submit_button.click()
    office.settle()
    record = rounds.list_rounds(office.database)[0]
    asked = rounds.people_asked(office.database, record.round_id)
    assert fewer == f"対象 {len(asked):,}人"
    assert record.population.bands == ("management",)
    assert record.reminders == (TODAY + timedelta(days=10),)
    assert record.is_strict


def test_departments_are_ticked_in_a_list(office: Office) -> None:
    form = open_form(office)
    field = form.population.departments
    field.click()
    assert field.list is not None
    field.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert len(field.codes) == 1
    assert field.text() == field.list.item(1).text().strip()
    field.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert field.text() == "すべて"
    assert field.popup is not None
    field.popup.close()
    form.reject()


def test_a_reminder_outside_the_round_is_named_in_the_form(office: Office) -> None:
    form = open_form(office)
    form.reminders.add_button.click()
    form.reminders.fields[0].set_day(TODAY + timedelta(days=90))
    assert "督促日を開始日から締切日までの間にします。" in form.check()
    form.reminders.remove_button.click()
    assert form.reminders.days == ()
    form.reject()


def test_days_stand_side_by_side_with_everybody_on_top(office: Office) -> None:
    page = visit(office)
    page.view.switch.choose(DAYS)
    table = page.view.shown_table()
    (record, *_others) = rounds.list_rounds(office.database)
    followed = chasing.participation(office.database, record.round_id, today=TODAY)
    assert table.rows.given_rows() == (followed.total, *followed.units)
    last = table.rows.fields[-1]
    assert last.key(followed.total) == followed.total.now.ratio


def test_an_answer_that_waits_is_taken_with_a_reason(office: Office) -> None:
    page = visit(office)
    page.view.switch.choose(WAITING)
    (record, *_others) = rounds.list_rounds(office.database)
    before = decisions.waiting(office.database, record.round_id)
    assert page.view.waiting.table.rows.given_rows() == before
    assert before
    assert not page.view.waiting.take_button.isEnabled()
    page.view.waiting.reason.setText("本人に電話で確認")
    page.view.waiting.take_button.click()
    office.settle()
    assert len(decisions.waiting(office.database, record.round_id)) == len(before) - 1
    assert "取り込むと決定" in office.told[-1]


def test_forms_paper_and_reminders_are_written(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    page.view.actions_by_name["unit_forms"].trigger()
    office.settle()
    assert "暗号化されず" in office.answers.asked[-1]
    assert "記入用紙" in office.told[-1]
    office.answers.file = tmp_path / "紙.pdf"
    page.view.actions_by_name["paper"].trigger()
    office.settle()
    assert office.answers.file.read_bytes().startswith(b"%PDF")
    office.answers.file = tmp_path / "未回答者.xlsx"
    page.view.actions_by_name["remind"].trigger()
    office.settle()
    assert office.answers.file.exists()
    office.answers.file = tmp_path / "所属別"
    page.view.actions_by_name["unit_remind"].trigger()
    office.settle()
    assert len(list(office.answers.file.iterdir())) > 1


def test_what_could_not_be_taken_goes_back_to_the_departments(
    office: Office, tmp_path: Path
) -> None:
    page = visit(office)
    office.answers.file = tmp_path / "差し戻し"
    page.view.actions_by_name["problems"].trigger()
    office.settle()
    assert list(office.answers.file.glob("*_取り込めない回答.xlsx"))


def test_while_watching_new_answers_are_taken_by_themselves(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    page.view.watch_box.setChecked(True)
    office.settle()
    told = len(office.told)
    damaged = tmp_path / "冬" / "回収" / "damaged.kaitou"
    damaged.write_bytes(b"half")
    days_ago = datetime.now(UTC).timestamp() - 3 * 24 * 3600
    os.utime(damaged, (days_ago, days_ago))
    page.watch.look()
    office.settle()
    assert len(office.told) == told + 1
    assert "取り込めない 1件" in office.told[-1]
    page.watch.look()
    office.settle()
    assert len(office.told) == told + 1
    page.view.watch_box.setChecked(False)
    assert not page.watch.is_on


def test_results_open_on_the_round(office: Office) -> None:
    page = visit(office)
    page.view.results_button.click()
    office.settle()
    assert office.window.current is not None
    assert office.window.current.here().round_id == rounds.list_rounds(office.database)[0].round_id


def test_an_older_version_of_the_questionnaire_can_be_asked(office: Office, tmp_path: Path) -> None:
    form = open_form(office)
    shown = [form.questionnaire.itemText(n) for n in range(form.questionnaire.count())]
    assert [text[-3:] for text in shown] == ["第2版", "第1版"]
    form.title.setText("前の版で")
    form.folder.setText(str(tmp_path / "前の版"))
    form.questionnaire.setCurrentIndex(1)
    form.submit_button.click()
    office.settle()
    assert rounds.list_rounds(office.database)[0].questionnaire_version == 1


def test_answers_are_collected_from_any_folder(office: Office, tmp_path: Path) -> None:
    page = open_round(office, tmp_path / "冬")
    elsewhere = tmp_path / "持ち込み"
    elsewhere.mkdir()
    (elsewhere / "half.kaitou").write_bytes(b"half")
    office.answers.file = elsewhere
    page.view.actions_by_name["elsewhere"].trigger()
    office.settle()
    assert "書き込み中 1件" in office.told[-1]
