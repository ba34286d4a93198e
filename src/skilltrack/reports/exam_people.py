"""The people of an exam: a list for printing, and everything as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.exams.definition import TOTAL, ExamPlan
from skilltrack.domain.exams.progress import Progress
from skilltrack.domain.exams.sittings import Condition, Judged
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_people import (
    contradiction_text,
    lacking_text,
    result_text,
    stage_text,
)
from skilltrack.i18n.names import PAID_NAMES, RESULT_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

LIST_SHEET = _("受験者一覧")


@dataclass(frozen=True, slots=True)
class ExamineeLine:
    """A person with the progress and every plan."""

    employee_no: str
    name: str
    department: str
    department_name: str
    job_title: str
    progress: Progress
    plans: tuple[ExamPlan, ...]
    is_counted: bool

    @property
    def latest(self) -> Judged | None:
        """Return the latest sitting."""
        return self.progress.latest


def write_examinees(
    path: Path,
    title: str,
    lines: Sequence[ExamineeLine],
    *,
    facts: tuple[str, ...],
    notes: tuple[str, ...],
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the list for printing.

    Args:
        path: The workbook to write or to replace.
        title: What stands above the list.
        lines: The people in their order.
        facts: What stands beside the title.
        notes: What stands below the list.
        organisation: The name of the municipality.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(LIST_SHEET, organisation, made_at)
    columns = (
        PrintColumn(_("所属"), narrowest=12, widest=22),
        PrintColumn(_("職員番号"), narrowest=9, widest=12),
        PrintColumn(_("氏名"), narrowest=12, widest=18),
        PrintColumn(_("段階"), narrowest=12, widest=20),
        PrintColumn(_("いつから"), narrowest=10, widest=12),
        PrintColumn(_("受験の予定"), narrowest=10, widest=12),
        PrintColumn(_("受験（回）"), "right", narrowest=8, widest=10),
        PrintColumn(_("最後の受験"), narrowest=10, widest=12),
        PrintColumn(_("総合点"), "right", narrowest=7, widest=8),
        PrintColumn(_("合格まで・確かめること"), narrowest=20, widest=44),
    )
    table = PrintTable(columns, [_print_row(line) for line in lines], notes=notes)
    heading = Heading(title, facts, organisation, made_at)
    print_table(workbook.create_sheet(LIST_SHEET), heading, table, "landscape")
    save(workbook, path)


def _print_row(line: ExamineeLine) -> list[Value]:
    progress, latest = line.progress, line.latest
    return [
        line.department_name,
        line.employee_no,
        line.name,
        stage_text(progress),
        _short(progress.since),
        _short(progress.planned_on),
        len(progress.sittings) or None,
        _short(None if latest is None else latest.attempt.on),
        None if latest is None else latest.attempt.scores.get(TOTAL),
        _said(line),
    ]


def _short(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


def _said(line: ExamineeLine) -> str | None:
    progress, latest = line.progress, line.latest
    said = []
    if latest is not None and progress.passed_on is None:
        said.append(lacking_text(latest.lacking))
    said += [contradiction_text(one) for one in progress.sittings]
    said += [] if line.is_counted else [_("集計の対象外")]
    return _("、").join(filter(None, said)) or None


# Data


@dataclass(frozen=True, slots=True)
class _Sat:
    line: ExamineeLine
    judged: Judged


@dataclass(frozen=True, slots=True)
class _Asked:
    line: ExamineeLine
    judged: Judged
    condition: Condition


def write_examinee_data(
    path: Path, lines: Sequence[ExamineeLine], *, organisation: str, made_at: datetime
) -> None:
    """Write people, plans, sittings, scores and conditions; one datum in a cell.

    Raises:
        Refusal: A table is longer than a sheet.
        MachineFailure: The file could not be written.
    """
    sat = [_Sat(line, one) for line in lines for one in line.progress.sittings]
    tables = (_people(lines), _plans(lines), _sittings(sat), _scores(sat), _conditions(sat))
    write_tables(path, LIST_SHEET, tables, made_at=made_at, organisation=organisation)


def _counted(one: ExamineeLine) -> str:
    return _("対象") if one.is_counted else _("対象外")


def _people(lines: Sequence[ExamineeLine]) -> DataTable:
    columns: tuple[Column[ExamineeLine], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda one: one.employee_no),
        Column(_("氏名"), _("基準日の氏名"), lambda one: one.name),
        Column(_("所属コード"), _("基準日の所属"), lambda one: one.department),
        Column(_("所属名"), _("所属の名称"), lambda one: one.department_name),
        Column(_("職名"), _("基準日の職名"), lambda one: one.job_title),
        Column(_("段階"), _("基準日の段階"), lambda one: stage_text(one.progress)),
        *day_columns(_("段階の日"), _("段階に達した日"), lambda one: one.progress.since),
        *day_columns(_("受験の予定日"), _("予約日か予定日"), lambda one: one.progress.planned_on),
        *day_columns(_("合格日"), _("最初に合格した受験の日"), lambda one: one.progress.passed_on),
        Column(_("受験回数（回）"), _("基準日までの受験"), lambda one: len(one.progress.sittings)),
        Column(
            _("集計の対象"),
            _("合格率などの人数に数えるか"),
            _counted,
        ),
    )
    return tabulate(_("職員"), columns, lines)


def _plans(lines: Sequence[ExamineeLine]) -> DataTable:
    pairs = [(line, plan) for line in lines for plan in line.plans]
    columns: tuple[Column[tuple[ExamineeLine, ExamPlan]], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda one: one[0].employee_no),
        *day_columns(_("学習開始日"), _("学習を始めた日"), lambda one: one[1].started_on),
        *day_columns(_("受験の予定日"), _("予定した受験日"), lambda one: one[1].planned_on),
        *day_columns(_("予約した日"), _("予約の手続をした日"), lambda one: one[1].booked_on),
        *day_columns(_("予約した受験日"), _("予約した受験の日"), lambda one: one[1].booked_for),
        *day_columns(_("取りやめた日"), _("受験をやめた日"), lambda one: one[1].ended_on),
        Column(
            _("取りやめた理由"), _("受験をやめた理由"), lambda one: _filled(one[1].ended_because)
        ),
        Column(_("備考"), _("計画の備考"), lambda one: _filled(one[1].note)),
    )
    return tabulate(_("計画"), columns, pairs)


def _filled(text: str) -> str | None:
    return text or None


def _edition(one: _Sat) -> str | None:
    edition = one.judged.edition
    return None if edition is None else edition.code


def _paid(one: _Sat) -> str | None:
    paid = one.judged.attempt.paid_by
    return None if paid is None else PAID_NAMES[paid]


def _sittings(sat: Sequence[_Sat]) -> DataTable:
    def stated(one: _Sat) -> str | None:
        said = one.judged.attempt.stated_pass
        return None if said is None else RESULT_NAMES[said]

    columns: tuple[Column[_Sat], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda one: one.line.employee_no),
        *day_columns(_("受験日"), _("受験した日"), lambda one: one.judged.attempt.on),
        Column(
            _("制度版"),
            _("受験日に当たる試験の制度版"),
            _edition,
        ),
        Column(
            _("判定"),
            _("規則による合否。決まらないときは届いた合否"),
            lambda one: result_text(one.judged.passed),
        ),
        Column(_("届いた合否"), _("届いた資料にあった合否"), stated),
        Column(
            _("食い違い"),
            _("届いた合否と規則の違い"),
            lambda one: contradiction_text(one.judged) or None,
        ),
        Column(
            _("不足の合計（点）"),
            _("合格の条件に足りない点の合計"),
            lambda one: one.judged.points_lacking or None,
        ),
        Column(
            _("合格証番号"),
            _("合格証書の番号"),
            lambda one: _filled(one.judged.attempt.certificate_no),
        ),
        Column(
            _("受験料の支払"),
            _("受験料を支払った者"),
            lambda one: (
                None
                if one.judged.attempt.paid_by is None
                else PAID_NAMES[one.judged.attempt.paid_by]
            ),
        ),
        Column(_("記録元"), _("結果の出どころ"), lambda one: _filled(one.judged.attempt.source)),
        Column(_("証拠書類"), _("証拠のある所"), lambda one: _filled(one.judged.attempt.evidence)),
        Column(_("備考"), _("受験の備考"), lambda one: _filled(one.judged.attempt.note)),
    )
    return tabulate(_("受験"), columns, sat)


def _scores(sat: Sequence[_Sat]) -> DataTable:
    found = []
    for one in sat:
        edition = one.judged.edition
        fields = {} if edition is None else {field.code: field for field in edition.fields}
        for code, points in one.judged.attempt.scores.items():
            field = fields.get(code)
            name, maximum = (code, None) if field is None else (field.name, field.maximum)
            found.append((one, name, points, maximum))
    columns: tuple[Column[tuple[_Sat, str, int, int | None]], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda one: one[0].line.employee_no),
        *day_columns(_("受験日"), _("受験した日"), lambda one: one[0].judged.attempt.on),
        Column(_("分野"), _("得点の分野"), lambda one: one[1]),
        Column(_("得点（点）"), _("届いた得点"), lambda one: one[2]),
        Column(_("満点（点）"), _("制度版の満点"), lambda one: one[3]),
    )
    return tabulate(_("得点"), columns, found)


def _conditions(sat: Sequence[_Sat]) -> DataTable:
    asked = [_Asked(one.line, one.judged, each) for one in sat for each in one.judged.conditions]
    columns: tuple[Column[_Asked], ...] = (
        Column(_("職員番号"), _("職員を見分ける番号"), lambda one: one.line.employee_no),
        *day_columns(_("受験日"), _("受験した日"), lambda one: one.judged.attempt.on),
        Column(_("条件"), _("合格の条件の分野"), lambda one: one.condition.name),
        Column(_("基準（点）"), _("この点以上で満たす"), lambda one: one.condition.needed),
        Column(_("得点（点）"), _("届いた得点"), lambda one: one.condition.points),
        Column(_("不足（点）"), _("基準に足りない点"), lambda one: one.condition.lacking),
    )
    return tabulate(_("合格の条件"), columns, asked)
