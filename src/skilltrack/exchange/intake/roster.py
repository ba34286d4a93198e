"""Departments, job titles and appointments as files bring them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from skilltrack.domain.calendar import Period
from skilltrack.domain.intake import Intake, Line, Vocabulary
from skilltrack.domain.organisation import Appointment, Department, JobTitle
from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.exchange.intake import columns as c
from skilltrack.exchange.intake import vocabulary as v
from skilltrack.exchange.intake.columns import Column, ParsedColumns
from skilltrack.exchange.tables import RawTable

T = TypeVar("T")


def gather(
    raw: RawTable,
    parsed: ParsedColumns,
    build: Callable[..., T],
    *cells: Any,  # noqa: ANN401
    period: tuple[str, str] | None = None,
) -> Intake[T]:
    """Make one value per good row.

    Args:
        raw: The file.
        parsed: Its columns.
        build: Called with one value of each of ``cells`` per row.
        *cells: One sequence per argument of ``build``.
        period: The headings of a first and a last day whose order is checked.
    """
    problems = list(parsed.problems)
    lines = [Line(row, build(*values)) for row, *values in zip(parsed.rows, *cells, strict=True)]
    if period is not None:
        problems += reversed_periods(raw, parsed, *period)
    return Intake(
        raw.file, raw.sheet, raw.digest, len(raw.rows), lines, tuple(problems), parsed.lacking
    )


def reversed_periods(raw: RawTable, parsed: ParsedColumns, first: str, last: str) -> list[Problem]:
    """Report periods that end before they begin."""
    pairs = zip(parsed.rows, parsed.column(first), parsed.column(last), strict=True)
    return [
        Problem(
            "intake.reversed_period",
            Place(raw.file, raw.sheet, row, last),
            {"start": start.isoformat(), "last": end.isoformat(), "heading": first},
        )
        for row, start, end in pairs
        if start is not None and end is not None and end < start
    ]


def departments_columns() -> tuple[Column, ...]:
    """Return the columns of the departments file."""
    return (
        Column("所属コード", c.code, needed=True),
        Column("所属名", c.verbatim, needed=True),
        Column("上位所属コード", c.optional_code),
        Column("評価単位", c.yes_no),
        Column("有効開始", c.day),
        Column("有効終了", c.day),
        Column("後継所属コード", c.optional_code),
    )


def read_departments(raw: RawTable) -> Intake[Department]:
    """Read the departments file; without 評価単位 every department with none below is a unit."""
    parsed = c.read_columns(raw, departments_columns())
    codes = parsed.column("所属コード")
    parents = parsed.column("上位所属コード")
    has_flags = "評価単位" in parsed.cells
    above = set(parents)
    flags = parsed.column("評価単位") if has_flags else [code not in above for code in codes]
    intake = gather(
        raw,
        parsed,
        lambda code, name, parent, flag, start, last, successor: Department(
            code, name, parent, flag, Period.through(start, last), successor
        ),
        codes,
        parsed.column("所属名"),
        parents,
        flags,
        parsed.column("有効開始"),
        parsed.column("有効終了"),
        parsed.column("後継所属コード"),
        period=("有効開始", "有効終了"),
    )
    if has_flags or not codes:
        return intake
    notice = Problem("intake.units_assumed", Place(raw.file), severity=Severity.NOTICE)
    return replace(intake, problems=(*intake.problems, notice))


def titles_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of the table of job titles."""
    return (
        Column("職名", c.code, needed=True),
        Column(
            "役職区分",
            c.known_as(words.bands, "intake.unknown_band"),
            needed=True,
            words=tuple(words.bands),
        ),
        Column("有効開始", c.day),
        Column("有効終了", c.day),
    )


def read_titles(raw: RawTable, words: Vocabulary) -> Intake[JobTitle]:
    """Read the table of job titles and rank bands."""
    parsed = c.read_columns(raw, titles_columns(words))
    return gather(
        raw,
        parsed,
        lambda name, band, start, last: JobTitle(name, band, Period.through(start, last)),
        parsed.column("職名"),
        parsed.column("役職区分"),
        parsed.column("有効開始"),
        parsed.column("有効終了"),
        period=("有効開始", "有効終了"),
    )


def appointments_columns(words: Vocabulary) -> tuple[Column, ...]:
    """Return the columns of the appointments file."""
    return (
        Column("職員番号", c.code, needed=True),
        Column(
            "役割",
            c.known_as(words.roles, "intake.unknown_role"),
            needed=True,
            words=tuple(words.roles),
        ),
        Column("開始", c.day, needed=True),
        Column("終了", c.day),
        Column("方法", c.one_of(v.METHODS), words=tuple(v.METHODS)),
        Column("所属コード", c.optional_code),
        Column("認定番号", c.code),
        Column("終了理由", c.verbatim),
    )


def read_appointments(raw: RawTable, words: Vocabulary) -> Intake[Appointment]:
    """Read appointments to roles."""
    parsed = c.read_columns(raw, appointments_columns(words))
    return gather(
        raw,
        parsed,
        lambda no, role, start, last, method, department, number, because: Appointment(
            no,
            role,
            Period.through(start, last),
            method,
            department,
            certificate_no=number,
            ended_because=because,
        ),
        parsed.column("職員番号"),
        parsed.column("役割"),
        parsed.column("開始"),
        parsed.column("終了"),
        parsed.column("方法"),
        parsed.column("所属コード"),
        parsed.column("認定番号", ""),
        parsed.column("終了理由", ""),
        period=("開始", "終了"),
    )
