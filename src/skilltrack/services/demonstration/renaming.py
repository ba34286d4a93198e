"""People who changed their name: some this spring, and two whose name changes in February."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services.demonstration.chance import stream
from skilltrack.services.demonstration.names import SURNAMES
from skilltrack.services.demonstration.tables import RosterFile, Row, Table
from skilltrack.services.imports.files import import_file
from skilltrack.store import organisation
from skilltrack.store.database import Database

Tell = Callable[[str], None]

CHANGED, CHANGING = 3, 2
_ENDINGS = ("コ", "ミ", "カ", "エ")
"""The last kana of given names of whom a change of surname is told."""

_HEADINGS = ("職員番号", "氏名", "フリガナ", "所属コード", "職名")


def with_earlier_names(
    rosters: Sequence[RosterFile], after: Table, seed: int
) -> tuple[RosterFile, ...]:
    """Return the rosters of years past with the earlier surnames of a few people.

    The roster after them brings the present name, as it does where somebody marries.
    """
    if not rosters:
        return ()
    chance = stream(seed, "earlier names")
    there = [_by_number(roster.table).keys() for roster in rosters]
    present = _by_number(after)
    everywhere = sorted(present.keys() & set.intersection(*map(set, there)))
    kana = after.headings.index("フリガナ")
    likely = [n for n in everywhere if str(present[n][kana]).endswith(_ENDINGS)]
    chosen = chance.sample(likely, min(CHANGED, len(likely)))
    surnames = {number: chance.choice(SURNAMES) for number in sorted(chosen)}
    return tuple(replace(one, table=_renamed(one.table, surnames)) for one in rosters)


def _by_number(table: Table) -> dict[str, Row]:
    number = table.headings.index("職員番号")
    return {str(row[number]): row for row in table.rows}


def _renamed(table: Table, surnames: dict[str, tuple[str, str]]) -> Table:
    number, name, kana = (table.headings.index(h) for h in ("職員番号", "氏名", "フリガナ"))
    rows = []
    for row in table.rows:
        surname = surnames.get(str(row[number]))
        cells = list(row)
        if surname is not None:
            cells[name] = _with_surname(str(row[name]), surname[0])
            cells[kana] = _with_surname(str(row[kana]), surname[1])
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def _with_surname(name: str, surname: str) -> str:
    return f"{surname}　{name.partition(_('　'))[2]}"


def rename_in_february(
    database: Database, folder: Path, seed: int, as_of: date, on: date, tell: Tell
) -> None:
    """Take over a file with names that hold from a day to come."""
    chance = stream(seed, "names in February")
    with database.reading() as session:
        people = [
            one
            for one in organisation.in_post(session, as_of)
            if one.kana.endswith(_ENDINGS) and one.absence is None
        ]
    chosen = sorted(
        chance.sample(people, min(CHANGING, len(people))), key=lambda one: one.employee_no
    )
    rows = []
    for one in chosen:
        surname = chance.choice(SURNAMES)
        rows.append(
            (
                one.employee_no,
                _with_surname(one.name, surname[0]),
                _with_surname(one.kana, surname[1]),
                one.department,
                one.job_title,
            )
        )
    path = folder / _("氏名の変更_{day}.xlsx").format(day=f"{on:%Y%m%d}")
    write_table(path, _("職員"), _HEADINGS, rows)
    partial = MissingRule(is_partial=True)
    import_file(database, ImportKind.EMPLOYEES, path, today=as_of, effective=on, missing=partial)
    tell(_("氏名の変更：2月1日から{count}人").format(count=len(rows)))
