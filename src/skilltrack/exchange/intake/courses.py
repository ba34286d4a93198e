"""The catalogue as files bring it: rows, and what a course has beyond them."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.catalogue.years import modes_in
from skilltrack.domain.intake import Intake, Vocabulary
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    SkillRef,
)
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import BadCell, Column, Parse
from skilltrack.exchange.intake.roster import gather
from skilltrack.exchange.tables import Cell, RawTable
from skilltrack.i18n.dates import parse_date

MODES, BUILDS = "形態", "育てるスキル"
RENEWED_BY, DEPARTMENTS = "更新研修コード", "対象所属コード"
COHORT_ROLE, COHORT_YEARS = "対象指定役割", "対象指定年度"


def courses_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of the catalogue; those after 年度 are details that a file may lack."""
    bands = _each(c.known_as(words.bands, "intake.unknown_band"))
    role = c.known_as(words.roles, "intake.unknown_role")
    kinds = _each(c.one_of(v.EMPLOYMENT_TYPES))
    return (
        Column("研修コード", c.code, needed=True),
        Column("研修名", c.verbatim, needed=True),
        Column("種別", c.one_of(v.COURSE_KINDS), needed=True, words=tuple(v.COURSE_KINDS)),
        Column("対象区分", bands, words=tuple(words.bands), is_list=True),
        Column("形態", c.verbatim),
        Column("時間", c.number),
        Column("年度", _fiscal_year),
        Column("主催", c.verbatim),
        Column("講師", c.verbatim),
        Column("定員", c.whole_number),
        Column("1回の費用", c.whole_number),
        Column("1人の費用", c.whole_number),
        Column("修了条件", c.one_of(v.COMPLETION_RULES), words=tuple(v.COMPLETION_RULES)),
        Column("修了時間", c.number),
        Column("合格点", c.number),
        Column("報告会", _mark),
        Column("証跡", _mark),
        Column("アーカイブで補える", _mark),
        Column("有効月数", c.whole_number),
        Column("更新研修コード", c.code),
        Column("育てるスキル", _names),
        Column("対象者の役職区分", bands, words=tuple(words.bands), is_list=True),
        Column("対象役割", _each(role), words=tuple(words.roles), is_list=True),
        Column("対象指定役割", role, words=tuple(words.roles)),
        Column("対象指定年度", _each(_fiscal_year)),
        Column("対象所属コード", c.codes),
        Column("対象任用区分", kinds, words=tuple(v.EMPLOYMENT_TYPES), is_list=True),
        Column("対象職種", _names),
        Column("対象外職種", _names),
        Column("説明", c.verbatim),
    )


_OF_THE_ROW = frozenset({"研修コード", "研修名", "種別", "対象区分", "時間", "年度"})
"""Headings that are not of the detail; 形態 is of both."""


def read_courses(raw: RawTable, words: Vocabulary, default_year: int) -> Intake[Course]:
    """Read the rows of the catalogue.

    Args:
        raw: The file.
        words: The municipality's words for bands and roles.
        default_year: The fiscal year of rows without 年度.
    """
    parsed = c.read_columns(raw, courses_columns(words))
    years = [default_year if one is None else one for one in parsed.column("年度")]
    return gather(
        raw,
        parsed,
        Course,
        parsed.column("研修コード"),
        parsed.column("研修名"),
        years,
        parsed.column("種別"),
        parsed.column("対象区分", ()),
        parsed.column("形態", ""),
        parsed.column("時間"),
    )


def read_details(raw: RawTable, words: Vocabulary) -> Mapping[int, Mapping[str, Any]]:
    """Return row → heading → what the file says of a course beyond its row of the catalogue.

    Headings that the file lacks are absent; mistakes are those of ``read_courses``.
    """
    parsed = c.read_columns(raw, courses_columns(words))
    held = [heading for heading in parsed.cells if heading not in _OF_THE_ROW]
    return {
        row: {heading: parsed.cells[heading][index] for heading in held}
        for index, row in enumerate(parsed.rows)
    }


def _each(parse: Parse) -> Parse:
    """Read several of one kind, parted by ;."""

    def read(cell: Cell) -> tuple[Any, ...]:
        return tuple(parse(part) for part in c.codes(cell))

    return read


def _names(cell: Cell) -> tuple[str, ...]:
    """Read names parted by ; or 、, as they are written."""
    text = c.verbatim(cell).replace("；", ";").replace("、", ";")
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _mark(cell: Cell) -> bool | None:
    """Read a mark; None when blank."""
    return None if cell is None or cell == "" else c.yes_no(cell)


def _fiscal_year(cell: Cell) -> int | None:
    """Read 2026, 令和8年度 or R8; None when blank."""
    text = c.code(cell).removesuffix("年度").removesuffix("年")
    if not text:
        return None
    if text.isdecimal() and len(text) == len("2026"):
        return int(text)
    day = parse_date(f"{text}.5.1")
    if day is None:
        raise BadCell("intake.no_fiscal_year", text=str(cell))
    return day.year


def is_blank(value: object) -> bool:
    """Tell whether a cell says nothing."""
    return value is None or value in ("", ())


def detail_with(
    held: CourseDetail, cells: Mapping[str, Any], builds: tuple[SkillRef, ...]
) -> CourseDetail:
    """Return a detail in which every heading of a file stands in the place of what was held.

    Args:
        held: What is recorded; headings that the file lacks leave it as it is.
        cells: Heading → what the file says; a blank one takes away what was held.
        builds: The skills that the file names, found in the questionnaires.
    """

    def text(heading: str, old: str) -> str:
        return cells[heading] or "" if heading in cells else old

    def number(heading: str, old: int | None) -> int | None:
        found: int | None = cells.get(heading, old)
        return found

    modes = modes_in(cells[MODES] or "", v.COURSE_MODES) if MODES in cells else held.modes
    return replace(
        held,
        modes=modes,
        builds=builds if BUILDS in cells else held.builds,
        completion=_completion(held.completion, cells),
        audience=_audience(held.audience, cells),
        organiser=text("主催", held.organiser),
        lecturer=text("講師", held.lecturer),
        capacity=number("定員", held.capacity),
        session_yen=number("1回の費用", held.session_yen),
        seat_yen=number("1人の費用", held.seat_yen),
        valid_months=number("有効月数", held.valid_months),
        renewed_by=text(RENEWED_BY, held.renewed_by),
        explanation=text("説明", held.explanation),
    )


def _completion(held: CompletionRule, cells: Mapping[str, Any]) -> CompletionRule:
    kind = held.kind
    if "修了条件" in cells:
        kind = cells["修了条件"] or CompletionKind.ATTENDED

    def exact(heading: str, old: Fraction | None, asked_by: CompletionKind) -> Fraction | None:
        if heading not in cells:
            return old if kind is asked_by else None
        value = cells[heading]
        return None if value is None else Fraction(str(value))

    def mark(heading: str, old: bool, blank: bool) -> bool:  # noqa: FBT001
        if heading not in cells:
            return old
        return blank if cells[heading] is None else cells[heading]

    return CompletionRule(
        kind,
        exact("修了時間", held.hours, CompletionKind.HOURS),
        exact("合格点", held.score, CompletionKind.TEST),
        mark("報告会", held.has_presentation, blank=False),
        mark("証跡", held.is_evidence_needed, blank=False),
        mark("アーカイブで補える", held.counts_archive, blank=True),
    )


def _audience(held: Audience, cells: Mapping[str, Any]) -> Audience:
    cohort = held.cohort
    if COHORT_ROLE in cells:
        role = cells[COHORT_ROLE]
        cohort = Cohort(role, tuple(cells.get(COHORT_YEARS) or ())) if role else None
    return Audience(
        bands=cells.get("対象者の役職区分", held.bands),
        roles=cells.get("対象役割", held.roles),
        cohort=cohort,
        departments=cells.get(DEPARTMENTS, held.departments),
        employment_types=cells.get("対象任用区分", held.employment_types),
        occupations=cells.get("対象職種", held.occupations),
        occupations_left_out=cells.get("対象外職種", held.occupations_left_out),
    )
