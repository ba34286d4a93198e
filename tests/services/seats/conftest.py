"""A town of two sections in which everybody owes a course, with three sessions of it."""

from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.sessions.definition import SessionDay
from skilltrack.services.sessions.editing import SessionOrder, add_session
from skilltrack.store.database import Database

NUMBERS = [f"000{number}" for number in range(1, 9)]


@pytest.fixture
def town(database: Database, take: Take) -> Database:
    """Return a data file with eight people, a required course and three sessions of two courses."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [["01", "総務部", "", ""], ["0101", "人事課", "01", "○"], ["0102", "税務課", "01", "○"]],
    )
    take(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名",
        [
            [
                number,
                f"職員 {number}",
                f"カナ {number}",
                "0101" if number < "0005" else "0102",
                "主事",
            ]
            for number in NUMBERS
        ],
        effective=date(2026, 4, 1),
    )
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 形態 時間 年度 1回の費用 1人の費用",
        [
            ["T-01", "基礎研修", "必須", "", "集合", "3", "2026", "10000", "500"],
            ["T-02", "発展研修", "必須", "", "集合", "3", "2026", "20000", ""],
        ],
    )
    for course, day, seats in (("T-01", 1, 3), ("T-01", 8, 3), ("T-02", 1, 8)):
        days = (SessionDay(0, date(2026, 12, day), "13:30", "16:30"),)
        add_session(database, SessionOrder(course, 2026, days, capacity=seats))
    return database
