"""Courses added, changed, taken out, copied and carried, each to be undone."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.problems import Refusal
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    SkillRef,
)
from skilltrack.exchange.plain import plain, restored
from skilltrack.services import definitions
from skilltrack.services.catalogue.editing import (
    add_course,
    change_course,
    remove_courses,
    sample_courses,
    take_samples,
)
from skilltrack.services.catalogue.orders import CourseOrder, order_of
from skilltrack.services.catalogue.reading import details, list_catalogue
from skilltrack.services.catalogue.rows import copy_courses
from skilltrack.services.imports.files import undo_import
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.years.checklist import carry_courses
from skilltrack.store.course_details import detail_body, detail_of
from skilltrack.store.database import Database
from skilltrack.store.training import details_ever

YEAR, NEW = FiscalYear(2026), FiscalYear(2027)

FULL = CourseDetail(
    code="N1",
    modes=(CourseMode.CLASSROOM, CourseMode.ARCHIVE),
    builds=(SkillRef("security", "sakata"),),
    completion=CompletionRule(CompletionKind.HOURS, hours=Fraction(5, 2), has_presentation=True),
    audience=Audience(
        roles=("dx_leader",),
        cohort=Cohort("dx_leader", (2025, 2026)),
        departments=("0101",),
        employment_types=(EmploymentType.REGULAR,),
        occupations=("事務",),
        occupations_left_out=("情報",),
    ),
    organiser="県",
    lecturer="外部講師",
    capacity=30,
    session_yen=50_000,
    seat_yen=1_000,
    valid_months=24,
    renewed_by="R1",
    explanation="説明",
)
ORDER = CourseOrder(
    "N1",
    "新しい研修",
    ((CourseKind.REQUIRED, ("staff",)), (CourseKind.ELECTIVE, ("management", "project_leader"))),
    2.5,
    FULL,
)


def codes(error: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def course(database: Database, code: str, year: FiscalYear = YEAR) -> CatalogueCourse:
    return next(one for one in list_catalogue(database, year) if one.code == code)


def test_a_detail_is_stored_in_its_plain_form() -> None:
    assert detail_of(detail_body(FULL)) == FULL
    assert restored(CourseDetail, detail_body(FULL)) == FULL
    assert detail_of(plain(FULL)) == FULL


def test_a_course_is_added_whole_and_undone(town: Take, database: Database) -> None:
    added = add_course(database, YEAR, ORDER)
    held = course(database, "N1")
    assert held == added
    assert held.detail == FULL
    assert held.mode == "集合・アーカイブ"
    assert [(row.kind, row.bands) for row in held.rows] == list(ORDER.offers)
    with database.reading() as session:
        assert details(session, YEAR)["N1"] == FULL
        assert details(session, YEAR)["R1"] == CourseDetail("R1")
        assert details_ever(session) == {("N1", 2026): FULL}
    with pytest.raises(Refusal) as refused:
        add_course(database, YEAR, ORDER)
    assert codes(refused) == {"courses.held"}
    undo_operation(database, list_operations(database, "courses")[0].change)
    assert "N1" not in {one.code for one in list_catalogue(database, YEAR)}
    with database.reading() as session:
        assert details_ever(session) == {}


def test_everything_wrong_in_a_course_is_told_at_once(town: Take, database: Database) -> None:
    wrong = CourseOrder(
        "A B",
        " ",
        ((CourseKind.REQUIRED, ("nobody",)), (CourseKind.REQUIRED, ("nobody",))),
        0,
        CourseDetail(
            "A B",
            builds=(SkillRef("nothing"),),
            completion=CompletionRule(CompletionKind.HOURS, score=Fraction(1)),
            audience=Audience(roles=("x",), departments=("9",)),
            capacity=0,
            seat_yen=-1,
            renewed_by="ZZ",
            organiser="あ" * 201,
        ),
    )
    with pytest.raises(Refusal) as refused:
        add_course(database, YEAR, wrong)
    assert codes(refused) == {
        "courses.bad_code",
        "courses.bad_name",
        "courses.same_offer",
        "courses.bad_hours",
        "courses.bad_capacity",
        "courses.bad_yen",
        "courses.renewed_without_end",
        "courses.long_text",
        "courses.completion_hours",
        "courses.completion_score",
        "courses.unknown_band",
        "courses.unknown_role",
        "courses.unknown_skill",
        "courses.unknown_department",
        "courses.unknown_renewal",
    }
    with pytest.raises(Refusal) as refused:
        add_course(database, YEAR, CourseOrder("N2", "名前", ()))
    assert codes(refused) == {"courses.no_offers"}


def test_a_change_leaves_what_was_known_before(town: Take, database: Database) -> None:
    before = database.clock()
    order = replace(order_of(course(database, "E1")), name="データ活用（基礎）", hours=3)
    change_course(database, YEAR, order)
    assert course(database, "E1").name == "データ活用（基礎）"
    known = {one.code: one for one in list_catalogue(database, YEAR, before)}
    assert known["E1"].name == "データ活用"
    with pytest.raises(Refusal) as refused:
        change_course(database, YEAR, order)
    assert codes(refused) == {"courses.unchanged"}
    undo_operation(database, list_operations(database, "courses")[0].change)
    assert course(database, "E1").name == "データ活用"


def test_a_reason_is_asked_for_once_something_rests_on_a_course(
    town: Take, database: Database
) -> None:
    town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [["0001", "E1", "2026-05-01"]])
    order = replace(order_of(course(database, "E1")), hours=3)
    with pytest.raises(Refusal) as refused:
        change_course(database, YEAR, order)
    assert codes(refused) == {"courses.no_reason"}
    change_course(database, YEAR, order, "時間の訂正")
    assert list_operations(database, "courses")[0].reason == "時間の訂正"
    with pytest.raises(Refusal) as refused:
        remove_courses(database, YEAR, ["E1", "E2"], "使わない")
    assert codes(refused) == {"courses.rested_upon"}
    assert course(database, "E2")


def test_courses_on_which_nothing_rests_are_taken_out(town: Take, database: Database) -> None:
    add_course(database, YEAR, ORDER)
    with pytest.raises(Refusal) as refused:
        remove_courses(database, YEAR, ["N1"], " ")
    assert codes(refused) == {"courses.no_reason_to_remove"}
    with pytest.raises(Refusal) as refused:
        remove_courses(database, YEAR, ["N1", "N9"], "使わない")
    assert codes(refused) == {"courses.unknown"}
    remove_courses(database, YEAR, ["N1", "E3"], "使わない")
    assert {"N1", "E3"}.isdisjoint(one.code for one in list_catalogue(database, YEAR))
    undo_operation(database, list_operations(database, "courses")[0].change)
    assert course(database, "N1").detail == FULL


def test_courses_are_carried_with_their_details(town: Take, database: Database) -> None:
    add_course(database, YEAR, ORDER)
    carry_courses(database, NEW, ["N1", "E1"])
    assert course(database, "N1", NEW).detail == FULL
    assert course(database, "E1", NEW).detail == CourseDetail("E1")
    undo_operation(database, list_operations(database, "years")[0].change)
    with database.reading() as session:
        assert set(details_ever(session)) == {("N1", 2026)}


def test_samples_are_chosen_and_come_with_their_details(database: Database) -> None:
    definitions.adopt_shipped(database, ["oyama"])
    offered = sample_courses(database, "oyama", NEW)
    assert not any(one.is_held for one in offered)
    taken = take_samples(database, "oyama", NEW, ["OY-03"])
    assert [one.code for one in taken] == ["OY-03"]
    held = course(database, "OY-03", NEW)
    assert held.detail.modes
    assert held.detail.builds
    with database.reading() as session:
        known = definitions.questionnaires(session)
    assert all(skill.questionnaire in {"", *known} for skill in held.detail.builds)
    again = {one.course.code: one.is_held for one in sample_courses(database, "oyama", NEW)}
    assert [code for code, is_held in again.items() if is_held] == ["OY-03"]
    rest = copy_courses(database, "oyama", NEW)
    assert "OY-03" not in {row.code for row in rest}
    assert take_samples(database, "oyama", NEW) == ()
    with pytest.raises(Refusal) as refused:
        take_samples(database, "oyama", NEW, ["XX"])
    assert codes(refused) == {"courses.unknown_sample"}
    assert len(list_operations(database, "courses")) == 2


HEADINGS = (
    "研修コード 研修名 種別 対象区分 形態 時間 年度 主催 定員 1回の費用 1人の費用 修了条件 "
    "修了時間 報告会 アーカイブで補える 有効月数 更新研修コード 育てるスキル 対象役割 説明"
)
ROW = [
    "N1",
    "新しい研修",
    "必須",
    "一般職員",
    "集合、アーカイブ",
    2.5,
    2026,
    "県",
    30,
    50000,
    1000,
    "時間数",
    2.5,
    "○",
    "×",
    24,
    "R1",
    "security",
    "DXリーダー",
    "説明",
]


def test_a_file_brings_details_and_leaves_those_it_does_not_name(
    town: Take, database: Database
) -> None:
    outcome = town(ImportKind.COURSES, HEADINGS, [ROW])
    assert outcome.new == 1
    held = course(database, "N1").detail
    assert held.modes == (CourseMode.CLASSROOM, CourseMode.ARCHIVE)
    assert held.completion == CompletionRule(
        CompletionKind.HOURS, Fraction(5, 2), has_presentation=True, counts_archive=False
    )
    assert (held.organiser, held.capacity, held.session_yen, held.seat_yen) == (
        "県",
        30,
        50_000,
        1_000,
    )
    assert (held.valid_months, held.renewed_by) == (24, "R1")
    assert [skill.code for skill in held.builds] == ["security"]
    assert held.audience.roles == ("dx_leader",)
    again = town(ImportKind.COURSES, HEADINGS, [ROW])
    assert (again.unchanged, again.new, again.changed) == (1, 0, ())
    fewer = town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 形態 時間 年度 主催",
        [["N1", "新しい研修", "必須", "一般職員", "集合、アーカイブ", 2.5, 2026, ""]],
    )
    assert [change.field for change in fewer.changed[0].fields] == ["organiser"]
    after = course(database, "N1").detail
    assert after == replace(held, organiser="")


def test_rows_of_one_course_must_not_contradict_each_other(town: Take, database: Database) -> None:
    headings = "研修コード 研修名 種別 対象区分 年度 主催 育てるスキル 更新研修コード 定員"
    with pytest.raises(Refusal) as refused:
        town(
            ImportKind.COURSES,
            headings,
            [
                ["N1", "研修", "必須", "一般職員", 2026, "県", "", "", 0],
                ["N1", "研修", "選択", "推進マネジメント層", 2026, "市", "ない", "Z", ""],
            ],
        )
    assert codes(refused) == {
        "courses.details_differ",
        "courses.unknown_skill",
        "courses.unknown_renewal",
        "courses.renewed_without_end",
        "courses.bad_capacity",
    }
    rows = [problem.place.row for problem in refused.value.problems]
    assert set(rows) == {2, 3}
    merged = [
        ["N1", "研修", "必須", "一般職員", 2026, "県", "", "", ""],
        ["N1", "研修", "選択", "推進マネジメント層", 2026, "", "", "", 20],
    ]
    town(ImportKind.COURSES, headings, merged)
    held = course(database, "N1").detail
    assert (held.organiser, held.capacity) == ("県", 20)
    assert held.audience == Audience()


def test_an_import_of_details_is_undone_with_its_rows(town: Take, database: Database) -> None:
    outcome = town(ImportKind.COURSES, HEADINGS, [ROW])
    assert outcome.change is not None
    undo_import(database, outcome.change, today=TODAY)
    with database.reading() as session:
        assert details_ever(session) == {}
