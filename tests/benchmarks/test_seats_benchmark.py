"""The seat plan of a year, against people seated one by one in the order of their weight.

Reported, never asserted: machines are shared. The floor is the least that a plan may be: it gives
nobody's seat up for anybody. Target: 5,000 people and 60 sessions within the minute a plan has.
"""

import time
from datetime import date, timedelta
from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from skilltrack.domain.seats.planning import (
    Need,
    NeedKind,
    Offer,
    PlanLimits,
    merged_needs,
    settled_plan,
)
from skilltrack.services.seats.solver import plan_seats

pytestmark = pytest.mark.slow

PEOPLE, SESSIONS, FEW_PEOPLE, FEW_SESSIONS = 5_000, 60, 200, 8
COURSES = tuple(f"C{number:02}" for number in range(20))
LIMITS = {
    "days": PlanLimits(absent_per_department=3, days_per_person=4),
    "budget": PlanLimits(3, 3_500_000, 4, 1_200),
}


def town(people: int, sessions: int) -> tuple[list[Need], list[Offer]]:
    """Make up needs of all kinds, and sessions of one or two days over the year."""
    chance = Random(1)
    offers = []
    for number in range(sessions):
        first = date(2027, 5, 10) + timedelta(days=chance.randrange(200))
        days = tuple(first + timedelta(days=step) for step in range(chance.choice((1, 1, 2))))
        seats = chance.choice((30, 60, 100, 150)) * people // PEOPLE or 3
        course = COURSES[number % len(COURSES)]
        offers.append(Offer(f"s{number:02}", course, days, seats, 60_000, 1_000, 180))
    needs = [
        Need(f"{number:05}", course, chance.choice(tuple(NeedKind)), f"{number // 25:03}")
        for number in range(people)
        for course in chance.sample(COURSES, chance.choice((1, 2, 3)))
    ]
    return needs, offers


@pytest.mark.parametrize("name", LIMITS)
def test_a_year_is_planned(benchmark: BenchmarkFixture, name: str) -> None:
    size = (FEW_PEOPLE, FEW_SESSIONS) if benchmark.disabled else (PEOPLE, SESSIONS)
    needs, offers = town(*size)
    limits = LIMITS[name]
    started = time.perf_counter()
    floor = settled_plan(merged_needs(needs, limits), offers, limits, ())
    seconds = time.perf_counter() - started
    plan = benchmark.pedantic(plan_seats, (needs, offers, limits), rounds=1)
    print(
        f"{name}: {len(needs):,} needs, {size[1]} sessions; served {plan.weight_served:,} of at"
        f" most {plan.best_possible:,}; one by one {floor.weight_served:,} in {seconds:.1f} s"
    )
    assert plan.weight_served >= floor.weight_served
