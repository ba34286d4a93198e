"""How far departments are with the courses of a year, as a sheet of the data workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.years.figures import DepartmentTraining, TrainingFigures
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import (
    Column,
    DataTable,
    day_columns,
    fiscal_year_columns,
    streamed,
)


@dataclass(frozen=True, slots=True)
class DepartmentCourse:
    """The people of one department against one course on a day."""

    as_of: date
    department: DepartmentTraining
    course: Course
    done: int
    owed: int


def department_training_table(figures: TrainingFigures, as_of: date) -> DataTable:
    """Return a row per department and course, by department code, in the order of the courses."""

    def rows() -> Iterator[DepartmentCourse]:
        for department in figures.departments:
            counts = zip(figures.courses, department.done, department.owed, strict=True)
            for course, done, owed in counts:
                yield DepartmentCourse(as_of, department, course, done, owed)

    columns: tuple[Column[DepartmentCourse], ...] = (
        *fiscal_year_columns(lambda row: row.course.fiscal_year),
        *day_columns(_("基準日"), _("この日の状況"), lambda row: row.as_of),
        Column(_("評価単位コード"), _("文字列"), lambda row: row.department.unit),
        Column(
            _("評価単位名"),
            _("評価の単位となる所属。なければその所属"),
            lambda row: row.department.unit_name,
        ),
        Column(_("所属コード"), _("主務の所属。文字列"), lambda row: row.department.code),
        Column(_("所属名"), _("主務の所属"), lambda row: row.department.name),
        Column(_("人数（人）"), _("数える職員"), lambda row: row.department.headcount),
        Column(_("研修コード"), _("文字列"), lambda row: row.course.code),
        Column(_("研修名"), _("年度の研修一覧の名称"), lambda row: row.course.name),
        Column(
            _("種別"),
            _("必須、リーダー必須、選択のどれか"),
            lambda row: COURSE_KIND_NAMES[row.course.kind],
        ),
        Column(_("修了者数（人）"), _("修了した職員"), lambda row: row.done),
        Column(
            _("未修了者数（人）"),
            _("受講の義務があり、まだ修了していない職員。免除は含まない"),
            lambda row: row.owed,
        ),
    )
    count = len(figures.departments) * len(figures.courses)
    return streamed(_("所属別受講状況"), columns, rows, count)
