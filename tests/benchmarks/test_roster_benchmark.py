"""The preview of a monthly roster against the bare read of its file, in this run.

Reported, never asserted: machines are shared. Target: under 2 times what calamine takes to read
all rows of the same file. ``SKILLTRACK_ROSTER_EMPLOYEES`` sets how many people there are.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from python_calamine import CalamineWorkbook

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import ImportKind, LineState
from skilltrack.domain.organisation import Department, Employee, EmploymentType, Posting
from skilltrack.reports.tables import write_table
from skilltrack.services import datafiles, definitions
from skilltrack.services.imports.files import import_file
from skilltrack.store import organisation as records
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)
LARGE, SMALL = 20_000, 200
"""Measured, and merely run where benchmarks are disabled."""

DEPARTMENTS = 400
TITLES = ("課長", "課長補佐", "主査", "主事", "技師")
YEARS = range(2017, 2027)
"""Ten years, in each of which everybody has a post of one's own."""

CHANGED, LEFT, CAME = 0.01, 0.002, 0.002
"""Shares of people who move, are missing, and are new in a month."""

HEADINGS = "職員番号 氏名 フリガナ 所属コード 職名 任用区分 職種 採用日 退職日 状態 生年月日"


def size(config: pytest.Config) -> int:
    usual = LARGE if config.getoption("benchmark_enable") else SMALL
    return int(os.environ.get("SKILLTRACK_ROSTER_EMPLOYEES", usual))


def person(number: int) -> Employee:
    born = date(1966 + number % 38, 1 + number % 12, 1 + number % 28)
    name, kana = f"髙橋　{number}", f"タカハシ {number}"
    return Employee(f"{number:06}", name, kana, "一般行政", date(2017, 4, 1), None, born)


def ten_years(number: int, chance: random.Random) -> list[Personal[Posting]]:
    """Return the posts of a person, one a fiscal year; the last one is open."""
    return [
        Personal(
            f"{number:06}",
            Posting(
                f"{chance.randrange(DEPARTMENTS):04}",
                chance.choice(TITLES),
                EmploymentType.REGULAR,
                Period(date(year, 4, 1), date(year + 1, 4, 1) if year != YEARS[-1] else None),
            ),
        )
        for year in YEARS
    ]


def recorded(folder: Path, count: int) -> tuple[Database, list[Personal[Posting]]]:
    """Make a data file with ten years of everybody; return it and the present posts."""
    database = datafiles.create(
        folder / "roster.db", passphrase=None, label="", organisation="大", is_unprotected=True
    ).database
    definitions.adopt_shipped(database, ["fukui"])
    chance = random.Random(1)
    present = []
    with database.changing("test.roster") as work:
        departments = [
            Department(f"{n:04}", f"{n}課", None, is_evaluation_unit=True)
            for n in range(DEPARTMENTS)
        ]
        records.DEPARTMENTS.record(work, departments)
        records.EMPLOYEES.record(work, map(person, range(count)))
        for first in range(0, count, 10_000):
            postings = [
                posting
                for number in range(first, min(first + 10_000, count))
                for posting in ten_years(number, chance)
            ]
            present += postings[len(YEARS) - 1 :: len(YEARS)]
            records.POSTINGS.record(work, postings)
    return database, present


def write_month(path: Path, present: list[Personal[Posting]]) -> None:
    """Write the roster of a month in which a few people came, moved and left."""
    chance = random.Random(2)
    rows: list[list[str | date | None]] = []
    came = [Personal(f"{len(present) + n:06}", present[n].fact) for n in range(_few(present, CAME))]
    for posting in present[_few(present, LEFT) :] + came:
        employee = person(int(posting.employee_no))
        department = posting.fact.department
        if chance.random() < CHANGED:
            department = f"{chance.randrange(DEPARTMENTS):04}"
        rows.append(
            [
                employee.employee_no,
                employee.name,
                employee.kana,
                department,
                posting.fact.job_title,
                "正規",
                employee.occupation,
                employee.hired_on,
                None,
                "在職",
                employee.born_on,
            ]
        )
    write_table(path, "職員", HEADINGS.split(), rows)


def _few(present: list[Personal[Posting]], share: float) -> int:
    return max(1, round(len(present) * share))


def fastest(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def test_preview_of_a_roster_against_the_bare_read(
    benchmark: BenchmarkFixture, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    database, present = recorded(tmp_path, size(pytestconfig))
    path = tmp_path / "職員.xlsx"
    write_month(path, present)

    def bare() -> object:
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    floor_seconds = fastest(bare, 3)
    outcome = benchmark.pedantic(
        lambda: import_file(
            database, ImportKind.EMPLOYEES, path, today=TODAY, effective=TODAY, is_dry_run=True
        ),
        rounds=3,
        iterations=1,
    )
    states = outcome.listing.states()
    assert outcome.new == _few(present, CAME) == states.count(LineState.NEW)
    assert len(outcome.missing) == _few(present, LEFT) == states.count(LineState.MISSING)
    assert outcome.unchanged + len(outcome.changed) == len(present) - len(outcome.missing)
    database.close()
    if benchmark.disabled:
        return
    ratio = benchmark.stats.stats.min / floor_seconds
    benchmark.extra_info["floor_seconds"] = round(floor_seconds, 3)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(
        f"\npreview of {len(present):,}: {benchmark.stats.stats.min:.2f} s, "
        f"bare read {floor_seconds:.2f} s, {ratio:.2f}x"
    )
