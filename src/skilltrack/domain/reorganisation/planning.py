"""A plan put together: departments, people, roles, and every problem at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.organisation import Appointment, Department, Posting
from skilltrack.domain.problems import Problem
from skilltrack.domain.reorganisation.people import PeoplePlan, plan_people
from skilltrack.domain.reorganisation.steps import Action, Step, shape_problems
from skilltrack.domain.reorganisation.tree import TreePlan, plan_tree


@dataclass(frozen=True, slots=True)
class ReorganisationPlan:
    """What a plan does; ``problems`` is everything that keeps it from being applied."""

    tree: TreePlan
    people: PeoplePlan
    problems: tuple[Problem, ...]


def concerned(steps: Iterable[Step]) -> frozenset[str]:
    """Return the departments whose people a plan may move."""
    moving = {Action.RENAME, Action.MERGE, Action.SPLIT, Action.CLOSE}
    return frozenset(
        code
        for step in steps
        if step.action in moving
        for code in (step.sources if step.action is Action.SPLIT else step.ended)
    )


def plan_reorganisation(
    departments: Iterable[Department],
    postings: Mapping[str, Sequence[Posting]],
    appointments: Sequence[Appointment],
    steps: Sequence[Step],
    on: date,
) -> ReorganisationPlan:
    """Work out a plan without changing anything.

    Args:
        departments: Every department row known, whatever its period.
        postings: Employee number → every posting of whoever has one in a ``concerned`` department.
        appointments: The appointments that name a ``concerned`` department.
        steps: The plan.
        on: The first day on which it holds.
    """
    tree = plan_tree(departments, steps, on)
    sound = [step for step in steps if not shape_problems(step)]
    people = plan_people(postings, appointments, sound, on)
    problems = (*tree.problems, *people.problems)
    by_row = sorted(problems, key=lambda problem: problem.place.row or 0)
    return ReorganisationPlan(tree, people, tuple(by_row))
