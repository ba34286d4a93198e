"""What changed between two versions of a questionnaire, in words and line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skilltrack.domain.analysis.trends import LeftOutBecause
from skilltrack.domain.questionnaires.definition import (
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
)
from skilltrack.domain.questionnaires.versions import (
    CategoryDifference,
    ChangeKind,
    ItemDifference,
    QuestionnaireDifference,
)
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.texts import _

LEFT_OUT_NAMES: Mapping[LeftOutBecause, str] = {
    LeftOutBecause.CHANGED: _("文・段階・選択肢が変わった"),
    LeftOutBecause.MOVED: _("分野が変わった"),
    LeftOutBecause.NOT_ALWAYS_ASKED: _("尋ねていない回がある"),
}

CHANGE_KIND_NAMES: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: _("追加"),
    ChangeKind.REMOVED: _("削除"),
    ChangeKind.REWORDED: _("設問文"),
    ChangeKind.SPELT: _("表記"),
    ChangeKind.KIND: _("種類"),
    ChangeKind.RESCALED: _("段階"),
    ChangeKind.CHOICES: _("選択肢・正答"),
    ChangeKind.MOVED: _("分野"),
    ChangeKind.REORDERED: _("順番"),
    ChangeKind.DETAILS: _("テーマなど"),
    ChangeKind.CONTINUED: _("問いの継続"),
}

ORIGIN_NAMES: Mapping[Origin, str] = {
    Origin.PUBLISHED: _("公表テーマ"),
    Origin.OWN: _("自作"),
}

_INCOMPARABLE: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: _("前の版にない設問"),
    ChangeKind.REMOVED: _("新しい版にない設問"),
    ChangeKind.REWORDED: _("比べられない（文が変わった）"),
    ChangeKind.KIND: _("比べられない（種類が変わった）"),
    ChangeKind.RESCALED: _("比べられない（段階が変わった）"),
    ChangeKind.CHOICES: _("比べられない（選択肢が変わった）"),
}

_SEPARATOR = "／"


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One change. ``before`` and ``after`` are empty where there is nothing to show.

    ``comparison`` says whether answers or scores of both versions can be compared, and is empty
    where the change concerns neither. ``is_comparable`` is None there, and for an item that only
    one of the versions has.
    """

    subject: str
    change: str
    before: str
    after: str
    comparison: str
    is_comparable: bool | None


def difference_lines(found: QuestionnaireDifference) -> tuple[DifferenceLine, ...]:
    """Return one line per change: title and explanation, fields, then items.

    Items are in the order of the new version, removed ones last; empty for versions alike.
    """
    return (*_head_lines(found), *_category_lines(found), *_item_lines(found))


def scale_text(scale: Scale) -> str:
    """Return the steps with their points, from the lowest, and 該当しない where it is offered."""
    steps = [f"{step.label}（{step.points}）" for step in scale.steps]
    if scale.allows_not_applicable:
        steps.append(_("該当しない"))
    return _SEPARATOR.join(steps)


def answers_text(questionnaire: Questionnaire, item: Item) -> str:
    """Return what can be answered: steps with points, choices, or nothing for a comment."""
    if item.kind is ItemKind.RATING:
        return scale_text(questionnaire.scale_of(item))
    return _SEPARATOR.join(choice.label for choice in item.choices)


def right_text(item: Item) -> str:
    """Return the right choices of a knowledge check; empty for other items."""
    return _SEPARATOR.join(choice.label for choice in item.choices if choice.is_right)


def _head_lines(found: QuestionnaireDifference) -> Iterator[DifferenceLine]:
    subject = _("調査票")
    if found.is_title_changed:
        yield _plain(subject, _("題名"), found.old.title, found.new.title)
    if found.is_explanation_changed:
        yield _plain(subject, _("説明"), found.old.explanation, found.new.explanation)
    if found.is_scale_changed:
        before, after = scale_text(found.old.scale), scale_text(found.new.scale)
        yield _plain(subject, _("共通の段階"), before, after)
    if found.is_order_changed:
        yield _plain(subject, _("分野の順番"), _fields(found.old), _fields(found.new))


def _fields(questionnaire: Questionnaire) -> str:
    return _SEPARATOR.join(category.name for category in questionnaire.categories)


def _category_lines(found: QuestionnaireDifference) -> Iterator[DifferenceLine]:
    for one in found.categories:
        yield from _changes_of_category(one)
    names = {category.code: category.name for category in found.new.categories}
    for code in found.unlike_scores:
        yield DifferenceLine(
            _field(names[code]),
            _("分野の得点"),
            "",
            "",
            _("比べられない（設問が変わった）"),
            is_comparable=False,
        )


def _changes_of_category(one: CategoryDifference) -> Iterator[DifferenceLine]:
    old, new = one.old, one.new
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        for known in filter(None, (old, new)):
            before, after = ("", known.name) if old is None else (known.name, "")
            yield _plain(_field(known.name), CHANGE_KIND_NAMES[kind], before, after)
        return
    if old.name != new.name:
        yield _plain(_field(new.name), _("名前"), old.name, new.name)
    if old.explanation != new.explanation:
        yield _plain(_field(new.name), _("説明"), old.explanation, new.explanation)


def _item_lines(found: QuestionnaireDifference) -> Iterator[DifferenceLine]:
    for one in found.items:
        for kind in one.kinds:
            yield DifferenceLine(
                one.code,
                CHANGE_KIND_NAMES[kind],
                _shown(found.old, one.old, kind),
                _shown(found.new, one.new, kind),
                _comparison(one),
                is_comparable=_is_compared(one),
            )


def _is_compared(one: ItemDifference) -> bool | None:
    """Return whether an item can be compared, None where there is nothing to compare."""
    if one.old is None or one.new is None or _is_comment(one):
        return None
    return one.is_comparable


def _is_comment(one: ItemDifference) -> bool:
    """Return whether an item is a comment in every version: comments are never compared."""
    return {item.kind for item in (one.old, one.new) if item is not None} == {ItemKind.COMMENT}


def _comparison(one: ItemDifference) -> str:
    if _is_comment(one):
        return ""
    if one.because is not None:
        return _INCOMPARABLE[one.because]
    if ChangeKind.REWORDED in one.kinds:
        return _("比べられる（同じ問いの言い換え）")
    return _("比べられる")


def _shown(questionnaire: Questionnaire, item: Item | None, kind: ChangeKind) -> str:
    """Return the part of an item that a change concerns."""
    if item is None:
        return ""
    if kind is ChangeKind.KIND:
        return ITEM_KIND_NAMES[item.kind]
    if kind is ChangeKind.RESCALED:
        # A change of kind also changes the scale; only a rating has one.
        return answers_text(questionnaire, item) if item.kind is ItemKind.RATING else ""
    if kind is ChangeKind.CHOICES:
        return _SEPARATOR.join(
            _("{label}（正答）").format(label=choice.label) if choice.is_right else choice.label
            for choice in item.choices
        )
    if kind is ChangeKind.MOVED:
        return _category_name(questionnaire, item)
    if kind is ChangeKind.REORDERED:
        place = questionnaire.items_by_category[item.category].index(item) + 1
        return _("{place}番目").format(place=place)
    if kind is ChangeKind.DETAILS:
        return details_text(item)
    if kind is ChangeKind.CONTINUED:
        return _("前の版と同じ問い") if item.is_continued else ""
    return item.text


def details_text(item: Item) -> str:
    """Return theme, origin, place in the skill standard and courses of an item."""
    parts = [item.theme, ORIGIN_NAMES[item.origin], item.standard, "、".join(item.courses)]
    return _SEPARATOR.join(part for part in parts if part)


def _category_name(questionnaire: Questionnaire, item: Item) -> str:
    return next(one.name for one in questionnaire.categories if one.code == item.category)


def _field(name: str) -> str:
    return _("分野「{name}」").format(name=name)


def _plain(subject: str, change: str, before: str, after: str) -> DifferenceLine:
    return DifferenceLine(subject, change, before, after, "", is_comparable=None)
