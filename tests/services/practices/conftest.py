"""The small town with what the practices of two departments need."""

from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.organisation import PracticeStage
from skilltrack.services.practices.editing import PracticeOrder, reach_stage, register
from skilltrack.store.database import Database

TODAY = date(2026, 11, 20)
ORDER = PracticeOrder(
    "0101",
    "届出の事前入力",
    "来庁前に入力してもらう。",
    120.0,
    800,
    ("0003", "0004"),
    is_public=True,
)


@pytest.fixture
def practice(town: Take, database: Database) -> str:
    """Register a practice that was proposed in April and carried out in August."""
    code = register(database, ORDER, PracticeStage.PROPOSED, date(2026, 4, 10), today=TODAY)
    days = {PracticeStage.CARRIED_OUT: date(2026, 8, 1)}
    reach_stage(database, code, days, today=TODAY)
    return code
