"""Sheets of people (個人票) for printing: result, what is missing, courses with dates."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.recommendations.sheets import (
    AnsweredFields,
    CourseAdvice,
    FieldLine,
    PersonSheet,
)
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value
from skilltrack.reports.upright import Span, UprightPage, sheet_name

WIDTHS = (24, 24, 30, 24)

MIDDLE_TWO: Span = (2, 3)

PERCENT = 100


def write_person_sheets(
    path: Path, sheets: Sequence[PersonSheet], *, organisation: str, made_at: datetime
) -> None:
    """Write one A4 sheet upright for each person.

    Args:
        path: The workbook to write or to replace.
        sheets: The people, in the order of the sheets.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("個人票"), organisation, made_at)
    for sheet in sheets:
        page = workbook.create_sheet(sheet_name(f"{sheet.employee_no} {sheet.name}"))
        _Writer(page, sheet, organisation, made_at).write()
    save(workbook, path)


class _Writer(UprightPage):
    """Fills the sheet of one person."""

    def __init__(
        self, page: Worksheet, sheet: PersonSheet, organisation: str, made_at: datetime
    ) -> None:
        self.sheet = sheet
        facts = (_("基準日 {day}").format(day=wareki(sheet.as_of)), _("本人と人事担当課が見る票"))
        super().__init__(page, Heading(_("個人票"), facts, organisation, made_at), WIDTHS)
        self.is_one_page = True

    def fill(self) -> None:
        """Write every part."""
        sheet = self.sheet
        self.table(
            _("職員"),
            (_("職員番号"), _("氏名"), _("所属"), _("職名")),
            [(sheet.employee_no, sheet.name, sheet.department_name, sheet.job_title)],
        )
        self.table(
            _("区分"),
            (_("育成制度"), _("区分"), _("判定"), _("次の区分")),
            [(one.scheme, one.tier, one.outcome, one.following) for one in sheet.schemes],
            _("判定できる区分はありません。"),
        )
        for one in sheet.fields:
            self._fields(one)
        year = fiscal_year_text(FiscalYear(sheet.fiscal_year))
        self.table(
            _("すすめる研修（{year}）").format(year=year),
            (_("研修"), _("すすめる理由"), "", _("実施回")),
            [_course(one) for one in sheet.courses],
            _("すすめる研修はありません。"),
            MIDDLE_TWO,
        )
        self.table(
            _("研修のほかにすること"),
            (_("育成制度"), _("足りないこと"), "", _("すること")),
            [(one.scheme, one.missing, "", one.todo) for one in sheet.missing],
            _("ありません。"),
            MIDDLE_TWO,
        )
        self.notes(
            (
                _("この票は、基準日までに記録されている内容から作りました。"),
                _("必要な得点は、次に目指す区分の要件です。目安を含みます。"),
                _("研修は、足りないことを補える最も少ない組み合わせを、研修一覧から選んでいます。"),
            )
        )

    def _fields(self, fields: AnsweredFields) -> None:
        title = _("分野ごとの結果：{title}").format(title=fields.title)
        if fields.answered_on is not None:
            title = _("分野ごとの結果：{title}（{day}の回答）").format(
                title=fields.title, day=wareki(fields.answered_on)
            )
        heads = (_("分野"), _("得点"), _("必要な得点"), _("状況"))
        rows: list[tuple[Value, ...]] = [
            (one.name, one.ratio, one.asked, _state(one)) for one in fields.lines
        ]
        self.table(title, heads, rows, _("回答はありません。"))


def _state(line: FieldLine) -> str:
    if line.ratio is None:
        return _("判定できず")
    if line.asked is None:
        return NO_FIGURE
    if line.ratio >= line.asked:
        return _("届いている")
    missing = (line.asked - line.ratio) * PERCENT
    return _("あと{points}ポイント").format(points=_rounded_up(missing))


def _rounded_up(value: Fraction) -> str:
    tenths = -(-value * 10 // 1)
    return f"{float(tenths) / 10:.1f}"


def _course(one: CourseAdvice) -> tuple[Value, ...]:
    name = "\n".join(filter(None, (one.name, one.held)))
    return name, "\n".join(one.reasons), "", "\n".join(one.sessions) or _("予定なし")
