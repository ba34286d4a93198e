"""The departments that a plan ends, changes and makes, and everything that keeps it from being."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import (
    Department,
    Succession,
    SuccessionKind,
    cycles,
    nested_units,
)
from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.reorganisation.steps import (
    Action,
    Part,
    Step,
    repeated_sources,
    shape_problems,
)

_KINDS: Mapping[Action, SuccessionKind] = {
    Action.RENAME: SuccessionKind.RENAMED,
    Action.MERGE: SuccessionKind.MERGED,
    Action.SPLIT: SuccessionKind.SPLIT,
    Action.CLOSE: SuccessionKind.CLOSED,
}


@dataclass(frozen=True, slots=True)
class TreePlan:
    """The rows that no longer hold, those in their place, and the tree of the day."""

    superseded: tuple[Department, ...]
    recorded: tuple[Department, ...]
    successions: tuple[Succession, ...]
    after: tuple[Department, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Tree:
    """The departments while the steps are applied one after the other."""

    rows: Mapping[str, Sequence[Department]]
    on: date
    before: Mapping[str, Department]
    after: dict[str, Department]
    ended: dict[str, Step] = field(default_factory=dict)
    made: dict[str, Step] = field(default_factory=dict)
    used: list[tuple[Step, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, step: Step, code: str, /, **values: str | int) -> None:
        """Add a problem of a step."""
        self.problems.append(step.problem(code, **values))

    def later(self, code: str) -> date | None:
        """Return the day of the next change that is recorded already."""
        starts = [row.valid.start for row in self.rows[code] if row.valid.start is not None]
        return min((start for start in starts if start > self.on), default=None)

    def end(self, code: str) -> date | None:
        """Return the first day on which a department no longer stands, None where it stays."""
        at: date | None = self.on
        while at is not None:
            row = next((row for row in self.rows[code] if at in row.valid), None)
            if row is None:
                return at
            at = row.valid.end
        return None


def plan_tree(departments: Iterable[Department], steps: Sequence[Step], on: date) -> TreePlan:
    """Apply the steps of a plan to the departments.

    Args:
        departments: Every row known, whatever its period.
        steps: The plan.
        on: The first day on which it holds.
    """
    rows: dict[str, list[Department]] = {}
    for row in departments:
        rows.setdefault(row.code, []).append(row)
    before = {row.code: row for all_ in rows.values() for row in all_ if on in row.valid}
    tree = _Tree(rows, on, before, dict(before))
    tree.problems += [problem for step in steps for problem in shape_problems(step)]
    tree.problems += repeated_sources(steps)
    sound = [step for step in steps if not shape_problems(step)]
    for step in sound:
        _check_sources(tree, step)
    for step in sound:
        _end(tree, step)
    for step in sound:
        _make(tree, step)
    _check_used(tree)
    _settle_parents(tree, sound)
    _check_tree(tree, sound)
    superseded, recorded = _rows(tree, sound)
    after = tuple(sorted(tree.after.values(), key=lambda row: row.code))
    return TreePlan(superseded, recorded, _successions(sound, on), after, tuple(tree.problems))


def _check_sources(tree: _Tree, step: Step) -> None:
    for code in step.sources:
        rows = tree.rows.get(code)
        if rows is None:
            tree.tell(step, "organisation.unknown_department", code=code)
            continue
        row, later = tree.before.get(code), tree.later(code)
        if row is None and later is not None:
            tree.tell(step, "organisation.not_begun", code=code, day=later.isoformat())
        elif row is None:
            tree.tell(step, "organisation.ended_before", code=code, day=tree.on.isoformat())
        elif later is not None:
            tree.tell(step, "organisation.later_plan", code=code, day=later.isoformat())
        elif code in step.ended and row.valid.end is not None:
            tree.tell(step, "organisation.later_plan", code=code, day=row.valid.end.isoformat())
        elif code in step.ended and row.valid.start == tree.on:
            tree.tell(step, "organisation.begins_that_day", code=code, day=tree.on.isoformat())
    for rows in tree.rows.values():
        for row in rows:
            start = row.valid.start
            if start is not None and start > tree.on and row.parent in step.ended:
                day = start.isoformat()
                tree.tell(step, "organisation.later_plan", code=row.code, day=day)


def _end(tree: _Tree, step: Step) -> None:
    for code in step.ended:
        tree.ended[code] = step
        tree.after.pop(code, None)


def _make(tree: _Tree, step: Step) -> None:
    for part in step.parts:
        if part.parent:
            tree.used.append((step, part.parent))
        standing = tree.before.get(part.code)
        if part.code in step.sources:
            if standing is not None:
                tree.after[part.code] = _changed(tree, step, part, standing)
        elif part.code in tree.rows:
            _absorb(tree, step, part, standing)
        elif not part.name and step.action is not Action.RENAME:
            tree.used.append((step, part.code))
        elif part.code in tree.made:
            tree.tell(step, "organisation.made_twice", code=part.code)
        else:
            tree.made[part.code] = step
            tree.after[part.code] = _changed(tree, step, part, _origin(tree, step))


def _absorb(tree: _Tree, step: Step, part: Part, standing: Department | None) -> None:
    """Take people into a department that stands already; it stays as it is."""
    takes_in = step.action in {Action.MERGE, Action.SPLIT, Action.CLOSE}
    says_nothing = part.parent is None and part.is_evaluation_unit is None
    is_same = standing is not None and part.name in {"", standing.name} and says_nothing
    if not takes_in or not is_same:
        tree.tell(step, "organisation.code_used", code=part.code)
    else:
        tree.used.append((step, part.code))


def _origin(tree: _Tree, step: Step) -> Department | None:
    return next((tree.before[code] for code in step.sources if code in tree.before), None)


def _changed(tree: _Tree, step: Step, part: Part, base: Department | None) -> Department:
    """Return what a part is: what it says, and for the rest what its origin was."""
    flagged = [code for code in step.sources if code in tree.before]
    is_unit = any(tree.before[code].is_evaluation_unit for code in flagged)
    if part.is_evaluation_unit is not None:
        is_unit = part.is_evaluation_unit
    parent = part.parent or None
    if part.parent is None and base is not None:
        parent = base.parent
    valid = Period(tree.on, base.valid.end if base is not None and base.code == part.code else None)
    name = part.name or (base.name if base is not None else part.code)
    successor = base.successor if base is not None and base.code == part.code else None
    return Department(part.code, name, parent, is_unit, valid, successor)


def _check_used(tree: _Tree) -> None:
    """Check what steps lean on: successors that take people in, and parents."""
    named = [(step, step.children_to) for step in tree.ended.values() if step.children_to]
    seen: set[tuple[int | None, str]] = set()
    for step, code in (*tree.used, *named):
        if (id(step), code) in seen:
            continue
        seen.add((id(step), code))
        if code in tree.ended and tree.ended[code].action is not Action.RENAME:
            tree.tell(step, "organisation.target_ends", code=code)
        elif code not in tree.after and code not in tree.ended:
            tree.tell(step, "organisation.unknown_target", code=code)
        elif code in tree.before and code not in tree.ended and (end := tree.end(code)) is not None:
            tree.tell(step, "organisation.ends_later", code=code, day=end.isoformat())


def _settle_parents(tree: _Tree, steps: Sequence[Step]) -> None:
    """Put children of departments that end below what takes their place."""
    left: dict[str, list[str]] = {}
    for code, row in sorted(tree.after.items()):
        parent = row.parent
        seen: set[str] = set()
        while parent is not None and parent in tree.ended and parent not in seen:
            seen.add(parent)
            step = tree.ended[parent]
            heir = step.parts[0].code if step.action is Action.RENAME else step.children_to
            if not heir:
                left.setdefault(parent, []).append(code)
                break
            parent = heir
        if parent != row.parent:
            tree.after[code] = replace(row, parent=parent, valid=_from(row.valid, tree.on))
    for step in steps:
        for code in step.ended:
            if code in left:
                children = "・".join(left[code])
                tree.tell(step, "organisation.children_left", code=code, children=children)


def _from(valid: Period, on: date) -> Period:
    return Period(on, valid.end)


def _check_tree(tree: _Tree, steps: Sequence[Step]) -> None:
    before, after = list(tree.before.values()), list(tree.after.values())
    first = steps[0] if steps else None
    by_code = {part.code: step for step in steps for part in step.parts}

    def place(code: str) -> Place:
        step = by_code.get(code, first)
        return Place(row=None if step is None else step.row)

    known_cycles = set(cycles(before))
    looping = [code for code in cycles(after) if code not in known_cycles]
    tree.problems += [
        Problem("organisation.cycle", place(code), {"code": code}) for code in looping
    ]
    if looping:  # whatever nests then is only what loops
        return
    known_nests = set(nested_units(before))
    tree.problems += [
        Problem("organisation.nested_units", place(code), {"code": code, "above": above})
        for code, above in nested_units(after)
        if (code, above) not in known_nests
    ]


def _rows(
    tree: _Tree, steps: Sequence[Step]
) -> tuple[tuple[Department, ...], tuple[Department, ...]]:
    superseded: list[Department] = []
    recorded: list[Department] = []
    heirs = {
        code: step.parts[0].code for step in steps for code in step.ended if len(step.parts) == 1
    }
    for code, row in sorted(tree.before.items()):
        new = tree.after.get(code)
        is_ended = code in tree.ended
        if not is_ended and (new is None or _is_same(row, new)):
            continue
        superseded.append(row)
        if row.valid.start != tree.on:
            past = Period(row.valid.start, tree.on)
            heir = heirs.get(code) if is_ended else row.successor
            recorded.append(replace(row, valid=past, successor=heir))
        if new is not None and not is_ended:
            recorded.append(new)
    recorded += [tree.after[code] for code in sorted(tree.made)]
    return tuple(superseded), tuple(recorded)


def _is_same(old: Department, new: Department) -> bool:
    return replace(new, valid=old.valid) == old


def _successions(steps: Sequence[Step], on: date) -> tuple[Succession, ...]:
    return tuple(
        Succession(source, part.code, _KINDS[step.action], on)
        for step in steps
        if step.action in _KINDS
        for source in step.sources
        for part in step.parts
        if part.code != source
    )
