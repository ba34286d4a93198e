"""People looked for by what they can do, have done and want to do (北海道, 愛知県).

What is looked for are leaves of a requirement tree, so that a search finds whom a scheme would
find, and words in the entries of careers. Every finding says why.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.accreditation import Person
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.people.career import CareerEntry, CareerKind
from skilltrack.domain.schemes import leaves


@dataclass(frozen=True, slots=True)
class CareerSought:
    """An entry of a career in which every word stands.

    ``kind`` None is any kind; ``words`` empty takes every entry; ``level`` is the least level of
    the entry, None takes entries without one, too.
    """

    kind: CareerKind | None = None
    words: tuple[str, ...] = ()
    level: int | None = None

    def takes(self, entry: CareerEntry, folded: str) -> bool:
        """Return whether an entry is looked for.

        Args:
            entry: The entry.
            folded: Field, title, evidence and note of the entry, folded as the words are.
        """
        return (
            (self.kind is None or entry.kind is self.kind)
            and (self.level is None or (entry.level is not None and entry.level >= self.level))
            and all(word in folded for word in self.words)
        )


Sought = (
    leaves.CategoryAtLeast
    | leaves.ItemAtLeast
    | leaves.LevelAtLeast
    | leaves.CoursesCompleted
    | leaves.ExamPassed
    | leaves.AccreditationHeld
    | leaves.PracticesRegistered
    | leaves.CareerRegistered
)
"""What can be looked for beside words; ladders are named ``scheme:ladder``."""


@dataclass(frozen=True, slots=True)
class TalentQuery:
    """Whom somebody looks for.

    ``wanted`` and ``careers`` are findings: all of them must hold, or one with ``is_any``. The
    other parts limit who is looked at: each one given must fit, and within it one value.
    ``departments`` reach to those below; ``ages`` are decades as in ``balance.decade_of``.
    """

    wanted: tuple[Sought, ...] = ()
    careers: tuple[CareerSought, ...] = ()
    is_any: bool = False
    departments: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    occupations: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    has_absent: bool = False

    @property
    def findings(self) -> int:
        """Return how many findings are looked for."""
        return len(self.wanted) + len(self.careers)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is looked for."""
        limits = (
            self.departments,
            self.bands,
            self.roles,
            self.employment_types,
            self.occupations,
            self.ages,
        )
        return not self.findings and not any(limits)


@dataclass(frozen=True, slots=True)
class TalentRow:
    """Somebody found: the post, and why; ``matches`` of all findings looked for hold."""

    person: Person
    band_name: str
    role_names: tuple[str, ...]
    occupation: str
    decade: int | None
    reasons: tuple[str, ...]
    matches: int


@dataclass(frozen=True, slots=True)
class TalentFound:
    """What a search found, those with most findings first, then by kana and number.

    ``looked_at`` is how many people were looked at, ``unanswered`` how many of them gave no
    answer to a questionnaire that the search looks at: they cannot be found by their scores.
    """

    query: TalentQuery
    as_of: date
    rows: tuple[TalentRow, ...]
    looked_at: int
    unanswered: int


class CriterionKind(StrEnum):
    """What a line of the form looks for."""

    CATEGORY = "category"
    ITEM = "item"
    LEVEL = "level"
    EXAM = "exam"
    COURSE = "course"
    CAREER = "career"
    ACCREDITED = "accredited"


def judgeable(sought: Sought) -> bool:
    """Return whether a finding rests on answers: whoever has not answered cannot be found by it."""
    return isinstance(sought, leaves.CategoryAtLeast | leaves.ItemAtLeast | leaves.LevelAtLeast)


def is_found(matches: int, query: TalentQuery) -> bool:
    """Return whether so many findings are enough."""
    if not query.findings:
        return True
    return matches >= (1 if query.is_any else query.findings)
