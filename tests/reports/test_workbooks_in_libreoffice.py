import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skilltrack.domain.evaluation import Board, DepartmentEvaluation
from skilltrack.domain.problems import Place, Problem
from skilltrack.reports.data import DataSheets, write_data
from skilltrack.reports.problems import problem_lines, write_problems
from skilltrack.reports.ranking import write_ranking

SOFFICE = shutil.which("soffice")
MADE_AT = datetime(2027, 4, 2, 1, 5, tzinfo=UTC)
Dump = dict[str, dict[str, Any]]

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH"),
]


@pytest.fixture
def convert(tmp_path: Path) -> Callable[[Path, str], Path]:
    def converted(path: Path, ending: str) -> Path:
        out = tmp_path / "converted"
        done = subprocess.run(
            [
                str(SOFFICE),
                f"-env:UserInstallation=file://{tmp_path / 'profile'}",
                *("--headless", "--convert-to", ending, "--outdir", str(out), str(path)),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert "Error" not in done.stderr
        return out / f"{path.stem}.{ending}"

    return converted


@pytest.fixture
def ranking(
    tmp_path: Path,
    make_board: Callable[..., Board],
    make_department: Callable[..., DepartmentEvaluation],
) -> Path:
    departments = [make_department(f"{n:04}", f"=第{n}課", n) for n in range(1, 41)]
    path = tmp_path / "ranking.xlsx"
    write_ranking(path, make_board(*departments), made_at=MADE_AT, organisation="見本市")
    return path


def pages_of(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def test_ranking_prints_on_the_pages_it_breaks_into(
    ranking: Path, convert: Callable[[Path, str], Path]
) -> None:
    breaks = [len(sheet.row_breaks.brk) for sheet in openpyxl.load_workbook(ranking).worksheets]
    table, charts, practices = breaks
    assert (table, charts, practices) == (2, 5, 0)
    assert pages_of(convert(ranking, "pdf")) == sum(breaks) + len(breaks)


def test_ranking_reads_back_with_the_same_cells(
    ranking: Path, convert: Callable[[Path, str], Path], dump: Callable[[Path], Dump]
) -> None:
    assert dump(convert(ranking, "xlsx")) == dump(ranking)


def test_data_reads_back_with_the_same_cells(
    tmp_path: Path,
    board: Board,
    convert: Callable[[Path, str], Path],
    dump: Callable[[Path], Dump],
) -> None:
    path = tmp_path / "data.xlsx"
    write_data(path, DataSheets(board), made_at=MADE_AT, organisation="見本市")
    read = dump(convert(path, "xlsx"))
    assert read == dump(path)
    assert read["所属別評価"]["D2"].date() == date(2027, 3, 31)


def test_problems_print_25_to_a_page(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    place = Place("名簿.xlsx", "職員", 3, "所属コード")
    path = tmp_path / "problems.xlsx"
    write_problems(path, problem_lines([Problem("reports.nothing_to_write", place)] * 60))
    assert pages_of(convert(path, "pdf")) == 3
