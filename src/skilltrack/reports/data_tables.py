"""What a table of the data workbook is: columns with meanings, and rows of plain data."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from skilltrack.domain.calendar import FiscalYear
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _

Datum = str | int | float | date | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its heading with the unit, what it means, and how a row fills it."""

    heading: str
    meaning: str
    value: Callable[[Row], Datum]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A sheet: headings, what they mean, and ``count`` rows that ``rows`` makes at every call."""

    title: str
    headings: tuple[str, ...]
    meanings: tuple[str, ...]
    rows: Callable[[], Iterator[list[Datum]]]
    count: int


def tabulate(title: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> DataTable:
    """Make a table from rows that lie ready."""
    return streamed(title, columns, lambda: rows, len(rows))


def streamed(
    title: str, columns: Sequence[Column[Row]], rows: Callable[[], Iterable[Row]], count: int
) -> DataTable:
    """Make a table whose rows are made one by one, so that a long one takes no memory."""

    def data() -> Iterator[list[Datum]]:
        for row in rows():
            yield [column.value(row) for column in columns]

    return DataTable(
        title=title,
        headings=tuple(column.heading for column in columns),
        meanings=tuple(column.meaning for column in columns),
        rows=data,
        count=count,
    )


def meaning_table(tables: Sequence[DataTable]) -> DataTable:
    """Return what every column of the other sheets means."""
    lines = [
        (table.title, heading, meaning)
        for table in tables
        for heading, meaning in zip(table.headings, table.meanings, strict=True)
    ]
    columns: tuple[Column[tuple[str, str, str]], ...] = (
        Column(_("シート"), "", lambda line: line[0]),
        Column(_("項目"), "", lambda line: line[1]),
        Column(_("意味"), "", lambda line: line[2]),
    )
    return tabulate(_("項目の意味"), columns, lines)


def day_columns(
    name: str, meaning: str, value: Callable[[Row], date | None]
) -> tuple[Column[Row], Column[Row]]:
    """Return a day in 西暦 and in 和暦, both empty where there is none."""

    def era(row: Row) -> Datum:
        on = value(row)
        return None if on is None else wareki(on)

    return (
        Column(_("{name}（西暦）").format(name=name), meaning, value),
        Column(_("{name}（和暦）").format(name=name), meaning, era),
    )


def fiscal_year_columns(value: Callable[[Row], int]) -> tuple[Column[Row], Column[Row]]:
    """Return a fiscal year in 西暦 and in 和暦."""
    return (
        Column(_("年度（西暦）"), _("4月1日に始まる年度の、始まりの年"), value),
        Column(
            _("年度（和暦）"),
            _("4月1日に始まる年度"),
            lambda row: fiscal_year_text(FiscalYear(value(row))),
        ),
    )
