"""The last day of an era or a fiscal year, and the 29th of February, from file to figure."""

from datetime import date, timedelta

import pytest
from tests.conftest import Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.roles.meetings import Circle, CircleKind
from skilltrack.services.evaluation import board
from skilltrack.services.exams.register import exam_register
from skilltrack.services.inclusion import covered, set_rule
from skilltrack.services.roles.appointments import Gift, give
from skilltrack.services.roles.figures import role_balance
from skilltrack.services.roles.meetings import MeetingOrder, add_meeting, meetings_of_year
from skilltrack.store import organisation
from skilltrack.store.database import Database

ROSTER = "職員番号 氏名 所属コード 職名 退職日 状態 状態開始 状態終了"
PARTIAL = MissingRule(is_partial=True)
EDGES = [
    date(2019, 4, 30),
    date(2019, 5, 1),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 3, 31),
    date(2020, 4, 1),
]
ERAS = {
    date(2019, 4, 30): "平成31年4月30日",
    date(2019, 5, 1): "令和元年5月1日",
    date(2020, 2, 29): "R2.2.29",
    date(2020, 3, 1): "R2.3.1",
    date(2020, 3, 31): "令和2年3月31日",
    date(2020, 4, 1): "2020/4/1",
}


@pytest.fixture
def old_town(take: Take) -> Take:
    """A department of 2018 with two people, and a course in each year."""
    take(
        ImportKind.DEPARTMENTS,
        "所属コード 所属名 評価単位 有効開始",
        [["0101", "人事課", "○", "H30.4.1"], ["0102", "税務課", "○", "H30.4.1"]],
    )
    rows = [["0001", "髙橋", "0101", "主事"], ["0002", "山﨑", "0101", "主事"]]
    headings = "職員番号 氏名 所属コード 職名"
    take(ImportKind.EMPLOYEES, headings, rows, effective=date(2018, 4, 1))
    courses = [["E1", "選択", "選択", year] for year in (2018, 2019, 2020)]
    take(ImportKind.COURSES, "研修コード 研修名 種別 年度", courses)
    return take


def where(database: Database, on: date) -> dict[str, str]:
    with database.reading() as session:
        return {p.employee_no: p.department for p in organisation.in_post(session, on)}


@pytest.mark.parametrize("day", EDGES)
def test_a_transfer_holds_from_its_day(old_town: Take, database: Database, day: date) -> None:
    row = ["0001", "髙橋", "0102", "主事", "", "", "", ""]
    old_town(ImportKind.EMPLOYEES, ROSTER, [row], effective=day, missing=PARTIAL)
    assert where(database, day - timedelta(days=1))["0001"] == "0101"
    assert where(database, day)["0001"] == "0102"
    ranked = board(database, "fukui", FiscalYear.of(day), day).evaluation.departments
    assert {row.code: row.headcount for row in ranked} == {"0101": 1, "0102": 1}


@pytest.mark.parametrize("day", EDGES)
def test_whoever_leaves_counts_on_the_last_day(
    old_town: Take, database: Database, day: date
) -> None:
    row = ["0001", "髙橋", "0101", "主事", ERAS[day], "", "", ""]
    old_town(ImportKind.EMPLOYEES, ROSTER, [row], effective=date(2019, 4, 1), missing=PARTIAL)
    assert "0001" in where(database, day)
    assert "0001" not in where(database, day + timedelta(days=1))


@pytest.mark.parametrize("day", EDGES)
def test_leave_of_one_day_leaves_out_that_day_alone(
    old_town: Take, database: Database, day: date
) -> None:
    row = ["0001", "髙橋", "0101", "主事", "", "休職", ERAS[day], ERAS[day]]
    old_town(ImportKind.EMPLOYEES, ROSTER, [row], effective=date(2019, 4, 1), missing=PARTIAL)
    around = (day - timedelta(days=1), day, day + timedelta(days=1))
    counted = [covered(database, Figure.REQUIRED, "fukui", on).counted for on in around]
    assert counted == [2, 1, 2]


@pytest.mark.parametrize("day", EDGES)
def test_courses_exams_and_meetings_belong_to_the_year_of_their_day(
    old_town: Take, database: Database, day: date
) -> None:
    year = FiscalYear.of(day)
    old_town(ImportKind.COMPLETIONS, "職員番号 研修コード 修了日", [["0001", "E1", ERAS[day]]])
    scores = [650, 400, 400, 400]
    headings = "職員番号 試験 受験日 総合評価点 ストラテジ系 マネジメント系 テクノロジ系"
    old_town(ImportKind.EXAMS, headings, [["0001", "ITパスポート", ERAS[day], *scores]])
    give(database, [Gift("0001", "dx_leader", day)])
    circle = Circle(CircleKind.ROLE, "dx_leader")
    add_meeting(database, MeetingOrder(circle, "定例会", day))
    for other in (FiscalYear(year.year - 1), year, FiscalYear(year.year + 1)):
        is_its = other == year
        taken = board(database, "fukui", other, other.last_day).evaluation.departments
        assert sum(row.elective.tally.done for row in taken) == int(is_its)
        assert len(meetings_of_year(database, other, other.last_day)) == int(is_its)
    assert exam_register(database, "it_passport", day).total.passers == 1
    assert exam_register(database, "it_passport", day - timedelta(days=1)).total.passers == 0
    term = FiscalYear(year.year + 2).last_day
    assert role_balance(database, "dx_leader", term).total.count == 1
    assert role_balance(database, "dx_leader", term + timedelta(days=1)).total.count == 0


@pytest.mark.parametrize(
    ("hired", "months", "first_counted"),
    [
        (date(2019, 5, 1), 12, date(2020, 5, 1)),
        (date(2020, 2, 29), 12, date(2021, 3, 1)),
        (date(2020, 2, 29), 1, date(2020, 3, 29)),
        (date(2019, 8, 31), 6, date(2020, 3, 1)),
        (date(2020, 3, 31), 1, date(2020, 5, 1)),
    ],
)
def test_months_since_the_hiring_end_on_the_day_of_the_month(
    old_town: Take, database: Database, hired: date, months: int, first_counted: date
) -> None:
    """Source: 民法 143条2項; a day that the month does not have ends it with its last day."""
    row = ["0003", "𠮷田", "0101", "主事", hired.isoformat()]
    headings = "職員番号 氏名 所属コード 職名 採用日"
    old_town(ImportKind.EMPLOYEES, headings, [row], effective=hired, missing=PARTIAL)
    rule = InclusionRule(new_hire_months=months)
    set_rule(database, [Figure.REQUIRED], "fukui", rule, "新採用を除く")
    before = covered(database, Figure.REQUIRED, "fukui", first_counted - timedelta(days=1))
    assert (before.counted, covered(database, Figure.REQUIRED, "fukui", first_counted).counted) == (
        2,
        3,
    )
