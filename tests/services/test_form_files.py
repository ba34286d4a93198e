"""Writing the Excel forms of a round, and reading them back with its key."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Cancelled, Refusal
from skilltrack.exchange.forms.reader import FormAnswer, FormReader
from skilltrack.services import definitions
from skilltrack.services.rounds.forms import write_forms
from skilltrack.services.rounds.running import HANDED_OUT, RoundOrder, form_key, open_round
from skilltrack.store import audit
from skilltrack.store import rounds as records
from skilltrack.store.database import Database
from skilltrack.store.rounds import ResponseRecord, RoundRecord

NUMBERS = [f"{n:04}" for n in range(1, 9)]


@pytest.fixture
def opened(town: Take, database: Database, tmp_path: Path) -> RoundRecord:
    """Open a round that asks the eight people of the town."""
    order = RoundOrder(
        title="自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 18),
        purpose="研修に使います。",
        contact="人事課",
    )
    return open_round(database, order, tmp_path / "調査")


def forms_in(database: Database, record: RoundRecord, *paths: Path) -> list[FormAnswer]:
    with database.reading() as session:
        key = form_key(session, record.round_id)
        asks = definitions.questionnaire_version(session, "sakata", record.questionnaire_version)
    with FormReader(asks, record.round_id, key) as reader:
        return [form for file in reader.read(paths) for form in file.forms]


def test_every_person_asked_gets_a_file_in_the_folder_of_the_department(
    opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    written = write_forms(database, opened.round_id, by_department=False)
    home = tmp_path / "調査" / HANDED_OUT / "記入用Excel"
    assert [path.relative_to(home).as_posix() for path in written.files] == [
        *(f"0101_人事課/0101_{number}.xlsx" for number in NUMBERS[:4]),
        *(f"0102_税務課/0102_{number}.xlsx" for number in NUMBERS[4:]),
    ]
    assert written.people == 8
    assert sorted(home.rglob("*.*")) == sorted(written.files)
    forms = forms_in(database, opened, *written.files)
    assert [form.employee_no for form in forms] == NUMBERS
    assert all(form.is_blank and not form.reason for form in forms)
    sheet = openpyxl.load_workbook(written.files[2]).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for expected in ("𠮷田　次郎", "0003", "人事課", "自己点検", "研修に使います。"):
        assert expected in texts
    assert any(str(tmp_path / "調査" / "回収") in text for text in texts)
    assert any("令和8年12月18日（金）" in text for text in texts)


def test_a_department_may_get_one_workbook(
    opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    target = tmp_path / "別の場所" / "用紙"
    written = write_forms(
        database,
        opened.round_id,
        target,
        by_department=True,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [path.name for path in written.files] == ["0101_人事課.xlsx", "0102_税務課.xlsx"]
    assert (written.people, told) == (8, [(0, 8), (4, 8), (8, 8)])
    forms = forms_in(database, opened, *written.files)
    assert [form.employee_no for form in forms] == NUMBERS
    assert forms[0].sheet == "0001 髙橋　一郎"


def test_what_was_written_is_in_the_log(opened: RoundRecord, database: Database) -> None:
    write_forms(database, opened.round_id, by_department=True)
    with database.reading() as session:
        entry = audit.entries(session, limit=1)[0].entry
    assert (entry.action, entry.target, entry.count) == ("export.forms", opened.round_id, 8)


def answered(database: Database, record: RoundRecord, *numbers: str) -> None:
    with database.changing("test") as work:
        records.RESPONSES.record(
            work,
            [
                ResponseRecord(
                    record.round_id, number, "form", 0, 0, "", "", date(2026, 11, 5), {"T01": 1}
                )
                for number in numbers
            ],
        )


def test_those_who_have_answered_may_be_left_out(
    opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    answered(database, opened, *NUMBERS[:5])
    written = write_forms(
        database, opened.round_id, tmp_path, by_department=False, only_outstanding=True
    )
    assert [path.name for path in written.files] == [f"0102_{no}.xlsx" for no in NUMBERS[5:]]
    everybody = write_forms(database, opened.round_id, tmp_path, by_department=True)
    assert everybody.people == 8
    answered(database, opened, *NUMBERS[5:])
    with pytest.raises(Refusal) as refusal:
        write_forms(database, opened.round_id, by_department=True, only_outstanding=True)
    assert refusal.value.problems[0].code == "forms.nobody"


def test_writing_may_be_stopped_and_done_again(
    opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_forms(database, opened.round_id, tmp_path / "a", by_department=False, progress=stop)
    assert len(list((tmp_path / "a").rglob("*.*"))) == 3
    again = write_forms(database, opened.round_id, tmp_path / "a", by_department=False)
    assert len(forms_in(database, opened, *again.files)) == 8


def test_names_of_departments_that_no_file_may_bear_are_changed(
    take: Take, opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [
            ["01", "総務部", "", ""],
            ["0101", "人事/給与:課", "01", "○"],
            ["0102", "税務課", "01", "○"],
        ],
        effective=date(2026, 4, 1),
    )
    written = write_forms(database, opened.round_id, tmp_path, by_department=True)
    assert written.files[0].name == "0101_人事_給与_課.xlsx"


def test_an_unknown_round_and_a_folder_that_cannot_be_are_told(
    opened: RoundRecord, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refusal:
        write_forms(database, "none", by_department=True)
    assert refusal.value.problems[0].code == "rounds.unknown"
    (tmp_path / "file").touch()
    with pytest.raises(Refusal) as refusal:
        write_forms(database, opened.round_id, tmp_path / "file" / "a", by_department=True)
    assert refusal.value.problems[0].code == "files.folder"
