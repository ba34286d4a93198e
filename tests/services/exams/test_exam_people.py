"""People on the way to exams: planned, booked, sat, corrected, undone, listed."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.exams.definition import ExamAttempt, PaidBy
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.services.catalogue.editing import add_course
from skilltrack.services.catalogue.orders import CourseOrder
from skilltrack.services.exams import attempts, people_reports, plans
from skilltrack.services.exams.fields import exam_differences, near_misses
from skilltrack.services.exams.people import (
    Among,
    ExamPeople,
    PeopleOrder,
    PeopleQuery,
    exam_people,
    narrowed,
)
from skilltrack.services.exams.person import person_exams
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.store.database import Database

IP, FE = "it_passport", "fundamental_information"
TODAY = date(2026, 9, 30)
CODES = ("total", "strategy", "management", "technology")


@pytest.fixture
def body(database: Database, town: Take) -> Database:
    return database


def sitting(number: str, on: date, *scores: int, stated: bool | None = None) -> ExamAttempt:
    points = dict(zip(CODES, scores, strict=True)) if scores else {}
    return ExamAttempt(number, IP, on, points, stated)


def enter(body: Database, attempt: ExamAttempt) -> attempts.RecordedAttempt:
    return attempts.record_attempt(body, attempt, today=TODAY)


def study(body: Database, *numbers: str, on: date = date(2026, 6, 1)) -> plans.Planned:
    return plans.start_studying(body, numbers, IP, on, today=TODAY)


def stages(body: Database, as_of: date = TODAY) -> dict[str, ExamStage]:
    found = narrowed(exam_people(body, IP, as_of), PeopleQuery())
    return {one.person.employee_no: one.progress.stage for one in found}


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_many_begin_at_once_and_who_is_under_way_is_left_out(body: Database) -> None:
    study(body, "0001")
    done = study(body, "0001", "0002", "0003", "0002")
    assert done.changed == ("0002", "0003")
    assert done.left_out == (("0001", ExamStage.STUDYING),)
    assert set(stages(body).values()) == {ExamStage.STUDYING}
    with pytest.raises(Refusal) as refused:
        study(body, "0001")
    assert codes(refused) == ["exam_people.left_out"]


def test_all_unknown_numbers_are_told_at_once_and_nothing_is_recorded(body: Database) -> None:
    with pytest.raises(Refusal) as refused:
        study(body, "9998", "0001", "9999")
    assert codes(refused) == ["exam_people.unknown_person"] * 2
    assert stages(body) == {}


def test_the_way_from_study_to_pass_and_back_by_undoing(body: Database) -> None:
    study(body, "0001")
    plans.plan_day(body, ["0001"], IP, date(2026, 9, 1), today=TODAY)
    plans.book(body, "0001", IP, date(2026, 8, 20), date(2026, 7, 1), today=TODAY)
    assert stages(body) == {"0001": ExamStage.BOOKED}
    made = enter(body, sitting("0001", date(2026, 8, 20), 600, 300, 300, 300))
    assert stages(body) == {"0001": ExamStage.PASSED}
    assert stages(body, date(2026, 8, 19)) == {"0001": ExamStage.BOOKED}
    undo_operation(body, made.change)
    assert stages(body) == {"0001": ExamStage.BOOKED}
    for one in list_operations(body, plans.AREA)[1:]:
        undo_operation(body, one.change)
    assert stages(body) == {}


def test_a_plan_moved_later_is_not_undone_before_what_rests_on_it(body: Database) -> None:
    study(body, "0001")
    plans.plan_day(body, ["0001"], IP, date(2026, 9, 1), today=TODAY)
    first = list_operations(body, plans.AREA)[-1]
    with pytest.raises(Refusal) as refused:
        undo_operation(body, first.change)
    assert codes(refused) == ["operations.undo_rests"]


def test_as_known_gives_what_was_known_then(body: Database) -> None:
    study(body, "0001")
    before = body.clock()
    enter(body, sitting("0001", date(2026, 8, 20), 600, 300, 300, 300))
    then = narrowed(exam_people(body, IP, TODAY, before), PeopleQuery())
    assert [one.progress.stage for one in then] == [ExamStage.STUDYING]


def test_a_new_booking_is_possible_from_the_day_after_the_sitting(body: Database) -> None:
    enter(body, sitting("0001", date(2026, 8, 20), 590, 300, 300, 300))
    with pytest.raises(Refusal) as refused:
        plans.book(body, "0001", IP, date(2026, 9, 20), date(2026, 8, 20), today=TODAY)
    assert codes(refused) == ["exam_people.booked_early"]
    plans.book(body, "0001", IP, date(2026, 9, 20), date(2026, 8, 21), today=TODAY)
    assert stages(body) == {"0001": ExamStage.BOOKED}


def test_a_day_too_far_ahead_is_told_and_recorded(body: Database) -> None:
    done = plans.book(body, "0001", IP, date(2026, 12, 31), TODAY, today=TODAY)
    assert [one.code for one in done.notices] == ["exam_people.booked_far"]
    assert stages(body) == {"0001": ExamStage.BOOKED}


def test_who_passed_needs_no_booking(body: Database) -> None:
    enter(body, sitting("0001", date(2026, 8, 20), 700, 600, 600, 600))
    with pytest.raises(Refusal) as refused:
        plans.book(body, "0001", IP, date(2026, 10, 20), TODAY, today=TODAY)
    assert codes(refused) == ["exam_people.passed_already"]


def test_giving_up_asks_for_a_reason(body: Database) -> None:
    study(body, "0001", "0002")
    with pytest.raises(Refusal) as refused:
        plans.end_plans(body, ["0001"], IP, TODAY, " ", today=TODAY)
    assert codes(refused) == ["exam_people.no_reason"]
    plans.end_plans(body, ["0001", "0002"], IP, TODAY, "業務の都合", today=TODAY)
    assert set(stages(body).values()) == {ExamStage.GIVEN_UP}


def test_study_after_a_sitting_begins_on_a_later_day(body: Database) -> None:
    enter(body, sitting("0001", date(2026, 8, 20), 590, 300, 300, 300))
    with pytest.raises(Refusal) as refused:
        study(body, "0001", on=date(2026, 8, 20))
    assert codes(refused) == ["exam_people.started_before"]
    study(body, "0001", on=date(2026, 8, 21))
    assert stages(body) == {"0001": ExamStage.STUDYING}


def test_scores_are_checked_as_those_of_a_file(body: Database) -> None:
    on = date(2026, 8, 20)
    with pytest.raises(Refusal) as refused:
        enter(body, sitting("0001", on, 1001, 300, 300, 300))
    assert codes(refused) == ["intake.score_out_of_range"]
    with pytest.raises(Refusal) as refused:
        enter(body, replace(sitting("0001", on), scores={"total": 700, "other": 3}))
    assert codes(refused) == ["intake.score_not_of_exam", "intake.exam_undecided"]
    with pytest.raises(Refusal) as refused:
        enter(body, sitting("0001", date(2026, 10, 1), 700, 300, 300, 300))
    assert codes(refused) == ["exam_people.ahead"]
    with pytest.raises(Refusal) as refused:
        enter(body, sitting("0001", date(2001, 1, 1), 700, 300, 300, 300))
    assert codes(refused) == ["intake.no_edition"]
    assert stages(body) == {}


def test_a_contradiction_is_told_recorded_and_listed(body: Database) -> None:
    made = enter(body, sitting("0001", date(2026, 8, 20), 640, 290, 655, 780, stated=True))
    assert [one.code for one in made.notices] == ["exam_people.contradicts"]
    assert made.judged.passed is False
    found = exam_people(body, IP, TODAY)
    listed = narrowed(found, PeopleQuery(Among.CONTRADICTING))
    assert [one.person.employee_no for one in listed] == ["0001"]


def test_a_sitting_of_a_day_is_recorded_once_and_corrected_with_a_reason(body: Database) -> None:
    on = date(2026, 8, 20)
    first = sitting("0001", on, 640, 290, 655, 780)
    enter(body, first)
    with pytest.raises(Refusal) as refused:
        enter(body, first)
    assert codes(refused) == ["exam_people.recorded_already"]
    right = replace(first, scores={**first.scores, "strategy": 390}, paid_by=PaidBy.BODY)
    with pytest.raises(Refusal) as refused:
        attempts.correct_attempt(body, on, right, "", today=TODAY)
    assert codes(refused) == ["exam_people.no_reason"]
    done = attempts.correct_attempt(body, on, right, "入力の誤り", today=TODAY)
    assert done.judged.passed is True
    assert done.judged.attempt.source == attempts.BY_HAND
    undo_operation(body, done.change)
    assert stages(body) == {"0001": ExamStage.FAILED}


def test_a_sitting_that_never_was_is_withdrawn(body: Database) -> None:
    on = date(2026, 8, 20)
    enter(body, sitting("0001", on, 640, 290, 655, 780))
    attempts.withdraw_attempt(body, "0001", IP, on, "別の職員の結果")
    assert stages(body) == {}
    with pytest.raises(Refusal) as refused:
        attempts.withdraw_attempt(body, "0001", IP, on, "別の職員の結果")
    assert codes(refused) == ["exam_people.no_attempt"]


def test_a_result_that_was_awaited_is_completed_later(body: Database) -> None:
    on = date(2026, 8, 20)
    waiting = ExamAttempt("0001", FE, on)
    attempts.record_attempt(body, waiting, today=TODAY, is_awaited=True)
    found = exam_people(body, FE, TODAY).person("0001")
    assert found is not None
    assert found.progress.stage is ExamStage.SAT
    enter(body, replace(waiting, stated_pass=True))
    found = exam_people(body, FE, TODAY).person("0001")
    assert found is not None
    assert (found.progress.stage, len(found.progress.sittings)) == (ExamStage.PASSED, 1)


def test_a_late_sitting_of_an_earlier_day_does_not_become_the_latest(body: Database) -> None:
    enter(body, sitting("0001", date(2026, 8, 20), 590, 400, 400, 400))
    enter(body, sitting("0001", date(2026, 5, 1), 300, 300, 300, 300))
    found = exam_people(body, IP, TODAY).person("0001")
    assert found is not None
    assert found.latest_total == 590
    assert found.progress.near_miss is not None


def test_a_dry_run_records_nothing(body: Database) -> None:
    plans.start_studying(body, ["0001"], IP, TODAY, today=TODAY, is_dry_run=True)
    made = sitting("0001", date(2026, 8, 20), 600, 300, 300, 300)
    attempts.record_attempt(body, made, today=TODAY, is_dry_run=True)
    assert stages(body) == {}


@pytest.fixture
def busy(body: Database) -> Database:
    study(body, "0004", "0005")
    plans.book(body, "0005", IP, date(2026, 9, 15), date(2026, 9, 1), today=TODAY)
    enter(body, sitting("0001", date(2026, 5, 1), 640, 290, 655, 780))
    enter(body, sitting("0002", date(2026, 5, 2), 700, 600, 600, 600))
    enter(body, sitting("0003", date(2026, 5, 3), 400, 400, 400, 400))
    return body


def numbers(found: ExamPeople, query: PeopleQuery) -> list[str]:
    return [one.person.employee_no for one in narrowed(found, query)]


def test_the_list_is_narrowed_and_ordered(busy: Database) -> None:
    found = exam_people(busy, IP, TODAY)
    assert len(numbers(found, PeopleQuery(Among.EVERYBODY))) == 8
    assert set(numbers(found, PeopleQuery())) == {"0001", "0002", "0003", "0004", "0005"}
    assert numbers(found, PeopleQuery(Among.NEAR)) == ["0001"]
    assert numbers(found, PeopleQuery(Among.DUE)) == ["0005"]
    assert numbers(found, PeopleQuery(ExamStage.FAILED, text="よしだ")) == ["0003"]
    assert numbers(found, PeopleQuery(within=frozenset({"0102"}))) == ["0005"]
    by_total = PeopleQuery(order=PeopleOrder.TOTAL, is_descending=True)
    assert numbers(found, by_total)[:3] == ["0002", "0001", "0003"]
    assert found.stages[ExamStage.NOT_STARTED] == 3


def test_a_near_miss_names_what_helps_with_the_field(busy: Database) -> None:
    found = near_misses(busy, IP, TODAY)
    (one,) = found.people
    assert one.judged.points_lacking == 10
    (helped,) = one.help
    assert helped.field.code == "strategy"
    assert any(code == "T01" for _title, code, _text in helped.items)


def offer(body: Database, code: str, name: str, *bands: str, builds: str = "") -> None:
    skills = (SkillRef(builds, "sakata"),) if builds else ()
    order = CourseOrder(
        code, name, ((CourseKind.ELECTIVE, bands),), detail=CourseDetail(code, builds=skills)
    )
    add_course(body, FiscalYear(2026), order, "試験のため")


def test_the_help_leaves_out_what_was_completed_and_what_is_meant_for_others(
    busy: Database, town: Take
) -> None:
    offer(busy, "A1", "業務の見直し", builds="T03")
    offer(busy, "A2", "DXの考え方", builds="T01")
    offer(busy, "A3", "若手のDX", "staff", builds="T01")
    offer(busy, "B1", "情報セキュリティ", builds="security")
    offer(busy, "Z1", "ITパスポート学習会")
    town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [["0001", "A2", "2026-06-01"]])
    (near,) = near_misses(busy, IP, TODAY).people
    (exam,) = person_exams(busy, "0001", TODAY).exams
    for helped in (*near.help, exam.help["strategy"]):
        assert [code for code, _name in helped.courses] == ["Z1", "A1"]
        assert helped.completed == (("A2", "DXの考え方"),)
    (before,) = near_misses(busy, IP, date(2026, 5, 31)).people
    assert [code for code, _name in before.help[0].courses] == ["Z1", "A1", "A2"]


def test_a_person_has_every_plan_and_sitting_with_its_conditions(busy: Database) -> None:
    (exam,) = person_exams(busy, "0001", TODAY).exams
    (line,) = exam.sittings
    assert [(one.points, one.needed) for one in line.judged.conditions][:2] == [
        (640, 600),
        (290, 300),
    ]
    assert list(exam.help) == ["strategy"]
    (other,) = person_exams(busy, "0005", TODAY).exams
    assert other.progress.is_result_due
    assert [plan.booked_for for plan in other.plans] == [date(2026, 9, 15)]
    assert person_exams(busy, "0008", TODAY).exams == ()


def test_without_answers_there_are_no_differences(busy: Database) -> None:
    (edition,) = exam_differences(busy, IP, TODAY).editions
    assert edition.edition.code == "2022"
    assert edition.by_group == {}


def test_the_stages_count_whom_the_figures_count(busy: Database) -> None:
    found = exam_people(busy, IP, TODAY)
    assert sum(found.stages.values()) == found.counted.counted


def test_the_workbooks_have_everybody_asked_for(busy: Database, tmp_path: Path) -> None:
    printed, data = tmp_path / "list.xlsx", tmp_path / "data.xlsx"
    assert people_reports.save_people(busy, printed, IP, TODAY) == 5
    sheet = openpyxl.load_workbook(printed)["受験者一覧"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "ストラテジ系 あと10点" in cells
    assert "結果の登録待ち" in cells
    assert people_reports.save_people_data(busy, data, IP, TODAY) == 5
    book = openpyxl.load_workbook(data)
    assert book.sheetnames == ["職員", "計画", "受験", "得点", "合格の条件", "項目の意味"]
    assert book["得点"].max_row == 1 + 3 * 4
    assert book["合格の条件"].max_row == 1 + 3 * 4


def test_a_resit_after_a_pass_counts_nobody_twice(body: Database) -> None:
    for days in (0, 30):
        on = date(2026, 5, 1) + timedelta(days=days)
        enter(body, sitting("0001", on, 700, 600, 600, 600))
    found = exam_people(body, IP, TODAY)
    assert found.stages[ExamStage.PASSED] == 1
    person = found.person("0001")
    assert person is not None
    assert (person.progress.passed_on, len(person.progress.sittings)) == (date(2026, 5, 1), 2)


def test_what_a_file_brings_and_what_is_typed_are_one_record(body: Database, town: Take) -> None:
    enter(body, sitting("0001", date(2026, 5, 1), 640, 290, 700, 600))
    town(
        ImportKind.EXAMS,
        "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系",
        [["0001", "iパス", "2026/5/1", 640, 290, 700, 600]],
    )
    person = exam_people(body, IP, TODAY).person("0001")
    assert person is not None
    assert len(person.progress.sittings) == 1
