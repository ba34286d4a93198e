"""Seat plans: worked out within every limit, kept, made again, compared, applied and undone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import Cancelled, Refusal
from skilltrack.domain.seats.planning import Cause, NeedKind, PlanLimits
from skilltrack.domain.seats.plans import Fate, Fixing, Limit, PlanOrder
from skilltrack.domain.seats.sheets import PlanSheet
from skilltrack.domain.sessions.definition import SessionState
from skilltrack.services import operations
from skilltrack.services.catalogue.reading import year_catalogue
from skilltrack.services.seats import reports
from skilltrack.services.seats.applying import apply_plan, fix_seats, place_by_hand
from skilltrack.services.seats.comparing import compare_plans
from skilltrack.services.seats.options import plan_options
from skilltrack.services.seats.planning import delete_plan, draft_plan, save_plan
from skilltrack.services.seats.reading import list_plans
from skilltrack.services.seats.sheets import plan_sheet
from skilltrack.services.sessions.editing import set_state
from skilltrack.services.sessions.reading import session_sheet
from skilltrack.services.sessions.seats import enrol
from skilltrack.store.database import Database

YEAR, TODAY = FiscalYear(2026), date(2026, 11, 20)
FIRST, SECOND, OTHER = "2026-T-01-1", "2026-T-01-2", "2026-T-02-1"


def wanted(town: Database, limits: PlanLimits, **changed: object) -> PlanOrder:
    """Return an order for all sessions of the year."""
    sessions = tuple(one.taken for one in plan_options(town, YEAR, TODAY).sessions)
    order = PlanOrder(2026, "当初案", TODAY, sessions, limits, "予算要求のため")
    return replace(order, **changed)  # type: ignore[arg-type]


def made(town: Database, limits: PlanLimits, **changed: object) -> str:
    return save_plan(town, draft_plan(town, wanted(town, limits, **changed)))


def codes(error: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def undo_last(town: Database) -> None:
    newest = next(one for one in operations.list_operations(town) if one.undone_in is None)
    operations.undo_operation(town, newest.change)


def test_what_can_be_planned_tells_who_needs_what(town: Database) -> None:
    options = plan_options(town, YEAR, TODAY)
    assert [(one.taken.session_id, one.taken.seats, one.needed) for one in options.sessions] == [
        (FIRST, 3, 8),
        (OTHER, 8, 8),
        (SECOND, 3, 8),
    ]
    assert options.sessions[0].taken.session_yen == 10_000
    assert dict(options.needed)[NeedKind.OBLIGATION] == 16


def test_every_limit_is_kept_and_everybody_else_is_explained(town: Database) -> None:
    limits = PlanLimits(absent_per_department=3, budget_yen=50_000, days_per_person=2)
    sheet = plan_sheet(town, made(town, limits))
    assert len(sheet.seats) + len(sheet.unserved) == 16
    by_session = Counter(line.record.session_id for line in sheet.seats)
    assert all(by_session[one.taken.session_id] <= (one.taken.seats or 0) for one in sheet.sessions)
    days = Counter(
        (line.person.employee_no, day.held_on)
        for line in sheet.seats
        if line.session
        for day in line.session.days
    )
    assert max(days.values()) == 1
    assert all(len(one.people) <= 3 for one in sheet.away)
    assert sheet.line.cost_yen <= 50_000
    cost = sum(one.cost_yen or 0 for one in sheet.sessions)
    assert sheet.line.cost_yen == cost
    assert sheet.breaches == ()
    for line in sheet.unserved:
        assert line.causes
        for session_id, cause in line.record.causes:
            assert is_true(sheet, line.person.employee_no, line.person.unit, session_id, cause), (
                cause
            )


def is_true(sheet: PlanSheet, number: str, unit: str, session_id: str, cause: Cause) -> bool:
    """Tell whether a limit really stands in somebody's way: reckoned from the seats alone."""
    one = next(each for each in sheet.sessions if each.taken.session_id == session_id)
    limits = sheet.line.record.order.limits
    mine = [line.session for line in sheet.seats if line.person.employee_no == number]
    day = one.session.days[0].held_on
    match cause:
        case Cause.FULL:
            return bool(one.seated == one.taken.seats)
        case Cause.CLASH:
            return any(held.days[0].held_on == day for held in mine)
        case Cause.PERSON_DAYS:
            return len(mine) >= limits.days_per_person
        case Cause.DEPARTMENT_DAY:
            away = next(each for each in sheet.away if (each.unit, each.on) == (unit, day))
            return len(away.people) >= limits.absent_per_department
        case Cause.BUDGET:
            more = (one.taken.seat_yen or 0) + (0 if one.seated else one.taken.session_yen or 0)
            return bool(sheet.line.cost_yen + more > limits.budget_yen)
        case _:
            return False


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (PlanLimits(budget_yen=0), Cause.BUDGET),
        (PlanLimits(absent_per_department=1), Cause.DEPARTMENT_DAY),
        (PlanLimits(days_per_person=1), Cause.PERSON_DAYS),
        (PlanLimits(minutes_per_person=180), Cause.PERSON_HOURS),
    ],
)
def test_the_limit_that_bites_is_named(town: Database, limits: PlanLimits, cause: Cause) -> None:
    draft = draft_plan(town, wanted(town, limits))
    assert cause in {one for unserved in draft.plan.unserved for _s, one in unserved.causes}


def test_a_dry_run_leaves_nothing_and_the_whole_order_is_refused_at_once(town: Database) -> None:
    draft_plan(town, wanted(town, PlanLimits()))
    assert list_plans(town, YEAR) == ()
    bad = wanted(town, PlanLimits(absent_per_department=0, budget_yen=-1), title=" ", seconds=0)
    with pytest.raises(Refusal) as error:
        draft_plan(town, replace(bad, sessions=(replace(bad.sessions[0], session_id="X"),)))
    assert codes(error) == [
        "seats.no_title",
        "seats.unknown_session",
        "seats.bad_limit",
        "seats.bad_budget",
        "seats.bad_seconds",
    ]


def test_sessions_that_are_over_are_refused(town: Database) -> None:
    order = wanted(town, PlanLimits())
    set_state(town, FIRST, SessionState.CANCELLED, "雪のため", today=TODAY)
    with pytest.raises(Refusal) as error:
        draft_plan(town, order)
    assert codes(error) == ["seats.session_over"]


def test_cancelling_stops_the_work(town: Database) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        draft_plan(town, wanted(town, PlanLimits()), stop)


def test_applications_stay_and_are_told_as_fixed(town: Database) -> None:
    enrol(town, FIRST, ["0008"], TODAY)
    sheet = plan_sheet(town, made(town, PlanLimits()))
    mine = next(
        line for line in sheet.seats if line.record.session_id == FIRST and line.is_enrolled
    )
    assert (mine.person.employee_no, mine.record.fixing) == ("0008", Fixing.ENROLLED)
    with pytest.raises(Refusal) as error:
        fix_seats(town, sheet.line.plan_id, [("0008", "T-01")], is_fixed=False)
    assert codes(error) == ["seats.seat_enrolled"]


def test_fixed_seats_that_break_a_limit_are_told_and_nothing_is_added(town: Database) -> None:
    enrol(town, FIRST, ["0001", "0002"], TODAY)
    limits = PlanLimits(absent_per_department=1, budget_yen=5_000)
    draft = draft_plan(town, wanted(town, limits))
    assert [(one.limit, one.have, one.most) for one in draft.breaches] == [
        (Limit.DEPARTMENT_DAY, 2, 1),
        (Limit.BUDGET, 11_000, 5_000),
    ]
    assert draft.seated == 2


def test_seats_fixed_by_hand_survive_another_run(town: Database) -> None:
    plan = made(town, PlanLimits(budget_yen=12_000))
    unserved = plan_sheet(town, plan).unserved[-1].record
    key = (unserved.employee_no, unserved.course)
    session_id = OTHER if unserved.course == "T-02" else SECOND
    assert place_by_hand(town, plan, [key], session_id, "所属長と調整済み") == 1
    assert not list_plans(town, YEAR)[0].record.outcome.is_best
    again = made(town, PlanLimits(budget_yen=90_000), title="次案", based_on=plan)
    found = {
        (line.record.employee_no, line.record.course): line.record
        for line in plan_sheet(town, again).seats
    }
    assert (found[key].session_id, found[key].fixing) == (session_id, Fixing.HAND)
    undo_last(town)
    undo_last(town)
    assert [one.plan_id for one in list_plans(town, YEAR)] == [plan]
    assert plan_sheet(town, plan).unserved[-1].record == unserved


def test_two_plans_are_compared_person_by_person(town: Database) -> None:
    small = made(town, PlanLimits(budget_yen=12_000))
    large = made(town, PlanLimits(), title="上限なし")
    found = compare_plans(town, small, large)
    gained = found.count(Fate.GAINED)
    assert gained - found.count(Fate.LOST) == found.after.seated - found.before.seated > 0
    back = compare_plans(town, large, small)
    assert (back.count(Fate.LOST), back.count(Fate.GAINED)) == (gained, found.count(Fate.LOST))
    with pytest.raises(Refusal) as error:
        compare_plans(town, small, small)
    assert codes(error) == ["seats.same_plan"]


def test_a_plan_is_applied_as_one_change_and_undone_as_one(town: Database) -> None:
    plan = made(town, PlanLimits())
    seats = {
        (line.record.session_id, line.person.employee_no) for line in plan_sheet(town, plan).seats
    }
    preview = apply_plan(town, plan, TODAY, is_dry_run=True)
    assert enrolled(town) == set()
    done = apply_plan(town, plan, TODAY)
    assert done.enrolled == preview.enrolled == len(seats)
    assert enrolled(town) == seats
    assert list_plans(town, YEAR)[0].is_applied
    with pytest.raises(Refusal) as error:
        apply_plan(town, plan, TODAY)
    assert codes(error) == ["seats.nothing_to_apply"]
    undo_last(town)
    assert enrolled(town) == set()


def enrolled(town: Database) -> set[tuple[str, str]]:
    return {
        (session_id, line.employee_no)
        for session_id in (FIRST, SECOND, OTHER)
        for line in session_sheet(town, session_id, TODAY).roster
        if line.has_seat
    }


def test_seats_are_counted_in_the_catalogue_and_people_without_one_are_not(town: Database) -> None:
    plan = made(town, PlanLimits(budget_yen=12_000))
    planned = {
        line.course.code: line.use.planned for line in year_catalogue(town, YEAR, TODAY).lines
    }
    by_course = Counter(line.record.course for line in plan_sheet(town, plan).seats)
    assert planned == {"T-01": by_course["T-01"], "T-02": by_course["T-02"]}


def test_a_plan_is_deleted_and_comes_back_with_its_reason(town: Database) -> None:
    plan = made(town, PlanLimits())
    before = list_plans(town, YEAR)
    delete_plan(town, plan)
    assert list_plans(town, YEAR) == ()
    undo_last(town)
    assert list_plans(town, YEAR) == before
    assert before[0].reason == "予算要求のため"


def test_a_plan_is_shown_as_it_was_known(town: Database) -> None:
    plan = made(town, PlanLimits(budget_yen=12_000))
    before, then = plan_sheet(town, plan), list_plans(town, YEAR)[0].made_at
    fix_seats(
        town,
        plan,
        [(before.seats[0].record.employee_no, before.seats[0].record.course)],
        is_fixed=True,
    )
    enrol(town, SECOND, ["0005"], TODAY)
    assert plan_sheet(town, plan) != before
    assert plan_sheet(town, plan, then) == before


def texts(path: Path) -> dict[str, Sequence[str]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        for sheet in book
    }


def test_heads_are_told_of_their_own_department_alone(town: Database, tmp_path: Path) -> None:
    plan, path = made(town, PlanLimits()), tmp_path / "heads.xlsx"
    assert reports.save_department_sheets(town, plan, path) == len(plan_sheet(town, plan).seats)
    found = texts(path)
    assert list(found) == ["0101 人事課", "0102 税務課"]
    assert not any("0005" in text for text in found["0101 人事課"])
    assert reports.save_department_sheets(town, plan, path, "0102") > 0
    assert list(texts(path)) == ["0102 税務課"]
    with pytest.raises(Refusal) as error:
        reports.save_department_sheets(town, plan, path, "99")
    assert codes(error) == ["seats.nobody_of_unit"]


def test_sessions_and_data_are_written(town: Database, tmp_path: Path) -> None:
    plan, path = made(town, PlanLimits(budget_yen=12_000)), tmp_path / "plan.xlsx"
    reports.save_session_lists(town, plan, path)
    assert next(iter(texts(path))) == "実施回"
    reports.save_plan_data(town, plan, path)
    found = openpyxl.load_workbook(path)
    sheet = plan_sheet(town, plan)
    assert found["席"].max_row == 1 + len(sheet.seats)
    assert found["席のない人"].max_row == 1 + len(sheet.unserved)
