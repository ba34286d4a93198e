"""A seat plan as data: sessions, seats, people without one, departments by day."""

from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.seats.sheets import (
    DepartmentDay,
    PlanSheet,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.i18n.seats import CAUSE_NAMES, FIXING_NAMES, kind_name, session_title, why_text
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables


def write_plan_data(path: Path, sheet: PlanSheet, *, organisation: str, made_at: datetime) -> None:
    """Write everything of a plan; one datum in a cell.

    Raises:
        Refusal: There are more rows than a sheet holds.
        MachineFailure: The file could not be written.
    """
    tables = (_sessions(sheet), _seats(sheet), _unserved(sheet), _away(sheet))
    write_tables(path, _("受講計画"), tables, made_at=made_at, organisation=organisation)


def _first_day(one: SessionSum) -> date | None:
    return None if one.session is None else one.session.first_day


def _sessions(sheet: PlanSheet) -> DataTable:
    columns: tuple[Column[SessionSum], ...] = (
        Column(
            _("実施回"),
            _("実施回の番号。@で始まるものは実施回のない研修"),
            lambda one: one.taken.session_id,
        ),
        Column(_("名称"), _("実施回の名前"), lambda one: one.title),
        Column(_("研修コード"), _("研修のコード"), lambda one: one.taken.course),
        *day_columns(
            _("初日"),
            _("最初の開催日"),
            _first_day,
        ),
        Column(_("席（人）"), _("計画した席。空欄は上限なし"), lambda one: one.taken.seats),
        Column(_("割当て（人）"), _("席を割り当てた人"), lambda one: one.seated),
        Column(_("うち決定済み（人）"), _("固定した席と申込み済みの席"), lambda one: one.fixed),
        Column(_("席のない人（人）"), _("研修が必要で席のない人"), lambda one: one.unserved),
        Column(_("費用（円）"), _("1回と1人の費用の合計。空欄は不明"), lambda one: one.cost_yen),
    )
    return tabulate(_("実施回"), columns, sheet.sessions)


def _seats(sheet: PlanSheet) -> DataTable:
    columns: tuple[Column[SeatLine], ...] = (
        Column(_("職員番号"), _("職員の番号"), lambda one: one.person.employee_no),
        Column(_("氏名"), _("計画の時点の氏名"), lambda one: one.person.name),
        Column(_("所属コード"), _("離席人数を数える所属"), lambda one: one.person.unit),
        Column(_("所属"), _("離席人数を数える所属の名前"), lambda one: one.person.unit_name),
        Column(_("研修コード"), _("研修のコード"), lambda one: one.record.course),
        Column(_("研修"), _("研修の名前"), lambda one: one.course_name),
        Column(_("実施回"), _("実施回の番号"), lambda one: one.record.session_id),
        Column(_("名称"), _("実施回の名前"), session_title),
        *day_columns(_("初日"), _("最初の開催日"), lambda one: one.first_day),
        Column(_("区分"), _("必要の区分"), lambda one: kind_name(one.record.kind)),
        Column(_("理由"), _("必要な理由"), lambda one: why_text(one.record.why)),
        Column(_("決定"), _("固定か申込み済みか"), lambda one: FIXING_NAMES[one.record.fixing]),
        Column(_("申込み"), _("1は実施回に申込み済み"), lambda one: int(one.is_enrolled)),
    )
    return tabulate(_("席"), columns, sheet.seats)


def _unserved(sheet: PlanSheet) -> DataTable:
    columns: tuple[Column[UnservedLine], ...] = (
        Column(_("職員番号"), _("職員の番号"), lambda one: one.person.employee_no),
        Column(_("氏名"), _("計画の時点の氏名"), lambda one: one.person.name),
        Column(_("所属コード"), _("離席人数を数える所属"), lambda one: one.person.unit),
        Column(_("所属"), _("離席人数を数える所属の名前"), lambda one: one.person.unit_name),
        Column(_("研修コード"), _("研修のコード"), lambda one: one.record.course),
        Column(_("研修"), _("研修の名前"), lambda one: one.course_name),
        Column(_("原因"), _("席のない原因"), lambda one: CAUSE_NAMES[one.cause]),
        Column(
            _("実施回ごとの原因"),
            _("実施回の名前と、その回に席を取れない原因"),
            lambda one: _("、").join(
                _("{title}：{cause}").format(title=title, cause=CAUSE_NAMES[cause])
                for title, cause in one.causes
            ),
        ),
        Column(_("区分"), _("必要の区分"), lambda one: kind_name(one.record.kind)),
        Column(_("理由"), _("必要な理由"), lambda one: why_text(one.record.why)),
        *day_columns(_("期限"), _("修了する期限"), lambda one: one.record.due),
    )
    return tabulate(_("席のない人"), columns, sheet.unserved)


def _away(sheet: PlanSheet) -> DataTable:
    columns: tuple[Column[DepartmentDay], ...] = (
        *day_columns(_("日"), _("開催日"), lambda one: one.on),
        Column(_("所属コード"), _("離席人数を数える所属"), lambda one: one.unit),
        Column(_("所属"), _("離席人数を数える所属の名前"), lambda one: one.unit_name),
        Column(_("離席（人）"), _("その日に席のある人"), lambda one: len(one.people)),
        Column(_("上限（人）"), _("離席人数の上限。空欄は上限なし"), lambda one: one.most),
    )
    return tabulate(_("所属と日"), columns, sheet.away)
