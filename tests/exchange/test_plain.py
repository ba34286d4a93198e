from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.rounds.definition import RoundPackage
from skilltrack.domain.schemes import gates, leaves
from skilltrack.exchange.plain import Misfit, plain, restored


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Sample:
    text: str
    number: int
    flag: bool
    ratio: Fraction
    day: date
    at: datetime
    raw: bytes
    colour: Colour
    pair: tuple[int, str]
    many: tuple[Fraction, ...]
    hours: float
    table: Mapping[str, int | None]
    maybe: Colour | None = None
    later: tuple[str, ...] = field(default_factory=tuple)


SAMPLE = Sample(
    text="髙",
    number=3,
    flag=True,
    ratio=Fraction(61, 200),
    day=date(2026, 4, 1),
    at=datetime(2026, 4, 1, 9, 5, tzinfo=UTC),
    raw=b"\0\xff",
    colour=Colour.RED,
    pair=(1, "a"),
    many=(Fraction(1), Fraction(-1, 3)),
    hours=1.5,
    table={"T01": 3, "T02": None},
)


def test_values_come_back_equal() -> None:
    assert restored(Sample, plain(SAMPLE)) == SAMPLE


def test_package_comes_back_equal(package: RoundPackage) -> None:
    assert restored(RoundPackage, plain(package)) == package


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 1),
        ("number", True),
        ("number", 1.0),
        ("number", "1"),
        ("flag", 1),
        ("ratio", 0.5),
        ("ratio", "2/4"),
        ("ratio", "0.5"),
        ("ratio", "1/0"),
        ("ratio", "1e999999999"),
        ("ratio", "١/٢"),
        ("day", "20260401"),
        ("day", "2026-13-01"),
        ("at", "2026-04-01"),
        ("raw", "0"),
        ("raw", "00FF"),
        ("colour", "green"),
        ("pair", [1]),
        ("pair", {"0": 1}),
        ("many", "1"),
        ("hours", 1),
        ("hours", "1.5"),
        ("table", [["T01", 3]]),
        ("maybe", 0),
    ],
)
def test_what_does_not_fit_is_named(name: str, value: object) -> None:
    data = as_object(plain(SAMPLE))
    with pytest.raises(Misfit) as caught:
        restored(Sample, {**data, name: value})
    assert caught.value.path == name


def test_places_inside_are_named_by_their_path() -> None:
    data = as_object(plain(SAMPLE))
    with pytest.raises(Misfit) as caught:
        restored(Sample, {**data, "table": {"T01": "3"}})
    assert caught.value.path == "table.T01"
    with pytest.raises(Misfit) as caught:
        restored(Sample, {**data, "many": ["1", "x"]})
    assert caught.value.path == "many.1"


def test_absent_fields_take_the_default_and_unknown_ones_are_left_aside() -> None:
    data = as_object(plain(SAMPLE))
    del data["maybe"], data["later"]
    assert restored(Sample, {**data, "of_a_later_version": 1}) == SAMPLE
    del data["text"]
    with pytest.raises(Misfit):
        restored(Sample, data)


@given(st.data())
def test_any_gate_comes_back_equal(data: st.DataObject) -> None:
    leaf = st.one_of(
        st.builds(
            leaves.CategoryAtLeast,
            st.text(),
            st.text(),
            st.text(),
            st.fractions(0, 1, max_denominator=10**40),
        ),
        st.builds(leaves.ItemAtLeast, st.text(), st.text(), st.text(), st.integers()),
        st.builds(leaves.BandIs, st.text(), st.text(), st.tuples(st.text())),
    )
    gate = data.draw(
        st.recursive(
            leaf,
            lambda children: st.one_of(
                st.builds(gates.All, st.lists(children, max_size=3).map(tuple)),
                st.builds(gates.AtLeast, st.integers(), st.lists(children, max_size=3).map(tuple)),
            ),
            max_leaves=8,
        )
    )
    whole = gates.All((gate,))
    assert restored(gates.All, plain(whole)) == whole


@pytest.mark.parametrize("child", [{"is": "Nothing"}, {}, 3, None])
def test_unknown_class_is_named(child: object) -> None:
    with pytest.raises(Misfit) as caught:
        restored(gates.All, {"children": [child]})
    assert caught.value.path == "children.0"


def test_bottomless_nesting_is_refused() -> None:
    nested: object = {"is": "All", "children": []}
    for _ in range(50_000):
        nested = {"is": "All", "children": [nested]}
    with pytest.raises(Misfit):
        restored(gates.All, nested)


def test_what_has_no_plain_form_is_a_bug() -> None:
    with pytest.raises(TypeError):
        plain({1, 2})


def as_object(data: object) -> dict[str, object]:
    assert isinstance(data, dict)
    return data
