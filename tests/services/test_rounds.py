"""Opening a round: whom it asks is chosen by its rule and frozen."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import Population
from skilltrack.exchange.packages import read_package
from skilltrack.services.rounds.running import (
    RoundOrder,
    hand_out,
    list_rounds,
    open_round,
    people_asked,
    preview_asked,
    round_status,
)
from skilltrack.store.database import Database
from skilltrack.store.rounds import asked


def order(population: Population, *reminders: date, is_strict: bool = False) -> RoundOrder:
    return RoundOrder(
        title="自己点検",
        questionnaire="sakata",
        schemes=("fukui",),
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 12, 18),
        purpose="…",
        population=population,
        reminders=reminders,
        is_strict=is_strict,
    )


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        (Population(), "0001 0002 0003 0004 0005 0006 0007 0008"),
        (Population(departments=("0102",)), "0005 0006 0007 0008"),
        (Population(departments=("01",)), "0001 0002 0003 0004 0005 0006 0007 0008"),
        (Population(bands=("staff",), departments=("0101",)), "0003 0004"),
        (Population(hired_from=date(2018, 4, 1), hired_until=date(2019, 4, 1)), "0004 0007"),
        (Population(roles=("dx_leader",)), "0004"),
    ],
)
def test_a_rule_chooses_whom_a_round_asks(
    town: Take, database: Database, tmp_path: Path, rule: Population, numbers: str
) -> None:
    town(ImportKind.APPOINTMENTS, "職員番号 役割 開始", [["0004", "DXリーダー", "2026-04-01"]])
    expected = numbers.split()
    assert [one.employee_no for one in preview_asked(database, order(rule))] == expected
    record = open_round(database, order(rule), tmp_path / "調査")
    assert sorted(people_asked(database, record.round_id)) == expected
    assert list_rounds(database)[0].population == rule


def test_post_and_band_of_those_asked_stay_as_they_were(
    town: Take, database: Database, tmp_path: Path
) -> None:
    record = open_round(database, order(Population()), tmp_path / "調査")
    town(
        ImportKind.EMPLOYEES,
        "職員番号 氏名 フリガナ 所属コード 職名 採用日",
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "課長", "2015-04-01"]],
        effective=date(2026, 11, 10),
    )
    with database.reading() as session:
        person = next(p for p in asked(session, record.round_id) if p.employee_no == "0003")
    assert (person.department, person.job_title, person.band) == ("0101", "主事", "staff")
    assert person.employment_type is EmploymentType.REGULAR
    assert [rate.answered.due for rate in round_status(database, record.round_id).rates] == [4, 4]


def test_everything_unknown_in_a_rule_is_told_at_once(
    town: Take, database: Database, tmp_path: Path
) -> None:
    rule = Population(bands=("captain",), roles=("wizard",), departments=("9999",))
    with pytest.raises(Refusal) as refused:
        open_round(database, order(rule), tmp_path / "調査")
    assert [problem.code for problem in refused.value.problems] == [
        "rounds.unknown_band",
        "rounds.unknown_role",
        "rounds.unknown_department",
    ]
    assert list_rounds(database) == ()
    assert not (tmp_path / "調査").exists()


def test_a_reminder_outside_the_round_is_refused(
    town: Take, database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        open_round(database, order(Population(), date(2026, 12, 19)), tmp_path / "調査")
    assert refused.value.problems[0].code == "rounds.reminder"


def test_reminders_and_strictness_are_kept_and_handed_out(
    town: Take, database: Database, tmp_path: Path
) -> None:
    days = (date(2026, 12, 10), date(2026, 12, 1), date(2026, 12, 10))
    record = open_round(database, order(Population(), *days, is_strict=True), tmp_path / "調査")
    assert list_rounds(database)[0].reminders == (date(2026, 12, 1), date(2026, 12, 10))
    assert read_package(hand_out(database, record.round_id)).package.is_strict
