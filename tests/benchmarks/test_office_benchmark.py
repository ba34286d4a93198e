"""From the start of a process to the board of a municipality painted, against a bare Qt window.

Reported, never asserted: machines are shared. Target: at most 6 times the bare window.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from tests.benchmarks.test_start_benchmark import BARE, PROBE

from skilltrack.services.demonstration.pipeline import run_demonstration

pytestmark = pytest.mark.slow

ROUNDS = 15
EMPLOYEES = 400

OFFICE = """
from pathlib import Path
from skilltrack.gui import application
probes = []
def open_first(windows):
    windows.open_office(Path(sys.argv[1]), None)
    window = windows.shown[0]
    # the page, as the table may lie below what a small screen shows of it
    window.page_settled.connect(lambda: probes.append(Probe(window.current)))
application._run(open_first)
"""


def seconds_to_usable(program: str, data: Path) -> float:
    """Start a fresh process and return how long it takes until it says that it is usable."""
    folder = data.parent
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CONFIG_HOME": str(folder / "settings"),
    }
    command = [sys.executable, "-c", PROBE + program, str(data)]
    began = time.time()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return float(done.stdout) - began


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a municipality of the usual size."""
    done = run_demonstration(
        tmp_path_factory.mktemp("municipality"),
        employees=EMPLOYEES,
        seed=1,
        today=datetime.now(UTC).astimezone().date(),
        tell=lambda _text: None,
    )
    return done.data


def test_the_board_is_shown_within_six_bare_windows(
    benchmark: BenchmarkFixture, data: Path
) -> None:
    programs = {"bare": BARE, "office": OFFICE}
    for program in programs.values():
        seconds_to_usable(program, data)  # writes the byte code, as an installation has it
    times: dict[str, list[float]] = {name: [] for name in programs}

    def round_of_both() -> None:
        for name, program in programs.items():
            times[name].append(seconds_to_usable(program, data))

    benchmark.pedantic(round_of_both, rounds=ROUNDS if benchmark.enabled else 1)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        benchmark.extra_info[f"{name}_ms"] = round(1000 * median)
    ratio = medians["office"] / medians["bare"]
    benchmark.extra_info["office_ratio"] = round(ratio, 2)
    print(f"\noffice: {1000 * medians['office']:.0f} ms, {ratio:.2f}x a bare window")
    assert all(found > 0 for found in medians.values())
