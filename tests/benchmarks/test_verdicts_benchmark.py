"""Verdicts on everybody under one scheme, against the bare reading of what they rest on.

Reported, never asserted: machines are shared. The floor reads the rows (people, newest answers,
completions and passes) through sqlite3 alone, parses the answers and judges nobody. Target: 100,000
people under one scheme in less than 10 seconds, and the effect of one threshold in less than one.
SKILLTRACK_VERDICTS sets another number of people.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import Completion, Course, CourseKind
from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.organisation import Department, Employee, EmploymentType, JobTitle, Posting
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.services import datafiles, definitions
from skilltrack.services.schemes.effects import effect_of, gathered_for
from skilltrack.services.verdicts.tiers import judge_all, judge_in
from skilltrack.store.database import Database
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.facts import Personal
from skilltrack.store.organisation import DEPARTMENTS, EMPLOYEES, POSTINGS, TITLES
from skilltrack.store.rounds import RESPONSES, ROUNDS, ResponseRecord, RoundRecord
from skilltrack.store.training import ENTRIES, entries_of, record_completions

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)
LARGE, SMALL = 100_000, 300
"""Measured, and merely run where benchmarks are disabled."""

SECTIONS = 400
COURSES = [f"KQ-{n:02}" for n in range(1, 11)]
SCHEME = "kitakyushu"

PEOPLE = """
SELECT p.employee_no, p.department_code, p.job_title, e.name, e.kana FROM posting AS p
JOIN employee AS e ON e.employee_no = p.employee_no
WHERE p.superseded_in IS NULL AND e.superseded_in IS NULL ORDER BY p.department_code, e.kana
"""
ANSWERS = "SELECT employee_no, answered_on, answers FROM response WHERE superseded_in IS NULL"
COMPLETIONS = """
SELECT employee_no, course_code, min(completed_on) FROM completion
WHERE superseded_in IS NULL GROUP BY employee_no, course_code
"""
SITTINGS = "SELECT employee_no, exam, sat_on, scores FROM exam_attempt WHERE superseded_in IS NULL"
BARE = (PEOPLE, ANSWERS, COMPLETIONS, SITTINGS)


def fill(database: Database, count: int) -> None:
    """Record people with a post, answers, completions and sittings."""
    chance = Random(1)
    numbers = [f"{n:06}" for n in range(count)]
    with database.reading() as session:
        items = definitions.questionnaire(session, "sakata").items
    with database.changing("benchmark") as work:
        DEPARTMENTS.record(
            work,
            [
                Department(f"{n:04}", f"{n}課", None, is_evaluation_unit=True)
                for n in range(SECTIONS)
            ],
        )
        TITLES.record(work, [JobTitle(f"職{n}", "staff", Period()) for n in range(3)])
        EMPLOYEES.record(
            work,
            [Employee(number, f"職員　{number}", f"ショクイン {number}") for number in numbers],
        )
        POSTINGS.record(
            work,
            [
                Personal(
                    number,
                    Posting(
                        f"{chance.randrange(SECTIONS):04}",
                        chance.choice(("主事", "課長", "主任")),
                        EmploymentType.REGULAR,
                        Period(date(2024, 4, 1)),
                    ),
                )
                for number in numbers
            ],
        )
        for code in COURSES:
            course = Course(code, code, 2026, CourseKind.ELECTIVE)
            ENTRIES.record(work, entries_of(course))
        record_completions(
            work,
            [
                Completion(number, code, date(2026, 4, 1) + timedelta(days=chance.randrange(200)))
                for number in numbers
                for code in chance.sample(COURSES, 5)
            ],
        )
        ROUNDS.record(work, [asked("2025", date(2025, 10, 1)), asked("2026", date(2026, 10, 1))])
        for year in ("2025", "2026"):
            RESPONSES.record(
                work,
                [
                    ResponseRecord(
                        year,
                        number,
                        "sealed",
                        1,
                        1,
                        "",
                        "主事",
                        date(int(year), 10, 1 + chance.randrange(28)),
                        {item.code: chance.randrange(4) for item in items},
                    )
                    for number in numbers
                    if chance.random() < 0.9
                ],
            )
        ATTEMPTS.record(
            work,
            [
                ExamAttempt(number, "it_passport", date(2026, 6, 1), {}, stated_pass=True)
                for number in numbers
                if chance.random() < 0.2
            ],
        )


def asked(year: str, opens_on: date) -> RoundRecord:
    return RoundRecord(
        year,
        year,
        "sakata",
        1,
        (),
        "",
        "",
        opens_on,
        opens_on + timedelta(days=60),
        is_closed=False,
        public_key=b"",
    )


@pytest.fixture(scope="module")
def body(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Database]:
    """Make a body of the size wanted."""
    is_measured = pytestconfig.getoption("benchmark_enable")
    created = datafiles.create(
        tmp_path_factory.mktemp("verdicts") / "body.db",
        passphrase=None,
        label="",
        organisation="試験市",
        is_unprotected=True,
    )
    definitions.adopt_shipped(created.database, (SCHEME, "fukui"))
    fill(
        created.database,
        int(os.environ.get("SKILLTRACK_VERDICTS", LARGE if is_measured else SMALL)),
    )
    yield created.database
    created.database.close()


def bare(database: Database) -> int:
    """Read every row and parse the answers, nothing else."""
    with database.reading() as session:
        people, answers, *_others = (
            session.connection.exec_driver_sql(query).fetchall() for query in BARE
        )
    newest = {row[0]: row for row in answers}
    parsed = [json.loads(row[2]) for row in newest.values()]
    assert len(parsed) <= len(people)
    return len(people)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def with_threshold(scheme: Scheme, percent: int) -> Scheme:
    """Return the scheme with another threshold in its first tier."""
    first, *others = scheme.tiers
    assert isinstance(first.gate, gates.All)
    children = tuple(
        replace(leaf, ratio=Fraction(percent, 100))
        if isinstance(leaf, leaves.CategoryAtLeast)
        else leaf
        for leaf in first.gate.children
    )
    return replace(scheme, tiers=(replace(first, gate=gates.All(children)), *others))


def test_verdicts_on_everybody_against_a_bare_reading(
    benchmark: BenchmarkFixture, body: Database
) -> None:
    floor = min(timed(lambda: bare(body)) for _ in range(2))
    found = benchmark.pedantic(
        lambda: judge_all(body, SCHEME, TODAY), rounds=2 if benchmark.enabled else 1
    )
    by_post = timed(lambda: judge_all(body, "fukui", TODAY))
    people = bare(body)
    assert len(found.people) == people
    few = frozenset(f"{number:06}" for number in range(0, people, people // 100))
    with body.reading() as session:
        scheme = definitions.scheme(session, SCHEME)
        anew = timed(lambda: judge_in(session, scheme, TODAY, few))
    if benchmark.disabled:
        return
    seconds = benchmark.stats.stats.min
    benchmark.extra_info["floor_seconds"] = round(floor, 2)
    benchmark.extra_info["ratio"] = round(seconds / floor, 2)
    benchmark.extra_info["by_post_seconds"] = round(by_post, 2)
    benchmark.extra_info["few_seconds"] = round(anew, 3)
    print(
        f"\nverdicts on {people:,}: {seconds:.2f} s, bare reading {floor:.2f} s,"
        f" {seconds / floor:.2f}x; by post {by_post:.2f} s; {len(few)} anew {anew:.3f} s"
    )


def test_the_effect_of_one_threshold(benchmark: BenchmarkFixture, body: Database) -> None:
    with body.reading() as session:
        scheme = definitions.scheme(session, SCHEME)
    gathered = gathered_for(body, scheme, TODAY)
    tried = iter(range(41, 1000))
    effect_of(gathered, scheme, scheme)

    def again() -> int:
        return len(effect_of(gathered, scheme, with_threshold(scheme, next(tried) % 100)).moved)

    benchmark.pedantic(again, rounds=5 if benchmark.enabled else 1)
    moved = len(effect_of(gathered, scheme, with_threshold(scheme, 90)).moved)
    assert moved > 0
    if not benchmark.disabled:
        print(f"\none threshold: {benchmark.stats.stats.min:.3f} s, {moved:,} people move")
