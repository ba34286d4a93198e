"""Versions of questionnaires, their items and what changed, as table rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Questionnaire
from skilltrack.domain.questionnaires.versions import QuestionnaireDifference, difference
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import DifferenceLine, answers_text, difference_lines, right_text
from skilltrack.services.questionnaires import QuestionnaireVersion


@dataclass(frozen=True)
class VersionRow:
    """A version and what changed in it; ``difference`` is None for the first one."""

    version: QuestionnaireVersion
    difference: QuestionnaireDifference | None

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire of this version."""
        return self.version.questionnaire

    @property
    def name(self) -> str:
        """Return title and version, as headings and files name it."""
        one = self.questionnaire
        return _("{title} 版{version}").format(title=one.title, version=one.version)

    @property
    def lines(self) -> tuple[DifferenceLine, ...]:
        """Return what changed, one line each."""
        return () if self.difference is None else difference_lines(self.difference)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in its questionnaire."""

    item: Item
    category: Category
    answers: str
    shown_answers: str


def version_rows(versions: Sequence[QuestionnaireVersion]) -> tuple[VersionRow, ...]:
    """Return a row per version, in the order given: by id, the newest version first."""
    rows = []
    for place, one in enumerate(versions):
        before = versions[place + 1].questionnaire if place + 1 < len(versions) else None
        is_same = before is not None and before.id == one.questionnaire.id
        changed = difference(before, one.questionnaire) if before is not None and is_same else None
        rows.append(VersionRow(one, changed))
    return tuple(rows)


def item_rows(questionnaire: Questionnaire) -> tuple[ItemRow, ...]:
    """Return a row per item, field by field."""
    return tuple(
        ItemRow(item, category, answers_text(questionnaire, item), _answers(questionnaire, item))
        for category in questionnaire.categories
        for item in questionnaire.items_by_category[category.code]
    )


def _answers(questionnaire: Questionnaire, item: Item) -> str:
    """Return the choices of a check, and of a rating whether its steps are its own."""
    if item.kind is not ItemKind.RATING:
        return answers_text(questionnaire, item)
    steps = questionnaire.scale_of(item).steps
    if item.scale is None:
        return _("共通の{count}段階").format(count=len(steps))
    return _("独自の{count}段階（{first}～{last}）").format(
        count=len(steps), first=steps[0].label, last=steps[-1].label
    )


def counts_text(questionnaire: Questionnaire) -> str:
    """Return how many items there are of each kind that is there."""
    counts = Counter(item.kind for item in questionnaire.items)
    return _("、").join(
        _("{kind} {count:,}").format(kind=name, count=counts[kind])
        for kind, name in ITEM_KIND_NAMES.items()
        if counts[kind]
    )


VERSION_FIELDS: tuple[Field[VersionRow], ...] = (
    Field(_("題名"), lambda row: row.questionnaire.title, None, LEFT, 260),
    Field(_("ID"), lambda row: row.questionnaire.id, None, LEFT, 92),
    Field(
        _("版"),
        lambda row: (
            _("{version}（最新）").format(version=row.questionnaire.version)
            if row.version.is_newest
            else str(row.questionnaire.version)
        ),
        lambda row: row.questionnaire.version,
        LEFT,
        88,
    ),
    Field(
        _("設問数"),
        lambda row: f"{len(row.questionnaire.items):,}",
        lambda row: len(row.questionnaire.items),
        RIGHT,
        88,
        tooltip=lambda row: counts_text(row.questionnaire),
    ),
    Field(
        _("使用中の調査"),
        lambda row: _("、").join(row.version.rounds) or None,
        None,
        LEFT,
        240,
    ),
)

ITEM_FIELDS: tuple[Field[ItemRow], ...] = (
    Field(_("分野"), lambda row: row.category.name, None, LEFT, 112),
    Field(_("設問"), lambda row: row.item.code, None, LEFT, 64),
    Field(_("種類"), lambda row: ITEM_KIND_NAMES[row.item.kind], None, LEFT, 84),
    Field(_("設問文"), lambda row: row.item.text, None, LEFT, 300),
    Field(
        _("段階・選択肢"),
        lambda row: row.shown_answers or None,
        None,
        LEFT,
        168,
        tooltip=lambda row: row.answers,
    ),
    Field(_("正答"), lambda row: right_text(row.item) or None, None, LEFT, 120),
)

ITEM_TEXT_COLUMN = 3
"""The column that takes the width left over."""


def _comparison_tone(line: DifferenceLine) -> Tone | None:
    if line.is_comparable is None:
        return None
    return Tone.GOOD if line.is_comparable else Tone.ATTENTION


def _part(getter: Callable[[DifferenceLine], str]) -> Callable[[DifferenceLine], str | None]:
    return lambda line: getter(line).replace("\n", " ") or None


DIFFERENCE_FIELDS: tuple[Field[DifferenceLine], ...] = (
    Field(_("設問"), lambda line: line.subject, None, LEFT, 148),
    Field(_("変更"), lambda line: line.change, None, LEFT, 96),
    Field(_("前"), _part(lambda line: line.before), None, LEFT, 160),
    Field(_("後"), _part(lambda line: line.after), None, LEFT, 160),
    Field(
        _("前の版と比べられるか"),
        lambda line: line.comparison or None,
        None,
        LEFT,
        256,
        tone=_comparison_tone,
    ),
)

DIFFERENCE_TEXT_COLUMNS = (2, 3)
"""The columns that share the width left over."""
