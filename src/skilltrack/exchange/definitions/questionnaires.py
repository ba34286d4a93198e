"""Questionnaires as definitions."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field

from skilltrack.domain.problems import Problem
from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    CourseCode,
    Document,
    Finder,
    Name,
    OptionalText,
    Text,
    read_toml,
    settle,
    validate,
)
from skilltrack.files.shipped import shipped_folder

FILE_NAME = "questionnaire.toml"

FEWEST_CHOICES = 2


class StepDocument(Document):
    """A step of the scale."""

    points: int = Field(ge=0, le=100)
    label: Name


class ScaleDocument(Document):
    """The scale, from the lowest step to the highest."""

    steps: list[StepDocument] = Field(min_length=2, max_length=10)
    allows_not_applicable: bool = True


class CategoryDocument(Document):
    """A field of the questionnaire."""

    code: Code
    name: Name
    explanation: OptionalText = ""


class ChoiceDocument(Document):
    """What a knowledge check offers."""

    code: Code
    label: Name
    is_right: bool = False


class ItemDocument(Document):
    """A question."""

    code: Code
    category: Code
    text: Text
    theme: Name
    origin: Annotated[Origin, Field(strict=False)]
    standard: OptionalText = ""
    courses: list[CourseCode] = Field(default=[], max_length=50)
    kind: Annotated[ItemKind, Field(strict=False)] = ItemKind.RATING
    scale: ScaleDocument | None = None
    choices: list[ChoiceDocument] = Field(default=[], max_length=10)
    is_continued: bool = False


class QuestionnaireDocument(Document):
    """A questionnaire."""

    id: Code
    version: int = Field(ge=1, le=LARGEST)
    title: Name
    explanation: OptionalText = ""
    scale: ScaleDocument
    categories: list[CategoryDocument] = Field(min_length=1, max_length=50)
    items: list[ItemDocument] = Field(min_length=1, max_length=500)


def load_questionnaire(folder_or_file: Path) -> Questionnaire:
    """Read a questionnaire from its folder or its TOML file.

    Raises:
        Refusal: Every mistake in the file.
        MachineFailure: The file cannot be read.
    """
    path = folder_or_file / FILE_NAME if folder_or_file.is_dir() else folder_or_file
    return questionnaire_from_json(read_toml(path), file=path.name)


def questionnaire_from_json(data: object, *, file: str = "") -> Questionnaire:
    """Check the values of a questionnaire and make it.

    Args:
        data: What ``questionnaire_to_json`` returned, or the values of a TOML file.
        file: The name of the file for the problems; empty when there is none.

    Raises:
        Refusal: Every mistake, each with its key path.
    """
    document = validate(QuestionnaireDocument, data, file)
    questionnaire = Questionnaire(
        id=document.id,
        version=document.version,
        title=document.title,
        explanation=document.explanation,
        scale=_scale(document.scale),
        categories=tuple(
            Category(category.code, category.name, category.explanation)
            for category in document.categories
        ),
        items=tuple(
            Item(
                code=item.code,
                category=item.category,
                text=item.text,
                theme=item.theme,
                origin=item.origin,
                standard=item.standard,
                courses=tuple(item.courses),
                kind=item.kind,
                scale=None if item.scale is None else _scale(item.scale),
                choices=tuple(Choice(c.code, c.label, c.is_right) for c in item.choices),
                is_continued=item.is_continued,
            )
            for item in document.items
        ),
    )
    return settle(questionnaire, _mistakes(questionnaire, Finder(file)))


def _scale(document: ScaleDocument) -> Scale:
    steps = tuple(ScaleStep(step.points, step.label) for step in document.steps)
    return Scale(steps, document.allows_not_applicable)


def questionnaire_to_json(questionnaire: Questionnaire) -> dict[str, object]:
    """Return a questionnaire without loss as a JSON value; parts that say nothing are left out."""
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "explanation": questionnaire.explanation,
        "scale": _scale_to_json(questionnaire.scale),
        "categories": [
            {"code": category.code, "name": category.name, "explanation": category.explanation}
            for category in questionnaire.categories
        ],
        "items": [_item_to_json(item) for item in questionnaire.items],
    }


def _scale_to_json(scale: Scale) -> dict[str, object]:
    return {
        "steps": [{"points": step.points, "label": step.label} for step in scale.steps],
        "allows_not_applicable": scale.allows_not_applicable,
    }


def _item_to_json(item: Item) -> dict[str, object]:
    data: dict[str, object] = {
        "code": item.code,
        "category": item.category,
        "text": item.text,
        "theme": item.theme,
        "origin": item.origin.value,
        "standard": item.standard,
        "courses": list(item.courses),
    }
    if item.kind is not ItemKind.RATING:
        data["kind"] = item.kind.value
    if item.scale is not None:
        data["scale"] = _scale_to_json(item.scale)
    if item.choices:
        data["choices"] = [
            {"code": choice.code, "label": choice.label, "is_right": choice.is_right}
            for choice in item.choices
        ]
    if item.is_continued:
        data["is_continued"] = True
    return data


def shipped_questionnaires() -> tuple[Questionnaire, ...]:
    """Return the shipped questionnaires, sorted by id."""
    files = shipped_folder("questionnaires").glob(f"*/{FILE_NAME}")
    return tuple(sorted(map(load_questionnaire, files), key=lambda loaded: loaded.id))


def _mistakes(questionnaire: Questionnaire, finder: Finder) -> Iterator[Problem]:
    categories = [category.code for category in questionnaire.categories]
    yield from finder.duplicate_codes("categories", categories)
    yield from finder.duplicate_codes("items", (item.code for item in questionnaire.items))
    for item in questionnaire.items:
        if item.category not in categories:
            path = f"items[{item.code}].category"
            yield finder.unknown("unknown_category", path, item.category, categories)
    for code, items in questionnaire.items_by_category.items():
        if not items:
            yield finder.problem("category_without_items", f"categories[{code}]", name=code)
    yield from _scale_mistakes(questionnaire.scale, "scale", finder)
    for item in questionnaire.items:
        yield from _item_mistakes(item, f"items[{item.code}]", finder)
    if not questionnaire.answerable:
        yield finder.problem("nothing_to_answer", "items")


def _scale_mistakes(scale: Scale, path: str, finder: Finder) -> Iterator[Problem]:
    for position, (lower, upper) in enumerate(pairwise(scale.steps), 2):
        if upper.points <= lower.points:
            step = f"{path}.steps[{position}].points"
            yield finder.problem("scale_not_ascending", step, label=upper.label)


def _item_mistakes(item: Item, path: str, finder: Finder) -> Iterator[Problem]:
    if item.scale is not None:
        if item.kind is ItemKind.RATING:
            yield from _scale_mistakes(item.scale, f"{path}.scale", finder)
        else:
            yield finder.problem("scale_without_rating", f"{path}.scale")
    if item.kind is ItemKind.CHOICE:
        yield from finder.duplicate_codes(
            f"{path}.choices", (choice.code for choice in item.choices)
        )
        if len(item.choices) < FEWEST_CHOICES:
            yield finder.problem("too_few_choices", f"{path}.choices", fewest=FEWEST_CHOICES)
        elif len({choice.is_right for choice in item.choices}) == 1:
            yield finder.problem("right_and_wrong", f"{path}.choices")
    elif item.choices:
        yield finder.problem("choices_without_check", f"{path}.choices")
