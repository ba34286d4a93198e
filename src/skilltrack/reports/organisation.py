"""Departments before and after a reorganisation for printing, and the empty plan to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.domain.organisation import Department
from skilltrack.domain.reorganisation.contrast import Comparison, ContrastLine, Outcome
from skilltrack.domain.reorganisation.people import Share
from skilltrack.files.cells import write_text
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.reorganisation import OUTCOME_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

CONTRAST_SHEET = _("新旧対照表")
SHARES_SHEET = _("分割の振り分け")
PLAN_SHEET = _("改編の計画")
EXAMPLE_SHEET = _("記入例")


@dataclass(frozen=True, slots=True)
class ComparisonPaper:
    """What is printed: title, reason, the departments, and how people were divided.

    ``is_plan`` says that nothing of it was applied yet.
    """

    title: str
    reason: str
    comparison: Comparison
    shares: tuple[Share, ...] = ()
    is_plan: bool = False


def write_comparison(
    path: Path, paper: ComparisonPaper, *, organisation: str, made_at: datetime
) -> None:
    """Write the table of old and new departments on A4 landscape; no person is in it.

    Args:
        path: The workbook to write or to replace.
        paper: What is printed.
        organisation: The name of the body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(CONTRAST_SHEET, organisation, made_at)
    on = wareki(paper.comparison.on)
    state = _("{day}の改編（案）") if paper.is_plan else _("{day}の改編")
    facts = (state.format(day=on), paper.title, paper.reason)
    heading = Heading(_("組織の新旧対照表"), facts, organisation, made_at)
    print_table(workbook.create_sheet(CONTRAST_SHEET), heading, _contrast_table(paper.comparison))
    if paper.shares:
        heading = Heading(_("分割した所属の振り分け"), facts, organisation, made_at)
        sheet = workbook.create_sheet(SHARES_SHEET)
        print_table(sheet, heading, _shares_table(paper))
    save(workbook, path)


def _contrast_table(comparison: Comparison) -> PrintTable:
    old_group, new_group = _("旧（改編の前）"), _("新（改編の後）")
    before = {row.department.code: row for row in comparison.before}
    after = {row.department.code: row for row in comparison.after}
    columns = (
        PrintColumn(_("コード"), group=old_group, narrowest=8),
        PrintColumn(_("上位所属"), group=old_group, narrowest=12, widest=24),
        PrintColumn(_("所属名"), group=old_group, narrowest=16, widest=32),
        PrintColumn(_("人数"), "right", old_group, narrowest=6),
        PrintColumn(_("区分"), "center", narrowest=10),
        PrintColumn(_("コード"), group=new_group, narrowest=8),
        PrintColumn(_("上位所属"), group=new_group, narrowest=12, widest=24),
        PrintColumn(_("所属名"), group=new_group, narrowest=16, widest=32),
        PrintColumn(_("人数"), "right", new_group, narrowest=6),
    )
    old_names = {code: row.department.name for code, row in before.items()}
    new_names = {code: row.department.name for code, row in after.items()}
    rows: list[list[Value]] = [
        [
            "",
            "",
            _("全体"),
            sum(row.people for row in comparison.before),
            "",
            "",
            "",
            _("全体"),
            sum(row.people for row in comparison.after),
        ]
    ]
    shown: set[str] = set()
    for line in comparison.lines:
        old_people = None if line.old is None else before[line.old.code].people
        new_people = None if line.new is None else after[line.new.code].people
        # A department of several lines is counted in its first one.
        old_cells = _cells(line.old, old_names, old_people, is_first=_is_new(shown, line, "old"))
        new_cells = _cells(line.new, new_names, new_people, is_first=_is_new(shown, line, "new"))
        outcome = "" if line.outcome is Outcome.SAME else OUTCOME_NAMES[line.outcome]
        rows.append([*old_cells, outcome, *new_cells])
    notes = (
        _("人数は、{day}に主務の配属がある職員です。兼務は数えません。").format(
            day=wareki(comparison.on)
        ),
        _("人数は、その所属だけの人数です。下位の所属の人数は含みません。"),
        _("〃は、上の行に同じ所属の人数があることを示します。"),
    )
    return PrintTable(columns, rows, totals=1, notes=notes)


def _is_new(shown: set[str], line: ContrastLine, side: str) -> bool:
    department = line.old if side == "old" else line.new
    if department is None:
        return True
    key = f"{side} {department.code}"
    is_new = key not in shown
    shown.add(key)
    return is_new


def _cells(
    department: Department | None, names: dict[str, str], people: int | None, *, is_first: bool
) -> list[Value]:
    if department is None:
        return ["", "", "", ""]
    above = "" if department.parent is None else names.get(department.parent, department.parent)
    count: Value = people if is_first else "〃"
    return [department.code, above, department.name, count]


def _shares_table(paper: ComparisonPaper) -> PrintTable:
    before = {row.department.code: row.department.name for row in paper.comparison.before}
    after = {row.department.code: row.department.name for row in paper.comparison.after}
    columns = (
        PrintColumn(_("分割した所属"), narrowest=20, widest=32),
        PrintColumn(_("移る先"), narrowest=20, widest=32),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("職名ごとの人数"), narrowest=40, widest=60),
        PrintColumn(_("任用区分ごとの人数"), narrowest=24, widest=40),
    )
    rows: list[list[Value]] = [
        [
            f"{before.get(share.source, '')}（{share.source}）",
            f"{after.get(share.part, '')}（{share.part}）",
            share.people,
            _("、").join(f"{title or _('職名なし')} {count}" for title, count in share.titles),
            _("、").join(
                f"{EMPLOYMENT_TYPE_NAMES[kind]} {count}" for kind, count in share.employment_types
            ),
        ]
        for share in paper.shares
    ]
    return PrintTable(columns, rows, notes=(_("主務の配属がある職員を数えています。"),))


# The plan to fill in


def plan_headings() -> tuple[str, ...]:
    """Return the headings of a plan file, with ＊ where every row needs a value."""
    return (
        _("操作＊"),
        _("所属コード"),
        _("新コード"),
        _("新名称"),
        _("上位所属コード"),
        _("評価単位"),
        _("下位所属の移し先"),
        _("振分"),
        _("備考"),
    )


def _examples() -> tuple[tuple[str, ...], ...]:
    return (
        (_("新設"), "", "0301", _("デジタル戦略課"), "03", "○", "", "", _("新しい所属")),
        (_("改称"), "0101", "", _("人事戦略課"), "", "", "", "", _("コードはそのまま")),
        (_("改称"), "0102", "0112", "", "", "", "", "", _("コードだけを変える")),
        (_("移管"), "0103", "", "", "02", "", "", "", _("別の部の下へ")),
        (_("統合"), "0201", "0210", _("税務課"), "", "", "0210", "", _("同じ新コードの行が一つに")),
        (_("統合"), "0202", "0210", "", "", "", "", "", ""),
        (_("分割"), "0203", "0203", "", "", "", "", _("残り"), _("元の所属も残る")),
        (
            _("分割"),
            "0203",
            "0213",
            _("こども課"),
            "",
            "",
            "",
            _("保育士;000123"),
            _("職名か職員番号"),
        ),
        (_("廃止"), "0204", "0203", "", "", "", "", "", _("人がいれば後継が要る")),
    )


def write_plan_template(path: Path) -> None:
    """Write an empty plan: headings on the first sheet, an example on the second.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(PLAN_SHEET, "", datetime.now(UTC), is_streamed=True)
    for name in (PLAN_SHEET, EXAMPLE_SHEET):
        sheet = workbook.create_sheet(name)
        rows = (plan_headings(), *(_examples() if name == EXAMPLE_SHEET else ()))
        for column in range(len(plan_headings())):
            widest = max(style.display_width(row[column]) for row in rows)
            style.set_width(sheet, column + 1, max(12, widest))
    save(
        workbook,
        path,
        {
            PLAN_SHEET: lambda sheet: _lines(sheet, ()),
            EXAMPLE_SHEET: lambda sheet: _lines(sheet, _examples()),
        },
    )


def _lines(sheet: WriteOnlyWorksheet, rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    head = [WriteOnlyCell(sheet) for _heading in plan_headings()]
    for cell, text in zip(head, plan_headings(), strict=True):
        style.write_head(cell, text)
    lines = [head]
    for row in rows:
        cells = [WriteOnlyCell(sheet) for _text in row]
        for cell, text in zip(cells, row, strict=True):
            if text:
                write_text(cell, text)
        lines.append(cells)
    return lines
