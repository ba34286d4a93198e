"""Evidence made to measure: for every way through a requirement tree, just what it asks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme

ON = date(2026, 6, 1)


def ways(gate: gates.Gate) -> Iterator[tuple[leaves.Leaf, ...]]:
    """Yield the sets of requirements that are each enough."""
    if not isinstance(gate, gates.All | gates.AtLeast):
        yield (gate,)
        return
    needed = len(gate.children) if isinstance(gate, gates.All) else gate.count
    for chosen in combinations(gate.children, needed):
        for parts in product(*(list(ways(child)) for child in chosen)):
            yield tuple(leaf for part in parts for leaf in part)


def evidence_of(scheme: Scheme, asked: Sequence[leaves.Leaf]) -> gates.Evidence:
    """Return evidence that holds no more than what the requirements ask."""
    evidence = gates.Evidence(answered_on=ON)
    for leaf in asked:
        evidence = _with(scheme, evidence, leaf)
    return evidence


def _with(scheme: Scheme, known: gates.Evidence, leaf: leaves.Leaf) -> gates.Evidence:
    match leaf:
        case leaves.CategoryAtLeast():
            least = max(leaf.ratio, known.categories.get(leaf.key) or Fraction(0))
            return replace(known, categories={**known.categories, leaf.key: least})
        case leaves.ItemAtLeast():
            step = max(leaf.step, known.items.get(leaf.key) or 0)
            return replace(known, items={**known.items, leaf.key: step})
        case leaves.LevelAtLeast():
            ladder = next(one for one in scheme.ladders if one.id == leaf.ladder)
            codes = [level.code for level in ladder.levels]
            reached = tuple(codes[: codes.index(leaf.level) + 1])
            before = known.levels.get(leaf.ladder) or ()
            return replace(
                known, levels={**known.levels, leaf.ladder: max(reached, before, key=len)}
            )
        case leaves.CoursesCompleted():
            done = dict.fromkeys(leaf.courses[: leaf.count], ON)
            return replace(known, completed={**known.completed, **done})
        case leaves.HoursCompleted():
            course = leaf.courses[0] if leaf.courses else "X"
            return replace(known, hours={**known.hours, course: leaf.hours})
        case leaves.CatalogueCompleted():
            code = f"{leaf.catalogue}-course"
            return replace(
                known,
                due={**known.due, leaf.catalogue: frozenset({code})},
                completed_this_year={**known.completed_this_year, code: ON},
            )
        case leaves.ExamPassed():
            return replace(known, passed={**known.passed, leaf.exam: ON})
        case leaves.BandIs():
            return replace(known, band=leaf.bands[0])
        case leaves.RoleHeld():
            return replace(known, roles=known.roles | {leaf.role})
        case leaves.PracticesRegistered():
            count = max(leaf.count, known.practices.get(leaf.stage, 0))
            return replace(known, practices={**known.practices, leaf.stage: count})
        case leaves.AccreditationHeld():
            return replace(known, accredited={**known.accredited, leaf.key: ON})
        case leaves.CareerRegistered():
            entries = ((leaf.career, leaf.field),) * leaf.count
            return replace(known, career=(*known.career, *entries))
        case _:
            raise AssertionError(leaf)
