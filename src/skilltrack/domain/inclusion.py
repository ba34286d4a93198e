"""Who counts in which figure, and for which reason somebody does not.

Source: facts §8.3 (undecided in any source, so a visible setting); 四日市市 leaves out 部長級,
労務職 and 会計年度任用職員, 湖西市 leaves out 会計年度任用職員, 愛媛県 counts 再任用 and 任期付
(facts §2).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.domain.problems import Problem


class Figure(StrEnum):
    """A figure with people of its own."""

    REQUIRED = "required"  # ① 必須研修, and the headcount of a department
    LEADER = "leader"  # ② DXリーダー
    ELECTIVE = "elective"  # ③ 選択研修
    TIERS = "tiers"  # 判定
    EXAMS = "exams"  # 資格
    OBLIGATIONS = "obligations"  # 受講義務
    TARGETS = "targets"  # 目標
    ANSWERS = "answers"  # 調査の対象


BOARD_FIGURES: Final = (Figure.REQUIRED, Figure.LEADER, Figure.ELECTIVE)
"""The figures of the board of departments."""

COMMON_FIGURES: Final = frozenset({Figure.EXAMS})
"""Figures that belong to no scheme."""


class Exclusion(StrEnum):
    """Why somebody in a main post does not count; the first that applies, in this order."""

    REGULAR = "regular"  # the employment types that are not counted
    REAPPOINTED = "reappointed"
    FIXED_TERM = "fixed_term"
    FISCAL_YEAR = "fiscal_year"
    SPECIAL_SERVICE = "special_service"
    SECONDED_IN = "seconded_in"
    OTHER = "other"
    LEAVE = "leave"  # 休職
    CHILDCARE = "childcare"  # 育休
    SECONDED_OUT = "seconded_out"  # 派遣出
    BAND = "band"  # 役職区分
    OCCUPATION = "occupation"  # 職種
    HIRED_EARLIER = "hired_earlier"
    HIRED_LATER = "hired_later"
    NEW_HIRE = "new_hire"
    SHORT_IN_POST = "short_in_post"
    ROLE = "role"  # a round asks the holders of other roles
    DEPARTMENT = "department"  # a round asks other departments
    HIRED_UNKNOWN = "hired_unknown"  # a round asks a cohort, and the day of hiring is unknown


class Origin(StrEnum):
    """Where the rule of a figure is from; the first that exists applies, in this order."""

    SCHEME_SETTING = "scheme_setting"  # set by the municipality for scheme and figure
    SETTING = "setting"  # set by the municipality for the figure in every scheme
    SCHEME = "scheme"  # stated by the definition of the scheme
    DEFAULT = "default"


USUAL_TYPES: Final = tuple(
    kind for kind in EmploymentType if kind is not EmploymentType.SPECIAL_SERVICE
)
"""Everybody but executives (特別職)."""

MOST_MONTHS: Final = 120
MOST_DAYS: Final = 3_660


@dataclass(frozen=True, slots=True)
class InclusionRule:
    """Which of the people in a main post count on a day.

    A concurrent post never counts, whatever the rule. ``employment_types`` and ``absences`` are
    those counted. ``hired_from`` and ``hired_until`` are the first and the last day of hiring
    that count; ``new_hire_months`` leaves out whoever was hired fewer months ago, and
    ``least_days_in_post`` whoever has held the main post in the department for fewer days, the
    first one counted; 0 leaves out nobody. A department that was renamed, merged or split since is
    the same for whoever came along. A person whose day of hiring is unknown counts.
    """

    employment_types: tuple[EmploymentType, ...] = USUAL_TYPES
    absences: tuple[AbsenceKind, ...] = ()
    bands_left_out: tuple[str, ...] = ()
    occupations_left_out: tuple[str, ...] = ()
    hired_from: date | None = None
    hired_until: date | None = None
    new_hire_months: int = 0
    least_days_in_post: int = 0


_AT_WORK: Final = InclusionRule()
_ALSO_ABSENT: Final = InclusionRule(absences=tuple(AbsenceKind))

DEFAULT_RULES: Final[Mapping[Figure, InclusionRule]] = {
    Figure.REQUIRED: _AT_WORK,
    Figure.LEADER: _ALSO_ABSENT,  # the role ends with the appointment, not with a leave
    Figure.ELECTIVE: _ALSO_ABSENT,  # what was learned before a leave does not vanish during it
    Figure.TIERS: _ALSO_ABSENT,  # a verdict is about the person
    Figure.EXAMS: _AT_WORK,
    Figure.OBLIGATIONS: _AT_WORK,
    Figure.TARGETS: _AT_WORK,
    Figure.ANSWERS: _AT_WORK,
}
"""What applies where neither the municipality nor the scheme says anything."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The rule that applies to a figure, and where it is from."""

    rule: InclusionRule
    origin: Origin


def resolve(
    figure: Figure,
    *,
    own: InclusionRule | None = None,
    common: InclusionRule | None = None,
    stated: InclusionRule | None = None,
) -> Applied:
    """Return the rule that applies.

    Args:
        figure: The figure.
        own: What the municipality set for scheme and figure.
        common: What it set for the figure in every scheme.
        stated: What the definition of the scheme states.
    """
    for rule, origin in (
        (own, Origin.SCHEME_SETTING),
        (common, Origin.SETTING),
        (stated, Origin.SCHEME),
    ):
        if rule is not None:
            return Applied(rule, origin)
    return Applied(DEFAULT_RULES[figure], Origin.DEFAULT)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people in a main post count in a figure on a day, and how many do not by reason.

    ``left_out`` holds the reasons that occur, in the order of ``Exclusion``; everybody left out
    is counted under one reason. ``band_names`` are those of the bands that the rule leaves out.
    """

    figure: Figure
    applied: Applied
    as_of: date
    counted: int
    left_out: tuple[tuple[Exclusion, int], ...] = ()
    band_names: tuple[str, ...] = ()

    @property
    def left_out_in_all(self) -> int:
        """Return how many people do not count."""
        return sum(count for _reason, count in self.left_out)

    @property
    def everybody(self) -> int:
        """Return how many people are in a main post."""
        return self.counted + self.left_out_in_all


@dataclass(frozen=True, slots=True)
class AskedCoverage:
    """How many people a round asks, and how many in a main post it does not ask by reason.

    ``as_of`` is the day by which the round chose; it counts as was known when the round was
    opened. ``left_out`` is as in ``Coverage``.
    """

    as_of: date
    counted: int
    left_out: tuple[tuple[Exclusion, int], ...] = ()

    @property
    def left_out_in_all(self) -> int:
        """Return how many people are not asked."""
        return sum(count for _reason, count in self.left_out)


def ordered(rule: InclusionRule) -> InclusionRule:
    """Return a rule with its parts in their usual order, each once: equal rules are equal."""
    return replace(
        rule,
        employment_types=tuple(kind for kind in EmploymentType if kind in rule.employment_types),
        absences=tuple(kind for kind in AbsenceKind if kind in rule.absences),
        bands_left_out=tuple(sorted(set(rule.bands_left_out))),
        occupations_left_out=tuple(sorted(set(rule.occupations_left_out))),
    )


def mistakes(
    rule: InclusionRule, bands: Collection[str], occupations: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a rule.

    Args:
        rule: The rule.
        bands: The codes of the bands that are known.
        occupations: The occupations (職種) that occur in the records.
    """
    if not rule.employment_types:
        yield Problem("inclusion.nobody")
    if rule.hired_from and rule.hired_until and rule.hired_until < rule.hired_from:
        yield Problem("inclusion.reversed")
    if not 0 <= rule.new_hire_months <= MOST_MONTHS:
        yield Problem("inclusion.months", values={"most": MOST_MONTHS})
    if not 0 <= rule.least_days_in_post <= MOST_DAYS:
        yield Problem("inclusion.days", values={"most": MOST_DAYS})
    for code, named, known in (
        ("inclusion.unknown_band", rule.bands_left_out, bands),
        ("inclusion.unknown_occupation", rule.occupations_left_out, occupations),
    ):
        for name in named:
            if name not in known:
                accepted = "、".join(sorted(known)) or "―"
                yield Problem(code, values={"name": name, "accepted": accepted})
