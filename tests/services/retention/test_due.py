"""What is due on a day, the periods and the holds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.conftest import TODAY
from tests.services.retention.conftest import LATER, LEFT, Town

from skilltrack.domain.problems import Refusal
from skilltrack.domain.retention import (
    DueRecords,
    Obstacle,
    RecordClass,
    RetentionPeriods,
)
from skilltrack.services import datafiles
from skilltrack.services.erasure.erasing import erase_due
from skilltrack.services.erasure.retention import (
    change_periods,
    due,
    hold,
    release,
    retention,
    retention_periods,
)
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.store.database import Database


def found(database: Database, on: date, record_class: RecordClass) -> list[DueRecords]:
    return [one for one in due(database, on) if one.record_class is record_class]


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_nothing_is_due_in_a_new_file(database: Database) -> None:
    assert due(database, TODAY) == ()


def test_leavers_are_due_from_the_april_after_a_year(left_town: Town) -> None:
    assert found(left_town.database, date(2028, 3, 31), RecordClass.LEAVERS) == []
    people = found(left_town.database, date(2028, 4, 1), RecordClass.LEAVERS)
    assert [(one.subject, one.label, one.due_on) for one in people] == [
        ("0003", "𠮷田　次郎", date(2028, 4, 1)),
        ("0004", "田中　三郎", date(2028, 4, 1)),
    ]


def test_rounds_are_due_once_closed(left_town: Town) -> None:
    round_id = left_town.open_round(is_closed=False)
    day = date(2033, 1, 1)
    rounds = {RecordClass.ANSWERS, RecordClass.SCORES, RecordClass.FILES}
    assert not rounds & {one.record_class for one in due(left_town.database, day)}
    (person, *_others) = found(left_town.database, day, RecordClass.LEAVERS)
    assert person.obstacle is Obstacle.ROUND_OPEN
    closed = left_town.open_round()
    subjects = {one.subject for one in due(left_town.database, day) if one.record_class in rounds}
    assert subjects == {closed}
    assert round_id != closed


def test_answers_of_somebody_held_are_left_out(left_town: Town) -> None:
    left_town.open_round()
    day = date(2030, 4, 1)
    hold(left_town.database, today=LATER, reason="訴訟", employee_no=LEFT)
    erase_due(left_town.database, today=day, reason="月例", classes=[RecordClass.ANSWERS])
    assert LEFT in left_town.people("access_code")
    assert found(left_town.database, day, RecordClass.ANSWERS) == []


def test_a_class_that_is_held_is_shown_but_stays(left_town: Town) -> None:
    held = hold(left_town.database, today=LATER, reason="監査", record_class=RecordClass.LEAVERS)
    people = found(left_town.database, LATER, RecordClass.LEAVERS)
    assert {one.obstacle for one in people} == {Obstacle.HELD}
    release(left_town.database, held.id, "監査が終わった")
    people = found(left_town.database, LATER, RecordClass.LEAVERS)
    assert {one.obstacle for one in people} == {None}


def test_a_hold_ends_by_itself(left_town: Town) -> None:
    last = LATER + timedelta(days=9)
    hold(left_town.database, today=LATER, reason="照会中", employee_no=LEFT, until=last)
    obstacles = {
        day: found(left_town.database, day, RecordClass.LEAVERS)[0].obstacle
        for day in (LATER, last, last + timedelta(days=1))
    }
    assert list(obstacles.values()) == [Obstacle.HELD, Obstacle.HELD, None]
    assert retention(left_town.database, last + timedelta(days=1)).holds == ()


def test_holding_and_releasing_are_undone_as_a_whole(left_town: Town) -> None:
    hold(left_town.database, today=LATER, reason="訴訟", employee_no=LEFT)
    (made,) = list_operations(left_town.database, "retention")
    assert (LEFT in made.title, LEFT in made.reason) == (False, False)
    undo_operation(left_town.database, made.change)
    assert retention(left_town.database, LATER).holds == ()


@pytest.mark.parametrize(
    ("number", "reason", "until", "expected"),
    [
        (LEFT, " ", None, ["retention.no_reason"]),
        ("9999", "", LATER - timedelta(days=1), None),
    ],
)
def test_a_hold_tells_everything_that_is_wrong(
    left_town: Town, number: str, reason: str, until: date | None, expected: list[str] | None
) -> None:
    with pytest.raises(Refusal) as refusal:
        hold(left_town.database, today=LATER, reason=reason, employee_no=number, until=until)
    all_three = ["retention.no_reason", "retention.past", "retention.unknown_person"]
    assert codes(refusal) == (expected or all_three)


def test_only_a_known_hold_is_released_and_with_a_reason(left_town: Town) -> None:
    with pytest.raises(Refusal) as refusal:
        release(left_town.database, 1, "済んだ")
    assert codes(refusal) == ["retention.unknown_hold"]
    with pytest.raises(Refusal) as refusal:
        release(left_town.database, 1, "")
    assert codes(refusal) == ["retention.no_reason"]


def test_periods_are_changed_remembered_and_undone(database: Database) -> None:
    usual = RetentionPeriods()
    longer = replace(
        usual, years={**usual.years, RecordClass.LOG: 5}, backup_days=60, is_from_fiscal_year=False
    )
    change_periods(database, longer, "文書管理規程の改正")
    assert retention_periods(database) == longer
    (made,) = list_operations(database, "retention")
    undo_operation(database, made.change)
    assert retention_periods(database) == usual


def test_periods_out_of_range_are_all_told(database: Database) -> None:
    usual = RetentionPeriods()
    wrong = replace(
        usual,
        years={**usual.years, RecordClass.LOG: 0, RecordClass.LEAVERS: 0, RecordClass.EXAMS: 100},
        file_days=0,
        backup_days=9_999,
    )
    with pytest.raises(Refusal) as refusal:
        change_periods(database, wrong, " ")
    assert codes(refusal) == [
        "retention.years",
        "retention.years",
        "retention.days",
        "retention.days",
        "retention.no_reason",
    ]


def test_the_log_is_cut_by_whole_months_and_stays_sound(left_town: Town) -> None:
    database = left_town.database
    years = {**RetentionPeriods().years, RecordClass.LOG: 1}
    change_periods(database, RetentionPeriods(years, is_from_fiscal_year=False), "試行")
    now = datetime.now(UTC).astimezone().date()
    later = date(now.year + 1, now.month, 28) + timedelta(days=40)
    (log,) = found(database, later, RecordClass.LOG)
    done = erase_due(database, today=later, reason="月例", classes=[RecordClass.LOG])
    assert done.lines[0].rows == log.count
    assert datafiles.verify_log(database) > 0
    assert datafiles.check(database, is_full=True) == ()
