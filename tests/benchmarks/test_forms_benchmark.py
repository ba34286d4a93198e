"""Reading Excel forms, against bare calamine on the same files in the same run.

Reported, never asserted: machines are shared. Target: at most twice a bare read that opens every
file and goes through the rows of every sheet, which checks nothing. SKILLTRACK_BENCHMARK_FORMS sets
how many forms there are; 10,000 is the full amount.
"""

import os
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from python_calamine import CalamineWorkbook

from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.questionnaires.forms import (
    FormIds,
    FormRound,
    FormSheet,
    FormTarget,
    form_blocks,
)
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.forms.reader import FormReader
from skilltrack.exchange.forms.stamp import stamped
from skilltrack.reports.forms import FormWriter

pytestmark = pytest.mark.slow

KEY = b"k" * 32
ROUND = "2026-0a1b2c3d"
FULL, QUICK = 10_000, 20
"""Measured where nothing else is asked for, and merely run where benchmarks are disabled."""
ROUNDS = 3


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return next(one for one in shipped_questionnaires() if one.id == "sakata")


@pytest.fixture(scope="module")
def paths(
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> list[Path]:
    """Write the forms once, a part of them filled in and saved by another program."""
    usual = FULL if pytestconfig.getoption("benchmark_enable") else QUICK
    folder = tmp_path_factory.mktemp("forms")
    its = FormRound("調査", "見本市", "研修", "", date(2026, 12, 18), "回収", questionnaire)
    writer = FormWriter(its, None)
    found = []
    for number in range(int(os.environ.get("SKILLTRACK_BENCHMARK_FORMS", usual))):
        ids = FormIds(ROUND, questionnaire.id, questionnaire.version, f"{number:06}")
        path = folder / f"{number:06}.xlsx"
        target = FormTarget(ids.employee_no, "見本　花子", "人事課")
        writer.write_person(path, FormSheet(target, stamped(ids, KEY)))
        if number % 10 == 0:
            _fill(path, questionnaire)
        found.append(path)
    return found


def _fill(path: Path, questionnaire: Questionnaire) -> None:
    workbook = openpyxl.load_workbook(path)
    for block in form_blocks(questionnaire):
        for placed in block.items:
            workbook.worksheets[0].cell(placed.row, 3).value = "2 聞いたことがある"
    workbook.save(path)


def bare(paths: list[Path]) -> int:
    """Open every file and go through the rows of every sheet, nothing else."""
    rows = 0
    for path in paths:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            rows += sum(1 for _row in workbook.get_sheet_by_name(name).iter_rows())
    return rows


def test_reading_forms_against_bare_calamine(
    benchmark: BenchmarkFixture, questionnaire: Questionnaire, paths: list[Path]
) -> None:
    floors: list[float] = []

    def ours() -> tuple[int, int]:
        with FormReader(questionnaire, ROUND, KEY) as reader:
            forms = [form for file in reader.read(paths) for form in file.forms]
        return len(forms), sum(not form.is_blank for form in forms)

    def floor() -> None:
        start = time.perf_counter()
        assert bare(paths) > len(paths)
        floors.append(time.perf_counter() - start)

    rounds = ROUNDS if benchmark.enabled else 1
    found = benchmark.pedantic(ours, setup=floor, rounds=rounds, iterations=1)
    assert found == (len(paths), -(-len(paths) // 10))
    if benchmark.disabled:
        return
    seconds = benchmark.stats.stats.min
    ratio = seconds / min(floors)
    benchmark.extra_info["floor_seconds"] = round(min(floors), 2)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    print(f"\nforms: {len(paths):,} in {seconds:.2f} s, bare {min(floors):.2f} s, {ratio:.2f}x")
