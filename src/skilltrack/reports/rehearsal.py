"""The April rehearsal for printing: heads, movements, courses owed, roles."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.outcomes import CoverState
from skilltrack.domain.years.rehearsal import DepartmentChange, Movement, MovementKind, Rehearsal
from skilltrack.domain.years.snapshots import Placed, Snapshot
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import (
    COVER_NAMES,
    DEPARTMENT_STATE_NAMES,
    FATE_NAMES,
    MOVEMENT_NAMES,
)
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

HEADS = _("所属別の人数")
MOVEMENTS = _("異動")
COURSES = _("受ける研修")
ROLES = _("役割")
TERMS = _("任命")

STAYING = frozenset({MovementKind.RETITLED, MovementKind.BAND_CHANGED, MovementKind.REORGANISED})


def write_rehearsal(
    path: Path, rehearsal: Rehearsal, *, made_at: datetime, unit_name: str = ""
) -> None:
    """Write a rehearsal for printing on A4 landscape.

    Args:
        path: The workbook to write or to replace.
        rehearsal: What was compared, only the own people for the head of a unit.
        made_at: The aware instant named in the footer.
        unit_name: The evaluation unit of the head it is for; '' for the personnel section.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("4月の予行"), rehearsal.organisation, made_at)
    sheets = (
        (HEADS, _heads(rehearsal)),
        (MOVEMENTS, _movements(rehearsal)),
        (COURSES, _courses(rehearsal)),
        (ROLES, _roles(rehearsal)),
        (TERMS, _terms(rehearsal)),
    )
    for title, table in sheets:
        if unit_name and not table.rows:  # a head gets no empty pages
            continue
        heading = _heading(rehearsal, title, unit_name, made_at)
        print_table(workbook.create_sheet(title), heading, table)
    save(workbook, path)


def _heading(rehearsal: Rehearsal, title: str, unit_name: str, made_at: datetime) -> Heading:
    days = rehearsal.differences
    facts = [
        _("{before} → {after}").format(before=wareki(days.before.on), after=wareki(days.after.on)),
        rehearsal.scheme_name,
    ]
    if unit_name:
        facts.insert(0, _("{unit}の所属長向け").format(unit=unit_name))
    return Heading(
        _("4月の予行　{part}").format(part=title), tuple(facts), rehearsal.organisation, made_at
    )


def _heads(rehearsal: Rehearsal) -> PrintTable:
    rows = [row for row in rehearsal.differences.departments if _is_shown(row)]
    columns = (
        PrintColumn(_("所属コード"), narrowest=10, widest=14),
        PrintColumn(_("所属"), narrowest=16, widest=34),
        PrintColumn(_("前日"), "right", narrowest=6),
        PrintColumn(_("採用・転入"), "right"),
        PrintColumn(_("異動で入る"), "right"),
        PrintColumn(_("異動で出る"), "right"),
        PrintColumn(_("退職・転出"), "right"),
        PrintColumn(_("当日"), "right", narrowest=6),
        PrintColumn(_("うち休職など"), "right"),
        PrintColumn(_("備考"), narrowest=10, widest=30),
    )
    total: list[Value] = [None, _("全体"), *_sums(rows), ""]
    names = {**rehearsal.differences.before.names, **rehearsal.differences.after.names}
    return PrintTable(
        columns,
        [total, *(_head_row(row, names) for row in rows)],
        totals=1,
        notes=(
            _("人数は主務の所属で数え、休職などの人も含めます。"),
            _("前日＋採用・転入＋異動で入る－異動で出る－退職・転出＝当日です。"),
        ),
    )


def _is_shown(row: DepartmentChange) -> bool:
    return bool(row.before or row.after)


def _figures(row: DepartmentChange) -> list[int]:
    return [
        row.before,
        row.joined,
        row.moved_in,
        row.moved_out,
        row.left,
        row.after,
        row.away_after,
    ]


def _sums(rows: Sequence[DepartmentChange]) -> list[int]:
    return [sum(column) for column in zip(*map(_figures, rows), strict=True)] or [0] * 7


def _head_row(row: DepartmentChange, names: dict[str, str]) -> list[Value]:
    notes = [DEPARTMENT_STATE_NAMES[row.state]]
    if row.predecessors:
        listed = "、".join(names.get(code, code) for code in row.predecessors)
        notes.append(_("前身 {names}").format(names=listed))
    if row.successors:
        listed = "、".join(names.get(code, code) for code in row.successors)
        notes.append(_("後継 {names}").format(names=listed))
    return [row.code, row.name, *_figures(row), "　".join(note for note in notes if note)]


def place_text(side: Placed | None, day: Snapshot) -> str | None:
    """Return where a person stands: department and job title; None where the person does not."""
    if side is None:
        return None
    name = day.names.get(side.department, side.department)
    return f"{name}　{side.job_title}".strip()


def kinds_text(movement: Movement) -> str:
    """Return what changes for a person in words."""
    return "、".join(MOVEMENT_NAMES[kind] for kind in movement.kinds)


def _person(movement: Movement) -> list[Value]:
    return [movement.person.employee_no, movement.person.name]


def _movements(rehearsal: Rehearsal) -> PrintTable:
    days = rehearsal.differences
    columns = (
        PrintColumn(_("職員番号"), narrowest=10, widest=14),
        PrintColumn(_("氏名"), narrowest=14, widest=22),
        PrintColumn(_("内容"), narrowest=14, widest=26),
        PrintColumn(_("前日の所属と職名"), narrowest=22, widest=36),
        PrintColumn(_("当日の所属と職名"), narrowest=22, widest=36),
        PrintColumn(_("役職区分"), narrowest=12, widest=24),
    )
    rows: list[list[Value]] = [
        [
            *_person(one),
            kinds_text(one),
            place_text(one.before, days.before),
            place_text(one.after, days.after),
            band_text(rehearsal, one),
        ]
        for one in days.movements
        if one.kinds
    ]
    return PrintTable(columns, rows, notes=(_none_note(rows, _("異動する人はいません。")),))


def band_text(rehearsal: Rehearsal, movement: Movement) -> str | None:
    """Return the band, old → new where it changes; None without one."""
    names = [
        None if side is None else rehearsal.band_names.get(side.band or "", side.band or "")
        for side in (movement.before, movement.after)
    ]
    if names[0] and names[1] and names[0] != names[1]:
        return f"{names[0]} → {names[1]}"
    return names[1] or names[0] or None


def _none_note(rows: Sequence[object], none: str) -> str:
    return _("{count:,}件です。").format(count=len(rows)) if rows else none


def catalogue_note(rehearsal: Rehearsal) -> str:
    """Return by which catalogue courses are counted."""
    if rehearsal.catalogue_year is None:
        return _("研修一覧がないため、受ける研修は数えていません。")
    year = fiscal_year_text(FiscalYear(rehearsal.catalogue_year))
    if rehearsal.is_carried:
        return _("新年度の研修一覧がまだないため、{year}の研修一覧で数えています。").format(
            year=year
        )
    return _("{year}の研修一覧で数えています。").format(year=year)


def courses_text(rehearsal: Rehearsal, codes: Sequence[str]) -> str | None:
    """Return courses by name; None for none."""
    return "、".join(rehearsal.course_names.get(code, code) for code in codes) or None


def _courses(rehearsal: Rehearsal) -> PrintTable:
    days = rehearsal.differences
    columns = (
        PrintColumn(_("当日の所属と職名"), narrowest=22, widest=32),
        PrintColumn(_("職員番号"), narrowest=10, widest=14),
        PrintColumn(_("氏名"), narrowest=14, widest=20),
        PrintColumn(_("新たに受ける研修"), narrowest=24, widest=40),
        PrintColumn(_("受けなくてよくなる研修"), narrowest=24, widest=32),
        PrintColumn(_("受ける研修の数"), "right"),
    )
    rows: list[list[Value]] = [
        [
            place_text(one.after, days.after),
            *_person(one),
            courses_text(rehearsal, one.newly_due),
            courses_text(rehearsal, one.no_longer_due),
            len(one.due),
        ]
        for one in days.movements
        if one.newly_due or one.no_longer_due
    ]
    return PrintTable(
        columns,
        rows,
        notes=(
            _none_note(rows, _("受ける研修が変わる人はいません。")),
            catalogue_note(rehearsal),
            _("役職区分と役割が変わる人、採用・復職する人、休職などに入る人を載せています。"),
        ),
    )


def _roles(rehearsal: Rehearsal) -> PrintTable:
    columns = (
        PrintColumn(_("役割"), narrowest=14, widest=22),
        PrintColumn(_("所属コード"), narrowest=10, widest=14),
        PrintColumn(_("所属"), narrowest=18, widest=34),
        PrintColumn(_("前日"), "right", narrowest=6),
        PrintColumn(_("当日"), "right", narrowest=6),
        PrintColumn(_("うち続く人"), "right"),
        PrintColumn(_("必要数"), "right"),
        PrintColumn(_("状況"), narrowest=20, widest=34),
    )
    order = list(CoverState)
    covers = sorted(
        rehearsal.differences.covers, key=lambda c: (c.role, order.index(c.state), c.unit)
    )
    rows: list[list[Value]] = [
        [
            rehearsal.role_names.get(cover.role, cover.role),
            cover.unit,
            cover.name,
            cover.before,
            cover.after,
            cover.staying,
            cover.least,
            COVER_NAMES[cover.state],
        ]
        for cover in covers
    ]
    return PrintTable(
        columns,
        rows,
        notes=(
            _("「当日」は記録による人数、「うち続く人」は役割の規程により任命が続く人数です。"),
        ),
    )


def _terms(rehearsal: Rehearsal) -> PrintTable:
    days = rehearsal.differences
    names = {p.employee_no: p.name for p in (*days.before.people, *days.after.people)}
    columns = (
        PrintColumn(_("役割"), narrowest=14, widest=22),
        PrintColumn(_("職員番号"), narrowest=10, widest=14),
        PrintColumn(_("氏名"), narrowest=14, widest=22),
        PrintColumn(_("前日の所属"), narrowest=18, widest=30),
        PrintColumn(_("当日の所属"), narrowest=18, widest=30),
        PrintColumn(_("任期の終わり"), narrowest=16),
        PrintColumn(_("当日からの扱い"), narrowest=20, widest=34),
    )
    rows: list[list[Value]] = [
        [
            rehearsal.role_names.get(one.appointment.role, one.appointment.role),
            one.appointment.employee_no,
            names.get(one.appointment.employee_no, ""),
            None if one.before is None else days.before.names.get(one.before.department),
            None if one.after is None else days.after.names.get(one.after.department),
            None if one.last_day is None else wareki(one.last_day),
            FATE_NAMES[one.fate],
        ]
        for one in days.outcomes
    ]
    return PrintTable(
        columns,
        rows,
        notes=(
            _none_note(rows, _("前日に任命中の人はいません。")),
            _("「終了の記録なし」は、年度替わりの画面で更新か終了を決めます。"),
        ),
    )
