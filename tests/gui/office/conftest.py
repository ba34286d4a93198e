"""A fictional municipality in the office window, and answers to what the window asks."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.window import OfficeWindow
from skilltrack.gui.tasks import Dispatcher
from skilltrack.services import datafiles, definitions
from skilltrack.services.demonstration.pipeline import Demonstrated, run_demonstration

TODAY = date(2026, 11, 21)
PageType = TypeVar("PageType", bound=Page[Any])


@dataclass
class Answers:
    """What the user answers; every question asked is noted."""

    file: Path | None = None
    is_agreed: bool = True
    asked: list[str] = field(default_factory=list)
    folders_shown: list[Path] = field(default_factory=list)
    line: str | None = None

    def file_to_open(self, _parent: QWidget, title: str, _kinds: str) -> Path | None:
        self.asked.append(title)
        return self.file

    def file_to_save(
        self, _parent: QWidget, title: str, _suggested: str, _kinds: str
    ) -> Path | None:
        self.asked.append(title)
        return self.file

    def folder(self, _parent: QWidget, title: str) -> Path | None:
        self.asked.append(title)
        return self.file

    def text(self, _parent: QWidget, title: str, _label: str) -> str | None:
        self.asked.append(title)
        return self.line

    def decision(self, _parent: QWidget, title: str, text: str, action: str) -> bool:
        self.asked.append(f"{title}｜{text}｜{action}")
        return self.is_agreed

    def show_folder(self, folder: Path) -> None:
        self.folders_shown.append(folder)


@dataclass
class Office:
    """The window with what a test needs around it."""

    window: OfficeWindow
    answers: Answers
    qtbot: QtBot
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window.desk.told.connect(lambda told: self.told.append(told.sentence))

    @property
    def database(self) -> Any:
        return self.window.desk.database

    def settle(self) -> None:
        """Wait until the worker has nothing left and everything is handed over."""
        self.qtbot.waitUntil(lambda: not self.window.desk.dispatcher.is_busy, timeout=20_000)
        # A widget put into a layout is shown by an event of its own.
        QApplication.processEvents()

    def visit(self, kind: type[PageType], destination: Destination) -> PageType:
        """Go to a page and wait for it."""
        self.window.go(destination)
        self.settle()
        page = self.window.current
        assert isinstance(page, kind)
        return page


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstrated:
    folder = tmp_path_factory.mktemp("municipality")
    return run_demonstration(folder, employees=80, seed=1, today=TODAY, tell=lambda _text: None)


@pytest.fixture
def open_office(qtbot: QtBot, qapp: object) -> Iterator[Callable[[Path], Office]]:
    """Open the window on a data file, as large as the smallest usual screen."""
    opened: list[OfficeWindow] = []

    def open_on(data: Path) -> Office:
        bugs: list[Exception] = []
        dispatcher = Dispatcher()
        dispatcher.crashed.connect(bugs.append)
        answers = Answers()
        window = OfficeWindow(datafiles.open_data(data, None), dispatcher, TODAY, answers)
        qtbot.addWidget(window)
        opened.append(window)
        office = Office(window, answers, qtbot)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        office.settle()
        assert not bugs
        return office

    yield open_on
    for window in opened:
        window.close()


@pytest.fixture
def office(
    demonstration: Demonstrated, tmp_path: Path, open_office: Callable[[Path], Office]
) -> Office:
    """The window on a copy of the municipality, which a test may change."""
    copy = tmp_path / "demo.db"
    for file in demonstration.data.parent.glob("demo.db*"):
        shutil.copy(file, tmp_path / file.name)
    return open_office(copy)


@pytest.fixture
def empty_office(tmp_path: Path, open_office: Callable[[Path], Office]) -> Office:
    """The window on a data file into which nothing was taken over yet."""
    path = tmp_path / "empty.db"
    created = datafiles.create(
        path, passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    definitions.adopt_shipped(created.database, ("fukui", "kitakyushu"))
    created.database.close()
    return open_office(path)
