"""What employees send beside answers (届出): what each kind asks, and what became of it.

A submission is a kind with fields. Every field is text in its canonical writing (days as ISO 8601,
numbers without separators), so that the window, the Excel twin and the sealed file carry the same
thing.

Source: DESIGN §6; facts §3.4 (福井県の受講報告).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from skilltrack.domain.calendar import ALWAYS, Period

SubmissionFields = Mapping[str, str]
"""Id of a field → what was written; a field left blank is absent."""

MOST_CHARACTERS = 200
MOST_LONG_CHARACTERS = 2_000
"""How long a line and a longer text may be."""


class SubmissionKind(StrEnum):
    """What is sent (届出の種類), by the word of the command line."""

    COURSE_REPORT = "course_report"  # 受講報告
    EXAM_RESULT = "exam_result"  # 試験結果
    PRACTICE = "practice"  # DX実践
    PEER_REVIEW = "peer_review"  # 相互評価


class FieldShape(StrEnum):
    """What may be written into a field."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    COUNT = "count"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose, by its code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ScoreOffer:
    """A score of an exam that may be stated; ``code`` is that of the field of its edition."""

    code: str
    name: str
    maximum: int


@dataclass(frozen=True, slots=True)
class EditionOffer:
    """The scores of an edition and its days; of a provisional one the maxima are not published."""

    valid: Period
    scores: tuple[ScoreOffer, ...] = ()
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class ExamOffer:
    """An exam with the scores of the edition that is valid in the year, and every edition."""

    code: str
    name: str
    scores: tuple[ScoreOffer, ...] = ()
    editions: tuple[EditionOffer, ...] = ()

    def edition_on(self, on: date | None) -> EditionOffer:
        """Return the edition of the day of a sitting; that of the year where none is known."""
        of_day = (one for one in self.editions if on is not None and on in one.valid)
        return next(of_day, EditionOffer(ALWAYS, self.scores))


@dataclass(frozen=True, slots=True)
class SubmissionDesk:
    """What is handed out so that employees can send (届出の受付): one per fiscal year.

    It names courses, exams and published practices, and nobody. ``closes_on`` is the last day.
    ``inbox`` and ``receipts`` are folders, relative to that of the package or absolute.
    """

    desk_id: str
    fiscal_year: int
    title: str
    organisation: str
    contact: str
    purpose: str
    opens_on: date
    closes_on: date
    kinds: tuple[SubmissionKind, ...]
    courses: tuple[Offer, ...]
    exams: tuple[ExamOffer, ...]
    practices: tuple[Offer, ...]
    inbox: str
    receipts: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """One submission as it was sealed; ``kana`` and ``account`` are what the sender claims."""

    desk_id: str
    kind: SubmissionKind
    employee_no: str
    kana: str
    account: str
    counter: int
    fields: SubmissionFields
    program_version: str = ""
    sent_at_display: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a kind; ``choices`` are offered where its shape is CHOICE."""

    id: str
    shape: FieldShape
    is_needed: bool = False
    choices: tuple[Offer, ...] = ()
    maximum: int | None = None
    caption: str = ""

    @property
    def most_characters(self) -> int:
        """Return how many characters it takes."""
        return MOST_LONG_CHARACTERS if self.shape is FieldShape.TEXT else MOST_CHARACTERS


COURSE, COURSE_NAME, ON, HOURS, LEARNT = "course", "course_name", "on", "hours", "learnt"
EVIDENCE_NAME, EVIDENCE = "evidence_name", "evidence"
EXAM, RESULT, CERTIFICATE = "exam", "result", "certificate"
TITLE, STAGE, CONTENT = "title", "stage", "content"
EFFECT_HOURS, EFFECT_CASES, PARTICIPANTS, PUBLIC = (
    "effect_hours",
    "effect_cases",
    "participants",
    "public",
)
PRACTICE = "practice"
SCORE = "score:"
"""How the id of a score begins; the code of the field follows."""

VIEW = "view:"
"""How the id of an aspect of a peer review begins."""

FORM_MARK = "skilltrack_submission"
"""How the id of the first column of a workbook begins; kind and desk follow, parted by colons."""

HEAD_MARK, ROW_MARK = "head", "row"
"""What the first column of a workbook says of its headings, and of a row open to writing."""

NUMBER, NAME = "employee_no", "name"
"""Ids of the columns that say who sends."""

PASSED, FAILED = "passed", "failed"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed choices and aspects in the language of the window; code → name."""

    stages: tuple[Offer, ...]
    results: tuple[Offer, ...]
    yes_no: tuple[Offer, ...]
    aspects: tuple[Offer, ...]


def form_of(kind: SubmissionKind, desk: SubmissionDesk, words: Words) -> tuple[FormField, ...]:
    """Return the fields of a kind in the order in which they are asked."""
    shape = FieldShape
    evidence = (FormField(EVIDENCE_NAME, shape.LINE), FormField(EVIDENCE, shape.TEXT))
    match kind:
        case SubmissionKind.COURSE_REPORT:
            return (
                FormField(COURSE, shape.CHOICE, choices=desk.courses),
                FormField(COURSE_NAME, shape.LINE),
                FormField(ON, shape.DAY, is_needed=True),
                FormField(HOURS, shape.NUMBER, maximum=MOST_HOURS),
                FormField(LEARNT, shape.TEXT, is_needed=True),
                *evidence,
            )
        case SubmissionKind.EXAM_RESULT:
            exams = tuple(Offer(exam.code, exam.name) for exam in desk.exams)
            return (
                FormField(EXAM, shape.CHOICE, is_needed=True, choices=exams),
                FormField(ON, shape.DAY, is_needed=True),
                FormField(RESULT, shape.CHOICE, choices=words.results),
                *_scores(desk),
                FormField(CERTIFICATE, shape.LINE),
                *evidence,
            )
        case SubmissionKind.PRACTICE:
            return (
                FormField(TITLE, shape.LINE, is_needed=True),
                FormField(STAGE, shape.CHOICE, is_needed=True, choices=words.stages),
                FormField(CONTENT, shape.TEXT, is_needed=True),
                FormField(EFFECT_HOURS, shape.NUMBER),
                FormField(EFFECT_CASES, shape.COUNT),
                FormField(PARTICIPANTS, shape.LINE),
                FormField(PUBLIC, shape.CHOICE, choices=words.yes_no),
            )
        case SubmissionKind.PEER_REVIEW:
            return (
                FormField(PRACTICE, shape.CHOICE, is_needed=True, choices=desk.practices),
                *(FormField(VIEW + a.code, shape.TEXT, caption=a.name) for a in words.aspects),
            )


MOST_HOURS = 400
"""More hours than this are a slip of the pen; ours."""


def _scores(desk: SubmissionDesk) -> tuple[FormField, ...]:
    """Return one field per score of any exam; the highest maximum counts here."""
    found: dict[str, FormField] = {}
    for exam in desk.exams:
        for score in (*exam.scores, *(s for one in exam.editions for s in one.scores)):
            known = found.get(score.code)
            most = max(score.maximum, (known.maximum or 0) if known else 0)
            caption = known.caption if known else score.name
            found[score.code] = FormField(
                SCORE + score.code, FieldShape.COUNT, maximum=most, caption=caption
            )
    return tuple(found.values())


def scores_asked(exams: Sequence[ExamOffer], exam: str, on: date | None) -> EditionOffer | None:
    """Return what an exam asks on a day; None while no exam of the desk is chosen."""
    chosen = next((one for one in exams if one.code == exam), None)
    return None if chosen is None else chosen.edition_on(on)


def scores_of(fields: SubmissionFields) -> dict[str, int]:
    """Return code of a field of an exam → score, for those that were stated."""
    return {k.removeprefix(SCORE): int(v) for k, v in fields.items() if k.startswith(SCORE)}


def views_of(fields: SubmissionFields) -> dict[str, str]:
    """Return aspect → what was said of a practice."""
    return {k.removeprefix(VIEW): v for k, v in fields.items() if k.startswith(VIEW)}


class SubmissionState(StrEnum):
    """What became of a submission."""

    WAITING = "waiting"  # 確認待ち
    CONFIRMED = "confirmed"  # 確認済み
    RETURNED = "returned"  # 差戻し


class Conflict(StrEnum):
    """What somebody should look at before confirming.

    Those of ``BLOCKING`` cannot be recorded as they are.
    """

    UNKNOWN_COURSE = "unknown_course"
    UNKNOWN_EXAM = "unknown_exam"
    UNKNOWN_PRACTICE = "unknown_practice"
    NO_EDITION = "no_edition"
    UNDECIDED_RESULT = "undecided_result"
    SCORE_TOO_HIGH = "score_too_high"
    SCORE_NOT_OF_EXAM = "score_not_of_exam"
    TOTAL_NOT_SUM = "total_not_sum"
    EDITION_PROVISIONAL = "edition_provisional"
    IN_FUTURE = "in_future"
    NO_POST = "no_post"
    UNKNOWN_PARTICIPANT = "unknown_participant"
    OWN_DEPARTMENT = "own_department"
    NOT_CARRIED_OUT = "not_carried_out"
    NO_WORDS = "no_words"
    ALREADY_RECORDED = "already_recorded"
    COMPLETED_EARLIER = "completed_earlier"
    OUTSIDE_YEAR = "outside_year"
    NOT_IN_CATALOGUE = "not_in_catalogue"
    NO_EVIDENCE = "no_evidence"
    RESULT_CONTRADICTS = "result_contradicts"
    OTHER_KEY = "other_key"
    OTHER_KANA = "other_kana"
    OTHER_ACCOUNT = "other_account"
    CERTIFICATE_OF_OTHER = "certificate_of_other"
    CERTIFICATE_OF_FAILED = "certificate_of_failed"
    RECORDED_OTHERWISE = "recorded_otherwise"
    COMPLETES_RECORD = "completes_record"
    TOLD_OTHERWISE = "told_otherwise"
    TITLE_KNOWN = "title_known"
    TWICE = "twice"


BLOCKING = frozenset(
    {
        Conflict.UNKNOWN_COURSE,
        Conflict.UNKNOWN_EXAM,
        Conflict.UNKNOWN_PRACTICE,
        Conflict.NO_EDITION,
        Conflict.UNDECIDED_RESULT,
        Conflict.SCORE_TOO_HIGH,
        Conflict.SCORE_NOT_OF_EXAM,
        Conflict.TOTAL_NOT_SUM,
        Conflict.CERTIFICATE_OF_OTHER,
        Conflict.RECORDED_OTHERWISE,
        Conflict.IN_FUTURE,
        Conflict.NO_POST,
        Conflict.UNKNOWN_PARTICIPANT,
        Conflict.OWN_DEPARTMENT,
        Conflict.NOT_CARRIED_OUT,
        Conflict.NO_WORDS,
    }
)

NOTHING_NEW = frozenset({Conflict.ALREADY_RECORDED, Conflict.TITLE_KNOWN})
"""Confirmed, such a submission records nothing further."""


class Arrived(StrEnum):
    """Where a file, or a row of a workbook, ends at collection."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set_aside"
    BEING_WRITTEN = "being_written"


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """One file, or one row of a workbook, of an inbox; ``reason`` is the code of a problem."""

    name: str
    outcome: Arrived
    row: int | None = None
    kind: SubmissionKind | None = None
    employee_no: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a collection found; ``known`` files had been taken before and were not opened again."""

    files: tuple[ArrivedFile, ...]
    known: int = 0

    def count(self, outcome: Arrived) -> int:
        """Return how many ended so."""
        return sum(1 for file in self.files if file.outcome is outcome)


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One submission on the terminal of its sender: a draft, or what was sent.

    ``digest`` is the SHA-256 in hex of the file; ``received_at`` is None until the receipt was
    seen. ``data`` is the sealed file in hex as long as it may have to be sent again.
    """

    entry_id: str
    kind: SubmissionKind
    fields: SubmissionFields
    saved_at: datetime
    sent_at: datetime | None = None
    digest: str = ""
    path: str = ""
    is_elsewhere: bool = False
    received_at: datetime | None = None
    data: str = field(default="", repr=False)

    @property
    def is_sent(self) -> bool:
        """Return whether it has left the terminal."""
        return self.sent_at is not None


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a person wrote or sent to one desk from a terminal."""

    kana: str
    entries: tuple[BookEntry, ...] = ()
