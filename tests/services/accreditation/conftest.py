"""A town in which some have answered nothing, completed courses and passed an exam."""

from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.services import definitions
from skilltrack.store.database import Database

APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _ladders(database: Database) -> None:
    """Let the body use the ladders of Moka and Kanazawa."""
    definitions.adopt_shipped(database, ("moka", "kanazawa"))


@pytest.fixture
def learned(town: Take) -> Take:
    """The town with the courses of Moka and Kobe, completions, an exam and a practice."""
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [
            ["MK-01", "DXマインドセット研修", "必須", "", 2026],
            ["MK-02", "変革プロジェクト", "選択", "", 2026],
        ],
    )
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [
            ["0003", "MK-01", "2026-05-20"],
            ["0003", "MK-02", "2026-09-30"],
            ["0004", "MK-01", "2026-05-20"],
            ["0004", "MK-02", "2026-09-30"],
            ["0007", "MK-02", "2026-09-30"],
            ["0008", "MK-01", "2026-05-20"],
        ],
    )
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 合否",
        [["0003", "基本情報技術者試験", "2026-06-01", "合格"]],
    )
    return town
