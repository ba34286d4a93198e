"""How figures change from round to round, and why.

Only what was asked in the same words and by the same scale can be compared. What cannot is left
out and named, with the reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.analysis.groups import (
    Answered,
    Group,
    GroupKind,
    Respondent,
    RoundFacts,
    Scores,
    label_points,
    restricted,
)
from skilltrack.domain.analysis.statistics import mean
from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Questionnaire
from skilltrack.domain.tally import Tally

EVERYBODY = Group(GroupKind.EVERYBODY, "", "")


@dataclass(frozen=True, slots=True)
class Split:
    """The change of a mean category score from one round to the next, taken apart exactly.

    ``then`` and ``now`` are the means over all items, None where nobody was judged. With O and N
    for the means then and now, c for comparable items only, and S for the people judged in the
    same group both times:

    * ``questionnaire`` = (N − N_c) − (O − O_c): what the changed items make;
    * ``improved`` = S_now,c − S_then,c: what the same people gained;
    * ``moved`` = (N_c − S_now,c) − (O_c − S_then,c): what those who came and went make.

    The three add up to ``change``. Without comparable items none of them is known. Where nobody
    is in S, ``improved`` is None and ``moved`` is all that the comparable items changed.
    """

    then: Fraction | None
    now: Fraction | None
    people_then: int
    people_now: int
    people_both: int
    improved: Fraction | None
    moved: Fraction | None
    questionnaire: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Return now − then; None where one of them is unknown."""
        return None if self.then is None or self.now is None else self.now - self.then


def split(
    then: Mapping[str, Fraction],
    then_comparable: Mapping[str, Fraction],
    now: Mapping[str, Fraction],
    now_comparable: Mapping[str, Fraction],
) -> Split:
    """Take the change of a mean apart.

    Args:
        then: Employee number → score of those judged in the group then.
        then_comparable: The same by comparable items only.
        now: As ``then``, now.
        now_comparable: As ``then_comparable``, now.
    """
    both = then_comparable.keys() & now_comparable.keys()
    old, new = mean(then.values()), mean(now.values())
    old_c, new_c = mean(then_comparable.values()), mean(now_comparable.values())
    improved = moved = questionnaire = None
    if old is not None and new is not None and old_c is not None and new_c is not None:
        questionnaire = (new - new_c) - (old - old_c)
        old_same = mean([then_comparable[number] for number in both])
        new_same = mean([now_comparable[number] for number in both])
        if old_same is None or new_same is None:
            moved = new_c - old_c
        else:
            improved = new_same - old_same
            moved = (new_c - new_same) - (old_c - old_same)
    return Split(old, new, len(then), len(now), len(both), improved, moved, questionnaire)


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """The change of a field."""

    category: str
    split: Split


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The changes of a group, fields in the order of the comparison."""

    group: Group
    categories: tuple[CategoryChange, ...]


class LeftOutBecause(StrEnum):
    """Why an item is not compared."""

    NOT_ALWAYS_ASKED = "not_always_asked"  # some version does not have it
    MOVED = "moved"  # in another field
    CHANGED = "changed"  # words, scale or choices


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item left out of a comparison, in the words of the newest version that has it."""

    item: str
    category: str
    text: str
    because: LeftOutBecause


@dataclass(frozen=True, slots=True)
class Comparison:
    """A round against an earlier one.

    ``categories`` are the fields with ratings of either version. ``compared`` are the codes of
    the items compared, ``left_out`` the others. ``departments`` by code, of either round.
    """

    then: RoundFacts
    categories: tuple[Category, ...]
    compared: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    body: GroupChange
    departments: tuple[GroupChange, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A mean (0–1) over ``n`` people in one round; None for n = 0."""

    n: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """An item or a field (by code) over all rounds, in their order."""

    code: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Items and fields over every round of a questionnaire, the oldest first.

    Only items asked alike in all of them; ``left_out`` are the others.
    """

    rounds: tuple[RoundFacts, ...]
    items: tuple[TrendLine, ...]
    categories: tuple[TrendLine, ...]
    left_out: tuple[LeftOut, ...]


def compared_items(
    versions: Sequence[Questionnaire], comparable: Collection[str]
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Part the items of versions into those compared and those left out.

    Args:
        versions: In the order in which they were asked.
        comparable: Codes of the items that ask the same in all versions.

    Returns:
        The codes compared in the order of the newest version; the items left out, those of the
        newest version first. Comments are in neither.
    """
    by_version = [{item.code: item for item in version.answerable} for version in versions]
    latest: dict[str, Item] = {}
    for items in reversed(by_version):
        latest |= {code: item for code, item in items.items() if code not in latest}
    compared: list[str] = []
    left_out: list[LeftOut] = []
    for code, item in latest.items():
        because = _left_out_because(code, by_version, comparable)
        if because is None:
            compared.append(code)
        else:
            left_out.append(LeftOut(code, item.category, item.text, because))
    return tuple(compared), tuple(left_out)


def _left_out_because(
    code: str, versions: Sequence[Mapping[str, Item]], comparable: Collection[str]
) -> LeftOutBecause | None:
    found = [items[code] for items in versions if code in items]
    if len(found) < len(versions):
        return LeftOutBecause.NOT_ALWAYS_ASKED
    if code not in comparable:
        return LeftOutBecause.CHANGED
    if len({item.category for item in found}) > 1:
        return LeftOutBecause.MOVED
    return None


def compare(
    then: Answered,
    now: Answered,
    comparable: Collection[str],
    then_round: RoundFacts,
    departments: Sequence[Group],
) -> Comparison:
    """Compare a round with an earlier one, for everybody and for each department.

    Whoever moved between departments came to one and went from the other: nobody improves by
    moving.

    Args:
        then: The answers of the earlier round, units named by today's codes.
        now: The answers of the round.
        comparable: Codes of the items that ask the same in both versions.
        then_round: The earlier round.
        departments: Those of either round, in the order wanted.
    """
    versions = (then.questionnaire, now.questionnaire)
    compared, left_out = compared_items(versions, comparable)
    old, new = _sides(then, compared), _sides(now, compared)
    categories = _rated_categories(versions)
    units = {None: EVERYBODY} | {group.code: group for group in departments}
    changes = [
        GroupChange(
            group,
            tuple(
                CategoryChange(
                    category.code,
                    split(
                        _of(old.whole, unit, category.code),
                        _of(old.comparable, unit, category.code),
                        _of(new.whole, unit, category.code),
                        _of(new.comparable, unit, category.code),
                    ),
                )
                for category in categories
            ),
        )
        for unit, group in units.items()
    ]
    return Comparison(then_round, categories, compared, left_out, changes[0], tuple(changes[1:]))


_ByPlace = Mapping[tuple[str | None, str], Mapping[str, Fraction]]
"""(Unit, None for everybody; category) → employee number → score."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The scores of one round by all items and by the comparable ones."""

    whole: _ByPlace
    comparable: _ByPlace


def _sides(answered: Answered, compared: Collection[str]) -> _Side:
    whole = [one.score for one in answered.scored]
    return _Side(
        _placed(answered.people, whole), _placed(answered.people, answered.scores_by(compared))
    )


def _placed(people: Sequence[Respondent], scores: Sequence[Scores]) -> _ByPlace:
    placed: dict[tuple[str | None, str], dict[str, Fraction]] = {}
    for person, of_person in zip(people, scores, strict=True):
        for category, score in of_person.items():
            placed.setdefault((None, category), {})[person.employee_no] = score
            placed.setdefault((person.unit, category), {})[person.employee_no] = score
    return placed


def _of(scores: _ByPlace, unit: str | None, category: str) -> Mapping[str, Fraction]:
    return scores.get((unit, category), {})


def _rated_categories(versions: Sequence[Questionnaire]) -> tuple[Category, ...]:
    """Return the fields with ratings, those of the newest version first."""
    found: dict[str, Category] = {}
    for version in reversed(versions):
        rated = {item.category for item in version.items if item.kind is ItemKind.RATING}
        for category in version.categories:
            if category.code in rated:
                found.setdefault(category.code, category)
    return tuple(found.values())


def trend(rounds: Sequence[tuple[RoundFacts, Answered]], comparable: Collection[str]) -> Trend:
    """Follow items and fields over rounds.

    Args:
        rounds: The rounds of one questionnaire, the oldest first.
        comparable: Codes of the items that ask the same in all their versions.
    """
    versions = [answered.questionnaire for _facts, answered in rounds]
    compared, left_out = compared_items(versions, comparable)
    newest = restricted(versions[-1], compared)
    scores = [answered.scores_by(compared) for _facts, answered in rounds]
    return Trend(
        rounds=tuple(facts for facts, _answered in rounds),
        items=tuple(
            TrendLine(item.code, tuple(_item_point(answered, item) for _facts, answered in rounds))
            for item in newest.items
        ),
        categories=tuple(
            TrendLine(
                category.code, tuple(_category_point(round_, category.code) for round_ in scores)
            )
            for category in _rated_categories([newest])
        ),
        left_out=left_out,
    )


def _item_point(answered: Answered, item: Item) -> TrendPoint:
    points = label_points(answered.questionnaire, item)
    places = (one.answers.get(item.code) for one in answered.people)
    reached = [points[place] for place in places if place is not None]
    return TrendPoint(len(reached), Tally(sum(reached), max(points) * len(reached)).ratio)


def _category_point(scores: Sequence[Scores], category: str) -> TrendPoint:
    judged = [one[category] for one in scores if category in one]
    return TrendPoint(len(judged), mean(judged))
