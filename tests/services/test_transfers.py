"""Handover sheets: who moves, what is owed in the new post, what a head may not see."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Succession, SuccessionKind
from skilltrack.domain.people.transfers import Audience, HandoverSheet, for_audience
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.services.people import transfers
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting
from skilltrack.store.organisation import SUCCESSIONS

DAY = date(2026, 10, 1)
ROSTER = "職員番号 氏名 フリガナ 所属コード 職名"


@pytest.fixture
def moved(town: Take) -> Take:
    """𠮷田 moves to 税務課 as 課長, with a role, courses, and a sitting."""
    town(ImportKind.APPOINTMENTS, "職員番号 役割 開始", [["0003", "DXリーダー", "2026-04-01"]])
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日",
        [["0003", "R1", "2026-06-01"], ["0003", "E1", "2026-11-01"]],
    )
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系",
        [["0003", "ITパスポート試験", "2026-05-10", 650, 400, 400, 400]],
    )
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0102", "課長"]],
        effective=DAY,
    )
    return town


def sheet_of(database: Database, audience: Audience = Audience.HR) -> HandoverSheet:
    (sheet,) = transfers.handover_sheets(database, DAY, audience)
    return sheet


def test_whoever_moves_is_handed_over_with_both_posts(moved: Take, database: Database) -> None:
    assert moved is not None
    sheet = sheet_of(database)
    assert (sheet.employee_no, sheet.name) == ("0003", "𠮷田　次郎")
    assert (sheet.old.department_name, sheet.old.job_title) == ("人事課", "主事")
    assert (sheet.new.department_name, sheet.new.job_title) == ("税務課", "課長")
    assert sheet.old.band != sheet.new.band
    assert sheet.fiscal_year == FiscalYear(2026)


def test_the_courses_are_those_of_the_new_post(moved: Take, database: Database) -> None:
    assert moved is not None
    sheet = sheet_of(database)
    assert sheet.owed is not None
    owed = {(course.name, course.kind) for course in sheet.owed}
    # R2 is asked of 一般職員 alone; R1 was completed; a leader owes the leader courses
    assert owed == {
        ("リーダー研修1", CourseKind.LEADER),
        ("リーダー研修2", CourseKind.LEADER),
    }
    assert [(course.name, course.on) for course in sheet.completed] == [
        ("DX推進研修", date(2026, 6, 1))
    ]


def test_a_role_goes_on_unless_its_rule_ends_it(moved: Take, database: Database) -> None:
    assert moved is not None
    assert [(role.name, role.goes_on) for role in sheet_of(database).roles] == [
        ("DXリーダー", True)
    ]
    rule = RoleRule("dx_leader", continues_after_transfer=False)
    with database.changing("test") as work:
        document = {"continues_after_transfer": rule.continues_after_transfer}
        change_setting(work, "roles", {"dx_leader": document})
    assert [role.goes_on for role in sheet_of(database).roles] == [False]


def test_a_head_sees_nothing_of_answers_and_exams(moved: Take, database: Database) -> None:
    assert moved is not None
    complete, narrowed = sheet_of(database), sheet_of(database, Audience.HEAD)
    assert complete.exams
    assert complete.tiers
    assert (narrowed.exams, narrowed.fields, narrowed.tiers) == ((), (), ())
    assert narrowed.answered_on is None
    assert (narrowed.owed, narrowed.roles) == (complete.owed, complete.roles)
    assert for_audience(complete, Audience.HEAD) == narrowed


def test_the_workbook_of_a_head_says_what_is_left_out(
    moved: Take, database: Database, tmp_path: Path
) -> None:
    assert moved is not None
    texts = {}
    for audience in Audience:
        (path,) = transfers.save_handover(database, tmp_path / audience, DAY, audience)
        assert "税務課" in path.name
        page = load_workbook(path).worksheets[0]
        assert page.title == "0003 𠮷田　次郎"
        assert page.page_setup.orientation == "portrait"
        cells = (cell.value for row in page.iter_rows() for cell in row)
        texts[audience] = "\n".join(str(value) for value in cells if value is not None)
    assert "ITパスポート試験" in texts[Audience.HR]
    assert "650" in texts[Audience.HR]
    assert "ITパスポート試験" not in texts[Audience.HEAD]
    assert "650" not in texts[Audience.HEAD]
    assert "載せていません" in texts[Audience.HEAD]
    assert "リーダー研修1" in texts[Audience.HEAD]


def test_whoever_goes_along_with_a_department_does_not_move(town: Take, database: Database) -> None:
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位",
        [["0105", "職員課", "01", "○"]],
    )
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [
            ["0003", "𠮷田　次郎", "ヨシダ ジロウ", "0105", "主事"],
            ["0004", "田中　三郎", "タナカ サブロウ", "0102", "主事"],
        ],
        effective=DAY,
    )
    with database.changing("test") as work:
        SUCCESSIONS.record(work, [Succession("0101", "0105", SuccessionKind.RENAMED, DAY)])
    assert sheet_of(database).employee_no == "0004"


@pytest.mark.parametrize(
    ("on", "number", "code"),
    [
        (date(2026, 10, 2), "", "people.nobody_moves"),
        (DAY, "0001", "people.does_not_move"),
    ],
)
def test_a_day_without_a_move_is_refused(
    moved: Take, database: Database, on: date, number: str, code: str
) -> None:
    assert moved is not None
    with pytest.raises(Refusal) as refused:
        transfers.handover_sheets(database, on, Audience.HR, number)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_year_without_courses_is_told_from_nothing_owed(town: Take, database: Database) -> None:
    spring = date(2027, 4, 1)
    town(
        ImportKind.EMPLOYEES,
        ROSTER,
        [["0004", "田中　三郎", "タナカ サブロウ", "0102", "主事"]],
        effective=spring,
    )
    (sheet,) = transfers.handover_sheets(database, spring, Audience.HR)
    assert sheet.owed is None
    assert sheet.fiscal_year == FiscalYear(2027)
