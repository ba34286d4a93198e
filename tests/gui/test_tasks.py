import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from skilltrack.domain.problems import Cancelled, SkilltrackError, refuse
from skilltrack.domain.progress import Progress
from skilltrack.gui.tasks import Dispatcher


@pytest.fixture
def dispatcher(qapp: QApplication) -> Iterator[Dispatcher]:
    dispatcher = Dispatcher()
    yield dispatcher
    dispatcher.shutdown()


class Told:
    """Keeps what was called back, and on which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[SkilltrackError] = []
        self.progress: list[tuple[int, int]] = []
        self.order: list[str] = []
        self.threads: set[threading.Thread] = set()

    def note(self, kind: str) -> None:
        self.order.append(kind)
        self.threads.add(threading.current_thread())

    def on_done(self, result: object) -> None:
        self.note("done")
        self.done.append(result)

    def on_failed(self, error: SkilltrackError) -> None:
        self.note("failed")
        self.failed.append(error)

    def on_progress(self, steps: int, total: int) -> None:
        self.note("progress")
        self.progress.append((steps, total))

    def on_finished(self) -> None:
        self.note("finished")


def test_the_result_comes_back_on_the_thread_of_the_window(
    qtbot: QtBot, dispatcher: Dispatcher
) -> None:
    told = Told()
    dispatcher.start(
        lambda _progress: threading.current_thread(),
        done=told.on_done,
        failed=told.on_failed,
        finished=told.on_finished,
    )
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert told.order == ["done", "finished"]
    assert told.done[0] is not threading.main_thread()
    assert told.threads == {threading.main_thread()}


def test_five_hundred_tasks_all_come_back_in_order(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    told = Told()
    for number in range(500):
        dispatcher.start(lambda _p, n=number: n, done=told.on_done, failed=told.on_failed)
    qtbot.waitUntil(lambda: not dispatcher.is_busy, timeout=20_000)
    assert told.done == list(range(500))


def test_work_runs_one_after_another_on_one_thread(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    running: list[int] = []
    most: list[int] = []
    threads = set()

    def work(_progress: Progress) -> None:
        running.append(1)
        most.append(len(running))
        threads.add(threading.current_thread())
        running.pop()

    for _number in range(50):
        dispatcher.start(work, done=lambda _r: None, failed=lambda _e: None)
    qtbot.waitUntil(lambda: not dispatcher.is_busy, timeout=20_000)
    assert set(most) == {1}
    assert len(threads) == 1


def test_a_refusal_is_told_as_failed(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    told = Told()

    def work(_progress: Progress) -> None:
        raise refuse("work.cancelled")

    dispatcher.start(work, done=told.on_done, failed=told.on_failed, finished=told.on_finished)
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert told.order == ["failed", "finished"]
    assert told.failed[0].problems[0].code == "work.cancelled"


def test_a_bug_goes_through_the_one_door(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    told = Told()
    with qtbot.waitSignal(dispatcher.crashed) as crash:
        dispatcher.start(
            lambda _progress: {}["missing"],
            done=told.on_done,
            failed=told.on_failed,
            finished=told.on_finished,
        )
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert isinstance(crash.args[0], KeyError)
    assert told.order == ["finished"]


def test_cancelling_raises_inside_the_progress_callable(
    qtbot: QtBot, dispatcher: Dispatcher
) -> None:
    told = Told()
    began, may_go_on = threading.Event(), threading.Event()
    rolled_back: list[bool] = []

    def work(progress: Progress) -> str:
        began.set()
        may_go_on.wait(10)
        try:
            progress(1, 2)
        except Cancelled:
            rolled_back.append(True)
            raise
        return "saved"

    handle = dispatcher.start(work, done=told.on_done, failed=told.on_failed)
    assert began.wait(10)
    handle.cancel()
    may_go_on.set()
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert rolled_back == [True]
    assert isinstance(told.failed[0], Cancelled)
    assert told.done == []


def test_work_that_completed_is_done_though_stopping_was_asked_for(
    qtbot: QtBot, dispatcher: Dispatcher
) -> None:
    told = Told()
    began, may_go_on = threading.Event(), threading.Event()

    def work(_progress: Progress) -> str:
        began.set()
        may_go_on.wait(10)
        return "saved"

    handle = dispatcher.start(work, done=told.on_done, failed=told.on_failed)
    assert began.wait(10)
    handle.cancel()
    may_go_on.set()
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert told.done == ["saved"]
    assert told.failed == []


def test_work_cancelled_while_waiting_never_begins(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    told = Told()
    may_go_on = threading.Event()
    began: list[bool] = []
    dispatcher.start(lambda _p: may_go_on.wait(10), done=lambda _r: None, failed=lambda _e: None)
    handle = dispatcher.start(
        lambda _p: began.append(True), done=told.on_done, failed=told.on_failed
    )
    handle.cancel()
    may_go_on.set()
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert began == []
    assert told.order == ["failed"]


def test_a_flood_of_progress_is_thinned_but_ends_with_the_last_step(
    qtbot: QtBot, dispatcher: Dispatcher
) -> None:
    told = Told()

    def work(progress: Progress) -> None:
        for step in range(1, 50_001):
            progress(step, 50_000)

    dispatcher.start(work, done=told.on_done, failed=told.on_failed, progress=told.on_progress)
    qtbot.waitUntil(lambda: not dispatcher.is_busy, timeout=20_000)
    assert told.progress[0] == (1, 50_000)
    assert told.progress[-1] == (50_000, 50_000)
    assert len(told.progress) < 5_000
    assert told.order[-1] == "done"


def test_nothing_is_called_back_for_a_page_that_is_gone(
    qtbot: QtBot, dispatcher: Dispatcher
) -> None:
    told = Told()
    page = QObject()
    dispatcher.start(
        lambda _p: 1,
        done=told.on_done,
        failed=told.on_failed,
        finished=told.on_finished,
        owner=page,
    )
    delete(page)
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert told.order == []


def test_shutdown_stops_the_work_and_leaves_no_thread(qtbot: QtBot, qapp: QApplication) -> None:
    dispatcher = Dispatcher()
    told = Told()
    began = threading.Event()
    stopped: list[bool] = []

    def work(progress: Progress) -> None:
        began.set()
        try:
            while True:
                progress(0, 0)
        except Cancelled:
            stopped.append(True)
            raise

    dispatcher.start(work, done=told.on_done, failed=told.on_failed)
    dispatcher.start(work, done=told.on_done, failed=told.on_failed)
    assert began.wait(10)
    dispatcher.shutdown()
    qapp.processEvents()
    assert stopped == [True]
    assert told.order == []
    assert not dispatcher.is_busy


def test_a_callback_may_start_more_work(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    told = Told()
    dispatcher.start(
        lambda _p: 1,
        done=lambda first: dispatcher.start(
            lambda _p: first + 1, done=told.on_done, failed=told.on_failed
        ),
        failed=told.on_failed,
    )
    qtbot.waitUntil(lambda: told.done == [2])
