"""People who had another occupation (職種) in the years before: the roster after says the new."""

from collections.abc import Sequence
from dataclasses import replace

from skilltrack.services.demonstration.chance import stream
from skilltrack.services.demonstration.tables import RosterFile, Row, Table

RETRAINED = 2
_NOW, _BEFORE = "事務", "土木"


def with_earlier_occupations(
    rosters: Sequence[RosterFile], after: Table, seed: int
) -> tuple[RosterFile, ...]:
    """Return the rosters of years past in which a few clerks of today were engineers."""
    chance = stream(seed, "earlier occupations")
    number, occupation = (after.headings.index(h) for h in ("職員番号", "職種"))
    clerks = {str(row[number]) for row in after.rows if row[occupation] == _NOW}
    for roster in rosters:
        place = roster.table.headings.index("職員番号")
        clerks &= {str(row[place]) for row in roster.table.rows}
    chosen = frozenset(chance.sample(sorted(clerks), min(RETRAINED, len(clerks))))
    return tuple(replace(one, table=_with_other(one.table, chosen)) for one in rosters)


def _with_other(table: Table, chosen: frozenset[str]) -> Table:
    number, occupation = (table.headings.index(h) for h in ("職員番号", "職種"))

    def told(row: Row) -> Row:
        if str(row[number]) not in chosen:
            return row
        return (*row[:occupation], _BEFORE, *row[occupation + 1 :])

    return replace(table, rows=tuple(told(row) for row in table.rows))
