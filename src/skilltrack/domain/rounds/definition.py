"""Rounds of a questionnaire: what is handed out and what comes back."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skilltrack.domain.inclusion import Exclusion
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.tally import Tally
from skilltrack.domain.years.closed import Closed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person in the main post on a day, as far as a round chooses by it.

    ``departments`` are the codes of the own department and all above it.
    """

    employee_no: str
    departments: frozenset[str]
    band: str | None
    roles: frozenset[str]
    employment_type: EmploymentType
    hired_on: date | None
    absence: AbsenceKind | None


@dataclass(frozen=True, slots=True)
class Population:
    """The rule by which a round chooses whom it asks; an empty part does not narrow.

    ``departments`` include everything below them. ``hired_from`` and ``hired_until`` are the
    first and the last day of hiring of a cohort. ``as_of`` is the day on which posts, roles and
    absences are looked at, None for the opening day.
    """

    bands: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    departments: tuple[str, ...] = ()
    hired_from: date | None = None
    hired_until: date | None = None
    as_of: date | None = None
    includes_absent: bool = False

    @property
    def is_narrow(self) -> bool:
        """Return whether it chooses among those who count."""
        chosen = (self.bands, self.roles, self.departments, self.hired_from, self.hired_until)
        return any(chosen)

    def includes(self, person: Candidate) -> bool:
        """Return whether a person is asked."""
        return self.reason_against(person) is None

    def reason_against(self, person: Candidate) -> Exclusion | None:
        """Return why a person is not asked, the first reason that applies; None for one asked."""
        if self.employment_types and person.employment_type not in self.employment_types:
            return Exclusion(person.employment_type.value)
        if person.absence is not None and not self.includes_absent:
            return Exclusion(person.absence.value)
        if self.bands and person.band not in self.bands:
            return Exclusion.BAND
        if self.roles and person.roles.isdisjoint(self.roles):
            return Exclusion.ROLE
        if self.departments and person.departments.isdisjoint(self.departments):
            return Exclusion.DEPARTMENT
        return self._reason_against_hiring(person.hired_on)

    def _reason_against_hiring(self, hired_on: date | None) -> Exclusion | None:
        if self.hired_from is None and self.hired_until is None:
            return None
        if hired_on is None:
            return Exclusion.HIRED_UNKNOWN
        if self.hired_from is not None and hired_on < self.hired_from:
            return Exclusion.HIRED_EARLIER
        if self.hired_until is not None and hired_on > self.hired_until:
            return Exclusion.HIRED_LATER
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A person whom a round asks, as on the day of the population; it never changes later."""

    employee_no: str
    department: str
    job_title: str
    band: str | None
    employment_type: EmploymentType


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
    ``closes_on`` is the last day on which answers are taken. ``is_strict``: answers count only
    with the personal code that the personnel section gave out.
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
    is_strict: bool = False


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
    comments: Comments = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """How many of those asked in one department have answered."""

    department: str
    department_name: str
    answered: Tally


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round as the personnel section follows it; ``rates`` by department code.

    ``closed`` tells whether its figures were fixed when the year it opened in was closed; None:
    that year is not closed, or the round was still running then.
    """

    round_id: str
    title: str
    questionnaire: str
    opens_on: date
    closes_on: date
    is_closed: bool
    answered: Tally
    rates: tuple[AnswerRate, ...]
    closed: Closed | None = None


class Bucket(StrEnum):
    """Where a file from the inbox ends; every file ends in exactly one."""

    ACCEPTED = "accepted"  # 取込
    REPLACED = "replaced"  # 取込(前の回答と差し替え)
    SAME = "same"  # 同じもの
    OLDER = "older"  # 古い版
    LATE = "late"  # 期間外
    TO_CONFIRM = "to_confirm"  # 確認待ち
    SET_ASIDE = "set_aside"  # 取り込めない
    NOT_FILLED = "not_filled"  # 未記入: a form that nobody has filled in yet
    BEING_WRITTEN = "being_written"  # 書き込み中かもしれない: 次の回収でもう一度


TAKEN = frozenset({Bucket.ACCEPTED, Bucket.REPLACED, Bucket.SAME, Bucket.OLDER})
"""Buckets whose files are receipted: the personnel section has what they hold."""


class Decision(StrEnum):
    """What the personnel section decided about an answer that waited or came late."""

    TAKEN = "taken"  # 取り込む
    REJECTED = "rejected"  # 取り込まない


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file of the inbox, or a sheet of it, with its bucket.

    ``reason`` is a problem code, empty when taken. ``sheet`` is empty for sealed files.
    ``decision`` is what the personnel section decided about it. ``digest`` is the SHA-256 of
    the file in hex.
    """

    name: str
    bucket: Bucket
    reason: str = ""
    employee_no: str | None = None
    sheet: str = ""
    decision: Decision | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """What collecting a folder did; files already taken before are only counted."""

    files: tuple[CollectedFile, ...]
    known_before: int

    @property
    def counts(self) -> Counter[Bucket]:
        """Return how many files ended in each bucket."""
        return Counter(file.bucket for file in self.files)
