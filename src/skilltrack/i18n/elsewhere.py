"""What sources of completions and ends of their rows are called."""

from skilltrack.domain.catalogue.elsewhere import RowEnd, RowOutcome
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _

SOURCE_NAMES = {
    "jlis": _("J-LIS eラーニング"),
    "udemy": _("Udemy"),
    "kintone": _("kintone"),
    "logo": _("LoGoフォーム"),
    "forms": _("Forms"),
}

END_NAMES = {
    RowEnd.NEW: _("新規"),
    RowEnd.KNOWN: _("登録済み"),
    RowEnd.REPEAT: _("繰返し"),
    RowEnd.UNFINISHED: _("未修了"),
    RowEnd.UNKNOWN_PERSON: _("職員が不明"),
    RowEnd.UNKNOWN_COURSE: _("研修が不明"),
    RowEnd.UNREADABLE: _("読めない"),
}


def remark_of(row: RowOutcome) -> str:
    """Return what to know or to do about a row; '' where there is nothing."""
    near = _("、").join(f"{code}　{name}".strip() for code, name in row.near)
    match row.end:
        case RowEnd.REPEAT if row.earlier is not None:
            return _("{day}に修了しています。先の記録を残します。").format(day=wareki(row.earlier))
        case RowEnd.UNKNOWN_PERSON:
            return (
                _("近い職員：{near}").format(near=near) if near else _("名簿に近い職員もいません。")
            )
        case RowEnd.UNKNOWN_COURSE:
            return (
                _("近い研修：{near}").format(near=near)
                if near
                else _("研修一覧に近い名前がありません。")
            )
        case RowEnd.UNREADABLE:
            return _("「{column}」を読めません。").format(column=row.fault)
        case _:
            return ""
