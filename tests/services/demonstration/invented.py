"""The arguments that the tests invent a municipality from, and ways to look at its tables."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import Department, evaluation_units
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.schemes.definition import SampleCourse
from skilltrack.services.demonstration import Cell, Municipality, Table, generate

Line = dict[str, Cell]
YEAR_END = date(2027, 3, 31)
BANDS = {
    "management": "推進マネジメント層",
    "project_leader": "プロジェクトリーダー層",
    "staff": "一般職員",
}
ITEMS_OF_FIELD = {"basic_terms": 5, "excel": 6, "statistics": 6, "tools": 9, "security": 1}

REQUIRED, LEADER, ELECTIVE = CourseKind.REQUIRED, CourseKind.LEADER, CourseKind.ELECTIVE
COURSES = (
    SampleCourse("DX-01", "DX推進研修", REQUIRED, (), "オンライン", 1.5),
    SampleCourse("DX-02", "人と組織の改革", REQUIRED, ("management",), "集合", 3),
    SampleCourse("DX-03", "情報セキュリティ", REQUIRED, ("staff",), "オンライン", 1),
    SampleCourse("DX-04", "ICT改革", REQUIRED, ("project_leader",), "集合", 3),
    SampleCourse("DX-04", "ICT改革", ELECTIVE, ("staff",), "集合", 3),
    SampleCourse("DX-05", "業務の見える化", LEADER, (), "集合", 6),
    SampleCourse("DX-06", "アジャイル入門", LEADER, (), "オンライン", 2),
    SampleCourse("EX-90", "リテラシー動画", ELECTIVE, (), "eラーニング", 3),
    SampleCourse("EX-91", "新規採用職員DX研修", ELECTIVE, (), "集合", 2),
    *(
        SampleCourse(
            f"EX-{i:02d}", f"選択研修{i}", ELECTIVE, ("staff",), ("集合", "オンライン")[i % 2], 2
        )
        for i in range(1, 13)
    ),
)


QUESTIONNAIRE = Questionnaire(
    id="sample",
    version=1,
    title="調査",
    explanation="",
    scale=Scale(tuple(ScaleStep(points, str(points)) for points in range(4))),
    categories=tuple(Category(code, code) for code in ITEMS_OF_FIELD),
    items=tuple(
        Item(f"{field}-{number}", field, "設問", "主題", Origin.OWN)
        for field, count in ITEMS_OF_FIELD.items()
        for number in range(count)
    ),
)


def invent(employees: int = 400, seed: int = 1, as_of: date = YEAR_END) -> Municipality:
    return generate(
        employees,
        seed,
        as_of=as_of,
        questionnaire=QUESTIONNAIRE,
        courses=COURSES,
        bands=BANDS,
    )


def lines(table: Table) -> list[Line]:
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def rows_of(city: Municipality, kind: ImportKind) -> list[Line]:
    return lines(city.tables[kind])


def people_of(city: Municipality) -> list[Line]:
    return rows_of(city, ImportKind.EMPLOYEES)


def departments_of(city: Municipality) -> list[Department]:
    return [
        Department(
            str(line["所属コード"]),
            str(line["所属名"]),
            None if line["上位所属コード"] is None else str(line["上位所属コード"]),
            line["評価単位"] == "○",
            Period(),
        )
        for line in rows_of(city, ImportKind.DEPARTMENTS)
    ]


def unit_sizes(city: Municipality, people: Iterable[Line]) -> Counter[str]:
    units = evaluation_units(departments_of(city))
    codes = (units[str(person["所属コード"])] for person in people if person["退職日"] is None)
    return Counter(code for code in codes if code is not None)


def rosters(city: Municipality) -> list[tuple[date, dict[Cell, Line]]]:
    files = [(city.effective, city.tables[ImportKind.EMPLOYEES])]
    files += [(roster.effective, roster.table) for roster in city.transfers]
    return [(on, {line["職員番号"]: line for line in lines(table)}) for on, table in files]


def everybody(city: Municipality) -> dict[Cell, Line]:
    """Return the last line about everybody, those who left in the year before among them."""
    before = {line["職員番号"]: line for roster in city.before for line in lines(roster.table)}
    return before | rosters(city)[-1][1]


def days(city: Municipality, kind: ImportKind, heading: str) -> list[date]:
    found = [line[heading] for line in rows_of(city, kind)]
    return [day for day in found if isinstance(day, date)]
