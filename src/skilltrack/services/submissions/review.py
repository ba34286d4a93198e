"""What waits for confirmation, what it would record, and what to look at before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from skilltrack.domain import submissions as s
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.problems import Problem
from skilltrack.domain.schemes.programmes import CourseDetail
from skilltrack.domain.submissions import (
    BLOCKING,
    Conflict,
    Offer,
    SubmissionKind,
    SubmissionState,
)
from skilltrack.exchange.answers import folded_kana
from skilltrack.exchange.submission_fields import plain
from skilltrack.services import definitions
from skilltrack.services.catalogue.words import REPORTS, course_words
from skilltrack.services.practices.reviews import ReviewOrder, ReviewRules
from skilltrack.services.submissions.exam_results import (
    Finding,
    KnownResults,
    about_exam,
    attempt_of,
    known_results,
)
from skilltrack.store import submissions as records
from skilltrack.store import training
from skilltrack.store.database import Database, Session
from skilltrack.store.organisation import departments_on
from skilltrack.store.submissions import Decided, Sender


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A submission as the personnel section sees it.

    ``subject`` is the course, exam or practice by name, ``code`` its code where it is known. ``on``
    is the day it is about, None for a practice. ``conflicts`` are only judged while it waits;
    ``problems`` tell in figures what some of them are about.
    """

    id: int
    kind: SubmissionKind
    employee_no: str
    name: str
    kana: str
    department: str
    department_name: str
    subject: str
    code: str
    on: date | None
    hours: float | None
    submitted_on: date
    channel: str
    file_name: str
    fields: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    state: SubmissionState
    reason: str = ""
    decided_at: datetime | None = None
    change: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Return whether it cannot be recorded as it is."""
        return bool(BLOCKING & set(self.conflicts))

    @property
    def is_doubtful(self) -> bool:
        """Return whether there is anything to look at."""
        return bool(self.conflicts)

    @property
    def evidence(self) -> str:
        """Return what was named as evidence."""
        parts = (self.fields.get(s.EVIDENCE_NAME, ""), self.fields.get(s.EVIDENCE, ""))
        return "\n".join(part for part in parts if part)


_OF_REVIEW = {
    "practices.unknown": Conflict.UNKNOWN_PRACTICE,
    "practices.unknown_department": Conflict.NO_POST,
    "practices.unknown_employee": Conflict.NO_POST,
    "practices.own_department": Conflict.OWN_DEPARTMENT,
    "practices.future": Conflict.IN_FUTURE,
    "practices.not_open": Conflict.NOT_CARRIED_OUT,
    "practices.unknown_aspect": Conflict.NO_WORDS,
    "practices.no_words": Conflict.NO_WORDS,
    "practices.only_marks": Conflict.NO_WORDS,
}
"""What stands against a review by the rules of the register → what the list says of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the records hold that submissions are compared with; read once for all of them."""

    today: date
    courses: Mapping[str, str]
    course_years: Mapping[str, frozenset[int]]
    details: Mapping[tuple[str, int], CourseDetail]
    by_name: Mapping[str, str]
    exams: Mapping[str, Exam]
    results: KnownResults
    practices: Mapping[str, tuple[str, str]]
    titles: frozenset[tuple[str, str]]
    people: Mapping[str, Sender]
    participants: frozenset[str]
    completed: Mapping[tuple[str, str], tuple[date, ...]]
    keys: Mapping[str, frozenset[str]]
    departments: Mapping[str, str]
    reviews: ReviewRules | None
    contents: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def course_of(self, fields: Mapping[str, str]) -> str:
        """Return the code of the course a report means; '' where it is not known."""
        code = fields.get(s.COURSE, "")
        if code:
            return code
        return self.by_name.get(plain(fields.get(s.COURSE_NAME, "")), "")


def list_submissions(
    database: Database,
    *,
    today: date,
    state: SubmissionState | None = SubmissionState.WAITING,
    employee_no: str | None = None,
    as_known: datetime | None = None,
) -> tuple[SubmissionLine, ...]:
    """Return submissions in the order they came.

    Args:
        database: The data file.
        today: The present day; what is dated after it cannot be confirmed.
        state: Only those in this state; None is all.
        employee_no: Only those of one person; None is everybody.
        as_known: As the records were then; None is everything recorded.
    """
    with database.reading(as_known) as session:
        found = records.submissions(session, state=state, employee_no=employee_no)
        return lines_in(session, found, today)


def submission_counts(database: Database) -> dict[SubmissionState, int]:
    """Return how many submissions are in each state."""
    with database.reading() as session:
        return records.counts(session)


def course_choices(database: Database) -> tuple[Offer, ...]:
    """Return every course of any year by code, for setting right what a report means."""
    with database.reading() as session:
        names = {entry.code: entry.name for entry in training.ENTRIES.values(session)}
    return tuple(Offer(code, names[code]) for code in sorted(names))


def lines_in(session: Session, found: Sequence[Decided], today: date) -> tuple[SubmissionLine, ...]:
    """Return lines within a session."""
    return lines_of(found, known_for(session, found, today))


def lines_of(found: Iterable[Decided], known: Known) -> tuple[SubmissionLine, ...]:
    """Return lines of submissions that were compared with the records."""
    return tuple(_line(one, known) for one in found if one.record.employee_no is not None)


def known_for(session: Session, found: Sequence[Decided], today: date) -> Known:
    """Read what submissions are compared with, in a few queries whatever their number."""
    numbers = {d.record.employee_no for d in found if d.record.employee_no}
    departments = departments_on(session, today)
    entries = training.ENTRIES.values(session)
    courses = {entry.code: entry.name for entry in entries}
    years: dict[str, set[int]] = {}
    for entry in entries:
        years.setdefault(entry.code, set()).add(entry.fiscal_year)
    kinds = {d.record.kind for d in found}
    is_report = SubmissionKind.COURSE_REPORT in kinds
    is_practice = bool({SubmissionKind.PRACTICE, SubmissionKind.PEER_REVIEW} & kinds)
    is_review = SubmissionKind.PEER_REVIEW in kinds
    others = {p for d in found for p in participants_of(d.record.fields)}
    exams = definitions.exams(session) if SubmissionKind.EXAM_RESULT in kinds else {}
    return Known(
        today=today,
        courses=courses,
        course_years={code: frozenset(held) for code, held in years.items()},
        details=training.details_ever(session) if is_report else {},
        by_name=_names(session, courses) if is_report else {},
        exams=exams,
        results=known_results(session, found, exams, today),
        practices=records.practices_by_id(session) if is_practice else {},
        titles=records.practice_titles(session) if is_practice else frozenset(),
        people=records.senders(session, numbers, today),
        participants=frozenset(records.senders(session, others, today)),
        completed=records.first_completions(session, numbers) if is_report else {},
        keys=records.trusted_senders(session, numbers),
        departments={d.code: d.name for d in departments},
        reviews=ReviewRules(session, today) if is_review else None,
        contents=Counter(_meaning(d) for d in found if d.state is SubmissionState.WAITING),
    )


def participants_of(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the numbers of those who took part beside the sender, as they were written."""
    text = fields.get(s.PARTICIPANTS, "")
    for separator in ("、", ",", "；", "，", " "):
        text = text.replace(separator, ";")
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _names(session: Session, courses: Mapping[str, str]) -> dict[str, str]:
    """Return name as it is compared → code; words that somebody remembered come first."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for code, name in courses.items():
        key = plain(name)
        if key in found:
            twice.add(key)
        found[key] = code
    for key in twice:
        del found[key]
    return found | course_words(session, REPORTS)


def _meaning(one: Decided) -> tuple[str, str, str, str]:
    record = one.record
    fields = record.fields
    what = fields.get(s.COURSE) or plain(fields.get(s.COURSE_NAME, ""))
    what = what or fields.get(s.EXAM) or fields.get(s.PRACTICE) or plain(fields.get(s.TITLE, ""))
    return record.kind.value, record.employee_no or "", what, fields.get(s.ON, "")


def _line(one: Decided, known: Known) -> SubmissionLine:
    record = one.record
    number = record.employee_no or ""
    person = known.people.get(number, Sender("", "", ""))
    code, subject = _subject(record.kind, record.fields, known)
    department = person.department_on(record.submitted_on) or ""
    on = record.fields.get(s.ON)
    waits = one.state is SubmissionState.WAITING
    findings = tuple(_findings(one, code, person, known)) if waits else ()
    return SubmissionLine(
        id=record.id,
        kind=record.kind,
        employee_no=number,
        name=person.name,
        kana=person.kana,
        department=department,
        department_name=known.departments.get(department, department),
        subject=subject,
        code=code,
        on=date.fromisoformat(on) if on else None,
        hours=float(record.fields[s.HOURS]) if s.HOURS in record.fields else None,
        submitted_on=record.submitted_on,
        channel=record.channel,
        file_name=record.file_name,
        fields=record.fields,
        conflicts=tuple(dict.fromkeys(conflict for conflict, _problem in findings)),
        state=one.state,
        reason=one.reason,
        decided_at=one.decided_at,
        change=one.change,
        problems=tuple(problem for _conflict, problem in findings if problem is not None),
    )


def _subject(kind: SubmissionKind, fields: Mapping[str, str], known: Known) -> tuple[str, str]:
    if kind is SubmissionKind.COURSE_REPORT:
        code = known.course_of(fields)
        return code, known.courses.get(code) or fields.get(s.COURSE_NAME) or code
    if kind is SubmissionKind.EXAM_RESULT:
        code = fields.get(s.EXAM, "")
        return code, known.exams[code].name if code in known.exams else code
    if kind is SubmissionKind.PEER_REVIEW:
        code = fields.get(s.PRACTICE, "")
        return code, known.practices[code][1] if code in known.practices else code
    return "", fields.get(s.TITLE, "")


def _findings(one: Decided, code: str, person: Sender, known: Known) -> Iterable[Finding]:
    record = one.record
    for conflict in _conflicts(one, code, person, known):
        yield conflict, None
    if record.kind is SubmissionKind.EXAM_RESULT and s.ON in record.fields:
        attempt = attempt_of(record.employee_no or "", record.fields)
        yield from about_exam(attempt, known.results)


def _conflicts(one: Decided, code: str, person: Sender, known: Known) -> Iterable[Conflict]:
    record = one.record
    on = date.fromisoformat(record.fields[s.ON]) if s.ON in record.fields else None
    if on is not None:
        if on > known.today:
            yield Conflict.IN_FUTURE
        if person.department_on(on) is None:
            yield Conflict.NO_POST
        if str(FiscalYear.of(on).year) not in record.desk_id.split("-"):
            yield Conflict.OUTSIDE_YEAR
    else:
        if record.submitted_on > known.today:
            yield Conflict.IN_FUTURE
        if person.department_on(record.submitted_on) is None:
            yield Conflict.NO_POST
    match record.kind:
        case SubmissionKind.COURSE_REPORT if on is not None:
            yield from _about_course(record.employee_no or "", code, on, record.fields, known)
        case SubmissionKind.PRACTICE:
            department = person.department_on(record.submitted_on) or ""
            if (department, record.fields.get(s.TITLE, "")) in known.titles:
                yield Conflict.TITLE_KNOWN
            if not set(participants_of(record.fields)) <= known.participants:
                yield Conflict.UNKNOWN_PARTICIPANT
        case SubmissionKind.PEER_REVIEW:
            department = person.department_on(record.submitted_on) or ""
            yield from _about_review(review_order(one, code, department), known)
    if known.contents[_meaning(one)] > 1:
        yield Conflict.TWICE
    if record.channel == records.SEALED:
        yield from _about_sender(one, person, known)


def review_order(one: Decided, code: str, department: str) -> ReviewOrder:
    """Return a peer review as it is recorded: what a department said on the day it was sent."""
    record = one.record
    views = s.views_of(record.fields)
    return ReviewOrder(code, department, record.submitted_on, views, record.employee_no or "")


def _about_review(order: ReviewOrder, known: Known) -> Iterable[Conflict]:
    if known.reviews is not None:
        for problem in known.reviews.problems(order):
            yield _OF_REVIEW[problem.code]


def _about_course(
    number: str, code: str, on: date, fields: Mapping[str, str], known: Known
) -> Iterable[Conflict]:
    if code not in known.courses:
        yield Conflict.UNKNOWN_COURSE
        return
    year = FiscalYear.of(on).year
    if year not in known.course_years[code]:
        yield Conflict.NOT_IN_CATALOGUE
    days = known.completed.get((number, code), ())
    if on in days:
        yield Conflict.ALREADY_RECORDED
    elif any(FiscalYear(year).first_day <= day < on for day in days):
        yield Conflict.COMPLETED_EARLIER
    detail = known.details.get((code, year))
    needs = detail is not None and detail.completion.is_evidence_needed
    if needs and not (fields.get(s.EVIDENCE) or fields.get(s.EVIDENCE_NAME)):
        yield Conflict.NO_EVIDENCE


def _about_sender(one: Decided, person: Sender, known: Known) -> Iterable[Conflict]:
    record = one.record
    if record.sender not in known.keys.get(record.employee_no or "", frozenset()):
        yield Conflict.OTHER_KEY
    kanas = {folded_kana(kana) for kana in person.kanas}
    if kanas and folded_kana(record.kana) not in kanas:
        yield Conflict.OTHER_KANA
    accounts = {plain(account) for account in person.accounts}
    if accounts and record.account and plain(record.account) not in accounts:
        yield Conflict.OTHER_ACCOUNT
