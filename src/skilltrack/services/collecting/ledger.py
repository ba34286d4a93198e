"""What counts of each person, and where a further answer goes beside it.

A sealed answer outranks every form of the same person, whichever came first. Two differing forms
of one person both wait: the one that counted so far is withdrawn until somebody decides.

Source: PROTECTION decision 7, design §3.3 and §3.6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skilltrack.domain.rounds.definition import Bucket, Decision
from skilltrack.exchange import answers as sealed
from skilltrack.services.collecting.arrivals import FORM, SEALED, CollectedRound
from skilltrack.services.collecting.kept import KeptForm, is_kept_form, kept_form
from skilltrack.services.rounds.access_codes import FIRST_ISSUE
from skilltrack.store import received
from skilltrack.store import rounds as records
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.received import KnownPerson
from skilltrack.store.rounds import ReceivedFile, RespondentKey, ResponseRecord

DIFFERING_FORMS = "answers.differing_forms"
CLAIMED = frozenset({Bucket.ACCEPTED, Bucket.REPLACED, Bucket.TO_CONFIRM, Bucket.LATE})
"""Buckets whose forms claim to be the answers of a person."""


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form that came before; ``is_confirmed``: somebody decided to take it."""

    content: str
    is_competing: bool
    is_confirmed: bool


@dataclass(slots=True)
class Ledger:
    """What the records hold of the people whose answers are being taken, and what changes."""

    its: CollectedRound
    people: Mapping[str, KnownPerson]
    keys: dict[str, list[bytes]]
    responses: dict[str, Stored[ResponseRecord]]
    forms: dict[str, list[HeldForm]]
    issues: Mapping[str, int]
    superseded: list[Stored[ResponseRecord]] = field(default_factory=list)
    new_keys: list[RespondentKey] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    """Whose form counted until a differing one came."""

    def take_sealed(self, opened: sealed.OpenedAnswer) -> tuple[Bucket, str]:
        """Say where a sealed answer goes and why; what is taken counts from now on."""
        sheet = opened.sheet
        if not self.its.fitting.fits(sheet.answers, sheet.comments):
            return Bucket.SET_ASIDE, "answers.misfit"
        is_proved = False
        if self.its.code_secret is not None:
            if not opened.has_proof:
                return Bucket.SET_ASIDE, "answers.no_code"
            is_proved = self.its.is_proved(opened, self.issues.get(sheet.employee_no, FIRST_ISSUE))
            if not is_proved:
                return Bucket.SET_ASIDE, "answers.wrong_code"
        if not self.its.is_open:
            return Bucket.LATE, "answers.late"
        doubt = "" if is_proved else _doubt(self.people[sheet.employee_no], opened)
        if doubt:
            return Bucket.TO_CONFIRM, doubt
        if is_proved:
            self.approve(opened)
        return self._ordered(opened)

    def take_form(self, employee_no: str, form: KeptForm) -> tuple[Bucket, str]:
        """Say where a filled form goes and why; what is taken counts from now on."""
        held = self.forms.setdefault(employee_no, [])
        if any(one.content == form.content for one in held):
            return Bucket.SAME, ""
        bucket, reason = self._form_beside(employee_no, held)
        held.append(HeldForm(form.content, bucket in CLAIMED, is_confirmed=False))
        if bucket is Bucket.ACCEPTED:
            self.count_form(employee_no, form)
        return bucket, reason

    def _form_beside(self, employee_no: str, held: list[HeldForm]) -> tuple[Bucket, str]:
        counting = self.responses.get(employee_no)
        if counting is not None and counting.value.channel == SEALED:
            return Bucket.OLDER, ""
        if not self.its.is_open:
            return Bucket.LATE, "answers.late"
        if self.its.code_secret is not None:
            return Bucket.TO_CONFIRM, "answers.form_in_strict_round"
        if not any(one.is_competing for one in held):
            return Bucket.ACCEPTED, ""
        if not any(one.is_confirmed for one in held):
            self._withdraw(employee_no)
            self.withdrawn.add(employee_no)
        return Bucket.TO_CONFIRM, DIFFERING_FORMS

    def order(self, opened: sealed.OpenedAnswer) -> sealed.Bucket:
        """Say how a sealed answer stands beside what counts, without taking it."""
        number = opened.sheet.employee_no
        keys = self.keys.setdefault(number, [])
        counting = self.responses.get(number)
        taken = None
        if counting is not None and counting.value.channel == SEALED:
            held = counting.value
            taken = sealed.Mark(keys[held.epoch], held.counter, held.content)
        return sealed.bucket_of(opened.mark, taken, keys)

    def _ordered(self, opened: sealed.OpenedAnswer) -> tuple[Bucket, str]:
        match self.order(opened):
            case sealed.Bucket.TO_CONFIRM:
                is_new_key = opened.respondent_public not in self.keys[opened.sheet.employee_no]
                return (
                    Bucket.TO_CONFIRM,
                    "answers.new_key" if is_new_key else "answers.same_counter",
                )
            case sealed.Bucket.SAME:
                return Bucket.SAME, ""
            case sealed.Bucket.OLDER:
                return Bucket.OLDER, ""
            case sealed.Bucket.TAKEN:
                return self.count_sealed(opened), ""

    def approve(self, opened: sealed.OpenedAnswer) -> None:
        """Approve the key that signed an answer; a further key starts a later epoch."""
        number = opened.sheet.employee_no
        keys = self.keys.setdefault(number, [])
        if opened.respondent_public not in keys:
            self.new_keys.append(RespondentKey(number, len(keys), opened.respondent_public))
            keys.append(opened.respondent_public)

    def count_sealed(self, opened: sealed.OpenedAnswer) -> Bucket:
        """Let a sealed answer count in place of what counted; its key is approved."""
        self.approve(opened)
        sheet = opened.sheet
        return self._count(
            ResponseRecord(
                round_id=self.its.record.round_id,
                employee_no=sheet.employee_no,
                channel=SEALED,
                epoch=self.keys[sheet.employee_no].index(opened.respondent_public),
                counter=opened.mark.counter,
                content=opened.mark.content,
                job_title=sheet.job_title,
                answered_on=self.its.today,
                answers=sheet.answers,
                comments=sheet.comments,
            )
        )

    def count_form(self, employee_no: str, form: KeptForm) -> Bucket:
        """Let a form count in place of what counted."""
        return self._count(
            ResponseRecord(
                round_id=self.its.record.round_id,
                employee_no=employee_no,
                channel=FORM,
                epoch=0,
                counter=0,
                content=form.content,
                job_title="",
                answered_on=self.its.today,
                answers=form.answers,
                comments=form.comments,
            )
        )

    def _count(self, response: ResponseRecord) -> Bucket:
        was_answered = response.employee_no in self.responses
        self._withdraw(response.employee_no)
        self.responses[response.employee_no] = Stored(0, response)
        return Bucket.REPLACED if was_answered else Bucket.ACCEPTED

    def _withdraw(self, employee_no: str) -> None:
        before = self.responses.pop(employee_no, None)
        if before is not None and before.id:
            self.superseded.append(before)

    def record(self, work: UnitOfWork) -> None:
        """Record what counts now."""
        records.RESPONSES.supersede(work, self.superseded)
        records.RESPONSES.record(work, [s.value for s in self.responses.values() if not s.id])
        records.RESPONDENT_KEYS.record(work, self.new_keys)


def ledger_of(
    session: Session,
    its: CollectedRound,
    people: Mapping[str, KnownPerson],
    with_forms: Iterable[str],
) -> Ledger:
    """Read what the records hold of people.

    Args:
        session: Where to read.
        its: The round.
        people: Employee number → person, for everybody concerned.
        with_forms: The numbers of those of whom a form came in.
    """
    round_id = its.record.round_id
    forms = {
        number: [held for file in files for held in _held(file)]
        for number, files in received.forms_of(session, round_id, with_forms).items()
    }
    return Ledger(
        its,
        people,
        records.keys_of(session, people),
        records.responses_of(session, round_id, people),
        forms,
        {} if its.code_secret is None else received.issues_of(session, round_id),
    )


def _held(file: ReceivedFile) -> Iterable[HeldForm]:
    if file.sealed is None or not is_kept_form(file.sealed):
        return
    content = kept_form(file.sealed).content
    if content:
        is_competing = Bucket(file.bucket) in CLAIMED and file.decision != Decision.REJECTED
        yield HeldForm(content, is_competing, file.decision == Decision.TAKEN)


def _doubt(person: KnownPerson, opened: sealed.OpenedAnswer) -> str:
    """Return why a person must look at an answer before it counts, '' when nobody must."""
    sheet = opened.sheet
    is_same = not person.kanas or sheet.kana in person.kanas
    if not is_same and sealed.folded_kana(sheet.kana) not in map(sealed.folded_kana, person.kanas):
        return "answers.other_kana"
    accounts = {account.casefold() for account in person.accounts}
    if accounts and sheet.account.casefold() not in accounts:
        return "answers.other_account"
    return ""
