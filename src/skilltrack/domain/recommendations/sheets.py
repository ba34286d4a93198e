"""The sheet of one person (個人票): own result, what is missing, and the courses for it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a questionnaire with its score and the share that the tier asks (0–1).

    ``ratio`` None is not judged, ``asked`` None where nothing is asked of it.
    """

    name: str
    ratio: Fraction | None
    asked: Fraction | None


@dataclass(frozen=True, slots=True)
class AnsweredFields:
    """The fields of a questionnaire; ``answered_on`` None without an answer, then no lines."""

    title: str
    answered_on: date | None
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """Where a person stands under a scheme; ``following`` '' where no tier comes next."""

    scheme: str
    tier: str
    outcome: str
    following: str


@dataclass(frozen=True, slots=True)
class MissingLine:
    """What is missing and courses do not close, and what to do about it."""

    scheme: str
    missing: str
    todo: str


@dataclass(frozen=True, slots=True)
class CourseAdvice:
    """A course recommended, why, how it is held, and its sessions still to come.

    ``next_session`` is the id of the first of them, '' without one.
    """

    code: str
    name: str
    reasons: tuple[str, ...]
    held: str
    sessions: tuple[str, ...]
    next_session: str = ""


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Everything on the sheet of a person on a day; ``fiscal_year`` is that of the courses."""

    employee_no: str
    name: str
    kana: str
    department_name: str
    job_title: str
    as_of: date
    fiscal_year: int
    schemes: tuple[SchemeLine, ...]
    fields: tuple[AnsweredFields, ...]
    missing: tuple[MissingLine, ...]
    courses: tuple[CourseAdvice, ...]
