"""The list of people opened and scrolled, against the bare query of its first page and its count.

The time is reported, never asserted: machines are shared. What is asserted is that the list holds
no more than a page of people, however many there are.
"""

import os
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Department, Employee, EmploymentType, Posting
from skilltrack.services import datafiles, definitions
from skilltrack.services.demonstration.names import SURNAMES, VARIANT_SURNAMES
from skilltrack.services.people import listing as people
from skilltrack.store.database import Database
from skilltrack.store.facts import Personal
from skilltrack.store.organisation import DEPARTMENTS, EMPLOYEES, POSTINGS
from skilltrack.store.people import RosterOrder

pytestmark = pytest.mark.slow

EMPLOYEES_WANTED = int(os.environ.get("SKILLTRACK_PEOPLE", "5000"))
"""Set to 100000 for the size that the program is made for; that takes a minute to build."""

YEARS = range(2017, 2027)
TODAY = date(2026, 11, 20)
SECTIONS = 400
ROUNDS = 5
PAGE = 200

BARE_PAGE = """
SELECT e.employee_no, e.name, e.kana, p.department_code, p.job_title
FROM posting AS p JOIN employee AS e ON e.employee_no = p.employee_no
WHERE p.superseded_in IS NULL AND e.superseded_in IS NULL AND p.is_concurrent = 0
  AND (p.valid_from IS NULL OR p.valid_from <= ?) AND (p.valid_to IS NULL OR p.valid_to > ?)
ORDER BY e.kana, e.employee_no LIMIT 200
"""
BARE_COUNT = """
SELECT count(*) FROM posting AS p JOIN employee AS e ON e.employee_no = p.employee_no
WHERE p.superseded_in IS NULL AND e.superseded_in IS NULL AND p.is_concurrent = 0
  AND (p.valid_from IS NULL OR p.valid_from <= ?) AND (p.valid_to IS NULL OR p.valid_to > ?)
"""


def fill(database: Database, count: int) -> None:
    """Record people with a posting for each of ten years, as bulk rows."""
    chance = Random(1)
    departments = [
        Department("1", "全庁", None, is_evaluation_unit=False),
        *(
            Department(f"1{n:03}", f"第{n}課", "1", is_evaluation_unit=True)
            for n in range(SECTIONS)
        ),
    ]
    names = (*SURNAMES, *VARIANT_SURNAMES)
    with database.changing("benchmark") as work:
        DEPARTMENTS.record(work, departments)
        employees, postings = [], []
        for n in range(count):
            written, kana = chance.choice(names)
            number = f"{n:06}"
            employees.append(Employee(number, f"{written}　太郎{n}", f"{kana}　タロウ{n % 97:02}"))
            for year in YEARS:
                end = None if year == YEARS[-1] else date(year + 1, 4, 1)
                postings.append(
                    Personal(
                        number,
                        Posting(
                            f"1{chance.randrange(SECTIONS):03}",
                            chance.choice(("主事", "主査", "係長")),
                            EmploymentType.REGULAR,
                            Period(date(year, 4, 1), end),
                        ),
                    )
                )
        EMPLOYEES.record(work, employees)
        POSTINGS.record(work, postings)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Make a body of the size wanted."""
    created = datafiles.create(
        tmp_path_factory.mktemp("body") / "body.db",
        passphrase=None,
        label="",
        organisation="試験市",
        is_unprotected=True,
    )
    definitions.adopt_shipped(created.database, ("fukui",))
    fill(created.database, EMPLOYEES_WANTED)
    yield created.database
    created.database.close()


def bare(database: Database) -> int:
    """Read the first page and the count as plainly as can be."""
    on = TODAY.isoformat()
    with database.reading() as session:
        page = session.connection.exec_driver_sql(BARE_PAGE, (on, on)).fetchall()
        (count,) = session.connection.exec_driver_sql(BARE_COUNT, (on, on)).one()
    assert len(page) == min(PAGE, count)
    return int(count)


def opened(database: Database, query: people.RosterQuery) -> people.RosterListing:
    """Open the list: its index and its first page."""
    listing = people.list_people(database, TODAY, query)
    people.read_page(database, listing, range(PAGE))
    return listing


@dataclass(frozen=True)
class Times:
    """Seconds of each way, one per round."""

    taken: dict[str, list[float]]

    def measure(self, name: str, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        self.taken.setdefault(name, []).append(time.perf_counter() - began)

    def median(self, name: str) -> float:
        return statistics.median(self.taken[name])


def test_the_list_opens_as_fast_as_its_first_page_and_count(
    benchmark: BenchmarkFixture, body: Database
) -> None:
    times = Times({})
    listing = opened(body, people.RosterQuery())
    last = range(len(listing) - PAGE, len(listing))
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(body),
        "opened": lambda: opened(body, people.RosterQuery()),
        "scrolled": lambda: people.read_page(body, listing, last),
        "by department": lambda: opened(body, people.RosterQuery(order=RosterOrder.DEPARTMENT)),
        "searched": lambda: opened(body, people.RosterQuery(text="高橋")),
    }

    def round_of_all() -> None:
        for name, work in ways.items():
            times.measure(name, work)

    benchmark.pedantic(round_of_all, rounds=ROUNDS if benchmark.enabled else 1)
    assert len(listing) == bare(body) == EMPLOYEES_WANTED
    for name in ways:
        benchmark.extra_info[f"{name} ms"] = round(1000 * times.median(name))
        print(f"\n{name}: {1000 * times.median(name):.0f} ms", end="")
    ratio = times.median("opened") / times.median("bare")
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"\n{EMPLOYEES_WANTED:,} people opened at {ratio:.2f}x the bare page and count")


def test_the_list_holds_numbers_and_no_people(body: Database) -> None:
    tracemalloc.start()
    listing = people.list_people(body, TODAY, people.RosterQuery())
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\nheld {held / 1e6:.1f} MB, peak {peak / 1e6:.1f} MB")
    assert len(listing) == EMPLOYEES_WANTED
    assert listing.index.postings.itemsize * len(listing) <= 8 * EMPLOYEES_WANTED
    assert held < 5_000_000 + 16 * EMPLOYEES_WANTED


def test_a_page_names_those_in_its_place(body: Database) -> None:
    listing = people.list_people(body, TODAY, people.RosterQuery())
    page = people.read_page(body, listing, range(PAGE))
    kana = [(row.person.kana, row.person.employee_no) for row in page.values()]
    assert list(page) == list(range(PAGE))
    assert kana == sorted(kana)
