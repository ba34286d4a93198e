"""Requirement trees as rows: a requirement a row, its depth telling what it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.exchange.definitions.documents import near_miss
from skilltrack.exchange.intake.columns import fold
from skilltrack.exchange.schemebook import cells
from skilltrack.exchange.schemebook.cells import Datum, Unread, Way
from skilltrack.exchange.schemebook.layout import GROUPS
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.scheme_words import CAREER_NAMES, CATALOGUE_NAMES, LEAF_NAMES

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the keys of a kind of requirement stand: key and way of 対象, 基準 and 調査票・制度."""

    subject: tuple[str, Way] | None = None
    threshold: tuple[str, Way] | None = None
    owner: str = ""


SHAPES: Mapping[LeafKind, Shape] = {
    LeafKind.CATEGORY: Shape(("category", cells.CODE), ("percent", cells.NUMBER), "questionnaire"),
    LeafKind.ITEM: Shape(("item", cells.CODE), ("step", cells.NUMBER), "questionnaire"),
    LeafKind.LEVEL: Shape(("ladder", cells.CODE), ("level", cells.CODE)),
    LeafKind.COURSES: Shape(("courses", cells.CODES), ("count", cells.NUMBER)),
    LeafKind.HOURS: Shape(("of_courses", cells.CODES), ("hours", cells.NUMBER)),
    LeafKind.CATALOGUE: Shape(("catalogue", cells.word(CATALOGUE_NAMES))),
    LeafKind.EXAM: Shape(("exam", cells.CODE)),
    LeafKind.BAND: Shape(("band", cells.CODES)),
    LeafKind.ROLE: Shape(("role", cells.CODE)),
    LeafKind.PRACTICES: Shape(("stage", cells.word(STAGE_NAMES)), ("practices", cells.NUMBER)),
    LeafKind.ACCREDITED: Shape(("accredited", cells.CODE), None, "scheme"),
    LeafKind.CAREER: Shape(("career", cells.word(CAREER_NAMES)), ("count", cells.NUMBER)),
    LeafKind.SCORE: Shape(("score", cells.CODE), ("points", cells.NUMBER)),
}
OF_SCHEMES = tuple(kind for kind in SHAPES if kind is not LeafKind.SCORE)
"""The scores of exams stand in no scheme, only in the pass rules of exams."""

_KINDS = {fold(name): kind for kind, name in LEAF_NAMES.items() if kind in SHAPES}
_GROUPS = {fold(name): key for key, name in GROUPS.items()}
_FIELD = "："

HEADING_OF: Mapping[str, str] = {
    **{shape.subject[0]: "対象" for shape in SHAPES.values() if shape.subject is not None},
    **{shape.threshold[0]: "基準" for shape in SHAPES.values() if shape.threshold is not None},
    **{shape.owner: "調査票・制度" for shape in SHAPES.values() if shape.owner},
    "id": "要件ID",
    "label": "表示名",
    "field": "対象",
    "at_least": "基準",
}
"""Key of a requirement → the column in which it stands."""


def rows_of(tier: str, gate: Json, depth: int = 1) -> Iterator[dict[str, Datum]]:
    """Yield the rows of a tree: column key → datum."""
    row: dict[str, Datum] = {"tier": tier, "depth": depth}
    group = next((key for key in GROUPS if key in gate), None)
    if group is not None:
        count = gate["at_least"] if group == "at_least" else None
        yield row | {"kind": GROUPS[group], "threshold": count}
        for child in gate["of" if group == "at_least" else group]:
            yield from rows_of(tier, child, depth + 1)
        return
    kind = _kind_of(gate)
    shape = SHAPES[kind]
    row |= {"kind": LEAF_NAMES[kind], "id": gate["id"], "label": gate["label"]}
    if shape.subject is not None:
        key, way = shape.subject
        row["subject"] = way.shown(gate[key])
        if gate.get("field"):
            row["subject"] = f"{row['subject']}{_FIELD}{gate['field']}"
    if shape.threshold is not None:
        key, way = shape.threshold
        row["threshold"] = way.shown(gate[key])
    if shape.owner:
        row["owner"] = gate[shape.owner] or None
    yield row


def _kind_of(gate: Json) -> LeafKind:
    # level stands beside ladder, hours beside of_courses: the key of the kind is its own word
    return next(kind for kind in SHAPES if kind.value in gate)


@dataclass(frozen=True, slots=True)
class GateRow:
    """A row as read: its number and its cells by column key, blank ones left out."""

    number: int
    values: Mapping[str, Any]


class Misplaced(Exception):  # noqa: N818 (a row out of place; readers make a problem of it)
    """A row cannot be a part of the tree; ``heading`` is the column that is wrong."""

    def __init__(self, number: int, heading: str, code: str, **values: str) -> None:
        self.number = number
        self.heading = heading
        self.code = code
        self.values = values
        super().__init__(code)


def tree_of(rows: Sequence[GateRow]) -> Json:
    """Make the tree of a tier from its rows.

    Raises:
        Misplaced: The first row that does not fit.
    """
    first = rows[0]
    if _depth(first) != 1:
        raise Misplaced(first.number, "段", "schemebook.first_depth")
    tree, rest = _node(rows, 0)
    if rest < len(rows):
        raise Misplaced(rows[rest].number, "段", "schemebook.second_root")
    return tree


def _depth(row: GateRow) -> int:
    depth = row.values.get("depth")
    if not isinstance(depth, int):
        raise Misplaced(row.number, "段", "schemebook.no_number", text=str(depth or ""))
    return depth


def _node(rows: Sequence[GateRow], at: int) -> tuple[Json, int]:
    row = rows[at]
    word = fold(str(row.values.get("kind", "")))
    if word in _KINDS:
        return _leaf(row, _KINDS[word]), at + 1
    if word not in _GROUPS:
        known = [*GROUPS.values(), *(LEAF_NAMES[kind] for kind in OF_SCHEMES)]
        nearest = near_miss(word, known)
        accepted = nearest or "・".join(known)
        raise Misplaced(row.number, "種類", "schemebook.unknown_word", text=word, accepted=accepted)
    depth, at = _depth(row), at + 1
    children = []
    while at < len(rows) and _depth(rows[at]) > depth:
        if _depth(rows[at]) != depth + 1:
            raise Misplaced(rows[at].number, "段", "schemebook.depth_skipped")
        child, at = _node(rows, at)
        children.append(child)
    key = _GROUPS[word]
    if key != "at_least":
        return {key: children}, at
    return {"at_least": _read(row, "threshold", cells.NUMBER, "基準"), "of": children}, at


def _read(row: GateRow, key: str, way: Way, heading: str) -> Any:  # noqa: ANN401 (a JSON value)
    try:
        return way.read(row.values.get(key))
    except Unread as unread:
        raise Misplaced(row.number, heading, unread.code, **unread.values) from unread


def _leaf(row: GateRow, kind: LeafKind) -> Json:
    shape, values = SHAPES[kind], dict(row.values)
    leaf: Json = {key: values[key] for key in ("id", "label") if key in values}
    if kind is LeafKind.CAREER and "subject" in values:
        career, mark, about = str(values["subject"]).replace(":", _FIELD).partition(_FIELD)
        values["subject"] = career
        leaf |= {"field": about.strip()} if mark else {}
    found = GateRow(row.number, values)
    if shape.subject is not None and "subject" in values:
        leaf[shape.subject[0]] = _read(found, "subject", shape.subject[1], "対象")
    if shape.threshold is not None and "threshold" in values:
        leaf[shape.threshold[0]] = _read(found, "threshold", shape.threshold[1], "基準")
    if shape.owner and "owner" in values:
        leaf[shape.owner] = values["owner"]
    leaf.setdefault(kind.value, None)
    if leaf[kind.value] is None:
        heading = HEADING_OF.get(kind.value, "対象")
        raise Misplaced(row.number, heading, "schemebook.blank", kind=LEAF_NAMES[kind])
    return leaf
