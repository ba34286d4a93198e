"""Arguments and options that several commands on roles share."""

from typing import Annotated

import typer

from skilltrack.i18n.texts import _

Role = Annotated[str, typer.Argument(metavar="ROLE", help=_("役割の名前またはコード"))]
Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER...", help=_("職員番号"))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_("基準日。省くと今日"))]
AsKnown = Annotated[
    str | None,
    typer.Option("--as-known", metavar="INSTANT", help=_("この時点までの記録で出す")),
]
Json = Annotated[bool, typer.Option("--json", help=_("JSONで出す"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("確かめるだけで記録しない"))]
Reason = Annotated[str, typer.Option(help=_("理由"))]
