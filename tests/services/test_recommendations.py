"""Gaps and the courses that close them on a real data file, against a plain reading of each."""

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.recommendations.courses import Closing, NeedKind
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.services import definitions
from skilltrack.services.obligations.reading import owed
from skilltrack.services.recommendations.figures import GapsQuery, figures, share_of
from skilltrack.services.recommendations.reading import Gaps, gaps, gaps_of, needs
from skilltrack.services.recommendations.reports import write_gap_data, write_gaps
from skilltrack.services.recommendations.sheets import sheets, write_sheets
from skilltrack.services.verdicts.tiers import judge_all
from skilltrack.store.database import Database
from skilltrack.store.rounds import RESPONSES, ROUNDS, ResponseRecord, RoundRecord
from skilltrack.store.training import DETAILS, YearDetail

YEAR = FiscalYear(2026)
DONE = ("R1", "R2", "E2")
BUILT = {"E1": ("basic_terms",), "E2": ("basic_terms", "tools"), "E3": ("security",)}


def build(database: Database, built: Mapping[str, tuple[str, ...]] = BUILT) -> None:
    with database.changing("test") as work:
        details = [
            YearDetail(2026, CourseDetail(code, builds=tuple(map(SkillRef, codes)), capacity=2))
            for code, codes in built.items()
        ]
        DETAILS.record(work, details)


def answer(database: Database, steps: Mapping[str, int], on: date = date(2026, 6, 1)) -> None:
    """Let people answer everything with one step each."""
    with database.reading() as session:
        asked = definitions.questionnaire(session, "sakata")
    round_ = RoundRecord(
        "r", "r", "sakata", asked.version, (), "", "", on, on, is_closed=False, public_key=b""
    )
    with database.changing("test") as work:
        ROUNDS.record(work, [round_])
        RESPONSES.record(
            work,
            [
                ResponseRecord(
                    "r",
                    number,
                    "sealed",
                    1,
                    1,
                    "",
                    "主事",
                    on,
                    {item.code: step for item in asked.items},
                )
                for number, step in steps.items()
            ],
        )


@pytest.fixture
def trained(town: Take, database: Database) -> Database:
    """The town with courses that build skills and everybody's answers."""
    build(database)
    answer(database, {f"{n:04}": n % 4 for n in range(1, 8)})
    return database


def advised(found: Gaps, number: str) -> dict[str, Closing]:
    one = next(one for one in found.people if one.person.employee_no == number)
    return {gap.gap.key: gap.closing for gap in one.advice.gaps}


def courses(found: Gaps, number: str) -> tuple[str, ...]:
    return next(one.advice.courses for one in found.people if one.person.employee_no == number)


def test_what_is_owed_and_what_is_weak_lead_to_courses(trained: Database) -> None:
    found = gaps(trained, YEAR, TODAY, scheme_id="fukui")
    assert len(found.people) == 8
    assert courses(found, "0004") == ("E2", "E3", "R1", "R2")  # answered the lowest throughout
    assert advised(found, "0004")["required"] is Closing.CLOSED
    assert Closing.NO_COURSE in advised(found, "0004").values()  # nothing builds excel
    assert Closing.UNANSWERED in advised(found, "0008").values()
    assert courses(found, "0008") == ("R1", "R2")


def test_a_completed_course_is_not_recommended_again(trained: Database, town: Take) -> None:
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [["0004", "E3", "2026-07-01", "修了"], ["0004", "R1", "2026-07-01", "修了"]],
    )
    found = gaps(trained, YEAR, TODAY, scheme_id="fukui")
    assert courses(found, "0004") == ("E2", "R2")
    assert Closing.TAKEN in advised(found, "0004").values()


def test_a_course_for_others_does_not_help(trained: Database, town: Take) -> None:
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["E3", "業務改革", "選択", "推進マネジメント層", 2026]],
    )
    found = gaps(trained, YEAR, TODAY, scheme_id="fukui")
    assert "E3" not in courses(found, "0004")


def test_everybody_at_once_is_each_one_alone(trained: Database) -> None:
    found = gaps(trained, YEAR, TODAY)
    for one in found.people:
        alone = gaps_of(trained, one.person.employee_no, YEAR, TODAY).people[0]
        assert alone.advice == one.advice
        assert alone.person == one.person


def plain(database: Database, number: str, done: frozenset[str]) -> tuple[str, ...]:
    """Choose courses for a person by trying every choice, from verdicts and obligations."""
    wanted: list[tuple[frozenset[str], int]] = []
    with database.reading() as session:
        scheme = definitions.scheme(session, "fukui")
        asked = definitions.questionnaire(session, "sakata")
    held = {"R1", "R2", "L1", "L2", *BUILT}
    judged = next(
        one
        for one in judge_all(database, "fukui", TODAY).people
        if one.person.employee_no == number
    )
    values = {leaf.id: leaf for leaf in judged.verdict.requirements}
    for tier in scheme.tiers:
        if tier.code != judged.verdict.expected:
            continue
        for leaf in gates.leaves(tier.gate):
            if leaf.id not in judged.verdict.missing or values[leaf.id].satisfied is None:
                continue
            if isinstance(leaf, leaves.CategoryAtLeast):
                own = {item.code for item in asked.items if item.category == leaf.category}
                named = {
                    course
                    for item in asked.items
                    if item.category == leaf.category
                    for course in item.courses
                }
                helping = {c for c, codes in BUILT.items() if {leaf.category, *own} & set(codes)}
                wanted.append((frozenset(helping | (named & held)) - done, 1))
            elif leaf.kind is LeafKind.CATALOGUE:
                lacking = frozenset(values[leaf.id].lacking)
                wanted.append((lacking, len(lacking)))
    for line in owed(database, TODAY, scheme_id="fukui").lines:
        if line.person.employee_no == number and line.obligation.is_open:
            lacking = frozenset(line.obligation.lacking)
            wanted.append((lacking, line.obligation.needed - len(line.obligation.done)))
    met = [(options, min(count, len(options))) for options, count in wanted if options]
    for size in range(len(held) + 1):
        for choice in combinations(sorted(held), size):
            if all(len(options & set(choice)) >= count for options, count in met):
                return choice
    raise AssertionError


def test_recommendations_equal_a_plain_choice(town: Take, database: Database) -> None:
    build(database)
    answer(database, {f"{n:04}": step for n, step in enumerate((0, 1, 2, 3, 1, 0, 2, 1), 1)})
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [[f"{n:04}", DONE[n % 3], "2026-05-01", "修了"] for n in range(1, 9)],
    )
    found = gaps(database, YEAR, TODAY, scheme_id="fukui")
    for one in found.people:
        number = one.person.employee_no
        done = frozenset({DONE[int(number) % 3]})
        assert one.advice.courses == plain(database, number, done)


def test_needs_name_each_seat_once_with_its_reason(trained: Database) -> None:
    every = needs(trained, YEAR, TODAY, scheme_id="fukui")
    keys = [(need.employee_no, need.course_code) for need in every]
    assert keys == sorted(set(keys))
    of = dict(zip(keys, every, strict=True))
    assert of["0004", "R1"].kind is NeedKind.OBLIGATION
    assert of["0004", "R1"].due == date(2027, 3, 31)
    assert of["0004", "E3"].kind is NeedKind.GAP


def test_next_year_looks_at_its_first_day_and_its_own_catalogue(
    trained: Database, town: Take
) -> None:
    following = FiscalYear(2027)
    empty = gaps(trained, following, TODAY, scheme_id="fukui")
    assert empty.on == date(2027, 4, 1)
    assert not empty.courses
    assert not any(one.advice.courses for one in empty.people)
    town(
        ImportKind.COURSES,
        "研修コード 研修名 種別 対象区分 年度",
        [["R1", "DX推進研修", "必須", "", 2027]],
    )
    planned = needs(trained, following, TODAY, scheme_id="fukui")
    assert {need.course_code for need in planned} == {"R1"}
    assert {need.due for need in planned} == {date(2028, 3, 31)}


def test_what_was_known_before_stays_as_it_was(trained: Database, town: Take) -> None:
    before = trained.clock()
    first = gaps(trained, YEAR, TODAY)
    town(
        ImportKind.COMPLETIONS,
        "職員番号 研修コード 修了日 状態",
        [["0004", "R1", "2026-07-01", "修了"]],
    )
    assert gaps(trained, YEAR, TODAY, before) == first
    assert gaps(trained, YEAR, TODAY) != first


def test_figures_of_a_department_and_a_share(trained: Database) -> None:
    found = gaps(trained, YEAR, TODAY, scheme_id="fukui")
    whole = figures(found, GapsQuery())
    required = next(line for line in whole.courses if line.course == "R1")
    assert len(required.people) == required.seats == 8
    half = figures(found, GapsQuery(share=share_of("50")))
    assert next(line for line in half.courses if line.course == "R1").seats == 4
    part = figures(found, GapsQuery(found.within("0101")))
    assert len(part.people) == 4
    assert len(figures(found, GapsQuery(found.within("01"))).people) == 8
    assert len(figures(found, GapsQuery(text="0004")).people) == 1
    with pytest.raises(Refusal):
        found.within("9999")


@pytest.mark.parametrize("text", ["0", "101", "x", "-5", "５０", ""])
def test_a_share_is_a_whole_number_of_percent(text: str) -> None:
    with pytest.raises(Refusal):
        share_of(text)


def test_the_sheet_of_a_person_tells_result_gaps_and_courses(trained: Database) -> None:
    (sheet,) = sheets(trained, YEAR, TODAY, employee_no="0004", scheme_id="fukui")
    assert sheet.name == "田中　三郎"
    (fields,) = sheet.fields
    assert fields.answered_on == date(2026, 6, 1)
    assert all(line.ratio == 0 for line in fields.lines)
    assert any(line.asked for line in fields.lines)
    assert [one.code for one in sheet.courses] == ["E2", "E3", "R1", "R2"]
    assert all(one.reasons for one in sheet.courses)
    assert any("扱う研修がありません" in line.todo for line in sheet.missing)
    with pytest.raises(Refusal):
        sheets(trained, YEAR, TODAY, employee_no="9999")


def test_workbooks_for_people_departments_and_the_body(trained: Database, tmp_path: Path) -> None:
    found = gaps(trained, YEAR, TODAY, scheme_id="fukui")
    shown = figures(found, GapsQuery())
    write_gaps(trained, tmp_path / "a.xlsx", shown)
    write_gap_data(trained, tmp_path / "b.xlsx", shown)
    count = write_sheets(trained, tmp_path / "c.xlsx", YEAR, TODAY, within=found.within("0101"))
    assert count == 4
    printed = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert printed.sheetnames == ["研修と席数", "研修で補えない不足", "所属別"]
    assert any("R1" in str(cell.value) for row in printed["研修と席数"] for cell in row)
    empty = [row for row in printed["所属別"].iter_rows(values_only=True) if row[1] == "総務部"]
    assert empty[0][2] == "―"  # nobody is posted there: no figure, not 0
    people = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert len(people.sheetnames) == 4
    assert people.worksheets[0].page_setup.orientation == "portrait"
    for page in people.worksheets:  # each is handed over alone
        assert page.page_setup.useFirstPageNumber
        assert page.page_setup.firstPageNumber == 1
        assert page.oddFooter.right.text == "&P"
    data = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert data["すすめる研修"].max_row == 1 + sum(len(o.advice.courses) for o in found.people)


def test_who_has_no_post_is_told_so(trained: Database) -> None:
    with pytest.raises(Refusal) as refused:
        gaps_of(trained, "9999", YEAR, TODAY)
    assert refused.value.problems[0].code == "recommendations.not_in_post"
