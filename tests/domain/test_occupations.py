"""Which occupation somebody had before, against a plain calendar with one on every day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.occupations import (
    FormerOccupation,
    Occupations,
    changed_on,
    never_changed,
    occupations_of,
    occupied,
)

FIRST = date(2027, 3, 25)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
APRIL = date(2027, 4, 1)
MOVED = Occupations("事務", (FormerOccupation("土木", Period(None, APRIL)),))

taken = st.lists(st.tuples(st.sampled_from("事土情"), st.sampled_from(DAYS[1:])), max_size=6)


@given(taken)
def test_every_day_has_the_occupation_that_was_written_on_it(steps: list[tuple[str, date]]) -> None:
    held, starts = ["初"] * len(DAYS), {0}
    found = Occupations("初")
    for occupation, on in steps:
        first = DAYS.index(on)
        last = min((start for start in starts if start > first), default=len(DAYS))
        held[first:last] = [occupation] * (last - first)
        starts = {0} | {n for n in range(1, len(DAYS)) if held[n] != held[n - 1]}
        found = occupied(found, occupation, on)
    assert [found.on(day) for day in DAYS] == held
    assert occupations_of(found.latest, reversed(found.former)) == found
    assert all(old != new for _day, old, new in found.changes)


def test_an_occupation_begins_on_its_day() -> None:
    assert occupied(Occupations("土木"), "事務", APRIL) == MOVED
    assert [MOVED.on(date(2027, 3, 31)), MOVED.on(APRIL)] == ["土木", "事務"]


def test_a_change_is_put_on_another_day_or_taken_back() -> None:
    assert changed_on(MOVED, APRIL, date(2027, 5, 1)).changes == (
        (date(2027, 5, 1), "土木", "事務"),
    )
    assert never_changed(MOVED, APRIL) == Occupations("事務")
    assert never_changed(MOVED, date(2027, 4, 2)) == MOVED
