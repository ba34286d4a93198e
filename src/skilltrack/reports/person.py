"""One person as a JSON document, and the handover sheets of those who move (引継票)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.organisation import Employee
from skilltrack.domain.people.timeline import Event, History, by_fiscal_year
from skilltrack.domain.people.transfers import Audience, HandoverSheet, Post
from skilltrack.domain.schemes.definition import Verdict
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value
from skilltrack.reports.upright import Span, UprightPage, sheet_name

WIDTHS = (26, 24, 22, 20)
"""Half-width characters of the four columns of a sheet; they fill an A4 page upright."""

FIRST_THREE: Span = (1, 3)
LAST_TWO: Span = (3, 4)


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
        page = workbook.create_sheet(sheet_name(f"{sheet.employee_no} {sheet.name}"))
        _Writer(page, sheet, organisation, made_at).write()
    save(workbook, path)


class _Writer(UprightPage):
    """Fills one sheet from top to bottom."""

    def __init__(
        self, page: Worksheet, sheet: HandoverSheet, organisation: str, made_at: datetime | None
    ) -> None:
        self.sheet = sheet
        kind = _("所属長用") if sheet.audience is Audience.HEAD else _("人事課用")
        facts = (_("異動日 {day}").format(day=wareki(sheet.moves_on)), kind)
        super().__init__(page, Heading(_("異動後の引継票"), facts, organisation, made_at), WIDTHS)

    def fill(self) -> None:
        """Write every part that the audience may see, and say what is left out."""
        self._person()
        self._roles()
        self._courses()
        if self.sheet.audience is Audience.HR:
            self._tiers()
            self._fields()
            self._exams()
        self._notes()

    def _person(self) -> None:
        sheet = self.sheet
        self.table(
            _("職員"),
            (_("職員番号"), _("氏名"), _("フリガナ"), _("異動日")),
            [(sheet.employee_no, sheet.name, sheet.kana, wareki(sheet.moves_on))],
        )
        self.table(
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
        self.table(_("役割"), heads, rows, _("任命されている役割はありません。"))

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
        self.wide(title, (_("研修"), _("種別")), owed, none)
        done = [(course.name, _day(course.on)) for course in sheet.completed]
        self.wide(
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
        self.table(_("新しい配属での判定"), heads, rows, _("判定できる区分はありません。"))

    def _fields(self) -> None:
        sheet = self.sheet
        title = _("分野ごとの強み")
        if sheet.answered_on is not None:
            title = _("分野ごとの強み（{day}の回答）").format(day=wareki(sheet.answered_on))
        rows: list[tuple[Value, ...]] = [(field.name, field.ratio) for field in sheet.fields]
        self.wide(title, (_("分野"), _("得点")), rows, _("回答はありません。"))

    def _exams(self) -> None:
        rows = [(exam.name, wareki(exam.on), exam.outcome, "") for exam in self.sheet.exams]
        heads = (_("試験"), _("受験日"), _("結果"), "")
        self.table(_("資格試験"), heads, rows, _("受験の記録はありません。"), LAST_TWO)

    def wide(
        self, title: str, heads: tuple[str, str], rows: Sequence[Sequence[Value]], none: str
    ) -> None:
        """Write a table of two columns, the first over three of the sheet."""
        spread = [(first, "", "", second) for first, second in rows]
        self.table(title, (heads[0], "", "", heads[1]), spread, none, FIRST_THREE)

    def _notes(self) -> None:
        notes = [_("この票は、異動の日に記録されている内容から作りました。")]
        if self.sheet.audience is Audience.HEAD:
            notes.append(
                _(
                    "調査の回答と得点、資格試験の結果、区分の判定と候補は、本人の評価に使われない"
                    "ように載せていません。必要なときは本人に尋ねます。"
                )
            )
        self.notes(notes)


def _post_row(label: str, post: Post) -> tuple[Value, ...]:
    return label, post.department_name, post.job_title, post.band


def _day(on: date | None) -> str:
    return NO_FIGURE if on is None else wareki(on)
