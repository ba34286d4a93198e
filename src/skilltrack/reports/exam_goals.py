"""Progress towards an exam's goal, for heads of departments: rates only above the threshold."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.exams.goals import ExamGoal, GoalRow, Outlook
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_goals import HIDDEN, range_text
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

SHEET = _("目標と見通し")


@dataclass(frozen=True, slots=True)
class GoalsSheet:
    """What is printed; ``shown_…`` are the rows ('' the body) whose rate or counts are told."""

    exam_name: str
    as_of: date
    goal: ExamGoal
    total: GoalRow
    departments: tuple[GoalRow, ...]
    outlook: Outlook
    shown_rates: frozenset[str]
    shown_counts: frozenset[str]
    counted: str


def write_goals(path: Path, sheet: GoalsSheet, *, organisation: str, made_at: datetime) -> None:
    """Write the progress of every department, the whole body first.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(SHEET, organisation, made_at)
    title = _("{exam}の目標と見通し").format(exam=sheet.exam_name)
    facts = (
        _("基準日 {as_of}").format(as_of=wareki(sheet.as_of)),
        _("目標：{due}までに{share}").format(
            due=wareki(sheet.goal.due_on), share=percent(sheet.goal.share, 0)
        ),
    )
    columns = (
        PrintColumn(_("所属"), widest=28),
        PrintColumn(_("対象（人）"), "right"),
        PrintColumn(_("合格（人）"), "right"),
        PrintColumn(_("合格者の割合"), "right"),
        PrintColumn(_("目標まで（人）"), "right"),
        PrintColumn(_("学習会に参加（人）"), "right"),
        PrintColumn(_("講師になれる人"), "right"),
        PrintColumn(_("合格率"), "right"),
    )
    rows = [_row(row, sheet) for row in (sheet.total, *sheet.departments)]
    notes = [*_outlook_notes(sheet.outlook), sheet.counted]
    if any(row.sittings and row.code not in sheet.shown_rates for row in sheet.departments):
        text = _(
            "「{hidden}」の合格率は、受験した職員が少ないなど、個人の結果が分かるおそれがあります。"
        )
        notes.append(text.format(hidden=HIDDEN))
    if any(row.people and row.code not in sheet.shown_counts for row in sheet.departments):
        text = _(
            "「{hidden}」の合格者は、対象が少ないか、全体との差から少ない所属の数が分かる所属です。"
        )
        notes.append(text.format(hidden=HIDDEN))
    print_table(
        workbook.create_sheet(SHEET),
        Heading(title, facts, organisation, made_at),
        PrintTable(columns, rows, totals=1, notes=tuple(notes)),
    )
    save(workbook, path)


def _row(row: GoalRow, sheet: GoalsSheet) -> tuple[Value, ...]:
    rate: str | Fraction | None = row.pass_rate
    if row.sittings and row.code not in sheet.shown_rates:
        rate = HIDDEN
    is_told = row.code in sheet.shown_counts

    def told(value: int | Fraction | None) -> Value:
        if not row.people:
            return None
        return value if is_told else HIDDEN

    return (
        row.name or _("全体"),
        row.people,
        told(row.passers),
        told(row.ratio),
        told(row.missing),
        row.studied if row.people else None,
        told(row.teachers),
        rate,
    )


def _outlook_notes(outlook: Outlook) -> list[str]:
    notes = [
        _(
            "目標まであと{remaining:,}人です。合格率{rate}で、受験はおよそ{expected:,}回"
            "（{range}回）の見込みです。"
        ).format(
            remaining=outlook.remaining,
            rate=percent(outlook.rate.ratio),
            expected=outlook.attempts.expected,
            range=range_text(outlook.attempts),
        )
    ]
    if outlook.cost_yen is not None:
        notes.append(
            _("受験料の見込みは{expected:,}円（{range}円）です。").format(
                expected=outlook.cost_yen.expected, range=range_text(outlook.cost_yen)
            )
        )
    if outlook.at_deadline is not None:
        notes.append(
            _("直近12か月の合格が続くと、期限の合格者は{range}人の見込みです。").format(
                range=range_text(outlook.at_deadline)
            )
        )
    notes.append(_("範囲は、10回に9回がその中に収まる幅です。"))
    return notes
