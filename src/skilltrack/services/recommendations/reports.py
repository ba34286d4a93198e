"""Workbooks on gaps: for printing, and as data."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.recommendations.courses import UNCLOSED, Closing
from skilltrack.domain.recommendations.figures import OpenGap, seats_of
from skilltrack.i18n.recommendations import (
    CLOSING_NAMES,
    NEED_NAMES,
    advice_text,
    gap_text,
    reason_texts,
)
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.figures import WHOLE, GapFigures
from skilltrack.services.recommendations.reading import Advised, Gaps
from skilltrack.services.recommendations.sheets import short, tier_names
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

if TYPE_CHECKING:
    from skilltrack.reports.gaps import GapReport, OpenRow, PersonCourseRow, PersonGapRow, UnitRow


def write_gaps(database: Database, path: Path, found: GapFigures, scope: str = "") -> int:
    """Write the figures for printing.

    Args:
        database: The data file, for the log and the name of the body.
        path: The workbook to write or to replace.
        found: The figures.
        scope: Whose gaps they are, in words; '' is everybody.

    Returns:
        How many people have a gap.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.gaps import write_gaps as write

    write(path, _report(database, found, scope), made_at=database.clock())
    audit.note(database, Entry("report.gaps", path.name, found.lacking))
    return found.lacking


def write_gap_data(
    database: Database, path: Path, found: GapFigures, progress: Progress = silent
) -> int:
    """Write every gap and every course recommended as data.

    Returns:
        How many people have a gap.

    Raises:
        Refusal: It has more rows than a sheet holds.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.gaps import write_gap_data as write

    write(
        path,
        _report(database, found, ""),
        _person_courses(found),
        _person_gaps(found),
        made_at=database.clock(),
        progress=progress,
    )
    audit.note(database, Entry("export.gaps", path.name, found.lacking))
    return found.lacking


def _report(database: Database, found: GapFigures, scope: str) -> "GapReport":
    from skilltrack.reports.gaps import CourseRow, GapReport

    gaps, total = found.found, found.total
    with database.reading() as session:
        body = setting(session, "organisation") or ""
    return GapReport(
        body,
        scope,
        gaps.on,
        gaps.year,
        int(found.query.share * WHOLE),
        len(found.people),
        found.lacking,
        tuple(
            CourseRow(
                one.course,
                gaps.course_name(one.course),
                gaps.courses[one.course].mode,
                one.helped,
                len(one.people),
                one.seats,
                one.sessions,
                one.yen,
                gaps.use_of(one.course).sessions,
                gaps.use_of(one.course).seats,
            )
            for one in found.courses
        ),
        total.seats,
        total.sessions,
        total.yen,
        total.unknown_sessions,
        total.unknown_yen,
        tuple(_open(gaps, one) for one in (*found.open, *found.beyond)),
        _units(found),
        tuple(
            (scheme.name, covered)
            for scheme, covered in zip(gaps.schemes, gaps.counted, strict=False)
        ),
    )


def open_text(one: OpenGap, name_of_course: Callable[[str], str]) -> str:
    """Return what people of one line lack: the requirement, without anybody's own value."""
    gap = one.example.gap
    if one.closing is Closing.UNANSWERED:
        return _("調査に回答がない")
    if gap.owed is not None:
        names = _("、").join(map(name_of_course, gap.owed.courses))
        return _("受講義務「{rule}」：{names}").format(rule=gap.label, names=names)
    return gap.label


def _open(gaps: Gaps, one: OpenGap) -> "OpenRow":
    from skilltrack.reports.gaps import OpenRow

    return OpenRow(
        short(gaps.scheme_name(one.source)),
        open_text(one, gaps.course_name),
        CLOSING_NAMES[one.closing],
        advice_text(one.example),
        len(one.people),
    )


def by_department(found: GapFigures) -> tuple[tuple[str, tuple[Advised, ...]], ...]:
    """Return the people of each department by code; of some departments there may be nobody."""
    within = found.query.within
    groups: dict[str, list[Advised]] = {
        code: [] for code in found.found.parents if within is None or code in within
    }
    for one in found.people:
        groups.setdefault(one.person.department, []).append(one)
    return tuple((code, tuple(groups[code])) for code in sorted(groups))


def _units(found: GapFigures) -> tuple["UnitRow", ...]:
    from skilltrack.reports.gaps import UnitRow

    return tuple(
        UnitRow(
            code,
            found.found.names.departments.get(code, code),
            len(people),
            sum(bool(one.advice.gaps) for one in people),
            sum(bool(one.advice.courses) for one in people),
            seats_of(sum(len(one.advice.courses) for one in people), found.query.share),
            sum(any(gap.closing in UNCLOSED for gap in one.advice.gaps) for one in people),
        )
        for code, people in by_department(found)
    )


def _person_courses(found: GapFigures) -> Sequence["PersonCourseRow"]:
    from skilltrack.reports.gaps import PersonCourseRow

    gaps = found.found
    tiers = tier_names(gaps.schemes)
    return [
        PersonCourseRow(
            one.person.employee_no,
            one.person.name,
            one.person.department,
            gaps.department_name(one.person),
            need.course_code,
            gaps.course_name(need.course_code),
            "\n".join(reason_texts(one.advice.reasons(need.course_code), tiers)),
            NEED_NAMES[need.kind],
            need.due,
        )
        for one in found.people
        for need in one.advice.needs()
    ]


def _person_gaps(found: GapFigures) -> Sequence["PersonGapRow"]:
    from skilltrack.reports.gaps import PersonGapRow

    gaps = found.found
    return [
        PersonGapRow(
            one.person.employee_no,
            one.person.name,
            one.person.department,
            gaps.department_name(one.person),
            short(gaps.scheme_name(gap.gap.source)),
            gap_text(gap.gap, gaps.course_name),
            CLOSING_NAMES[gap.closing],
            advice_text(gap),
        )
        for one in found.people
        for gap in one.advice.gaps
    ]
