"""Everybody judged at once.

People of whom the same is known for a requirement are judged together: each requirement is judged
once for each different evidence, each tier once for each different row of outcomes. What comes out
is what ``judge_person`` says of each of them.
"""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule, Verdict
from skilltrack.domain.schemes.gates import Evidence, JudgedLeaf
from skilltrack.domain.schemes.leaves import Leaf

_Raw = TypeVar("_Raw", bound=Hashable)

_OUTCOMES: Mapping[bool | None, int] = {False: 0, True: 1, None: 2}
_SATISFIED: Mapping[int, bool | None] = {0: False, 1: True, 2: None}


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of everybody for one requirement.

    ``distinct`` is the different evidence, ``codes`` the place in it for each person.
    """

    distinct: tuple[Evidence, ...]
    codes: Sequence[int]


def column_of(raws: Iterable[_Raw], evidence_of: Callable[[_Raw], Evidence]) -> Column:
    """Gather people by what is known of them.

    Args:
        raws: What is known, one value per person.
        evidence_of: Makes the evidence of a value; called once for each different one.
    """
    seen = _Places[_Raw]()
    codes = array("L", map(seen.__getitem__, raws))
    return Column(tuple(map(evidence_of, seen)), codes)


class _Places(dict[_Raw, int]):
    """Different values, each with its place in the order in which they were met."""

    def __missing__(self, raw: _Raw) -> int:
        place = self[raw] = len(self)
        return place


class Everybody(Protocol):
    """The people who are judged, in one order."""

    def __len__(self) -> int:
        """Return how many they are."""

    def column(self, scheme: Scheme, leaf: Leaf) -> Column:
        """Return what is known of them for a requirement of a scheme."""

    def posts(self, scheme: Scheme) -> Column:
        """Return their bands under a scheme and their roles."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: in a ladder the tier reached; by post the expected tier, met or not.

    ``tier`` None is no tier; ``met`` is None in a ladder and where it cannot be judged.
    """

    tier: str | None
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Standings:
    """Where everybody stands: the different standings, and the place in them of each person."""

    distinct: tuple[Standing, ...]
    codes: Sequence[int]


Held = dict[object, bytes]
"""Tier → whether it holds, for each person: kept from one judgement of changes to the next."""


class Panel:
    """A scheme before everybody; ``held`` keeps what need not be judged again."""

    def __init__(self, scheme: Scheme, everybody: Everybody, held: Held | None = None) -> None:
        self._scheme = scheme
        self._everybody = everybody
        self._held: Held = {} if held is None else held

    @cached_property
    def _tiers(self) -> list["_JudgedTier"]:
        return [_JudgedTier(self._scheme, tier, self._everybody) for tier in self._scheme.tiers]

    @cached_property
    def _posts(self) -> Column:
        return self._everybody.posts(self._scheme)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield the verdict on each of them."""
        if self._scheme.rule is TierRule.BY_POST:
            return self._by_post()
        return self._earned()

    def standings(self) -> Standings:
        """Return where each of them stands, without the requirements behind it."""
        holding = [self._holding(tier) for tier in self._scheme.tiers]
        if self._scheme.rule is TierRule.BY_POST:
            return self._expected_standings(holding)
        seen = _Places[tuple[int, ...]]()
        codes = array("L", map(seen.__getitem__, self._rows(holding)))
        tiers: list[str | None] = [None, *(tier.code for tier in self._scheme.tiers)]
        return Standings(tuple(Standing(tiers[_reached(row)]) for row in seen), codes)

    def _holding(self, tier: Tier) -> bytes:
        scheme = self._scheme
        titles = frozenset(scheme.titles.items())
        key = (scheme.id, scheme.questionnaire, scheme.ladders, scheme.bands, titles, tier.gate)
        found = self._held.get(key)
        if found is None:
            judged = _JudgedTier(self._scheme, tier, self._everybody)
            found = self._held[key] = judged.holding()
        return found

    def _rows(self, columns: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
        return zip(*columns, strict=True) if columns else iter([()] * len(self._everybody))

    def _expected_standings(self, holding: Sequence[bytes]) -> Standings:
        places = self._expected_places()
        distinct = tuple(
            Standing(tier.code, satisfied)
            for tier in self._scheme.tiers
            for _outcome, satisfied in sorted(_SATISFIED.items())
        )
        nowhere, kinds = len(distinct), len(_SATISFIED)
        codes = [
            nowhere if (place := places[code]) is None else place * kinds + holding[place][position]
            for position, code in enumerate(self._posts.codes)
        ]
        return Standings((*distinct, Standing(None)), array("L", codes))

    def _expected_places(self) -> list[int | None]:
        """Return the place of the expected tier for each different post."""
        found: list[int | None] = []
        for post in self._posts.distinct:
            tier = self._scheme.expected_tier(post.band, post.roles)
            found.append(None if tier is None else self._scheme.tiers.index(tier))
        return found

    def _earned(self) -> Iterator[Verdict]:
        codes: list[str | None] = [None, *(tier.code for tier in self._scheme.tiers)]
        holding = self._rows([tier.holding() for tier in self._tiers])
        lacking = [tier.missing() for tier in self._tiers]
        leaves = self._rows_of_leaves()
        known: dict[tuple[int, ...], int] = {}
        for position, (outcomes, requirements) in enumerate(zip(holding, leaves, strict=True)):
            reached = known.get(outcomes)
            if reached is None:
                reached = known[outcomes] = _reached(outcomes)
            is_top = reached == len(lacking)
            yield Verdict(
                None,
                None,
                codes[reached],
                None if is_top else codes[reached + 1],
                (),
                requirements,
                () if is_top else lacking[reached](position),
                None,
                codes[reached],
            )

    def _rows_of_leaves(self) -> Iterator[tuple[JudgedLeaf, ...]]:
        columns = [column for tier in self._tiers for column in tier.judged_columns()]
        return zip(*columns, strict=True) if columns else iter([()] * len(self._everybody))

    def _by_post(self) -> Iterator[Verdict]:
        posts = self._posts
        places = self._expected_places()
        holding = [tier.holding() for tier in self._tiers]
        lacking = [tier.missing() for tier in self._tiers]
        rows = [tier.row_of_leaves() for tier in self._tiers]
        candidates = self._candidates(holding)
        for position, code in enumerate(posts.codes):
            place = places[code]
            offered = candidates(position, code)
            if place is None:
                yield Verdict(None, None, None, None, offered, (), ())
                continue
            met = _SATISFIED[holding[place][position]]
            expected = self._scheme.tiers[place].code
            reached = expected if met else None
            yield Verdict(
                expected,
                met,
                reached,
                None,
                offered,
                rows[place](position),
                lacking[place](position),
                None,
                reached,
                met,
            )

    def _candidates(
        self, holding: Sequence[Sequence[int]]
    ) -> Callable[[int, int], tuple[str, ...]]:
        offered = [
            (tier, outcomes)
            for tier, outcomes in zip(self._scheme.tiers, holding, strict=True)
            if tier.expected_role is not None
        ]
        distinct = self._posts.distinct

        def candidates(position: int, code: int) -> tuple[str, ...]:
            return tuple(
                tier.code
                for tier, outcomes in offered
                if outcomes[position] == 1 and tier.expected_role not in distinct[code].roles
            )

        return candidates


def _reached(outcomes: Sequence[int]) -> int:
    """Return how many tiers hold from the lowest on without a gap."""
    return next((place for place, one in enumerate(outcomes) if one != 1), len(outcomes))


class _JudgedTier:
    """A tier before everybody: every leaf for each different evidence."""

    def __init__(self, scheme: Scheme, tier: Tier, everybody: Everybody) -> None:
        self._gate = tier.gate
        self._leaves = list(gates.leaves(tier.gate))
        self._columns = [everybody.column(scheme, leaf) for leaf in self._leaves]
        self._judged = [
            [gates.judge_leaf(leaf, evidence) for evidence in column.distinct]
            for leaf, column in zip(self._leaves, self._columns, strict=True)
        ]
        self._gather()

    def _gather(self) -> None:
        """Gather people by the outcomes of the leaves."""
        columns = []
        for judged, column in zip(self._judged, self._columns, strict=True):
            outcomes = [_OUTCOMES[leaf.satisfied] for leaf in judged]
            columns.append(bytes(map(outcomes.__getitem__, column.codes)))
        seen = _Places[tuple[int, ...]]()
        self._codes = array("L", map(seen.__getitem__, zip(*columns, strict=True)))
        self._judgements = [
            {
                leaf.id: JudgedLeaf(leaf.id, leaf.kind, leaf.label, None, None, _SATISFIED[outcome])
                for leaf, outcome in zip(self._leaves, row, strict=True)
            }
            for row in seen
        ]

    def holding(self) -> bytes:
        """Return whether the tier holds, for each person: 0 no, 1 yes, 2 cannot be judged."""
        outcomes = [_OUTCOMES[gates.holds(self._gate, one)] for one in self._judgements]
        return bytes(map(outcomes.__getitem__, self._codes))

    def missing(self) -> Callable[[int], tuple[str, ...]]:
        """Return what gives the shortest list of leaves still to be satisfied by a person."""
        lacking = [gates.missing(self._gate, one) for one in self._judgements]
        codes = self._codes
        return lambda position: lacking[codes[position]]

    def judged_columns(self) -> list[list[JudgedLeaf]]:
        """Return each leaf as judged for each person."""
        return [
            [judged[code] for code in column.codes]
            for judged, column in zip(self._judged, self._columns, strict=True)
        ]

    def row_of_leaves(self) -> Callable[[int], tuple[JudgedLeaf, ...]]:
        """Return what gives every leaf as judged for a person."""
        pairs = [
            (judged, column.codes)
            for judged, column in zip(self._judged, self._columns, strict=True)
        ]
        return lambda position: tuple(judged[codes[position]] for judged, codes in pairs)
