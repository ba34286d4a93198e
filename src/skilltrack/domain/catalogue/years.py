"""The catalogue of a fiscal year: courses whole, two years compared, what they cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skilltrack.domain.catalogue.courses import Course, CourseKind
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.programmes import CourseDetail, CourseMode, Programme
from skilltrack.domain.targets.definition import MeasureKind


@dataclass(frozen=True, slots=True)
class CatalogueCourse:
    """A course of a fiscal year: its rows of the catalogue, at least one, and its detail."""

    rows: tuple[Course, ...]
    detail: CourseDetail

    @property
    def code(self) -> str:
        """Return the code."""
        return self.rows[0].code

    @property
    def fiscal_year(self) -> int:
        """Return the fiscal year."""
        return self.rows[0].fiscal_year

    @property
    def name(self) -> str:
        """Return the name; that of the first row where rows differ."""
        return self.rows[0].name

    @property
    def mode(self) -> str:
        """Return how it is held, in words."""
        return self.rows[0].mode

    @property
    def hours(self) -> float | None:
        """Return its length in hours; None where it is not known."""
        return self.rows[0].hours

    @property
    def kinds(self) -> tuple[CourseKind, ...]:
        """Return the kinds of its rows, each once, in the order of ``CourseKind``."""
        held = {row.kind for row in self.rows}
        return tuple(kind for kind in CourseKind if kind in held)

    def is_for_band(self, band: str) -> bool:
        """Return whether a row offers it to a band and its audience does not exclude it."""
        bands = self.detail.audience.bands
        return (not bands or band in bands) and any(
            not row.bands or band in row.bands for row in self.rows
        )


def gathered(
    rows: Iterable[Course], details: Mapping[str, CourseDetail]
) -> tuple[CatalogueCourse, ...]:
    """Gather the rows of one fiscal year into courses, in the order of their first rows."""
    by_code: dict[str, list[Course]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return tuple(
        CatalogueCourse(tuple(of_code), details.get(code, CourseDetail(code)))
        for code, of_code in by_code.items()
    )


# Two years compared


class CatalogueField(StrEnum):
    """A part of a course in which two years may differ."""

    NAME = "name"
    OFFERS = "offers"  # 種別 × 対象区分
    AUDIENCE = "audience"
    MODES = "modes"
    HOURS = "hours"
    BUILDS = "builds"
    COMPLETION = "completion"
    VALIDITY = "validity"
    ORGANISER = "organiser"
    LECTURER = "lecturer"
    CAPACITY = "capacity"
    SESSION_YEN = "session_yen"
    SEAT_YEN = "seat_yen"
    EXPLANATION = "explanation"


def value_of(course: CatalogueCourse, part: CatalogueField) -> object:
    """Return a part of a course in a form that compares."""
    detail = course.detail
    match part:
        case CatalogueField.NAME:
            return course.name
        case CatalogueField.OFFERS:
            return frozenset((row.kind, band) for row in course.rows for band in row.bands or ("",))
        case CatalogueField.MODES:
            return course.mode, frozenset(detail.modes)
        case CatalogueField.HOURS:
            return course.hours
        case CatalogueField.BUILDS:
            return frozenset(detail.builds)
        case CatalogueField.VALIDITY:
            return detail.valid_months, detail.renewed_by
        case _:
            return getattr(detail, part.value)


class YearState(StrEnum):
    """What became of a course from one year to the other."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class CourseComparison:
    """A course in two years; one of the two may be None. ``parts`` are those that differ."""

    before: CatalogueCourse | None
    after: CatalogueCourse | None
    parts: tuple[CatalogueField, ...] = ()

    @property
    def course(self) -> CatalogueCourse:
        """Return the later of the two."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a comparison of nothing")
        return found

    @property
    def state(self) -> YearState:
        """Return what became of it."""
        if self.before is None:
            return YearState.ADDED
        if self.after is None:
            return YearState.DROPPED
        return YearState.CHANGED if self.parts else YearState.SAME


def compared(
    before: Sequence[CatalogueCourse], after: Sequence[CatalogueCourse]
) -> tuple[CourseComparison, ...]:
    """Compare two catalogues by code: those of the later year in its order, then those dropped."""
    old = {course.code: course for course in before}
    new = {course.code for course in after}
    found = [
        CourseComparison(was, course, () if was is None else _differing(was, course))
        for course in after
        for was in [old.get(course.code)]
    ]
    found += [CourseComparison(course, None) for course in before if course.code not in new]
    return tuple(found)


def _differing(before: CatalogueCourse, after: CatalogueCourse) -> tuple[CatalogueField, ...]:
    return tuple(part for part in CatalogueField if value_of(before, part) != value_of(after, part))


# What it is used for, and what it costs


@dataclass(frozen=True, slots=True)
class CourseUse:
    """What was arranged and done for a course in a fiscal year.

    ``sessions`` are those not called off, ``enrolled`` the people who have a seat in them,
    ``seats`` the seats of all of them (None where a session has no limit), ``planned`` the seats
    of the newest seat plan, ``completed`` the people who completed it in the year.
    """

    sessions: int = 0
    enrolled: int = 0
    seats: int | None = 0
    planned: int = 0
    completed: int = 0

    @property
    def heads(self) -> int:
        """Return for how many people it is paid.

        Where there are sessions these are the people enrolled; a course without any (e-learning)
        has as many as the seat plan names, or as completed it if those are more.
        """
        return self.enrolled if self.sessions else max(self.planned, self.completed)


UNUSED = CourseUse()


@dataclass(frozen=True, slots=True)
class PlannedCost:
    """What a course costs in a year, in yen.

    ``at_most`` is the cost with every seat taken; None where the seats have no limit.
    """

    sessions: int
    seats: int
    at_most: int | None

    @property
    def total(self) -> int:
        """Return the cost with the people it has now."""
        return self.sessions + self.seats


def planned_cost(detail: CourseDetail, use: CourseUse) -> PlannedCost | None:
    """Return the cost of a course; None where nobody has said what it costs."""
    if detail.session_yen is None and detail.seat_yen is None:
        return None
    fixed = (detail.session_yen or 0) * use.sessions
    each = detail.seat_yen or 0
    full = use.seats if use.sessions else use.heads
    at_most = fixed if not each else None if full is None else fixed + each * max(full, use.heads)
    return PlannedCost(fixed, each * use.heads, at_most)


# Courses that rules name


class MentionKind(StrEnum):
    """What names a course."""

    REQUIREMENT = "requirement"
    OBLIGATION = "obligation"
    TARGET = "target"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Mention:
    """A rule that names a course; ``scheme`` '' is the catalogue itself."""

    kind: MentionKind
    scheme: str
    name: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course with what was arranged for it, what it costs, and what names it.

    ``cost`` is None where nobody has said what it costs.
    """

    course: CatalogueCourse
    use: CourseUse
    cost: PlannedCost | None
    named_by: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingCourse:
    """A course that rules name and the year does not hold; ``name`` '' where nobody knows it."""

    code: str
    name: str
    named_by: tuple[Mention, ...]


def mentions(scheme: Scheme, programme: Programme) -> dict[str, tuple[Mention, ...]]:
    """Return course code → rules of a scheme that name it, each rule once."""
    found: dict[str, dict[Mention, None]] = {}

    def note(codes: Iterable[str], kind: MentionKind, name: str) -> None:
        for code in codes:
            found.setdefault(code, {})[Mention(kind, scheme.name, name)] = None

    for tier in scheme.tiers:
        for leaf in gates.leaves(tier.gate):
            if isinstance(leaf, leaves.CoursesCompleted | leaves.HoursCompleted):
                note(leaf.courses, MentionKind.REQUIREMENT, tier.name)
    for rule in programme.obligations:
        by_band = (code for codes in rule.courses_by_band.values() for code in codes)
        note((*rule.courses, *by_band), MentionKind.OBLIGATION, rule.name)
    for target in programme.targets:
        if target.measure is not None and target.measure.kind is MeasureKind.COURSES:
            note(target.measure.codes, MentionKind.TARGET, target.name)
    return {code: tuple(named) for code, named in found.items()}


def modes_in(text: str, names: Mapping[str, CourseMode]) -> tuple[CourseMode, ...]:
    """Return the modes that a text names one after another; () where a word is none of them."""
    parts = [part.strip() for part in _parted(text) if part.strip()]
    if not parts or any(part not in names for part in parts):
        return ()
    return tuple(dict.fromkeys(names[part] for part in parts))


def _parted(text: str) -> list[str]:
    for separator in ("、", ",", "/", "／", "・", "＋", "+", "；"):
        text = text.replace(separator, ";")
    return text.split(";")
