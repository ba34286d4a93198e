"""Everything recorded about one person, for a request for disclosure: workbook and JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.record_names import COLUMN_NAMES, OWN_TABLE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import Column, DataTable, Datum, tabulate
from skilltrack.reports.data_writing import write_tables

FORMAT: Final = "skilltrack-own-data/1"


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What one table holds: columns, and rows of values with when recorded and withdrawn."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Mapping[str, Any], datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class OwnLogEntry:
    """An entry of the log that names the person."""

    at: datetime
    actor: str
    terminal: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything recorded about a person."""

    employee_no: str
    organisation: str
    made_at: datetime
    sheets: tuple[OwnSheet, ...]
    log: tuple[OwnLogEntry, ...]

    @property
    def count(self) -> int:
        """Return how many rows and entries there are."""
        return sum(len(sheet.rows) for sheet in self.sheets) + len(self.log)


def write_workbook(path: Path, data: OwnData) -> None:
    """Write one sheet per table that knows the person, the log, and what is not recorded.

    Raises:
        MachineFailure: The file could not be written.
    """
    order = list(OWN_TABLE_NAMES)
    sheets = sorted(data.sheets, key=lambda sheet: order.index(sheet.name))
    tables = [_about(data), *(_table(sheet) for sheet in sheets if sheet.rows), _log(data)]
    title = _("本人の記録の写し")
    write_tables(path, title, tables, made_at=data.made_at, organisation=data.organisation)


def _about(data: OwnData) -> DataTable:
    known = {sheet.name: len(sheet.rows) for sheet in data.sheets}
    counts = [
        (name, _("{n:,}件").format(n=known.get(key, 0))) for key, name in OWN_TABLE_NAMES.items()
    ]
    lines: list[tuple[str, str]] = [
        (_("対象の職員番号"), data.employee_no),
        (_("作成"), local_time_text(data.made_at)),
        *counts,
        (_("操作の記録"), _("{n:,}件").format(n=len(data.log))),
        (_("版"), _("訂正や取消の前の行も含みます。「取消」が空の行が今の記録です。")),
        (_("判定と順位"), _("保存していません。表示のたびに、この写しにある記録から計算します。")),
        (_("一覧の表示"), _("一覧や集計の表示で本人が含まれたことは、記録していません。")),
        (_("ほかの職員"), _("ほかの職員の回答や記述は含みません。")),
    ]
    columns: tuple[Column[tuple[str, str]], ...] = (
        Column(_("項目"), _("写しに含むもの"), lambda line: line[0]),
        Column(_("内容"), _("件数か説明"), lambda line: line[1]),
    )
    return tabulate(_("この写しについて"), columns, lines)


def _table(sheet: OwnSheet) -> DataTable:
    columns = [_column(name) for name in sheet.columns]
    columns.append(
        Column(_("記録"), _("記録した日時"), lambda row: local_time_text(row[1])),
    )
    columns.append(
        Column(
            _("取消"),
            _("訂正や取消で効力がなくなった日時。空なら今も有効"),
            lambda row: None if row[2] is None else local_time_text(row[2]),
        )
    )
    return tabulate(OWN_TABLE_NAMES[sheet.name], columns, sheet.rows)


def _column(name: str) -> Column[tuple[Mapping[str, Any], datetime, datetime | None]]:
    meaning = _("データファイルの列 {name}").format(name=name)
    return Column(COLUMN_NAMES[name], meaning, lambda row: _datum(row[0][name]))


def _datum(value: Any) -> Datum:  # noqa: ANN401 (any column)
    if isinstance(value, bool):
        return _("○") if value else _("―")
    if value is None or isinstance(value, str | int | float | date):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _log(data: OwnData) -> DataTable:
    columns: tuple[Column[OwnLogEntry], ...] = (
        Column(_("日時"), _("操作した日時"), lambda entry: local_time_text(entry.at)),
        Column(_("担当"), _("端末の利用者"), lambda entry: entry.actor),
        Column(_("端末"), _("端末の名前"), lambda entry: entry.terminal),
        Column(_("操作"), _("操作の種類"), lambda entry: entry.action),
        Column(_("理由"), _("担当者が書いた理由"), lambda entry: entry.reason),
    )
    return tabulate(_("操作の記録"), columns, data.log)


def write_document(path: Path, data: OwnData) -> None:
    """Write the same as one JSON document.

    Raises:
        MachineFailure: The file could not be written.
    """
    document = {
        "format": FORMAT,
        "employee_no": data.employee_no,
        "organisation": data.organisation,
        "made_at": data.made_at.isoformat(timespec="seconds"),
        "tables": [
            {
                "name": sheet.name,
                "rows": [
                    {
                        **{name: _plain(values[name]) for name in sheet.columns},
                        "recorded_at": recorded.isoformat(),
                        "withdrawn_at": None if withdrawn is None else withdrawn.isoformat(),
                    }
                    for values, recorded, withdrawn in sheet.rows
                ],
            }
            for sheet in data.sheets
        ],
        "log": [
            {
                "at": entry.at.isoformat(),
                "actor": entry.actor,
                "terminal": entry.terminal,
                "action": entry.action,
                "reason": entry.reason,
            }
            for entry in data.log
        ],
    }
    write_bytes_atomically(path, json.dumps(document, ensure_ascii=False, indent=1).encode())


def _plain(value: Any) -> Any:  # noqa: ANN401 (any column)
    return value.isoformat() if isinstance(value, date) else value
