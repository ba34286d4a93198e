"""The April rehearsal as data: a workbook with one cell one datum, and the JSON document."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from skilltrack.domain.roles.outcomes import AppointmentOutcome, RoleCover
from skilltrack.domain.years.rehearsal import DepartmentChange, Movement, Rehearsal
from skilltrack.domain.years.snapshots import Placed
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import (
    COVER_NAMES,
    DEPARTMENT_STATE_NAMES,
    FATE_NAMES,
    MOVEMENT_NAMES,
)
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables

Document = dict[str, Any]
SEPARATOR = ";"


def write_rehearsal_data(
    path: Path, rehearsal: Rehearsal, *, made_at: datetime, unit_name: str = ""
) -> None:
    """Write a rehearsal as data.

    Raises:
        MachineFailure: The file could not be written.
    """
    title = _("4月の予行　{unit}").format(unit=unit_name).strip()
    tables = (_heads(rehearsal), _movements(rehearsal), _roles(rehearsal), _terms(rehearsal))
    write_tables(path, title, tables, made_at=made_at, organisation=rehearsal.organisation)


def _heads(rehearsal: Rehearsal) -> DataTable:
    columns: Sequence[Column[DepartmentChange]] = (
        Column(_("所属コード"), _("所属のコード"), lambda row: row.code),
        Column(_("所属名"), _("当日の名称。廃止された所属は前日の名称"), lambda row: row.name),
        Column(_("区分"), _("改称・新設・廃止"), lambda row: DEPARTMENT_STATE_NAMES[row.state]),
        Column(_("前日人数（人）"), _("前日に主務の人数"), lambda row: row.before),
        Column(_("採用・転入（人）"), _("前日に在籍せず当日に在籍"), lambda row: row.joined),
        Column(_("異動で入る（人）"), _("ほかの所属から移る"), lambda row: row.moved_in),
        Column(_("異動で出る（人）"), _("ほかの所属へ移る"), lambda row: row.moved_out),
        Column(_("退職・転出（人）"), _("前日に在籍し当日に在籍しない"), lambda row: row.left),
        Column(_("当日人数（人）"), _("当日に主務の人数"), lambda row: row.after),
        Column(_("うち休職など（人）"), _("当日に休職・育休・派遣出"), lambda row: row.away_after),
        Column(
            _("後継所属コード"),
            _("セミコロンで区切る"),
            lambda row: SEPARATOR.join(row.successors),
        ),
    )
    return tabulate(_("所属"), columns, rehearsal.differences.departments)


def _movements(rehearsal: Rehearsal) -> DataTable:
    days = rehearsal.differences

    def of(side: Placed | None, part: str) -> str:
        return "" if side is None else str(getattr(side, part) or "")

    columns: Sequence[Column[Movement]] = (
        Column(_("職員番号"), _("職員の番号"), lambda m: m.person.employee_no),
        Column(_("氏名"), _("職員の氏名"), lambda m: m.person.name),
        Column(
            _("内容"),
            _("セミコロンで区切る"),
            lambda m: SEPARATOR.join(MOVEMENT_NAMES[kind] for kind in m.kinds),
        ),
        Column(_("前日所属コード"), _("前日の主務の所属"), lambda m: of(m.before, "department")),
        Column(
            _("前日所属名"),
            _("前日の主務の所属"),
            lambda m: days.before.names.get(of(m.before, "department"), ""),
        ),
        Column(_("前日職名"), _("前日の職名"), lambda m: of(m.before, "job_title")),
        Column(_("前日役職区分"), _("前日の役職区分のコード"), lambda m: of(m.before, "band")),
        Column(_("当日所属コード"), _("当日の主務の所属"), lambda m: of(m.after, "department")),
        Column(
            _("当日所属名"),
            _("当日の主務の所属"),
            lambda m: days.after.names.get(of(m.after, "department"), ""),
        ),
        Column(_("当日職名"), _("当日の職名"), lambda m: of(m.after, "job_title")),
        Column(_("当日役職区分"), _("当日の役職区分のコード"), lambda m: of(m.after, "band")),
        Column(_("受ける研修コード"), _("当日の職で受ける研修"), lambda m: SEPARATOR.join(m.due)),
        Column(
            _("新たに受ける研修コード"),
            _("前日の職では受けなくてよかった研修"),
            lambda m: SEPARATOR.join(m.newly_due),
        ),
        Column(
            _("受けなくてよくなる研修コード"),
            _("前日の職では受ける必要のあった研修"),
            lambda m: SEPARATOR.join(m.no_longer_due),
        ),
    )
    return tabulate(_("異動"), columns, days.movements)


def _roles(rehearsal: Rehearsal) -> DataTable:
    columns: Sequence[Column[RoleCover]] = (
        Column(
            _("役割"),
            _("役割の名称"),
            lambda c: rehearsal.role_names.get(c.role, c.role),
        ),
        Column(_("所属コード"), _("評価単位の所属"), lambda c: c.unit),
        Column(_("所属名"), _("評価単位の所属"), lambda c: c.name),
        Column(_("前日（人）"), _("前日に役割を持つ人数"), lambda c: c.before),
        Column(_("当日（人）"), _("当日に役割を持つ人数（記録による）"), lambda c: c.after),
        Column(_("続く人（人）"), _("当日の人のうち規程により任命が続く人数"), lambda c: c.staying),
        Column(_("必要数（人）"), _("評価単位ごとに置く人数"), lambda c: c.least),
        Column(_("状況"), _("前日との違い"), lambda c: COVER_NAMES[c.state]),
    )
    return tabulate(_("役割"), columns, rehearsal.differences.covers)


def _terms(rehearsal: Rehearsal) -> DataTable:
    columns: Sequence[Column[AppointmentOutcome]] = (
        Column(_("職員番号"), _("職員の番号"), lambda o: o.appointment.employee_no),
        Column(
            _("役割"),
            _("役割の名称"),
            lambda o: rehearsal.role_names.get(o.appointment.role, o.appointment.role),
        ),
        *day_columns(_("開始"), _("任命の初日"), lambda o: o.appointment.valid.start),
        *day_columns(_("任期の終わり"), _("任命の最終日"), lambda o: o.last_day),
        Column(_("扱い"), _("当日からの扱い"), lambda o: FATE_NAMES[o.fate]),
    )
    return tabulate(_("任命"), columns, rehearsal.differences.outcomes)


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _side(side: Placed | None) -> Document | None:
    if side is None:
        return None
    return {
        "department": side.department,
        "unit": side.unit,
        "job_title": side.job_title,
        "band": side.band,
        "absence": None if side.absence is None else side.absence.value,
        "roles": sorted(side.roles),
    }


def rehearsal_document(rehearsal: Rehearsal) -> Document:
    """Return ``rehearse --json``."""
    days = rehearsal.differences
    return {
        "scheme": rehearsal.scheme_id,
        "before": days.before.on.isoformat(),
        "after": days.after.on.isoformat(),
        "catalogue_year": rehearsal.catalogue_year,
        "is_carried": rehearsal.is_carried,
        "departments": [
            {
                "code": row.code,
                "name": row.name,
                "state": row.state.value,
                "before": row.before,
                "joined": row.joined,
                "moved_in": row.moved_in,
                "moved_out": row.moved_out,
                "left": row.left,
                "after": row.after,
                "away_after": row.away_after,
                "predecessors": list(row.predecessors),
                "successors": list(row.successors),
            }
            for row in days.departments
        ],
        "people": [
            {
                "employee_no": one.person.employee_no,
                "kinds": [kind.value for kind in one.kinds],
                "before": _side(one.before),
                "after": _side(one.after),
                "due": list(one.due),
                "newly_due": list(one.newly_due),
                "no_longer_due": list(one.no_longer_due),
            }
            for one in days.movements
        ],
        "roles": [
            {
                "role": cover.role,
                "unit": cover.unit,
                "least": cover.least,
                "before": cover.before,
                "after": cover.after,
                "staying": cover.staying,
                "state": cover.state.value,
            }
            for cover in days.covers
        ],
        "appointments": [
            {
                "employee_no": one.appointment.employee_no,
                "role": one.appointment.role,
                "from": _day(one.appointment.valid.start),
                "last_day": _day(one.last_day),
                "fate": one.fate.value,
            }
            for one in days.outcomes
        ],
        "empty_units": list(days.empty_units),
    }
