"""What the checks and the process of their own cost. Run with ``--benchmark-enable``.

The yardstick is bare calamine in this process on the same file: 200,000 rows of 7 columns.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from pytest_benchmark.fixture import BenchmarkFixture
from python_calamine import CalamineWorkbook

from skilltrack.exchange.tables import TableReader, read_table
from skilltrack.files.preflight import inspect, preflight
from skilltrack.files.sources import read_source

HEADINGS = ("職員番号", "研修コード", "修了日", "状態", "時間", "点数", "出所")


def completions(path: Path, rows: int) -> Path:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("受講記録")
    sheet.append(HEADINGS)
    for n in range(rows):
        on = date(2026, 4, 1) + timedelta(days=n % 365)
        sheet.append(
            [f"{n:06}", f"C{n % 40:03}", on, "修了", 1 + n % 4 / 2, n % 101, "eラーニング"]
        )
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Write the full size only where figures are wanted."""
    rows = 200_000 if request.config.getoption("benchmark_enable") else 2_000
    return completions(tmp_path_factory.mktemp("tables") / "large.xlsx", rows)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return completions(tmp_path_factory.mktemp("tables") / "ordinary.xlsx", 1_000)


@pytest.fixture(scope="module")
def reader() -> Iterator[TableReader]:
    with TableReader() as shared:
        yield shared


def bare(path: Path) -> int:
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def test_bare_calamine_large(benchmark: BenchmarkFixture, large: Path) -> None:
    assert benchmark(bare, large) > 2_000


def test_reader_large(benchmark: BenchmarkFixture, reader: TableReader, large: Path) -> None:
    assert len(benchmark(reader.read, large).rows) >= 2_000


def test_preflight_large(benchmark: BenchmarkFixture, large: Path) -> None:
    source = read_source(large)
    assert benchmark(inspect, source).unreadable == {}


def test_preflight_ordinary(benchmark: BenchmarkFixture, ordinary: Path) -> None:
    assert benchmark(preflight, ordinary) == "xlsx"


def test_reader_ordinary(benchmark: BenchmarkFixture, reader: TableReader, ordinary: Path) -> None:
    assert len(benchmark(reader.read, ordinary).rows) == 1_000


def test_one_file_with_its_own_process(benchmark: BenchmarkFixture, ordinary: Path) -> None:
    assert len(benchmark(read_table, ordinary).rows) == 1_000
