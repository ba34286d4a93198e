"""Dates as people write them (DESIGN §4.5, facts §6.3)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.dates import (
    fiscal_year_text,
    local_time_text,
    parse_date,
    wareki,
    wareki_short,
)


@pytest.mark.parametrize(
    "text",
    [
        "令和8年4月1日",
        "R8.4.1",
        "r8/4/1",
        "Ｒ８．４．１",
        "2026/4/1",
        "2026-04-01",
        "2026年4月1日",
        "２０２６／４／１",
        "20260401",
        "46113",
        "46113.0",
        "2026-04-01 00:00:00",
        " 2026/04/01 ",
    ],
)
def test_every_form_of_one_day_is_read(text: str) -> None:
    assert parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成31年12月1日", date(2019, 12, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("R6.2.29", date(2024, 2, 29)),
    ],
)
def test_days_around_a_change_of_era_are_read_as_meant(text: str, on: date) -> None:
    assert parse_date(text) == on


@pytest.mark.parametrize(
    "text",
    [
        "令和8年2月30日",
        "2026/13/1",
        "R0.4.1",
        "平成40年4月1日",
        "令和元年4月30日",
        "来月",
        "",
        "12",
    ],
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert parse_date(text) is None


def test_the_fiscal_year_of_the_change_of_era_is_reiwa_one() -> None:
    assert fiscal_year_text(FiscalYear(2019)) == "令和元年度"
    assert fiscal_year_text(FiscalYear(2026)) == "令和8年度"
    assert fiscal_year_text(FiscalYear(2018)) == "平成30年度"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_what_is_shown_is_read_back(on: date) -> None:
    assert parse_date(wareki(on)) == on
    assert parse_date(wareki_short(on)) == on
    assert parse_date(on.isoformat()) == on


def test_an_instant_is_shown_in_the_time_of_the_terminal() -> None:
    japan = timezone(timedelta(hours=9))
    at = datetime(2026, 9, 3, 1, 15, tzinfo=UTC)
    assert local_time_text(at, japan) == "令和8年9月3日 10:15"
