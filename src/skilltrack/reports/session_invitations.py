"""Invitations to a session: one workbook for a department, with its list and a text to paste."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.sessions.figures import SessionLine
from skilltrack.i18n.dates import wareki_short, wareki_with_weekday
from skilltrack.i18n.sessions import day_text, mode_name, time_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.reminders import ReminderText, add_text_sheet
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

LIST_SHEET, TEXT_SHEET = _("対象者"), _("案内文")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody invited; ``due`` None without a last day."""

    employee_no: str
    name: str
    department_name: str
    job_title: str
    why: str
    due: date | None


def invitation_text(line: SessionLine, unit: str, count: int, contact: str) -> ReminderText:
    """Write the invitation to a department; ``count`` people of it are meant."""
    one = line.session
    first = _("日程未定") if one.first_day is None else wareki_with_weekday(one.first_day)
    values = {"title": one.title, "unit": unit, "count": count, "first": first}
    subject = _("【研修のご案内】{title}（{first}）").format(**values)
    days = [
        _("　{day}{presentation}").format(
            day=f"{wareki_with_weekday(day.held_on)} {time_text(day)}".rstrip(),
            presentation=_("（報告会）") if day.is_presentation else "",
        )
        for day in one.days
    ]
    when = days[0].strip() if len(days) == 1 else ""
    body = [
        _("{unit}の皆様").format(**values),
        "",
        _("「{title}」を次のとおり行います。{unit}では{count}人が対象です。").format(**values),
        _("対象の方は、期限までに申込みをお願いします。"),
        "",
        _("1　日時　{when}").format(when=when or (_("次のとおり") if days else _("日程未定"))),
        *(days if len(days) > 1 else ()),
        _("2　会場　{place}{mode}").format(
            place=one.place or _("後日お知らせします"),
            mode=_("（{mode}）").format(mode=mode_name(one)) if mode_name(one) else "",
        ),
    ]
    if one.lecturer:
        body.append(_("3　講師　{lecturer}").format(lecturer=one.lecturer))
    number = 4 if one.lecturer else 3
    apply_by = _("なし") if one.apply_by is None else wareki_with_weekday(one.apply_by)
    body += [
        _("{number}　申込期限　{apply_by}").format(number=number, apply_by=apply_by),
        _("{number}　申込み・問い合わせ先　{contact}").format(
            number=number + 1, contact=contact or _("人事担当課")
        ),
    ]
    if one.note:
        body.append(_("{number}　備考　{note}").format(number=number + 2, note=one.note))
    body += ["", _("都合がつかない場合は、理由を添えてお知らせください。")]
    return ReminderText(subject, tuple(body))


def write_invitation(
    path: Path,
    line: SessionLine,
    unit: str,
    people: Sequence[Invitee],
    *,
    organisation: str,
    contact: str,
    made_at: datetime,
) -> None:
    """Write the workbook for one department; nobody of another one is in it.

    Args:
        path: The workbook to write or to replace.
        line: The session.
        unit: The name of the department.
        people: Who of it is invited.
        organisation: The body.
        contact: Whom to ask; '' names the personnel section.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("研修の案内"), organisation, made_at)
    one = line.session
    facts = (
        _("、").join(day_text(day) for day in one.days[:3]) or _("日程未定"),
        one.place,
        _("申込期限 {on}").format(on=wareki_short(one.apply_by)) if one.apply_by else "",
        _("対象 {count}人").format(count=len(people)),
    )
    title = _("{title}　対象者（{unit}）").format(title=one.title, unit=unit)
    heading = Heading(title, facts, organisation, made_at)
    print_table(workbook.create_sheet(LIST_SHEET), heading, _people(people), "portrait")
    text = invitation_text(line, unit, len(people), contact)
    add_text_sheet(workbook, TEXT_SHEET, text, made_at)
    save(workbook, path)


def _people(people: Sequence[Invitee]) -> PrintTable:
    columns = (
        PrintColumn(_("職員番号"), narrowest=10),
        PrintColumn(_("氏名"), narrowest=16, widest=22),
        PrintColumn(_("配属"), narrowest=14, widest=22),
        PrintColumn(_("職名"), narrowest=10, widest=16),
        PrintColumn(_("受ける理由"), narrowest=20, widest=34),
        PrintColumn(_("期限"), "center", narrowest=10),
    )
    rows: list[tuple[Value, ...]] = [
        (
            person.employee_no,
            person.name,
            person.department_name,
            person.job_title,
            person.why,
            "" if person.due is None else wareki_short(person.due),
        )
        for person in people
    ]
    return PrintTable(columns, rows, notes=(_("この一覧は、研修の案内だけに使います。"),))
