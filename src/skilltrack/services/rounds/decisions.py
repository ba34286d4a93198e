"""Deciding about answers that wait: of another terminal, come late, or differing forms."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.problems import refuse
from skilltrack.domain.rounds.definition import Bucket, CollectedFile, Decision
from skilltrack.exchange import answers as sealed
from skilltrack.i18n.texts import _
from skilltrack.services.collecting.arrivals import CollectedRound, collected_round
from skilltrack.services.collecting.kept import KeptForm, is_kept_form, kept_form
from skilltrack.services.collecting.ledger import CLAIMED, ledger_of
from skilltrack.services.collecting.listing import standing
from skilltrack.services.collecting.people import directory
from skilltrack.services.collecting.receipts import bring_up_to_date
from skilltrack.services.collecting.taking import UNDECIDED, UNKNOWN_PERSON
from skilltrack.store import audit, received
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.rounds import ReceivedFile, ResponseRecord


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """An answer about which somebody has to decide; it never shows the answers themselves.

    ``name`` and ``department_name`` are '' where the records know none. ``counts_now`` is the
    channel of what counts for the person, '' for nothing. ``differing`` counts the items
    answered otherwise than in what counts now, or, when nothing does, than in the first other
    answer of the person that waits; None when there is neither. ``is_older``: a newer answer
    of the same terminal counts already.
    """

    digest: str
    sheet: str
    name_of_file: str
    employee_no: str
    name: str
    department_name: str
    reason: str
    received_at: datetime
    counts_now: str
    differing: int | None
    is_older: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that waits, with what it holds; ``claim`` is None for a form."""

    kept: ReceivedFile
    file: CollectedFile
    number: str
    at: datetime
    form: KeptForm
    claim: sealed.OpenedAnswer | None


def waiting(
    database: Database, round_id: str, as_known: datetime | None = None
) -> tuple[WaitingAnswer, ...]:
    """Return the answers of a round that wait for a decision, in the order taken.

    ``as_known`` None is everything recorded; what was decided later still waits then.

    Raises:
        Refusal: No such round, or its key was deleted after the retention date.
    """
    with database.reading(as_known) as session:
        now = as_known or database.as_known or database.clock()
        its = collected_round(session, round_id, now.date(), now)
        found = [
            _opened(its, kept, file)
            for kept, file in standing(session, round_id)
            if file.bucket in UNDECIDED and file.decision is None
        ]
        numbers = {one.number for one in found}
        if not numbers:
            return ()
        people = received.known_people(session, numbers)
        ledger = ledger_of(session, its, people, ())
        responses = records.responses_of(session, round_id, numbers)
        names = directory(session, its.record, numbers)
    forms: dict[str, list[_Waiting]] = {}
    for one in found:
        forms.setdefault(one.number, []).append(one)
    told = []
    for one in found:
        counting = responses.get(one.number)
        rivals = (other.form for other in forms[one.number] if other is not one)
        against = counting.value if counting is not None else next(rivals, None)
        told.append(
            WaitingAnswer(
                digest=one.file.digest,
                sheet=one.file.sheet,
                name_of_file=one.file.name,
                employee_no=one.number,
                name=names.names.get(one.number, ""),
                department_name=names.department_of(one.number, one.file.name)[1],
                reason=one.file.reason,
                received_at=one.at,
                counts_now="" if counting is None else counting.value.channel,
                differing=None if against is None else _differing(one.form, against),
                is_older=one.claim is not None and ledger.order(one.claim) is sealed.Bucket.OLDER,
            )
        )
    return tuple(told)


def decide(
    database: Database,
    round_id: str,
    digest: str,
    sheet: str,
    decision: Decision,
    reason: str,
    *,
    today: date,
) -> CollectedFile:
    """Take or reject an answer that waits; once decided, it stays so.

    Taking lets the answer count in place of what counted, approves the key that signed it, and
    rejects the other forms of the person on which nobody has decided yet.

    Args:
        database: The data file.
        round_id: The round.
        digest: SHA-256 of the file in hex.
        sheet: The sheet of a form, '' for a sealed file.
        decision: What to do.
        reason: What was found out, for the records.
        today: The present day, on which an answer that is taken counts as given.

    Raises:
        Refusal: The reason is blank, there is no such file, it does not wait or was decided
            already, or its person is no longer on the roster.
        MachineFailure: The list of receipts could not be written; the decision stands.
    """
    if not reason.strip():
        raise refuse("answers.no_reason")
    with database.changing("round.decide", round_id) as work:
        its = collected_round(work, round_id, today, database.clock())
        chosen = _chosen(work, its, digest, sheet)
        records.record_decision(work, chosen.kept.id, decision, reason)
        if decision is Decision.TAKEN:
            _take(work, its, chosen)
        entry = Entry(f"round.decide.{decision}", chosen.number, 1, reason)
        audit.append(database, work, entry)
    if decision is Decision.TAKEN:
        bring_up_to_date(database, round_id)
    return replace(chosen.file, decision=decision)


def _chosen(session: Session, its: CollectedRound, digest: str, sheet: str) -> _Waiting:
    for kept, file in standing(session, its.record.round_id):
        if (file.digest, file.sheet) != (digest, sheet):
            continue
        if file.decision is not None:
            raise refuse("answers.decided_already", name=file.name)
        if file.bucket not in UNDECIDED:
            raise refuse("answers.not_waiting", name=file.name)
        return _opened(its, kept, file)
    raise refuse("answers.unknown_file", name=sheet or digest)


def _take(work: UnitOfWork, its: CollectedRound, chosen: _Waiting) -> None:
    people = received.known_people(work, [chosen.number])
    if not people:
        raise refuse(UNKNOWN_PERSON)
    ledger = ledger_of(work, its, people, ())
    if chosen.claim is not None:
        ledger.count_sealed(chosen.claim)
    else:
        ledger.count_form(chosen.number, chosen.form)
        because = _("同じ人の別の回答を取り込んだため")
        for other in received.forms_of(work, its.record.round_id, [chosen.number])[chosen.number]:
            is_undecided = not other.decision and Bucket(other.bucket) in CLAIMED
            if is_undecided and other.id != chosen.kept.id:
                records.record_decision(work, other.id, Decision.REJECTED, because)
    ledger.record(work)


def _opened(its: CollectedRound, kept: ReceivedFile, file: CollectedFile) -> _Waiting:
    if kept.sealed is None or kept.employee_no is None or kept.at is None:
        raise ValueError("an answer that waits is kept with its person and its instant")
    if is_kept_form(kept.sealed):
        return _Waiting(kept, file, kept.employee_no, kept.at, kept_form(kept.sealed), None)
    claim = sealed.open_answer(kept.sealed, its.private, its.record.round_id)
    form = KeptForm(claim.mark.content, claim.sheet.answers, claim.sheet.comments)
    return _Waiting(kept, file, kept.employee_no, kept.at, form, claim)


def _differing(form: KeptForm, other: KeptForm | ResponseRecord) -> int:
    """Return how many items are answered otherwise; unanswered differs from every answer."""
    missing = object()
    return sum(
        mine.get(item, missing) != theirs.get(item, missing)
        for mine, theirs in ((form.answers, other.answers), (form.comments, other.comments))
        for item in mine.keys() | theirs.keys()
    )
