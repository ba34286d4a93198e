"""Widgets that have become garbage are destroyed on the thread of the window."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from skilltrack.domain.progress import Progress
from skilltrack.gui.garbage import EVERY_MS, FREEZE_AFTER_MS, GarbageCollection
from skilltrack.gui.tasks import Dispatcher


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    made = GarbageCollection()
    qtbot.wait(FREEZE_AFTER_MS + EVERY_MS)
    yield made
    made.stop()
    gc.unfreeze()


def leave_in_a_circle(destroyed_on: list[threading.Thread]) -> None:
    """Make a widget that nobody holds but itself."""
    widget = QWidget()
    widget.itself = widget  # type: ignore[attr-defined]
    weakref.finalize(widget, lambda: destroyed_on.append(threading.current_thread()))


def make_garbage(progress: Progress) -> None:
    """Allocate far more than the interpreter lets pass without collecting."""
    for step in range(200):
        for _ in range(1_000):
            circle: list[object] = []
            circle.append(circle)
        progress(step, 200)


def test_what_work_allocates_destroys_no_widget_beside_the_window(
    qtbot: QtBot, collection: GarbageCollection
) -> None:
    destroyed_on: list[threading.Thread] = []
    dispatcher = Dispatcher()
    leave_in_a_circle(destroyed_on)
    dispatcher.start(make_garbage, done=lambda _none: None, failed=lambda _error: None)
    qtbot.waitUntil(lambda: bool(destroyed_on) and not dispatcher.is_busy, timeout=20_000)
    dispatcher.shutdown()
    assert destroyed_on == [threading.main_thread()]


def test_nothing_is_collected_while_windows_are_destroyed_at_the_end(qtbot: QtBot) -> None:
    made = GarbageCollection()
    made.stop()
    assert not gc.isenabled()
