"""The attendance sheet of a session, to be filled in, and its roster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.schemes.programmes import CompletionKind
from skilltrack.domain.sessions.definition import Guest, SessionDay, SessionState
from skilltrack.domain.sessions.figures import RosterLine, SessionSheet
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.sessions import (
    ENROLMENT_STATE_NAMES,
    GUEST_STATE_NAMES,
    PRESENCE_NAMES,
    SESSION_STATE_NAMES,
    cautions_text,
    counting_note,
    counts_text,
    days_text,
    mode_name,
    presence_name,
    time_text,
)
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

ATTENDANCE_SHEET, ROSTER_SHEET = _("出席簿"), _("名簿")
GUEST_SHEET = _("外部の参加者")
INPUT = "FFF8E1"
"""The ground of cells to be filled in."""

WALK_INS = 5
"""Empty rows for those who come without being in the list."""

HEAD_ROW = 4
"""The row of the headings that people see; the hidden keys stand in row 1."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sheet: its hidden key, heading and width; ``words`` offers a list."""

    key: str
    heading: str
    width: int
    is_open: bool = False
    has_words: bool = False


def write_attendance(
    path: Path, sheet: SessionSheet, *, organisation: str, made_at: datetime
) -> None:
    """Write the attendance sheet: a row for everybody with a seat, a column for every day.

    Args:
        path: The workbook to write or to replace.
        sheet: The session.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(ATTENDANCE_SHEET, organisation, made_at)
    page = workbook.create_sheet(ATTENDANCE_SHEET)
    heading = _heading(sheet, ATTENDANCE_SHEET, organisation, made_at)
    columns = _columns(sheet)
    shown = len(columns) - 1  # the ids of guests stand in the last, hidden one
    for place, column in enumerate(columns, start=1):
        style.write_datum(style.cell_at(page, 1, place), column.key)
        style.set_width(page, place, column.width)
        style.write_head(style.cell_at(page, HEAD_ROW, place), column.heading)
    _write_title(page, heading, shown)
    page.row_dimensions[HEAD_ROW].height = style.row_height(2)
    row = HEAD_ROW
    for row, values in enumerate(_rows(sheet, columns), start=HEAD_ROW + 1):
        _write_row(page, row, columns, values)
    _offer_words(page, columns, row)
    last = style.write_notes(page, row + 1, shown, _notes()) - 1
    page.row_dimensions[1].hidden = True
    page.column_dimensions[get_column_letter(len(columns))].hidden = True
    orientation: style.Orientation = "portrait" if len(sheet.session.days) <= 3 else "landscape"
    style.set_up_page(
        page,
        heading,
        title_rows=HEAD_ROW,
        last_row=last,
        last_column=shown,
        orientation=orientation,
        scale=style.fitting_scale(page, shown, orientation),
    )
    page.freeze_panes = f"D{HEAD_ROW + 1}"
    save(workbook, path)


def _columns(sheet: SessionSheet) -> list[_Column]:
    rule = sheet.line.detail.completion
    columns = [
        _Column("unit", _("所属"), 20),
        _Column("person", _("職員番号"), 10),
        _Column("name", _("氏名"), 18),
    ]
    for day in sheet.session.days:
        columns.append(
            _Column(f"day:{day.day_no}", _day_heading(day), 12, is_open=True, has_words=True)
        )
        if rule.kind is CompletionKind.HOURS:
            heading = _("{day}\n時間（分）").format(day=_month_day(day))
            columns.append(_Column(f"minutes:{day.day_no}", heading, 10, is_open=True))
    if rule.kind is CompletionKind.TEST:
        columns.append(_Column("score", _("確認テスト\n（点）"), 11, is_open=True))
    columns.append(_Column("note", _("備考"), 18, is_open=True))
    return [*columns, _Column(f"session:{sheet.session.session_id}", "", 4)]


def _month_day(day: SessionDay) -> str:
    return _("{month}月{day}日").format(month=day.held_on.month, day=day.held_on.day)


def _day_heading(day: SessionDay) -> str:
    below = _("報告会") if day.is_presentation else day.starts_at
    return f"{_month_day(day)}\n{below}".rstrip()


def _rows(sheet: SessionSheet, columns: Sequence[_Column]) -> Iterator[dict[str, Value]]:
    own = columns[-1].key
    for person in sheet.seated:
        yield {
            "person": person.employee_no,
            "name": person.name,
            "unit": person.unit_name,
            **_noted(person),
        }
    for guest in sheet.guests:
        yield {"name": guest.name, "unit": guest.organisation, own: guest.guest_id}
    for _number in range(WALK_INS):
        yield {}


def _noted(person: RosterLine) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for day_no, presence in person.presence.items():
        values[f"day:{day_no}"] = PRESENCE_NAMES[presence.state]
        values[f"minutes:{day_no}"] = "" if presence.minutes is None else presence.minutes
    return values


def _write_row(
    page: Worksheet, row: int, columns: Sequence[_Column], values: dict[str, Value]
) -> None:
    is_walk_in = not values
    for place, column in enumerate(columns, start=1):
        cell = style.cell_at(page, row, place)
        style.write_value(cell, values.get(column.key, ""), "center" if column.is_open else "left")
        if column.key == "person":
            cell.number_format = "@"  # leading zeros that are typed stay
        if column.is_open or (is_walk_in and column.key == "person"):
            cell.fill = PatternFill("solid", fgColor=INPUT)
    lines = max(
        style.line_count(str(values.get(key, "")), width - 2) for key, width in _wrapped(columns)
    )
    page.row_dimensions[row].height = style.row_height(max(lines, 1)) + 4


def _wrapped(columns: Sequence[_Column]) -> list[tuple[str, int]]:
    return [(column.key, column.width) for column in columns if not column.is_open][:3]


def _offer_words(page: Worksheet, columns: Sequence[_Column], last: int) -> None:
    rule = DataValidation(
        type="list",
        formula1='"{}"'.format(",".join(PRESENCE_NAMES.values())),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("出欠"),
        error=_("一覧から選ぶか、空欄にします。"),
    )
    for place, column in enumerate(columns, start=1):
        if column.has_words:
            letter = get_column_letter(place)
            rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{max(last, HEAD_ROW + 1)}")
    page.add_data_validation(rule)


def _write_title(page: Worksheet, heading: Heading, last_column: int) -> None:
    """Write title and facts below the hidden row of keys."""
    title = Font(name=style.FONT, size=style.TITLE_POINTS, bold=True, color=style.TEXT)
    facts = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
    style.write_line(page, 2, last_column, heading.title, title)
    parts = (*heading.facts, heading.organisation)
    style.write_line(page, 3, last_column, "　".join(part for part in parts if part), facts)


def _notes() -> tuple[str, ...]:
    return (
        _(
            "色の付いた欄に入れます。出欠は「{words}」から選びます。未記録の人は空欄のままにします。"
        ).format(words=_("・").join(PRESENCE_NAMES.values())),
        _("当日参加の職員は、空いている行に職員番号と出欠を入れます。"),
        _("行と列は並べ替えても読み取れます。隠れた1行目と最後の列は消さないでください。"),
    )


def _heading(sheet: SessionSheet, title: str, organisation: str, made_at: datetime) -> Heading:
    one = sheet.session
    hours = time_text(one.days[0]) if len(one.days) == 1 else ""
    return Heading(
        _("{title}（{what}）").format(title=one.title, what=title),
        (
            f"{days_text(one)} {hours}".rstrip(),
            one.place,
            mode_name(one),
            _("講師 {name}").format(name=one.lecturer) if one.lecturer else "",
            _("受講予定 {count}人").format(count=sheet.line.counts.enrolled),
        ),
        organisation,
        made_at,
    )


# The roster


def write_roster(path: Path, sheet: SessionSheet, *, organisation: str, made_at: datetime) -> None:
    """Write the roster of a session with how everybody stands to it, for printing.

    Args:
        path: The workbook to write or to replace.
        sheet: The session.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(ROSTER_SHEET, organisation, made_at)
    heading = _heading(sheet, ROSTER_SHEET, organisation, made_at)
    state = _("状態 {state}").format(state=SESSION_STATE_NAMES[sheet.session.state])
    as_of = _("基準日 {as_of}").format(as_of=wareki(sheet.as_of))
    heading = Heading(heading.title, (*heading.facts, state, as_of), organisation, made_at)
    page = workbook.create_sheet(ROSTER_SHEET)
    print_table(page, heading, _roster(sheet), "landscape")
    if sheet.guests:
        print_table(workbook.create_sheet(GUEST_SHEET), heading, _guests(sheet.guests), "portrait")
    save(workbook, path)


def _roster(sheet: SessionSheet) -> PrintTable:
    days = sheet.session.days
    is_over = sheet.session.state in {SessionState.HELD, SessionState.CANCELLED}
    columns = (
        PrintColumn(_("所属"), narrowest=14, widest=22),
        PrintColumn(_("職員番号"), narrowest=9, widest=12),
        PrintColumn(_("氏名"), narrowest=14, widest=20),
        PrintColumn(_("職名"), narrowest=8, widest=14),
        PrintColumn(_("状態"), "center", narrowest=8),
        *(PrintColumn(_month_day(day), "center", narrowest=8) for day in days),
        PrintColumn(_("修了日"), "center", narrowest=9),
        PrintColumn(_("備考") if is_over else _("備考・注意"), narrowest=12, widest=34),
    )
    rows: list[tuple[Value, ...]] = [
        (
            person.unit_name,
            person.employee_no,
            person.name,
            person.job_title,
            state_text(person),
            *(_presence(person, day, sheet.as_of) for day in days),
            "" if person.completed_on is None else wareki_short(person.completed_on),
            _("、").join(t for t in (person.reason, cautions_text(person.cautions)) if t),
        )
        for person in sheet.roster
    ]
    return PrintTable(columns, rows, notes=(counts_text(sheet.line.counts), counting_note()))


def state_text(person: RosterLine) -> str:
    """Return how somebody stands to a session, with the place in the waiting list."""
    name = ENROLMENT_STATE_NAMES[person.state]
    return name if person.place is None else f"{name} {person.place}"


def _presence(person: RosterLine, day: SessionDay, as_of: date) -> str:
    noted = person.presence.get(day.day_no)
    if noted is None:
        return presence_name(None) if person.has_seat and day.held_on <= as_of else ""
    return presence_name(noted.state)


def _guests(guests: Sequence[Guest]) -> PrintTable:
    columns = (
        PrintColumn(_("団体・所属"), narrowest=24, widest=40),
        PrintColumn(_("氏名"), narrowest=16, widest=24),
        PrintColumn(_("参加"), "center", narrowest=10),
    )
    rows: list[tuple[Value, ...]] = [
        (guest.organisation, guest.name, GUEST_STATE_NAMES[guest.state]) for guest in guests
    ]
    return PrintTable(columns, rows, notes=(_("外部の参加者は、団体の人数に数えません。"),))
