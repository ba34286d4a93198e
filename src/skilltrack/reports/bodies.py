"""Bodies side by side as a workbook for printing, as data and as a JSON document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from skilltrack.domain.analysis.bodies import (
    BodiesTable,
    BodyLine,
    BodySummary,
    ComparedFigure,
    SummaryCategory,
)
from skilltrack.i18n.body_names import (
    AVERAGE,
    EVERYBODY,
    NO_FIGURE_WORDS,
    body_name,
    table_notes,
    year_text,
)
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.analysis.figures import Figure, Shade, SheetTable, print_figures
from skilltrack.reports.data_tables import (
    Column,
    DataTable,
    Datum,
    day_columns,
    fiscal_year_columns,
    tabulate,
)
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

Document = dict[str, Any]

TITLE = _("団体間の比較")


def write_bodies(path: Path, table: BodiesTable, *, made_at: datetime, organisation: str) -> None:
    """Write the bodies for printing: by field, and by band and field.

    Args:
        path: The workbook to write or to replace.
        table: The bodies.
        made_at: The aware instant named in the footer.
        organisation: The name of the body that compares; empty leaves it out.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(TITLE, organisation, made_at)
    facts = (
        table.questionnaire_title,
        _("{count}件の調査").format(count=len(table.lines)),
    )
    heading = Heading(TITLE, facts, organisation, made_at)
    print_figures(workbook.create_sheet(_("分野別")), heading, _by_field(table))
    if table.bands:
        by_band = Heading(_("団体間の比較（役職区分別）"), facts, organisation, made_at)
        print_figures(workbook.create_sheet(_("役職区分別")), by_band, _by_band(table))
    save(workbook, path)


def _category_columns(table: BodiesTable) -> tuple[PrintColumn, ...]:
    group = _("分野ごとの平均")
    return tuple(
        PrintColumn(category.name, "right", group=group, narrowest=8)
        for category in table.categories
    )


def _by_field(table: BodiesTable) -> SheetTable:
    people = _("人数")
    columns = (
        PrintColumn(_("団体"), widest=28),
        PrintColumn(_("年度")),
        PrintColumn(_("対象"), "right", group=people),
        PrintColumn(_("回答"), "right", group=people),
        PrintColumn(_("回答率"), "right", group=people, narrowest=8),
        *_category_columns(table),
    )
    rows: list[list[Figure]] = []
    averages = [table.averages.get((one.code, None)) for one in table.categories]
    has_average = any(averages)
    if has_average:
        shades = [Shade(None if one is None else one.mean) for one in averages]
        rows.append([AVERAGE, "", "", "", "", *shades])
    for line in table.lines:
        summary = line.summary
        rate = Fraction(summary.answered, summary.asked) if summary.asked else None
        counts: list[Figure] = [summary.asked, summary.answered, rate]
        rows.append(
            [body_name(line), year_text(summary), *counts, *_shown(line, table.categories, None)]
        )
    notes = table_notes(table)
    return SheetTable(PrintTable(columns, (), int(has_average), notes), rows)


def _by_band(table: BodiesTable) -> SheetTable:
    columns = (
        PrintColumn(_("役職区分"), widest=24),
        PrintColumn(_("団体"), widest=28),
        PrintColumn(_("年度")),
        *_category_columns(table),
    )
    rows: list[list[Figure]] = []
    for band in table.bands:
        averages = [table.averages.get((one.code, band)) for one in table.categories]
        if any(averages):
            shades = [Shade(None if one is None else one.mean) for one in averages]
            rows.append([band, AVERAGE, "", *shades])
        rows += [
            [band, body_name(line), year_text(line.summary), *shown]
            for line in table.lines
            if _has_band(line.summary, band)
            for shown in (_shown(line, table.categories, band),)
        ]
    return SheetTable(PrintTable(columns, (), 0, table_notes(table)), rows)


def _has_band(summary: BodySummary, band: str) -> bool:
    return any(one.name == band for one in summary.bands)


def _shown(line: BodyLine, categories: Sequence[SummaryCategory], band: str | None) -> list[Figure]:
    return [_printed(line.figures[category.code, band]) for category in categories]


def _printed(figure: ComparedFigure) -> Figure:
    return Shade(figure.mean) if figure.why is None else NO_FIGURE_WORDS[figure.why]


# Data


@dataclass(frozen=True, slots=True)
class _Row:
    """One figure of one body."""

    line: BodyLine
    category: SummaryCategory
    band: str | None
    figure: ComparedFigure


def write_bodies_data(
    path: Path, table: BodiesTable, *, made_at: datetime, organisation: str
) -> None:
    """Write the bodies as a long table: one row for a body, a field and a band.

    Args:
        path: The workbook to write or to replace.
        table: The bodies.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the body that compares, kept in the file's properties.

    Raises:
        MachineFailure: The file could not be written.
    """
    tables = (_figures_table(table), _surveys_table(table))
    title = _("団体間の比較（データ）")
    write_tables(path, title, tables, made_at=made_at, organisation=organisation)


def _figures_table(table: BodiesTable) -> DataTable:
    def why(row: _Row) -> Datum:
        return None if row.figure.why is None else NO_FIGURE_WORDS[row.figure.why]

    columns: tuple[Column[_Row], ...] = (
        Column(_("団体"), _("団体の名前。名前のない団体は番号"), lambda r: body_name(r.line)),
        *fiscal_year_columns(lambda row: row.line.summary.fiscal_year.year),
        Column(_("分野コード"), _("調査票の分野のコード"), lambda r: r.category.code),
        Column(_("分野"), _("調査票の分野の名前"), lambda r: r.category.name),
        Column(_("役職区分"), _("役職区分の名前。全体は「全体」"), lambda r: r.band or EVERYBODY),
        Column(
            _("人数（人）"), _("判定できた人数。5人単位に丸めたもの"), lambda r: r.figure.people
        ),
        Column(
            _("平均（割合）"),
            _("得点÷満点の平均。0から1まで"),
            lambda r: ratio_figure(r.figure.mean),
        ),
        Column(_("数値のない理由"), _("非公開、設問違い、その区分がない（―）"), why),
    )
    rows = [
        _Row(line, category, band, line.figures[category.code, band])
        for line in table.lines
        for band in (None, *table.bands)
        if band is None or _has_band(line.summary, band)
        for category in table.categories
    ]
    return tabulate(_("団体別の平均"), columns, rows)


def _surveys_table(table: BodiesTable) -> DataTable:
    columns: tuple[Column[BodyLine], ...] = (
        Column(_("団体"), _("団体の名前。名前のない団体は番号"), body_name),
        *fiscal_year_columns(lambda line: line.summary.fiscal_year.year),
        Column(_("調査"), _("調査の題名"), lambda line: line.summary.title),
        Column(_("調査票"), _("調査票の題名"), lambda line: line.summary.questionnaire_title),
        Column(_("版"), _("調査票の版"), lambda line: line.summary.version),
        *day_columns(_("開始日"), _("調査の初日"), lambda line: line.summary.opens_on),
        *day_columns(_("締切日"), _("調査の最終日"), lambda line: line.summary.closes_on),
        *day_columns(_("確定日"), _("数値を確定した日"), lambda line: line.summary.settled_on),
        Column(_("対象（人）"), _("5人単位に丸めたもの"), lambda line: line.summary.asked),
        Column(_("回答（人）"), _("5人単位に丸めたもの"), lambda line: line.summary.answered),
    )
    return tabulate(_("調査"), columns, table.lines)


# JSON


def bodies_document(table: BodiesTable) -> Document:
    """Return the bodies as a JSON document; ratios have four decimals, no figure is null."""
    return {
        "questionnaire": table.questionnaire,
        "title": table.questionnaire_title,
        "categories": [{"code": one.code, "name": one.name} for one in table.categories],
        "averages": [
            {
                "category": category,
                "band": band,
                "people": average.people,
                "bodies": average.bodies,
                "mean": ratio_figure(average.mean),
            }
            for (category, band), average in table.averages.items()
        ],
        "bodies": [_line_document(line) for line in table.lines],
    }


def _line_document(line: BodyLine) -> Document:
    summary = line.summary
    return {
        "body": body_name(line),
        "fiscal_year": summary.fiscal_year.year,
        "round": summary.title,
        "version": summary.version,
        "opens_on": summary.opens_on.isoformat(),
        "closes_on": summary.closes_on.isoformat(),
        "settled_on": summary.settled_on.isoformat(),
        "asked": summary.asked,
        "answered": summary.answered,
        "is_newest": line.is_newest,
        "figures": [
            {
                "category": category,
                "band": band,
                "people": figure.people,
                "mean": ratio_figure(figure.mean),
                "why": None if figure.why is None else figure.why.value,
            }
            for (category, band), figure in line.figures.items()
        ],
    }
