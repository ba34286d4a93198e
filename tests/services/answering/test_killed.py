"""A process that answers is killed at random moments; nothing it acknowledged may be lost."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from conftest import HandedOut, Start

BEGINNING = """
import sys
from datetime import date
from pathlib import Path

from skilltrack.services.answering.session import AnswerSession, open_package, send
from skilltrack.services.answering.profiles import Profile

profile = Profile(Path(sys.argv[2]))
opened = open_package(Path(sys.argv[1]), profile)
session = AnswerSession.start(
    opened, "000123", "ヨシダ ハナコ", "主事", profile, today=date(2026, 9, 3)
)
turn = int(sys.argv[3])
"""

ANSWERING = """
items = [item.code for item in opened.package.questionnaire.items]
while True:
    for position, code in enumerate(items):
        step = (turn + position) % 4
        session.answer(code, step)
        print(code, step, flush=True)
    turn += 1
"""

SENDING = """
while True:
    turn += 1
    session.answer("X01", turn % 4)
    print(send(session).path.name, flush=True)
"""


def told_until_killed(
    work: str, handed_out: HandedOut, profile: Profile, turn: int, lines: int
) -> list[str]:
    """Work in a process of its own, kill it after so many lines, return the lines it told."""
    arguments = [str(handed_out.path), str(profile.folder), str(turn)]
    command = [sys.executable, "-c", BEGINNING + work, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.readlines()
    # The last line may have been cut by the kill.
    return [line.rstrip("\n") for line in told if line.endswith("\n")]


@pytest.mark.slow
def test_every_acknowledged_answer_survives_a_kill(
    handed_out: HandedOut, profile: Profile, start: Start
) -> None:
    chance = random.Random(7)  # noqa: S311 (when to kill is no secret)
    for turn in range(25):
        with start() as session:
            before = dict(session.answers)
        lines = told_until_killed(ANSWERING, handed_out, profile, turn, chance.randint(1, 60))
        assert lines
        told = {code: int(step) for code, step in (line.split() for line in lines)}
        with start() as session:
            after = dict(session.answers)
        expected = {**before, **told}
        different = {code for code in after if after[code] != expected.get(code)}
        # The one answer that was being saved may be on disk without having been told.
        assert len(different) <= 1
        assert set(expected) <= set(after)
    assert not profile.has_lost_files


@pytest.mark.slow
def test_no_counter_stands_for_two_contents_however_sending_is_killed(
    handed_out: HandedOut, profile: Profile
) -> None:
    chance = random.Random(8)  # noqa: S311 (when to kill is no secret)
    told: list[str] = []
    for turn in range(10):
        lines = chance.randint(1, 9)
        told += told_until_killed(SENDING, handed_out, profile, turn, lines)
    opened = handed_out.collected_by_name()
    assert set(told) <= set(opened)
    marks = {each.mark for each in opened.values()}
    assert len({mark.counter for mark in marks}) == len(marks)
    counters = [opened[name].mark.counter for name in told]
    assert counters == sorted(counters)
