"""What every page works with: the open data file, the worker, the present day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from skilltrack.domain.problems import Cancelled, SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.gui.office.asking import Asking
from skilltrack.gui.office.changes import NOTHING, Changes
from skilltrack.gui.tasks import Dispatcher, TaskHandle
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.recall import told_in_workbooks
from skilltrack.store.database import Database

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Told:
    """How something ended; ``folder`` is where the result lies and can be shown."""

    sentence: str
    tone: Tone
    folder: Path | None = None


class Desk(QObject):
    """Runs reads and actions in the worker, one after another, and tells what changed."""

    changed = Signal(object)
    """Carries the ``Changes`` of an action."""

    is_acting_changed = Signal(bool)

    told = Signal(object)
    """Carries a ``Told`` for the strip above the page."""

    def __init__(
        self, database: Database, dispatcher: Dispatcher, today: date, asking: Asking
    ) -> None:
        super().__init__()
        self.database = database
        self.records = database
        """What pages read and forms change: the data file, or its records as they stood earlier."""
        self.dispatcher = dispatcher
        self.today = today
        self.asking = asking
        self.line = ProgressLine()
        self._acts: list[tuple[str, TaskHandle]] = []

    @property
    def is_acting(self) -> bool:
        """Tell whether an action is waiting or running."""
        return bool(self._acts)

    def tell(self, sentence: str, tone: Tone = Tone.GOOD, folder: Path | None = None) -> None:
        """Tell how something ended."""
        self.told.emit(Told(sentence, tone, folder))

    def tell_error(self, error: SkilltrackError) -> None:
        """Tell why something was not done."""
        tone = Tone.INFO if isinstance(error, Cancelled) else Tone.BAD
        self.tell("\n".join(sentences_of(error)), tone)

    def read(
        self,
        work: Callable[[Database], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[SkilltrackError], object],
        owner: QObject,
    ) -> TaskHandle:
        """Read for a page; the page itself shows that it is loading."""
        records = self.records
        return self.dispatcher.start(
            lambda _progress: work(records), done=done, failed=failed, owner=owner
        )

    def act(
        self,
        text: str,
        work: Callable[[Database, Progress], Result],
        *,
        done: Callable[[Result], object],
        owner: QObject,
        failed: Callable[[SkilltrackError], object] | None = None,
        changes: Changes = NOTHING,
    ) -> TaskHandle:
        """Do what the user asked for, with the line at the bottom and 中止.

        Args:
            text: What is being done, for the line.
            work: Runs in the worker.
            done: Gets the result, before the pages are told what changed.
            owner: Once this object is deleted nothing is called back any more.
            failed: Gets what is told to the user; None tells it in the strip above the page.
            changes: What the work changes once it is done.
        """

        def succeed(result: Result) -> None:
            done(result)
            if changes:
                self.changed.emit(changes)

        def show(steps: int, total: int) -> None:
            if self._acts and self._acts[0][1] is handle:
                self.line.show_progress(steps, total)

        def end() -> None:
            self._acts = [act for act in self._acts if act[1] is not handle]
            self.line.end()
            self._show_first()
            self.is_acting_changed.emit(self.is_acting)

        records = self.records

        def run(progress: Progress) -> Result:
            with told_in_workbooks(records.as_known):
                return work(records, progress)

        handle = self.dispatcher.start(
            run,
            done=succeed,
            failed=failed or self.tell_error,
            progress=show,
            finished=end,
            owner=owner,
        )
        self._acts.append((text, handle))
        if len(self._acts) == 1:
            self._show_first()
            self.is_acting_changed.emit(self.is_acting)
        return handle

    def _show_first(self) -> None:
        if self._acts:
            text, handle = self._acts[0]
            self.line.begin(text, handle.cancel)
