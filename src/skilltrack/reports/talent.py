"""What a search for people found, with what was looked for and why."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from skilltrack.domain.people.talent import TalentFound
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.role_names import age_name
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

SHEET = _("人材の検索")


def write_talent(
    path: Path,
    found: TalentFound,
    criteria: Sequence[str],
    purpose: str,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write what a search found, for printing.

    Args:
        path: The workbook to write or to replace.
        found: What was found.
        criteria: What was looked for, in words.
        purpose: What the search is for.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(SHEET, organisation, made_at)
    facts = (
        _("基準日 {as_of}").format(as_of=wareki(found.as_of)),
        _("利用目的：{purpose}").format(purpose=purpose),
        _("該当 {count:,}人（対象 {of:,}人）").format(count=len(found.rows), of=found.looked_at),
    )
    columns = (
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=20),
        PrintColumn(_("所属"), widest=24),
        PrintColumn(_("職名"), widest=14),
        PrintColumn(_("役職区分"), widest=20),
        PrintColumn(_("役割"), widest=20),
        PrintColumn(_("職種"), widest=14),
        PrintColumn(_("年代"), "center"),
        PrintColumn(_("見つかった理由"), narrowest=30, widest=64),
    )
    rows: list[tuple[Value, ...]] = [
        (
            row.person.employee_no,
            row.person.name,
            row.person.department_name,
            row.person.job_title,
            row.band_name,
            _("、").join(row.role_names),
            row.occupation,
            age_name("" if row.decade is None else str(row.decade)),
            "\n".join(row.reasons),
        )
        for row in found.rows
    ]
    way = (
        _("条件のどれかに当てはまる職員")
        if found.query.is_any
        else _("条件のすべてに当てはまる職員")
    )
    notes = [_("{way}です。条件：{what}").format(way=way, what=_("、").join(criteria) or _("なし"))]
    if found.unanswered:
        text = _("調査に回答のない{count:,}人は、得点の条件では見つかりません。")
        notes.append(text.format(count=found.unanswered))
    notes.append(_("人事担当課の中だけで、上の利用目的のために使う資料です。"))
    print_table(
        workbook.create_sheet(SHEET),
        Heading(SHEET, facts, organisation, made_at),
        PrintTable(columns, rows, notes=tuple(notes)),
    )
    save(workbook, path)
