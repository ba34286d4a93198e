"""The board as a workbook for printing: table, charts, practices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board, Criterion, DepartmentEvaluation, Flag, PracticeLine
from skilltrack.domain.tally import Tally
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import (
    FLAG_NAMES,
    STAGE_NAMES,
)
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.structures import structure_line, structure_notes
from skilltrack.i18n.texts import _
from skilltrack.reports import charts, style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.rules import (
    board_notes,
)
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

TABLE_SHEET = _("所属別評価")
CHART_SHEET = _("グラフ")
PRACTICE_SHEET = _("DX実践")
NOT_APPLICABLE = _("対象外")
PRACTICES_IN_TABLE = 2

CHART_COLUMNS = 14
CHART_COLUMN_WIDTH = 8
CHART_ROWS = 30
CHART_ROW_POINTS = 15
FIGURES_COLUMN = CHART_COLUMNS + 2


@dataclass(frozen=True, slots=True)
class _Shown:
    """A criterion with its heading, the total of the body (None: not known) and its getter."""

    name: str
    figure: str
    body: Tally | None
    of: Callable[[DepartmentEvaluation], Criterion]


def write_ranking(path: Path, board: Board, *, made_at: datetime, organisation: str) -> None:
    """Write the board for printing on A4 landscape.

    Args:
        path: The workbook to write or to replace.
        board: The board.
        made_at: The aware instant named in the footer.
        organisation: The name of the municipality.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(TABLE_SHEET, organisation, made_at)
    heading = _heading(board, TABLE_SHEET, organisation, made_at)
    print_table(workbook.create_sheet(TABLE_SHEET), heading, _table(board))
    heading = _heading(board, _("所属別評価のグラフ"), organisation, made_at)
    _draw_charts(workbook.create_sheet(CHART_SHEET), heading, board)
    heading = _heading(board, _("所属のDX実践"), organisation, made_at)
    print_table(workbook.create_sheet(PRACTICE_SHEET), heading, _practice_table(board))
    save(workbook, path)


def _heading(board: Board, title: str, organisation: str, made_at: datetime) -> Heading:
    facts = (
        board.scheme_name,
        fiscal_year_text(FiscalYear(board.fiscal_year)),
        _("基準日 {as_of}").format(as_of=wareki(board.as_of)),
        *(() if board.arranged is None else filter(None, (structure_line(board.arranged),))),
    )
    return Heading(title, facts, organisation, made_at)


def _shown_criteria(board: Board) -> tuple[_Shown, ...]:
    body = board.evaluation.body
    return (
        _Shown(_("① 必須研修（階層別）"), _("修了"), body.required, lambda row: row.required),
        _Shown(_("② 必須研修（DXリーダー）"), _("受講"), None, lambda row: row.leader),
        _Shown(_("③ 選択研修"), _("受講"), body.elective, lambda row: row.elective),
    )


def _table(board: Board) -> PrintTable:
    criteria = _shown_criteria(board)
    columns = [
        PrintColumn(_("順位"), "right"),
        PrintColumn(_("所属"), narrowest=12, widest=26),
        PrintColumn(_("人数"), "right"),
    ]
    for criterion in criteria:
        columns += [
            PrintColumn(_("件数"), "right", group=criterion.name, narrowest=7),
            PrintColumn(_("率"), "right", group=criterion.name, narrowest=7),
            PrintColumn(_("順位"), "right", group=criterion.name),
        ]
    columns += [
        PrintColumn(_("④ DX実践"), narrowest=12, widest=42),
        PrintColumn(_("総合"), "right", narrowest=7),
        PrintColumn(_("備考"), narrowest=8, widest=24),
    ]
    rows = [_body_row(board, criteria)]
    rows += [_department_row(row, criteria) for row in board.evaluation.departments]
    notes = (
        _("件数は、①が修了／受講すべき延べ件数、②と③が受講した研修／対象の研修の数です。"),
        *structure_notes(board.arranged),
        *board_notes(board),
        _("④で「ほか」とある所属の取組も、「{sheet}」のシートにすべて載せています。").format(
            sheet=PRACTICE_SHEET
        ),
        _("「―」は、示す値がないことを表します。"),
    )
    return PrintTable(tuple(columns), rows, totals=1, notes=notes)


def _body_row(board: Board, criteria: Sequence[_Shown]) -> list[Value]:
    row: list[Value] = [None, _("全体"), board.evaluation.body.headcount]
    for criterion in criteria:
        if criterion.body is None:
            row += [None, None, None]
        elif criterion.body.ratio is None:
            row += [None, NOT_APPLICABLE, None]
        else:
            row += [_count(criterion.body), criterion.body.ratio, None]
    return [*row, None, None, ""]


def _department_row(department: DepartmentEvaluation, criteria: Sequence[_Shown]) -> list[Value]:
    row: list[Value] = [department.rank, department.name, department.headcount]
    for shown in criteria:
        criterion = shown.of(department)
        if criterion.ratio is None:
            row += [None, NOT_APPLICABLE, None]
        else:
            row += [_count(criterion.tally), criterion.ratio, criterion.rank]
    composite = NOT_APPLICABLE if department.composite is None else department.composite
    flags = "、".join(FLAG_NAMES[flag] for flag in department.flags)
    return [*row, _practices(department.practices), composite, flags]


def _count(tally: Tally) -> str:
    return f"{tally.done:,}/{tally.due:,}"


def _practices(practices: Sequence[PracticeLine]) -> str | None:
    """Name the first practices, and say without a number where there are more."""
    if not practices:
        return None
    named = practices[:PRACTICES_IN_TABLE]
    lines = [f"{line.title}（{STAGE_NAMES[line.stage]}）" for line in named]
    if len(practices) > PRACTICES_IN_TABLE:
        lines[-1] = _("{line} ほか").format(line=lines[-1])
    return "\n".join(lines)


def _practice_table(board: Board) -> PrintTable:
    columns = (
        PrintColumn(_("所属コード"), narrowest=10, widest=16),
        PrintColumn(_("所属"), narrowest=20, widest=40),
        PrintColumn(_("名称"), narrowest=60, widest=72),
        PrintColumn(_("段階"), "center", narrowest=8),
    )
    rows: list[list[Value]] = [
        [department.code, department.name, line.title, STAGE_NAMES[line.stage]]
        for department in sorted(board.evaluation.departments, key=lambda row: row.code)
        for line in department.practices
    ]
    notes = [
        _("所属コードの順に並べています。④は件数を数えず、点数にも順位にも使いません。"),
        _("段階は、提案、採択、実施、横展開の4つです。"),
    ]
    if not rows:
        notes.insert(0, _("この年度に登録されたDX実践はありません。"))
    return PrintTable(columns, rows, notes=tuple(notes))


def _draw_charts(sheet: Worksheet, heading: Heading, board: Board) -> None:
    """Draw a chart per page; the figures stand at the right, outside the printed area."""
    for index in range(1, CHART_COLUMNS + 1):
        style.set_width(sheet, index, CHART_COLUMN_WIDTH)
    anchor_row = style.write_heading(sheet, heading, CHART_COLUMNS)
    pages, absent = 0, []
    for position, criterion in enumerate(_shown_criteria(board)):
        bars = _bars(board, criterion)
        if all(ratio is None for _label, ratio in bars):
            absent.append(criterion.name)
            continue
        column = FIGURES_COLUMN + 3 * position
        _write_figures(sheet, column, criterion, bars)
        row = anchor_row + 1
        parts = charts.pages_of(bars)
        for number, part in enumerate(parts, start=1):
            labels = Reference(sheet, min_col=column, min_row=row, max_row=row + len(part) - 1)
            figures = Reference(sheet, min_col=column + 1, min_row=row, max_row=row + len(part) - 1)
            title = _chart_title(criterion, number, len(parts))
            top = anchor_row + pages * CHART_ROWS
            sheet.add_chart(charts.bar_chart(title, labels, figures), f"A{top}")
            row += len(part)
            pages += 1
    last_row = anchor_row + pages * CHART_ROWS - 1
    for row in range(anchor_row, last_row + 1):
        sheet.row_dimensions[row].height = CHART_ROW_POINTS
    for page in range(1, pages):
        style.break_after(sheet, anchor_row + page * CHART_ROWS - 1)
    notes = [
        _("{name}は、すべての所属で対象外のため、グラフがありません。").format(name=name)
        for name in absent
    ]
    last_row = style.write_notes(sheet, last_row + 1, CHART_COLUMNS, notes) - 1
    style.set_up_page(
        sheet,
        heading,
        title_rows=anchor_row - 1,
        last_row=last_row,
        last_column=CHART_COLUMNS,
    )


def _bars(board: Board, criterion: _Shown) -> list[charts.Bar]:
    """Return the bars from the highest ratio; departments without a figure come last."""
    rows = sorted(
        board.evaluation.departments,
        key=lambda row: (criterion.of(row).rank is None, criterion.of(row).rank or 0, row.code),
    )
    return [(_label(row, criterion.of(row)), criterion.of(row).ratio) for row in rows]


def _label(department: DepartmentEvaluation, criterion: Criterion) -> str:
    if criterion.ratio is None:
        return _("{name}（対象外）").format(name=department.name)
    if Flag.SMALL in department.flags:
        return _("{name}（参考）").format(name=department.name)
    return department.name


def _write_figures(
    sheet: Worksheet, column: int, criterion: _Shown, bars: Sequence[charts.Bar]
) -> None:
    style.write_head(style.cell_at(sheet, 3, column), _("所属"))
    style.write_head(style.cell_at(sheet, 3, column + 1), criterion.name)
    widest = max(style.display_width(label) for label, _ratio in bars)
    style.set_width(sheet, column, widest)
    style.set_width(sheet, column + 1, style.display_width(criterion.name))
    for row, (label, ratio) in enumerate(bars, start=4):
        style.write_value(style.cell_at(sheet, row, column), label, "left")
        cell = style.cell_at(sheet, row, column + 1)
        style.write_value(cell, ratio if ratio is not None else "", "right")


def _chart_title(criterion: _Shown, number: int, parts: int) -> str:
    title = _("{name}の{figure}率").format(name=criterion.name, figure=criterion.figure)
    if criterion.body is not None and criterion.body.ratio is not None:
        title += _("　全体 {percent}").format(percent=percent(criterion.body.ratio))
    if parts > 1:
        title += f"（{number}/{parts}）"
    return title
