"""Certificates of appointments, a page each, and the register of those who hold a role."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.roles.appointments import AppointmentLine, Coverage
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.role_names import (
    STANDING_NAMES,
    last_day_text,
    method_name,
    rule_text,
    term_text,
)
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.certificates import Certificate, write_certificate_pages
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

REGISTER_SHEET = _("認定者名簿")
COVERAGE_SHEET = _("配置")


def write_certificates(
    path: Path, lines: Sequence[AppointmentLine], *, organisation: str, made_at: datetime
) -> None:
    """Write a certificate on an A4 page for each appointment.

    Args:
        path: The workbook to write or to replace.
        lines: Appointments with a number and a first day.
        organisation: Who gives them.
        made_at: An aware instant; certificates bear the first day of the appointment.

    Raises:
        MachineFailure: The file could not be written.
    """
    pages = [
        Certificate(
            line.certificate_no,
            line.department_name,
            line.name,
            _("あなたは{role}としての役割を担う者であることを認定します。").format(
                role=line.role_name
            ),
            _("期間　{term}").format(term=term_text(line.valid)),
            "" if line.valid.start is None else wareki(line.valid.start),
        )
        for line in lines
    ]
    write_certificate_pages(path, pages, organisation=organisation, made_at=made_at)


def write_register(
    path: Path,
    lines: Sequence[AppointmentLine],
    title: str,
    as_of: date,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the register of appointments for printing.

    Args:
        path: The workbook to write or to replace.
        lines: The appointments.
        title: What they are of: a role, or all roles.
        as_of: The day on which they stand as they do.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(REGISTER_SHEET, organisation, made_at)
    facts = (title, _("基準日 {as_of}").format(as_of=wareki(as_of)))
    heading = Heading(REGISTER_SHEET, facts, organisation, made_at)
    print_table(workbook.create_sheet(REGISTER_SHEET), heading, _register(lines))
    save(workbook, path)


def _register(lines: Sequence[AppointmentLine]) -> PrintTable:
    columns = (
        PrintColumn(_("認定番号"), narrowest=14),
        PrintColumn(_("役割")),
        PrintColumn(_("所属"), widest=24),
        PrintColumn(_("職名")),
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=24),
        PrintColumn(_("任命の日"), "center"),
        PrintColumn(_("終わりの日"), "center"),
        PrintColumn(_("方法"), "center"),
        PrintColumn(_("状態"), "center"),
        PrintColumn(_("終えた理由"), narrowest=10, widest=24),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.certificate_no,
            line.role_name,
            line.department_name,
            line.job_title,
            line.employee_no,
            line.name,
            "" if line.valid.start is None else wareki_short(line.valid.start),
            last_day_text(line.valid),
            method_name(line.method),
            STANDING_NAMES[line.standing],
            line.ended_because,
        )
        for line in lines
    ]
    notes = (
        _("所属と職名は基準日のものです。基準日に配属のない職員は、任命した所属を示します。"),
        _("認定番号は任命の年度ごとに順に付け、取り消した番号も二度と使いません。"),
    )
    return PrintTable(columns, rows, notes=notes)


def write_coverage(path: Path, found: Coverage, *, organisation: str, made_at: datetime) -> None:
    """Write who holds a role in each evaluation unit, those that lack somebody first.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(COVERAGE_SHEET, organisation, made_at)
    facts = (found.role_name, _("基準日 {as_of}").format(as_of=wareki(found.as_of)))
    heading = Heading(_("評価単位ごとの配置"), facts, organisation, made_at)
    columns = (
        PrintColumn(_("部"), widest=24),
        PrintColumn(_("評価単位"), widest=28),
        PrintColumn(_("職員"), "right"),
        PrintColumn(_("必要"), "right"),
        PrintColumn(_("配置"), "right"),
        PrintColumn(_("不足"), "right"),
        PrintColumn(_("氏名（終わりの日）"), narrowest=24, widest=60),
    )
    units = sorted(found.units, key=lambda unit: (not unit.missing, unit.code))
    rows: list[tuple[Value, ...]] = [
        (
            unit.division,
            unit.name,
            unit.headcount,
            unit.least,
            len(unit.holders),
            unit.missing,
            _("、").join(
                _("{name}（{last}）").format(
                    name=holder.name,
                    last=_("期限なし")
                    if holder.last_day is None
                    else wareki_short(holder.last_day),
                )
                for holder in unit.holders
            ),
        )
        for unit in units
    ]
    notes = (
        rule_text(found.rule),
        _("役割のある職員は、基準日の主務の所属で数えます。職員のいない評価単位は不足としません。"),
    )
    print_table(
        workbook.create_sheet(COVERAGE_SHEET), heading, PrintTable(columns, rows, notes=notes)
    )
    save(workbook, path)
