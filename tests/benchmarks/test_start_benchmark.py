"""From the start of a process to a window that is painted and usable, against a bare Qt window.

Reported, never asserted: machines are shared. Target: at most 2 times the bare window, for the
start screen and for the answer window on a package. The bare window shows no text.
"""

import os
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from skilltrack.domain.rounds.definition import CourseOffer, RoundPackage
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.definitions.schemes import shipped_schemes
from skilltrack.exchange.packages import write_package
from skilltrack.exchange.sealing.keys import new_round_keys, new_signing_key
from skilltrack.services.answering.profiles import Profile

pytestmark = pytest.mark.slow

ROUNDS = 15

PROBE = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Probe(QObject):
    def __init__(self, widget):
        super().__init__(widget)
        self.inner = widget.widget() if hasattr(widget, "widget") else widget
        QApplication.instance().installEventFilter(self)
    def eventFilter(self, widget, event):
        is_inside = widget is self.inner or (
            isinstance(widget, QWidget) and self.inner.isAncestorOf(widget)
        )
        if event.type() == QEvent.Type.Paint and is_inside:
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print(time.time(), flush=True)
        QApplication.closeAllWindows()
"""

BARE = """
from PySide6.QtWidgets import QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
probe = Probe(window)
window.show()
app.exec()
"""

START = """
from skilltrack.gui import application
probes = []
def open_first(windows):
    windows.open_start()
    probes.append(Probe(windows.shown[0].centralWidget()))
application._run(open_first)
"""

ANSWER = """
from pathlib import Path
from skilltrack.gui import application
probes = []
def open_first(windows):
    windows.open_answer(Path(sys.argv[1]))
    window = windows.shown[0]
    window.package_opened.connect(lambda path: probes.append(Probe(window.identify.view)))
application._run(open_first)
"""

PROGRAMS = {"bare": BARE, "start": START, "first_contact": ANSWER, "answer": ANSWER}
"""By what is opened; on first contact the window shows the fingerprint of the signer."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a package of the usual size."""
    schemes = tuple(shipped_schemes())
    courses = {course.code: course for scheme in schemes for course in scheme.courses}
    package = RoundPackage(
        round_id="r-2026-1",
        title="令和8年度 デジタルスキル調査",
        organisation="みずほ野市",
        contact="人事課",
        purpose="研修の計画に使います。",
        opens_on=date(2000, 4, 1),
        closes_on=date(2999, 3, 31),
        questionnaire=shipped_questionnaires()[0],
        schemes=schemes,
        titles=tuple(title for scheme in schemes for title in scheme.titles.items()),
        courses=tuple(CourseOffer(c.code, c.name, c.mode) for c in courses.values()),
        inbox="../回収",
        receipts="../受領",
        public_key=new_round_keys().public,
    )
    path = tmp_path_factory.mktemp("配布") / "調査.skilltrack"
    signed = write_package(path, package, new_signing_key())
    Profile(path.parent / "answer" / "skilltrack").trust(signed.signer_public, "みずほ野市")
    return path


def seconds_to_usable(name: str, package: Path) -> float:
    """Start a fresh process and return how long it takes until it says that it is usable."""
    folder = package.parent
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CONFIG_HOME": str(folder / "settings"),
        "XDG_DATA_HOME": str(folder / name),
    }
    command = [sys.executable, "-c", PROBE + PROGRAMS[name], str(package)]
    began = time.time()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return float(done.stdout) - began


def test_windows_open_within_twice_a_bare_window(
    benchmark: BenchmarkFixture, package: Path
) -> None:
    for name in PROGRAMS:
        seconds_to_usable(name, package)  # writes the byte code, as an installation has it
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}

    def round_of_all() -> None:
        # In turn, so that a busy moment of the machine meets all of them.
        for name in PROGRAMS:
            times[name].append(seconds_to_usable(name, package))

    benchmark.pedantic(round_of_all, rounds=ROUNDS if benchmark.enabled else 1)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        benchmark.extra_info[f"{name}_ms"] = round(1000 * median)
        benchmark.extra_info[f"{name}_ratio"] = round(median / medians["bare"], 2)
        print(f"\n{name}: {1000 * median:.0f} ms, {median / medians['bare']:.2f}x a bare window")
    assert all(found > 0 for found in medians.values())
