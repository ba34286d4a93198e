"""What is handed over when somebody moves to another post (引継票)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind


class Audience(StrEnum):
    """For whom something is written (DESIGN §4.7)."""

    HR = "hr"  # complete
    HEAD = "head"  # the receiving head: nothing about answers, scores and exam results


@dataclass(frozen=True, slots=True)
class Post:
    """A post in words; ``band`` '' where the title belongs to none."""

    department: str
    department_name: str
    job_title: str
    band: str


@dataclass(frozen=True, slots=True)
class RoleKept:
    """A role held until the move: whether it goes on, and until when; None has no last day."""

    name: str
    goes_on: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course that is owed in the new post, or that was completed on a day."""

    name: str
    kind: CourseKind | None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ExamLine:
    """A sitting with its outcome in words."""

    name: str
    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class FieldScore:
    """The score in a field; None where it is not judged."""

    name: str
    ratio: Fraction | None


@dataclass(frozen=True, slots=True)
class TierLine:
    """A scheme in the new post: the tier expected or reached, the outcome, candidate tiers."""

    scheme: str
    tier: str
    outcome: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """Everything about one person who moves on a day.

    ``owed`` are courses open in the new post in ``fiscal_year``, None where the year holds no
    course yet. ``answered_on`` is the day of the answers that ``fields`` come of, strongest field
    first. ``audience`` says whether the sheet is complete.
    """

    employee_no: str
    name: str
    kana: str
    moves_on: date
    old: Post
    new: Post
    fiscal_year: FiscalYear
    roles: tuple[RoleKept, ...] = ()
    owed: tuple[CourseLine, ...] | None = None
    completed: tuple[CourseLine, ...] = ()
    exams: tuple[ExamLine, ...] = ()
    answered_on: date | None = None
    fields: tuple[FieldScore, ...] = ()
    tiers: tuple[TierLine, ...] = ()
    audience: Audience = Audience.HR


def for_audience(sheet: HandoverSheet, audience: Audience) -> HandoverSheet:
    """Return a sheet as an audience may see it.

    A head gets nothing that answers, scores or exams tell: fields, exams and tiers, since tiers
    and candidates follow from them. Completed and owed courses and roles stay.

    Source: DESIGN §4.7.
    """
    if audience is Audience.HR:
        return replace(sheet, audience=audience)
    return replace(sheet, exams=(), answered_on=None, fields=(), tiers=(), audience=audience)
