"""What a person brings beside courses and exams: experience, qualifications, merits, wishes."""

from dataclasses import dataclass
from enum import StrEnum

from skilltrack.domain.calendar import ALWAYS, Period


class CareerKind(StrEnum):
    """What an entry is about."""

    EXPERIENCE = "experience"  # 実務経験 (北海道)
    SKILL = "skill"  # 技能
    QUALIFICATION = "qualification"  # 資格 (神戸市)
    ACHIEVEMENT = "achievement"  # 実績: evidence for an accreditation (神戸市)
    ASPIRATION = "aspiration"  # 極めたい分野 (愛知県)


@dataclass(frozen=True, slots=True)
class CareerEntry:
    """An entry of a person's career; ``level`` is the entry's own, higher is more, None unknown.

    ``valid`` is the period of an experience, or that in which a qualification holds.
    """

    entry_id: str
    employee_no: str
    kind: CareerKind
    field: str
    title: str
    valid: Period = ALWAYS
    level: int | None = None
    evidence: str = ""
    note: str = ""
