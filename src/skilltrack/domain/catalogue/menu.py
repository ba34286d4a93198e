"""The menu of a fiscal year: who is offered what, by what it builds (小山町: 職位 × 分野)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.schemes.definition import Scheme


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A row of the menu: a band, or a role given by appointment."""

    code: str
    name: str
    is_role: bool = False


@dataclass(frozen=True, slots=True)
class MenuSegment:
    """A column of the menu: a category of skill; '' gathers the courses that name none."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A course in a cell of the menu, with what it is there."""

    code: str
    name: str
    kind: CourseKind


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of a year (小山町: 職位 × 分野).

    ``cells`` holds (line, segment) → courses, required ones first; an absent pair has none.
    ``outside`` are courses that no line of the scheme is offered.
    """

    lines: tuple[MenuLine, ...]
    segments: tuple[MenuSegment, ...]
    cells: Mapping[tuple[MenuLine, MenuSegment], tuple[MenuEntry, ...]] = field(
        default_factory=dict
    )
    outside: tuple[CatalogueCourse, ...] = ()


def menu_of(
    courses: Sequence[CatalogueCourse],
    scheme: Scheme,
    segments: Sequence[MenuSegment],
    segment_of: Mapping[str, str],
) -> Menu:
    """Lay the courses of a year out by whom they are offered to and what they build.

    A course for those with a role stands in the line of the role, any other in the lines of the
    bands to which it is offered. Segments without a course are left out.

    Args:
        courses: The catalogue.
        scheme: Its bands and roles are the lines.
        segments: The columns in order.
        segment_of: Key of a category or an item → key of its column.
    """
    lines = (
        *(MenuLine(band.code, band.name) for band in scheme.bands),
        *(MenuLine(role.code, role.name, is_role=True) for role in scheme.roles),
    )
    other = MenuSegment("", "")
    columns = {segment.key: segment for segment in segments}
    found: dict[tuple[MenuLine, MenuSegment], dict[str, MenuEntry]] = {}
    outside = []
    for course in courses:
        keys = dict.fromkeys(segment_of.get(skill.key, "") for skill in course.detail.builds)
        places = [columns[key] for key in keys if key in columns] or [other]
        taken = _lines_of(course, scheme, lines)
        if not taken:
            outside.append(course)
        for line, kind in taken:
            for place in places:
                cell = found.setdefault((line, place), {})
                cell.setdefault(course.code, MenuEntry(course.code, course.name, kind))
    used = {place for _line, place in found}
    order = list(CourseKind)
    cells = {
        key: tuple(sorted(cell.values(), key=lambda entry: order.index(entry.kind)))
        for key, cell in found.items()
    }
    shown = tuple(segment for segment in (*segments, other) if segment in used)
    return Menu(lines, shown, cells, tuple(outside))


def _lines_of(
    course: CatalogueCourse, scheme: Scheme, lines: Sequence[MenuLine]
) -> list[tuple[MenuLine, CourseKind]]:
    """Return the lines in which a course stands, each with its strictest kind there."""
    audience = course.detail.audience
    named = audience.roles or (() if audience.cohort is None else (audience.cohort.role,))
    found: dict[MenuLine, CourseKind] = {}
    for kind in course.kinds:
        roles = frozenset(named)
        if kind is CourseKind.LEADER and not roles:
            roles = _leaders(scheme)
        rows = [row for row in course.rows if row.kind is kind]
        for line in lines:
            if roles:
                is_in = line.is_role and line.code in roles
            else:
                is_in = not line.is_role and CatalogueCourse(
                    tuple(rows), course.detail
                ).is_for_band(line.code)
            if is_in:
                found.setdefault(line, kind)
    return list(found.items())


def _leaders(scheme: Scheme) -> frozenset[str]:
    """Return the roles that a course for leaders means when it names none."""
    if scheme.evaluation is not None:
        return frozenset({scheme.evaluation.leader_role})
    return frozenset(role.code for role in scheme.roles)
