"""Rounds of a questionnaire: what is handed out and what comes back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.answers import Answers
from skilltrack.domain.questionnaires import (
    Questionnaire,
)
from skilltrack.domain.schemes import Scheme
from skilltrack.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class CourseOffer:
    """A course that the answer window may recommend; ``bands`` empty is meant for everyone."""

    code: str
    name: str
    mode: str = ""
    bands: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundPackage:
    """Everything the answer window needs. It carries no roster.

    ``titles`` maps the municipality's job titles to band codes. ``roles`` are not asked: only
    the personnel section knows appointments. ``inbox`` and ``receipts`` are folders, relative
    to the folder of the package or absolute. ``public_key`` seals the answers (HPKE P-256).
    ``closes_on`` is the last day on which answers are taken.
    """

    round_id: str
    title: str
    organisation: str
    contact: str
    purpose: str
    opens_on: date
    closes_on: date
    questionnaire: Questionnaire
    schemes: tuple[Scheme, ...]
    titles: tuple[tuple[str, str], ...]
    courses: tuple[CourseOffer, ...]
    inbox: str
    receipts: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The answers of one person as they travel in a sealed envelope.

    ``counter`` grows with every sending of one respondent key; order never comes from clocks.
    ``sent_at_display`` is for the eye only.
    """

    round_id: str
    employee_no: str
    kana: str
    job_title: str
    account: str
    counter: int
    answers: Answers
    program_version: str
    sent_at_display: str


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """How many of those asked in one department have answered."""

    department: str
    department_name: str
    answered: Tally


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round as the personnel section follows it; ``rates`` by department code."""

    round_id: str
    title: str
    questionnaire: str
    opens_on: date
    closes_on: date
    is_closed: bool
    answered: Tally
    rates: tuple[AnswerRate, ...]


class Bucket(StrEnum):
    """Where a file from the inbox ends; every file ends in exactly one."""

    ACCEPTED = "accepted"  # 取込
    REPLACED = "replaced"  # 取込(前の回答と差し替え)
    SAME = "same"  # 同じもの
    OLDER = "older"  # 古い版
    LATE = "late"  # 期間外
    TO_CONFIRM = "to_confirm"  # 確認待ち
    SET_ASIDE = "set_aside"  # 取り込めない
    BEING_WRITTEN = "being_written"  # 書き込み中かもしれない: 次の回収でもう一度


TAKEN = frozenset({Bucket.ACCEPTED, Bucket.REPLACED, Bucket.SAME, Bucket.OLDER})
"""Buckets whose files are receipted: the personnel section has what they hold."""


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file of the inbox with its bucket; ``reason`` is a problem code, empty when taken."""

    name: str
    bucket: Bucket
    reason: str = ""
    employee_no: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """What collecting a folder did; files already taken before are only counted."""

    files: tuple[CollectedFile, ...]
    known_before: int

    @property
    def counts(self) -> Counter[Bucket]:
        """Return how many files ended in each bucket."""
        return Counter(file.bucket for file in self.files)
