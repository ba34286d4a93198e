"""Every way from one department to another at once, against following one person."""

from datetime import date, timedelta
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.calendar import Period
from skilltrack.domain.lineage import Lineage, Way
from skilltrack.domain.organisation import Department, Succession, SuccessionKind

CODES = "ABCD"
DAYS = (date(2026, 4, 1), date(2026, 6, 1), date(2026, 10, 1), date(2027, 4, 1))
AROUND = tuple(day + timedelta(days=n) for day in DAYS for n in (-1, 0))
PAIRS = tuple(product(CODES, repeat=2))
NUMBER = "0001"


@st.composite
def histories(draw: st.DrawFn) -> Lineage:
    """Return departments that come and go, and where one person went at every split."""
    rows = []
    for code in CODES:
        edges = [None, *sorted(draw(st.sets(st.sampled_from(DAYS), max_size=3))), None]
        rows += [
            Department(code, code, None, is_evaluation_unit=True, valid=Period(start, end))
            for start, end in pairwise(edges)
            if draw(st.booleans())
        ]
    successions = draw(
        st.lists(
            st.builds(
                lambda pair, kind, on: Succession(*pair, kind, on),
                st.sampled_from([pair for pair in PAIRS if pair[0] != pair[1]]),
                st.sampled_from(SuccessionKind),
                st.sampled_from(DAYS),
            ),
            max_size=5,
            unique_by=lambda one: (one.predecessor, one.on, one.successor),
        )
    )
    departments = Lineage(tuple(rows))
    stands = [one for one in successions if departments.exists(one.successor, one.on)]
    known = Lineage(tuple(rows), tuple(stands))
    parts = {
        (NUMBER, code, on): draw(st.sampled_from(sorted(parts)))
        for (code, on), parts in known.split.items()
    }
    return Lineage(known.departments, known.successions, parts)


@given(lineage=histories())
def test_whoever_is_followed_went_one_of_the_ways(lineage: Lineage) -> None:
    went = {(on, part) for (_number, _code, on), part in lineage.parts.items()}
    ways = [way for way in lineage.ways() if went.issuperset(way.parts)]

    def is_there(way: Way, code: str, day: date, until: date) -> bool:
        has_begun = way.since is None or way.since <= day
        return way.code == code and has_begun and day < way.before and way.arrives <= until

    for code, day, until in product(CODES, AROUND, AROUND):
        if until < day:
            continue
        landing = lineage.follow(code, day, until, NUMBER)
        ends = {way.end for way in ways if is_there(way, code, day, until)}
        assert landing.code in ends | {code}
        if not ends:
            assert landing.code == code
