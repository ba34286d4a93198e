"""Before beside after: the departments of a day without and with a reorganisation."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.organisation import Department, Succession, SuccessionKind, parents_of


class Outcome(StrEnum):
    """What became of a department."""

    SAME = "same"  # 変更なし
    OPENED = "opened"  # 新設
    RENAMED = "renamed"  # 改称
    MOVED = "moved"  # 移管
    MERGED = "merged"  # 統合
    SPLIT = "split"  # 分割
    CLOSED = "closed"  # 廃止


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """A department before and what it is afterwards; None where there is none."""

    outcome: Outcome
    old: Department | None
    new: Department | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department in the tree of a day.

    ``people`` are those in a main post in the department itself, ``people_within`` with
    everything under it; both 0 for one that does not stand on the day. ``depth`` 0 is the top.
    """

    department: Department
    depth: int
    people: int
    people_within: int
    is_standing: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """The departments of a day without and with a reorganisation, each with its people."""

    on: date
    before: tuple[DepartmentRow, ...]
    after: tuple[DepartmentRow, ...]
    lines: tuple[ContrastLine, ...]


def department_tree(
    departments: Iterable[Department], people: Mapping[str, int], as_of: date
) -> tuple[DepartmentRow, ...]:
    """Return departments from top to bottom, by code on each level.

    Args:
        departments: One row per code.
        people: Department → people in a main post in it.
        as_of: The day; departments that do not stand on it are marked.
    """
    known = {department.code: department for department in departments}
    parents = parents_of(known.values())
    within: Counter[str] = Counter()
    for code in known:
        at: str | None = code
        seen: set[str] = set()
        while at is not None and at not in seen:
            within[at] += people.get(code, 0)
            seen.add(at)
            at = parents.get(at)
    below: dict[str | None, list[Department]] = {}
    for _code, department in sorted(known.items()):
        parent = department.parent if department.parent in known else None
        below.setdefault(parent, []).append(department)

    def walk(parent: str | None, depth: int) -> Iterator[DepartmentRow]:
        for department in below.get(parent, ()):
            code = department.code
            is_standing = as_of in department.valid
            yield DepartmentRow(department, depth, people.get(code, 0), within[code], is_standing)
            yield from walk(code, depth + 1)

    return tuple(walk(None, 0))


_OUTCOMES: Mapping[SuccessionKind, Outcome] = {
    SuccessionKind.RENAMED: Outcome.RENAMED,
    SuccessionKind.MERGED: Outcome.MERGED,
    SuccessionKind.SPLIT: Outcome.SPLIT,
    SuccessionKind.CLOSED: Outcome.CLOSED,
}


def contrast(
    before: Iterable[Department], after: Iterable[Department], successions: Iterable[Succession]
) -> tuple[ContrastLine, ...]:
    """Set departments beside each other.

    Returns:
        One line per pair of predecessor and successor and per department that only changed or
        stayed, by old code; then one per department opened, by code.
    """
    old = {row.code: row for row in before}
    new = {row.code: row for row in after}
    heirs: dict[str, list[Succession]] = {}
    for one in successions:
        heirs.setdefault(one.predecessor, []).append(one)
    absorbing = {one.successor for one in successions if one.kind is SuccessionKind.MERGED}
    lines: list[ContrastLine] = []
    for code, row in sorted(old.items()):
        if code in new:
            lines.append(_standing(row, new[code], heirs, absorbing))
        lines += [
            ContrastLine(_OUTCOMES[one.kind], row, new.get(one.successor))
            for one in heirs.get(code, ())
        ]
        if code not in new and code not in heirs:
            lines.append(ContrastLine(Outcome.CLOSED, row, None))
    follow = {one.successor for all_ in heirs.values() for one in all_}
    lines += [
        ContrastLine(Outcome.OPENED, None, row)
        for code, row in sorted(new.items())
        if code not in old and code not in follow
    ]
    return tuple(lines)


def _standing(
    old: Department,
    new: Department,
    heirs: Mapping[str, list[Succession]],
    absorbing: set[str],
) -> ContrastLine:
    """Return the line of a department that stands before and after."""
    if any(one.kind is SuccessionKind.SPLIT for one in heirs.get(old.code, ())):
        return ContrastLine(Outcome.SPLIT, old, new)
    if old.code in absorbing:
        return ContrastLine(Outcome.MERGED, old, new)
    if (old.name, old.is_evaluation_unit) != (new.name, new.is_evaluation_unit):
        return ContrastLine(Outcome.RENAMED, old, new)
    renamed = {
        one.successor
        for one in heirs.get(old.parent or "", ())
        if one.kind is SuccessionKind.RENAMED
    }
    is_moved = old.parent != new.parent and new.parent not in renamed
    return ContrastLine(Outcome.MOVED if is_moved else Outcome.SAME, old, new)
