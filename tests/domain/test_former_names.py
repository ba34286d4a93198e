"""What somebody was called before, against a plain calendar with a name on every day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.names import (
    Called,
    FormerName,
    Names,
    changed_on,
    changes,
    names_of,
    never_changed,
    renamed,
    respelt,
)

FIRST = date(2027, 3, 25)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
MAIDEN, MARRIED = Called("鈴木　花子", "スズキ ハナコ"), Called("佐藤　花子", "サトウ ハナコ")
APRIL = date(2027, 4, 1)

steps = st.lists(
    st.tuples(
        st.sampled_from(("renamed", "respelt")),
        st.sampled_from("甲乙丙丁"),
        st.sampled_from(DAYS[1:-1]),
    ),
    max_size=6,
)


def calendar(taken: list[tuple[str, str, date]]) -> list[str]:
    """Return the name of each day, by plain counting: every name is written on its days."""
    named, starts = ["初"] * len(DAYS), {0}
    for kind, name, on in taken:
        at = DAYS.index(on)
        first = at if kind == "renamed" else max(s for s in starts if s <= at)
        last = min((s for s in starts if s > at), default=len(DAYS))
        named[first:last] = [name] * (last - first)
        starts = {0} | {n for n in range(1, len(DAYS)) if named[n] != named[n - 1]}
    return named


def after(taken: list[tuple[str, str, date]]) -> Names:
    names = Names(Called("初"))
    for kind, name, on in taken:
        names = (renamed if kind == "renamed" else respelt)(names, Called(name), on)
    return names


@given(steps)
def test_every_day_has_the_name_that_was_written_on_it(taken: list[tuple[str, str, date]]) -> None:
    names = after(taken)
    assert [names.on(day).name for day in DAYS] == calendar(taken)


@given(steps)
def test_former_names_follow_one_another_and_never_repeat(
    taken: list[tuple[str, str, date]],
) -> None:
    names = after(taken)
    stretches = names.stretches
    assert stretches[0][0] is None
    assert all(old != new for _day, old, new in changes(names))
    assert [one.valid.start for one in names.former[1:]] == [
        one.valid.end for one in names.former[:-1]
    ]
    assert names_of(names.latest, reversed(names.former)) == names


def test_a_name_begins_on_its_day() -> None:
    names = renamed(Names(MAIDEN), MARRIED, APRIL)
    assert names == Names(MARRIED, (FormerName(MAIDEN, Period(None, APRIL)),))
    assert names.on(date(2027, 3, 31)) == MAIDEN
    assert names.on(APRIL) == MARRIED


def test_a_name_told_again_from_an_earlier_day_holds_from_there() -> None:
    names = renamed(renamed(Names(MAIDEN), MARRIED, APRIL), MARRIED, date(2027, 2, 1))
    assert changes(names) == ((date(2027, 2, 1), MAIDEN, MARRIED),)


def test_a_change_that_never_was_leaves_the_later_name_on_all_days() -> None:
    names = renamed(Names(MAIDEN), MARRIED, APRIL)
    assert never_changed(names, APRIL) == Names(MARRIED)
    assert never_changed(names, date(2027, 4, 2)) == names


def test_a_change_is_put_on_another_day() -> None:
    names = changed_on(renamed(Names(MAIDEN), MARRIED, APRIL), APRIL, date(2027, 5, 10))
    assert changes(names) == ((date(2027, 5, 10), MAIDEN, MARRIED),)
