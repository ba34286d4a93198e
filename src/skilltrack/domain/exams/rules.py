"""The rule by which an exam is passed, changed step by step: each step a new tree."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.gates import All, AtLeast, Gate

Path = tuple[int, ...]
"""The way to a node: the place of each child from the top of the tree on."""


def children_of(gate: Gate) -> tuple[Gate, ...]:
    """Return the children of a node; a single requirement has none."""
    return gate.children if isinstance(gate, All | AtLeast) else ()


def node_at(rule: Gate, path: Path) -> Gate:
    """Return the node at the end of a way."""
    node = rule
    for place in path:
        node = children_of(node)[place]
    return node


def with_node(rule: Gate, path: Path, node: Gate) -> Gate:
    """Return the rule with another node at the end of a way."""
    return _changed(rule, path, lambda _old: (node,))


def with_child(rule: Gate | None, path: Path, node: Gate) -> tuple[Gate, Path]:
    """Return the rule with a node added below a group, or after a single requirement.

    Where the top is a single requirement, both are put under *all*; without a rule the node is the
    rule. The way to the new node comes with it.
    """
    if rule is None:
        return node, ()
    here = node_at(rule, path)
    if isinstance(here, All | AtLeast):
        grown = replace(here, children=(*here.children, node))
        return with_node(rule, path, grown), (*path, len(here.children))
    if path:
        after = _changed(rule, path, lambda old: (old, node))
        return after, (*path[:-1], path[-1] + 1)
    return All((rule, node)), (1,)


def without_node(rule: Gate, path: Path) -> Gate | None:
    """Return the rule without a node; None when nothing is left.

    The last one of a group takes the group with it.
    """
    while path:
        if len(children_of(node_at(rule, path[:-1]))) > 1:
            return _changed(rule, path, lambda _old: ())
        path = path[:-1]
    return None


def with_count(rule: Gate, path: Path, count: int | None) -> Gate:
    """Return the rule with another number of children that must hold; None is all of them."""
    here = node_at(rule, path)
    children = children_of(here)
    if not children:
        return rule
    if count is None:
        return with_node(rule, path, All(children))
    return with_node(rule, path, AtLeast(min(max(count, 1), len(children)), children))


def free_id(rule: Gate | None) -> str:
    """Return an id that no requirement of the rule has."""
    taken = set() if rule is None else {leaf.id for leaf in gates.leaves(rule)}
    number = 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"


def _changed(rule: Gate, path: Path, change: Callable[[Gate], Sequence[Gate]]) -> Gate:
    """Return the rule with what ``change`` makes of a node in its place."""
    if not path:
        (whole,) = change(rule)
        return whole
    children = list(children_of(rule))
    place = path[0]
    if len(path) == 1:
        children[place : place + 1] = change(children[place])
    else:
        children[place] = _changed(children[place], path[1:], change)
    if isinstance(rule, AtLeast):
        return AtLeast(min(rule.count, len(children)), tuple(children))
    return All(tuple(children))
