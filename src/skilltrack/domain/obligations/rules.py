"""Who must complete what by when, and why (受講義務)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skilltrack.domain.audience import EVERYBODY, Audience
from skilltrack.domain.catalogue.courses import CourseKind


class Occasion(StrEnum):
    """What makes a course owed."""

    EVERY_YEAR = "every_year"  # 毎年度 (福井県)
    ONCE = "once"  # 在職中に1回
    EACH_GRADE = "each_grade"  # 役職区分ごとに1回 (つくば市): a promotion makes a new one
    ENTRY = "entry"  # 採用時 (北九州市)
    YEAR_OF_SERVICE = "year_of_service"  # 採用n年次 (北九州市)
    PROMOTION = "promotion"  # 昇任時 (北九州市: 新任課長)
    DESIGNATION = "designation"  # 任命・指定時 (栃木県: cohort)


class DueKind(StrEnum):
    """By when it is owed."""

    YEAR_END = "year_end"  # the end of the fiscal year in which it became owed
    MONTHS = "months"  # so many months after it became owed
    DAY_OF_YEAR = "day_of_year"  # a day of the fiscal year in which it became owed


@dataclass(frozen=True, slots=True)
class DueRule:
    """The last day of an obligation.

    ``months`` counts from the day it became owed; ``month`` and ``day`` name a day of the fiscal
    year. ``later_years`` moves the end of the year, or the day, so many fiscal years on.
    """

    kind: DueKind = DueKind.YEAR_END
    months: int = 0
    month: int = 0
    day: int = 0
    later_years: int = 0


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """A rule by which courses are owed.

    Exactly one of ``catalogue`` (the courses of that kind in the fiscal year's catalogue),
    ``courses`` and ``courses_by_band`` (band → courses: each grade its own) says what is owed.
    ``count`` is how many of them are enough; None is all. Among a group, ``audience`` says whom
    it concerns; for PROMOTION and EACH_GRADE its bands are those entered. ``year_of_service`` is
    the n of the n-th fiscal year after hiring, the year of hiring being the first. Nothing
    becomes owed before ``since``; completions of any time count except for EVERY_YEAR, where
    only those of the fiscal year do, and for what is owed on an occasion with ``is_anew``, where
    only those on or after it do.
    """

    id: str
    name: str
    occasion: Occasion
    audience: Audience = EVERYBODY
    catalogue: CourseKind | None = None
    courses: tuple[str, ...] = ()
    courses_by_band: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: int | None = None
    year_of_service: int | None = None
    due: DueRule = DueRule()
    since: date | None = None
    is_anew: bool = False
