"""The options that say by which organisation departments are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from skilltrack.cli.console import say
from skilltrack.cli.session import day, today
from skilltrack.domain.structure import Arranged, Structure, StructureOn, chosen_structure
from skilltrack.i18n.structures import structure_notes
from skilltrack.i18n.texts import _

StructureOption = Annotated[
    Structure,
    typer.Option(
        "--structure",
        help=_("所属の見方。as-was：当時の組織、as-now：今の組織、like-for-like：比較できる単位"),
    ),
]
StructureDay = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help=_("組み替え先の組織の日、または比べる日。--structure と一緒に使う"),
    ),
]


def structure_day(structure: Structure, on: str | None) -> date | None:
    """Read the day of a way of looking; only a way other than the usual one has one."""
    if on is not None and structure is Structure.AS_WAS:
        raise typer.BadParameter(_("--structure-on は --structure と一緒に書きます。"))
    return None if on is None else day(on)


def structure_of(structure: Structure, on: str | None, as_of: date) -> StructureOn | None:
    """Return the way of looking that was asked for; None for the organisation of the day."""
    return chosen_structure(structure, as_of, today(), structure_day(structure, on))


def tell_structure(arranged: Arranged | None, more: Sequence[str] = ()) -> None:
    """Say below a table by which organisation it is arranged."""
    for note in (*structure_notes(arranged), *more):
        say(note)
