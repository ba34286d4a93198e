"""A town whose people learn, are appointed and pass, written as an office writes it."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind

Roster = Callable[[Sequence[tuple[str, str, str]]], None]

BEFORE = date(2017, 4, 1)


@pytest.fixture
def people(take: Take) -> Roster:
    """Take over two sections under one department, and people with section and job title."""

    def take_people(rows: Sequence[tuple[str, str, str]], on: date = BEFORE) -> None:
        take(
            ImportKind.DEPARTMENTS,
            "所属コード 所属名 上位所属コード 評価単位",
            [
                ("01", "総務部", "", ""),
                ("0101", "人事課", "01", "○"),
                ("0102", "情報課", "01", "○"),
                ("0103", "空の課", "01", "○"),
            ],
            effective=BEFORE,
        )
        take(
            ImportKind.EMPLOYEES,
            "職員番号 氏名 フリガナ 所属コード 職名 任用区分",
            [
                (number, f"試験 {number}", "シケン", section, title, "正規")
                for number, section, title in rows
            ],
            effective=on,
        )

    return take_people
