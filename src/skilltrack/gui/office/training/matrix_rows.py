"""The completion matrix as table rows: people against courses, with the totals on top."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skilltrack.domain.catalogue.courses import (
    CellState,
    Course,
    CourseKind,
    MatrixCell,
    MatrixRow,
)
from skilltrack.domain.tally import Tally
from skilltrack.gui.office.names import (
    plain_name,
    searched_name,
)
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import (
    CELL_NAMES,
    COURSE_KIND_NAMES,
)
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _

LINE_UNITS = 16
"""Half-width characters in a line of a heading."""

NAME_LINES = 3
COURSE_WIDTH = 120

CELL_TONES = {CellState.COMPLETED: Tone.GOOD, CellState.OWED: Tone.ATTENTION}
CELL_ORDER = {
    CellState.OWED: 0,
    CellState.COMPLETED: 1,
    CellState.EXEMPT: 2,
    CellState.NOT_DUE: 3,
}


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A person against the courses, or the totals of the people shown (``person`` None)."""

    person: MatrixRow | None
    totals: tuple[Tally, ...] = ()


def is_total(line: MatrixLine) -> bool:
    """Tell whether a line holds the totals, which stay on top."""
    return line.person is None


def broken(name: str) -> str:
    """Return a name in lines that fit a heading; what does not fit into them is cut."""
    lines, units = [""], 0
    for character in name:
        width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if units + width > LINE_UNITS:
            lines.append("")
            units = 0
        lines[-1] += character
        units += width
    if len(lines) > NAME_LINES:
        lines = [*lines[: NAME_LINES - 1], lines[NAME_LINES - 1][:-1] + "…"]
    return "\n".join(lines)


def _person(
    text: Callable[[MatrixRow], str | int | None], total: str = ""
) -> Callable[[MatrixLine], str | int | None]:
    return lambda line: total if line.person is None else text(line.person)


def searched(line: MatrixLine) -> str:
    """Return what the search field looks at."""
    person = line.person
    if person is None:
        return ""
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, person.department_name, person.job_title, *names))


def _total_text(tally: Tally, kind: CourseKind) -> str:
    if kind is CourseKind.ELECTIVE:
        return _("{count:,}人").format(count=tally.done)
    return NO_FIGURE if tally.ratio is None else percent(tally.ratio)


def _cell_tooltip(line: MatrixLine, column: int, course: Course) -> str:
    if line.person is None:
        tally = line.totals[column]
        return _("{course}　修了 {done}人、未修了 {owed}人").format(
            course=course.name, done=tally.done, owed=tally.due - tally.done
        )
    cell = line.person.cells[column]
    parts = [course.name, CELL_NAMES[cell.state]]
    if cell.on is not None:
        parts.append(wareki(cell.on))
    return "　".join(parts)


def _course_field(column: int, course: Course) -> Field[MatrixLine]:
    def cell(line: MatrixLine) -> MatrixCell | None:
        return None if line.person is None else line.person.cells[column]

    def text(line: MatrixLine) -> str:
        found = cell(line)
        if found is None:
            return _total_text(line.totals[column], course.kind)
        return NO_FIGURE if found.state is CellState.NOT_DUE else CELL_NAMES[found.state]

    def order(line: MatrixLine) -> tuple[int, int] | None:
        found = cell(line)
        if found is None:
            return None
        return CELL_ORDER[found.state], 0 if found.on is None else found.on.toordinal()

    def tone(line: MatrixLine) -> Tone | None:
        found = cell(line)
        return None if found is None else CELL_TONES.get(found.state)

    kind = _("【{kind}】").format(kind=COURSE_KIND_NAMES[course.kind])
    return Field(
        f"{kind}\n{broken(course.name)}",
        text,
        order,
        LEFT,
        COURSE_WIDTH,
        tone=tone,
        tooltip=lambda line: _cell_tooltip(line, column, course),
    )


def matrix_fields(courses: Sequence[Course]) -> tuple[Field[MatrixLine], ...]:
    """Return the columns: the person, then one per course."""
    return (
        Field(
            _("氏名"),
            _person(lambda row: plain_name(row.name), _("修了率・人数")),
            lambda line: None if line.person is None else line.person.kana,
            LEFT,
            116,
        ),
        Field(
            _("所属"),
            _person(lambda row: row.department_name),
            lambda line: None if line.person is None else line.person.department,
            LEFT,
            132,
        ),
        Field(_("職員番号"), _person(lambda row: row.employee_no), None, LEFT, 84),
        Field(_("職名"), _person(lambda row: row.job_title), None, LEFT, 92),
        Field(
            _("未修了\n（件）"),
            _person(lambda row: row.owed),
            lambda line: None if line.person is None else line.person.owed,
            RIGHT,
            72,
        ),
        *(_course_field(column, course) for column, course in enumerate(courses)),
    )


FIRST_COURSE_COLUMN = 5
FROZEN_COLUMNS = 2
HEADING_LINES = 1 + NAME_LINES
