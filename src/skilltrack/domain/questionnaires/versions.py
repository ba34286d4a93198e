"""What changed from one version of a questionnaire to the next, and what can still be compared.

An item can be compared when it asks the same and is answered in the same way: same code and kind,
same scale or same choices, and the same words. Width, blanks and punctuation do not count as
words. Where only the words changed, the author may state that the question asks the same as the
version before it (``Item.is_continued``).
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Questionnaire


class ChangeKind(StrEnum):
    """What changed in an item."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    SPELT = "spelt"  # width, blanks or punctuation of the words
    KIND = "kind"  # rating, check or comment
    RESCALED = "rescaled"  # steps, labels, points or 該当しない
    CHOICES = "choices"  # what can be chosen, or what is right
    MOVED = "moved"  # to another field
    REORDERED = "reordered"  # within its field
    DETAILS = "details"  # theme, origin, tag or courses
    CONTINUED = "continued"  # whether it goes on, where its words are the same


BREAKING = (
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
    ChangeKind.KIND,
    ChangeKind.RESCALED,
    ChangeKind.CHOICES,
    ChangeKind.REWORDED,
)
"""After one of these an item is no longer comparable; ``REWORDED`` unless it is continued."""


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """An item that is not in both versions exactly alike.

    ``because`` is the first reason for which it cannot be compared; None when it can.
    """

    code: str
    kinds: tuple[ChangeKind, ...]
    old: Item | None
    new: Item | None
    because: ChangeKind | None

    @property
    def is_comparable(self) -> bool:
        """Return whether answers before and after can be compared."""
        return self.because is None


@dataclass(frozen=True, slots=True)
class CategoryDifference:
    """A field that is new (``old`` None), gone (``new`` None), renamed or explained otherwise."""

    code: str
    old: Category | None
    new: Category | None


@dataclass(frozen=True, slots=True)
class QuestionnaireDifference:
    """What changed between two versions.

    ``items`` in the order of the new version, removed ones last; ``categories`` likewise.
    ``unlike_scores`` are the fields of both versions whose category scores cannot be compared,
    because their ratings are not the same ones. ``is_scale_changed`` is about the common scale,
    ``is_order_changed`` about the fields.
    """

    old: Questionnaire
    new: Questionnaire
    items: tuple[ItemDifference, ...]
    categories: tuple[CategoryDifference, ...]
    unlike_scores: tuple[str, ...]
    is_title_changed: bool
    is_explanation_changed: bool
    is_scale_changed: bool
    is_order_changed: bool

    @property
    def is_empty(self) -> bool:
        """Return whether both are alike in everything but id and number."""
        old, new = _spelt_out(self.old), _spelt_out(self.new)
        return replace(old, id=new.id, version=new.version) == new


def difference(old: Questionnaire, new: Questionnaire) -> QuestionnaireDifference:
    """Compare two versions of a questionnaire."""
    items = tuple(_item_differences(old, new))
    return QuestionnaireDifference(
        old=old,
        new=new,
        items=items,
        categories=tuple(_category_differences(old, new)),
        unlike_scores=_unlike_scores(old, new),
        is_title_changed=old.title != new.title,
        is_explanation_changed=old.explanation != new.explanation,
        is_scale_changed=old.scale != new.scale,
        is_order_changed=_is_order_changed(old, new),
    )


def comparable_items(versions: Sequence[Questionnaire]) -> frozenset[str]:
    """Return the codes of the items that ask the same in the first and in the last version.

    Args:
        versions: A questionnaire through time, the oldest first. An item is comparable when the
            first and the last version ask it alike, or every step between them does; that an
            author continues an item holds for the step before alone.
    """
    if not versions:
        return frozenset()
    direct = _alike(versions[0], versions[-1])
    by_steps = frozenset(item.code for item in versions[0].answerable)
    for before, after in pairwise(versions):
        by_steps &= _comparable(before, after)
    return direct | by_steps


def comparable_between(
    versions: Mapping[int, Questionnaire], used: Collection[int]
) -> frozenset[str]:
    """Return the codes of items that ask the same in every version that was used.

    Args:
        versions: Number → version; those between two that were used tell what was continued.
        used: The numbers of the versions used, at least one.
    """
    numbers = sorted(used)
    found = frozenset(item.code for item in versions[numbers[0]].answerable)
    for first, last in pairwise(numbers):
        steps = [versions[number] for number in sorted(versions) if first <= number <= last]
        found &= comparable_items(steps)
    return found


def same_words(one: str, other: str) -> bool:
    """Return whether two texts differ in nothing but width, case, blanks and punctuation."""
    return _words(one) == _words(other)


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZPC")


def _comparable(old: Questionnaire, new: Questionnaire) -> frozenset[str]:
    """Return the codes of what can be answered and compared; comments are never compared."""
    return frozenset(item.code for item, kinds in _common(old, new) if _reason(kinds, item) is None)


def _alike(old: Questionnaire, new: Questionnaire) -> frozenset[str]:
    """Return the codes of what is asked alike, whatever an author states."""
    return frozenset(
        item.code for item, kinds in _common(old, new) if not set(BREAKING) & set(kinds)
    )


def _common(
    old: Questionnaire, new: Questionnaire
) -> Iterator[tuple[Item, tuple[ChangeKind, ...]]]:
    """Yield what can be answered in both versions, as it is now, with what changed in it."""
    before = {item.code: item for item in old.answerable}
    for item in new.answerable:
        if item.code in before:
            yield item, _kinds(old, before[item.code], new, item)


def _item_differences(old: Questionnaire, new: Questionnaire) -> list[ItemDifference]:
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    reordered = _reordered(old, new)
    found = []
    for code, item in after.items():
        known = before.get(code)
        if known is None:
            kinds: tuple[ChangeKind, ...] = (ChangeKind.ADDED,)
        else:
            kinds = _kinds(old, known, new, item)
            if code in reordered:
                kinds = (*kinds, ChangeKind.REORDERED)
        if kinds:
            found.append(ItemDifference(code, kinds, known, item, _reason(kinds, item)))
    found += [
        ItemDifference(code, (ChangeKind.REMOVED,), item, None, ChangeKind.REMOVED)
        for code, item in before.items()
        if code not in after
    ]
    return found


def _kinds(
    old: Questionnaire, before: Item, new: Questionnaire, after: Item
) -> tuple[ChangeKind, ...]:
    is_reworded = not same_words(before.text, after.text)
    checks = (
        (ChangeKind.KIND, before.kind is not after.kind),
        (ChangeKind.RESCALED, _scale(old, before) != _scale(new, after)),
        (ChangeKind.CHOICES, before.choices != after.choices),
        (ChangeKind.REWORDED, is_reworded),
        (ChangeKind.SPELT, before.text != after.text and not is_reworded),
        (ChangeKind.MOVED, before.category != after.category),
        (ChangeKind.DETAILS, _details(before) != _details(after)),
        (ChangeKind.CONTINUED, before.is_continued != after.is_continued and not is_reworded),
    )
    return tuple(kind for kind, is_so in checks if is_so)


def _spelt_out(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire with its scale at every rating: where it stands says nothing."""
    items = (
        replace(item, scale=questionnaire.scale_of(item)) if item.kind is ItemKind.RATING else item
        for item in questionnaire.items
    )
    return replace(questionnaire, items=tuple(items))


def _scale(questionnaire: Questionnaire, item: Item) -> object:
    return questionnaire.scale_of(item) if item.kind is ItemKind.RATING else None


def _details(item: Item) -> object:
    return item.theme, item.origin, item.standard, item.courses


def _reason(kinds: Sequence[ChangeKind], item: Item) -> ChangeKind | None:
    for kind in BREAKING:
        if kind in kinds and not (kind is ChangeKind.REWORDED and item.is_continued):
            return kind
    return None


def _reordered(old: Questionnaire, new: Questionnaire) -> frozenset[str]:
    """Return the fewest items that had to be put elsewhere within their fields."""
    moved: set[str] = set()
    fields = {category.code for category in old.categories}
    for category in fields & {category.code for category in new.categories}:
        before = [item.code for item in old.items_by_category[category]]
        after = [item.code for item in new.items_by_category[category]]
        common = set(before) & set(after)
        places = {code: place for place, code in enumerate(before)}
        moved |= common - _in_order([code for code in after if code in common], places)
    return frozenset(moved)


def _in_order(codes: Sequence[str], places: Mapping[str, int]) -> frozenset[str]:
    """Return a largest set of codes that stand in the order of their places."""
    ends: list[int] = []  # the lowest place at which an ordered row of each length ends
    rows: list[tuple[str, ...]] = []
    for code in codes:
        at = bisect_left(ends, places[code])
        row = (*(rows[at - 1] if at else ()), code)
        ends[at : at + 1] = [places[code]]
        rows[at : at + 1] = [row]
    return frozenset(rows[-1] if rows else ())


def _is_order_changed(old: Questionnaire, new: Questionnaire) -> bool:
    """Return whether the fields follow each other otherwise, or items pass between them."""
    before = {item.code: item.category for item in old.items}
    after = {item.code: item.category for item in new.items}
    codes = {category.code for category in old.categories}
    codes &= {category.code for category in new.categories}

    def fields(questionnaire: Questionnaire) -> list[str]:
        return [one.code for one in questionnaire.categories if one.code in codes]

    def staying(these: Mapping[str, str], those: Mapping[str, str]) -> list[str]:
        return [field for code, field in these.items() if those.get(code) == field]

    return fields(old) != fields(new) or staying(before, after) != staying(after, before)


def _category_differences(old: Questionnaire, new: Questionnaire) -> list[CategoryDifference]:
    before = {category.code: category for category in old.categories}
    after = {category.code: category for category in new.categories}
    found = [
        CategoryDifference(code, before.get(code), category)
        for code, category in after.items()
        if before.get(code) != category
    ]
    found += [
        CategoryDifference(code, category, None)
        for code, category in before.items()
        if code not in after
    ]
    return found


def _unlike_scores(old: Questionnaire, new: Questionnaire) -> tuple[str, ...]:
    comparable = _comparable(old, new)
    before = {category.code for category in old.categories}
    return tuple(
        category.code
        for category in new.categories
        if category.code in before
        and (
            _ratings(old, category.code) != _ratings(new, category.code)
            or not _ratings(new, category.code) <= comparable
        )
    )


def _ratings(questionnaire: Questionnaire, category: str) -> frozenset[str]:
    items = questionnaire.items_by_category[category]
    return frozenset(item.code for item in items if item.kind is ItemKind.RATING)
