"""Collecting: every file ends in one bucket, and the way of each is seen."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.rounds.definition import Bucket
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send
from skilltrack.services.collecting import collect
from skilltrack.services.rounds.running import (
    RoundOrder,
    close_round,
    hand_out,
    open_round,
    round_status,
)
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES

Send = Callable[..., Path]


@pytest.fixture
def opened(town: Take, database: Database, tmp_path: Path) -> tuple[str, Path]:
    """Open a round and hand it out; return its id and the package."""
    order = RoundOrder(
        title="自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 18),
        purpose="…",
    )
    record = open_round(database, order, tmp_path / "調査")
    return record.round_id, hand_out(database, record.round_id)


@pytest.fixture
def answer(opened: tuple[str, Path], tmp_path: Path) -> Send:
    """Answer every item with one step and send, from the terminal of a person."""

    def go(
        employee_no: str, kana: str, step: int = 2, *, terminal: str = "", account: str = ""
    ) -> Path:
        profile = Profile(tmp_path / "端末" / (terminal or employee_no), account=account)
        package = open_package(opened[1], profile)
        with AnswerSession.start(
            package, employee_no, kana, "主事", profile, today=TODAY
        ) as session:
            session.answer_all({i.code: step for i in session.package.questionnaire.items})
            return send(session).path

    return go


def buckets(database: Database, round_id: str, today: date = TODAY) -> list[tuple[str, str]]:
    found = collect(database, round_id, today=today)
    return sorted((file.bucket.value, file.reason) for file in found.files)


def steps(database: Database) -> dict[str, set[int | None]]:
    with database.reading() as session:
        return {r.employee_no: set(r.answers.values()) for r in RESPONSES.values(session)}


def test_an_answer_is_taken_and_a_later_one_replaces_it(
    opened: tuple[str, Path], answer: Send, database: Database
) -> None:
    answer("0003", "ヨシダ ジロウ", 1)
    assert buckets(database, opened[0]) == [("accepted", "")]
    answer("0003", "よしだ　じろう", 3)
    assert buckets(database, opened[0]) == [("replaced", "")]
    assert steps(database) == {"0003": {3}}
    assert round_status(database, opened[0]).answered.done == 1


def test_an_older_answer_that_comes_late_changes_nothing(
    opened: tuple[str, Path], answer: Send, database: Database, tmp_path: Path
) -> None:
    first = answer("0003", "ヨシダ ジロウ", 1)
    kept = first.read_bytes()
    first.unlink()
    answer("0003", "ヨシダ ジロウ", 3)
    assert buckets(database, opened[0]) == [("accepted", "")]
    first.write_bytes(kept)
    assert buckets(database, opened[0]) == [("older", "")]
    assert steps(database) == {"0003": {3}}


def test_another_terminal_another_name_and_another_account_wait_for_a_person(
    opened: tuple[str, Path], answer: Send, database: Database, town: Take
) -> None:
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日 アカウント",
        [["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01", "tanaka"]],
    )
    answer("0003", "ヨシダ ジロウ", 1)
    assert buckets(database, opened[0]) == [("accepted", "")]
    answer("0003", "ヨシダ ジロウ", 3, terminal="よその端末")
    answer("0007", "イトウ ナツミ")
    answer("0004", "タナカ サブロウ", account="yamada")
    assert buckets(database, opened[0]) == [
        ("to_confirm", "answers.new_key"),
        ("to_confirm", "answers.other_account"),
        ("to_confirm", "answers.other_kana"),
    ]
    assert steps(database) == {"0003": {1}}


def test_somebody_unknown_is_looked_at_again_once_on_the_roster(
    opened: tuple[str, Path], answer: Send, database: Database, town: Take
) -> None:
    answer("0099", "シンジン サクラ")
    unknown = [("set_aside", "answers.unknown_person")]
    assert buckets(database, opened[0]) == unknown
    assert buckets(database, opened[0]) == unknown
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名",
        [["0099", "新人　桜", "シンジン サクラ", "0101", "主事"]],
    )
    assert buckets(database, opened[0]) == [("accepted", "")]
    assert buckets(database, opened[0]) == []


def test_after_the_closing_day_or_closing_nothing_is_taken(
    opened: tuple[str, Path], answer: Send, database: Database
) -> None:
    answer("0003", "ヨシダ ジロウ")
    answer("0007", "イトウ ムツミ")
    assert buckets(database, opened[0], date(2026, 12, 19)) == [("late", "answers.late")] * 2
    close_round(database, opened[0])
    answer("0008", "カトウ ナナミ")
    assert buckets(database, opened[0]) == [("late", "answers.late")]
    assert steps(database) == {}


def test_damaged_files_are_tried_again_and_a_copy_is_the_same(
    opened: tuple[str, Path], answer: Send, database: Database
) -> None:
    path = answer("0003", "ヨシダ ジロウ")
    whole = path.read_bytes()
    path.write_bytes(whole[:2000])
    found = collect(database, opened[0], today=TODAY)
    assert [file.bucket for file in found.files] == [Bucket.BEING_WRITTEN]
    path.write_bytes(whole)
    (path.parent / "0123456789abcdef.kaitou").write_bytes(whole)
    assert buckets(database, opened[0]) == [("accepted", "")]
    assert steps(database) == {"0003": {2}}
