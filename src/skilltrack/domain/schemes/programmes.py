"""The programme of a scheme: its courses in detail, what is owed, and what is aimed at.

A ``Scheme`` says how people are judged and is all that the answer window needs; the programme is
what the personnel section runs beside it. Both are one definition with one version.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.audience import EVERYBODY, Audience
from skilltrack.domain.obligations.rules import ObligationRule
from skilltrack.domain.targets.definition import TargetRule


class CourseMode(StrEnum):
    """How a course is held (形態). Source: facts §5."""

    CLASSROOM = "classroom"  # 集合
    ONLINE = "online"  # オンライン
    E_LEARNING = "e_learning"  # eラーニング
    VIDEO = "video"  # 動画
    ARCHIVE = "archive"  # アーカイブ
    WORKSHOP = "workshop"  # ワークショップ
    HANDS_ON = "hands_on"  # ハンズオン
    DISPATCH = "dispatch"  # 派遣
    STUDY_GROUP = "study_group"  # 学習会


class CompletionKind(StrEnum):
    """What makes a course completed (修了条件). Source: facts §5."""

    ATTENDED = "attended"  # 出席
    ALL_SESSIONS = "all_sessions"  # 全日程に出席 (and 報告会, where asked)
    HOURS = "hours"  # 時間数
    TEST = "test"  # 確認テスト
    SELF_REPORT = "self_report"  # 受講報告


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """What makes a course completed.

    ``hours`` is asked by HOURS, ``score`` by TEST. With ``has_presentation`` the day of the
    presentation (報告会) must be attended, too (真岡市). ``is_evidence_needed`` asks for evidence
    beside a report. ``counts_archive``: an absence made up by the archive video counts.
    """

    kind: CompletionKind = CompletionKind.ATTENDED
    hours: Fraction | None = None
    score: Fraction | None = None
    has_presentation: bool = False
    is_evidence_needed: bool = False
    counts_archive: bool = True


@dataclass(frozen=True, slots=True)
class SkillRef:
    """A category or an item of a questionnaire that a course builds.

    ``questionnaire`` '' is the one of the scheme.
    """

    code: str
    questionnaire: str = ""

    @property
    def key(self) -> str:
        """Return the key under which ``gates.Evidence`` holds the score."""
        return f"{self.questionnaire}:{self.code}" if self.questionnaire else self.code


@dataclass(frozen=True, slots=True)
class CourseDetail:
    """A course of a fiscal year beyond its catalogue rows.

    ``session_yen`` is paid once per session, ``seat_yen`` for everybody who takes part;
    ``capacity`` is that of one session. ``valid_months`` is after how many months a completion
    must be renewed, None never; a completion of ``renewed_by`` renews it as the course itself
    does. ``audience`` narrows whom it is offered to beyond the bands of the catalogue row.
    """

    code: str
    modes: tuple[CourseMode, ...] = ()
    builds: tuple[SkillRef, ...] = ()
    completion: CompletionRule = CompletionRule()
    audience: Audience = EVERYBODY
    organiser: str = ""
    lecturer: str = ""
    capacity: int | None = None
    session_yen: int | None = None
    seat_yen: int | None = None
    valid_months: int | None = None
    renewed_by: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentPair:
    """Two questionnaires that are compared before and after training (金沢市).

    The same id twice is one questionnaire asked in two rounds.
    """

    id: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Programme:
    """What the personnel section runs beside the verdicts of a scheme."""

    scheme: str
    version: int
    details: tuple[CourseDetail, ...] = ()
    obligations: tuple[ObligationRule, ...] = ()
    targets: tuple[TargetRule, ...] = ()
    pairs: tuple[AssessmentPair, ...] = ()
