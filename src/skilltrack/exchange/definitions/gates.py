"""The requirement tree in definitions: the kind of a requirement is told by its key.

``{all=[…]}``, ``{any=[…]}`` and ``{at_least=2, of=[…]}`` hold further requirements; a single one
has ``id``, ``label`` and one of category, item, courses, catalogue, exam, band, role, practices
or score.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, assert_never

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from skilltrack.domain import gates
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    CourseCode,
    Document,
    Name,
    Ratio,
    exact_json,
    near_miss,
)

Children = Annotated[list["GateDocument"], Field(min_length=1, max_length=200)]


class AllDocument(Document):
    """Every child must hold."""

    all: Children


class AnyDocument(Document):
    """One child must hold."""

    any: Children


class AtLeastDocument(Document):
    """A number of children must hold."""

    at_least: int = Field(ge=1, le=LARGEST)
    of: Children

    @model_validator(mode="after")
    def _is_possible(self) -> "AtLeastDocument":
        _require_enough(self.at_least, len(self.of))
        return self


class LeafDocument(Document):
    """What every single requirement has."""

    id: Code
    label: Name


class CategoryDocument(LeafDocument):
    """A category's score is at least ``percent``."""

    category: Code
    percent: Ratio


class ItemDocument(LeafDocument):
    """An item is answered with at least ``step`` (0 is the lowest)."""

    item: Code
    step: int = Field(ge=0, le=LARGEST)


class CoursesDocument(LeafDocument):
    """``count`` of the courses were completed; without count all of them."""

    courses: list[CourseCode] = Field(min_length=1, max_length=200)
    count: int | None = Field(default=None, ge=1, le=LARGEST)

    @model_validator(mode="after")
    def _is_possible(self) -> "CoursesDocument":
        _require_enough(self.count or 0, len(self.courses))
        return self


class CatalogueDocument(LeafDocument):
    """The year's courses of one kind were completed."""

    catalogue: Annotated[gates.CatalogueKind, Field(strict=False)]


class ExamDocument(LeafDocument):
    """An exam was passed."""

    exam: Code


class BandDocument(LeafDocument):
    """The rank band is one of those named."""

    band: list[Code] = Field(min_length=1, max_length=50)


class RoleDocument(LeafDocument):
    """A role is held."""

    role: Code


class PracticesDocument(LeafDocument):
    """A number of practices name the person."""

    practices: int = Field(ge=1, le=LARGEST)


class ScoreDocument(LeafDocument):
    """An exam's score is at least ``points``."""

    score: Code
    points: int = Field(ge=0, le=LARGEST)


KINDS = (
    "all",
    "any",
    "at_least",
    "category",
    "item",
    "courses",
    "catalogue",
    "exam",
    "band",
    "role",
    "practices",
    "score",
)
"""The keys of which each requirement has exactly one."""


def _kind_of(value: object) -> str | None:
    """Return the tag of a requirement; a misspelt key counts as the kind it is nearest to."""
    if not isinstance(value, dict):
        return None
    kind = next((kind for kind in KINDS if kind in value), None)
    if kind is None:
        near = (near_miss(key, KINDS) for key in value if isinstance(key, str))
        kind = next((kind for kind in near if kind is not None), None)
    return None if kind is None else f"<{kind}>"


def _require_enough(count: int, available: int) -> None:
    if count > available:
        raise PydanticCustomError(
            "definitions.more_than_named",
            "more than named",
            {"count": count, "available": available},
        )


GateDocument = Annotated[
    Annotated[AllDocument, Tag("<all>")]
    | Annotated[AnyDocument, Tag("<any>")]
    | Annotated[AtLeastDocument, Tag("<at_least>")]
    | Annotated[CategoryDocument, Tag("<category>")]
    | Annotated[ItemDocument, Tag("<item>")]
    | Annotated[CoursesDocument, Tag("<courses>")]
    | Annotated[CatalogueDocument, Tag("<catalogue>")]
    | Annotated[ExamDocument, Tag("<exam>")]
    | Annotated[BandDocument, Tag("<band>")]
    | Annotated[RoleDocument, Tag("<role>")]
    | Annotated[PracticesDocument, Tag("<practices>")]
    | Annotated[ScoreDocument, Tag("<score>")],
    Discriminator(
        _kind_of,
        custom_error_type="definitions.unknown_requirement",
        custom_error_message="no such requirement",
    ),
]


def to_gate(document: GateDocument) -> gates.Gate:
    """Make the tree of a validated document."""
    match document:
        case AllDocument():
            return gates.All(_to_gates(document.all))
        case AnyDocument():
            return gates.AtLeast(1, _to_gates(document.any))
        case AtLeastDocument():
            return gates.AtLeast(document.at_least, _to_gates(document.of))
        case _:
            return _to_leaf(document)


def _to_gates(documents: Sequence[GateDocument]) -> tuple[gates.Gate, ...]:
    return tuple(to_gate(document) for document in documents)


def _to_leaf(document: LeafDocument) -> gates.Leaf:
    id_, label = document.id, document.label
    match document:
        case CategoryDocument(category=category, percent=ratio):
            return gates.CategoryAtLeast(id_, label, category, ratio)
        case ItemDocument(item=item, step=step):
            return gates.ItemAtLeast(id_, label, item, step)
        case CoursesDocument(courses=courses, count=count):
            return gates.CoursesCompleted(id_, label, tuple(courses), count or len(courses))
        case CatalogueDocument(catalogue=catalogue):
            return gates.CatalogueCompleted(id_, label, catalogue)
        case ExamDocument(exam=exam):
            return gates.ExamPassed(id_, label, exam)
        case BandDocument(band=bands):
            return gates.BandIs(id_, label, tuple(bands))
        case RoleDocument(role=role):
            return gates.RoleHeld(id_, label, role)
        case PracticesDocument(practices=count):
            return gates.PracticesRegistered(id_, label, count)
        case ScoreDocument(score=score, points=points):
            return gates.ScoreAtLeast(id_, label, score, points)
    raise TypeError(type(document).__name__)


def gate_to_json(gate: gates.Gate) -> dict[str, object]:
    """Return a tree in the form that ``GateDocument`` reads."""
    match gate:
        case gates.All():
            return {"all": [gate_to_json(child) for child in gate.children]}
        case gates.AtLeast(count=1):
            return {"any": [gate_to_json(child) for child in gate.children]}
        case gates.AtLeast():
            children = [gate_to_json(child) for child in gate.children]
            return {"at_least": gate.count, "of": children}
        case _:
            return {"id": gate.id, "label": gate.label, **_asked(gate)}


def _asked(leaf: gates.Leaf) -> dict[str, object]:
    match leaf:
        case gates.CategoryAtLeast():
            return {"category": leaf.category, "percent": exact_json(leaf.ratio * 100)}
        case gates.ItemAtLeast():
            return {"item": leaf.item, "step": leaf.step}
        case gates.CoursesCompleted():
            return {"courses": list(leaf.courses), "count": leaf.count}
        case gates.CatalogueCompleted():
            return {"catalogue": leaf.catalogue.value}
        case gates.ExamPassed():
            return {"exam": leaf.exam}
        case gates.BandIs():
            return {"band": list(leaf.bands)}
        case gates.RoleHeld():
            return {"role": leaf.role}
        case gates.PracticesRegistered():
            return {"practices": leaf.count}
        case gates.ScoreAtLeast():
            return {"score": leaf.score, "points": leaf.points}
        case _:
            assert_never(leaf)


def leaf_paths(gate: gates.Gate, path: str) -> Iterator[tuple[str, gates.Leaf]]:
    """Yield the leaves of a tree, each with its key path below ``path``."""
    if isinstance(gate, gates.All | gates.AtLeast):
        key = "all" if isinstance(gate, gates.All) else "any" if gate.count == 1 else "of"
        for position, child in enumerate(gate.children, 1):
            name = position if isinstance(child, gates.All | gates.AtLeast) else child.id
            yield from leaf_paths(child, f"{path}.{key}[{name}]")
    else:
        yield path, gate
