"""Statuses, shares and durations as other systems write them; the earliest completion is kept."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.catalogue.elsewhere import (
    Brought,
    RowEnd,
    RowOutcome,
    hours_of,
    is_done_word,
    near_numbers,
    settled,
    shares_of,
    unit_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("修了", True),
        ("Completed", True),
        ("１００ %", True),
        ("100%", True),
        ("99.5%", False),
        ("受講中", False),
        ("In Progress", False),
        ("NOT_STARTED", False),
        ("はてな", None),
        ("80", None),
    ],
)
def test_status_words(text: str, expected: object) -> None:
    assert is_done_word(text) is expected


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1:30:00", 1.5),
        ("0:45", 0.75),
        ("90分", 1.5),
        ("１時間３０分", 1.5),
        ("2時間", 2.0),
        ("1.5h", 1.5),
        ("1h 15m", 1.25),
        ("5400秒", 1.5),
        ("2", 2.0),
        ("半日", None),
        ("", None),
    ],
)
def test_durations(text: str, hours: float | None) -> None:
    assert hours_of(text) == hours


def test_bare_numbers_take_the_unit_of_their_heading() -> None:
    assert hours_of("90", unit_of("学習時間(分)")) == 1.5
    assert hours_of("90", unit_of("Minutes Video Consumed")) == 1.5
    assert hours_of("3600", unit_of("秒数")) == 1.0


def test_shares_of_one_and_of_a_hundred() -> None:
    assert shares_of([1, 0.5, None]) == (100, 50, None)
    assert shares_of([100, 1, "50 %"]) == (100, 1, 50)


def test_near_numbers_are_those_a_slip_away() -> None:
    known = {"000123", "000132", "000999"}
    assert near_numbers("123", known)[0] == "000123"
    assert set(near_numbers("000123", known | {"000124"})) >= {"000132", "000124"}
    assert "000999" not in near_numbers("000123", known)


FIRST = date(2027, 3, 28)
days = st.integers(0, 6).map(lambda n: FIRST + timedelta(days=n))
keys = st.tuples(st.sampled_from(["1", "2"]), st.sampled_from(["A", "B"]))


def year_of(on: date) -> int:
    """Return the year in whose April the fiscal year of a day begins."""
    return on.year if on.month >= 4 else on.year - 1


def plain_reference(
    rows: list[tuple[tuple[str, str], date]],
    known: dict[tuple[str, str], tuple[date, ...]],
    renewing: set[str],
) -> list[RowEnd]:
    """Decide row by row in the order of days, by looking at everything before."""
    ends = [RowEnd.NEW] * len(rows)
    for at in sorted(range(len(rows)), key=lambda i: (rows[i][1], i)):
        (number, course), on = rows[at]
        held = list(known.get((number, course), ()))
        held += [
            rows[i][1]
            for i in range(len(rows))
            if rows[i][0] == (number, course)
            and ends[i] is RowEnd.NEW
            and (rows[i][1], i) < (on, at)
        ]
        if on in held:
            ends[at] = RowEnd.KNOWN
        elif any(day < on and year_of(day) == year_of(on) for day in held) and (
            course not in renewing
        ):
            ends[at] = RowEnd.REPEAT
    return ends


@given(
    st.lists(st.tuples(keys, days), max_size=12),
    st.dictionaries(keys, st.lists(days, max_size=2).map(tuple), max_size=4),
    st.sets(st.sampled_from(["A", "B"])),
)
def test_settled_equals_a_plain_reference(
    rows: list[tuple[tuple[str, str], date]],
    known: dict[tuple[str, str], tuple[date, ...]],
    renewing: set[str],
) -> None:
    outcomes = [
        RowOutcome(Brought(at, on=on), RowEnd.NEW, key[0], "", key[1])
        for at, (key, on) in enumerate(rows)
    ]
    found = settled(outcomes, known, renewing)
    assert [row.end for row in found] == plain_reference(rows, known, renewing)
    firsts: dict[tuple[str, str], list[date]] = defaultdict(list)
    for row in found:
        if row.end is RowEnd.NEW and row.brought.on is not None:
            firsts[row.employee_no, row.code].append(row.brought.on)
    for key, on in rows:
        assert min([*known.get(key, ()), *firsts[key]]) <= on
