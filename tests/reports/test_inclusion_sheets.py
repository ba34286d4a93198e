"""The sheets of the data workbook that say whom the figures count."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from tests.reports.conftest import COUNTED

from skilltrack.domain.inclusion import Exclusion
from skilltrack.reports.data import DataSheets, write_data
from skilltrack.reports.inclusion_sheets import InclusionPart, LeftOutRow

Dump = dict[str, dict[str, Any]]


def test_rules_and_people_left_out_have_a_sheet_each(
    tmp_path: Path, made_at: datetime, dump: Callable[[Path], Dump]
) -> None:
    path = tmp_path / "データ.xlsx"
    row = LeftOutRow(COUNTED[0], "0012", "髙橋　年子", "0101", "=総務課", Exclusion.FISCAL_YEAR)
    part = InclusionPart(COUNTED, (row,))
    write_data(path, DataSheets(inclusion=part), made_at=made_at, organisation="試験市")
    sheets = dump(path)
    rules = openpyxl.load_workbook(path)["数え方"]
    heads, first, *others = rules.iter_rows(values_only=True)
    assert len(others) == 2
    told = dict(zip(heads, first, strict=True))
    assert told["数値"] == "必須研修_階層別"
    assert str(told["基準日（西暦）"]).startswith("2027-03-31")
    assert told["対象"] == "正規・任期付（休職・育休・派遣出を除く）"
    assert (told["数えた人数（人）"], told["除いた人数（人）"]) == (1203, 102)
    left_out = sheets["除いた職員"]
    assert {"0012", "髙橋　年子", "会計年度"} <= set(left_out.values())
    assert "①" not in "".join(str(value) for value in left_out.values())
