"""Whom to remind of a round: rates, list and a text to paste, for HR or for one head."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.rounds.participation import Chase, Owing, ReplyState, Unit, UnitChase
from skilltrack.i18n.dates import wareki, wareki_with_weekday
from skilltrack.i18n.names import REPLY_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.reminders import ReminderText, add_text_sheet
from skilltrack.reports.rules import asked_note
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

TOTAL_SHEET = _("全体")
LIST_SHEET = _("未回答者")
TEXT_SHEET = _("督促文")

BAR = "A9C8EA"
"""The primary colour so light that the figure on the bar has a contrast of 9.6."""


def write_chase(path: Path, chase: Chase, *, made_at: datetime) -> None:
    """Write the workbook of the personnel section: all units, everybody, a text for everybody.

    Args:
        path: The workbook to write or to replace.
        chase: Whom to chase.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("督促"), chase.organisation, made_at)
    _write_totals(workbook.create_sheet(TOTAL_SHEET), chase, made_at)
    heading = _heading(chase, _("未回答者一覧"), chase.total, made_at)
    lines = [(unit.unit, person) for unit in chase.units for person in unit.people]
    _write_list(workbook.create_sheet(LIST_SHEET), heading, lines)
    add_text_sheet(workbook, TEXT_SHEET, reminder_text(chase, chase.total), made_at)
    save(workbook, path)


def write_unit_chase(path: Path, chase: Chase, unit: UnitChase, *, made_at: datetime) -> None:
    """Write the workbook for the head of one unit; nobody of another unit is in it.

    Args:
        path: The workbook to write or to replace.
        chase: Whom to chase.
        unit: One of its units.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("督促"), chase.organisation, made_at)
    title = _("未回答者一覧（{unit}）").format(unit=unit.unit.name)
    heading = _heading(chase, title, unit, made_at)
    _write_list(
        workbook.create_sheet(LIST_SHEET), heading, [(unit.unit, one) for one in unit.people]
    )
    add_text_sheet(workbook, TEXT_SHEET, reminder_text(chase, unit), made_at)
    save(workbook, path)


def reminder_text(chase: Chase, unit: UnitChase) -> ReminderText:
    """Write a reminder to a unit, or to everybody for the total of a chase."""
    values = {
        "title": chase.title,
        "unit": unit.unit.name,
        "due": unit.answered.due,
        "outstanding": unit.outstanding,
        "on": wareki(chase.on),
        "closes_on": wareki_with_weekday(chase.closes_on),
    }
    subject = _("【回答のお願い】{title}（締切：{closes_on}）").format(**values)
    if unit.unit.code:
        addressed = _("{unit}の皆様")
        figures = _(
            "{unit}では、{on}現在、対象の{due}人のうち{outstanding}人の回答が届いていません。"
        )
    else:
        addressed = _("職員の皆様")
        figures = _("{on}現在、対象の{due}人のうち{outstanding}人の回答が届いていません。")
    body = (
        addressed.format(**values),
        "",
        _("「{title}」への回答をお願いしています。").format(**values)
        + _("すでに回答された方には、お忙しい中ご協力いただき、ありがとうございます。"),
        figures.format(**values),
        _("まだの方は、次により、締切までに回答をお願いします。"),
        "",
        _("1　締切　{closes_on}{left}").format(left=_left(chase.days_left), **values),
        _("2　回答の方法"),
        *_ways(chase),
        _("3　目的　{purpose}").format(purpose=" ".join(chase.purpose.split())),
        _("4　問い合わせ先　{contact}").format(contact=chase.contact or _("人事担当課")),
        "",
        _("行き違いで回答がお済みの場合は、ご容赦ください。"),
    )
    return ReminderText(subject, body)


def _ways(chase: Chase) -> tuple[str, ...]:
    window = _(
        "　画面で答える場合：配布フォルダー（{folder}）のファイルを開き、"
        "設問に答えて「回答を送る」を押します。"
    )
    form = _(
        "　Excelで答える場合：配られた記入用のExcelに答えを入れ、"
        "回収フォルダー（{folder}）に保存します。"
    )
    ways = [window.format(folder=chase.handed_out), form.format(folder=chase.inbox)]
    if chase.is_strict:
        ways.append(_("　画面で答える場合は、お知らせしている個人コードが要ります。"))
    return tuple(ways)


def _left(days: int) -> str:
    return _("、残り{days}日です。").format(days=days) if days else _("、本日です。")


def _heading(chase: Chase, title: str, unit: UnitChase, made_at: datetime) -> Heading:
    facts = (
        chase.title,
        _("締切 {closes_on}").format(closes_on=wareki_with_weekday(chase.closes_on)),
        _("{on}現在").format(on=wareki(chase.on)),
        _("回答 {done}／{due}人").format(done=unit.answered.done, due=unit.answered.due),
    )
    return Heading(title, facts, chase.organisation, made_at)


def _write_totals(sheet: Worksheet, chase: Chase, made_at: datetime) -> None:
    columns = (
        PrintColumn(_("所属"), narrowest=14, widest=26),
        PrintColumn(_("対象"), "right", narrowest=6),
        PrintColumn(_("回答"), "right", narrowest=6),
        PrintColumn(_("回答率"), "right", narrowest=24),
        PrintColumn(_("24時間の増"), "right"),
        PrintColumn(_("確認待ち"), "right"),
        PrintColumn(_("休職など"), "right"),
        PrintColumn(_("未回答"), "right", narrowest=6),
    )
    rows = [_total_row(_("全体"), chase.total)]
    rows += [_total_row(unit.unit.name, unit) for unit in chase.units]
    heading = _heading(chase, _("所属別の回答率"), chase.total, made_at)
    notes = (asked_note(chase.counted), *_without_answer(chase), *_meanings())
    print_table(sheet, heading, PrintTable(columns, rows, totals=1, notes=notes), "portrait")
    first = int(str(sheet.freeze_panes).removeprefix("A"))
    sheet.conditional_formatting.add(
        f"D{first}:D{first + len(rows) - 1}",
        Rule("dataBar", dataBar=_bar()),
    )


def _bar() -> DataBar:
    """Return a bar over the width of the cell: empty at 0 %, full at 100 %."""
    ends = [FormatObject("num", 0), FormatObject("num", 1)]
    return DataBar(minLength=0, maxLength=100, cfvo=ends, color=BAR)


def _total_row(name: str, unit: UnitChase) -> list[Value]:
    return [
        name,
        unit.answered.due,
        unit.answered.done,
        unit.answered.ratio,
        unit.gained,
        unit.count(ReplyState.WAITING),
        unit.count(ReplyState.AWAY),
        unit.outstanding,
    ]


def _without_answer(chase: Chase) -> tuple[str, ...]:
    names = [unit.unit.name for unit in chase.units if not unit.answered.done]
    if not names:
        return ()
    return (_("まだ1人も回答していない所属：{names}").format(names=_("、").join(names)),)


def _meanings() -> tuple[str, ...]:
    return (
        _("「確認待ち」は、回答が届き、人事担当課が確かめている人です。督促は要りません。"),
        _(
            "「休職など」は、{state}のため今は在勤していない人です。督促の人数に入れていません。"
        ).format(state=REPLY_STATE_NAMES[ReplyState.AWAY]),
    )


def _write_list(sheet: Worksheet, heading: Heading, lines: Sequence[tuple[Unit, Owing]]) -> None:
    columns = (
        PrintColumn(_("所属"), narrowest=14, widest=22),
        PrintColumn(_("配属"), narrowest=12, widest=20),
        PrintColumn(_("職員番号"), narrowest=10, widest=14),
        PrintColumn(_("氏名"), narrowest=14, widest=22),
        PrintColumn(_("フリガナ"), narrowest=16, widest=24),
        PrintColumn(_("状況"), narrowest=18, widest=20),
    )
    rows: list[list[Value]] = [
        [
            unit.name,
            person.department_name if person.department_name != unit.name else "",
            person.employee_no,
            person.name,
            person.kana,
            REPLY_STATE_NAMES[person.state],
        ]
        for unit, person in lines
    ]
    notes = (
        _("督促するのは、「{outstanding}」の人です。").format(
            outstanding=REPLY_STATE_NAMES[ReplyState.OUTSTANDING]
        ),
        _("「{waiting}」の人からは回答が届いています。人事担当課が確かめています。").format(
            waiting=REPLY_STATE_NAMES[ReplyState.WAITING]
        ),
        _("この一覧は、督促のためだけに使い、締切の後は廃棄します。"),
    )
    print_table(sheet, heading, PrintTable(columns, rows, notes=notes), "portrait")
