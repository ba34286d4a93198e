"""What the commands on accreditations and verdicts share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from skilltrack.i18n.texts import _

Scheme = Annotated[str, typer.Argument(metavar="SCHEME", help=_("育成制度のID"))]
Out = Annotated[Path | None, typer.Option(help=_("書き出すExcelブック"))]


def iso(on: date | None) -> str | None:
    """Return a day for JSON."""
    return None if on is None else on.isoformat()
