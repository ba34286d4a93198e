"""Taking arrivals into the records, many in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from skilltrack.domain.rounds.definition import Bucket, CollectedFile
from skilltrack.exchange.answers import OpenedAnswer
from skilltrack.services.collecting.arrivals import Arrival, CollectedRound
from skilltrack.services.collecting.kept import KeptForm, kept_bytes
from skilltrack.services.collecting.ledger import CLAIMED, DIFFERING_FORMS, Ledger, ledger_of
from skilltrack.services.collecting.reading import NO_ACCESS
from skilltrack.store import audit, received
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting, setting
from skilltrack.store.received import KnownPerson
from skilltrack.store.rounds import ReceivedFile

UNKNOWN_PERSON = "answers.unknown_person"

UNDECIDED = frozenset({Bucket.TO_CONFIRM, Bucket.LATE})
"""Buckets in which an answer waits until somebody decides."""


class Taking:
    """One collection of a round: what it took so far, and which files are known."""

    def __init__(self, database: Database, its: CollectedRound) -> None:
        self._database = database
        self._its = its
        self._round_id = its.record.round_id
        self.collected: list[CollectedFile] = []
        self.known_before = 0
        with database.reading() as session:
            digests = records.received_digests(session, self._round_id)
            self.known = set(digests - _unfinished(session, self._round_id))
            """Hashes of the files that need no further look."""

    def take(self, files: Sequence[Sequence[Arrival]]) -> None:
        """Take files in one transaction, each with all its arrivals; none: known before."""
        arrivals: dict[tuple[str, str], Arrival] = {}
        for arrival in (arrival for file in files for arrival in file):
            # a copy of a file is the same file; what could not be read has no hash
            arrivals.setdefault((arrival.digest or arrival.name, arrival.sheet), arrival)
        people = self._people(arrivals.values())
        told: list[CollectedFile] = []
        claims: list[Arrival] = []
        for arrival in arrivals.values():
            left = _left(arrival, people)
            if left is None:
                claims.append(arrival)
            else:
                told.append(left)
        if claims:
            told += self._take(claims, people, {file.digest for file in told})
        self.collected += told
        self.known_before += len(files) - len({file.name for file in told})

    def _people(self, arrivals: Iterable[Arrival]) -> dict[str, KnownPerson]:
        numbers = {a.employee_no for a in arrivals if a.employee_no is not None}
        with self._database.reading() as session:
            return received.known_people(session, numbers)

    def _take(
        self,
        claims: Sequence[Arrival],
        people: Mapping[str, KnownPerson],
        unfinished: AbstractSet[str],
    ) -> list[CollectedFile]:
        digests = {arrival.digest for arrival in claims}
        with self._database.changing("round.collect", self._round_id) as work:
            before = received.received_sheets(work, self._round_id, digests)
            fresh = [a for a in claims if (a.digest, a.sheet) not in before]
            with_forms = [number for a in fresh if a.sheet and (number := a.employee_no)]
            ledger = ledger_of(work, self._its, people, with_forms)
            told = [_ended(arrival, ledger) for arrival in fresh]
            ledger.record(work)
            records.record_received(
                work, [_received(self._its, *pair) for pair in zip(fresh, told, strict=True)]
            )
            _note_unfinished(work, self._round_id, digests, unfinished)
            audit.append(self._database, work, Entry("round.collect", self._round_id, len(fresh)))
        self.known |= digests - unfinished
        if ledger.withdrawn:
            self.collected = [_waiting(file, ledger) for file in self.collected]
        return [_waiting(file, ledger) for file in told]


def _left(arrival: Arrival, people: Mapping[str, KnownPerson]) -> CollectedFile | None:
    """Return where an arrival ends that the next collection looks at anew; None for others.

    A file may still be being written, a form may yet be filled in, and a person may come onto
    the roster later.
    """
    is_left = arrival.bucket in {Bucket.BEING_WRITTEN, Bucket.NOT_FILLED}
    if is_left or arrival.reason == NO_ACCESS:
        return _told(arrival, arrival.bucket, arrival.reason)
    if arrival.claim is None or arrival.reason or arrival.employee_no in people:
        return None
    return _told(arrival, Bucket.SET_ASIDE, UNKNOWN_PERSON)


def _ended(arrival: Arrival, ledger: Ledger) -> CollectedFile:
    if arrival.claim is None or arrival.reason:
        return _told(arrival, arrival.bucket, arrival.reason)
    if isinstance(arrival.claim, OpenedAnswer):
        return _told(arrival, *ledger.take_sealed(arrival.claim))
    return _told(arrival, *ledger.take_form(arrival.claim.employee_no, _kept(arrival)))


def _told(arrival: Arrival, bucket: Bucket, reason: str) -> CollectedFile:
    return CollectedFile(
        arrival.name, bucket, reason, arrival.employee_no, arrival.sheet, digest=arrival.digest
    )


def _waiting(file: CollectedFile, ledger: Ledger) -> CollectedFile:
    """Return a form that counted as waiting, once a differing one of the person came."""
    if file.sheet and file.bucket is Bucket.ACCEPTED and file.employee_no in ledger.withdrawn:
        return replace(file, bucket=Bucket.TO_CONFIRM, reason=DIFFERING_FORMS)
    return file


def _received(its: CollectedRound, arrival: Arrival, told: CollectedFile) -> ReceivedFile:
    claim = arrival.claim
    return ReceivedFile(
        round_id=its.record.round_id,
        digest=told.digest,
        name=told.name,
        bucket=told.bucket.value,
        reason=told.reason,
        employee_no=told.employee_no,
        counter=claim.mark.counter if isinstance(claim, OpenedAnswer) else None,
        sealed=_kept_data(arrival, told.bucket),
        sheet=told.sheet,
    )


def _kept_data(arrival: Arrival, bucket: Bucket) -> bytes | None:
    """Return what is kept of an arrival: all that somebody may yet have to decide about."""
    if isinstance(arrival.claim, OpenedAnswer):
        return arrival.data if bucket in UNDECIDED else None
    if bucket in CLAIMED:  # a form that counts may have to wait later
        return kept_bytes(_kept(arrival))
    if bucket is Bucket.OLDER:
        return kept_bytes(KeptForm(_kept(arrival).content))
    return kept_bytes(KeptForm(problems=arrival.problems)) if arrival.problems else None


def _kept(arrival: Arrival) -> KeptForm:
    form = arrival.claim
    if form is None or isinstance(form, OpenedAnswer):
        raise TypeError("only forms are kept in this way")
    return KeptForm(form.content, form.answers, form.comments)


def _unfinished(session: Session, round_id: str) -> frozenset[str]:
    """Return the hashes of the files of which some sheets were left for the next collection."""
    return frozenset(setting(session, _unfinished_name(round_id)) or ())


def _note_unfinished(
    work: UnitOfWork, round_id: str, looked_at: AbstractSet[str], unfinished: AbstractSet[str]
) -> None:
    before = _unfinished(work, round_id)
    now = before - looked_at | looked_at & unfinished
    if now != before:
        change_setting(work, _unfinished_name(round_id), sorted(now))


def _unfinished_name(round_id: str) -> str:
    return f"round.{round_id}.unfinished"
