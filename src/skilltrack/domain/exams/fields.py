"""Scores of exam fields beside what the same people said of themselves before the sitting.

Only scores of one edition come together: those of different editions are never averaged. A
figure of a group stands only above the threshold of privacy.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from skilltrack.domain.disclosure.cells import EVERYBODY, CellKey, DisclosureRules, share_cell
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.exams.definition import ExamField
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import CategoryScore, Item, ItemKind, Questionnaire
from skilltrack.domain.schemes.programmes import SkillRef


def covering_items(questionnaire: Questionnaire, covers: Iterable[SkillRef]) -> tuple[Item, ...]:
    """Return the ratings of a questionnaire that ask about a field, each once, in its order."""
    named = {one.code for one in covers if one.questionnaire in {"", questionnaire.id}}
    return tuple(
        item
        for item in questionnaire.items
        if item.kind is ItemKind.RATING and (item.code in named or item.category in named)
    )


def self_assessment(
    questionnaire: Questionnaire, answers: Answers, covers: Iterable[SkillRef]
) -> Fraction | None:
    """Return what somebody said of oneself in a field, as a share of the most (0–1).

    The items that ask about the field count like those of one category, and under the same
    conditions; None where too few were answered, or none asks about it.
    """
    items = covering_items(questionnaire, covers)
    points = maximum = answered = applicable = 0
    for item in items:
        step = answers.get(item.code)
        applicable += item.code not in answers or step is not None
        if step is not None:
            scale = questionnaire.scale_of(item)
            points += scale.steps[step].points
            maximum += scale.maximum
            answered += 1
    if not items or not applicable:
        return None
    return CategoryScore("", points, maximum, answered, applicable, len(items)).ratio


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """A field of one sitting: the score and the self-assessment, both as shares (0–1).

    ``self_share`` None: no answers before the sitting, or none about the field.
    """

    edition: str
    field: ExamField
    points: int
    self_share: Fraction | None = None
    answered_on: date | None = None

    @property
    def share(self) -> Fraction:
        """Return the score as a share of the maximum."""
        return Fraction(self.points, self.field.maximum)

    @property
    def difference(self) -> Fraction | None:
        """Return by how much the score lies above the self-assessment (−1 to 1)."""
        return None if self.self_share is None else self.share - self.self_share


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """The mean difference of a group in a field of one edition.

    ``people`` have both a score and a self-assessment; ``mean`` None is of nobody or hidden.
    """

    group: str
    edition: str
    field: str
    people: int
    mean: Fraction | None

    @property
    def is_hidden(self) -> bool:
        """Return whether there is a figure that is not shown."""
        return self.mean is None and self.people > 0


def group_differences(
    compared: Mapping[str, Collection[FieldComparison]],
    groups: Mapping[str, Collection[str]],
    rules: DisclosureRules | None = None,
) -> tuple[FieldDifference, ...]:
    """Return the mean differences of the whole body and of each group.

    Args:
        compared: Employee number → the fields of the sitting that counts, one edition each.
        groups: Group → its numbers; nobody is in two.
        rules: How many people must be behind a figure; None for the defaults.

    Returns:
        One per edition, field and group that somebody of it sat; the whole body ('') first.
    """
    found: dict[tuple[str, str], dict[str, Fraction]] = {}
    for number, fields in compared.items():
        for one in fields:
            difference = one.difference
            if difference is not None:
                found.setdefault((one.edition, one.field.code), {})[number] = difference
    rows = {EVERYBODY: frozenset(compared)} | {
        group: frozenset(numbers) for group, numbers in groups.items()
    }
    return tuple(_differences(found, rows, rules))


def _differences(
    found: Mapping[tuple[str, str], Mapping[str, Fraction]],
    rows: Mapping[str, frozenset[str]],
    rules: DisclosureRules | None,
) -> Iterator[FieldDifference]:
    for (edition, field), values in sorted(found.items()):
        within = {
            group: {number: values[number] for number in numbers & values.keys()}
            for group, numbers in rows.items()
        }
        measure = f"{edition} {field}"
        cells = [
            # a difference of −1 or 1 tells that of everybody, as shares of 0 and 1 do
            share_cell(
                CellKey(group, EVERYBODY, measure),
                {number: (value + 1) / 2 for number, value in mine.items()},
            )
            for group, mine in within.items()
            if mine
        ]
        shown = protect(cells, rules=rules).shown
        for group, mine in within.items():
            if mine:
                is_shown = CellKey(group, EVERYBODY, measure) in shown
                mean = sum(mine.values(), Fraction(0)) / len(mine) if is_shown else None
                yield FieldDifference(group, edition, field, len(mine), mean)
