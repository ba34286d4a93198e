"""A town that three people left, with everything the records can hold of one of them."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.rounds.definition import Bucket
from skilltrack.reports.documents import rank_document
from skilltrack.services.evaluation import board
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round
from skilltrack.store import rounds as records
from skilltrack.store import schema
from skilltrack.store.database import Database
from skilltrack.store.rounds import (
    ACCESS_CODES,
    RESPONDENT_KEYS,
    ROUNDS,
    AccessCode,
    ReceivedFile,
    RespondentKey,
    ResponseRecord,
)

LEFT = "0003"
LEFT_NAME, LEFT_KANA = "𠮷田　次郎", "ヨシダ ジロウ"
LATER = date(2028, 4, 3)
"""A day on which those who left on 31 March 2027 are due."""

EMPLOYEES = "職員番号 氏名 フリガナ 所属コード 職名 採用日 退職日 生年月日 アカウント"


@dataclass
class Town:
    """The town, its data file, and a round that is closed."""

    database: Database
    take: Take
    folder: Path
    numbers: tuple[str, ...] = ("0003", "0004")
    rounds: list[str] = field(default_factory=list)

    def leave(self, number: str, name: str, kana: str, left_on: str, account: str = "") -> None:
        """Take over that somebody left."""
        row = [number, name, kana, "0101", "主事", "2015-04-01", left_on, "1990-05-05", account]
        self.take(ImportKind.EMPLOYEES, EMPLOYEES, [row], effective=date(2026, 4, 1))

    def rank(self, as_of: date) -> dict[str, Any]:
        """Return the board as the command line prints it."""
        year = FiscalYear.of(as_of)
        return rank_document(board(self.database, "fukui", year, as_of))

    def open_round(self, *, is_closed: bool = True) -> str:
        """Open a round of November 2026 with answers of two people, and close it if asked for."""
        order = RoundOrder(
            title="自己点検",
            questionnaire="sakata",
            schemes=("fukui",),
            opens_on=date(2026, 11, 1),
            closes_on=date(2026, 12, 18),
            purpose="研修の計画に使います。",
            is_strict=True,
        )
        record = open_round(self.database, order, self.folder / f"調査{len(self.rounds)}")
        self.rounds.append(record.round_id)
        with self.database.changing("round.collect") as work:
            records.RESPONSES.record(
                work, [self._response(record.round_id, number) for number in self.numbers]
            )
            ACCESS_CODES.record(work, [AccessCode(record.round_id, LEFT, 2)])
            RESPONDENT_KEYS.record(work, [RespondentKey(LEFT, 1, b"key-of-" + LEFT.encode())])
            records.record_received(work, self._files(record.round_id))
        if is_closed:
            close_round(self.database, record.round_id)
        return record.round_id

    def _response(self, round_id: str, number: str) -> ResponseRecord:
        with self.database.reading() as session:
            record = next(r for r in ROUNDS.values(session) if r.round_id == round_id)
        return ResponseRecord(
            round_id=record.round_id,
            employee_no=number,
            channel="sealed",
            epoch=1,
            counter=1,
            content=f"digest-{number}",
            job_title="主事",
            answered_on=date(2026, 11, 5),
            answers={f"q{n:02}": 3 for n in range(1, 28)},
            comments={"c1": f"{number}の自由記述"},
        )

    def _files(self, round_id: str) -> list[ReceivedFile]:
        kept = ReceivedFile(round_id, "d1", "a.kaitou", Bucket.ACCEPTED.value, "", LEFT, 1)
        return [
            kept,
            replace(kept, digest="d2", name=f"回答_{LEFT}.xlsx", sheet=LEFT, sealed=b"form"),
            replace(
                kept,
                digest="d3",
                name=f"{LEFT_NAME}.kaitou",
                bucket=Bucket.TO_CONFIRM.value,
                reason="answers.new_key",
                sealed=b"waits",
            ),
            replace(
                kept,
                digest="d4",
                name="x.kaitou",
                bucket=Bucket.SET_ASIDE.value,
                employee_no=None,
                sealed=None,
            ),
        ]

    def people(self, table: str = "employee") -> set[str]:
        """Return the numbers in every version of a table."""
        found = schema.metadata.tables[table]
        with self.database.reading() as session:
            rows = session.connection.execute(found.select()).mappings()
            return {row["employee_no"] for row in rows}


@pytest.fixture
def left_town(town: Take, database: Database, tmp_path: Path) -> Town:
    """Let one leave on 31 March 2027 who did everything, and one more; the others stay."""
    its = Town(database, town, tmp_path)
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 点数",
        [
            [LEFT, "R1", "2026-06-01", 88],
            [LEFT, "L1", "2026-07-01", ""],
            ["0004", "R1", "2026-06-01", ""],
        ],
    )
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系",
        [
            [LEFT, "ITパスポート", "2026-06-07", 700, 700, 700, 700],
            [LEFT, "ITパスポート", "2026-05-07", 400, 400, 400, 400],
        ],
    )
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 終了",
        [[LEFT, "DXリーダー", "2026-04-01", "2027-03-31"]],
    )
    town(
        ImportKind.PRACTICES,
        "所属コード 名称 段階 内容 参加者職員番号",
        [["0101", "窓口の待ち時間", "実施", f"{LEFT_NAME}の提案", f"{LEFT};0004"]],
    )
    its.leave(LEFT, LEFT_NAME, LEFT_KANA, "2027-03-31", "yoshida-j")
    its.leave("0004", "田中　三郎", "タナカ サブロウ", "2027-03-31")
    return its
