"""A scheme changed step by step: its requirement trees, each step a new scheme."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.definition import Scheme, Tier
from skilltrack.domain.schemes.gates import All, AtLeast, Gate

Path = tuple[int, ...]
"""The way to a node: the place of each child from the top of the tree on."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a scheme: a tier, and the way to a node of its tree; None is the tier itself."""

    tier: int
    path: Path | None = None


def node_at(scheme: Scheme, spot: Spot) -> Gate | None:
    """Return the node at a place; None for a tier itself."""
    if spot.path is None:
        return None
    node = scheme.tiers[spot.tier].gate
    for place in spot.path:
        node = children_of(node)[place]
    return node


def children_of(gate: Gate) -> tuple[Gate, ...]:
    """Return the children of a node; a single requirement has none."""
    return gate.children if isinstance(gate, All | AtLeast) else ()


def with_node(scheme: Scheme, spot: Spot, node: Gate) -> Scheme:
    """Return the scheme with another node at a place."""
    return _changed(scheme, spot, lambda _old: (node,))


def without_node(scheme: Scheme, spot: Spot) -> Scheme:
    """Return the scheme without a node.

    The last one of a group takes the group with it; the top of a tree stays, for a tier without
    requirements asks nothing that could be judged.
    """
    path = spot.path or ()
    while path:
        parent = node_at(scheme, Spot(spot.tier, path[:-1]))
        if parent is not None and len(children_of(parent)) > 1:
            return _changed(scheme, Spot(spot.tier, path), lambda _old: ())
        path = path[:-1]
    return scheme


def with_child(scheme: Scheme, spot: Spot, node: Gate) -> tuple[Scheme, Spot]:
    """Return the scheme with a node added below a group, or after a single requirement.

    Where the top of a tree is a single requirement, both are put under *all*. The place of the
    new node comes with it.
    """
    path = spot.path or ()
    here = node_at(scheme, Spot(spot.tier, path))
    if isinstance(here, All | AtLeast):
        grown = replace(here, children=(*here.children, node))
        place = (*path, len(here.children))
        return with_node(scheme, Spot(spot.tier, path), grown), Spot(spot.tier, place)
    if here is not None and path:
        after = _changed(scheme, Spot(spot.tier, path), lambda old: (old, node))
        return after, Spot(spot.tier, (*path[:-1], path[-1] + 1))
    top = scheme.tiers[spot.tier].gate
    return with_tier(scheme, spot.tier, gate=All((top, node))), Spot(spot.tier, (1,))


def with_group(scheme: Scheme, spot: Spot, count: int | None) -> Scheme:
    """Return the scheme with another number of children that must hold; None is all of them."""
    here = node_at(scheme, spot)
    if not isinstance(here, All | AtLeast):
        return scheme
    children = here.children
    if count is None:
        return with_node(scheme, spot, All(children))
    return with_node(scheme, spot, AtLeast(min(max(count, 1), len(children)), children))


def with_tier(scheme: Scheme, place: int, **values: object) -> Scheme:
    """Return the scheme with other values of a tier."""
    tiers = list(scheme.tiers)
    tiers[place] = replace(tiers[place], **values)  # type: ignore[arg-type]
    return replace(scheme, tiers=tuple(tiers))


def with_new_tier(scheme: Scheme, tier: Tier) -> Scheme:
    """Return the scheme with a tier after the others."""
    return replace(scheme, tiers=(*scheme.tiers, tier))


def without_tier(scheme: Scheme, place: int) -> Scheme:
    """Return the scheme without a tier; the last one stays."""
    if len(scheme.tiers) == 1:
        return scheme
    return replace(scheme, tiers=tuple(tier for at, tier in enumerate(scheme.tiers) if at != place))


def free_id(scheme: Scheme, stem: str) -> str:
    """Return an id for a requirement that no other one has."""
    taken = {leaf.id for tier in scheme.tiers for leaf in gates.leaves(tier.gate)}
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _changed(scheme: Scheme, spot: Spot, change: Callable[[Gate], Sequence[Gate]]) -> Scheme:
    """Return the scheme with what ``change`` makes of a node in its place."""

    def within(gate: Gate, path: Path) -> tuple[Gate, ...]:
        if not path:
            return tuple(change(gate))
        children = list(children_of(gate))
        children[path[0] : path[0] + 1] = within(children[path[0]], path[1:])
        if isinstance(gate, AtLeast):
            return (AtLeast(min(gate.count, len(children)), tuple(children)),)
        return (All(tuple(children)),)

    (gate,) = within(scheme.tiers[spot.tier].gate, spot.path or ())
    return with_tier(scheme, spot.tier, gate=gate)
