"""How whoever holds a role did in the fields of a round: strongest, weakest, mean.

A figure about too few people is hidden, and so is one that would give such a figure away.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from skilltrack.domain.analysis.groups import RoundFacts, Scores
from skilltrack.domain.analysis.statistics import mean
from skilltrack.domain.disclosure.cells import EVERYBODY, Cell, CellKey, share_cell
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.questionnaires.definition import Category

HOLDERS = "holders"
STRONGEST, WEAKEST = "strongest", "weakest"


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score (0–1) with the people behind it; ``value`` None is hidden or of nobody."""

    people: int
    value: Fraction | None

    @property
    def is_hidden(self) -> bool:
        """Return whether there is a value that is not shown."""
        return self.value is None and self.people > 0


@dataclass(frozen=True, slots=True)
class FieldShare:
    """A field of the answers: those with the role against everybody who answered.

    ``strongest`` and ``weakest`` are how many with the role have that end here, None is hidden.
    """

    code: str
    name: str
    strongest: int | None
    weakest: int | None
    holders: Mean
    everybody: Mean

    @property
    def is_hidden(self) -> bool:
        """Return whether anything of it is not shown."""
        ends = (self.strongest, self.weakest)
        return None in ends or self.holders.is_hidden or self.everybody.is_hidden


@dataclass(frozen=True, slots=True)
class FieldBalance:
    """A role by the fields of a round, in the order of the questionnaire.

    ``holders`` have the role on the day, ``answered`` of them answered by then. ``even`` have no
    strongest field: they were judged in fewer than two, or did equally well in all. Equal ones
    count in each.
    """

    role: str
    role_name: str
    as_of: date
    round: RoundFacts
    holders: int
    answered: int
    even: int
    fields: tuple[FieldShare, ...]

    @property
    def unanswered(self) -> int:
        """Return how many with the role have not answered."""
        return self.holders - self.answered

    @property
    def is_hidden(self) -> bool:
        """Return whether anything is not shown."""
        return any(one.is_hidden for one in self.fields)


def field_shares(
    categories: Collection[Category], scores: Mapping[str, Scores], holders: Collection[str]
) -> tuple[FieldShare, ...]:
    """Return the fields, with every figure hidden that the rule of disclosure hides.

    Args:
        categories: The fields with ratings, in their order.
        scores: Employee number → category scores, for everybody who answered.
        holders: The numbers of those with the role.
    """
    held = {number: scores[number] for number in holders if number in scores}
    best, worst = _fields_of(held, max), _fields_of(held, min)
    shown = protect(
        [
            *_mean_cells(categories, scores, held),
            *_extreme_cells(categories, STRONGEST, best),
            *_extreme_cells(categories, WEAKEST, worst),
        ]
    ).shown.keys()
    strongest, weakest = (
        Counter(code for codes in found.values() for code in codes) for found in (best, worst)
    )

    def mean_of(row: str, code: str, people: Mapping[str, Scores]) -> Mean:
        values = [one[code] for one in people.values() if code in one]
        key = CellKey(row, EVERYBODY, code)
        return Mean(len(values), mean(values) if key in shown else None)

    def end_of(word: str, code: str, counts: Mapping[str, int]) -> int | None:
        return counts[code] if CellKey(HOLDERS, EVERYBODY, word, code) in shown else None

    return tuple(
        FieldShare(
            one.code,
            one.name,
            end_of(STRONGEST, one.code, strongest),
            end_of(WEAKEST, one.code, weakest),
            mean_of(HOLDERS, one.code, held),
            mean_of(EVERYBODY, one.code, scores),
        )
        for one in categories
    )


def even(scores: Mapping[str, Scores], holders: Collection[str]) -> int:
    """Return how many of those with a role answered and have no strongest field."""
    held = {number: scores[number] for number in holders if number in scores}
    return len(held) - len(_fields_of(held, max))


def _fields_of(
    people: Mapping[str, Scores], extreme: Callable[[Iterable[Fraction]], Fraction]
) -> dict[str, frozenset[str]]:
    """Return number → fields at one end, for those who did not do equally well in all."""
    return {
        number: frozenset(code for code, value in scores.items() if value == end)
        for number, scores in people.items()
        if len(set(scores.values())) > 1
        for end in [extreme(scores.values())]
    }


def _mean_cells(
    categories: Collection[Category], scores: Mapping[str, Scores], held: Mapping[str, Scores]
) -> Iterator[Cell]:
    for row, people in ((EVERYBODY, scores), (HOLDERS, held)):
        for one in categories:
            values = {number: found.get(one.code) for number, found in people.items()}
            yield share_cell(CellKey(row, EVERYBODY, one.code), values)


def _extreme_cells(
    categories: Collection[Category], word: str, found: Mapping[str, frozenset[str]]
) -> Iterator[Cell]:
    alike = tuple(
        frozenset(number for number, codes in found.items() if one.code in codes)
        for one in categories
    )
    for one in categories:
        key = CellKey(HOLDERS, EVERYBODY, word, one.code)
        yield Cell(key, frozenset(found), alike=alike)
