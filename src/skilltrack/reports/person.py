"""One person as a JSON document, and the handover sheets of those who move (引継票)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.organisation import Employee
from skilltrack.domain.schemes import Verdict
from skilltrack.domain.timeline import Event, History, by_fiscal_year
from skilltrack.domain.transfers import Audience, HandoverSheet, Post
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import page_ends
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

WIDTHS = (26, 24, 22, 20)
"""Half-width characters of the four columns of a sheet; they fill an A4 page upright."""

Span = tuple[int, int]
"""First and last of the columns that are merged in a row."""

NOT_MERGED: Span = (0, 0)
FIRST_THREE: Span = (1, 3)
LAST_TWO: Span = (3, 4)

LONGEST_SHEET_NAME = 31


def history_document(history: History) -> dict[str, object]:
    """Return posts and absences of a person; last days, not first days after."""
    return {
        "postings": [
            {
                "department": post.department,
                "job_title": post.job_title,
                "employment_type": post.employment_type.value,
                "is_concurrent": post.is_concurrent,
                "from": _iso(post.valid.start),
                "until": _iso(post.valid.last_day),
            }
            for post in history.postings
        ],
        "absences": [
            {
                "kind": absence.kind.value,
                "from": _iso(absence.valid.start),
                "until": _iso(absence.valid.last_day),
            }
            for absence in history.absences
        ],
    }


def person_document(
    employee: Employee,
    as_of: date,
    present: Mapping[str, object] | None,
    history: History,
    events: Iterable[Event],
    verdicts: Iterable[tuple[str, Verdict]],
) -> dict[str, object]:
    """Return everything recorded of a person, the timeline newest first."""
    return {
        "as_of": as_of.isoformat(),
        "employee_no": employee.employee_no,
        "name": employee.name,
        "kana": employee.kana,
        "hired_on": _iso(employee.hired_on),
        "left_on": _iso(employee.left_on),
        "present": present,
        **history_document(history),
        "verdicts": [
            {
                "scheme": scheme,
                "expected": verdict.expected,
                "met": verdict.met,
                "reached": verdict.reached,
                "candidates": list(verdict.candidates),
                "missing": list(verdict.missing),
            }
            for scheme, verdict in verdicts
        ],
        "timeline": [
            {
                "fiscal_year": None if year is None else year.year,
                "kind": event.kind.value,
                "from": _iso(event.days.start),
                "until": _iso(event.days.last_day),
                "title": event.title,
                "detail": event.detail,
                "change": event.recorded_in,
                "superseded_in": event.superseded_in,
            }
            for year, found in by_fiscal_year(events)
            for event in found
        ],
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


# Handover sheets


def write_handover(
    path: Path, sheets: Sequence[HandoverSheet], *, made_at: datetime | None, organisation: str
) -> None:
    """Write handover sheets for printing, one A4 sheet upright for each person.

    Args:
        path: The workbook to write or to replace.
        sheets: The people, in the order of the sheets.
        made_at: The aware instant named in the footer; None names none.
        organisation: The body.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("引継票"), organisation, made_at)
    for sheet in sheets:
        name = f"{sheet.employee_no} {sheet.name}".translate(_NOT_IN_A_SHEET_NAME)
        page = workbook.create_sheet(name[:LONGEST_SHEET_NAME])
        _Writer(page, sheet, organisation, made_at).write()
    save(workbook, path)


_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("\\/?*[]:'", "_"))


class _Writer:
    """Fills one sheet from top to bottom."""

    def __init__(
        self, page: Worksheet, sheet: HandoverSheet, organisation: str, made_at: datetime | None
    ) -> None:
        self.page = page
        self.sheet = sheet
        self.row = 1
        self.starts: list[int] = []
        kind = _("所属長用") if sheet.audience is Audience.HEAD else _("人事課用")
        facts = (_("異動日 {day}").format(day=wareki(sheet.moves_on)), kind)
        self.heading = Heading(_("異動後の引継票"), facts, organisation, made_at)

    def write(self) -> None:
        """Write every part that the audience may see, and say what is left out."""
        for column, width in enumerate(WIDTHS, start=1):
            style.set_width(self.page, column, width)
        self.row = style.write_heading(self.page, self.heading, len(WIDTHS)) + 1
        self._person()
        self._roles()
        self._courses()
        if self.sheet.audience is Audience.HR:
            self._tiers()
            self._fields()
            self._exams()
        self._notes()
        last = self.row - 1
        style.set_up_page(
            self.page,
            self.heading,
            title_rows=3,
            last_row=last,
            last_column=len(WIDTHS),
            orientation="portrait",
            scale=style.fitting_scale(self.page, len(WIDTHS), "portrait"),
        )
        self._break_pages(last)

    def _person(self) -> None:
        sheet = self.sheet
        self._table(
            _("職員"),
            (_("職員番号"), _("氏名"), _("フリガナ"), _("異動日")),
            [(sheet.employee_no, sheet.name, sheet.kana, wareki(sheet.moves_on))],
        )
        self._table(
            _("配属"),
            ("", _("所属"), _("職名"), _("役職区分")),
            [_post_row(_("前"), sheet.old), _post_row(_("新"), sheet.new)],
        )

    def _roles(self) -> None:
        rows = [
            (
                role.name,
                _("異動後も続く") if role.goes_on else _("異動により終わる"),
                NO_FIGURE if role.until is None else wareki(role.until),
                "",
            )
            for role in self.sheet.roles
        ]
        heads = (_("役割"), _("異動後"), _("任期の終わり"), _("備考"))
        self._table(_("役割"), heads, rows, _("任命されている役割はありません。"))

    def _courses(self) -> None:
        sheet = self.sheet
        year = fiscal_year_text(sheet.fiscal_year)
        title = _("新しい配属で受ける研修（{year}）").format(year=year)
        owed = [
            (course.name, "" if course.kind is None else COURSE_KIND_NAMES[course.kind])
            for course in sheet.owed or ()
        ]
        none = _("未修了の研修はありません。")
        if sheet.owed is None:
            none = _("{year}の研修はまだ登録されていません。").format(year=year)
        self._wide(title, (_("研修"), _("種別")), owed, none)
        done = [(course.name, _day(course.on)) for course in sheet.completed]
        self._wide(
            _("修了した研修（前年度から）"),
            (_("研修"), _("修了日")),
            done,
            _("修了の記録はありません。"),
        )

    def _tiers(self) -> None:
        rows = [
            (line.scheme, line.tier, line.outcome, _("、").join(line.candidates))
            for line in self.sheet.tiers
        ]
        heads = (_("育成制度"), _("区分"), _("判定"), _("次の区分の候補"))
        self._table(_("新しい配属での判定"), heads, rows, _("判定できる区分はありません。"))

    def _fields(self) -> None:
        sheet = self.sheet
        title = _("分野ごとの強み")
        if sheet.answered_on is not None:
            title = _("分野ごとの強み（{day}の回答）").format(day=wareki(sheet.answered_on))
        rows: list[tuple[Value, ...]] = [(field.name, field.ratio) for field in sheet.fields]
        self._wide(title, (_("分野"), _("得点")), rows, _("回答はありません。"))

    def _exams(self) -> None:
        rows = [(exam.name, wareki(exam.on), exam.outcome) for exam in self.sheet.exams]
        self._section(_("資格試験"))
        if not rows:
            self._line(_("受験の記録はありません。"))
            return
        self._heads((_("試験"), _("受験日"), _("結果"), ""), LAST_TWO)
        for name, on, outcome in rows:
            self._row((name, on, outcome, ""), LAST_TWO)
        self.row += 1

    def _notes(self) -> None:
        notes = [_("この票は、異動の日に記録されている内容から作りました。")]
        if self.sheet.audience is Audience.HEAD:
            notes.append(
                _(
                    "調査の回答と得点、資格試験の結果、区分の判定と候補は、本人の評価に使われない"
                    "ように載せていません。必要なときは本人に尋ねます。"
                )
            )
        self.row = style.write_notes(self.page, self.row, len(WIDTHS), notes)

    # Parts of a sheet

    def _section(self, title: str) -> None:
        self.starts.append(self.row)
        font = Font(name=style.FONT, size=style.HEAD_POINTS, bold=True, color=style.TEXT)
        style.write_line(self.page, self.row, len(WIDTHS), title, font)
        self.row += 1

    def _line(self, text: str) -> None:
        font = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
        style.write_line(self.page, self.row, len(WIDTHS), text, font)
        self.row += 2

    def _heads(self, heads: Sequence[str], merged: Span = NOT_MERGED) -> None:
        for column, head in enumerate(heads, start=1):
            style.write_head(style.cell_at(self.page, self.row, column), head)
        self.page.row_dimensions[self.row].height = style.row_height(1)
        self._merge(merged)
        self.row += 1

    def _row(self, values: Sequence[Value], merged: Span = NOT_MERGED) -> None:
        lines = 1
        for column, value in enumerate(values, start=1):
            align: style.Align = "right" if isinstance(value, Fraction) else "left"
            style.write_value(style.cell_at(self.page, self.row, column), value, align)
            is_wide = column == merged[0]
            width = sum(WIDTHS[column - 1 : merged[1]]) if is_wide else WIDTHS[column - 1]
            room = width - style.INDENT_CHARACTERS
            lines = max(lines, style.line_count(style.shown(value), room))
        self.page.row_dimensions[self.row].height = style.row_height(lines)
        self._merge(merged)
        self.row += 1

    def _merge(self, merged: Span) -> None:
        if merged != NOT_MERGED:
            first, last = merged
            self.page.merge_cells(
                start_row=self.row, end_row=self.row, start_column=first, end_column=last
            )

    def _table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Value]],
        none: str = "",
    ) -> None:
        """Write a table of four columns; ``none`` stands for no rows."""
        self._section(title)
        if not rows:
            self._line(none)
            return
        self._heads(heads)
        for values in rows:
            self._row(values)
        self.row += 1

    def _wide(
        self, title: str, heads: tuple[str, str], rows: Sequence[Sequence[Value]], none: str
    ) -> None:
        """Write a table of two columns, the first over three of the sheet."""
        self._section(title)
        if not rows:
            self._line(none)
            return
        self._heads((heads[0], "", "", heads[1]), FIRST_THREE)
        for first, second in rows:
            self._row((first, "", "", second), FIRST_THREE)
        self.row += 1

    def _break_pages(self, last: int) -> None:
        """Keep each part of the sheet on one page where it fits."""
        ends = [*(start - 1 for start in self.starts[1:]), last]
        heights = [
            sum(self._height(row) for row in range(start, end + 1))
            for start, end in zip(self.starts, ends, strict=True)
        ]
        scale = style.fitting_scale(self.page, len(WIDTHS), "portrait")
        room = style.page_points("portrait")[1] * 100 / scale
        room -= sum(self._height(row) for row in range(1, self.starts[0]))
        for end in page_ends(heights, room, most=len(heights)):
            style.break_after(self.page, ends[end - 1])

    def _height(self, row: int) -> float:
        height = self.page.row_dimensions[row].height
        return style.row_height(1) if height is None else height


def _post_row(label: str, post: Post) -> tuple[Value, ...]:
    return label, post.department_name, post.job_title, post.band


def _day(on: date | None) -> str:
    return NO_FIGURE if on is None else wareki(on)
