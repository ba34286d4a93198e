"""One day as the records have it: the departments, and everybody in a main post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from skilltrack.domain.organisation import AbsenceKind, Department


@dataclass(frozen=True, slots=True)
class Placed:
    """A person in the main post on one day; ``unit`` None stands in no evaluation unit."""

    employee_no: str
    name: str
    kana: str
    department: str
    unit: str | None
    job_title: str
    band: str | None
    absence: AbsenceKind | None = None
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Snapshot:
    """One day: the departments valid on it, and everybody in a main post, one row each."""

    on: date
    departments: tuple[Department, ...]
    people: tuple[Placed, ...]

    @cached_property
    def by_number(self) -> Mapping[str, Placed]:
        """Return employee number → the person."""
        return {person.employee_no: person for person in self.people}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return department code → name on the day."""
        return {department.code: department.name for department in self.departments}
