"""The April rehearsal on real records: nothing counts before the day, on the day it does."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import Take, WriteCsv

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Flag
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.outcomes import CoverState
from skilltrack.domain.years.rehearsal import MovementKind, of_unit
from skilltrack.services.evaluation import board
from skilltrack.services.organisation import rehearsal
from skilltrack.services.organisation.rehearsal import RehearsalOrder, rehearse
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store import organisation
from skilltrack.store.audit import entries
from skilltrack.store.database import Database

APRIL = date(2027, 4, 1)
MARCH = date(2027, 3, 31)
TODAY = date(2027, 3, 10)
COLUMNS = "職員番号 氏名 フリガナ 所属コード 職名 採用日"
NEW_LIST = [
    ["0001", "髙橋　一郎", "タカハシ イチロウ", "0101", "課長", "2001-04-01"],
    ["0002", "山﨑　花子", "ヤマザキ ハナコ", "0102", "課長補佐", "2005-04-01"],
    ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0101", "課長補佐", "2015-04-01"],
    ["0004", "田中　三郎", "タナカ サブロウ", "0101", "主事", "2018-04-01"],
    ["0005", "佐藤　四郎", "サトウ シロウ", "0102", "課長", "2000-04-01"],
    ["0006", "鈴木　五月", "スズキ サツキ", "0102", "主査", "2010-04-01"],
    ["0007", "伊藤　六実", "イトウ ムツミ", "0102", "主事", "2019-04-01"],
    ["0020", "新人　二十", "シンジン", "0102", "主事", "2027-04-01"],
]


@pytest.fixture
def led(town: Take) -> Take:
    """The town with its only leader in 人事課."""
    town(
        ImportKind.APPOINTMENTS,
        "職員番号 役割 開始 終了",
        [["0002", "DXリーダー", "2026-04-01", ""]],
    )
    return town


@pytest.fixture
def roster(write_csv: WriteCsv) -> Path:
    return write_csv("新名簿", COLUMNS, NEW_LIST)


def order(roster: Path | None = None) -> RehearsalOrder:
    files = {} if roster is None else {ImportKind.EMPLOYEES: roster}
    return RehearsalOrder(APRIL, "fukui", TODAY, files)


def test_a_list_that_is_only_tried_shows_its_april_and_leaves_no_trace(
    led: Take, database: Database, roster: Path
) -> None:
    with database.reading() as session:
        known, logged = session.known, len(entries(session))
    found = rehearse(database, order(roster)).differences
    kinds = {m.person.employee_no: m.kinds for m in found.movements}
    assert kinds["0002"] == (MovementKind.MOVED,)
    assert MovementKind.RETITLED in kinds["0003"]
    assert kinds["0020"] == (MovementKind.JOINED,)
    with database.reading() as session:
        assert (session.known, len(entries(session))) == (known, logged)
        assert len(organisation.in_post(session, APRIL)) == 8
    assert rehearse(database, order()).differences.movements == ()


def test_the_rehearsal_says_what_the_board_says_on_the_day(
    led: Take, database: Database, roster: Path
) -> None:
    tried = rehearse(database, order(roster)).differences
    assert {c.unit: c.state for c in tried.covers} == {
        "0101": CoverState.LOST,
        "0102": CoverState.HELD,
    }
    led(ImportKind.EMPLOYEES, COLUMNS, NEW_LIST, effective=APRIL, today=TODAY)
    assert rehearse(database, order()).differences == tried
    for day, without in ((MARCH, ["0102"]), (APRIL, ["0101"])):
        rows = board(database, "fukui", FiscalYear.of(day), day).evaluation.departments
        assert [row.code for row in rows if Flag.NO_LEADER in row.flags] == without
    heads = {d.code: d.after for d in tried.departments}
    rows = board(database, "fukui", FiscalYear(2027), APRIL).evaluation.departments
    assert {row.code: row.headcount for row in rows} == {c: heads[c] for c in ("0101", "0102")}


def test_nothing_of_april_counts_in_march(led: Take, database: Database) -> None:
    def figures(day: date) -> tuple[object, object]:
        ranked = board(database, "fukui", FiscalYear(2026), day).evaluation
        return ranked, judge_all(database, "fukui", day).people

    before = figures(MARCH)
    led(ImportKind.EMPLOYEES, COLUMNS, NEW_LIST, effective=APRIL, today=TODAY)
    assert figures(MARCH) == before
    tiers = {
        p.person.employee_no: p.person.band for p in judge_all(database, "fukui", APRIL).people
    }
    assert tiers["0003"] == tiers["0002"]  # promoted to 課長補佐
    assert "0020" in tiers


def test_courses_are_measured_by_last_years_list_until_the_new_one_is_there(
    led: Take, database: Database, roster: Path
) -> None:
    found = rehearse(database, order(roster))
    assert (found.catalogue_year, found.is_carried) == (2026, True)
    owed = {m.person.employee_no: m for m in found.differences.movements}
    assert owed["0003"].no_longer_due == ("R2",)
    assert owed["0020"].newly_due == ("KQ-08", "R1", "R2")  # KQ-08: 北九州方式, at entry
    led(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["N1", "新しい研修", "必須", "", 2027]],
    )
    found = rehearse(database, order(roster))
    assert (found.catalogue_year, found.is_carried) == (2027, False)
    owed = {m.person.employee_no: m for m in found.differences.movements}
    assert owed["0020"].newly_due == ("KQ-08", "N1")


def test_people_missing_from_the_tried_list_are_told(
    led: Take, database: Database, roster: Path
) -> None:
    (outcome,) = rehearse(database, order(roster)).tried
    assert outcome.missing == ("0008",)


def test_a_list_with_mistakes_is_refused_with_all_of_them(
    led: Take, database: Database, write_csv: WriteCsv
) -> None:
    wrong = write_csv(
        "誤り",
        COLUMNS,
        [["0001", "髙橋", "", "9999", "課長", ""], ["0002", "山﨑", "", "9998", "", ""]],
    )
    with pytest.raises(Refusal) as refused:
        rehearse(database, order(wrong))
    assert len(refused.value.problems) == 2


def test_nobody_in_post_is_refused(database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        rehearse(database, order())
    assert refused.value.problems[0].code == "years.nobody"


def test_a_head_sees_the_own_people_with_the_other_side_and_nobody_else(
    led: Take, database: Database, roster: Path, tmp_path: Path
) -> None:
    found = rehearse(database, order(roster))
    shown = of_unit(found, "0101").differences
    assert {m.person.employee_no for m in shown.movements} == {"0002", "0003"}
    assert {p.employee_no for p in shown.before.people} == {"0001", "0002", "0003", "0004"}
    paths = rehearsal.write_for_heads(database, found, tmp_path / "所属長")
    assert [path.name for path in paths] == [
        "0101_人事課_4月の予行.xlsx",
        "0102_税務課_4月の予行.xlsx",
    ]
    cells = [
        str(cell.value)
        for sheet in load_workbook(paths[0])
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "山﨑　花子" in cells
    assert not [text for text in cells if "鈴木" in text or "新人" in text]


def test_the_workbooks_hold_everybody_for_the_personnel_section(
    led: Take, database: Database, roster: Path, tmp_path: Path
) -> None:
    found = rehearse(database, order(roster))
    rehearsal.write_rehearsal(database, found, tmp_path / "印刷.xlsx")
    rehearsal.write_rehearsal(database, found, tmp_path / "データ.xlsx", is_data=True)
    printed = load_workbook(tmp_path / "印刷.xlsx")
    assert printed.sheetnames == ["所属別の人数", "異動", "受ける研修", "役割", "任命"]
    total = [cell.value for cell in printed["所属別の人数"][4]]
    assert total[1:8] == ["全体", 8, 1, 1, 1, 0, 9]
    data = load_workbook(tmp_path / "データ.xlsx")
    rows = list(data["異動"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["0003", "0020", "0002"]
    with pytest.raises(Refusal) as refused:
        rehearsal.write_rehearsal(database, found, tmp_path / "x.xlsx", unit="99")
    assert refused.value.problems[0].code == "years.no_unit"
