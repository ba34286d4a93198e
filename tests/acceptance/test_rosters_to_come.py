"""A roster of 1 April, taken over before, changes nothing of the days before."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.acceptance.histories import PEOPLE, Town
from tests.acceptance.history_duty_steps import rule_duty
from tests.acceptance.printed import FIGURES, everything

from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import ImportKind
from skilltrack.services.inclusion import set_rule

pytestmark = pytest.mark.slow

MARCH, APRIL = date(2027, 3, 31), date(2027, 4, 1)
TOLD_AHEAD = {"person", "people, found", "year checklist", "sessions"}
"""What tells of days to come on purpose: timelines, names to come, the steps to the new year."""

OCCUPATIONS = "事務", "土木"
HEADINGS = "職員番号 氏名 フリガナ 所属コード 職名 任用区分 職種 アカウント 状態"


def test_every_figure_of_31_march_stays_whatever_the_roster_of_1_april_says(
    tmp_path: Path,
) -> None:
    town = Town(tmp_path, Random(7))  # noqa: S311 (a history, no secret)
    present = [
        [*town.posted(number)[:2], "", "0101", "主事", "正規", OCCUPATIONS[place % 2], "", ""]
        for place, number in enumerate(PEOPLE)
    ]
    town.take(ImportKind.EMPLOYEES, HEADINGS, present, effective=date(2026, 4, 1))
    for _ in range(5):
        town.step([rule_duty])
    rule = InclusionRule(occupations_left_out=("土木",))
    set_rule(town.database, [Figure.TIERS, Figure.REQUIRED], "", rule, "土木職は対象外")
    names = sorted(FIGURES.keys() - TOLD_AHEAD)
    before = everything(town.database, MARCH, None, names)
    coming = [
        [number, "別の　氏名", "ベツ", "0102", "課長", "再任用", "事務", "betsu", "休職"]
        for number in PEOPLE
    ]
    town.take(ImportKind.EMPLOYEES, HEADINGS, coming, effective=APRIL)
    after = everything(town.database, MARCH, None, names)
    assert [name for name in names if after[name] != before[name]] == []
    in_april = everything(town.database, APRIL, None, ["people", "inclusion people"])
    town.database.close()
    assert "別の　氏名" in in_april["people"]
    assert in_april["inclusion people"] != before["inclusion people"]
