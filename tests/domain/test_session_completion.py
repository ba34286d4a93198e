"""Whom a session completes the course for, against a plain reference calculation."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.schemes.programmes import CompletionKind, CompletionRule
from skilltrack.domain.sessions.completion import Shortfall, judged
from skilltrack.domain.sessions.definition import (
    CourseSession,
    Enrolment,
    EnrolmentState,
    Presence,
    PresenceState,
    Seated,
    SessionDay,
    WarningKind,
    clashes,
    minutes_of,
    moved_up,
    too_many_away,
)

FIRST = date(2026, 10, 1)
P = PresenceState


def days(count: int, *, presentation: bool = False) -> list[SessionDay]:
    """Return afternoons of three hours, a week apart; the last one may be the presentation."""
    return [
        SessionDay(
            number,
            FIRST + timedelta(days=7 * (number - 1)),
            "13:30",
            "16:30",
            is_presentation=presentation and number == count,
        )
        for number in range(1, count + 1)
    ]


def noted(*states: PresenceState | None) -> dict[int, Presence]:
    return {
        number: Presence("s", number, "0001", state)
        for number, state in enumerate(states, start=1)
        if state is not None
    }


def test_one_attendance_completes_a_course_that_asks_for_attendance() -> None:
    found = judged("0001", days(2), CompletionRule(), noted(P.ABSENT, P.ATTENDED))
    assert found.is_completed
    assert found.on == FIRST + timedelta(days=7)
    assert found.minutes == 180


def test_an_absence_noted_differs_from_nothing_noted() -> None:
    rule = CompletionRule(CompletionKind.ALL_SESSIONS)
    found = judged("0001", days(3), rule, noted(P.ATTENDED, P.EXCUSED))
    assert found.shortfalls == (Shortfall.ABSENT, Shortfall.UNNOTED)
    assert found.missed == (2, 3)


def test_moka_asks_for_every_half_day_and_the_presentation() -> None:
    rule = CompletionRule(CompletionKind.ALL_SESSIONS, has_presentation=True)
    held = days(3, presentation=True)
    assert judged("0001", held, rule, noted(P.ATTENDED, P.LATE, P.ATTENDED)).is_completed
    away = judged("0001", held, rule, noted(P.ATTENDED, P.ATTENDED, P.ABSENT))
    assert away.shortfalls == (Shortfall.PRESENTATION,)
    watched = judged("0001", held, rule, noted(P.ATTENDED, P.ATTENDED, P.ARCHIVE))
    assert watched.shortfalls == (Shortfall.PRESENTATION,), "the archive is no presentation"
    none = judged("0001", days(2), rule, noted(P.ATTENDED, P.ATTENDED))
    assert none.shortfalls == (Shortfall.NO_PRESENTATION_DAY,)


def test_the_archive_counts_where_the_rule_says_so_and_on_the_day_it_was_watched() -> None:
    on = FIRST + timedelta(days=20)
    found = judged("0001", days(1), CompletionRule(), noted(P.ARCHIVE), on)
    assert (found.is_completed, found.on) == (True, on)
    strict = CompletionRule(counts_archive=False)
    assert not judged("0001", days(1), strict, noted(P.ARCHIVE), on).is_completed


def test_hours_count_what_is_noted_and_say_when_they_are_not_known() -> None:
    rule = CompletionRule(CompletionKind.HOURS, hours=Fraction(5))
    assert judged("0001", days(2), rule, noted(P.ATTENDED, P.ATTENDED)).is_completed
    late = judged("0001", days(2), rule, noted(P.ATTENDED, P.LATE))
    assert late.shortfalls == (Shortfall.MINUTES_UNKNOWN,)
    held = noted(P.ATTENDED, P.LATE)
    held[2] = Presence("s", 2, "0001", P.LATE, 120)
    assert judged("0001", days(2), rule, held).is_completed
    held[2] = Presence("s", 2, "0001", P.LATE, 119)
    assert judged("0001", days(2), rule, held).shortfalls == (Shortfall.HOURS,)


@pytest.mark.parametrize(
    ("score", "lacking"),
    [
        (None, (Shortfall.NO_SCORE,)),
        (Fraction(69), (Shortfall.SCORE,)),
        (Fraction(70), ()),
    ],
)
def test_a_test_asks_for_its_score(score: Fraction | None, lacking: tuple[Shortfall, ...]) -> None:
    rule = CompletionRule(CompletionKind.TEST, score=Fraction(70))
    assert judged("0001", days(1), rule, noted(P.ATTENDED), score=score).shortfalls == lacking


def test_a_report_never_completes_by_attendance() -> None:
    rule = CompletionRule(CompletionKind.SELF_REPORT)
    assert judged("0001", days(1), rule, noted(P.ATTENDED)).shortfalls == (Shortfall.REPORT,)


# The same worked out plainly


def plainly(
    held: list[SessionDay], rule: CompletionRule, states: Mapping[int, PresenceState]
) -> bool:
    """Decide as the words of the rule say, day by day."""
    counted = {P.ATTENDED, P.LATE} | ({P.ARCHIVE} if rule.counts_archive else set())
    lessons = [day for day in held if not day.is_presentation]
    if not lessons:
        lessons = held
    here = [day.day_no for day in lessons if states.get(day.day_no) in counted]
    everywhere = [day.day_no for day in held if states.get(day.day_no) in counted]
    enough = bool(everywhere)
    if rule.kind is CompletionKind.ALL_SESSIONS:
        enough = enough and len(here) == len(lessons)
    elif rule.kind is CompletionKind.ATTENDED:
        enough = len(here) > 0
    elif rule.kind is CompletionKind.HOURS:
        full = [no for no in everywhere if states[no] is not P.LATE]
        enough = enough and 180 * len(full) >= (rule.hours or 0) * 60
    if rule.has_presentation:
        shown = [
            d for d in held if d.is_presentation and states.get(d.day_no) in {P.ATTENDED, P.LATE}
        ]
        enough = enough and len(shown) > 0
    return enough


@given(
    st.integers(1, 4),
    st.booleans(),
    st.lists(st.sampled_from([*P, None]), min_size=4, max_size=4),
    st.sampled_from([CompletionKind.ATTENDED, CompletionKind.ALL_SESSIONS, CompletionKind.HOURS]),
    st.booleans(),
    st.booleans(),
    st.integers(1, 12),
)
def test_the_judgement_equals_the_plain_reading(
    count: int,
    has_last: bool,  # noqa: FBT001
    states: list[PresenceState | None],
    kind: CompletionKind,
    has_presentation: bool,  # noqa: FBT001
    counts_archive: bool,  # noqa: FBT001
    hours: int,
) -> None:
    held = days(count, presentation=has_last)
    rule = CompletionRule(
        kind,
        hours=Fraction(hours),
        has_presentation=has_presentation,
        counts_archive=counts_archive,
    )
    said = {n: s for n, s in enumerate(states[:count], start=1) if s is not None}
    found = judged("0001", held, rule, noted(*states[:count]))
    assert found.is_completed == plainly(held, rule, said)
    assert found.is_completed == (not found.shortfalls)
    if found.is_completed:
        assert found.on is not None


# Seats and days


@given(
    st.lists(st.sampled_from(list(EnrolmentState)), max_size=12),
    st.one_of(st.none(), st.integers(0, 12)),
)
def test_those_waiting_longest_move_up_and_no_seat_is_given_twice(
    states: list[EnrolmentState], capacity: int | None
) -> None:
    every = [Enrolment("s", str(n), state, FIRST) for n, state in enumerate(states)]
    moved = moved_up(every, capacity)
    waiting = [one for one in every if one.state is EnrolmentState.WAITING]
    assert list(moved) == waiting[: len(moved)]
    taken = states.count(EnrolmentState.ENROLLED)
    if capacity is None:
        assert len(moved) == len(waiting)
    else:
        assert len(moved) == min(len(waiting), max(0, capacity - taken))


def test_nobody_is_at_two_places_at_once() -> None:
    own = [SessionDay(1, FIRST, "9:00", "12:00"), SessionDay(2, FIRST + timedelta(days=1))]
    there = [
        Seated("0001", "x", "午後の研修", SessionDay(1, FIRST, "13:00", "15:00")),
        Seated("0002", "x", "午前の研修", SessionDay(1, FIRST, "11:59", "13:00")),
        Seated("0003", "x", "時刻のない研修", SessionDay(1, FIRST + timedelta(days=1))),
    ]
    assert [(one.employee_no, one.kind) for one in clashes(own, there)] == [
        ("0002", WarningKind.CLASH),
        ("0003", WarningKind.CLASH),
    ]


def test_people_away_are_counted_once_a_day_and_department() -> None:
    seats = [(FIRST, "1"), (FIRST, "1"), (FIRST, "2"), (FIRST, "3"), (FIRST, "9")]
    units = {"1": "0101", "2": "0101", "3": "0102", "9": ""}
    assert too_many_away(seats, units, 1) == {(FIRST, "0101"): 2}
    assert too_many_away(seats, units, 2) == {}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:05", 545), ("13:30", 810), ("24:00", 1440), ("24:01", None), ("9:5", None), ("", None)],
)
def test_times_are_read_strictly(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_a_session_knows_its_days_and_length() -> None:
    one = CourseSession("s", "c", 2026, "t", days=tuple(days(3)))
    assert (one.first_day, one.last_day) == (FIRST, FIRST + timedelta(days=14))
    assert one.minutes == 540
    assert CourseSession("s", "c", 2026, "t").minutes is None
