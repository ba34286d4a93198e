"""Certificates, register, coverage, balance and meetings as cells and pages."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl

from skilltrack.domain.analysis.groups import RoundFacts
from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    Coverage,
    Holder,
    RoleRule,
    Standing,
    UnitCoverage,
)
from skilltrack.domain.roles.balance import Member, balance
from skilltrack.domain.roles.fields import FieldBalance, FieldShare, Mean
from skilltrack.domain.roles.meetings import (
    AttendanceState,
    Circle,
    CircleKind,
    Invited,
    Meeting,
    MeetingSheet,
    meeting_log,
)
from skilltrack.reports.appointments import write_certificates, write_coverage, write_register
from skilltrack.reports.balance import FIRST_ROW, write_balance
from skilltrack.reports.meetings import write_meetings

MADE_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
EXTERNAL = "髙﨑 𠮷\ue000子"


def line(number: str, name: str, certificate: str, last_day: date | None) -> AppointmentLine:
    return AppointmentLine(
        number,
        name,
        "カナ",
        "dx_leader",
        "DXリーダー",
        Period.through(date(2026, 4, 1), last_day),
        AppointmentMethod.VOLUNTEERED,
        "0101",
        "人事課",
        "主事",
        "",
        certificate,
        "",
        Standing.HELD,
    )


def texts(path: Path, sheet: int = 0) -> list[str]:
    cells = openpyxl.load_workbook(path).worksheets[sheet]
    return [str(cell.value) for row in cells.iter_rows() for cell in row if cell.value is not None]


def test_a_certificate_names_number_person_role_and_term(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    lines = [
        line("0001", EXTERNAL, "令和8-DXL-001", date(2029, 3, 31)),
        line("0002", "=1+1", "令和8-DXL-002", None),
    ]
    write_certificates(path, lines, organisation="試験市", made_at=MADE_AT)
    found = texts(path)
    assert "第 令和8-DXL-001 号" in found
    assert f"{EXTERNAL}　様" in found
    assert "期間　令和8年4月1日から令和11年3月31日まで" in found
    assert "期間　令和8年4月1日から" in found
    assert found.count("試験市") == 2
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [part.id for part in sheet.row_breaks.brk] == [sheet.max_row // 2]
    assert sheet.print_title_rows is None
    assert sheet.page_setup.orientation == "portrait"


def test_the_register_holds_a_row_for_each_appointment(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    lines = [line("0001", EXTERNAL, "令和8-DXL-001", None)]
    write_register(path, lines, "DXリーダー", ON, organisation="試験市", made_at=MADE_AT)
    found = texts(path)
    assert {EXTERNAL, "令和8-DXL-001", "0001", "期限なし", "手挙げ", "任命中"} <= set(found)


def test_units_that_lack_somebody_stand_first(tmp_path: Path) -> None:
    path = tmp_path / "u.xlsx"
    found = Coverage(
        "dx_leader",
        "DXリーダー",
        ON,
        RoleRule("dx_leader"),
        (
            UnitCoverage("0101", "人事課", "総務部", 9, 1, (Holder("1", "甲", None),)),
            UnitCoverage("0102", "税務課", "総務部", 5, 1, ()),
        ),
        (),
    )
    write_coverage(path, found, organisation="試験市", made_at=MADE_AT)
    names = [text for text in texts(path) if text in {"人事課", "税務課"}]
    assert names == ["税務課", "人事課"]


def test_each_chart_of_the_balance_draws_the_cells_of_its_table(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    members = [
        Member(str(n), ("01", "部"), ("0101", "課"), 20 + 10 * (n % 3), "事務", n < 2)
        for n in range(9)
    ]
    found = balance("dx_leader", "DXリーダー", ON, members)
    write_balance(path, found, None, organisation="試験市", made_at=MADE_AT)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["部", "評価単位", "年代", "職種", "グラフ"]
    ages = book["年代"]
    assert [ages.cell(FIRST_ROW + n, 1).value for n in range(-1, 3)] == [
        "全体",
        "20代",
        "30代",
        "40代",
    ]
    assert [ages.cell(FIRST_ROW + n, 2).value for n in range(3)] == [1, 1, 0]
    charts = book["グラフ"]._charts
    assert len(charts) == 4
    assert charts[2].series[0].val.numRef.f == f"'年代'!$D${FIRST_ROW}:$D${FIRST_ROW + 2}"


def test_the_fields_of_a_role_stand_on_a_sheet_and_hide_what_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    facts = RoundFacts("2026-1", "秋の点検", "q", 1, ON, ON, is_closed=True)
    mean = Mean(9, Fraction(1, 2))
    fields = (
        FieldShare("a", "用語", 4, 2, mean, mean),
        FieldShare("b", "=表計算", None, None, Mean(3, None), mean),
    )
    found = FieldBalance("dx_leader", "DXリーダー", ON, facts, 9, 7, 0, fields)
    spread = balance("dx_leader", "DXリーダー", ON, [])
    write_balance(path, spread, found, organisation="試験市", made_at=MADE_AT)
    sheet = openpyxl.load_workbook(path)["得意・苦手"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=6)]
    assert ["用語", 4, 2, 9, 0.5, 0.5] in rows
    assert ["=表計算", "非公表", "非公表", 3, "非公表", 0.5] in rows
    assert any("未回答の2人" in str(row[0]) for row in rows)
    assert any("「非公表」は、5人未満" in str(row[0]) for row in rows)


def test_the_grid_tells_absent_from_unrecorded_and_from_not_invited(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    circle = Circle(CircleKind.ROLE, "dx_leader")

    def sheet(month: int, states: dict[str, AttendanceState | None]) -> MeetingSheet:
        people = [
            Invited(n, f"職員{n}", "", "0101", "人事課", "主事", s) for n, s in states.items()
        ]
        meeting = Meeting(f"m{month}", circle, "定例会", date(2026, month, 20))
        return MeetingSheet(meeting, "DXリーダー", tuple(people))

    sheets = [
        sheet(4, {"1": AttendanceState.ATTENDED, "2": None}),
        sheet(5, {"1": AttendanceState.ABSENT}),
    ]
    log = meeting_log(circle, "DXリーダー", FiscalYear(2026), date(2026, 7, 1), sheets)
    write_meetings(path, log, organisation="試験市", made_at=MADE_AT)
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book["出欠"].iter_rows(min_row=3, max_row=5)]
    assert rows[0] == ["所属", "氏名", "4/20", "5/20", "出席率"]
    assert rows[1] == ["人事課", "職員1", "○", "×", 0.5]
    assert rows[2] == ["人事課", "職員2", "？", None, "―"]
    assert "会議のなかった月：6月" in texts(path)
