"""Closing a fiscal year and rehearsing April, against reading the bare rows they rest on.

Reported, never asserted: machines are shared. The floor takes every post of the day and every
completion of the year from SQLite as they are, in this run.
``SKILLTRACK_YEAR_EMPLOYEES`` sets how many people there are.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.test_roster_benchmark import recorded

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion, CompletionStatus, CourseKind
from skilltrack.services.catalogue import rows as courses
from skilltrack.services.organisation.rehearsal import RehearsalOrder, rehearse
from skilltrack.services.years import closing as year_closing
from skilltrack.store import training
from skilltrack.store.database import Database

pytestmark = pytest.mark.slow

LARGE, SMALL = 10_000, 200
"""Measured, and merely run where benchmarks are disabled."""

YEAR = FiscalYear(2025)
TODAY = date(2026, 11, 20)
ROUNDS = 3

BARE_POSTS = """
SELECT p.employee_no, e.name, e.kana, p.department_code, p.job_title, p.employment_type
FROM posting AS p JOIN employee AS e ON e.employee_no = p.employee_no
WHERE p.superseded_in IS NULL AND e.superseded_in IS NULL AND p.is_concurrent = 0
  AND (p.valid_from IS NULL OR p.valid_from <= ?) AND (p.valid_to IS NULL OR p.valid_to > ?)
"""
BARE_COMPLETIONS = """
SELECT employee_no, course_code, completed_on, status FROM completion
WHERE superseded_in IS NULL AND completed_on BETWEEN ? AND ?
"""


def complete(database: Database, count: int) -> None:
    """Record a year in which most complete what is required, and half an elective."""
    taken = courses.copy_courses(database, "fukui", YEAR)
    required = [one.code for one in taken if one.kind is CourseKind.REQUIRED]
    electives = [one.code for one in taken if one.kind is CourseKind.ELECTIVE]
    chance = random.Random(3)

    def some(number: int) -> Iterator[Completion]:
        chosen = [code for code in required if chance.random() < 0.7]
        if chance.random() < 0.5:
            chosen.append(chance.choice(electives))
        for code in dict.fromkeys(chosen):
            on = YEAR.first_day + timedelta(days=chance.randrange(360))
            yield Completion(f"{number:06}", code, on, CompletionStatus.COMPLETED)

    with database.changing("test.completions") as work:
        training.record_completions(work, (one for number in range(count) for one in some(number)))


@pytest.fixture(scope="module")
def body(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Database]:
    """Make a body of the size wanted, with ten years of posts."""
    usual = LARGE if pytestconfig.getoption("benchmark_enable") else SMALL
    count = int(os.environ.get("SKILLTRACK_YEAR_EMPLOYEES", usual))
    database, _present = recorded(tmp_path_factory.mktemp("body"), count)
    complete(database, count)
    yield database
    database.close()


def bare(database: Database) -> int:
    """Read the rows as plainly as can be; return how many there are."""
    on = YEAR.last_day.isoformat()
    with database.reading() as session:
        posts = session.connection.exec_driver_sql(BARE_POSTS, (on, on)).fetchall()
        done = session.connection.exec_driver_sql(
            BARE_COMPLETIONS, (YEAR.first_day.isoformat(), on)
        ).fetchall()
    return len(posts) + len(done)


def closed(database: Database) -> int:
    """Close the year, and give it free again for the next round; return its change."""
    closing = year_closing.close_year(database, YEAR, today=TODAY)
    year_closing.reopen_year(database, YEAR, "測り直すため")
    return closing.change


def rehearsed(database: Database) -> int:
    """Rehearse the day after the year; return how many people stand in it."""
    order = RehearsalOrder(date(2026, 4, 1), "fukui", YEAR.last_day, {})
    return len(rehearse(database, order).differences.after.people)


def test_closing_and_rehearsing_against_the_bare_rows(
    benchmark: BenchmarkFixture, body: Database
) -> None:
    ways: dict[str, Callable[[Database], int]] = {
        "bare": bare,
        "closed": closed,
        "rehearsed": rehearsed,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, int] = {}

    def round_of_all() -> None:
        # in turn, so that a busy moment of the machine meets all of them
        for name, work in ways.items():
            began = time.perf_counter()
            found[name] = work(body)
            seconds[name].append(time.perf_counter() - began)

    benchmark.pedantic(round_of_all, rounds=ROUNDS if benchmark.enabled else 1)
    assert all(count > 0 for count in found.values())
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    for name, median in medians.items():
        ratio = round(median / medians["bare"], 1)
        benchmark.extra_info[f"{name}_ms"], benchmark.extra_info[f"{name}_ratio"] = (
            round(1000 * median),
            ratio,
        )
        print(f"\n{name}: {1000 * median:.0f} ms, {ratio}x the bare rows of {found['bare']:,}")
