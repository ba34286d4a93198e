"""Collecting an inbox: listed, read, taken in transactions, receipted."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.rounds.definition import Bucket, Collection
from skilltrack.exchange.opening import AnswerOpener
from skilltrack.services.collecting.arrivals import Arrival, collected_round
from skilltrack.services.collecting.folders import inbox_content
from skilltrack.services.collecting.reading import NO_ACCESS, read_forms, read_sealed
from skilltrack.services.collecting.receipts import bring_up_to_date
from skilltrack.services.collecting.taking import Taking
from skilltrack.services.rounds.running import INBOX, form_key, round_folder
from skilltrack.store.database import Database

FILES_PER_TRANSACTION = 500
FILES_PER_STEP = 50
"""How often progress is told."""


def collect(
    database: Database,
    round_id: str,
    *,
    today: date,
    inbox: Path | None = None,
    progress: Progress = silent,
) -> Collection:
    """Take every new answer file and Excel form of an inbox; doing it twice changes nothing.

    Nothing in the inbox is deleted. Files are taken in transactions of 500: a crash merely
    repeats the last ones. The list of receipts is brought up to date.

    Args:
        database: The data file.
        round_id: The round.
        today: The present day; it decides whether the round is still open.
        inbox: The folder, taken with the folders in it; None is the folder 回収 of the round.
        progress: Told the files done and in all.

    Raises:
        Refusal: No such round or folder.
        MachineFailure: The list of receipts could not be written; what was taken stays taken.
    """
    with database.reading() as session:
        its = collected_round(session, round_id, today, database.clock())
        stamp_key = form_key(session, round_id)
        inbox = inbox or round_folder(session, round_id) / INBOX
    if not inbox.is_dir():
        raise refuse("rounds.no_inbox", folder=str(inbox))
    content = inbox_content(inbox)
    taking = Taking(database, its)
    counted = _Counted(progress, len(content.sealed) + len(content.forms))
    with AnswerOpener(its.private, round_id) as opener:
        answers = read_sealed(its, opener, content.sealed, taking.known)
        for files in counted.in_transactions(answers):
            taking.take(files)
    if content.forms:
        from skilltrack.exchange.forms.reader import FormReader  # only where there are forms

        with FormReader(its.questionnaire, round_id, stamp_key) as reader:
            forms = read_forms(its, reader, content.forms, taking.known)
            for files in counted.in_transactions(forms):
                taking.take(files)
    closed = [
        Arrival(f.name, "", bucket=Bucket.SET_ASIDE, reason=NO_ACCESS) for f in content.closed
    ]
    taking.take([[folder] for folder in closed])
    bring_up_to_date(database, round_id)
    counted.tell()
    return Collection(tuple(taking.collected), taking.known_before)


class _Counted:
    """Parts files into transactions and tells how far they are read."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def tell(self) -> None:
        """Tell where the work stands."""
        self._progress(self._done, self._total)

    def in_transactions(self, files: Iterable[list[Arrival]]) -> Iterator[list[list[Arrival]]]:
        """Yield as many files as one transaction takes."""
        part: list[list[Arrival]] = []
        for file in files:
            if self._done % FILES_PER_STEP == 0:
                self.tell()
            part.append(file)
            self._done += 1
            if len(part) == FILES_PER_TRANSACTION:
                yield part
                part = []
        if part:
            yield part
