"""A town of two sections, a course that everybody owes, and a session of it."""

from pathlib import Path

import pytest
from session_town import APRIL, COURSE, NUMBERS, order
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.sessions.definition import CourseSession
from skilltrack.services.sessions.editing import add_session
from skilltrack.store.database import Database


@pytest.fixture
def town(database: Database, take: Take) -> Database:
    """Return a data file with eight people and three courses."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [["01", "総務部", "", ""], ["0101", "人事課", "01", "○"], ["0102", "税務課", "01", "○"]],
    )
    names = ["髙橋 一郎", "山﨑 花子", "𠮷田 次郎", "田中 三郎", "佐藤 四郎", "鈴木 五月"]
    names += ["伊藤 六実", "加藤 七海"]
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名",
        [
            [number, name, f"カナ {number}", "0101" if number < "0005" else "0102", "主事"]
            for number, name in zip(NUMBERS, names, strict=True)
        ],
        effective=APRIL,
    )
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 形態 時間 年度 修了条件 合格点 報告会",
        [
            [COURSE, "基礎研修", "必須", "", "集合", "3", "2026", "出席", "", ""],
            ["T-02", "班別研修", "選択", "", "集合", "", "2026", "全日程に出席", "", "○"],
            ["T-03", "確認研修", "選択", "", "集合", "", "2026", "確認テスト", "70", ""],
        ],
    )
    return database


@pytest.fixture
def one(town: Database) -> CourseSession:
    """Return a session with three seats."""
    return add_session(town, order())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return where a workbook goes."""
    return tmp_path / "book.xlsx"
