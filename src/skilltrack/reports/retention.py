"""The certificate of an erasure, for printing."""

from datetime import datetime
from pathlib import Path

from skilltrack.domain.retention import Certificate
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

SHEET = _("消去証明書")


def write_certificate(
    path: Path, certificate: Certificate, *, organisation: str, made_at: datetime
) -> None:
    """Write what was erased, by whom, when, and until when backups still hold it; A4 portrait.

    Args:
        path: The workbook to write or to replace.
        certificate: The erasure.
        organisation: The name of the municipality.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    facts = (
        _("番号 {number}").format(number=certificate.number),
        _("消去 {at}").format(at=local_time_text(certificate.erased_at)),
        _("担当 {actor}（{terminal}）").format(
            actor=certificate.actor, terminal=certificate.terminal
        ),
    )
    heading = Heading(SHEET, facts, organisation, made_at)
    workbook = style.new_workbook(heading.title, organisation, made_at)
    print_table(workbook.create_sheet(SHEET), heading, _table(certificate), "portrait")
    save(workbook, path)


def _table(certificate: Certificate) -> PrintTable:
    columns = (
        PrintColumn(_("記録の種類"), narrowest=44, widest=60),
        PrintColumn(_("人数"), "right", narrowest=12),
        PrintColumn(_("件数"), "right", narrowest=12),
    )
    rows: list[list[Value]] = [[_("合計"), certificate.people or "", certificate.rows]]
    rows += [
        [RECORD_CLASS_NAMES[line.record_class], line.people or "", line.rows]
        for line in certificate.lines
    ]
    return PrintTable(columns, rows, totals=1, notes=_notes(certificate))


def _notes(certificate: Certificate) -> tuple[str, ...]:
    proof = (
        _("この証明書は、改ざんを検出できる操作の記録の内容と一致しています。")
        if certificate.is_proved
        else _("照合番号が操作の記録にありません。記録の保存期間を過ぎたか、内容が違います。")
    )
    return (
        _("理由：{reason}").format(reason=certificate.reason or _("記録の保存期間を過ぎました")),
        _("控えからも消える日：{text}").format(text=backup_text(certificate)),
        _("件数は、消した行と、本人が分からない形にした行の合計です。"),
        _("公表済みの集計と、個人を含まない年度末の集計は残ります。"),
        _("照合番号：{digest}").format(digest=certificate.digest),
        proof,
    )


def backup_text(certificate: Certificate) -> str:
    """Return when backups hold it no more, and from which backup that is counted."""
    if certificate.newest_backup_on is None or certificate.gone_from_backups_on is None:
        return _("消す前に作った控えは、記録にありません")
    return _("{gone}（消す前の最後の控え：{newest}）").format(
        gone=wareki(certificate.gone_from_backups_on), newest=wareki(certificate.newest_backup_on)
    )
