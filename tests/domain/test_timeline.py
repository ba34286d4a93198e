"""Corrections of a history: one main posting a day, neighbours cut, stretched and merged."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import Absence, AbsenceKind, EmploymentType, Posting
from skilltrack.domain.people.timeline import (
    AbsenceCorrection,
    Event,
    EventKind,
    Fault,
    FaultKind,
    Fill,
    History,
    PostingCorrection,
    by_fiscal_year,
    corrected,
    faults,
    single_day,
    uncovered,
)

HIRED = date(2019, 4, 1)
LEFT = date(2024, 3, 31)
END = LEFT + timedelta(days=1)
DEPARTMENTS = ("0101", "0102", "0103")


def post(
    start: date | None, end: date | None, department: str = "0101", *, is_concurrent: bool = False
) -> Posting:
    return Posting(department, "主事", EmploymentType.REGULAR, Period(start, end), is_concurrent)


FIRST = post(HIRED, date(2021, 4, 1))
SECOND = post(date(2021, 4, 1), END, "0102")
BEFORE = History((FIRST, SECOND), (), HIRED, LEFT)


def days(history: History) -> list[tuple[date | None, date | None, str]]:
    return [(p.valid.start, p.valid.end, p.department) for p in history.main]


def test_a_posting_put_between_cuts_what_lay_there() -> None:
    new = post(date(2020, 4, 1), date(2022, 4, 1), "0103")
    after = corrected(BEFORE, PostingCorrection(None, new))
    assert days(after) == [
        (HIRED, date(2020, 4, 1), "0101"),
        (date(2020, 4, 1), date(2022, 4, 1), "0103"),
        (date(2022, 4, 1), END, "0102"),
    ]
    assert faults(BEFORE, after) == ()


def test_a_move_that_was_later_leaves_its_days_to_the_posting_before() -> None:
    later = replace(SECOND, valid=Period(date(2021, 5, 1), END))
    after = corrected(BEFORE, PostingCorrection(SECOND, later))
    assert days(after) == [
        (HIRED, date(2021, 5, 1), "0101"),
        (date(2021, 5, 1), END, "0102"),
    ]


def test_a_posting_that_ended_earlier_leaves_its_days_to_the_one_behind() -> None:
    earlier = replace(FIRST, valid=Period(HIRED, date(2021, 1, 1)))
    after = corrected(BEFORE, PostingCorrection(FIRST, earlier))
    assert days(after) == [
        (HIRED, date(2021, 1, 1), "0101"),
        (date(2021, 1, 1), END, "0102"),
    ]


@pytest.mark.parametrize(
    ("fill", "expected"),
    [(Fill.BEFORE, "0101"), (Fill.AFTER, "0103")],
)
def test_a_posting_taken_away_leaves_its_days_to_a_neighbour(fill: Fill, expected: str) -> None:
    third = post(date(2022, 4, 1), END, "0103")
    middle = replace(SECOND, valid=Period(date(2021, 4, 1), date(2022, 4, 1)))
    before = History((FIRST, middle, third), (), HIRED, LEFT)
    after = corrected(before, PostingCorrection(middle, None, fill))
    assert len(after.main) == 2
    assert next(p for p in after.main if date(2021, 9, 1) in p.valid).department == expected
    assert faults(before, after) == ()


def test_days_that_stay_empty_are_told() -> None:
    after = corrected(BEFORE, PostingCorrection(SECOND, None, Fill.NONE))
    assert faults(BEFORE, after) == (Fault(FaultKind.GAP, SECOND.valid),)


def test_empty_days_under_an_absence_are_told_as_such() -> None:
    away = Absence(AbsenceKind.SECONDED_OUT, SECOND.valid)
    before = replace(BEFORE, absences=(away,))
    after = corrected(before, PostingCorrection(SECOND, None, Fill.NONE))
    assert faults(before, after) == (Fault(FaultKind.GAP, SECOND.valid, is_absent=True),)


def test_a_posting_far_from_the_others_leaves_days_between() -> None:
    before = History((SECOND,), (), HIRED, LEFT)
    far = post(HIRED, date(2020, 4, 1), "0103")
    after = corrected(before, PostingCorrection(None, far))
    gap = Period(date(2020, 4, 1), date(2021, 4, 1))
    assert faults(before, after) == (Fault(FaultKind.GAP, gap),)


def test_days_before_the_first_record_were_never_known_and_are_not_told() -> None:
    before = History((SECOND,), (), HIRED, LEFT)
    title = replace(SECOND, job_title="主査")
    assert faults(before, corrected(before, PostingCorrection(SECOND, title))) == ()


def test_neighbours_that_become_the_same_are_merged() -> None:
    same = replace(SECOND, department="0101")
    after = corrected(BEFORE, PostingCorrection(SECOND, same))
    assert days(after) == [(HIRED, END, "0101")]


@pytest.mark.parametrize(
    ("valid", "outside"),
    [
        (Period(date(2019, 3, 31), date(2020, 4, 1)), Period(date(2019, 3, 31), HIRED)),
        (Period(date(2023, 4, 1), None), Period(END, None)),
    ],
)
def test_days_outside_employment_are_told(valid: Period, outside: Period) -> None:
    after = corrected(BEFORE, PostingCorrection(None, replace(FIRST, valid=valid)))
    assert Fault(FaultKind.OUTSIDE, outside) in faults(BEFORE, after)


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    backwards = Period(date(2022, 4, 1), date(2021, 4, 1))
    after = corrected(BEFORE, AbsenceCorrection(None, Absence(AbsenceKind.LEAVE, backwards)))
    assert Fault(FaultKind.EMPTY, backwards) in faults(BEFORE, after)


def test_two_absences_on_a_day_are_told() -> None:
    leave = Absence(AbsenceKind.LEAVE, Period(date(2020, 2, 29), date(2020, 6, 1)))
    child = Absence(AbsenceKind.CHILDCARE, Period(date(2020, 5, 1), date(2020, 8, 1)))
    before = replace(BEFORE, absences=(leave,))
    after = corrected(before, AbsenceCorrection(None, child))
    overlap = Period(date(2020, 5, 1), date(2020, 6, 1))
    assert faults(before, after) == (Fault(FaultKind.ABSENCE_OVERLAP, overlap),)
    assert corrected(after, AbsenceCorrection(child, None)) == before


def test_a_concurrent_posting_leaves_the_main_ones_as_they_are() -> None:
    beside = post(date(2020, 4, 1), date(2022, 4, 1), "0103", is_concurrent=True)
    after = corrected(BEFORE, PostingCorrection(None, beside))
    assert after.main == BEFORE.main
    assert after.concurrent == (beside,)
    assert faults(BEFORE, after) == ()
    assert corrected(after, PostingCorrection(beside, None)) == BEFORE


boundaries = st.lists(
    st.dates(HIRED + timedelta(days=1), LEFT), min_size=0, max_size=6, unique=True
).map(sorted)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Return somebody with one main posting on every day of employment."""
    edges = [HIRED, *draw(boundaries), END]
    codes = draw(
        st.lists(st.sampled_from(DEPARTMENTS), min_size=len(edges) - 1, max_size=len(edges) - 1)
    )
    postings = (
        post(start, end, code) for start, end, code in zip(edges, edges[1:], codes, strict=False)
    )
    nothing = History((), (), HIRED, LEFT)
    for posting in postings:
        nothing = corrected(nothing, PostingCorrection(None, posting))
    return nothing


@st.composite
def corrections(draw: st.DrawFn, history: History) -> PostingCorrection:
    """Return a posting added, changed or taken away."""
    first, second = sorted(
        draw(st.lists(st.dates(HIRED, END), min_size=2, max_size=2, unique=True))
    )
    new = post(first, second, draw(st.sampled_from(DEPARTMENTS)))
    old = draw(st.one_of(st.none(), st.sampled_from(history.main)))
    is_taken_away = old is not None and draw(st.booleans())
    return PostingCorrection(old, None if is_taken_away else new, draw(st.sampled_from(Fill)))


def on_each_day(history: History) -> set[int]:
    """Return how many main postings the days around every edge have."""
    edges = {e for p in history.main for e in (p.valid.start, p.valid.end) if e is not None}
    probed = {e + timedelta(days=n) for e in (*edges, HIRED, END) for n in (-1, 0)}
    return {
        sum(1 for p in history.main if day in p.valid) for day in probed if HIRED <= day <= LEFT
    }


@given(st.data())
def test_without_a_fault_there_is_one_main_posting_on_every_day(data: st.DataObject) -> None:
    before = data.draw(histories())
    after = corrected(before, data.draw(corrections(before)))
    found = faults(before, after)
    assert {fault.kind for fault in found} <= {FaultKind.GAP}
    assert (on_each_day(after) == {1}) is (not found)


@given(st.data())
def test_no_two_neighbours_are_the_same(data: st.DataObject) -> None:
    before = data.draw(histories())
    main = corrected(before, data.draw(corrections(before))).main
    for one, other in pairwise(main):
        is_touching = one.valid.end == other.valid.start
        assert not (is_touching and replace(one, valid=other.valid) == other)


@given(st.data())
def test_what_a_correction_does_not_touch_stays(data: st.DataObject) -> None:
    before = data.draw(histories())
    correction = data.draw(corrections(before))
    after = corrected(before, correction)
    assert correction.old is not None or correction.new is not None
    touched = [c.valid for c in (correction.old, correction.new) if c is not None]
    for posting in before.main:
        for part in uncovered(posting.valid, touched):
            assert part.start is not None
            held = next(p for p in after.main if part.start in p.valid)
            assert replace(held, valid=posting.valid) == posting


def event(on: date | None, kind: EventKind = EventKind.COURSE) -> Event:
    return Event(kind, Period() if on is None else single_day(on), "", "", 1)


def test_events_stand_by_fiscal_year_newest_first() -> None:
    edge = [date(2019, 3, 31), date(2019, 4, 1), date(2019, 4, 30), date(2019, 5, 1)]
    leap = date(2020, 2, 29)
    groups = by_fiscal_year([event(None), *map(event, edge), event(leap)])
    assert [(year, [e.days.start for e in found]) for year, found in groups] == [
        (FiscalYear(2019), [leap, edge[3], edge[2], edge[1]]),
        (FiscalYear(2018), [edge[0]]),
        (None, [None]),
    ]
