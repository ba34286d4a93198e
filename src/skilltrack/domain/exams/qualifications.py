"""The register of qualifications: exams passed and qualifications stated, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.accreditation import Person


class QualificationSource(StrEnum):
    """Where a qualification is recorded."""

    EXAM = "exam"  # 受験の記録
    CAREER = "career"  # 台帳への記載


class Validity(StrEnum):
    """How a qualification stands on a day."""

    HOLDS = "holds"  # 有効
    EXPIRING = "expiring"  # 期限間近
    EXPIRED = "expired"  # 期限切れ
    AHEAD = "ahead"  # 取得前


@dataclass(frozen=True, slots=True)
class Qualification:
    """A qualification of a person.

    ``got_on`` None is not known, ``last_day`` None has no end. ``exam`` is the code of the exam
    passed, ``entry_id`` the entry of the career; one of the two is ''. ``is_double`` tells that
    an entry repeats an exam that the person passed.
    """

    person: Person
    source: QualificationSource
    name: str
    got_on: date | None
    last_day: date | None = None
    field: str = ""
    level: int | None = None
    certificate_no: str = ""
    evidence: str = ""
    note: str = ""
    exam: str = ""
    entry_id: str = ""
    is_double: bool = False

    def validity(self, on: date, soon: date) -> Validity:
        """Return how it stands on a day; ``soon`` is the last day that is still near."""
        if self.got_on is not None and self.got_on > on:
            return Validity.AHEAD
        if self.last_day is None or self.last_day > soon:
            return Validity.HOLDS
        return Validity.EXPIRED if self.last_day < on else Validity.EXPIRING


def holders(found: Iterable[Qualification], on: date) -> dict[str, int]:
    """Return name → how many people hold it on a day, most first, then by name."""
    people: dict[str, set[str]] = {}
    for one in found:
        if one.validity(on, on) in {Validity.HOLDS, Validity.EXPIRING}:
            people.setdefault(one.name, set()).add(one.person.employee_no)
    counts = {name: len(numbers) for name, numbers in people.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
