"""The longest pause of the office window while it collects, against the same window at rest.

A timer of the event loop ticks every 5 ms; the longest time between two ticks is the longest time
for which a key press or a click would have waited. Reported, never asserted: machines are shared.
Target: at most 100 ms while collecting. SKILLTRACK_BENCHMARK_ANSWERS sets another number of files.
"""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot
from tests.benchmarks.test_collect_benchmark import TODAY, Body, body, copied

from skilltrack.gui.garbage import GarbageCollection
from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.window import OfficeWindow
from skilltrack.gui.tasks import Dispatcher
from skilltrack.services.rounds.running import round_status

pytestmark = pytest.mark.slow

__all__ = ["body"]
"""The fixture is shared with the benchmark of collecting."""

TICK_MS = 5
REST_MS = 2_000
LONGEST_MS = 600_000


class Pauses:
    """Counts the time between the ticks of the event loop, in ms."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Count from now on."""
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def end(self) -> float:
        """Count no more and return the longest pause."""
        self._timer.stop()
        return self.longest

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, 1000 * (now - self._last))
        self._last = now


def test_the_window_answers_while_it_collects(
    benchmark: BenchmarkFixture,
    body: Body,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    garbage = GarbageCollection()  # as the program has it
    window = OfficeWindow(copied(body, tmp_path / "data"), Dispatcher(), TODAY)
    qtbot.addWidget(window)
    window.show()

    def settle() -> None:
        qtbot.waitUntil(lambda: not window.desk.dispatcher.is_busy, timeout=LONGEST_MS)

    settle()
    window.go(Destination("rounds"))
    settle()
    page = window.current
    assert isinstance(page, RoundsPage)
    pauses = Pauses()
    pauses.begin()
    qtbot.wait(REST_MS)
    at_rest = pauses.end()
    found: list[float] = []

    def collect() -> None:
        pauses.begin()
        assert page.view.row is not None
        page.collect(page.view.row)
        settle()
        found.append(pauses.end())

    benchmark.pedantic(collect, rounds=1)
    garbage.stop()
    status = round_status(window.desk.database, body.round_id)
    assert status.answered.done == body.amount
    benchmark.extra_info["longest_pause_ms"] = round(found[0])
    benchmark.extra_info["at_rest_ms"] = round(at_rest)
    print(f"\ncollecting {body.amount}: longest pause {found[0]:.0f} ms, at rest {at_rest:.0f} ms")
