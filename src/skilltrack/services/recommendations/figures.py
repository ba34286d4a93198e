"""Gaps narrowed to a part of the people: seats by course, and what no course closes."""

from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.problems import refuse
from skilltrack.domain.recommendations.courses import UNCLOSED, Closing
from skilltrack.domain.recommendations.figures import (
    EVERYONE,
    CourseSeats,
    OpenGap,
    Total,
    course_seats,
    open_gaps,
    total_of,
)
from skilltrack.i18n.folding import fold
from skilltrack.services.recommendations.reading import Advised, Gaps

BEYOND_COURSES = frozenset({Closing.ANOTHER_WAY, Closing.UNANSWERED})
"""Gaps that are not for courses to close."""

WHOLE = 100


@dataclass(frozen=True, slots=True)
class GapsQuery:
    """Which people are meant, and which share of them is expected to come.

    ``within`` are the codes of departments, None is all; ``text`` are words that all have to
    stand in number, name, kana or department.
    """

    within: frozenset[str] | None = None
    share: Fraction = EVERYONE
    text: str = ""


@dataclass(frozen=True, slots=True)
class GapFigures:
    """What the people of a query need.

    ``people`` are all of them, ``lacking`` those with a gap, ``helped`` those to whom a course is
    recommended. ``open`` are the gaps that the catalogue leaves open, ``beyond`` those that are
    not for courses to close.
    """

    found: Gaps
    query: GapsQuery
    people: tuple[Advised, ...]
    lacking: int
    helped: int
    courses: tuple[CourseSeats, ...]
    total: Total
    open: tuple[OpenGap, ...]
    beyond: tuple[OpenGap, ...]


def share_of(text: str) -> Fraction:
    """Return the share that a text in percent says.

    Raises:
        Refusal: It is no whole number from 1 to 100.
    """
    plain = text.strip().removesuffix("%").strip()
    if not (plain.isascii() and plain.isdecimal() and 1 <= int(plain) <= WHOLE):
        raise refuse("recommendations.share", share=text)
    return Fraction(int(plain), WHOLE)


def figures(found: Gaps, query: GapsQuery) -> GapFigures:
    """Work out what the people of a query need."""
    words = tuple(fold(query.text).split())
    people = tuple(
        one
        for one in found.people
        if (query.within is None or one.person.department in query.within)
        and (not words or _has(found, one, words))
    )
    advices = [one.advice for one in people]
    courses = course_seats(advices, found.courses, query.share)
    return GapFigures(
        found,
        query,
        people,
        sum(bool(one.gaps) for one in advices),
        sum(bool(one.courses) for one in advices),
        courses,
        total_of(courses),
        open_gaps(advices, UNCLOSED),
        open_gaps(advices, BEYOND_COURSES),
    )


def _has(found: Gaps, one: Advised, words: tuple[str, ...]) -> bool:
    person = one.person
    parts = (person.employee_no, person.name, person.kana, found.department_name(person))
    text = fold("\n".join(parts)).replace(" ", "")
    return all(word in text for word in words)
