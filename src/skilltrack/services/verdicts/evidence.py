"""What the records hold of everybody on a day, by requirement: what verdicts are made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from skilltrack.domain.catalogue.courses import Course, CourseKind, codes_of
from skilltrack.domain.questionnaires.definition import CategoryScore
from skilltrack.domain.questionnaires.scoring import total_score
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.bands import Bands
from skilltrack.domain.schemes.definition import Scheme, ScoreLadder
from skilltrack.domain.schemes.gates import Evidence
from skilltrack.domain.schemes.judging import Column, column_of
from skilltrack.domain.schemes.leaves import (
    AccreditationHeld,
    BandIs,
    CareerRegistered,
    CatalogueCompleted,
    CatalogueKind,
    CategoryAtLeast,
    CoursesCompleted,
    ExamPassed,
    HoursCompleted,
    ItemAtLeast,
    Leaf,
    LeafKind,
    LevelAtLeast,
    PracticesRegistered,
    RoleHeld,
    ScoreAtLeast,
)
from skilltrack.store import evidence as records
from skilltrack.store.organisation import InPost

NOBODY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a scheme asks of the records.

    ``courses`` are those it names; ``has_hours_of_all`` looks at the hours of every course.
    """

    questionnaires: frozenset[str]
    courses: frozenset[str]
    exams: frozenset[str]
    kinds: frozenset[LeafKind]
    has_hours_of_all: bool

    def covers(self, other: "Needs") -> bool:
        """Return whether what was gathered for these is enough for the other."""
        return (
            other.questionnaires <= self.questionnaires
            and other.courses <= self.courses
            and other.exams <= self.exams
            and other.kinds <= self.kinds
            and other.has_hours_of_all <= self.has_hours_of_all
        )

    def joined(self, other: "Needs") -> "Needs":
        """Return what both ask."""
        return Needs(
            self.questionnaires | other.questionnaires,
            self.courses | other.courses,
            self.exams | other.exams,
            self.kinds | other.kinds,
            self.has_hours_of_all or other.has_hours_of_all,
        )


def needs_of(scheme: Scheme) -> Needs:
    """Return what a scheme asks of the records."""
    leaves = [leaf for tier in scheme.tiers for leaf in gates.leaves(tier.gate)]
    return Needs(
        frozenset({scheme.questionnaire}).union(owner_of(scheme, leaf) for leaf in leaves),
        frozenset(
            code
            for leaf in leaves
            if isinstance(leaf, CoursesCompleted | HoursCompleted)
            for code in leaf.courses
        ),
        frozenset(leaf.exam for leaf in leaves if isinstance(leaf, ExamPassed)),
        frozenset(leaf.kind for leaf in leaves),
        any(isinstance(leaf, HoursCompleted) and not leaf.courses for leaf in leaves),
    )


def owner_of(scheme: Scheme, leaf: Leaf) -> str:
    """Return the questionnaire that a requirement looks at; for the others that of the scheme."""
    match leaf:
        case CategoryAtLeast() | ItemAtLeast():
            return leaf.questionnaire or scheme.questionnaire
        case LevelAtLeast():
            ladder = ladder_of(scheme, leaf)
            return (ladder.questionnaire if ladder else "") or scheme.questionnaire
        case _:
            return scheme.questionnaire


def ladder_of(scheme: Scheme, leaf: LevelAtLeast) -> ScoreLadder | None:
    """Return the ladder that a requirement names; None where the scheme has none of that id."""
    return next((ladder for ladder in scheme.ladders if ladder.id == leaf.ladder), None)


@dataclass(frozen=True)
class Answered:
    """What each person answered to a questionnaire: None for those who did not.

    ``scores`` are those of each person, ``by_category`` the same by category; equal scores are
    one object.
    """

    given: tuple[records.NewestAnswers | None, ...]
    scores: tuple[tuple[CategoryScore, ...], ...]
    by_category: Mapping[str, Sequence[CategoryScore | None]]

    @cached_property
    def days(self) -> tuple[date | None, ...]:
        """Return the day of the answers of each person; None without an answer."""
        return tuple([None if given is None else given.answered_on for given in self.given])

    def scores_in(self, category: str) -> Sequence[CategoryScore | None]:
        """Return the score of each person in a category; None without one."""
        return self.by_category.get(category, [None] * len(self.given))

    def totals(self) -> Sequence[CategoryScore | None]:
        """Return the score of each person in all categories together; None without an answer."""
        same: dict[CategoryScore, CategoryScore] = {}
        totals = (total_score(scores) if scores else None for scores in self.scores)
        return [None if one is None else same.setdefault(one, one) for one in totals]


@dataclass
class Gathered:
    """Everything that verdicts under a scheme need of some people, read once.

    ``people`` are in the order in which they are judged; each scheme reads their bands by its
    own table.
    """

    as_of: date
    people: tuple[InPost, ...]
    needs: Needs
    catalogue: tuple[Course, ...]
    bands: Bands
    roles: Mapping[str, frozenset[str]]
    answered: Mapping[str, Answered]
    completed: Mapping[str, Mapping[str, date]]
    this_year: Mapping[str, Mapping[str, date]]
    exempt: Mapping[str, frozenset[str]]
    hours: Mapping[str, Mapping[str, Fraction]]
    passes: Mapping[str, Mapping[str, date]]
    practices: Mapping[str, Mapping[Any, int]]
    accredited: Mapping[tuple[str, str], Mapping[str, date]]
    career: Mapping[str, tuple[tuple[Any, str], ...]]
    _columns: dict[object, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.people)

    def scores(self, questionnaire: str) -> tuple[tuple[CategoryScore, ...], ...]:
        """Return the scores of each person under a questionnaire; none without an answer."""
        return self.answered[questionnaire].scores

    def posts(self, scheme: Scheme) -> Column:
        """Return bands under a scheme and roles of the people."""
        none: frozenset[str] = frozenset()
        return self._kept(
            ("posts", scheme.bands, frozenset(scheme.titles.items())),
            lambda: (
                (p.band, p.job_title, self.roles.get(p.employee_no, none)) for p in self.people
            ),
            lambda raw: Evidence(band=scheme.band_of(raw[0], raw[1]), roles=raw[2]),
        )

    def _kept(
        self,
        key: object,
        raws: Callable[[], Iterable[Any]],
        evidence_of: Callable[[Any], Evidence],
    ) -> Column:
        """Return a column, made when it is first asked for."""
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = column_of(raws(), evidence_of)
        return found

    def _each(self, known: Mapping[str, Any], default: object = None) -> Iterable[Any]:
        return (known.get(person.employee_no, default) for person in self.people)

    def column(self, scheme: Scheme, leaf: Leaf) -> Column:
        """Return what is known of the people for a requirement."""
        match leaf:
            case CategoryAtLeast():
                return self._of_category(owner_of(scheme, leaf), leaf)
            case ItemAtLeast():
                return self._of_item(owner_of(scheme, leaf), leaf)
            case LevelAtLeast():
                return self._of_level(scheme, leaf)
            case CoursesCompleted():
                return self._of_courses(leaf)
            case CatalogueCompleted():
                return self._of_catalogue(leaf.catalogue)
            case HoursCompleted():
                return self._of_hours(leaf)
            case ExamPassed():
                passed = self.passes.get(leaf.exam, NOBODY)
                return self._kept(
                    ("exam", leaf.exam),
                    lambda: self._each(passed),
                    lambda on: Evidence(passed={} if on is None else {leaf.exam: on}),
                )
            case BandIs() | RoleHeld():
                return self.posts(scheme)
            case PracticesRegistered():
                return self._kept(
                    ("practices", leaf.stage),
                    lambda: (
                        counts.get(leaf.stage, 0) for counts in self._each(self.practices, NOBODY)
                    ),
                    lambda count: Evidence(practices={leaf.stage: count}),
                )
            case AccreditationHeld():
                held = self.accredited.get((leaf.scheme or scheme.id, leaf.tier), NOBODY)
                return self._kept(
                    ("accredited", leaf.scheme or scheme.id, leaf.tier, leaf.key),
                    lambda: self._each(held),
                    lambda on: Evidence(accredited={} if on is None else {leaf.key: on}),
                )
            case CareerRegistered():
                return self._kept(
                    "career",
                    lambda: self._each(self.career, ()),
                    lambda entries: Evidence(career=entries),
                )
            case ScoreAtLeast():
                return self._kept("score", lambda: self._each(NOBODY), lambda _: Evidence())

    def _of_category(self, owner: str, leaf: CategoryAtLeast) -> Column:
        answered, code, key = self.answered[owner], leaf.category, leaf.key
        return self._of_scores(
            ("category", owner, code, key),
            answered,
            lambda: answered.scores_in(code),
            lambda ratio: {"categories": {key: ratio}},
        )

    def _of_scores(
        self,
        key: object,
        answered: Answered,
        scores_of_everybody: Callable[[], Sequence[CategoryScore | None]],
        stated: Callable[[Fraction | None], dict[str, Any]],
    ) -> Column:
        """Return a column of scores; they are told apart as objects, not by their figures."""
        known: dict[int, CategoryScore | None] = {}

        def raws() -> Iterable[tuple[int, date | None]]:
            scores = scores_of_everybody()
            numbers = list(map(id, scores))
            known.update(zip(numbers, scores, strict=True))
            return zip(numbers, answered.days, strict=True)

        def evidence_of(raw: tuple[int, date | None]) -> Evidence:
            score, on = known[raw[0]], raw[1]
            if on is None:
                return Evidence()
            return Evidence(answered_on=on, **stated(None if score is None else score.ratio))

        return self._kept(key, raws, evidence_of)

    def _of_item(self, owner: str, leaf: ItemAtLeast) -> Column:
        code, key = leaf.item, leaf.key
        return self._kept(
            ("item", owner, code, key),
            lambda: (
                None if given is None else (given.answers.get(code), given.answered_on)
                for given in self.answered[owner].given
            ),
            lambda raw: (
                Evidence() if raw is None else Evidence(items={key: raw[0]}, answered_on=raw[1])
            ),
        )

    def _of_level(self, scheme: Scheme, leaf: LevelAtLeast) -> Column:
        ladder = ladder_of(scheme, leaf)
        if ladder is None:
            return self._kept("no ladder", lambda: self._each(NOBODY), lambda _: Evidence())
        answered = self.answered[ladder.questionnaire or scheme.questionnaire]
        return self._of_scores(
            ("level", ladder, scheme.questionnaire),
            answered,
            lambda: answered.scores_in(ladder.category) if ladder.category else answered.totals(),
            lambda ratio: {"levels": {ladder.id: ladder.reached(ratio)}},
        )

    def _of_courses(self, leaf: CoursesCompleted) -> Column:
        done = [self.completed.get(code, NOBODY).get for code in leaf.courses]
        numbers = [person.employee_no for person in self.people]
        return self._kept(
            ("courses", leaf.courses),
            lambda: zip(*(map(each, numbers) for each in done), strict=True),
            lambda days: Evidence(
                completed={
                    code: on for code, on in zip(leaf.courses, days, strict=True) if on is not None
                }
            ),
        )

    def _of_catalogue(self, kind: CatalogueKind) -> Column:
        due_of = {
            post: _due(self.catalogue, self.bands, *post)
            for post in {(p.band, p.job_title) for p in self.people}
        }
        none: frozenset[str] = frozenset()

        def raws() -> Iterable[object]:
            for person in self.people:
                number = person.employee_no
                due = due_of[person.band, person.job_title].get(kind)
                if due is None:
                    yield None
                    continue
                done = self.this_year.get(number, NOBODY)
                left = self.exempt.get(number, none) - done.keys()
                due = due - left if left else due
                yield due, tuple((code, done[code]) for code in sorted(due) if code in done)

        return self._kept(
            ("catalogue", kind),
            raws,
            lambda raw: (
                Evidence()
                if raw is None
                else Evidence(due={kind: raw[0]}, completed_this_year=dict(raw[1]))
            ),
        )

    def _of_hours(self, leaf: HoursCompleted) -> Column:
        courses = leaf.courses or None
        return self._kept(
            ("hours", leaf.courses),
            lambda: (
                tuple(sorted((c, h) for c, h in mine.items() if courses is None or c in courses))
                for mine in self._each(self.hours, NOBODY)
            ),
            lambda raw: Evidence(hours=dict(raw)),
        )


def _due(
    catalogue: tuple[Course, ...], bands: Bands, band: str | None, job_title: str
) -> dict[CatalogueKind, frozenset[str]]:
    """Return the courses due by kind; a kind that the year does not hold is absent."""
    due = {
        CatalogueKind.REQUIRED: bands.required_of(catalogue, band, job_title),
        CatalogueKind.LEADER: codes_of(catalogue, CourseKind.LEADER),
    }
    held = {course.kind.value for course in catalogue}
    return {kind: codes for kind, codes in due.items() if kind.value in held}
