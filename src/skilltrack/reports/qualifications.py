"""The register of qualifications for the personnel section: for printing, and as data."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.exams.qualifications import Qualification
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.exam_goals import SOURCE_NAMES, remark_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.data_tables import Column, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

SHEET = _("資格台帳")

Line = tuple[Qualification, str]
"""A qualification, and how it stands in a word."""


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """The lines wanted, and what they are for."""

    as_of: date
    lines: tuple[Line, ...]
    purpose: str


def write_print(path: Path, sheet: RegisterSheet, *, organisation: str, made_at: datetime) -> None:
    """Write the register for printing.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(SHEET, organisation, made_at)
    people = {one.person.employee_no for one, _word in sheet.lines}
    facts = (
        _("基準日 {as_of}").format(as_of=wareki(sheet.as_of)),
        _("利用目的：{purpose}").format(purpose=sheet.purpose),
        _("{count:,}件（{people:,}人）").format(count=len(sheet.lines), people=len(people)),
    )
    columns = (
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=20),
        PrintColumn(_("所属"), widest=24),
        PrintColumn(_("資格"), widest=36),
        PrintColumn(_("分野"), widest=14),
        PrintColumn(_("取得日"), "center"),
        PrintColumn(_("有効期限"), "center"),
        PrintColumn(_("状態"), "center"),
        PrintColumn(_("証書番号"), widest=18),
        PrintColumn(_("証跡"), widest=26),
        PrintColumn(_("備考"), widest=26),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.person.employee_no,
            one.person.name,
            one.person.department_name,
            one.name,
            one.field,
            "" if one.got_on is None else wareki_short(one.got_on),
            "" if one.last_day is None else wareki_short(one.last_day),
            word,
            one.certificate_no,
            one.evidence,
            remark_text(one),
        )
        for one, word in sheet.lines
    ]
    notes = (
        _("受験の記録にある合格と、台帳に記載した資格です。取得日の記録がないものは空欄です。"),
        _("人事担当課の中だけで、上の利用目的のために使う資料です。"),
    )
    print_table(
        workbook.create_sheet(SHEET),
        Heading(SHEET, facts, organisation, made_at),
        PrintTable(columns, rows, notes=notes),
    )
    save(workbook, path)


def write_data(path: Path, sheet: RegisterSheet, *, organisation: str, made_at: datetime) -> None:
    """Write the register as data: one datum in a cell.

    Raises:
        MachineFailure: The file could not be written.
    """
    columns: tuple[Column[Line], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda line: line[0].person.employee_no),
        Column(_("氏名"), _("基準日の氏名"), lambda line: line[0].person.name),
        Column(_("所属コード"), _("基準日の主務の所属"), lambda line: line[0].person.department),
        Column(_("所属名"), _("その名称"), lambda line: line[0].person.department_name),
        Column(_("資格"), _("試験または資格の名称"), lambda line: line[0].name),
        Column(_("分野"), _("台帳に記載した分野"), lambda line: line[0].field),
        Column(_("水準"), _("台帳に記載した水準（1～9）"), lambda line: line[0].level),
        *day_columns(_("取得日"), _("試験は初めて合格した受験日"), lambda line: line[0].got_on),
        *day_columns(
            _("有効期限"), _("有効な最後の日。空欄は期限なし"), lambda line: line[0].last_day
        ),
        Column(_("状態"), _("基準日の状態"), lambda line: line[1]),
        Column(_("証書番号"), _("合格証書などの番号"), lambda line: line[0].certificate_no),
        Column(_("証跡"), _("確かめた書類とその保管場所"), lambda line: line[0].evidence),
        Column(_("出所"), _("受験の記録か台帳の記載か"), lambda line: SOURCE_NAMES[line[0].source]),
        Column(_("備考"), _("補足"), lambda line: remark_text(line[0])),
    )
    write_tables(
        path,
        SHEET,
        (tabulate(SHEET, columns, sheet.lines),),
        made_at=made_at,
        organisation=organisation,
    )
