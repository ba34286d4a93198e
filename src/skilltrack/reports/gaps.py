"""Gaps and the courses that close them: for printing, as data and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.progress import Progress, silent
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

COURSES_SHEET = _("研修と席数")
OPEN_SHEET = _("研修で補えない不足")
UNITS_SHEET = _("所属別")
PEOPLE_SHEET = _("すすめる研修")
GAPS_SHEET = _("足りないこと")


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with what is needed of it; None is not known."""

    code: str
    name: str
    mode: str
    helped: int
    people: int
    seats: int
    sessions: int | None
    yen: int | None
    arranged: int
    arranged_seats: int | None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A gap that stays open, why, and how many people have it."""

    scheme: str
    label: str
    state: str
    todo: str
    people: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A department: ``people`` counted, with a gap, with a course recommended; seats needed."""

    code: str
    name: str
    people: int
    lacking: int
    helped: int
    seats: int
    left_open: int


@dataclass(frozen=True, slots=True)
class PersonCourseRow:
    """A course recommended to a person and why."""

    employee_no: str
    name: str
    department: str
    department_name: str
    course: str
    course_name: str
    why: str
    kind: str
    due: date | None


@dataclass(frozen=True, slots=True)
class PersonGapRow:
    """A gap of a person and what becomes of it."""

    employee_no: str
    name: str
    department: str
    department_name: str
    scheme: str
    missing: str
    state: str
    todo: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """What is written; ``scope`` says whose gaps, ``share`` in percent who is expected."""

    organisation: str
    scope: str
    as_of: date
    year: FiscalYear
    share: int
    people: int
    lacking: int
    courses: tuple[CourseRow, ...]
    total_seats: int
    total_sessions: int
    total_yen: int
    unknown_sessions: int
    unknown_yen: int
    open: tuple[OpenRow, ...]
    units: tuple[UnitRow, ...]
    counted: tuple[tuple[str, Coverage], ...]


def write_gaps(path: Path, report: GapReport, *, made_at: datetime) -> None:
    """Write courses with their seats, what no course closes, and departments, for printing.

    Args:
        path: The workbook to write or to replace.
        report: What is written.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("不足と研修"), report.organisation, made_at)
    year = fiscal_year_text(report.year)
    facts = (
        report.scope,
        _("基準日 {on}").format(on=wareki(report.as_of)),
        _("{year}の研修一覧").format(year=year),
        _("受講する割合 {share}%").format(share=report.share),
    )
    for name, table in (
        (COURSES_SHEET, _courses(report)),
        (OPEN_SHEET, _open(report.open)),
        (UNITS_SHEET, _units(report.units)),
    ):
        heading = Heading(name, tuple(filter(None, facts)), report.organisation, made_at)
        print_table(workbook.create_sheet(name), heading, table)
    save(workbook, path)


def _courses(report: GapReport) -> PrintTable:
    columns = (
        PrintColumn(_("研修コード"), narrowest=10, widest=14),
        PrintColumn(_("研修"), narrowest=24, widest=44),
        PrintColumn(_("形態"), narrowest=10, widest=18),
        PrintColumn(_("役に立つ人"), "right", narrowest=10),
        PrintColumn(_("すすめる人"), "right", narrowest=10),
        PrintColumn(_("席数"), "right", narrowest=8),
        PrintColumn(_("回数"), "right", narrowest=8),
        PrintColumn(_("費用（円）"), "right", narrowest=12),
        PrintColumn(_("予定の回数"), "right", narrowest=10),
        PrintColumn(_("予定の席"), "right", narrowest=10),
    )
    rows: list[list[Value]] = [
        [
            "",
            _("合計"),
            "",
            None,
            None,
            report.total_seats,
            report.total_sessions,
            report.total_yen,
            None,
            None,
        ]
    ]
    rows += [
        [
            one.code,
            one.name,
            one.mode,
            one.helped,
            one.people,
            one.seats,
            one.sessions,
            one.yen,
            one.arranged,
            one.arranged_seats,
        ]
        for one in report.courses
    ]
    notes = [
        _("役に立つ人は、足りないことのどれかをその研修で補える職員です。"),
        _("すすめる人は、足りないことを最も少ない研修で補うときに、その研修を受ける職員です。"),
        _("席数は、すすめる人に受講する割合を掛けて切り上げた数です。"),
    ]
    if report.unknown_sessions:
        notes.append(
            _("定員が未入力の研修{count}件は、回数の合計に入っていません。").format(
                count=report.unknown_sessions
            )
        )
    if report.unknown_yen:
        notes.append(
            _("費用が分からない研修{count}件は、費用の合計に入っていません。").format(
                count=report.unknown_yen
            )
        )
    notes += [
        _("{scheme}：{counted}").format(scheme=name, counted=counted_note([covered]))
        for name, covered in report.counted
    ]
    return PrintTable(columns, rows, totals=1, notes=tuple(notes))


def _open(lines: Sequence[OpenRow]) -> PrintTable:
    columns = (
        PrintColumn(_("育成制度"), narrowest=16, widest=24),
        PrintColumn(_("足りないこと"), narrowest=30, widest=50),
        PrintColumn(_("状況"), narrowest=16, widest=24),
        PrintColumn(_("説明"), narrowest=30, widest=50),
        PrintColumn(_("職員（人）"), "right", narrowest=10),
    )
    rows: list[list[Value]] = [
        [one.scheme, one.label, one.state, one.todo, one.people] for one in lines
    ]
    notes = (_("ここにある不足は、年度の研修一覧に研修を加えるか、ほかの方法で補います。"),)
    return PrintTable(columns, rows, notes=notes)


def _units(lines: Sequence[UnitRow]) -> PrintTable:
    columns = (
        PrintColumn(_("所属コード"), narrowest=10, widest=14),
        PrintColumn(_("所属"), narrowest=20, widest=36),
        PrintColumn(_("対象（人）"), "right", narrowest=10),
        PrintColumn(_("不足のある人"), "right", narrowest=12),
        PrintColumn(_("研修をすすめる人"), "right", narrowest=16),
        PrintColumn(_("席数"), "right", narrowest=8),
        PrintColumn(_("補えない不足のある人"), "right", narrowest=20),
    )
    rows: list[list[Value]] = [
        [one.code, one.name, one.people, one.lacking, one.helped, one.seats, one.left_open]
        if one.people
        else [one.code, one.name, *[None] * 5]
        for one in lines
    ]
    notes = (_("対象の職員がいない所属は{none}で示します。").format(none=NO_FIGURE),)
    return PrintTable(columns, rows, notes=notes)


def write_gap_data(
    path: Path,
    report: GapReport,
    courses: Sequence[PersonCourseRow],
    gaps: Sequence[PersonGapRow],
    *,
    made_at: datetime,
    progress: Progress = silent,
) -> None:
    """Write every course recommended to anybody, every gap and the courses, one datum in a cell.

    Raises:
        MachineFailure: The file could not be written.
    """
    tables = (_course_table(report.courses), _person_courses(courses), _person_gaps(gaps))
    write_tables(
        path,
        _("不足と研修"),
        tables,
        made_at=made_at,
        organisation=report.organisation,
        progress=progress,
    )


def _course_table(rows: Sequence[CourseRow]) -> DataTable:
    columns: tuple[Column[CourseRow], ...] = (
        Column(_("研修コード"), _("研修一覧のコード"), lambda r: r.code),
        Column(_("研修"), _("研修の名前"), lambda r: r.name),
        Column(_("役に立つ人"), _("足りないことのどれかを補える職員の数"), lambda r: r.helped),
        Column(_("すすめる人"), _("最も少ない研修で補うときに受ける職員の数"), lambda r: r.people),
        Column(_("席数"), _("すすめる人に受講する割合を掛けて切り上げた数"), lambda r: r.seats),
        Column(_("回数"), _("要る実施回の数。定員が未入力なら空"), lambda r: r.sessions),
        Column(_("費用（円）"), _("実施回と席の費用。分からなければ空"), lambda r: r.yen),
        Column(_("予定の回数"), _("その年度に予定した実施回"), lambda r: r.arranged),
        Column(_("予定の席"), _("その定員の合計。限りがなければ空"), lambda r: r.arranged_seats),
    )
    return tabulate(COURSES_SHEET, columns, rows)


def _person_courses(rows: Sequence[PersonCourseRow]) -> DataTable:
    columns: tuple[Column[PersonCourseRow], ...] = (
        Column(_("職員番号"), _("職員番号"), lambda r: r.employee_no),
        Column(_("氏名"), _("氏名"), lambda r: r.name),
        Column(_("所属コード"), _("主務の所属"), lambda r: r.department),
        Column(_("所属"), _("主務の所属の名前"), lambda r: r.department_name),
        Column(_("研修コード"), _("すすめる研修のコード"), lambda r: r.course),
        Column(_("研修"), _("すすめる研修の名前"), lambda r: r.course_name),
        Column(_("理由"), _("すすめる理由"), lambda r: r.why),
        Column(_("種類"), _("受講義務、DXリーダー、区分の要件のどれか"), lambda r: r.kind),
        *day_columns(_("期限"), _("受講義務の期限。なければ空"), lambda r: r.due),
    )
    return tabulate(PEOPLE_SHEET, columns, rows)


def _person_gaps(rows: Sequence[PersonGapRow]) -> DataTable:
    columns: tuple[Column[PersonGapRow], ...] = (
        Column(_("職員番号"), _("職員番号"), lambda r: r.employee_no),
        Column(_("氏名"), _("氏名"), lambda r: r.name),
        Column(_("所属コード"), _("主務の所属"), lambda r: r.department),
        Column(_("所属"), _("主務の所属の名前"), lambda r: r.department_name),
        Column(_("育成制度"), _("要件または義務を決めた制度"), lambda r: r.scheme),
        Column(
            _("足りないこと"), _("満たしていない要件、または済んでいない義務"), lambda r: r.missing
        ),
        Column(_("状況"), _("研修で補えるかどうか"), lambda r: r.state),
        Column(_("すること"), _("研修で補えないときにすること"), lambda r: r.todo),
    )
    return tabulate(GAPS_SHEET, columns, rows)
