"""Notices of passers told one after another: nobody follows from what is subtracted."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.exams.notice import (
    ExamNotice,
    NoticeTold,
    Passers,
    Untold,
    handed_out,
    notice_of,
)

APRIL = date(2026, 4, 1)
LEAST = 5


def day(number: int) -> date:
    return APRIL + timedelta(number)


class Board:
    """A notice board: who passed on which day, who consents, and what was told so far."""

    def __init__(self, passed: dict[str, int], named: frozenset[str] = frozenset()) -> None:
        self.passed = passed
        self.named = named
        self.told: list[NoticeTold] = []

    def passers(self, since: int, until: int) -> Passers:
        of_period = frozenset(one for one, on in self.passed.items() if since <= on <= until)
        in_all = frozenset(one for one, on in self.passed.items() if on <= until)
        return Passers(day(since), day(until), 400, of_period, in_all, of_period & self.named)

    def hang(self, since: int, until: int) -> ExamNotice:
        now = self.passers(since, until)
        found = notice_of("試験", now, (), self.told)
        self.told.append(handed_out(found, now))
        return found


def passed_on(*days: int) -> dict[str, int]:
    return {f"p{number:03}": on for number, on in enumerate(days)}


def test_one_more_pass_is_not_told_by_the_next_notice() -> None:
    board = Board(passed_on(*range(10), 40))  # ten in April, one in May
    first, second = board.hang(0, 30), board.hang(0, 60)

    assert (first.this_time, first.total and first.total.count) == (10, 10)
    assert (second.this_time, second.untold) == (None, Untold.DIFFERENCE)
    assert second.total == first.total  # with its day


def test_five_more_are_told() -> None:
    board = Board(passed_on(*range(10), *range(40, 45)))
    board.hang(0, 30)
    second = board.hang(0, 60)

    assert second.this_time == 15
    assert second.total is not None
    assert (second.total.on, second.total.count) == (day(60), 15)


def test_a_period_of_few_is_a_range_and_the_total_stays_that_of_before() -> None:
    board = Board(passed_on(*range(10), 40, 41))
    board.hang(0, 30)
    second = board.hang(31, 60)

    assert (second.this_time, second.untold) == (None, Untold.FEW)
    assert second.total is not None
    assert (second.total.on, second.total.count) == (day(30), 10)
    # three more make five: told with those of the notice before
    board.passed |= {"q1": 70, "q2": 71, "q3": 72}
    third = board.hang(31, 90)
    assert third.this_time == 5
    assert third.total is not None
    assert third.total.count == 15


def test_three_notices_are_not_subtracted_from_each_other_either() -> None:
    board = Board(passed_on(*range(6), *range(20, 26), *range(40, 46), 46))
    assert board.hang(0, 59).this_time == 19
    assert board.hang(0, 19).this_time == 6
    assert board.hang(20, 39).this_time == 6
    last = board.hang(40, 45)  # 19 − 6 − 6 − 6 is one person
    assert (last.this_time, last.untold) == (None, Untold.DIFFERENCE)


def test_nobody_is_told_as_nobody_and_who_is_named_counts_as_known() -> None:
    board = Board(passed_on(*range(10), 40), frozenset({"p010"}))
    board.hang(0, 30)
    second = board.hang(0, 60)
    assert second.this_time == 11  # the eleventh is named
    assert board.hang(61, 90).this_time == 0


def test_what_was_told_is_told_again_though_a_late_result_came() -> None:
    board = Board(passed_on(*range(10)))
    first = board.hang(0, 30)
    board.passed["late"] = 5
    again = board.hang(0, 30)
    assert (again.this_time, again.total) == (first.this_time, first.total)


def test_who_left_is_not_told_by_a_smaller_total() -> None:
    board = Board(passed_on(*range(10)))
    board.hang(0, 30)
    del board.passed["p003"]
    later = board.hang(0, 31)
    assert later.this_time is None
    assert later.total is not None
    assert (later.total.on, later.total.count) == (day(30), 10)


def _attack(told: Sequence[NoticeTold]) -> int:
    """Return the fewest people about whom sums and differences of the numbers told are.

    The plain way: every choice of +1, 0 and −1 of up to four numbers told.
    """
    sets = []
    for one in told:
        if one.this_time is not None:
            sets.append(one.passers.of_period)
        if one.total is not None:
            sets.append(one.passers.in_all)
    known = frozenset[str]().union(*(one.passers.named for one in told))
    sets = list(dict.fromkeys(one - known for one in sets))
    fewest = 10**6
    for size in range(1, min(4, len(sets)) + 1):
        for chosen in combinations(sets, size):
            for signs in product((1, -1), repeat=size):
                sums: dict[str, Fraction] = {}
                for sign, people in zip(signs, chosen, strict=True):
                    for person in people:
                        sums[person] = sums.get(person, Fraction(0)) + sign
                left = sum(1 for value in sums.values() if value)
                if left:
                    fewest = min(fewest, left)
    return fewest


def test_the_attack_finds_one_person_where_the_rule_is_not_kept() -> None:
    board = Board(passed_on(*range(10), 40))
    told = [
        NoticeTold(now := board.passers(0, until), len(now.of_period), None) for until in (30, 60)
    ]
    assert _attack(told) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 60), max_size=30),
    st.sets(st.integers(0, 29), max_size=4),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5),
)
def test_no_attack_on_the_numbers_told_finds_fewer_than_five(
    days: list[int], named: set[int], periods: list[tuple[int, int]]
) -> None:
    board = Board(passed_on(*days), frozenset(f"p{number:03}" for number in named))
    for one, other in periods:
        board.hang(min(one, other), max(one, other))
    assert _attack(_without_later_names(board)) >= LEAST


def _without_later_names(board: Board) -> list[NoticeTold]:
    """Return what was told, unless somebody was named only later: that tells what was told before.

    Naming is the person's own wish; the numbers of before cannot be taken back.
    """
    told: list[NoticeTold] = []
    named: frozenset[str] = frozenset()
    for one in board.told:
        if told and one.passers.named - named:
            told = []  # what follows is judged with the names known from here on
        named |= one.passers.named
        told.append(one)
    return told
