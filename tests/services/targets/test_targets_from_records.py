"""The figures of つくば市 and 栃木県, from records of fictional people and not from totals.

Source: 総務省「自治体DX推進参考事例集」第4.0版 第2章 11, 21 (facts §3.3).
"""

from datetime import date
from fractions import Fraction

from tests.conftest import Take
from tests.services.targets.conftest import Roster

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.domain.targets.progress import TargetState
from skilltrack.services import definitions
from skilltrack.services.targets.reading import targets
from skilltrack.store.database import Database

STAFF = 2_000
YEARS = ((date(2021, 9, 1), 493), (date(2022, 9, 1), 618), (date(2023, 9, 1), 741))
"""Cumulative heads of つくば市 by the end of the fiscal years 2021 to 2023."""

LAST_YEAR = ((date(2024, 7, 10), 32), (date(2024, 8, 20), 89), (date(2024, 10, 15), 30))
"""The three sessions of the fiscal year 2024."""


def _number(place: int) -> str:
    return f"{place:05}"


def _standing(database: Database, key: str, as_of: date) -> TargetStanding:
    return next(one for one in targets(database, as_of).targets if one.key == key)


def test_tsukuba_counts_493_618_741_892_from_completions(
    database: Database, take: Take, people: Roster
) -> None:
    definitions.adopt_shipped(database, ["tsukuba"])
    people([(_number(n), "0101" if n % 2 else "0102", "主事") for n in range(STAFF)])
    take(
        ImportKind.COURSES,
        "研修コード 研修名 種別 年度",
        [(f"TK-0{n}", f"研修{n}", "必須", year) for n in (1, 2, 3) for year in range(2021, 2025)],
    )
    rows, done = [], 0
    for on, total in YEARS:
        rows += [(_number(n), "TK-01", on) for n in range(done, total)]
        done = total
    for on, heads in LAST_YEAR:
        rows += [(_number(n), "TK-02", on) for n in range(done, done + heads)]
        done += heads
    rows.append((_number(0), "TK-02", date(2024, 8, 20)))  # a second course is the same person
    take(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", rows)

    found = {
        year: _standing(database, "tsukuba:heads-2000", date(year + 1, 3, 31)).actual
        for year in range(2021, 2025)
    }
    assert found == {2021: 493, 2022: 618, 2023: 741, 2024: 892}

    now = _standing(database, "tsukuba:heads-2000", date(2025, 3, 31))
    assert now.goal == 2_000
    assert now.pace == Fraction(1_108, 6)  # about 185 a year for six years
    assert round(now.pace) == 185
    assert [line.gain for line in now.years][-3:] == [125, 123, 151]
    assert now.forecast is not None
    assert (now.forecast.low, now.forecast.high) == (892 + 6 * 123, 892 + 6 * 151)
    assert now.state is TargetState.BEHIND

    everybody = _standing(database, "tsukuba:everyone-2030", date(2025, 3, 31))
    assert (everybody.actual, everybody.base, everybody.goal) == (892, STAFF, STAFF)
    assert len(everybody.missing) == STAFF - 892
    assert everybody.missing[0] == _number(892)


def test_tochigi_has_507_of_900_from_appointments(
    database: Database, take: Take, people: Roster
) -> None:
    definitions.adopt_shipped(database, ["tochigi"])
    people([(_number(n), "0101", "主事") for n in range(600)])
    take(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 方法",
        [
            (_number(n), "デジタルスキップ", date(2023 if n < 100 else 2024, 6, 1), "手挙げ")
            for n in range(507)
        ],
    )
    now = _standing(database, "tochigi:skip-900", date(2025, 3, 31))
    assert (now.actual, now.goal) == (507, 900)
    assert round(float(now.achieved or 0), 3) == 0.563
    assert now.plan == 300
    assert now.state is TargetState.ON_PLAN
    assert [(line.fiscal_year, line.value) for line in now.years] == [(2023, 100), (2024, 507)]
