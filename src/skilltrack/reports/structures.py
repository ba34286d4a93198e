"""By which organisation a table is arranged, as JSON, as data, and the change of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from skilltrack.domain.evaluation import Board
from skilltrack.domain.structure import Arranged, NamedUnit, Structure, UnitGroup
from skilltrack.domain.years.change import RatioChange, UnitChange, YearChange
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.i18n.structures import STRUCTURE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, day_columns, tabulate

Document = dict[str, Any]


def structure_part(arranged: Arranged | None) -> Document:
    """Return the field ``structure`` of a document; nothing for the organisation of the day."""
    if arranged is None or arranged.structure is Structure.AS_WAS:
        return {}
    return {
        "structure": {
            "way": arranged.structure.value,
            "on": arranged.on.isoformat(),
            "groups": [_group(group) for group in arranged.groups],
            "set_aside": [
                {
                    "name": one.name,
                    "because": one.because.value,
                    "on": one.on.isoformat(),
                    "headcount": one.headcount,
                    "electives": list(one.electives),
                    "practices": list(one.practices),
                    "row": one.row or None,
                }
                for one in arranged.set_aside
            ],
        }
    }


def _group(group: UnitGroup) -> Document:
    return {
        "code": group.code,
        "name": group.name,
        "before": _units(group.before),
        "after": _units(group.after),
    }


def _units(units: Iterable[NamedUnit]) -> list[Document]:
    return [{"code": unit.code, "name": unit.name} for unit in units]


def year_change_document(change: YearChange) -> Document:
    """Return ``rank --change --json``."""
    return {
        "scheme": change.now.scheme,
        "fiscal_year": change.now.fiscal_year,
        "as_of": change.now.as_of.isoformat(),
        "compared_with": {
            "fiscal_year": change.then.fiscal_year,
            "as_of": change.then.as_of.isoformat(),
            "closed_on": _day(change.then),
        },
        "closed_on": _day(change.now),
        "departments": [_unit_change(row) for row in change.rows],
        "body": {
            "required": _ratios(change.body_required),
            "elective": _ratios(change.body_elective),
        },
        **structure_part(change.now.arranged),
    }


def _day(board: Board) -> str | None:
    return None if board.closed_on is None else board.closed_on.isoformat()


def _unit_change(row: UnitChange) -> Document:
    return {
        "code": row.code,
        "name": row.name,
        "headcount": {"then": row.headcount_then, "now": row.headcount_now},
        "rank": {"then": row.rank_then, "now": row.rank_now, "gained": row.places_gained},
        "composite": _ratios(row.composite),
        "required": _ratios(row.required),
        "leader": _ratios(row.leader),
        "elective": _ratios(row.elective),
        "not_comparable": None if row.because is None else row.because.value,
    }


def _ratios(one: RatioChange) -> Document:
    return {
        "then": ratio_figure(one.then),
        "now": ratio_figure(one.now),
        "change": ratio_figure(one.change),
    }


@dataclass(frozen=True, slots=True)
class _GroupRow:
    arranged: Arranged
    group: UnitGroup
    before: NamedUnit | None
    after: NamedUnit | None


def structure_table(arranged: Arranged) -> DataTable:
    """Return a row per pair of departments before and after, for what is not what it was."""
    columns: tuple[Column[_GroupRow], ...] = (
        Column(
            _("組織の見方"),
            _("当時の組織、今の組織、比較できる単位のどれか"),
            lambda row: STRUCTURE_NAMES[row.arranged.structure],
        ),
        *day_columns(_("基準日"), _("数字の日"), lambda row: row.arranged.as_of),
        *day_columns(
            _("組織の日"), _("組み替えた先の日、または比べる日"), lambda row: row.arranged.on
        ),
        Column(_("単位"), _("表での名前"), lambda row: row.group.name),
        Column(_("前の所属コード"), _("文字列"), lambda row: _code(row.before)),
        Column(_("前の所属名"), _("前の日の名前"), lambda row: _name(row.before)),
        Column(_("後の所属コード"), _("文字列"), lambda row: _code(row.after)),
        Column(_("後の所属名"), _("後の日の名前"), lambda row: _name(row.after)),
    )
    rows = [
        _GroupRow(arranged, group, before, after)
        for group in arranged.groups
        for before in _or_none(group.before)
        for after in _or_none(group.after)
    ]
    return tabulate(_("組織の組み替え"), columns, rows)


def _or_none(units: Sequence[NamedUnit]) -> Sequence[NamedUnit | None]:
    return units or (None,)


def _code(unit: NamedUnit | None) -> str | None:
    return None if unit is None else unit.code


def _name(unit: NamedUnit | None) -> str | None:
    return None if unit is None else unit.name
