"""Following a round day by day, and chasing nobody who has answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.rounds.access_codes import normalised_code
from skilltrack.domain.rounds.definition import Bucket, Decision
from skilltrack.domain.rounds.participation import ReplyState
from skilltrack.services.rounds import chasing, publishing
from skilltrack.services.rounds.access_codes import codes
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round, round_status
from skilltrack.store import audit
from skilltrack.store import rounds as records
from skilltrack.store.database import Database
from skilltrack.store.rounds import ReceivedFile, ResponseRecord, RoundRecord

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
Answer = Callable[..., None]


@pytest.fixture
def opened(town: Take, database: Database, tmp_path: Path) -> RoundRecord:
    order = RoundOrder(
        title="自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 17),
        closes_on=date(2026, 12, 18),
        purpose="研修の計画に使います。",
        contact="人事課",
        reminders=(date(2026, 11, 19), date(2026, 12, 10)),
    )
    return open_round(database, order, tmp_path / "調査")


@pytest.fixture
def answer(database: Database, opened: RoundRecord) -> Answer:
    """Record an answer as collecting does: taken on a day, replacing the one before it."""

    def go(employee_no: str, on: date, *, at: datetime = NOON, counter: int = 0) -> None:
        database.clock = lambda: at
        with database.changing("round.collect", opened.round_id) as work:
            before = records.responses_of(work, opened.round_id, [employee_no])
            records.RESPONSES.supersede(work, before.values())
            response = ResponseRecord(
                *(opened.round_id, employee_no, "sealed", 0, counter, f"{employee_no}-{counter}"),
                *("主事", on, {}),
            )
            records.RESPONSES.record(work, [response])
        database.clock = lambda: NOON

    return go


@pytest.fixture
def arrive(database: Database, opened: RoundRecord) -> Callable[..., None]:
    """Record a file that waits for a decision, or on which somebody decided."""

    def go(employee_no: str, bucket: Bucket, decision: Decision | None = None) -> None:
        with database.changing("round.collect", opened.round_id) as work:
            file = ReceivedFile(
                *(opened.round_id, f"{employee_no}-{bucket}", "a.kaitou", bucket.value, ""),
                employee_no=employee_no,
            )
            records.record_received(work, [file])
        if decision is not None:
            with database.changing("round.decide", opened.round_id) as work:
                newest = records.received_files(work, opened.round_id)[-1]
                records.record_decision(work, newest.id, decision.value, "本人に確認")

    return go


def cells(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def words(path: Path, sheet: str) -> str:
    return "\n".join(str(cell) for row in cells(path, sheet) for cell in row)


def reminders(database: Database, opened: RoundRecord, target: Path) -> tuple[Path, ...]:
    return chasing.write_reminders(
        database, opened.round_id, target, by_department=True, today=TODAY
    )


def test_each_day_counts_whoever_had_answered_by_then(
    database: Database, opened: RoundRecord, answer: Answer
) -> None:
    answer("0001", date(2026, 11, 17))
    answer("0002", date(2026, 11, 19))
    answer("0005", date(2026, 11, 19))
    found = chasing.participation(database, opened.round_id, today=TODAY)
    assert found.days == tuple(date(2026, 11, day) for day in (17, 18, 19, 20))
    assert [(one.unit.name, one.due, one.answered) for one in found.units] == [
        ("人事課", 4, (1, 1, 2, 2)),
        ("税務課", 4, (0, 0, 1, 1)),
    ]
    assert found.total.answered == (1, 1, 3, 3)
    assert found.total.now == round_status(database, opened.round_id).answered
    assert found.without_answer == ()


def test_the_first_answer_counts_although_a_later_one_replaced_it(
    database: Database, opened: RoundRecord, answer: Answer
) -> None:
    answer("0001", date(2026, 11, 17), counter=1)
    answer("0001", date(2026, 11, 20), counter=2)
    found = chasing.participation(database, opened.round_id, today=TODAY)
    assert found.total.answered == (1, 1, 1, 1)
    assert [unit.name for unit in found.without_answer] == ["税務課"]


def test_an_answer_withdrawn_without_another_is_owed_again(
    database: Database, opened: RoundRecord, answer: Answer
) -> None:
    answer("0001", date(2026, 11, 17))
    with database.changing("round.collect", opened.round_id) as work:
        before = records.responses_of(work, opened.round_id, ["0001"])
        records.RESPONSES.supersede(work, before.values())
    found = chasing.participation(database, opened.round_id, today=TODAY)
    assert found.total.answered == (0, 0, 0, 0)


def test_the_gain_is_of_the_last_24_hours_and_of_first_answers_alone(
    database: Database, opened: RoundRecord, answer: Answer
) -> None:
    answer("0001", date(2026, 11, 18), at=NOON - timedelta(hours=48), counter=1)
    answer("0001", TODAY, at=NOON - timedelta(hours=1), counter=2)
    answer("0002", date(2026, 11, 19), at=NOON - timedelta(hours=24))
    answer("0003", TODAY, at=NOON - timedelta(hours=23))
    found = chasing.participation(database, opened.round_id, today=TODAY)
    assert found.total.gained == 1


def test_the_days_end_with_the_round_and_begin_before_anybody_answered(
    database: Database, opened: RoundRecord, answer: Answer
) -> None:
    early = chasing.participation(database, opened.round_id, today=date(2026, 11, 1))
    assert early.days == (date(2026, 11, 17),)
    assert early.total.answered == (0,)
    late = chasing.participation(database, opened.round_id, today=date(2027, 3, 31))
    assert late.days[-1] == date(2026, 12, 18)
    answer("0001", date(2026, 12, 21))
    late = chasing.participation(database, opened.round_id, today=date(2027, 3, 31))
    assert late.days[-1] == date(2026, 12, 21)
    assert late.total.now.done == 1


def test_nobody_is_chased_whose_answer_waits_for_a_decision(
    database: Database, opened: RoundRecord, answer: Answer, arrive: Callable[..., None]
) -> None:
    answer("0001", TODAY)
    arrive("0001", Bucket.TO_CONFIRM)
    arrive("0002", Bucket.TO_CONFIRM)
    arrive("0003", Bucket.LATE)
    arrive("0004", Bucket.TO_CONFIRM, Decision.REJECTED)
    arrive("0007", Bucket.SET_ASIDE)
    found = chasing.chase(database, opened.round_id, today=TODAY)
    states = {person.employee_no: person.state for person in found.total.people}
    assert states == {
        "0002": ReplyState.WAITING,
        "0003": ReplyState.WAITING,
        **dict.fromkeys(("0004", "0005", "0006", "0007", "0008"), ReplyState.OUTSTANDING),
    }
    assert [unit.outstanding for unit in found.units] == [1, 4]


def test_nobody_is_chased_who_is_on_leave_or_gone(
    database: Database, opened: RoundRecord, town: Take
) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 状態 状態開始 退職日",
        [
            ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0101", "主事", "育休", "2026-11-18", ""],
            ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "", "", "2026-11-18"],
        ],
    )
    found = chasing.chase(database, opened.round_id, today=TODAY)
    states = {person.employee_no: person.state for person in found.units[0].people}
    assert [number for number in states if states[number] is ReplyState.AWAY] == ["0004", "0003"]
    assert found.units[0].outstanding == 2


def test_a_head_sees_the_own_department_alone(
    database: Database, opened: RoundRecord, answer: Answer, tmp_path: Path
) -> None:
    answer("0001", TODAY)
    folder = tmp_path / "督促"
    paths = reminders(database, opened, folder)
    assert [path.name for path in paths] == [
        "0101_人事課_未回答者.xlsx",
        "0102_税務課_未回答者.xlsx",
    ]
    assert sorted(folder.iterdir()) == sorted(paths)
    first = words(paths[0], "未回答者")
    assert "𠮷田　次郎" in first
    assert "髙橋　一郎" not in first  # has answered
    assert all("鈴木" not in words(paths[0], sheet) for sheet in ("未回答者", "督促文"))
    assert CalamineWorkbook.from_path(str(paths[0])).sheet_names == ["未回答者", "督促文"]


def test_a_department_where_all_have_answered_gets_no_workbook(
    database: Database, opened: RoundRecord, answer: Answer, tmp_path: Path
) -> None:
    for number in ("0001", "0002", "0003", "0004"):
        answer(number, TODAY)
    paths = reminders(database, opened, tmp_path / "督促")
    assert [path.name for path in paths] == ["0102_税務課_未回答者.xlsx"]


def test_the_personnel_section_gets_everybody_in_one_workbook_and_the_log_counts_them(
    database: Database, opened: RoundRecord, answer: Answer, tmp_path: Path
) -> None:
    answer("0001", TODAY)
    path = tmp_path / "督促.xlsx"
    written = chasing.write_reminders(
        database, opened.round_id, path, by_department=False, today=TODAY
    )
    assert written == (path,)
    assert CalamineWorkbook.from_path(str(path)).sheet_names == ["全体", "未回答者", "督促文"]
    assert len([row for row in cells(path, "未回答者") if str(row[2]).startswith("000")]) == 7
    with database.reading() as session:
        (entry,) = audit.entries(session, limit=1)
    assert (entry.entry.action, entry.entry.target, entry.entry.count) == (
        *("round.remind", opened.round_id),
        7,
    )


def test_a_reminder_is_due_from_its_day_until_a_list_is_written(
    database: Database, opened: RoundRecord, tmp_path: Path
) -> None:
    def due(month: int, day: int) -> list[tuple[str, date, int]]:
        found = chasing.due_reminders(database, date(2026, month, day))
        return [(one.title, one.day, one.outstanding) for one in found]

    assert due(11, 18) == []
    assert due(11, 20) == [("自己点検", date(2026, 11, 19), 8)]
    reminders(database, opened, tmp_path / "督促")
    assert due(11, 20) == []
    assert due(12, 9) == []
    assert due(12, 18) == [("自己点検", date(2026, 12, 10), 8)]
    assert due(12, 19) == []
    close_round(database, opened.round_id)
    assert due(12, 18) == []


def test_a_list_before_the_day_leaves_the_reminder_due_and_one_on_it_does_not(
    database: Database, opened: RoundRecord, tmp_path: Path
) -> None:
    for on, is_due in ((date(2026, 12, 9), True), (date(2026, 12, 10), False)):
        chasing.write_reminders(
            database, opened.round_id, tmp_path / "督促.xlsx", by_department=False, today=on
        )
        assert bool(chasing.due_reminders(database, date(2026, 12, 11))) is is_due


def test_no_reminder_is_due_where_nobody_is_left_to_chase(
    database: Database, opened: RoundRecord, answer: Answer, arrive: Callable[..., None]
) -> None:
    for number in range(1, 8):
        answer(f"000{number}", TODAY)
    arrive("0008", Bucket.TO_CONFIRM)
    assert chasing.due_reminders(database, TODAY) == ()


def test_chasing_is_refused_once_the_round_takes_no_more_answers(
    database: Database, opened: RoundRecord, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=r"chasing\.closed"):
        chasing.chase(database, opened.round_id, today=date(2026, 12, 19))
    close_round(database, opened.round_id)
    with pytest.raises(Refusal, match=r"chasing\.closed"):
        reminders(database, opened, tmp_path / "督促")
    assert not (tmp_path / "督促").exists()


def test_chasing_nobody_is_refused_and_leaves_the_reminder_as_it_was(
    database: Database, opened: RoundRecord, answer: Answer, tmp_path: Path
) -> None:
    for number in range(1, 9):
        answer(f"000{number}", TODAY)
    with pytest.raises(Refusal, match=r"chasing\.nobody"):
        reminders(database, opened, tmp_path / "督促")
    assert not (tmp_path / "督促").exists()


def test_the_folder_that_cannot_be_made_is_told(
    database: Database, opened: RoundRecord, tmp_path: Path
) -> None:
    blocked = tmp_path / "督促"
    blocked.write_text("")
    with pytest.raises(Refusal, match=r"files\.folder"):
        reminders(database, opened, blocked)


def test_a_paper_form_shows_the_version_that_the_round_froze(
    database: Database, opened: RoundRecord
) -> None:
    form = publishing.paper_form(database, opened.round_id)
    assert (form.form_id, form.title, form.organisation) == (
        *(opened.round_id, "自己点検"),
        "試験市",
    )
    assert (form.questionnaire.id, form.questionnaire.version) == ("sakata", 1)
    assert all(item.kind is ItemKind.RATING for item in form.questionnaire.items)
    assert not form.is_strict


def test_personal_codes_are_written_for_everybody_asked_and_logged(
    database: Database, town: Take, tmp_path: Path
) -> None:
    order = RoundOrder(
        *("自己点検", "sakata", ("fukui",), date(2026, 11, 17), date(2026, 12, 18), "…"),
        is_strict=True,
    )
    record = open_round(database, order, tmp_path / "調査")
    path = tmp_path / "コード.xlsx"
    assert publishing.write_access_codes(database, record.round_id, path) == 8
    rows = cells(path, "個人コード")[1:]
    # within a department by kana: the order in which they are handed out
    assert [row[:4] for row in rows[:2]] == [
        ["0101", "人事課", "0001", "髙橋　一郎"],
        ["0101", "人事課", "0004", "田中　三郎"],
    ]
    given = {code.employee_no: code.code for code in codes(database, record.round_id)}
    assert {row[2]: normalised_code(str(row[4])) for row in rows} == given
    assert all(len(str(row[4])) == 14 for row in rows)
    with database.reading() as session:
        logged = [one.entry for one in audit.entries(session)]
    assert ("export.access_codes", record.round_id, 8) in [
        (entry.action, entry.target, entry.count) for entry in logged
    ]


def test_personal_codes_are_refused_for_a_round_without_them(
    database: Database, opened: RoundRecord, tmp_path: Path
) -> None:
    path = tmp_path / "コード.xlsx"
    with pytest.raises(Refusal, match=r"rounds\.not_strict"):
        publishing.write_access_codes(database, opened.round_id, path)
    assert not path.exists()
