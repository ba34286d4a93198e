"""The change of year: what is done, what is carried over, and taking it back."""

from datetime import date

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.domain.roles.outcomes import Fate
from skilltrack.domain.years.checklist import (
    CarryState,
    CheckKey,
    CheckState,
    RoleAction,
    extended_to,
)
from skilltrack.services.catalogue.rows import list_courses
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.years.checklist import (
    carry_courses,
    carry_roles,
    checklist,
    preview_courses,
    preview_roles,
)
from skilltrack.services.years.closing import close_year
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting
from skilltrack.store.organisation import APPOINTMENTS

NEW = FiscalYear(2027)
LEADER = "dx_leader"
APPOINTED = "職員番号 役割 開始 終了"
EMPLOYEES = "職員番号 氏名 所属コード 職名 退職日"


def states(database: Database) -> dict[CheckKey, CheckState]:
    return {item.key: item.state for item in checklist(database, NEW).items}


def test_a_checklist_has_every_step_once_and_begins_open(town: Take, database: Database) -> None:
    found = checklist(database, NEW)
    assert [item.key for item in found.items] == list(CheckKey)
    assert (found.old, found.new) == (FiscalYear(2026), NEW)
    done = {item.key for item in found.items if item.state is CheckState.DONE}
    assert done == {CheckKey.TITLES, CheckKey.ROLES, CheckKey.ROUNDS}
    assert found.done == 3


def test_each_step_is_done_by_what_was_recorded(town: Take, database: Database) -> None:
    town(
        ImportKind.EMPLOYEES,
        EMPLOYEES,
        [["0001", "髙橋　一郎", "0101", "課長", ""]],
        effective=NEW.first_day,
    )
    assert states(database)[CheckKey.ROSTER] is CheckState.DONE
    carry_courses(database, NEW)
    assert states(database)[CheckKey.CATALOGUE] is CheckState.DONE
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効開始",
        [["0103", "新設課", "01", "○", "2027-04-01"]],
    )
    assert states(database)[CheckKey.REORGANISATION] is CheckState.DONE
    close_year(database, FiscalYear(2026), today=date(2027, 4, 20))
    found = states(database)
    assert found[CheckKey.CLOSED] is CheckState.DONE
    assert found[CheckKey.COMPLETIONS] is found[CheckKey.EXAMS] is CheckState.DONE
    assert found[CheckKey.BACKUP] is CheckState.OPEN


def test_people_left_in_a_department_that_ends_are_counted(town: Take, database: Database) -> None:
    town(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 上位所属コード 評価単位 有効終了",
        [["0102", "税務課", "01", "○", "2027-03-31"]],
    )
    item = next(i for i in checklist(database, NEW).items if i.key is CheckKey.REORGANISATION)
    assert (item.state, item.count) == (CheckState.ATTENTION, 4)


def test_a_title_without_a_band_is_counted(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, EMPLOYEES, [["0001", "髙橋　一郎", "0101", "未知の職", ""]])
    item = next(i for i in checklist(database, NEW).items if i.key is CheckKey.TITLES)
    assert (item.state, item.count) == (CheckState.ATTENTION, 1)


def test_courses_are_carried_once_with_everything_they_hold(town: Take, database: Database) -> None:
    assert {one.state for one in preview_courses(database, NEW)} == {CarryState.NEW}
    chosen = carry_courses(database, NEW, ["R2", "L1"])
    assert [(c.code, c.kind, c.bands) for c in chosen] == [
        ("R2", CourseKind.REQUIRED, ("staff",)),
        ("L1", CourseKind.LEADER, ()),
    ]
    held = {one.course.code: one.state for one in preview_courses(database, NEW)}
    assert [code for code, state in held.items() if state is CarryState.HELD] == ["R2", "L1"]
    assert {course.code for course in carry_courses(database, NEW)} == {
        "R1",
        "L2",
        "E1",
        "E2",
        "E3",
    }
    assert carry_courses(database, NEW) == ()
    old = [(c.code, c.name, c.kind, c.bands) for c in list_courses(database, FiscalYear(2026))]
    new = [(c.code, c.name, c.kind, c.bands) for c in list_courses(database, NEW)]
    assert sorted(new) == sorted(old)
    assert len(list_operations(database, "years")) == 2


def test_a_course_of_the_new_year_is_left_as_it_is(town: Take, database: Database) -> None:
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["R1", "新しい名前", "選択", "", 2027]],
    )
    carry_courses(database, NEW)
    kept = [c for c in list_courses(database, NEW) if c.code == "R1"]
    assert [(c.name, c.kind) for c in kept] == [("新しい名前", CourseKind.ELECTIVE)]


def test_carrying_nothing_or_the_unknown_is_refused(town: Take, database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        carry_courses(database, FiscalYear(2030))
    assert refused.value.problems[0].code == "years.no_courses"
    with pytest.raises(Refusal) as refused:
        carry_courses(database, NEW, ["R1", "X9"])
    assert refused.value.problems[0].values["codes"] == "X9"
    assert list_courses(database, NEW) == ()


def test_carried_courses_are_taken_back_as_a_whole(town: Take, database: Database) -> None:
    carry_courses(database, NEW)
    (operation,) = list_operations(database, "years")
    undo_operation(database, operation.change)
    assert list_courses(database, NEW) == ()
    assert len(carry_courses(database, NEW)) == 7


@pytest.fixture
def roles(town: Take, database: Database) -> Take:
    """Appointments of every fate under the usual rule, and of one role that ends by transfer."""
    with database.changing("roles.rules") as work:
        change_setting(
            work, "roles", {LEADER: {"term_years": 3, "continues_after_transfer": False}}
        )
    town(
        ImportKind.APPOINTMENTS,
        APPOINTED,
        [
            ["0001", "DXリーダー", "2024-09-01", ""],  # over after its third fiscal year
            ["0002", "DXリーダー", "2026-04-01", ""],  # goes on
            ["0003", "DXリーダー", "2025-04-01", ""],  # moves away
            ["0004", "DXリーダー", "2026-04-01", "2027-03-31"],  # its end is recorded
            ["0005", "DXリーダー", "2026-04-01", ""],  # retires
        ],
    )
    town(
        ImportKind.EMPLOYEES,
        EMPLOYEES,
        [
            ["0003", "𠮷田　次郎", "0102", "主事", ""],
            ["0005", "佐藤　四郎", "0102", "課長", "2027-03-31"],
        ],
        effective=NEW.first_day,
    )
    return town


def periods(database: Database) -> dict[str, tuple[date | None, str]]:
    with database.reading() as session:
        return {
            one.employee_no: (one.valid.last_day, one.ended_because)
            for one in APPOINTMENTS.values(session)
        }


def test_every_appointment_gets_what_its_rule_proposes(roles: Take, database: Database) -> None:
    found = {one.appointment.employee_no: one for one in preview_roles(database, NEW)}
    assert {number: (one.fate, one.proposed) for number, one in found.items()} == {
        "0001": (Fate.TERM_OVER, RoleAction.END),
        "0002": (Fate.CONTINUES, RoleAction.KEEP),
        "0003": (Fate.TRANSFERRED, RoleAction.END),
        "0004": (Fate.ENDED_BY_TERM, RoleAction.KEEP),
        "0005": (Fate.LEFT, RoleAction.END),
    }
    assert found["0004"].extended_to == date(2030, 3, 31)
    assert (found["0003"].unit, found["0003"].unit_after) == ("人事課", "税務課")
    assert states(database)[CheckKey.ROLES] is CheckState.ATTENTION


def test_ends_are_recorded_with_their_reason_and_extensions_to_the_next_term(
    roles: Take, database: Database
) -> None:
    before = periods(database)
    done = carry_roles(database, NEW, {("0004", LEADER): RoleAction.EXTEND})
    assert [(one.appointment.employee_no, action) for one, action in done] == [
        ("0001", RoleAction.END),
        ("0003", RoleAction.END),
        ("0004", RoleAction.EXTEND),
        ("0005", RoleAction.END),
    ]
    end = date(2027, 3, 31)
    assert periods(database) == {
        "0001": (end, "任期満了"),
        "0002": (None, ""),
        "0003": (end, "異動"),
        "0004": (date(2030, 3, 31), ""),
        "0005": (end, "退職・転出"),
    }
    assert states(database)[CheckKey.ROLES] is CheckState.DONE
    assert carry_roles(database, NEW, {}) == ()
    (operation,) = list_operations(database, "years")
    assert (operation.kind, operation.effective_on) == ("years.carry_roles", NEW.first_day)
    assert "髙橋" not in operation.title
    undo_operation(database, operation.change)
    assert periods(database) == before


def test_a_decision_about_an_appointment_that_is_none_is_refused(
    roles: Take, database: Database
) -> None:
    with pytest.raises(Refusal) as refused:
        carry_roles(database, NEW, {("0008", LEADER): RoleAction.END})
    assert refused.value.problems[0].code == "years.unknown_role"
    assert list_operations(database, "years") == ()


def test_the_next_term_begins_after_the_last_one_and_not_before_the_new_year() -> None:
    rule = RoleRule(LEADER, term_years=3)
    assert extended_to(rule, date(2025, 3, 31), NEW.first_day) == date(2030, 3, 31)
    assert extended_to(rule, date(2028, 3, 31), NEW.first_day) == date(2031, 3, 31)
    assert extended_to(rule, None, NEW.first_day) == date(2030, 3, 31)
    assert extended_to(RoleRule(LEADER, term_years=None), None, NEW.first_day) is None


def test_a_period_that_is_over_keeps_its_first_day(roles: Take, database: Database) -> None:
    carry_roles(database, NEW, {})
    with database.reading() as session:
        found = {one.employee_no: one.valid for one in APPOINTMENTS.values(session)}
    assert found["0001"] == Period(date(2024, 9, 1), NEW.first_day)
