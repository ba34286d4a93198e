"""What the records hold of everybody on a day, by requirement: what verdicts are made from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from skilltrack.domain import gates
from skilltrack.domain.gates import CatalogueKind, Evidence, Leaf, LeafKind
from skilltrack.domain.judging import Column, column_of
from skilltrack.domain.questionnaires import CategoryScore
from skilltrack.domain.schemes import Scheme, ScoreLadder
from skilltrack.domain.scoring import total_score
from skilltrack.domain.training import Course, CourseKind, codes_of, required_of
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
            if isinstance(leaf, gates.CoursesCompleted | gates.HoursCompleted)
            for code in leaf.courses
        ),
        frozenset(leaf.exam for leaf in leaves if isinstance(leaf, gates.ExamPassed)),
        frozenset(leaf.kind for leaf in leaves),
        any(isinstance(leaf, gates.HoursCompleted) and not leaf.courses for leaf in leaves),
    )


def owner_of(scheme: Scheme, leaf: Leaf) -> str:
    """Return the questionnaire that a requirement looks at; for the others that of the scheme."""
    match leaf:
        case gates.CategoryAtLeast() | gates.ItemAtLeast():
            return leaf.questionnaire or scheme.questionnaire
        case gates.LevelAtLeast():
            ladder = ladder_of(scheme, leaf)
            return (ladder.questionnaire if ladder else "") or scheme.questionnaire
        case _:
            return scheme.questionnaire


def ladder_of(scheme: Scheme, leaf: gates.LevelAtLeast) -> ScoreLadder | None:
    """Return the ladder that a requirement names; None where the scheme has none of that id."""
    return next((ladder for ladder in scheme.ladders if ladder.id == leaf.ladder), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """What each person answered to a questionnaire: None for those who did not."""

    given: tuple[records.NewestAnswers | None, ...]
    scores: tuple[tuple[CategoryScore, ...], ...]

    def each(
        self, score_of_person: Callable[[Sequence[CategoryScore]], CategoryScore | None]
    ) -> Iterator[tuple[Any, ...] | None]:
        """Yield a score of each person as plain figures with the day; None without an answer.

        Figures and not ratios: telling ratios apart takes as long as all the rest.
        """
        for given, scores in zip(self.given, self.scores, strict=True):
            if given is None:
                yield None
                continue
            found = score_of_person(scores)
            if found is None:
                yield None, None, None, None, None, given.answered_on
            else:
                yield (
                    found.points,
                    found.maximum,
                    found.answered,
                    found.applicable,
                    found.items,
                    given.answered_on,
                )


@dataclass
class Gathered:
    """Everything that verdicts under a scheme need of some people, read once.

    ``people`` are in the order in which they are judged.
    """

    as_of: date
    people: tuple[InPost, ...]
    needs: Needs
    catalogue: tuple[Course, ...]
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

    @property
    def posts(self) -> Column:
        """Return bands and roles of the people."""
        none: frozenset[str] = frozenset()
        return self._kept(
            "posts",
            lambda: ((p.band, self.roles.get(p.employee_no, none)) for p in self.people),
            lambda raw: Evidence(band=raw[0], roles=raw[1]),
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
            case gates.CategoryAtLeast():
                return self._of_category(owner_of(scheme, leaf), leaf)
            case gates.ItemAtLeast():
                return self._of_item(owner_of(scheme, leaf), leaf)
            case gates.LevelAtLeast():
                return self._of_level(scheme, leaf)
            case gates.CoursesCompleted():
                return self._of_courses(leaf)
            case gates.CatalogueCompleted():
                return self._of_catalogue(leaf.catalogue)
            case gates.HoursCompleted():
                return self._of_hours(leaf)
            case gates.ExamPassed():
                passed = self.passes.get(leaf.exam, NOBODY)
                return self._kept(
                    ("exam", leaf.exam),
                    lambda: self._each(passed),
                    lambda on: Evidence(passed={} if on is None else {leaf.exam: on}),
                )
            case gates.BandIs() | gates.RoleHeld():
                return self.posts
            case gates.PracticesRegistered():
                return self._kept(
                    ("practices", leaf.stage),
                    lambda: (
                        counts.get(leaf.stage, 0) for counts in self._each(self.practices, NOBODY)
                    ),
                    lambda count: Evidence(practices={leaf.stage: count}),
                )
            case gates.AccreditationHeld():
                held = self.accredited.get((leaf.scheme or scheme.id, leaf.tier), NOBODY)
                return self._kept(
                    ("accredited", leaf.scheme or scheme.id, leaf.tier, leaf.key),
                    lambda: self._each(held),
                    lambda on: Evidence(accredited={} if on is None else {leaf.key: on}),
                )
            case gates.CareerRegistered():
                return self._kept(
                    "career",
                    lambda: self._each(self.career, ()),
                    lambda entries: Evidence(career=entries),
                )
            case gates.ScoreAtLeast():
                return self._kept("score", lambda: self._each(NOBODY), lambda _: Evidence())

    def _of_category(self, owner: str, leaf: gates.CategoryAtLeast) -> Column:
        answered, code, key = self.answered[owner], leaf.category, leaf.key
        return self._kept(
            ("category", owner, code, key),
            lambda: answered.each(
                lambda scores: next((score for score in scores if score.category == code), None)
            ),
            lambda raw: _scored(raw, lambda ratio: {"categories": {key: ratio}}),
        )

    def _of_item(self, owner: str, leaf: gates.ItemAtLeast) -> Column:
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

    def _of_level(self, scheme: Scheme, leaf: gates.LevelAtLeast) -> Column:
        ladder = ladder_of(scheme, leaf)
        if ladder is None:
            return self._kept("no ladder", lambda: self._each(NOBODY), lambda _: Evidence())
        answered = self.answered[ladder.questionnaire or scheme.questionnaire]
        return self._kept(
            ("level", ladder, scheme.questionnaire),
            lambda: answered.each(lambda scores: score_of(ladder, scores)),
            lambda raw: _scored(raw, lambda ratio: {"levels": {ladder.id: ladder.reached(ratio)}}),
        )

    def _of_courses(self, leaf: gates.CoursesCompleted) -> Column:
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
        due_of = {band: _due(self.catalogue, band) for band in {p.band for p in self.people}}
        none: frozenset[str] = frozenset()

        def raws() -> Iterable[object]:
            for person in self.people:
                number = person.employee_no
                due = due_of[person.band].get(kind)
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

    def _of_hours(self, leaf: gates.HoursCompleted) -> Column:
        courses = leaf.courses or None
        return self._kept(
            ("hours", leaf.courses),
            lambda: (
                tuple(sorted((c, h) for c, h in mine.items() if courses is None or c in courses))
                for mine in self._each(self.hours, NOBODY)
            ),
            lambda raw: Evidence(hours=dict(raw)),
        )


def _scored(
    raw: tuple[Any, ...] | None, known: Callable[[Fraction | None], dict[str, Any]]
) -> Evidence:
    """Return the evidence of a score; ``raw`` is what ``Answered.each`` yields."""
    if raw is None:
        return Evidence()
    points, maximum, answered, applicable, items, on = raw
    ratio = None
    if items is not None:
        ratio = CategoryScore("", points, maximum, answered, applicable, items).ratio
    return Evidence(answered_on=on, **known(ratio))


def score_of(ladder: ScoreLadder, scores: Sequence[CategoryScore]) -> CategoryScore | None:
    """Return the score that a ladder looks at; None without an answer."""
    if not scores:
        return None
    if not ladder.category:
        return total_score(scores)
    return next((score for score in scores if score.category == ladder.category), None)


def _due(catalogue: tuple[Course, ...], band: str | None) -> dict[CatalogueKind, frozenset[str]]:
    """Return the courses due by kind; a kind that the year does not hold is absent."""
    due = {
        CatalogueKind.REQUIRED: required_of(catalogue, band),
        CatalogueKind.LEADER: codes_of(catalogue, CourseKind.LEADER),
    }
    held = {course.kind.value for course in catalogue}
    return {kind: codes for kind, codes in due.items() if kind.value in held}
