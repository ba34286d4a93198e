"""Changes of an area: listed, or one of them undone."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, print_table, say
from skilltrack.cli.session import opened
from skilltrack.i18n.texts import _

Change = Annotated[int | None, typer.Argument(metavar="CHANGE", help=_("変更の番号。省くと一覧"))]


def undo_or_list(context: typer.Context, change: int | None, *areas: str, is_json: bool) -> None:
    """Undo a change, or list the changes of areas where none is named."""
    from skilltrack.services.operations import list_operations, undo_operation

    with opened(context) as database:
        if change is not None:
            done = undo_operation(database, change)
            say(_("「{title}」を元に戻しました。").format(title=done.title))
            return
        found = list_operations(database, *areas)
    if is_json:
        documents = [
            {
                "change": one.change,
                "kind": one.kind,
                "title": one.title,
                "reason": one.reason,
                "effective_on": None if one.effective_on is None else one.effective_on.isoformat(),
                "undone_in": one.undone_in,
            }
            for one in found
        ]
        print_document({"changes": documents})
        return
    print_table(
        (_("番号"), _("変更"), _("理由"), _("取消")),
        (
            (one.change, one.title, one.reason, "" if one.undone_in is None else _("済"))
            for one in found
        ),
    )
