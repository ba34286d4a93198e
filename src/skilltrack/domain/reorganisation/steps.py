"""What is to happen to departments: the steps of a plan."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from skilltrack.domain.problems import Place, Problem

TOP = ""
"""As the parent of a part: it stands at the top."""


class Action(StrEnum):
    """What a step does."""

    OPEN = "open"  # 新設
    RENAME = "rename"  # 改称
    MOVE = "move"  # 移管
    MERGE = "merge"  # 統合
    SPLIT = "split"  # 分割
    CLOSE = "close"  # 廃止


@dataclass(frozen=True, slots=True)
class Part:
    """What stands from the day on.

    An empty ``name`` keeps the name there is; ``parent`` and ``is_evaluation_unit`` None keep what
    the department had that it comes from. ``takes`` are the employee numbers and job titles that
    a part of a split takes over, ``takes_rest`` says that it takes whoever no part names.
    """

    code: str
    name: str = ""
    parent: str | None = None
    is_evaluation_unit: bool | None = None
    takes: tuple[str, ...] = ()
    takes_rest: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: the departments it is done to, and what comes of them.

    A department that is among its own parts lives on. ``children_to`` is the department below
    which the children of those that end stand afterwards, '' where that was not said. ``row`` is
    the row of the file that brought the step, None outside a file.
    """

    action: Action
    sources: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    children_to: str = ""
    row: int | None = None

    @property
    def ended(self) -> tuple[str, ...]:
        """Return the departments that end."""
        if self.action is Action.MOVE:
            return ()
        kept = {part.code for part in self.parts}
        return tuple(code for code in self.sources if code not in kept)

    def problem(self, code: str, /, **values: str | int) -> Problem:
        """Make a problem of this step."""
        return Problem(code, Place(row=self.row), values)


def shape_problems(step: Step) -> tuple[Problem, ...]:
    """Return what a step lacks, whatever the departments are."""
    codes = [part.code for part in step.parts]
    found: list[Problem] = []
    if any(not code for code in (*step.sources, *codes)):
        found.append(step.problem("organisation.code_needed"))
    if step.action is Action.OPEN and any(not part.name for part in step.parts):
        found.append(step.problem("organisation.name_needed", code=_joined(codes)))
    if step.action is Action.SPLIT and len(set(codes)) < 2:
        found.append(step.problem("organisation.split_needs_two", code=_joined(step.sources)))
    if step.action is Action.MERGE and len({*step.sources, *codes}) < 2:
        found.append(step.problem("organisation.merge_needs_two", code=_joined(step.sources)))
    if step.action is Action.MOVE and any(part.parent is None for part in step.parts):
        found.append(step.problem("organisation.parent_needed", code=_joined(step.sources)))
    if step.action is Action.RENAME and any(_says_nothing(step, part) for part in step.parts):
        found.append(step.problem("organisation.nothing_changes", code=_joined(step.sources)))
    found += [
        step.problem("organisation.own_successor", code=code)
        for code in step.sources
        if step.action is Action.CLOSE and code in codes
    ]
    return tuple(found)


def _says_nothing(step: Step, part: Part) -> bool:
    says = (part.name, part.parent, part.is_evaluation_unit)
    return part.code in step.sources and says == ("", None, None)


def _joined(codes: Iterable[str]) -> str:
    return "・".join(codes)


def repeated_sources(steps: Iterable[Step]) -> tuple[Problem, ...]:
    """Return a problem for each department to which two steps do something."""
    counted: Counter[str] = Counter()
    found = []
    for step in steps:
        for code in step.sources:
            counted[code] += 1
            if counted[code] == 2:
                found.append(step.problem("organisation.twice", code=code))
    return tuple(found)


def with_people(
    steps: Iterable[Step], goes_to: Mapping[str, str]
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Give the parts of splits the people that a list assigns to them.

    Args:
        steps: The plan.
        goes_to: Employee number → code of a part.

    Returns:
        The steps, and the codes of the list that no split makes.
    """
    numbers: dict[str, list[str]] = {}
    for employee_no, code in goes_to.items():
        numbers.setdefault(code, []).append(employee_no)
    done: list[Step] = []
    used: set[str] = set()
    for step in steps:
        if step.action is not Action.SPLIT:
            done.append(step)
            continue
        parts = tuple(
            replace(part, takes=(*part.takes, *numbers.get(part.code, ()))) for part in step.parts
        )
        used |= {part.code for part in parts}
        done.append(replace(step, parts=parts))
    return tuple(done), tuple(sorted(set(numbers) - used))
