"""The requirement tree in definitions: the kind of a requirement is told by its key.

``{all=[…]}``, ``{any=[…]}`` and ``{at_least=2, of=[…]}`` hold further requirements; a single one
has ``id``, ``label`` and one of category, item, level, courses, hours, catalogue, exam, band,
role, practices, accredited, career or score.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, assert_never

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes import gates, leaves
from skilltrack.exchange.definitions.documents import (
    LARGEST,
    Code,
    CourseCode,
    Document,
    ExactNumber,
    Name,
    OptionalText,
    OwnerCode,
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
    questionnaire: OwnerCode = ""


class ItemDocument(LeafDocument):
    """An item is answered with at least ``step`` (0 is the lowest)."""

    item: Code
    step: int = Field(ge=0, le=LARGEST)
    questionnaire: OwnerCode = ""


class LevelDocument(LeafDocument):
    """The level on a ladder of scores is at least the one named."""

    level: Code
    ladder: Code


class HoursDocument(LeafDocument):
    """The completed courses, or those named, add up to so many hours."""

    hours: ExactNumber
    of_courses: list[CourseCode] = Field(default=[], max_length=200)


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

    catalogue: Annotated[leaves.CatalogueKind, Field(strict=False)]


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
    stage: Annotated[PracticeStage, Field(strict=False)] = PracticeStage.PROPOSED


class AccreditedDocument(LeafDocument):
    """The person is accredited for a tier, of this scheme or of another."""

    accredited: Code
    scheme: OwnerCode = ""


class CareerDocument(LeafDocument):
    """So many entries of a kind stand in the person's career."""

    career: Annotated[CareerKind, Field(strict=False)]
    count: int = Field(default=1, ge=1, le=LARGEST)
    field: OptionalText = ""


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
    "level",
    "courses",
    "hours",
    "catalogue",
    "exam",
    "band",
    "role",
    "practices",
    "accredited",
    "career",
    "score",
)
"""The keys of which each requirement has exactly one."""

BESIDE_KINDS = frozenset(
    {
        "id",
        "label",
        "of",
        "percent",
        "step",
        "questionnaire",
        "ladder",
        "count",
        "of_courses",
        "stage",
        "scheme",
        "field",
        "points",
    }
)
"""The keys that stand beside them; none of these is a misspelt kind."""


def _kind_of(value: object) -> str | None:
    """Return the tag of a requirement; a misspelt key counts as the kind it is nearest to."""
    if not isinstance(value, dict):
        return None
    kind = next((kind for kind in KINDS if kind in value), None)
    if kind is None:
        odd = (key for key in value if isinstance(key, str) and key not in BESIDE_KINDS)
        near = (near_miss(key, KINDS) for key in odd)
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
    | Annotated[LevelDocument, Tag("<level>")]
    | Annotated[CoursesDocument, Tag("<courses>")]
    | Annotated[HoursDocument, Tag("<hours>")]
    | Annotated[CatalogueDocument, Tag("<catalogue>")]
    | Annotated[ExamDocument, Tag("<exam>")]
    | Annotated[BandDocument, Tag("<band>")]
    | Annotated[RoleDocument, Tag("<role>")]
    | Annotated[PracticesDocument, Tag("<practices>")]
    | Annotated[AccreditedDocument, Tag("<accredited>")]
    | Annotated[CareerDocument, Tag("<career>")]
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


def _to_leaf(document: LeafDocument) -> leaves.Leaf:
    id_, label = document.id, document.label
    match document:
        case CategoryDocument(category=category, percent=ratio, questionnaire=questionnaire):
            return leaves.CategoryAtLeast(id_, label, category, ratio, questionnaire)
        case ItemDocument(item=item, step=step, questionnaire=questionnaire):
            return leaves.ItemAtLeast(id_, label, item, step, questionnaire)
        case LevelDocument(ladder=ladder, level=level):
            return leaves.LevelAtLeast(id_, label, ladder, level)
        case HoursDocument(hours=hours, of_courses=courses):
            return leaves.HoursCompleted(id_, label, hours, tuple(courses))
        case CoursesDocument(courses=courses, count=count):
            return leaves.CoursesCompleted(id_, label, tuple(courses), count or len(courses))
        case CatalogueDocument(catalogue=catalogue):
            return leaves.CatalogueCompleted(id_, label, catalogue)
        case ExamDocument(exam=exam):
            return leaves.ExamPassed(id_, label, exam)
        case BandDocument(band=bands):
            return leaves.BandIs(id_, label, tuple(bands))
        case RoleDocument(role=role):
            return leaves.RoleHeld(id_, label, role)
        case PracticesDocument(practices=count, stage=stage):
            return leaves.PracticesRegistered(id_, label, count, stage)
        case AccreditedDocument(accredited=tier, scheme=scheme):
            return leaves.AccreditationHeld(id_, label, tier, scheme)
        case CareerDocument(career=career, count=count, field=field):
            return leaves.CareerRegistered(id_, label, career, count, field)
        case ScoreDocument(score=score, points=points):
            return leaves.ScoreAtLeast(id_, label, score, points)
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


def _asked(leaf: leaves.Leaf) -> dict[str, object]:
    match leaf:
        case leaves.CategoryAtLeast():
            percent = exact_json(leaf.ratio * 100)
            return {
                "category": leaf.category,
                "percent": percent,
                "questionnaire": leaf.questionnaire,
            }
        case leaves.ItemAtLeast():
            return {"item": leaf.item, "step": leaf.step, "questionnaire": leaf.questionnaire}
        case leaves.LevelAtLeast():
            return {"ladder": leaf.ladder, "level": leaf.level}
        case leaves.HoursCompleted():
            return {"hours": exact_json(leaf.hours), "of_courses": list(leaf.courses)}
        case leaves.CoursesCompleted():
            return {"courses": list(leaf.courses), "count": leaf.count}
        case leaves.CatalogueCompleted():
            return {"catalogue": leaf.catalogue.value}
        case leaves.ExamPassed():
            return {"exam": leaf.exam}
        case leaves.BandIs():
            return {"band": list(leaf.bands)}
        case leaves.RoleHeld():
            return {"role": leaf.role}
        case leaves.PracticesRegistered():
            return {"practices": leaf.count, "stage": leaf.stage.value}
        case leaves.AccreditationHeld():
            return {"accredited": leaf.tier, "scheme": leaf.scheme}
        case leaves.CareerRegistered():
            return {"career": leaf.career.value, "count": leaf.count, "field": leaf.field}
        case leaves.ScoreAtLeast():
            return {"score": leaf.score, "points": leaf.points}
        case _:
            assert_never(leaf)


def leaf_paths(gate: gates.Gate, path: str) -> Iterator[tuple[str, leaves.Leaf]]:
    """Yield the leaves of a tree, each with its key path below ``path``."""
    if isinstance(gate, gates.All | gates.AtLeast):
        key = "all" if isinstance(gate, gates.All) else "any" if gate.count == 1 else "of"
        for position, child in enumerate(gate.children, 1):
            name = position if isinstance(child, gates.All | gates.AtLeast) else child.id
            yield from leaf_paths(child, f"{path}.{key}[{name}]")
    else:
        yield path, gate
