"""Figures of a closed year on the command line: the option for today's, and the line on both."""

from typing import Annotated

import typer

from skilltrack.cli.console import say
from skilltrack.domain.years.closed import Closed
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import closed_words

LiveOption = Annotated[bool, typer.Option("--live", help=_("締めた年度でも、今の記録で計算する"))]


def tell_closed(closed: Closed | None, *, has_people: bool = False) -> None:
    """Say that the year of the figures is closed, and which figures these are."""
    if closed is not None:
        say(closed_words(closed, has_people=has_people))
