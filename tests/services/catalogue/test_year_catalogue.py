"""The year with what was arranged for it, two years side by side, the menu, the workbooks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import TODAY, Take

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.years import YearState
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
from skilltrack.services import definitions
from skilltrack.services.catalogue.editing import add_course, change_course, remove_courses
from skilltrack.services.catalogue.files import save_data, save_printed
from skilltrack.services.catalogue.orders import CourseOrder, order_of
from skilltrack.services.catalogue.reading import (
    compare_years,
    course_completers,
    course_menu,
    list_catalogue,
    options_in,
    year_catalogue,
)
from skilltrack.services.imports.files import import_file
from skilltrack.services.years.checklist import carry_courses
from skilltrack.store import schema
from skilltrack.store.database import Database

YEAR, NEW = FiscalYear(2026), FiscalYear(2027)

FULL = CourseDetail(
    code="N1",
    modes=(CourseMode.CLASSROOM, CourseMode.ARCHIVE),
    builds=(SkillRef("security", "sakata"),),
    completion=CompletionRule(
        CompletionKind.TEST, score=Fraction(161, 2), has_presentation=True, counts_archive=False
    ),
    audience=Audience(
        bands=("staff",),
        roles=("dx_leader",),
        cohort=Cohort("dx_leader", (2025, 2026)),
        departments=("0101",),
        employment_types=(EmploymentType.REGULAR, EmploymentType.REAPPOINTED),
        occupations=("事務", "土木"),
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


def add(database: Database, detail: CourseDetail = FULL) -> None:
    rows = ((CourseKind.REQUIRED, ("staff",)), (CourseKind.ELECTIVE, ("management",)))
    add_course(database, YEAR, CourseOrder("N1", "新しい研修", rows, 2.5, detail))


def hold(database: Database, *, state: str, people: dict[str, str], capacity: int | None) -> None:
    with database.changing("test.hold", state) as work:
        name = f"{state}-{capacity}"
        session = {
            "session_id": name,
            "course_code": "N1",
            "fiscal_year": 2026,
            "title": "",
            "mode": "",
            "place": "",
            "lecturer": "",
            "capacity": capacity,
            "apply_by": None,
            "state": state,
            "note": "",
        }
        work.record(schema.course_session, [session])
        seats = [
            {
                "session_id": name,
                "employee_no": number,
                "state": how,
                "reason": "",
                "noted_on": TODAY,
            }
            for number, how in people.items()
        ]
        work.record(schema.enrolment, seats)


def test_a_year_tells_what_was_arranged_and_done(town: Take, database: Database) -> None:
    add(database)
    people = {"0001": "enrolled", "0002": "enrolled", "0003": "waiting", "0004": "declined"}
    hold(database, state="open", people=people, capacity=20)
    hold(database, state="held", people={"0001": "enrolled"}, capacity=10)
    hold(database, state="cancelled", people={"0005": "enrolled"}, capacity=5)
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [
            ["0001", "N1", "2026-05-01", ""],
            ["0001", "N1", "2026-06-01", ""],
            ["0002", "N1", "2026-10-01", ""],
            ["0003", "N1", "2026-05-01", "免除"],
            ["0004", "N1", "2026-03-31", ""],
        ],
    )
    found = year_catalogue(database, YEAR, date(2026, 6, 30))
    line = next(one for one in found.lines if one.course.code == "N1")
    use = line.use
    assert (use.sessions, use.enrolled, use.seats, use.completed) == (2, 2, 30, 1)
    assert line.cost is not None
    assert (line.cost.total, line.cost.at_most) == (102_000, 130_000)
    assert (found.total, found.at_most) == (102_000, 130_000)
    assert found.without_cost == len(found.lines) - 1
    later = year_catalogue(database, YEAR, TODAY)
    assert next(one for one in later.lines if one.course.code == "N1").use.completed == 2
    who = course_completers(database, YEAR, "N1", TODAY)
    assert [(one.employee_no, one.completed_on) for one in who] == [
        ("0001", date(2026, 5, 1)),
        ("0002", date(2026, 10, 1)),
    ]
    hold(database, state="planned", people={}, capacity=None)
    unlimited = year_catalogue(database, YEAR, TODAY)
    assert unlimited.at_most is None


def test_what_was_known_is_told_again_later(town: Take, database: Database) -> None:
    add(database)
    known = database.clock()
    before = year_catalogue(database, YEAR, TODAY, known)
    town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [["0001", "N1", "2026-05-01"]])
    change_course(database, YEAR, replace(order_of(held(database, "N1")), hours=9), "時間の変更")
    remove_courses(database, YEAR, ["E1"], "使わない")
    assert year_catalogue(database, YEAR, TODAY, known) == before
    assert year_catalogue(database, YEAR, TODAY) != before


def held(database: Database, code: str, year: FiscalYear = YEAR):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return next(one for one in list_catalogue(database, year) if one.code == code)


def test_courses_that_rules_name_and_the_year_lacks_are_told(
    town: Take, database: Database
) -> None:
    definitions.adopt_shipped(database, ["oyama"])
    add(database, replace(FULL, renewed_by="E1"))
    found = year_catalogue(database, YEAR, TODAY)
    missing = {one.code: one for one in found.missing}
    assert {"OY-01", "OY-02"} <= missing.keys()
    assert missing["OY-01"].name == "管理職のためのDX"
    assert missing["OY-01"].named_by
    line = next(one for one in found.lines if one.course.code == "E1")
    assert [one.name for one in line.named_by] == ["新しい研修"]
    assert year_catalogue(database, NEW, TODAY).missing == ()


def test_two_years_are_told_apart(town: Take, database: Database) -> None:
    carry_courses(database, NEW)
    change_course(database, NEW, replace(order_of(held(database, "E1", NEW)), hours=3))
    remove_courses(database, NEW, ["E2"], "使わない")
    found = {one.course.code: one.state for one in compare_years(database, YEAR, NEW).courses}
    assert found.pop("E1") is YearState.CHANGED
    assert found.pop("E2") is YearState.DROPPED
    assert set(found.values()) == {YearState.SAME}


def test_the_menu_shows_bands_and_roles_by_field(town: Take, database: Database) -> None:
    add(database, replace(FULL, audience=Audience()))
    menu = course_menu(database, YEAR, "fukui")
    cells = {
        (line.code, segment.key): {entry.code: entry.kind for entry in entries}
        for (line, segment), entries in menu.cells.items()
    }
    assert cells["staff", "sakata:security"] == {"N1": CourseKind.REQUIRED}
    assert cells["management", "sakata:security"] == {"N1": CourseKind.ELECTIVE}
    assert ("project_leader", "sakata:security") not in cells
    assert set(cells["dx_leader", ""]) == {"L1", "L2"}
    with pytest.raises(Refusal):
        course_menu(database, YEAR, "nowhere")


def test_what_is_written_as_data_is_read_back_as_it_was(
    town: Take, database: Database, tmp_path: Path
) -> None:
    add(database)
    path = tmp_path / "data.xlsx"
    assert save_data(database, path, YEAR, TODAY) == 8
    before = list_catalogue(database, YEAR)
    outcome = import_file(database, ImportKind.COURSES, path, today=TODAY)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, (), 8)
    remove_courses(database, YEAR, ["N1"], "消して取り込む")
    import_file(database, ImportKind.COURSES, path, today=TODAY)
    assert list_catalogue(database, YEAR) == before


def test_the_printed_catalogue_has_its_sheets(
    town: Take, database: Database, tmp_path: Path
) -> None:
    add(database)
    path = tmp_path / "print.xlsx"
    assert save_printed(database, path, YEAR, TODAY, "fukui") == 8
    book = load_workbook(path)
    assert book.sheetnames == ["研修一覧", "メニュー表", "前年度との違い", "費用"]
    texts = [cell.value for row in book["研修一覧"].iter_rows() for cell in row]
    assert "新しい研修" in texts
    assert "必須：一般職員\n選択：推進マネジメント層" in texts
    assert "確認テスト80.5点以上＋報告会" in texts
    save_printed(database, path, YEAR, TODAY)
    assert "メニュー表" not in load_workbook(path).sheetnames
    with pytest.raises(Refusal) as refused:
        save_printed(database, path, NEW, TODAY)
    assert refused.value.problems[0].code == "courses.none"


def test_skills_are_offered_with_their_questionnaire_where_there_are_several(
    database: Database,
) -> None:
    with database.reading() as session:
        options = options_in(session, TODAY)
    keys = [key for key, _name in options.skills]
    assert len(keys) == len(set(keys))
    assert set(keys) <= options.words.skills.keys()
    assert "security" in options.words.skills
    assert "sakata:security" in options.words.skills
