"""A round with the shipped questionnaire on a share, and windows on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from skilltrack.domain.rounds.definition import CourseOffer, RoundPackage
from skilltrack.exchange.answers import OpenedAnswer, open_answer
from skilltrack.exchange.definitions.questionnaires import shipped_questionnaires
from skilltrack.exchange.definitions.schemes import shipped_schemes
from skilltrack.exchange.packages import write_package
from skilltrack.exchange.sealing.keys import RoundKeys, new_round_keys, new_signing_key
from skilltrack.gui.answer.window import AnswerWindow
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package

TODAY = date(2026, 9, 2)
NUMBER, KANA, TITLE = "001234", "タカハシ イチロウ", "主事"


@dataclass
class Share:
    """What lies on the file server, and the keys of the personnel section."""

    folder: Path
    keys: RoundKeys
    signing_key: bytes
    package: RoundPackage

    @property
    def path(self) -> Path:
        return self.folder / "配布" / "調査.skilltrack"

    @property
    def inbox(self) -> Path:
        return self.folder / "回収"

    def hand_out(self, **changes: object) -> None:
        self.package = replace(self.package, **changes)  # type: ignore[arg-type]
        write_package(self.path, self.package, self.signing_key)

    def collected(self, folder: Path | None = None) -> list[OpenedAnswer]:
        files = sorted((folder or self.inbox).iterdir())
        opened = [
            open_answer(file.read_bytes(), self.keys.private, self.package.round_id)
            for file in files
        ]
        return sorted(opened, key=lambda each: each.mark.counter)


@pytest.fixture(scope="session")
def blueprint() -> tuple[RoundKeys, bytes, RoundPackage]:
    schemes = tuple(shipped_schemes())
    courses = {course.code: course for scheme in schemes for course in scheme.courses}
    keys = new_round_keys()
    questionnaire = next(each for each in shipped_questionnaires() if each.id == "sakata")
    titles = next(scheme.titles for scheme in schemes if scheme.titles)
    package = RoundPackage(
        round_id="r-2026-1",
        title="令和8年度 デジタルスキル調査",
        organisation="みずほ野市",
        contact="人事課（内線 2345）",
        purpose="研修の計画に使います。人事評価には使いません。",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 30),
        questionnaire=questionnaire,
        schemes=schemes,
        titles=tuple(titles.items()),
        courses=tuple(CourseOffer(c.code, c.name, c.mode) for c in courses.values()),
        inbox="../回収",
        receipts="../受領",
        public_key=keys.public,
    )
    return keys, new_signing_key(), package


@pytest.fixture
def share(tmp_path: Path, blueprint: tuple[RoundKeys, bytes, RoundPackage]) -> Share:
    made = Share(tmp_path / "共有", *blueprint)
    for name in ("配布", "回収", "受領"):
        (made.folder / name).mkdir(parents=True)
    made.hand_out()
    return made


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


class Person:
    """Someone in front of an answer window, with eyes and a keyboard."""

    def __init__(self, qtbot: QtBot, window: AnswerWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def settle(self) -> None:
        """Wait until nothing is under way and everything new is laid out."""
        self.qtbot.waitUntil(lambda: not self.window.dispatcher.is_busy)
        QApplication.processEvents()

    @property
    def page(self) -> object:
        return self.window.centralWidget().layout().itemAt(0).widget().currentWidget()

    def press(self, *keys: object) -> None:
        for key in keys:
            self.qtbot.keyClick(self.window.focusWidget() or self.window, key)

    def compose(self, text: str) -> None:
        """Enter Japanese as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.focusWidget(), event)

    def identify(self, number: str = NUMBER, kana: str = KANA, title: str = TITLE) -> None:
        view = self.window.identify.view
        view.employee_no.setText(number)
        view.kana.setText(kana)
        view.job_title.setCurrentText(title)
        view.start_button.click()
        self.settle()

    def sees_question(self, position: int) -> None:
        self.qtbot.waitUntil(lambda: self.window.questions.position == position)
        QApplication.processEvents()

    def answer(self, key: str) -> None:
        """Press a digit and wait for the next question."""
        position = self.window.questions.position
        self.press(key)
        self.sees_question(position + 1)

    def sees_result(self) -> None:
        self.qtbot.waitUntil(
            lambda: self.page is self.window.result.view and not self.window.dispatcher.is_busy
        )
        QApplication.processEvents()


Answer = Callable[[str], None]


@pytest.fixture
def answered(share: Share, profile: Profile) -> Answer:
    """Answer the items in their order before a window is opened: a digit, 0, or - for a gap."""

    def _answer(keys: str) -> None:
        opened = open_package(share.path, profile)
        with AnswerSession.start(opened, NUMBER, KANA, TITLE, profile, today=TODAY) as session:
            for item, key in zip(share.package.questionnaire.items, keys, strict=False):
                if key != "-":
                    session.answer(item.code, None if key == "0" else int(key) - 1)

    return _answer


Open = Callable[..., Person]


@pytest.fixture
def open_window(qtbot: QtBot, share: Share, profile: Profile) -> Iterator[Open]:
    """Open the package in a window; every window is closed at the end."""
    windows: list[AnswerWindow] = []

    def _open(today: date = TODAY, path: Path | None = None, **asked: object) -> Person:
        window = AnswerWindow(path or share.path, profile, today=lambda: today, **asked)  # type: ignore[arg-type]
        windows.append(window)
        window.show()
        window.activateWindow()
        person = Person(qtbot, window)
        person.settle()
        return person

    yield _open
    for window in windows:
        qtbot.waitUntil(lambda: window.close() or not window.isVisible())  # noqa: B023
        window.deleteLater()
