"""What tests of windows share: no screen, the program's look, nothing left running."""

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from skilltrack.gui import theme

OFFSCREEN_LIMITS = "This plugin does not support (propagateSizeHints|raise|grabbing the)"
"""Said by Qt's offscreen platform for smallest sizes, menus and dialogs; nothing of ours."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_LIMITS))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application in its light theme, with a font that has Japanese."""
    assert any(QFontDatabase.hasFamily(name) for name in theme.FONT_FAMILIES)
    theme.apply(qapp, theme.LIGHT)
    return qapp


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[theme.Colours]:
    """The dark theme for one test."""
    theme.apply(qapp, theme.DARK)
    yield theme.DARK
    theme.apply(qapp, theme.LIGHT)


@pytest.fixture(autouse=True)
def no_collection_beside_the_window() -> Iterator[None]:
    """Collect no garbage while a worker may run: it would destroy widgets on its thread."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def no_leftover_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert not left, f"threads left running: {left}"
    assert QThreadPool.globalInstance().activeThreadCount() == 0
