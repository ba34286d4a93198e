"""Whom a round does not ask: counted and listed by reason, as was known when it was opened."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import Period
from skilltrack.domain.inclusion import AskedCoverage, Exclusion, Figure, InclusionRule
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Absence, AbsenceKind
from skilltrack.domain.rounds.definition import Population
from skilltrack.services.inclusion import set_rule
from skilltrack.services.rounds.analysis import analysis
from skilltrack.services.rounds.chasing import chase
from skilltrack.services.rounds.coverage import coverage_of_round, left_out_of_round
from skilltrack.services.rounds.running import RoundOrder, open_round, people_asked
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal
from skilltrack.store.organisation import ABSENCES

OPENS = date(2026, 11, 1)
ROSTER = "職員番号 氏名 フリガナ 所属コード 職名 任用区分"


@pytest.fixture
def opened(town: Take, database: Database, tmp_path: Path) -> Callable[[Population], str]:
    """Open a round in a town with one person on leave, one away and one executive."""
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0101", "市長　一", "シチョウ イチ", "0101", "", "特別職"]],
        effective=date(2026, 4, 1),
    )
    with database.changing("test.absences") as work:
        ABSENCES.record(
            work,
            [
                Personal("0003", Absence(AbsenceKind.LEAVE, Period(date(2026, 10, 1)))),
                Personal("0005", Absence(AbsenceKind.SECONDED_OUT, Period(date(2026, 10, 1)))),
            ],
        )

    def go(population: Population) -> str:
        order = RoundOrder(
            title="自己点検",
            questionnaire="sakata",
            schemes=("fukui",),
            opens_on=OPENS,
            closes_on=date(2026, 12, 18),
            purpose="…",
            population=population,
        )
        return open_round(database, order, tmp_path / "調査").round_id

    return go


def test_people_are_left_out_of_a_round_for_one_reason_each(
    opened: Callable[[Population], str], database: Database
) -> None:
    round_id = opened(Population())
    found = coverage_of_round(database, round_id)
    assert found == AskedCoverage(
        OPENS,
        6,
        (
            (Exclusion.SPECIAL_SERVICE, 1),
            (Exclusion.LEAVE, 1),
            (Exclusion.SECONDED_OUT, 1),
        ),
    )
    listed = [(one.employee_no, one.reason) for one in left_out_of_round(database, round_id)]
    assert listed == [
        ("0101", Exclusion.SPECIAL_SERVICE),
        ("0003", Exclusion.LEAVE),
        ("0005", Exclusion.SECONDED_OUT),
    ]


@pytest.mark.parametrize(
    ("population", "reasons"),
    [
        (
            Population(departments=("0102",), includes_absent=True),
            {Exclusion.SPECIAL_SERVICE: 1, Exclusion.DEPARTMENT: 4},
        ),
        (Population(roles=("dx_leader",)), {Exclusion.ROLE: 5}),
        (Population(bands=("staff",)), {Exclusion.BAND: 2}),
        (
            Population(hired_from=date(2018, 4, 1), hired_until=date(2019, 4, 1)),
            {Exclusion.HIRED_EARLIER: 3, Exclusion.HIRED_LATER: 1},
        ),
    ],
)
def test_what_a_round_chooses_by_is_a_reason_of_its_own(
    opened: Callable[[Population], str],
    town: Take,
    database: Database,
    population: Population,
    reasons: dict[Exclusion, int],
) -> None:
    town(ImportKind.APPOINTMENTS, "職員番号 役割 開始", [["0004", "DXリーダー", "2026-04-01"]])
    round_id = opened(population)
    found = coverage_of_round(database, round_id)
    assert reasons.items() <= dict(found.left_out).items()
    assert found.counted == len(people_asked(database, round_id))
    assert found.counted + found.left_out_in_all == 9  # everybody in a main post
    assert len(left_out_of_round(database, round_id)) == found.left_out_in_all


def test_what_becomes_known_later_changes_nothing_of_a_round(
    opened: Callable[[Population], str], town: Take, database: Database
) -> None:
    round_id = opened(Population(bands=("staff",)))
    before = coverage_of_round(database, round_id), left_out_of_round(database, round_id)
    set_rule(database, [Figure.ANSWERS], "", InclusionRule(absences=tuple(AbsenceKind)), "試行")
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0101", "市長　二", "シチョウ ニ", "0102", "主事", "正規"]],
        effective=date(2026, 10, 1),
    )
    assert (coverage_of_round(database, round_id), left_out_of_round(database, round_id)) == before


def test_results_and_reminders_of_a_round_carry_whom_it_leaves_out(
    opened: Callable[[Population], str], database: Database
) -> None:
    round_id = opened(Population())
    found = coverage_of_round(database, round_id)
    assert analysis(database, round_id, departments=("0102",)).counted == found
    assert chase(database, round_id, today=date(2026, 11, 20)).counted == found
