"""What other systems and employees call a course: remembered per source, proposed by likeness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from skilltrack.domain.problems import refuse
from skilltrack.exchange.submission_fields import plain
from skilltrack.store import audit, training
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting

REPORTS = "reports"
"""The source under which names of 受講報告 are remembered."""

_SETTING = "completions.words"
MOST_NEAR = 3
_LIKE = 0.45
"""From this likeness on a course is offered as a near miss."""


@dataclass(frozen=True, slots=True)
class CourseWord:
    """A name that stands for a course in the files of a source."""

    source: str
    name: str
    code: str


def course_words(session: Session, source: str) -> dict[str, str]:
    """Return name as it is compared → code of the course, as remembered for a source."""
    return {key: word["code"] for key, word in _words(session).get(source, {}).items()}


def list_course_words(database: Database, source: str = "") -> tuple[CourseWord, ...]:
    """Return what is remembered, by source and name; '' is every source."""
    with database.reading() as session:
        held = _words(session)
    return tuple(
        CourseWord(one, word["name"], word["code"])
        for one in sorted(held)
        if source in {"", one}
        for word in sorted(held[one].values(), key=lambda word: str(word["name"]))
    )


def remember_course(database: Database, source: str, words: Mapping[str, str]) -> None:
    """Remember what a source calls courses; '' as the code forgets a name.

    Args:
        database: The data file.
        source: The source.
        words: Name → course code.

    Raises:
        Refusal: ``submissions.unknown_course_given``; a code is in no catalogue.
    """
    with database.changing("completions.words", source) as work:
        remember_in(work, source, words)
        audit.append(database, work, Entry("completions.words", source, len(words)))


def remember_in(work: UnitOfWork, source: str, words: Mapping[str, str]) -> None:
    """Remember within a unit of work; Raises as ``remember_course`` does."""
    courses = training.course_years(work)
    held = {one: dict(found) for one, found in _words(work).items()}
    mine = held.setdefault(source, {})
    for name, code in words.items():
        if code and code not in courses:
            raise refuse("submissions.unknown_course_given", code=code)
        if code:
            mine[plain(name)] = {"name": name, "code": code}
        else:
            mine.pop(plain(name), None)
    change_setting(work, _SETTING, held)


def near_courses(name: str, courses: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return the likeliest courses for a name, as (code, name), the likeliest first.

    Args:
        name: What somebody wrote.
        courses: Course code → name.
    """
    wanted = plain(name)
    rated = []
    for code, known in courses.items():
        matcher = SequenceMatcher(None, wanted, plain(known), autojunk=False)
        is_within = bool(wanted) and (wanted in plain(known) or plain(known) in wanted)
        likeness = 1.0 if is_within else matcher.ratio()
        if likeness >= _LIKE:
            rated.append((-likeness, code, known))
    return [(code, known) for _rank, code, known in sorted(rated)[:MOST_NEAR]]


def _words(session: Session) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = setting(session, _SETTING) or {}
    return found
