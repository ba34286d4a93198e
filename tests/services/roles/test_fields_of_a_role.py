"""The fields of the newest round that was answered, or of another, for whoever holds a role."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.fields import FieldBalance
from skilltrack.services import definitions
from skilltrack.services.roles.fields import role_fields, rounds_offered
from skilltrack.services.rounds.running import RoundOrder, open_round
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES, ResponseRecord

SPRING, AUTUMN = date(2026, 5, 1), date(2026, 11, 1)
LEADERS = ("0001", "0002", "0003", "0004", "0005", "0006")


@pytest.fixture
def ask(body: Take, database: Database, tmp_path: Path) -> Callable[..., str]:
    """Open a round and record answers, number → the field answered best; six people lead."""
    body(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始",
        [[number, "DXリーダー", "2026-04-01"] for number in LEADERS],
    )
    (asked,) = definitions.list_questionnaires(database)
    best = len(asked.scale.steps) - 1

    def go(opens_on: date, strongest: Mapping[str, int], answered_on: date | None = None) -> str:
        order = RoundOrder(
            title=f"{opens_on.month}月の点検",
            questionnaire=asked.id,
            schemes=("fukui",),
            opens_on=opens_on,
            closes_on=opens_on.replace(day=28),
            purpose="…",
        )
        round_id = open_round(database, order, tmp_path / str(opens_on)).round_id
        codes = [category.code for category in asked.categories]
        with database.changing("round.collect", round_id) as work:
            RESPONSES.record(
                work,
                [
                    ResponseRecord(
                        round_id=round_id,
                        employee_no=number,
                        channel="sealed",
                        epoch=1,
                        counter=1,
                        content=number,
                        job_title="",
                        answered_on=answered_on or opens_on,
                        answers={
                            item.code: best if item.category == codes[at] else 1
                            for item in asked.answerable
                        },
                    )
                    for number, at in strongest.items()
                ],
            )
        return round_id

    return go


def found(database: Database, as_of: date = TODAY, round_id: str = "") -> FieldBalance:
    fields = role_fields(database, "DXリーダー", as_of, round_id=round_id)
    assert fields is not None
    return fields


ALL = {"0001": 0, "0002": 0, "0003": 1, "0004": 1, "0005": 1}


def strongest(fields: FieldBalance) -> list[int | None]:
    return [one.strongest for one in fields.fields]


def test_the_newest_round_that_was_answered_counts_for_those_who_hold_the_role(
    ask: Callable[..., str], database: Database
) -> None:
    spring = ask(SPRING, dict.fromkeys(("0007", "0008", "0001", "0002", "0003"), 2))
    autumn = ask(AUTUMN, {**ALL, "0007": 2})
    fields = found(database)
    assert (fields.round.round_id, fields.holders, fields.answered) == (autumn, 6, 5)
    assert fields.unanswered == 1
    assert strongest(fields)[:3] == [2, 3, 0]
    assert found(database, date(2026, 10, 1)).round.round_id == spring
    assert rounds_offered(database, TODAY) == ((autumn, "11月の点検"), (spring, "5月の点検"))


def test_another_round_can_be_chosen_and_few_people_are_hidden(
    ask: Callable[..., str], database: Database
) -> None:
    spring = ask(SPRING, {"0001": 0, "0002": 1, "0003": 2, "0004": 0})
    ask(AUTUMN, ALL)
    fields = found(database, round_id=spring)
    assert (fields.answered, fields.is_hidden) == (4, True)
    assert set(strongest(fields)) == {None}


def test_what_was_answered_after_the_day_does_not_count(
    ask: Callable[..., str], database: Database
) -> None:
    ask(AUTUMN, ALL, answered_on=date(2026, 11, 10))
    assert role_fields(database, "DXリーダー", date(2026, 11, 9)) is None
    assert found(database, date(2026, 11, 10)).answered == 5


def test_without_rounds_there_are_no_fields_and_a_later_round_is_refused(
    ask: Callable[..., str], database: Database
) -> None:
    assert role_fields(database, "DXリーダー", TODAY) is None
    autumn = ask(AUTUMN, ALL)
    with pytest.raises(Refusal) as refused:
        role_fields(database, "DXリーダー", SPRING, round_id=autumn)
    assert [problem.code for problem in refused.value.problems] == ["roles.round_ahead"]
