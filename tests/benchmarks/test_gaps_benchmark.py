"""Gaps and the courses that close them for everybody, against what they rest on.

Reported, never asserted: machines are shared. The floor is judging everybody under the scheme and
working out what everybody owes. SKILLTRACK_VERDICTS sets another number of people.
"""

from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.test_verdicts_benchmark import COURSES, SCHEME, TODAY, body, pytestmark, timed

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.services.obligations.reading import owed
from skilltrack.services.recommendations.figures import GapsQuery, figures
from skilltrack.services.recommendations.reading import gaps
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database
from skilltrack.store.training import DETAILS, YearDetail

__all__ = ["body", "pytestmark"]

SKILLS = ("basic_terms", "tools", "excel", "security", "statistics")


def test_courses_for_everybody_against_verdicts_and_obligations(
    benchmark: BenchmarkFixture, body: Database
) -> None:
    with body.changing("benchmark") as work:
        details = [
            CourseDetail(code, builds=(SkillRef(SKILLS[n % len(SKILLS)]),))
            for n, code in enumerate(COURSES)
        ]
        DETAILS.record(work, [YearDetail(2026, detail) for detail in details])
    floor = timed(lambda: judge_all(body, SCHEME, TODAY))
    floor += timed(lambda: owed(body, TODAY, scheme_id=SCHEME))
    found = benchmark.pedantic(
        lambda: gaps(body, FiscalYear(2026), TODAY, scheme_id=SCHEME), rounds=1
    )
    narrowing = timed(lambda: figures(found, GapsQuery()))
    assert any(one.advice.courses for one in found.people)
    if benchmark.disabled:
        return
    seconds = benchmark.stats.stats.min
    benchmark.extra_info["floor_seconds"] = round(floor, 2)
    benchmark.extra_info["ratio"] = round(seconds / floor, 2)
    print(
        f"\ngaps of {len(found.people):,}: {seconds:.2f} s, verdicts and obligations {floor:.2f} s,"
        f" {seconds / floor:.2f}x; narrowed in {narrowing:.2f} s"
    )
