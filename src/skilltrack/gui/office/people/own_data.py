"""Writing everything recorded about one person, for whoever asks to see it."""

from typing import Any

from skilltrack.gui.office.page import Page
from skilltrack.i18n.texts import _
from skilltrack.services.erasure.requests import export_person


def export_own_data(page: Page[Any], number: str) -> None:
    """Ask for a folder and write the workbook and the document of a person into it."""
    desk = page.desk
    folder = desk.asking.folder(page, _("写しの保存先フォルダー"))
    if folder is None:
        return
    desk.act(
        _("写しを作っています"),
        lambda database, _progress: export_person(database, number, folder),
        done=lambda done: desk.tell(
            _("{count:,}件の記録を「{file}」に書き出しました。").format(
                count=done.count, file=done.workbook.name
            ),
            folder=folder,
        ),
        owner=page,
    )
