"""Rules for aid dropped; what was changed of aid, undone."""

from typing import Annotated

import typer

from skilltrack.cli.console import print_document, refusals_told, say
from skilltrack.cli.role_options import Json, Reason
from skilltrack.cli.session import opened
from skilltrack.cli.undoing import Change, undo_or_list
from skilltrack.i18n.texts import _

Rule = Annotated[str, typer.Argument(metavar="RULE", help=_("規則のコード"))]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("drop", help=_("使わない規則をなくします。"))(drop)
    group.command("undo", help=_("助成の変更を一覧にするか、元に戻します。"))(undo)


@refusals_told
def drop(context: typer.Context, rule: Rule, reason: Reason = "", *, json: Json = False) -> None:
    """Drop a rule under which nothing was applied for."""
    from skilltrack.services.exams import subsidy_rules as service

    with opened(context) as database:
        done = service.drop_rule(database, rule, reason)
    if json:
        print_document({"rule": rule, "title": done.title})
        return
    say(_("{title}を記録しました。").format(title=done.title))


@refusals_told
def undo(context: typer.Context, change: Change = None, *, json: Json = False) -> None:
    """List the changes of aid, or undo one."""
    undo_or_list(context, change, "subsidies", "subsidy_rules", is_json=json)
