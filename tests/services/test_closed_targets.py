"""Targets, hours of courses, coverage of rounds and the change of a closed year are fixed too."""

import json
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    TargetRule,
    TargetShape,
)
from skilltrack.domain.years.closings import FrozenArea
from skilltrack.reports.structures import year_change_document
from skilltrack.reports.target_document import targets_document
from skilltrack.services.rounds.running import RoundOrder, close_round, open_round
from skilltrack.services.targets.editing import add
from skilltrack.services.years.closed_changes import change_shown
from skilltrack.services.years.closed_standings import training_shown
from skilltrack.services.years.closed_targets import detail_shown, targets_shown
from skilltrack.services.years.closing import close_year, closed_year, documents, every_difference
from skilltrack.store.database import Database

YEAR = FiscalYear(2026)
LAST = YEAR.last_day
CLOSING_DAY = date(2027, 4, 20)
DONE = "職員番号 研修コード 修了日 時間"
KEY = "everyone-r1"


class Clock:
    """Stands on 20 April 2027 and goes on by a minute at every look."""

    def __init__(self) -> None:
        self.at = datetime(2027, 4, 20, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def ended(town: Take, database: Database, tmp_path: Path) -> Take:
    """The town after the year, with a target, hours of courses and a round."""
    rule = TargetRule(
        KEY,
        "全員がR1を修了",
        TargetShape.SHARE,
        YEAR.first_day,
        YEAR.last_day,
        measure=Measure(MeasureKind.COURSES, ("R1",)),
        goal=Fraction(1, 2),
    )
    add(database, KeptTarget(rule), date(2026, 4, 10), "年度の目標")
    order = RoundOrder(
        "自己点検", "sakata", ("fukui",), date(2026, 11, 17), date(2026, 12, 18), "研修のため"
    )
    record = open_round(database, order, tmp_path / "調査")
    close_round(database, record.round_id)
    database.clock = Clock()
    town(ImportKind.COMPLETIONS, DONE, [["0001", "R1", "2026-06-01", "2.5"]])
    return town


def late(town: Take) -> None:
    rows = [[no, "R1", "2026-07-01", "3"] for no in ("0002", "0003", "0004", "0005", "0006")]
    town(ImportKind.COMPLETIONS, DONE, rows, today=CLOSING_DAY)


def said(database: Database, *, is_live: bool = False) -> dict[str, object]:
    document = targets_document(targets_shown(database, LAST, is_live=is_live))
    (found,) = (one for one in document["targets"] if one["id"] == KEY)
    return {name: found[name] for name in ("count", "goal", "state")} | {
        "closed_on": document["closed_on"]
    }


def test_targets_stay_as_they_stood_and_today_is_beside_them(
    ended: Take, database: Database
) -> None:
    before = said(database)
    close_year(database, YEAR, today=CLOSING_DAY)
    late(ended)
    assert said(database) == before | {"closed_on": "2027-04-20"}
    assert said(database, is_live=True)["count"] == 6
    assert detail_shown(database, KEY, LAST).standing.actual == 1
    assert len([one for one in detail_shown(database, KEY, LAST).people if one.is_counted]) == 6


def test_nothing_frozen_of_targets_names_a_person(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    bodies = [one.body for one in closed_year(database, YEAR).figures]
    frozen = [json.loads(body) for body in bodies]
    assert not any(number in json.dumps(frozen) for number in ('"0002"', '"0003"', '"0004"'))


def test_every_kind_of_figure_that_differs_is_listed(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    assert every_difference(closed_year(database, YEAR)) == ()
    late(ended)
    found = every_difference(closed_year(database, YEAR))
    assert {FrozenArea.BOARD, FrozenArea.TRAINING, FrozenArea.TARGETS} <= {f.area for f in found}
    (told,) = (f for f in found if f.area is FrozenArea.TARGETS and f.figure == "実績")
    assert (told.code, told.name) == (KEY, "全員がR1を修了")
    assert told.frozen != told.now


def test_frozen_training_with_hours_of_courses_is_read_back(
    ended: Take, database: Database
) -> None:
    ended(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度 時間",
        [["R1", "DX推進研修", "必須", "", 2026, "2.5"]],
    )
    before = training_shown(database, "fukui", YEAR, LAST).figures
    close_year(database, YEAR, today=CLOSING_DAY)
    late(ended)
    after = training_shown(database, "fukui", YEAR, LAST).figures
    assert (after.courses, after.departments) == (before.courses, before.departments)


def test_the_document_of_a_round_says_whom_it_asked(ended: Take, database: Database) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    printed = {name: json.loads(body) for name, _s, body in documents(closed_year(database, YEAR))}
    assert printed["round"]["counted"]["people"] == 8


def test_the_change_of_a_closed_year_is_that_of_its_figures(
    ended: Take, database: Database
) -> None:
    before = year_change_document(change_shown(database, "fukui", YEAR, LAST))
    close_year(database, YEAR, today=CLOSING_DAY)
    late(ended)
    after = year_change_document(change_shown(database, "fukui", YEAR, LAST))
    assert after == before | {"closed_on": "2027-04-20"}
    live = year_change_document(change_shown(database, "fukui", YEAR, LAST, is_live=True))
    assert live["body"] != before["body"]


def test_a_closed_year_is_compared_by_its_figures_across_a_reorganisation(
    ended: Take, database: Database
) -> None:
    close_year(database, YEAR, today=CLOSING_DAY)
    ended(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効終了 後継所属コード",
        [["0102", "税務課", "01", "○", "2026-09-30", "0101"]],
        today=CLOSING_DAY,
    )
    late(ended)
    whole = year_change_document(change_shown(database, "fukui", YEAR, LAST))["body"]
    assert whole["required"]["now"] == pytest.approx(1 / 13, abs=0.2)
    assert change_shown(database, "fukui", YEAR, LAST).now.closed_on == date(2027, 4, 20)
