"""Terms, seasons, certificates and the balance: the rules without any records."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.roles.appointments import (
    RoleRule,
    Standing,
    certificate_no,
    is_certificate_pattern,
    next_certificate_number,
    next_season,
    renewed_end,
    standing,
    term_end,
)
from skilltrack.domain.roles.balance import Member, age_on, balance, decade_of
from skilltrack.domain.roles.meetings import (
    AttendanceState,
    Circle,
    CircleKind,
    Turnout,
    months_without,
    turnout,
)

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(days, st.integers(1, 20))
def test_a_term_ends_on_31_march_and_spans_its_fiscal_years(start: date, years: int) -> None:
    last_day = term_end(RoleRule("r", term_years=years), start)
    assert last_day is not None
    assert (last_day.month, last_day.day) == (3, 31)
    assert FiscalYear.of(last_day).year - FiscalYear.of(start).year == years - 1
    assert last_day >= start


@given(days, st.integers(1, 20))
def test_a_renewal_adds_exactly_a_full_term(start: date, years: int) -> None:
    rule = RoleRule("r", term_years=years)
    last_day = term_end(rule, start)
    assert last_day is not None
    renewed = renewed_end(rule, last_day)
    assert renewed is not None
    assert renewed.year - last_day.year == years


def test_a_role_without_a_term_never_ends_by_itself() -> None:
    assert term_end(RoleRule("r", term_years=None), date(2026, 4, 1)) is None


@pytest.mark.parametrize(
    ("on", "opens_on"),
    [
        (date(2026, 4, 30), date(2026, 4, 1)),
        (date(2026, 5, 1), date(2026, 9, 1)),
        (date(2026, 9, 30), date(2026, 9, 1)),
        (date(2026, 10, 1), date(2027, 4, 1)),
        (date(2026, 3, 31), date(2026, 4, 1)),
    ],
)
def test_the_next_season_is_the_running_one_or_the_one_ahead(on: date, opens_on: date) -> None:
    season = next_season(on)
    assert season.opens_on == opens_on
    assert season.closes_on + timedelta(days=1) == season.starts_on


@given(st.lists(st.integers(1, 2000), max_size=20))
def test_the_next_number_is_beyond_every_number_of_the_year(used: list[int]) -> None:
    pattern = "{年度}-D(L)-{番号}"
    taken = [certificate_no(pattern, "令和8", "役", number) for number in used]
    others = [certificate_no(pattern, "令和7", "役", 5000), "令和8-D(L)-", "別の番号"]
    number = next_certificate_number(pattern, "令和8", "役", [*taken, *others])
    assert number == max(used, default=0) + 1
    assert certificate_no(pattern, "令和8", "役", number) not in taken


def test_a_pattern_needs_the_year_and_the_number_once() -> None:
    assert is_certificate_pattern("{年度}-DXL-{番号}")
    for pattern in ("{番号}", "{年度}", "{年度}{番号}{番号}", ""):
        assert not is_certificate_pattern(pattern)


def test_an_appointment_stands_by_its_days() -> None:
    valid = Period.through(date(2026, 4, 1), date(2027, 3, 31))
    expected = {
        date(2026, 3, 31): Standing.AHEAD,
        date(2026, 4, 1): Standing.HELD,
        date(2026, 9, 28): Standing.HELD,
        date(2026, 9, 29): Standing.ENDING,
        date(2027, 3, 31): Standing.ENDING,
        date(2027, 4, 1): Standing.ENDED,
    }
    assert {on: standing(valid, on) for on in expected} == expected
    assert standing(Period(), date(2026, 4, 1)) is Standing.HELD


def test_an_appointment_divided_by_a_reorganisation_is_not_about_to_end() -> None:
    first = Period(date(2025, 4, 1), date(2027, 4, 1))
    second = Period(date(2027, 4, 1))
    assert standing(first, date(2027, 3, 1)) is Standing.ENDING
    assert standing(first, date(2027, 3, 1), [first, second]) is Standing.HELD
    assert standing(second, date(2027, 3, 1), [first, second]) is Standing.AHEAD


def test_birthdays_on_a_leap_day_are_kept_on_1_march() -> None:
    born_on = date(1996, 2, 29)
    assert age_on(born_on, date(2026, 2, 28)) == 29
    assert age_on(born_on, date(2026, 3, 1)) == 30
    assert decade_of(date(2007, 1, 1), date(2026, 4, 1)) == 10
    assert decade_of(date(1950, 1, 1), date(2026, 4, 1)) == 60
    assert decade_of(None, date(2026, 4, 1)) is None


members = st.builds(
    Member,
    st.text("0123456789", min_size=1, max_size=4),
    st.sampled_from([("01", "部"), ("02", "別の部")]),
    st.sampled_from([("0101", "課"), ("0201", "別の課"), ("", "")]),
    st.sampled_from([10, 20, 30, 60, None]),
    st.sampled_from(["事務", "土木", ""]),
    st.booleans(),
)


@given(st.lists(members, max_size=40))
def test_the_parts_of_a_balance_add_up_to_the_whole(people: list[Member]) -> None:
    found = balance("r", "役割", date(2026, 4, 1), people)
    for part in (found.divisions, found.units, found.ages, found.occupations):
        assert sum(share.staff for share in part) == found.total.staff == len(people)
        assert sum(share.count for share in part) == found.total.count
        assert all(share.staff for share in part)
        assert all(share.key for share in part[:-1])


states = st.one_of(st.none(), st.sampled_from(AttendanceState))


@given(st.lists(states))
def test_everybody_invited_is_counted_once(found: list[AttendanceState | None]) -> None:
    counts = turnout(found)
    assert counts.invited == len(found)
    assert (counts.ratio is None) == (counts.attended + counts.absent == 0)


def test_excused_and_unrecorded_leave_both_sides_of_the_rate() -> None:
    assert Turnout(attended=1, absent=1, excused=5, unrecorded=9).ratio == Turnout(1, 1).ratio


@given(st.lists(days), st.integers(2000, 2050), days)
def test_months_without_are_over_and_have_no_meeting(
    held: list[date], year: int, as_of: date
) -> None:
    found = months_without(held, FiscalYear(year), as_of)
    for first in found:
        assert first in FiscalYear(year)
        assert all((on.year, on.month) != (first.year, first.month) for on in held)
        assert (first + timedelta(days=31)).replace(day=1) <= as_of
    late = months_without([], FiscalYear(year), date(2099, 1, 1))
    assert len(late) == 12


@given(st.sampled_from(CircleKind), st.text(min_size=1))
def test_a_circle_survives_its_text(kind: CircleKind, code: str) -> None:
    circle = Circle(kind, code)
    assert Circle.of(circle.text) == circle


@pytest.mark.parametrize("text", ["", "role", "role:", "person:1"])
def test_what_is_no_circle_is_told(text: str) -> None:
    assert Circle.of(text) is None
