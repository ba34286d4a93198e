"""The real window is killed while a person answers; whatever it showed as saved is kept.

One process holds the libraries and forks a window for each turn, so that many kills fit into a
short run; ``SKILLTRACK_ANSWER_KILLS`` asks for more of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Origin
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send

if TYPE_CHECKING:
    from conftest import HandedOut

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="forks the window, which Windows cannot"),
]

KILLS = int(os.environ.get("SKILLTRACK_ANSWER_KILLS", "42"))
KILLS_PER_PERSON = 3
NUMBER, KANA, TITLE = "90210777", "カゲヤマ フミエ", "主事"
WORDS = "hitomoji 4 ketsu"
EVERY = 4
"""Every fourth question is a comment."""

WINDOWS = """
import json, os, sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.gui import application, theme
from skilltrack.gui.answer import question_page, result_page, sending_page
from skilltrack.gui.answer.window import AnswerWindow
from skilltrack.services.answering.profiles import Profile


def wait(condition):
    while not condition():
        QTest.qWait(1)


def tell(*what):
    print(json.dumps(what), flush=True)


def shows_saved(window):
    view = window.questions.view
    return not window.questions.is_saving and view.saved_text.startswith("保存済み")


def answer(package, profile, who, words, turn):
    app = application.make_application()
    window = AnswerWindow(Path(package), Profile(Path(profile)), today=lambda: date(2026, 9, 3))
    window.show()
    wait(lambda: not window.dispatcher.is_busy)
    fields = window.identify.view
    fields.employee_no.setText(who[0])
    fields.kana.setText(who[1])
    fields.job_title.setCurrentText(who[2])
    fields.start_button.click()
    wait(lambda: hasattr(window, "questions") and not window.dispatcher.is_busy)
    page = window.questions
    tell("at", page.position)
    items = page._questionnaire.items
    while True:
        position = page.position
        item = items[position]
        if item.kind is ItemKind.COMMENT:
            QTest.keyClicks(page.view.comment.field, words)
            wait(lambda: not page._pause.isActive() and shows_saved(window))
            tell("saved", item.code, page.view.comment.field.toPlainText())
            key, modifier = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
            QTest.keyClick(page.view.comment.field, key, modifier)
        else:
            step = (turn + position) % 4
            QTest.keyClick(page.view, str(step + 1))
            wait(lambda: shows_saved(window))
            tell("saved", item.code, step)
        if position == len(items) - 1:
            break
        wait(lambda: page.position != position)
    tell("end")
    while True:
        QTest.qWait(50)


tell("ready")
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        answer(*order)
    tell("forked", child)
    os.waitpid(child, 0)
    tell("gone")
"""


@dataclass
class Windows:
    """The process that forks windows."""

    process: subprocess.Popen[str]

    @property
    def told(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def kill_one(
        self, order: list[object], answers: int, delay_seconds: float
    ) -> list[list[object]]:
        """Open a window, kill it after so many saved answers and a moment, return what it told."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        told: list[list[object]] = []
        child, is_killed, saved = 0, False, 0
        for line in self.told:
            what = json.loads(line)
            if what[0] == "gone":
                break
            told.append(what)
            child = what[1] if what[0] == "forked" else child
            saved += what[0] == "saved"
            if not is_killed and child and (saved >= answers or what[0] == "end"):
                time.sleep(delay_seconds)  # into the middle of whatever comes next
                os.kill(child, signal.SIGKILL)
                is_killed = True
        return told


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Windows]:
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "TMPDIR": str(home),
    }
    with subprocess.Popen(
        [sys.executable, "-c", WINDOWS],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        made = Windows(process)
        assert json.loads(made.told.readline()) == ["ready"]
        yield made
        process.kill()


@dataclass
class Person:
    """What the windows of one person showed as saved, over all kills."""

    folder: Path
    answers: dict[str, object] = field(default_factory=dict)
    comments: dict[str, object] = field(default_factory=dict)


def with_comments(handed_out: HandedOut) -> None:
    questionnaire = handed_out.package.questionnaire
    items = []
    for place, item in enumerate(questionnaire.items[:16], 1):
        items.append(item)
        if place % EVERY == 0:
            comment = Item(f"C{place}", "voice", "?", "", Origin.OWN, kind=ItemKind.COMMENT)
            items.append(comment)
    handed_out.hand_out(
        questionnaire=type(questionnaire)(
            id=questionnaire.id,
            version=1,
            title="",
            explanation="",
            scale=questionnaire.scale,
            categories=(*questionnaire.categories, Category("voice", "自由記述")),
            items=tuple(items),
        )
    )


def session_of(handed_out: HandedOut, person: Person) -> AnswerSession:
    profile = Profile(person.folder)
    opened = open_package(handed_out.path, profile)
    return AnswerSession.start(opened, NUMBER, KANA, TITLE, profile, today=date(2026, 9, 3))


def check_what_is_kept(handed_out: HandedOut, person: Person) -> None:
    """Everything shown as saved is there; only what was on its way may have come beside it."""
    with session_of(handed_out, person) as session:
        assert not session.profile.has_lost_files
        assert not list(person.folder.glob("*.tmp"))
        kept: dict[str, object] = dict(session.answers)
        different = {code for code in kept if kept[code] != person.answers.get(code)}
        assert set(person.answers) <= set(kept)
        assert len(different) <= 1
        for code, text in person.comments.items():
            assert session.comments[code] == text
        unexpected = set(session.comments) - set(person.comments)
        assert len(unexpected) <= 1
        answerable = [item.code for item in session.questionnaire.answerable]
        gap = next((code for code in answerable if code not in kept), None)
        position = session.position()
        assert gap == (None if position is None else session.questionnaire.items[position].code)
        person.answers, person.comments = kept, dict(session.comments)


def no_plain_text_below(folder: Path, package: Path) -> None:
    known = [
        text.encode(encoding)
        for text in (NUMBER, KANA, KANA.split()[0], WORDS, '"X01":', '"C4":')
        for encoding in ("utf-8", "utf-16-le")
    ]
    for path in folder.rglob("*"):
        assert NUMBER not in path.name
        if path.is_file() and path != package:
            content = path.read_bytes()
            assert not [text for text in known if text in content], path


def test_killed_windows_lose_nothing_that_they_showed_as_saved(
    handed_out: HandedOut, windows: Windows, tmp_path: Path
) -> None:
    with_comments(handed_out)
    chance = random.Random(11)  # noqa: S311 (when to kill is no secret)
    items = handed_out.package.questionnaire.items
    shown_as_saved = 0
    for first in range(0, KILLS, KILLS_PER_PERSON):
        person = Person(tmp_path / f"profile-{first}")
        for turn in range(first, min(first + KILLS_PER_PERSON, KILLS)):
            gap = next(
                (
                    place
                    for place, item in enumerate(items)
                    if item.kind is not ItemKind.COMMENT and item.code not in person.answers
                ),
                None,
            )
            if gap is None:
                break
            order = [str(handed_out.path), str(person.folder), [NUMBER, KANA, TITLE], WORDS, turn]
            told = windows.kill_one(order, chance.randint(0, 5), chance.choice((0.0, 0.01, 0.2)))
            at = [what[1] for what in told if what[0] == "at"]
            assert at in ([], [gap])
            for what in told:
                if what[0] == "saved":
                    kept = person.comments if isinstance(what[2], str) else person.answers
                    kept[str(what[1])] = what[2]
                    shown_as_saved += 1
            check_what_is_kept(handed_out, person)
        with session_of(handed_out, person) as session:
            if not session.answers:
                continue
            sent = send(session)
        opened = handed_out.collected_by_name()[sent.path.name]
        assert opened.sheet.answers == person.answers
        assert opened.sheet.comments == person.comments
    assert shown_as_saved > KILLS
    no_plain_text_below(tmp_path, handed_out.path)
