"""What changed from one version of a scheme to the next, part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme, Tier
from skilltrack.domain.schemes.programmes import Programme


class Part(StrEnum):
    """What of a scheme changed."""

    SCHEME = "scheme"
    TIER = "tier"
    REQUIREMENT = "requirement"
    LADDER = "ladder"
    BAND = "band"
    ROLE = "role"
    TITLE = "title"
    EVALUATION = "evaluation"
    INCLUSION = "inclusion"
    COURSE = "course"
    DETAIL = "detail"
    OBLIGATION = "obligation"
    TARGET = "target"
    PAIR = "pair"
    NOTE = "note"


STRUCTURE = "structure"
"""The field under which a tier tells how its requirements are put together."""


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """A part that is new (``before`` None), gone (``after`` None), or has a field that changed.

    ``name`` is what people call it. ``field`` '' is the part as a whole; ``before`` and ``after``
    are the values of the field, or the parts.
    """

    part: Part
    code: str
    name: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class _Whole:
    name: str
    explanation: str
    rule: object
    questionnaire: str


@dataclass(frozen=True, slots=True)
class _TierWords:
    name: str
    explanation: str
    expected_bands: tuple[str, ...]
    expected_role: str | None
    medal: object
    skills: tuple[str, ...]
    structure: str


def changes(
    old: Scheme, old_programme: Programme, new: Scheme, new_programme: Programme
) -> tuple[SchemeChange, ...]:
    """Compare two versions of a scheme with their programmes; empty when they say the same."""
    before, after = _parts(old, old_programme), _parts(new, new_programme)
    return tuple(
        change for part in Part for change in _differences(part, before[part], after[part])
    )


def structure(gate: gates.Gate) -> str:
    """Return how requirements are put together, by their ids: ``all(a, any(b, c))``."""
    if isinstance(gate, gates.All | gates.AtLeast):
        word = "all" if isinstance(gate, gates.All) else f"at_least {gate.count}"
        if isinstance(gate, gates.AtLeast) and gate.count == 1:
            word = "any"
        return f"{word}({', '.join(structure(child) for child in gate.children)})"
    return gate.id


def _parts(scheme: Scheme, programme: Programme) -> Mapping[Part, Mapping[str, object]]:
    leaves = [leaf for tier in scheme.tiers for leaf in gates.leaves(tier.gate)]
    whole = _Whole(scheme.name, scheme.explanation, scheme.rule, scheme.questionnaire)
    return {
        Part.SCHEME: {"": whole},
        Part.TIER: {tier.code: _words(tier) for tier in scheme.tiers},
        Part.REQUIREMENT: {leaf.id: leaf for leaf in leaves},
        Part.LADDER: {ladder.id: ladder for ladder in scheme.ladders},
        Part.BAND: {band.code: band for band in scheme.bands},
        Part.ROLE: {role.code: role for role in scheme.roles},
        Part.TITLE: dict(scheme.titles),
        Part.EVALUATION: {} if scheme.evaluation is None else {"": scheme.evaluation},
        Part.INCLUSION: dict(scheme.inclusion),
        Part.COURSE: {f"{one.code} {one.kind.value}": one for one in scheme.courses},
        Part.DETAIL: {one.code: one for one in programme.details},
        Part.OBLIGATION: {one.id: one for one in programme.obligations},
        Part.TARGET: {one.id: one for one in programme.targets},
        Part.PAIR: {one.id: one for one in programme.pairs},
        Part.NOTE: {one.text: one for one in scheme.notes},
    }


def _words(tier: Tier) -> _TierWords:
    return _TierWords(
        tier.name,
        tier.explanation,
        tier.expected_bands,
        tier.expected_role,
        tier.medal,
        tier.skills,
        structure(tier.gate),
    )


def _differences(
    part: Part, before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[SchemeChange]:
    for code, new in after.items():
        old = before.get(code)
        if old is None or type(old) is not type(new):
            yield SchemeChange(part, code, _name(code, new), "", old, new)
        elif not is_dataclass(new):
            if old != new:
                yield SchemeChange(part, code, code, "", old, new)
        else:
            for field in fields(new):
                was, now = getattr(old, field.name), getattr(new, field.name)
                if was != now:
                    yield SchemeChange(part, code, _name(code, new), field.name, was, now)
    for code, old in before.items():
        if code not in after:
            yield SchemeChange(part, code, _name(code, old), "", old, None)


def _name(code: str, value: object) -> str:
    for key in ("label", "name"):
        found = getattr(value, key, "")
        if isinstance(found, str) and found:
            return found
    return code
